"""The arithmetic of an answer, and the quotes for and against it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from whoholds.ask.cited import around
from whoholds.ask.plain import plain
from whoholds.ask.view import view
from whoholds.ask.where import place_named
from whoholds.ask.who import Answer, answer_on, default_day, name_of_actor
from whoholds.claim import Claim, Status
from whoholds.control import Term
from whoholds.fuse import Parameters, explain
from whoholds.keep import Ledger
from whoholds.text import Report
from whoholds.theatre import Theatre
from whoholds.when import Basis, Grain


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The report that a claim stands in. ``ref``: the id its supplier gave it."""

    id: str
    ref: str
    outlet: str
    title: str
    url: str | None
    published: datetime
    received: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Echo:
    """A claim that repeats another and adds nothing."""

    claim: str
    quote: str
    report: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """One claim about the place, with the words that make it.

    first, last  the days it may have happened on, half-open.
    before, after  the rest of the sentence that the quote stands in.
    speaker  who vouches, as written; the outlet when it speaks for itself. party: a belligerent or its voice.
    actor, target  display names; "" = not named.
    weight   nats by which it moves the log-odds of the answer when left out: > 0 speaks for it. None: not weighed.
    direct   nats it adds to the sum; None: not weighed.
    echoes   claims that repeat it.
    note     why it was not weighed; "" when it was.
    """

    claim: str
    verb: str
    actor: str
    target: str
    status: Status
    first: date
    last: date
    grain: Grain
    basis: Basis
    speaker: str
    party: bool | None
    quote: str
    report: Source
    weight: float | None = None
    direct: float | None = None
    echoes: tuple[Echo, ...] = ()
    near: bool = False
    note: str = ""
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """An answer with its reasons.

    terms     the sum: prior, claims, silence, and neighbours where they count; their ``direct`` adds up to ``log_odds``.
    log_odds  of the leading answer against ``rival`` ("A against B" in the prior's words), in nats.
    speaks_for, against   claims weighed, heaviest first.
    unweighed  claims about the place that are no evidence on that day, with the reason.
    decisive  ids of claims without any one of which another answer would lead.
    """

    answer: Answer
    terms: tuple[Term, ...]
    log_odds: float
    rival: str
    speaks_for: tuple[Ground, ...]
    against: tuple[Ground, ...]
    unweighed: tuple[Ground, ...]
    decisive: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """The reasons as plain values."""
        return {**plain(self), "answer": self.answer.as_json()}


def why(
    ledger: Ledger,
    theatre: Theatre,
    place: str,
    *,
    on: date | None = None,
    known: datetime | None = None,
    parameters: Parameters | None = None,
) -> Why:
    """The answer of ``who`` with its arithmetic by the main method, and every claim about the place.

    NoSuchPlace, AmbiguousPlace, EmptyLedger: as ``who``.
    """
    seen = view(ledger, theatre, known, parameters=parameters)
    meant = place_named(ledger, theatre, place)
    day = on or default_day(seen)
    claims, imprints = seen.evidence(meant.id)
    terms: tuple[Term, ...] = ()
    if claims:
        raw = explain(
            meant.id,
            claims,
            imprints,
            theatre=theatre,
            known=seen.known,
            day=day,
            parameters=seen.parameters,
            beside=seen.beside(meant.id),
        )
        terms = tuple(replace(one, words=_named(theatre, one.words)) if one.kind == "prior" else one for one in raw)
    by_id = {claim.id: claim for claim in claims}
    reports = {report.id: report for report in ledger.reports({claim.report for claim in claims})}
    weighed = {term.claim: term for term in terms if term.claim}
    copies = {copy for term in terms for copy in term.copies}
    grounds = {
        claim.id: _ground(theatre, claim, weighed.get(claim.id), by_id=by_id, reports=reports, day=day)
        for claim in claims
        if claim.id not in copies
    }
    ranked = sorted(
        (one for one in grounds.values() if one.weight is not None),
        key=lambda one: (-abs(one.weight or 0.0), one.claim),
    )
    log_odds = sum(term.direct for term in terms)
    return Why(
        answer=answer_on(seen, meant.id, seen.controls(meant.id), day),
        terms=terms,
        log_odds=log_odds,
        rival=next((term.words for term in terms if term.kind == "prior"), ""),
        speaks_for=tuple(one for one in ranked if (one.weight or 0.0) > 0),
        against=tuple(one for one in ranked if (one.weight or 0.0) <= 0),
        unweighed=tuple(
            sorted(
                (one for one in grounds.values() if one.weight is None),
                key=lambda one: (one.first, one.report.published, one.claim),
            )
        ),
        decisive=tuple(one.claim for one in ranked if (one.weight or 0.0) > log_odds > 0),
    )


def _named(theatre: Theatre, odds: str) -> str:
    """The odds in words, "a against b", with the display names of the parties."""
    return " against ".join(name_of_actor(theatre, one) for one in odds.split(" against "))


def _ground(
    theatre: Theatre,
    claim: Claim,
    term: Term | None,
    *,
    by_id: dict[str, Claim],
    reports: dict[str, Report],
    day: date,
) -> Ground:
    speaker, report = claim.speaker, reports[claim.report]
    before, after = around(report.text, claim.quote)
    return Ground(
        claim=claim.id,
        verb=claim.verb,
        actor=name_of_actor(theatre, claim.actor),
        target=name_of_actor(theatre, claim.target),
        status=claim.status,
        first=claim.when.first,
        last=claim.when.last,
        grain=claim.when.grain,
        basis=claim.when.basis,
        speaker=speaker.text,
        party=speaker.party,
        quote=claim.quote.of(report.text),
        report=source_of(report),
        weight=None if term is None else term.leave_out,
        direct=None if term is None else term.direct,
        echoes=() if term is None else tuple(_echoes(term.copies, by_id, reports)),
        near=claim.near,
        note="" if term is not None else _unweighed_because(claim, day),
        before=before,
        after=after,
    )


def _echoes(ids: Iterable[str], by_id: dict[str, Claim], reports: dict[str, Report]) -> Iterable[Echo]:
    for one in ids:
        report = reports[by_id[one].report]
        yield Echo(claim=one, quote=by_id[one].quote.of(report.text), report=source_of(report))


def _unweighed_because(claim: Claim, day: date) -> str:
    if claim.status is Status.PLANNED:
        return "a plan: kept, never evidence"
    if claim.status is Status.HYPOTHETICAL:
        return "not said to have happened: kept, never evidence"
    if claim.near:
        return "about the surroundings, not the place itself"
    if claim.area_only:
        return "about the area as a whole"
    if claim.when.first > day:
        return "about a later day"
    return "says nothing of who holds the place"


def source_of(report: Report) -> Source:
    """What is shown of a report beside a quote."""
    return Source(
        id=report.id,
        ref=report.ref,
        outlet=report.outlet,
        title=report.title,
        url=report.url,
        published=report.published,
        received=report.received,
    )
