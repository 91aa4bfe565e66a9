"""Where it happened: the names a claim is about, and no others, in a theatre that knows none of them."""

import tomllib
from pathlib import Path

import pytest

from whoholds.read import read_rows
from whoholds.run import predictions
from whoholds.theatre import load_theatre

CASES = tomllib.loads((Path(__file__).parent / "cases/en/places.toml").read_text(encoding="utf-8"))["case"]


@pytest.fixture(scope="module")
def told():
    """The places of every claim of each sentence, by its type. All in one go: one batch for the parser."""
    rows = ({"id": str(n), "text": case["text"], "published": "2031-03-12"} for n, case in enumerate(CASES))
    found = {}
    for row in predictions(read_rows(rows), theatre=load_theatre("arland")):
        found.setdefault(row["report"], []).append((row["type"], sorted(row["places"])))
    return found


@pytest.mark.parametrize("number", range(len(CASES)), ids=lambda n: CASES[n]["text"][:60])
def test_a_claim_is_of_the_places_it_names(number, told):
    case = CASES[number]
    assert (case["verb"], sorted(case["places"])) in told.get(str(number), [])


def test_a_lead_that_leaves_the_town_unnamed_is_no_second_claim():
    text = "Rebels have seized a town in the east, officials said. Rebels captured Mandara on Friday, residents said."
    rows = predictions(
        read_rows([{"id": "one", "text": text, "published": "2031-03-12"}]), theatre=load_theatre("arland")
    )
    assert [row["places"] for row in rows if row["type"] == "control_gained"] == [["Mandara"]]
