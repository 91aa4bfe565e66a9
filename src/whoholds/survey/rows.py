"""Row, Outline: what every reader gives. A row becomes a line of places.csv."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from math import cos, pi, radians, sqrt
from typing import Any

from whoholds.place import AREAS, SETTLEMENTS

# Radius in metres within which a point may stand for a place, where the source does not say.
PRECISION = {
    "country": 500_000, "admin1": 60_000, "admin2": 25_000, "admin3": 12_000, "admin4": 6_000, "city": 8000, "town": 4000,
    "village": 2000, "settlement": 2000, "neighbourhood": 1500, "facility": 3000, "crossing": 2000, "hill": 2000, "road": 5000,
    "area": 20_000,
}  # fmt: skip
CITY, TOWN = 100_000, 5_000  # persons
KM_PER_DEGREE = 111.195


@dataclass(slots=True, kw_only=True)
class Row:
    """A place while it is put together: readers fill it, joining adds names, nesting adds what it lies in.

    names    (language or "", spelling), the display name apart in ``name``.
    codes    the source's own codes of what it lies in: level 1 to 4 → code.
    pcode    the code others name it by, where it is an area.
    ids      scheme → value, of every source joined in.
    sources  keys of SOURCES.md.
    """

    id: str
    kind: str
    name: str
    names: list[tuple[str, str]] = field(default_factory=list)
    lat: float | None = None
    lon: float | None = None
    precision_m: int | None = None
    parent: str = ""
    codes: dict[int, str] = field(default_factory=dict)
    pcode: str = ""
    population: int | None = None
    ids: dict[str, str] = field(default_factory=dict)
    sources: list[str] = field(default_factory=list)
    note: str = ""

    @property
    def family(self) -> str:
        """Rows of one family may be the same place: settlements, or areas of one rank."""
        return "settlement" if self.kind in SETTLEMENTS else self.kind

    @property
    def level(self) -> int:
        """1 to 4 for admin areas, 0 for all else."""
        return int(self.kind[-1]) if self.kind in AREAS and self.kind[-1].isdigit() else 0

    def spellings(self) -> list[str]:
        """Every spelling once, the display name first."""
        return list(dict.fromkeys([self.name, *(spelling for _, spelling in self.names)]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """A GeoJSON geometry and the id of the row whose shape it is. ``layer``: the file it is written to."""

    id: str
    geometry: Mapping[str, Any]
    layer: str
    name: str = ""

    def of(self, ident: str) -> Outline:
        """The same shape under the id of the row it was joined to."""
        return self if ident == self.id else replace(self, id=ident)


def sized(people: int | None, least: str = "village") -> str:
    """city, town or village by population; ``least`` where it is not known."""
    if not people:
        return least
    return "city" if people >= CITY else "town" if people >= TOWN else "village"


def tidy(names: Iterable[tuple[str, str]], display: str) -> list[tuple[str, str]]:
    """Names once each, without marks that a cell of places.csv cannot hold, and without codes of airports."""
    kept: dict[str, tuple[str, str]] = {}
    for language, spelling in names:
        clean = " ".join(spelling.replace("|", " ").split())
        code = clean.isupper() and clean.isascii() and len(clean) <= 4 and clean != display
        if clean and not code and len(clean) > 1:
            kept.setdefault(clean, (language, clean))
    return list(kept.values())


def radius_m(square_km: float) -> int:
    """Radius of the circle of that area, in metres."""
    return max(500, int(1000 * sqrt(square_km / pi)))


def flat_km(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Distance on a flat map round the first point: good to 1 % over tens of kilometres."""
    north = (other_lat - lat) * KM_PER_DEGREE
    east = (other_lon - lon) * KM_PER_DEGREE * cos(radians(lat))
    return sqrt(north * north + east * east)
