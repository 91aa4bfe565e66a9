"""The shape of what a wording means, as GeoJSON: a point, a ring, a side of an area, a line. Never sharper than is known."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from whoholds.claim import PlaceMention, Relation
from whoholds.link.geometry import cut, ring, wedge
from whoholds.link.kinds import bearing
from whoholds.link.located import Located
from whoholds.place import AREAS, Point
from whoholds.theatre import Theatre

RING = 0.3  # of a distance told without a direction: how wide the ring is to either side


def shape_of(found: Located, mention: PlaceMention, theatre: Theatre) -> Mapping[str, Any] | None:
    """What the mention covers; None when not located. The radius beside it says how far off that may be.

    A distance without a direction is a ring; a side of an area is the area's outline cut to that quarter of the compass
    as seen from its middle; a side of a town is a slice of its circle; an area is its outline, where there is one.
    """
    if not found.place or found.point is None:
        return None
    place, way = theatre.place(found.place), bearing(mention.bearing) if mention.bearing else None
    middle = place.point or found.point
    if mention.relation is Relation.DISTANT and mention.distance_km is not None and way is None:
        inner, outer = mention.distance_km * (1 - RING), mention.distance_km * (1 + RING)
        return {"type": "Polygon", "coordinates": [ring(middle, outer), ring(middle, inner)[::-1]]}
    outline = theatre.outline(place.id)
    if (
        way is not None and mention.relation is Relation.PART and place.kind != "area"
    ):  # an area listed is that side already
        if outline is not None and "Polygon" in outline["type"]:
            parts = [outline["coordinates"]] if outline["type"] == "Polygon" else outline["coordinates"]
            kept = [piece for part in parts if (piece := cut(part[0], middle, way))]
            if kept:
                return {"type": "MultiPolygon", "coordinates": [[piece] for piece in kept]}
        return {"type": "Polygon", "coordinates": [wedge(middle, way, (place.precision_m or 1000) / 1000)]}
    if outline is not None and not found.near and (place.kind in AREAS or place.kind == "road"):
        return outline
    if place.kind in AREAS:
        return {"type": "Polygon", "coordinates": [ring(found.point, (found.precision_m or 1000) / 1000)]}
    return {"type": "Point", "coordinates": [round(found.point.lon, 5), round(found.point.lat, 5)]}


def chord(a: Point, b: Point) -> Mapping[str, Any]:
    """The straight line between two places: schematic, where no road between them is drawn."""
    return {"type": "LineString", "coordinates": [[round(one.lon, 5), round(one.lat, 5)] for one in (a, b)]}
