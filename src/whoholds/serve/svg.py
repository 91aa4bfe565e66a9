"""The drawn map as SVG: for a page of the room, coloured by its style sheet; or on its own, colours and legend in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from html import escape
from importlib.resources import files
from typing import Any, Protocol
from urllib.parse import quote

from whoholds.export.visible import short
from whoholds.serve.drawing import COLOURS, LARGE, outline_of

LAYERS = ("land", "admin2", "admin1", "road")
LOOKS = {  # the same as room.css gives the classes, for a picture without a style sheet; "side" is a side's colour
    "sea": {"fill": "sea"},
    "land": {"fill": "land", "stroke": "border", "stroke-width": "1"},
    "admin1": {"fill": "none", "stroke": "border", "stroke-width": ".8"},
    "admin2": {"fill": "none", "stroke": "faint", "stroke-width": ".6"},
    "road": {"fill": "none", "stroke": "road", "stroke-width": "1.6"},
    "solid": {"fill": "side", "stroke": "land", "stroke-width": ".8"},
    "ring": {"fill": "land", "stroke": "side", "stroke-width": "2", "stroke-dasharray": "2.6 1.6"},
    "dot": {"fill": "side"},
    "stripe": {"fill": "none", "stroke": "side", "stroke-width": "2.2"},
    "cell": {"fill": "side", "fill-opacity": ".3"},
    "hatch": {"fill": "none", "stroke": "side", "stroke-width": "1.6"},
    "edge": {"fill": "none", "stroke": "side", "stroke-width": "1", "stroke-dasharray": "1.5 2.5"},
    "faded": {"fill": "land", "fill-opacity": ".6", "stroke": "side", "stroke-width": "1.5"},
}
LEGEND = (
    ("contested", "fought over on the ground"),
    ("disputed", "sources disagree"),
    ("stale", "last known, not confirmed lately"),
)
LINE, WORDS = 30, 22  # units: height of a line of the legend; where its words begin beside a mark
ACROSS = 3  # entries of the legend beside each other
Drawing = Mapping[str, Any]


class Look(Protocol):
    """The attributes of a shape: how it looks, and the side whose colour it has."""

    def __call__(self, look: str, side: int | None = None) -> str:
        """Attributes as SVG has them, with a blank before each."""
        ...


def figure(drawing: Drawing, link: str = "") -> str:
    """For a page: each mark leads to its place; ``link`` is the query that stays."""
    count = len(drawing["marks"])
    head = (
        f'<svg class="drawing" viewBox="0 0 {drawing["width"]} {drawing["height"]}" role="group" aria-label="Map: {count} '
        'places of which something is known. The same as a list stands below.">'
    )
    return f"{head}{''.join(_ground(drawing, _classed))}{''.join(_linked(one, link, drawing['size']) for one in drawing['marks'])}</svg>"


def picture(drawing: Drawing, sides: Sequence[Mapping[str, Any]], caption: str) -> str:
    """On its own: nothing but this text is needed to see it. sides: name and number, for the legend."""
    used = {n for one in drawing["marks"] for n in one["sides"]}
    entries = [(_mark("held", [one["n"]], LARGE, _painted), one["name"]) for one in sides if one["n"] in used]
    found = {one["state"] for one in drawing["marks"]}
    if drawing["areas"]:
        entries += [
            (
                f'<path d="M-9 -6H9V6H-9z" fill="url(#{name_of(_pattern(drawing["areas"][0]) or (0,))})"/>',
                "areas: interpolated",
            )
        ]
    entries += [(_mark(state, [0, 1], LARGE, _painted), words) for state, words in LEGEND if state in found]
    high = drawing["height"] + LINE * (-(-len(entries) // ACROSS)) + LINE
    width = drawing["width"]
    inner = f'<svg width="{width}" height="{drawing["height"]}" viewBox="0 0 {width} {drawing["height"]}">{"".join(_ground(drawing, _painted))}'
    marks = "".join(
        f'<g transform="translate({one["x"]} {one["y"]})" opacity="{one["opacity"]}"><title>{_title(one)}</title>'
        f"{_mark(one['state'], one['sides'], drawing['size'], _painted)}</g>"
        for one in drawing["marks"]
    )
    legend = "".join(
        f'<g transform="translate({14 + n % ACROSS * width / ACROSS:g} {drawing["height"] + LINE * (n // ACROSS + 0.8):g})">{mark}'
        f'<text x="{WORDS}" y="5">{escape(short(words)[:60])}</text></g>'
        for n, (mark, words) in enumerate(entries)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {high:g}" role="img" aria-label="{escape(caption)}" '
        f'font-family="system-ui, Noto Sans, Arial, sans-serif" font-size="14" fill="{ink()["ink"]}">{inner}{marks}</svg>{legend}'
        f'<text x="5" y="{high - 8:g}" font-size="13" fill="{ink()["soft"]}">{escape(caption)}</text></svg>'
    )


@cache
def ink() -> dict[str, str]:
    """The colours of room.css by day, by name."""
    sheet = (files("whoholds") / "serve" / "static" / "room.css").read_text("utf-8")
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6})", sheet.partition("@media")[0]))


# ── looks ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def _classed(look: str, side: int | None = None) -> str:
    """Attributes of a shape on a page: classes."""
    names = [look] if look not in {"solid", "dot"} else []
    return f' class="{" ".join([*names, *([] if side is None else [f"s{side % COLOURS}"])])}"'


def _painted(look: str, side: int | None = None) -> str:
    """Attributes of a shape in a picture of its own: colours."""
    colours = {**ink(), "none": "none", "side": ink()[f"s{(side or 0) % COLOURS}"]}
    return "".join(f' {name}="{colours.get(value, value)}"' for name, value in LOOKS[look].items())


def _ground(drawing: Drawing, look: Look) -> Iterator[str]:
    """Sea, land and outlines."""
    yield f'<rect width="{drawing["width"]}" height="{drawing["height"]}"{look("sea")}/>'
    for layer in LAYERS:
        if drawing["lines"].get(layer):
            yield f'<path d="{drawing["lines"][layer]}"{look(layer)}/>'
        if layer == "land":
            yield from _areas(drawing["areas"], look)


# ── areas ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def _areas(areas: Sequence[Mapping[str, Any]], look: Look) -> Iterator[str]:
    """Whole where the answer is sure and alone, hatched where it is not, striped where it is fought over."""
    used = sorted({_pattern(one) for one in areas} - {()})
    if used:
        yield f"<defs>{''.join(_hatching(one, look) for one in used)}</defs>"
    for one in areas:
        pattern = _pattern(one)
        paint = f' fill="url(#{name_of(pattern)})"' if pattern else look("cell", _first(one))
        yield f'<path d="{one["path"]}"{paint} opacity="{one["opacity"]}"/>'
        if one["look"] == "dotted":
            yield f'<path d="{one["path"]}"{look("edge", _first(one))} opacity="{one["opacity"]}"/>'


def _first(one: Mapping[str, Any]) -> int:
    return one["sides"][0] if one["sides"] else 0


def _pattern(one: Mapping[str, Any]) -> tuple[int, ...]:
    """Sides whose colours the ground is hatched with; none when it is whole."""
    if one["look"] == "solid":
        return ()
    return tuple(one["sides"][:2]) if one["look"] == "stripes" and len(one["sides"]) > 1 else (_first(one),)


def name_of(pattern: Sequence[int]) -> str:
    """The id of a hatching in these sides' colours."""
    return f"h{'-'.join(map(str, pattern))}"


