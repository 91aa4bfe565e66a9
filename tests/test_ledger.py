"""The contract of a ledger: one scenario on every store."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from make import a_claim, a_finding, a_report
from whoholds.claim import Candidate, Count, CountOf, Decision, Ruling, Status, Unlinked, Unplaced, Voice
from whoholds.control import Control, Edition, Fit
from whoholds.errors import EmptyLedger, LedgerError, NotInLedger
from whoholds.identity import content_id
from whoholds.keep import Entry, open_ledger
from whoholds.text import Skipped, Span
from whoholds.when import DAY, Period

STORES = {"sqlite": lambda folder, name: folder / f"{name}.db"}
READER = Edition(id="reader-1", code="0.1", method="frames@1", settings="", theatre="aa", languages="bb")
NEXT_READER = replace(READER, id="reader-2", method="frames@2")
FUSER = Edition(id="fuser-1", code="0.1", method="model", settings="", theatre="aa", languages="bb")
NOON = datetime(2031, 3, 12, 12, tzinfo=UTC)
NASTY = "nul \x00 sub \x1a half \ud83d\ude00 \udfff فلين Велін \u202eabc\u2069 \x1a0000"


@pytest.fixture(params=STORES)
def new_ledger(request, tmp_path):
    """Makes empty ledgers, by name; the same name is the same ledger again."""
    opened = []

    def make(name="a", *, write=True, **said):
        said.setdefault("theatre", "arland" if write else "")
        opened.append(open_ledger(STORES[request.param](tmp_path, name), write=write, **said))
        return opened[-1]

    yield make
    for ledger in opened:
        ledger.close()


@pytest.fixture
def ledger(new_ledger):
    return new_ledger()


def entry(text="The League took Velin.", *, places=("velin",), findings=(), unlinked=(), claim=None, **report):
    told = a_report(text, **report)
    claims = tuple(a_claim(told, place=place, **(claim or {})) for place in places)
    return Entry(report=told, claims=claims, findings=findings, unlinked=unlinked)


def a_control(place="velin", *, holders=("coastal-league",), start=date(2031, 3, 1), end=None, belief=0.9):
    return Control(
        place=place,
        holders=frozenset(holders),
        valid=Period(start=start, end=end),
        belief=belief,
        shares=((holders[0], belief), ("", 1 - belief)),
        voices=1,
        last_heard=date(2031, 3, 1),
        weight=3.5,
        because=("c1",),
        against=(),
    )


def a_decision(about, ruling=Ruling.REJECT, *, at=NOON, changes=(), reason="seen on film", name="d1"):
    return Decision(id=name, by="desk", at=at, about=about, ruling=ruling, reason=reason, changes=changes)


def a_fit(name="f1", *, known=NOON, numbers="{}"):
    return Fit(id=name, known=known, heard=known - timedelta(days=2), code="0.1", numbers=numbers)


def an_unlinked(report, *, text="Zorn"):
    return Unlinked(
        id=content_id("unlinked", report.id, text),
        finding=a_finding(report, trigger="took", actor=None, places=("Velin",), when=None),
        report=report.id,
        known=report.received,
        part="place",
        text=text,
        reason=Unplaced.NOT_IN_GAZETTEER,
        candidates=(Candidate(place="velin", score=-3.25, why=("fuzzy",), km=12.5),),
    )


def a_skipped(name="s1"):
    return Skipped(id=name, origin="in.jsonl:3", ref="x", reason=f"no text {NASTY}", excerpt="{}", raw_sha256="00")


# what goes in comes out


def test_a_report_comes_back_whole(ledger):
    told = a_report(
        f"took {NASTY}",
        outlet=f"Harbour {NASTY}",
        url=f"https://example.org/{NASTY}",
        title=NASTY,
        ref=NASTY,
        raw=b"\x00\xff" * 999,
        signature=b"\x00\x01\xff",
        notes=(NASTY, ""),
        published=NOON + timedelta(microseconds=1),
    )
    ledger.add([Entry(report=told)], edition=READER)
    assert ledger.report(told.id) == told
    assert list(ledger.reports()) == [replace(told, raw=b"")]
    assert ledger.has(told.id)
    assert not ledger.has("0" * 32)
    with pytest.raises(NotInLedger, match="no report"):
        ledger.report("0" * 32)


def test_claims_findings_and_unlinked_come_back_equal(ledger):
    told = a_report("League took Velin.")
    finding = a_finding(told, actor="League", when=None)
    claim = replace(a_claim(told), place_text=NASTY, notes=(NASTY,), actor=f"new:{NASTY}")
    loose = an_unlinked(told, text=NASTY)
    ledger.add([Entry(report=told, findings=(finding,), claims=(claim,), unlinked=(loose,))], edition=READER)
    assert list(ledger.claims()) == [claim]
    assert list(ledger.findings()) == [finding]
    assert list(ledger.unlinked()) == [loose]
    assert ledger.claims_by_id([claim.id]) == {claim.id: claim}


def test_skipped_items_are_kept_once(ledger):
    assert ledger.add([], edition=READER, skipped=[a_skipped(), a_skipped("s2")]).skipped == 2
    assert ledger.add([], edition=READER, skipped=[a_skipped()]).skipped == 0
    assert list(ledger.skipped()) == [a_skipped(), a_skipped("s2")]


@given(texts=st.lists(st.text(st.characters(), max_size=40), min_size=1, max_size=4, unique=True))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_any_text_survives(ledger, texts):
    told = [a_report(text, title=text, outlet=text, ref=text, raw=b"") for text in texts]
    ledger.add([Entry(report=one) for one in told], edition=READER)
    assert [ledger.report(one.id) for one in told] == told


# twice is once, in any order


def test_twice_is_once(ledger):
    entries = [entry(f"took {n}") for n in range(3)]
    first = ledger.add(entries, edition=READER)
    assert (first.reports, first.read, first.claims) == (3, 3, 3)
    assert first.places == {"velin"}
    before = ledger.digest()
    again = ledger.add(entries * 2, edition=READER, again=[one.report for one in entries])
    assert (again.reports, again.read, again.claims, again.places) == (0, 0, 0, frozenset())
    assert ledger.digest() == before


def test_the_same_report_twice_in_one_batch_is_read_once(ledger):
    told = entry()
    assert ledger.add([told, told], edition=READER).claims == 1
    assert len(list(ledger.claims())) == 1


def test_a_claim_twice_in_one_entry_is_one(ledger):
    told = entry()
    assert ledger.add([replace(told, claims=told.claims * 2)], edition=READER).claims == 1


def test_unread_names_what_this_edition_has_not_read(ledger):
    one, two = entry("took 1"), entry("took 2")
    ledger.add([one], edition=READER)
    assert ledger.unread([two.report, one.report, two.report], edition=READER) == (two.report,)
    assert ledger.unread([two.report, one.report], edition=NEXT_READER) == (two.report, one.report)


@pytest.mark.parametrize("late_first", [True, False])
def test_the_earliest_arrival_counts_in_whatever_order(new_ledger, late_first):
    early = entry(received=NOON, title="early")
    late = entry(received=NOON + timedelta(days=2), title="late")
    first, second = (late, early) if late_first else (early, late)
    ledger = new_ledger()
    ledger.add([first], edition=READER)
    ledger.add([], edition=READER, again=[second.report])
    assert ledger.report(early.report.id) == early.report
    assert [one.known for one in ledger.claims()] == [NOON]
    assert ledger.imprints([early.report.id])[early.report.id].received == NOON
    assert ledger.last_arrival() == NOON
    assert list(ledger.claims(known=NOON)) == list(early.claims)
    assert list(ledger.claims(known=NOON - timedelta(microseconds=1))) == []


def test_an_earlier_arrival_makes_its_places_stale(ledger):
    late = entry(received=NOON + timedelta(days=2))
    ledger.add([late], edition=READER)
    ledger.record({"velin": [a_control()]}, known=ledger.last_arrival(), edition=FUSER)
    again = ledger.add([], edition=READER, again=[replace(late.report, received=NOON)])
    assert again.places == {"velin"}
    assert ledger.stale() == ("velin",)


def test_a_digest_does_not_depend_on_the_order(new_ledger):
    rng = random.Random(5)
    entries = [
        entry(f"took Velin {n}", places=("velin", f"p{n % 3}"), received=NOON + timedelta(hours=n)) for n in range(12)
    ]
    entries = [replace(one, unlinked=(an_unlinked(one.report),)) for one in entries]
    digests = set()
    for name in "abc":
        ledger = new_ledger(name)
        rng.shuffle(entries)
        cut = rng.randint(1, 11)
        for batch in (entries[:cut], entries[cut:]):
            ledger.add(batch, edition=READER, again=[one.report for one in entries[:2]])
        pages = [(place, [a_control(place)]) for place in ("velin", "p0", "p1", "p2")]
        rng.shuffle(pages)
        ledger.record(dict(pages), known=NOON, edition=FUSER)
        digests.add(ledger.digest())
    assert len(digests) == 1


def test_a_digest_sees_a_claim_a_report_an_unlinked_and_a_period_more(ledger):
    seen = [ledger.digest()]
    told = a_report("League took Velin.")
    ledger.add([Entry(report=told)], edition=READER)
    seen.append(ledger.digest())
    ledger.add([entry("took b")], edition=READER)
    seen.append(ledger.digest())
    other = a_report("They took Velin then.")
    ledger.add([Entry(report=other, unlinked=(an_unlinked(other),))], edition=READER)
    seen.append(ledger.digest())
    ledger.record({"velin": [a_control()]}, known=NOON, edition=FUSER)
    seen.append(ledger.digest())
    ledger.record({"velin": [a_control(belief=0.8)]}, known=NOON, edition=FUSER)
    seen.append(ledger.digest())
    assert len(set(seen)) == len(seen)


# two clocks, canonical order


def test_claims_come_by_arrival_and_id(ledger):
    entries = [entry(f"took {n}", received=NOON - timedelta(hours=n % 3), places=("a", "b", "c")) for n in range(6)]
    ledger.add(entries, edition=READER)
    found = list(ledger.claims())
    assert len(found) == 18
    assert found == sorted(found, key=lambda one: (one.known, one.id))
    assert list(ledger.claims(known=NOON - timedelta(hours=1))) == [
        one for one in found if one.known <= NOON - timedelta(hours=1)
    ]
    assert ledger.places_with_claims() == ("a", "b", "c")
    by_place = dict(ledger.claims_by_place(["c", "nowhere", "a"]))
    assert list(by_place) == ["a", "c"]
    assert by_place["a"] == list(ledger.claims(place="a")) == [one for one in found if one.place == "a"]


def test_claims_of_one_report(ledger):
    one, two = entry("took 1", places=("a", "b")), entry("took 2", places=("a",))
    ledger.add([one, two], edition=READER)
    assert {claim.id for claim in ledger.claims(report=one.report.id)} == {claim.id for claim in one.claims}
    assert [claim.report for claim in ledger.claims(report=two.report.id, place="a")] == [two.report.id]
    assert list(ledger.claims(report="missing")) == []


def test_what_was_read_out_of_another_report_is_refused(ledger):
    one, two = entry("took 1"), entry("took 2")
    with pytest.raises(LedgerError, match="out of another"):
        ledger.add([two, replace(one, claims=two.claims)], edition=READER)
    assert list(ledger.reports()) == []


def test_a_claim_is_found_at_every_place_it_may_be_about(ledger):
    told = a_report()
    claim = a_claim(told, candidates=(("velin", 0.7), ("velin-hill", 0.3)))
    ledger.add([Entry(report=told, claims=(claim,))], edition=READER)
    assert list(ledger.claims(place="velin-hill")) == [claim]
    assert ledger.places_with_claims() == ("velin", "velin-hill")
    assert ledger.stale() == ("velin", "velin-hill")


def test_claims_that_count_people_are_found_by_their_days(ledger):
    told = a_report('He wrote "counts":[] and left.')
    figure = Count(of=CountOf.KILLED, low=3, high=3, text="He", span=Span(0, 2))
    counted = a_claim(told, counts=(figure,), verb="casualties", voices=(Voice(text='"counts":[]'),))
    bare = a_claim(told, voices=(Voice(text='"counts":[{'),))
    ledger.add([Entry(report=told, claims=(counted, bare))], edition=READER)
    day = told.day
    for start, end, found in (
        (day, day + DAY, [counted]),
        (None, None, [counted]),
        (day + DAY, None, []),
        (None, day, []),
    ):
        assert list(ledger.counted(Period(start=start, end=end))) == found
    assert list(ledger.counted(Period(start=None, end=None), known=told.received - DAY)) == []
    reject = Decision(id="d" * 32, by="A", at=told.received, about=counted.id, ruling=Ruling.REJECT, reason="r")
    ledger.decide(reject)
    assert list(ledger.counted(Period(start=None, end=None))) == []


def test_places_with_claims_as_known(ledger):
    ledger.add([entry("took a", places=("a",), received=NOON)], edition=READER)
    ledger.add([entry("took b", places=("b",), received=NOON + timedelta(days=1))], edition=READER)
    assert ledger.places_with_claims(known=NOON) == ("a",)


def test_reports_as_known_and_by_id(ledger):
    entries = [entry(f"took {n}", received=NOON + timedelta(days=n)) for n in range(3)]
    ledger.add(entries, edition=READER)
    ids = [one.report.id for one in entries]
    assert [one.id for one in ledger.reports()] == ids
    assert [one.id for one in ledger.reports(known=NOON + timedelta(days=1))] == ids[:2]
    assert [one.id for one in ledger.reports([ids[2], "missing", ids[0]])] == [ids[0], ids[2]]


def test_nothing_in_an_empty_ledger(ledger):
    with pytest.raises(EmptyLedger, match="no report"):
        ledger.last_arrival()
    assert list(ledger.claims()) == []
    assert list(ledger.controls()) == []
    assert ledger.stale("any") == ()
    assert ledger.made_by() is None


def test_a_closed_ledger_is_closed(ledger):
    ledger.add([entry()], edition=READER)
    ledger.close()
    with pytest.raises(LedgerError, match="was closed"):
        list(ledger.claims())
    with pytest.raises(LedgerError, match="was closed"):
        ledger.add([entry("took 2")], edition=READER)
    ledger.close()


# a newer edition


def test_a_newer_reading_replaces_the_older_one_in_answers(ledger):
    told = a_report("League took Velin.")
    finding = a_finding(told, actor="League", when=None)
    old, new = a_claim(told), a_claim(told, place="velin-hill")
    ledger.add([Entry(report=told, findings=(finding,), claims=(old,), unlinked=(an_unlinked(told),))], edition=READER)
    ledger.record({"velin": [a_control()]}, known=told.received, edition=FUSER)
    ledger.add([Entry(report=told, claims=(new,))], edition=NEXT_READER)
    assert list(ledger.claims()) == [new]
    assert list(ledger.claims(place="velin")) == []
    assert ledger.places_with_claims() == ("velin-hill",)
    assert list(ledger.findings()) == []
    assert list(ledger.unlinked()) == []
    assert ledger.stale() == ("velin", "velin-hill")
    assert ledger.claims_by_id([old.id]) == {old.id: old}, "a page made from an older reading can still be explained"


def test_the_same_claim_read_by_two_editions_is_one(new_ledger):
    told = entry()
    one, two = new_ledger("one"), new_ledger("two")
    one.add([told], edition=READER)
    one.add([told], edition=NEXT_READER)
    two.add([told], edition=NEXT_READER)
    assert list(one.claims()) == list(two.claims()) == list(told.claims)
    assert one.digest() == two.digest()


# the record


def test_the_record_is_one_current_page_a_place(ledger):
    first = [a_control(end=date(2031, 3, 9)), a_control(holders=("northern-army",), start=date(2031, 3, 9))]
    opened = ledger.record({"velin": first, "korsk": [a_control("korsk")]}, known=NOON, edition=FUSER)
    assert len(opened.opened) == 3
    assert opened.closed == ()
    assert list(ledger.controls()) == [a_control("korsk"), *first]
    assert list(ledger.controls(day=date(2031, 3, 8))) == [a_control("korsk"), first[0]]
    assert list(ledger.controls(day=date(2031, 3, 9), place="velin")) == [first[1]]
    assert list(ledger.controls(day=date(2031, 2, 28))) == []
    later = NOON + timedelta(days=1)
    changed = ledger.record({"velin": [replace(first[0], belief=0.5), *first[1:2]]}, known=later, edition=FUSER)
    assert changed.places == frozenset(), "a belief that moved under the same answer is no change"
    assert next(ledger.controls(place="velin")).belief == 0.5
    emptied = ledger.record({"velin": ()}, known=later, edition=FUSER)
    assert emptied.closed
    assert emptied.places == {"velin"}
    assert list(ledger.controls()) == [a_control("korsk")]
    assert ledger.pages() == {"korsk": (NOON, "fuser-1"), "velin": (later, "fuser-1")}
    assert ledger.edition("fuser-1") == ledger.made_by() == FUSER
    with pytest.raises(NotInLedger, match="no edition"):
        ledger.edition("fuser-9")


def test_a_period_without_bounds_comes_back(ledger):
    whole = replace(a_control(), valid=Period(start=None, end=None))
    ledger.record({"velin": [whole]}, known=NOON, edition=FUSER)
    assert list(ledger.controls(day=date(1, 1, 1))) == [whole]
    assert list(ledger.controls(day=date(9999, 12, 31))) == [whole]


def test_a_page_of_another_place_is_refused(ledger):
    with pytest.raises(LedgerError, match="another place"):
        ledger.record({"velin": [a_control("korsk")]}, known=NOON, edition=FUSER)


def test_places_told_after_an_instant_and_when_knowledge_last_changed(ledger):
    ledger.add([entry("took a", places=("a",), received=NOON)], edition=READER)
    ledger.add([entry("took b", places=("b",), received=NOON + timedelta(days=1))], edition=READER)
    assert ledger.places_told_after(NOON - DAY) == ("a", "b")
    assert ledger.places_told_after(NOON) == ("b",)
    assert ledger.places_told_after(NOON + DAY) == ()
    assert ledger.last_change_by(NOON - DAY) is None
    assert ledger.last_change_by(NOON + timedelta(hours=23)) == NOON
    claim = next(ledger.claims())
    ruled = NOON + timedelta(hours=2)
    ledger.decide(Decision(id="d" * 32, by="A", at=ruled, about=claim.id, ruling=Ruling.REJECT, reason="r"))
    assert ledger.places_told_after(NOON) is None
    assert ledger.places_told_after(ruled) == ("b",)
    assert ledger.last_change_by(NOON + timedelta(hours=23)) == ruled


def test_what_was_made_since_is_told_by_number(ledger):
    told = a_report()
    ledger.add([Entry(report=told, claims=(a_claim(told), a_claim(told, place="orsk")))], edition=READER)
    assert ledger.made_since(0) == (0, ())
    ledger.record({"velin": (), "orsk": ()}, known=NOON, edition=FUSER)
    first, places = ledger.made_since(0)
    assert places == ("orsk", "velin")
    before = ledger.revision()
    ledger.record({"velin": ()}, known=NOON, edition=FUSER)
    assert ledger.revision() != before
    second, places = ledger.made_since(first)
    assert (second > first, places) == (True, ("velin",))
    ledger.rebuild()
    ledger.record({"orsk": ()}, known=NOON, edition=FUSER)
    third, places = ledger.made_since(second)
    assert (third > second, places) == (True, ("orsk",))


def test_stale_places_are_those_touched_or_of_another_edition(ledger):
    ledger.add([entry(places=("a", "b"))], edition=READER)
    assert ledger.stale(FUSER.id) == ("a", "b")
    ledger.record({"a": [a_control("a")]}, known=NOON, edition=FUSER)
    assert ledger.stale(FUSER.id) == ("b",)
    ledger.record({"b": ()}, known=NOON, edition=FUSER)
    assert ledger.stale(FUSER.id) == ()
    assert ledger.stale("fuser-2") == ("a", "b")
    assert ledger.stale() == ()


def test_a_rebuild_drops_the_record_and_nothing_else(ledger):
    ledger.add([entry(places=("a", "b"))], edition=READER)
    ledger.record({"a": [a_control("a")], "b": ()}, known=NOON, edition=FUSER)
    before = ledger.digest()
    claims = list(ledger.claims())
    assert ledger.rebuild() == 2
    assert list(ledger.controls()) == []
    assert ledger.stale() == ("a", "b")
    assert list(ledger.claims()) == claims
    ledger.record({"a": [a_control("a")], "b": ()}, known=NOON, edition=FUSER)
    assert ledger.digest() == before


# the desk


def test_a_rejected_claim_is_not_told_any_more_from_then_on(ledger):
    told = entry(places=("a", "b"))
    ledger.add([told], edition=READER)
    ledger.record({"a": (), "b": ()}, known=NOON, edition=FUSER)
    out, left = sorted(told.claims, key=lambda one: one.place)
    at = NOON + timedelta(days=3)
    ledger.decide(a_decision(out.id, at=at))
    assert list(ledger.claims()) == [left]
    assert list(ledger.claims(place="a")) == []
    assert list(ledger.claims(place="a", ruled=False)) == [out]
    assert list(ledger.claims(place="a", known=at - timedelta(microseconds=1))) == [out], "not yet ruled then"
    assert ledger.places_with_claims() == ("b",)
    assert ledger.places_with_claims(known=NOON) == ("a", "b")
    assert ledger.stale() == ("a",)
    assert ledger.claims_by_id([out.id]) == {out.id: out}


def test_a_rejected_report_takes_its_claims_along(ledger):
    told, other = entry("took 1"), entry("took 2")
    ledger.add([told, other], edition=READER)
    ledger.decide(a_decision(told.report.id))
    assert list(ledger.claims()) == list(other.claims)


def test_a_correction_moves_a_claim_and_says_so(ledger):
    told = entry(places=("a",))
    ledger.add([told], edition=READER)
    ledger.record({"a": ()}, known=NOON, edition=FUSER)
    changes = (("place", "b"), ("actor", "northern-army"), ("status", "denied"))
    ledger.decide(a_decision(told.claims[0].id, Ruling.CORRECT, changes=changes))
    assert list(ledger.claims(place="a")) == []
    (found,) = ledger.claims(place="b")
    assert (found.id, found.place, found.actor, found.status) == (
        told.claims[0].id,
        "b",
        "northern-army",
        Status.DENIED,
    )
    assert found.candidates == (("b", 1.0),)
    assert "corrected" in found.notes
    assert list(ledger.claims()) == [found]
    assert dict(ledger.claims_by_place(["a", "b"])) == {"b": [found]}
    assert ledger.stale() == ("a", "b")


def test_an_undo_brings_back_what_stood_before(ledger):
    told = entry()
    claim = told.claims[0]
    ledger.add([told], edition=READER)
    ledger.decide(a_decision(claim.id, Ruling.CORRECT, changes=(("actor", "x"),), name="d1"))
    ledger.decide(a_decision(claim.id, Ruling.REJECT, name="d2"))
    assert list(ledger.claims()) == []
    ledger.decide(a_decision("d2", Ruling.UNDO, name="d3"))
    assert [one.actor for one in ledger.claims()] == ["x"]
    ledger.decide(a_decision("d3", Ruling.UNDO, name="d4"))
    assert list(ledger.claims()) == []


@pytest.mark.parametrize(
    ("decision", "wrong"),
    [
        (a_decision("nothing"), "nothing to rule on"),
        (a_decision("X", Ruling.CORRECT, changes=(("voices", "x"),)), "no slot"),
        (a_decision("X", Ruling.CORRECT, changes=(("verb", "liberated"),)), "no verb"),
        (a_decision("X", Ruling.CORRECT, changes=(("status", "true"),)), "no status"),
        (a_decision("X", Ruling.CORRECT, changes=(("place", ""),)), "place away"),
        (a_decision("X", Ruling.CORRECT), "at least one slot"),
        (a_decision("X", Ruling.ACCEPT, changes=(("actor", "x"),)), "cannot change"),
    ],
)
def test_a_ruling_that_makes_no_sense_is_refused(ledger, decision, wrong):
    told = entry()
    ledger.add([told], edition=READER)
    about = told.claims[0].id if decision.about == "X" else decision.about
    with pytest.raises(LedgerError, match=wrong):
        ledger.decide(replace(decision, about=about))
    assert ledger.decisions() == ()


def test_the_chain_of_rulings_is_whole(ledger):
    told = entry()
    ledger.add([told], edition=READER)
    assert ledger.verify_audit().broken is None
    assert ledger.verify_audit().head == ""
    rulings = [a_decision(told.claims[0].id, name=f"d{n}", reason=NASTY, at=NOON + timedelta(days=n)) for n in range(3)]
    for one in rulings:
        assert ledger.decide(one) == one
    assert ledger.decide(rulings[0]) == rulings[0]
    audit = ledger.verify_audit()
    assert (audit.decisions, audit.broken, audit.wrong) == (3, None, "")
    assert len(audit.head) == 64
    assert ledger.decisions() == tuple(rulings)
    assert ledger.decisions(known=NOON) == tuple(rulings[:1])
    assert ledger.last_arrival() == NOON
    assert ledger.last_change() == NOON + timedelta(days=2)


# numbers learnt


def test_numbers_learnt_are_kept_and_the_newest_by_then_is_in_force(ledger):
    ledger.add([entry(received=NOON)], edition=READER)
    assert (ledger.fit(), ledger.fits()) == (None, ())
    first, second = (
        a_fit(name, known=NOON + timedelta(days=days), numbers=f'{{"pace": {days}.5}} {NASTY}')
        for name, days in (("f1", 1), ("f2", 3))
    )
    ledger.learn(first)
    ledger.learn(second)
    ledger.learn(first)  # the same ones again: nothing
    assert ledger.fits() == (first, second)
    assert ledger.fits(known=NOON + timedelta(days=2)) == (first,)
    assert [ledger.fit(NOON + timedelta(days=day)) for day in range(5)] == [None, first, first, second, second]
    assert ledger.fit() == second
    assert ledger.last_change() == second.known
    assert len(ledger.days_of_change()) == 3


def test_numbers_learnt_make_every_page_stale(ledger):
    ledger.add([entry(places=("velin", "korsk"))], edition=READER)
    ledger.record({"velin": (a_control(),), "korsk": ()}, known=NOON, edition=FUSER)
    before = ledger.revision()
    ledger.learn(a_fit())
    assert ledger.stale() == ("korsk", "velin")
    assert ledger.revision() != before


@pytest.mark.parametrize("days", [-1, 0])
def test_numbers_never_come_before_others_that_are_kept(ledger, days):
    """Else what could be known with those would become another."""
    ledger.learn(a_fit())
    with pytest.raises(LedgerError, match="stays as it was"):
        ledger.learn(a_fit("f2", known=NOON + timedelta(days=days)))
    assert len(ledger.fits()) == 1


# figures


def test_figures_for_the_doctor(ledger):
    told = [entry(f"took {n}", outlet=outlet, places=("a", "b")) for n, outlet in enumerate(("B", "A", "B"))]
    ledger.add([*told, Entry(report=a_report("quiet", outlet="C"))], edition=READER)
    assert [(one.outlet, one.reports, one.claims) for one in ledger.outlets()] == [
        ("A", 1, 2),
        ("B", 2, 4),
        ("C", 1, 0),
    ]
    stats = ledger.stats(check=True)
    assert dict(stats.rows)["claim"] == 6
    assert dict(stats.rows)["report"] == 4
    assert stats.wrong == ()
    assert stats.theatre == "arland"
    assert stats.size > 0
