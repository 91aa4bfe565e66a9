"""What a page is, and what its address may ask."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any

from fastapi import Path, Query

from whoholds.errors import BadSetting
from whoholds.serve.guard import READER
from whoholds.serve.room import Room
from whoholds.serve.sheet import FIRST
from whoholds.when import until

LAST = date(2199, 12, 31)
MANY = 200  # rows of a list on one page

Day = Annotated[
    date | None, Query(ge=FIRST, le=LAST, description="The day in question; the last arrival's when left out.")
]
Known = Annotated[
    str | None,
    Query(max_length=40, description="Answer as it could be known at this instant or by the end of this day, UTC."),
]
From = Annotated[date | None, Query(alias="from", ge=FIRST, le=LAST)]
To = Annotated[date | None, Query(alias="to", ge=FIRST, le=LAST)]
Areas = Annotated[bool, Query(description="Areas between the places too: interpolated.")]
Id = Annotated[str, Path(max_length=300)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """``path`` without ``.json``; ``values`` is a function whose parameters are those of the address.

    body  makes HTML from the same parameters, for a page that is not shown value by value.
    """

    path: str
    name: str
    template: str
    values: Callable[..., dict[str, Any]]
    rule: str = READER
    body: Callable[..., str] | None = None


def asked(room: Room, on: date | None, known: str | None) -> dict[str, Any]:
    """What was asked, filled in: the days of both clocks, and what may be chosen.

    ``fixed``: the moment of knowledge named, also when it was left open: with it in an address, the same stays on the page
    whatever arrives later.
    """
    moment, bounds = known_at(known), room.bounds()
    last = room.last_change()
    return {
        "on": on or room.day(moment) or FIRST,
        "fixed": known or (last.isoformat() if last else ""),
        "known": None if moment is None else moment.isoformat(),
        "known_text": known or "",
        "newest": moment is None or (last is not None and moment >= last),
        "last_change": last,
        "first_day": bounds[0] if bounds else None,
        "last_day": bounds[1] if bounds else None,
        "revision": room.ledger.revision(),
    }


def known_at(text: str | None) -> datetime | None:
    """The instant meant. BadSetting: it is none, or one of no calendar of ours."""
    if not text or not text.strip():
        return None
    try:
        moment = until(text)
    except (ValueError, OverflowError):
        raise BadSetting(f"{text!r} is not an instant; write it as 2024-11-30T18:00Z, or as a day") from None
    if not FIRST <= moment.date() <= LAST:
        raise BadSetting(f"{text!r} is out of range")
    return moment
