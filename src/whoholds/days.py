"""Days a wording means: one small pure function per rule of ``[[times.rule]]``, all listed in ``RULES``.

Each takes the matched parts and the anchor and gives a Reading, or None where the words mean no day after all.
Weeks run Monday to Sunday; early, mid and late are thirds; every stretch is half-open.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from whoholds.when import DAY, Basis, Grain

THIRD_OF_MONTH = {"early": (1, 11), "mid": (11, 21), "late": (21, 32)}  # first day in, first day out
THIRD_OF_YEAR = {"early": (1, 5), "mid": (6, 8), "late": (9, 13)}  # months
SEASON = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}  # first month of three; winter ends in the next year
SAME_DAY_HOURS = 6  # "three hours ago" is today; more than this may reach back into yesterday
MONTHS = 12
SOON = timedelta(days=31)  # a deadline so near is meant rather than a day most of a year ago
SATURDAY = 5
RETOLD = timedelta(
    days=14
)  # a text whose last named day lies further back tells of old events, and "overnight" goes with them


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


def _one(day: date, part: str = "", *, ahead: date | None = None, in_force: bool = False) -> Reading:
    grain = Grain.PART if part else Grain.DAY
    later = (ahead, ahead + DAY) if ahead else None
    return Reading(first=day, last=day + DAY, grain=grain, part=part, in_force=in_force, ahead=later)


def _month(year: int, month: int) -> tuple[date, date]:
    """A month; ``month`` may run past the year on either side."""
    first, after = (year * MONTHS + month - 1 + n for n in (0, 1))
    return date(first // MONTHS, first % MONTHS + 1, 1), date(after // MONTHS, after % MONTHS + 1, 1)


def _year(year: int) -> tuple[date, date]:
    return date(year, 1, 1), date(year + 1, 1, 1)


def _week(day: date) -> tuple[date, date]:
    monday = day - timedelta(days=day.weekday())
    return monday, monday + 7 * DAY


def _stretch(days: tuple[date, date], grain: Grain, *, ahead: tuple[date, date] | None = None) -> Reading:
    return Reading(first=days[0], last=days[1], grain=grain, ahead=ahead)


def _thirds(days: tuple[date, date], third: str, grain: Grain, *, ahead: tuple[date, date] | None = None) -> Reading:
    """The whole stretch, or its early, middle or late third."""
    if not third:
        return _stretch(days, grain, ahead=ahead)
    first, last = days
    if grain is Grain.MONTH:
        low, high = THIRD_OF_MONTH[third]
        days = first.replace(day=low), min(last, first + timedelta(days=high - 1))
    elif grain is Grain.YEAR:
        low, high = THIRD_OF_YEAR[third]
        days = _month(first.year, low)[0], _month(first.year, high)[0]
    else:
        step = (last - first) // 3
        at = ("early", "mid", "late").index(third)
        days = first + at * step, last if third == "late" else first + (at + 1) * step
    return Reading(first=days[0], last=days[1], grain=Grain.RANGE, part=third)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _said_year(parts: Parts, anchor: Anchor) -> int | None:
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


def on_date(parts: Parts, anchor: Anchor) -> Reading | None:
    """For "5 May", "May 5, 2031", "2031-05-05", "05/05/2031"; without a year the nearest not after the anchor."""
    if "iso" in parts.words:
        year, month, day = (int(n) for n in parts.words["iso"].split("-"))
        return _or_none(_day(year, month, day), parts.part)
    if "digits" in parts.words:
        day, month, year = (int(n) for n in parts.words["digits"].replace(".", "/").replace("-", "/").split("/"))
        return _or_none(_day(year, month, day) or _day(year, day, month), parts.part)
    month, number = parts.numbers["month"], parts.numbers["day"]
    said = _said_year(parts, anchor)
    if said is not None:
        return _or_none(_day(said, month, number), parts.part)
    if anchor.narrative:
        return _or_none(_day(anchor.told[0].year, month, number), parts.part)
    years = (anchor.day.year + n for n in (0, -1, -2, -3, -4))
    back = next((one for year in years if (one := _day(year, month, number)) and one <= anchor.day), None)
    years = (anchor.day.year + n for n in (0, 1, 2, 3, 4))
    ahead = next((one for year in years if (one := _day(year, month, number)) and one >= anchor.day), None)
    if back and ahead and "by" in parts.words and ahead - anchor.day <= SOON < anchor.day - back:
        back = ahead  # "by 25 May", said on the 21st
    return _one(back, parts.part, ahead=ahead) if back else None


def _or_none(day: date | None, part: str) -> Reading | None:
    return _one(day, part) if day else None


def on_dates(parts: Parts, anchor: Anchor) -> Reading | None:
    """For "between 3 and 5 May", "the night of 12-13 May": from the first day to the second, both in."""
    begin = on_date(parts, anchor)
    if begin is None:
        return None
    end = _day(begin.first.year, begin.first.month, parts.numbers["day2"])  # may lie ahead of the report
    if end is None or end <= begin.first:
        return None
    return Reading(first=begin.first, last=end + DAY, grain=Grain.RANGE)


def day_of_month(parts: Parts, anchor: Anchor) -> Reading | None:
    """For "on the 24th": in the month last named; in news the nearest not after the report."""
    number = parts.numbers["day"]
    if anchor.narrative:
        return _or_none(_day(anchor.told[0].year, anchor.told[0].month, number), "")
    months = (_month(anchor.day.year, anchor.day.month - n)[0] for n in range(3))
    back = next((day for first in months if (day := _day(first.year, first.month, number)) and day <= anchor.day), None)
    return _or_none(back, "")


def in_month(parts: Parts, anchor: Anchor) -> Reading | None:
    """For "in May", "early May 2031", "last May"; without a year the nearest that has begun."""
    month, said, which = parts.numbers["month"], _said_year(parts, anchor), parts.words.get("which", "")
    if said is not None:
        return _thirds(_month(said, month), parts.third, Grain.MONTH)
    year = anchor.day.year
    if which in {"same", "following", "previous"} or anchor.narrative:
        year = anchor.told[0].year
        if which == "following" and month <= anchor.told[0].month:
            year += 1
        return _thirds(_month(year, month), parts.third, Grain.MONTH)
    begun = year if month <= anchor.day.month else year - 1
    to_come = year if month >= anchor.day.month else year + 1
    if which == "last" and month == anchor.day.month:
        begun -= 1
    if which == "next":
        return _stretch(_month(year if month > anchor.day.month else year + 1, month), Grain.MONTH)
    return _thirds(_month(begun, month), parts.third, Grain.MONTH, ahead=_month(to_come, month))


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
    return _thirds(_year(parts.numbers["year"]), parts.third, Grain.YEAR)


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
    return _thirds((date(first, 1, 1), date(first + 10, 1, 1)), parts.third, Grain.RANGE)


def in_century(parts: Parts, _anchor: Anchor) -> Reading | None:
    """For "the 19th century": 1800 to 1899."""
    first = (int(parts.words["century"]) - 1) * 100
    if not 100 <= first <= 2100:
        return None
    return _thirds((date(first, 1, 1), date(first + 100, 1, 1)), parts.third, Grain.RANGE)


def on_weekday(parts: Parts, anchor: Anchor) -> Reading | None:
    """For "Friday": the last such day on or before the report. "last Friday": strictly before; "next": after it."""
    weekday, which = parts.numbers["weekday"], parts.words.get("which", "")
    start = anchor.force if which in {"previous", "following", "same"} else anchor.day
    back = start - timedelta(days=(start.weekday() - weekday) % 7)
    ahead = start + timedelta(days=(weekday - start.weekday()) % 7)
    if "week" in parts.words:
        shift = {"last": -7, "this": 0, "next": 7}[parts.words["week"]]
        return _one(_week(anchor.day)[0] + timedelta(days=weekday + shift), parts.part)
    if which in {"last", "past", "previous"}:
        return _one(back if back < start else back - 7 * DAY, parts.part)
    if which in {"next", "following"}:
        return _one(ahead if ahead > start else ahead + 7 * DAY, parts.part)
    if "before" in parts.words:  # "the night before Friday"
        return _one(back - DAY)
    return _one(back, parts.part, ahead=ahead)


def overnight(parts: Parts, anchor: Anchor) -> Reading | None:
    """The day before and the day: of the weekday named, else of the report; of the day in force in a retelling."""
    if "pair" in parts.words:
        first = on_weekday(parts, anchor)
        second = on_weekday(replace(parts, numbers={**parts.numbers, "weekday": parts.numbers["weekday2"]}), anchor)
        if not (first and second):
            return None
        start = second.first - timedelta(days=(second.first.weekday() - parts.numbers["weekday"]) % 7)
        ends = start, second.last
        return Reading(
            first=ends[0],
            last=ends[1],
            grain=Grain.PART if (ends[1] - ends[0]).days == 2 else Grain.RANGE,
            part="night",
        )
    named = on_weekday(parts, anchor) if "weekday" in parts.numbers else None
    retold = anchor.narrative or anchor.day - anchor.force > RETOLD
    day = named.first if named else anchor.force if retold else anchor.day
    return Reading(first=day - DAY, last=day + DAY, grain=Grain.PART, part="night", in_force=named is None and retold)


def relative(parts: Parts, anchor: Anchor) -> Reading | None:
    """For "yesterday", "this morning": offsets of ``[times.relative]``."""
    low, high = parts.numbers["low"], parts.numbers["high"]
    whole = high - low == 1
    part = parts.part or parts.words.get("relative_part", "")
    grain = Grain.PART if part or not whole else Grain.DAY
    first, last = (anchor.day + timedelta(days=n) for n in (low, high))
    return Reading(first=first, last=last, grain=grain, part=part)


def now(_parts: Parts, anchor: Anchor) -> Reading | None:
    """For "now", "still": the report's day, without its being said."""
    return Reading(first=anchor.day, last=anchor.day + DAY, basis=Basis.DATELINE)


