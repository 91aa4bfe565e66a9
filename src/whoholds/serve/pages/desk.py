"""What is worth a look, what may be ruled, and what was."""

from __future__ import annotations

from typing import Any

from whoholds import ask, desk
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
            "rulings": [one.as_json() for one in reversed(ask.rulings(ledger)[-10:])],
            **choices(theatre),
        }

    def rulings() -> dict[str, Any]:
        """Every ruling in the order of the chain, and whether the chain holds."""
        audit = ledger.verify_audit()
        told = [] if audit.broken else [one.as_json() for one in ask.rulings(ledger)]
        return {
            **asked(room, None, None),
            "rows": told,
            "audit": {"decisions": audit.decisions, "head": audit.head, "broken": audit.broken, "wrong": audit.wrong},
        }

    return (
        Page(path="/review", name="review", template="review.html", values=review),
        Page(path="/rulings", name="rulings", template="rulings.html", values=rulings),
    )


def choices(theatre: Theatre) -> dict[str, Any]:
    """What a correction may choose from."""
    return {
        "verbs": [{"name": one.name, "meaning": one.meaning} for one in VERBS.values()],
        "statuses": [one.value for one in Status],
        "parties": [{"id": one.id, "name": one.title} for one in theatre.sides],
    }
