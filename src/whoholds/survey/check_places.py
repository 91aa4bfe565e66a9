"""Faults of places and outlines: ids, parents, points, shapes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from whoholds import pack
from whoholds.errors import BadTheatre
from whoholds.place import AREAS, Box, Place
from whoholds.survey.fault import Fault, of_error

BORDER_KM = 5.0  # outlines are simplified, and sources draw borders differently: nearer than that is no fault
KM_PER_DEGREE = 111.195


def of_places(
    folder: pack.Folder, places: dict[str, tuple[int, Place]], settings: Mapping[str, Any]
) -> Iterator[Fault]:
    """Rows that are no place, ids twice, lost parents, points far away; those that are sound go into ``places``."""
    file = pack.places_file(folder)
    try:
        rows = list(pack.rows_of(file, pack.PLACE_COLUMNS, folder))
    except BadTheatre as error:
        yield of_error(error, file.name, "table", "Compare with docs/reference/theatre.md.")
        return
    for line, row in rows:
        try:
            place = pack.place_from(row, file, line)
        except BadTheatre as error:
            yield of_error(error, file.name, "row", "Correct the cell.", line)
            continue
        if place.id in places:
            wrong = f"{place.id!r} stands in line {places[place.id][0]} already"
            yield Fault(
                file=file.name, line=line, field="id", wrong=wrong, mend="Give each place an id of its own.", stops=True
            )
            continue
        places[place.id] = line, place
    box = Box(**settings["box"]) if "box" in settings else None
    if box is None:
        yield Fault(
            file="theatre.toml",
            line=0,
            field="box",
            wrong="not there",
            mend="Add south, west, north and east, in degrees.",
        )
    for line, place in places.values():
        yield from _one_place(file.name, line, place, places, box)


def _one_place(
    file: str, line: int, place: Place, places: Mapping[str, tuple[int, Place]], box: Box | None
) -> Iterator[Fault]:
    for field, other in (("parent", place.parent), ("ids same_as", place.same_as)):
        if other and other not in places:
            near = pack.closest(other, places)
            wrong = f"{other!r} is not a place id{near}"
            yield Fault(
                file=file,
                line=line,
                field=field,
                wrong=wrong,
                mend="Correct it, or add the row that it names.",
                stops=True,
            )
    if not place.parent and place.kind != "country":
        yield Fault(
            file=file,
            line=line,
            field="parent",
            wrong=f"{place.id!r} lies in nothing",
            mend="Name its district, or its country.",
        )
    chain, at = [place.id], place.parent
    while at in places and at not in chain:
        chain.append(at)
        at = places[at][1].parent
    if at in chain:
        wrong = f"{place.id!r} lies in itself: {' < '.join([*chain, at])}"
        yield Fault(file=file, line=line, field="parent", wrong=wrong, mend="Break the circle.", stops=True)
    if not place.source:
        yield Fault(
            file=file, line=line, field="source", wrong="empty", mend="Name the key in SOURCES.md it comes from."
        )
    if place.point is not None and box is not None:
        inside = box.south <= place.point.lat <= box.north and box.west <= place.point.lon <= box.east
        if not inside:
            wrong = f"{place.point.lat}, {place.point.lon} lies outside the theatre's box"
            yield Fault(
                file=file,
                line=line,
                field="lat, lon",
                wrong=wrong,
                mend="Are they exchanged? Else widen the box in theatre.toml.",
            )
    if place.point is not None and place.precision_m is None:
        yield Fault(
            file=file, line=line, field="precision_m", wrong="empty", mend="Say in metres how far off the point may be."
        )


def of_outlines(folder: pack.Folder, places: Mapping[str, tuple[int, Place]]) -> Iterator[Fault]:
    """Shapes that belong to nothing, cannot be drawn, or do not hold what is said to lie in them."""
    from shapely import prepare
    from shapely.errors import ShapelyError
    from shapely.geometry import Point, shape

    shapes: dict[str, Any] = {}
    try:
        features = list(pack.outlines_of(folder))
    except BadTheatre as error:
        yield of_error(error, "outlines", "file", "Write GeoJSON: a FeatureCollection in WGS 84.")
        return
    for number, feature in enumerate(features, 1):
        ident = str(feature.get("id", ""))
        if ident not in places:
            wrong = f"feature {number}: {ident!r} is not a place id{pack.closest(ident, places)}"
            yield Fault(file="outlines", line=0, field="id", wrong=wrong, mend="Give the feature the id of its row.")
            continue
        try:
            drawn = shape(feature["geometry"])
            valid = drawn.is_valid
        except (ShapelyError, KeyError, TypeError, ValueError, AttributeError) as error:
            yield Fault(
                file="outlines", line=0, field="geometry", wrong=f"{ident}: {error}", mend="Draw it anew.", stops=True
            )
            continue
        if not valid:
            yield Fault(
                file="outlines",
                line=0,
                field="geometry",
                wrong=f"{ident}: crosses itself",
                mend="Run it through make-valid.",
            )
        elif "Polygon" in drawn.geom_type:
            prepare(drawn)
            shapes[ident] = drawn
    file = pack.places_file(folder).name
    codes = {p.pcode: p.id for _, p in places.values() if p.pcode and p.kind in AREAS and p.id in shapes}
    for line, place in places.values():
        if place.point is None or place.kind in AREAS:
            continue
        spot = Point(place.point.lon, place.point.lat)
        for ident in {codes[code] for code in place.admin if code in codes}:
            if not shapes[ident].intersects(spot):
                km = shapes[ident].distance(spot) * KM_PER_DEGREE
                if km > BORDER_KM + (place.precision_m or 0) / 1000:
                    wrong = f"{place.id!r} lies {km:.0f} km outside {places[ident][1].name!r}"
                    yield Fault(
                        file=file,
                        line=line,
                        field="lat, lon",
                        wrong=wrong,
                        mend="Correct the point, or the area it is said to lie in.",
                    )
