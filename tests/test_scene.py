"""Where it happened, when the text leans on what was named before: tests of names and distances, weighed by a table."""

from dataclasses import replace

import pytest

from make import a_finding, a_report
from whoholds.claim import Relation, Via
from whoholds.find import scene
from whoholds.find.quotes import faults
from whoholds.find.scene import Candidate, Scene, chosen, leans, moved, pull, read_pull, settled
from whoholds.text import Span
from whoholds.theatre import load_theatre

TEXT = "Shells fell on Velin. The League holds Korsk. At dawn fighters entered the town and stayed in Velin."
REPORT = a_report(TEXT)
THE_TOWN = Span(TEXT.index("the town"), TEXT.index("the town") + len("the town"))


@pytest.fixture(scope="module")
def arland():
    return load_theatre("arland")


def leaning(text="Korsk", via=Via.PRONOUN, **parts):
    """ "Fighters entered the town", read by the engine as ``text``."""
    told = {"verb": "advance", "trigger": "entered", "actor": "fighters", "places": ("Korsk",), "when": None}
    made = a_finding(REPORT, **(told | parts))
    named = Span(TEXT.index(text), TEXT.index(text) + len(text))
    return replace(made, places=(replace(made.places[0], span=THE_TOWN, text=text, via=via, antecedent=named),))


def of(index, findings, theatre):
    return {one.text: one for one in Scene(findings, REPORT, theatre).candidates(index)}


def test_every_place_named_is_a_candidate_once_and_the_engines_own_is_marked(arland):
    found = of(0, [leaning()], arland)
    assert set(found) == {"Velin", "Korsk"}
    assert [one.text for one in found.values() if one.current] == ["Korsk"]


def test_distance_and_number_of_namings_are_told(arland):
    found = of(0, [leaning()], arland)
    assert {"last named", "named once", "close"} <= found["Korsk"].tests
    assert {"first town", "most named", "same sentence after"} <= found["Velin"].tests


def test_what_another_finding_names_outright_is_told(arland):
    plain = a_finding(REPORT, verb="strike", trigger="fell", actor=None, places=("Velin",), when=None)
    found = of(1, [plain, leaning()], arland)
    assert {"told of", "last finding"} <= found["Velin"].tests
    assert "told of" not in found["Korsk"].tests


TABLE = read_pull('margin = 1.0\nwide = ["province"]\n[weights]\n"close" = 2.0\n"far" = -1.0\n')


def candidate(text, *tests, current=False):
    return Candidate(text=text, span=Span(0, len(text)), current=current, tests=frozenset(tests))


@pytest.mark.parametrize(
    ("candidates", "answer"),
    [
        ((), None),
        ((candidate("Korsk", current=True),), None),
        ((candidate("Korsk", current=True), candidate("Velin", "close")), "Velin"),
        ((candidate("Korsk", "close", current=True), candidate("Velin", "close")), None),
        ((candidate("Korsk", "no such test", current=True), candidate("Velin")), None),
    ],
    ids=["nothing named", "the engine's alone", "clearly better", "no better", "tests without weight"],
)
def test_a_name_wins_only_when_it_beats_the_engines_choice_by_the_margin(candidates, answer):
    best = chosen(candidates, TABLE)
    assert (best.text if best else None) == answer


def test_a_moved_place_stands_in_the_text_and_keeps_how_it_stands_to_it(arland, monkeypatch):
    table = read_pull('margin = 0.5\nwide = []\n[weights]\n"first town" = 9.0\n')
    monkeypatch.setattr(scene, "pull", lambda: table)
    told = leaning()
    near = replace(told, places=(replace(told.places[0], relation=Relation.NEAR),))
    (kept,) = settled([near], REPORT, arland)
    assert kept.places[0].text == "Velin"
    assert kept.places[0].relation is Relation.NEAR
    assert kept.places[0].span == near.places[0].span
    assert not list(faults(kept, REPORT))
    assert kept.finder == f"{near.finder}+{table.digest}"


def test_a_place_named_outright_never_moves(arland, monkeypatch):
    monkeypatch.setattr(scene, "pull", lambda: read_pull('margin = 0.0\nwide = []\n[weights]\n"first town" = 9.0\n'))
    plain = a_finding(REPORT, verb="control_held", trigger="holds", actor="The League", places=("Korsk",), when=None)
    assert not leans(plain)
    (kept,) = settled([plain], REPORT, arland)
    assert kept.places == plain.places


def test_a_name_beside_its_area_noun_holds_towns(arland):
    report = a_report("Fighting spread in Korsk province. Velin was quiet, and fighters entered the town at dawn.")
    at = report.text.index("the town")
    made = a_finding(report, verb="advance", trigger="entered", actor="fighters", places=("the town",), when=None)
    place = replace(made.places[0], text="Korsk", via=Via.PRONOUN, antecedent=Span(19, 24), span=Span(at, at + 8))
    found = {one.text: one for one in Scene([replace(made, places=(place,))], report, arland).candidates(0)}
    assert "wide" in next(one for name, one in found.items() if name.startswith("Korsk")).tests
    assert "wide" not in found["Velin"].tests


def test_the_shipped_table_is_bounded():
    assert pull().margin >= 0
    assert all(abs(weight) < 4 for weight in pull().weights.values())


def test_moving_keeps_everything_but_name_and_origin():
    place = leaning().places[0]
    assert (
        replace(moved(place, candidate("Velin")), text=place.text, antecedent=place.antecedent, kind=place.kind)
        == place
    )
