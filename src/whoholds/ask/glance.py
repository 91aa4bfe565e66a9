"""The whole map on one day, as little as a map needs: histories are gone through once, then any day is a quick look."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import exp

from whoholds.ask.who import ENOUGH, FADES_DAYS, in_order, state_of
from whoholds.control import Control, State

COLUMNS = ("place", "state", "holders", "probability", "recent", "voices", "last_heard")
Row = tuple[str, str, tuple[str, ...], float, float, int, str]
_ALWAYS, _FOREVER = 0, 10**7  # ordinals of days that stand for "no bound"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stay:
    """One period of a place, its words and numbers made ready. ``end``, ``heard``: ordinals of days."""

    end: int
    state: str
    holders: tuple[str, ...]
    probability: float
    weight: float
    voices: int
    heard: int
    last_heard: str


class Film:
    """Every place's history, so prepared that the map of one day is quickly had."""

    def __init__(self, histories: Iterable[tuple[str, Sequence[Control]]]) -> None:
        self._places = {place: _prepared(controls) for place, controls in histories}

    def with_these(self, changed: Mapping[str, Sequence[Control]]) -> Film:
        """The same with other histories for these places; one without any is left out."""
        other = Film(())
        places = {**self._places, **{place: _prepared(controls) for place, controls in changed.items()}}
        other._places = {place: places[place] for place in sorted(places) if places[place][0]}
        return other

    def on(self, day: date) -> list[Row]:
        """Every place of which something is known on the day, in the order given; the columns are ``COLUMNS``.

        recent: nats of evidence that has not faded, as in ``Answer``; the state is stale when they are few.
        """
        now, rows = day.toordinal(), list[Row]()
        for place, (starts, stays) in self._places.items():
            at = bisect_right(starts, now) - 1
            if at < 0 or now >= stays[at].end:
                continue
            one = stays[at]
            recent = one.weight * exp(-max(0, now - one.heard) / FADES_DAYS)
            state = State.STALE.value if recent < ENOUGH else one.state
            rows.append((place, state, one.holders, one.probability, round(recent, 2), one.voices, one.last_heard))
        return rows


def _prepared(controls: Sequence[Control]) -> tuple[list[int], list[_Stay]]:
    return [_ordinal(one.valid.start, _ALWAYS) for one in controls], [_stay(one) for one in controls]


def _stay(control: Control) -> _Stay:
    return _Stay(
        end=_ordinal(control.valid.end, _FOREVER),
        state=state_of(control).value,
        holders=in_order(control),
        probability=round(control.belief, 3),
        weight=control.weight,
        voices=control.voices,
        heard=control.last_heard.toordinal(),
        last_heard=control.last_heard.isoformat(),
    )


def _ordinal(day: date | None, otherwise: int) -> int:
    return otherwise if day is None else day.toordinal()
