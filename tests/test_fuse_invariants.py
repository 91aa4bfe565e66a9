"""Invariants of weighing that need more than the claims of one place: sums, displays, coverage, a source taken away."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fuse_world import ARMY, LEAGUE, World, told
from make import a_claim, a_report
from test_fuse_explain import unpack
from test_fuse_laws import PAIRS, run
from test_fuse_learn import NUMBERS, SIDES, a_front
from whoholds import ask
from whoholds.actor import Source, SourceKind
from whoholds.claim import Decision, Ruling
from whoholds.control import Edition
from whoholds.fuse.assertions import heard
from whoholds.fuse.beliefs import beliefs
from whoholds.fuse.displays import MEMORY, Watched, prior_counts, screens
from whoholds.fuse.learn import Lesson, learn
from whoholds.fuse.panel import BLANK, Log
from whoholds.fuse.parameters import BY_HAND, NEUTRAL, Rate
from whoholds.fuse.poisson import press
from whoholds.keep import Entry, open_ledger
from whoholds.run import settle
from whoholds.theatre import load_theatre

WIRE = Rate(teller="wire", column="take", relation=NEUTRAL, values=(0.4, 0.01, 0.02, 1e-3, 0.01))
WATCHED = replace(BY_HAND, rates=(*BY_HAND.rates, WIRE))


@given(PAIRS)
@settings(max_examples=40, deadline=None)
def test_chances_of_a_place_s_states_sum_to_one_on_every_day(pairs):
    claims, imprints = unpack(pairs)
    known = beliefs("velin", claims, imprints, World(), BY_HAND) if claims else None
    if known is not None:
        assert np.abs(known.daily.sum(1) - 1).max() < 1e-9
        assert np.abs(known.shares.sum(1) - 1).max() < 1e-9


def test_learnt_tables_sum_to_one():
    seen, _ = a_front()
    lesson = Lesson(seen, NUMBERS)
    learnt = learn(seen, NUMBERS, passes=2)
    stretch = np.random.default_rng(0).integers(0, 7, (seen.places, 2))
    assert np.abs(lesson.weather(learnt).tables(stretch).sum(-1) - 1).max() < 1e-9
    assert all(np.abs(table.sum(-1) - 1).max() < 1e-9 for table in learnt.screens)


# a source taken away

READER = Edition(id="reader", code="0", method="frames@test", settings="", theatre="", languages="")
OUTLETS = ("Harbour Post", "Arland Observatory", "Northern State Gazette")
ROWS = st.lists(
    st.tuples(
        st.integers(0, 40),
        st.sampled_from(("velin", "tavel")),
        st.sampled_from(OUTLETS),
        st.sampled_from((LEAGUE, ARMY)),
        st.sampled_from(("control_gained", "control_held", "control_lost", "contested")),
    ),
    min_size=1,
    max_size=8,
    unique=True,
)


@given(ROWS, st.sampled_from(OUTLETS), st.sampled_from(["report", "claim"]))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_taking_a_source_away_is_rejecting_all_it_said(tmp_path_factory, rows, outlet, what):
    """A ledger in which a desk has rejected all of an outlet's claims, and one that never had them."""
    arland, found = load_theatre("arland"), []
    for without in (False, True):
        with open_ledger(tmp_path_factory.mktemp("gone") / "a.db", write=True, theatre="arland") as ledger:
            for day, place, who, actor, verb in rows:
                text = f"{day} {place} {who} {actor} {verb}"
                report = a_report(text, outlet=who, published=date(2031, 3, 1) + timedelta(days=day))
                claim = a_claim(report, place=place, actor=actor, verb=verb)
                if who == outlet and without:
                    continue
                ledger.add([Entry(report=report, claims=(claim,))], edition=READER)
                if who == outlet:
                    about = report.id if what == "report" else claim.id
                    at = datetime(2031, 6, 1, tzinfo=UTC)
                    ledger.decide(
                        Decision(id=about, by="desk", at=at, about=about, ruling=Ruling.REJECT, reason="x", changes=())
                    )
            if not without or any(who != outlet for _, _, who, _, _ in rows):
                settle(theatre=arland, ledger=ledger, method="model")
                found.append(dict(ask.histories(ledger, arland)))
    assert found[0] == (found[1] if len(found) > 1 else {})


