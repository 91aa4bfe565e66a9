"""The kernel of ``kernel.py`` for numba: each place by itself, blocks of places on all threads. Imported only there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numba
import numpy as np

BLOCK = 128  # places handed to a thread at a time


def _run(  # noqa: PLR0917 - plain arrays, in the order of ``kernel``
    begins: Any,
    day: Any,
    known: Any,
    kind: Any,
    likelihood: Any,
    table: Any,
    start: Any,
    upto: int,
    ahead: Any,
    given_all: Any,
) -> None:
    places, states, longest = len(begins) - 1, len(start), len(table) - 1
    blocks = (places + BLOCK - 1) // BLOCK
    for block in numba.prange(blocks):
        now, after, behind = np.empty(states), np.empty(states), np.empty(states)
        for place in range(block * BLOCK, min(places, (block + 1) * BLOCK)):
            before = -1
            for i in range(begins[place], begins[place + 1]):
                if known[i] > upto:
                    continue
                likely = likelihood[kind[i]]
                mass = 0.0
                if before < 0:
                    for k in range(states):
                        after[k] = start[k] * likely[k]
                        mass += after[k]
                else:
                    move = table[min(day[i] - day[before], longest)]
                    after[:] = 0.0
                    for j in range(states):
                        held = now[j]
                        for k in range(states):
                            after[k] += held * move[j, k]
                    for k in range(states):
                        after[k] *= likely[k]
                        mass += after[k]
                scale = 1.0 / mass
                for k in range(states):
                    now[k] = after[k] * scale
                    ahead[i, k] = now[k]
                before = i
            behind[:] = 1.0
            later = -1
            for i in range(begins[place + 1] - 1, begins[place] - 1, -1):
                if known[i] > upto:
                    continue
                if later >= 0:
                    move = table[min(day[later] - day[i], longest)]
                    likely = likelihood[kind[later]]
                    for k in range(states):
                        now[k] = behind[k] * likely[k]
                    most = 0.0
                    for j in range(states):
                        mean = 0.0
                        for k in range(states):
                            mean += move[j, k] * now[k]
                        after[j] = mean
                        most = max(most, mean)
                    scale = 1.0 / most
                    for k in range(states):
                        behind[k] = after[k] * scale
                mass = 0.0
                for k in range(states):
                    after[k] = ahead[i, k] * behind[k]
                    mass += after[k]
                scale = 1.0 / mass
                for k in range(states):
                    given_all[i, k] = after[k] * scale
                later = i


_compile: Any = numba.njit(parallel=True, cache=True, nogil=True, error_model="numpy")
by_place: Callable[..., None] = _compile(_run)
