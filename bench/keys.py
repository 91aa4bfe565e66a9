"""Recall of the spelling keys: of 400 places one spelling is held out; is the place still reached through its others?

    python bench/keys.py

The bundled theatre of Syria; deterministic. This is the recall of the key, not accuracy: one key may reach many places.
"""

from __future__ import annotations

import sys

from whoholds.gazetteer import EXACT, SKELETON, Gazetteer
from whoholds.spelling import ARABIC, fold
from whoholds.theatre import load_theatre

SAMPLE = 400
STRONG = frozenset({EXACT, "alias", "normal"})


def main() -> int:
    theatre = load_theatre("syria")
    rich = [p for p in theatre.places() if p.admin and len({fold(n) for _, n in p.names if not ARABIC.search(n)}) >= 3]
    sample = rich[:: max(1, len(rich) // SAMPLE)][:SAMPLE]
    held = {}
    for number, place in enumerate(sample):
        latin = sorted(
            {n for _, n in place.names if n != place.name and not ARABIC.search(n)}, key=lambda n: (fold(n), n)
        )
        held[place.id] = latin[number % len(latin)]
    rest = [
        (place.id, name)
        for place in theatre.places()
        for name in (place.name, *(one for _, one in place.names))
        if place.id not in held or fold(name) != fold(held[place.id])
    ]
    arabic = [(ident, name) for ident, name in rest if ident not in held or ARABIC.search(name)]
    score("normal key", Gazetteer(rest), held, STRONG)
    score("skeleton, all scripts", Gazetteer(rest), held, STRONG | {SKELETON})
    score("skeleton, Arabic names only", Gazetteer(arabic), held, STRONG | {SKELETON})
    names = Gazetteer(rest)
    alike = {ident: names.alike(name, theatre.inside(theatre.place(ident).admin[0])) for ident, name in held.items()}
    found = sum(any(m.id == ident for m in [*names.look_up(held[ident]), *those]) for ident, those in alike.items())
    print(f"{'+ alike in its governorate':<30} {found / len(held):.2f}")
    return 0


def score(title: str, names: Gazetteer, held: dict[str, str], keys: frozenset[str]) -> None:
    hits = sum(any(m.id == ident and m.how in keys for m in names.look_up(name)) for ident, name in held.items())
    print(f"{title:<30} {hits / len(held):.2f}")


if __name__ == "__main__":
    sys.exit(main())