# displays


@given(
    st.lists(st.sampled_from([0, 1, 2, BLANK]), min_size=2, max_size=20),
    st.integers(0, 19),
    st.integers(1, 5),
    st.sampled_from([None, 0]),
)
@settings(max_examples=60, deadline=None)
def test_days_without_data_change_no_display_s_memory(shown, at, blanks, layer):
    """Blank days put in anywhere say nothing themselves, and the looks around them say what they said."""
    row = np.array([[one if layer is None or one == BLANK else min(one, 1) for one in shown]], np.int8)
    at = min(at, row.shape[1])
    wider = np.insert(row, [at] * blanks, np.int8(BLANK), axis=1)
    gaps = set(range(at, at + blanks))
    logs = (Log(source="front-map", shown=row, layer=layer), Log(source="front-map", shown=wider, layer=layer))
    ready = prior_counts(logs[0], SIDES, BY_HAND)[1]
    own, more = (Watched(log).evidence(ready)[:, 0] for log in logs)
    assert (more[sorted(gaps)] == 0).all()
    assert np.array_equal(np.delete(more, sorted(gaps), axis=0), own)


@given(st.sets(st.integers(1, MEMORY - 1), max_size=6), st.sampled_from([LEAGUE, ARMY]))
@settings(max_examples=40, deadline=None)
def test_a_display_shown_again_adds_no_more_than_a_constant_run(between, actor):
    """Looks between two looks that show the same add nothing to what the run of days between them says."""

    def total(days):
        pairs = [
            told(n, published=day, verb="control_held", actor=actor, outlet="Front Map") for n, day in enumerate(days)
        ]
        claims, imprints = unpack(pairs)
        looks = heard("velin", claims, imprints, World(), BY_HAND).said
        return sum(terms for _, terms in screens(looks, {LEAGUE: 0, ARMY: 1}, BY_HAND))

    assert total([0, *sorted(between), MEMORY]) == pytest.approx(total([0, MEMORY]))


# coverage


@given(PAIRS)
@settings(max_examples=40, deadline=None)
def test_silence_outside_coverage_changes_nothing(pairs):
    """A source that does not watch the place, and says nothing of it, might as well not exist."""
    spoken = [(claim, printed) for claim, printed in pairs if claim.voices[0].source != "wire"]
    blind = World(unwatched={"wire": ("velin",)})
    assert run(spoken, world=blind, parameters=WATCHED) == run(spoken, world=blind)


def test_the_silence_of_who_watches_counts():
    sides = (LEAGUE, ARMY)
    assert (press(WATCHED, sides).silence > press(BY_HAND, sides).silence).all()
    assert (press(WATCHED, sides, frozenset({"wire"})).silence == press(BY_HAND, sides).silence).all()
    told_once = [told(0, published=0, outlet="Observers")]
    watching, blind = (
        run(told_once, parameters=WATCHED, world=world) for world in (World(), World(unwatched={"wire": ("velin",)}))
    )
    assert watching[0].belief != blind[0].belief


def test_a_theatre_knows_what_a_source_watches():
    arland = load_theatre("arland")
    local = Source(id="x", name="x", kind=SourceKind.OUTLET, covers=("velin-district",))
    everywhere = replace(local, covers=())
    inside = [place.id for place in arland.places() if place.parent == "velin-district"]
    assert inside
    assert all(arland.covers(local, place) for place in (*inside, "velin-district", "no-such-place"))
    assert not arland.covers(local, "korsk")
    assert arland.covers(everywhere, "korsk")
