"""One place: the answer, what speaks for it and against it, and how it came about."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from whoholds import ask
from whoholds.ask.plain import plain
from whoholds.ask.who import name_of_actor
from whoholds.control import phrase
from whoholds.export.rows import rounded
from whoholds.serve import sheet
from whoholds.serve.pages.desk import told_of
from whoholds.serve.pages.page import MANY, Day, Id, Known, Page, asked, known_at
from whoholds.serve.room import Room
from whoholds.serve.strip import strip

REPORTS = 20  # behind an answer, the weightiest first, in which is looked for what found no place or no reading


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
        reports, about = list(dict.fromkeys(one.report.id for one in grounds)), {one.claim for one in grounds}
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
            "phrase": phrase(answer.state, answer.holder_names),
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
            "disputed_by": _disputed(reasons),
            "inside": [{**plain(one), "phrase": phrase(one.state, one.holder_names)} for one in inside],
            "inside_names": {one: ask.described(theatre, one)[0] for tally in inside for one in tally.places[:MANY]},
            "loose": [one.as_json() for one in _loose_in(room, reports[:REPORTS])],
            "passages": [one.as_json() for one in ask.passages(ledger, theatre, answer.place, reports[:REPORTS])],
            "rulings": told_of(room, (one for one in ask.rulings(ledger, known=moment) if one.about in about)),
        }

    def strip_of(place: str, on: date | None = None, known: str | None = None) -> str:
        """The timeline as a picture."""
        told = asked(room, on, known)
        day, sides = told["on"], {one["id"]: one["n"] for one in sheet.sides(room)}
        timeline = ask.history(ledger, theatre, place, known=known_at(known))
        holders = {actor for one in timeline for actor in one.holders}
        numbers = {actor: sides.get(theatre.side_of(actor, day), 0) for actor in holders}
        first, last = told["first_day"] or day, told["last_day"] or day
        return strip(timeline, numbers, day, first=first, last=last, known=told["known_text"])

    return (Page(path="/place/{place:path}", name="place", template="place.html", values=place, body=strip_of),)


def _disputed(reasons: ask.Why) -> list[dict[str, Any]]:
    """Who gainsays the answer for the days it is given for: since when, how often; by first word.

    What was said of the days before the holders came is no dispute; nor what a voice has since said otherwise.
    """
    since, first = reasons.answer.since, dict[tuple[str, str], dict[str, Any]]()
    last: dict[tuple[str, str], datetime] = {}
    said = [(one, True) for one in reasons.against] + [(one, False) for one in reasons.speaks_for]
    for one, against in sorted(said, key=lambda pair: (pair[0].report.published, pair[0].claim)):
        voice = (one.speaker, one.report.outlet)
        if not against:
            if voice in last and last[voice] < one.report.published:
                first.pop(voice, None)
        elif since is None or one.last > since:
            row = first.setdefault(
                voice,
                {
                    "speaker": one.speaker,
                    "outlet": one.report.outlet,
                    "party": one.party,
                    "since": one.report.published.date(),
                    "claims": 0,
                },
            )
            row["claims"] += 1
            last[voice] = one.report.published
    return plain(list(first.values()))  # type: ignore[no-any-return]


def _loose_in(room: Room, reports: Sequence[str]) -> list[ask.Loose]:
    wanted = set(reports)
    every = room.kept(lambda: ask.unlinked(room.ledger), "unlinked")
    return [one for one in every if one.report.id in wanted][:30]
