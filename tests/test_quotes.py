"""A finding stands only if the stored text says what it quotes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from make import a_finding, a_report, at
from whoholds.claim import Count, CountOf, Mention, PlaceMention, Speaker, Via
from whoholds.find.quotes import Fault, Refusal, is_distributed, quoted
from whoholds.text import Span

TEXT = "The Coastal League took Sorna 4 and 5 on Tuesday, the army said. Its fighters then entered Korsk."
REPORT = a_report(TEXT)
GOOD = a_finding(REPORT, places=("Sorna",), speaker="the army")


def faults(finding, report=REPORT) -> list[tuple[Fault, str]]:
    refused: list[Refusal] = []
    kept = list(quoted([finding], report, refused=refused.append))
    assert bool(kept) is not bool(refused)
    return [(one.fault, one.part) for one in refused]


def test_what_the_text_says_passes_unchanged():
    assert list(quoted([GOOD], REPORT)) == [GOOD]
    assert faults(GOOD) == []


def test_order_is_kept_and_the_rest_goes_on():
    bad = replace(GOOD, id="x", trigger=Span(len(TEXT), len(TEXT) + 3))
    assert list(quoted([GOOD, bad, GOOD], REPORT)) == [GOOD, GOOD]


def test_a_finding_of_another_report_is_refused():
    assert faults(GOOD, a_report(TEXT + " More.")) == [(Fault.OTHER_REPORT, "report")]


@pytest.mark.parametrize("part", ["trigger", "evidence"])
def test_a_span_past_the_text_is_refused(part):
    span = Span(len(TEXT) - 2, len(TEXT) + 1)
    assert faults(replace(GOOD, **{part: span})) == [(Fault.OUTSIDE_TEXT, part)]


def test_an_empty_stretch_quotes_nothing():
    assert faults(replace(GOOD, trigger=Span(3, 3))) == [(Fault.OUTSIDE_TEXT, "trigger")]


def test_trigger_and_places_stand_in_the_sentence():
    first = Span(0, TEXT.index(" Its"))
    there = PlaceMention(span=at(TEXT, "Korsk"), text="Korsk")
    cut = replace(GOOD, sentence=first, evidence=at(TEXT, "took Sorna 4"))
    assert faults(cut) == []
    assert faults(replace(cut, places=(there,))) == [(Fault.OUTSIDE_SENTENCE, "places")]
    assert faults(replace(cut, trigger=at(TEXT, "entered"))) == [(Fault.OUTSIDE_SENTENCE, "trigger")]


def test_speaker_and_antecedent_may_stand_elsewhere():
    second = Span(TEXT.index("Its"), len(TEXT))
    its = Mention(
        span=at(TEXT, "Its"), text="The Coastal League", via=Via.POSSESSIVE, antecedent=at(TEXT, "The Coastal League")
    )
    finding = replace(
        GOOD,
        sentence=second,
        trigger=at(TEXT, "entered"),
        evidence=at(TEXT, "fighters then entered Korsk"),
        places=(PlaceMention(span=at(TEXT, "Korsk"), text="Korsk"),),
        actor=its,
    )
    assert faults(finding) == []
    assert faults(replace(finding, actor=replace(its, antecedent=None))) == [(Fault.OTHER_WORDS, "actor")]


def test_kept_words_must_be_the_words_that_stand_there():
    liar = Speaker(span=at(TEXT, "the army"), text="the navy")
    count = Count(of=CountOf.KILLED, low=4, high=4, text="four", span=at(TEXT, "4"))
    assert faults(replace(GOOD, speakers=(liar,))) == [(Fault.OTHER_WORDS, "speakers")]
    assert faults(replace(GOOD, counts=(count,))) == [(Fault.OTHER_WORDS, "counts")]
    assert faults(replace(GOOD, actor=Mention(span=at(TEXT, "The Coastal League"), text="Northern Army"))) == [
        (Fault.OTHER_WORDS, "actor")
    ]


def test_a_number_out_of_a_list_of_names_is_borne_out():
    five = PlaceMention(span=at(TEXT, "Sorna 4 and 5"), text="Sorna 5")
    assert faults(replace(GOOD, places=(five,))) == []
    assert faults(replace(GOOD, places=(replace(five, text="Sorna 6"),))) == [(Fault.OTHER_WORDS, "places")]
    assert faults(replace(GOOD, places=(replace(five, text="Velin 5"),))) == [(Fault.OTHER_WORDS, "places")]


@pytest.mark.parametrize(
    ("name", "words", "fits"),
    [
        ("Sorna 5", "Sorna 4 and 5", True),
        ("Sorna 7", "Sorna 4, 5 and 7", True),
        ("Jakho II", "Jakho I and II", True),
        ("Sorna 5", "Sorna 4 fell with 5", False),
        ("Sorna 5", "Sorna 5 and 6", False),
        ("Sorna", "Velin", False),
        ("صورنا 5", "صورنا 4 و 5", True),
        ("Сорна 5", "Сорна 4 та 5", True),
    ],
)
def test_what_is_a_number_out_of_a_list(name, words, fits):
    assert is_distributed(name, words) is fits


def test_arabic_and_cyrillic_text_is_quoted_by_code_points():
    text = "سيطرت رابطة الساحل على فيلين"
    report = a_report(text, language="ar")
    finding = a_finding(report, trigger="سيطرت", actor="رابطة الساحل", places=("فيلين",), when=None)
    assert faults(finding, report) == []
    text = "Прибережна ліга зайняла Велін"
    report = a_report(text, language="uk")
    finding = a_finding(report, trigger="зайняла", actor="Прибережна ліга", places=("Велін",), when=None)
    assert faults(finding, report) == []
