"""Learning the numbers from the reports themselves, without labels, under strong priors.

Expectation and maximisation in turn: how likely each state was on each day; then how often each kind of claim was
made in each state, how screens changed, how places moved. Without strong priors this drifts (a geolocator comes out
as a liar); with them it finds each source's lag, error and leaning. What *contested* means is the exception: it
differs from map to map, so the rows of a screen that shows it are held loosely.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from whoholds.fuse.beliefs import QUIET_AFTER, by_side
from whoholds.fuse.displays import Watched, prior_counts
from whoholds.fuse.front import ALONE, Looking, Weather, as_known, backward, forward
from whoholds.fuse.panel import Panel, Spoken, columns
from whoholds.fuse.parameters import ANCHOR, EXPOSURE, Moves, Parameters, Rate
from whoholds.fuse.poisson import spoken_of, transitions

Array = NDArray[np.float64]

SETTLED_DAYS = 3000.0  # place-days that the prior of a settled state's rates is worth, times the strength
MOVING_DAYS = 60.0  # the same for contested and fresh states, of which there are few days
STRENGTH = 10.0
FRONT_DAYS = 20_000.0  # the same for the shape of a front, in each stretch of exposure
PACE_DAYS = SETTLED_DAYS * STRENGTH  # the same for how fast the whole front moves
PASSES = 12
LEVELLINGS = 3  # passes over which the prior takes the level of what is heard


@dataclass(frozen=True, slots=True, kw_only=True)
class Learnt:
    """Numbers in the making: the rows of rates and their values [rows, 5]; moves; fronts; tables of screens."""

    rows: tuple[Rate, ...]
    values: Array
    moves: Array
    fronts: Array
    screens: tuple[Array, ...]
    field: float = 0.0


def untaught(spoken: Spoken, panel: Panel, numbers: Parameters) -> Learnt:
    """The prior, ready to be taught: what the parameters say before any report of this panel is heard."""
    n = len(panel.sides)
    fronts = {front.side: front for front in numbers.fronts}
    known = [fronts.get(side) or fronts.get("") for side in panel.sides]
    plain = _plain_front(numbers.moves, numbers.pace)
    chances = [plain if one is None else np.array([one.contested, one.fresh, one.stable]) for one in known]
    return Learnt(
        rows=tuple(spoken.rows),
        values=np.array([row.values for row in spoken.rows]).reshape(-1, 5),
        moves=transitions(numbers.moves, n, 1.0),
        fronts=np.stack(chances),
        screens=tuple(prior_counts(log, panel.sides, numbers)[1] for log in panel.logs),
        field=numbers.field,
    )


def _plain_front(moves: Moves, pace: float, floor: float = 0.05, full: float = 0.3) -> Array:
    """Chances by exposure before anything is learnt: from a twentieth deep behind the line to all of it at the line."""
    edges = np.r_[0.0, EXPOSURE, 1.0]
    heat = floor + (1 - floor) * np.minimum(1.0, (edges[1:] + edges[:-1]) / 2 / full)
    base = np.array([moves.stable_contested, moves.stable_fresh, moves.stable_stable])
    return np.asarray(base[:, None] * heat * pace)


class Lesson:
    """A panel made ready to be gone over again and again. ``apart``: places that teach nothing [places]."""

    def __init__(self, panel: Panel, numbers: Parameters, apart: NDArray[np.bool_] | None = None) -> None:
        self._teaches = np.ones(panel.places) if apart is None else 1.0 - apart
        self.panel, self.numbers = panel, numbers
        self.spoken = Spoken(panel, numbers)
        self._watched = [Watched(log) for log in panel.logs]
        self._n = len(panel.sides)
        self._cells = [
            (i, np.array(columns(row.column, side, self._n)))
            for i, row in enumerate(self.spoken.rows)
            if row.teller != ANCHOR  # nobody waits for the desk
            for side in spoken_of(row, panel.sides)
        ]
        self._anchored = np.array([row.teller == ANCHOR for row in self.spoken.rows], bool)

    def weather(self, learnt: Learnt) -> Weather:
        """The chances of moving that go with these numbers."""
        silence = np.zeros(self.panel.states)
        for row, column in self._cells:
            silence += learnt.values[row][column]
        alone = 1.0 if self.panel.said else ALONE
        start = np.broadcast_to(self.spoken.start, (self.panel.places, self.panel.states))
        return Weather(start, learnt.moves, learnt.fronts, silence, self.panel.around, learnt.field, alone)

    def evidence(self, learnt: Learnt) -> Array:
        """Log-likelihood of each state on each day, of reports and screens [days, places, K]."""
        out = self.screens(learnt)
        own, early = self.spoken.terms(learnt.values)
        np.add.at(out, (self.spoken.day, self.spoken.spot), own)
        np.add.at(out, ((self.spoken.since - 1).clip(0), self.spoken.spot), early)
        return out

    def screens(self, learnt: Learnt) -> Array:
        """The same of screens alone."""
        out = np.zeros((self.panel.days, self.panel.places, self.panel.states))
        for watched, table in zip(self._watched, learnt.screens, strict=True):
            out += watched.evidence(table)
        return out

    def power(self, learnt: Learnt) -> Array | None:
        """The field's power [days, places].

        Screens alone: off from the day on which any of them first changed its mind of the place. A place that screens
        have looked at again is theirs to tell; one that has been shown alike ever since its first look may be a slip
        of the drawing, and what lies round it tells. Where reports are heard: off for a fortnight after a screen spoke.
        """
        if not learnt.field or not self._watched:
            return None
        if not self.panel.said:
            tended = np.logical_or.reduce([watched.changed for watched in self._watched])
            return np.asarray(np.where(np.maximum.accumulate(tended, 1), 0.0, learnt.field).T)
        spoke = np.logical_or.reduce([watched.seen for watched in self._watched if watched.log.layer is None])
        day = np.where(spoke, np.arange(self.panel.days), -QUIET_AFTER - 1)
        quiet = np.arange(self.panel.days) - np.maximum.accumulate(day, -1) > QUIET_AFTER
        return np.asarray(np.where(quiet, learnt.field, 0.0).T)

    def now(self, learnt: Learnt) -> Array:
        """Shares of each day by what was known on it [days, places, sides and contested]."""
        own, early = self.spoken.terms(learnt.values)
        spoken, known = self.spoken, self.panel.known
        told = np.flatnonzero(spoken.told & (spoken.since > 0))
        pieces = (
            np.r_[known, known[told]],
            np.r_[spoken.day, spoken.since[told] - 1],
            np.r_[spoken.spot, spoken.spot[told]],
            np.concatenate([own, early[told]]),
        )
        chances = as_known(self.weather(learnt), pieces, self.screens(learnt), self.power(learnt))
        return by_side(chances, self._n)

    def back(self, learnt: Learnt) -> Array:
        """Shares of each day looking back from the last [days, places, sides and contested]."""
        return by_side(self._look(learnt).chances, self._n)

    def score(self, learnt: Learnt) -> Array:
        """Log of the chance of each place's evidence [places]."""
        return forward(self.weather(learnt), self.evidence(learnt), self.power(learnt)).score

    def _look(self, learnt: Learnt, worth: Array | None = None) -> Looking:
        weather, evidence, power = self.weather(learnt), self.evidence(learnt), self.power(learnt)
        return backward(weather, evidence, forward(weather, evidence, power), power, worth)

    def taught(self, learnt: Learnt, prior: Learnt, half_life: float = np.inf) -> Learnt:
        """One pass: what the panel says, given what is believed, with the prior's weight; old days may count for less."""
        worth = 0.5 ** (np.arange(self.panel.days)[::-1] / half_life)
        look, n = self._look(learnt, worth), self._n
        weighed = look.chances * worth[:, None, None] * self._teaches[:, None]
        worth = STRENGTH * np.r_[np.full(n, SETTLED_DAYS), np.full(n + 1, MOVING_DAYS)]
        by_column = STRENGTH * np.array([MOVING_DAYS, SETTLED_DAYS, MOVING_DAYS, SETTLED_DAYS, MOVING_DAYS])
        said, days = self._counted(weighed)
        moves = worth[:, None] * prior.moves + look.moved
        return replace(
            learnt,
            values=np.where(
                self._anchored[:, None], prior.values, (prior.values * by_column + said) / (by_column + days)
            ),
            moves=moves / moves.sum(1, keepdims=True),
            fronts=_fronts(prior.fronts, look),
            screens=tuple(
                watched.taught(prior_counts(watched.log, self.panel.sides, self.numbers)[0], weighed)
                for watched in self._watched
            ),
        )

    def levelled(self, prior: Learnt, half_life: float = np.inf) -> Learnt:
        """The prior with each row's rates at the level at which its source is heard here; what a report weighs stays.

        The prior is of a whole press. A record hears a few of many, and would take their silence for that of all.
        """
        worth = 0.5 ** (np.arange(self.panel.days)[::-1] / half_life)
        for _ in range(LEVELLINGS):
            weighed = self._look(prior).chances * worth[:, None, None] * self._teaches[:, None]
            said, days = self._counted(weighed)
            level = (said.sum(1) + 1.0) / ((prior.values * days).sum(1) + 1.0)
            level[self._anchored] = 1.0
            prior = replace(prior, values=prior.values * level[:, None])
        return prior

    def _counted(self, weighed: Array) -> tuple[Array, Array]:
        """(Reports of each row that were heard, place-days on which they might have been), by column [rows, 5]."""
        spoken, shape = self.spoken, (len(self.spoken.rows), 5)
        said, days, spent = np.zeros(shape), np.zeros(shape), weighed.sum((0, 1))
        mass = weighed[spoken.day, spoken.spot] * spoken.weight[:, None]
        np.add.at(said, (spoken.row[:, None], spoken.columns), mass)
        for row, column in self._cells:
            np.add.at(days[row], column, spent)
        return said, days


