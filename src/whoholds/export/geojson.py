"""GeoJSON (RFC 7946): one feature a place and period, each with the claims and words that it rests on."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TextIO

from whoholds.ask import Cited, Row
from whoholds.control import CONTESTED
from whoholds.export.rows import Cite, last_day, link, rounded, statement, with_words

NOTE = (
    "Who held a place, as far as the reports known support it: attributed claims weighed together, not findings of "
    "fact and not borders. Every feature lists the claims for and against it."
)


def write(rows: Iterable[Row], stream: TextIO, cite: Cite | None = None) -> int:
    """Write a feature collection, a feature a line; the number of features, which is that of the rows.

    A place that is not located has a null geometry. Characters beyond ASCII stand as escapes, so that the file is
    right in every encoding and no invisible character hides in a quote.
    """
    count = 0
    stream.write(f'{{"type": "FeatureCollection", "note": {json.dumps(NOTE)}, "features": [')
    for row, words in with_words(rows, cite):
        stream.write(",\n" if count else "\n")
        stream.write(json.dumps(feature(row, words), allow_nan=False))
        count += 1
    stream.write("\n]}\n")
    return count


def feature(row: Row, words: Mapping[str, Cited]) -> dict[str, Any]:
    """One row as a feature; docs/reference/exports.md says what each property means."""
    point, place = rounded(row.place), row.place
    return {
        "type": "Feature",
        "id": f"{place.id}@{row.start or ''}",
        "geometry": None if point is None else {"type": "Point", "coordinates": list(point)},
        "properties": {
            "place": place.id,
            "name": place.name,
            "kind": place.kind,
            "parent": place.parent,
            "pcode": place.pcode,
            "precision_m": place.precision_m,
            "from": _iso(row.start),
            "to": _iso(last_day(row.end)),
            "state": row.state.value,
            "holders": list(row.holders),
            "holder_names": list(row.holder_names),
            "probability": round(row.probability, 4),
            "shares": {actor if actor != CONTESTED else "contested": round(share, 4) for actor, share in row.shares},
            "voices": row.voices,
            "last_heard": _iso(row.last_heard),
            "known": row.known.isoformat(),
            "statement": statement(row),
            "claims": _claims(row.claims, words),
            "against": _claims(row.against, words),
        },
    }


def _claims(ids: Sequence[str], words: Mapping[str, Cited]) -> list[dict[str, Any]]:
    return [{"id": claim, **(_words(words[claim]) if claim in words else {})} for claim in ids]


def _words(one: Cited) -> dict[str, Any]:
    return {
        "quote": one.quote,
        "said_by": one.speaker,
        "status": one.status.value,
        "outlet": one.outlet,
        "published": one.published.isoformat(),
        "title": one.title,
        "url": link(one.url),
        "report": one.report,
        "ref": one.ref,
    }


def _iso(day: Any) -> str | None:
    return None if day is None else day.isoformat()
