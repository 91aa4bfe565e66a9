"""The full date a report carries at its head: "KORSK, 14 March 2031 —", "Wed 19 Apr 2017", "(Agency) March 3, 2016"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from whoholds.language import Language
from whoholds.text import Span

FIRST_YEAR, LAST_YEAR = 1900, 2099  # outside, four digits at the head of a news text are not a year


@dataclass(frozen=True, slots=True, kw_only=True)
class Dateline:
    """The day a report states about itself.

    span  the date as written, weekday included; ``text`` is what stands there.
    agrees  False where a weekday stands beside the date and belongs to another day; the date is believed.
    """

    day: date
    span: Span
    text: str
    agrees: bool = True


def dateline(text: str, *, language: Language) -> Dateline | None:
    """The first full date (with its year) at the head of a text that stands where reports date themselves.

    A date behind a preposition ("on 3 March 2016 they") belongs to the story and is passed over, unless a credit word
    ("Posted on") stands before it. None: there is no such date.
    """
    shapes = _shapes(language)
    head = text[: shapes.within + 40]  # a date that begins inside is read to its end
    found: list[tuple[bool, int, Dateline]] = []
    for match in shapes.date.finditer(head):
        if match.start() >= shapes.within:
            break
        day = _day(match, shapes)
        if day is None:
            continue
        before = head[: match.start()].rstrip(" \t\r\n,:-–—|([")
        credited = shapes.credit.search(before) is not None
        if not credited and shapes.story.search(before):
            continue
        said = match["weekday"]
        agrees = said is None or shapes.weekdays.get(said.casefold(), day.weekday()) == day.weekday()
        span = Span(match.start(), match.end())
        found.append(
            (not (credited or not before), match.start(), Dateline(day=day, span=span, text=match[0], agrees=agrees))
        )
    return min(found, key=lambda one: one[:2])[2] if found else None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shapes:
    """The table, compiled."""

    date: re.Pattern[str]
    credit: re.Pattern[str]
    story: re.Pattern[str]
    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    within: int
    day_first: bool


@lru_cache(maxsize=8)
def _shapes(language: Language) -> _Shapes:
    times = language.table("times")
    table = times["dateline"]
    months = {word: n for n, words in enumerate(times["months"], 1) for word in words}
    months |= {word.casefold(): n for n, words in enumerate(table["other_months"], 1) for word in words}
    weekdays = {word: n for n, words in enumerate(times["weekdays"]) for word in words}
    month, weekday = one_of(months), one_of([*weekdays, *(word.casefold() for word in table["other_weekdays"])])
    sep = r"[\s,.\-–/]{0,3}"
    words = (
        rf"(?P<d1>\d{{1,2}})(?:st|nd|rd|th|er)?{sep}(?:de{sep})?(?P<m1>{month})\b\.?{sep}(?P<y1>\d{{4}})"
        rf"|(?P<m2>{month})\b\.?{sep}(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?{sep}(?P<y2>\d{{4}})"
        r"|(?P<y3>\d{4})-(?P<m3>\d{2})-(?P<d3>\d{2})|(?P<y4>\d{4})/(?P<m4>\d{1,2})/(?P<d4>\d{1,2})"
        r"|(?P<d5>\d{1,2})[./-](?P<m5>\d{1,2})[./-](?P<y5>\d{4})"
    )
    return _Shapes(
        date=re.compile(rf"(?<![\w/.\-])(?:(?P<weekday>{weekday})\b\.?,?\s+)?(?:{words})(?![\d/])", re.IGNORECASE),
        credit=re.compile(rf"\b(?:{one_of(table['credit'])})$", re.IGNORECASE),
        story=re.compile(rf"\b(?:{one_of(table['not_after'])})(?:\s+the)?$", re.IGNORECASE),
        months=months,
        weekdays=weekdays,
        within=table["within"],
        day_first=times["numeric"] == "day-first",
    )


def _day(match: re.Match[str], shapes: _Shapes) -> date | None:
    """The day of a match; None when there is no such day."""
    form = next(n for n in "12345" if match[f"y{n}"])
    year, month, day = match[f"y{form}"], match[f"m{form}"], match[f"d{form}"]
    if form in "12":
        numbers = int(year), shapes.months[" ".join(month.casefold().split())], int(day)
    else:
        numbers = int(year), int(month), int(day)
        if form == "5" and (numbers[1] > 12 or (not shapes.day_first and numbers[2] <= 12)):
            numbers = numbers[0], numbers[2], numbers[1]
    if not FIRST_YEAR <= numbers[0] <= LAST_YEAR:
        return None
    try:
        return date(*numbers)
    except ValueError:
        return None


def one_of(words: Mapping[str, object] | list[str]) -> str:
    """A pattern for any of these words, longest first; a space stands for any white space."""
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(words, key=lambda w: (-len(w), w)))
