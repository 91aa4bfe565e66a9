"""Maps and tables of control: CSV rows of place, holder and day, or GeoJSON outlines with a holder."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from whoholds.display import Shown
from whoholds.errors import BadSetting
from whoholds.read.offered import skipped
from whoholds.text import Skipped

COLUMNS = {"place": "place", "holder": "holder", "as_of": "as_of"}  # field → the column or property that holds it
SHAPES = frozenset({"Polygon", "MultiPolygon"})


def display_rows(
    raw: bytes, origin: str, *, as_of: date | None = None, columns: Mapping[str, str] | None = None
) -> Iterator[Shown | Skipped]:
    """What the file shows, row by row or outline by outline; what cannot be read, with its reason.

    as_of    the day of rows that bear none.
    columns  the file's own names of ``place``, ``holder`` and ``as_of``.
    BadSetting: the file as a whole is neither, or lacks a column.
    """
    named = {**COLUMNS, **(columns or {})}
    if unknown := set(named) - set(COLUMNS):
        raise BadSetting(f"a display has no field {min(unknown)!r}; there are {', '.join(COLUMNS)}")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadSetting(f"{origin}: not UTF-8 ({error.reason} at byte {error.start})") from error
    rows = _outlines(text, origin) if text.lstrip()[:1] == "{" else _table(text, origin, named)
    for where, fields, outline in rows:
        told = str(fields.get(named["as_of"]) or "").strip()
        place, holder = (str(fields.get(named[name]) or "").strip() for name in ("place", "holder"))
        try:
            day = date.fromisoformat(told[:10]) if told else as_of
        except ValueError:
            day, told = None, told or "?"
        bytes_ = json.dumps(dict(fields), ensure_ascii=False, default=str).encode("utf-8", "surrogatepass")
        if day is None:
            wrong = f"{told!r} is not a day; write it as 2031-03-14" if told else "no day; give it with --as-of"
            yield skipped(where, wrong, bytes_)
        elif not holder:
            yield skipped(where, f"no {named['holder']}: who holds it is not said", bytes_)
        elif outline is None and not place:
            yield skipped(where, f"no {named['place']}: where it is is not said", bytes_)
        else:
            yield Shown(origin=where, holder=holder, day=day, place=place, outline=outline)


Read = Iterator[tuple[str, Mapping[str, Any], Mapping[str, Any] | None]]


def _table(text: str, origin: str, named: Mapping[str, str]) -> Read:
    reader = csv.DictReader(io.StringIO(text, newline=""))
    header = reader.fieldnames or ()
    for field in ("place", "holder"):
        if named[field] not in header:
            raise BadSetting(f"{origin}: no column {named[field]!r}; say which with --column {field}=NAME")
    try:
        for row in reader:
            yield f"{origin}:{reader.line_num}", row, None
    except csv.Error as error:
        raise BadSetting(f"{origin}:{reader.line_num}: {error}") from error


def _outlines(text: str, origin: str) -> Read:
    try:
        features = json.loads(text)["features"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise BadSetting(f"{origin}: not a GeoJSON feature collection") from error
    if not isinstance(features, list):
        raise BadSetting(f"{origin}: not a GeoJSON feature collection")
    for number, feature in enumerate(features, 1):
        whole = feature if isinstance(feature, dict) else {}
        fields, outline = whole.get("properties"), whole.get("geometry")
        fields = fields if isinstance(fields, dict) else {}
        shaped = isinstance(outline, dict) and outline.get("type") in SHAPES
        yield f"{origin}#{number}", fields, outline if shaped else None
