"""One place: the answer, what speaks for it and against it, and how it came about."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from whoholds import ask
from whoholds.ask.plain import plain
from whoholds.ask.who import name_of_actor
from whoholds.export.rows import rounded
from whoholds.serve import sheet
from whoholds.serve.pages.page import Day, Id, Known, Page, asked, known_at
from whoholds.serve.room import Room


def pages(room: Room) -> tuple[Page, ...]:
    """The page of a place."""
    ledger, theatre = room.ledger, room.theatre

    def place(place: Id, on: Day = None, known: Known = None) -> dict[str, Any]:
        """One place: who holds it, since when, according to whom; and what speaks against."""
        told, moment = asked(room, on, known), known_at(known)
        reasons = ask.why(ledger, theatre, place, on=told["on"], known=moment)
        answer = reasons.answer
        found = sheet.listed_place(room, answer.place)
        grounds = (*reasons.speaks_for, *reasons.against, *reasons.unweighed)
        reports = list(dict.fromkeys(one.report.id for one in grounds))
        timeline = ask.history(ledger, theatre, answer.place, known=moment)
        inside = ask.who(ledger, theatre, answer.place, on=told["on"], known=moment).inside
        return {
            **told,
            "place": {
                "id": answer.place,
                "name": answer.name,
                "kind": answer.kind,
                "within": answer.within,
                "names": [list(pair) for pair in found.names] if found else [],
                "point": rounded(found) if found else None,
                "population": found.population if found else None,
            },
            "answer": answer.as_json(),
            "words": ask.in_words(answer.state, answer.holder_names),
            "shares": [
                {"actor": actor, "name": name_of_actor(theatre, actor) if actor else "fighting inside", "share": share}
                for actor, share in answer.shares
            ],
            "actors": {
                actor: sheet.party(room, actor, told["on"])
                for actor in (*answer.holders, *(one for one, _ in answer.shares if one))
            },
            "sides": sheet.sides(room),
            "why": reasons.as_json(),
            "timeline": [one.as_json() for one in timeline],
            "disputed_by": _disputed(reasons.against),
            "inside": plain(inside),
            "loose": [one.as_json() for one in _loose_in(room, reports[:20])],
            "rulings": [
                one.as_json() for one in ask.rulings(ledger, known=moment) if one.about in {g.claim for g in grounds}
            ],
        }

    return (Page(path="/place/{place:path}", name="place", template="place.html", values=place),)


def _disputed(against: Iterable[ask.Ground]) -> list[dict[str, Any]]:
    """Who speaks against the answer, since when, how often: by first word."""
    first: dict[str, dict[str, Any]] = {}
    for one in sorted(against, key=lambda ground: (ground.report.published, ground.claim)):
        row = first.setdefault(
            one.speaker, {"speaker": one.speaker, "party": one.party, "since": one.report.published.date(), "claims": 0}
        )
        row["claims"] += 1
    return plain(list(first.values()))  # type: ignore[no-any-return]


def _loose_in(room: Room, reports: Sequence[str]) -> list[ask.Loose]:
    wanted = set(reports)
    every = room.kept(lambda: ask.unlinked(room.ledger), "unlinked")
    return [one for one in every if one.report.id in wanted][:30]
