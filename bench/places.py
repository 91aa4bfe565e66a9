"""How well places are found: event lists' own place strings against their coordinates (UCDP GED, Syria 2016–2018).

    python bench/places.py [--half even|odd|unseen] [--without-admin] [--misses N]
    python bench/places.py --hints [--misses N]

Distinct (place string, governorate, district) with where_prec 1. Even event ids are for development, odd ones only report;
many places stand in both, so "unseen" is the part of the odd ones whose string is in no even row.
--hints  the reports of ../shared/data/fakes say which governorate, or its city, each is about: is it the one that most of
         the places located in the text lie in?

The data stays in ../shared/data/ged_syria; the bench says so when it is not there.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import io
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from whoholds.claim import PlaceMention
from whoholds.link.bearers import container_of
from whoholds.link.places import around, locate, locate_row
from whoholds.place import Point, distance_km
from whoholds.theatre import load_theatre

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"
GED = SHARED / "ged_syria" / "ged_syria_2016_2018.csv.gz"
FAKES = SHARED / "fakes" / "reports.jsonl"
BESIDES = {
    "SY01": ("SY03",)
}  # the reports' list of governorates has one Damascus, the city and its countryside together


def cases(half: str) -> Iterator[tuple[str, str, str, Point]]:
    """Each place string once, with the first coordinates given for it."""
    with gzip.open(GED) as file:
        rows = [row for row in csv.DictReader(io.TextIOWrapper(file, "utf-8")) if row["where_prec"] == "1"]
    even = {row["where_coordinates"] for row in rows if int(row["id"]) % 2 == 0}
    seen = set()
    for row in rows:
        case = (row["where_coordinates"], row["adm_1"], row["adm_2"])
        known = half == "unseen" and row["where_coordinates"] in even
        if int(row["id"]) % 2 == (half != "even") and case not in seen and not known:
            seen.add(case)
            yield (*case, Point(float(row["latitude"]), float(row["longitude"])))


def main() -> int:
    ask = argparse.ArgumentParser()
    ask.add_argument("--half", choices=["even", "odd", "unseen"], default="even")
    ask.add_argument("--without-admin", action="store_true")
    ask.add_argument("--misses", type=int, default=0)
    ask.add_argument("--hints", action="store_true")
    options = ask.parse_args()
    if options.hints:
        return hints(options.misses)
    if not GED.is_file():
        print(f"{GED} is not here: nothing measured", file=sys.stderr)
        return 2
    theatre = load_theatre("syria")
    rows = []
    begun = time.perf_counter()
    for name, governorate, district, truth in cases(options.half):
        within = [] if options.without_admin else [one for one in (governorate, district) if one]
        found = locate_row({"id": name, "name": name, "within": within}, theatre)
        off = None if found["lat"] is None else distance_km(truth, Point(found["lat"], found["lon"]))
        rows.append((off, name, governorate, district, found))
    seconds = time.perf_counter() - begun
    report("villages and towns", [r for r in rows if re.search(r"\b(village|town)\b", r[1])])
    report("all rows", rows)
    print(f"{len(rows) / seconds:.0f} rows/s")
    bad = [r for r in rows if r[0] is None or r[0] > 5]
    for off, name, governorate, district, found in sorted(bad, key=lambda r: -(r[0] or 999))[: options.misses]:
        top = [(c["place"], c["name"], c["score"], c["why"]) for c in found["candidates"][:2]]
        print(
            f"{'—' if off is None else round(off):>5}  {name} | {governorate} | {district} | {found.get('reason', '')} {top}"
        )
    return 0


def hints(misses: int) -> int:
    """How often most of a report's located places lie in the governorate it is known to be about."""
    if not FAKES.is_file():
        print(f"{FAKES} is not here: nothing measured", file=sys.stderr)
        return 2
    theatre = load_theatre("syria")
    rows = [json.loads(line) for line in FAKES.read_text(encoding="utf-8").splitlines()]
    asked = located = agreed = beside = 0
    for row in rows:
        about = (
            container_of(row.get("place_hint") or "", theatre, kind="governorate") if row.get("place_hint") else None
        )
        if about is None or not about.place.admin:
            continue
        asked += 1
        company = around(row["text"], theatre)
        mentions = [PlaceMention(span=hit.span, text=hit.text) for hit in theatre.places_in(row["text"])]
        found = [one for mention in mentions for one in locate([mention], theatre, around=company)]
        lie = Counter(admin[0] for one in found if one.place and (admin := theatre.place(one.place).admin))
        located += bool(lie)
        most = max(lie.values(), default=0)
        home = about.place.admin[0]
        good = lie[home] >= most > 0
        agreed += good
        beside += sum(lie[code] for code in {home, *BESIDES.get(home, ())}) >= most > 0
        if not good and misses > 0:
            misses -= 1
            print(row["place_hint"], dict(lie))
    print(f"hints: n {asked}  some place located {located / asked:.3f}  most of them there {agreed / asked:.3f}")
    print(f"       with a city and the governorate around it taken for one {beside / asked:.3f}")
    return 0


def report(title: str, rows: list) -> None:
    n = len(rows)
    near = [sum(off is not None and off <= km for off, *_ in rows) / n for km in (5, 25)]
    far = sum(off is not None and off > 50 for off, *_ in rows) / n
    none = sum(off is None for off, *_ in rows) / n
    print(f"{title:<20} n {n:4}  ≤5 km {near[0]:.3f}  ≤25 km {near[1]:.3f}  >50 km {far:.3f}  not located {none:.3f}")


if __name__ == "__main__":
    sys.exit(main())
