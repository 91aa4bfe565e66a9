"""Each teller's track record, as it could be known at an instant."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from whoholds.ask.plain import plain
from whoholds.ask.view import view
from whoholds.ask.who import name_of_actor
from whoholds.fuse import Check, Parameters, Track, checks_of, tracks
from whoholds.keep import Ledger
from whoholds.theatre import Theatre


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A teller: its name, its record, and the two grades, which are never multiplied into one.

    reliability  A to F, of the teller. The digits of ``track`` are of its claims, 1 to 6.
    """

    name: str
    reliability: str
    track: Track

    def as_json(self) -> dict[str, Any]:
        """The record as plain values."""
        told: dict[str, Any] = plain(self)
        return told


def track_records(
    ledger: Ledger,
    theatre: Theatre,
    *,
    known: datetime | None = None,
    outlets: bool = False,
    parameters: Parameters | None = None,
) -> tuple[Standing, ...]:
    """Every teller that claims who holds a place, the one with most claims first. EmptyLedger: nothing was added."""
    seen = view(ledger, theatre, known, parameters=parameters)
    found: list[Check] = []
    places = ledger.places_with_claims(known=seen.known)
    for place, claims in ledger.claims_by_place(places, known=seen.known):
        imprints = ledger.imprints({claim.report for claim in claims})
        found += checks_of(place, claims, imprints, theatre=theatre, known=seen.known, parameters=seen.parameters)
    return tuple(
        Standing(name=_name(theatre, one.teller), reliability=one.letter, track=one)
        for one in tracks(found, outlets=outlets)
    )


def _name(theatre: Theatre, teller: str) -> str:
    """The display name of a listed source or party; the words themselves of one that is not."""
    source = theatre.source(teller)
    if source is not None:
        return source.name
    if theatre.actor(teller) is not None:
        return name_of_actor(theatre, teller)
    outlet, _, words = teller.lstrip("~").partition("~")
    printed = theatre.source(outlet)
    return f"{words} (in {printed.name if printed else outlet})" if words else outlet
