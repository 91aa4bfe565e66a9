"""Areas between places, for who asks for them: interpolated, said to be so, and none where no place is near.

Points are the truth of the record. An area here is the ground nearer to one place of the theatre's list than to any
other, no farther from it than ``FARTHEST_KM`` or one and a half times the way to the nearest place, cut at the coast and at
the edge of the theatre. Places of which nothing is known take their ground too, and leave it empty.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import cos, radians
from typing import Any

from whoholds.control import State
from whoholds.export.rows import rounded
from whoholds.place import AREAS, SETTLEMENTS, Place
from whoholds.theatre import Theatre

FARTHEST_KM = 10.0
REACH = 1.5  # of the way to the nearest place
SURE = 0.8  # probability from which an area is drawn whole: below it, and beside another holder's, it is hatched
KM_PER_DEGREE = 111.195  # of latitude, on the sphere of place.py
DECIMALS = 3  # of a degree, 100 m: finer would say more than is meant
TOUCHING_KM = 0.05  # ground that is no farther apart touches
SIDES_OF_A_QUARTER = 4  # of a circle: sixteen corners
LAYERS = ("admin1",)  # outlines that together are the theatre

Rings = list[list[list[list[float]]]]  # a GeoJSON MultiPolygon's coordinates


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What lies around one place, and the places whose ground touches it."""

    polygons: Rings
    near: tuple[str, ...]


def grounds(theatre: Theatre, base: Mapping[str, Any], spoken_of: Iterable[str]) -> dict[str, Ground]:
    """The ground of every place spoken of that has a point, by id.

    base  the basemap: its land and its outlines cut the ground. Of places on one spot only the first has any.
    """
    import shapely

    wanted = set(spoken_of)
    at: dict[tuple[float, float], Place] = {}
    for place in theatre.places():
        spot = rounded(place)
        if (
            spot
            and not place.same_as
            and (place.kind in SETTLEMENTS or (place.id in wanted and place.kind not in AREAS))
        ):
            other = at.get(spot)
            if other is None or (place.id in wanted, place.population or 0) > (
                other.id in wanted,
                other.population or 0,
            ):
                at[spot] = place
    if len(at) < 2:
        return {}
    squeeze = cos(radians(sum(lat for _, lat in at) / len(at)))
    wide = KM_PER_DEGREE * squeeze
    points = shapely.points([(lon * wide, lat * KM_PER_DEGREE) for lon, lat in at])
    cells = shapely.get_parts(shapely.voronoi_polygons(shapely.multipoints(points), ordered=True))
    nearest = shapely.STRtree(points).query_nearest(points, exclusive=True, return_distance=True, all_matches=False)[1]
    reach = (nearest * REACH).clip(max=FARTHEST_KM)
    cut = shapely.intersection(cells, shapely.buffer(points, reach, quad_segs=SIDES_OF_A_QUARTER))
    for edge in _edges(base, wide):
        shapely.prepare(edge)
        over = ~shapely.covers(edge, cut)
        cut[over] = shapely.intersection(cut[over], edge)
    ids = [place.id for place in at.values()]
    kept = [n for n, ident in enumerate(ids) if ident in wanted and not cut[n].is_empty]
    touching: dict[int, list[str]] = {n: [] for n in kept}
    first, second = shapely.STRtree(cut[kept]).query(shapely.buffer(cut[kept], TOUCHING_KM), predicate="intersects")
    for one, other in zip(first.tolist(), second.tolist(), strict=True):
        if one != other:
            touching[kept[one]].append(ids[kept[other]])
    return {
        ids[n]: Ground(polygons=_degrees(cut[n], wide), near=tuple(sorted(touching[n])))
        for n in sorted(kept, key=lambda n: ids[n])
    }


def _edges(base: Mapping[str, Any], wide: float) -> list[Any]:
    """The land, and the theatre where it has outlines, in kilometres."""
    import shapely

    edges = []
    for layers in (("land",), LAYERS):
        shapes = [
            shapely.transform(shapely.geometry.shape(one["geometry"]), lambda xy: xy * (wide, KM_PER_DEGREE))
            for one in base["features"]
            if one["properties"]["layer"] in layers and one["geometry"]["type"] in {"Polygon", "MultiPolygon"}
        ]
        if shapes:
            edges.append(shapely.union_all(shapely.make_valid(shapes)))
    return edges


def _degrees(shape: Any, wide: float) -> Rings:
    """Its polygons as coordinates."""
    import shapely

    parts = [one for one in shapely.get_parts(shape) if one.geom_type == "Polygon" and not one.is_empty]
    return [
        [
            [[round(x / wide, DECIMALS), round(y / KM_PER_DEGREE, DECIMALS)] for x, y in ring.coords]
            for ring in (one.exterior, *one.interiors)
        ]
        for one in parts
    ]


def look(state: str, probability: float, own: Sequence[int], near: Iterable[Sequence[int]]) -> str:
    """How a place's ground is drawn: "solid", "hatched", "stripes" (fought over) or "dotted" (sources disagree).

    own, near  sides of its holders, and of the holders of each place beside it. There is never a crisp line between
    two holders: both sides of it are hatched.
    """
    if state == State.CONTESTED:
        return "stripes"
    if state == State.DISPUTED:
        return "dotted"
    sure = state == State.HELD and probability >= SURE
    return "solid" if sure and all(list(one) == list(own) for one in near) else "hatched"
