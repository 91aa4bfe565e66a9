"""The demo's answers against those its dispatches were written to give.

    python bench/demo.py [--quiet]

Reads the bundled dispatches into a throw-away ledger and asks every question of tests/demo_expectations.csv: right
when the state is one of those listed and the leading holder (or, where the answer is two, one of the holders) is too.
Whoever wrote the dispatches wrote the answers: this shows that the stages agree, not how well they do on real text.
"""

from __future__ import annotations

import argparse
import csv
import tempfile
from datetime import date
from importlib.resources import files
from pathlib import Path

from whoholds import ask
from whoholds.keep import open_ledger
from whoholds.read import read
from whoholds.run import run
from whoholds.theatre import load_theatre
from whoholds.when import until

EXPECTED = Path(__file__).resolve().parents[1] / "tests" / "demo_expectations.csv"


def main() -> None:
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--quiet", action="store_true", help="only the count")
    args = cli.parse_args()
    theatre = load_theatre("demo")
    with (
        tempfile.TemporaryDirectory() as folder,
        open_ledger(Path(folder) / "demo.db", write=True, theatre="demo") as kept,
    ):
        run(read([Path(str(files("whoholds") / "theatres/demo/dispatches.jsonl"))]), theatre=theatre, ledger=kept)
        right = total = 0
        for row in csv.DictReader(EXPECTED.open(encoding="utf-8")):
            if row["state"] == "unlinked":
                got, good = "", any(row["place"] in one.text for one in kept.unlinked())
            else:
                known = until(row["known"]) if row["known"] else None
                answer = ask.who(kept, theatre, row["id"], on=date.fromisoformat(row["day"]), known=known)
                got = f"{answer.state} {'+'.join(answer.holders)} {answer.probability:.2f}"
                sides = {theatre.side_of(one, answer.on) for one in answer.holders[:1]}
                wanted = {part for option in row["holders"].split("|") for part in option.split("+")} - {""}
                good = answer.state in row["state"].split("|") and (
                    not wanted or bool({*answer.holders[:1], *sides} & wanted)
                )
            total, right = total + 1, right + good
            if not good and not args.quiet:
                print(
                    f"{row['place']} {row['day']} {row['known']}: wanted {row['state']} {row['holders']}, got {got} ({row['why']})"
                )
        print(f"demo: {right} of {total} answers as intended")


if __name__ == "__main__":
    main()
