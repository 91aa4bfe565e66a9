"""What is most worth a person's look: the claims and names whose ruling would move the map most, first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from math import exp
from typing import Any

from whoholds import ask
from whoholds.ask.cited import around
from whoholds.ask.nowhere import unlocated
from whoholds.ask.plain import plain
from whoholds.ask.told import Told
from whoholds.ask.view import View, view
from whoholds.ask.who import answers, default_day
from whoholds.ask.why import Ground, Source, Why, source_of
from whoholds.claim import Claim, Unlinked
from whoholds.keep import Ledger, Rulings
from whoholds.theatre import Theatre
from whoholds.verb import VERBS, Effect

PLACES = 40  # places weighed in full, the least certain first: a page of work for one sitting
LEAST_DOUBT = 0.05  # chance of a misreading that even the surest reading keeps
A_NEW_PLACE = 0.35  # what a located name moves: even odds that it can be located, times a usual belief of .7


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing to rule on.

    kind     "claim" or "name"; id: of the claim, or of the first unlinked finding with the name.
    moves    expected movement of the map: the share of belief at the place that goes with it, times the chance that
             it was misread. 0 to 1, comparable between items.
    flips    without the claim another answer would lead.
    place, name  where the claim is; for a name "" and the words. answer: what the record says there, in words.
    before, after  the rest of the sentence that the quote stands in.
    times    how many findings bear the name; 1 for a claim.
    candidates   ids and names of places that the name may mean.
    """

    kind: str
    id: str
    moves: float
    flips: bool
    place: str
    name: str
    answer: str
    verb: str
    actor: str
    status: str
    speaker: str
    day: date | None
    quote: str
    report: Source
    confidence: float
    before: str = ""
    after: str = ""
    times: int = 1
    reason: str = ""
    candidates: tuple[tuple[str, str], ...] = ()

    def as_json(self) -> dict[str, Any]:
        """It as plain values."""
        told: dict[str, Any] = plain(self)
        return told


def queue(
    ledger: Ledger,
    theatre: Theatre,
    *,
    on: date | None = None,
    known: datetime | None = None,
    most: int = 50,
    told: Told | None = None,
) -> tuple[Item, ...]:
    """What to look at, by how far a ruling would be expected to move the map; what has been ruled on is left out.

    on    the day of the map; None: that of the last arrival.
    told  every history known then, when somebody has them already. EmptyLedger: nothing has been added.
    """
    stands = ledger.rulings(known=known)
    found = [
        *_claims(view(ledger, theatre, known, told=told), told, stands, on, known),
        *_names(ledger, theatre, known),
    ]
    return tuple(sorted(found, key=lambda one: (-round(one.moves, 6), one.kind, one.id))[:most])


def _claims(seen: View, told: Told | None, stands: Rulings, on: date | None, known: datetime | None) -> Iterator[Item]:
    ledger, theatre = seen.ledger, seen.theatre
    day = on or default_day(seen)
    places = None if told is None else told.film.least_certain(day, PLACES)
    doubtful = sorted(answers(seen, day, places), key=lambda one: (one.probability, one.place))[:PLACES]
    done = stands.accepted | set(stands.corrected) | set(stands.merged)
    for answer in doubtful:
        reasons = ask.why(ledger, theatre, answer.place, on=day, known=known)
        weighed = (*reasons.speaks_for, *reasons.against)
        claims = ledger.claims_by_id([one.claim for one in weighed])
        for ground in weighed:
            if ground.claim not in done and ground.claim in claims:
                yield _item(reasons, ground, claims[ground.claim])


def _item(reasons: Why, ground: Ground, claim: Claim) -> Item:
    before, after = _chance(reasons.log_odds), _chance(reasons.log_odds - (ground.weight or 0.0))
    answer = reasons.answer
    return Item(
        kind="claim",
        id=ground.claim,
        moves=abs(before - after) * max(LEAST_DOUBT, 1.0 - claim.confidence),
        flips=ground.claim in reasons.decisive,
        place=answer.place,
        name=answer.name,
        answer=ask.in_words(answer.state, answer.holder_names),
        verb=ground.verb,
        actor=ground.actor,
        status=ground.status.value,
        speaker=ground.speaker,
        day=ground.first,
        quote=ground.quote,
        before=ground.before,
        after=ground.after,
        report=ground.report,
        confidence=claim.confidence,
    )


def _names(ledger: Ledger, theatre: Theatre, known: datetime | None) -> Iterator[Item]:
    by_name = unlocated(ledger, theatre, known=known)
    best = {
        name: max(those, key=lambda one: (_matters(one), one.finding.confidence, one.id))
        for name, those in by_name.items()
    }
    reports = {one.id: one for one in ledger.reports({one.report for one in best.values()})}
    for name, one in best.items():
        report = reports[one.report]
        before, after = around(report.text, one.finding.evidence)
        yield Item(
            kind="name",
            id=one.id,
            moves=(A_NEW_PLACE if _matters(one) else LEAST_DOUBT * A_NEW_PLACE) * one.finding.confidence,
            flips=False,
            place="",
            name=one.text,
            answer="not on the map",
            verb=one.finding.verb,
            actor=one.finding.actor.text if one.finding.actor else "",
            status=one.finding.status.value,
            speaker=one.finding.speakers[-1].text if one.finding.speakers else report.outlet,
            day=one.finding.when.first,
            quote=one.finding.evidence.of(report.text),
            before=before,
            after=after,
            report=source_of(report),
            confidence=one.finding.confidence,
            times=len(by_name[name]),
            reason=one.reason.value,
            candidates=tuple(_named(theatre, (candidate.place for candidate in one.candidates))),
        )


def _named(theatre: Theatre, places: Iterable[str]) -> Iterator[tuple[str, str]]:
    for place in places:
        if place:
            name, kind, within = ask.described(theatre, place)
            yield place, ", ".join(part for part in (name, kind, f"in {within}" if within else "") if part)


def _matters(one: Unlinked) -> bool:
    """True when the finding would be evidence of who holds the place."""
    verb = VERBS.get(one.finding.verb)
    return verb is not None and verb.asserted in {Effect.GAINS, Effect.HOLDS, Effect.LOSES, Effect.CONTESTS}


def _chance(log_odds: float) -> float:
    return 1.0 / (1.0 + exp(-max(-60.0, min(60.0, log_odds))))
