"""What lies in what: by the sources' own codes, else by outline, else by nearness; and centres and radii of areas."""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, radians
from typing import TYPE_CHECKING, Any

from whoholds.survey.rows import KM_PER_DEGREE, PRECISION, Outline, Row, flat_km, radius_m

if TYPE_CHECKING:
    from whoholds.survey.folder import Plan

QUARTER_KM = 15.0  # a quarter lies within so much of its city
LEVELS = (1, 2, 3, 4)


def nested(rows: Sequence[Row], outlines: Sequence[Outline], plan: Plan) -> list[Row]:
    """The rows in the order country, areas from coarse to fine, all else by id, each with parent and admin codes."""
    country = next((row for row in rows if row.kind == "country"), None) or plan.country_row()
    areas = sorted((row for row in rows if row.level), key=lambda row: (row.level, row.id))
    rest = sorted((row for row in rows if not row.level and row.kind != "country"), key=lambda row: row.id)
    by_code: dict[tuple[int, str], Row] = {}
    for area in areas:
        for code in (area.pcode, area.ids.get("code", "")):
            if code:
                by_code.setdefault((area.level, code), area)
        area.pcode = area.pcode or area.id
    by_code |= {(area.level, area.pcode): area for area in areas}
    shapes = _Shapes([one for one in outlines if any(one.id == area.id for area in areas)], areas)
    for area in areas:
        shapes.measure(area)
    for row in (*areas, *rest):
        _place(row, by_code, shapes, country)
    _centre(areas, rest)
    _quarters(rest)
    for row in (country, *areas, *rest):
        if row.precision_m is None:
            row.precision_m = PRECISION[row.kind]
    return [country, *areas, *rest]


def _place(row: Row, by_code: dict[tuple[int, str], Row], shapes: _Shapes, country: Row) -> None:
    """Codes of the areas the row lies in, coarse to fine, and the finest as its parent."""
    above: dict[int, Row] = {}
    finest = row.level or max(LEVELS) + 1
    for level in LEVELS:
        area = by_code.get((level, row.codes.get(level, "")))
        if area is not None and area is not row and level < finest:
            above[level] = area
    if row.lat is not None and row.lon is not None:
        for area in shapes.holding(row.lat, row.lon):
            if area.level < finest and area is not row:
                above.setdefault(area.level, area)
    for level in sorted(above, reverse=True):  # an area knows its own parents best
        for upper, code in above[level].codes.items():
            if upper < level and (upper, code) in by_code:
                above.setdefault(upper, by_code[upper, code])
    row.codes = {level: area.pcode for level, area in sorted(above.items())}
    if row.level:
        row.codes[row.level] = row.pcode
    row.parent = above[max(above)].id if above else country.id


def _centre(areas: Sequence[Row], rest: Sequence[Row]) -> None:
    """An area without a centre stands at the middle of what lies in it, with the radius that holds nine of ten."""
    inside: dict[str, list[Row]] = {}
    for row in rest:
        if row.lat is not None:
            for code in row.codes.values():
                inside.setdefault(code, []).append(row)
    for area in areas:
        those = inside.get(area.pcode, [])
        if area.lat is None and those:
            lats, lons = sorted(r.lat or 0.0 for r in those), sorted(r.lon or 0.0 for r in those)
            area.lat, area.lon = lats[len(lats) // 2], lons[len(lons) // 2]
        if area.precision_m is None and len(those) >= 5 and area.lat is not None and area.lon is not None:
            far = sorted(flat_km(area.lat, area.lon, r.lat or 0.0, r.lon or 0.0) for r in those)
            area.precision_m = max(2000, int(1000 * far[len(far) * 9 // 10]))


def _quarters(rest: Sequence[Row]) -> None:
    """A quarter's parent is the city or town it lies in, not the district."""
    towns = [row for row in rest if row.kind in {"city", "town"} and row.lat is not None]
    for row in rest:
        if row.kind != "neighbourhood" or row.lat is None or row.lon is None:
            continue
        near = [
            (flat_km(row.lat, row.lon, one.lat or 0.0, one.lon or 0.0), -(one.population or 0), one.id)
            for one in towns
            if abs((one.lat or 0.0) - row.lat) * KM_PER_DEGREE <= QUARTER_KM
        ]
        if near and min(near)[0] <= QUARTER_KM:
            row.parent = min(near)[2]


class _Shapes:
    """Outlines of areas, to ask which hold a point."""

    def __init__(self, outlines: Sequence[Outline], areas: Sequence[Row]) -> None:
        self._areas = {area.id: area for area in areas}
        self._ids = [one.id for one in outlines]
        self._shapes: list[Any] = []
        self._tree: Any = None
        if outlines:
            from shapely import STRtree
            from shapely.geometry import shape

            self._shapes = [shape(one.geometry) for one in outlines]
            self._tree = STRtree(self._shapes)

    def holding(self, lat: float, lon: float) -> list[Row]:
        """The areas that hold the point, coarse to fine."""
        if self._tree is None:
            return []
        from shapely.geometry import Point

        found = {self._ids[int(at)] for at in self._tree.query(Point(lon, lat), predicate="intersects")}
        return sorted((self._areas[ident] for ident in found), key=lambda row: (row.level, row.id))

    def measure(self, area: Row) -> None:
        """Centre and radius from the outline, where the source gives none."""
        those = [shape for ident, shape in zip(self._ids, self._shapes, strict=True) if ident == area.id]
        if not those:
            return
        if area.lat is None:
            inner = those[0].representative_point()
            area.lat, area.lon = round(inner.y, 5), round(inner.x, 5)
        if area.precision_m is None:
            squared = sum(shape.area for shape in those) * KM_PER_DEGREE**2 * cos(radians(area.lat))
            area.precision_m = radius_m(squared)
