"""What is in a theatre, in figures: for whoever wants to know what its answers rest on."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from whoholds.place import AREAS
from whoholds.theatre import Theatre


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """Counts, not quality.

    kinds       places by kind; ``spellings``: all of them, in every script.
    unlocated   places known to exist without a point; ``peopled``: places whose population is known.
    outlines    areas and roads that have a shape.
    sides, parties, tellers  of its own and of the list that stands behind them; tellers by kind.
    sources     key of SOURCES.md → places that rest on it.
    """

    id: str
    title: str
    note: str
    zone: str
    first_day: str
    languages: tuple[str, ...]
    digest: str
    kinds: tuple[tuple[str, int], ...]
    spellings: int
    unlocated: int
    peopled: int
    outlines: int
    sides: tuple[str, ...]
    parties: int
    tellers: tuple[tuple[str, int], ...]
    sources: tuple[tuple[str, int], ...]

    def as_json(self) -> dict[str, Any]:
        """Plain values; counts as objects."""
        told: dict[str, Any] = {name: getattr(self, name) for name in self.__slots__}
        return told | {name: dict(told[name]) for name in ("kinds", "tellers", "sources")}


def overview(theatre: Theatre) -> Overview:
    """The figures of a theatre."""
    places = list(theatre.places())
    kinds = Counter(place.kind for place in places)
    return Overview(
        id=theatre.id,
        title=theatre.title,
        note=theatre.note,
        zone=theatre.zone,
        first_day=theatre.first_day.isoformat(),
        languages=theatre.languages,
        digest=theatre.digest,
        kinds=tuple(sorted(kinds.items(), key=lambda one: (one[0] not in AREAS, one[0]))),
        spellings=sum(len({place.name, *(one for _, one in place.names)}) for place in places),
        unlocated=sum(place.point is None and theatre.outline(place.id) is None for place in places),
        peopled=sum(place.population is not None for place in places),
        outlines=sum(theatre.outline(place.id) is not None for place in places),
        sides=tuple(side.title for side in theatre.sides),
        parties=len(theatre.actors),
        tellers=tuple(sorted(Counter(source.kind.value for source in theatre.sources).items())),
        sources=tuple(sorted(Counter(one for place in places for one in place.source.split("+") if one).items())),
    )
