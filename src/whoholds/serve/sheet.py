"""One sheet of the map: which places lie where, who is who, and the drawing of a day. Pages and the brief's picture share it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from hashlib import sha256
from itertools import islice
from typing import Any

from whoholds import ask
from whoholds.ask.who import name_of_actor
from whoholds.errors import NoSuchPlace
from whoholds.export.rows import rounded
from whoholds.place import Place
from whoholds.serve import svg
from whoholds.serve.areas import Ground, grounds
from whoholds.serve.basemap import under
from whoholds.serve.drawing import COLOURS, drawn
from whoholds.serve.moments import FEW
from whoholds.serve.room import Reader
from whoholds.serve.words import Rows

NOT_LISTED = COLOURS - 1  # number of all bodies that no theatre lists: one mark, in the grey that no side is given
FIRST = date(1900, 1, 1)  # the day asked about when nothing has arrived
NAMES = ("ar", "uk", "ru", "he", "fa", "ku")  # languages whose names stand below a place's own, the first that is there


def sides(room: Reader) -> list[dict[str, Any]]:
    """Every side that is heard of, in the theatre's order: its number chooses colour and shape, on every day.

    Bodies that the theatre does not list share one number: they are whatever words a report had for a holder.
    """
    return room.kept(lambda: _sides(room), "sides")


def _sides(room: Reader) -> list[dict[str, Any]]:
    bounds, theatre = room.bounds(), room.theatre
    heard = room.histories(None).film.holders()
    day = bounds[1] if bounds else FIRST
    found = {theatre.side_of(actor, day) for actor in heard}
    names = {side.id: side.title for side in theatre.sides}
    known = [one for one in dict.fromkeys((*names, *sorted(found))) if one in names or theatre.actor(one) is not None]
    numbers = {one: number + number // NOT_LISTED for number, one in enumerate(known)}
    return [
        {
            "id": one,
            "name": names.get(one) or name_of_actor(theatre, one),
            "n": numbers.get(one, NOT_LISTED),
            "listed": one in numbers,
        }
        for one in (*known, *sorted(found - set(known)))
        if one in found
    ]


def legend(those: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The entries of a legend: each side that the theatre lists, and one for all bodies that it does not."""
    others = [one for one in those if not one["listed"]]
    entry = {"id": "", "name": "others, not listed", "n": NOT_LISTED, "listed": False}
    return [*(one for one in those if one["listed"]), *([entry] if others else [])]


def party(room: Reader, actor: str, day: date) -> dict[str, str]:
    """Name and side of an actor on a day."""
    return {"name": name_of_actor(room.theatre, actor), "side": room.theatre.side_of(actor, day)}


def places(room: Reader) -> dict[str, Any]:
    """Where the places of the map lie and what they are called, as columns."""
    return room.kept(lambda: _places(room), "places")


def _places(room: Reader) -> dict[str, Any]:
    spoken_of = room.spoken_of()
    return {
        "columns": ["place", "name", "lon", "lat", "kind", "other_name"],
        "places": room.always(lambda: Rows(_lying(room, spoken_of)), "lying", of=spoken_of),
        "revision": room.ledger.revision(),
    }


def lying(room: Reader) -> str:
    """A mark that is another when the places of the map are others: who has their list need not ask for it again."""
    spoken_of = room.spoken_of()
    made = room.always(lambda: sha256("\n".join(sorted(spoken_of)).encode("utf-8", "replace")), "mark", of=spoken_of)
    return made.hexdigest()[:16]


def _lying(room: Reader, spoken_of: Iterable[str]) -> Iterator[list[Any]]:
    for ident in sorted(spoken_of):
        place = listed_place(room, ident)
        at = rounded(place) if place else None
        if place and at:
            yield [ident, place.name, at[0], at[1], place.kind, _other_name(place)]


def listed_place(room: Reader, ident: str) -> Place | None:
    """The place, None when the theatre does not list it (any more)."""
    try:
        return room.theatre.place(ident)
    except NoSuchPlace:
        return None


def _other_name(place: Place) -> str:
    named = dict(reversed(place.names))
    return next((named[language] for language in NAMES if language in named), "")


def base(room: Reader) -> dict[str, Any]:
    """Coasts, borders and outlines, as GeoJSON."""
    return room.always(lambda: under(room.theatre), "base")


def areas(room: Reader) -> dict[str, Ground]:
    """The ground of every place of the map that has any."""
    spoken_of = room.spoken_of()
    return room.always(lambda: _areas(room, spoken_of), "areas", of=spoken_of)


def _areas(room: Reader, spoken_of: frozenset[str]) -> dict[str, Ground]:
    if room.crew is None or len(spoken_of) <= FEW:
        return grounds(room.theatre, base(room), spoken_of)
    found: dict[str, Ground] = room.crew.ask("grounds", spoken_of)
    return found


def warm(room: Reader) -> None:
    """Work out what every first visitor would wait for."""
    if (last := room.day(None)) is not None:
        room.map_told(last, None)
    for work in (room.bounds, lambda: sides(room), lambda: base(room), lambda: places(room)["places"].told):
        work()
    room.theatre.nearest_names(room.theatre.title)
    for place in islice(room.histories(None), 1):  # what explaining any place needs is loaded with the first
        ask.why(room.ledger, room.theatre, place)


def drawing(room: Reader, on: date, known: datetime | None, *, with_areas: bool = False) -> dict[str, Any]:
    """The map of a day as shapes; points, and areas between them when they are asked for."""
    cells = room.map_on(on, known)
    actors = {actor: party(room, actor, on) for actor in {actor for one in cells for actor in one[2]}}
    at = {row[0]: row for row in places(room)["places"]}
    numbers = {one["id"]: one["n"] for one in sides(room)}
    return drawn(
        cells, at, actors, numbers, base=base(room), box=room.theatre.box, grounds=areas(room) if with_areas else None
    )


def picture(room: Reader, on: date, known: datetime | None) -> str:
    """The map of a day as an SVG of its own, with its legend and what it was made by."""
    seen = known or room.last_change()
    caption = f"{room.theatre.title}, {on}" + (f", as known on {seen:%Y-%m-%d %H:%M} UTC" if seen else "")
    return svg.picture(drawing(room, on, known), legend(sides(room)), f"{caption}. Borders say nothing about status.")
