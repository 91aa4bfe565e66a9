"""The simulator's press, where truth is known: now and looking back, under attack, and with parts of the model taken away.

    python bench/press.py [--data DIR] [--seeds 0,1,2] [--attack] [--without echoes,silence] [--fields 0,.03]

Each seed is a war of its own with reports alone, no maps; they go through the package as claims do, and the numbers are
learnt from them without labels. Printed per seed: the Brier score of each day by what was known on it, and looking back;
calibration error; changes missed; processor time. --attack: the same war with invented gains, and how many times worse
that is. --without: the same with copies weighed as voices of their own, and with silence saying nothing. --fields: one
row for each power of the field: the one with the least sum of both scores is what the benches of real tasks use. Needs simulate.py and
score.py in the benchmark's folder.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np

import fusion
from peers import DATA, scorer
from whoholds.fuse.learn import Lesson
from whoholds.fuse.panel import Panel
from whoholds.fuse.parameters import PRIOR

PLACES, DAYS = 1200, 400  # of a war, as simulate.py makes it
SKIP = 10  # days at the start that are not scored, as in tasks.json
BARS = (0.030, 0.015, 1.6)  # Brier now, looking back; times worse under attack


def made(simulate, seed: int, *, attack: bool) -> tuple[Panel, np.ndarray]:
    """The reports of a war as a panel, and who held what [places, days]."""
    world, talk = (np.random.default_rng([seed, k]) for k in (0, 1))
    xy, near, truth = simulate.front(world, PLACES, DAYS)
    with tempfile.TemporaryDirectory() as folder:
        simulate.write(Path(folder), xy, truth, simulate.reports(talk, near, truth, attack=attack), press=True)
        panel = fusion.claims_of(Path(folder), fusion.places_of(Path(folder)), replace(PRIOR, reader=()))
    return panel, truth


@contextmanager
def without(part: str) -> Iterator[None]:
    """The model with a part of it taken away."""
    weigh, weather = fusion.voices, Lesson.weather
    if part == "echoes":
        fusion.voices = lambda said, *_: said
    elif part == "silence":
        Lesson.weather = lambda self, learnt: replace(weather(self, learnt), silence=np.zeros(self.panel.states))
    try:
        yield
    finally:
        fusion.voices, Lesson.weather = weigh, weather


def run(simulate, score, seed: int, field: float, *, attack: bool = False, less: str = "") -> tuple[float, float]:
    """Brier scores (now, looking back), printed as found."""
    begin = time.process_time()
    with without(less):
        panel, truth = made(simulate, seed, attack=attack)
        both = fusion.whole(panel, replace(PRIOR, reader=(), field=field))
    found = []
    for shares in both:
        p = np.clip(shares.transpose(1, 0, 2), score.CLIP, None)
        p /= p.sum(-1, keepdims=True)
        right = truth[:, : p.shape[1]]
        mask = np.ones(right.shape, bool)
        mask[:, :SKIP] = False
        told, late = score.basic(p, right, mask), score.delays(p, right)
        found.append((told["brier"], told["ece"], int(np.isnan(late).sum()), len(late)))
    what = f"{'attack' if attack else 'press'}{f' without {less}' if less else ''}, field {field:g}"
    (now, ece, missed, all_), (back, *_) = found
    print(
        f"seed {seed:4d} {what:34s} now {now:.4f} (bar {BARS[0]:.3f})  back {back:.4f} (bar {BARS[1]:.3f})  ECE {ece:.4f}  "
        f"misses {missed} of {all_}  processor {time.process_time() - begin:.0f} s",
        flush=True,
    )
    return now, back


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--data", type=Path, default=DATA)
    ap.add_argument("--seeds", default="0,1,2")
    ap.add_argument("--attack", action="store_true")
    ap.add_argument("--without", default="")
    ap.add_argument("--fields", default=str(fusion.FIELD))
    a = ap.parse_args()
    if not (a.data / "simulate.py").exists():
        sys.exit(f"no simulator at {a.data}: it stands beside the checkout, in ../shared/data/fusion")
    sys.path.insert(0, str(a.data))
    import simulate

    score, seeds = scorer(a.data), [int(seed) for seed in a.seeds.split(",")]
    for field in (float(power) for power in a.fields.split(",")):
        clean = np.array([run(simulate, score, seed, field) for seed in seeds])
        print(
            f"field {field:g}, mean of {len(seeds)}: now {clean[:, 0].mean():.4f}, looking back {clean[:, 1].mean():.4f}"
        )
        for part in filter(None, a.without.split(",")):
            bare = np.array([run(simulate, score, seed, field, less=part) for seed in seeds])
            print(f"without {part}, mean: now {bare[:, 0].mean():.4f}, looking back {bare[:, 1].mean():.4f}")
        if a.attack:
            worse = np.array([run(simulate, score, seed, field, attack=True) for seed in seeds])
            times = (worse / clean).mean(0)
            print(
                f"attack, mean: now {worse[:, 0].mean():.4f}, looking back {worse[:, 1].mean():.4f}; times the clean ones "
                f"{times[0]:.2f} and {times[1]:.2f}, at most {(worse / clean)[:, 0].max():.2f} now (bar {BARS[2]})"
            )


if __name__ == "__main__":
    main()
