"""Who did it: the doer a sentence names, points at, or leaves to be understood. Own sentences, the invented theatre."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from make import a_report
from whoholds.claim import Finding, Via
from whoholds.find import find
from whoholds.find.quotes import quoted
from whoholds.link import parties_named
from whoholds.text import Report
from whoholds.theatre import Theatre, load_theatre

LEAGUE, ARMY = "Coastal League", "Northern Army"


@pytest.fixture(scope="module")
def arland() -> Theatre:
    return load_theatre("arland")


def told(text: str, theatre: Theatre) -> Iterator[tuple[Report, Finding, str, str]]:
    """Every finding of a text, with the theatre's names for its doer and its target."""
    for report, raw in find([a_report(text)], theatre):
        findings = tuple(quoted(raw, report))
        for finding, (actor, target) in zip(findings, parties_named(report, findings, theatre), strict=True):
            yield report, finding, actor, target


CASES = [
    # why, text, claim type, the doer
    (
        "a retreat names the loser, not who took the place",
        f"The {ARMY} withdrew from Velin on Monday. The {LEAGUE} seized Korsk on Tuesday. They also took the town of Orsk.",
        "control_gained",
        LEAGUE,
    ),
    (
        "an offensive's owner takes",
        f"The {LEAGUE}'s offensive to capture Velin began on Monday.",
        "control_gained",
        LEAGUE,
    ),
    ("a spokesman's our", f'"Velin is in our hands," a {ARMY} spokesman said on Monday.', "control_gained", ARMY),
    (
        "his forces",
        f"{LEAGUE} commander Olan Brek spoke on Monday. His forces captured Velin, he said.",
        "control_gained",
        LEAGUE,
    ),
    (
        "ground that was hit",
        f"Rockets hit a {LEAGUE}-held district of Velin. The {ARMY} attacked the {LEAGUE} in Korsk.",
        "strike",
        ARMY,
    ),
]


@pytest.mark.parametrize(("why", "text", "verb", "doer"), CASES, ids=[case[0] for case in CASES])
def test_the_doer_is_the_one_meant(why, text, verb, doer, arland):
    found = [actor for _, finding, actor, _ in told(text, arland) if finding.verb == verb]
    assert doer in found, (why, found)
    other = LEAGUE if doer == ARMY else ARMY
    assert other not in found, (why, found)


@pytest.mark.parametrize("case", CASES, ids=[case[0] for case in CASES])
def test_exchanging_the_sides_exchanges_the_doer(case, arland):
    _, text, verb, doer = case
    swapped = text.replace(LEAGUE, "\0").replace(ARMY, LEAGUE).replace("\0", ARMY)
    found = [actor for _, finding, actor, _ in told(swapped, arland) if finding.verb == verb]
    assert (LEAGUE if doer == ARMY else ARMY) in found, found


def test_a_denied_capture_makes_nobody_the_winner(arland):
    text = (
        f"The {ARMY} has not captured Velin, the {LEAGUE} said. The town of Korsk was taken on Tuesday, residents said."
    )
    found = [actor for _, f, actor, _ in told(text, arland) if f.verb == "control_gained" and f.status != "denied"]
    assert ARMY not in found


def test_the_toll_of_a_whole_war_has_no_doer(arland):
    text = f"The {ARMY} shelled Velin on Monday. More than 60,000 people have been killed in the war."
    assert all(actor == "" for _, f, actor, _ in told(text, arland) if f.verb == "casualties")


def test_monitors_do_nothing_themselves(arland):
    text = "The Arland Observatory reported fighting in Velin on Monday."
    assert all(f.actor is None or "Observatory" not in f.actor.text for _, f, _, _ in told(text, arland))


def test_what_is_understood_says_where_it_is_named(arland):
    for _, text, _, _ in CASES:
        for report, finding, _, _ in told(text, arland):
            if finding.actor is not None and finding.actor.via is Via.INFERRED:
                assert finding.actor.antecedent is not None
                assert finding.actor.antecedent.of(report.text)


SUFFERED = [
    # why, text, claim type, to whom
    (
        "the foe that was just named",
        f"The {ARMY} fought the {LEAGUE} near Pell on Sunday. The {LEAGUE} captured Velin on Monday.",
        "control_gained",
        ARMY,
    ),
    (
        "whoever held it",
        f"The {ARMY} still holds Velin, residents said. The {LEAGUE} entered Velin on Monday.",
        "advance",
        ARMY,
    ),
    ("nobody but the doer is named", f"The {LEAGUE} captured Velin on Monday.", "control_gained", ""),
    (
        "a holder loses nothing",
        f"The {ARMY} fought the {LEAGUE} near Pell. The {LEAGUE} still controls Velin.",
        "control_held",
        "",
    ),
]


@pytest.mark.parametrize(("why", "text", "verb", "whom"), SUFFERED, ids=[case[0] for case in SUFFERED])
def test_the_target_is_named_by_the_story_where_the_claim_is_silent(why, text, verb, whom, arland):
    found = [(finding, target) for _, finding, _, target in told(text, arland) if finding.verb == verb]
    assert found, why
    assert {target for _, target in found} == {whom}
    assert all(finding.target is None or finding.target.via is Via.INFERRED for finding, _ in found)


def test_a_source_never_takes_a_town(arland):
    found = list(told("The capture of Velin was confirmed by military sources.", arland))
    assert found
    assert all(finding.actor is None for _, finding, _, _ in found)


def test_a_division_is_its_armys(arland):
    text = f"The {ARMY}'s 9th Division seized Velin on Monday."
    assert [actor for _, finding, actor, _ in told(text, arland) if finding.verb == "control_gained"] == [ARMY]
