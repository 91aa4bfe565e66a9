"""Beliefs: for each day, the chance that each side holds the place, given everything heard of it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from whoholds.claim import Claim
from whoholds.fuse.assertions import Assertion, Heard, heard
from whoholds.fuse.beside import Beside
from whoholds.fuse.chain import Chain, chain, paces, table
from whoholds.fuse.displays import screens
from whoholds.fuse.echoes import voices
from whoholds.fuse.parameters import Parameters
from whoholds.fuse.poisson import SOMEBODY, Press, before, log_likelihood, press
from whoholds.fuse.tellers import Knows
from whoholds.text import Imprint

Array = NDArray[np.float64]
FIELD_FLOOR = 0.02  # the least that the field may make of an answer no neighbour supports
QUIET_AFTER = 14  # days after a map has looked during which the field is off, where reports are heard


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
    place: str,
    claims: Sequence[Claim],
    imprints: Mapping[str, Imprint],
    theatre: Knows,
    numbers: Parameters,
    *,
    beside: Sequence[Beside] = (),
) -> Beliefs | None:
    """The chances by day, or None when the claims say nothing of who holds the place.

    beside  the neighbours, which count with the power ``numbers.field`` a day.
    """
    found = heard(place, claims, imprints, theatre, numbers)
    if not found.said or not found.sides:
        return None
    return weigh(voices(found.said, imprints, numbers), found, numbers, beside)


def weigh(
    said: tuple[Assertion, ...], found: Heard, numbers: Parameters, beside: Sequence[Beside] = ()
) -> Beliefs | None:
    """The chances by day from assertions whose echoes have been weighed; None when none is evidence."""
    sides = sides_of(found)
    ready = press(numbers, sides, found.deaf)
    evidence = evidence_of(said, sides, ready)
    if not evidence:
        return None
    first = min(one.said.since if one.said.column == "hold" else one.said.day for one in evidence)
    begins = min(first, *(piece.day for piece in evidence)) - 1
    days = [begins, *(piece.day for piece in evidence)]
    pace = paces([(warm.start, warm.end, warm.factor) for warm in found.warm])
    pulls = pulled(beside, sides, numbers.field, [one.said.day for one in evidence if one.said.teller.kind == "map"])
    line = chain(days, pace, ready.start, table(ready.moves, ready.silence), pulls)
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


def sides_of(found: Heard) -> tuple[str, ...]:
    """The sides considered: all that are named, and ``SOMEBODY`` beside a single one."""
    return found.sides if len(found.sides) > 1 else (*found.sides, SOMEBODY)


def by_side(chances: Array, sides: int, temperature: float = 1.0) -> Array:
    """Chances of each side (stable or fresh) and, last, of fighting inside; sharpened or dulled by the temperature."""
    shares = chances[..., : sides + 1].copy()
    shares[..., :sides] += chances[..., sides + 1 :]
    if temperature != 1.0:
        shares = np.maximum(shares, 1e-300) ** temperature
        shares /= shares.sum(-1, keepdims=True)
    return np.asarray(shares)


def pulled(
    beside: Sequence[Beside], sides: tuple[str, ...], power: float, looks: Sequence[int] = ()
) -> list[tuple[int, Array | None]]:
    """(From which day on, what each day multiplies the chance of each state by) for the neighbours of a place.

    A neighbour counts from its first day on. None on days on which no neighbour counts, or a map has looked lately.
    """
    if not power or not beside:
        return []
    quiet = [(day, day + QUIET_AFTER + 1) for day in looks]
    days = {day for one in beside for day in one.starts} | {day for spell in quiet for day in spell}
    out: list[tuple[int, Array | None]] = []
    for day in sorted(days):
        near, weight = np.zeros(len(sides) + 1), 0.0
        for one in beside:
            at = bisect_right(one.starts, day) - 1
            if at >= 0:
                near += one.weight * _seen_from(sides, one.sides, one.shares[at])
                weight += one.weight
        pull: Array | None = None
        if weight and not any(start <= day < end for start, end in quiet):
            pull = (FIELD_FLOOR + np.r_[near, near[:-1]] / weight) ** power
            pull /= pull.max()
        out.append((day, pull))
    return out


def _seen_from(sides: tuple[str, ...], others: tuple[str, ...], shares: Sequence[float]) -> Array:
    """A neighbour's shares as shares of this place's sides: "somebody else" is any side not named there."""
    out = np.zeros(len(sides) + 1)
    out[-1] = shares[-1]
    rest = [i for i, side in enumerate(sides) if side not in others or side == SOMEBODY]
    for side, share in zip(others, shares[:-1], strict=True):
        if side != SOMEBODY and side in sides:
            out[sides.index(side)] += share
        else:
            for i in rest:
                out[i] += share / len(rest)
    return out


def logit(chances: Array) -> Array:
    """Log-odds of chances, kept within 1e-12 of 0 and 1."""
    inside = chances.clip(1e-12, 1 - 1e-12)
    return np.asarray(np.log(inside) - np.log1p(-inside))


def evidence_of(said: Sequence[Assertion], sides: Sequence[str], ready: Press) -> tuple[Evidence, ...]:
    """The pieces of evidence, those of copies left out: they weigh nothing."""
    pieces, index = [], {side: i for i, side in enumerate(sides)}
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
