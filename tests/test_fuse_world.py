"""The kernel over a whole world equals the chain of one place, compiled or not, as known on any day."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from whoholds.fuse.chain import chain, table
from whoholds.fuse.kernel import EVER, World, powers, smooth
from whoholds.fuse.parameters import BY_HAND
from whoholds.fuse.poisson import press

READY = press(BY_HAND, ("a", "b"))
HORIZON = 300


def a_world(seed, places=7, claims=60, days=250):
    rng = np.random.default_rng(seed)
    place, day = np.sort(rng.integers(0, places, claims)), rng.integers(0, days, claims)
    day = day[np.lexsort((day, place))].astype(np.int32)
    return World(
        begins=np.searchsorted(place, np.arange(places + 1)),
        day=day,
        known=(day + rng.integers(0, 40, claims)).astype(np.int32),
        kind=rng.integers(0, 9, claims).astype(np.int32),
        likelihood=np.exp(rng.normal(0, 2, (9, READY.states))),
        powers=powers(READY.moves * np.exp(-READY.silence), HORIZON),
        start=READY.start,
    )


@given(st.integers(0, 10_000), st.sampled_from([EVER, 40, 120, -1]))
@settings(max_examples=25, deadline=None)
def test_a_world_is_its_places_one_by_one(seed, known):
    world = a_world(seed)
    got = smooth(world, known=known, compiled=False)
    for place in range(len(world.begins) - 1):
        rows = np.arange(world.begins[place], world.begins[place + 1])
        kept = rows[world.known[rows] <= known]
        assert not got.given_all[np.setdiff1d(rows, kept)].any()
        if not len(kept):
            continue
        days = sorted({int(world.day[i]) for i in kept})
        line = chain(days, [], READY.start, table(READY.moves, READY.silence))
        evidence = np.zeros((len(days), 1, READY.states))
        for i in kept:
            evidence[days.index(int(world.day[i])), 0] += np.log(world.likelihood[world.kind[i]])
        wanted = line.beliefs(evidence, line.forward(evidence)[0], line.backward(evidence))
        for i in kept:
            assert np.abs(got.given_all[i] - wanted[int(world.day[i]) - days[0]]).max() < 1e-6


@given(st.integers(0, 10_000), st.integers(0, 300))
@settings(max_examples=25, deadline=None)
def test_what_comes_later_changes_no_replay(seed, known):
    """The replay law: as known on a day, later claims may as well not exist."""
    world = a_world(seed)
    kept = world.known <= known
    counts = np.add.reduceat(np.r_[kept, False], world.begins[:-1]) * (np.diff(world.begins) > 0)
    early = World(
        begins=np.r_[0, np.cumsum(counts)],
        day=world.day[kept],
        known=world.known[kept],
        kind=world.kind[kept],
        likelihood=world.likelihood,
        powers=world.powers,
        start=world.start,
    )
    replayed = smooth(world, known=known, compiled=False)
    alone = smooth(early, compiled=False)
    assert np.array_equal(replayed.given_all[kept], alone.given_all)
    assert np.array_equal(replayed.ahead[kept], alone.ahead)


def test_compiled_and_not_give_the_same():
    pytest.importorskip("numba")
    for seed, known in ((1, EVER), (2, 90)):
        world = a_world(seed, places=40, claims=900)
        one, other = smooth(world, known=known, compiled=True), smooth(world, known=known, compiled=False)
        assert np.abs(one.given_all - other.given_all).max() < 1e-6
        assert np.abs(one.ahead - other.ahead).max() < 1e-6


def test_chances_sum_to_one():
    got = smooth(a_world(5), compiled=False)
    assert np.abs(got.given_all.sum(1) - 1).max() < 1e-6
    assert np.abs(got.ahead.sum(1) - 1).max() < 1e-6
