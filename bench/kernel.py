"""Speed of the world kernel: 5 million claims, 100,000 places, 3,000 days, 5 states, against hmmlearn in the same run.

    python bench/kernel.py [--claims N] [--places N] [--days N] [--rounds N]

The evidence is made up from a seed. Printed per task: the best wall time of the rounds and the processor time behind it
(on an idle machine of two cores, half of it is about what the wall shows), and the peak memory of the process. hmmlearn
(a dense forward-backward over every place-day, so only on some of the places) is given the very same chances as
frame log-likelihoods; answers are compared before the times are. Needs numba (extra ``fast``) for the compiled side and
hmmlearn (extra ``bench``) for the peer; says which is missing.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from whoholds.fuse.kernel import World, powers, smooth
from whoholds.fuse.parameters import PRIOR
from whoholds.fuse.poisson import press

SIDES = ("a", "b")
PEER_PLACES = 200  # places on which the dense peer runs
KINDS = 64  # kinds of claim: rows of likelihoods


def made(claims: int, places: int, days: int, seed: int = 7) -> World:
    rng = np.random.default_rng(seed)
    place = np.sort(rng.integers(0, places, claims).astype(np.int32))
    day = rng.integers(0, days, claims).astype(np.int32)
    day = day[np.lexsort((day, place))]
    ready = press(PRIOR, SIDES)
    return World(
        begins=np.searchsorted(place, np.arange(places + 1)),
        day=day,
        known=(day + rng.geometric(0.25, claims)).astype(np.int32),
        kind=rng.integers(0, KINDS, claims).astype(np.int32),
        likelihood=np.exp(rng.normal(0, 2, (KINDS, ready.states))),
        powers=powers(ready.moves * np.exp(-ready.silence), days),
        start=ready.start,
    )


def best(rounds: int, run: Callable[[], Any]) -> tuple[Any, float, float]:
    """(Result, least seconds on the wall, least seconds of processor time)."""
    wall, work, out = [], [], None
    for _ in range(rounds):
        out = None
        t, c = time.perf_counter(), time.process_time()
        out = run()
        wall.append(time.perf_counter() - t)
        work.append(time.process_time() - c)
    return out, min(wall), min(work)


def peer(world: World, places: int) -> tuple[np.ndarray, float, int]:
    """(Chances on the days of claims, seconds, place-days) of hmmlearn's forward-backward over every day."""
    from hmmlearn import _hmmc

    move = world.powers[1]
    out, spent, visited = [], 0.0, 0
    for i in range(places):
        rows = slice(world.begins[i], world.begins[i + 1])
        day = world.day[rows] - world.day[rows][:1]
        frames = np.zeros((int(day[-1]) + 1, len(world.start)))
        np.add.at(frames, day, np.log(world.likelihood[world.kind[rows]]))
        t = time.perf_counter()
        _, ahead = _hmmc.forward_log(world.start, move, frames)
        behind = _hmmc.backward_log(world.start, move, frames)
        both = ahead + behind
        chances = np.exp(both - both.max(1, keepdims=True))
        chances /= chances.sum(1, keepdims=True)
        spent += time.perf_counter() - t
        visited += len(frames)
        out.append(chances[day])
    return np.concatenate(out), spent, visited


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, default in (("claims", 5_000_000), ("places", 100_000), ("days", 3_000), ("rounds", 3)):
        ap.add_argument(f"--{name}", type=int, default=default)
    a = ap.parse_args()
    world = made(a.claims, a.places, a.days)
    try:
        smooth(made(1000, 10, 50), compiled=True)
        sides = {"numba": True, "numpy": False}
    except ImportError:
        print("numba is not installed (extra fast): numpy only")
        sides = {"numpy": False}
    half = a.days // 2
    for name, compiled in sides.items():
        rounds = a.rounds if compiled else 1
        got, wall, work = best(rounds, lambda c=compiled: smooth(world, compiled=c))
        print(
            f"{name}: filter and smooth {a.claims:,} claims of {a.places:,} places  {wall:.2f} s, processor {work:.2f} s"
        )
        _, wall, work = best(rounds, lambda c=compiled: smooth(world, known=half, compiled=c))
        print(f"{name}: the same as known on day {half}  {wall:.2f} s, processor {work:.2f} s")
        if compiled:
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            print(f"{name}: peak memory {peak:,.0f} MB, the made-up evidence included")
    try:
        wanted, spent, visited = peer(world, PEER_PLACES)
    except ImportError:
        print("hmmlearn is not installed (extra bench): no peer")
        return
    some = int(world.begins[PEER_PLACES])
    few = World(
        begins=world.begins[: PEER_PLACES + 1],
        day=world.day[:some],
        known=world.known[:some],
        kind=world.kind[:some],
        likelihood=world.likelihood,
        powers=world.powers,
        start=world.start,
    )
    for name, compiled in sides.items():
        got, wall, _ = best(max(3, a.rounds), lambda c=compiled: smooth(few, compiled=c))
        off = float(np.abs(got.given_all - wanted).max())
        print(
            f"hmmlearn on {PEER_PLACES} places, {visited:,} place-days  {spent:.2f} s; {name} {wall * 1e3:.1f} ms: "
            f"{spent / wall:.0f} times as fast, answers within {off:.1e}"
        )


if __name__ == "__main__":
    main()
