"""Learning finds what made the reports, stays near its prior without them, and never sees the future."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fuse_world import ARMY, FIRST, LEAGUE, World, day_of, told
from whoholds.fuse.assertions import heard
from whoholds.fuse.beliefs import beliefs, by_side
from whoholds.fuse.calibrate import amount, sharpened, temperature
from whoholds.fuse.chain import chain, table
from whoholds.fuse.echoes import voices
from whoholds.fuse.fitting import MOST_MOVED, from_claims, held, parameters, refit
from whoholds.fuse.front import Weather, backward, forward
from whoholds.fuse.learn import Lesson, learn, untaught
from whoholds.fuse.panel import BLANK, Log, around, gather
from whoholds.fuse.parameters import PRIOR, Parameters
from whoholds.fuse.poisson import press
from whoholds.place import Point

SIDES = (LEAGUE, ARMY)
DAYS, PLACES = 120, 40
NUMBERS = replace(PRIOR, reader=())


def a_front(seed: int = 0, *, liar: float = 0.0):
    """A line of places of which some change hands once; an honest and (by ``liar``) a lying outlet; a lagging map.

    Returns (panel, truth [places, days]).
    """
    rng = np.random.default_rng(seed)
    points = {f"p{i:02d}": Point(0.0, 0.05 * i) for i in range(PLACES)}
    truth = np.repeat((np.arange(PLACES) < PLACES // 2)[:, None].astype(int), DAYS, 1)
    for i in range(PLACES // 2 - 6, PLACES // 2):
        truth[i, rng.integers(20, 100) :] = 0
    shown = np.full((PLACES, DAYS), BLANK, np.int8)
    screen = truth[:, 0].copy()
    for day in range(DAYS):
        late = (screen != truth[:, day]) & (rng.random(PLACES) < 1 / 4)
        screen = np.where(late, truth[:, day], screen)
        shown[:, day] = screen
    pages, number = {}, 0
    for i, place in enumerate(points):
        rows = []
        for day in range(1, DAYS):
            if truth[i, day] != truth[i, day - 1]:
                rows.append({"published": day + 4, "about": day, "outlet": "Observers", "actor": SIDES[truth[i, day]]})
            if rng.random() < 0.01:
                false = rng.random() < liar
                who = SIDES[truth[i, day] ^ int(false)]
                rows.append({"published": day, "outlet": "Wire", "actor": who, "verb": "control_held"})
        pairs = []
        for row in rows:
            pairs.append(told(number, **row))
            number += 1
        claims = [claim for claim, _ in pairs]
        prints = {printed.report: printed for _, printed in pairs}
        found = [replace(claim, place=place, candidates=((place, 1.0),)) for claim in claims]
        pages[place] = voices(heard(place, found, prints, World(), NUMBERS).said, prints, NUMBERS)
    logs = (Log(source="front-map", shown=shown),)
    return gather(pages, points, SIDES, first=FIRST.toordinal(), days=DAYS, logs=logs), truth


def test_beliefs_follow_the_truth_and_looking_back_sees_further():
    seen, truth = a_front()
    lesson = Lesson(seen, NUMBERS)
    learnt = learn(seen, NUMBERS, passes=3)
    right = np.eye(3)[truth.T]
    now, back = (((shares - right) ** 2).sum(-1).mean() for shares in (lesson.now(learnt), lesson.back(learnt)))
    assert now < 0.05
    assert back < now


def test_a_screen_s_lag_is_learnt():
    seen, _ = a_front()
    loosely = replace(NUMBERS, name="loose")
    learnt = learn(seen, loosely, passes=3)
    prior = untaught(Lesson(seen, loosely).spoken, seen, loosely)
    shown_wrong = (1, 0, 0)  # shows side 1, side 0 holds, turns to side 0
    assert learnt.screens[0][shown_wrong] > prior.screens[0][shown_wrong]


def test_a_source_that_is_often_wrong_comes_to_weigh_less():
    def weight_of_wire(learnt):
        (values,) = [
            v for row, v in zip(learnt.rows, learnt.values, strict=True) if (row.teller, row.column) == ("wire", "hold")
        ]
        return np.log(values[1] / values[3])

    honest, lying = (learn(a_front(liar=liar)[0], NUMBERS, passes=3) for liar in (0.0, 0.5))
    assert weight_of_wire(lying) < weight_of_wire(honest) - 0.5


def test_without_reports_the_prior_stays():
    empty = gather({}, {"a": Point(0, 0), "b": Point(0, 0.1)}, SIDES, first=FIRST.toordinal(), days=50)
    lesson = Lesson(empty, NUMBERS)
    prior = untaught(lesson.spoken, empty, NUMBERS)
    learnt = learn(empty, NUMBERS, passes=4)
    assert learnt.rows == ()
    assert np.abs(learnt.moves - prior.moves).max() < 0.01
    assert np.abs(learnt.fronts / prior.fronts - 1).max() < 0.05


@given(st.integers(60, DAYS - 1))
@settings(max_examples=4, deadline=None)
def test_no_day_sees_what_came_later(day):
    seen, _ = a_front()
    lesson, early = Lesson(seen, NUMBERS), Lesson(seen.upto(day), NUMBERS)
    learnt = learn(seen.upto(day), NUMBERS, passes=1)
    later = learn(seen, NUMBERS, passes=0, begin=learnt)
    assert later.rows == learnt.rows  # else silence would weigh otherwise, and rightly so
    assert np.abs(lesson.now(later)[:day] - early.now(learnt)).max() < 1e-9


def test_now_equals_the_forward_run_when_nothing_comes_late():
    seen, _ = a_front()
    punctual = replace(seen, known=np.array([one.day - seen.first for one in seen.said]))
    lesson = Lesson(punctual, NUMBERS)
    learnt = untaught(lesson.spoken, punctual, NUMBERS)
    learnt = replace(learnt, field=0.02)
    run = forward(lesson.weather(learnt), lesson.evidence(learnt), lesson.power(learnt))
    told_before = lesson.spoken.told.any()
    assert told_before
    got, wanted = lesson.now(learnt), by_side(run.ahead, 2)
    late = np.zeros(wanted.shape[:2], bool)  # the day before a told change learns of it one day later
    late[(lesson.spoken.since - 1).clip(0), lesson.spoken.spot] = True
    near = late.any(1)
    assert np.abs(got - wanted)[~near].max() < 1e-9


def test_a_place_alone_is_the_same_day_by_day_as_event_by_event():
    """No neighbours, one stretch of exposure: the dense run equals the one that visits days with evidence."""
    ready = press(NUMBERS, SIDES)
    rng = np.random.default_rng(3)
    days = [0, 4, 5, 30]
    evidence = np.zeros((31, 1, 5))
    evidence[days] = rng.normal(0, 2, (4, 1, 5))
    moves = ready.moves
    fronts = np.zeros((2, 3, 7))
    for a in range(2):
        chances = (moves[a, 2], moves[a, 3:].sum(), moves[a, :2].sum() - moves[a, a])
        fronts[a] = np.array(chances)[:, None]
    weather = Weather(ready.start[None], moves, fronts, ready.silence, None)
    got = backward(weather, evidence, forward(weather, evidence)).chances[:, 0]
    line = chain(days, [], ready.start, table(moves, ready.silence))
    own = evidence[days]
    ahead, _ = line.forward(own)
    assert np.abs(got - line.beliefs(own, ahead, line.backward(own))).max() < 1e-6


def test_learnt_numbers_can_be_saved_and_used_on_a_place_alone():
    seen, _ = a_front()
    learnt = learn(seen, NUMBERS, passes=2)
    made = parameters(learnt, NUMBERS, seen, name="arland", known=day_of(DAYS).isoformat())
    assert Parameters.from_json(made.to_json()) == made
    claim, printed = told(0, published=10, outlet="Observers")
    known = beliefs("velin", [claim], {printed.report: printed}, World(), made)
    assert known is not None
    assert np.abs(known.shares.sum(1) - 1).max() < 1e-9
    assert known.shares[known.row(day_of(10).toordinal()), 0] > 0.5
    again = untaught(Lesson(seen, made).spoken, seen, made)
    assert np.abs(again.values - learnt.values).max() < 1e-12
    assert np.abs(again.screens[0] - learnt.screens[0]).max() < 1e-12
    assert np.abs(again.fronts - learnt.fronts).max() < 1e-12


def test_a_refit_that_explains_unseen_places_worse_is_refused():
    seen, _ = a_front()
    good = learn(seen, NUMBERS, passes=6)
    lesson = Lesson(seen, NUMBERS)
    poor = replace(good, fronts=good.fronts.clip(max=1e-9))
    assert lesson.score(good).sum() > lesson.score(poor).sum()
    kept, gain = refit(seen, NUMBERS, poor, passes=3)
    assert gain > 0
    assert lesson.score(kept).sum() > lesson.score(poor).sum()
    crooked = replace(NUMBERS, rates=tuple(replace(row, values=row.values[::-1]) for row in NUMBERS.rates))
    kept, gain = refit(seen, crooked, good, passes=1)
    assert gain <= 0
    assert kept.values == pytest.approx(good.values)


def test_neighbours_weigh_by_nearness_and_sum_to_one():
    near = around([Point(10, 20 + 0.1 * i) for i in range(12)])
    assert near.near.shape == (12, 6)
    assert np.abs(near.weight.sum(1) - 1).max() < 1e-12
    assert list(near.near[0]) == [1, 2, 3, 4, 5, 6]
    assert (np.diff(near.weight[0]) < 0).all()
    assert (around([Point(0, 0), Point(0, 1)]).near == [[1], [0]]).all()


@pytest.mark.parametrize("power", [0.5, 1.0, 1.6])
def test_the_temperature_that_dulled_the_shares_is_found(power):
    """Truth drawn from sharp shares, shares then raised to 1/power: the fitted exponent undoes it."""
    rng = np.random.default_rng(1)
    true = rng.dirichlet([0.6, 0.6, 0.2], 20_000)
    truth = np.array([rng.choice(3, p=row) for row in true])
    shown = true ** (1 / power)
    assert temperature(shown / shown.sum(1, keepdims=True), truth) == pytest.approx(power, rel=0.06)


def test_claims_of_a_front_teach_parameters_for_any_place_of_it():
    points = {f"p{i}": Point(0, 0.05 * i) for i in range(12)}
    pages = {}
    for i, place in enumerate(points):
        rows = [
            {"published": 7 * week, "verb": "control_held", "actor": SIDES[i % 2], "outlet": "Front Map"}
            for week in range(6)
        ]
        honest = {"verb": "control_held", "actor": SIDES[i % 2], "outlet": "Observers"}
        rows += [{"published": 3 + 8 * n, **honest} for n in range(5)]
        rows += [{"published": 9 * n + i % 7, "verb": "control_held", "outlet": "Hill Gazette"} for n in range(3)]
        rows += [{"published": 20, "said_by": LEAGUE}] if i == 3 else []
        pairs = [told(100 * i + number, **row) for number, row in enumerate(rows)]
        claims = [replace(claim, place=place, candidates=((place, 1.0),)) for claim, _ in pairs]
        pages[place] = (claims, {printed.report: printed for _, printed in pairs})
    fitted = from_claims(pages, points, World(), passes=2)
    assert (set(fitted.sides), fitted.new, fitted.places) == (set(SIDES), True, 12)
    made = fitted.numbers
    assert made.known == day_of(35).isoformat()
    assert {row.teller for row in made.rates if row.expected} >= {"observers", LEAGUE}
    assert {screen.source for screen in made.screens} >= {"front-map"}
    for place, (claims, imprints) in pages.items():
        known = beliefs(place, claims, imprints, World(), made)
        assert known is not None
        assert known.sides[int(known.shares[-1, :-1].argmax())] == SIDES[int(place[1:]) % 2]
    with pytest.raises(ValueError, match="nothing to learn from"):
        from_claims({}, points, World(), SIDES)


def test_what_a_report_weighs_moves_a_little_at_a_time():
    """However a source behaves, one fit changes no weight by more than a nat; how much it speaks may change freely."""
    seen, _ = a_front(liar=1.0)
    prior = untaught(Lesson(seen, NUMBERS).spoken, seen, NUMBERS)
    wild = replace(prior, values=prior.values * np.array([30.0, 0.2, 0.2, 0.2, 900.0]))
    change = np.log(held(wild, prior).values / prior.values)
    assert np.ptp(change, axis=1).max() <= 2 * MOST_MOVED + 1e-9
    louder = replace(prior, values=prior.values * 50)
    assert held(louder, prior).values == pytest.approx(louder.values)
    kept, gain = refit(seen, NUMBERS, prior, passes=3)
    assert gain > 0
    assert np.ptp(np.log(kept.values / prior.values), axis=1).max() <= 2 * MOST_MOVED + 1e-9


def test_the_desk_is_an_anchor():
    """What the desk says is never taught to weigh otherwise, and nobody waits for it."""
    pairs = [told(n, published=8 * n, outlet="Desk", verb="control_held", actor=SIDES[n % 2]) for n in range(10)]
    claims, prints = [claim for claim, _ in pairs], {printed.report: printed for _, printed in pairs}
    said = voices(heard("velin", claims, prints, World(), NUMBERS).said, prints, NUMBERS)
    points = {"velin": Point(0, 0), "other": Point(0, 0.1)}
    seen = gather({"velin": said}, points, SIDES, first=FIRST.toordinal(), days=DAYS)
    lesson = Lesson(seen, NUMBERS)
    prior = untaught(lesson.spoken, seen, NUMBERS)
    assert [row.teller for row in prior.rows] == ["desk"]
    assert (learn(seen, NUMBERS, passes=3).values == prior.values).all()
    assert (lesson.weather(prior).silence == 0).all()


def test_what_is_long_past_can_be_made_to_count_for_less():
    """An outlet that lied in the first half and is honest in the second: with a short memory it weighs more."""
    lying, honest = a_front(liar=0.5)[0], a_front(seed=1)[0]
    half = DAYS // 2
    kept = [i for i, one in enumerate(lying.said) if one.day - lying.first < half]
    later = [i for i, one in enumerate(honest.said) if one.day - honest.first >= half]
    mixed = replace(
        honest,
        said=tuple(lying.said[i] for i in kept) + tuple(honest.said[i] for i in later),
        spot=np.r_[lying.spot[kept], honest.spot[later]],
        known=np.r_[lying.known[kept], honest.known[later]],
    )

    def weight_of_wire(learnt):
        (values,) = [
            v for row, v in zip(learnt.rows, learnt.values, strict=True) if (row.teller, row.column) == ("wire", "hold")
        ]
        return np.log(values[1] / values[3])

    long, short = (learn(mixed, NUMBERS, passes=2, half_life=days) for days in (np.inf, 15.0))
    assert weight_of_wire(short) > weight_of_wire(long)


def test_temperatures_apply_where_that_much_is_heard():
    seen, _ = a_front()
    heard_ = amount(seen)
    assert (heard_ == 1).all()  # one map that speaks daily
    shares = np.broadcast_to(np.array([0.8, 0.15, 0.05]), (*heard_.shape, 3))
    numbers = replace(NUMBERS, temperatures=(("now", 1, 0.5), ("now", 2, 3.0)))
    dulled = sharpened(shares, heard_, "now", numbers)
    assert dulled[0, 0, 0] == pytest.approx(0.8**0.5 / (0.8**0.5 + 0.15**0.5 + 0.05**0.5))
    assert np.allclose(sharpened(shares, heard_, "back", numbers), shares)
