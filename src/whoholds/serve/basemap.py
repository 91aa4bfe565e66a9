"""What lies under the map: coasts and borders of Natural Earth, outlines of the theatre. As GeoJSON, no finer than needed.

A border drawn here is no statement about its status.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.resources import files
from typing import Any

from whoholds.place import Box, box_round
from whoholds.theatre import Theatre

WORLD = Box(south=-60.0, west=-180.0, north=78.0, east=180.0)
MARGIN = 0.6  # of the theatre's height and width, that is still drawn around it
AREA_KINDS = ("admin1", "admin2")  # outlines shown, from coarse to fine
Feature = dict[str, Any]


def under(theatre: Theatre) -> dict[str, Any]:
    """A feature collection; ``layer`` says what each feature is: land, border, admin1, admin2, road."""
    box = theatre.box or WORLD
    seen = _wider(box)
    features = [*_countries(seen), *_outlines(theatre)]
    return {
        "type": "FeatureCollection",
        "note": "Natural Earth (public domain) and the theatre's own outlines. A border here says nothing about status.",
        "bbox": [box.west, box.south, box.east, box.north],
        "features": features,
    }


def _wider(box: Box) -> Box:
    high, wide = (box.north - box.south) * MARGIN, (box.east - box.west) * MARGIN
    return Box(south=box.south - high, west=box.west - wide, north=box.north + high, east=box.east + wide)


def _countries(seen: Box) -> Iterator[Feature]:
    packed = files("whoholds") / "serve" / "static" / "vendor" / "world-atlas" / "countries-50m.json.gz"
    world = json.loads(gzip.decompress(packed.read_bytes()))
    arcs = _arcs(world)
    for one in world["objects"]["countries"]["geometries"]:
        parts = [[_ring(ring, arcs) for ring in part] for part in _parts(one)]
        kept = [part for part in parts if _meet(box_round(part), seen)]
        if kept:
            name = one.get("properties", {}).get("name", "")
            yield _feature("land", {"type": "MultiPolygon", "coordinates": kept}, name)


def _outlines(theatre: Theatre) -> Iterator[Feature]:
    """Areas and roads of the theatre, from coarse to fine."""
    for kind in (*AREA_KINDS, "road"):
        for place in theatre.places():
            if place.kind == kind and (shape := theatre.outline(place.id)) is not None:
                yield {**_feature(kind, dict(shape), place.name), "id": place.id}


def _feature(layer: str, geometry: Mapping[str, Any], name: str) -> Feature:
    return {"type": "Feature", "properties": {"layer": layer, "name": name}, "geometry": geometry}


# ── TopoJSON: shared lines, each stored once as differences of whole numbers ────────────────────────────────────


def _arcs(world: Mapping[str, Any]) -> list[list[tuple[float, float]]]:
    (wide, high), (west, south) = world["transform"]["scale"], world["transform"]["translate"]
    found = []
    for arc in world["arcs"]:
        x = y = 0
        line = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            line.append((round(x * wide + west, 3), round(y * high + south, 3)))
        found.append(line)
    return found


def _parts(one: Mapping[str, Any]) -> list[list[list[int]]]:
    if one["type"] == "Polygon":
        return [one["arcs"]]
    return list(one["arcs"]) if one["type"] == "MultiPolygon" else []


def _ring(numbers: Sequence[int], arcs: Sequence[list[tuple[float, float]]]) -> list[tuple[float, float]]:
    ring: list[tuple[float, float]] = []
    for number in numbers:
        line = arcs[number] if number >= 0 else arcs[~number][::-1]
        ring.extend(line if not ring else line[1:])
    return ring


def _meet(one: Box, other: Box) -> bool:
    return one.west <= other.east and other.west <= one.east and one.south <= other.north and other.south <= one.north


def lines_of(features: Iterable[Feature]) -> Iterator[tuple[str, list[list[Sequence[float]]]]]:
    """Layer and lines (rings among them) of each feature."""
    for one in features:
        shape = one["geometry"]
        found = shape["coordinates"]
        if shape["type"] == "LineString":
            found = [found]
        elif shape["type"] == "MultiPolygon":
            found = [ring for part in found for ring in part]
        yield one["properties"]["layer"], found
