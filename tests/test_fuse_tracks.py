"""Track records: a teller is judged by the others, never by itself, and not at all where nobody else spoke."""

from __future__ import annotations

from bisect import bisect_left

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fuse_world import ARMY, LEAGUE, World, heard_all
from test_fuse_laws import PAIRS
from whoholds.fuse import checks_of, tracks
from whoholds.fuse.assertions import heard
from whoholds.fuse.beliefs import by_side, logit, weigh
from whoholds.fuse.chain import chain, table
from whoholds.fuse.echoes import voices
from whoholds.fuse.others import ALIKE, LEAD, MOST, WITHIN, Others
from whoholds.fuse.parameters import BY_HAND
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


def one_by_one(rest, one):
    """The same as ``Others.on`` for one claim, from the record of the others alone."""
    first, last = (min(max(day - rest.begins, 0), len(rest.shares) - 1) for day in (one.day, one.day + WITHIN))
    side = -1 if one.column == "contest" else rest.sides.index(one.side)
    says = (lambda shares: 1 - shares[..., side]) if one.column == "lose" else (lambda shares: shares[..., side])
    chances = says(rest.shares[first : last + 1])
    best = int(chances.round(ALIKE).argmax())
    line = rest.chain
    paces = list(zip(line.days, line.factors, strict=True))
    still = chain(line.days, paces, line.start, table(rest.ready.moves, rest.ready.silence * 0))
    at, day = bisect_left(line.days, one.day - LEAD) - 1, rest.begins + first + best
    now = line.start if at < 0 else rest.ahead[at, 0]
    at = max(at, 0)
    while at + 1 < len(line.days) and line.days[at + 1] <= day:
        now, at = now @ still.step(at), at + 1
    before = by_side(now @ still.powers[at][max(0, day - line.days[at])], len(rest.sides))
    return float(chances[best]), max(-MOST, min(MOST, float(logit(chances[best]) - logit(says(before)))))


@given(st.lists(st.tuples(st.integers(0, 120), st.sampled_from("abcd"), st.sampled_from((LEAGUE, ARMY)), st.sampled_from((
    "control_held", "control_gained", "control_lost", "contested", "attack"))), min_size=2, max_size=9))  # fmt: skip
@settings(max_examples=60, deadline=None)
def test_a_place_without_each_teller_is_that_place_weighed_without_it(told):
    claims, imprints = heard_all([{"published": day, "outlet": f"Page {page}", "actor": actor, "verb": verb}
                                  for day, page, actor, verb in told])  # fmt: skip
    found = heard("velin", claims, imprints, World(), BY_HAND)
    said = voices(found.said, imprints, BY_HAND)
    tellers = sorted({one.teller.key for one in said})
    together = Others(said, found, BY_HAND, tellers)
    for teller in tellers:
        rest = weigh(tuple(one for one in said if one.teller.key != teller), found, BY_HAND)
        mine = [one for one in said if one.teller.key == teller]
        checked = together.on(teller, mine)
        if rest is None:
            assert checked == [(None, None)] * len(mine)
            continue
        assert np.abs(together.without(teller) - rest.daily).max() < 1e-9
        for one, (chance, odds) in zip(mine, checked, strict=True):
            if odds is not None and (one.column == "contest" or one.side in rest.sides):
                assert (chance, odds) == pytest.approx(one_by_one(rest, one), abs=1e-6)
