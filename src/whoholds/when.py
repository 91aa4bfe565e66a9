"""The two clocks. Days say what a claim is about; instants say when it could be known."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

DAY = timedelta(days=1)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Grain(StrEnum):
    """How finely a time was told."""

    PART = "part"  # "Friday evening"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    RANGE = "range"  # "since Wednesday", "in recent days"


class Basis(StrEnum):
    """Why we believe the time belongs to the event."""

    STATED = "stated"  # in the same clause
    FRONTED = "fronted"  # "Since Wednesday, ..." at the head of the sentence
    CARRIED = "carried"  # from the sentence before
    DATELINE = "dateline"  # "now", "still": the day of the report
    VAGUE = "vague"  # "recently", "over the past five years": no day is told, the stretch is our own measure
    NONE = "none"  # nothing was said; the publication day stands in, and is marked as doing so


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """Days, half-open: ``start`` is in, ``end`` is out. ``None`` is open."""

    start: date | None
    end: date | None

    def __contains__(self, day: date) -> bool:
        return (self.start is None or self.start <= day) and (self.end is None or day < self.end)

    def meets(self, other: Period) -> bool:
        """True when the two share at least one day."""
        return (self.start is None or other.end is None or self.start < other.end) and (
            other.start is None or self.end is None or other.start < self.end
        )


ALWAYS = Period(start=None, end=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """It happened on some day in ``[first, last)``; ``grain`` and ``basis`` say how that was told."""

    first: date
    last: date
    grain: Grain
    basis: Basis

    @property
    def final(self) -> date:
        """The latest day on which it can have happened (inclusive)."""
        return self.last - DAY


def instant(text: str) -> datetime:
    """An ISO date or date-time as a UTC instant; a bare date is its first moment, no zone means UTC.

    ValueError: the text is neither.
    """
    moment = datetime.fromisoformat(text.strip())
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def until(text: str) -> datetime:
    """An instant up to which something is meant: a bare date means through the end of that day, UTC.

    ValueError: the text is neither a date nor a date-time.
    """
    moment = instant(text)
    return moment + DAY - timedelta(microseconds=1) if len(text.strip()) <= len("2031-03-14") else moment


def midnight(day: date) -> datetime:
    """The first moment of a day, UTC."""
    return datetime.combine(day, time.min, tzinfo=UTC)


def microseconds(moment: datetime) -> int:
    """Whole microseconds since 1970, UTC: how instants are stored. ValueError: a naive datetime."""
    if moment.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return (moment - EPOCH) // timedelta(microseconds=1)


def from_microseconds(stored: int) -> datetime:
    """The instant stored as whole microseconds since 1970, UTC."""
    return EPOCH + timedelta(microseconds=stored)
