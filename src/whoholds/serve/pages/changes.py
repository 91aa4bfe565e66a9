"""What changed, where the sources disagree, and both as a brief."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Annotated, Any

from fastapi import Query

from whoholds import ask
from whoholds.serve import sheet, situation
from whoholds.serve.pages.page import MANY, Day, From, Known, Page, To, asked, known_at
from whoholds.serve.room import Room
from whoholds.serve.sheet import FIRST

DECISIVE = 3  # quotes beside a row


def pages(room: Room) -> tuple[Page, ...]:
    """The pages about a span of days, or about all places at once."""
    ledger, theatre = room.ledger, room.theatre

    def changes(
        start: From = None,
        end: To = None,
        known: Known = None,
        since: Annotated[
            str | None, Query(max_length=40, description="What was learnt since this moment, in place of two days.")
        ] = None,
        on: Day = None,
    ) -> dict[str, Any]:
        """What changed hands between two days, or became known between two moments, and the words behind it."""
        told = asked(room, on, known)
        first = start or told["first_day"] or FIRST
        last = end or told["last_day"] or FIRST
        earlier = known_at(since)
        if told["last_change"] is None:
            rows: Sequence[ask.Change] = ()
        elif earlier is not None:
            now = known_at(known)
            both = (room.histories(earlier), room.histories(now))
            rows = ask.relearned(ledger, theatre, earlier=earlier, later=now, on=on, told=both)
        else:
            rows = ask.changes(
                ledger, theatre, first, last, known=known_at(known), told=room.histories(known_at(known))
            )
        shown = rows[-MANY:]
        cited = _cited(room, ((*one.after.claims[:DECISIVE], *one.after.against[:DECISIVE]) for one in shown))
        return {
            **told,
            "from": first,
            "to": last,
            "since": since or "",
            "total": len(rows),
            "rows": [
                {
                    **one.as_json(),
                    "because": [cited[claim] for claim in one.after.claims[:DECISIVE] if claim in cited],
                    "contrary": [cited[claim] for claim in one.after.against[:DECISIVE] if claim in cited],
                }
                for one in shown
            ],
            "sides": sheet.sides(room),
            "actors": {
                a: sheet.party(room, a, one.day) for one in shown for a in (*one.before.holders, *one.after.holders)
            },
        }

    def disputes(on: Day = None, known: Known = None) -> dict[str, Any]:
        """Where the sources disagree, or both sides are there: the least certain first."""
        told = asked(room, on, known)
        rows = (
            ()
            if told["last_change"] is None
            else ask.disputes(
                ledger, theatre, on=told["on"], known=known_at(known), told=room.histories(known_at(known))
            )
        )
        shown = rows[:MANY]
        cited = _cited(room, ((*one.claims[:DECISIVE], *one.against[:DECISIVE]) for one in shown))
        return {
            **told,
            "total": len(rows),
            "rows": [
                {
                    **one.as_json(),
                    "words": ask.in_words(one.state, one.holder_names),
                    "for": [cited[claim] for claim in one.claims[:DECISIVE] if claim in cited],
                    "contrary": [cited[claim] for claim in one.against[:DECISIVE] if claim in cited],
                }
                for one in shown
            ],
            "sides": sheet.sides(room),
            "actors": {a: sheet.party(room, a, told["on"]) for one in shown for a in one.holders},
        }

    def brief(start: From = None, end: To = None, known: Known = None) -> dict[str, Any]:
        """The situation over some days, a week when none are named: every sentence with its claims."""
        told, moment = asked(room, end, known), known_at(known)
        first, last = situation.days(room, start, end, moment)
        empty = told["last_change"] is None
        return {
            **told,
            "from": first,
            "to": last,
            "brief": None if empty else situation.brief(room, first, last, moment).as_json(),
        }

    def brief_body(start: From = None, end: To = None, known: Known = None) -> str:
        moment = known_at(known)
        empty = room.last_change() is None
        return "" if empty else situation.as_body(room, *situation.days(room, start, end, moment), moment)

    return (
        Page(path="/changes", name="changes", template="changes.html", values=changes),
        Page(path="/brief", name="brief", template="brief.html", values=brief, body=brief_body),
        Page(path="/disputes", name="disputes", template="disputes.html", values=disputes),
    )


def _cited(room: Room, some: Iterable[Sequence[str]]) -> dict[str, dict[str, Any]]:
    return {one.claim: one.as_json() for one in ask.cited(room.ledger, [claim for ids in some for claim in ids])}
