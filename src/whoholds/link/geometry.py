"""Distance to an outline, a point some way off another, which way lies what. WGS 84, kilometres, degrees."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from math import asin, atan2, cos, degrees, hypot, radians, sin
from typing import Any

from whoholds.place import EARTH_KM, Box, Point

KM_PER_DEGREE = 111.195  # of latitude, on the sphere of ``place.EARTH_KM``


def km_outside(geometry: Mapping[str, Any], point: Point) -> float:
    """How far the point lies outside a Polygon or MultiPolygon; 0 inside. Good to 1 % at 50 km (flat near it)."""
    best = float("inf")
    for polygon in _polygons(geometry):
        if _inside(polygon[0], point) and not any(_inside(hole, point) for hole in polygon[1:]):
            return 0.0
        best = min(best, *(_km_to_line(ring, point) for ring in polygon))
    return best


def km_off_box(box: Box, point: Point) -> float:
    """How far the point lies outside a rectangle, 0 inside: never more than its distance from what the box holds."""
    north = max(box.south - point.lat, point.lat - box.north, 0.0) * KM_PER_DEGREE
    east = max(box.west - point.lon, point.lon - box.east, 0.0) * KM_PER_DEGREE * cos(radians(point.lat))
    return hypot(north, east)


def km_to_line(geometry: Mapping[str, Any], point: Point) -> float:
    """How far the point lies off a LineString or MultiLineString."""
    lines = geometry["coordinates"] if geometry["type"] == "MultiLineString" else [geometry["coordinates"]]
    return min(_km_to_line(line, point) for line in lines)


def middle_of_line(geometry: Mapping[str, Any]) -> Point:
    """The middle vertex of a LineString: somewhere on it, no more."""
    line = geometry["coordinates"]
    lon, lat = line[len(line) // 2][:2]
    return Point(lat, lon)


def moved(start: Point, km: float, bearing: float) -> Point:
    """The point so many kilometres from another, in that direction (degrees clockwise from north)."""
    lat, lon, way, turn = radians(start.lat), radians(start.lon), km / EARTH_KM, radians(bearing)
    new = asin(sin(lat) * cos(way) + cos(lat) * sin(way) * cos(turn))
    east = atan2(sin(turn) * sin(way) * cos(lat), cos(way) - sin(lat) * sin(new))
    return Point(degrees(new), (degrees(lon + east) + 540) % 360 - 180)


def direction(start: Point, end: Point) -> float:
    """Degrees clockwise from north in which the end lies, seen from the start."""
    a, b, dlon = radians(start.lat), radians(end.lat), radians(end.lon - start.lon)
    return degrees(atan2(sin(dlon) * cos(b), cos(a) * sin(b) - sin(a) * cos(b) * cos(dlon))) % 360


def turn_between(a: float, b: float) -> float:
    """The smaller angle between two directions, 0 to 180 degrees."""
    return abs((a - b + 180) % 360 - 180)


def _polygons(geometry: Mapping[str, Any]) -> Iterable[Sequence[Sequence[Sequence[float]]]]:
    if geometry["type"] == "Polygon":
        return (geometry["coordinates"],)
    return geometry["coordinates"] if geometry["type"] == "MultiPolygon" else ()


def _inside(ring: Sequence[Sequence[float]], point: Point) -> bool:
    """Ray casting; a point on the line may fall either way."""
    inside = False
    for (x1, y1), (x2, y2) in pairwise(ring):
        if (y1 > point.lat) != (y2 > point.lat) and point.lon < (x2 - x1) * (point.lat - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside


def _km_to_line(line: Sequence[Sequence[float]], point: Point) -> float:
    east = KM_PER_DEGREE * cos(radians(point.lat))
    flat = [((x - point.lon) * east, (y - point.lat) * KM_PER_DEGREE) for x, y in line]
    best = min((hypot(x, y) for x, y in flat), default=float("inf"))
    for (x1, y1), (x2, y2) in pairwise(flat):
        dx, dy = x2 - x1, y2 - y1
        length = dx * dx + dy * dy
        if length:
            t = max(0.0, min(1.0, -(x1 * dx + y1 * dy) / length))
            best = min(best, hypot(x1 + t * dx, y1 + t * dy))
    return best


def ring(centre: Point, km: float, corners: int = 48) -> list[list[float]]:
    """A closed circle as GeoJSON has it: longitude, latitude."""
    at = [moved(centre, km, 360 * n / corners) for n in range(corners)]
    return [[round(one.lon, 5), round(one.lat, 5)] for one in (*at, at[0])]


def wedge(centre: Point, way: float, km: float, half: float = 45.0) -> list[list[float]]:
    """The slice of a circle that faces a direction, closed: its tip in the centre."""
    arc = [moved(centre, km, way - half + half * n / 8) for n in range(17)]
    return [[round(one.lon, 5), round(one.lat, 5)] for one in (centre, *arc, centre)]


def cut(line: Sequence[Sequence[float]], centre: Point, way: float, half: float = 45.0) -> list[list[float]]:
    """The part of a closed ring that lies in the sector of the compass seen from the centre; empty when none does.

    Sutherland and Hodgman's clipping by the two edges of the sector, on a flat map; half is at most 90 degrees.
    """
    squeeze = cos(radians(centre.lat))
    left = [((x - centre.lon) * squeeze, y - centre.lat) for x, y, *_ in line[:-1]]
    for angle, side in ((way - half, 1.0), (way + half, -1.0)):
        edge = sin(radians(angle)), cos(radians(angle))
        left = _clipped(left, edge, side)
    if len(left) < 3:
        return []
    found = [[round(x / squeeze + centre.lon, 5), round(y + centre.lat, 5)] for x, y in left]
    return [*found, found[0]]


def _clipped(ring: Sequence[tuple[float, float]], edge: tuple[float, float], side: float) -> list[tuple[float, float]]:
    """What of a ring lies on one side of a line through the origin: 1 its right hand, -1 its left."""

    def off(point: tuple[float, float]) -> float:
        return side * (point[0] * edge[1] - point[1] * edge[0])

    kept: list[tuple[float, float]] = []
    for a, b in pairwise([*ring, *ring[:1]]):
        inside, beyond = off(a), off(b)
        if inside >= 0:
            kept.append(a)
        if inside * beyond < 0:
            t = inside / (inside - beyond)
            kept.append((a[0] + t * (b[0] - a[0]), a[1] + t * (b[1] - a[1])))
    return kept
