"""The situation brief of the room: which days, made once until the record changes, and the same as files."""

from __future__ import annotations

import io
import re
from datetime import date, datetime

from whoholds import ask
from whoholds.export import BRIEFS, html
from whoholds.serve import sheet
from whoholds.serve.room import Reader
from whoholds.serve.svg import figure
from whoholds.when import DAY

WEEK = 6 * DAY  # before the last day: what a brief is about when no first day is named


def days(room: Reader, start: date | None, end: date | None, known: datetime | None) -> tuple[date, date]:
    """First and last day of the brief asked for: the last week known when nothing was named."""
    last = end or room.day(known) or sheet.FIRST
    return start or last - WEEK, last


def brief(room: Reader, first: date, last: date, known: datetime | None) -> ask.Brief:
    """The brief of these days. BadSetting, EmptyLedger: as ``ask.brief``."""
    return room.kept(
        lambda: ask.brief(room.ledger, room.theatre, first, last, known=known, told=room.histories(known)),
        "brief",
        first,
        last,
        known,
    )


def as_body(room: Reader, first: date, last: date, known: datetime | None) -> str:
    """The brief as a part of a page of the room: its links lead to the room's own pages."""
    drawn = figure(sheet.drawing(room, last, known), f"?on={last}")
    return html.body(brief(room, first, last, known), drawn, room=True)


def as_file(room: Reader, kind: str, first: date, last: date, known: datetime | None) -> str:
    """The brief as a file of that kind of ``BRIEFS``, its map inside."""
    stream = io.StringIO()
    BRIEFS[kind](brief(room, first, last, known), stream, sheet.picture(room, last, known))
    return stream.getvalue()


def file_name(room: Reader, kind: str, first: date, last: date) -> str:
    """A name for the file, safe in a header."""
    return f"{re.sub('[^a-z0-9-]', '', room.theatre.id)}-{first}-{last}.{kind}"
