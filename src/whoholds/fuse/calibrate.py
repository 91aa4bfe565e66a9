"""Temperatures from dated truth: how much less (or more) sure than the model one should be, by what is being heard."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from whoholds.fuse.panel import BLANK, Panel
from whoholds.fuse.parameters import Parameters

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


LATELY = 14  # days after which a screen's last look no longer counts as speaking


def amount(panel: Panel) -> NDArray[np.int64]:
    """How much is being heard of each place on each day [days, places]: 0, 1, or 2 and more screens lately."""
    count = np.zeros((panel.days, panel.places), np.int64)
    for log in panel.logs:
        if log.layer is None:
            day = np.where(log.shown != BLANK, np.arange(panel.days), -LATELY - 1)
            count += ((np.arange(panel.days) - np.maximum.accumulate(day, 1)) <= LATELY).T
    return np.minimum(count, 2)


def sharpened(shares: Array, heard: NDArray[np.int64], mode: str, numbers: Parameters) -> Array:
    """The shares [days, places, answers] with the exponent fitted for this mode and amount of evidence; else as they are."""
    power = np.ones(heard.shape)
    for of, much, exponent in numbers.temperatures:
        if of == mode:
            power[heard == much] = exponent
    out = np.maximum(shares, 1e-300) ** power[..., None]
    return np.asarray(out / out.sum(-1, keepdims=True))
