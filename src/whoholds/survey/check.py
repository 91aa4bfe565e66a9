"""What is wrong with a theatre folder, all of it: file, line, field, and what to do. Nothing is changed.

``pack`` stops at the first fault, since a run cannot go on; whoever mends a folder wants the whole list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from whoholds import pack
from whoholds.actor import Actor
from whoholds.errors import BadTheatre
from whoholds.place import Place
from whoholds.survey.check_parties import listed_elsewhere, of_actors, of_sources
from whoholds.survey.check_places import of_outlines, of_places
from whoholds.survey.fault import Fault, of_error

__all__ = ["Fault", "faults"]


def faults(folder: pack.Folder) -> Iterator[Fault]:
    """Every fault of the folder: settings, places, outlines, parties, tellers, licences."""
    try:
        settings = pack.settings_of(folder)
    except BadTheatre as error:
        yield of_error(error, "theatre.toml", "settings", "Compare with docs/reference/theatre.md.")
        return
    shared = "extends" in settings  # places and parties are another theatre's
    places: dict[str, tuple[int, Place]] = {}
    if not shared and "atlas" not in settings:
        yield from of_places(folder, places, settings)
        yield from of_outlines(folder, places)
    actors: dict[str, tuple[int, Actor]] = {}
    if not shared:
        yield from of_actors(folder, actors, settings)
    if "parties" in settings or shared:
        actors |= {actor.id: (0, actor) for actor in listed_elsewhere(settings) if actor.id not in actors}
    yield from of_sources(folder, actors, places, settings)
    keys = {one for _, place in places.values() for one in place.source.split("+") if one}
    yield from _licences(folder, keys | ({"own"} if actors else set()))


def _licences(folder: pack.Folder, keys: set[str]) -> Iterator[Fault]:
    """Every key that a row names has a line in SOURCES.md, with a licence in it."""
    file = folder / "SOURCES.md"
    if not file.is_file():
        if keys:
            yield Fault(
                file="SOURCES.md",
                line=0,
                field="file",
                wrong="not there",
                mend="Write one line a source: what, licence, attribution.",
            )
        return
    told: dict[str, tuple[int, str]] = {}
    for line, text in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        cells = [cell.strip() for cell in text.strip().strip("|").split("|")]
        if match := re.fullmatch(r"`([\w.+-]+)`", cells[0]):
            told.setdefault(match[1], (line, cells[2] if len(cells) > 2 else ""))
    for one in sorted(keys):
        if one not in told:
            yield Fault(
                file="SOURCES.md", line=0, field=one, wrong="rows have this source and no line says what it is",
                mend="Add its line: key, what, licence, attribution, what was changed.",
            )  # fmt: skip
        elif not told[one][1]:
            yield Fault(
                file="SOURCES.md",
                line=told[one][0],
                field=one,
                wrong="no licence",
                mend="Say under which licence. No licence, no row.",
            )
