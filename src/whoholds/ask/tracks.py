"""Each teller's track record, as it could be known at an instant."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from sys import intern
from typing import Any

from whoholds.ask.plain import plain
from whoholds.ask.view import TOGETHER, View, view
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


class Fared:
    """How the claims about every place fared, kept from one asking to the next.

    Then only those places are checked again of which something else has become known since. For one ledger as it stands; may
    be asked from several threads.
    """

    def __init__(self) -> None:
        self._by_place: dict[str, tuple[Check, ...]] = {}
        self._numbers: Parameters | None = None
        self._made, self._behind = 0, frozenset[str]()
        self._lock = threading.Lock()

    def checks(self, ledger: Ledger, theatre: Theatre) -> Iterator[Check]:
        """Every claim checked, by place; the ids of claims are left out. EmptyLedger: nothing was added."""
        with self._lock:
            made, again = ledger.made_since(self._made)
            behind = frozenset(ledger.stale())
            seen = view(ledger, theatre)
            if seen.parameters != self._numbers:
                self._by_place.clear()
            places = ledger.places_with_claims(known=seen.known)
            wanted = {*again, *behind, *self._behind, *(one for one in places if one not in self._by_place)}
            found = dict(_checked(seen, sorted(wanted.intersection(places))))
            kept = {place: self._by_place.get(place, ()) for place in places}
            self._by_place = {**kept, **dict.fromkeys(wanted.intersection(places), ()), **found}
            self._numbers, self._made, self._behind = seen.parameters, made, behind
            return (one for some in list(self._by_place.values()) for one in some)


def track_records(
    ledger: Ledger,
    theatre: Theatre,
    *,
    known: datetime | None = None,
    outlets: bool = False,
    parameters: Parameters | None = None,
    fared: Fared | None = None,
) -> tuple[Standing, ...]:
    """Every teller that claims who holds a place, the one with most claims first. EmptyLedger: nothing was added.

    fared  what was found when this ledger was asked before, to go on from: of use without ``known`` and ``parameters`` only.
    """
    if fared is not None and known is None and parameters is None:
        found: Iterable[Check] = fared.checks(ledger, theatre)
    else:
        seen = view(ledger, theatre, known, parameters=parameters)
        every = _checked(seen, ledger.places_with_claims(known=seen.known))
        found = (one for _, some in every for one in some)
    return tuple(
        Standing(name=_name(theatre, one.teller), reliability=one.letter, track=one)
        for one in tracks(found, outlets=outlets)
    )


def _checked(seen: View, places: Sequence[str]) -> Iterator[tuple[str, tuple[Check, ...]]]:
    """The places with their checks, without the ids of claims; reports are looked up for some hundred places at a time."""
    told = seen.ledger.claims_by_place(places, known=seen.known)
    while some := list(islice(told, TOGETHER)):
        imprints = seen.ledger.imprints({claim.report for _, claims in some for claim in claims})
        for place, claims in some:
            found = checks_of(
                place, claims, imprints, theatre=seen.theatre, known=seen.known, parameters=seen.parameters
            )
            yield (
                place,
                tuple(replace(one, claim="", teller=intern(one.teller), outlet=intern(one.outlet)) for one in found),
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
