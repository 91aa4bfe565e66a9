"""What changed between two days, or between two moments of knowledge; and what is disputed on a day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from whoholds.ask.plain import plain
from whoholds.ask.told import Told
from whoholds.ask.view import view
from whoholds.ask.who import Answer, answer_on, answers, default_day, in_words, state_of
from whoholds.control import Control, State
from whoholds.fuse import Parameters
from whoholds.keep import Ledger
from whoholds.theatre import Theatre
from whoholds.when import DAY

OPEN = (State.DISPUTED, State.CONTESTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A place whose answer is another from ``day`` on, or, between two moments of knowledge, for that day."""

    place: str
    name: str
    day: date
    before: Answer
    after: Answer

    @property
    def words(self) -> str:
        """The change as a neutral phrase."""
        return " → ".join(in_words(one.state, one.holder_names) for one in (self.before, self.after))

    def as_json(self) -> dict[str, Any]:
        """The change as plain values."""
        told: dict[str, Any] = plain(self)
        return {**told, "before": self.before.as_json(), "after": self.after.as_json(), "words": self.words}


def changes(
    ledger: Ledger,
    theatre: Theatre,
    first: date,
    last: date,
    *,
    known: datetime | None = None,
    parameters: Parameters | None = None,
    told: Told | None = None,
) -> tuple[Change, ...]:
    """Every day in ``(first, last]`` from which a place has other holders than the day before, by day and place.

    A place of which nothing was known before is a change from unknown. Fading is none.

    told  every history known then, when somebody has them already.
    """
    seen = view(ledger, theatre, known, parameters=parameters, told=told)
    found = [
        Change(
            place=place,
            name=(after := answer_on(seen, place, controls, day, fading=False)).name,
            day=day,
            before=answer_on(seen, place, controls, day - DAY, fading=False),
            after=after,
        )
        for place, controls in seen.histories(None if told is None else told.film.turning(first, last))
        if any(_within(one, first, last) for one in controls)  # few places turn in a week: look at the others no closer
        for day in _turns(controls)
        if first < day <= last
    ]
    return tuple(sorted(found, key=lambda one: (one.day, one.place)))


def relearned(
    ledger: Ledger,
    theatre: Theatre,
    *,
    earlier: datetime,
    later: datetime | None = None,
    on: date | None = None,
    parameters: Parameters | None = None,
    told: tuple[Told, Told] | None = None,
) -> tuple[Change, ...]:
    """Places whose answer for one day became another between two moments of knowledge, by place.

    on  None: the day of the last arrival known at the earlier moment. told: the histories at both, when they are there.
    """
    then = view(ledger, theatre, earlier, parameters=parameters, told=told[0] if told else None)
    now = view(ledger, theatre, later, parameters=parameters, told=told[1] if told else None)
    day = on or default_day(then)
    places = told[0].film.unlike(told[1].film, day) if told else None
    before, after = dict(then.histories(places)), dict(now.histories(places))
    found = []
    for place in sorted({*before, *after}):
        old = answer_on(then, place, before.get(place, ()), day)
        new = answer_on(now, place, after.get(place, ()), day)
        if (old.state, old.holders) != (new.state, new.holders):
            found.append(Change(place=place, name=new.name, day=day, before=old, after=new))
    return tuple(found)


def disputes(
    ledger: Ledger,
    theatre: Theatre,
    *,
    on: date | None = None,
    known: datetime | None = None,
    parameters: Parameters | None = None,
    told: Told | None = None,
) -> tuple[Answer, ...]:
    """Places disputed or fought over on a day, the least certain first."""
    seen = view(ledger, theatre, known, parameters=parameters, told=told)
    day = on or default_day(seen)
    doubtful = (
        [place for place, controls in seen.histories() if any(_is_open(one, day) for one in controls)]
        if told is None
        else told.film.doubted(day)
    )
    open_ones = (one for one in answers(seen, day, doubtful) if one.state in OPEN)
    return tuple(sorted(open_ones, key=lambda one: (one.probability, one.place)))


def histories(
    ledger: Ledger,
    theatre: Theatre,
    *,
    known: datetime | None = None,
    places: Iterable[str] | None = None,
    parameters: Parameters | None = None,
) -> Iterator[tuple[str, tuple[Control, ...]]]:
    """Every place (or each of these) of which something is known, by id, with its whole history."""
    return view(ledger, theatre, known, parameters=parameters).histories(places)


def _is_open(one: Control, day: date) -> bool:
    return day in one.valid and state_of(one) in OPEN


def _within(one: Control, first: date, last: date) -> bool:
    """True when the period begins or ends in ``(first, last]``."""
    return any(day is not None and first < day <= last for day in (one.valid.start, one.valid.end))


def _turns(controls: tuple[Control, ...]) -> Iterator[date]:
    """Days from which the holders are others than the day before; a gap ends them too."""
    before: Control | None = None
    for one in controls:
        start = one.valid.start
        if before is not None and before.valid.end is not None and before.valid.end != start:
            yield before.valid.end
            before = None
        if start is not None and (before is None or (before.holders, state_of(before)) != (one.holders, state_of(one))):
            yield start
        before = one
    if before is not None and before.valid.end is not None:
        yield before.valid.end
