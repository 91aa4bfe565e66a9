"""The colours of sides are told apart by eyes that see colours differently, by day and by night; and texts can be read."""

from __future__ import annotations

import re
from importlib.resources import files
from itertools import combinations

import pytest

from whoholds.serve.drawing import COLOURS, SHAPES

CSS = (files("whoholds") / "serve" / "static" / "room.css").read_text("utf-8")
# Machado, Oliveira and Fernandes 2009, full severity, on linear RGB
EYES = {
    "usual": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}
APART = 9.0  # CIE76: 2.3 is just noticeable side by side
APART_ALONE = 18.0  # where the shape is the same, so that colour alone must do


def colours(scheme):
    """The variables of one scheme: those of the dark one stand after those of the light."""
    block = CSS.split("prefers-color-scheme: dark")[1 if scheme == "dark" else 0]
    return {
        name: tuple(int(code[i : i + 2], 16) / 255 for i in (0, 2, 4))
        for name, code in re.findall(r"--([\w-]+): #([0-9a-f]{6})", block)
    }


def linear(rgb):
    return [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in rgb]


def lab(rgb, eyes):
    seen = linear(rgb)
    r, g, b = (min(1.0, max(0.0, sum(k * v for k, v in zip(row, seen, strict=True)))) for row in EYES[eyes])
    x, y, z = (
        0.4124 * r + 0.3576 * g + 0.1805 * b,
        0.2126 * r + 0.7152 * g + 0.0722 * b,
        0.0193 * r + 0.1192 * g + 0.9505 * b,
    )
    fx, fy, fz = (one ** (1 / 3) if one > 0.008856 else 7.787 * one + 16 / 116 for one in (x / 0.9505, y, z / 1.089))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def luminance(rgb):
    r, g, b = linear(rgb)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("eyes", EYES)
def test_two_sides_never_look_alike(scheme, eyes):
    found = colours(scheme)
    close = []
    for one, other in combinations(range(COLOURS), 2):
        a, b = lab(found[f"s{one}"], eyes), lab(found[f"s{other}"], eyes)
        apart = sum((p - q) ** 2 for p, q in zip(a, b, strict=True)) ** 0.5
        least = APART_ALONE if one % len(SHAPES) == other % len(SHAPES) else APART
        if apart < least:
            close.append(f"s{one} and s{other}: {apart:.1f}")
    assert close == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_marks_and_words_stand_out(scheme):
    found = colours(scheme)
    assert [n for n in range(COLOURS) if contrast(found[f"s{n}"], found["land"]) < 2.3] == []
    for ink in ("ink", "soft", "accent", "bad"):
        for paper in ("paper", "sheet"):
            assert contrast(found[ink], found[paper]) >= 4.5, (ink, paper)
