"""From findings to claims: one per place, or a reason."""

from dataclasses import replace
from datetime import date

import pytest

from make import a_finding, a_report, at
from whoholds.claim import (
    Claim,
    Extent,
    ExtentKind,
    Mention,
    PlaceMention,
    Speaker,
    Status,
    Told,
    Unlinked,
    Unplaced,
    Via,
)
from whoholds.link import link
from whoholds.theatre import load_theatre
from whoholds.when import Basis, Grain

DAY = date(2031, 3, 12)


@pytest.fixture(scope="module")
def arland():
    return load_theatre("arland")


def linked(arland, text, *, outlet="Harbour Post", **parts):
    report = a_report(text, outlet=outlet)
    return list(link(report, [a_finding(report, **parts)], arland))


def test_every_place_named_is_one_claim(arland):
    text = "The Coastal League took Velin and Orsk from the Northern Army on Tuesday."
    claims = linked(arland, text, places=("Velin", "Orsk"), target="the Northern Army", first=date(2031, 3, 11))
    assert [(one.place, one.actor, one.target) for one in claims] == [
        ("velin", "coastal-league", "northern-army"),
        ("orsk", "coastal-league", "northern-army"),
    ]
    first = claims[0]
    assert (first.when.first, first.when.basis, first.voices[0].source) == (
        date(2031, 3, 11),
        Basis.STATED,
        "harbour-post",
    )
    assert len({one.id for one in claims}) == 2


def test_nothing_said_about_the_day_is_marked_and_not_sharper_than_a_week(arland):
    (claim,) = linked(arland, "The Coastal League took Velin.", when=None)
    assert (claim.when.final, claim.when.basis, claim.when.grain) == (DAY, Basis.NONE, Grain.RANGE)
    assert (claim.when.last - claim.when.first).days == 7


def test_what_has_happened_cannot_lie_ahead_but_a_plan_can(arland):
    text = "The Coastal League took Velin on 20 March."
    later = {"when": "on 20 March", "first": date(2031, 3, 20)}
    (loose,) = linked(arland, text, **later)
    assert isinstance(loose, Unlinked)
    assert (loose.part, loose.reason) == ("time", Unplaced.TIME_UNKNOWN)
    (claim,) = linked(arland, text, status=Status.PLANNED, **later)
    assert claim.when.first == date(2031, 3, 20)


def test_a_running_stretch_ends_with_the_reports_arrival(arland):
    (claim,) = linked(
        arland,
        "The Coastal League took Velin this week.",
        when="this week",
        first=date(2031, 3, 10),
        last=date(2031, 3, 17),
    )
    assert claim.when.final == DAY


def test_background_needs_a_date_of_its_own(arland):
    (loose,) = linked(arland, "The Coastal League took Velin.", when=None, status=Status.BACKGROUND)
    assert (loose.part, loose.reason) == ("time", Unplaced.TIME_UNKNOWN)
    (claim,) = linked(
        arland,
        "The Coastal League took Velin in 2029.",
        when="in 2029",
        first=date(2029, 1, 1),
        last=date(2030, 1, 1),
        status=Status.BACKGROUND,
    )
    assert claim.place == "velin"


def test_a_place_that_cannot_be_told_is_kept_with_its_reason(arland):
    (loose,) = linked(arland, "The Coastal League took Zzyqram on Tuesday.", places=("Zzyqram",))
    assert (loose.part, loose.text, loose.reason) == ("place", "Zzyqram", Unplaced.NOT_IN_GAZETTEER)


def test_no_place_named_is_a_reason_too(arland):
    (loose,) = linked(arland, "The Coastal League took it on Tuesday.", places=())
    assert loose.reason is Unplaced.NO_PLACE_NAMED


