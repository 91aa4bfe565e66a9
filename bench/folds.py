"""The field's power and the temperatures chosen by blocked folds, and what the choice is worth where it was not made.

    python bench/folds.py [--data DIR] [--cache DIR] [--write bench/fusion_exponents.csv]

Rolling predictions of the development tasks at several powers of the field, before any temperature. The places are five
blocks by longitude, the days stretches of 30. For each block and stretch the choice is made on the truth of the *other*
blocks (tasks A, B and C, each counting alike), on *earlier* days ("past") or on all days but the stretch ("aside"): the
power with the least Brier score, and exponents that make the truth least surprising. With too few such days there is no
field and no exponent. Printed beside the bars: with the power that the simulator chose, where truth is no map's word
(press.py --fields); with the power chosen by folds; and with each power throughout. Last, the exponents of all blocks by the day
from which they could be known, which ``fusion.py --rolling`` uses. --cache keeps the predictions.
"""

from __future__ import annotations

import argparse
import csv
from collections import Counter
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np

from fusion import FIELD, rolling, screens_of
from peers import DATA, benchmark
from whoholds.fuse.calibrate import amount, temperature
from whoholds.fuse.parameters import PRIOR

POWERS = (0.0, 0.01, 0.02, 0.03, 0.05)  # past .05 a salient is erased
BARS = {"A": 0.056, "B": 0.026, "C": 0.100, "A_sparse": 0.045}  # Brier; on A_sparse one miss at most
ECE = 0.03
FITTED = ("A", "B", "C")
BLOCKS, STRETCH, ENOUGH = 5, 30, 2000  # place-days of a task below which it has no say, and an exponent stays 1
EVER, NOBODY = 10**6, -1
Fold = tuple[str, int, int]  # how, own block, first day


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--data", type=Path, default=DATA)
    ap.add_argument("--cache", type=Path)
    ap.add_argument("--write", type=Path)
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

    def training(name: str, fold: Fold) -> np.ndarray:
        """The place-days whose truth may speak on the fold's choice."""
        scheme, own, start = fold
        days = day[name] < start if scheme == "past" else (day[name] < start) | (day[name] >= start + STRETCH)
        return mask[name] & (block != own)[:, None] & days

    @cache
    def power_for(fold: Fold) -> float:
        total = dict.fromkeys(POWERS, 0.0)
        for name in FITTED:
            some = training(name, fold)
            if some.sum() < ENOUGH:
                continue
            right = np.eye(3)[truth[name][some].astype(int)]
            for power in POWERS:
                total[power] += ((told[name, power][some] - right) ** 2).sum(-1).mean()
        return min(POWERS, key=lambda power: (total[power], power))

    @cache
    def exponent(heard: int, power: float, fold: Fold) -> float:
        shares, right = [], []
        for name in FITTED:
            some = training(name, fold) & (much[name] == heard)
            shares.append(told[name, power][some])
            right.append(truth[name][some].astype(np.int64))
        count = sum(map(len, right))
        return temperature(np.concatenate(shares), np.concatenate(right)) if count >= ENOUGH else 1.0

    def folded(name: str, scheme: str, fixed: float | None) -> np.ndarray:
        out, chosen = np.empty_like(told[name, 0.0]), Counter[float]()
        for own in range(BLOCKS):
            for start in range(0, len(day[name]), STRETCH):
                some = np.ix_(block == own, np.arange(start, min(start + STRETCH, len(day[name]))))
                fold = (scheme, own, int(day[name][start]))
                power = power_for(fold) if fixed is None else fixed
                chosen[power] += 1
                exponents = np.array([exponent(heard, power, fold) for heard in range(3)])
                out[some] = told[name, power][some] ** exponents[much[name][some]][..., None]
        if fixed is None:
            print(f"{name:8s} {scheme}: " + ", ".join(f"power {p} in {n} folds" for p, n in sorted(chosen.items())))
        return out / out.sum(-1, keepdims=True)

    def line(name: str, what: str, p: np.ndarray) -> None:
        got = score.basic(p, truth[name], mask[name])
        missed = score.score(p, np.ones(mask[name].shape, bool), truth[name].copy(), spec["tasks"][name], reps=0)
        over = [word for word, bad in (("Brier", got["brier"] > BARS[name]), ("ECE", got["ece"] > ECE)) if bad]
        print(
            f"{name:8s} {what:56s} Brier {got['brier']:.4f} (bar {BARS[name]:.3f})  log-loss {got['log_loss']:.4f}  "
            f"ECE {got['ece']:.4f} (bar {ECE})  misses {missed['misses']}  {'OVER: ' + ', '.join(over) if over else 'within'}"
        )

    for name in BARS:
        line(name, f"power {FIELD} of the simulator; exponents: past", folded(name, "past", FIELD))
        line(name, "power and exponents: past", folded(name, "past", None))
        line(name, "power and exponents: aside", folded(name, "aside", None))
        for power in POWERS:
            line(name, f"power {power} throughout, no exponents", told[name, power])
    print(f"all blocks, all days: power {power_for(('past', NOBODY, EVER))}")
    found = [("from_day", "screens", "exponent")]
    for start in (*range(0, max(int(days[-1]) for days in day.values()), STRETCH), EVER):
        exponents = [exponent(heard, FIELD, ("past", NOBODY, start)) for heard in range(3)]
        print(f"all blocks, days before {start}: exponents " + " ".join(f"{one:.3f}" for one in exponents))
        found += [(start, heard, f"{one:.3f}") for heard, one in enumerate(exponents) if start < EVER]
    if a.write:
        with a.write.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(found)


if __name__ == "__main__":
    main()
