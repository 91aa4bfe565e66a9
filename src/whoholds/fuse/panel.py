"""Many places of one theatre side by side, day by day: what is learnt from, and where neighbours count.

A place alone is fused event by event (``beliefs``). Here every day of every place is visited, since what a place's
neighbours are believed to be bears on its own chance to change hands: the *front hazard*. Two sides or more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from whoholds.fuse.assertions import Assertion
from whoholds.fuse.parameters import ANCHOR, NEUTRAL, Parameters, Rate
from whoholds.fuse.poisson import doubt_of, press, truth_of
from whoholds.place import EARTH_KM, Point

Array = NDArray[np.float64]
Ints = NDArray[np.int64]

NEAREST = 6  # neighbours of a place
REACH_KM = 15.0  # a neighbour's weight falls to 1/e over this distance
GAP = 10  # days between two looks at a map over which it is taken to have shown the same
BLANK = -1  # what a screen shows on a day without data


@dataclass(frozen=True, slots=True)
class Around:
    """The nearest places of each place, and their weights, which sum to 1: both [places, neighbours]."""

    near: Ints
    weight: Array

    def mean(self, shares: Array) -> Array:
        """The neighbours' shares, averaged by weight [places, answers]."""
        return np.asarray((shares[self.near] * self.weight[..., None]).sum(1))