def test_a_bare_count_is_spread_over_nothing(arland):
    text = "The Coastal League took more than 10 villages, including Velin and Orsk, on Tuesday."
    report = a_report(text)
    finding = replace(
        a_finding(report, places=("Velin", "Orsk")),
        extent=Extent(kind=ExtentKind.COUNT, text="more than 10 villages", low=11),
    )
    *claims, loose = sorted(link(report, [finding], arland), key=lambda one: isinstance(one, Unlinked))
    assert {one.place for one in claims} == {"velin", "orsk"}
    assert (loose.reason, loose.text) == (Unplaced.COUNT_ONLY, "more than 10 villages")


def test_a_count_in_an_area_is_no_claim_about_the_area(arland):
    text = "The Coastal League took over 50 villages in Korsk province on Tuesday."
    report = a_report(text)
    finding = replace(
        a_finding(report, places=()),
        extent=Extent(kind=ExtentKind.COUNT, text="over 50 villages", low=51),
        area=PlaceMention(span=at(text, "Korsk province"), text="Korsk province"),
    )
    (loose,) = link(report, [finding], arland)
    assert (loose.reason, loose.candidates[0].place) == (Unplaced.COUNT_ONLY, "korsk-province")


def test_people_killed_in_an_area_are_told_of_the_area(arland):
    text = "Shelling killed nine people in Korsk province on Tuesday."
    report = a_report(text)
    finding = replace(
        a_finding(report, verb="casualties", trigger="killed", actor=None, places=()),
        area=PlaceMention(span=at(text, "Korsk province"), text="Korsk province"),
    )
    (claim,) = link(report, [finding], arland)
    assert (claim.place, claim.area_only) == ("korsk-province", True)


def test_a_party_that_cannot_be_told_leaves_the_claim_without_it(arland):
    out = linked(arland, "The terrorists took Velin on Tuesday.", actor="The terrorists")
    claim = next(one for one in out if isinstance(one, Claim))
    loose = next(one for one in out if isinstance(one, Unlinked))
    assert (claim.actor, claim.place) == ("", "velin")
    assert (loose.part, loose.reason, {one.place for one in loose.candidates}) == (
        "actor",
        Unplaced.ACTOR_AMBIGUOUS,
        {"coastal-league", "northern-army"},
    )


def test_a_label_is_read_as_its_outlet_uses_it(arland):
    text = "The terrorists took Velin on Tuesday."
    (said,) = linked(arland, text, actor="The terrorists", outlet="Northern State Gazette")
    assert said.actor == "coastal-league"
    (said,) = linked(arland, text, actor="The terrorists", outlet="Voice of the League")
    assert said.actor == "northern-army"


def test_we_is_the_speakers_side(arland):
    text = '"We took Velin on Tuesday," a Guard commander said.'
    report = a_report(text)
    finding = replace(
        a_finding(report, actor=None, status=Status.ATTRIBUTED),
        actor=Mention(span=at(text, "We"), text="We", via=Via.QUOTE_SIDE),
        speakers=(Speaker(span=at(text, "a Guard commander"), text="a Guard commander"),),
    )
    (claim,) = link(report, [finding], arland)
    assert (claim.actor, claim.speaker.actor, claim.speaker.party) == ("guard", "guard", True)


def test_the_chain_of_voices_begins_with_the_outlet(arland):
    text = "The Coastal League took Velin on Tuesday, residents said."
    (claim,) = linked(arland, text, speaker="residents", status=Status.ATTRIBUTED)
    assert [(one.source, one.text, one.party) for one in claim.voices] == [
        ("harbour-post", "Harbour Post", False),
        ("", "residents", False),
    ]


def test_exchanging_the_parties_exchanges_them_in_the_claims(arland):
    one = linked(arland, "The Coastal League took Velin from the Guard on Tuesday.", target="the Guard")[0]
    other = linked(
        arland,
        "The Guard took Velin from the Coastal League on Tuesday.",
        actor="The Guard",
        target="the Coastal League",
    )[0]
    assert (one.actor, one.target) == (other.target, other.actor) == ("coastal-league", "guard")


