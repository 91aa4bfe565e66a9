"""The whole pipeline on 804 real reports: every one accounted for, killed and resumed, in another order, twice.

    python bench/spine.py [--reports N] [--kills N]

Adds the shared reports through the command line into throw-away ledgers and prints: reports read and skipped, findings,
claims, share linked, reports per second, peak memory; then the digests of (a) a run killed with SIGKILL ``kills`` times
and started again, (b) the rows in another order, (c) the rows added twice. All must equal the first. Needs
../shared/data/fakes; says so and stops when it is absent.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SHARED = Path(__file__).resolve().parents[2] / "shared"
REPORTS = SHARED / "data" / "fakes" / "reports.jsonl"


def whoholds(*words: str) -> str:
    """The command's standard output."""
    done = subprocess.run([sys.executable, "-m", "whoholds", *words], check=True, capture_output=True, text=True)
    return done.stdout


def add(ledger: Path, rows: Path) -> list[str]:
    return [sys.executable, "-m", "whoholds", "add", "--theatre", "syria", "--ledger", str(ledger), str(rows)]


def digest(ledger: Path) -> str:
    return whoholds("digest", "--ledger", str(ledger)).strip()


def main() -> None:
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--reports", type=int, default=804)
    cli.add_argument("--kills", type=int, default=5)
    args = cli.parse_args()
    if not REPORTS.exists():
        sys.exit(f"spine: {REPORTS.name} is not there (the shared data folder is absent); nothing was measured")
    lines = REPORTS.read_text(encoding="utf-8").splitlines(keepends=True)[: args.reports]
    rng = random.Random(20161201)
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        rows, other = here / "rows.jsonl", here / "other.jsonl"
        rows.write_text("".join(lines), encoding="utf-8")
        other.write_text("".join(rng.sample(lines, len(lines))), encoding="utf-8")

        start = time.perf_counter()
        subprocess.run(add(here / "a.db", rows), check=True, capture_output=True)
        seconds = time.perf_counter() - start
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        stats = json.loads(whoholds("doctor", "--ledger", str(here / "a.db"), "--json"))["ledger"]
        print(json.dumps(stats))
        print(f"{len(lines)} rows in {seconds:.0f} s: {len(lines) / seconds:.1f} reports/s, peak memory {peak:.0f} MB")
        wanted = digest(here / "a.db")
        print(f"digest                 {wanted}")

        killed = 0
        while killed < args.kills:
            run = subprocess.Popen(add(here / "b.db", rows), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(rng.uniform(0.15, 0.9) * seconds / (args.kills / 2 + 1))
            if run.poll() is not None:
                break
            os.kill(run.pid, signal.SIGKILL)
            run.wait()
            killed += 1
        subprocess.run(add(here / "b.db", rows), check=True, capture_output=True)
        print(f"killed {killed} times       {digest(here / 'b.db')}")

        subprocess.run(add(here / "c.db", other), check=True, capture_output=True)
        print(f"in another order       {digest(here / 'c.db')}")
        subprocess.run(add(here / "c.db", rows), check=True, capture_output=True)
        print(f"and once more          {digest(here / 'c.db')}")
        if {digest(here / "b.db"), digest(here / "c.db")} != {wanted}:
            sys.exit("spine: the digests differ")


if __name__ == "__main__":
    main()
