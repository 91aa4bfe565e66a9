"""Spellings withheld from the gazetteer one at a time: is the right place still first?

    python bench/spellings.py [--half even|odd] [--misses N]

2,000 spellings of places of the bundled theatre of Syria, drawn with a seed: names in Latin, Arabic or Cyrillic
letters, mostly Who's On First alternates, one of a place at most. Each is taken from its place and asked for, with
the place's governorate named and without. The first candidate
counts, whether or not it would be accepted; so does a row within two kilometres of the right one, which is the same place
in another source. Even numbers are for development, odd ones report.
"""

from __future__ import annotations

import argparse
import random
import sys

from whoholds.gazetteer import Gazetteer
from whoholds.link.places import locate_row
from whoholds.place import Place, distance_km
from whoholds.spelling import fold
from whoholds.theatre import Theatre, load_theatre

SAMPLE, SEED = 2000, 4
SAME_KM = 2.0
AREAS = frozenset({"country", "admin1", "admin2", "admin3", "area", "road"})


def drawn(theatre: Theatre) -> list[tuple[Place, str]]:
    """The places, each once, and the spelling of each that is withheld: never its display name."""
    cases = []
    rng = random.Random(SEED)
    for place in theatre.places():
        others = sorted({one for _, one in place.names if fold(one) != fold(place.name)})
        if others and place.admin and place.point is not None and place.kind not in AREAS and not place.same_as:
            cases.append((place, rng.choice(others)))
    rng.shuffle(cases)
    return cases[:SAMPLE]


def without(theatre: Theatre, cases: list[tuple[Place, str]]) -> Theatre:
    """The theatre whose gazetteer lacks them: each is taken from its own place, so that one never helps another."""
    taken = {place.id: fold(name) for place, name in cases}
    rest = [
        (place.id, name)
        for place in theatre.places()
        for name in (place.name, *(one for _, one in place.names))
        if taken.get(place.id) != fold(name)
    ]
    theatre.__dict__["gazetteer"] = Gazetteer(rest)
    return theatre


def main() -> int:
    ask = argparse.ArgumentParser()
    ask.add_argument("--half", choices=["even", "odd"], default="even")
    ask.add_argument("--misses", type=int, default=0)
    options = ask.parse_args()
    theatre = load_theatre("syria")
    cases = drawn(theatre)
    theatre = without(theatre, cases)
    names = {place.pcode: place.name for place in theatre.places() if place.kind == "admin1"}
    half = cases[options.half == "odd" :: 2]
    for title in ("given its governorate", "without"):
        right, accepted, misses = 0, 0, []
        for place, name in half:
            row = {"id": name, "name": name}
            found = locate_row(row | {"within": names[place.admin[0]]} if title != "without" else row, theatre)
            first = found["candidates"][0]["place"] if found["candidates"] else ""
            good = bool(first) and is_it(place, theatre.place(first))
            right += good
            accepted += bool(found["place"]) and good
            if not good:
                misses.append((name, place.name, first and theatre.place(first).name, found.get("reason", "")))
        print(
            f"{title:<22} n {len(half)}  right place first {right / len(half):.3f}  and accepted {accepted / len(half):.3f}"
        )
        for miss in misses[: options.misses]:
            print("   ", *miss, sep=" | ")
    return 0


def is_it(place: Place, other: Place) -> bool:
    if place.id == other.id:
        return True
    return other.point is not None and place.point is not None and distance_km(place.point, other.point) <= SAME_KM


if __name__ == "__main__":
    sys.exit(main())
