"""The history of one place as a strip of days: colour says who, pattern says how sure it is that they did."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from html import escape
from urllib.parse import urlencode

from whoholds import ask
from whoholds.control import State, percent
from whoholds.export.visible import short
from whoholds.serve.drawing import COLOURS
from whoholds.serve.svg import hatched, name_of
from whoholds.when import DAY

WIDE, HIGH = 1000, 24  # units; the page stretches it to what room there is
LEAST = 2.0  # units: a stint of a day is seen too
FEWEST_DAYS = 14  # that a strip covers


def strip(
    stints: Sequence[ask.Stint], numbers: Mapping[str, int], on: date, *, first: date, last: date, known: str = ""
) -> str:
    """As SVG: each stint leads to its first day; "" when there is none. Days from ``first`` to ``last``, and ``on`` in it.

    numbers  of the side of each holder, which choose its colour. What is open at an end reaches the end of the strip.
    known    the moment of knowledge as asked, for the links.
    """
    if not stints:
        return ""
    told = [day for one in stints for day in (one.start, one.last_heard) if day]
    first, last = min([first, on, *told]), max([last, on, *told])
    if (last - first).days < FEWEST_DAYS:
        first = last - FEWEST_DAYS * DAY
    scale = WIDE / ((last - first).days + 1)
    pieces, grounds = [], dict[tuple[int, ...], str]()
    for one in stints:
        start = one.start or first
        end = min(one.end or last + DAY, last + DAY)
        left, right = (start - first).days * scale, (end - first).days * scale
        sides = tuple(numbers.get(holder, 0) for holder in one.holders)[:2] or (0,)
        if one.state is not State.HELD:
            grounds.setdefault(sides, hatched(sides))
        address = escape(f"?{urlencode({'on': start, **({'known': known} if known else {})})}")
        days = f"{one.start or 'before'} to {one.end - DAY if one.end else 'now'}"
        pieces.append(
            f'<a href="{address}" tabindex="-1"><title>{escape(short(f"{days}: {one.words}, {percent(one.probability)}"))}</title>'
            f'<rect class="{one.state.value} s{sides[0] % COLOURS}"{_ground(one.state, sides)} x="{left:.1f}" '
            f'width="{max(LEAST, right - left - 1):.1f}" height="{HIGH}"/></a>'
        )
    now = (on - first).days * scale
    return (
        f'<svg viewBox="0 -3 {WIDE} {HIGH + 6}" preserveAspectRatio="none" aria-hidden="true"><defs>{"".join(grounds.values())}</defs>'
        f'<rect class="empty" width="{WIDE}" height="{HIGH}"/>{"".join(pieces)}'
        f'<rect class="now" x="{now:.1f}" y="-3" width="{max(LEAST, scale):.1f}" height="{HIGH + 6}"/></svg>'
        f'<p class="ends"><span>{first}</span><span>{last}</span></p>'
    )


def _ground(state: State, sides: tuple[int, ...]) -> str:
    """What a piece is filled with, beside its class: lines of both colours where it is disputed or fought over."""
    return "" if state is State.HELD else f' fill="url(#{name_of(sides)})"'
