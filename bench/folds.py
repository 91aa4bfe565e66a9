"""The field's power and the temperatures chosen by blocked folds, and what the choice is worth where it was not made.

    python bench/folds.py [--data DIR] [--cache DIR]

Rolling predictions of the development tasks at several powers of the field, before any temperature. For each of five
blocks of places (by longitude) and each stretch of 30 days, the power is the one with the least Brier score on the truth
of the *other* blocks on *earlier* days (tasks A, B and C, each counting alike), and the exponents are fitted to the same
days of the same blocks; with too few such days there is no field and no exponent. Printed: the scores of that, beside the
bars and beside each power held throughout; what was chosen when; and the choice of all blocks and days, which is what the
package and ``fusion.py`` use on places and days that are not in this data. --cache keeps the predictions.
"""

from __future__ import annotations

import argparse
from collections import Counter
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np

from fusion import rolling, screens_of
from peers import DATA, benchmark
from whoholds.fuse.calibrate import amount, temperature
from whoholds.fuse.parameters import PRIOR

POWERS = (0.0, 0.01, 0.02, 0.03, 0.05)  # past .05 a salient is erased
BARS = {"A": 0.056, "B": 0.026, "C": 0.100, "A_sparse": 0.045}  # Brier; ECE .03; at most one miss on A_sparse
FITTED = ("A", "B", "C")
BLOCKS, STRETCH, ENOUGH = 5, 30, 2000  # place-days of a task below which it has no say, and an exponent stays 1
EVER = 10**6


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--data", type=Path, default=DATA)
    ap.add_argument("--cache", type=Path)
    a = ap.parse_args()
    score, spec, places, ids = benchmark(a.data)
    east = np.array([point.lon for point in places.values()])
    block = np.searchsorted(np.quantile(east, np.arange(1, BLOCKS) / BLOCKS), east)
    told, truth, mask, much, day = {}, {}, {}, {}, {}
    for name in BARS:
        task = spec["tasks"][name]
        lo, hi = max(0, task["window"][0]), task["window"][1]
        panel = screens_of(a.data, spec, task, places)
        for power in POWERS:
            kept = a.cache / f"{name}-{power}.npy" if a.cache else None
            if kept is not None and kept.exists():
                shares = np.load(kept)
            else:
                numbers = replace(PRIOR, reader=(), field=power, temperatures=())
                shares = rolling(panel, numbers, lo)[lo:hi].transpose(1, 0, 2)
                if kept is not None:
                    np.save(kept, shares)
            p = np.clip(shares, score.CLIP, None)
            told[name, power] = p / p.sum(-1, keepdims=True)
        truth[name] = score.load_truth(a.data, spec, task, ids)
        mask[name] = truth[name] < 2
        mask[name][:, : task["skip"]] = False
        much[name], day[name] = amount(panel)[lo:hi].T, np.arange(lo, hi)

    def others(name: str, own: int, before: int) -> np.ndarray:
        return mask[name] & (block != own)[:, None] & (day[name] < before)

    @cache
    def power_for(own: int, before: int) -> float:
        total = dict.fromkeys(POWERS, 0.0)
        for name in FITTED:
            some = others(name, own, before)
            if some.sum() < ENOUGH:
                continue
            right = np.eye(3)[truth[name][some].astype(int)]
            for power in POWERS:
                total[power] += ((told[name, power][some] - right) ** 2).sum(-1).mean()
        return min(POWERS, key=lambda power: (total[power], power))

    @cache
    def exponent(heard: int, own: int, before: int) -> float:
        power = power_for(own, before)
        shares, right = [], []
        for name in FITTED:
            some = others(name, own, before) & (much[name] == heard)
            shares.append(told[name, power][some])
            right.append(truth[name][some].astype(np.int64))
        count = sum(map(len, right))
        return temperature(np.concatenate(shares), np.concatenate(right)) if count >= ENOUGH else 1.0

    def line(name: str, what: str, p: np.ndarray) -> None:
        got = score.basic(p, truth[name], mask[name])
        missed = score.score(p, np.ones(mask[name].shape, bool), truth[name].copy(), spec["tasks"][name], reps=0)
        fits = "within" if got["brier"] <= BARS[name] and got["ece"] <= 0.03 else "OVER"
        print(
            f"{name:8s} {what:28s} Brier {got['brier']:.4f} (bar {BARS[name]:.3f})  log-loss {got['log_loss']:.4f}  "
            f"ECE {got['ece']:.4f} (bar .03)  misses {missed['misses']}  {fits}"
        )

    for name in BARS:
        chosen: Counter[float] = Counter()
        out = np.empty_like(told[name, 0.0])
        for own in range(BLOCKS):
            for start in range(0, len(day[name]), STRETCH):
                some = np.ix_(block == own, np.arange(start, min(start + STRETCH, len(day[name]))))
                before = int(day[name][start])
                power = power_for(own, before)
                chosen[power] += 1
                powers = np.array([exponent(heard, own, before) for heard in range(3)])[much[name][some]]
                out[some] = told[name, power][some] ** powers[..., None]
        out /= out.sum(-1, keepdims=True)
        line(name, "chosen on other folds", out)
        for power in POWERS:
            line(name, f"power {power} throughout, as is", told[name, power])
        print(f"{name:8s} chosen: " + ", ".join(f"{power} in {n} folds" for power, n in sorted(chosen.items())))
    print(f"all blocks, all days: power {power_for(-1, EVER)}")
    for heard in range(3):
        print(f"all blocks, all days: screens heard lately {heard}: exponent {exponent(heard, -1, EVER):.3f}")


if __name__ == "__main__":
    main()
