"""What learning from a record is worth to its answers: each place by itself, by hand and learnt, against the simulator's truth.

    python bench/alone.py [--data DIR] [--seeds 0,1] [--kept 1,.3,.1] [--field .03]

The reports (no maps), thinned to a share of all, are weighed place by place as in a ledger: with the numbers set by hand,
with those learnt from the same reports, and with those and the field. Printed: Brier score and calibration error on the days from
a place's first report to its last, looking back; and what the fit itself gained on the places it had not seen.
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
from press import DAYS, PLACES
from whoholds.fuse.beliefs import Beliefs, beliefs
from whoholds.fuse.fitting import from_claims
from whoholds.fuse.neighbours import Neighbourhood
from whoholds.fuse.parameters import BY_HAND, PRIOR

SIDES = ("A", "B")


def shares_of(known: Beliefs) -> np.ndarray:
    """[days, A, B, contested]; "somebody else" is the other one."""
    out = np.zeros((len(known.shares), 3))
    for side, share in zip(known.sides, known.shares.T, strict=False):
        index = SIDES.index(side) if side in SIDES else 1 - SIDES.index(known.sides[0])
        out[:, index] += share
    out[:, 2] = known.shares[:, -1]
    return out


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--data", type=Path, default=DATA)
    ap.add_argument("--seeds", default="0,1")
    ap.add_argument("--kept", default="1,.3,.1")
    ap.add_argument("--field", type=float, default=fusion.FIELD)
    a = ap.parse_args()
    if not (a.data / "simulate.py").exists():
        sys.exit(f"no simulator at {a.data}: it stands beside the checkout, in ../shared/data/fusion")
    sys.path.insert(0, str(a.data))
    import simulate

    score = scorer(a.data)
    for kept in (float(share) for share in a.kept.split(",")):
        told: dict[str, list[tuple[np.ndarray, np.ndarray]]] = {}
        gains = []
        for seed in (int(one) for one in a.seeds.split(",")):
            world, talk, thin = (np.random.default_rng([seed, k]) for k in (0, 1, 2))
            xy, near, truth = simulate.front(world, PLACES, DAYS)
            with tempfile.TemporaryDirectory() as folder:
                simulate.write(Path(folder), xy, truth, simulate.reports(talk, near, truth, attack=False), press=True)
                points = fusion.places_of(Path(folder))
                rows = [row for row in fusion.rows_of(Path(folder)) if thin.random() < kept]
            pages, theatre = fusion.pages_of(rows)
            spoken_of = {place: points[place] for place in pages}
            fitted = from_claims(pages, spoken_of, theatre, numbers=replace(PRIOR, reader=()))
            gains.append(fitted.gain)
            theatre.points = spoken_of
            for how, numbers in (
                ("by hand", replace(BY_HAND, reader=())),
                ("learnt", fitted.numbers),
                ("learnt, with the field", replace(fitted.numbers, field=a.field)),
            ):
                around = Neighbourhood(pages, pages.__getitem__, theatre, numbers) if numbers.field else None
                for place, (claims, prints) in pages.items():
                    beside = around.beside(place) if around else ()
                    known = beliefs(place, claims, prints, theatre, numbers, beside=beside)
                    if known is None:
                        continue
                    first = known.first - fusion.DAY_0.toordinal()
                    last = min(known.last - fusion.DAY_0.toordinal() + 1, DAYS)
                    offset = known.begins - fusion.DAY_0.toordinal()
                    days = slice(max(first, 0), last)
                    told.setdefault(how, []).append(
                        (shares_of(known)[days.start - offset : last - offset], truth[int(place), days])
                    )
        for how, some in told.items():
            p = np.clip(np.concatenate([one for one, _ in some]), score.CLIP, None)
            right = np.concatenate([one for _, one in some])
            p /= p.sum(-1, keepdims=True)
            got = score.basic(p[None], right[None], np.ones((1, len(right)), bool))
            print(
                f"{kept:.0%} of the press, {how}: {len(some)} places, {len(right):,} place-days, Brier {got['brier']:.4f}  "
                f"log-loss {got['log_loss']:.4f}  ECE {got['ece']:.4f}",
                flush=True,
            )
        print(f"{kept:.0%} of the press: gain on unseen places {', '.join(f'{gain:+.2f}' for gain in gains)} nats each")


if __name__ == "__main__":
    main()
