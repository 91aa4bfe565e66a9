"""Which party a wording means, and who a speaker is."""

from datetime import date

import pytest

from make import a_report
from whoholds.claim import Speaker, Unplaced
from whoholds.link.actors import outlet_of, voice_of, whose_side
from whoholds.link.parties import actor_of, name_on, parties_heard
from whoholds.text import Span
from whoholds.theatre import load_theatre

DAY = date(2031, 3, 14)
BEFORE = date(2030, 6, 1)


@pytest.fixture(scope="module")
def arland():
    return load_theatre("arland")


@pytest.mark.parametrize(
    ("words", "party"),
    [
        ("The Coastal League", "coastal-league"),
        ("League fighters", "coastal-league"),
        ("the Coastal League's fighters", "coastal-league"),
        ("رابطة الساحل", "coastal-league"),
        ("Береговая лига", "coastal-league"),
        ("the Northern Army", "northern-army"),
        ("government forces", "northern-army"),
        ("the army", "northern-army"),
        ("Korsk", "northern-government"),
        ("the Guard", "guard"),
        ("rebels", "coastal-league"),
        ("Mareth-backed Guard units", "guard"),
        ("the Coastal League and its allies", "valley-room"),
        ("the Coastal League and the Harbour Brigade", "valley-room"),
        ("League-led factions", "valley-room"),
        ("the Coastal League and the Northern Army", "coastal-league"),
        ("Ostran forces", "new:ostran"),
        ("the ODF", "new:odf"),
        ("ODF fighters", "new:odf"),
        ("Ostran rebels", "new:ostran"),
    ],
)
def test_a_wording_means_the_narrowest_party_it_supports(arland, words, party):
    assert actor_of(words, arland, DAY).actor == party


@pytest.mark.parametrize("words", ["", "Tarn", "residents", "it", "a number of people", "the town", "12", "\u202e(("])
def test_what_is_no_party_stays_without_one(arland, words):
    who = actor_of(words, arland, DAY)
    assert (who.actor, who.reason) == ("", Unplaced.ACTOR_UNKNOWN)


def test_a_coalition_is_meant_only_on_its_days(arland):
    assert actor_of("the Coastal League and its allies", arland, BEFORE).actor == "coastal-league"


def test_a_name_passes_on_with_its_date(arland):
    assert actor_of("the Inland Council", arland, BEFORE).actor == "inland-council"
    assert actor_of("the Inland Council", arland, DAY).actor == "inland-front"
    assert name_on(arland.actor("inland-front"), DAY) == "Inland Front"


def test_a_backer_is_an_ally_and_never_the_party(arland):
    who = actor_of("Mareth-backed Guard units", arland, DAY)
    assert (who.actor, who.ally) == ("guard", "mareth")


@pytest.mark.parametrize("word", ["the terrorists", "الإرهابيون"])
def test_a_label_means_whom_its_speaker_means(arland, word):
    assert actor_of(word, arland, DAY, sides=("northern-government",)).actor == "coastal-league"
    assert actor_of(word, arland, DAY, sides=("coastal-league",)).actor == "northern-army"
    unsaid = actor_of(word, arland, DAY)
    assert (unsaid.actor, unsaid.reason) == ("", Unplaced.ACTOR_AMBIGUOUS)
    assert set(unsaid.candidates) == {"coastal-league", "northern-army"}


def test_a_general_word_falls_back_on_the_party_last_named(arland):
    assert actor_of("the fighters", arland, DAY, heard=("guard", "coastal-league")).actor == "coastal-league"
    assert actor_of("the fighters", arland, DAY).actor == ""


def test_the_parties_of_a_text_are_heard_in_order(arland):
    text = "The Guard met the Coastal League near Harn. The United Nations watched."
    assert [actor for _, actor in parties_heard(text, arland, DAY)] == ["guard", "coastal-league"]


def say(arland, words, *, outlet="Harbour Post", role=""):
    return voice_of(Speaker(span=Span(0, 0), text=words, role=role), a_report(outlet=outlet), arland, DAY)


@pytest.mark.parametrize(
    ("words", "actor", "party"),
    [
        ("a Northern Army spokesman", "northern-army", True),
        ("the Coastal League", "coastal-league", True),
        ("the Northern defence ministry", "northern-government", True),
        ("the Ostran defence ministry", "new:ostran", True),
        ("an army spokesman", "northern-army", True),
        ("residents", "", False),
        ("two witnesses in Velin", "", False),
        ("a doctor at the hospital", "", False),
        ("a correspondent", "", False),
        ("aid workers", "", False),
        ("the UN", "un", False),
        ("the Arland Observatory", "arland-observatory", False),
        ("local officials", "", None),
        ("a Northern Army spokesman and the Arland Observatory", "", None),
        ("bloggers close to the Northern Army", "", None),
        ("reports", "", None),
        ("a military source", "northern-army", True),
        ("government spokesman Ala Benn", "northern-government", True),
        ("Interior Minister Ala Benn", "", True),
        ("an ODF spokesman", "new:odf", True),
    ],
)
def test_a_speaker_is_a_party_a_bystander_or_unclear(arland, words, actor, party):
    voice = say(arland, words)
    assert (voice.actor, voice.party, voice.text) == (actor, party, words)


def test_a_source_without_a_name_in_state_media_is_its_own_sides(arland):
    assert say(arland, "a military source", outlet="Northern State Gazette").actor == "northern-army"
    assert say(arland, "a military source", outlet="Voice of the League").actor == "coastal-league"


def test_an_outlet_speaks_for_its_side_or_for_nobody(arland):
    paper = outlet_of(a_report(outlet="Harbour Post"), arland)
    assert (paper.source, paper.actor, paper.party) == ("harbour-post", "", False)
    channel = outlet_of(a_report(outlet="https://league-voice.example/a"), arland)
    assert (channel.source, channel.actor, channel.party) == ("league-voice", "coastal-league", True)
    assert outlet_of(a_report(outlet="Some Blog"), arland).party is None


def test_labels_follow_the_side_of_the_speaker(arland):
    voice = say(arland, "a Northern Army spokesman")
    assert set(whose_side(voice, arland, DAY)) == {"northern-army", "northern-government"}
