"""Tables of reports with separated cells: CSV, TSV, and what spreadsheets call CSV."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator, Mapping, Sequence

from whoholds.read.fields import SYNONYMS, compared
from whoholds.read.offered import LINE_BYTES, Draft, Offered, skipped
from whoholds.read.table import Line, draft_of, text_lines
from whoholds.text import Skipped


def separated(offered: Offered) -> Iterator[Draft | Skipped]:
    """A table with a header line, separated by commas, semicolons, tabs or bars; cells may hold line breaks."""
    csv.field_size_limit(LINE_BYTES)
    feed = _Feed(offered)
    try:
        header = feed.header()
    except csv.Error as error:
        yield skipped(feed.where(), f"the header cannot be read: {error}", feed.taken())
        return
    if header is None:
        yield from feed.refused()
        return
    names, start, delimiter = header
    if problem := _header_problem(names, offered.columns):
        yield from feed.refused()
        yield skipped(f"{offered.origin}:{start}", problem, feed.taken())
        return
    rows = csv.reader(feed, delimiter=delimiter, strict=True)
    while True:
        yield from feed.refused()
        feed.mark()
        try:
            cells = next(rows)
        except StopIteration:
            break
        except csv.Error as error:
            feed.put_back()  # an unclosed quotation mark must not take the rows below with it
            yield skipped(feed.where(), f"not a row of a table: {error}; check its quotation marks", feed.taken())
            rows = csv.reader(feed, delimiter=delimiter, strict=True)
            continue
        if not any(cell.strip() for cell in cells):
            continue
        if any(cell.strip() for cell in cells[len(names) :]):
            reason = f"{len(cells)} cells under a header of {len(names)}; check its quotation marks"
            yield skipped(feed.where(), reason, feed.taken())
            continue
        row = dict(zip(names, cells, strict=False))
        yield draft_of(row, feed.where(), feed.taken(), offered.columns, feed.notes)
    yield from feed.refused()


def _header_problem(names: Sequence[str], columns: Mapping[str, str]) -> str:
    """What is wrong with a header; empty when nothing is."""
    called = columns.get("text", "text")
    header = [compared(name) for name in names]
    if not (called in names if "text" in columns else set(SYNONYMS["text"]) & set(header)):
        return f"no column {called!r}; there are {', '.join(map(repr, names[:30]))}; say which one holds the text"
    used = {name for names in SYNONYMS.values() for name in names} | {compared(name) for name in columns.values()}
    twice = sorted({name for name in header if name in used and header.count(name) > 1})
    return f"the column {twice[0]!r} stands twice in the header" if twice else ""


class _Feed:
    """The lines of a separated file as text, remembering those of the row being read."""

    def __init__(self, offered: Offered) -> None:
        self.origin = offered.origin
        self._lines = text_lines(offered)
        self._waiting: deque[Line] = deque()
        self._suffix = offered.suffix
        self._row: list[Line] = []
        self._size = 0
        self._refused: list[Skipped] = []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        while True:
            line = self._waiting.popleft() if self._waiting else next(self._lines)
            if isinstance(line, Skipped):
                self._refused.append(line)
                continue
            self._row.append(line)
            self._size += len(line[1])
            if self._size > LINE_BYTES:
                raise csv.Error(f"a row of more than {LINE_BYTES:,} bytes")
            return line[2]

    def put_back(self) -> None:
        """All lines of the row but its first are to be read once more, as rows of their own."""
        self._row, rest = self._row[:1], self._row[1:]
        self._waiting.extendleft(reversed(rest))

    def header(self) -> tuple[list[str], int, str] | None:
        """Column names, line and separator; None: there is no line at all."""
        self.mark()
        for text in self:
            if not text.strip():
                self.mark()
                continue
            counts = {mark: text.count(mark) for mark in "\t,;|"}
            separator = "\t" if self._suffix == ".tsv" else max(counts, key=lambda mark: counts[mark])
            names = next(csv.reader([text.rstrip("\r\n")], delimiter=separator or ","), [])
            return [name.strip() for name in names], self._row[0][0], separator
        return None

    def mark(self) -> None:
        """A new row begins."""
        self._row, self._size = [], 0

    def where(self) -> str:
        """File and line at which the row began."""
        return f"{self.origin}:{self._row[0][0] if self._row else 1}"

    def taken(self) -> bytes:
        """The bytes of the row, as they came."""
        return b"".join(raw for _, raw, _, _ in self._row)

    @property
    def notes(self) -> tuple[str, ...]:
        """What was odd about its encoding."""
        return next((notes for _, _, _, notes in self._row if notes), ())

    def refused(self) -> list[Skipped]:
        """The lines refused since last asked."""
        gone, self._refused = self._refused, []
        return gone
