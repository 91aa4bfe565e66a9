"""Reading a theatre folder: theatre.toml, places.csv, actors.csv, sources.csv, outlines. Every fault has a line.

The formats stand in docs/reference/theatre.md. UTF-8, header row, comma, ISO dates, half-open periods, empty =
unknown; several values of one cell are joined with ``|``.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from whoholds import atlas
from whoholds.actor import Actor, Name, NameKind, Source, SourceKind, Tie, TieKind
from whoholds.errors import BadTheatre
from whoholds.place import AREAS, SETTLEMENTS, Place, Point
from whoholds.when import ALWAYS, Period

Folder = Path | Traversable
KINDS = AREAS | SETTLEMENTS | {"neighbourhood", "facility", "crossing", "road", "hill"}
ACTOR_KINDS = frozenset({"army", "armed-group", "coalition", "government", "foreign-state", "monitor", "civil-body"})
_NAMES = frozenset(NameKind)
_TIES = frozenset(TieKind)
PLACE_COLUMNS = ("id", "kind", "name", "names", "lat", "lon", "precision_m", "parent", "source")
_ADMIN_COLUMNS = ("admin1", "admin2", "admin3")
ACTOR_COLUMNS = ("id", "fact", "value")
SOURCE_COLUMNS = ("id", "name", "kind")


def settings_of(folder: Folder) -> Mapping[str, Any]:
    """theatre.toml, parsed. BadTheatre: missing, not TOML, or without id, title or first day."""
    file = folder / "theatre.toml"
    try:
        settings = tomllib.loads(file.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError) as error:
        raise BadTheatre(str(folder), 0, "no theatre.toml in this folder") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadTheatre(str(file), 0, str(error)) from error
    for field, kind in (("id", str), ("title", str), ("zone", str), ("first_day", date)):
        if not isinstance(settings.get(field), kind):
            raise BadTheatre(str(file), 0, f"{field}: a {kind.__name__} is needed")
    return settings


def common_words() -> Mapping[str, frozenset[str]]:
    """theatres/words.toml: words that are no place alone, and words a place may stand beside."""
    file = resources.files("whoholds") / "theatres" / "words.toml"
    tables = tomllib.loads(file.read_text(encoding="utf-8"))
    alone = " ".join(tables["alone"].values()).split()
    return {"alone": frozenset(alone), "beside": frozenset(tables["beside"]["words"].split())}


def places_of(folder: Folder) -> tuple[Place, ...]:
    """The rows of places.csv, in order; those of the atlas where theatre.toml has [atlas] instead.

    BadTheatre: a row that cannot be a place, an id twice, a lost parent.
    """
    settings = settings_of(folder)
    if "atlas" in settings:
        atlas_settings = {"countries": settings.get("countries", ()), **settings["atlas"]}
        return tuple(atlas.places(atlas_settings, str(folder / "theatre.toml")))
    file = places_file(folder)
    places: dict[str, Place] = {}
    lines: dict[str, int] = {}
    for line, row in rows_of(file, PLACE_COLUMNS, folder):
        place = place_from(row, file, line)
        if place.id in places:
            raise BadTheatre(str(file), line, f"id: {place.id!r} stands in line {lines[place.id]} already")
        places[place.id], lines[place.id] = place, line
    for place in places.values():
        for field, other in (("parent", place.parent), ("same_as", place.same_as)):
            if other and other not in places:
                hint = closest(other, places)
                raise BadTheatre(str(file), lines[place.id], f"{field}: {other!r} is not a place id{hint}")
    return tuple(places.values())


def places_file(folder: Folder) -> Folder:
    """places.csv, or places.csv.gz where only that is there: a large list kept small."""
    plain, packed = folder / "places.csv", folder / "places.csv.gz"
    return packed if packed.is_file() and not plain.is_file() else plain


def actors_of(folder: Folder) -> tuple[Actor, ...]:
    """The parties of actors.csv, in the order of their first rows, then those of the theatre named as ``parties``.

    A party that both list has the facts of both, this folder's first: its display name and its kind hold.
    BadTheatre: an unknown fact, a bad date, a tie to an id without rows, an actor without a name.
    """
    file = folder / "actors.csv"
    facts: dict[str, list[tuple[int, Mapping[str, str]]]] = {}
    if file.is_file():
        for line, row in rows_of(file, ACTOR_COLUMNS, folder):
            facts.setdefault(_needed(row, "id", file, line), []).append((line, row))
    own = {ident: list(rows) for ident, rows in facts.items()}
    under = parties_folder(folder)
    if under is not None:
        said = {(ident, row["fact"]) for ident, rows in own.items() for _, row in rows}
        for line, row in rows_of(under / "actors.csv", ACTOR_COLUMNS, under):
            behind = row
            if (row["id"], row["fact"]) in said and row["fact"] == "name":
                behind = {**row, "fact": "alias"}  # it is called otherwise here
            if row["fact"] != "kind" or (row["id"], "kind") not in said:
                facts.setdefault(row["id"], []).append((line, behind))
    actors = tuple(actor_from(ident, rows, file) for ident, rows in facts.items())
    for actor in actors:
        for tie in actor.ties:
            if tie.to not in facts:
                line = next((n for n, row in own.get(actor.id, ()) if row["value"] == tie.to), 0)
                hint = closest(tie.to, facts)
                raise BadTheatre(str(file), line, f"{tie.kind}: {tie.to!r} is not an actor id{hint}")
    return actors


def bundled(name: str) -> Folder:
    """The folder of the bundled theatre of that name, whether there is one or not."""
    return resources.files("whoholds") / "theatres" / name


def parties_folder(folder: Folder) -> Folder | None:
    """The bundled theatre whose parties and tellers stand behind this one's: theatre.toml's ``parties``."""
    named = settings_of(folder).get("parties", "")
    if not named:
        return None
    under = bundled(str(named))
    if not (under / "actors.csv").is_file():
        raise BadTheatre(str(folder / "theatre.toml"), 0, f"parties: {named!r} is no bundled theatre")
    return under


def sources_of(folder: Folder) -> tuple[Source, ...]:
    """The rows of sources.csv, in order, then those of ``parties``; BadTheatre: see ``places_of``."""
    file = folder / "sources.csv"
    sources: dict[str, Source] = {}
    for line, row in rows_of(file, SOURCE_COLUMNS, folder) if file.is_file() else ():
        source = source_from(row, file, line)
        if source.id in sources:
            raise BadTheatre(str(file), line, f"id: {source.id!r} stands twice")
        sources[source.id] = source
    under = parties_folder(folder)
    if under is not None:
        listed = frozenset(sources)
        for source in sources_of(under):
            if source.id not in listed:
                sources[source.id] = source
    return tuple(sources.values())


def outlines_of(folder: Folder) -> Iterator[Mapping[str, Any]]:
    """The features of every GeoJSON file under outlines/, file by file in order of their names."""
    outlines = folder / "outlines"
    if not outlines.is_dir():
        return
    for file in sorted(outlines.iterdir(), key=lambda one: one.name):
        if file.name.endswith(".geojson"):
            try:
                features = json.loads(file.read_text(encoding="utf-8"))["features"]
            except (ValueError, KeyError, TypeError) as error:
                raise BadTheatre(str(file), 0, f"not a GeoJSON feature collection: {error}") from error
            yield from features


# ── one row ─────────────────────────────────────────────────────────────────────────────────────────────────────


def place_from(row: Mapping[str, str], file: Folder, line: int) -> Place:
    """One row of places.csv. BadTheatre: it cannot be a place."""
    kind = row["kind"]
    if kind not in KINDS:
        raise BadTheatre(str(file), line, f"kind: {kind!r} is none of {', '.join(sorted(KINDS))}")
    point = None
    if row["lat"] or row["lon"]:
        try:
            point = Point(float(row["lat"]), float(row["lon"]))
        except ValueError as error:
            raise BadTheatre(str(file), line, f"lat, lon: {row['lat']!r}, {row['lon']!r}: {error}") from error
    refs: dict[str, str] = {}
    never: list[str] = []
    for one in row.get("ids", "").split("|"):
        scheme, _, value = one.partition("=")
        refs.setdefault(scheme, value)
        if scheme == "never":
            never.append(value)
    return Place(
        id=_needed(row, "id", file, line),
        kind=kind,
        name=_needed(row, "name", file, line),
        names=tuple(map(_spelling, row["names"].split("|"))) if row["names"] else (),
        point=point,
        precision_m=_whole(row, "precision_m", file, line),
        parent=row["parent"],
        admin=tuple(filter(None, map(row.get, _ADMIN_COLUMNS))),
        pcode=refs.get("pcode", ""),
        population=_whole(row, "population", file, line),
        source=row["source"],
        note=row.get("note", ""),
        same_as=refs.get("same_as", ""),
        never=tuple(never),
    )


def _spelling(cell: str) -> tuple[str, str]:
    language, colon, spelling = cell.partition(":")
    return (language, spelling) if colon else ("", cell)


def actor_from(ident: str, rows: Iterable[tuple[int, Mapping[str, str]]], file: Folder) -> Actor:
    """The rows of one party, numbered. BadTheatre: an unknown fact, a bad date, no kind or no name."""
    kind, display, active = "", "", ALWAYS
    names: list[Name] = []
    ties: list[Tie] = []
    first = 0
    for line, row in rows:
        first = first or line
        fact, value = row["fact"], _needed(row, "value", file, line)
        period = _period(row, file, line)
        if fact == "kind":
            if value not in ACTOR_KINDS:
                raise BadTheatre(str(file), line, f"kind: {value!r} is none of {', '.join(sorted(ACTOR_KINDS))}")
            kind, active = value, period
        elif fact in _NAMES:
            said_by = row.get("said_by", "")
            names.append(
                Name(text=value, kind=NameKind(fact), language=row.get("lang", ""), active=period, said_by=said_by)
            )
            if fact == NameKind.NAME and not display:
                display = value
        elif fact in _TIES:
            ties.append(Tie(kind=TieKind(fact), to=value, active=period))
        else:
            known = ", ".join(["kind", *sorted(_NAMES | _TIES)])
            raise BadTheatre(str(file), line, f"fact: {fact!r} is none of {known}")
    for missing, field in ((kind, "kind"), (display, "name")):
        if not missing:
            raise BadTheatre(str(file), first, f"{ident}: no row with fact {field!r}")
    return Actor(id=ident, name=display, kind=kind, names=tuple(names), ties=tuple(ties), active=active)


def source_from(row: Mapping[str, str], file: Folder, line: int) -> Source:
    """One row of sources.csv. BadTheatre: it cannot be a teller."""
    try:
        kind = SourceKind(row["kind"])
    except ValueError as error:
        known = ", ".join(SourceKind)
        raise BadTheatre(str(file), line, f"kind: {row['kind']!r} is none of {known}") from error
    names = _several(_needed(row, "name", file, line)) + _several(row.get("names", ""))
    return Source(
        id=_needed(row, "id", file, line),
        name=names[0],
        kind=kind,
        names=names,
        side=row.get("side", ""),
        domains=_several(row.get("domains", "")),
        relays=_several(row.get("relays", "")),
        covers=_several(row.get("covers", "")),
        active=_period(row, file, line),
        note=row.get("note", ""),
    )


# ── cells ───────────────────────────────────────────────────────────────────────────────────────────────────────


def rows_of(file: Folder, columns: tuple[str, ...], folder: Folder) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Each row with its line in the file; short rows are filled with empty cells."""
    try:
        raw = file.read_bytes()
        text = (gzip.decompress(raw) if file.name.endswith(".gz") else raw).decode("utf-8-sig")
    except FileNotFoundError as error:
        raise BadTheatre(str(folder), 0, f"no {file.name} in this folder") from error
    except (UnicodeDecodeError, OSError, EOFError) as error:
        raise BadTheatre(str(file), 0, f"not UTF-8, or not readable: {error}") from error
    reader = csv.reader(io.StringIO(text, newline=""))
    header = next(reader, [])
    missing = [column for column in columns if column not in header]
    if missing:
        raise BadTheatre(str(file), 1, f"columns missing: {', '.join(missing)}")
    blank = dict.fromkeys(header, "")
    for cells in reader:
        if len(cells) > len(header):
            raise BadTheatre(str(file), reader.line_num, "more cells than the header has: a comma not in quotes?")
        if cells:
            yield reader.line_num, {**blank, **dict(zip(header, cells, strict=False))}