def around(points: Sequence[Point]) -> Around:
    """Each place's nearest neighbours; distances on a plane that touches the globe between the two places."""
    lat, lon = (np.radians([getattr(point, name) for point in points]) for name in ("lat", "lon"))
    east = (lon[:, None] - lon) * np.cos((lat[:, None] + lat) / 2)
    km = EARTH_KM * np.hypot(lat[:, None] - lat, east)
    np.fill_diagonal(km, np.inf)
    near = np.argsort(km, axis=1, kind="stable")[:, :NEAREST]
    near = near[:, : max(1, len(points) - 1)]
    far = np.take_along_axis(km, near, 1)
    weight = np.exp(-(far - far[:, :1]) / REACH_KM)
    return Around(near, weight / weight.sum(1, keepdims=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class Log:
    """What one map or table showed.

    shown  [places, days]: a side by its index, contested after them, ``BLANK`` on a day without data; of a layer
           that shows one side's claims only (``layer``: that side), 1 there, 0 absent.
    """

    source: str
    shown: NDArray[np.int8]
    layer: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """Places x days, and all that was said of them.

    sides   ids of the sides. first: ordinal of day 0. spot: place of each assertion (row).
    known   for each assertion, the day (from ``first``) on which it could be known.
    """

    sides: tuple[str, ...]
    first: int
    days: int
    places: int
    around: Around | None = None
    said: tuple[Assertion, ...] = ()
    spot: Ints = field(default_factory=lambda: np.zeros(0, np.int64))
    known: Ints = field(default_factory=lambda: np.zeros(0, np.int64))
    logs: tuple[Log, ...] = ()

    @property
    def states(self) -> int:
        """Number of states: each side stable, contested, each side fresh."""
        return 2 * len(self.sides) + 1

    def upto(self, day: int) -> Panel:
        """The panel as it was known on the evening of the day before: nothing later is in it."""
        some = np.flatnonzero(self.known < day)
        return Panel(
            sides=self.sides,
            first=self.first,
            days=day,
            places=self.places,
            around=self.around,
            said=tuple(self.said[i] for i in some),
            spot=self.spot[some],
            known=self.known[some],
            logs=tuple(Log(source=log.source, shown=log.shown[:, :day], layer=log.layer) for log in self.logs),
        )


class Spoken:
    """The assertions of a panel as arrays: which row of rates each uses, and which column in which state."""

    def __init__(self, panel: Panel, numbers: Parameters) -> None:
        n = len(panel.sides)
        self.rows = rows_for(panel, numbers)
        self._index = {(row.teller, row.column, row.relation, row.hedged): i for i, row in enumerate(self.rows)}
        index = {side: i for i, side in enumerate(panel.sides)}
        said = panel.said
        self.row = np.array([self._index[_key(one)] for one in said], np.int64)
        self.columns = np.array(
            [columns(one.column, index[one.side] if one.side else None, n) for one in said], np.int64
        ).reshape(len(said), 2 * n + 1)
        self.weight = np.array([one.weight for one in said])
        self.doubt = np.array([doubt_of(one, numbers, hedged=True) for one in said])
        self.day = np.array([one.day - panel.first for one in said], np.int64).clip(0, panel.days - 1)
        self.spot = panel.spot
        self.told = np.array([one.onset for one in said], bool)
        self.since = np.array([one.since - panel.first for one in said], np.int64).clip(0, panel.days - 1)
        self._numbers, self._sides = numbers, panel.sides
        self.start = press(numbers, panel.sides).start

    def terms(self, values: Array) -> tuple[Array, Array]:
        """(Log-likelihood on its day, the same on the day before a told change) of each assertion [claims, K].

        ``values``: the five rates of each row.
        """
        rates = values[self.row[:, None], self.columns]
        rates = np.where(self.told[:, None] & (self.columns == 0), rates * self._numbers.told_fresh, rates)
        doubt = self.doubt[:, None]
        own = np.log((1 - doubt) * rates + doubt * (rates @ self.start)[:, None])
        early = np.where(self.columns < 2, self._numbers.onset, 1.0)
        early = np.log((1 - doubt) * early + doubt * (early @ self.start)[:, None])
        early[~self.told | (self.since == 0)] = 0.0
        return own * self.weight[:, None], early * self.weight[:, None]


def columns(column: str, side: int | None, sides: int) -> list[int]:
    """Which of the five columns of a row of rates each state uses."""
    truth = truth_of(column, side, sides)
    return [*(1 if true else 3 for true in truth), 2, *(0 if true else 4 for true in truth)]


def _key(said: Assertion) -> tuple[str, str, str, bool]:
    column = "lose" if said.column == "fall" else said.column
    teller = ANCHOR if said.teller.kind == ANCHOR else said.teller.source or said.teller.key
    return (teller, column, said.relation, said.hedged)


def rows_for(panel: Panel, numbers: Parameters) -> list[Rate]:
    """A row for each source and kind of claim that occurs, set to the row of the narrowest class that fits."""
    ready = press(numbers, panel.sides)
    rows: dict[tuple[str, str, str, bool], Rate] = {}
    for one in panel.said:
        key = _key(one)
        if key in rows:
            continue
        values, hedged = ready.rate(one)
        if one.hedged and not hedged:
            scale = numbers.hedged_rate
            values = tuple(scale * value for value in values)  # type: ignore[assignment]
        rows[key] = Rate(
            teller=key[0], column=key[1], relation=key[2], values=values, hedged=one.hedged, side=one.teller.side
        )
    return [rows[key] for key in sorted(rows)]


def gather(
    pages: Mapping[str, Sequence[Assertion]],
    points: Mapping[str, Point],
    sides: tuple[str, ...],
    *,
    first: int,
    days: int,
    logs: tuple[Log, ...] = (),
) -> Panel:
    """A panel of these places, in their order: their assertions (echoes weighed) and what screens showed of them.

    Copies are left out. Assertions about other sides than these are left out too: learn each front by itself.
    """
    said: list[Assertion] = []
    spot: list[int] = []
    for row, place in enumerate(points):
        kept = [
            one for one in pages.get(place, ()) if one.weight > 0 and one.teller.kind != "map" and _about(one, sides)
        ]
        said += kept
        spot += [row] * len(kept)
    return Panel(
        sides=sides,
        first=first,
        days=days,
        places=len(points),
        around=around(list(points.values())) if len(points) > 1 else None,
        said=tuple(said),
        spot=np.array(spot, np.int64),
        known=np.array([one.claim.known.date().toordinal() - first for one in said], np.int64),
        logs=logs,
    )


def looks(
    pages: Mapping[str, Sequence[Assertion]], places: Sequence[str], sides: tuple[str, ...], *, first: int, days: int
) -> tuple[Log, ...]:
    """What maps showed, from their claims: each look, and the same until the next one that is at most ``GAP`` later."""
    shown: dict[str, NDArray[np.int8]] = {}
    index = {side: i for i, side in enumerate(sides)}
    for row, place in enumerate(places):
        mapped = [one for one in pages.get(place, ()) if one.teller.kind == "map" and _about(one, sides)]
        for one in sorted(mapped, key=lambda one: (one.day, one.published, one.claim.id)):
            if one.column in ("take", "hold", "contest") and 0 <= one.day - first < days:
                screen = shown.setdefault(one.teller.source, np.full((len(places), days), BLANK, np.int8))
                screen[row, one.day - first] = index[one.side] if one.side else len(sides)
    for screen in shown.values():
        day = np.where(screen != BLANK, np.arange(days), -days)
        last = np.maximum.accumulate(day, 1)
        following = np.minimum.accumulate(np.where(screen != BLANK, np.arange(days), 2 * days)[:, ::-1], 1)[:, ::-1]
        fill = (screen == BLANK) & (following - last <= GAP)
        screen[fill] = np.take_along_axis(screen, last.clip(0), 1)[fill]
    return tuple(Log(source=source, shown=screen) for source, screen in sorted(shown.items()))


def _about(one: Assertion, sides: tuple[str, ...]) -> bool:
    return (not one.side or one.side in sides) and (one.relation == NEUTRAL or one.teller.side in sides)
