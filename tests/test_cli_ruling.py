"""Rulings as a person types them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

ROW = {
    "text": "The Coastal League captured the town of Velin on Tuesday, a monitor in Korsk said.",
    "published": "2031-03-12T09:00:00Z",
    "outlet": "Harbour Post",
}
SIGNED = ("--by", "A. Desk", "--reason", "seen on film", "--ledger", "a.db")


@pytest.fixture
def desk(types):
    Path("reports.jsonl").write_text(json.dumps(ROW), encoding="utf-8")

    assert types("add", "reports.jsonl", "--theatre", "arland", "--ledger", "a.db")[2] == 0
    return types


def test_a_claim_is_reviewed_rejected_and_taken_back(desk):
    first = json.loads(desk("review", "--ledger", "a.db", "--json")[0].splitlines()[0])
    assert "captured the town of Velin" in desk("review", "--ledger", "a.db")[0]
    out, err, status = desk("rule", "reject", first["id"][:8], *SIGNED, "--json")
    assert (json.loads(out)["changed"], status) == (["velin"], 0)
    assert "rule undo" in err
    assert json.loads(desk("who", "velin", "--ledger", "a.db", "--json")[0])["state"] == "unknown"
    desk("rule", "undo", json.loads(out)["id"], *SIGNED)
    assert json.loads(desk("who", "Velin", "--ledger", "a.db", "--json")[0])["holders"] == ["coastal-league"]
    told = desk("rule", "list", "--ledger", "a.db")[0]
    assert "A. Desk: reject" in told
    assert told.startswith("[1 ")
    assert "2 rulings, the chain holds" in desk("audit", "verify", "--ledger", "a.db")[0]


def test_a_correction_is_typed_by_name(desk):
    first = json.loads(desk("review", "--ledger", "a.db", "--json")[0].splitlines()[0])
    desk("rule", "correct", first["id"], "--place", "Kessin", "--side", "Northern Army", *SIGNED)
    assert json.loads(desk("who", "Kessin", "--ledger", "a.db", "--json")[0])["holders"] == ["northern-army"]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("accept", "ffffffffff"), "no ids begin"),
        (("correct", "ffffffffff", "--place", "Velin"), "no ids begin"),
    ],
)
def test_what_cannot_be_ruled_is_one_line(desk, words, says):
    _, err, status = desk("rule", *words, *SIGNED)
    assert status == 2
    assert err.startswith("error: ")
    assert says in err
