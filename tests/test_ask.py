"""Questions to a ledger: what is answered, in which words, and that the past is answered as it could be known."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from make import a_claim, a_report, noon
from whoholds import ask
from whoholds.ask import checkup
from whoholds.ask.view import view
from whoholds.ask.who import ENOUGH, answer_on
from whoholds.claim import Candidate, Decision, Ruling, Status, Unplaced
from whoholds.control import Control, Edition, State
from whoholds.errors import AmbiguousPlace, EmptyLedger, NoSuchPlace, NotInLedger
from whoholds.fuse import fuse
from whoholds.keep import Entry, open_ledger
from whoholds.theatre import load_theatre
from whoholds.when import DAY, Period

READER = Edition(id="reader", code="0", method="frames@test", settings="", theatre="", languages="")
FUSER = Edition(id="fuser", code="0", method="model", settings="", theatre="", languages="")
NOON = noon(date(2031, 3, 20))
LEAGUE, ARMY = "coastal-league", "northern-army"
START = date(2031, 3, 1)


@pytest.fixture(scope="module")
def arland():
    return load_theatre("arland")


@pytest.fixture
def new_ledger(tmp_path):
    opened = []

    def make(name="a"):
        opened.append(open_ledger(tmp_path / f"{name}.db", write=True, theatre="arland"))
        return opened[-1]

    yield make
    for ledger in opened:
        ledger.close()


@pytest.fixture
def ledger(new_ledger):
    return new_ledger()


def said(text, *, outlet="Harbour Post", day=START, received=None, **claim):
    """A report of that day with one claim."""
    report = a_report(text, outlet=outlet, published=day, received=received)
    return Entry(report=report, claims=(a_claim(report, **claim),))


def settle(ledger, theatre):
    """Make the pages that are stale, as a run does."""
    known = ledger.last_change()
    places = ledger.stale(FUSER.id)
    pages = dict.fromkeys(places, ())
    for place, claims in ledger.claims_by_place(places, known=known):
        imprints = ledger.imprints({claim.report for claim in claims})
        pages[place] = fuse(place, claims, imprints, theatre=theatre, known=known)
    return ledger.record(pages, known=known, edition=FUSER)


HOLDS = said("The Northern Army holds Velin.", verb="control_held", actor=ARMY, outlet="Arland Observatory")
TAKES = said("The Coastal League took Velin.", actor=LEAGUE, said_by=LEAGUE, day=START + 10 * DAY)
DENIES = said(
    "The Northern Army denies losing Velin.",
    outlet="Northern State Gazette",
    verb="control_lost",
    actor=ARMY,
    said_by=ARMY,
    status=Status.DENIED,
    day=START + 11 * DAY,
)
CONFIRMS = said(
    "The League is in Velin, the observatory says.", outlet="Arland Observatory", actor=LEAGUE, day=START + 13 * DAY
)
STORY = (HOLDS, TAKES, DENIES, CONFIRMS)


@pytest.fixture
def story(ledger, arland):
    ledger.add(STORY, edition=READER)
    settle(ledger, arland)
    return ledger


# who


def test_who_answers_by_what_is_known_now(story, arland):
    before = ask.who(story, arland, "velin", on=START + 5 * DAY)
    after = ask.who(story, arland, "Velin", on=START + 14 * DAY)
    assert (before.state, before.holders, before.holder_names) == (State.HELD, (ARMY,), ("Northern Army",))
    assert (after.state, after.holders) == (State.HELD, (LEAGUE,))
    assert after.probability > 0.8
    assert after.since == START + 10 * DAY
    assert after.until is None
    assert after.last_heard == START + 13 * DAY
    assert TAKES.claims[0].id in after.claims
    assert sum(share for _, share in after.shares) == pytest.approx(1, abs=1e-4)


def test_who_answers_by_what_was_known_then(story, arland):
    day = START + 10 * DAY
    then = ask.who(story, arland, "velin", on=day, known=noon(START + 9 * DAY))
    now = ask.who(story, arland, "velin", on=day)
    assert then.holders == (ARMY,)
    assert LEAGUE in now.holders
    assert then.known == noon(START + 9 * DAY)


def test_without_a_day_it_is_the_day_of_the_last_arrival_known(story, arland):
    assert ask.who(story, arland, "velin").on == START + 13 * DAY
    assert ask.who(story, arland, "velin", known=noon(START + 20 * DAY)).on == START + 13 * DAY
    assert ask.who(story, arland, "velin", known=noon(START + 2 * DAY)).on == START + 2 * DAY


def test_a_day_before_anything_is_known_is_unknown(story, arland):
    answer = ask.who(story, arland, "velin", on=START - 30 * DAY)
    assert (answer.state, answer.holders, answer.probability, answer.claims) == (State.UNKNOWN, (), 0.0, ())
    other = ask.who(story, arland, "pell")
    assert other.state is State.UNKNOWN


def test_another_method_than_made_the_record_answers_from_the_claims(new_ledger, arland):
    shouted = [
        said(f"The League took Pell, says page {n}.", place="pell", actor=LEAGUE, outlet=f"Page {n}") for n in range(3)
    ]
    quiet = said("The Northern Army took Pell.", place="pell", actor=ARMY, day=START + 2 * DAY)
    ledger = new_ledger()
    ledger.add([*shouted, quiet], edition=READER)
    settle(ledger, arland)
    claims = [claim for entry in (*shouted, quiet) for claim in entry.claims]
    imprints = ledger.imprints({claim.report for claim in claims})
    day, found = START + 3 * DAY, {}
    for method in ("latest", "majority", "model"):
        wanted = fuse("pell", claims, imprints, theatre=arland, known=ledger.last_change(), method=method)
        then = next(one for one in wanted if day in one.valid)
        found[method] = ask.who(ledger, arland, "pell", on=day, method=method)
        assert (set(found[method].holders), found[method].probability) == (then.holders, then.belief)
        assert [one.claims for one in ask.history(ledger, arland, "pell", method=method)] == [w.because for w in wanted]
        rows = ask.record(ledger, arland, on=day, method=method)
        assert [(set(one.holders), one.probability) for one in rows] == [(then.holders, then.belief)]
    assert (found["latest"].holders, found["majority"].holders) == ((ARMY,), (LEAGUE,))
    assert ask.who(ledger, arland, "pell", on=day) == found["model"]


def test_an_old_answer_is_stale_and_keeps_its_holders(story, arland):
    late = ask.who(story, arland, "velin", on=START + 2000 * DAY)
    assert late.state is State.STALE
    assert late.holders == (LEAGUE,)
    assert late.recent < ENOUGH
    assert late.last_heard == START + 13 * DAY


def test_an_answer_is_json(story, arland):
    told = json.loads(json.dumps(ask.who(story, arland, "velin", on=START + 14 * DAY).as_json()))
    assert told["place"] == "velin"
    assert told["on"] == "2031-03-15"
    assert told["known"] == "2031-03-14T12:00:00+00:00"
    assert told["state"] == "held"
    assert told["holders"] == [LEAGUE]
    assert set(told["shares"]) >= {LEAGUE, ARMY, "contested"}
    assert {"name", "probability", "claims", "since", "voices", "last_heard", "holder_names"} <= set(told)


def test_nothing_added_is_said(ledger, arland):
    with pytest.raises(EmptyLedger):
        ask.who(ledger, arland, "velin")


def a_control(holders, shares, *, start=START, end=None, weight=5.0, heard=START):
    return Control(
        place="velin",
        holders=frozenset(holders),
        valid=Period(start=start, end=end),
        belief=shares[0][1],
        shares=tuple(shares),
        voices=2,
        last_heard=heard,
        weight=weight,
        because=(),
        against=(),
    )


@pytest.mark.parametrize(
    ("control", "after", "state", "holders"),
    [
        (a_control([ARMY], [(ARMY, 0.9), ("", 0.1)]), 0, State.HELD, (ARMY,)),
        (a_control([ARMY, LEAGUE], [(LEAGUE, 0.5), (ARMY, 0.4), ("", 0.1)]), 0, State.DISPUTED, (LEAGUE, ARMY)),
        (a_control([ARMY, LEAGUE], [("", 0.6), (ARMY, 0.3), (LEAGUE, 0.1)]), 0, State.CONTESTED, (ARMY, LEAGUE)),
        (a_control([ARMY], [("", 0.6), (ARMY, 0.4)]), 0, State.CONTESTED, (ARMY,)),
        (a_control([ARMY], [(ARMY, 0.9)], weight=2.0), 62, State.HELD, (ARMY,)),
        (a_control([ARMY], [(ARMY, 0.9)], weight=2.0), 63, State.STALE, (ARMY,)),
        (a_control([ARMY], [(ARMY, 0.9)], weight=0.9), 0, State.STALE, (ARMY,)),
    ],
)
def test_the_word_for_an_answer(ledger, arland, control, after, state, holders):
    ledger.add([HOLDS], edition=READER)
    answer = answer_on(view(ledger, arland), "velin", [control], START + after * DAY)
    assert (answer.state, answer.holders) == (state, holders)


def test_a_stint_spans_periods_with_the_same_holders(ledger, arland):
    ledger.add([HOLDS], edition=READER)
    cut = [START + n * DAY for n in (0, 5, 9, 14)]
    controls = [
        a_control([LEAGUE], [(LEAGUE, 0.9)], start=cut[0] - 30 * DAY, end=cut[0] - 20 * DAY),
        a_control([LEAGUE], [(LEAGUE, 0.9)], start=cut[0], end=cut[1]),
        a_control([LEAGUE], [(LEAGUE, 0.7)], start=cut[1], end=cut[2]),
        a_control([ARMY], [(ARMY, 0.7)], start=cut[2], end=cut[3]),
        a_control([LEAGUE], [(LEAGUE, 0.7)], start=cut[3]),
    ]
    for day in (cut[0], cut[1], cut[2] - DAY):
        answer = answer_on(view(ledger, arland), "velin", controls, day)
        assert (answer.since, answer.until) == (cut[0], cut[2])


# which place


def test_a_name_of_several_places_means_the_one_that_is_spoken_of(story, arland):
    assert ask.place_named(story, arland, "Velin").id == "velin"
    assert ask.place_named(story, arland, "فلين").id == "velin"
    assert ask.place_named(story, arland, "velin-tarn").id == "velin-tarn"


def test_a_name_of_several_places_that_nobody_speaks_of_is_refused_with_the_choices(ledger, arland):
    with pytest.raises(AmbiguousPlace, match=r"halsa-orsk \(village in Orsk\)") as refused:
        ask.place_named(ledger, arland, "Halsa")
    assert len(refused.value.choices) == 3


def test_a_less_likely_candidate_does_not_make_a_name_ambiguous(ledger, arland):
    report = a_report("League took Velin.")
    claim = a_claim(report, candidates=(("velin", 0.8), ("velin-tarn", 0.2)))
    ledger.add([Entry(report=report, claims=(claim,))], edition=READER)
    assert ask.place_named(ledger, arland, "Velin").id == "velin"


def test_the_only_town_among_areas_of_the_name_is_meant(ledger, arland):
    assert ask.place_named(ledger, arland, "Korsk").id == "korsk"


def test_an_unknown_name_comes_with_the_nearest(ledger, arland):
    with pytest.raises(NoSuchPlace, match="Did you mean"):
        ask.place_named(ledger, arland, "Tavell-on-the-hill")


# areas


def test_an_area_tells_what_is_known_of_the_places_in_it(ledger, arland):
    ledger.add(
        [
            *STORY,
            said("The Army holds Tavel.", verb="control_held", actor=ARMY, place="tavel", day=START + 13 * DAY),
            said("The League holds Kessin.", verb="control_held", actor=LEAGUE, place="kessin", day=START + 13 * DAY),
        ],
        edition=READER,
    )
    settle(ledger, arland)
    answer = ask.who(ledger, arland, "korsk-province", on=START + 13 * DAY)
    told = {tally.holders: tally.places for tally in answer.inside}
    assert told == {(LEAGUE,): ("kessin", "velin"), (ARMY,): ("tavel",)}
    assert ask.who(ledger, arland, "harn-province").inside == ()
    then = ask.who(ledger, arland, "korsk-province", on=START + 9 * DAY, known=noon(START + 9 * DAY))
    assert {tally.holders: tally.places for tally in then.inside} == {(ARMY,): ("velin",)}


# history, changes, disputes, record


def test_history_is_the_stretches_in_words(story, arland):
    told = ask.history(story, arland, "velin")
    assert told[0].words == "Northern Army"
    assert told[-1].words == "Coastal League"
    assert told[-1].end is None
    assert all(one.end == other.start for one, other in pairwise(told))
    assert ask.history(story, arland, "pell") == ()
    assert ask.history(story, arland, "velin", known=noon(START))[0].holders == (ARMY,)


def test_changes_between_two_days(story, arland):
    told = ask.changes(story, arland, START, START + 20 * DAY)
    assert [one.place for one in told] == ["velin"] * len(told)
    assert told[0].before.holders == (ARMY,)
    assert told[-1].after.holders == (LEAGUE,)
    assert all(START < one.day <= START + 20 * DAY for one in told)
    assert "Northern Army →" in told[0].words
    assert ask.changes(story, arland, START - 9 * DAY, START)[0].words == "unknown → Northern Army"
    assert ask.changes(story, arland, START + 14 * DAY, START + 90 * DAY) == ()
    assert json.dumps([one.as_json() for one in told])
    assert (told[0].after.kind, told[0].after.within) == ("town", "Velin")


def test_a_weakly_told_change_is_told_by_its_holders(ledger, arland):
    hint = said("Perhaps the League or the Army is in Velin.", actor=LEAGUE, status=Status.HEDGED, confidence=0.05)
    ledger.add([hint], edition=READER)
    ledger.record(
        {"velin": [a_control([LEAGUE, ARMY], [(ARMY, 0.5), (LEAGUE, 0.4)], weight=0.2)]}, known=NOON, edition=FUSER
    )
    (told,) = ask.changes(ledger, arland, START - DAY, START)
    assert told.words == "unknown → disputed: Northern Army or Coastal League"
    assert ask.who(ledger, arland, "velin", on=START).state is State.STALE


def test_changes_between_two_moments_of_knowledge(story, arland):
    (told,) = ask.relearned(story, arland, earlier=noon(START + 9 * DAY), on=START + 14 * DAY)
    assert (told.before.holders, told.after.holders) == ((ARMY,), (LEAGUE,))
    assert ask.relearned(story, arland, earlier=noon(START + 13 * DAY), on=START + 14 * DAY) == ()


def test_disputes_are_listed_least_certain_first(ledger, arland):
    ledger.add(STORY[:3], edition=READER)
    settle(ledger, arland)
    day = START + 11 * DAY
    told = ask.disputes(ledger, arland, on=day)
    assert [(one.place, one.state) for one in told] == [("velin", State.DISPUTED)]
    assert ask.disputes(ledger, arland, on=START) == ()


def test_the_record_has_a_row_a_period(story, arland):
    rows = ask.record(story, arland)
    assert [row.start for row in rows] == [one.start for one in ask.history(story, arland, "velin")]
    assert rows[0].place.point is not None
    (row,) = ask.record(story, arland, on=START + 5 * DAY)
    assert (row.place.id, row.holders, row.state) == ("velin", (ARMY,), State.HELD)
    told = json.loads(json.dumps(row.as_json()))
    assert (told["place"], told["name"]) == ("velin", "Velin")
    assert ask.record(story, arland, on=START - 9 * DAY) == ()
    (old,) = ask.record(story, arland, known=noon(START))
    assert old.holders == (ARMY,)


# why


def test_why_sums_to_the_log_odds_and_quotes_both_sides(story, arland):
    told = ask.why(story, arland, "velin", on=START + 11 * DAY)
    assert told.answer == ask.who(story, arland, "velin", on=START + 11 * DAY)
    assert sum(term.direct for term in told.terms) == pytest.approx(told.log_odds)
    grounds = {one.claim: one for one in (*told.speaks_for, *told.against, *told.unweighed)}
    assert set(grounds) == {entry.claims[0].id for entry in STORY}
    denial = grounds[DENIES.claims[0].id]
    assert denial.quote == "The Northern Army denies losing Velin."
    assert (denial.speaker, denial.party, denial.status) == (ARMY, True, Status.DENIED)
    assert denial.report.outlet == "Northern State Gazette"
    assert denial.actor == "Northern Army"
    weights = [abs(one.weight) for one in told.speaks_for]
    assert weights == sorted(weights, reverse=True)
    assert json.dumps(told.as_json())


def test_an_echo_is_shown_under_what_it_repeats(ledger, arland):
    first = said("League took Velin, its office said.", actor=LEAGUE, said_by=LEAGUE)
    again = said("Its office: League took Velin.", outlet="Inland Daily", actor=LEAGUE, said_by=LEAGUE)
    ledger.add([first, again], edition=READER)
    settle(ledger, arland)
    told = ask.why(ledger, arland, "velin", on=START)
    (ground,) = (*told.speaks_for, *told.against)
    (echo,) = ground.echoes
    assert {ground.claim, echo.claim} == {first.claims[0].id, again.claims[0].id}
    assert {ground.report.outlet, echo.report.outlet} == {"Harbour Post", "Inland Daily"}


def test_a_plan_is_kept_and_weighs_nothing(ledger, arland):
    plan = said("The League will take Velin.", actor=LEAGUE, status=Status.PLANNED, day=START + DAY)
    ledger.add([HOLDS, plan], edition=READER)
    settle(ledger, arland)
    told = ask.why(ledger, arland, "velin")
    (ground,) = told.unweighed
    assert (ground.claim, ground.weight) == (plan.claims[0].id, None)
    assert "plan" in ground.note


def test_why_of_a_place_without_claims_is_empty(story, arland):
    told = ask.why(story, arland, "pell")
    assert (told.terms, told.log_odds, told.speaks_for, told.unweighed) == ((), 0, (), ())
    assert told.answer.state is State.UNKNOWN


def test_the_words_behind_claims(story):
    wanted = [TAKES.claims[0].id, "missing", HOLDS.claims[0].id]
    told = ask.cited(story, wanted)
    assert [one.claim for one in told] == [wanted[0], wanted[2]]
    assert told[0].quote == "The Coastal League took Velin."
    assert told[0].speaker == LEAGUE
    assert json.dumps([one.as_json() for one in told])


# the desk


def test_a_rejected_claim_changes_the_answer_from_its_ruling_on(story, arland):
    on, ruled = START + 14 * DAY, noon(START + 20 * DAY)
    for n, entry in enumerate((TAKES, CONFIRMS)):
        about = entry.claims[0].id
        story.decide(Decision(id=f"d{n}", by="desk", at=ruled, about=about, ruling=Ruling.REJECT, reason="old film"))
    assert ask.who(story, arland, "velin", on=on).holders == (ARMY,), "replayed while the page is stale"
    settle(story, arland)
    assert ask.who(story, arland, "velin", on=on).holders == (ARMY,)
    assert ask.who(story, arland, "velin", on=on, known=ruled - timedelta(seconds=1)).holders == (LEAGUE,)
    assert ask.who(story, arland, "velin", on=on, known=ruled).holders == (ARMY,)


# what is not on the map


def test_unlinked_skipped_and_sources_are_told(ledger, arland):
    from test_ledger import a_skipped, an_unlinked

    report = a_report("League took Velin.", outlet="Harbour Post")
    loose = an_unlinked(report)
    ledger.add(
        [Entry(report=report, claims=(a_claim(report),), unlinked=(loose,))], edition=READER, skipped=[a_skipped()]
    )
    (told,) = ask.unlinked(ledger)
    assert (told.text, told.reason, told.report.outlet) == ("Zorn", Unplaced.NOT_IN_GAZETTEER, "Harbour Post")
    assert told.candidates == (Candidate(place="velin", score=-3.25, why=("fuzzy",), km=12.5),)
    assert told.quote
    assert ask.unlinked(ledger, reason=Unplaced.TOO_FAR) == ()
    (unread,) = ask.skipped(ledger)
    assert unread.origin == "in.jsonl:3"
    (teller,) = ask.sources(ledger, arland)
    assert (teller.outlet, teller.kind, teller.reports, teller.claims) == ("Harbour Post", "outlet", 1, 1)
    for one in (told, unread, teller):
        assert json.dumps(one.as_json())


def test_the_doctor_names_what_waits_to_be_weighed(ledger, arland):
    ledger.add([*STORY, said("They took Gone.", place="gone-from-theatre")], edition=READER)
    found = checkup.ledger(ledger, arland)
    assert found["rows"]["claim"] == 5
    assert any("not weighed yet" in one for one in found["wrong"])
    assert any("gone-from-theatre" in one for one in found["wrong"])
    settle(ledger, arland)
    assert not any("not weighed yet" in one for one in checkup.ledger(ledger, arland)["wrong"])
    assert checkup.installation()["whoholds"]


# laws

VERBS_OF_CONTROL = ("control_gained", "control_held", "control_lost", "contested", "withdrawal")
MOMENT = datetime(2031, 3, 1, 6, tzinfo=UTC)


@st.composite
def entries(draw):
    """Up to a dozen reports, each with a claim or two about three places."""
    made = []
    for n in range(draw(st.integers(1, 12))):
        outlet = draw(st.sampled_from(("Harbour Post", "Inland Daily", "Northern State Gazette", "Arland Observatory")))
        day = START + draw(st.integers(0, 40)) * DAY
        late = timedelta(hours=draw(st.integers(0, 200)))
        report = a_report(f"Report {n}.", outlet=outlet, published=day, received=noon(day) + late)
        claims = tuple(
            a_claim(
                report,
                verb=draw(st.sampled_from(VERBS_OF_CONTROL)),
                actor=draw(st.sampled_from((LEAGUE, ARMY))),
                place=(place := draw(st.sampled_from(("velin", "tavel", "kessin")))),
                candidates=draw(st.sampled_from((((place, 1.0),), ((place, 0.7), ("halsa-velin", 0.3))))),
                said_by=draw(st.sampled_from(("", LEAGUE, ARMY))),
                status=draw(st.sampled_from((Status.ASSERTED, Status.HEDGED, Status.DENIED, Status.ATTRIBUTED))),
            )
            for _ in range(draw(st.integers(1, 2)))
        )
        made.append(Entry(report=report, claims=claims))
    return made


LAW = settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@pytest.fixture
def fresh(tmp_path):
    """Opens new ledgers, each closed before the next."""
    count = iter(range(10**6))
    opened = []

    def make():
        while opened:
            opened.pop().close()
        opened.append(open_ledger(tmp_path / f"{next(count)}.db", write=True, theatre="arland"))
        return opened[-1]

    yield make
    while opened:
        opened.pop().close()


@pytest.mark.slow
@LAW
@given(told=entries())
def test_the_pages_and_a_replay_agree_slow(fresh, arland, told):
    ledger = fresh()
    ledger.add(told, edition=READER)
    settle(ledger, arland)
    now = view(ledger, arland)
    assert now.newest
    again = replace(now, newest=False)
    later = view(ledger, arland, now.known + timedelta(days=400))
    assert dict(now.histories()) == dict(again.histories()) == dict(later.histories())
    for place in ledger.places_with_claims():
        assert now.controls(place) == now.replay(place) == replace(later, newest=False).controls(place)


@pytest.mark.slow
@LAW
@given(told=entries(), cut=st.integers(0, 60 * 24))
def test_as_known_then_is_as_if_nothing_had_come_since_slow(fresh, arland, told, cut):
    ledger, known = fresh(), MOMENT + timedelta(hours=cut)
    ledger.add(told, edition=READER)
    settle(ledger, arland)
    then = dict(view(ledger, arland, known).histories())
    arrived = [one for one in told if one.report.received <= known]
    only = fresh()
    only.add(arrived, edition=READER)
    if not arrived:
        assert then == {}
        return
    settle(only, arland)
    assert then == dict(view(only, arland).histories())


@pytest.mark.slow
@LAW
@given(told=entries(), seed=st.integers(0, 99))
def test_the_order_of_arrival_and_batches_changes_nothing_slow(fresh, arland, told, seed):
    rng = random.Random(seed)
    digests = set()
    for _ in range(2):
        ledger = fresh()
        mixed = told[:]
        rng.shuffle(mixed)
        while mixed:
            size = rng.randint(1, 5)
            some, mixed = mixed[:size], mixed[size:]
            ledger.add(some, edition=READER)
            if rng.random() < 0.5:
                settle(ledger, arland)
        settle(ledger, arland)
        digests.add(ledger.digest())
    assert len(digests) == 1


def test_a_report_is_told_as_it_was_read(ledger, arland):
    from make import a_finding
    from test_ledger import an_unlinked

    report = a_report("The League took Velin.", ref="x7", notes=("dated by its dateline",))
    finding = a_finding(report, actor="The League", when=None)
    claim = replace(a_claim(report), finding=finding.id)
    loose = replace(an_unlinked(report), finding=finding)
    other = said("The Army holds Velin.", actor=ARMY)
    told = Entry(report=report, findings=(finding,), claims=(claim,), unlinked=(loose,))
    ledger.add([told, other], edition=READER)
    for name in (report.id, "x7"):
        page = ask.page_of(ledger, arland, name)
        (read,) = page.findings
        assert (page.report.ref, page.notes) == ("x7", report.notes)
        assert (read.actor, read.places, read.quote) == ("The League", ("Velin",), report.text)
        assert read.on_map == ("Velin: Coastal League",)
        assert read.off_map == ("Zorn: not-in-gazetteer",)
    with pytest.raises(NotInLedger):
        ask.page_of(ledger, arland, "y")


def test_track_records_are_kept_and_only_what_changed_is_checked_again(story, arland):
    fared, asked = ask.Fared(), []

    class Watched:
        def __getattr__(self, name):
            return getattr(story, name)

        def claims_by_place(self, places, **more):
            asked.append(list(places))
            return story.claims_by_place(places, **more)

    assert ask.track_records(Watched(), arland, fared=fared) == ask.track_records(story, arland)
    assert ask.track_records(Watched(), arland, fared=fared, outlets=True) == ask.track_records(
        story, arland, outlets=True
    )
    more = said("The Northern Army took Pell.", place="pell", actor=ARMY, day=START + 14 * DAY)
    story.add([more], edition=READER)
    unsettled = ask.track_records(Watched(), arland, fared=fared)
    assert unsettled == ask.track_records(story, arland)
    settle(story, arland)
    assert ask.track_records(Watched(), arland, fared=fared) == unsettled
    about, at = CONFIRMS.claims[0].id, noon(START + 15 * DAY)
    story.decide(Decision(id="d1", by="desk", at=at, about=about, ruling=Ruling.REJECT, reason="an old film"))
    settle(story, arland)
    after = ask.track_records(Watched(), arland, fared=fared)
    assert after == ask.track_records(story, arland)
    assert sum(one.track.claims for one in after) == sum(one.track.claims for one in unsettled) - 1
    assert asked == [["velin"], [], ["pell"], ["pell"], ["velin"]]
