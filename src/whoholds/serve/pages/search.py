"""What can be found by its words, and what found no place."""

from __future__ import annotations

from collections import Counter
from typing import Annotated, Any

from fastapi import Query

from whoholds import ask
from whoholds.ask.plain import plain
from whoholds.claim import Unplaced
from whoholds.serve.pages.page import MANY, Page, asked
from whoholds.serve.room import Room
from whoholds.text import Report

REPORTS = 50  # with the words, the latest first
SAME_NAME = ("exact", "alias", "normal")  # how a place was found that bears the name; others are only spelt alike


def pages(room: Room) -> tuple[Page, ...]:
    """The pages that list by words."""
    ledger, theatre = room.ledger, room.theatre

    def search(q: Annotated[str, Query(max_length=200)] = "") -> dict[str, Any]:
        """Places by any of their names; reports and claims by their words."""
        words = q.strip()
        if not words:
            return {**asked(room, None, None), "q": "", "places": [], "reports": [], "claims": [], "nearest": []}
        alike = theatre.look_up(words, fuzzy=True)
        found = ([one for one in alike if one.why[0] in SAME_NAME] or alike)[:20]
        spoken_of = room.histories(None)
        ranked = sorted(found, key=lambda one: one.place not in spoken_of)
        texts = list(ledger.reports(ledger.search(words, most=REPORTS)))
        return {
            **asked(room, None, None),
            "q": q,
            "found_at_most": REPORTS,
            "places": [
                {"id": one.place, "what": plain(ask.described(theatre, one.place)), "known": one.place in spoken_of}
                for one in ranked
            ],
            "nearest": [] if found else list(theatre.nearest_names(words)),
            "reports": [
                {
                    "id": one.id,
                    "outlet": one.outlet,
                    "title": one.title,
                    "published": one.published,
                    "around": _around(one, words),
                }
                for one in reversed(texts)
            ],
            "claims": [row for one in reversed(texts) for row in _claims_with(room, one, words)][:MANY],
        }

    def unplaced(
        page: Annotated[int, Query(ge=1, le=100_000)] = 1,
        reason: Annotated[Unplaced | None, Query(description="Only what is not on the map for this reason.")] = None,
    ) -> dict[str, Any]:
        """What is not on the map, and why: words that could not be located, files that could not be read."""
        every = room.kept(lambda: ask.unlinked(ledger), "unlinked")
        rows = every if reason is None else [one for one in every if one.reason is reason]
        start = (page - 1) * MANY
        return {
            **asked(room, None, None),
            "every": len(every),
            "reasons": Counter(one.reason.value for one in every).most_common(),
            "reason": reason or "",
            "total": len(rows),
            "page": page,
            "more": len(rows) > start + MANY,
            "rows": [one.as_json() for one in rows[start : start + MANY]],
            "skipped": [one.as_json() for one in ask.skipped(ledger)[:MANY]],
        }

    return (
        Page(path="/search", name="search", template="search.html", values=search),
        Page(path="/unplaced", name="unplaced", template="unplaced.html", values=unplaced),
    )


def _claims_with(room: Room, report: Report, words: str) -> list[dict[str, Any]]:
    return [
        {"id": one.id, "place": one.place, "name": ask.described(room.theatre, one.place)[0], "quote": quote,
         "report": report.id, "outlet": report.outlet, "published": report.published}
        for one in room.ledger.claims(report=report.id)
        if words.casefold() in (quote := one.quote.of(report.text)).casefold()
    ]  # fmt: skip


def _around(report: Report, words: str) -> str:
    at = max(0, report.text.casefold().find(words.casefold()))
    return report.text[max(0, at - 80) : at + len(words) + 120]
