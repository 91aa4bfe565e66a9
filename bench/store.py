"""How fast the ledger is: rows written and read a second, with the size of the file. Synthetic reports; one thread.

python bench/store.py [REPORTS] [CLAIMS_PER_REPORT]
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from make import a_claim, a_finding, a_report
from whoholds.control import Control, Edition
from whoholds.keep import Entry, open_ledger
from whoholds.when import Period

READER = Edition(id="reader", code="0", method="bench", settings="", theatre="", languages="")
BATCH = 100  # reports in one transaction
PLACES = 500
WORDS = tuple("the coast league army took held lost town village hill road on near from says said".split())  # noqa: SIM905


def entries(reports: int, claims: int) -> list[Entry]:
    """Reports of about 400 words with one finding and so many claims each, over ``PLACES`` places."""
    rng = random.Random(1)
    made = []
    for n in range(reports):
        text = f"The League took Velin. {' '.join(rng.choices(WORDS, k=400))} {n}"
        report = a_report(text, published=date(2031, 1, 1) + timedelta(days=n % 300), signature=rng.randbytes(512))
        findings = tuple(a_finding(report, actor="The League", when=None) for _ in range(1))
        told = tuple(a_claim(report, place=f"p{rng.randrange(PLACES)}-{i}", said_by="x") for i in range(claims))
        made.append(Entry(report=report, findings=findings, claims=told))
    return made


def timed(what: str, count: int, unit: str, work: Callable[[], Any]) -> Any:
    """Run it; print elapsed seconds, and rates by elapsed time and by processor time (others may share the machine)."""
    start, spent = time.perf_counter(), time.process_time()
    found = work()
    took, spent = time.perf_counter() - start, time.process_time() - spent
    print(f"{what:44} {took:8.3f} s {count / took:10,.0f} {unit}/s {count / max(spent, 1e-9):10,.0f} {unit}/cpu s")
    return found


def main() -> None:
    reports, claims = (int(one) for one in (*sys.argv[1:], "800", "5")[:2])
    made = entries(reports, claims)
    total = reports * claims
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.db"
        with open_ledger(path, write=True, theatre="arland") as ledger:
            batches = [made[start : start + BATCH] for start in range(0, reports, BATCH)]
            timed(
                "add: report, raw, arrival, finding, claims",
                total,
                "claims",
                lambda: [ledger.add(b, edition=READER) for b in batches],
            )
            timed("add again: nothing new", total, "claims", lambda: [ledger.add(b, edition=READER) for b in batches])
            places = ledger.stale()
            timed("claims by place", total, "claims", lambda: sum(len(c) for _, c in ledger.claims_by_place(places)))
            known = ledger.last_arrival()
            pages = {
                place: [
                    Control(
                        place=place,
                        holders=frozenset({"coastal-league"}),
                        valid=Period(
                            start=date(2031, 1, 1) + timedelta(days=30 * n),
                            end=date(2031, 1, 31) + timedelta(days=30 * n),
                        ),
                        belief=0.9,
                        shares=(("coastal-league", 0.9), ("northern-army", 0.1)),
                        voices=3,
                        last_heard=date(2031, 1, 1),
                        weight=4.0,
                        because=("a" * 32, "b" * 32),
                        against=(),
                    )
                    for n in range(4)
                ]
                for place in places
            }
            timed(
                "record: four periods a place",
                4 * len(places),
                "periods",
                lambda: ledger.record(pages, known=known, edition=READER),
            )
            timed("claims, all, in order", total, "claims", lambda: sum(1 for _ in ledger.claims()))
            timed("reports, all, without raw", reports, "reports", lambda: sum(1 for _ in ledger.reports()))
            ids = [one.report.id for one in made]
            timed("imprints", reports, "reports", lambda: ledger.imprints(ids))
            timed("digest", total, "claims", ledger.digest)
            timed(
                "controls of one day",
                len(places),
                "places",
                lambda: sum(1 for _ in ledger.controls(day=date(2031, 2, 15))),
            )
            some = places[:: max(1, len(places) // 200)]
            timed("claims of one place", len(some), "places", lambda: [list(ledger.claims(place=one)) for one in some])
            stats = ledger.stats()
        print(f"{stats.driver}; {total} claims, {reports} reports, {path.stat().st_size / total:,.0f} bytes a claim")


if __name__ == "__main__":
    main()
