"""Does the reader take sides: exchange two parties' names, or loaded for neutral words, and count what else changes.

    python bench/swap.py [--every N]

Every N-th report of ../shared/data/fakes is read twice, as it is and exchanged. A finding is the claim type, status,
places and the theatre's names for doer and target, put back through the exchange; one that has no equal in the other
reading has changed. Only reports that hold a word of the exchange count. Says so and stops when the data are absent.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

REPORTS = Path(__file__).resolve().parents[2] / "shared/data/fakes/reports.jsonl"
IS, SDF = "Islamic State", "Syrian Democratic Forces"
PAIRS: dict[
    str | tuple[str, str], dict[str, str]
] = {  # the theatre's names of two parties, and what stands for what when they change places
    (IS, SDF): {IS: SDF, SDF: IS, "SDF": "ISIS"} | dict.fromkeys(("ISIS", "ISIL", "Daesh", "DAESH", "IS"), "SDF"),
    ("Hezbollah", "Ahrar al-Sham"): {"Hezbollah": "Ahrar al-Sham", "Ahrar al-Sham": "Hezbollah"},
}
WORDS: dict[str | tuple[str, str], dict[str, str]] = {  # one way: the loaded word gives way to the plain one
    "terrorists, rebels": {"terrorists": "rebels", "Terrorists": "Rebels", "terrorist": "rebel"},
    "regime, government": {"regime": "government", "Regime": "Government"},
}


def exchanged(text: str, table: Mapping[str, str]) -> str:
    """The text with each word of the table replaced, longest first, whole words only."""
    words = "|".join(sorted(map(re.escape, table), key=len, reverse=True))
    return re.sub(rf"(?<![\w-])(?:{words})(?![\w-])", lambda m: table[m[0]], text)


def findings(
    rows: list[dict[str, str]], back: Mapping[str, str], *, named: bool
) -> dict[str, Counter[tuple[str, ...]]]:
    """What is claimed, by report; the names put back through ``back``, or left out when not ``named``."""
    from whoholds.read import read_rows
    from whoholds.run import predictions
    from whoholds.text import Report
    from whoholds.theatre import load_theatre

    theatre = load_theatre("syria")
    reports = [one for one in read_rows(rows) if isinstance(one, Report)]
    found: dict[str, Counter[tuple[str, ...]]] = {row["id"]: Counter() for row in rows}
    for one in predictions(reports, theatre=theatre):
        who = [back.get(name := one[slot] or "", name) for slot in ("actor_id", "target_id")] if named else []
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
    for name, table in (PAIRS | WORDS).items():
        held = [row for row in rows if exchanged(row["text"], table) != row["text"]]
        other = [{**row, "text": exchanged(row["text"], table)} for row in held]
        back = {} if isinstance(name, str) else dict([name, name[::-1]])
        plain = findings(held, {}, named=bool(back))
        swapped = findings(other, back, named=bool(back))
        total = sum(sum(found.values()) for found in plain.values())
        lost = sum(sum((plain[key] - swapped[key]).values()) for key in plain)
        title = name if isinstance(name, str) else ", ".join(name)
        print(
            f"{title:40} {len(held):4} reports  {total:5} findings  {lost:4} changed  {100 * lost / max(total, 1):5.1f} %"
        )


if __name__ == "__main__":
    main()
