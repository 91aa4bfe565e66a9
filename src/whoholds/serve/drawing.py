"""The map without a script: shapes for an SVG, drawn here from the same values as the live map.

Points first. Colour and shape say the side, pattern the state, opacity how lately it was confirmed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import cos, exp, radians
from typing import Any

from whoholds.place import Box
from whoholds.serve.areas import Ground, look
from whoholds.serve.basemap import lines_of

WIDE = 1000.0  # units of the drawing from west to east
FADES = 6.0  # nats of recent evidence at which a mark is as good as opaque
FAINTEST = 0.35
SHAPES = ("circle", "square", "diamond", "triangle", "hexagon")
COLOURS = 9  # room.css has as many, for light and for dark
SMALL, LARGE = 4.5, 7.0


def drawn(
    cells: Sequence[Sequence[Any]],
    places: Mapping[str, Sequence[Any]],
    actors: Mapping[str, Mapping[str, str]],
    sides: Mapping[str, int],
    *,
    base: Mapping[str, Any],
    box: Box | None,
    grounds: Mapping[str, Ground] | None = None,
) -> dict[str, Any]:
    """Width, height, lines of the basemap by layer, and a mark for each place that has a point.

    grounds  with them, areas too: how each is drawn, and its outline as a path.
    """
    frame = _frame(box, [places[one[0]] for one in cells if one[0] in places])
    plot = _Plot(frame)
    lines: dict[str, list[str]] = {}
    for layer, rings in lines_of(base["features"]):
        lines.setdefault(layer, []).extend(filter(None, (plot.line(ring, closed=layer != "road") for ring in rings)))
    size = LARGE if len(cells) < 400 else SMALL
    marks = []
    sides_of = {one[0]: [sides.get(actors.get(actor, {}).get("side", ""), 0) for actor in one[2]] for one in cells}
    for place, state, holders, probability, recent, _, heard in cells:
        if place not in places:
            continue
        x, y = plot.at(places[place][2], places[place][3])
        kinds = sides_of[place]
        marks.append(
            {
                "place": place,
                "name": places[place][1],
                "x": x,
                "y": y,
                "state": state,
                "sides": kinds,
                "opacity": opacity(recent),
                "holders": [actors[one]["name"] for one in holders if one in actors],
                "probability": probability,
                "last_heard": heard,
            }
        )
    return {
        "width": WIDE,
        "height": plot.high,
        "size": size,
        "lines": {k: " ".join(v) for k, v in lines.items()},
        "marks": marks,
        "areas": [] if grounds is None else list(_areas(cells, sides_of, grounds, plot)),
    }


def _areas(
    cells: Sequence[Sequence[Any]], sides_of: Mapping[str, list[int]], grounds: Mapping[str, Ground], plot: _Plot
) -> Iterator[dict[str, Any]]:
    """The ground of each place of which something is known on the day."""
    for place, state, _, probability, recent, _, _ in cells:
        if place in grounds:
            ground = grounds[place]
            near = [sides_of[one] for one in ground.near if one in sides_of]
            path = "".join(plot.line(ring, closed=True, finest=0.3) for part in ground.polygons for ring in part)
            if path:
                yield {
                    "place": place,
                    "path": path,
                    "look": look(state, probability, sides_of[place], near),
                    "sides": sides_of[place],
                    "opacity": opacity(recent),
                }


def opacity(recent: float) -> float:
    """From ``FAINTEST`` to 1 by the evidence that has not faded, in nats."""
    return round(FAINTEST + (1 - FAINTEST) * (1 - exp(-max(0.0, recent) / FADES)), 2)


def outline_of(side: int, size: float) -> str:
    """The outline of a side's mark round the origin, as an SVG path."""
    kind = SHAPES[side % len(SHAPES)]
    if kind == "circle":
        return f"M{-size:g} 0a{size:g} {size:g} 0 1 0 {2 * size:g} 0a{size:g} {size:g} 0 1 0 {-2 * size:g} 0z"
    corners = {
        "square": ((-0.88, -0.88), (0.88, -0.88), (0.88, 0.88), (-0.88, 0.88)),
        "diamond": ((0, -1.2), (1.2, 0), (0, 1.2), (-1.2, 0)),
        "triangle": ((0, -1.2), (1.14, 0.8), (-1.14, 0.8)),
        "hexagon": ((-1.05, 0), (-0.52, -0.9), (0.52, -0.9), (1.05, 0), (0.52, 0.9), (-0.52, 0.9)),
    }[kind]
    return f"M{'L'.join(f'{x * size:g} {y * size:g}' for x, y in corners)}z"


class _Plot:
    """Longitude and latitude to units of the drawing: plain cylinders, true to scale at the middle latitude."""

    def __init__(self, frame: Box) -> None:
        self._frame = frame
        self._x = WIDE / max(1e-6, frame.east - frame.west)
        self._y = self._x / max(0.1, cos(radians((frame.south + frame.north) / 2)))
        self.high = round((frame.north - frame.south) * self._y, 1)

    def at(self, lon: float, lat: float) -> tuple[float, float]:
        return round((lon - self._frame.west) * self._x, 1), round((self._frame.north - lat) * self._y, 1)

    def line(self, ring: Sequence[Sequence[float]], *, closed: bool, finest: float = 1.0) -> str:
        """The ring as a path; "" when it lies outside. Points nearer than ``finest`` units to the last are left out."""
        kept: list[tuple[float, float]] = []
        for lon, lat in ring:
            x, y = self.at(lon, lat)
            x, y = min(max(x, -WIDE), 2 * WIDE), min(max(y, -self.high), 2 * self.high)
            if not kept or abs(x - kept[-1][0]) + abs(y - kept[-1][1]) >= finest:
                kept.append((x, y))
        if len(kept) < 2 or not any(-50 <= x <= WIDE + 50 and -50 <= y <= self.high + 50 for x, y in kept):
            return ""
        return f"M{'L'.join(f'{x:g} {y:g}' for x, y in kept)}{'z' if closed else ''}"


def _frame(box: Box | None, rows: Sequence[Sequence[Any]]) -> Box:
    """What is drawn: the theatre's box, else round the places, with a margin."""
    if box is not None:
        return box
    if not rows:
        return Box(south=-60, west=-180, north=78, east=180)
    lons, lats = [one[2] for one in rows], [one[3] for one in rows]
    pad = max(0.5, (max(lons) - min(lons)) * 0.08, (max(lats) - min(lats)) * 0.08)
    return Box(south=min(lats) - pad, west=min(lons) - pad, north=max(lats) + pad, east=max(lons) + pad)