def recent(parts: Parts, anchor: Anchor) -> Reading | None:
    """For "in recent days": back from the report's day by the days of ``[times.recent]``, that day included."""
    return Reading(first=anchor.day - parts.numbers["back"] * DAY, last=anchor.day + DAY, grain=Grain.RANGE)


def in_force(parts: Parts, anchor: Anchor) -> Reading | None:
    """For "earlier in the day", "within hours", "at dawn": the day in force."""
    return replace(_one(anchor.force, parts.part, in_force=True), grain=Grain.PART)


def shift(parts: Parts, anchor: Anchor) -> Reading | None:
    """For "the next day", "two days earlier", "a week later": counted from the day in force."""
    which, way, unit = parts.words.get("which", ""), parts.words.get("way", ""), parts.words.get("unit", "day")
    sign = (
        -1
        if which == "previous" or way.split(" ")[0] in {"before", "earlier", "beforehand", "previously", "prior"}
        else 1
    )
    if which == "same":
        sign = 0
    if which in {"last", "this", "past"}:
        return None
    if "event" in parts.words:  # "two days after the town fell": the event named lies on the other side
        sign = -sign
    count = sign * parts.numbers.get("number", parts.numbers.get("digits", 1))
    if unit == "week" and "event" in parts.words:
        return _one(anchor.force + 7 * count * DAY, in_force=True)
    if unit == "day" or parts.part:
        return _one(anchor.force + count * DAY, parts.part, in_force=True)
    if unit in {"hour", "minute"}:
        return replace(_one(anchor.force, in_force=True), grain=Grain.PART)
    return replace(_moved(anchor.told[0] if unit in {"month", "year"} else anchor.force, count, unit), in_force=True)


