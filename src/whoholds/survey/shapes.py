"""Outlines made light: fewer corners, the same area within a part in a hundred."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

TOLERANCE = 0.004  # degrees, 0.4 km: 0.5 % of the area of the worst Syrian district


def simple(geometry: Mapping[str, Any], tolerance: float = TOLERANCE) -> Mapping[str, Any]:
    """The Polygon or MultiPolygon with fewer corners, valid; small islands go, the last of them never."""
    from shapely import make_valid
    from shapely.geometry import mapping, shape
    from shapely.geometry.base import BaseGeometry

    whole: BaseGeometry = make_valid(shape(geometry))
    light = make_valid(whole.simplify(tolerance))
    parts = [one for one in getattr(light, "geoms", [light]) if one.geom_type in {"Polygon", "MultiPolygon"}]
    big = [one for one in parts if one.area > tolerance * tolerance] or parts[:1]
    if not big:
        return geometry
    from shapely.ops import unary_union

    found: Mapping[str, Any] = mapping(unary_union(big))
    return found
