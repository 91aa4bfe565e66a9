"""Rulings: signed, reasoned, weighed like all else, undone by a later one, and never known before they were made."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from make import a_report
from whoholds import ask
from whoholds.claim import Ruling
from whoholds.desk import queue, rule
from whoholds.errors import BadRuling, NoSuchPlace, NotInLedger
from whoholds.keep import open_ledger
from whoholds.run import run
from whoholds.theatre import load_theatre

LATER = datetime(2031, 4, 1, 9, tzinfo=UTC)
TUESDAY = date(2031, 3, 11)
TAKEN = a_report(
    "The Coastal League captured the town of Velin on Tuesday, a monitor in Korsk said.", published=date(2031, 3, 12)
)
COPIED = a_report(
    "Coastal League fighters seized Velin on Tuesday, residents of the town said.",
    published=date(2031, 3, 13),
    outlet="Inland Daily",
)
LOST = a_report(
    "Residents said Coastal League fighters seized the hamlet of Nowhere-on-Sea on Thursday.",
    published=date(2031, 3, 14),
)
AGAIN = a_report(
    "The Coastal League captured the hamlet of Nowhere-on-Sea, a monitor in Korsk said.", published=date(2031, 3, 16)
)


@pytest.fixture(scope="module")
def arland():
    return load_theatre("arland")


@pytest.fixture
def kept(tmp_path, arland):
    with open_ledger(tmp_path / "a.db", write=True, theatre="arland") as ledger:
        run([TAKEN, COPIED, LOST], theatre=arland, ledger=ledger)
        yield ledger


@pytest.fixture
def desk(kept, arland):
    """Types a ruling an hour after the one before."""
    made = []

    def types(ruling, about, reason="seen on film", by="A. Desk", **changes):
        at = LATER + timedelta(hours=len(made))
        made.append(rule(kept, arland, by=by, at=at, ruling=ruling, about=about, reason=reason, changes=changes))
        return made[-1]

    return types


def claim_of(kept, report, place="velin"):
    return next(one for one in kept.claims(report=report.id) if one.place == place)


def held_by(kept, arland, place="velin", on=TUESDAY, known=None):
    return ask.who(kept, arland, place, on=on, known=known).holders


def test_a_rejected_claim_no_longer_counts_from_the_ruling_on(kept, arland, desk):
    for report in (TAKEN, COPIED):
        desk(Ruling.REJECT, claim_of(kept, report).id)
    assert held_by(kept, arland) == ()
    assert held_by(kept, arland, known=LATER - timedelta(days=1)) == ("coastal-league",)


def test_an_undone_ruling_leaves_the_record_as_it_was_and_stays_on_file(kept, arland, desk):
    before = list(kept.controls())
    ruled = desk(Ruling.REJECT, TAKEN.id)
    desk(Ruling.UNDO, ruled.decision.id)
    assert list(kept.controls()) == before
    assert [one.counts for one in ask.rulings(kept)] == [False, True]
    assert kept.verify_audit().decisions == 2


@pytest.mark.parametrize(
    ("changes", "place", "day", "holders"),
    [
        ({"place": "Dunmar"}, "dunmar", TUESDAY, ("coastal-league",)),
        ({"side": "Northern Army"}, "velin", TUESDAY, ("northern-army",)),
        ({"day": "2031-03-09"}, "velin", date(2031, 3, 10), ("coastal-league",)),
        ({"status": "planned"}, "velin", TUESDAY, ()),
    ],
)
def test_a_correction_is_weighed_in_place_of_what_was_read(kept, arland, desk, changes, place, day, holders):
    desk(Ruling.REJECT, COPIED.id)
    desk(Ruling.CORRECT, claim_of(kept, TAKEN).id, **changes)
    assert held_by(kept, arland, place, day) == holders
    assert ask.why(kept, arland, place, on=day).answer.holders == holders


def test_a_merged_claim_adds_no_voice(kept, arland, desk):
    assert ask.who(kept, arland, "velin", on=TUESDAY).voices == 2
    ruled = desk(Ruling.MERGE, COPIED.id, echo_of=TAKEN.id)
    told = ask.why(kept, arland, "velin", on=TUESDAY)
    assert told.answer.voices == 1
    assert [echo.report.id for ground in told.speaks_for for echo in ground.echoes] == [COPIED.id]
    desk(Ruling.UNDO, ruled.decision.id)
    assert ask.who(kept, arland, "velin", on=TUESDAY).voices == 2


def test_an_accepted_claim_is_read_without_doubt(kept, arland, desk):
    before = ask.who(kept, arland, "velin", on=TUESDAY).probability
    desk(Ruling.ACCEPT, claim_of(kept, TAKEN).id)
    assert ask.who(kept, arland, "velin", on=TUESDAY).probability >= before
    assert claim_of(kept, TAKEN).notes[-1] == "accepted"


def test_a_located_name_is_read_so_from_then_on_and_falls_with_its_ruling(kept, arland, desk):
    (named,) = [one for one in kept.unlinked() if one.part == "place"]
    ruled = desk(Ruling.LOCATE, named.id, place="kessin")
    thursday = date(2031, 3, 13)
    assert held_by(kept, arland, "kessin", thursday) == ("coastal-league",)
    assert held_by(kept, arland, "kessin", thursday, known=LATER - timedelta(days=1)) == ()
    run([AGAIN], theatre=arland, ledger=kept)
    assert ask.who(kept, arland, "kessin", on=date(2031, 3, 16)).voices == 2
    assert not [one for one in queue(kept, arland) if one.kind == "name"]
    desk(Ruling.UNDO, ruled.decision.id)
    assert held_by(kept, arland, "kessin", thursday) == ()
    assert list(kept.claims(place="kessin")) == []


def test_a_name_located_once_teaches_nothing(kept, arland, desk):
    (named,) = [one for one in kept.unlinked() if one.part == "place"]
    desk(Ruling.LOCATE, named.id, place="kessin", teach="no")
    run([AGAIN], theatre=arland, ledger=kept)
    assert {one.report for one in kept.claims(place="kessin")} == {LOST.id}


def test_the_claim_of_a_located_name_can_be_ruled_on_itself(kept, arland, desk):
    (named,) = [one for one in kept.unlinked() if one.part == "place"]
    desk(Ruling.LOCATE, named.id, place="kessin")
    (made,) = kept.claims(place="kessin")
    desk(Ruling.CORRECT, made.id, place="dunmar")
    assert held_by(kept, arland, "kessin", date(2031, 3, 13)) == ()
    assert held_by(kept, arland, "dunmar", date(2031, 3, 13)) == ("coastal-league",)
    desk(Ruling.REJECT, made.id)
    assert list(kept.claims(place="dunmar")) == []


def test_a_replay_agrees_with_the_record_after_rulings(kept, arland, desk):
    (named,) = [one for one in kept.unlinked() if one.part == "place"]
    desk(Ruling.LOCATE, named.id, place="kessin")
    desk(Ruling.CORRECT, claim_of(kept, TAKEN).id, place="kessin")
    desk(Ruling.MERGE, LOST.id, echo_of=TAKEN.id)
    before = list(kept.controls())
    kept.rebuild()
    from whoholds.run import settle

    settle(theatre=arland, ledger=kept, method="model")
    assert list(kept.controls()) == before


def test_the_queue_puts_what_moves_the_map_first_and_drops_what_was_ruled(kept, arland, desk):
    rows = queue(kept, arland)
    assert [one.moves for one in rows] == sorted((one.moves for one in rows), reverse=True)
    assert {one.kind for one in rows} == {"claim", "name"}
    first = next(one for one in rows if one.kind == "claim")
    desk(Ruling.ACCEPT, first.id)
    assert first.id not in {one.id for one in queue(kept, arland)}


@pytest.mark.parametrize(
    ("ruling", "wrong", "says", "error"),
    [
        (Ruling.ACCEPT, {"reason": " "}, "a name and a reason", BadRuling),
        (Ruling.ACCEPT, {"by": ""}, "a name and a reason", BadRuling),
        (Ruling.ACCEPT, {"about": "abc"}, "first 6", BadRuling),
        (Ruling.ACCEPT, {"about": "f" * 32}, "no ids begin", BadRuling),
        (Ruling.CORRECT, {}, "at least one", BadRuling),
        (Ruling.CORRECT, {"voices": "x"}, "no slot", BadRuling),
        (Ruling.CORRECT, {"place": "Atlantis"}, "no place", NoSuchPlace),
        (Ruling.CORRECT, {"side": "Sea Giants"}, "its sides", BadRuling),
        (Ruling.MERGE, {"echo_of": ""}, "no id", BadRuling),
        (Ruling.LOCATE, {"place": "kessin"}, "no name", BadRuling),
        (Ruling.UNDO, {}, "no ruling", BadRuling),
    ],
)
def test_a_ruling_that_cannot_be_is_refused_with_what_may_stand_there(kept, desk, ruling, wrong, says, error):
    with pytest.raises((error, NotInLedger), match=says):
        desk(ruling, wrong.pop("about", claim_of(kept, TAKEN).id), **wrong)
    assert kept.decisions() == ()
