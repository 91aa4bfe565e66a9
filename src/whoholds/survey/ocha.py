"""OCHA's Common Operational Datasets: workbook (.xlsx), table (.csv) or GeoJSON, of any country and any year.

Columns have changed over the years and are known by shape: ``admin2Name_en``, ``ADM2_EN``, ``adm2_name1`` are names of
level 2; ``admin2Pcode``, ``ADM2_PCODE`` its code; ``featurename_en`` with ``point_x`` and ``point_y`` a populated place.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from whoholds.errors import BadSetting
from whoholds.survey.rows import Outline, Row, radius_m, tidy
from whoholds.survey.shapes import simple
from whoholds.survey.workbook import sheets

NAME = re.compile(r"^adm(?:in)?([0-4])_?(?:ref_?)?(?:name)?_?([a-z]{2}|\d)?$")
CODE = re.compile(r"^adm(?:in)?([0-4])_?p?code$")
FEATURE = re.compile(r"^(?:feature_?name|pplname|settlement_?name|name)_?([a-z]{2}|\d)?$")
FEATURE_CODE = re.compile(r"^(?:feature_?)?p_?code$|^ppl_?p?code$")
LAT = ("point_y", "latitude", "lat", "center_lat", "y_coord", "y")
LON = ("point_x", "longitude", "lon", "long", "center_lon", "x_coord", "x")
KIND = ("featurereftype", "featuretype", "type", "class")
KINDS = {
    "neighbourhood": "neighbourhood", "neighborhood": "neighbourhood", "quarter": "neighbourhood", "hay": "neighbourhood",
    "city": "city", "capital": "city", "town": "town", "village": "village", "hamlet": "village",
}  # fmt: skip
POINT_M = 1000  # OCHA's communities: checked against GeoNames, 95 of 100 lie within 1.4 km


def read(paths: Sequence[Path], country: str) -> Iterator[Row | Outline]:
    """Areas once each, coarse to fine as met, then populated places; polygons as outlines of the finest level."""
    seen: dict[str, Row] = {}
    for path in paths:
        for record, geometry in _records(path):
            for one in _read_one(record, geometry, country):
                if isinstance(one, Outline):
                    yield one
                elif one.id not in seen:
                    seen[one.id] = one
                    yield one
                elif seen[one.id].lat is None:  # named above as what others lie in, and here by itself
                    seen[one.id].lat, seen[one.id].lon, seen[one.id].precision_m = one.lat, one.lon, one.precision_m


def _records(path: Path) -> Iterator[tuple[dict[str, str], Mapping[str, Any] | None]]:
    """Every row of every table in the file, its column names written small, with its geometry if it has one."""
    suffix = path.suffix.lower()
    if suffix == ".xlsx":
        for _, rows in sheets(path):
            header = next((at for at, row in enumerate(rows[:10]) if any(CODE.match(_plain(c)) for c in row)), None)
            if header is not None:
                names = [_plain(cell) for cell in rows[header]]
                for cells in rows[header + 1 :]:
                    yield dict(zip(names, cells, strict=False)), None
    elif suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                yield (
                    {_plain(key or ""): value or "" for key, value in row.items() if not isinstance(value, list)},
                    None,
                )
    elif suffix in {".geojson", ".json"}:
        try:
            features = json.loads(path.read_text(encoding="utf-8-sig"))["features"]
            for feature in features:
                properties = {_plain(k): "" if v is None else str(v) for k, v in feature["properties"].items()}
                yield properties, feature.get("geometry")
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise BadSetting(f"--ocha {path}: not a GeoJSON feature collection: {error}") from error
    else:
        raise BadSetting(f"--ocha {path}: .xlsx, .csv or .geojson is read; export a shapefile as GeoJSON first")


def _read_one(record: Mapping[str, str], geometry: Mapping[str, Any] | None, country: str) -> Iterator[Row | Outline]:
    names: dict[int, list[tuple[str, str]]] = {}
    codes: dict[int, str] = {}
    for column, cell in record.items():
        value = cell.strip()
        if not value:
            continue
        if match := NAME.match(column):
            tag = match[2] or ""
            tag = record.get(f"lang{tag}", "")[:2] if not tag or tag.isdigit() else tag  # "name1" is in "lang1"
            names.setdefault(int(match[1]), []).append((tag, value))
        elif match := CODE.match(column):
            codes[int(match[1])] = value
    own = codes.pop(0, "")
    if own and not own.upper().startswith(country) and not codes:
        return
    levels = sorted(level for level in codes if level in names)
    if not levels:
        return
    feature = [(_tag(m[1]), v.strip()) for c, v in record.items() if (m := FEATURE.match(c)) and v.strip()]
    code = next((v.strip() for c, v in record.items() if FEATURE_CODE.match(c) and v.strip()), "")
    lat, lon = _number(record, LAT), _number(record, LON)
    if geometry and geometry.get("type") == "Point":
        lon, lat = geometry["coordinates"][:2]
    settlement = bool(feature) and lat is not None and (not geometry or geometry.get("type") == "Point")
    for level in levels:
        finest = level == levels[-1] and not settlement
        row = Row(
            id=f"ocha:{codes[level]}",
            kind=f"admin{level}",
            name=names[level][0][1],
            names=tidy(names[level], names[level][0][1]),
            codes={upper: codes[upper] for upper in levels if upper < level},
            pcode=codes[level],
            sources=["ocha"],
        )
        if finest:
            row.lat, row.lon = lat, lon
            square = _number(record, ("area_sqkm", "shape_area_sqkm"))
            row.precision_m = radius_m(square) if square else None
        yield row
    if geometry and "Polygon" in str(geometry.get("type")):
        shape = simple(geometry)
        finest_level = levels[-1]
        yield Outline(
            id=f"ocha:{codes[finest_level]}",
            geometry=shape,
            layer=f"ocha-admin{finest_level}",
            name=names[finest_level][0][1],
        )
    if settlement and lon is not None:
        kind = KINDS.get(next((_plain(record[c]) for c in KIND if record.get(c)), ""), "settlement")
        ident = code or f"{codes[levels[-1]]}-{feature[0][1]}"
        yield Row(
            id=f"ocha:{ident}", kind=kind, name=feature[0][1], names=tidy(feature, feature[0][1]), lat=lat, lon=lon,
            precision_m=POINT_M, codes=dict(codes), ids={"pcode": code} if code else {}, sources=["ocha"],
        )  # fmt: skip


def _tag(tag: str | None) -> str:
    return "" if not tag or tag.isdigit() else tag


def _plain(text: str) -> str:
    return text.strip().lower().replace(" ", "_").replace("-", "_")


def _number(record: Mapping[str, str], columns: Sequence[str]) -> float | None:
    for column in columns:
        try:
            return float(record[column])
        except (KeyError, ValueError):
            continue
    return None
