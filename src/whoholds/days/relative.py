"""Days told from another day: weekdays, "overnight", "two days ago", "last week"."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from whoholds.days.calendar import Anchor, Parts, Reading, moved, one_day, thirds, week_of
from whoholds.when import DAY, Basis, Grain

SAME_DAY_HOURS = 6  # "three hours ago" is today; more than this may reach back into yesterday


SATURDAY = 5


RETOLD = timedelta(
    days=14
)  # a text whose last named day lies further back tells of old events, and "overnight" goes with them


def on_weekday(parts: Parts, anchor: Anchor) -> Reading | None:
    """For "Friday": the last such day on or before the report. "last Friday": strictly before; "next": after it."""
    weekday, which = parts.numbers["weekday"], parts.words.get("which", "")
    start = anchor.force if which in {"previous", "following", "same"} else anchor.day
    back = start - timedelta(days=(start.weekday() - weekday) % 7)
    ahead = start + timedelta(days=(weekday - start.weekday()) % 7)
    if "week" in parts.words:
        shift = {"last": -7, "this": 0, "next": 7}[parts.words["week"]]
        return one_day(week_of(anchor.day)[0] + timedelta(days=weekday + shift), parts.part)
    if which in {"last", "past", "previous"}:
        return one_day(back if back < start else back - 7 * DAY, parts.part)
    if which in {"next", "following"}:
        return one_day(ahead if ahead > start else ahead + 7 * DAY, parts.part)
    if "before" in parts.words:  # "the night before Friday"
        return one_day(back - DAY)
    return one_day(back, parts.part, ahead=ahead)


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
    back = parts.numbers["back"]
    basis = Basis.VAGUE if back > 1 else Basis.STATED
    return Reading(first=anchor.day - back * DAY, last=anchor.day + DAY, grain=Grain.RANGE, basis=basis)


def in_force(parts: Parts, anchor: Anchor) -> Reading | None:
    """For "earlier in the day", "within hours", "at dawn": the day in force."""
    return replace(one_day(anchor.force, parts.part, in_force=True), grain=Grain.PART)


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
        return one_day(anchor.force + 7 * count * DAY, in_force=True)
    if unit == "day" or parts.part:
        return one_day(anchor.force + count * DAY, parts.part, in_force=True)
    if unit in {"hour", "minute"}:
        return replace(one_day(anchor.force, in_force=True), grain=Grain.PART)
    return replace(moved(anchor.told[0] if unit in {"month", "year"} else anchor.force, count, unit), in_force=True)


def ago(parts: Parts, anchor: Anchor) -> Reading | None:
    """For "two days ago", "three weeks ago" (that week); hours round outwards to days."""
    if "few" in parts.words:
        return replace(one_day(anchor.day), grain=Grain.PART)
    count, unit = parts.numbers.get("number", parts.numbers.get("digits", 1)), parts.words["unit"]
    if unit in {"hour", "minute"}:
        back = 0 if unit == "minute" or count <= SAME_DAY_HOURS else -(-count // 24)
        return Reading(
            first=anchor.day - back * DAY, last=anchor.day + DAY if back < 2 else anchor.day, grain=Grain.PART
        )
    if unit == "day":
        return one_day(anchor.day - count * DAY)
    if unit == "week":
        day, slack = (
            anchor.day - 7 * count * DAY,
            (1 if count == 1 else 3) * DAY,
        )  # said by the week, meant to a few days
        return Reading(first=day - slack, last=day + slack + DAY, grain=Grain.WEEK)
    return moved(anchor.day, -count, unit)


DAYS_IN = {
    "hour": 1 / 24,
    "minute": 1 / 1440,
    "day": 1.0,
    "week": 7.0,
    "month": 30.44,
    "year": 365.25,
    "decade": 3652.5,
}  # mean Gregorian


LONG = 7.0  # days of a unit from which on "over the past three of them" names no days any more


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
    return Reading(
        first=end_day - span * DAY,
        last=end_day + DAY,
        grain=Grain.RANGE,
        basis=Basis.VAGUE if DAYS_IN[unit] >= LONG and not anchor.narrative else Basis.STATED,
        in_force=side == "preceding",
    )


def around(parts: Parts, anchor: Anchor) -> Reading | None:
    """For "last week", "this month", "over the weekend", "the end of the year": a whole unit near the anchor."""
    unit, which = parts.words["unit"], parts.words.get("which", "")
    if which == "past" and unit in DAYS_IN:
        return past(replace(parts, words={**parts.words, "side": "past"}), anchor)
    relative_to_told = which in {"previous", "following", "same"} or (anchor.narrative and not which)
    base = anchor.told[0] if relative_to_told else anchor.day
    step = {"last": -1, "previous": -1, "next": 1, "following": 1}.get(which, 0)
    if unit == "weekend":
        monday = week_of(base)[0]
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
    whole = moved(base, step, unit)
    if "opening" in parts.words:
        return replace(thirds((whole.first, whole.last), "early", whole.grain), in_force=True)
    if "edge" in parts.words and not step and not anchor.narrative:  # "earlier this week"
        return Reading(first=whole.first, last=max(anchor.day + DAY, whole.first + DAY), grain=Grain.RANGE)
    return replace(thirds((whole.first, whole.last), parts.third, whole.grain), in_force=relative_to_told)
