"""What a map or a table showed: rows by name, or outlines on the ground, as they stood on a day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

FINDER = "display"  # the engine's name in claims that come from a display: fusing reads them as looks at a screen
CONTESTED_WORDS = frozenset({"contested", "fought over", "both"})  # what a display may write instead of a holder
BETWEEN = "|"  # between the holders of a place that a display shows as fought over


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One row of a table, or one outline of a map.

    place    name or id; "" for an outline, which speaks of every place inside it.
    outline  GeoJSON geometry, None for a row.
    holder   name or id of the party; several between bars, or "contested": fighting inside.
    day      the day it shows. origin: the file and line, for whoever must look it up.
    """

    origin: str
    holder: str
    day: date
    place: str = ""
    outline: Mapping[str, Any] | None = None
