"""Spellings withheld from the gazetteer one at a time: is the right place still first?

    python bench/spellings.py [--half even|odd] [--from alternates|official] [--misses N]

2,000 spellings of places of the bundled theatre of Syria, drawn with a seed, one of a place at most, never its display
name. Each by itself is taken out of the gazetteer: from whoever bears it, with its keys, from how often its place is
spelled and from the areas that place is the seat of. Then it is asked for, with the place's governorate named and without.
The first candidate counts, whether or not it would be accepted; so does a row within two kilometres of the right one,
which is the same place in another source. Even numbers are for development, odd ones report.

Some spellings are no one's alone: another place bears the very same, so that only its governorate, or nothing, can tell
which is meant. Their share is printed, and what is right among the others.

alternates  names that Who's On First gives beside a place's own, in Latin, Arabic or Cyrillic letters.
official    the Arabic names of OCHA's list; with such a name away most places have Latin ones only.

The columns that tell whose a spelling is stand in ../shared/data/geo; the bench says so when they are not there.
"""

from __future__ import annotations

import argparse
import csv
import random
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from whoholds.gazetteer import Gazetteer
from whoholds.lately import Lately
from whoholds.link.places import locate_row
from whoholds.place import SETTLEMENTS, Place, distance_km
from whoholds.spelling import ARABIC, fold
from whoholds.theatre import SCANNED, SEATED, Theatre, load_theatre

FULL = Path(__file__).resolve().parents[2] / "shared" / "data" / "geo" / "syria_full.csv"
SAMPLE, SEED = 2000, 4
SAME_KM = 2.0
AREAS = frozenset({"country", "admin1", "admin2", "admin3", "area", "road"})


def listed(row: dict[str, str], whose: str) -> set[str]:
    """The spellings of one row that one source gave, folded."""
    if whose == "official":
        cells = [row["name_ar"]] if row["pcode"] else []
    else:
        cells = [row["alt_latin"], row["alt_ar"], row["alt_other"], "" if row["pcode"] else row["name_ar"]]
    return {fold(one) for cell in cells for one in cell.split("|") if one}


def drawn(theatre: Theatre, whose: str) -> list[tuple[Place, str]]:
    """The places, each once, and the spelling of each that is withheld: never its display name."""
    with FULL.open(encoding="utf-8", newline="") as file:
        given = {row["place_id"]: listed(row, whose) for row in csv.DictReader(file)}
    cases = []
    rng = random.Random(SEED)
    for place in theatre.places():
        mine = given.get(place.id, set())
        others = sorted({one for _, one in place.names if fold(one) != fold(place.name) and fold(one) in mine})
        if others and place.admin and place.point is not None and place.kind not in AREAS and not place.same_as:
            cases.append((place, rng.choice(others)))
    rng.shuffle(cases)
    return cases[:SAMPLE]


class Without:
    """Sets of names, less those that are withheld."""

    def __init__(self, inner: Any, withheld: set[int]) -> None:
        self.inner, self.withheld = inner, withheld

    def of(self, number: int | None) -> list[int]:
        return [one for one in self.inner.of(number) if one not in self.withheld]


class Withholding(Gazetteer):
    """A gazetteer that can forget a spelling for a while, with its keys."""

    def __init__(self, names: Sequence[tuple[str, str]]) -> None:
        super().__init__(names)
        self.names, self.withheld = names, set[int]()
        self._first = list(self._first)  # the display names: another takes the place of one that is withheld
        self._by_key, self._by_bones, self._by_owner = (  # type: ignore[assignment]
            Without(one, self.withheld) for one in (self._by_key, self._by_bones, self._by_owner)
        )
        self.spelled: dict[str, list[int]] = {}
        self.of_bearer: dict[str, list[int]] = {}
        for index, (bearer, name) in enumerate(names):
            self.spelled.setdefault(fold(name), []).append(index)
            self.of_bearer.setdefault(bearer, []).append(index)

    def bearers_of(self, spelling: str) -> set[str]:
        return {self.names[index][0] for index in self.spelled[fold(spelling)]}

    @contextmanager
    def less(self, spelling: str) -> Iterator[None]:
        """Without all names that fold to the same as this spelling."""
        gone = self.spelled[fold(spelling)]
        keys = {index: self._every_key[index] for index in gone}
        firsts = {self._owner[index]: index for index in gone if self._first[self._owner[index]] == index}
        self.withheld.update(gone)
        for index in gone:
            self._every_key[index] = ""
            self._spoken.pop(self.names[index][0], None)
        for owner, index in firsts.items():
            rest = [one for one in self.of_bearer[self.names[index][0]] if one not in self.withheld]
            self._first[owner] = rest[0] if rest else index
        yield
        for index, key in keys.items():
            self._every_key[index] = key
            self._spoken.pop(self.names[index][0], None)
        for owner, index in firsts.items():
            self._first[owner] = index
        self.withheld.clear()


