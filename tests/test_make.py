"""The factories are fixed: what they make depends on their arguments and on nothing else."""

from datetime import date

import pytest

from make import a_claim, a_finding, a_report, at
from whoholds.text import Span


def test_the_same_arguments_make_the_same_thing():
    assert a_report() == a_report()
    assert a_finding() == a_finding()
    assert a_claim() == a_claim()


def test_another_argument_makes_another_id():
    assert a_report("Korsk is quiet.").id != a_report().id
    assert a_claim(place="korsk").id != a_claim().id
    assert a_claim(day=date(2031, 3, 11)).id != a_claim().id
    assert a_claim(said_by="northern-army").id != a_claim().id


def test_parts_of_a_finding_stand_in_its_report():
    report, finding = a_report(), a_finding()
    assert finding.actor.span.of(report.text) == "The Coastal League"
    assert finding.places[0].span.of(report.text) == "Velin"
    assert finding.when.span.of(report.text) == "on Tuesday"


def test_words_that_are_not_in_the_text_are_refused():
    assert at("a b a", "a", 2) == Span(4, 5)
    with pytest.raises(ValueError, match="not found"):
        a_finding(places=("Korsk",))