def _moved(day: date, count: int, unit: str) -> Reading:
    """The week, month or year so many units away from the one that holds the day."""
    if unit == "week":
        return _stretch(_week(day + 7 * count * DAY), Grain.WEEK)
    if unit == "month":
        return _stretch(_month(day.year, day.month + count), Grain.MONTH)
    years = count * (10 if unit == "decade" else 1)
    return _stretch(_year(day.year + years), Grain.YEAR)


def ago(parts: Parts, anchor: Anchor) -> Reading | None:
    """For "two days ago", "three weeks ago" (that week); hours round outwards to days."""
    if "few" in parts.words:
        return replace(_one(anchor.day), grain=Grain.PART)
    count, unit = parts.numbers.get("number", parts.numbers.get("digits", 1)), parts.words["unit"]
    if unit in {"hour", "minute"}:
        back = 0 if unit == "minute" or count <= SAME_DAY_HOURS else -(-count // 24)
        return Reading(
            first=anchor.day - back * DAY, last=anchor.day + DAY if back < 2 else anchor.day, grain=Grain.PART
        )
    if unit == "day":
        return _one(anchor.day - count * DAY)
    if unit == "week":
        day, slack = (
            anchor.day - 7 * count * DAY,
            (1 if count == 1 else 3) * DAY,
        )  # said by the week, meant to a few days
        return Reading(first=day - slack, last=day + slack + DAY, grain=Grain.WEEK)
    return _moved(anchor.day, -count, unit)


DAYS_IN = {
    "hour": 1 / 24,
    "minute": 1 / 1440,
    "day": 1.0,
    "week": 7.0,
    "month": 30.44,
    "year": 365.25,
    "decade": 3652.5,
}  # mean Gregorian


def past(parts: Parts, anchor: Anchor) -> Reading | None:
    """For "in the past 24 hours", "over the last two weeks": back from the report's day, that day included."""
    unit = parts.words["unit"]
    count = parts.numbers.get("number", parts.numbers.get("digits", 1))
    span = max(1, round(count * DAYS_IN[unit]))
    if "weekday" in parts.numbers:  # "in the 24 hours to Monday"
        end = on_weekday(parts, anchor)
        return Reading(first=end.first - span * DAY, last=end.last, grain=Grain.RANGE) if end else None
    side = parts.words.get("side", "last")
    if side in {"next", "coming"}:
        return Reading(first=anchor.day, last=anchor.day + (span + 1) * DAY, grain=Grain.RANGE)
    end_day = anchor.force if side == "preceding" else anchor.day
    return Reading(first=end_day - span * DAY, last=end_day + DAY, grain=Grain.RANGE, in_force=side == "preceding")


def around(parts: Parts, anchor: Anchor) -> Reading | None:
    """For "last week", "this month", "over the weekend", "the end of the year": a whole unit near the anchor."""
    unit, which = parts.words["unit"], parts.words.get("which", "")
    if which == "past" and unit in DAYS_IN:
        return past(replace(parts, words={**parts.words, "side": "past"}), anchor)
    relative_to_told = which in {"previous", "following", "same"} or (anchor.narrative and not which)
    base = anchor.told[0] if relative_to_told else anchor.day
    step = {"last": -1, "previous": -1, "next": 1, "following": 1}.get(which, 0)
    if unit == "weekend":
        monday = _week(base)[0]
        if base.weekday() < SATURDAY and which not in {"next", "following", "same"}:
            step = -1  # before Saturday, "this weekend" in a report of events is the one just gone
            ahead = monday + SATURDAY * DAY, monday + 7 * DAY
        else:
            ahead = None
            step = min(step, 0) if base.weekday() < SATURDAY and which == "next" else step
        first = monday + (step * 7 + SATURDAY) * DAY
        return Reading(first=first, last=first + 2 * DAY, grain=Grain.RANGE, ahead=ahead, in_force=relative_to_told)
    if unit in {"decade", "century"}:
        return None
    whole = _moved(base, step, unit)
    if "opening" in parts.words:
        return replace(_thirds((whole.first, whole.last), "early", whole.grain), in_force=True)
    if "edge" in parts.words and not step and not anchor.narrative:  # "earlier this week"
        return Reading(first=whole.first, last=max(anchor.day + DAY, whole.first + DAY), grain=Grain.RANGE)
    return replace(_thirds((whole.first, whole.last), parts.third, whole.grain), in_force=relative_to_told)


def season(parts: Parts, anchor: Anchor) -> Reading | None:
    """For "last summer", "in the spring of 2014": three whole months, winter from December."""
    month, said, which = SEASON[parts.words["season"]], _said_year(parts, anchor), parts.words.get("which", "")
    if which in {"same", "following", "previous"} or (anchor.narrative and said is None):
        said = anchor.told[0].year + {"following": 1, "previous": -1}.get(which, 0)
    if said is None:
        begun = [y for y in (anchor.day.year, anchor.day.year - 1) if date(y, month, 1) <= anchor.day]
        said = begun[0] + (1 if which == "next" else 0)
        if which == "last" and anchor.day < _month(said, month + 3)[0]:
            said -= 1
    days = _month(said, month)[0], _month(said, month + 3)[0]
    return _thirds(days, parts.third, Grain.RANGE)


def feast(parts: Parts, anchor: Anchor) -> Reading | None:
    """Christmas and New Year, by the Gregorian calendar."""
    month, day = {"christmas eve": (12, 24), "new year's eve": (12, 31), "new years eve": (12, 31)}.get(
        parts.words["feast"], (12, 25) if parts.words["feast"].startswith("christmas") else (1, 1)
    )
    return on_date(replace(parts, words={}, numbers={**parts.numbers, "month": month, "day": day}), anchor)


RULES: dict[str, Callable[[Parts, Anchor], Reading | None]] = {
    "date": on_date,
    "dates": on_dates,
    "day_of_month": day_of_month,
    "month": in_month,
    "months": in_months,
    "year": in_year,
    "years": in_years,
    "decade": in_decade,
    "century": in_century,
    "weekday": on_weekday,
    "overnight": overnight,
    "relative": relative,
    "now": now,
    "recent": recent,
    "in_force": in_force,
    "shift": shift,
    "ago": ago,
    "past": past,
    "around": around,
    "season": season,
    "feast": feast,
}
