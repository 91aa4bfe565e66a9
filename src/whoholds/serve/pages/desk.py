"""What is worth a look, what may be ruled, and what was."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from whoholds import ask, desk
from whoholds.ask.who import name_of_actor
from whoholds.claim import Status
from whoholds.serve.pages.page import Day, Page, asked
from whoholds.serve.room import Room
from whoholds.theatre import Theatre
from whoholds.verb import VERBS


def pages(room: Room) -> tuple[Page, ...]:
    """The pages of the desk."""
    ledger, theatre = room.ledger, room.theatre

    def review(on: Day = None) -> dict[str, Any]:
        """What is most worth a look, first; and the latest rulings, which can be taken back."""
        told = asked(room, on, None)
        empty = told["last_change"] is None
        rows = (
            ()
            if empty
            else room.kept(lambda: desk.queue(ledger, theatre, on=on, told=room.histories(None)), "queue", on)
        )
        return {
            **told,
            "rows": [one.as_json() for one in rows],
            "rulings": told_of(room, ask.rulings(ledger)[:-11:-1]),
            **choices(theatre),
        }

    def rulings() -> dict[str, Any]:
        """Every ruling in the order of the chain, and whether the chain holds."""
        audit = ledger.verify_audit()
        told = [] if audit.broken else told_of(room, ask.rulings(ledger))
        return {
            **asked(room, None, None),
            "rows": told,
            "audit": {"decisions": audit.decisions, "head": audit.head, "broken": audit.broken, "wrong": audit.wrong},
        }

    return (
        Page(path="/review", name="review", template="review.html", values=review),
        Page(path="/rulings", name="rulings", template="rulings.html", values=rulings),
    )


def told_of(room: Room, some: Iterable[ask.Ruled]) -> list[dict[str, Any]]:
    """Rulings as plain values, each with what it is about: in words, and where to look at it ("" where nowhere)."""
    rows = list(some)
    about = {one.about for one in rows}
    claims = room.ledger.claims_by_id(sorted(about))
    reports = {one.id: one for one in room.ledger.reports({*about, *(one.report for one in claims.values())})}
    numbers = {one.id: one.number for one in ask.rulings(room.ledger)} if about - claims.keys() - reports.keys() else {}
    names: dict[str, str] = {}
    if about - claims.keys() - reports.keys() - numbers.keys():
        loose = room.kept(lambda: ask.unlinked(room.ledger), "unlinked")
        names = {one.id: one.text for one in loose if one.id in about}

    def subject(one: ask.Ruled) -> tuple[str, str]:
        if claim := claims.get(one.about):
            place = ask.described(room.theatre, claim.place)[0]
            return f"{place}: {claim.quote.of(reports[claim.report].text)}", f"/claim/{claim.id}"
        if report := reports.get(one.about):
            return f"{report.outlet}: {report.title}" if report.title else report.outlet, f"/report/{report.id}"
        if one.about in numbers:
            return f"ruling {numbers[one.about]}", "/rulings"
        return names.get(one.about) or dict(one.changes).get("name", ""), ""

    def value(slot: str, said: str) -> str:
        if slot == "place":
            return ask.described(room.theatre, said)[0]
        return name_of_actor(room.theatre, said) if slot in {"actor", "target"} and said else said

    return [
        {
            **one.as_json(),
            **dict(zip(("words", "link"), subject(one), strict=True)),
            "shown": [[slot, value(slot, said)] for slot, said in one.changes],
        }
        for one in rows
    ]


def choices(theatre: Theatre) -> dict[str, Any]:
    """What a correction may choose from."""
    return {
        "verbs": [{"name": one.name, "meaning": one.meaning} for one in VERBS.values()],
        "statuses": [one.value for one in Status],
        "parties": [{"id": one.id, "name": one.title} for one in theatre.sides],
    }
