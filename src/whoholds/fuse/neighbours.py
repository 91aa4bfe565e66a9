"""The field for a place of a record: a light pull towards what is believed of the places around it.

Each neighbour is weighed by its own claims alone; its shares, by the stretches of its history, multiply the likelihood of
each state of the place by a small power a day. Off unless the numbers in force say so: it is the main defence against
invented gains, and it can hide a true salient. A place of which nothing is said stays unknown whatever lies around it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from whoholds.fuse.beliefs import Beliefs, beliefs
from whoholds.fuse.beside import Beside, Evidence, Locates
from whoholds.fuse.panel import NEAREST, REACH_KM
from whoholds.fuse.parameters import Parameters
from whoholds.fuse.timeline import periods
from whoholds.place import EARTH_KM


class Neighbourhood:
    """Who lies next to whom, and what is believed of each alone: worked out once for each that is asked about.

    places    ids of those of which something is said; those without a point are nobody's neighbours.
    evidence  the claims about one of them, and their imprints.
    """

    def __init__(self, places: Iterable[str], evidence: Evidence, theatre: Locates, numbers: Parameters) -> None:
        points = {place: point for place in places if (point := theatre.point_of(place)) is not None}
        self._places = sorted(points)
        self._at = {place: i for i, place in enumerate(self._places)}
        self._lat = np.radians([points[place].lat for place in self._places])
        self._lon = np.radians([points[place].lon for place in self._places])
        self._evidence, self._theatre, self._numbers = evidence, theatre, numbers
        self._alone: dict[str, Beside | None] = {}

    def near(self, place: str) -> tuple[tuple[str, float], ...]:
        """The nearest places and their weights, which sum to 1; none of a place that is not located, or is by itself."""
        own = self._at.get(place)
        if own is None or len(self._places) < 2:
            return ()
        east = (self._lon - self._lon[own]) * np.cos((self._lat + self._lat[own]) / 2)
        km = EARTH_KM * np.hypot(self._lat - self._lat[own], east)
        km[own] = np.inf
        order = np.argsort(km, kind="stable")[: min(NEAREST, len(self._places) - 1)]
        weight = np.exp(-(km[order] - km[order[0]]) / REACH_KM)
        weight /= weight.sum()
        return tuple((self._places[i], float(w)) for i, w in zip(order, weight, strict=True))

    def touched(self, stale: Sequence[str]) -> set[str]:
        """The places whose answer may change when these did: they themselves, and those beside them."""
        if any(place not in self._at and self._theatre.point_of(place) is not None for place in stale):
            return {*self._places, *stale}  # nothing is said of it any more: others have new neighbours
        changed = set(stale)
        return changed | {p for p in self._places if any(other in changed for other, _ in self.near(p))}

    def beside(self, place: str) -> tuple[Beside, ...]:
        """What is believed of the places around this one, as ``fuse`` takes it."""
        found = ((self._of(other), weight) for other, weight in self.near(place))
        return tuple(replace(one, weight=weight) for one, weight in found if one is not None)

    def _of(self, place: str) -> Beside | None:
        if place not in self._alone:
            claims, imprints = self._evidence(place)
            known = beliefs(place, claims, imprints, self._theatre, self._numbers) if claims else None
            self._alone[place] = None if known is None else _summed_up(known)
        return self._alone[place]


def _summed_up(known: Beliefs) -> Beside:
    stretches = periods(known)
    return Beside(
        weight=1.0,
        sides=known.sides,
        starts=tuple(known.begins + one.start for one in stretches),
        shares=tuple(tuple(float(share) for share in one.mean) for one in stretches),
    )
