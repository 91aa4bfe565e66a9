"""What a mention of a place turned out to mean."""

from __future__ import annotations

from dataclasses import dataclass

from whoholds.claim import Candidate, PlaceMention, Unplaced
from whoholds.place import Point


@dataclass(frozen=True, slots=True, kw_only=True)
class Located:
    """What one mention means.

    place       id; "" when not located, and ``reason`` says why.
    candidates  best first, with the parts of their scores; rejected namesakes too.
    weights     the accepted place and its close rivals, adding up to 1; empty when not located.
    point, precision_m  of the place, or derived ("3 km south of"); the radius in metres within which it is right.
    code        1 point, 2 near one, 3 sub-district or area, 4 district, 5 governorate, 6 line, 7 country.
    share       how much of the place is meant: 1 unless part of it or near it.
    near        about the surroundings: no evidence of who holds the place itself.
    area_only   an area as a whole, which says little of the single places inside.
    within      id of the area it is known to lie in; "" when unknown.
    """

    mention: PlaceMention
    place: str = ""
    reason: Unplaced | None = None
    candidates: tuple[Candidate, ...] = ()
    weights: tuple[tuple[str, float], ...] = ()
    point: Point | None = None
    precision_m: int | None = None
    code: int = 0
    share: float = 1.0
    near: bool = False
    area_only: bool = False
    within: str = ""
