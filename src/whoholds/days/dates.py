"""Dates told by the calendar: days, months, seasons, years and centuries."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from whoholds.days.calendar import (
    Anchor,
    Parts,
    Reading,
    day_of,
    day_or_none,
    month_of,
    one_day,
    said_year,
    stretch,
    thirds,
    year_of,
)
from whoholds.when import DAY, Grain

SEASON = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}  # first month of three; winter ends in the next year


SOON = timedelta(days=31)  # a deadline so near is meant rather than a day most of a year ago


def on_date(parts: Parts, anchor: Anchor) -> Reading | None:
    """For "5 May", "May 5, 2031", "2031-05-05", "05/05/2031"; without a year the nearest not after the anchor."""
    if "iso" in parts.words:
        year, month, day = (int(n) for n in parts.words["iso"].split("-"))
        return day_or_none(day_of(year, month, day), parts.part)
    if "digits" in parts.words:
        day, month, year = (int(n) for n in parts.words["digits"].replace(".", "/").replace("-", "/").split("/"))
        return day_or_none(day_of(year, month, day) or day_of(year, day, month), parts.part)
    month, number = parts.numbers["month"], parts.numbers["day"]
    said = said_year(parts, anchor)
    if said is not None:
        return day_or_none(day_of(said, month, number), parts.part)
    if anchor.narrative:
        return day_or_none(day_of(anchor.told[0].year, month, number), parts.part)
    years = (anchor.day.year + n for n in (0, -1, -2, -3, -4))
    back = next((one for year in years if (one := day_of(year, month, number)) and one <= anchor.day), None)
    years = (anchor.day.year + n for n in (0, 1, 2, 3, 4))
    ahead = next((one for year in years if (one := day_of(year, month, number)) and one >= anchor.day), None)
    if back and ahead and "by" in parts.words and ahead - anchor.day <= SOON < anchor.day - back:
        back = ahead  # "by 25 May", said on the 21st
    return one_day(back, parts.part, ahead=ahead) if back else None


def on_dates(parts: Parts, anchor: Anchor) -> Reading | None:
    """For "between 3 and 5 May", "the night of 12-13 May": from the first day to the second, both in."""
    begin = on_date(parts, anchor)
    if begin is None:
        return None
    end = day_of(begin.first.year, begin.first.month, parts.numbers["day2"])  # may lie ahead of the report
    if end is None or end <= begin.first:
        return None
    return Reading(first=begin.first, last=end + DAY, grain=Grain.RANGE)


def day_of_month(parts: Parts, anchor: Anchor) -> Reading | None:
    """For "on the 24th": in the month last named; in news the nearest not after the report."""
    number = parts.numbers["day"]
    if anchor.narrative:
        return day_or_none(day_of(anchor.told[0].year, anchor.told[0].month, number), "")
    months = (month_of(anchor.day.year, anchor.day.month - n)[0] for n in range(3))
    back = next(
        (day for first in months if (day := day_of(first.year, first.month, number)) and day <= anchor.day), None
    )
    return day_or_none(back, "")


def in_month(parts: Parts, anchor: Anchor) -> Reading | None:
    """For "in May", "early May 2031", "last May"; without a year the nearest that has begun."""
    month, said, which = parts.numbers["month"], said_year(parts, anchor), parts.words.get("which", "")
    if said is not None:
        return thirds(month_of(said, month), parts.third, Grain.MONTH)
    year = anchor.day.year
    if which in {"same", "following", "previous"} or anchor.narrative:
        year = anchor.told[0].year
        if which == "following" and month <= anchor.told[0].month:
            year += 1
        return thirds(month_of(year, month), parts.third, Grain.MONTH)
    begun = year if month <= anchor.day.month else year - 1
    to_come = year if month >= anchor.day.month else year + 1
    if which == "last" and month == anchor.day.month:
        begun -= 1
    if which == "next":
        return stretch(month_of(year if month > anchor.day.month else year + 1, month), Grain.MONTH)
    return thirds(month_of(begun, month), parts.third, Grain.MONTH, ahead=month_of(to_come, month))


def in_months(parts: Parts, anchor: Anchor) -> Reading | None:
    """For "from March to June 2015", "in January and February": the first month to the second, both in."""
    first, last = parts.numbers["month"], parts.numbers["month2"]
    end = in_month(replace(parts, numbers={**parts.numbers, "month": last}), anchor)
    if end is None:
        return None
    year = end.first.year - (first > last)
    return Reading(first=date(year, first, 1), last=end.last, grain=Grain.RANGE)


def in_year(parts: Parts, _anchor: Anchor) -> Reading | None:
    """For "in 2014", "early 2014"."""
    return thirds(year_of(parts.numbers["year"]), parts.third, Grain.YEAR)


def in_years(parts: Parts, _anchor: Anchor) -> Reading | None:
    """For "2012-2018", "from 2012 to 2018", "2012-18"."""
    first = parts.numbers["year"]
    last = parts.numbers.get("year2", first - first % 100 + parts.numbers.get("short", 0))
    if last <= first:
        return None
    return Reading(first=date(first, 1, 1), last=date(last + 1, 1, 1), grain=Grain.RANGE)


def in_decade(parts: Parts, _anchor: Anchor) -> Reading | None:
    """For "the early 1990s"."""
    first = int(parts.words["decade"])
    return thirds((date(first, 1, 1), date(first + 10, 1, 1)), parts.third, Grain.RANGE)


def in_century(parts: Parts, _anchor: Anchor) -> Reading | None:
    """For "the 19th century": 1800 to 1899."""
    first = (int(parts.words["century"]) - 1) * 100
    if not 100 <= first <= 2100:
        return None
    return thirds((date(first, 1, 1), date(first + 100, 1, 1)), parts.third, Grain.RANGE)


def season(parts: Parts, anchor: Anchor) -> Reading | None:
    """For "last summer", "in the spring of 2014": three whole months, winter from December."""
    month, said, which = SEASON[parts.words["season"]], said_year(parts, anchor), parts.words.get("which", "")
    if which in {"same", "following", "previous"} or (anchor.narrative and said is None):
        said = anchor.told[0].year + {"following": 1, "previous": -1}.get(which, 0)
    if said is None:
        begun = [y for y in (anchor.day.year, anchor.day.year - 1) if date(y, month, 1) <= anchor.day]
        said = begun[0] + (1 if which == "next" else 0)
        if which == "last" and anchor.day < month_of(said, month + 3)[0]:
            said -= 1
    days = month_of(said, month)[0], month_of(said, month + 3)[0]
    return thirds(days, parts.third, Grain.RANGE)


def feast(parts: Parts, anchor: Anchor) -> Reading | None:
    """Christmas and New Year, by the Gregorian calendar."""
    month, day = {"christmas eve": (12, 24), "new year's eve": (12, 31), "new years eve": (12, 31)}.get(
        parts.words["feast"], (12, 25) if parts.words["feast"].startswith("christmas") else (1, 1)
    )
    return on_date(replace(parts, words={}, numbers={**parts.numbers, "month": month, "day": day}), anchor)
