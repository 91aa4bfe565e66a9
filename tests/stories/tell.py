"""Whole conflicts, read to export. ``python tests/stories/tell.py`` writes each expected.csv anew, to be read as a diff.

reports.jsonl  the reports, as a supplier would send them, mishaps included.
asked.csv      written by hand: who should hold a place on a day, as known then, and why. "|" separates what may be.
               gap: what is missing where the answer is not yet that one; cleared when it is.
expected.csv   the whole record as exported, without figures that move with every setting.
"""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from whoholds import ask
from whoholds.export import EXPORTS
from whoholds.keep import Ledger, open_ledger
from whoholds.read import read
from whoholds.run import Tally, run
from whoholds.text import Report, Skipped
from whoholds.theatre import Theatre, load_theatre

STORIES = sorted(path.parent for path in Path(__file__).parent.glob("*/reports.jsonl"))
SHOWN = ("place", "name", "from", "to", "state", "holders", "voices", "last_heard")


@contextmanager
def told(items: Iterable[Report | Skipped], *, batch: int = 32) -> Iterator[tuple[Ledger, Theatre, Tally]]:
    """A ledger of these reports, gone when left."""
    theatre = load_theatre("arland")
    with (
        tempfile.TemporaryDirectory() as folder,
        open_ledger(f"{folder}/story.db", write=True, theatre=theatre.id, found_at="arland") as ledger,
    ):
        tally = run(items, theatre=theatre, ledger=ledger, batch=batch)
        yield ledger, theatre, tally


def items_of(story: Path) -> list[Report | Skipped]:
    """The story's reports, named as they are from the story's folder, wherever that lies."""
    with (story / "reports.jsonl").open("rb") as stream:
        return list(read(["-"], stdin=stream))


def exported(ledger: Ledger, theatre: Theatre) -> list[dict[str, str]]:
    """The record as the CSV export has it, read back, in the columns shown."""
    stream = io.StringIO(newline="")
    rows = ask.record(ledger, theatre)
    assert EXPORTS["csv"](rows, stream) == len(rows)
    return [{name: row[name] for name in SHOWN} for row in csv.DictReader(io.StringIO(stream.getvalue(), newline=""))]


def table(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def written(rows: Sequence[dict[str, str]]) -> str:
    """Rows as the text of expected.csv."""
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, SHOWN, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue()


if __name__ == "__main__":
    for one in STORIES:
        with told(items_of(one)) as (kept, frame, _):
            (one / "expected.csv").write_text(written(exported(kept, frame)), encoding="utf-8")
