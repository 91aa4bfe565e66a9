"""An OpenStreetMap extract: .osm XML (also .gz, .bz2) or GeoJSON. Places with a ``place`` tag, and roads with a ``ref``.

.osm.pbf is not read: ``osmium tags-filter in.osm.pbf n/place w/highway=motorway,trunk,primary -o out.osm`` makes what is.
"""

from __future__ import annotations

import bz2
import gzip
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, Any
from xml.etree import ElementTree as ET

from whoholds.errors import BadSetting
from whoholds.survey.rows import Outline, Row, sized, tidy

KINDS = {
    "city": "city", "town": "town", "village": "village", "hamlet": "village", "isolated_dwelling": "village",
    "suburb": "neighbourhood", "quarter": "neighbourhood", "neighbourhood": "neighbourhood", "borough": "neighbourhood",
    "island": "area",
}  # fmt: skip
POINT_M = {"city": 6000, "town": 3000, "village": 1000, "neighbourhood": 800}
ROADS = frozenset({"motorway", "trunk", "primary"})
NAMES = ("name", "alt_name", "official_name", "old_name", "short_name", "int_name", "loc_name")


def read(paths: Sequence[Path], country: str) -> Iterator[Row | Outline]:  # noqa: ARG001 - an extract is of its country
    """Places, then one road a ``ref`` with all its lines. BadSetting: another format."""
    lines: dict[str, list[Any]] = {}
    for path in paths:
        ends = [one.lower() for one in path.suffixes]
        if ends[-1:] == [".pbf"]:
            raise BadSetting(
                f"--osm {path}: .pbf is not read; osmium tags-filter {path.name} n/place w/highway=motorway,trunk,primary "
                f"-o {path.name.partition('.')[0]}.osm makes a file that is"
            )
        found = _geojson(path) if ends[-1:] in ([".geojson"], [".json"]) else _xml(path)
        for ident, tags, geometry in found:
            if geometry["type"] == "Point" and tags.get("place") in KINDS:
                row = _place(ident, tags, geometry["coordinates"])
                if row is not None:
                    yield row
            elif geometry["type"] == "LineString" and tags.get("highway") in ROADS:
                for ref in tags.get("ref", "").split(";"):
                    if ref.strip():
                        lines.setdefault(" ".join(ref.split()), []).append(geometry["coordinates"])
    for ref, parts in sorted(lines.items()):
        yield _road(ref)
        yield Outline(
            id=f"osm:road-{ref.replace(' ', '-')}",
            geometry={"type": "MultiLineString", "coordinates": parts},
            layer="osm-roads",
            name=ref,
        )


def _place(ident: str, tags: Mapping[str, str], at: Sequence[float]) -> Row | None:
    name = tags.get("name:en") or tags.get("int_name") or tags.get("name", "")
    if not name:
        return None
    kind = KINDS[tags["place"]]
    people = int(tags["population"]) if tags.get("population", "").isdigit() else None
    if kind == "village":
        kind = sized(people)
    names = [("en", tags["name:en"])] if "name:en" in tags else []
    for key, value in tags.items():
        head, _, language = key.partition(":")
        if head in NAMES and len(language) <= 3:
            names += [(language, one.strip()) for one in value.split(";")]
    return Row(
        id=f"osm:{ident}", kind=kind, name=name, names=tidy(names, name), lat=at[1], lon=at[0],
        precision_m=POINT_M.get(kind), population=people, sources=["osm"],
    )  # fmt: skip


def _road(ref: str) -> Row:
    return Row(
        id=f"osm:road-{ref.replace(' ', '-')}", kind="road", name=ref, names=[("en", ref), ("en", f"{ref} highway")], sources=["osm"]
    )  # fmt: skip


def _xml(path: Path) -> Iterator[tuple[str, dict[str, str], dict[str, Any]]]:
    """Tagged nodes and ways of an .osm file, read as a stream; ways take the points of the nodes they name."""
    opened = {".gz": gzip.open, ".bz2": bz2.open}.get(path.suffix.lower(), open)
    points: dict[str, tuple[float, float]] = {}
    try:
        with opened(path, "rb") as file:  # type: ignore[operator]
            yield from _elements(file, points)
    except (ET.ParseError, OSError, EOFError, KeyError, ValueError) as error:
        raise BadSetting(f"--osm {path}: neither .osm XML nor GeoJSON: {error!r}") from error


def _elements(
    file: IO[bytes], points: dict[str, tuple[float, float]]
) -> Iterator[tuple[str, dict[str, str], dict[str, Any]]]:
    root: ET.Element | None = None
    for event, element in ET.iterparse(file, events=("start", "end")):  # noqa: S314 - expat limits expansion
        if root is None:
            root = element
        if event == "start" or element.tag not in {"node", "way", "relation"}:
            continue
        tags = {tag.get("k", ""): tag.get("v", "") for tag in element.iter("tag")}
        ident = f"{element.tag[:1]}{element.get('id', '')}"
        if element.tag == "node":
            at = float(element.attrib["lon"]), float(element.attrib["lat"])
            points[element.attrib["id"]] = at
            if tags:
                yield ident, tags, {"type": "Point", "coordinates": at}
        elif element.tag == "way" and tags.get("highway") in ROADS:
            line = [points[ref] for nd in element.iter("nd") if (ref := nd.get("ref", "")) in points]
            if len(line) > 1:
                yield ident, tags, {"type": "LineString", "coordinates": line}
        root.clear()


def _geojson(path: Path) -> Iterator[tuple[str, dict[str, str], dict[str, Any]]]:
    """Features of a collection as ``osmium export`` or Overpass write them: tags are the properties."""
    try:
        features = json.loads(path.read_text(encoding="utf-8-sig"))["features"]
        for number, feature in enumerate(features, 1):
            tags = {
                k: str(v) for k, v in feature["properties"].items() if v is not None and not isinstance(v, dict | list)
            }
            ident = str(feature.get("id") or tags.get("@id") or tags.get("osm_id") or f"feature{number}").replace(
                "/", ""
            )
            if feature.get("geometry"):
                yield ident, tags, feature["geometry"]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadSetting(f"--osm {path}: not a GeoJSON feature collection: {error!r}") from error
