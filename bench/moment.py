"""How long one moment takes: a claim kept and its place weighed again, and the explanation of a place with many claims.

    python bench/moment.py [--claims N] [--places N] [--rounds N]

A ledger of made-up claims about made-up places of no theatre; then one report with one claim at a time is added and settled,
through the ledger and back, on places with few claims and with many. Then a place with 500 claims is asked why. Wall and
processor time, median and the worst of a hundred. Bars: 20 ms for a claim, 50 ms for an explanation.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from make import a_claim, a_report
from whoholds import ask
from whoholds.control import Edition
from whoholds.fuse import explain
from whoholds.keep import Entry, open_ledger
from whoholds.run import settle
from whoholds.theatre import load_theatre

READER = Edition(id="reader", code="0", method="bench", settings="", theatre="", languages="")
LEAGUE, ARMY = "coastal-league", "northern-army"
OUTLETS = ("Harbour Post", "Arland Observatory", "Northern State Gazette", "Hill Gazette", "Wire")
START, DAYS = date(2031, 1, 1), 700
BUSY, MANY = "velin", 500
BARS = {"claim": 20.0, "why": 50.0}  # milliseconds


def entry(rng: random.Random, place: str, day: int, number: int) -> Entry:
    """A report with one claim about the place: held or taken, by either side, in its own words."""
    actor, verb = (
        rng.choice((LEAGUE, ARMY)),
        rng.choice(("control_held", "control_held", "control_gained", "contested")),
    )
    report = a_report(
        f"{number} {place} {verb}",
        outlet=rng.choice(OUTLETS),
        published=START + timedelta(days=day),
        signature=rng.randbytes(512),
    )
    return Entry(report=report, claims=(a_claim(report, place=place, actor=actor, verb=verb),))


def timed(what: str, bar: float, rounds: int, work: Callable[[int], object]) -> None:
    wall, cpu = [], []
    for number in range(rounds):
        start, spent = time.perf_counter(), time.process_time()
        work(number)
        wall.append(1e3 * (time.perf_counter() - start))
        cpu.append(1e3 * (time.process_time() - spent))
    wall.sort()
    cpu.sort()
    middle = rounds // 2
    print(
        f"{what:58s} wall {wall[middle]:6.1f} ms, worst {wall[-1]:6.1f}; processor {cpu[middle]:6.1f} ms, worst {cpu[-1]:6.1f}"
        f"  (bar {bar:.0f} ms: {'within' if cpu[middle] <= bar else 'OVER'})",
        flush=True,
    )


def main() -> None:
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, default in (("claims", 20_000), ("places", 2_000), ("rounds", 100)):
        ap.add_argument(f"--{name}", type=int, default=default)
    a = ap.parse_args()
    rng, arland = random.Random(5), load_theatre("arland")
    made = [entry(rng, f"p{rng.randrange(a.places)}", rng.randrange(DAYS), n) for n in range(a.claims)]
    made += [entry(rng, BUSY, rng.randrange(DAYS), a.claims + n) for n in range(MANY)]
    with (
        tempfile.TemporaryDirectory() as folder,
        open_ledger(Path(folder) / "a.db", write=True, theatre="arland") as ledger,
    ):
        for start in range(0, len(made), 500):
            ledger.add(made[start : start + 500], edition=READER)
        begin = time.process_time()
        settle(theatre=arland, ledger=ledger, method="model")
        print(
            f"{len(made):,} claims, {a.places:,} places weighed in {time.process_time() - begin:.1f} s of processor time"
        )

        def one(place: Callable[[int], str]) -> Callable[[int], object]:
            def work(_: int) -> object:
                ledger.add([later.pop()], edition=READER)
                return settle(theatre=arland, ledger=ledger, method="model")

            later = [entry(rng, place(n), DAYS + n // 10, 10**6 + rng.randrange(10**9)) for n in range(a.rounds)]
            return work

        timed("a claim, through the ledger, a place of ten claims", BARS["claim"], a.rounds, one(lambda n: f"p{n}"))
        timed(f"a claim, through the ledger, a place of {MANY} claims", BARS["claim"], a.rounds, one(lambda _: BUSY))
        claims = list(ledger.claims(place=BUSY))[:MANY]
        imprints = ledger.imprints({claim.report for claim in claims})
        known, day = ledger.last_change(), START + timedelta(days=DAYS // 2)
        what = f"the arithmetic of a place with {len(claims)} claims"
        timed(what, BARS["why"], 20, lambda _: explain(BUSY, claims, imprints, theatre=arland, known=known, day=day))
        timed(
            f"why, quotes and all, {MANY + a.rounds} claims",
            BARS["why"],
            20,
            lambda _: ask.why(ledger, arland, BUSY, on=day),
        )


if __name__ == "__main__":
    main()
