"""Track records: a teller is judged by the others, never by itself, and not at all where nobody else spoke."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fuse_world import ARMY, LEAGUE, World, heard_all
from test_fuse_laws import PAIRS
from whoholds.fuse import checks_of, tracks
from whoholds.fuse.tracks import EACH, _rate


def records(rows, places=1):
    claims, imprints = heard_all(rows)
    found = checks_of("velin", claims, imprints, theatre=World(), known=max(one.known for one in claims))
    return {one.teller: one for one in tracks(found * places)}


def held(published, outlet, actor=LEAGUE, **more):
    return {"published": published, "outlet": outlet, "actor": actor, "verb": "control_held", **more}


def test_nobody_vouches_for_himself():
    alone = records([held(day, "Wire") for day in (0, 8, 16, 24)])["wire"]
    assert (alone.checked, alone.letter) == (0, "F")
    assert alone.digits == (0, 0, 0, 0, 0, 4)


def test_who_is_borne_out_stands_above_who_is_contradicted():
    rows = [held(day, outlet) for day in range(0, 64, 8) for outlet in ("Wire", "Harbour Post", "Observers")]
    rows += [held(day, "Hill Gazette", ARMY) for day in range(2, 64, 8)]
    many = records(rows, places=12)
    assert many["wire"].borne > 0.85 > 0.5 > many["hill-gazette"].borne
    assert many["wire"].letter < many["hill-gazette"].letter == "E"
    found = records(rows)
    assert found["wire"].borne > found["hill-gazette"].borne
    assert found["wire"].letter == "F"  # the same place over and over: no great number of cases
    assert found["wire"].lead == 0  # its first word of it came on the day of the others' first
    assert found["hill-gazette"].digits[4] == 8


def test_outlets_can_be_summed_up_instead_of_voices():
    rows = [held(day, "Wire", said_by=LEAGUE) for day in (0, 8)] + [held(4, "Harbour Post")]
    claims, imprints = heard_all(rows)
    found = checks_of("velin", claims, imprints, theatre=World(), known=max(one.known for one in claims))
    assert {one.teller: one.claims for one in tracks(found, outlets=True)} == {"wire": 2, "harbour-post": 1}


def test_who_is_first_leads():
    rows = [
        {"published": 3, "about": 3, "outlet": "Wire", "actor": LEAGUE},
        {"published": 8, "about": 3, "outlet": "Observers", "actor": LEAGUE},
    ]
    found = records(rows)
    assert found["wire"].lead == 5
    assert found["observers"].lead == -5


def test_a_denial_by_another_voice_is_counted():
    boast = {"published": 3, "outlet": "Wire", "said_by": LEAGUE, "actor": LEAGUE}
    denial = {"published": 5, "outlet": "Wire", "said_by": ARMY, "actor": LEAGUE, "status": "denied"}
    assert records([boast, denial])[LEAGUE].denied == 1
    assert records([boast, denial])[ARMY].denied == 0


@given(PAIRS, st.randoms(use_true_random=False))
@settings(max_examples=30, deadline=None)
def test_the_order_of_claims_is_irrelevant(pairs, random):
    def found(some):
        claims, prints = [claim for claim, _ in some], {printed.report: printed for _, printed in some}
        known = max((claim.known for claim in claims), default=None)
        return known and tracks(checks_of("velin", claims, prints, theatre=World(), known=known))

    for one, other in zip(found(pairs) or (), found(random.sample(pairs, len(pairs))) or (), strict=True):
        assert (one.teller, one.claims, one.checked, one.digits) == (
            other.teller,
            other.claims,
            other.checked,
            other.digits,
        )
        assert one.borne == pytest.approx(other.borne, abs=1e-9)
        assert 0 <= one.low <= one.borne <= one.high <= 1 or one.checked == 0
        assert sum(one.digits) == one.claims


def test_what_the_others_cannot_tell_leaves_the_rate_open():
    """Odds of nought say nothing; certain ones are counted as right and wrong, as in a beta distribution."""
    assert _rate([0.0] * 50, 1.0, 1.0) == pytest.approx((0.5, 0.05, 0.95), abs=1e-3)
    sure = [40.0] * int(89 / EACH) + [-40.0] * int(9 / EACH)
    assert _rate(sure, 1.0, 1.0) == pytest.approx((0.9, 0.8462, 0.9445), abs=2e-3)


def test_a_claim_that_nobody_could_confirm_does_not_count_against_its_teller():
    """Others who spoke of the place long before, and are silent since, move the odds of a capture little."""
    takes = {"published": 40, "outlet": "Wire", "actor": LEAGUE}
    alone = records([held(0, "Observers", ARMY), takes])["wire"]
    denied = records([held(0, "Observers", ARMY), takes, held(43, "Observers", ARMY), held(47, "Harbour Post", ARMY)])[
        "wire"
    ]
    told = records([held(0, "Observers", ARMY), takes, held(43, "Observers"), held(47, "Harbour Post")])["wire"]
    assert denied.borne < alone.borne < told.borne
    assert alone.borne == pytest.approx(0.5, abs=0.06)


def test_too_little_to_tell_is_an_f_and_never_a_bad_letter():
    few = records([held(0, "Wire"), held(3, "Observers", ARMY), held(20, "Wire"), held(40, "Wire")])
    assert {one.letter for one in few.values()} == {"F"}
