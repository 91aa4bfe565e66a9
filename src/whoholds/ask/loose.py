"""What is not on the map, and why; and who told how much."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from whoholds.actor import SourceKind
from whoholds.ask.plain import plain
from whoholds.ask.why import Source, source_of
from whoholds.claim import Candidate, Unplaced
from whoholds.keep import Ledger
from whoholds.theatre import Theatre


@dataclass(frozen=True, slots=True, kw_only=True)
class Loose:
    """A finding, or one part of it, that could not be tied to an id, with the words that say it."""

    id: str
    part: str
    text: str
    reason: Unplaced
    verb: str
    quote: str
    report: Source
    candidates: tuple[Candidate, ...]

    def as_json(self) -> dict[str, Any]:
        """It as plain values."""
        told: dict[str, Any] = plain(self)
        return told


@dataclass(frozen=True, slots=True, kw_only=True)
class Teller:
    """What an outlet contributed, and what the theatre knows of it.

    kind  None: the theatre does not list it. side: id of the party whose voice it is; "" = none.
    """

    outlet: str
    name: str
    kind: SourceKind | None
    side: str
    reports: int
    claims: int
    first: datetime
    last: datetime

    def as_json(self) -> dict[str, Any]:
        """It as plain values."""
        told: dict[str, Any] = plain(self)
        return told


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """Something offered as a report that could not be read; the fields as in ``Skipped``."""

    id: str
    origin: str
    ref: str
    reason: str
    excerpt: str

    def as_json(self) -> dict[str, Any]:
        """It as plain values."""
        told: dict[str, Any] = plain(self)
        return told


def unlinked(ledger: Ledger, *, reason: Unplaced | None = None) -> tuple[Loose, ...]:
    """What could not be tied to an id (for that reason), by report and id."""
    return tuple(_loose(ledger, reason))


def skipped(ledger: Ledger) -> tuple[Unread, ...]:
    """What could not be read at all, by origin and id."""
    return tuple(
        Unread(id=one.id, origin=one.origin, ref=one.ref, reason=one.reason, excerpt=one.excerpt)
        for one in ledger.skipped()
    )


def _loose(ledger: Ledger, reason: Unplaced | None) -> Iterator[Loose]:
    report = None
    for one in ledger.unlinked():
        if reason is not None and one.reason is not reason:
            continue
        if report is None or report.id != one.report:
            report = next(ledger.reports([one.report]))
        yield Loose(
            id=one.id,
            part=one.part,
            text=one.text,
            reason=one.reason,
            verb=one.finding.verb,
            quote=one.finding.evidence.of(report.text),
            report=source_of(report),
            candidates=one.candidates,
        )


def sources(ledger: Ledger, theatre: Theatre) -> tuple[Teller, ...]:
    """Who told how much, by outlet."""
    found = []
    for one in ledger.outlets():
        known = theatre.source(one.outlet)
        found.append(
            Teller(
                outlet=one.outlet,
                name=known.name if known else one.outlet,
                kind=known.kind if known else None,
                side=known.side if known else "",
                reports=one.reports,
                claims=one.claims,
                first=one.first,
                last=one.last,
            )
        )
    return tuple(found)
