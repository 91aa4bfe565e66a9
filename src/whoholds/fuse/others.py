"""A place without each of its tellers: what all the *others* make of it, for every teller at once.

The same chain serves all of them. Each of its days is visited once, with a row for each teller left out, so that a place of
a dozen tellers costs little more than one. The chances equal those of ``beliefs.weigh`` over the others alone.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

import numpy as np

from whoholds.fuse.assertions import Assertion, Heard
from whoholds.fuse.beliefs import Array, by_side, evidence_of, logit, sides_of
from whoholds.fuse.chain import chain, paces, table
from whoholds.fuse.parameters import Parameters
from whoholds.fuse.poisson import press

WITHIN = 14  # days after its day within which what a claim says must come to hold
NEAR = 60  # days: others who spoke of the place no nearer than this to the claim cannot check it
LEAD = 30  # days apart at most: two reports of one event
ALIKE = 12  # decimals in which two chances must differ for one to be the higher: the first of equal days counts
MOST = 4.0  # nats that the others can speak for or against one claim: they err too
Checked = tuple[float | None, float | None]  # chance within a fortnight; nats for it. None: nobody else spoke near it


class Others:
    """What all the others make of a place, with and without what they say about the time of a claim.

    said  the assertions with their echoes weighed, by day; tellers: keys of those to be left out, one at a time.
    """

    def __init__(self, said: Sequence[Assertion], found: Heard, numbers: Parameters, tellers: Sequence[str]) -> None:
        self._row = {teller: row for row, teller in enumerate(tellers)}
        self._numbers, self._sides = numbers, sides_of(found)
        self._said = said
        ready = press(numbers, self._sides, found.deaf)
        pieces = evidence_of(said, self._sides, ready)
        mine = np.array([self._row.get(piece.said.teller.key, -1) for piece in pieces])
        days = np.array([piece.day for piece in pieces], int)
        firsts = np.array(
            [piece.said.since if piece.said.column == "hold" else piece.said.day for piece in pieces], int
        )
        rows = range(len(tellers))
        theirs = [mine != row for row in rows]
        self._heard = [bool(some.any()) for some in theirs]
        self._begins = [int(min(firsts[some].min(), days[some].min())) - 1 if some.any() else 0 for some in theirs]
        self._last = [int(days[some].max()) if some.any() else 0 for some in theirs]
        begins = [one for one, heard in zip(self._begins, self._heard, strict=True) if heard]
        if not begins:
            return
        pace = paces([(warm.start, warm.end, warm.factor) for warm in found.warm])
        moves, quiet = table(ready.moves, ready.silence), table(ready.moves, ready.silence * 0)
        line = chain(sorted([*begins, *days.tolist()]), pace, ready.start, moves)
        self._line = line
        self._still = tuple(quiet.powers(factor) for factor in line.factors)
        evidence = np.zeros((len(line.days), len(tellers), ready.states))
        at = {day: i for i, day in enumerate(line.days)}
        for piece, teller in zip(pieces, mine.tolist(), strict=True):
            terms = evidence[at[piece.day]]
            kept = terms[teller].copy() if teller >= 0 else None
            terms += piece.terms
            if kept is not None:
                terms[teller] = kept
        turns = {day for day, _ in pace}
        self._own = [
            sorted(at[day] for day in {begun, *days[some].tolist(), *(turns & at.keys())} if begun <= day <= last)
            if some.any()
            else []
            for some, begun, last in zip(theirs, self._begins, self._last, strict=True)
        ]
        self._run(evidence, *(_rows_by([at.get(day, 0) for day in some]) for some in (self._begins, self._last)))

    def _run(self, evidence: Array, starting: dict[int, list[int]], ending: dict[int, list[int]]) -> None:
        """Forward and backward over the days, each row from its own first day to its own last; then every day's chances."""
        line = self._line
        likelihood = np.exp(evidence - evidence.max(-1, keepdims=True))
        ahead, behind = np.empty_like(evidence), np.ones_like(evidence)
        steps = [line.step(i) for i in range(len(line.days) - 1)]
        now = np.broadcast_to(line.start, evidence.shape[1:])
        for i in range(len(line.days)):
            now = now @ steps[i - 1] if i else now
            if i in starting:
                now = now.copy()
                now[starting[i]] = line.start
            now = now * likelihood[i]
            now /= now.sum(-1, keepdims=True)
            ahead[i] = now
        known = likelihood[-1]
        for i in range(len(line.days) - 2, -1, -1):
            row = known @ steps[i].T
            row /= row.sum(-1, keepdims=True)
            row[ending.get(i, [])] = 1.0
            behind[i] = row
            known = row * likelihood[i]
        self._ahead, self._after = ahead, behind * likelihood
        self._daily = self._every(ahead, behind)

    def _every(self, ahead: Array, behind: Array) -> Array:
        """Chances of each state on every day of the chain [rows, days, states]."""
        days, (_, rows, states) = self._line.days, ahead.shape
        out = np.empty((rows, days[-1] - days[0] + 1, states))
        out[:, np.array(days) - days[0]] = (ahead * behind).transpose(1, 0, 2)
        for i in range(len(days) - 1):
            gap = days[i + 1] - days[i]
            if gap > 1:
                powers = self._line.powers[i].upto(gap)[1:gap]
                come = ahead[i] @ powers.transpose(1, 0, 2).reshape(states, -1)
                go = (self._after[i + 1] @ powers.reshape(-1, states).T).reshape(rows, gap - 1, states)
                first = days[i] - days[0] + 1
                np.multiply(come.reshape(go.shape), go[:, ::-1], out=out[:, first : first + gap - 1])
        out /= out.sum(-1, keepdims=True)
        return out

    def on(self, teller: str, claims: Sequence[Assertion]) -> list[Checked]:
        """For each of the teller's claims: the highest chance of what it says within a fortnight, and nats for it."""
        row = self._row[teller]
        near = sorted({one.day for one in self._said if one.teller.key != teller})
        told: list[Checked] = [(None, None)] * len(claims)
        asked = []
        for i, one in enumerate(claims):
            if not self._heard[row] or not _near(near, one.day):
                continue
            if one.column == "contest" or one.side in self._sides:
                asked.append(i)
            elif one.column != "lose":
                told[i] = (0.0, -MOST)
        if asked:
            for i, checked in zip(asked, self._checked(teller, [claims[i] for i in asked]), strict=True):
                told[i] = checked
        return told

    def _checked(self, teller: str, claims: Sequence[Assertion]) -> list[Checked]:
        row = self._row[teller]
        begins, last = self._begins[row], self._last[row] + self._numbers.carry_days
        sides, every = len(self._sides), self.without(teller)
        days = np.array([one.day for one in claims])[:, None] + np.arange(WITHIN + 1)
        rows = np.clip(days, begins, last) - begins
        side = np.array([-1 if one.column == "contest" else self._sides.index(one.side) for one in claims])
        lost = np.array([one.column == "lose" for one in claims])
        shares = by_side(every[rows], sides, self._numbers.temperature)
        chances = np.take_along_axis(shares, np.broadcast_to(side[:, None, None] % (sides + 1), (*rows.shape, 1)), -1)
        chances = np.where(lost[:, None], 1 - chances[..., 0], chances[..., 0])
        best = chances.round(ALIKE).argmax(1)
        each = np.arange(len(claims))
        top = chances[each, best]
        expected = np.stack(
            [
                self._expected(row, one.day - LEAD, begins + int(day))
                for one, day in zip(claims, rows[each, best], strict=True)
            ]
        )
        before = by_side(expected, sides)[each, side]
        before = np.where(lost, 1 - before, before)
        odds = np.clip(logit(top) - logit(before), -MOST, MOST)
        return list(zip(top.tolist(), odds.tolist(), strict=True))

    def without(self, teller: str) -> Array:
        """Chances of each state by the others, from the day before anything is spoken of to the last, and what is foreseen."""
        row = self._row[teller]
        start, begins, last = self._line.days[0], self._begins[row], self._last[row]
        end = bisect_left(self._line.days, last)
        powers = self._line.powers[end].upto(self._numbers.carry_days)[1 : self._numbers.carry_days + 1]
        foreseen = self._ahead[end, row] @ powers
        foreseen /= foreseen.sum(-1, keepdims=True)
        return np.concatenate([self._daily[row, begins - start : last - start + 1], foreseen])

    def _expected(self, row: int, since: int, day: int) -> Array:
        """Chances of each state on a day by what was heard before ``since``, as if nobody were listened to from then on."""
        days, still, own = self._line.days, self._still, self._own[row]
        before, end = bisect_left(own, bisect_left(days, since)), own[-1]
        now = self._ahead[own[before - 1], row] if before else self._line.start
        at = own[max(0, before - 1)]
        while at < end and days[at + 1] <= day:
            now = now @ still[at][days[at + 1] - days[at]]
            at += 1
        return np.asarray(now @ still[at][max(0, day - days[at])])


def _rows_by(places: Sequence[int]) -> dict[int, list[int]]:
    """Place in the chain → rows that begin, or end, there."""
    found: dict[int, list[int]] = {}
    for row, place in enumerate(places):
        found.setdefault(place, []).append(row)
    return found


def _near(days: Sequence[int], day: int) -> bool:
    """True when one of these days (ascending) is no farther than ``NEAR`` from the day."""
    return bisect_right(days, day + NEAR) > bisect_left(days, day - NEAR)
