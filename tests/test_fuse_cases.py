"""Claims in, controls out: what a careful reader of the reports would conclude."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import pytest

from fuse_world import World, day_of, heard_all
from whoholds.fuse import fuse

FOLDER = Path(__file__).parent / "fuse"
CASES = sorted(FOLDER.glob("*.toml"))


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_claims_in_controls_out(path):
    case = tomllib.loads(path.read_text(encoding="utf-8"))
    claims, imprints = heard_all(case["claim"])
    known = max(claim.known for claim in claims)
    got = fuse("velin", claims, imprints, theatre=World(), known=known)
    number = {claim.id: i for i, claim in enumerate(claims)}
    wanted = case.get("control", [])
    shown = [(one.valid.start, one.valid.end, sorted(one.holders), one.belief) for one in got]
    assert [(one.valid.start, one.valid.end, one.holders) for one in got] == [
        (day_of(row["start"]), _day(row.get("end")), frozenset(row["holders"])) for row in wanted
    ], shown
    for one, row in zip(got, wanted, strict=True):
        assert row["belief"][0] <= one.belief <= row["belief"][1], shown
        assert one.belief == one.shares[0][1]
        assert sum(share for _, share in one.shares) <= 1 + 1e-5
        assert row.get("leads", one.shares[0][0]) == one.shares[0][0], one.shares
        assert row.get("voices", one.voices) == one.voices
        assert day_of(row["last_heard"]) == one.last_heard if "last_heard" in row else True
        assert row.get("because") in (None, [number[claim] for claim in one.because])
        assert row.get("against") in (None, [number[claim] for claim in one.against])


def _day(number: int | None) -> date | None:
    return None if number is None else day_of(number)


def test_every_case_has_its_line_in_the_readme():
    text = (FOLDER / "README.md").read_text(encoding="utf-8")
    for path in CASES:
        why = tomllib.loads(path.read_text(encoding="utf-8"))["why"]
        assert f"| {path.stem} | {why} |" in text
    assert text.count("\n| ") == len(CASES) + 2  # heading and rule
