"""Findings to be read by a person: a draw with a fixed seed from real reports that nobody has coded.

    python bench/draw.py [--seed N] [--size N]

Prints each drawn finding with its sentence, the sentence before it and every slot as handed out, so that a reader can
judge type, places, actor, target, status, speaker and day as right or wrong. The draw is over all findings as handed out (those
under the floor of confidence are not among them) of the shared Syrian reports which are neither coded nor near-identical to
a coded one (the rule of ``quality.py``). Needs ../shared; says so and stops when it is absent.
"""

from __future__ import annotations

import argparse
import json
import random
import sys

from quality import NEAR, SHARED, coded, predict, shingles

REPORTS = SHARED / "data" / "fakes" / "reports.jsonl"
BEFORE = 200  # code points of the text shown before the sentence


def unseen() -> dict[str, dict[str, str]]:
    """The reports outside the coded set, by id, without those that repeat a coded one."""
    known = coded("fakes")
    marks = [shingles(report["text"]) for report in known.values()]
    rows = map(json.loads, REPORTS.read_text(encoding="utf-8").splitlines())
    return {
        row["id"]: row | {"conflict": "syria"}
        for row in rows
        if row["id"] not in known and not any(_near(shingles(row["text"]), mark) for mark in marks)
    }


def _near(one: frozenset[tuple[str, ...]], other: frozenset[tuple[str, ...]]) -> bool:
    return len(one & other) > NEAR * len(one | other)


def main() -> None:
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--seed", type=int, default=60)
    cli.add_argument("--size", type=int, default=60)
    args = cli.parse_args()
    if not REPORTS.exists():
        sys.exit(f"draw: {REPORTS.name} is not there (the shared data folder is absent); nothing was drawn")
    reports = unseen()
    found = [(key, one) for key, mine in sorted(predict(reports.values()).items()) for one in mine]
    for number, (key, one) in enumerate(random.Random(args.seed).sample(found, args.size), 1):
        text, start, end = reports[key]["text"], one["start"], one["end"]
        print(f"── {number}  {key}, {reports[key]['outlet']}, {reports[key]['published']}")
        print(f"   … {text[max(0, start - BEFORE) : start]}⟦{text[start:end]}⟧{text[end : end + BEFORE]}")
        print("   " + json.dumps({k: v for k, v in one.items() if k != "report"}, ensure_ascii=False))
    print(f"{args.size} of {len(found)} findings of {len(reports)} reports, seed {args.seed}")


if __name__ == "__main__":
    main()
