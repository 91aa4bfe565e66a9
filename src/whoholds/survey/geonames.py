"""GeoNames: a country dump (XX.txt or XX.zip) and, beside it, the alternate names of that country or of the world.

The two are told apart by their columns (19 and 8 to 10). Format: the readme of https://download.geonames.org/export/dump/.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from whoholds.errors import BadSetting
from whoholds.survey.rows import Row, sized, tidy

DUMP, NAMES = 19, (8, 10)  # columns of the two formats
AREAS = {"ADM1": "admin1", "ADM2": "admin2", "ADM3": "admin3", "ADM4": "admin4"}
# Settlements no more (abandoned, destroyed, historical) are left out; a section of a town is a quarter.
GONE = frozenset({"PPLQ", "PPLW", "PPLH", "PPLCH"})
OTHERS = {
    "AIRP": "facility", "DAM": "facility", "BDG": "crossing", "HLL": "hill", "MT": "hill", "PASS": "crossing", "ISL": "area",
}  # fmt: skip
# Not names: links, postal and airport codes, identifiers.
NO_LANGUAGE = frozenset({"link", "post", "iata", "icao", "faac", "tcid", "unlc", "wkdt", "phon", "piny"})
POINT_M = {"city": 8000, "town": 4000, "village": 2000}


def read(paths: Sequence[Path], country: str) -> Iterator[Row]:
    """The areas, settlements, hills, bridges, dams and civil airports of the country. No military places."""
    dumps, names = [], []
    for path in paths:
        for lines in _tables(path):
            first = next(lines, "")
            columns = first.count("\t") + 1 if first else DUMP
            if columns == DUMP:
                dumps.append((first, lines))
            elif NAMES[0] <= columns <= NAMES[1]:
                names.append((first, lines))
            else:
                raise BadSetting(
                    f"--geonames {path}: {columns} columns; a country dump has {DUMP}, alternate names 8 to 10"
                )
    rows = {row.id: row for first, lines in dumps for line in (first, *lines) if (row := _row(line, country))}
    for first, lines in names:
        for line in (first, *lines):
            _name(line, rows)
    for row in rows.values():
        row.names = tidy(row.names, row.name)
        yield row


def _tables(path: Path) -> Iterator[Iterator[str]]:
    """The lines of the file, or of each text inside a zip; readme files are left out."""
    if path.suffix.lower() != ".zip":
        yield _lines(path)
        return
    try:
        with zipfile.ZipFile(path) as archive:
            members = [one for one in archive.namelist() if one.endswith(".txt") and "readme" not in one.lower()]
            texts = [archive.read(member).decode("utf-8", errors="replace") for member in members]
    except zipfile.BadZipFile as error:
        raise BadSetting(f"--geonames {path}: {error}") from error
    for text in texts:
        yield (line.rstrip("\r\n") for line in io.StringIO(text, newline="\n"))


def _lines(path: Path) -> Iterator[str]:
    with path.open(encoding="utf-8", errors="replace", newline="\n") as file:
        for line in file:
            yield line.rstrip("\r\n")


def _row(line: str, country: str) -> Row | None:
    cells = line.split("\t")
    if len(cells) != DUMP or cells[8] != country:
        return None
    ident, name, plain, others, lat, lon, rank, code = cells[:8]
    people = int(cells[14]) if cells[14].isdigit() and cells[14] != "0" else None
    codes = {}
    path = country
    for level, part in enumerate(cells[10:14], 1):
        if not part or part == "00":
            break
        path = f"{path}.{part}"
        codes[level] = path
    kind = _kind(rank, code, people)
    if not kind:
        return None
    try:
        where = float(lat), float(lon)
    except ValueError:
        return None
    row = Row(
        id=f"geonames:{ident}",
        kind=kind,
        name=name,
        names=[("", one) for one in (name, plain, *others.split(",")) if _readable(one)],
        lat=where[0],
        lon=where[1],
        precision_m=POINT_M.get(kind),
        codes=codes,
        population=people,
        sources=["geonames"],
    )
    if row.level:
        row.pcode = codes.pop(row.level, "")
        row.codes = {level: one for level, one in codes.items() if level < row.level}
    return row


def _kind(rank: str, code: str, people: int | None) -> str:
    if rank == "A":
        return AREAS.get(code, "")
    if rank == "P" and code not in GONE:
        if code == "PPLX":
            return "neighbourhood"
        return "city" if code == "PPLC" else sized(people, "town" if code in {"PPLA", "PPLA2"} else "village")
    return OTHERS.get(code, "")


def _name(line: str, rows: dict[str, Row]) -> None:
    cells = line.split("\t")
    if len(cells) < NAMES[0]:
        return
    row = rows.get(f"geonames:{cells[1]}")
    language, spelling = cells[2], cells[3]
    if row is None or language in NO_LANGUAGE or not spelling or "://" in spelling:
        return
    row.names.append((language if len(language) <= 3 else "", spelling))


def _readable(name: str) -> bool:
    """False for romanisations written small, which no report writes."""
    return bool(name) and not (name.isascii() and name == name.lower() != name.upper())
