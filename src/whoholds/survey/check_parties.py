"""Faults of parties and tellers: names, ties, kinds, sides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from whoholds import pack
from whoholds.actor import Actor, NameKind, Source, TieKind
from whoholds.errors import BadTheatre
from whoholds.place import Place
from whoholds.spelling import key
from whoholds.survey.fault import Fault, of_error
from whoholds.when import Period


def of_actors(
    folder: pack.Folder, actors: dict[str, tuple[int, Actor]], settings: Mapping[str, Any]
) -> Iterator[Fault]:
    """Parties without a kind or a name, ties to nobody, sides that are no party; those that are sound go into ``actors``."""
    file = folder / "actors.csv"
    facts: dict[str, list[tuple[int, Mapping[str, str]]]] = {}
    try:
        for line, row in pack.rows_of(file, pack.ACTOR_COLUMNS, folder) if file.is_file() else ():
            facts.setdefault(row["id"], []).append((line, row))
    except BadTheatre as error:
        yield of_error(error, file.name, "table", "Compare with docs/reference/theatre.md.")
        return
    under = {actor.id for actor in listed_elsewhere(settings)}
    for ident, rows in facts.items():
        try:
            whole = [*rows, *_behind(ident)] if ident in under else rows
            actors[ident] = rows[0][0], pack.actor_from(ident, whole, file)
        except BadTheatre as error:
            yield of_error(
                error, file.name, ident or "id", "A party needs an id, a kind and a name; each fact a known word."
            )
    known = under | facts.keys()
    for ident, rows in facts.items():
        for line, row in rows:
            if row["fact"] in frozenset(TieKind) and row["value"] not in known:
                wrong = f"{ident}: {row['value']!r} is not a party's id{pack.closest(row['value'], known)}"
                yield Fault(
                    file=file.name,
                    line=line,
                    field=row["fact"],
                    wrong=wrong,
                    mend="Correct it, or add that party.",
                    stops=True,
                )
            if row.get("said_by") and row["said_by"] not in known:
                wrong = f"{ident}: {row['said_by']!r} is not a party's id{pack.closest(row['said_by'], known)}"
                yield Fault(
                    file=file.name, line=line, field="said_by", wrong=wrong, mend="Name the side whose word it is."
                )
    for side in settings.get("sides", ()):
        if side.get("id") not in known:
            wrong = f"{side.get('id')!r} is not a party's id{pack.closest(str(side.get('id')), known)}"
            yield Fault(
                file="theatre.toml", line=0, field="sides", wrong=wrong, mend="A side is a party of actors.csv."
            )
    yield from _shared_names(file.name, actors)


def _behind(ident: str) -> tuple[tuple[int, Mapping[str, str]], ...]:
    """What a party of the list behind has without saying so again here: a kind and a name."""
    return (0, {"fact": "kind", "value": "armed-group"}), (0, {"fact": "name", "value": ident})


def _shared_names(file: str, actors: Mapping[str, tuple[int, Actor]]) -> Iterator[Fault]:
    """One name of two parties at one time: reports that use it stay without a party."""
    bearers: dict[str, list[tuple[int, str, Period]]] = {}
    for line, actor in actors.values():
        for name in actor.names:
            if name.kind in (NameKind.NAME, NameKind.ALIAS):
                bearers.setdefault(key(name.text), []).append((line, actor.id, name.active))
    for called, those in sorted(bearers.items()):
        for at, (line, ident, active) in enumerate(those):
            for _, other, theirs in those[:at]:
                if other != ident and _meet(active, theirs):
                    wrong = f"{ident} and {other} are both called {called!r} at one time"
                    yield Fault(
                        file=file, line=line, field="alias", wrong=wrong, mend="Date the names, or take one away."
                    )
                    break


def _meet(a: Period, b: Period) -> bool:
    first, last = date.min, date.max
    return max(a.start or first, b.start or first) < min(a.end or last, b.end or last)


def of_sources(
    folder: pack.Folder,
    actors: Mapping[str, tuple[int, Actor]],
    places: Mapping[str, tuple[int, Place]],
    settings: Mapping[str, Any],
) -> Iterator[Fault]:
    """Tellers without a kind, of a side or relaying somebody that nobody lists."""
    file = folder / "sources.csv"
    rows: dict[str, tuple[int, Source]] = {}
    try:
        for line, row in pack.rows_of(file, pack.SOURCE_COLUMNS, folder) if file.is_file() else ():
            try:
                source = pack.source_from(row, file, line)
            except BadTheatre as error:
                yield of_error(error, file.name, row["id"] or "row", "A teller needs an id, a name and a kind.", line)
                continue
            if source.id in rows:
                wrong = f"{source.id!r} stands in line {rows[source.id][0]} already"
                yield Fault(
                    file=file.name, line=line, field="id", wrong=wrong, mend="Give each teller an id.", stops=True
                )
            rows[source.id] = line, source
    except BadTheatre as error:
        yield of_error(error, file.name, "table", "Compare with docs/reference/theatre.md.")
        return
    under = {one.id for one in pack.sources_of(_bundled(settings))} if _bundled_name(settings) else set()
    for line, source in rows.values():
        if source.side and source.side not in actors:
            wrong = f"{source.id}: {source.side!r} is not a party's id{pack.closest(source.side, actors)}"
            yield Fault(
                file=file.name, line=line, field="side", wrong=wrong, mend="Name a party of actors.csv, or nobody."
            )
        for one in source.relays:
            if one not in rows and one not in under:
                wrong = f"{source.id}: {one!r} is not a teller's id{pack.closest(one, rows)}"
                yield Fault(
                    file=file.name, line=line, field="relays", wrong=wrong, mend="Add that teller, or take it out."
                )
        for one in source.covers:
            if places and one not in places:
                wrong = f"{source.id}: {one!r} is not a place id{pack.closest(one, places)}"
                yield Fault(file=file.name, line=line, field="covers", wrong=wrong, mend="Name an area of places.csv.")


def _bundled_name(settings: Mapping[str, Any]) -> str:
    return str(settings.get("parties") or settings.get("extends") or "")


def _bundled(settings: Mapping[str, Any]) -> pack.Folder:
    return pack.bundled(_bundled_name(settings))


def listed_elsewhere(settings: Mapping[str, Any]) -> tuple[Actor, ...]:
    """The parties of the bundled theatre that stands behind this one's; none when none is named."""
    try:
        return pack.actors_of(_bundled(settings)) if _bundled_name(settings) else ()
    except BadTheatre:
        return ()
