"""Days that a report tells once, plans and their days, stretches that name no day, and whose voice a name is."""

from datetime import date, timedelta

import pytest

from make import a_report
from whoholds.claim import Status
from whoholds.find import find
from whoholds.run import predictions
from whoholds.theatre import load_theatre
from whoholds.when import Basis

ARLAND = load_theatre("arland")


def found(text, verb):
    ((_, findings),) = find([a_report(text)], ARLAND)
    return [one for one in findings if one.verb == verb]


def rows(text):
    return list(predictions([a_report(text)], theatre=ARLAND))


def test_harm_a_source_adds_happened_on_the_day_of_the_story():
    text = "Shells hit Velin on Monday. Nine people were killed in Velin, a nurse said."
    (strike,), (toll,) = found(text, "strike"), found(text, "casualties")
    assert toll.when.basis is Basis.CARRIED
    assert (toll.when.first, toll.when.last) == (strike.when.first, strike.when.last)
    assert toll.when.span.of(text) == "on Monday"


def test_what_takes_up_an_event_happened_on_its_day():
    text = "Shells hit Velin on Monday. The blast killed nine people in Velin."
    (toll,) = found(text, "casualties")
    assert toll.when.basis is Basis.CARRIED


def test_what_a_report_opens_with_happened_on_the_day_it_names():
    (gain,) = found("Shells hit Velin on Monday. The army took Korsk, a nurse said.", "control_gained")
    assert gain.when.basis is Basis.CARRIED
    (old,) = found("Shells hit Velin on 2 January. The army took Korsk, a nurse said.", "control_gained")
    assert old.when.basis is Basis.NONE


def test_nothing_is_long_past_within_the_stretch_a_report_covers():
    day = a_report("x").day
    first = day - timedelta(days=20)
    stretch = f"{first:%B} {first.day} to {day:%B} {day.day}, {day.year}"
    text = f"Period covered: {stretch}.\n\nOn {first:%B} {first.day} the army captured Velin."
    (gain,) = found(text, "control_gained")
    assert gain.status is Status.ASSERTED
    (gain,) = found(f"On {first:%B} {first.day} the army captured Velin.", "control_gained")
    assert gain.status is Status.BACKGROUND


@pytest.mark.parametrize(
    ("text", "verb", "why"),
    [
        ("Shells hit Velin on Monday. The army holds Velin, a nurse said.", "control_held", "what merely is so"),
        (
            "Shells hit Velin on Monday. It was hot. It was dry. The army took Korsk, a nurse said.",
            "control_gained",
            "a later gain",
        ),
        (
            "The mayor said on Monday that it was hot. It was dry. It was calm. Shells hit Velin, a nurse said.",
            "strike",
            "a day of saying",
        ),
        ("Shells hit Velin on Monday. The army has shelled Korsk daily, a nurse said.", "strike", "what goes on"),
    ],
    ids=lambda value: value if " a " in value or value.startswith("what") else "",
)
def test_no_day_is_carried_to(text, verb, why):
    last = found(text, verb)[-1]
    assert last.when.basis is not Basis.CARRIED, why


def test_no_day_is_carried_past_a_heading():
    text = "Shells hit Velin on Monday.\n\nKorsk\n\nNine people were killed in Korsk, a nurse said."
    (toll,) = found(text, "casualties")
    assert toll.when.basis is Basis.NONE


def test_a_plan_has_a_day_to_come_or_none():
    (plan,) = found("The army will withdraw from Velin on Friday.", "withdrawal")
    assert plan.status is Status.PLANNED
    assert plan.when.first >= a_report("x").day
    (aim,) = found("On Monday the army launched an offensive to capture Velin.", "control_gained")
    assert aim.status is Status.PLANNED
    assert aim.when.basis is Basis.NONE


@pytest.mark.parametrize("words", ["recently", "in recent weeks", "over the past three years"])
def test_a_stretch_of_our_own_measure_is_no_day_told(words):
    text = f"The army captured Velin {words}."
    (gain,) = found(text, "control_gained")
    assert gain.when.basis is Basis.VAGUE
    assert isinstance(gain.when.first, date)
    assert [row["date"] for row in rows(text) if row["type"] == "control_gained"] == [None]


def test_the_month_of_a_day_is_no_modal():
    (gain,) = found("On 2 May the army took Velin for the third time, its press service said.", "control_gained")
    assert gain.status is not Status.HYPOTHETICAL


def test_an_office_told_beside_a_name_stays_with_it():
    text = "Omar Tessel, spokesman of the regional defence ministry, told reporters that the army had captured Velin."
    assert rows(text)[0]["speaker"] == "Omar Tessel, spokesman of the regional defence ministry"


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("The army pulled out of Velin, according to a local councillor.", "a local councillor"),
        ("The army issued a statement saying it had recaptured the town of Velin.", "army"),
        ("The government gave another account: rebels had attacked Velin.", "government"),
        ("The rebels stormed Velin and claimed to have taken its prison.", "rebels"),
        ("On Monday the paramilitaries proclaimed full control of Velin.", "paramilitaries"),
        ("Shells struck Velin overnight, the regional governor wrote on Telegram, adding that nobody was hurt.", "regional governor"),
        ("The rebels' claim to have captured Velin could not be independently verified.", "rebels"),
    ],
)  # fmt: skip
def test_who_vouches(text, speaker):
    assert speaker in {row["speaker"] for row in rows(text)}


def test_a_claim_rejected_is_denied_and_a_claim_doubted_is_hedged():
    (loss,) = found("The ministry rejected claims that the town of Velin had been lost.", "control_lost")
    assert loss.status is Status.DENIED
    (gain,) = found("It was not possible to verify the claim that the rebels took Velin.", "control_gained")
    assert gain.status is Status.HEDGED


@pytest.mark.parametrize(
    "text",
    [
        "The militia drove residents out of Velin.",
        "Families began streaming out of Velin on Monday.",
        "The evacuation of civilians from Velin began on Tuesday.",
        "The council reported fresh displacement from Velin after an attack.",
        "Residents have abandoned the town of Velin.",
        "About 500 families returned to the town of Velin last week.",
    ],
)
def test_people_who_leave_need_no_figure(text):
    (one,) = found(text, "displacement")
    assert [place.text for place in one.places] == ["Velin"]
    assert (one.counts[0].low, one.counts[0].high) == (None, None)


@pytest.mark.parametrize(
    "text",
    [
        "People are running out of fuel in Velin.",
        "The evacuation of wounded soldiers from Velin took an hour.",
        "Rebels fled Velin.",
        "The army left the town of Velin.",
    ],
)
def test_nobody_is_displaced(text):
    assert found(text, "displacement") == []
