"""A whole world at once: forward and backward over the claims of every place, as known at any moment.

The same recursion as ``chain``, on plain arrays: only days with evidence are visited, and the silent days between
them are one table of powers. Compiled by numba when it is installed (extra ``fast``); without it numpy runs the
same sums for all places side by side, claim by claim, with the same answers.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Ints = NDArray[np.int32]
EVER = np.iinfo(np.int32).max  # a day of knowledge after which nothing comes


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """The evidence about many places, sorted by place and day.

    begins   [places + 1]: the claims of place i are those from ``begins[i]`` up to ``begins[i + 1]``.
    day      of each claim, ascending within a place. known: the day from which it could be known.
    kind     of each claim: its row in ``likelihood`` [kinds, K], which is positive.
    powers   [days + 1, K, K]: how states move over so many silent days; longer gaps count as the longest.
    start    [K]: chance of each state on the day of the first claim, before it.
    """

    begins: NDArray[np.int64]
    day: Ints
    known: Ints
    kind: Ints
    likelihood: Array
    powers: Array
    start: Array


@dataclass(frozen=True, slots=True)
class Smoothed:
    """Chances of each state on the day of each claim: by what came up to it, and by everything; both [claims, K].

    Rows of claims that were not known yet are 0.
    """

    ahead: NDArray[np.float32]
    given_all: NDArray[np.float32]


def powers(table: Array, days: int) -> Array:
    """Powers 0 to ``days`` of a K x K table."""
    out = np.empty((days + 1, *table.shape))
    out[0] = np.eye(len(table))
    for day in range(days):
        out[day + 1] = out[day] @ table
    return out


def smooth(world: World, *, known: int = EVER, compiled: bool | None = None) -> Smoothed:
    """Filter and smoother of every place, from the claims that were known by the end of a day.

    compiled  True: with numba (ImportError without it); False: with numpy; None: whichever there is.
    """
    shape = (len(world.day), len(world.start))
    out = Smoothed(np.zeros(shape, np.float32), np.zeros(shape, np.float32))
    run = _by_numpy if compiled is False else (_numba(needed=compiled is True) or _by_numpy)
    parts = (world.begins, world.day, world.known, world.kind, world.likelihood, world.powers, world.start)
    run(*parts, known, out.ahead, out.given_all)
    return out


def _by_numpy(  # noqa: PLR0917 - plain arrays, as ``compiled`` takes them
    begins: NDArray[np.int64],
    day: Ints,
    known: Ints,
    kind: Ints,
    likelihood: Array,
    table: Array,
    start: Array,
    upto: int,
    ahead: NDArray[np.float32],
    given_all: NDArray[np.float32],
) -> None:
    """All places side by side: their first claims, then their second, and so on."""
    place = np.repeat(np.arange(len(begins) - 1), np.diff(begins))
    kept = np.flatnonzero(known <= upto)
    owner = place[kept]
    count = np.bincount(owner, minlength=len(begins) - 1)
    first = np.r_[0, np.cumsum(count)[:-1]]
    order = np.argsort(-count, kind="stable")
    first, left = first[order], count[order]
    gap = np.minimum(np.diff(day[kept], prepend=day[kept][:1]), len(table) - 1)
    longest = int(left[0]) if len(left) else 0
    now = np.repeat(start[None], len(order), 0)
    for turn in range(longest):
        some = int(np.searchsorted(-left, -turn))
        spots = first[:some] + turn
        now = now[:some]
        if turn:
            now = np.einsum("pj,pjk->pk", now, table[gap[spots]])
        now = now * likelihood[kind[kept[spots]]]
        now /= now.sum(1, keepdims=True)
        ahead[kept[spots]] = now
    behind = np.ones((len(order), len(start)))
    for turn in range(longest - 1, -1, -1):
        some = int(np.searchsorted(-left, -turn))
        spots = first[:some] + turn
        both = ahead[kept[spots]] * behind[:some]
        given_all[kept[spots]] = both / both.sum(1, keepdims=True)
        if turn:
            behind[:some] = np.einsum("pjk,pk->pj", table[gap[spots]], behind[:some] * likelihood[kind[kept[spots]]])
            behind[:some] /= behind[:some].max(1, keepdims=True)


@cache
def _numba(*, needed: bool) -> Callable[..., None] | None:
    """The compiled run, or None when numba is not installed and not asked for."""
    try:
        from whoholds.fuse.compiled import by_place
    except ImportError:
        if needed:
            raise
        return None
    return by_place
