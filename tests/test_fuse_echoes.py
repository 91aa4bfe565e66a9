"""Copies are one voice; different voices stay different."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from fuse_world import ARMY, LEAGUE, World, heard_all, told, wording
from whoholds.fuse.assertions import heard
from whoholds.fuse.echoes import same_text, voices
from whoholds.fuse.parameters import BY_HAND


def weights(*rows):
    claims, imprints = heard_all(list(rows))
    found = heard("velin", claims, imprints, World(), BY_HAND)
    number = {claim.id: i for i, claim in enumerate(claims)}
    return {number[one.claim.id]: one.weight for one in voices(found.said, imprints, BY_HAND)}


POST = {"published": 10}
ELSEWHERE = {"published": 11, "about": 10, "outlet": "Hill Gazette"}


def test_two_outlets_on_their_own_word_are_two_voices():
    assert weights(POST, ELSEWHERE) == {0: 1.0, 1: 1.0}


def test_two_outlets_quoting_one_speaker_are_one_voice():
    assert weights(POST | {"said_by": LEAGUE}, ELSEWHERE | {"said_by": LEAGUE}) == {0: 1.0, 1: 0.0}


def test_an_outlet_crediting_an_agency_is_the_agency():
    assert weights(POST | {"outlet": "Wire"}, ELSEWHERE | {"chain": ["Wire"]}) == {0: 1.0, 1: 0.0}


@pytest.mark.parametrize("agency", ["Meridian Wire", "News Agency of Arland", "MWN"])
def test_an_agency_that_no_theatre_lists_is_one_voice_wherever_it_is_cited(agency):
    rows = (POST | {"chain": [f"~{agency}"]}, ELSEWHERE | {"chain": ["~paper", f"~{agency}"]})
    assert weights(*rows) == {0: 1.0, 1: 0.0}


@pytest.mark.parametrize("somebody", ["Residents", "the ministry", "a Velin official"])
def test_a_description_is_no_name(somebody):
    assert weights(POST | {"chain": [f"~{somebody}"]}, ELSEWHERE | {"chain": [f"~{somebody}"]}) == {0: 1.0, 1: 1.0}


def test_unnamed_sources_of_two_outlets_are_not_taken_for_one():
    rows = (POST | {"chain": ["~residents"]}, ELSEWHERE | {"chain": ["~residents"]})
    assert weights(*rows) == {0: 1.0, 1: 1.0}


def test_another_organ_of_one_side_weighs_a_fraction():
    rows = (POST | {"said_by": ARMY, "actor": ARMY}, ELSEWHERE | {"actor": ARMY, "outlet": "State Radio"})
    assert weights(*rows) == {0: 1.0, 1: BY_HAND.copy}


@pytest.mark.parametrize(("apart", "second"), [(BY_HAND.echo_days, 0.0), (BY_HAND.echo_days + 1, 1.0)])
def test_a_speaker_who_says_it_again_after_days_is_heard_again(apart, second):
    again = {"published": 10 + apart, "said_by": LEAGUE}
    assert weights(POST | {"said_by": LEAGUE}, again)[1] == second


@pytest.mark.parametrize(("changed", "second"), [(0, 0.0), (60, 0.0), (68, 1.0), (128, 1.0)])
def test_alike_texts_are_one_voice_and_unlike_ones_two(changed, second):
    got = weights(POST | {"wording": (3, 0)}, ELSEWHERE | {"wording": (3, changed)})
    assert got[1] == second


def test_one_text_with_two_statements_keeps_both():
    rows = (
        POST | {"report": 1, "said_by": LEAGUE},
        POST | {"report": 1, "said_by": ARMY, "verb": "control_lost", "actor": ARMY, "status": "denied"},
    )
    assert weights(*rows) == {0: 1.0, 1: 1.0}


def test_the_first_published_is_the_original_in_whatever_order_they_arrive():
    rows = (ELSEWHERE | {"said_by": LEAGUE}, POST | {"said_by": LEAGUE})
    assert weights(*rows) == {0: 0.0, 1: 1.0}


def test_texts_too_short_for_a_fingerprint_are_never_copies():
    pairs = [told(number, published=number)[1] for number in range(3)]
    prints = {printed.report: printed for printed in pairs}
    assert same_text(prints, 0.5) == {report: report for report in prints}


def test_a_text_copied_a_thousand_times_leads_to_its_first():
    prints = {}
    for number in range(1000):
        _, printed = told(number, published=number % 50)
        prints[printed.report] = replace(printed, signature=wording(1))
    first = min(prints.values(), key=lambda printed: (printed.published, printed.report))
    assert set(same_text(prints, 0.5).values()) == {first.report}


def test_copies_are_found_alike_in_any_order_and_however_few_at_a_time(monkeypatch):
    prints = {}
    for number in range(300):
        _, printed = told(number, published=number % 7)
        prints[printed.report] = replace(printed, signature=wording(number % 40, number % 50))
    found = same_text(prints, 0.5)
    assert 40 <= len(set(found.values())) < 300
    assert same_text(dict(reversed(prints.items())), 0.5) == found
    monkeypatch.setattr("whoholds.fuse.echoes.AT_ONCE", 1)
    monkeypatch.setattr("whoholds.fuse.echoes.PAIRS", 2)
    assert same_text(prints, 0.5) == found


def test_copies_are_those_that_comparing_all_with_all_finds():
    """Texts of a story differ from it in up to sixty of 128 values, and share bands with it or with an earlier copy."""
    prints = {}
    for number in range(120):
        _, printed = told(number, published=number)
        prints[printed.report] = replace(printed, signature=wording(number % 15, 2 * (number // 15)))
    known = sorted(prints.values(), key=lambda one: (one.published, one.report))
    rows = [np.frombuffer(one.signature, "<u4") for one in known]
    first = {}
    for at, one in enumerate(known):
        earlier = (other for other in range(at) if (rows[at] == rows[other]).mean() >= 0.5)
        other = next(earlier, None)
        first[one.report] = one.report if other is None else first[known[other].report]
    assert same_text(prints, 0.5) == first


@pytest.mark.parametrize(
    ("row", "second"),
    [
        ({"status": "hedged"}, BY_HAND.copy),  # "the League is reported to have taken": most likely passed on
        ({}, 1.0),  # on its own word
        ({"status": "hedged", "about": 17, "published": 17}, 1.0),  # long after
        ({"status": "hedged", "actor": ARMY}, 1.0),  # of somebody else
        ({"status": "hedged", "published": 9, "about": 9}, 1.0),  # before the party spoke
    ],
)
def test_who_hedges_what_a_party_has_just_claimed_passes_it_on(row, second):
    got = weights(POST | {"said_by": LEAGUE}, ELSEWHERE | row)
    assert got == {0: 1.0, 1: second}
