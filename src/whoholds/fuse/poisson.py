"""What a report says: a point event, whose rate depends on who holds the place and on how lately they came to.

States of a place with sides a, b, ...: stable a, stable b, ..., contested, fresh a, fresh b, ... A report of an
assertion multiplies the likelihood of each state by the rate of such reports in it. The same rates, summed over all
that might have been said, are what silence costs: a change of hands that nobody mentions is soon disbelieved.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from whoholds.fuse.assertions import Assertion
from whoholds.fuse.parameters import ANCHOR, NEUTRAL, OWN, Five, Moves, Parameters, Rate

Vector = NDArray[np.float64]
MOST_MET = 10_000  # likelihoods kept
SOMEBODY = "?"  # the side that holds a place when only one side is ever named there: never published


@dataclass(frozen=True, slots=True)
class Press:
    """The parameters made ready for the sides of a place; K = 2 * sides + 1.

    start    chance of each state before the first report. moves: chances per day, K x K, rows sum to 1.
    silence  expected reports per day in each state. met: likelihoods worked out before; many claims are alike.
    """

    numbers: Parameters
    sides: int
    rates: dict[tuple[str, str, str, bool], Five]
    start: Vector
    moves: NDArray[np.float64]
    silence: Vector
    met: dict[tuple[object, ...], Vector] = field(default_factory=dict, compare=False, repr=False)

    @property
    def states(self) -> int:
        """Number of states."""
        return 2 * self.sides + 1

    def rate(self, said: Assertion) -> tuple[Five, bool]:
        """The row of rates that fits the teller most narrowly, and whether it is one for hedged claims."""
        column = "lose" if said.column == "fall" else said.column
        for teller in (said.teller.source, said.teller.kind, "neutral"):
            for hedged in (True, False)[not said.hedged :]:
                found = self.rates.get((teller, column, said.relation, hedged))
                if found is not None:
                    return found, hedged
        column = "hold" if column in ("deny", "rebut") else column
        return self.rates["neutral", column, NEUTRAL, False], False

    def contest(self, said: Assertion) -> Five:
        """Rates of "there is fighting inside" by the same kind of teller."""
        found = self.rates.get((said.teller.kind, "contest", NEUTRAL, False))
        return found or self.rates["neutral", "contest", NEUTRAL, False]


@lru_cache(maxsize=256)
def press(numbers: Parameters, sides: tuple[str, ...], deaf: frozenset[str] = frozenset()) -> Press:
    """The parameters made ready for a place with these sides, which the ``deaf`` sources do not watch."""
    rates = {(row.teller, row.column, row.relation, row.hedged): row.values for row in numbers.rates}
    n = len(sides)
    settled = 1 - numbers.contested_at_first - numbers.fresh_at_first
    start = np.r_[np.full(n, settled / n), numbers.contested_at_first, np.full(n, numbers.fresh_at_first / n)]
    moves = transitions(numbers.moves, n, numbers.pace)
    return Press(numbers, n, rates, start, moves, silence(numbers, sides, deaf))


def transitions(moves: Moves, sides: int, pace: float = 1.0) -> NDArray[np.float64]:
    """Chances per day of passing from state to state; rows sum to 1. ``pace`` scales leaving a stable state."""
    contested, fresh = sides, slice(sides + 1, None)
    chances = np.zeros((2 * sides + 1, 2 * sides + 1))
    rivals = max(1, sides - 1)
    for a in range(sides):
        others = np.arange(sides) != a
        chances[a, contested] = moves.stable_contested * pace
        chances[a, fresh] = others * moves.stable_fresh * pace / rivals
        chances[a, :sides] = others * moves.stable_stable * pace / rivals
        own = sides + 1 + a
        chances[own, a] = moves.fresh_stable
        chances[own, contested] = moves.fresh_contested
        chances[own, fresh] = others * moves.fresh_fresh / rivals
    chances[contested, fresh] = moves.contested_fresh / sides
    chances[np.diag_indices_from(chances)] = 1 - chances.sum(1)
    return chances


def spread(values: Five, truth: NDArray[np.bool_]) -> Vector:
    """Rates by state, from rates by column: ``truth`` says for each side whether the assertion is true of it."""
    true_fresh, true_stable, contested, false_stable, false_fresh = values
    stable = np.where(truth, true_stable, false_stable)
    return np.asarray(np.r_[stable, contested, np.where(truth, true_fresh, false_fresh)])


def truth_of(column: str, side: int | None, sides: int) -> NDArray[np.bool_]:
    """Whether, for each side, the assertion would be true if it held the place."""
    if side is None:
        return np.ones(sides, bool)
    is_side = np.arange(sides) == side
    return np.asarray(~is_side if column == "lose" else is_side)


def log_likelihood(said: Assertion, side: int | None, ready: Press) -> Vector:
    """Log of the rate of such a claim in each state, up to a constant, before its weight.

    Doubts about wording, place and hedge are mixed in before the logarithm, so that a doubtful claim can never
    count for more than a small bounded amount.
    """
    alike = (said.teller.source, said.teller.kind, said.column, side, said.relation, said.hedged)
    key = (*alike, said.doubt, said.onset, said.share)
    if key not in ready.met:
        if len(ready.met) >= MOST_MET:
            ready.met.clear()
        ready.met[key] = _log_likelihood(said, side, ready)
    return ready.met[key]


def _log_likelihood(said: Assertion, side: int | None, ready: Press) -> Vector:
    truth = truth_of(said.column, side, ready.sides)
    values, hedged = ready.rate(said)
    doubt = doubt_of(said, ready.numbers, hedged=hedged)
    if said.onset:
        values = (values[0] * ready.numbers.told_fresh, *values[1:])
    rates = spread(values, truth)
    if said.share < 1.0 and said.column == "hold":
        rates = said.share * rates + (1 - said.share) * (ready.start @ rates)  # a quarter held says little of the rest
    elif said.share < 1.0 and said.column != "contest":
        both = spread(ready.contest(said), truth)  # part of it taken: the other side is still there
        rates = said.share * rates + (1 - said.share) * both * (values[0] / both[ready.sides])
    return np.asarray(np.log((1 - doubt) * rates + doubt * (ready.start @ rates)))


def doubt_of(said: Assertion, numbers: Parameters, *, hedged: bool) -> float:
    """Share of the likelihood given to "some other place": a hedge adds to it, unless the row is one of hedged claims."""
    blur = numbers.hedged if said.hedged and not hedged else 0.0
    return 1 - (1 - said.doubt) * (1 - blur)


def before(said: Assertion, side: int | None, ready: Press) -> Vector | None:
    """Log-likelihood of each state on the day *before* a change whose day is told; None for all other claims.

    Who came to hold a place that day did not hold it the day before; who lost it that day did.
    """
    if not said.onset or side is None:
        return None
    after = truth_of(said.column, side, ready.sides)
    early = np.where(np.r_[after, False, after], ready.numbers.onset, 1.0)
    return np.asarray(np.log((1 - said.doubt) * early + said.doubt * (ready.start @ early)))


def silence(numbers: Parameters, sides: tuple[str, ...], deaf: frozenset[str] = frozenset()) -> Vector:
    """Reports to be expected per day in each state, over all that may be said and all who may say it but the ``deaf``."""
    n = len(sides)
    total = np.zeros(2 * n + 1)
    hedges = {(row.teller, row.column, row.relation) for row in numbers.rates if row.hedged}
    for row in numbers.rates:
        if not row.expected or row.teller == ANCHOR or row.column == "rebut" or row.teller in deaf:
            continue  # nobody waits for the desk, nor for an answer to what is unsaid
        more = 0.0 if row.column == "deny" or row.hedged else numbers.hedged_rate
        plain = 1.0 if (row.teller, row.column, row.relation) in hedges else 1 + more
        for side in spoken_of(row, sides):
            total += plain * spread(row.values, truth_of(row.column, side, n))
    return total * numbers.coverage


def spoken_of(row: Rate, sides: tuple[str, ...]) -> list[int | None]:
    """The sides (by index) that such a claim can be about; None for one that names no side."""
    if row.column == "contest":
        return [None]
    every = range(len(sides))
    if row.side and row.relation != NEUTRAL:
        gains_own = (row.relation == OWN) != (row.column == "lose")
        return [i for i in every if (sides[i] == row.side) == gains_own]
    return list(every)
