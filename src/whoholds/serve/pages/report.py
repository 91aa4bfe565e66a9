"""One report with its findings marked, and one claim of it."""

from __future__ import annotations

from typing import Any

from whoholds import ask
from whoholds.ask.cited import around
from whoholds.ask.plain import plain
from whoholds.ask.who import name_of_actor
from whoholds.claim import Claim
from whoholds.errors import NotInLedger
from whoholds.export.rows import link
from whoholds.serve.pages.desk import choices, told_of
from whoholds.serve.pages.page import Day, Id, Known, Page, asked
from whoholds.serve.room import Room
from whoholds.serve.words import segments
from whoholds.verb import VERBS

MOST_ALIKE = 40  # claims offered as what another one repeats


def pages(room: Room) -> tuple[Page, ...]:
    """The pages of a report and of a claim."""
    ledger, theatre = room.ledger, room.theatre

    def report(report: Id, on: Day = None, known: Known = None) -> dict[str, Any]:
        """One report as it is stored, every finding marked."""
        page = ask.page_of(ledger, theatre, report)
        whole = ledger.report(page.report.id)
        loose = {one.id: one for one in ledger.unlinked(report=whole.id)}
        about = {whole.id, *loose, *(claim for one in page.findings for claim, _ in one.claims)}
        return {
            **asked(room, on, known),
            **page.as_json(),
            "link": link(whole.url),
            "text": whole.text,
            "segments": segments(whole.text, page.findings),
            "places": {place: ask.described(theatre, place)[0] for one in page.findings for _, place in one.claims},
            "rulings": told_of(room, (one for one in ask.rulings(ledger) if one.about in about)),
        }

    def claim(claim: Id) -> dict[str, Any]:
        """One claim: its words, what they were taken to say, and what may be ruled on it."""
        found = ledger.claims_by_id([claim]).get(claim)
        if found is None:
            raise NotInLedger(f"no claim {claim} in this ledger")
        whole = ledger.report(found.report)
        stands = ledger.rulings()
        before, after = around(whole.text, found.quote)
        return {
            **asked(room, None, None),
            "claim": {
                "id": found.id,
                "place": found.place,
                "place_name": ask.described(theatre, found.place)[0],
                "place_text": found.place_text,
                "verb": found.verb,
                "meaning": VERBS[found.verb].meaning if found.verb in VERBS else "",
                "actor": found.actor,
                "actor_name": name_of_actor(theatre, found.actor) if found.actor else "",
                "target": found.target,
                "target_name": name_of_actor(theatre, found.target) if found.target else "",
                "status": found.status.value,
                "first": found.when.first,
                "last": found.when.final,
                "voices": plain(found.voices),
                "quote": found.quote.of(whole.text),
                "before": before,
                "after": after,
                "confidence": found.confidence,
                "notes": list(found.notes),
                "echo_of": found.echo_of,
                "candidates": [[one, ask.described(theatre, one)[0], weight] for one, weight in found.candidates],
                "counts": stands.of(found) is not None,
            },
            "report": plain(ask.page_of(ledger, theatre, found.report).report),
            "rulings": told_of(room, (one for one in ask.rulings(ledger) if one.about in {found.id, found.report})),
            "alike": _alike(room, found),
            **choices(theatre),
        }

    return (
        Page(path="/report/{report:path}", name="report", template="report.html", values=report),
        Page(path="/claim/{claim}", name="claim", template="claim.html", values=claim),
    )


def _alike(room: Room, claim: Claim) -> list[dict[str, Any]]:
    """The other claims about the place, the nearest in time first: one of them it may repeat."""
    every = [one for one in room.ledger.claims(place=claim.place) if one.id != claim.id]
    near = sorted(every, key=lambda one: (abs((one.known - claim.known).total_seconds()), one.id))[:MOST_ALIKE]
    return [one.as_json() for one in ask.cited(room.ledger, [one.id for one in near])]
