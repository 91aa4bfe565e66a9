"""Place: names, point or outline, parent, precision."""

from __future__ import annotations

from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt
from typing import Any

EARTH_KM = 6371.0088  # mean radius, IUGG
AREAS = frozenset({"country", "admin1", "admin2", "admin3", "admin4", "area"})
SETTLEMENTS = frozenset({"city", "town", "village", "settlement"})


@dataclass(frozen=True, slots=True)
class Point:
    """WGS 84, decimal degrees."""

    lat: float
    lon: float

    def __post_init__(self) -> None:
        if not (-90 <= self.lat <= 90 and -180 <= self.lon <= 180):
            raise ValueError(f"not on the globe: {self.lat}, {self.lon}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place of a theatre. Places only: never a position of a unit or a weapon.

    kind         country, admin1..admin4, city, town, village, settlement, neighbourhood, facility, crossing,
                 road, hill, area.
    names        (language, spelling) pairs in every script, the display name apart in ``name``.
    point        None: known to exist, not located.
    precision_m  metres: radius within which the point is right. None: unknown.
    parent       id of the place it lies in: a quarter's city, a town's district.
    admin        p-codes or ids from coarse to fine: governorate, district, sub-district; "" where unknown.
    population   persons; None = unknown, never a guess.
    same_as      id of the row that is probably the same place in a better source; that one is the answer.
    never        ids of namesakes that must not be taken for it: a far village of the same name.
    """

    id: str
    kind: str
    name: str
    names: tuple[tuple[str, str], ...] = ()
    point: Point | None = None
    precision_m: int | None = None
    parent: str = ""
    admin: tuple[str, ...] = ()
    pcode: str = ""
    population: int | None = None
    source: str = ""
    note: str = ""
    same_as: str = ""
    never: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A rectangle, WGS 84 degrees; none here crosses the date line."""

    south: float
    west: float
    north: float
    east: float


def box_round(coordinates: Any) -> Box:
    """The rectangle round GeoJSON coordinates, however deep they are nested."""
    parts, points = [coordinates], []
    while parts:
        part = parts.pop()
        if isinstance(part[0], int | float):
            points.append(part)
        else:
            parts.extend(part)
    lons, lats = [point[0] for point in points], [point[1] for point in points]
    return Box(south=min(lats), west=min(lons), north=max(lats), east=max(lons))


def distance_km(a: Point, b: Point) -> float:
    """Great-circle distance in kilometres (haversine on a sphere of radius 6371.0088 km).

    Within 0.6 % of the ellipsoid: enough to rank candidate places.
    """
    dlat, dlon = radians(b.lat - a.lat), radians(b.lon - a.lon)
    h = sin(dlat / 2) ** 2 + cos(radians(a.lat)) * cos(radians(b.lat)) * sin(dlon / 2) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(h)))
