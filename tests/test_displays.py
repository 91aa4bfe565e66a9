"""Maps and tables as sources of their own: read, placed, weighed as displays, replayed, and put in quarantine."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta

import pytest

from whoholds import ask
from whoholds.claim import Ruling
from whoholds.displays import WATCH, flips, put
from whoholds.errors import BadSetting
from whoholds.fuse.assertions import heard
from whoholds.fuse.parameters import BY_HAND
from whoholds.keep import open_ledger
from whoholds.place import AREAS
from whoholds.run import settle
from whoholds.theatre import load_theatre
from whoholds.when import until

SOURCE = "Front Table"


@pytest.fixture(scope="module")
def arland():
    return load_theatre("arland")


@pytest.fixture
def ledger(tmp_path):
    with open_ledger(tmp_path / "record.db", write=True, theatre="arland") as kept:
        yield kept


def table(*rows):
    return ("place,holder,as_of\n" + "\n".join(",".join(row) for row in rows)).encode()


def add(ledger, arland, raw, **given):
    done = put(raw, "table", source=SOURCE, theatre=arland, ledger=ledger, **given)
    settle(theatre=arland, ledger=ledger, method="model")
    return done


def test_a_row_is_a_claim_whose_quote_is_its_line(ledger, arland):
    add(ledger, arland, table(("Velin", "Coastal League", "2031-03-10"), ("Korsk", "northern-army", "2031-03-10")))
    claims = {claim.place: claim for claim in ledger.claims()}
    assert claims["velin"].actor == "coastal-league"
    report = ledger.report(claims["velin"].report)
    assert claims["velin"].quote.of(report.text) == "Velin (velin): Coastal League"
    answer = ask.who(ledger, arland, "velin", on=date(2031, 3, 11))
    assert answer.holders == ("coastal-league",)
    (ground,) = ask.why(ledger, arland, "velin", on=date(2031, 3, 11)).speaks_for
    assert ground.speaker == SOURCE


def test_what_a_display_shows_is_weighed_as_a_display(ledger, arland):
    add(ledger, arland, table(("velin", "coastal-league", "2031-03-10")))
    claims = list(ledger.claims(place="velin"))
    (said,) = heard("velin", claims, ledger.imprints({claims[0].report}), arland, BY_HAND).said
    assert said.teller.kind == "map"


def test_the_same_file_twice_is_once(ledger, arland):
    raw = table(("velin", "coastal-league", "2031-03-10"), ("velin", "northern-army", "2031-03-20"))
    add(ledger, arland, raw)
    before = ledger.digest()
    add(ledger, arland, raw)
    assert ledger.digest() == before


def test_a_replay_shows_what_the_table_had_shown_by_then(ledger, arland):
    rows = [("velin", "coastal-league", f"2031-03-{day:02}") for day in range(1, 15)]
    add(ledger, arland, table(*rows))
    before = ask.who(ledger, arland, "velin", on=date(2031, 3, 14))
    add(ledger, arland, table(("velin", "northern-army", "2031-03-18"), ("velin", "northern-army", "2031-03-28")))
    now = ask.who(ledger, arland, "velin", on=date(2031, 3, 28))
    then = ask.who(ledger, arland, "velin", on=date(2031, 3, 14), known=until("2031-03-14"))
    assert now.holders == ("northern-army",)
    assert then.holders == before.holders == ("coastal-league",)
    assert then.probability == pytest.approx(before.probability, abs=1e-6)


def test_what_cannot_be_placed_is_skipped_with_its_line_and_reason(ledger, arland):
    raw = table(("Nowhere", "coastal-league", "2031-03-10"), ("Velin", "Moon Men", "2031-03-10"), ("Velin", "", ""))
    done = add(ledger, arland, raw)
    assert (done.places, done.skipped) == (0, 3)
    reasons = {one.origin: one.reason for one in ledger.skipped()}
    assert "not-in-gazetteer" in reasons["table:2"]
    assert "Moon Men" in reasons["table:3"]
    assert "--as-of" in reasons["table:4"]


def test_fighting_inside_is_said_by_word_by_two_holders_or_by_rows_that_differ(ledger, arland):
    raw = table(
        ("velin", "contested", "2031-03-10"),
        ("korsk", "coastal-league|northern-army", "2031-03-10"),
        ("harn", "coastal-league", "2031-03-10"),
        ("harn", "northern-army", "2031-03-10"),
    )
    add(ledger, arland, raw)
    assert {claim.place: claim.verb for claim in ledger.claims()} == dict.fromkeys(
        ("velin", "korsk", "harn"), "contested"
    )


def square(lon, lat, half, holder):
    ring = [[lon - half, lat - half], [lon + half, lat - half], [lon + half, lat + half], [lon - half, lat + half]]
    shape = {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}
    return {"type": "Feature", "properties": {"control": holder}, "geometry": shape}


def test_outlines_speak_of_the_places_inside_and_the_smallest_counts(ledger, arland):
    velin = arland.place("velin").point
    features = [
        square(velin.lon, velin.lat, 20, "Northern Army"),
        square(velin.lon, velin.lat, 0.001, "Coastal League"),
    ]
    broken = {"type": "Feature", "properties": {"control": "guard"}, "geometry": {"type": "Polygon", "coordinates": 7}}
    raw = json.dumps({"type": "FeatureCollection", "features": [*features, broken]}).encode()
    done = add(ledger, arland, raw, as_of=date(2031, 3, 10), columns={"holder": "control"})
    held = {claim.place: claim.actor for claim in ledger.claims()}
    spots = [one for one in arland.places() if one.point and one.kind not in AREAS and not one.same_as]
    assert done.places == len(held) == len(spots)
    assert held["velin"] == "coastal-league"
    assert held["korsk"] == "northern-army"


@pytest.mark.parametrize("raw", [b"\xff\xfe", b"a,b\n1,2\n", b"{", b'{"features": 3}', b""])
def test_a_file_that_is_no_display_is_one_clear_error(raw, ledger, arland):
    with pytest.raises(BadSetting, match=r"^table"):
        add(ledger, arland, raw, as_of=date(2031, 3, 10))


def test_an_odd_feature_is_skipped(ledger, arland):
    done = add(ledger, arland, b'{"features": [[1], {"properties": {"holder": "guard"}, "geometry": 3}]}')
    assert (done.places, done.skipped) == (0, 2)


def test_a_snapshot_that_flips_and_flips_back_is_put_in_quarantine(ledger, arland, monkeypatch):
    monkeypatch.setattr("whoholds.displays.FLIPS", 4)
    places = ("velin", "korsk", "harn", "pell", "orsk", "tarn")
    for day, holder in ((10, "coastal-league"), (11, "northern-army")):
        add(ledger, arland, table(*((one, holder, f"2031-03-{day}") for one in places)))
    assert ledger.decisions() == ()
    faulty = ask.who(ledger, arland, "velin", on=date(2031, 3, 11))
    done = add(ledger, arland, table(*((one, "coastal-league", "2031-03-12") for one in places)))
    (ruling,) = ledger.decisions()
    assert (ruling.by, ruling.ruling) == (WATCH, Ruling.REJECT)
    assert done.quarantined == ("Front Table, as of 2031-03-11",)
    assert {claim.actor for claim in ledger.claims(place="velin")} == {"coastal-league"}
    replayed = ask.who(ledger, arland, "velin", on=date(2031, 3, 11), known=until("2031-03-11"))
    assert replayed.holders == faulty.holders  # what was known then is what was shown then
    assert ledger.verify_audit().broken is None


def test_a_front_that_moves_is_no_fault():
    before, after = {f"p{i}": ("control_held", "a", "") for i in range(9)}, {}
    after = dict.fromkeys(before, ("control_held", "b", ""))
    assert flips(before, after, after) == (9, 0)
    assert flips(before, {}, before) == (9, 9)


def test_days_arrive_in_any_order(tmp_path, arland):
    rows = [("velin", "coastal-league" if day < 15 else "northern-army", f"2031-03-{day}") for day in range(10, 20)]
    digests = []
    for name, order in (("forward", rows), ("backward", rows[::-1])):
        with open_ledger(tmp_path / f"{name}.db", write=True, theatre="arland") as ledger:
            for row in order:
                add(ledger, arland, table(row))
            digests.append(ledger.digest())
    assert digests[0] == digests[1]


def test_a_display_is_known_when_it_was_published(ledger, arland):
    moment = datetime(2031, 3, 14, 18, tzinfo=until("2031-03-14").tzinfo)
    add(ledger, arland, table(("velin", "coastal-league", "2031-03-10")), published=moment)
    (claim,) = ledger.claims()
    assert claim.known == moment
    assert list(ledger.claims(known=moment - timedelta(seconds=1))) == []
