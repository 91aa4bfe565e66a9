"""What must hold of fusing for all claims, whatever they say."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fuse_world import ARMY, BRIGADE, FIRST, GUARD, LEAGUE, World, told
from whoholds.claim import Status
from whoholds.fuse import METHODS, fuse
from whoholds.fuse.assertions import heard
from whoholds.fuse.beliefs import beliefs
from whoholds.fuse.parameters import BY_HAND, Parameters
from whoholds.fuse.poisson import before, log_likelihood, press, spread, truth_of
from whoholds.verb import VERBS
from whoholds.when import Period

SWAP = {LEAGUE: ARMY, ARMY: LEAGUE, BRIGADE: "northern-government", "northern-government": BRIGADE}
RENAMED = {LEAGUE: "zz-one", ARMY: "aa-two", GUARD: "mm-three"}
PARTIES = st.sampled_from([LEAGUE, ARMY, GUARD])

ROWS = st.fixed_dictionaries(
    {
        "published": st.integers(0, 60),
        "verb": st.sampled_from([verb for verb in VERBS if VERBS[verb].asserted != "nothing"]),
        "actor": st.one_of(st.just(""), PARTIES),
        "target": st.one_of(st.just(""), st.just(""), PARTIES),
        "status": st.sampled_from([str(status) for status in Status]),
        "basis": st.sampled_from(["stated", "none"]),
    },
    optional={
        "said_by": PARTIES,
        "outlet": st.sampled_from(["Hill Gazette", "Observers", "Wire", "Front Map"]),
        "share": st.sampled_from([0.25, 0.5, 1.0]),
        "near": st.booleans(),
        "notes": st.sampled_from([["presence"], ["inside"], ["repelled"], ["handover"]]),
        "candidates": st.sampled_from([[["velin", 0.6], ["other", 0.4]], [["velin", 1.0]]]),
        "confidence": st.sampled_from([0.5, 0.9]),
    },
)
PAIRS = st.lists(ROWS, max_size=8).map(lambda rows: [told(number, **row) for number, row in enumerate(rows)])
METHOD = st.sampled_from(sorted(METHODS))


def run(pairs, *, method="model", world=None, parameters=None):
    claims = [claim for claim, _ in pairs]
    known = max((claim.known for claim in claims), default=None)
    if known is None:
        return ()
    imprints = {printed.report: printed for _, printed in pairs}
    return fuse("velin", claims, imprints, theatre=world or World(), known=known, method=method, parameters=parameters)


def shape(controls, names=None):
    """What the record says, without ids of claims: holders, days and shares to six decimals, under other names."""
    names = names or {}
    return [
        (
            sorted(names.get(h, h) for h in one.holders),
            one.valid,
            sorted((names.get(a, a), round(p, 5)) for a, p in one.shares),
            one.voices,
            one.last_heard,
        )
        for one in controls
    ]


@given(PAIRS, st.randoms(use_true_random=False), METHOD)
@settings(max_examples=60, deadline=None)
def test_the_order_of_claims_is_irrelevant(pairs, random, method):
    shuffled = random.sample(pairs, len(pairs))
    assert run(pairs, method=method) == run(shuffled, method=method)


@given(PAIRS, METHOD)
@settings(max_examples=40, deadline=None)
def test_twice_is_once(pairs, method):
    assert run(pairs + pairs, method=method) == run(pairs, method=method)


@given(PAIRS, METHOD)
@settings(max_examples=60, deadline=None)
def test_periods_follow_each_other_and_only_the_last_is_open(pairs, method):
    controls = run(pairs, method=method)
    for earlier, later in pairwise(controls):
        assert earlier.valid.end is not None
        assert earlier.valid.end <= later.valid.start
        assert not earlier.valid.meets(later.valid)
    for one in controls:
        assert one.holders
        assert one.holders <= {actor for actor, _ in one.shares} | set(World().parties)
        assert 0 <= one.belief <= 1
        assert sum(p for _, p in one.shares) <= 1 + 1e-5


@given(PAIRS, st.integers(-4000, 4000), METHOD)
@settings(max_examples=40, deadline=None)
def test_moving_all_dates_moves_the_record(pairs, days, method):
    by = timedelta(days=days)
    moved = []
    for claim, printed in pairs:
        when = replace(claim.when, first=claim.when.first + by, last=claim.when.last + by)
        moved.append(
            (
                replace(claim, known=claim.known + by, when=when),
                replace(printed, published=printed.published + by, received=printed.received + by),
            )
        )
    got = [
        replace(
            one,
            valid=Period(start=one.valid.start + by, end=one.valid.end and one.valid.end + by),
            last_heard=one.last_heard + by,
        )
        for one in run(pairs, method=method)
    ]
    assert got == list(run(moved, method=method))


def _renamed(pairs, names):
    """The same claims about parties of other names; ids change, as they would."""
    out = []
    for claim, printed in pairs:
        voices = tuple(replace(voice, actor=names.get(voice.actor, voice.actor)) for voice in claim.voices)
        actor, target = names.get(claim.actor, claim.actor), names.get(claim.target, claim.target)
        out.append(
            (replace(claim, id=claim.id[::-1], actor=actor, target=target, voices=voices), printed),
        )
    return out


@given(PAIRS, METHOD)
@settings(max_examples=60, deadline=None)
def test_renaming_the_parties_renames_the_answer(pairs, method):
    world = World(sides={}, parties=frozenset(RENAMED.values()))
    assert shape(run(pairs, method=method), RENAMED) == shape(run(_renamed(pairs, RENAMED), method=method, world=world))


@given(PAIRS, METHOD)
@settings(max_examples=60, deadline=None)
def test_swapping_the_sides_swaps_the_answer(pairs, method):
    assert shape(run(pairs, method=method), SWAP) == shape(run(_renamed(pairs, SWAP), method=method))


@given(PAIRS, st.integers(0, 60), METHOD)
@settings(max_examples=40, deadline=None)
def test_what_was_known_earlier_stays_as_it_was(pairs, day, method):
    """Grouping echoes, naming sides, weighing interest: none of it may look at what came later."""
    known = told(0, published=day)[0].known
    early = [(claim, printed) for claim, printed in pairs if claim.known <= known]
    claims, imprints = [claim for claim, _ in early], {printed.report: printed for _, printed in pairs}
    with_later_imprints = fuse("velin", claims, imprints, theatre=World(), known=known, method=method)
    assert with_later_imprints == run(early, method=method)


def test_hindsight_is_refused():
    claim, printed = told(0, published=10)
    with pytest.raises(ValueError, match="became known after"):
        fuse("velin", [claim], {printed.report: printed}, theatre=World(), known=claim.known - timedelta(seconds=1))


@given(PAIRS, st.sampled_from(["planned", "hypothetical"]), st.data())
@settings(max_examples=40, deadline=None)
def test_plans_and_threats_change_nothing(pairs, status, data):
    extra = told(99, **(data.draw(ROWS) | {"status": status}))
    assert run([*pairs, extra]) == run(pairs)


@given(METHOD)
def test_no_claims_no_control(method):
    known = told(0, published=0)[0].known
    assert fuse("velin", [], {}, theatre=World(), known=known, method=method) == ()


@given(PAIRS, st.data())
@settings(max_examples=60, deadline=None)
def test_a_copy_adds_no_belief(pairs, data):
    """The same voice printed again, later and elsewhere: the log-odds move by at most .05."""
    if not pairs:
        return
    number = data.draw(st.integers(0, len(pairs) - 1))
    claim, printed = pairs[number]
    if claim.speaker.source == "front-map":
        return  # a screen seen twice on one day is a matter of its own test
    later = timedelta(hours=data.draw(st.integers(1, 40)))
    copy = replace(claim, id="c" + claim.id[1:], report="copy", known=claim.known + later)
    print_ = replace(
        printed,
        report="copy",
        outlet="Evening Sheet",
        published=printed.published + later,
        received=printed.received + later,
    )
    claims = [one for one, _ in pairs]
    imprints = {one.report: one for _, one in pairs}
    once = beliefs("velin", claims, imprints, World(), BY_HAND)
    twice = beliefs("velin", [*claims, copy], imprints | {"copy": print_}, World(), BY_HAND)
    assert (once is None) == (twice is None)
    if once is None:
        return
    pair = [np.clip(known.shares, 1e-9, 1 - 1e-9) for known in (once, twice)]
    logits = [np.log(p) - np.log1p(-p) for p in pair]
    assert np.abs(logits[0] - logits[1]).max() <= 0.05


@given(ROWS, st.floats(0.05, 0.95))
@settings(max_examples=60, deadline=None)
def test_a_doubtful_claim_counts_for_a_bounded_amount(row, certain):
    """|LLR| <= log(1 + q / (1 - q) * max r / mean r) for a claim that is about this place with chance q."""
    claim, printed = told(0, **(row | {"share": 1.0, "notes": []}))
    claim = replace(claim, candidates=(("velin", certain), ("other", 1 - certain)))
    found = heard("velin", [claim], {printed.report: printed}, World(), Parameters(candidate_floor=0.0))
    for said in found.said:
        ready = press(BY_HAND, (LEAGUE, ARMY, GUARD))
        side = 0 if said.side else None
        rates = spread(ready.rate(said)[0], truth_of(said.column, side, 3))
        rates[-3:] *= BY_HAND.told_fresh  # an upper bound, whether the day was told or not
        q = 1 - said.doubt
        bound = np.log1p(q / (1 - q) * rates.max() / (ready.start @ rates) * BY_HAND.told_fresh)
        assert np.ptp(log_likelihood(said, side, ready)) <= bound + 1e-9
        early = before(said, side, ready)
        assert early is None or np.ptp(early) <= -np.log(BY_HAND.onset)


def test_the_silence_of_a_ledger_that_hears_nothing_costs_nothing():
    claim, printed = told(0, published=0)
    deaf = beliefs("velin", [claim], {printed.report: printed}, World(), Parameters(coverage=0.0))
    hearing = beliefs("velin", [claim], {printed.report: printed}, World(), Parameters(coverage=1.0))
    assert deaf.shares[-1, 0] > hearing.shares[-1, 0]
    assert deaf.begins == FIRST.toordinal() - 2  # the day before the day before: "took it that day" speaks of both
