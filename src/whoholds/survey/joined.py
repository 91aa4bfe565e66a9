"""One place in two sources is one row: the same name by ear, and near. Both ids are kept, all spellings too."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import product

from whoholds.place import AREAS
from whoholds.spelling import skeleton
from whoholds.survey.rows import Row, flat_km, tidy

NEAR_KM = 3.0  # 95 of 100 communities of OCHA's list for Syria have their GeoNames partner within 1.4 km
CELL = 0.05  # degrees: a cell and its eight neighbours hold all that is within NEAR_KM below 57 degrees of latitude
AREA_KM = {0: 0.0, 1: 250.0, 2: 80.0, 3: 40.0, 4: 20.0}  # how far apart two centres of one admin area may lie, by level
HEARD = 2  # consonants a skeleton needs: "Ba" and "Boa" are not one place for their sound


def joined(rows: Sequence[Row], others: Iterable[Row]) -> tuple[list[Row], dict[str, str]]:
    """The rows with the others joined in or added behind, and the ids under which joined ones now stand.

    Rows of one source are never joined with each other. The first to name a place keeps id, name, kind and point.
    """
    kept = list(rows)
    ids: dict[str, str] = {}
    by_place: dict[tuple[str, str, int, int], list[Row]] = {}
    by_name: dict[tuple[str, str], list[Row]] = {}
    for row, heard in zip(kept, _heard(kept), strict=True):
        for name in heard:
            if row.kind in AREAS:
                by_name.setdefault((row.kind, name), []).append(row)
            elif row.lat is not None and row.lon is not None:
                by_place.setdefault((row.family, name, *_cell(row.lat, row.lon)), []).append(row)
    others = list(others)
    for other, heard in zip(others, _heard(others), strict=True):
        partner = _area(other, heard, by_name) if other.kind in AREAS else _near(other, heard, by_place)
        if partner is None:
            kept.append(other)
            ids[other.id] = other.id
        else:
            _add(partner, other)
            ids[other.id] = partner.id
    return kept, ids


def _heard(rows: Sequence[Row]) -> list[set[str]]:
    """The skeletons of each row's names, made in one pass."""
    spellings = [row.spellings() for row in rows]
    lines = skeleton("\n".join(" ".join(one.split()) for these in spellings for one in these)).split("\n")
    at = 0
    heard = []
    for these in spellings:
        heard.append({line for line in lines[at : at + len(these)] if len(line.replace(" ", "")) >= HEARD})
        at += len(these)
    return heard


def _cell(lat: float, lon: float) -> tuple[int, int]:
    return int(lat // CELL), int(lon // CELL)


def _near(other: Row, heard: set[str], by_place: dict[tuple[str, str, int, int], list[Row]]) -> Row | None:
    if other.lat is None or other.lon is None:
        return None
    y, x = _cell(other.lat, other.lon)
    found = [
        (flat_km(other.lat, other.lon, row.lat or 0.0, row.lon or 0.0), row.id, row)
        for name in heard
        for dy, dx in product((-1, 0, 1), repeat=2)
        for row in by_place.get((other.family, name, y + dy, x + dx), ())
    ]
    km, _, row = min(found, default=(NEAR_KM + 1, "", other), key=lambda one: one[:2])
    return row if km <= NEAR_KM else None


def _area(other: Row, heard: set[str], by_name: dict[tuple[str, str], list[Row]]) -> Row | None:
    """The area of that rank and name: where both have a centre, not too far; where one has none, the only one."""
    found = {row.id: row for name in heard for row in by_name.get((other.kind, name), ())}
    if other.lat is None or other.lon is None:
        return next(iter(found.values())) if len(found) == 1 else None
    ranked = sorted(
        (0.0 if row.lat is None or row.lon is None else flat_km(other.lat, other.lon, row.lat, row.lon), ident)
        for ident, row in found.items()
    )
    if not ranked or ranked[0][0] > AREA_KM[other.level]:
        return None
    return found[ranked[0][1]]


def _add(row: Row, other: Row) -> None:
    scheme, _, value = other.id.partition(":")
    row.ids.setdefault(scheme, value)
    for key, ident in other.ids.items():
        row.ids.setdefault(key, ident)
    row.names = tidy([*row.names, ("", other.name), *other.names], row.name)
    row.population = row.population if row.population is not None else other.population
    if row.lat is None:
        row.lat, row.lon = other.lat, other.lon
    if row.kind == "settlement" and other.kind in {"city", "town", "village"}:
        row.kind = other.kind
    if other.pcode and other.pcode != row.pcode:
        row.ids.setdefault("code", other.pcode)
    row.sources = list(dict.fromkeys([*row.sources, *other.sources]))
