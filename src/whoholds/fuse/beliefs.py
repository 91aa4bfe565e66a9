"""Beliefs: for each day, the chance that each side holds the place, given everything heard of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from whoholds.claim import Claim
from whoholds.fuse.assertions import Assertion, Heard, heard
from whoholds.fuse.chain import Chain, chain, paces, table
from whoholds.fuse.displays import screens
from whoholds.fuse.echoes import voices
from whoholds.fuse.parameters import Parameters
from whoholds.fuse.poisson import SOMEBODY, Press, before, log_likelihood, press
from whoholds.fuse.tellers import Knows
from whoholds.text import Imprint

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one assertion multiplies the likelihood of each state by (as logarithms, weight included), on one day."""

    said: Assertion
    day: int
    terms: Array


@dataclass(frozen=True, slots=True)
class Beliefs:
    """A place's chances by day.

    sides     the sides considered; ``SOMEBODY`` among them when only one is ever named.
    first     ordinal of the first day the claims speak of: nothing is said of earlier days.
    begins    ordinal of the first row of ``daily``: the day before anything is spoken of.
    last      ordinal of the last day with evidence; later rows foresee that nothing more is heard.
    daily     chances of each state, a row a day: stable sides, contested, fresh sides.
    shares    chances of each side and, last, of fighting inside; calibrated.
    """

    ready: Press
    sides: tuple[str, ...]
    said: tuple[Assertion, ...]
    evidence: tuple[Evidence, ...]
    chain: Chain
    on_day: Array
    ahead: Array
    behind: Array
    first: int
    begins: int
    last: int
    daily: Array
    shares: Array

    def row(self, day: int) -> int:
        """Row of a day; the last row stands for all days after it."""
        return min(day - self.begins, len(self.daily) - 1)


def beliefs(
    place: str, claims: Sequence[Claim], imprints: Mapping[str, Imprint], theatre: Knows, numbers: Parameters
) -> Beliefs | None:
    """The chances by day, or None when the claims say nothing of who holds the place."""
    found = heard(place, claims, imprints, theatre, numbers)
    if not found.said or not found.sides:
        return None
    return weigh(voices(found.said, imprints, numbers), found, numbers)


def weigh(said: tuple[Assertion, ...], found: Heard, numbers: Parameters) -> Beliefs | None:
    """The chances by day from assertions whose echoes have been weighed; None when none is evidence."""
    sides = found.sides if len(found.sides) > 1 else (*found.sides, SOMEBODY)
    index = {side: i for i, side in enumerate(sides)}
    ready = press(numbers, sides)
    evidence = _evidence(said, index, ready)
    if not evidence:
        return None
    first = min(one.said.since if one.said.column == "hold" else one.said.day for one in evidence)
    begins = min(first, *(piece.day for piece in evidence)) - 1
    days = [begins, *(piece.day for piece in evidence)]
    pace = paces([(warm.start, warm.end, warm.factor) for warm in found.warm])
    line = chain(days, pace, ready.start, table(ready.moves, ready.silence))
    at = {day: i for i, day in enumerate(line.days)}
    on_day = np.zeros((len(line.days), 1, ready.states))
    for piece in evidence:
        on_day[at[piece.day], 0] += piece.terms
    ahead, _ = line.forward(on_day)
    behind = line.backward(on_day)
    daily = line.beliefs(on_day, ahead, behind, beyond=numbers.carry_days)
    last = line.days[-1]
    shares = by_side(daily, len(sides), numbers.temperature)
    return Beliefs(ready, sides, said, evidence, line, on_day, ahead, behind, first, begins, last, daily, shares)


def by_side(chances: Array, sides: int, temperature: float = 1.0) -> Array:
    """Chances of each side (stable or fresh) and, last, of fighting inside; sharpened or dulled by the temperature."""
    shares = chances[..., : sides + 1].copy()
    shares[..., :sides] += chances[..., sides + 1 :]
    if temperature != 1.0:
        shares = np.maximum(shares, 1e-300) ** temperature
        shares /= shares.sum(-1, keepdims=True)
    return np.asarray(shares)


def logit(chances: Array) -> Array:
    """Log-odds of chances, kept within 1e-12 of 0 and 1."""
    inside = chances.clip(1e-12, 1 - 1e-12)
    return np.asarray(np.log(inside) - np.log1p(-inside))


def _evidence(said: Sequence[Assertion], index: Mapping[str, int], ready: Press) -> tuple[Evidence, ...]:
    """The pieces of evidence, those of copies left out: they weigh nothing."""
    pieces = []
    for one in said:
        if one.weight == 0.0 or one.teller.kind == "map":
            continue
        side = index[one.side] if one.side else None
        pieces.append(Evidence(one, one.day, one.weight * log_likelihood(one, side, ready)))
        early = before(one, side, ready)
        if early is not None:
            pieces.append(Evidence(one, one.since - 1, one.weight * early))
    looks = [one for one in said if one.teller.kind == "map"]
    if looks:
        pieces += [Evidence(look, look.day, terms) for look, terms in screens(looks, index, ready.numbers)]
    return tuple(pieces)
