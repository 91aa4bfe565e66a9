"""What a map or a table says: a lagging display, whose evidence lies in its changes and in staying wrong.

It is not a fresh vote each day. A screen that shows the truth keeps showing it; one that is wrong is corrected with
some chance a day; now and then it errs. Each row of a map's claims is one look at its screen; between two looks that show
the same it has shown the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from whoholds.fuse.assertions import Assertion
from whoholds.fuse.panel import BLANK, Log
from whoholds.fuse.parameters import Parameters, Screen

Array = NDArray[np.float64]
MEMORY = 10  # days: a screen seen unchanged after a longer gap may have been off, and counts for no more than these
SCREEN_DAYS = (
    200.0 * 200.0
)  # looks that the prior of a row of a screen is worth: of x25 to x200, best on the development tasks
FIRST_LOOKS = 20.0
LOOSE = 0.025  # factor on that for a screen that shows contested: what the word means there is for the data to say
NEVER = -1  # the screen has shown nothing yet


def screens(looks: Sequence[Assertion], sides: Mapping[str, int], numbers: Parameters) -> list[tuple[Assertion, Array]]:
    """Each look at a map with its log-likelihood by state; ``looks`` of all maps, by day."""
    shown: dict[str, tuple[int, int]] = {}
    out = []
    for look in looks:
        source = look.teller.source
        now = sides.get(look.side, len(sides)) if look.column != "contest" else len(sides)
        if look.column not in ("take", "hold", "contest"):
            continue
        ready = ready_table(source, sides, numbers)
        before, day = shown.get(source, (NEVER, look.day))
        days = min(max(1, look.day - day), MEMORY) if now == before else 1
        out.append((look, days * np.log(ready[before, :, now])))
        shown[source] = (now, look.day)
    return out


def table(screen: Screen, sides: Mapping[str, int]) -> Array:
    """Chance of what is shown next, [shown before, state, shown now]: each row sums to 1.

    Shown: a side by its index, contested after them; the last plane stands for nothing shown yet.
    """
    n = len(sides)
    truth = np.r_[np.arange(n), n, np.arange(n)]  # what a right screen shows in each state
    chances = np.full((n + 2, 2 * n + 1, n + 1), screen.errs)
    slow = sides.get(screen.leaning, NEVER)
    for state, right in enumerate(truth):
        for before in range(n + 1):
            if before == right:
                chances[before, state] *= (
                    2  # what is right is spoilt a little oftener than what is wrong is spoilt anew
                )
            else:
                chances[before, state, right] = screen.corrects * (screen.slow if before == slow else 1.0)
            chances[before, state, before] = 0.0
            chances[before, state, before] = 1 - chances[before, state].sum()
        chances[NEVER, state] = (1 - screen.first) / n
        chances[NEVER, state, right] = screen.first
    return chances


def ready_table(source: str, sides: Mapping[str, int], numbers: Parameters) -> Array:
    """The map's own fitted table, its sides in this order, if it has one for these sides; else one from its numbers."""
    row = _screen(source, numbers)
    if not row.table or set(row.sides) != set(sides):
        return table(row, sides)
    n = len(sides)
    order = [row.sides.index(side) for side in sides]
    shows, states = [*order, n], [*order, n, *(n + 1 + i for i in order)]
    return np.array(row.table)[np.ix_([*shows, n + 1], states, shows)]


def _screen(source: str, numbers: Parameters) -> Screen:
    """The map's own row of numbers, else the one for any map."""
    own = next((row for row in numbers.screens if row.source == source), None)
    return own or next((row for row in numbers.screens if not row.source), Screen())


def prior_counts(log: Log, sides: tuple[str, ...], numbers: Parameters) -> tuple[Array, Array]:
    """(How many looks the prior counts for, its table) of a screen, both [shown before, state, shown now]."""
    n = len(sides)
    index = {side: i for i, side in enumerate(sides)}
    if log.layer is None:
        ready = ready_table(log.source, index, numbers)
        looks = np.full((n + 2, 2 * n + 1, 1), SCREEN_DAYS)
        looks[n], looks[-1] = SCREEN_DAYS * LOOSE, FIRST_LOOKS
        return ready * looks, ready
    row = _screen(log.source, numbers)
    ready = np.array(row.table) if row.table else layer_table(log.layer, n)
    return ready * SCREEN_DAYS, ready


def layer_table(side: int, sides: int) -> Array:
    """The same for a layer that shows one side's claims: [absent or there before, state, absent or there now]."""
    right = np.r_[np.arange(sides), sides, np.arange(sides)]
    comes = np.where(right == side, 0.02, np.where(right == sides, 0.006, 0.001))
    goes = np.where(right == side, 0.02, 0.15)
    return np.stack([np.stack([1 - comes, comes], 1), np.stack([goes, 1 - goes], 1)])


class Watched:
    """A log as numbers: what was shown before each look (memory kept over days without data), and at it."""

    def __init__(self, log: Log) -> None:
        self.log = log
        shown = log.shown.astype(np.int64)
        self.seen = shown != BLANK
        if log.layer is not None and self.seen.any():
            self.seen[:, : int(self.seen.any(0).argmax()) + 1] = False  # its first day sets the scene
        day = np.where(shown != BLANK, np.arange(shown.shape[1]), -1)
        last = np.maximum.accumulate(day, 1)
        last = np.concatenate([np.full((len(shown), 1), -1), last[:, :-1]], 1)
        before = np.take_along_axis(shown, last.clip(0), 1)
        nothing = 0 if log.layer is not None else BLANK
        self.before, self.now = np.where(last < 0, nothing, before), shown.clip(0)
        self.changed = self.seen & (self.before != self.now) & (self.before != NEVER)

    def evidence(self, table: Array) -> Array:
        """Log-likelihood of each state [days, places, K]."""
        by_look = np.log(table).transpose(0, 2, 1)
        terms = by_look[self.before, self.now]
        terms[~self.seen] = 0.0
        return np.asarray(terms.transpose(1, 0, 2))

    def taught(self, counts: Array, chances: Array) -> Array:
        """The table when each state was as likely as these chances say [days, places, K]."""
        planes, k, shows = counts.shape
        look = ((self.before % planes) * shows + self.now)[self.seen]
        weight = chances.transpose(1, 0, 2)[self.seen]
        heard = np.stack([np.bincount(look, weight[:, z], minlength=planes * shows) for z in range(k)])
        total = counts + heard.reshape(k, planes, shows).transpose(1, 0, 2)
        return np.asarray(total / total.sum(-1, keepdims=True))