def hatched(pattern: Sequence[int]) -> str:
    """A hatching in these sides' colours, for a page."""
    return _hatching(pattern, _classed)


def _hatching(pattern: Sequence[int], look: Look) -> str:
    """Lines from the lower left to the upper right, a colour after the other."""
    step = 5
    lines = "".join(
        f'<path d="M0 {step * n + step / 2:g}H{step}"{look("hatch", side)}/>' for n, side in enumerate(pattern)
    )
    return (
        f'<pattern id="{name_of(pattern)}" width="{step}" height="{step * len(pattern)}" patternUnits="userSpaceOnUse" '
        f'patternTransform="rotate(-45)">{lines}</pattern>'
    )


# ── marks ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def _linked(one: Mapping[str, Any], link: str, size: float) -> str:
    place = escape(quote(one["place"], safe=""))
    return (
        f'<a href="/place/{place}{escape(link)}" class="mark {one["state"]}" transform="translate({one["x"]} {one["y"]})" '
        f'opacity="{one["opacity"]}" data-place="{escape(one["place"])}" tabindex="-1"><title>{_title(one)}</title>'
        f"{_mark(one['state'], one['sides'], size, _classed)}</a>"
    )


def _title(one: Mapping[str, Any]) -> str:
    holders = f", {short(' and '.join(one['holders']))}" if one["holders"] else ""
    return escape(f"{short(one['name'])}: {one['state']}{holders}")


def _mark(state: str, sides: Sequence[int], size: float, look: Look) -> str:
    """Colour and shape say the side, pattern the state."""
    n = sides[0] if sides else 0
    m = sides[1] if len(sides) > 1 else n
    shape = outline_of(n, size)
    if state == "contested":
        stripes = "M-5 1.5 L1.5 -5 M-3 5.5 L5.5 -3"
        return f'<path d="{shape}"{look("solid", n)}/><path d="{stripes}"{look("stripe", m)}/>'
    if state == "disputed":
        return f'<path d="{shape}"{look("ring", n)}/><circle r="{size * 0.45:g}"{look("dot", m)}/>'
    return f'<path d="{shape}"{look("faded" if state == "stale" else "solid", n)}/>'
