"""What holds for every finding, whatever the engine: no guessed loser, and a warning is no event."""

import pytest

from make import a_report
from whoholds.claim import CountOf, Status
from whoholds.find import find
from whoholds.theatre import load_theatre


def found(text):
    ((_, findings),) = find([a_report(text)], load_theatre("arland"))
    return findings


def test_people_at_risk_are_a_warning():
    (toll,) = [
        one for one in found("Thousands of people are at risk of displacement in Korsk, a nurse said.") if one.counts
    ]
    assert (toll.counts[0].of, toll.counts[0].low, toll.status) == (CountOf.AT_RISK, 2000, Status.HYPOTHETICAL)


@pytest.mark.parametrize(
    "text",
    [
        "The fall of Velin, a port on the strait, marks a heavy blow to the army.",
        "The fall of Velin was a setback for the army after a month of fighting.",
        "Residents said the fall of Velin dealt the army a defeat.",
    ],
)
def test_a_fall_told_as_a_blow_to_somebody_is_that_partys_loss(text):
    lost = [one for one in found(text) if "fall of Velin" in one.evidence.of(text)]
    assert [(one.verb, one.actor.text) for one in lost if one.actor] == [("control_lost", "army")]


def test_the_party_named_before_is_not_the_loser_of_a_fallen_town():
    text = "The Coastal League captured Orsk on Monday. A reporter noted that the fall of Velin opened the road."
    fallen = [one for one in found(text) if "fall of Velin" in one.evidence.of(text)]
    assert [one.verb for one in fallen] == ["control_gained"]
    assert [one for one in found(text) if one.verb == "control_lost"] == []


def test_the_quote_of_a_joint_figure_holds_both_harms():
    text = "At least 30 people were killed or wounded in Korsk on Monday, two nurses said."
    (toll,) = [one for one in found(text) if one.counts]
    assert all(one.combined for one in toll.counts)
    assert "killed or wounded" in toll.evidence.of(text)


@pytest.mark.parametrize(
    ("text", "besieger"),
    [
        ("The League left the hills. A convoy reached the army-besieged town of Velin.", "army"),
        ("The army left the hills. Two trucks stood near the rebel-besieged villages of Velin and Orsk.", "rebel"),
    ],
)
def test_who_besieges_stands_before_the_hyphen(text, besieger):
    siege = [one for one in found(text) if one.verb == "siege_or_access" and "besieged" in one.trigger.of(text)]
    assert [one.actor.text for one in siege if one.actor] == [besieger]
