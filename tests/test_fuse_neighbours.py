"""Neighbours count where the numbers say so: a light pull, with a line of its own, and nothing where nothing is said."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fuse_world import ARMY, FIRST, GUARD, LEAGUE, World, day_of, told
from make import a_claim, a_report, noon
from test_fuse_explain import odds, unpack
from test_fuse_laws import PAIRS, shape
from whoholds import ask, lines
from whoholds.ask.view import view
from whoholds.control import Edition, Fit
from whoholds.fuse import Beside, explain, fuse, neighbourhood
from whoholds.fuse.arithmetic import _question
from whoholds.fuse.beliefs import QUIET_AFTER, beliefs, pulled
from whoholds.fuse.chain import Table, chain
from whoholds.fuse.parameters import BY_HAND
from whoholds.fuse.poisson import SOMEBODY, press
from whoholds.keep import Entry, open_ledger
from whoholds.place import Point
from whoholds.run import settle
from whoholds.theatre import load_theatre

FIELD = replace(BY_HAND, field=0.03)
SHARES = st.lists(st.floats(0.01, 1.0), min_size=3, max_size=3).map(lambda xs: tuple(x / sum(xs) for x in xs))


@st.composite
def around(draw):
    """Up to three neighbours, each with a stretch or two, some of which know only one side by name."""
    count = draw(st.integers(1, 3))
    out = []
    for _ in range(count):
        starts = sorted(draw(st.sets(st.integers(-10, 70), min_size=1, max_size=3)))
        sides = draw(st.sampled_from([(LEAGUE, ARMY), (ARMY, GUARD), (LEAGUE, SOMEBODY)]))
        shares = tuple(draw(SHARES) for _ in starts)
        days = tuple(FIRST.toordinal() + day for day in starts)
        out.append(Beside(weight=1 / count, sides=sides, starts=days, shares=shares))
    return tuple(out)


def run(pairs, beside, numbers=FIELD):
    claims, imprints = unpack(pairs)
    known = max((claim.known for claim in claims), default=noon(FIRST))
    return fuse("velin", claims, imprints, theatre=World(), known=known, parameters=numbers, beside=beside)


@given(PAIRS, around(), st.integers(-5, 90), st.sampled_from([1.0, 0.8]))
@settings(max_examples=60, deadline=None)
def test_with_neighbours_too_the_lines_sum_to_the_log_odds(pairs, beside, number, temperature):
    claims, imprints = unpack(pairs)
    if not claims:
        return
    numbers, day = replace(FIELD, temperature=temperature), day_of(number)
    known = beliefs("velin", claims, imprints, World(), numbers, beside=beside)
    last = max(claim.known for claim in claims)
    got = explain("velin", claims, imprints, theatre=World(), known=last, day=day, parameters=numbers, beside=beside)
    if known is None or day.toordinal() < known.first:
        assert got == ()
        return
    assert [term.kind for term in got if not term.claim] in (["prior", "silence"], ["prior", "silence", "neighbours"])
    assert abs(sum(term.direct for term in got) - odds(known, day, got[0].words)) < 1e-6


@given(PAIRS, around(), st.integers(0, 60))
@settings(max_examples=40, deadline=None)
def test_leaving_the_neighbours_out_is_working_the_answer_out_alone(pairs, beside, number):
    claims, imprints = unpack(pairs)
    known = beliefs("velin", claims, imprints, World(), FIELD, beside=beside) if claims else None
    if known is None or day_of(number).toordinal() < known.first:
        return
    last, day = max(claim.known for claim in claims), day_of(number)
    got = explain("velin", claims, imprints, theatre=World(), known=last, day=day, parameters=FIELD, beside=beside)
    (line,) = [term for term in got if term.kind == "neighbours"] or [None]
    if line is None:
        return
    ask_with = _question(known, min(day.toordinal(), known.begins + len(known.daily) - 1))
    alone = replace(known, chain=beliefs("velin", claims, imprints, World(), FIELD).chain)
    ask_without = replace(_question(alone, min(day.toordinal(), known.begins + len(known.daily) - 1)))
    lead, rival = ask_with.lead, ask_with.rival
    ask_without = replace(ask_without, lead=lead, rival=rival)
    gain = ask_with.logit(ask_with.evidence)[0] - ask_without.logit(ask_without.evidence)[0]
    assert abs(line.leave_out - gain) < 1e-6


@given(PAIRS, around())
@settings(max_examples=40, deadline=None)
def test_without_power_neighbours_change_nothing(pairs, beside):
    assert run(pairs, beside, BY_HAND) == run(pairs, (), BY_HAND)
    assert run(pairs, (), FIELD) == run(pairs, (), BY_HAND)


@given(PAIRS, around(), st.randoms(use_true_random=False))
@settings(max_examples=30, deadline=None)
def test_the_order_of_neighbours_is_irrelevant(pairs, beside, random):
    assert shape(run(pairs, tuple(random.sample(beside, len(beside))))) == shape(run(pairs, beside))


@given(around())
def test_where_nothing_is_said_neighbours_make_no_answer(beside):
    assert run([], beside) == ()
    planned = [told(0, published=5, status="planned")]
    assert run(planned, beside) == ()


def test_neighbours_pull_towards_what_they_are_believed_to_be():
    pairs = [
        told(0, published=0, verb="control_held", actor=ARMY, outlet="Wire"),
        told(1, published=20, said_by=LEAGUE),
    ]

    def league(beside):
        claims, imprints = unpack(pairs)
        known = beliefs("velin", claims, imprints, World(), FIELD, beside=beside)
        row = known.shares[known.row(day_of(20).toordinal())]
        return np.log(row[known.sides.index(LEAGUE)] / row[known.sides.index(ARMY)])

    def one(share):
        return (
            Beside(weight=1.0, sides=(LEAGUE, ARMY), starts=(FIRST.toordinal(),), shares=((share, 1 - share, 0.0),)),
        )

    assert league(one(0.02)) < league(()) < league(one(0.98))


def test_a_neighbour_that_knows_one_side_says_somebody_else_of_all_others():
    beside = (Beside(weight=1.0, sides=(GUARD, SOMEBODY), starts=(10,), shares=((0.9, 0.1, 0.0),)),)
    ((day, pull),) = pulled(beside, (LEAGUE, ARMY), 0.03)
    assert day == 10
    assert pull[0] == pull[1] == pull[3] == 1.0  # the two named here share what is somebody else's there
    assert pull[2] < 1.0


def test_a_map_s_look_keeps_the_neighbours_away_for_a_fortnight():
    beside = (Beside(weight=1.0, sides=(LEAGUE, ARMY), starts=(10,), shares=((0.9, 0.1, 0.0),)),)
    got = pulled(beside, (LEAGUE, ARMY), 0.03, [20])
    assert [(day, pull is None) for day, pull in got] == [(10, False), (20, True), (20 + QUIET_AFTER + 1, False)]


@given(st.integers(1, 12), st.integers(0, 12), st.floats(0.01, 1.0))
@settings(max_examples=40, deadline=None)
def test_a_pull_event_by_event_is_the_pull_day_by_day(gap, turn, share):
    """A chain with a pull from some day on, against the product of one day's table after another."""
    ready = press(BY_HAND, (LEAGUE, ARMY))
    pull = np.array([1.0, share, 0.5, 1.0, share])
    line = chain([0, gap], [], ready.start, Table(ready.moves, ready.silence), [(turn, pull)])
    now = ready.start
    for day in range(gap):
        now = now @ (ready.moves * np.exp(-ready.silence) * (pull if day >= turn else 1.0))
    step = ready.start
    for i in range(len(line.days) - 1):
        step = step @ line.step(i)
    assert np.abs(step - now).max() < 1e-12


