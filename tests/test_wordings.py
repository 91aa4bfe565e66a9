"""Wordings of many wars: what a sentence of conflict English claims, and sentences of peace that claim nothing."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from make import a_report
from whoholds.find.engine import find as read
from whoholds.theatre import load_theatre
from whoholds.verb import TERRITORIAL

CASES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "cases/en/wordings.toml").read_text(encoding="utf-8")
)["case"]
FIGHT = {*TERRITORIAL, "attack", "strike", "agreement"}
MORE = 1  # places a finding may name beyond those asked for: the area around them


@pytest.fixture(scope="module")
def read_aright() -> dict[str, bool]:
    """Text → whether it was read as its case says. One pass: the parser is fast in batches only."""
    reports = [a_report(case["text"], ref=str(index)) for index, case in enumerate(CASES)]
    return {
        case["text"]: _right(case, [one for one in found if one.verb in FIGHT])
        for case, (_, found) in zip(CASES, read(reports, load_theatre("arland")), strict=True)
    }


def _right(case: dict[str, Any], found: list[Any]) -> bool:
    if not case["verb"]:
        return not found
    return any(
        one.verb == case["verb"]
        and str(one.status) == case["status"]
        and case["actor"] in (one.actor.text if one.actor else "")
        and set(case["places"]) <= {place.text for place in one.places}
        and len(one.places) <= len(case["places"]) + MORE
        for one in found
    )


@pytest.mark.parametrize("case", [one for one in CASES if "gap" not in one], ids=lambda case: case["text"][:60])
def test_a_wording_is_read(case, read_aright):
    assert read_aright[case["text"]]


@pytest.mark.parametrize("case", [one for one in CASES if "gap" in one], ids=lambda case: case["text"][:60])
def test_a_known_gap_is_still_one(case, read_aright):
    assert not read_aright[case["text"]], f"read aright now, take the note away: {case['gap']}"


def test_gaps_are_few():
    assert sum("gap" in one for one in CASES) <= 15
