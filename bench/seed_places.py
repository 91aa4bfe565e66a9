"""The places of the seed dispatch, as the whole program reads it: each on its right record, or rightly on none.

python bench/seed_places.py      a line a place, then how many are right; exit status 1 when one is not

Reads ../shared/seed/dispatch.txt (third-party text, only read) and the theatre `syria`.
"""

from __future__ import annotations

import json
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from whoholds import pack
from whoholds.claim import Claim
from whoholds.find import find
from whoholds.link import link
from whoholds.read import read
from whoholds.theatre import Theatre, load_theatre

CHECKOUT = Path(__file__).resolve().parents[1]
SYRIA = pack.bundled("syria")
DISPATCH = CHECKOUT.parent / "shared" / "seed" / "dispatch.txt"
ALEPPO = "ocha:C1007"
SUBURB = "ocha:C7369"  # Rashideen as one suburb
FAR = "wof:1344174681"  # the namesake of Sheikh Mansour in Hasakah

# words → the reference row; "" = must not be located
EXPECTED = {
    "Sukari": "ocha:N0219",
    "Mashhad": "ocha:N0218",
    "Hamdaniya": "ocha:N0216",
    "New Aleppo": "ocha:N0184",
    "A’zamiya": "ocha:N0202",
    "Rashideen 4": "own:rashideen-4",
    "Rashideen 5": "own:rashideen-5",
    "Salah al-Din": "ocha:N0214",
    "Furqan": "ocha:N0176",
    "Saif al-Dawla": "ocha:N0203",
    "military academy": "own:aleppo-military-academy",
    "Islamin": "ocha:C3913",
    "Sheikh Mansour": "",
    "Saraqib": "ocha:C3916",
}


@dataclass(frozen=True, slots=True)
class Seen:
    """What one of the names came to."""

    places: frozenset[str]
    rejected: frozenset[str]


def seen(theatre: Theatre) -> dict[str, Seen]:
    """The names of the dispatch, as claims and unlinked findings have them."""
    row = {
        "id": "seed",
        "text": DISPATCH.read_text(encoding="utf-8"),
        "outlet": "North Press Agency",
        "published": "2024-11-29",
    }
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "seed.jsonl"
        file.write_text(json.dumps(row) + "\n", encoding="utf-8")
        found: dict[str, tuple[set[str], set[str]]] = {}
        for report, findings in find(read([str(file)]), theatre):  # type: ignore[arg-type]
            for one in link(report, findings, theatre):
                if isinstance(one, Claim):
                    found.setdefault(plain(one.place_text), (set(), set()))[0].add(one.place)
                elif one.part == "place":
                    rejected = {c.place for c in one.candidates if c.why[:1] == ("rejected",)}
                    found.setdefault(plain(one.text), (set(), set()))[1].update(rejected or {""})
    return {name: Seen(frozenset(places), frozenset(rejected)) for name, (places, rejected) in found.items()}


def plain(name: str) -> str:
    return name.replace("'", "’").removeprefix("the ").strip()


def main() -> int:
    if not DISPATCH.is_file():
        print(f"{DISPATCH} is not here: nothing to read", file=sys.stderr)
        return 2
    theatre = load_theatre("syria")
    found = seen(theatre)
    right = 0
    for name, expected in EXPECTED.items():
        got = found.get(name, Seen(frozenset(), frozenset()))
        good = got.places == {expected} if expected else not got.places and FAR in got.rejected
        right += good
        shown = ", ".join(f"{one} {theatre.place(one).name}" for one in sorted(got.places)) or "not located"
        far = f"; rejected {', '.join(sorted(got.rejected))}" if got.rejected else ""
        print(f"{'right' if good else 'WRONG'}  {name:18} {shown}{far}")
    total = len(EXPECTED)
    refs = {row["id"]: row["ids"] for _, row in pack.rows_of(SYRIA / "places.csv", pack.PLACE_COLUMNS, SYRIA)}
    for block in ("own:rashideen-4", "own:rashideen-5"):
        place, suburb = theatre.place(block), theatre.place(SUBURB)
        honest = f"part_of={SUBURB}" in refs[block] and place.parent == ALEPPO and place.point == suburb.point
        honest = honest and (place.precision_m or 0) >= 2000  # no source separates the blocks
        total += 1
        right += honest
        print(f"{'right' if honest else 'WRONG'}  {place.name:18} part of the suburb, right to {place.precision_m} m")
    print(f"{right} of {total} right")
    return 0 if right == total else 1


if __name__ == "__main__":
    sys.exit(main())
