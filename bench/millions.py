"""A gazetteer of millions of names: what building, opening and scanning cost.

    python bench/millions.py [--names N]

The names are made up from a seed, five to two places: Latin with and without marks and articles, Arabic and
Cyrillic. Building, opening and scanning each run in a process of their own, on one core. Time is the processor's; memory is
what the process adds while it does the work, at its peak for building. The text scanned is invented too: prose of small
words with names among them.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from whoholds.gazetteer import Gazetteer

LATIN = [
    a + b + c
    for a in "bdfghjklmnqrstvz"
    for b in ("a", "e", "i", "o", "u", "ā", "ī", "oû")
    for c in ("", "n", "r", "l", "h")
]
ARABIC = [a + b for a in "بتثجحخدذرزسشصطعغفقكلمنه" for b in ("", "ا", "و", "ي", "ة")]
CYRILLIC = [a + b for a in "бвгдзклмнпрстхчш" for b in "аеиоуяьй"]
HEADS = ("", "", "", "al-", "Tell ", "Kafr ", "Khirbat al-", "New ", "Ash ")
NAMES_EACH = 2.5
STAMP = "bench"
TEXT_MB = 4


def made(count: int, file: Path) -> None:
    """``count`` lines of place and name."""
    rng = random.Random(5)
    with file.open("w", encoding="utf-8") as out:
        for number in range(count):
            kind = rng.random()
            if kind < 0.6:
                name = rng.choice(HEADS) + "".join(rng.choices(LATIN, k=rng.randint(2, 4))).capitalize()
            elif kind < 0.85:
                name = ("ال" if rng.random() < 0.4 else "") + "".join(rng.choices(ARABIC, k=rng.randint(2, 5)))
            else:
                name = "".join(rng.choices(CYRILLIC, k=rng.randint(2, 4))).capitalize()
            out.write(f"p:{int(number / NAMES_EACH)}\t{name}\n")


def named(file: Path) -> Iterator[tuple[str, str]]:
    with file.open(encoding="utf-8") as lines:
        for line in lines:
            place, _, name = line.rstrip("\n").partition("\t")
            yield place, name


def text(file: Path) -> str:
    """Some megabytes of prose: one word in twelve is a name, and words and names are as common as in any language (Zipf)."""
    rng = random.Random(6)
    names = [name for number, (_, name) in enumerate(named(file)) if number % 97 == 0][:20_000]
    words = ["".join(rng.choices("etaoinshrdlu", k=rng.randint(1, 9))) for _ in range(40_000)]

    def one_of(these: list[str]) -> str:
        return these[min(int(rng.paretovariate(0.7)), len(these)) - 1]

    return " ".join(one_of(names if rng.random() < 1 / 12 else words) for _ in range(TEXT_MB * 150_000))


def resident() -> float:
    """Megabytes this process holds now."""
    with Path("/proc/self/statm").open() as file:
        return int(file.read().split()[1]) * resource.getpagesize() / 1e6


def peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3


def step(what: str, names: Path, kept: Path) -> dict[str, float]:
    """One step, in this process."""
    if what == "build":
        begun = time.process_time()
        for _ in named(names):
            pass
        reading = time.process_time() - begun
        Gazetteer([("warm", "Up")])
        before, begun, wall = resident(), time.process_time(), time.perf_counter()
        Gazetteer.kept(kept, STAMP, lambda: named(names))
        seconds = time.process_time() - begun - reading
        return {
            "seconds": seconds,
            "wall": time.perf_counter() - wall,
            "mb": peak() - before,
            "file_mb": kept.stat().st_size / 1e6,
        }
    prose = text(names) if what == "scan" else ""
    Gazetteer([("warm", "Up")]).look_up("Up", fuzzy=True)
    before, begun = resident(), time.perf_counter()
    gazetteer = Gazetteer.kept(kept, STAMP, lambda: ())
    opened = time.perf_counter() - begun
    if what == "open":
        gazetteer.look_up("Velin")
        return {"seconds": opened, "mb": resident() - before, "names": len(gazetteer)}
    begun = time.process_time()
    found = sum(len(gazetteer.scan(prose[at : at + 4000])) for at in range(0, len(prose), 4000))
    seconds = time.process_time() - begun
    after = resident()
    return {"mb/s": len(prose.encode()) / 1e6 / seconds, "found": found, "mb": after - before, "peak": peak() - before}


def main() -> int:
    ask = argparse.ArgumentParser()
    ask.add_argument("--names", type=int, default=5_000_000)
    ask.add_argument("--step", nargs=3, help=argparse.SUPPRESS)
    options = ask.parse_args()
    if options.step:
        what, names, kept = options.step
        print(json.dumps(step(what, Path(names), Path(kept))))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        names, kept = Path(folder) / "names.tsv", Path(folder) / "millions.names"
        made(options.names, names)
        print(f"{options.names:,} names, one core")
        for what in ("build", "open", "scan"):
            command = [sys.executable, __file__, "--step", what, str(names), str(kept)]
            done = subprocess.run(command, check=True, capture_output=True, text=True)
            figures = json.loads(done.stdout)
            print(f"{what:>6}  " + "  ".join(f"{name} {value:,.2f}" for name, value in figures.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
