"""The date a report carries at its head."""

from datetime import date

import pytest

from whoholds.dating import dateline
from whoholds.language import load_language

ENGLISH = load_language("en")
THE_DAY = date(2031, 3, 14)

HEADS = [
    "KORSK, 14 March 2031 — The Coastal League took the town of Velin.",
    "Fri 14 Mar 2031 Shelling in Velin kills four",
    "Friday 14 March 2031 The League said",
    "14 mars 2031\nLe quartier",
    "A. Writer - Harbour Agency\n14 mar. 2031\nThe Coastal League continued",
    "KORSK (Harbour Agency) March 14, 2031 - Fighters entered",
    "2031-03-14 Fighters entered Velin",
    "14/03/2031 Fighters entered Velin",
    "14.03.2031Get short link Fighters entered",
    "03/14/2031: Fighters entered",
    "Posted on March 14 2031 by A. Writer",
    "Last updated at Mar 142031 VELIN At least 15 people",
    "Two hurt in rocket attack on Velin 14 March 2031 Velin, GNA - Two people",
    "فلين، 14 آذار 2031 — دخلت القوات البلدة",
    "Корськ, 14 марта 2031 — Отряды вошли",
    "On 2 May 2030 fighting began.\nPublished March 14, 2031 10:40",
    "(Korsk, March 14th, 2031) – Fighters",
]


@pytest.mark.parametrize("head", HEADS)
def test_the_date_at_the_head_is_the_day_of_the_report(head):
    found = dateline(head, language=ENGLISH)
    assert found is not None
    assert (found.day, found.text, found.agrees) == (THE_DAY, found.span.of(head), True)


@pytest.mark.parametrize(
    "head",
    [
        "",
        "On 14 March 2031 the League took Velin.",
        "The League has held Velin since March 14, 2031.",
        "14 March — The League took Velin.",
        "30 February 2031 The League",
        "Some 2031 people fled Velin in March",
        "https://example.org/2031/03/14/velin",
        "word " * 90 + "14 March 2031",
    ],
)
def test_a_date_of_the_story_or_one_without_a_year_is_not_a_dateline(head):
    assert dateline(head, language=ENGLISH) is None


def test_a_weekday_that_belongs_to_another_day_is_noted_and_the_date_believed():
    found = dateline("Monday 14 March 2031 The League", language=ENGLISH)
    assert found is not None
    assert (found.day, found.agrees) == (THE_DAY, False)