class Land(World):
    """Ten villages on a road, a tenth of a degree apart."""

    def point_of(self, ident):
        return Point(0.0, 0.1 * int(ident[1:])) if ident[0] == "p" else None


def test_the_nearest_count_most_and_what_changed_touches_those_beside_it():
    asked = []

    def evidence(place):
        asked.append(place)
        pairs = [told(int(place[1:]), published=0, verb="control_held")]
        claims, imprints = unpack(pairs)
        return [replace(claim, place=place, candidates=((place, 1.0),)) for claim in claims], imprints

    hood = neighbourhood([*(f"p{i}" for i in range(10)), "area"], evidence, Land(), FIELD)
    near = hood.near("p0")
    assert [place for place, _ in near] == [f"p{i}" for i in range(1, 7)]
    assert sum(weight for _, weight in near) == pytest.approx(1)
    assert near[0][1] > near[1][1]
    assert hood.near("area") == ()
    assert len(hood.beside("p0")) == len(hood.beside("p0")) == 6
    assert sorted(asked) == [f"p{i}" for i in range(1, 7)]  # each once
    assert hood.touched(["p9"]) == {"p6", "p7", "p8", "p9"}  # p5 has six that are nearer
    assert hood.touched(["area"]) == {"area"}
    assert hood.touched(["p44"]) == {*(f"p{i}" for i in range(10)), "p44"}  # it is gone: others have other neighbours
    assert neighbourhood(["p1"], evidence, Land(), BY_HAND) is None


