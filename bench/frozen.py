"""A front that moves and then freezes: does belief leak away once nothing changes and little is said?

    python bench/frozen.py [--data DIR] [--places N] [--days N] [--seed N]

The simulator's war is stopped half way: every place stays as it is, while sources go on as before (errors, invented gains,
officials who say who holds). The reports go through the package, numbers are learnt from the past alone every 60 days. Printed, on
the moving half and on the frozen half: Brier score, changes missed and delay of the model and of the last claim of each place;
with the pace held at the prior's, to show what learning the pace is worth; and how sure of the right answer the model
is, month by month after the front stops. Needs simulate.py and score.py in the benchmark's folder.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np

import fusion
from peers import DATA, scorer
from whoholds.fuse import learn as learning
from whoholds.fuse.parameters import PRIOR

REFIT_DAYS, MONTH, SKIP = 60, 30, 20


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--data", type=Path, default=DATA)
    for name, default in (("places", 400), ("days", 360), ("seed", 11)):
        ap.add_argument(f"--{name}", type=int, default=default)
    a = ap.parse_args()
    if not (a.data / "simulate.py").exists():
        sys.exit(f"no simulator at {a.data}: it stands beside the checkout, in ../shared/data/fusion")
    sys.path.insert(0, str(a.data))
    import simulate

    world, talk = (np.random.default_rng([a.seed, k]) for k in (0, 1))
    xy, near, truth = simulate.front(world, a.places, a.days)
    stop = a.days // 2  # the day from which nothing changes
    truth[:, stop:] = truth[:, stop : stop + 1]
    score = scorer(a.data)
    with tempfile.TemporaryDirectory() as folder:
        simulate.write(Path(folder), xy, truth, simulate.reports(talk, near, truth, attack=False), press=True)
        places = fusion.places_of(Path(folder))
        panel = fusion.claims_of(Path(folder), places, PRIOR)
    days = panel.days
    truth = truth[:, :days]
    fusion.REFIT_DAYS, fusion.ROLLING_PASSES = REFIT_DAYS, 4
    numbers = replace(PRIOR, reader=(), field=fusion.FIELD)
    runs = {"model": fusion.rolling(panel, numbers, 0)}
    learnt, learning.PACE_DAYS = learning.PACE_DAYS, 1e12
    runs["model, pace of the prior"] = fusion.rolling(panel, numbers, 0)
    learning.PACE_DAYS = learnt
    runs["latest claim"] = latest(panel)
    for name, shares in runs.items():
        p = np.clip(shares.transpose(1, 0, 2), score.CLIP, None)
        p /= p.sum(-1, keepdims=True)
        for half, some in (("moving", slice(SKIP, stop)), ("frozen", slice(stop + MONTH, days))):
            right, said = truth[:, some], p[:, some]
            told = score.basic(said, right, np.ones(right.shape, bool))
            late = score.delays(said, right)
            print(
                f"{name}, {half} half: Brier {told['brier']:.4f}  ece {told['ece']:.4f}  "
                f"misses {int(np.isnan(late).sum())} of {len(late)}"
            )
        sure = np.take_along_axis(p, truth[..., None].astype(int), 2)[..., 0].mean(0)
        months = " ".join(f"{sure[day : day + MONTH].mean():.3f}" for day in range(stop, days - MONTH + 1, MONTH))
        print(f"{name}: sure of the right answer, month by month after the front stops: {months}")


def latest(panel) -> np.ndarray:
    """The last claim of each place that names a holder, as known on each day; before the first, even shares."""
    out = np.full((panel.days, panel.places, 3), 1 / 3)
    for log in panel.logs:
        seen = np.flatnonzero(log.shown[:, 0] >= 0)
        out[:, seen] = np.eye(3)[log.shown[seen, 0]] * 0.97 + 0.01
    index = {side: i for i, side in enumerate(panel.sides)}
    for i in np.argsort(panel.known, kind="stable"):
        one = panel.said[i]
        answer = 2 if one.column == "contest" else index.get(one.side)
        if answer is not None and one.column in ("take", "hold", "contest") and panel.known[i] < panel.days:
            out[panel.known[i] :, panel.spot[i]] = np.eye(3)[answer] * 0.97 + 0.01
    return out


if __name__ == "__main__":
    main()
