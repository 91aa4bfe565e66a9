"""Does the reader take sides: exchange two parties' names, or loaded for neutral words, and count what else changes.

    python bench/swap.py [--every N]

Every N-th report of ../shared/data/fakes is read twice, as it is and exchanged, its title like its text. Two parties
change places under every name by which the theatre knows them on the report's day ("Islamic State of Iraq and the Levant",
"Kurdish-led forces"), labels of its foes and common nouns apart, never under a part of a longer name. A finding is the claim type, status, places and the
theatre's names for doer and target, put back through the exchange; one that has no equal in the other reading has
changed. Only reports that hold a word of the exchange count. Says so and stops when the data are absent.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from whoholds.theatre import Theatre

REPORTS = Path(__file__).resolve().parents[2] / "shared/data/fakes/reports.jsonl"
PAIRS: dict[tuple[str, str], tuple[tuple[str, ...], tuple[str, ...]]] = {
    # the theatre's names of two parties, and the short names of each; the first of them is what the other is called
    ("Islamic State", "Syrian Democratic Forces"): (("ISIS", "ISIL", "IS", "Daesh", "DAESH"), ("SDF",)),
    ("Hezbollah", "Ahrar al-Sham"): ((), ()),
}
WORDS: dict[str, dict[str, str]] = {  # one way: the loaded word gives way to the plain one
    "terrorists, rebels": {
        "terrorists": "rebels",
        "Terrorists": "Rebels",
        "terrorist": "rebel",
        "Terrorist": "Rebel",
    },
    "regime, government": {"regime": "government", "Regime": "Government"},
}


def plain(text: str, _day: date, table: Mapping[str, str]) -> str:
    """The text with each word of the table replaced, longest first, whole words only."""
    words = "|".join(sorted(map(re.escape, table), key=len, reverse=True))
    return re.sub(rf"(?<![\w-])(?:{words})(?![\w-])", lambda m: table[m[0]], text)


def exchanged(
    text: str, day: date, theatre: Theatre, names: tuple[str, str], short: tuple[tuple[str, ...], tuple[str, ...]]
) -> str:
    """The text with the two parties in each other's place: a short name for a short one, the full one for any other."""
    from whoholds.link.parties import actor_of

    of = {actor.id: names.index(actor.name) for actor in theatre.actors if actor.name in names}
    labels = {n.text for actor in theatre.actors if actor.id in of for n in actor.names if n.kind == "label"}
    at, pieces = 0, []
    for hit in theatre.actors_in(text):
        if not of.keys() & set(hit.ids) or hit.text in labels or hit.text.islower():
            continue
        meant = actor_of(hit.text, theatre, day).actor
        if meant not in of:
            continue
        mine = of[meant]
        known = (names[mine], *short[mine])
        lead = next((one for one in sorted(known, key=len, reverse=True) if re.match(rf"{one}\b", hit.text)), "")
        tail = hit.text[len(lead) :] if lead and not hit.text[len(lead) :].startswith((" of ", " in ")) else ""
        brief = lead in short[mine] and short[1 - mine]
        pieces += [text[at : hit.span.start], short[1 - mine][0] if brief else names[1 - mine], tail]
        at = hit.span.end
    return "".join([*pieces, text[at:]])


def changed(row: dict[str, str], change: Callable[[str, date], str]) -> dict[str, str]:
    """The report with its title and text exchanged."""
    day = date.fromisoformat(row["published"][:10])
    return row | {key: change(row[key], day) for key in ("text", "title") if key in row}


def findings(
    rows: list[dict[str, str]], back: Mapping[str, str], *, named: bool
) -> dict[str, Counter[tuple[str, ...]]]:
    """What is claimed, by report; the names put back through ``back``, or left out when not ``named``.

    A doer whom the words themselves mean, whatever stands around them ("the Kurdish fighters" of a text in which they
    were not exchanged), is not put back.
    """
    from whoholds.link.parties import actor_of
    from whoholds.read import read_rows
    from whoholds.run import predictions
    from whoholds.text import Report
    from whoholds.theatre import load_theatre

    theatre = load_theatre("syria")
    reports = [one for one in read_rows(rows) if isinstance(one, Report)]
    days = {one.ref: one.day for one in reports}
    found: dict[str, Counter[tuple[str, ...]]] = {row["id"]: Counter() for row in rows}
    for one in predictions(reports, theatre=theatre):
        who = [one[slot] or "" for slot in ("actor_id", "target_id")] if named else []
        written = one["actor"] or ""
        alone = theatre.actor(actor_of(written, theatre, days[one["report"]]).actor)
        stays = written.islower() and alone is not None and who[:1] == [alone.name]
        who = [name if stays and at == 0 else back.get(name, name) for at, name in enumerate(who)]
        found[one["report"]][(one["type"], one["status"], *who, "|".join(one["places"]))] += 1
    return found


def main() -> None:
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--every", type=int, default=4)
    args = cli.parse_args()
    if not REPORTS.exists():
        sys.exit("swap: the shared reports are absent; nothing was measured")
    rows = [json.loads(line) for line in REPORTS.read_text(encoding="utf-8").splitlines()][:: args.every]
    rows = [{key: row[key] for key in ("id", "text", "published", "outlet", "title") if row.get(key)} for row in rows]
    from whoholds.theatre import load_theatre

    theatre = load_theatre("syria")
    changes: dict[str | tuple[str, str], Callable[[str, date], str]] = {
        names: partial(exchanged, theatre=theatre, names=names, short=short) for names, short in PAIRS.items()
    }
    changes |= {name: partial(plain, table=table) for name, table in WORDS.items()}
    for name, change in changes.items():
        held = [row for row in rows if changed(row, change)["text"] != row["text"]]
        other = [changed(row, change) for row in held]
        back = {} if isinstance(name, str) else dict([name, name[::-1]])
        before = findings(held, {}, named=bool(back))
        after = findings(other, back, named=bool(back))
        total = sum(sum(found.values()) for found in before.values())
        lost = sum(sum((before[key] - after[key]).values()) for key in before)
        title = name if isinstance(name, str) else ", ".join(name)
        print(
            f"{title:40} {len(held):4} reports  {total:5} findings  {lost:4} changed  {100 * lost / max(total, 1):5.1f} %"
        )


if __name__ == "__main__":
    main()
