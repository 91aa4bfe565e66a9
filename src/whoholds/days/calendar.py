"""The calendar: what a wording is counted from, its matched parts, and days, weeks, months and years around a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from whoholds.when import DAY, Basis, Grain

THIRD_OF_MONTH = {"early": (1, 11), "mid": (11, 21), "late": (21, 32)}  # first day in, first day out


THIRD_OF_YEAR = {"early": (1, 5), "mid": (6, 8), "late": (9, 13)}  # months


MONTHS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """What a wording is counted from.

    day    the report's own day.
    force  the day in force: the last one named before, else the report's.
    told   the last stretch named before, of any grain, else the report's day.
    narrative  a history: months and days without a year belong to the year last named.
    """

    day: date
    force: date
    told: tuple[date, date]
    narrative: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Days ``[first, last)``; ``ahead`` is the reading when the clause speaks of what is to come."""

    first: date
    last: date
    grain: Grain = Grain.DAY
    part: str = ""
    basis: Basis = Basis.STATED
    in_force: bool = False
    ahead: tuple[date, date] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """The matched words, brought to their table's key: "friday" is 4, "a couple of" is 2, "fall" is autumn."""

    words: Mapping[str, str]
    numbers: Mapping[str, int]

    @property
    def part(self) -> str:
        """The part of the day, wherever the form had it; empty when none."""
        return self.words.get("part") or self.words.get("part2") or self.words.get("part3") or ""

    @property
    def third(self) -> str:
        """early, mid, late, or empty."""
        return self.words.get("third", "")


def one_day(day: date, part: str = "", *, ahead: date | None = None, in_force: bool = False) -> Reading:
    """That day, or the part of it; ``ahead`` is the day meant when the clause speaks of what is to come."""
    grain = Grain.PART if part else Grain.DAY
    later = (ahead, ahead + DAY) if ahead else None
    return Reading(first=day, last=day + DAY, grain=grain, part=part, in_force=in_force, ahead=later)


def month_of(year: int, month: int) -> tuple[date, date]:
    """A month; ``month`` may run past the year on either side."""
    first, after = (year * MONTHS + month - 1 + n for n in (0, 1))
    return date(first // MONTHS, first % MONTHS + 1, 1), date(after // MONTHS, after % MONTHS + 1, 1)


def year_of(year: int) -> tuple[date, date]:
    """A calendar year."""
    return date(year, 1, 1), date(year + 1, 1, 1)


def week_of(day: date) -> tuple[date, date]:
    """The week, from Monday, that holds the day."""
    monday = day - timedelta(days=day.weekday())
    return monday, monday + 7 * DAY


def stretch(days: tuple[date, date], grain: Grain, *, ahead: tuple[date, date] | None = None) -> Reading:
    """A whole stretch of that grain."""
    return Reading(first=days[0], last=days[1], grain=grain, ahead=ahead)


def thirds(days: tuple[date, date], third: str, grain: Grain, *, ahead: tuple[date, date] | None = None) -> Reading:
    """The whole stretch, or its early, middle or late third."""
    if not third:
        return stretch(days, grain, ahead=ahead)
    first, last = days
    if grain is Grain.MONTH:
        low, high = THIRD_OF_MONTH[third]
        days = first.replace(day=low), min(last, first + timedelta(days=high - 1))
    elif grain is Grain.YEAR:
        low, high = THIRD_OF_YEAR[third]
        days = month_of(first.year, low)[0], month_of(first.year, high)[0]
    else:
        step = (last - first) // 3
        at = ("early", "mid", "late").index(third)
        days = first + at * step, last if third == "late" else first + (at + 1) * step
    return Reading(first=days[0], last=days[1], grain=Grain.RANGE, part=third)


def day_of(year: int, month: int, day: int) -> date | None:
    """The day of those numbers; None when the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def said_year(parts: Parts, anchor: Anchor) -> int | None:
    """The year as a number, or as "that year", "the following year"; None: unsaid."""
    if "year" in parts.numbers:
        return parts.numbers["year"]
    word = parts.words.get("year_word", "").removeprefix("the ")
    told, now = anchor.told[0].year, anchor.day.year
    return {
        "that": told,
        "same": told,
        "following": told + 1,
        "next": told + 1,
        "previous": told - 1,
        "this": now,
        "last": now - 1,
    }.get(word)


def day_or_none(day: date | None, part: str) -> Reading | None:
    """That day, or the part of it; None for None."""
    return one_day(day, part) if day else None


def moved(day: date, count: int, unit: str) -> Reading:
    """The week, month or year so many units away from the one that holds the day."""
    if unit == "week":
        return stretch(week_of(day + 7 * count * DAY), Grain.WEEK)
    if unit == "month":
        return stretch(month_of(day.year, day.month + count), Grain.MONTH)
    years = count * (10 if unit == "decade" else 1)
    return stretch(year_of(day.year + years), Grain.YEAR)
