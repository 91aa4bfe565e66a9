"""The kernel that visits only the days with evidence equals one that visits every day."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from whoholds.fuse.chain import chain, paces, table, warmed
from whoholds.fuse.displays import table as screen_table
from whoholds.fuse.parameters import BY_HAND, Moves, Parameters, Screen
from whoholds.fuse.poisson import press, transitions


def dense(days, evidence, start, step_of, beyond):
    """Forward and backward, one step a day."""
    first, last = days[0], days[-1]
    spot = {day: i for i, day in enumerate(days)}
    n, k = last - first + 1, len(start)
    like = np.ones((n, k))
    for day, i in spot.items():
        like[day - first] = np.exp(evidence[i, 0])
    ahead, behind = np.empty((n, k)), np.ones((n, k))
    now, total = start, 0.0
    for t in range(n):
        now = (now @ step_of(first + t - 1) if t else now) * like[t]
        total += np.log(now.sum())
        now = now / now.sum()
        ahead[t] = now
    for t in range(n - 2, -1, -1):
        row = step_of(first + t) @ (behind[t + 1] * like[t + 1])
        behind[t] = row / row.sum()
    both = ahead * behind
    rows = [row / row.sum() for row in both]
    now = ahead[-1]
    for t in range(beyond):
        now = now @ step_of(last + t)
        now = now / now.sum()
        rows.append(now)
    return np.array(rows), total


@given(
    st.integers(1, 4),
    st.lists(st.integers(0, 400), min_size=1, max_size=9, unique=True),
    st.lists(st.tuples(st.integers(-20, 400), st.integers(1, 30), st.sampled_from([2.0, 5.0])), max_size=4),
    st.integers(0, 2**32 - 1),
)
@settings(max_examples=50, deadline=None)
def test_event_driven_equals_dense(sides, days, warm, seed):
    days = sorted(days)
    ready = press(BY_HAND, tuple(f"side {i}" for i in range(sides)))
    rng = np.random.default_rng(seed)
    own = dict(zip(days, rng.normal(0, 3, (len(days), ready.states)), strict=True))
    spells = [(start, start + length, factor) for start, length, factor in warm]
    line = chain(days, paces(spells), ready.start, table(ready.moves, ready.silence))
    evidence = np.array([[own.get(day, np.zeros(ready.states))] for day in line.days])
    ahead, total = line.forward(evidence)
    got = line.beliefs(evidence, ahead, line.backward(evidence), beyond=9)

    def step_of(day):
        factor = max((f for start, end, f in spells if start <= min(day, days[-1]) < end), default=1.0)
        return warmed(ready.moves, factor, sides) * np.exp(-ready.silence)

    wanted, wanted_total = dense(line.days, evidence, ready.start, step_of, 9)
    assert np.abs(got - wanted).max() < 1e-9
    assert abs(total[0] - wanted_total) < 1e-8


@given(st.integers(1, 5), st.floats(0.1, 60), st.sampled_from([1.0, 2.0, 5.0, 1e4]))
def test_chances_of_moving_sum_to_one(sides, pace, factor):
    moves = warmed(transitions(Moves(), sides, pace), factor, sides)
    assert np.abs(moves.sum(1) - 1).max() < 1e-12
    assert moves.min() >= 0


@given(st.integers(1, 4), st.floats(0.01, 0.9), st.floats(0, 0.01))
def test_what_a_screen_shows_next_sums_to_one(sides, corrects, errs):
    names = {f"side {i}": i for i in range(sides)}
    chances = screen_table(Screen(corrects=corrects, errs=errs, leaning="side 0", slow=0.3), names)
    assert np.abs(chances.sum(-1) - 1).max() < 1e-12
    assert chances.min() >= 0


def test_parameters_are_read_back_as_they_were_saved():
    changed = Parameters(name="tried", pace=2.0, rates=BY_HAND.rates[:3], screens=(Screen(source="front-map"),))
    for one in (BY_HAND, changed):
        assert Parameters.from_json(one.to_json()) == one
        assert hash(Parameters.from_json(one.to_json())) == hash(one)