def _fronts(prior: Array, look: Looking) -> Array:
    """The front's chances: their level first, for each side and way, then their shape by exposure around that level."""
    known = prior.max(-1) * PACE_DAYS
    expected = (look.stayed[:, None] * prior).sum(-1)
    level = (known + look.left.sum(-1)) / (known + expected)
    shape = prior * level[..., None]
    return np.asarray((shape * FRONT_DAYS + look.left) / (FRONT_DAYS + look.stayed[:, None]))


def learn(
    panel: Panel,
    numbers: Parameters,
    *,
    passes: int = PASSES,
    begin: Learnt | None = None,
    half_life: float = np.inf,
) -> Learnt:
    """The numbers that this panel teaches, starting from (and held by) the parameters given.

    begin      an earlier fit to go on from; the prior stays the parameters'.
    half_life  days after which a day counts for half; sources and fronts change.
    """
    lesson = Lesson(panel, numbers)
    prior = untaught(lesson.spoken, panel, numbers)
    learnt = prior if begin is None else carried(begin, prior)
    for _ in range(passes):
        learnt = lesson.taught(learnt, prior, half_life)
    return learnt


def carried(begin: Learnt, prior: Learnt) -> Learnt:
    """The earlier fit, with rows for kinds of claim it had not met."""
    had = {name_of(row): values for row, values in zip(begin.rows, begin.values, strict=True)}
    values = [had.get(name_of(row), own) for row, own in zip(prior.rows, prior.values, strict=True)]
    return replace(begin, rows=prior.rows, values=np.array(values).reshape(-1, 5))


def name_of(row: Rate) -> tuple[str, str, str, bool]:
    """What makes a row of rates this row."""
    return (row.teller, row.column, row.relation, row.hedged)
