"""Parties that no theatre lists: made provisionally from the words of reports, kept apart, and listed for the analyst."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from whoholds.actor import PROVISIONAL
from whoholds.ask.plain import plain
from whoholds.ask.why import Source, source_of
from whoholds.claim import Claim
from whoholds.keep import Ledger
from whoholds.theatre import Theatre


@dataclass(frozen=True, slots=True, kw_only=True)
class Stranger:
    """A body that claims name and the theatre does not.

    actor          its provisional id, the same wherever it is named so; ``name``: the words it was made from.
    claims, reports  how many name it, as doer or as target.
    first, last    the first and the last day those claims are about.
    places         ids of the places concerned, most often named first; five at most.
    quote, report  the words of the first of them.
    like           id of the listed party whose name is most like it; "" when none is: another spelling, perhaps.
    """

    actor: str
    name: str
    claims: int
    reports: int
    first: date
    last: date
    places: tuple[str, ...]
    quote: str
    report: Source
    like: str

    def as_json(self) -> dict[str, Any]:
        """It as plain values."""
        told: dict[str, Any] = plain(self)
        return told


SHOWN = 5  # places of one party that are listed
ALIKE = 0.75  # likeness (difflib) from which another spelling of a listed name is suggested


def strangers(ledger: Ledger, theatre: Theatre) -> tuple[Stranger, ...]:
    """Every provisional party, the most often named first."""
    named: dict[str, list[Claim]] = {}
    for claim in ledger.claims():
        for actor in {claim.actor, claim.target}:
            if actor.startswith(PROVISIONAL):
                named.setdefault(actor, []).append(claim)
    names = {name.text.casefold(): actor.id for actor in theatre.actors for name in actor.names}
    found = [_stranger(actor, claims, ledger, names) for actor, claims in named.items()]
    return tuple(sorted(found, key=lambda one: (-one.claims, one.actor)))


def _stranger(actor: str, claims: list[Claim], ledger: Ledger, names: Mapping[str, str]) -> Stranger:
    from difflib import get_close_matches

    first = claims[0]
    report = next(ledger.reports([first.report]))
    places: dict[str, int] = {}
    for claim in claims:
        places[claim.place] = places.get(claim.place, 0) + 1
    name = actor.removeprefix(PROVISIONAL)
    near = get_close_matches(name, names, n=1, cutoff=ALIKE)
    return Stranger(
        actor=actor,
        name=name,
        claims=len(claims),
        reports=len({claim.report for claim in claims}),
        first=min(claim.when.first for claim in claims),
        last=max(claim.when.final for claim in claims),
        places=tuple(sorted(places, key=lambda place: (-places[place], place))[:SHOWN]),
        quote=first.quote.of(report.text),
        report=source_of(report),
        like=names[near[0]] if near else "",
    )
