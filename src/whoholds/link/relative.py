"""How much of a place is meant, or how far from it: point, honest radius, precision code, share."""

from __future__ import annotations

from dataclasses import dataclass, replace

from whoholds.claim import Extent, ExtentKind, PlaceMention, Relation
from whoholds.link.geometry import middle_of_line, moved
from whoholds.link.kinds import bearing
from whoholds.link.weights import W
from whoholds.place import AREAS, Place, Point
from whoholds.theatre import Theatre

CODES = {"country": 7, "admin1": 5, "admin2": 4, "admin3": 3, "admin4": 3, "area": 3, "road": 6}
LOOSE = {Relation.NEAR: 2, Relation.DISTANT: 2, Relation.TOWARDS: 3, Relation.BETWEEN: 6}  # precision codes at least


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a mention stands to its place; the fields are those of ``Located``."""

    point: Point | None
    precision_m: int
    code: int
    share: float = 1.0
    near: bool = False


def standing(mention: PlaceMention, place: Place, theatre: Theatre, *, extent: Extent | None, beside: bool) -> Standing:
    """What the words around the name make of the place.

    beside  the mention is a facility called after the place, somewhere near it.
    """
    here = Standing(point=place.point, precision_m=place.precision_m or W.unknown_m, code=CODES.get(place.kind, 1))
    if place.kind == "road":
        line = theatre.outline(place.id)
        point = middle_of_line(line) if line is not None else place.point
        here = replace(here, point=point, near=True, precision_m=max(here.precision_m, W.line_m))
    if mention.relation is Relation.DISTANT and mention.distance_km is not None:
        return _some_way_off(here, mention.distance_km, bearing(mention.bearing))
    if mention.relation in LOOSE:
        precision = max(here.precision_m, W.loose_m[mention.relation.value])
        code = max(here.code, LOOSE[mention.relation])
        return replace(here, near=True, share=W.near_share, code=code, precision_m=precision)
    if beside:
        precision = max(here.precision_m, W.loose_m[Relation.NEAR.value])
        return replace(here, near=True, share=W.near_share, code=2, precision_m=precision)
    if mention.bearing and place.kind in AREAS - {"area"}:
        here = _sector(here, bearing(mention.bearing))
    elif mention.bearing and mention.relation is Relation.PART and place.kind not in AREAS:
        here = replace(_sector(here, bearing(mention.bearing)), code=here.code)  # a side of a town is in the town
    elif mention.relation is Relation.PART:
        here = replace(here, share=W.part_share)
    return here if extent is None or here.near else replace(here, share=min(here.share, _share_of(extent)))


def _some_way_off(here: Standing, km: float, way: float | None) -> Standing:
    """That far from the place and that way; a ring round it when no way is given."""
    here = replace(here, near=True, share=W.near_share, code=2)
    if here.point is None or way is None:
        return replace(here, precision_m=int(here.precision_m + km * 1000))
    precision = max(W.offset_m, int(km * 500), here.precision_m)
    return replace(here, point=moved(here.point, km, way), precision_m=precision)


def _sector(here: Standing, way: float | None) -> Standing:
    """The side of an area that faces a quarter of the compass: half its radius from the middle, as wide as that."""
    if here.point is None or way is None:
        return here
    half = here.precision_m // 2
    point = moved(here.point, half / 1000, way)
    return replace(here, point=point, precision_m=int(half * 1.2), share=W.part_share, code=max(3, here.code - 1))


def _share_of(extent: Extent) -> float:
    if extent.kind is ExtentKind.PARTIAL:
        return W.part_share
    if extent.kind is ExtentKind.SHARE and extent.low is not None:
        high = extent.high if extent.high is not None else extent.low
        return max(0.01, min(1.0, (extent.low + high) / 200))
    return 1.0
