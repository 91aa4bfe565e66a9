"""Learning from a record: what was known with earlier numbers stays as it was, and a refused fit leaves no trace."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, datetime, timedelta
from io import StringIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from make import a_claim, a_report, noon
from whoholds import ask, run
from whoholds.ask.view import view
from whoholds.control import Edition, Fit
from whoholds.errors import LedgerError
from whoholds.export.geojson import write as write_geojson
from whoholds.keep import Entry, open_ledger
from whoholds.run import fusing_edition, learn, moments, settle
from whoholds.theatre import load_theatre

READER = Edition(id="reader", code="0", method="frames@test", settings="", theatre="", languages="")
LEAGUE, ARMY = "coastal-league", "northern-army"
START = date(2031, 3, 1)
PLACES = (
    *("velin", "tavel", "kessin", "dunmar", "arvel", "little-orsk", "brenna", "orsk", "kafr-halan", "mirren-korsk"),
    *("halsa-velin", "halsa-orsk", "tarn", "harn", "mirren-harn", "halsa-tarn"),
)
OUTLETS = ("Harbour Post", "Arland Observatory", "Northern State Gazette")


@pytest.fixture(scope="module")
def arland():
    return load_theatre("arland")


def day_of(number):
    return START + timedelta(days=number)


def entries(first, last):
    """Reports of some weeks: half the land is the League's, one town changes hands, and a gazette sees but the Army."""
    out = []
    for number in range(first, last, 2):
        for i, place in enumerate(PLACES):
            if (number // 2 + i) % 4:
                continue
            outlet = OUTLETS[(number // 8 + i) % 3]
            actor = LEAGUE if (i < 7 or (i == 8 and number > 30)) and outlet != OUTLETS[2] else ARMY
            report = a_report(f"{number} {place} {actor}", outlet=outlet, published=day_of(number))
            verb = "control_gained" if i == 8 and 30 < number < 40 else "control_held"
            out.append(Entry(report=report, claims=(a_claim(report, place=place, actor=actor, verb=verb),)))
    return out


@pytest.fixture
def ledger(tmp_path, arland):
    with open_ledger(tmp_path / "a.db", write=True, theatre="arland") as ledger:
        ledger.add(entries(0, 60), edition=READER)
        settle(theatre=arland, ledger=ledger, method="model")
        yield ledger


def everything(ledger, arland, known):
    """All that can be asked of the record as known at an instant: who, why, history, the map, the sources, an export."""
    controls = dict(ask.histories(ledger, arland, known=known))
    reasons = [ask.why(ledger, arland, place, on=day_of(40), known=known).as_json() for place in PLACES[:3]]
    who = [ask.who(ledger, arland, place, known=known).as_json() for place in PLACES]
    told = [ask.history(ledger, arland, place, known=known) for place in PLACES]
    tellers = [one.as_json() for one in ask.track_records(ledger, arland, known=known)]
    exported = StringIO()
    write_geojson(ask.record(ledger, arland, known=known), exported)
    return controls, reasons, who, told, tellers, exported.getvalue()


def test_learning_changes_what_is_known_now_and_nothing_that_was_known_before(ledger, arland):
    instants = [noon(day_of(number)) for number in (20, 45, 57)]
    before = [everything(ledger, arland, known) for known in instants]
    now = dict(ask.histories(ledger, arland))
    fitted, fit = learn(theatre=arland, ledger=ledger, at=noon(day_of(70)))
    assert fitted.new
    assert (fit.known, fit.heard) == (noon(day_of(70)), ledger.last_arrival())
    settle(theatre=arland, ledger=ledger, method="model")
    assert [everything(ledger, arland, known) for known in instants] == before
    assert dict(ask.histories(ledger, arland)) != now
    assert ledger.made_by() == fusing_edition(arland, "model", fit)
    assert fit.id in ledger.made_by().settings


@given(st.integers(5, 90), st.integers(1, 40), st.integers(0, 95))
@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_later_fit_never_changes_an_earlier_answer(tmp_path_factory, arland, first, later, asked):
    """Whatever is learnt at an instant, and learnt again later with more reports: as known before it, nothing moves."""
    with open_ledger(tmp_path_factory.mktemp("law") / "a.db", write=True, theatre="arland") as ledger:
        ledger.add(entries(0, 90), edition=READER)
        known = noon(day_of(asked))
        for when in (noon(day_of(first)), noon(day_of(first + later))):
            before = dict(ask.histories(ledger, arland, known=known))
            _try(ledger, arland, when)
            settle(theatre=arland, ledger=ledger, method="model")
            assert known >= when or dict(ask.histories(ledger, arland, known=known)) == before


def _try(ledger, arland, when):
    """Learn as one would have then; nothing when too little was known."""
    try:
        return learn(theatre=arland, ledger=ledger, at=when, known=when)
    except ValueError:
        return None


def test_a_page_is_the_replay_with_the_numbers_in_force(ledger, arland):
    learn(theatre=arland, ledger=ledger, at=noon(day_of(70)))
    settle(theatre=arland, ledger=ledger, method="model")
    seen = view(ledger, arland)
    assert seen.newest
    for place in PLACES:
        assert tuple(ledger.controls(place=place)) == seen.replay(place)


def test_learning_as_of_then_hears_nothing_later(tmp_path, arland):
    """From the whole record as of day 45, and from a record that ends there: the same numbers."""
    made = []
    for name, last in (("whole", 60), ("cut", 46)):
        with open_ledger(tmp_path / f"{name}.db", write=True, theatre="arland") as ledger:
            ledger.add(entries(0, last), edition=READER)
            _, fit = learn(theatre=arland, ledger=ledger, at=noon(day_of(45)), known=noon(day_of(45)))
            made.append(fit.numbers)
    assert made[0] == made[1]


def test_what_holds_later_cannot_be_preceded(ledger, arland):
    learn(theatre=arland, ledger=ledger, at=noon(day_of(50)), known=noon(day_of(50)))
    with pytest.raises(LedgerError, match="stays as it was"):
        learn(theatre=arland, ledger=ledger, at=noon(day_of(80)), known=noon(day_of(40)))


def test_the_past_is_gone_through_in_steps(ledger):
    steps = moments(ledger, 20)
    assert [one.date() for one in steps] == [day_of(20), day_of(40)]


def test_numbers_that_cannot_be_read_say_so(ledger, arland):
    ledger.learn(Fit(id="x", known=noon(day_of(70)), heard=noon(day_of(60)), code="9.9", numbers='{"unheard_of": 1}'))
    with pytest.raises(LedgerError, match=r"learnt by whoholds 9\.9"):
        ask.who(ledger, arland, "velin")
    assert ask.who(ledger, arland, "velin", known=noon(day_of(60))).holders


def test_learn_is_a_command(types, tmp_path, arland):
    path = tmp_path / "b.db"
    with open_ledger(path, write=True, theatre="arland") as made:
        made.add(entries(0, 60), edition=READER)
        settle(theatre=arland, ledger=made, method="model")
    out, err, code = types("learn", "--known", str(day_of(50)), "--json", "--ledger", str(path))
    assert code == 0, err
    told = json.loads(out)
    assert datetime.fromisoformat(told["known"]).date() == day_of(50)
    assert told["gain"] > 0
    assert set(told["sides"]) == {LEAGUE, "northern-government"}  # whose army it is
    assert "in force from 2031-04-20" in err
    out, err, code = types("learn", "--known", str(day_of(40)), "--ledger", str(path))
    assert code == 2
    assert "stays as it was" in err
    out, err, code = types("learn", "--known", "2031-03-01", "--every", "7", "--ledger", str(path))
    assert (code, "give one of them" in err) == (2, True)


def test_an_empty_record_teaches_nothing(types, tmp_path):
    path = tmp_path / "c.db"
    with open_ledger(path, write=True, theatre="arland") as made:
        made.add([Entry(report=a_report("quiet"))], edition=READER)
    out, err, code = types("learn", "--ledger", str(path))
    assert (out, code) == ("", 0)
    assert "nothing to learn from" in err


def test_refused_numbers_leave_no_trace(ledger, arland, monkeypatch):
    real = run.from_claims
    monkeypatch.setattr(run, "from_claims", lambda *a, **k: replace(real(*a, **k), new=False, gain=-0.5))
    before = ledger.digest()
    fitted, fit = learn(theatre=arland, ledger=ledger, at=noon(day_of(70)))
    assert (fitted.new, fit, ledger.fits()) == (False, None, ())
    settle(theatre=arland, ledger=ledger, method="model")
    assert ledger.digest() == before
