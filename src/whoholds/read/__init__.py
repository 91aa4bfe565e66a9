"""Bytes → Report: everything offered comes out as a report or as a refusal with its reason."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Any, BinaryIO

from whoholds.errors import BadSetting
from whoholds.read.draft import checked_defaults, report_of
from whoholds.read.fields import FIELDS
from whoholds.read.offered import Draft, Offered, skipped
from whoholds.read.paths import everything
from whoholds.text import Report, Skipped

Reader = Callable[[Offered], Iterator[Draft | Skipped]]  # raises nothing, whatever the bytes; one draft a report

READERS = {
    ".jsonl": "whoholds.read.table:json_lines",
    ".ndjson": "whoholds.read.table:json_lines",
    ".json": "whoholds.read.table:json_whole",
    ".csv": "whoholds.read.separated:separated",
    ".tsv": "whoholds.read.separated:separated",
    ".txt": "whoholds.read.plain:plain",
    ".text": "whoholds.read.plain:plain",
    ".md": "whoholds.read.plain:plain",
    ".markdown": "whoholds.read.plain:plain",
    ".html": "whoholds.read.html:page",
    ".htm": "whoholds.read.html:page",
    ".xhtml": "whoholds.read.html:page",
}


def read(
    paths: Iterable[str | Path],
    *,
    columns: Mapping[str, str] | None = None,
    defaults: Mapping[str, str] | None = None,
    received: datetime | None = None,
    undated: datetime | None = None,
    stdin: BinaryIO | None = None,
    tables: bool = False,
) -> Iterator[Report | Skipped]:
    """Every report in these files and folders, in order, and a refusal for everything else that was there.

    columns   field of a report → the table's own name for it: ``{"text": "Body"}``.
    defaults  what holds where a report does not say: ``{"outlet": "Harbour Post"}``.
    received  when reports that do not say so arrived; without it, when they were published.
    undated   stands for the publication of reports that nothing dates; without it they are refused.
    stdin     the bytes that "-" among the paths stands for.
    tables    everything is JSON lines, whatever its name.
    Tables are read line by line, documents up to 20 MB. BadSetting: a column or default for no known field.
    """
    columns, defaults = checked_columns(columns), checked_defaults(defaults)

    def every() -> Iterator[Report | Skipped]:
        for item in everything(paths, columns=columns, stdin=stdin):
            for draft in [item] if isinstance(item, Skipped) else _drafts(item, tables=tables):
                yield draft if isinstance(draft, Skipped) else report_of(draft, defaults, received, undated)

    return every()


def read_rows(
    rows: Iterable[Mapping[str, Any]],
    *,
    columns: Mapping[str, str] | None = None,
    defaults: Mapping[str, str] | None = None,
    received: datetime | None = None,
    undated: datetime | None = None,
) -> Iterator[Report | Skipped]:
    """The same for rows already in hand, in the shape of the JSON lines: one result for each, in order."""
    from whoholds.read.table import draft_of

    columns, defaults = checked_columns(columns), checked_defaults(defaults)
    for number, row in enumerate(rows, 1):
        draft = draft_of(row, f"row {number}", None, columns)
        yield draft if isinstance(draft, Skipped) else report_of(draft, defaults, received, undated)


def checked_columns(columns: Mapping[str, str] | None) -> dict[str, str]:
    """The mapping, once its fields make sense. BadSetting: a field that a report does not have."""
    given = dict(columns or {})
    for field in given:
        if field not in FIELDS:
            raise BadSetting(f"a report has no field {field!r}; there are {', '.join(FIELDS)}")
    return given


def _drafts(item: Offered, *, tables: bool) -> Iterator[Draft | Skipped]:
    suffix = ".jsonl" if tables else item.suffix
    if suffix not in READERS:
        known = ", ".join(READERS)
        yield skipped(item.origin, f"files of this kind are not read ({item.suffix or 'no suffix'}); known are {known}")
        return
    module, _, name = READERS[suffix].partition(":")
    reader: Reader = getattr(import_module(module), name)
    yield from reader(item)
