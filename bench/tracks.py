"""Letters for sources against how often they are really right, on the simulator, down to a press that hardly covers anything.

    python bench/tracks.py [--data DIR] [--seeds 0,1] [--kept 1,.3,.1,.03] [--attack] [--each]

Truth is known there: a claim is right when what it says holds on some day from its own to a fortnight later. The reports
are thinned to a share of all, tracks are made as ``whoholds sources`` makes them, with the numbers set by hand and with
numbers learnt from the same reports. Printed for sources with ten claims or more: share whose true rate lies in the
interval (it should be .9 or more), mean error of the rate, letters given and letters deserved, sources put below C that are
right in seven of ten claims or more (*wronged*), and those put at C or above that are not (*spared*).
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter, defaultdict
from dataclasses import replace
from pathlib import Path

import numpy as np

import fusion
from peers import DATA
from press import DAYS, PLACES
from whoholds.fuse.fitting import from_claims
from whoholds.fuse.parameters import BY_HAND
from whoholds.fuse.tracks import LETTERS, WITHIN, Track, checks, tracks

FEWEST = 10
NAMES = ("A", "B", "CONTESTED")


def right(row: dict[str, str], truth: np.ndarray) -> bool:
    """Whether what the row says comes to hold; a denial says that the denier's own side holds."""
    day = int(row["asof_day"])
    held = truth[int(row["place"]), day : day + WITHIN + 1]
    said = NAMES.index(row["party"] if row["denial"] == "1" else row["state"])
    return bool((held == said).any())


def deserved(rate: float) -> str:
    return next((name for name, least in zip("ABCD", LETTERS, strict=True) if rate >= least), "E")


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("--data", type=Path, default=DATA)
    ap.add_argument("--seeds", default="0,1")
    ap.add_argument("--kept", default="1,.3,.1,.03")
    ap.add_argument("--attack", action="store_true")
    ap.add_argument("--each", action="store_true", help="a line for each source too")
    a = ap.parse_args()
    if not (a.data / "simulate.py").exists():
        sys.exit(f"no simulator at {a.data}: it stands beside the checkout, in ../shared/data/fusion")
    sys.path.insert(0, str(a.data))
    import simulate

    for kept in (float(share) for share in a.kept.split(",")):
        told: dict[str, list[tuple[Track, float]]] = defaultdict(list)
        for seed in (int(one) for one in a.seeds.split(",")):
            world, talk, thin = (np.random.default_rng([seed, k]) for k in (0, 1, 2))
            xy, near, truth = simulate.front(world, PLACES, DAYS)
            with tempfile.TemporaryDirectory() as folder:
                simulate.write(
                    Path(folder), xy, truth, simulate.reports(talk, near, truth, attack=a.attack), press=True
                )
                points = fusion.places_of(Path(folder))
                rows = [row for row in fusion.rows_of(Path(folder)) if thin.random() < kept]
            pages, theatre = fusion.pages_of(rows)
            sure = {f"{int(row['claim_id']):08d}": right(row, truth) for row in rows if row["source"][:3] != "map"}
            hand = replace(BY_HAND, reader=())
            for how in ("by hand", "learnt"):
                numbers = hand if how == "by hand" else from_claims(pages, points, theatre, passes=6).numbers
                found = [
                    one
                    for place, (claims, prints) in pages.items()
                    for one in checks(place, claims, prints, theatre, numbers)
                ]
                for track in tracks(found):
                    mine = [sure[one.claim] for one in found if one.teller == track.teller]
                    if len(mine) >= FEWEST:
                        told[how].append((track, float(np.mean(mine))))
        for how, rated in told.items():
            report(f"{kept:.0%} of the press, {how}", rated, each=a.each)


def report(what: str, rated: list[tuple[Track, float]], *, each: bool) -> None:
    inside = np.mean([track.low <= rate <= track.high for track, rate in rated])
    error = np.mean([abs(track.borne - rate) for track, rate in rated])
    letters = Counter(track.letter for track, _ in rated)
    wronged = sum(track.letter in "DE" and rate >= LETTERS[2] for track, rate in rated)
    spared = sum(track.letter in "ABC" and rate < LETTERS[2] for track, rate in rated)
    print(
        f"{what}: {len(rated)} sources; true rate in the interval {inside:.2f}, mean error {error:.3f}; letters given "
        f"{' '.join(f'{name}{n}' for name, n in sorted(letters.items()))}, deserved "
        f"{' '.join(f'{name}{n}' for name, n in sorted(Counter(deserved(rate) for _, rate in rated).items()))}; "
        f"wronged {wronged}, spared {spared}",
        flush=True,
    )
    if each:
        for track, rate in rated:
            print(
                f"    {track.letter} {track.teller:10s} {track.claims:4d} ({track.checked:4d})  {track.borne:.2f} "
                f"({track.low:.2f}-{track.high:.2f})  true {rate:.2f}"
            )


if __name__ == "__main__":
    main()
