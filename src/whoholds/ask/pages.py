"""One report as it was read: its dates and what was odd about them, and every finding with what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from whoholds.ask.plain import plain
from whoholds.ask.who import name_of_actor, name_of_place
from whoholds.ask.why import Source, source_of
from whoholds.claim import Claim, Finding, Status, Unlinked
from whoholds.errors import NotInLedger
from whoholds.keep import Ledger
from whoholds.text import Report
from whoholds.theatre import Theatre


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """One finding: the words, what they were taken to say, and where it went.

    actor, target, places, speaker  as the text names them; "" = not named.
    first, last  days told, half-open; None = nothing was told.
    on_map       "place: holder as identified", one for each claim; off_map: "words: reason", one for each gap.
    start, end   where the quote stands, in code points of the text; sentence: where the sentence does.
    claims       (id, id of the place) for each of ``on_map``.
    """

    verb: str
    status: Status
    actor: str
    target: str
    places: tuple[str, ...]
    speaker: str
    first: date | None
    last: date | None
    quote: str
    confidence: float
    on_map: tuple[str, ...]
    off_map: tuple[str, ...]
    start: int = 0
    end: int = 0
    sentence: tuple[int, int] = (0, 0)
    claims: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A report with its findings, in the order of the text. ``day``: from which "Friday" counts."""

    report: Source
    day: date
    language: str
    notes: tuple[str, ...]
    findings: tuple[Read, ...]

    def as_json(self) -> dict[str, Any]:
        """It as plain values."""
        told: dict[str, Any] = plain(self)
        return told


def page_of(ledger: Ledger, theatre: Theatre, report: str) -> Page:
    """The report of that id, or the first of that supplier's id. NotInLedger: none is kept."""
    found = next(ledger.reports([report]), None) or next((one for one in ledger.reports() if one.ref == report), None)
    if found is None:
        raise NotInLedger(
            f"no report {report!r} in this ledger; `whoholds why PLACE` names the reports behind an answer"
        )
    findings = sorted(ledger.findings(report=found.id), key=lambda one: (one.evidence, one.trigger, one.id))
    claims = list(ledger.claims(report=found.id, ruled=False))
    loose = list(ledger.unlinked(report=found.id))
    return Page(
        report=source_of(found),
        day=found.day,
        language=found.language,
        notes=found.notes,
        findings=tuple(_read(one, found, claims, loose, theatre) for one in findings),
    )


def _read(one: Finding, report: Report, claims: list[Claim], loose: list[Unlinked], theatre: Theatre) -> Read:
    return Read(
        verb=one.verb,
        status=one.status,
        actor=one.actor.text if one.actor else "",
        target=one.target.text if one.target else "",
        places=tuple(place.text for place in one.places),
        speaker=one.speakers[-1].text if one.speakers else "",
        first=one.when.first,
        last=one.when.last,
        quote=one.evidence.of(report.text),
        confidence=one.confidence,
        on_map=tuple(
            f"{name_of_place(theatre, claim.place)}: {name_of_actor(theatre, claim.actor) or 'nobody named'}"
            for claim in claims
            if claim.finding == one.id
        ),
        off_map=tuple(f"{gap.text or gap.part}: {gap.reason}" for gap in loose if gap.finding.id == one.id),
        start=one.evidence.start,
        end=one.evidence.end,
        sentence=(one.sentence.start, one.sentence.end),
        claims=tuple((claim.id, claim.place) for claim in claims if claim.finding == one.id),
    )
