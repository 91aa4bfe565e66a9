"""Forward and backward over days, visiting only the days that bring evidence.

Between them the table of silent days is raised to a power. The result equals the dense recursion day by day; what it
costs depends on the number of claims, not of days. A batch of variants (one claim left out, the answer pinned on a
day) runs at once: likelihoods may carry a batch axis.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Value = TypeVar("Value")
MOST_LEAVING = 0.5  # however warm a place, it stays as it is with at least this chance from one day to the next


class Powers:
    """Powers of one K x K table, made when first asked for and kept."""

    def __init__(self, table: Array) -> None:
        self._all = np.stack([np.eye(len(table)), table])

    def upto(self, n: int) -> Array:
        """Powers 0 to n (at least), stacked."""
        while len(self._all) <= n:
            have = self._all
            self._all = np.concatenate([have, have[1:] @ have[-1]])
        return self._all

    def __getitem__(self, n: int) -> Array:
        power: Array = self.upto(n)[n]
        return power


def warmed(moves: Array, factor: float, settled: int) -> Array:
    """The table with the chance of leaving each of the first ``settled`` states multiplied, within bounds."""
    if factor == 1.0:
        return moves
    hot = moves.copy()
    for state in range(settled):
        leaving = 1 - moves[state, state]
        wanted = min(factor * leaving, max(MOST_LEAVING, leaving))
        hot[state] *= wanted / leaving if leaving else 0.0
        hot[state, state] = 1 - wanted
    return hot


@dataclass(frozen=True, slots=True)
class Chain:
    """Days (ordinals, ascending) that bring evidence or a change of pace, and how states move between them.

    factors  for each stretch from one day to the next: how much likelier a change is than usual.
    pulls    for each stretch: what each of its days multiplies the chance of each state by, beside silence; None: nothing.
    start    chance of each state on the first day, before its evidence.
    """

    days: tuple[int, ...]
    factors: tuple[float, ...]
    start: Array
    powers: tuple[Powers, ...]
    pulls: tuple[Array | None, ...] = ()

    def forward(self, evidence: Array) -> tuple[Array, Array]:
        """(Chance of each state given the evidence so far [days, batch, K], log of the evidence's chance [batch]).

        ``evidence`` is the log-likelihood [days, batch or 1, K].
        """
        shape = np.broadcast_shapes(evidence.shape, (1, 1, len(self.start)))
        peak = evidence.max(-1, keepdims=True)
        likelihood = np.exp(evidence - peak)
        ahead, mass, every = np.empty(shape), np.empty((*shape[:2], 1)), np.ones((shape[2], 1))
        now = np.broadcast_to(self.start, shape[1:])
        for i in range(shape[0]):
            if i:
                now = now @ self.step(i - 1)
            now = now * likelihood[i]
            mass[i] = now @ every
            now = now / mass[i]
            ahead[i] = now
        return ahead, (peak + np.log(mass)).sum(0)[..., 0]

    def backward(self, evidence: Array) -> Array:
        """How well each state explains the evidence of later days [days, batch, K], each row up to a factor."""
        shape = np.broadcast_shapes(evidence.shape, (1, 1, len(self.start)))
        likelihood = np.exp(evidence - evidence.max(-1, keepdims=True))
        behind, every = np.ones(shape), np.full((shape[2], 1), 1 / shape[2])
        for i in range(shape[0] - 2, -1, -1):
            row = (behind[i + 1] * likelihood[i + 1]) @ self.step(i).T
            behind[i] = row / (row @ every)
        return behind

    def step(self, i: int) -> Array:
        """How states move from one of the days to the next, K x K, silence on the way included."""
        return self.powers[i][self.days[i + 1] - self.days[i]]

    def beliefs(self, evidence: Array, ahead: Array, behind: Array, beyond: int = 0) -> Array:
        """Chance of each state on every day from the first to the last and ``beyond`` [days, K]; first of the batch."""
        pieces = []
        likelihood = np.exp(evidence - evidence.max(-1, keepdims=True))
        for i in range(len(self.days)):
            pieces.append(ahead[i, 0][None] * behind[i, 0])
            if i + 1 < len(self.days):
                gap = self.days[i + 1] - self.days[i]
                if gap > 1:
                    powers = self.powers[i].upto(gap)[: gap + 1]
                    come = ahead[i, 0] @ powers[1:gap]
                    go = powers[1:gap] @ (behind[i + 1, 0] * likelihood[i + 1, 0])
                    pieces.append(come * go[::-1])
        if beyond:
            pieces.append(ahead[-1, 0] @ self.powers[-1].upto(beyond)[1 : beyond + 1])
        every = np.concatenate(pieces)
        return np.asarray(every / every.sum(-1, keepdims=True))


class Table:
    """The silent days of places with so many sides: one table of powers for each pace."""

    def __init__(self, moves: Array, silence: Array) -> None:
        self._moves, self._quiet = moves, np.exp(-silence)
        self._by_factor: dict[float, Powers] = {}

    def powers(self, factor: float, pull: Array | None = None) -> Powers:
        """Powers of the table for a stretch on which change is that much likelier, and neighbours pull so."""
        if pull is not None:
            return Powers(self.powers(factor)[1] * pull)
        if factor not in self._by_factor:
            settled = (len(self._moves) - 1) // 2
            self._by_factor[factor] = Powers(warmed(self._moves, factor, settled) * self._quiet)
        return self._by_factor[factor]


def chain(
    days: Sequence[int],
    factor_from: Sequence[tuple[int, float]],
    start: Array,
    table: Table,
    pull_from: Sequence[tuple[int, Array | None]] = (),
) -> Chain:
    """A chain over these days; the others say from which day on (ascending) which pace holds, and which pull."""
    breaks = [day for day, _ in (*factor_from, *pull_from) if days[0] < day]
    every = tuple(sorted({*days, *(day for day in breaks if day < days[-1])}))
    factors, pulls = _in_force(every, factor_from, 1.0), _in_force(every, pull_from, None)
    made = tuple(table.powers(factor, pull) for factor, pull in zip(factors, pulls, strict=True))
    return Chain(every, factors, start, made, pulls if pull_from else ())


def _in_force(days: Sequence[int], since: Sequence[tuple[int, Value]], before: Value) -> tuple[Value, ...]:
    """For each of the days (ascending) what holds on it."""
    out, current, rest = [], before, 0
    for day in days:
        while rest < len(since) and since[rest][0] <= day:
            current = since[rest][1]
            rest += 1
        out.append(current)
    return tuple(out)


def paces(warm: Sequence[tuple[int, int, float]]) -> list[tuple[int, float]]:
    """(day, factor) from which day on which factor holds: the largest of those in force (start, end, factor)."""
    spells: list[tuple[int, int, float]] = []
    for start, end, factor in sorted(warm, key=lambda one: (one[2], one[0], one[1])):
        if spells and spells[-1][2] == factor and start <= spells[-1][1]:
            spells[-1] = (spells[-1][0], max(end, spells[-1][1]), factor)
        else:
            spells.append((start, end, factor))
    out: list[tuple[int, float]] = []
    for day in sorted({edge for start, end, _ in spells for edge in (start, end)}):
        factor = max((f for start, end, f in spells if start <= day < end), default=1.0)
        if not out or out[-1][1] != factor:
            out.append((day, factor))
    return out


@lru_cache(maxsize=64)
def _table(key: tuple[bytes, bytes, int]) -> Table:
    moves, silence, states = key
    return Table(np.frombuffer(moves).reshape(states, states), np.frombuffer(silence))


def table(moves: Array, silence: Array) -> Table:
    """The powers for these moves and this silence; made once."""
    return _table((moves.tobytes(), silence.tobytes(), len(moves)))
