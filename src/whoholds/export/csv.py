"""CSV: one row a place and period, for spreadsheets and statistics; columns as docs/reference/exports.md lists them."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TextIO

from whoholds.ask import Cited, Row
from whoholds.control import CONTESTED
from whoholds.export.rows import Cite, last_day, rounded, statement, with_words

COLUMNS = (
    "place", "name", "kind", "parent", "pcode", "lat", "lon", "precision_m", "from", "to", "state", "holders",
    "holder_names", "probability", "shares", "voices", "last_heard", "known", "statement", "claims", "against",
    "quotes_for", "quotes_against",
)  # fmt: skip
MOST_QUOTES = 3  # heaviest first; all ids stand in ``claims`` and ``against``
BETWEEN = ";"
_FORMULA = re.compile(r"[=+\-@\t\r\n＝＋－＠]")  # the first character of what a spreadsheet would run
_HIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def write(rows: Iterable[Row], stream: TextIO, cite: Cite | None = None, *, bom: bool = False) -> int:
    """Write the header and a line a row; the number of rows. ``bom``: so that Excel takes the file for UTF-8."""
    if bom:
        stream.write("\ufeff")
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    count = 0
    for row, words in with_words(rows, cite):
        writer.writerow(_cells(row, words))
        count += 1
    return count


def _cells(row: Row, words: Mapping[str, Cited]) -> list[str | float | int | None]:
    lon, lat = rounded(row.place) or (None, None)
    place = row.place
    shares = (f"{'contested' if actor == CONTESTED else actor}={share:.4f}" for actor, share in row.shares)
    return [
        *map(safe, (place.id, place.name, place.kind, place.parent, place.pcode)),
        lat,
        lon,
        place.precision_m,
        _day(row.start),
        _day(last_day(row.end)),
        row.state.value,
        safe(BETWEEN.join(row.holders)),
        safe(BETWEEN.join(row.holder_names)),
        round(row.probability, 4),
        safe(BETWEEN.join(shares)),
        row.voices,
        _day(row.last_heard),
        row.known.isoformat(),
        safe(statement(row)),
        BETWEEN.join(row.claims),
        BETWEEN.join(row.against),
        safe(_quotes(row.claims, words)),
        safe(_quotes(row.against, words)),
    ]


def safe(text: str) -> str:
    """The text as no spreadsheet runs it: an apostrophe before a formula's first character, nothing hidden inside.

    Control and direction characters are shown as escapes; line breaks become spaces.
    """
    flat = " ".join(text.split("\n")) if "\n" in text else text
    shown = _HIDDEN.sub(lambda hidden: hidden[0].encode("unicode_escape").decode(), flat.replace("\r", ""))
    return f"'{shown}" if _FORMULA.match(shown) or _FORMULA.match(text) else shown


def _quotes(ids: Sequence[str], words: Mapping[str, Cited]) -> str:
    found = [words[claim] for claim in ids if claim in words][:MOST_QUOTES]
    return " | ".join(
        f"“{one.quote}” ({', '.join(filter(None, (one.speaker, one.outlet if one.outlet != one.speaker else '', str(one.published.date()))))})"
        for one in found
    )


def _day(day: date | None) -> str:
    return "" if day is None else day.isoformat()
