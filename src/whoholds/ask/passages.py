"""What was not understood about a place: sentences that name it, and of which nothing was read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from whoholds.ask.cited import SENTENCE_ENDS
from whoholds.ask.plain import plain
from whoholds.errors import NoSuchPlace
from whoholds.keep import Ledger
from whoholds.text import Report
from whoholds.theatre import Theatre

SHORTEST = 3  # characters of a name that is looked for


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A sentence, or line, of a report. ``start``: where it stands in the text, in code points."""

    report: str
    outlet: str
    published: datetime
    start: int
    words: str

    def as_json(self) -> dict[str, Any]:
        """It as plain values."""
        told: dict[str, Any] = plain(self)
        return told


def passages(ledger: Ledger, theatre: Theatre, place: str, reports: Sequence[str]) -> tuple[Passage, ...]:
    """The sentences of these reports (ids) that bear a name of the place and no finding, by report and text.

    A place that the theatre does not list (any more) has no names to look for.
    """
    try:
        found = theatre.place(place)
    except NoSuchPlace:
        return ()
    names = {one for one in (found.name, *(name for _, name in found.names)) if len(one) >= SHORTEST}
    if not names:
        return ()
    named = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(names)))})(?!\w)", re.IGNORECASE)
    return tuple(passage for report in ledger.reports(set(reports)) for passage in _in_report(ledger, report, named))


def _in_report(ledger: Ledger, report: Report, named: re.Pattern[str]) -> Iterator[Passage]:
    if not named.search(report.text):
        return
    read = [(one.sentence.start, one.sentence.end) for one in ledger.findings(report=report.id)]
    for start, end in _sentences(report.text):
        if named.search(report.text, start, end) and not any(first < end and start < last for first, last in read):
            yield Passage(
                report=report.id,
                outlet=report.outlet,
                published=report.published,
                start=start,
                words=report.text[start:end].strip(),
            )


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for one in SENTENCE_ENDS.finditer(text):
        yield start, one.end()
        start = one.end()
    yield start, len(text)
