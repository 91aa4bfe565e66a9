"""The whole map on one day, as little as a map needs: histories are gone through once, then any day is a quick look."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections import Counter
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
    """One period of a place, its words and numbers made ready. ``end``, ``heard``: ordinals of days.

    head, faded, tail  its row as JSON, before the recent evidence (also when that has faded) and after it.
    """

    end: int
    state: str
    holders: tuple[str, ...]
    probability: float
    weight: float
    voices: int
    heard: int
    last_heard: str
    head: str
    faded: str
    tail: str


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

    def told(self, day: date) -> tuple[str, Counter[str], set[str]]:
        """The rows of ``on`` as JSON, how many are of each state, and every holder: for who passes them on as they are."""
        now, lines, states, holders = day.toordinal(), list[str](), Counter[str](), set[str]()
        for starts, stays in self._places.values():
            at = bisect_right(starts, now) - 1
            if at < 0 or now >= stays[at].end:
                continue
            one = stays[at]
            recent = one.weight * exp(-max(0, now - one.heard) / FADES_DAYS)
            head, state = (one.faded, State.STALE.value) if recent < ENOUGH else (one.head, one.state)
            lines.append(f"{head}{recent:.2f}{one.tail}")
            states[state] += 1
            holders.update(one.holders)
        return f"[{','.join(lines)}]", states, holders

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
    state, holders, heard = state_of(control).value, in_order(control), control.last_heard.isoformat()
    place, names, probability = json.dumps(control.place), json.dumps(holders), round(control.belief, 3)
    return _Stay(
        end=_ordinal(control.valid.end, _FOREVER),
        state=state,
        holders=holders,
        probability=probability,
        weight=control.weight,
        voices=control.voices,
        heard=control.last_heard.toordinal(),
        last_heard=heard,
        head=f'[{place},"{state}",{names},{probability},',
        faded=f'[{place},"{State.STALE.value}",{names},{probability},',
        tail=f',{control.voices},"{heard}"]',
    )


def _ordinal(day: date | None, otherwise: int) -> int:
    return otherwise if day is None else day.toordinal()
