"""One temperature from dated truth: how much less (or more) sure than the model one should be."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def temperature(shares: Array, truth: NDArray[np.int64], classes: Sequence[int] | None = None) -> float:
    """The exponent on shares [cases, answers] under which dated truth [cases] is least surprising, within [.2, 3].

    ``classes``: the answers to which truth is confined, if it is. Golden section on the log-loss, to .001.
    """
    logs = np.log(np.maximum(shares, 1e-12))
    if classes is not None:
        logs = logs[:, list(classes)]
        truth = np.searchsorted(list(classes), truth)

    def loss(power: float) -> float:
        scaled = power * logs
        top = scaled.max(1)
        chance = scaled[np.arange(len(truth)), truth] - top - np.log(np.exp(scaled - top[:, None]).sum(1))
        return -float(np.maximum(chance, np.log(1e-3)).mean())

    low, high, ratio = 0.2, 3.0, (5**0.5 - 1) / 2
    while high - low > 1e-3:
        left, right = high - ratio * (high - low), low + ratio * (high - low)
        low, high = (low, right) if loss(left) < loss(right) else (left, high)
    return (low + high) / 2
