"""A small invented theatre for fusing, and claims written in a line each."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from make import a_claim, a_report
from whoholds.actor import Actor, Source, SourceKind
from whoholds.claim import Claim, Form, Status, Voice
from whoholds.text import Imprint, imprint
from whoholds.when import Basis, Grain

LEAGUE, ARMY, GUARD, BRIGADE = "coastal-league", "northern-army", "guard", "harbour-brigade"
FIRST = date(2031, 3, 1)  # day 0 of the cases


@dataclass(frozen=True)
class World:
    """The three sides of arland, a brigade of the League, and who tells."""

    sides: dict[str, str] = field(default_factory=lambda: {BRIGADE: LEAGUE, "northern-government": ARMY})
    unwatched: dict[str, tuple[str, ...]] = field(default_factory=dict)
    parties: frozenset[str] = frozenset({LEAGUE, ARMY, GUARD, BRIGADE, "northern-government"})
    sources: dict[str, tuple[SourceKind, str]] = field(
        default_factory=lambda: {
            "harbour-post": (SourceKind.OUTLET, ""),
            "hill-gazette": (SourceKind.OUTLET, ""),
            "wire": (SourceKind.AGENCY, ""),
            "observers": (SourceKind.MONITOR, ""),
            "state-radio": (SourceKind.OUTLET, ARMY),
            "front-map": (SourceKind.MAP, ""),
            "desk": (SourceKind.DESK, ""),
        }
    )

    def actor(self, actor: str) -> Actor | None:
        return Actor(id=actor, name=actor, kind="army", names=()) if actor in self.parties else None

    def source(self, outlet: str) -> Source | None:
        key = outlet.lower().replace(" ", "-")
        if key not in self.sources:
            return None
        kind, side = self.sources[key]
        return Source(id=key, name=outlet, kind=kind, side=side)

    def covers(self, source: Source, place: str) -> bool:
        return place not in self.unwatched.get(source.id, ())

    def side_of(self, actor: str, day: date) -> str:
        return self.sides.get(actor, actor)


def day_of(number: int) -> date:
    """A date counted from day 0 of the cases."""
    return FIRST + timedelta(days=number)


def wording(seed: int, changed: int = 0) -> bytes:
    """A fingerprint of 128 values; the first ``changed`` of them differ from the seed's own."""
    return struct.pack("<128I", *(seed * 1000 + i + (500_000 if i < changed else 0) for i in range(128)))


def told(number: int, /, **row: Any) -> tuple[Claim, Imprint]:
    """A claim from a row of a case: ``number`` makes its text unlike the others'. See tests/fuse/README.md."""
    row = dict(row)
    published = day_of(row.pop("published"))
    outlet = row.pop("outlet", "Harbour Post")
    report = a_report(text=f"report {row.pop('report', number)}", published=published, outlet=outlet)
    report = replace(report, signature=wording(*row.pop("wording"))) if "wording" in row else report
    basis = Basis(row.pop("basis", "stated"))
    names = {"about": "day", "until": "last"}
    given = {names.get(key, key): value for key, value in row.items()}
    for key in ("day", "last"):
        if key in given:
            given[key] = day_of(given[key])
    for key, kind in (("status", Status), ("grain", Grain), ("form", Form)):
        if key in given:
            given[key] = kind(given[key])
    if "notes" in given:
        given["notes"] = tuple(given["notes"])
    if "candidates" in given:
        given["candidates"] = tuple((place, weight) for place, weight in given["candidates"])
    if "chain" in given:
        given["voices"] = tuple(_voice(who) for who in [outlet, *given.pop("chain")])
    claim = a_claim(report, **given)
    return replace(claim, when=replace(claim.when, basis=basis)), imprint(report)


def _voice(who: str) -> Voice:
    """An actor's id, a source's name, or ``~words`` for somebody unnamed."""
    if who.startswith("~"):
        return Voice(text=who[1:])
    if who in World().parties:
        return Voice(text=who, actor=who, party=True)
    return Voice(text=who, source=who.lower().replace(" ", "-"), party=False)


def heard_all(rows: list[dict[str, Any]]) -> tuple[list[Claim], dict[str, Imprint]]:
    """The claims of a case and the imprints of their reports."""
    pairs = [told(number, **row) for number, row in enumerate(rows)]
    return [claim for claim, _ in pairs], {printed.report: printed for _, printed in pairs}
