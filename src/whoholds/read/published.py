"""When a report was published: what its supplier says, what its own dateline says, and which of them is believed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from email.utils import parsedate_to_datetime

from whoholds.dating import Dateline, dateline
from whoholds.errors import BadLanguage
from whoholds.language import Language, load_language
from whoholds.when import midnight

# The dateline is believed against the supplier's date when later by more than EARLY or earlier by more than LATE: a feed
# may stamp a report before local midnight, and a reprint comes days after its dateline. Days are counted from the
# dateline in any case. Of 226 archived reports whose two dates differ, 154 name a weekday: it is the day, or the day
# before, of the dateline in 144 and of the supplier's date in 44, which is what chance would give (2 in 7).
EARLY = timedelta(days=1)
LATE = timedelta(days=7)
FIRST_YEAR, LAST_YEAR = 1900, 2099  # outside, a date is a placeholder ("0001-01-01") or a slip
_SECONDS, _MILLISECONDS = 10, 13  # digits of a Unix time between 2001 and 2286
_RFC = re.compile(r"(?:[A-Za-z]{3,9},? )?\d{1,2} [A-Za-z]{3} \d{4} \d\d:\d\d(?::\d\d)?(?: \S{1,6})?")
_NUMERIC = re.compile(r"(?<!\d)(\d{1,2})([./-])(\d{1,2})\2\d{4}")
_CLOCK = re.compile(r"(?<!\d)(\d{1,2}):(\d{2})(?::\d{2})?\s*([ap]\.?m\b)?", re.IGNORECASE)
_ZONE = re.compile(r"[\s(]*(?:(?:UTC|GMT)?\s*([+-])(\d{1,2}):?(\d{2})?|(?:UTC|GMT|Z)\b)", re.IGNORECASE)
# "14 March 1999 was the day": a small letter follows; not so in "14 March 2031 at 18:05", "14 March 2031 by A. Writer".
_STORY_GOES_ON = re.compile(r"[ \t,]*(?!at\s+\d|by\b)[a-zа-яёєіїґ]+\b(?!:)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """A date as read: the instant (UTC), the local day it was written as, and what was odd about it."""

    moment: datetime
    day: date
    notes: tuple[str, ...] = ()


def stamp(written: str) -> Stamp | None:
    """The instant that a supplier's date means; without a zone it is UTC, without a time the day's first moment.

    ISO 8601, RFC 2822, Unix seconds or milliseconds, and dates in words ("29 nov. 2024", "March 3, 2031 5:40 pm").
    None: it is none of these, or its year is not between 1900 and 2099.
    """
    written = " ".join(written.split())
    moment = _iso(written) or _unix(written) or _rfc(written)
    if moment is not None:
        return _plausible(moment)
    head = dateline(written, language=_language(""))
    if head is None:
        return None
    notes = []
    if (
        (numeric := _NUMERIC.fullmatch(head.text))
        and int(numeric[1]) <= 12
        and int(numeric[3]) <= 12
        and numeric[1] != numeric[3]
    ):
        notes.append(f"the date {written!r} was read day first")
    return _plausible(_at_clock(head.day, written[head.span.end :]), tuple(notes))


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """The publication instant we go by, the outlet's local day, and how they were settled, in sentences."""

    published: datetime
    day: date
    notes: tuple[str, ...] = ()


def settle(written: str, text: str, language: str, *, arrived: datetime | None = None) -> Settled | str:
    """The publication of a report, from its supplier's date and its text; a sentence instead when there is neither.

    The dateline is passed over, and a note says so, when it lies more than a day after the report ``arrived``, when it
    only begins the story ("14 March 1999 was the day ..."), or, if there is another date, when its weekday belongs to
    another day.
    """
    given = stamp(written) if written else None
    told = dateline(text, language=_language(language))
    notes = list(given.notes) if given else []
    if written and given is None:
        notes.append(f"published says {written!r}, which is not a date")
    doubt = _doubt(told, text, arrived, alone=given is None) if told else ""
    unused = f"the text begins with {told.text!r}, which is not used: {doubt}" if told and doubt else ""
    if told is not None and doubt:
        if given is not None and told.day != given.day:
            notes.append(unused)
        told = None
    if given is None:
        if told is None:
            why = f"published says {written!r}, which is not a date" if written else "no date is given"
            return f"{why}, and {unused or 'the text has no dateline'}; give the day as published (2031-03-14)"
        return Settled(
            published=midnight(told.day),
            day=told.day,
            notes=(*notes, f"{'' if written else 'no date was given; '}the dateline {told.text!r} is used"),
        )
    if told is None or told.day == given.day:
        return Settled(published=given.moment, day=given.day, notes=tuple(notes))
    both = f"published says {given.day}; the dateline says {told.day};"
    if told.day - given.day > EARLY or given.day - told.day > LATE:
        return Settled(published=midnight(told.day), day=told.day, notes=(*notes, f"{both} the dateline is used"))
    return Settled(published=given.moment, day=told.day, notes=(*notes, f"{both} days are counted from the dateline"))


def _doubt(told: Dateline, text: str, arrived: datetime | None, *, alone: bool) -> str:
    """Why a date at the head of a text is not believed to be its dateline; empty when it is."""
    if arrived is not None and midnight(told.day) > arrived + EARLY:
        return f"the report was received on {arrived.date()}"
    if not told.agrees and not alone:
        return "its weekday belongs to another day"
    bare = not text[: told.span.start].strip() and len(told.text.split()) == 3  # no weekday, and no word before it
    if bare and _STORY_GOES_ON.match(text, told.span.end):
        return "the sentence goes on from it"
    return ""


def _language(code: str) -> Language:
    """The language's own tables; English where there are none, since it knows the months of its neighbours."""
    try:
        return load_language(code or "en")
    except BadLanguage:
        return load_language("en")


def _iso(written: str) -> datetime | None:
    try:
        return datetime.fromisoformat(written)
    except ValueError:
        return None


def _unix(written: str) -> datetime | None:
    if not (written.isascii() and written.replace(".", "", 1).isdigit()):
        return None
    whole = written.partition(".")[0]
    if len(whole) not in (_SECONDS, _MILLISECONDS):
        return None
    seconds = float(written) / (1000 if len(whole) == _MILLISECONDS else 1)
    return datetime.fromtimestamp(seconds, tz=UTC)


def _rfc(written: str) -> datetime | None:
    if not _RFC.fullmatch(written):  # the parser itself takes almost anything, and reads "5:40 pm" as morning
        return None
    try:
        return parsedate_to_datetime(written)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _at_clock(day: date, rest: str) -> datetime:
    """The day at the time that stands behind it, if one does."""
    clock = _CLOCK.search(rest)
    if clock is None:
        return midnight(day)
    hour, minute = int(clock[1]), int(clock[2])
    if clock[3]:
        hour = hour % 12 + (12 if clock[3][0] in "pP" else 0)
    if hour > 23 or minute > 59:
        return midnight(day)
    zone = _ZONE.match(rest, clock.end())
    offset = timedelta(hours=int(zone[2]), minutes=int(zone[3] or 0)) if zone and zone[1] else timedelta()
    if offset >= timedelta(hours=24):
        offset = timedelta()
    return datetime.combine(day, time(hour, minute), tzinfo=timezone(-offset if zone and zone[1] == "-" else offset))


def _plausible(moment: datetime, notes: tuple[str, ...] = ()) -> Stamp | None:
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        return None
    aware = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment
    return Stamp(moment=aware.astimezone(UTC), day=aware.date(), notes=notes)
