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
from whoholds.fuse.parameters import Parameters, Screen

Array = NDArray[np.float64]
MEMORY = 10  # days: a screen seen unchanged after a longer gap may have been off, and counts for no more than these
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
        ready = table(_screen(source, numbers), sides)
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
            if before != right:
                chances[before, state, right] = screen.corrects * (screen.slow if before == slow else 1.0)
            chances[before, state, before] = 0.0
            chances[before, state, before] = 1 - chances[before, state].sum()
        chances[NEVER, state] = (1 - screen.first) / n
        chances[NEVER, state, right] = screen.first
    return chances


def _screen(source: str, numbers: Parameters) -> Screen:
    """The map's own row of numbers, else the one for any map."""
    return next((row for row in numbers.screens if row.source == source), numbers.screens[0])
