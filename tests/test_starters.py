"""Each starter theatre reads a report about its own towns: located, tied to a party, and answered. Slow: it parses."""

from __future__ import annotations

import json
import tomllib
from datetime import timedelta
from pathlib import Path

import pytest

from whoholds import ask
from whoholds.keep import open_ledger
from whoholds.read import read
from whoholds.run import run
from whoholds.theatre import load_theatre

pytestmark = pytest.mark.slow
CASES = tomllib.loads((Path(__file__).with_name("starters") / "cases.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", sorted(CASES))
def test_a_report_about_its_towns_is_read_located_and_asked_slow(name, tmp_path):
    case = CASES[name]
    theatre = load_theatre(name)
    row = {"id": "r", "text": case["text"], "outlet": case["outlet"], "published": case["day"].isoformat()}
    (tmp_path / "r.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    with open_ledger(str(tmp_path / "r.db"), write=True, theatre=theatre.id, found_at=name) as ledger:
        run(read([str(tmp_path / "r.jsonl")]), theatre=theatre, ledger=ledger)
        named = {claim.place_text: theatre.place(claim.place).name for claim in ledger.claims()}
        answers = {
            place: ask.who(ledger, theatre, place, on=case["day"] + timedelta(days=1), known=None)
            for place in case["held"]
        }
    assert theatre.source(case["outlet"]) is not None
    assert {place: list(answer.holders) for place, answer in answers.items()} == {
        place: [party] for place, party in case["held"].items()
    }, named
    assert {words: named.get(words) for words in case["located"]} == case["located"]
