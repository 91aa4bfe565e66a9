"""The arithmetic of an answer adds up, and leaving a claim out is what it says."""

from __future__ import annotations

from datetime import timedelta

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from fuse_world import ARMY, LEAGUE, World, day_of, told
from test_fuse_laws import PAIRS
from whoholds.fuse import explain, fuse
from whoholds.fuse.beliefs import beliefs
from whoholds.fuse.parameters import BY_HAND, Parameters
from whoholds.fuse.poisson import SOMEBODY


def unpack(pairs):
    return [claim for claim, _ in pairs], {printed.report: printed for _, printed in pairs}


def odds(known, day, words):
    """Log-odds, on the day, of the two answers that the prior's line names."""
    names = ["somebody else" if side == SOMEBODY else side for side in known.sides] + ["fighting inside"]
    lead, rival = (names.index(word) for word in words.split(" against "))
    share = known.shares[known.row(day.toordinal())]
    return np.log(share[lead]) - np.log(share[rival])


@given(PAIRS, st.integers(-5, 90), st.sampled_from([1.0, 0.8]))
@settings(max_examples=60, deadline=None)
def test_prior_claims_and_silence_sum_to_the_log_odds(pairs, number, temperature):
    claims, imprints = unpack(pairs)
    if not claims:
        return
    numbers, day = Parameters(temperature=temperature), day_of(number)
    known = beliefs("velin", claims, imprints, World(), numbers)
    last = max(claim.known for claim in claims)
    got = explain("velin", claims, imprints, theatre=World(), known=last, day=day, parameters=numbers)
    if known is None or day.toordinal() < known.first:
        assert got == ()
        return
    assert got[0].kind == "prior"
    assert got[-1].kind == "silence"
    assert abs(sum(term.direct for term in got) - odds(known, day, got[0].words)) < 1e-6


@given(PAIRS, st.integers(0, 60))
@settings(max_examples=40, deadline=None)
def test_leaving_a_claim_out_is_working_the_answer_out_without_it(pairs, number):
    """By brute force: its evidence set to nothing, everything run again."""
    from whoholds.fuse.arithmetic import _question

    claims, imprints = unpack(pairs)
    known = beliefs("velin", claims, imprints, World(), BY_HAND) if claims else None
    if known is None or day_of(number).toordinal() < known.first:
        return
    ordinal = min(day_of(number).toordinal(), known.begins + len(known.daily) - 1)
    ask = _question(known, ordinal)
    at = {day: i for i, day in enumerate(ask.line.days)}
    last = max(claim.known for claim in claims)
    got = explain("velin", claims, imprints, theatre=World(), known=last, day=day_of(number))
    for term in got:
        if term.kind == "claim":
            less = ask.evidence.copy()
            for piece in known.evidence:
                if piece.said.claim.id == term.claim:
                    less[at[piece.day], 0] -= piece.terms
            assert abs(term.leave_out - float(ask.logit(ask.evidence)[0] - ask.logit(less)[0])) < 1e-6


def test_copies_are_rolled_up_under_the_voice_they_repeat():
    pairs = [
        told(0, published=10, said_by=LEAGUE),
        told(1, published=11, about=10, said_by=LEAGUE, outlet="Hill Gazette"),
        told(2, published=11, about=10, said_by=LEAGUE, outlet="Wire"),
    ]
    claims, imprints = unpack(pairs)
    lines = explain("velin", claims, imprints, theatre=World(), known=claims[-1].known, day=day_of(12))
    (only,) = [term for term in lines if term.kind == "claim"]
    assert only.claim == claims[0].id
    assert set(only.copies) == {claims[1].id, claims[2].id}


def test_the_explanation_of_a_day_names_the_answer_of_that_day():
    pairs = [told(0, published=0, verb="control_held", actor=ARMY), told(1, published=20), told(2, published=21)]
    claims, imprints = unpack(pairs)
    known = claims[-1].known
    controls = fuse("velin", claims, imprints, theatre=World(), known=known)
    for day in (day_of(0), day_of(25)):
        lines = explain("velin", claims, imprints, theatre=World(), known=known, day=day)
        (now,) = [one for one in controls if day in one.valid]
        (holder,) = now.holders
        assert lines[0].words.startswith(f"{holder} against ")
    assert explain("velin", claims, imprints, theatre=World(), known=known, day=day_of(0) - timedelta(1)) == ()


def test_a_claim_against_the_answer_is_shown_as_such():
    pairs = [
        told(0, published=10, outlet="Observers"),
        told(1, published=10, outlet="Wire"),
        told(2, published=11, about=10, said_by=ARMY, status="denied", verb="control_lost", actor=ARMY),
    ]
    claims, imprints = unpack(pairs)
    lines = explain("velin", claims, imprints, theatre=World(), known=claims[-1].known, day=day_of(12))
    effect = {term.claim: term.leave_out for term in lines if term.kind == "claim"}
    assert effect[claims[0].id] > 0
    assert effect[claims[1].id] > 0
    assert effect[claims[2].id] < 0
