"""The whole map on one day, as little as a map needs: made in one pass over histories already read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from whoholds.ask.who import ENOUGH, in_order, recent_on, state_of
from whoholds.control import Control, State


@dataclass(frozen=True, slots=True, kw_only=True)
class Glance:
    """One place on one day; the fields as in ``Answer``."""

    place: str
    state: State
    holders: tuple[str, ...]
    probability: float
    voices: int
    last_heard: date
    recent: float


def glances(histories: Iterable[tuple[str, Sequence[Control]]], on: date) -> Iterator[Glance]:
    """What these histories say of a day; places of which nothing is known on it are left out."""
    for place, controls in histories:
        for one in controls:
            if on in one.valid:
                recent = recent_on(one, on)
                yield Glance(
                    place=place,
                    state=State.STALE if recent < ENOUGH else state_of(one),
                    holders=in_order(one),
                    probability=one.belief,
                    voices=one.voices,
                    last_heard=one.last_heard,
                    recent=recent,
                )
                break
