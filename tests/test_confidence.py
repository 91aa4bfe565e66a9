"""How sure a finding is: from tests of its parts, never from its words; and what is too unlikely is left out."""

import math
import tomllib
from dataclasses import replace
from importlib.resources import files

import pytest

from make import a_finding, a_report
from whoholds.claim import Form, Relation, Status, Via
from whoholds.find import confidence
from whoholds.find.confidence import Weights, confidence_of, read_weights, signals_of, weighed, weights, with_signals
from whoholds.theatre import load_theatre
from whoholds.verb import VERBS

REPORT = a_report()


@pytest.fixture(scope="module")
def arland():
    return load_theatre("arland")


def test_the_table_is_read_as_it_stands():
    table = read_weights(
        'base = 0.0\n[floors]\nterritorial = 0.3\ntoll = 0.2\nforce = 0.4\n[weights]\n"form:clause" = 1.5\n'
    )
    assert table.probability(()) == 0.5
    assert table.probability(("form:clause", "no such test")) == round(1 / (1 + math.exp(-1.5)), 3)
    assert [table.floor(a_finding(verb=verb)) for verb in ("control_held", "casualties", "strike")] == [0.3, 0.2, 0.4]


def test_another_table_is_another_finder(arland):
    found = [a_finding(REPORT)]
    names = set()
    for base in (3.0, 4.0):
        text = f"base = {base}\n[floors]\nterritorial = 0.0\ntoll = 0.0\nforce = 0.0\n[weights]\n"
        names |= {one.finder for one in _weighed(found, read_weights(text), arland)}
    assert len(names) == 2
    assert all(name.startswith("frames@test+") for name in names)


def _weighed(found, table, theatre):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(confidence, "weights", lambda: table)
        return list(weighed(found, REPORT, theatre))


def test_what_is_below_the_floor_of_its_class_is_left_out_and_the_rest_keeps_its_order(arland):
    table = Weights(base=0.0, weights={"verb:strike": -3.0}, floors={"territorial": 0.3, "force": 0.3}, digest="x")
    found = [replace(a_finding(REPORT, verb=verb), id=verb) for verb in ("strike", "control_held", "attack")]
    assert [one.id for one in _weighed(found, table, arland)] == ["control_held", "attack"]


def test_a_denial_is_passed_on_however_unlikely(arland):
    table = Weights(base=-5.0, weights={}, floors={"territorial": 0.3}, digest="x")
    found = [a_finding(REPORT), a_finding(REPORT, status=Status.DENIED)]
    assert [one.status for one in _weighed(found, table, arland)] == [Status.DENIED]


def test_the_shipped_table_is_small_bounded_and_says_where_it_comes_from():
    text = files("whoholds.find").joinpath("confidence.toml").read_text(encoding="utf-8")
    table = tomllib.loads(text)
    assert "fit_confidence.py" in text
    assert all(abs(weight) < 4 for weight in table["weights"].values())
    assert set(table["floors"]) == {"territorial", "toll", "force"}
    assert all(0 <= floor < 0.6 for floor in table["floors"].values())
    assert all(0 < confidence_of(signals_of(a_finding(verb=verb))) < 1 for verb in VERBS)


def test_names_of_places_and_parties_do_not_matter(arland):
    """The same sentence with the two sides exchanged is as sure, test by test."""
    there = a_report("The Coastal League took Velin on Tuesday, witnesses said.")
    here = a_report("The Northern Army took Korsk on Tuesday, witnesses said.")
    signals = [
        next(with_signals([a_finding(report, actor=actor, places=(place,))], report, arland)).signals
        for report, actor, place in ((there, "The Coastal League", "Velin"), (here, "The Northern Army", "Korsk"))
    ]
    assert signals[0] == signals[1]


def test_no_test_is_named_after_words_of_a_text():
    families = {name.partition(":")[0] for name in weights().weights}
    known = {"verb", "frame", "form", "status", "note", "time", "actor", "target", "place", "relation", "extent", "count",
             "speaker", "scene", "unreal", "sentence", "quote", "text", "again"}  # fmt: skip
    assert families <= known


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"form": Form.NOMINAL}, "form:nominal"),
        ({"actor": None}, "actor:none:territorial"),
        ({"places": ()}, "place:none:territorial"),
        ({"places": tuple(replace(p, via=Via.INFERRED) for p in a_finding().places)}, "place:inferred:territorial"),
        (
            {"places": tuple(replace(p, relation=Relation.NEAR) for p in a_finding().places)},
            "relation:away:control_gained",
        ),
        ({"places": tuple(replace(p, text="velin") for p in a_finding().places)}, "place:lower-case"),
    ],
)
def test_a_part_that_is_missing_or_leaned_on_is_told(change, name):
    plain = a_finding()
    assert name not in signals_of(plain)
    assert name in signals_of(replace(plain, **change))


def test_a_place_told_of_before_and_a_place_the_theatre_knows_are_told(arland):
    first = a_finding(REPORT)
    second = replace(first, id="second", verb="attack")
    one, two = with_signals([first, second], REPORT, arland)
    assert "place:known:territorial" in one.signals
    assert "again:place:other" in two.signals
    assert not [name for name in one.signals if name.startswith("again")]


def test_nothing_found_is_nothing_weighed(arland):
    assert list(weighed([], REPORT, arland)) == []