# in a record

READER = Edition(id="reader", code="0", method="frames@test", settings="", theatre="", languages="")
START = date(2031, 3, 1)


def entry(place, actor, day, verb="control_held", outlet="Harbour Post"):
    report = a_report(f"{place} {actor} {day} {outlet}", outlet=outlet, published=START + timedelta(days=day))
    return Entry(report=report, claims=(a_claim(report, place=place, actor=actor, verb=verb),))


def test_why_has_a_line_for_the_neighbours_and_pages_follow_them(tmp_path):
    arland = load_theatre("arland")
    told_of = [entry(place, LEAGUE, day) for day, place in enumerate(("tavel", "kessin", "dunmar", "velin"))]
    with open_ledger(tmp_path / "a.db", write=True, theatre="arland") as ledger:
        ledger.add([*told_of, entry("mirren-korsk", ARMY, 5)], edition=READER)
        settle(theatre=arland, ledger=ledger, method="model")
        before = ask.why(ledger, arland, "velin")
        assert [term.kind for term in before.terms if not term.claim] == ["prior", "silence"]
        known = noon(START + timedelta(days=30))
        ledger.learn(Fit(id="f", known=known, heard=known, code="0", numbers=FIELD.to_json()))
        settle(theatre=arland, ledger=ledger, method="model")
        after = ask.why(ledger, arland, "velin")
        line = after.terms[-1]
        assert line.kind == "neighbours"
        assert line.leave_out > 0
        assert sum(term.direct for term in after.terms) == pytest.approx(after.log_odds)
        assert "what is believed of the places around" in lines.why(after)
        assert after.as_json()["terms"][-1]["kind"] == "neighbours"
        assert ask.why(ledger, arland, "velin", known=known - timedelta(days=1)).terms == before.terms
        seen = view(ledger, arland)
        for place in ("velin", "tavel", "kessin", "mirren-korsk"):
            assert tuple(ledger.controls(place=place)) == seen.replay(place)
        ledger.add([entry("tavel", ARMY, 31, "control_gained", "Wire")], edition=READER)
        fresh = view(ledger, arland)
        unsettled = {place: fresh.controls(place) for place in ("velin", "kessin", "tavel")}
        settle(theatre=arland, ledger=ledger, method="model")
        assert {place: tuple(ledger.controls(place=place)) for place in unsettled} == unsettled
        assert unsettled["velin"] != seen.replay("velin")
