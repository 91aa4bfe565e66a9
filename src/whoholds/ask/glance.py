"""The whole record as columns: histories are gone through once, then any day, and any stretch of days, is a quick look."""

from __future__ import annotations

import json
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from math import exp
from typing import Any

import numpy as np
from numpy.typing import NDArray

from whoholds.ask.who import ENOUGH, FADES_DAYS, in_order, state_of
from whoholds.control import Control, State

COLUMNS = ("place", "state", "holders", "probability", "recent", "voices", "last_heard")
Row = tuple[str, str, tuple[str, ...], float, float, int, str]
STATES = (State.HELD, State.CONTESTED, State.DISPUTED, State.STALE)  # by number; the last is none of a period's own
STALE = len(STATES) - 1
OPEN = (STATES.index(State.CONTESTED), STATES.index(State.DISPUTED))
_ALWAYS, _FOREVER = 0, 10**7  # ordinals of days that stand for "no bound"
_PERIOD = np.dtype(
    [
        ("start", "i4"), ("end", "i4"), ("heard", "i4"), ("voices", "i4"), ("weight", "f8"), ("belief", "f8"),
        ("state", "u1"), ("holders", "i4"), ("middle", "i4"), ("tail", "i4"),
    ]
)  # fmt: skip
_STATE_WORDS = np.array([f'"{one.value}",' for one in STATES], dtype=object)


class Film:
    """Every place's periods side by side, so that a question about all places is one about columns.

    Places stand in the order given, each with its periods by day. A film never changes.
    """

    def __init__(self, histories: Iterable[tuple[str, Sequence[Control]]]) -> None:
        words, places, rows, lengths = _Words(), list[str](), list[tuple[Any, ...]](), list[int]()
        for place, controls in histories:
            places.append(place)
            lengths.append(len(controls))
            rows.extend(_row(one, words) for one in controls)
        self._settle(places, np.array(rows, dtype=_PERIOD), np.array(lengths, dtype="i8"), words)

    def _settle(
        self, places: list[str], periods: NDArray[Any], lengths: NDArray[Any], words: _Words, heads: Any = None
    ) -> None:
        self._places, self._lengths, self._words = places, lengths, words
        self._edges = np.concatenate(([0], np.cumsum(lengths)))
        self._periods = {name: np.ascontiguousarray(periods[name]) for name in periods.dtype.names or ()}
        self._of = np.repeat(np.arange(len(places), dtype="i4"), lengths)
        self._heads = _texts([f"[{json.dumps(one)}," for one in places]) if heads is None else heads
        self._middles, self._tails = _texts(words.middles.said), _texts(words.tails.said)

    def with_these(self, changed: Mapping[str, Sequence[Control]]) -> Film:
        """The same with other histories for these places; one without any is left out. The order is that of the ids."""
        words, taken = self._words.copy(), list[slice | str]()
        at = 0
        for place in sorted(changed):
            here = bisect_left(self._places, place)
            taken += [slice(at, here), place]
            at = here + (here < len(self._places) and self._places[here] == place)
        taken.append(slice(at, len(self._places)))
        places, lengths, blocks, heads = list[str](), list[Any](), list[Any](), list[Any]()
        for one in taken:
            if isinstance(one, slice):
                places += self._places[one]
                lengths.append(self._lengths[one])
                blocks.append(self._block(self._edges[one.start], self._edges[one.stop]))
                heads.append(self._heads[one])
            elif changed[one]:
                places.append(one)
                lengths.append([len(changed[one])])
                blocks.append(np.array([_row(each, words) for each in changed[one]], dtype=_PERIOD))
                heads.append(_texts([f"[{json.dumps(one)},"]))
        other = Film(())
        other._settle(
            places, np.concatenate(blocks), np.concatenate(lengths).astype("i8"), words, np.concatenate(heads)
        )
        return other

    def _block(self, first: int, last: int) -> NDArray[Any]:
        block = np.empty(last - first, dtype=_PERIOD)
        for name, column in self._periods.items():
            block[name] = column[first:last]
        return block

    # one day

    def told(self, day: date) -> tuple[str, Counter[str], set[str]]:
        """The rows of ``on`` as JSON, how many are of each state, and every holder: for who passes them on as they are."""
        at, recent, states = self._on(day)
        of, periods = self._of[at], self._periods
        columns = (self._heads[of], _STATE_WORDS[states], self._middles[periods["middle"][at]], recent, self._tails[periods["tail"][at]])  # fmt: skip
        lines = [f"{head}{state}{middle}{left:.2f}{tail}" for head, state, middle, left, tail in zip(*(one.tolist() for one in columns), strict=True)]  # fmt: skip
        return f"[{','.join(lines)}]", self._tally(states), self._named(periods["holders"][at])

    def on(self, day: date) -> list[Row]:
        """Every place of which something is known on the day, in the order given; the columns are ``COLUMNS``.

        recent: nats of evidence that has not faded, as in ``Answer``; the state is stale when they are few.
        """
        return [self._shown(*one) for one in zip(*(each.tolist() for each in self._on(day)), strict=True)]

    def _on(self, day: date) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
        """The periods that cover the day, their recent evidence, and their states with age taken in."""
        now, periods = day.toordinal(), self._periods
        at = np.flatnonzero((periods["start"] <= now) & (now < periods["end"]))
        ages = np.maximum(0, now - periods["heard"][at])
        recent = periods["weight"][at] * _fading(int(ages.max(initial=0)).bit_length())[ages]
        return at, recent, np.where(recent < ENOUGH, STALE, periods["state"][at])

    def _shown(self, at: int, recent: float, state: int) -> Row:
        periods = self._periods
        heard = date.fromordinal(int(periods["heard"][at])).isoformat()
        return (
            self._places[self._of[at]],
            STATES[state].value,
            self._words.holders.said[periods["holders"][at]],
            round(float(periods["belief"][at]), 3),
            round(recent, 2),
            int(periods["voices"][at]),
            heard,
        )

    def _tally(self, states: NDArray[Any]) -> Counter[str]:
        numbers = dict(zip(*(one.tolist() for one in np.unique(states, return_index=True)), strict=True))
        in_order_met = sorted(numbers, key=lambda one: numbers[one])
        return Counter({STATES[one].value: int((states == one).sum()) for one in in_order_met})

    def _named(self, numbers: NDArray[Any]) -> set[str]:
        return {actor for one in np.unique(numbers).tolist() for actor in self._words.holders.said[one]}

    # which places a longer look is worth at

    def holders(self) -> set[str]:
        """Every actor that holds, or is said to hold, any place on any day."""
        return self._named(self._periods["holders"])

    def first_day(self) -> date | None:
        """The first day on which a period begins; None when none does."""
        starts = self._periods["start"][self._periods["start"] > _ALWAYS]
        return date.fromordinal(int(starts.min())) if len(starts) else None

    def turning(self, first: date, last: date) -> list[str]:
        """Places of which a period begins or ends in ``(first, last]``."""
        low, high = first.toordinal(), last.toordinal()
        edges = (self._periods["start"], self._periods["end"])
        return self._at(np.logical_or(*((low < one) & (one <= high) for one in edges)))

    def doubted(self, day: date) -> list[str]:
        """Places disputed or fought over on the day, however old the evidence."""
        at, _, _ = self._on(day)
        return self._at(at[np.isin(self._periods["state"][at], OPEN)])

    def least_certain(self, day: date, most: int) -> list[str]:
        """So many of the places known on the day, the least likely answer first."""
        at, _, _ = self._on(day)
        chosen = at[np.argsort(self._periods["belief"][at], kind="stable")[:most]]
        return [self._places[one] for one in self._of[chosen].tolist()]

    def unlike(self, other: Film, day: date) -> list[str]:
        """Places whose state or holders on the day are others in the other film."""
        mine, theirs = ({row[0]: row[1:3] for row in one.on(day)} for one in (self, other))
        return sorted(place for place in {*mine, *theirs} if mine.get(place) != theirs.get(place))

    def _at(self, periods: NDArray[Any]) -> list[str]:
        return [self._places[one] for one in np.unique(self._of[periods]).tolist()]


