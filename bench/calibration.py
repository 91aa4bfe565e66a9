"""Temperatures by evidence, fitted on blocked splits; what they do; and the reliability diagram of the documentation.

    python bench/calibration.py [--data DIR] [--svg FILE]

Rolling predictions of tasks A, B, C and A_sparse, before any temperature. For each of five blocks of places (by longitude)
and each stretch of 30 days, exponents are fitted to the truth of the *other* blocks on *earlier* days (A, B and C together),
one for each number of screens heard lately. Printed: calibration error before and after, and the exponents of the whole
development part, which are the ones in ``parameters.PRIOR``. They are for places and days that are not in it.
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np

from fusion import FIELD, rolling, screens_of
from peers import DATA, benchmark
from whoholds.fuse.calibrate import amount, temperature
from whoholds.fuse.parameters import PRIOR

TASKS = ("A", "B", "C", "A_sparse")
FITTED = ("A", "B", "C")
BLOCKS, STRETCH, ENOUGH = 5, 30, 2000  # place-days below which an exponent stays 1
COLOURS = dict(zip(TASKS, ("#1b6ca8", "#c2571a", "#3a7d44", "#7b4b94"), strict=True))


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--data", type=Path, default=DATA)
    ap.add_argument("--svg", type=Path, help="write the reliability diagram here")
    a = ap.parse_args()
    score, spec, places, ids = benchmark(a.data)
    east = np.array([point.lon for point in places.values()])
    block = np.searchsorted(np.quantile(east, np.arange(1, BLOCKS) / BLOCKS), east)
    numbers = replace(PRIOR, reader=(), field=FIELD, temperatures=())
    tasks = {}
    for name in TASKS:
        task = spec["tasks"][name]
        lo, hi = max(0, task["window"][0]), task["window"][1]
        panel = screens_of(a.data, spec, task, places)
        p = np.clip(rolling(panel, numbers, lo)[lo:hi].transpose(1, 0, 2), score.CLIP, None)
        truth = score.load_truth(a.data, spec, task, ids)
        mask = truth < 2
        mask[:, : task["skip"]] = False
        tasks[name] = (p / p.sum(-1, keepdims=True), truth, mask, amount(panel)[lo:hi].T, np.arange(lo, hi))

    @cache
    def fitted(much: int, own: int, before: int) -> float:
        shares, right = [], []
        for name in FITTED:
            p, truth, mask, heard, day = tasks[name]
            kept = mask & (heard == much) & (block != own)[:, None] & (day < before)
            shares.append(p[kept])
            right.append(truth[kept].astype(np.int64))
        count = sum(map(len, right))
        return temperature(np.concatenate(shares), np.concatenate(right)) if count >= ENOUGH else 1.0

    for much in range(3):
        print(f"screens heard lately {much}: exponent {fitted(much, -1, 10**6):.3f} on the whole development part")
    drawn = {}
    for name, (p, truth, mask, heard, day) in tasks.items():
        after = p.copy()
        for own in range(BLOCKS):
            for start in range(0, len(day), STRETCH):
                for much in range(3):
                    some = np.zeros(mask.shape, bool)
                    some[np.ix_(block == own, np.arange(start, min(start + STRETCH, len(day))))] = True
                    some &= heard == much
                    after[some] = p[some] ** fitted(much, own, int(day[start]))
        after /= after.sum(-1, keepdims=True)
        before, then = (score.basic(q, truth, mask) for q in (p, after))
        given = np.ones(mask.shape, bool)
        misses = score.score(after, given, truth.copy(), spec["tasks"][name], reps=0)["misses"]
        print(
            f"{name}: ece {before['ece']:.4f} -> {then['ece']:.4f}   Brier {before['brier']:.4f} -> {then['brier']:.4f}"
            f"   log-loss {before['log_loss']:.4f} -> {then['log_loss']:.4f}   misses {misses}"
        )
        drawn[name] = reliability(after[mask], truth[mask])
    if a.svg:
        a.svg.write_text(diagram(drawn), encoding="utf-8")


def reliability(p: np.ndarray, truth: np.ndarray) -> list[tuple[float, float, int]]:
    """(Mean probability, share that was right, place-days) in ten bins of the leading answer's probability."""
    top, right = p.max(1), p.argmax(1) == truth
    bins = np.minimum((top * 10).astype(int), 9)
    return [
        (float(top[bins == b].mean()), float(right[bins == b].mean()), int((bins == b).sum())) for b in np.unique(bins)
    ]


def diagram(drawn: dict[str, list[tuple[float, float, int]]]) -> str:
    """The reliability diagram: said probability across, share that was right upwards; the size says how many days."""
    left, top, side = 60, 20, 360
    x, y = (lambda v: left + (v - 0.3) / 0.7 * side), (lambda v: top + (1 - v) * side)
    parts = [
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 560 440" font-family="sans-serif" font-size="12">',
        f'<rect x="{left}" y="{top}" width="{side}" height="{side}" fill="none" stroke="#888"/>',
        f'<line x1="{x(0.3)}" y1="{y(0.3)}" x2="{x(1)}" y2="{y(1)}" stroke="#888" stroke-dasharray="4 3"/>',
    ]
    parts += [
        f'<text x="{x(v):.0f}" y="{top + side + 16}" text-anchor="middle">{v:.1f}</text>' for v in (0.4, 0.6, 0.8, 1.0)
    ]
    parts += [
        f'<text x="{left - 8}" y="{y(v) + 4:.0f}" text-anchor="end">{v:.1f}</text>'
        for v in (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
    ]
    parts.append(
        f'<text x="{left + side / 2}" y="{top + side + 36}" text-anchor="middle">probability of the leading answer</text>'
    )
    parts.append(
        f'<text transform="translate(16 {top + side / 2}) rotate(-90)" text-anchor="middle">share that was right</text>'
    )
    for i, (name, points) in enumerate(drawn.items()):
        colour = COLOURS[name]
        line = " ".join(f"{x(p):.1f},{y(r):.1f}" for p, r, _ in points)
        parts.append(f'<polyline points="{line}" fill="none" stroke="{colour}"/>')
        parts += [
            f'<circle cx="{x(p):.1f}" cy="{y(r):.1f}" r="{1.5 + np.log10(n):.1f}" fill="{colour}"/>'
            for p, r, n in points
        ]
        parts.append(
            f'<circle cx="445" cy="{40 + 20 * i}" r="5" fill="{colour}"/><text x="456" y="{44 + 20 * i}">task {name}</text>'
        )
    return "\n".join([*parts, "</svg>", ""])


if __name__ == "__main__":
    main()
