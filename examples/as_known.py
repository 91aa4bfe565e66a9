"""How an answer grew: one place, one day, as it could be known after each arrival.

    python examples/as_known.py LEDGER PLACE DAY

For example, after ``whoholds add examples/arland.jsonl --theatre arland --ledger arland.db``:

    python examples/as_known.py arland.db Velin 2031-03-11
"""

# ruff: noqa: INP001, T201 - a script that prints
from __future__ import annotations

import sys
from datetime import date

from whoholds.ask import who
from whoholds.keep import open_ledger
from whoholds.theatre import load_theatre


def main(path: str, place: str, day: str) -> None:
    """Print one line for each arrival."""
    with open_ledger(path) as ledger:
        theatre = load_theatre(ledger.found_at)
        for arrived in sorted({report.received for report in ledger.reports()}):
            answer = who(ledger, theatre, place, on=date.fromisoformat(day), known=arrived)
            holders = " and ".join(answer.holder_names) or "nobody knows"
            print(f"{arrived:%Y-%m-%d %H:%M}  {answer.state.value:<9}  {holders:<40}  {answer.probability:.2f}")


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
