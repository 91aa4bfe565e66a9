"""What a report says: a point event, whose rate depends on who holds the place and on how lately they came to.

States of a place with sides a, b, ...: stable a, stable b, ..., contested, fresh a, fresh b, ... A report of an
assertion multiplies the likelihood of each state by the rate of such reports in it. The same rates, summed over all
that might have been said, are what silence costs: a change of hands that nobody mentions is soon disbelieved.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from whoholds.fuse.assertions import Assertion
from whoholds.fuse.parameters import NEUTRAL, Five, Moves, Parameters

Vector = NDArray[np.float64]
SOMEBODY = "?"  # the side that holds a place when only one side is ever named there: never published


@dataclass(frozen=True, slots=True)
class Press:
    """The parameters made ready for places with so many sides; K = 2 * sides + 1.

    start    chance of each state before the first report. moves: chances per day, K x K, rows sum to 1.
    silence  expected reports per day in each state.
    """

    numbers: Parameters
    sides: int
    rates: dict[tuple[str, str, str], Five]
    start: Vector
    moves: NDArray[np.float64]
    silence: Vector

    @property
    def states(self) -> int:
        """Number of states."""
        return 2 * self.sides + 1

    def rate(self, said: Assertion) -> Five:
        """The row of rates that fits the teller most narrowly."""
        column = "lose" if said.column == "fall" else said.column
        for teller in (said.teller.source, said.teller.kind, "neutral"):
            found = self.rates.get((teller, column, said.relation))
            if found is not None:
                return found
        column = "hold" if column in ("deny", "rebut") else column
        return self.rates["neutral", column, NEUTRAL]

    def contest(self, said: Assertion) -> Five:
        """Rates of "there is fighting inside" by the same kind of teller."""
        return self.rates.get((said.teller.kind, "contest", NEUTRAL), self.rates["neutral", "contest", NEUTRAL])


@lru_cache(maxsize=64)
def press(numbers: Parameters, sides: int) -> Press:
    """The parameters made ready for places with so many sides."""
    rates = {(row.teller, row.column, row.relation): row.values for row in numbers.rates}
    settled = 1 - numbers.contested_at_first - numbers.fresh_at_first
    start = np.r_[
        np.full(sides, settled / sides), numbers.contested_at_first, np.full(sides, numbers.fresh_at_first / sides)
    ]
    return Press(
        numbers, sides, rates, start, transitions(numbers.moves, sides, numbers.pace), _silence(numbers, sides)
    )


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
    truth = truth_of(said.column, side, ready.sides)
    values = ready.rate(said)
    if said.onset:
        values = (values[0] * ready.numbers.told_fresh, *values[1:])
    rates = spread(values, truth)
    if said.share < 1.0 and said.column != "contest":
        both = spread(ready.contest(said), truth)  # part of it taken: the other side is still there
        rates = said.share * rates + (1 - said.share) * both * (values[0] / both[ready.sides])
    return np.asarray(np.log((1 - said.doubt) * rates + said.doubt * (ready.start @ rates)))


def before(said: Assertion, side: int | None, ready: Press) -> Vector | None:
    """Log-likelihood of each state on the day *before* a change whose day is told; None for all other claims.

    Who came to hold a place that day did not hold it the day before; who lost it that day did.
    """
    if not said.onset or side is None:
        return None
    after = truth_of(said.column, side, ready.sides)
    early = np.where(np.r_[after, False, after], ready.numbers.onset, 1.0)
    return np.asarray(np.log((1 - said.doubt) * early + said.doubt * (ready.start @ early)))


def _silence(numbers: Parameters, sides: int) -> Vector:
    """Reports to be expected per day in each state, over all that may be said and all who may say it."""
    total = np.zeros(2 * sides + 1)
    rows = {(row.teller, row.column, row.relation): row.values for row in numbers.rates}
    plain = 1 + numbers.hedged_rate
    for (teller, column, _), values in rows.items():
        if teller == "desk" or column == "rebut":  # nobody waits for the desk, nor for an answer to what is unsaid
            continue
        if column == "contest":
            total += plain * spread(values, np.ones(sides, bool))
            continue
        factor = 1.0 if column == "deny" else plain
        for side in range(sides):
            total += factor * spread(values, truth_of(column, side, sides))
    return total * numbers.coverage
