"""The model beside its peers on the development tasks: same data, same scorer, same run, with paired intervals.

    python bench/peers.py [--data DIR] [--tasks A,C] [--draws N]

Peers: the latest claim; the majority of a fortnight; Dawid-Skene (crowd-kit, extra ``bench``) on weekly windows, carried
over gaps. Peers see the whole window, the model learns from the past alone every 15 days. Printed per peer: its Brier score
and the 95 % interval of the model's minus its, when places are drawn with replacement: below zero = the model is better.
Needs the benchmark's folder with its score.py; says so when it is absent.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np

from fusion import FIELD, places_of, rolling, screens_of, tempered
from whoholds.fuse.panel import BLANK, Panel
from whoholds.fuse.parameters import PRIOR

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "fusion"
FORTNIGHT, WEEK = 14, 7
EDGE = 0.98  # what a peer that counts votes gives its answer; of .9 to .999 the best for it on A and B


def votes(panel: Panel) -> np.ndarray:
    """What each screen shows [screens, days, places]; a layer votes for its side where it shows one, else not."""
    out = []
    for log in panel.logs:
        shown = log.shown.T.astype(np.int64)
        if log.layer is not None:
            shown = np.where(shown == 1, log.layer, BLANK)
        out.append(shown)
    return np.stack(out)


def carried(counts: np.ndarray) -> np.ndarray:
    """Shares from counts [days, places, 3]; a day without votes keeps the day before's, the first ones are even."""
    out = np.full(counts.shape, 1 / 3)
    now = out[0].copy()
    for day in range(len(counts)):
        total = counts[day].sum(-1)
        now = np.where((total > 0)[:, None], counts[day] / np.maximum(total, 1e-9)[:, None], now)
        out[day] = now
    return out


def latest(panel: Panel) -> np.ndarray:
    """The answer of whichever screen changed last; at the start, of the first that spoke."""
    shown = votes(panel)
    out = np.zeros((*shown.shape[1:], 3))
    now = np.full(shown.shape[2], BLANK)
    before = np.full(shown.shape[::2], BLANK)
    for day in range(shown.shape[1]):
        for s in range(len(shown)):
            moved = (shown[s, day] != BLANK) & ((shown[s, day] != before[s]) | (now == BLANK))
            now = np.where(moved, shown[s, day], now)
            before[s] = np.where(shown[s, day] != BLANK, shown[s, day], before[s])
        out[day] = np.where((now == BLANK)[:, None], 1 / 3, np.where(np.eye(3)[now.clip(0)] == 1, EDGE, (1 - EDGE) / 2))
    return out


def majority(panel: Panel) -> np.ndarray:
    """Votes of the last fortnight, each screen each day."""
    shown = votes(panel)
    daily = np.stack([(shown == answer).sum(0) for answer in range(3)], -1).astype(float)
    total = np.cumsum(np.concatenate([np.zeros((1, *daily.shape[1:])), daily]), 0)
    days = np.arange(len(daily))
    return carried(total[days + 1] - total[np.maximum(days + 1 - FORTNIGHT, 0)])


def dawid_skene(panel: Panel) -> np.ndarray:
    """Each place and week is one question, each screen one worker; fitted on all weeks, carried over gaps."""
    import pandas as pd
    from crowdkit.aggregation import DawidSkene

    shown = votes(panel)
    weeks = range(WEEK - 1, shown.shape[1], WEEK)
    rows = [
        (f"{place}-{week}", s, int(shown[s, week, place]))
        for week in weeks
        for s in range(len(shown))
        for place in np.flatnonzero(shown[s, week] != BLANK)
    ]
    table = pd.DataFrame(rows, columns=["task", "worker", "label"])
    fitted = DawidSkene(n_iter=50).fit_predict_proba(table)
    chance = fitted.reindex(columns=range(3), fill_value=0.0)
    weekly = np.zeros((shown.shape[1], shown.shape[2], 3))
    known = chance.to_numpy()
    for task, row in zip(chance.index, known, strict=True):
        place, week = map(int, task.split("-"))
        weekly[week, place] = row
    return carried(weekly)


def scorer(folder: Path):
    spec = importlib.util.spec_from_file_location("score", folder / "score.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def benchmark(folder: Path):
    """The scorer, the tasks, the places and their numbers; says so and stops where the folder is absent."""
    if not (folder / "score.py").exists():
        sys.exit(f"no benchmark at {folder}: it stands beside the checkout, in ../shared/data/fusion")
    places = places_of(folder)
    spec = json.loads((folder / "tasks.json").read_text(encoding="utf-8"))
    return scorer(folder), spec, places, np.array([int(place) for place in places])


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--data", type=Path, default=DATA)
    ap.add_argument("--tasks", default="A,C")
    ap.add_argument("--draws", type=int, default=2000)
    a = ap.parse_args()
    score, spec, places, ids = benchmark(a.data)
    for name in a.tasks.split(","):
        task = spec["tasks"][name]
        lo, hi = max(0, task["window"][0]), task["window"][1]
        panel = screens_of(a.data, spec, task, places)
        truth = score.load_truth(a.data, spec, task, ids)
        mask = truth < task.get("classes", 2)
        mask[:, : task["skip"]] = False

        def clipped(shares: np.ndarray, lo: int = lo, hi: int = hi) -> np.ndarray:
            p = np.clip(shares[lo:hi].transpose(1, 0, 2), score.CLIP, None)
            return p / p.sum(-1, keepdims=True)

        ours = clipped(tempered(rolling(panel, replace(PRIOR, reader=(), field=FIELD), lo), panel, lo))
        sums, n = score.per_place(ours, truth, mask)
        print(f"{name}: model, learnt on the past every 15 days: Brier {sums.sum() / n.sum():.4f}")
        for method in (latest, majority, dawid_skene):
            theirs = score.per_place(clipped(method(panel)), truth, mask)[0]
            low, high = score.resample(sums - theirs, n, a.draws)
            apart = "clear of zero" if high < 0 else "not clear of zero"
            print(
                f"{name}: {method.__name__:12s} Brier {theirs.sum() / n.sum():.4f}; model minus it "
                f"{(sums - theirs).sum() / n.sum():+.4f} [{low:+.4f}, {high:+.4f}] {apart}"
            )


if __name__ == "__main__":
    main()
