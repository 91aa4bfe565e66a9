"""geoBoundaries, or any GeoJSON of areas with their name and rank: outlines, and areas that no other source lists.

``shapeName``, ``shapeISO``, ``shapeID``, ``shapeType`` (ADM1 ...) as geoBoundaries writes them; without a rank, the file's
name tells it ("geoBoundaries-XXX-ADM2.geojson").
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from whoholds.errors import BadSetting
from whoholds.survey.rows import Outline, Row, tidy
from whoholds.survey.shapes import simple

RANK = re.compile(r"ADM([1-4])", re.IGNORECASE)


def read(paths: Sequence[Path], country: str) -> Iterator[Row | Outline]:
    """One area and its outline a feature. BadSetting: no GeoJSON, or no rank to be found."""
    for path in paths:
        try:
            features = json.loads(path.read_text(encoding="utf-8-sig"))["features"]
            for number, feature in enumerate(features, 1):
                yield from _area(feature, number, path, country)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise BadSetting(f"--boundaries {path}: not a GeoJSON feature collection of areas: {error!r}") from error


def _area(feature: dict[str, object], number: int, path: Path, country: str) -> Iterator[Row | Outline]:
    properties, geometry = feature["properties"], feature["geometry"]
    if not isinstance(properties, dict) or not isinstance(geometry, dict) or "Polygon" not in str(geometry.get("type")):
        return
    rank = RANK.search(str(properties.get("shapeType", ""))) or RANK.search(path.name)
    name = str(properties.get("shapeName") or properties.get("name") or "").strip()
    if rank is None:
        raise BadSetting(f"--boundaries {path}: no rank; name the file after it, as areas-ADM2.geojson")
    if not name:
        return
    from shapely.geometry import shape

    light = simple(geometry)
    middle = shape(light).representative_point()
    iso = str(properties.get("shapeISO") or "").strip()
    ident = f"boundaries:{properties.get('shapeID') or f'{country}-ADM{rank[1]}-{number}'}"
    yield Row(
        id=ident,
        kind=f"admin{rank[1]}",
        name=name,
        names=tidy([("", name)], name),
        lat=round(middle.y, 5),
        lon=round(middle.x, 5),
        ids={"iso": iso} if iso else {},
        sources=["boundaries"],
    )
    yield Outline(id=ident, geometry=light, layer=f"boundaries-admin{rank[1]}", name=name)
