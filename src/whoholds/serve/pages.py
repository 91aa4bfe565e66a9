"""Every page, once, as plain values: what ``.json`` gives and what a template shows.

A page is a function of the room and of what was asked. ``PAGES`` lists them with their address, template and for whom
they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any, Literal

from fastapi import Path, Query

from whoholds import ask, desk
from whoholds.ask.glance import COLUMNS, Row
from whoholds.ask.plain import plain
from whoholds.ask.who import name_of_actor
from whoholds.claim import Status
from whoholds.control import CONTESTED, State
from whoholds.errors import BadSetting, EmptyLedger, NotInLedger
from whoholds.export.rows import link, rounded
from whoholds.serve import sheet, situation
from whoholds.serve.guard import READER
from whoholds.serve.room import Room
from whoholds.serve.sheet import FIRST
from whoholds.serve.words import Json, segments
from whoholds.text import Report
from whoholds.verb import VERBS
from whoholds.when import until

LAST = date(2199, 12, 31)
DRAWN = 1500  # marks that come with the first page; a fuller drawing is asked for by itself
MANY = 200  # rows of a list on one page
UNGRADED = "F"
DECISIVE = 3  # quotes beside a row

Day = Annotated[
    date | None, Query(ge=FIRST, le=LAST, description="The day in question; the last arrival's when left out.")
]
Known = Annotated[
    str | None,
    Query(max_length=40, description="Answer as it could be known at this instant or by the end of this day, UTC."),
]
From = Annotated[date | None, Query(alias="from", ge=FIRST, le=LAST)]
To = Annotated[date | None, Query(alias="to", ge=FIRST, le=LAST)]
Areas = Annotated[bool, Query(description="Areas between the places too: interpolated.")]
Id = Annotated[str, Path(max_length=300)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """``path`` without ``.json``; ``values`` is a function whose parameters are those of the address.

    body  makes HTML from the same parameters, for a page that is not shown value by value.
    """

    path: str
    name: str
    template: str
    values: Callable[..., dict[str, Any]]
    rule: str = READER
    body: Callable[..., str] | None = None


def pages(room: Room) -> tuple[Page, ...]:
    """Every page of the room."""
    ledger, theatre = room.ledger, room.theatre

    def asked(on: date | None, known: str | None) -> dict[str, Any]:
        """What was asked, filled in: the days of both clocks, and what may be chosen."""
        moment, bounds = known_at(known), room.bounds()
        last = room.last_change()
        return {
            "on": on or room.day(moment) or FIRST,
            "known": None if moment is None else moment.isoformat(),
            "known_text": known or "",
            "newest": moment is None or (last is not None and moment >= last),
            "last_change": last,
            "first_day": bounds[0] if bounds else None,
            "last_day": bounds[1] if bounds else None,
            "revision": ledger.revision(),
        }

    def map_(on: Day = None, known: Known = None) -> dict[str, Any]:
        """Every place of which something is known on the day, and the legend."""
        told, ready = asked(on, known), room.ready(known_at(known))
        cells, states, holders = room.map_told(told["on"], known_at(known)) if ready else ("[]", {}, set[str]())
        return {
            **told,
            "pending": not ready,
            "theatre": {"id": theatre.id, "title": theatre.title, "note": theatre.note, "box": plain(theatre.box)},
            "columns": list(COLUMNS),
            "cells": Json(cells),
            "actors": {actor: sheet.party(room, actor, told["on"]) for actor in sorted(holders)},
            "sides": sheet.sides(room),
            "states": dict(states),
            "days_known": room.kept(lambda: [day.isoformat() for day in ledger.days_of_change()], "days"),
        }

    def places() -> dict[str, Any]:
        """Where the places of the map lie and what they are called."""
        return sheet.places(room)

    def base() -> dict[str, Any]:
        """Coasts, borders and outlines, as GeoJSON. A border drawn is no statement about its status."""
        return sheet.base(room)

    def areas() -> dict[str, Any]:
        """The ground around each place: interpolated, not reported. It is drawn only where something is known of the place."""
        return room.kept(
            lambda: {
                "note": "Interpolated between places: no report draws these lines.",
                "columns": ["place", "polygons", "near"],
                "areas": [[place, one.polygons, list(one.near)] for place, one in sheet.areas(room).items()],
                "revision": ledger.revision(),
            },
            "areas",
            "columns",
        )

    def drawing(on: Day = None, known: Known = None, areas: Areas = False) -> dict[str, Any]:
        """The map as shapes: for whoever has no script or no WebGL."""
        return sheet.drawing(room, asked(on, known)["on"], known_at(known), with_areas=areas)

    def index(on: Day = None, known: Known = None, areas: Areas = False) -> dict[str, Any]:
        """The map."""
        told = map_(on, known)
        cells = [] if told["pending"] else room.map_on(told["on"], known_at(known))
        few = not told["pending"] and len(cells) <= DRAWN
        return {
            **told,
            "areas_shown": areas,
            "drawing": drawing(on, known, areas) if few else None,
            "rows": _rows(cells[:MANY], told["actors"], places()),
        }

    def place(place: Id, on: Day = None, known: Known = None) -> dict[str, Any]:
        """One place: who holds it, since when, according to whom; and what speaks against."""
        told, moment = asked(on, known), known_at(known)
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

    def report(report: Id, on: Day = None, known: Known = None) -> dict[str, Any]:
        """One report as it is stored, every finding marked."""
        page = ask.page_of(ledger, theatre, report)
        whole = ledger.report(page.report.id)
        loose = {one.id: one for one in ledger.unlinked(report=whole.id)}
        about = {whole.id, *loose, *(claim for one in page.findings for claim, _ in one.claims)}
        return {
            **asked(on, known),
            **page.as_json(),
            "link": link(whole.url),
            "text": whole.text,
            "segments": segments(whole.text, page.findings),
            "places": {place: ask.described(theatre, place)[0] for one in page.findings for _, place in one.claims},
            "rulings": [one.as_json() for one in ask.rulings(ledger) if one.about in about],
        }

    def claim(claim: Id) -> dict[str, Any]:
        """One claim: its words, what they were taken to say, and what may be ruled on it."""
        found = ledger.claims_by_id([claim]).get(claim)
        if found is None:
            raise NotInLedger(f"no claim {claim} in this ledger")
        whole = ledger.report(found.report)
        stands = ledger.rulings()
        return {
            **asked(None, None),
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
                "confidence": found.confidence,
                "notes": list(found.notes),
                "echo_of": found.echo_of,
                "candidates": [[one, ask.described(theatre, one)[0], weight] for one, weight in found.candidates],
                "counts": stands.of(found) is not None,
            },
            "report": plain(ask.page_of(ledger, theatre, found.report).report),
            "rulings": [one.as_json() for one in ask.rulings(ledger) if one.about in {found.id, found.report}],
            **choices(),
        }

    def choices() -> dict[str, Any]:
        """What a correction may choose from."""
        return {
            "verbs": [{"name": one.name, "meaning": one.meaning} for one in VERBS.values()],
            "statuses": [one.value for one in Status],
            "parties": [{"id": one.id, "name": one.title} for one in theatre.sides],
        }

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
        told = asked(on, known)
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
        cited = _cited(one.after.claims[:DECISIVE] for one in shown)
        return {
            **told,
            "from": first,
            "to": last,
            "since": since or "",
            "total": len(rows),
            "rows": [
                {**one.as_json(), "because": [cited[claim] for claim in one.after.claims[:DECISIVE] if claim in cited]}
                for one in shown
            ],
            "sides": sheet.sides(room),
            "actors": {
                a: sheet.party(room, a, one.day) for one in shown for a in (*one.before.holders, *one.after.holders)
            },
        }

    def _cited(some: Iterable[Sequence[str]]) -> dict[str, dict[str, Any]]:
        return {one.claim: one.as_json() for one in ask.cited(ledger, [claim for ids in some for claim in ids])}

    def disputes(on: Day = None, known: Known = None) -> dict[str, Any]:
        """Where the sources disagree, or both sides are there: the least certain first."""
        told = asked(on, known)
        rows = (
            ()
            if told["last_change"] is None
            else ask.disputes(
                ledger, theatre, on=told["on"], known=known_at(known), told=room.histories(known_at(known))
            )
        )
        shown = rows[:MANY]
        cited = _cited((*one.claims[:DECISIVE], *one.against[:DECISIVE]) for one in shown)
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
        told, moment = asked(end, known), known_at(known)
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

    def sources(
        by: Annotated[
            Literal["voice", "outlet"], Query(description="Whose record: of who vouches, or of who prints.")
        ] = "voice",
    ) -> dict[str, Any]:
        """How each source's claims fared by what the others say; and who told how much."""
        told, outlets = asked(None, None), by == "outlet"
        tracks: Sequence[ask.Standing] | None = ()
        current = True
        if told["last_change"] is not None:
            tracks, current = room.beside.get(
                ("tracks", outlets), ledger.revision(), lambda: ask.track_records(ledger, theatre, outlets=outlets)
            )
        return {
            **told,
            "by": by,
            "tracks": None if tracks is None else [one.as_json() for one in tracks],
            "pending": not current,
            "mean": tracks[0].track.mean if tracks else None,
            "graded": any(one.reliability != UNGRADED for one in tracks or ()),
            "rows": [one.as_json() for one in ask.sources(ledger, theatre)],
        }

    def search(q: Annotated[str, Query(max_length=200)] = "") -> dict[str, Any]:
        """Places by any of their names; reports and claims by their words."""
        words = q.strip()
        if not words:
            return {**asked(None, None), "q": "", "places": [], "reports": [], "claims": [], "nearest": []}
        found = theatre.look_up(words, fuzzy=True)[:20]
        spoken_of = room.histories(None)
        ranked = sorted(found, key=lambda one: one.place not in spoken_of)
        texts = list(ledger.reports(ledger.search(words)))
        return {
            **asked(None, None),
            "q": q,
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
            "claims": [row for one in texts for row in _claims_with(one, words)][:MANY],
        }

    def _claims_with(report: Report, words: str) -> list[dict[str, Any]]:
        return [
            {"id": one.id, "place": one.place, "name": ask.described(theatre, one.place)[0], "quote": quote,
             "report": report.id, "outlet": report.outlet}
            for one in ledger.claims(report=report.id)
            if words.casefold() in (quote := one.quote.of(report.text)).casefold()
        ]  # fmt: skip

    def unplaced(page: Annotated[int, Query(ge=1, le=100_000)] = 1) -> dict[str, Any]:
        """What is not on the map, and why: words that could not be located, files that could not be read."""
        rows = room.kept(lambda: ask.unlinked(ledger), "unlinked")
        start = (page - 1) * MANY
        return {
            **asked(None, None),
            "total": len(rows),
            "page": page,
            "more": len(rows) > start + MANY,
            "rows": [one.as_json() for one in rows[start : start + MANY]],
            "skipped": [one.as_json() for one in ask.skipped(ledger)[:MANY]],
        }

    def review(on: Day = None) -> dict[str, Any]:
        """What is most worth a look, first; and the latest rulings, which can be taken back."""
        told = asked(on, None)
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
            **choices(),
        }

    def rulings() -> dict[str, Any]:
        """Every ruling in the order of the chain, and whether the chain holds."""
        audit = ledger.verify_audit()
        told = [] if audit.broken else [one.as_json() for one in ask.rulings(ledger)]
        return {
            **asked(None, None),
            "rows": told,
            "audit": {"decisions": audit.decisions, "head": audit.head, "broken": audit.broken, "wrong": audit.wrong},
        }

    return (
        Page(path="/", name="index", template="map.html", values=index),
        Page(path="/map", name="map", template="", values=map_),
        Page(path="/places", name="places", template="", values=places),
        Page(path="/base", name="base", template="", values=base),
        Page(path="/areas", name="areas", template="", values=areas),
        Page(path="/drawing", name="drawing", template="drawing.html", values=drawing),
        Page(path="/place/{place:path}", name="place", template="place.html", values=place),
        Page(path="/report/{report:path}", name="report", template="report.html", values=report),
        Page(path="/claim/{claim}", name="claim", template="claim.html", values=claim),
        Page(path="/changes", name="changes", template="changes.html", values=changes),
        Page(path="/brief", name="brief", template="brief.html", values=brief, body=brief_body),
        Page(path="/disputes", name="disputes", template="disputes.html", values=disputes),
        Page(path="/sources", name="sources", template="sources.html", values=sources),
        Page(path="/search", name="search", template="search.html", values=search),
        Page(path="/unplaced", name="unplaced", template="unplaced.html", values=unplaced),
        Page(path="/review", name="review", template="review.html", values=review),
        Page(path="/rulings", name="rulings", template="rulings.html", values=rulings),
    )