@contextmanager
def withheld(theatre: Theatre, place: Place, spelling: str) -> Iterator[None]:
    """The theatre, in which nothing has this spelling."""
    gazetteer, rows = theatre.gazetteer, theatre._places  # noqa: SLF001 - the bench takes a theatre apart
    assert isinstance(gazetteer, Withholding)
    seat = theatre._seats.get(place.id)  # noqa: SLF001
    rows[place.id] = replace(place, names=tuple(one for one in place.names if fold(one[1]) != fold(spelling)))
    with gazetteer.less(spelling):
        theatre._bearers = Lately(theatre._look_up, room=SCANNED)  # noqa: SLF001
        if seat is not None:
            _seat(theatre, place)
        yield
    rows[place.id] = place
    if seat is not None:
        theatre._seats[place.id] = seat  # noqa: SLF001


def _seat(theatre: Theatre, place: Place) -> None:
    """Whether an area is still called after it."""
    called = theatre.gazetteer.keys_of(place.id)
    kinds = [
        area.kind
        for area in theatre.places()
        if area.kind in SEATED and area.pcode in place.admin and called & theatre.gazetteer.keys_of(area.id)
    ]
    if kinds and place.kind in SETTLEMENTS:
        theatre._seats[place.id] = min(kinds)  # noqa: SLF001
    else:
        theatre._seats.pop(place.id, None)  # noqa: SLF001


def main() -> int:
    ask = argparse.ArgumentParser()
    ask.add_argument("--half", choices=["even", "odd"], default="even")
    ask.add_argument("--from", dest="whose", choices=["alternates", "official"], default="alternates")
    ask.add_argument("--misses", type=int, default=0)
    options = ask.parse_args()
    if not FULL.is_file():
        print(f"{FULL} is not here: nothing measured", file=sys.stderr)
        return 2
    theatre = load_theatre("syria")
    theatre.__dict__["gazetteer"] = Withholding(list(theatre._spellings()))  # noqa: SLF001
    theatre.seat_of("")
    names = {place.pcode: place.name for place in theatre.places() if place.kind == "admin1"}
    half = drawn(theatre, options.whose)[options.half == "odd" :: 2]
    for title in ("given its governorate", "without"):
        asked, right, accepted, misses = Counter[str](), Counter[str](), 0, []
        alone = alone_right = 0
        for place, name in half:
            within = {} if title == "without" else {"within": names[place.admin[0]]}
            with withheld(theatre, place, name):
                found = locate_row({"id": name, "name": name} | within, theatre)
            first = found["candidates"][0]["place"] if found["candidates"] else ""
            good = bool(first) and is_it(place, theatre.place(first))
            script = "Arabic" if ARABIC.search(name) else "Latin" if fold(name)[:1].isascii() else "other"
            asked[script] += 1
            right[script] += good
            accepted += bool(found["place"]) and good
            lone = is_alone(place, name, theatre, inside=bool(within))
            alone, alone_right = alone + lone, alone_right + (lone and good)
            if not good and lone:
                shown = [
                    (theatre.place(c["place"]).name, c["score"], c["why"][-3:])
                    for c in found["candidates"]
                    if is_it(place, theatre.place(c["place"]))
                ]
                best = first and (
                    theatre.place(first).name,
                    found["candidates"][0]["why"],
                    found["candidates"][0]["score"],
                )
                misses.append((name, [place.name, *dict.fromkeys(one for _, one in place.names)], best, shown[:1]))
        by_script = "  ".join(f"{one} {right[one] / asked[one]:.3f} of {asked[one]}" for one in sorted(asked))
        print(
            f"{title:<22} n {len(half)}  right place first {right.total() / len(half):.3f}  "
            f"and accepted {accepted / len(half):.3f}  ({by_script})"
        )
        print(f"{'':<22} borne by no other place there: n {alone}  right place first {alone_right / alone:.3f}")
        for miss in misses[: options.misses]:
            print("   ", *miss, sep=" | ")
    return 0


def is_alone(place: Place, spelling: str, theatre: Theatre, *, inside: bool) -> bool:
    """True when no other place bears the very spelling, anywhere or in its governorate."""
    assert isinstance(theatre.gazetteer, Withholding)
    bearers = map(theatre.place, theatre.gazetteer.bearers_of(spelling))
    others = (theatre.place(one.same_as or one.id) for one in bearers)
    return all(is_it(place, one) or (inside and one.admin[:1] != place.admin[:1]) for one in others)


def is_it(place: Place, other: Place) -> bool:
    if place.id == other.id:
        return True
    return other.point is not None and place.point is not None and distance_km(place.point, other.point) <= SAME_KM


if __name__ == "__main__":
    sys.exit(main())