def test_allies_named_right_behind_a_party_make_it_their_coalition(arland):
    (claim,) = linked(arland, "The Coastal League and its allies took Velin on Tuesday.")
    assert claim.actor == "valley-room"
    (claim,) = linked(arland, "The Coastal League and the Guard took Velin on Tuesday.")
    assert claim.actor == "coastal-league"


def test_a_capital_that_only_opens_a_sentence_is_no_name(arland):
    out = linked(arland, "Mutinous soldiers took Velin on Tuesday.", actor="Mutinous soldiers")
    assert [one.actor for one in out if isinstance(one, Claim)] in ([""], ["northern-army"])
    (claim,) = linked(
        arland, "Ostran soldiers took Velin on Tuesday, the Ostran command said.", actor="Ostran soldiers"
    )
    assert claim.actor == "new:ostran"


def test_a_party_named_where_the_finding_stands_is_not_replaced_by_an_earlier_one(arland):
    text = "The Northern Government denied on Tuesday that the army had lost Velin."
    report = a_report(text)
    plain = a_finding(report, verb="control_lost", actor=None, trigger="lost", status=Status.DENIED)
    finding = replace(plain, actor=Mention(span=at(text, "army"), text="Northern Government"))
    (claim,) = link(report, [finding], arland)
    assert claim.actor == "northern-army"


def test_a_body_named_by_its_office_is_the_speakers(arland):
    text = "The command said it had taken Velin on Tuesday."
    (claim,) = linked(arland, text, actor="The command", trigger="taken", outlet="Guard Radio")
    assert claim.actor == "guard"


def test_fighters_nobody_named_before_are_a_party_channels_own(arland):
    (claim,) = linked(arland, "Fighters took Velin on Tuesday.", actor="Fighters", outlet="Guard Radio")
    assert claim.actor == "guard"


SWAPPED = {"coastal-league": "northern-army", "northern-army": "coastal-league", "": ""}
WORDINGS = [
    "{A} took Velin from {B} on Tuesday.",
    "{B} lost Velin to {A}, {B} said on Tuesday: it took heavy losses.",
    "The terrorists took Velin on Tuesday, {A} said.",
    "{A} said on Tuesday that fighters took Velin and that {B} left.",
]


@pytest.mark.parametrize("wording", WORDINGS)
@pytest.mark.parametrize("outlet", ["Harbour Post", "Guard Radio", "Some Blog"])
def test_whatever_is_said_exchanging_the_parties_exchanges_the_answer(arland, wording, outlet):
    def told(first, second):
        text = wording.format(A=first, B=second)
        report = a_report(text, outlet=outlet)
        plain = a_finding(report, actor=None, places=("Velin",), trigger="took" if "took" in text else "lost")
        found = []
        for name in (first, second, "The terrorists", "fighters"):
            if name in text:
                mention = Mention(span=at(text, name), text=name)
                speaker = Speaker(span=at(text, first), text=first)
                found.append(replace(plain, id=f"{name}", actor=mention, speakers=(speaker,)))
        return [one.actor for one in link(report, found, arland) if isinstance(one, Claim)]

    one = told("the Coastal League", "the Northern Army")
    other = told("the Northern Army", "the Coastal League")
    if "fighters" in wording:  # soldiers are an army's and fighters a group's, whoever speaks
        one, other = one[:2], other[:2]
    assert [SWAPPED[actor] for actor in one] == other
    assert any(one)


def test_linking_again_gives_equal_ids(arland):
    text = "The Coastal League took Velin, Orsk and Zzyqram on Tuesday."
    report = a_report(text)
    findings = [a_finding(report, places=("Velin", "Orsk", "Zzyqram"))]
    assert [one.id for one in link(report, findings, arland)] == [one.id for one in link(report, findings, arland)]


def test_every_finding_gives_something(arland):
    text = "The Coastal League took Velin on Tuesday."
    report = a_report(text)
    for status in Status:
        told = Told(basis=Basis.STATED, text="on Tuesday", first=date(2031, 3, 11), last=date(2031, 3, 12))
        assert list(link(report, [replace(a_finding(report, status=status), when=told)], arland))
