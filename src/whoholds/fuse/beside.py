"""Beside: what is believed of the places around one, as weighing it takes it; and who can say what lies beside what."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from whoholds.claim import Claim
from whoholds.fuse.tellers import Knows
from whoholds.place import Point
from whoholds.text import Imprint

Evidence = Callable[[str], tuple[Sequence[Claim], Mapping[str, Imprint]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What is believed of a neighbour by its own claims alone.

    weight  of all neighbours of a place, they sum to 1.
    sides   ids; "?" among them stands for somebody else, where only one side is ever named.
    starts  first days (ordinals, ascending) of stretches of days; the last goes on.
    shares  of each side and, last, of fighting inside, in each stretch.
    """

    weight: float
    sides: tuple[str, ...]
    starts: tuple[int, ...]
    shares: tuple[tuple[float, ...], ...]


class Locates(Knows, Protocol):
    """What finding neighbours asks of a theatre."""

    def point_of(self, ident: str, /) -> Point | None:
        """Where a settled place is; None of any other."""
        ...


class Surroundings(Protocol):
    """Who lies next to whom, and what is believed of each alone."""

    def beside(self, place: str) -> tuple[Beside, ...]:
        """What is believed of the places around this one, as ``fuse`` takes it."""
        ...

    def touched(self, stale: Sequence[str]) -> set[str]:
        """The places whose answer may change when these did: they themselves, and those beside them."""
        ...