@dataclass(slots=True)
class _Numbered:
    """Things by number, in the order in which they were first met."""

    said: list[Any]
    numbers: dict[Any, int]

    def of(self, thing: Any) -> int:
        number = self.numbers.setdefault(thing, len(self.said))
        if number == len(self.said):
            self.said.append(thing)
        return number

    def copy(self) -> _Numbered:
        return _Numbered(list(self.said), dict(self.numbers))


class _Words:
    """What many periods have in common: who holds, and the stretches of a row's JSON before and after its recent evidence."""

    def __init__(self) -> None:
        self.holders, self.middles, self.tails = _Numbered([], {}), _Numbered([], {}), _Numbered([], {})

    def copy(self) -> _Words:
        other = _Words()
        other.holders, other.middles, other.tails = self.holders.copy(), self.middles.copy(), self.tails.copy()
        return other


def _row(one: Control, words: _Words) -> tuple[Any, ...]:
    holders = in_order(one)
    return (
        _ordinal(one.valid.start, _ALWAYS),
        _ordinal(one.valid.end, _FOREVER),
        one.last_heard.toordinal(),
        one.voices,
        one.weight,
        one.belief,
        STATES.index(state_of(one)),
        words.holders.of(holders),
        words.middles.of(f"{json.dumps(holders)},{round(one.belief, 3)},"),
        words.tails.of(f',{one.voices},"{one.last_heard.isoformat()}"]'),
    )


def _ordinal(day: date | None, otherwise: int) -> int:
    return otherwise if day is None else day.toordinal()


def _texts(said: Sequence[str]) -> NDArray[Any]:
    """Texts as a column."""
    column = np.empty(len(said), dtype=object)
    column[:] = said
    return column


@cache
def _fading(bits: int) -> NDArray[Any]:
    """What is left of evidence by its age in days, up to ages of so many binary digits; as ``recent_on`` has it."""
    return np.array([exp(-days / FADES_DAYS) for days in range(2**bits)])
