"""The arithmetic of one answer: what the prior, each claim and silence add to its log-odds against its rival.

For the leading answer a of a period and its runner-up b, on a day of it, log P(a) - log P(b) is split exactly. Let q_a be the paths
through a on that day, weighed by how well they fit everything heard, and q_b those through b. Then
  a claim's line = its weight * (mean log-rate along q_a - mean log-rate along q_b),
  silence        = the same for the reports that were not made,
  neighbours     = the same for the pull of what is believed around, where it counts,
  prior          = what is left: how much likelier the moves along q_a were beforehand (and how many ways there are).
These are exact at the fitted paths and free of order; ``leave_out`` is the other question: the same log-odds, worked
out again without the claim.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from whoholds.control import Term
from whoholds.fuse.beliefs import Beliefs
from whoholds.fuse.chain import Chain, chain, table
from whoholds.fuse.poisson import SOMEBODY
from whoholds.fuse.timeline import periods

Array = NDArray[np.float64]
PINNED = -1e4  # log-likelihood of a state ruled out by the question: e^-10000 is 0 in floating point
SILENCE = "reports that were to be expected and did not come"
NEIGHBOURS = "what is believed of the places around"


def terms(known: Beliefs, day: int) -> tuple[Term, ...]:
    """The lines of the answer on a day (ordinal); none before the first day spoken of.

    First the prior, then claims by what leaving them out would do, then silence. The two answers weighed are those
    that lead the published period around the day; ``direct`` of all lines sums to their log-odds on the day itself,
    which may be more or less than the period's mean.
    """
    if day < known.first:
        return ()
    ask = _question(known, min(day, known.begins + len(known.daily) - 1))
    at = {d: i for i, d in enumerate(ask.line.days)}
    heat = known.ready.numbers.temperature
    pieces: dict[str, list[tuple[int, Array]]] = defaultdict(list)
    for piece in known.evidence:
        pieces[piece.said.claim.id].append((at[piece.day], piece.terms))
    found = ask.run()
    paths = found.paths()
    direct = {c: sum(float(t @ (paths[i, 0] - paths[i, 1])) for i, t in own) for c, own in pieces.items()}
    spent = ask.days_spent(found)
    quiet = -float(known.ready.silence @ spent.sum(0))
    pulled = float((spent * ask.pull_by_day()).sum())
    logit, left_out = found.odds, ask.leaving_out(pieces, found)
    unheard = float(ask.logit(np.zeros_like(ask.evidence))[0])
    without_silence = float(ask.aloud(known).logit(ask.evidence)[0])
    prior = logit - quiet - pulled - sum(direct.values())
    copies = _copies(known, pieces)
    ranked = sorted(direct, key=lambda c: (-round(abs(left_out[c]), 9), c))
    claims = (
        Term(
            kind="claim",
            direct=heat * direct[c],
            leave_out=heat * left_out[c],
            claim=c,
            copies=tuple(sorted(copies.get(c, ()))),
        )
        for c in ranked
    )
    odds = f"{_word(known, ask.lead)} against {_word(known, ask.rival)}"
    return (
        Term(kind="prior", direct=heat * prior, leave_out=heat * unheard, words=odds),
        *claims,
        Term(kind="silence", direct=heat * quiet, leave_out=heat * (logit - without_silence), words=SILENCE),
        *_neighbours(known, ask, pulled, logit),
    )


def _neighbours(known: Beliefs, ask: _Question, pulled: float, logit: float) -> tuple[Term, ...]:
    """The line of the neighbours; none where they do not count."""
    if not any(pull is not None for pull in ask.line.pulls):
        return ()
    alone, heat = float(ask.by_itself(known).logit(ask.evidence)[0]), known.ready.numbers.temperature
    return (Term(kind="neighbours", direct=heat * pulled, leave_out=heat * (logit - alone), words=NEIGHBOURS),)


def _word(known: Beliefs, answer: int) -> str:
    if answer == len(known.sides):
        return "fighting inside"
    return "somebody else" if known.sides[answer] == SOMEBODY else known.sides[answer]


def _copies(known: Beliefs, pieces: Container[str]) -> dict[str, set[str]]:
    """Claim → the claims that only repeat it."""
    copies: dict[str, set[str]] = defaultdict(set)
    for one in known.said:
        if one.copy_of and one.claim.id not in pieces:
            copies[one.copy_of].add(one.claim.id)
    return copies


@dataclass(frozen=True, slots=True)
class _Run:
    """All evidence with the answer given on the day, and with its rival given [days, 2, K]; forward, backward, log-odds."""

    both: Array
    ahead: Array
    behind: Array
    odds: float

    def paths(self) -> Array:
        """Chance of each state on each evidence day, along the paths through either [days, 2, K]."""
        chances = self.ahead * self.behind
        return np.asarray(chances / chances.sum(-1, keepdims=True))


@dataclass(frozen=True, slots=True)
class _Question:
    """The leading answer against its rival, on one day of a chain: ``at`` is the day's place in it.

    Answers: a side by its index, fighting inside after them. ``evidence``: [days, 1, K].
    """

    line: Chain
    evidence: Array
    at: int
    lead: int
    rival: int
    sides: int

    def states(self, answer: int) -> list[int]:
        """The states in which the answer is right."""
        return [answer] if answer == self.sides else [answer, self.sides + 1 + answer]

    def pinned(self, evidence: Array) -> Array:
        """The evidence twice, for each of the batch: with the answer given on the day, and with its rival given."""
        both = np.repeat(evidence, 2, axis=1)
        for i, answer in enumerate((self.lead, self.rival)):
            out = np.ones(evidence.shape[-1], bool)
            out[self.states(answer)] = False
            both[self.at, i::2, out] = PINNED
        return both

    def run(self) -> _Run:
        """All evidence gone through once, with either answer given."""
        both = self.pinned(self.evidence)
        ahead, total = self.line.forward(both)
        return _Run(both, ahead, self.line.backward(both), float(total[0] - total[1]))

    def days_spent(self, found: _Run) -> Array:
        """Chance of each state on each day after the first [days, K]: on paths through the answer, less those through its rival."""
        spent = []
        for i in (slice(0, 1), slice(1, 2)):
            daily = self.line.beliefs(found.both[:, i], found.ahead[:, i], found.behind[:, i])
            spent.append(daily[1:])
        return np.asarray(spent[0] - spent[1])

    def pull_by_day(self) -> Array:
        """Logarithm of the neighbours' pull on each state on each day after the first [days, K]."""
        gaps, nothing = np.diff(self.line.days), np.zeros(len(self.line.start))
        pulls = self.line.pulls or (None,) * len(gaps)
        rows = [nothing if pull is None else np.log(pull) for pull in pulls[: len(gaps)]]
        return np.repeat(np.array(rows).reshape(-1, len(nothing)), gaps, axis=0)

    def logit(self, evidence: Array) -> Array:
        """Log-odds on the day, for each of the batch: from the chance of all evidence through each."""
        total = self.line.forward(self.pinned(evidence))[1].reshape(-1, 2)
        return np.asarray(total[:, 0] - total[:, 1])

    def leaving_out(self, pieces: Mapping[str, list[tuple[int, Array]]], found: _Run) -> dict[str, float]:
        """How much the log-odds lose without each claim in turn: exact, from one run forward and one backward.

        Cut at a claim's days, every path falls into three parts; only the middle one is run again without it.
        """
        both, ahead, behind = found.both, found.ahead, found.behind
        out = {}
        for claim, own in pieces.items():
            own_days = sorted({spot for spot, _ in own})
            first, last = own_days[0], own_days[-1]
            less = {spot: np.exp(-sum(terms for day, terms in own if day == spot)) for spot in own_days}
            with_it, without = ahead[first], ahead[first] * less[first]
            for spot in range(first + 1, last + 1):
                step, likelihood = self.line.step(spot - 1), np.exp(both[spot] - both[spot].max(-1, keepdims=True))
                with_it = with_it @ step * likelihood
                without = without @ step * likelihood * less.get(spot, 1.0)
            gain = np.log((with_it * behind[last]).sum(-1)) - np.log((without * behind[last]).sum(-1))
            out[claim] = float(gain[0] - gain[1])
        return out

    def aloud(self, known: Beliefs) -> _Question:
        """The same question where silence costs nothing."""
        still = table(known.ready.moves, np.zeros(known.ready.states))
        return replace(self, line=chain(self.line.days, _factors(self.line), self.line.start, still, _pulls(self.line)))

    def by_itself(self, known: Beliefs) -> _Question:
        """The same question where no neighbour counts."""
        quiet = table(known.ready.moves, known.ready.silence)
        return replace(self, line=chain(self.line.days, _factors(self.line), self.line.start, quiet))


def _question(known: Beliefs, day: int) -> _Question:
    """The question of a day, with the day among those of the chain."""
    line, n = known.chain, len(known.sides)
    if day not in line.days:
        days = sorted({*line.days, day})
        line = chain(days, _factors(line), line.start, table(known.ready.moves, known.ready.silence), _pulls(line))
    at = {d: i for i, d in enumerate(line.days)}
    evidence = np.zeros((len(line.days), 1, known.ready.states))
    for piece in known.evidence:
        evidence[at[piece.day], 0] += piece.terms
    row = known.row(day)
    share = next((one.mean for one in periods(known) if one.start <= row < one.end), known.shares[row])
    lead, rival = sorted(range(n + 1), key=lambda i: (-share[i], _word(known, i)))[:2]
    return _Question(line, evidence, at[day], lead, rival, n)


def _pulls(line: Chain) -> list[tuple[int, Array | None]]:
    return list(zip(line.days, line.pulls, strict=True)) if line.pulls else []


def _factors(line: Chain) -> list[tuple[int, float]]:
    return list(zip(line.days, line.factors, strict=True))