def _needed(row: Mapping[str, str], field: str, file: Folder, line: int) -> str:
    value = row[field]
    if not value:
        raise BadTheatre(str(file), line, f"{field}: empty")
    return value


def _whole(row: Mapping[str, str], field: str, file: Folder, line: int) -> int | None:
    cell = row.get(field)
    if not cell:
        return None
    try:
        return int(cell)
    except ValueError as error:
        raise BadTheatre(str(file), line, f"{field}: {cell!r} is not a whole number") from error


def _period(row: Mapping[str, str], file: Folder, line: int) -> Period:
    days: list[date | None] = []
    for field in ("start", "end"):
        cell = row.get(field)
        try:
            days.append(date.fromisoformat(cell) if cell else None)
        except ValueError as error:
            raise BadTheatre(str(file), line, f"{field}: {cell!r} is not a day (YYYY-MM-DD)") from error
    start, end = days
    if start and end and not start < end:
        raise BadTheatre(str(file), line, f"end: {end} is not after start {start}")
    return ALWAYS if start is None and end is None else Period(start=start, end=end)


def _several(cell: str) -> tuple[str, ...]:
    return tuple(one.strip() for one in cell.split("|") if one.strip())


def closest(wanted: str, known: Iterable[str]) -> str:
    """For a message: the known id most like the one wanted; empty when none is."""
    from difflib import get_close_matches

    near = get_close_matches(wanted, list(known), n=1)
    return f"; closest is {near[0]!r}" if near else ""
