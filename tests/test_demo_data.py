"""The demo's dispatches: readable, told apart, by outlets that its list knows, and answered for."""

from __future__ import annotations

import csv
import json
from datetime import date, datetime
from pathlib import Path

from whoholds.actor import SourceKind
from whoholds.control import State
from whoholds.when import instant

ROOT = Path(__file__).resolve().parents[1]
DEMO = ROOT / "src" / "whoholds" / "theatres" / "demo"
DISPATCHES = [json.loads(line) for line in (DEMO / "dispatches.jsonl").read_text(encoding="utf-8").splitlines()]
FIELDS = ["id", "text", "published", "outlet", "title", "url", "language", "received"]


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_a_dispatch_has_every_field_and_an_id_of_its_own():
    assert all(list(one) == FIELDS for one in DISPATCHES)
    assert len({one["id"] for one in DISPATCHES}) == len(DISPATCHES)


def test_no_dispatch_arrives_before_it_is_published():
    assert [one["id"] for one in DISPATCHES if instant(one["received"]) < instant(one["published"])] == []


def test_addresses_are_of_the_domain_kept_for_examples():
    assert all(".example/" in one["url"] for one in DISPATCHES)


def test_every_outlet_is_listed_and_speaks():
    listed = {row["name"]: row for row in table(DEMO / "sources.csv")}
    assert listed.keys() == {one["outlet"] for one in DISPATCHES}
    assert {row["kind"] for row in listed.values()} <= set(SourceKind)


def test_every_expected_answer_can_be_asked_for():
    for row in table(ROOT / "tests" / "demo_expectations.csv"):
        assert date.fromisoformat(row["day"])
        assert not row["known"] or datetime.fromisoformat(row["known"]).tzinfo
        assert set(row["state"].split("|")) <= {*State, "unlinked"}
