"""Beliefs of many places at once, day by day, each with an eye on its neighbours.

A place far from the enemy does not change hands like one at the line: the chance of leaving a settled state depends
on its *exposure*, the weighted share of its neighbours believed on the day before to be another's. A light *field*
may also pull a place towards what its neighbours are believed to be; it is weak against an invented gain's denial
and strong against the invention.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from whoholds.fuse.beliefs import FIELD_FLOOR, by_side
from whoholds.fuse.panel import Around
from whoholds.fuse.parameters import EXPOSURE

Array = NDArray[np.float64]
Ints = NDArray[np.int64]

ALONE = 0.12  # beside screens, an answer with more support around it than this is no island: the field leaves it be
LAG = 30  # days: what becomes known later than this after its day is counted LAG days back
PACES = len(EXPOSURE) + 1


@dataclass(frozen=True, slots=True)
class Weather:
    """Chances of moving, for all places.

    start    [places, K] before the first day. moves: K x K, of which the rows of contested and fresh states are used.
    fronts   [sides, 3, stretches of exposure]: chances per day for a side's settled places to come to be contested,
             freshly another's, or another's all along.
    silence  expected reports per day in each state. field: power per day.
    alone    support around an answer (a share) above which the field does not pull at all.
    """

    start: Array
    moves: Array
    fronts: Array
    silence: Array
    around: Around | None
    field: float = 0.0
    alone: float = 1.0

    @property
    def sides(self) -> int:
        """Number of sides."""
        return len(self.fronts)

    def stretch(self, shares: Array) -> Ints:
        """For each place and side, the stretch of exposure in which the side's hold would stand [places, sides]."""
        n = self.sides
        if self.around is None:
            return np.full((len(shares), n), PACES // 2)
        near = self.around.mean(shares)
        return np.asarray(np.searchsorted(EXPOSURE, 1 - near[:, :n] - near[:, n:] / 2))

    def tables(self, stretch: Ints) -> Array:
        """Chances of moving for each place [places, K, K]; rows sum to 1."""
        n, k = self.sides, 2 * self.sides + 1
        out = np.repeat(self.moves[None], len(stretch), 0)
        rivals = max(1, n - 1)
        for a in range(n):
            chances = self.fronts[a][:, stretch[:, a]]
            row = np.zeros((len(stretch), k))
            others = np.arange(n) != a
            row[:, n] = chances[0]
            row[:, n + 1 :] = chances[1][:, None] * others / rivals
            row[:, :n] = chances[2][:, None] * others / rivals
            row[:, a] = 1 - chances.sum(0)
            out[:, a] = row
        return out

    def pull(self, shares: Array, power: Array) -> Array:
        """What the neighbours' belief multiplies each state by [places, K]."""
        assert self.around is not None
        near = self.around.mean(shares)
        by_state = np.concatenate([near, near[:, : self.sides]], 1)
        return np.asarray(np.minimum(1.0, (FIELD_FLOOR + by_state) / self.alone) ** power[:, None])


def _normal(chances: Array) -> Array:
    return np.asarray(chances / chances.sum(-1, keepdims=True))


def _likelihood(evidence: Array) -> Array:
    return np.asarray(np.exp(evidence - evidence.max(-1, keepdims=True)))


@dataclass(frozen=True, slots=True)
class Pass:
    """One run over all days.

    ahead [days, places, K] given the evidence so far; stretch [days, places, sides]; score: log of the chance of each
    place's evidence, neighbours taken as found.
    """

    ahead: Array
    stretch: Ints
    score: Array


def forward(weather: Weather, evidence: Array, power: Array | None = None) -> Pass:
    """Beliefs of each day given the evidence up to it [days, places, K as log-likelihoods].

    ``power`` [days, places]: the field's, 0 where it is off; default: the weather's everywhere.
    """
    days, places, k = evidence.shape
    power = np.full((days, places), weather.field) if power is None else power
    ahead, stretch = np.empty(evidence.shape), np.zeros((days, places, weather.sides), np.int64)
    peak, likelihood = evidence.max(-1), _likelihood(evidence)
    score = np.zeros(places)
    now = np.broadcast_to(weather.start, (places, k))
    for day in range(days):
        if day:
            now, stretch[day] = _step(weather, ahead[day - 1], power[day])
        now = now * likelihood[day]
        mass = now.sum(-1)
        score += np.log(mass) + peak[day]
        ahead[day] = now / mass[:, None]
    return Pass(ahead, stretch, score)


def _step(weather: Weather, before: Array, power: Array) -> tuple[Array, Ints]:
    """(Chances of each state a silent day later, not summing to 1; the stretches of exposure that held)."""
    shares = by_side(before, weather.sides)
    stretch = weather.stretch(shares)
    now = np.einsum("pj,pjk->pk", before, weather.tables(stretch)) * np.exp(-weather.silence)
    if weather.around is not None and power.any():
        pull = weather.pull(shares, power)
        now = now * pull / pull.max(-1, keepdims=True)
    return now, stretch


@dataclass(frozen=True, slots=True)
class Looking:
    """Looking back over all days: ``chances`` [days, places, K] given everything; expected moves for learning.

    moved    [K, K] expected passages between states. left, stayed: of settled places, expected leavings by side, way
             and stretch of exposure [sides, 3, stretches], and days spent there [sides, stretches].
    """

    chances: Array
    moved: Array
    left: Array
    stayed: Array


def backward(
    weather: Weather, evidence: Array, run: Pass, power: Array | None = None, worth: Array | None = None
) -> Looking:
    """Beliefs of each day given all evidence, and the expected moves; ``worth``: what each day counts for in these."""
    days, places, k = evidence.shape
    n = weather.sides
    power = np.full((days, places), weather.field) if power is None else power
    quiet, likelihood = np.exp(-weather.silence), _likelihood(evidence)
    chances = np.empty_like(run.ahead)
    chances[-1] = run.ahead[-1]
    moved, left, stayed = np.zeros((k, k)), np.zeros((n, 3, PACES)), np.zeros((n, PACES))
    behind = np.ones((places, k))
    worth = np.ones(days) if worth is None else worth
    for day in range(days - 1, 0, -1):
        value = behind * likelihood[day] * quiet
        if weather.around is not None and power[day].any():
            value = value * weather.pull(by_side(chances[day], n), power[day])
        tables = weather.tables(run.stretch[day])
        ways = run.ahead[day - 1][:, :, None] * tables * value[:, None, :]
        ways /= ways.sum((1, 2), keepdims=True)
        chances[day - 1] = ways.sum(2)
        moved += worth[day] * ways.sum(0)
        for a in range(n):
            spots = run.stretch[day][:, a]
            gone = (ways[:, a, n], ways[:, a, n + 1 :].sum(1), ways[:, a, :n].sum(1) - ways[:, a, a])
            for way, mass in enumerate(gone):
                left[a, way] += worth[day] * np.bincount(spots, mass, minlength=PACES)
            stayed[a] += worth[day] * np.bincount(spots, chances[day - 1][:, a], minlength=PACES)
        behind = np.einsum("pjk,pk->pj", tables, value)
        behind /= behind.max(-1, keepdims=True)
    return Looking(chances, moved, left, stayed)


def as_known(
    weather: Weather, pieces: tuple[Ints, Ints, Ints, Array], logs: Array, power: Array | None = None
) -> Array:
    """Beliefs of each day by what was known on it [days, places, K]: no day sees a claim that came later.

    ``pieces``: (day known, day it speaks of, place, log-likelihood) of each assertion. ``logs`` [days, places, K]:
    what screens say, known at once. A claim about an earlier day is put there, and the days since are gone over.
    """
    days, places, k = logs.shape
    known, day_of, spot, terms = pieces
    power = np.full((days, places), weather.field) if power is None else power
    evidence, ahead, out = logs.copy(), np.empty(logs.shape), np.empty(logs.shape)
    for day in range(days):
        new = np.flatnonzero(known == day)
        on = np.clip(day_of[new], max(0, day - LAG), day)
        np.add.at(evidence, (on, spot[new]), terms[new])
        for again in range(int(on.min(initial=day)), day + 1):
            now = np.broadcast_to(weather.start, (places, k)) if not again else None
            if now is None:
                now, _ = _step(weather, ahead[again - 1], power[again])
            ahead[again] = _normal(now * _likelihood(evidence[again]))
        out[day] = ahead[day]
    return out