def known_at(text: str | None) -> datetime | None:
    """The instant meant. BadSetting: it is none, or one of no calendar of ours."""
    if not text or not text.strip():
        return None
    try:
        moment = until(text)
    except (ValueError, OverflowError):
        raise BadSetting(f"{text!r} is not an instant; write it as 2024-11-30T18:00Z, or as a day") from None
    if not FIRST <= moment.date() <= LAST:
        raise BadSetting(f"{text!r} is out of range")
    return moment


def _rows(cells: Sequence[Row], actors: dict[str, Any], places: dict[str, Any]) -> list[dict[str, Any]]:
    """The map as a table: for whoever reads rather than looks."""
    at = {row[0]: row for row in places["places"]}
    return [
        {
            "place": place,
            "name": at[place][1] if place in at else place,
            "words": ask.in_words(State(state), [actors[one]["name"] for one in holders]),
            "state": state,
            "holders": holders,
            "probability": probability,
            "last_heard": heard,
        }
        for place, state, holders, probability, _, _, heard in cells
    ]


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


def _around(report: Report, words: str) -> str:
    at = max(0, report.text.casefold().find(words.casefold()))
    return report.text[max(0, at - 80) : at + len(words) + 120]


__all__ = ["CONTESTED", "EmptyLedger", "Page", "known_at", "pages"]
