"""The map: its values, its drawing, and the same as a list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from whoholds import ask
from whoholds.ask.glance import COLUMNS, Row
from whoholds.ask.plain import plain
from whoholds.control import State
from whoholds.serve import sheet
from whoholds.serve.pages.page import MANY, Areas, Day, Known, Page, asked, known_at
from whoholds.serve.room import Room
from whoholds.serve.svg import LEGEND
from whoholds.serve.words import Json

DRAWN = 1500  # marks that come with the first page; a fuller drawing is asked for by itself


def pages(room: Room) -> tuple[Page, ...]:
    """The map and what it is drawn from."""
    ledger, theatre = room.ledger, room.theatre

    def map_(on: Day = None, known: Known = None) -> dict[str, Any]:
        """Every place of which something is known on the day, and the legend."""
        told, ready = asked(room, on, known), room.ready(known_at(known))
        cells, states, holders = room.map_told(told["on"], known_at(known)) if ready else ("[]", {}, set[str]())
        return {
            **told,
            "pending": not ready,
            "progress": list(room.progress(known_at(known))),
            "theatre": {"id": theatre.id, "title": theatre.title, "note": theatre.note, "box": plain(theatre.box)},
            "places": sheet.lying(room),
            "columns": list(COLUMNS),
            "cells": Json(cells),
            "actors": {actor: sheet.party(room, actor, told["on"]) for actor in sorted(holders)},
            "sides": sheet.sides(room),
            "legend": sheet.legend(sheet.sides(room)),
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
        return sheet.drawing(room, asked(room, on, known)["on"], known_at(known), with_areas=areas)

    def index(on: Day = None, known: Known = None, areas: Areas = False) -> dict[str, Any]:
        """The map."""
        told = map_(on, known)
        cells = [] if told["pending"] else room.map_on(told["on"], known_at(known))
        few = not told["pending"] and len(cells) <= DRAWN
        return {
            **told,
            "areas_shown": areas,
            "patterns": LEGEND,
            "drawing": drawing(on, known, areas) if few else None,
            "rows": _rows(cells[:MANY], told["actors"], places()),
        }

    return (
        Page(path="/", name="index", template="map.html", values=index),
        Page(path="/map", name="map", template="", values=map_),
        Page(path="/places", name="places", template="", values=places),
        Page(path="/base", name="base", template="", values=base),
        Page(path="/areas", name="areas", template="", values=areas),
        Page(path="/drawing", name="drawing", template="drawing.html", values=drawing),
    )


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
