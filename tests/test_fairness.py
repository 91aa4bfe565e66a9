"""The reader takes no side: exchanged names, or loaded for plain words, change the names of the answer and nothing else."""

from __future__ import annotations

import re

import pytest

from make import a_report
from whoholds.find import find
from whoholds.find.quotes import quoted
from whoholds.link import parties_named
from whoholds.theatre import load_theatre

LEAGUE, ARMY = "Coastal League", "Northern Army"
REPORTS = [
    f"The {LEAGUE} captured Velin from the {ARMY} on Monday. The {ARMY} withdrew to Korsk, residents said.",
    f"The {ARMY} said it had repelled an attack by the {LEAGUE} near Pell. Its spokesman said the {LEAGUE} had left Orsk.",
    f"Clashes broke out between the {LEAGUE} and the {ARMY} in Harn. At least 12 people were killed.",
    f"{LEAGUE} jets bombed Orsk. The {ARMY} still holds the town, but it lost control of Pell to the {LEAGUE}.",
    f"The {ARMY}'s capture of Korsk opened the road. The {LEAGUE} denied that its forces had left Velin.",
    f"Fighters raised the {LEAGUE} flag over Velin after {ARMY} troops pulled out. The {LEAGUE} also entered Harn.",
    f"The {LEAGUE} besieged Pell. Velin fell to the {ARMY} on Sunday, and the {ARMY} is advancing on Orsk.",
]


def exchanged(text: str, one: str, two: str) -> str:
    return re.sub(f"{one}|{two}", lambda m: two if m[0] == one else one, text)


def claims(text: str) -> list[tuple[str, ...]]:
    """What is claimed of whom and where, in the theatre's names."""
    theatre = load_theatre("arland")
    ((report, raw),) = find([a_report(text)], theatre)
    found = tuple(quoted(raw, report))
    return [
        (one.verb, actor, target, str(one.status), *(place.text for place in one.places))
        for one, (actor, target) in zip(found, parties_named(report, found, theatre), strict=True)
    ]


@pytest.mark.parametrize("text", REPORTS)
def test_exchanged_sides_change_only_the_names(text):
    other = {LEAGUE: ARMY, ARMY: LEAGUE}
    swapped = [tuple(other.get(word, word) for word in one) for one in claims(exchanged(text, LEAGUE, ARMY))]
    assert sorted(swapped) == sorted(claims(text))
    assert swapped


LOADED = [
    ("rebels", "terrorists", "The rebels captured Velin on Monday, and the army shelled Korsk. The rebels still hold Orsk."),
    ("rebels", "militants", "The army recaptured Velin from the rebels. Fighting between the army and the rebels continues in Harn."),
    ("government", "regime", "The government forces withdrew from Pell. The government still controls Korsk, residents said."),
]  # fmt: skip


@pytest.mark.parametrize(("plain", "loaded", "text"), LOADED)
def test_loaded_words_find_the_same_claims(plain, loaded, text):
    theatre = load_theatre("arland")

    def bare(words: str) -> list[tuple[str, ...]]:
        ((report, raw),) = find([a_report(words)], theatre)
        found = quoted(raw, report)
        return [(one.verb, str(one.status), *(place.text for place in one.places)) for one in found]

    assert bare(text.replace(plain, loaded)) == bare(text)
    assert bare(text)


# One small war in ten reports: {a} and {b} are its sides, {c} looks on.
WAR = [
    "{a} fighters seized Velin on Monday after two days of clashes with {b}. The militants also took Orsk. {b} withdrew to Korsk, residents said.",
    "The {c} army said on Tuesday that {a} had shelled Pell. Its spokesman said {b} still held the town. Twelve people were killed.",
    "{b} denied that it had lost Velin. {a} militants control most of the town, witnesses said, and {b} is besieged in the north of it.",
    "Members of {b} stormed the {a}-held village of Harn on Wednesday. The attackers were driven out by {a}, who lost seven fighters.",
    "{a} advanced towards Korsk on Thursday. The group has captured four villages since Monday. {b} forces shelled the road to Orsk.",
    "{b} and the {c} army agreed a truce in Pell. {a} rejected it, and its fighters entered Sorna overnight.",
    "The capture of Orsk by {a} cut the road to Pell. Fighting between {b} and {a} continued around Velin. They also entered Harn.",
    "{c} jets struck {a} positions near Korsk, killing five {a} fighters. {b} recaptured Velin the next day.",
    "{b} gunmen ambushed a convoy near Sorna. The extremists withdrew from Harn, where {a} raised its flag.",
    "If {b} takes Korsk, {a} will lose its last road to the coast. {b} reportedly holds Pell and Orsk.",
]  # fmt: skip
SIDES = [
    ("Coastal League", "Inland Front"),  # listed, of one kind
    ("Harbour Brigade", "Coastal League"),  # listed: a word for armed men in one name
    (
        "Dawn Movement",
        "Velm Unity Forces",
    ),  # not listed: a word for a body in one name, one for any troops in the other
    ("Harbour Brigade", "Dawn Movement"),  # one listed, one not
]


@pytest.mark.parametrize(("one", "other"), SIDES, ids=[f"{a} and {b}" for a, b in SIDES])
def test_a_whole_war_with_its_sides_exchanged_is_the_same_war(one, other):
    theatre = load_theatre("arland")

    def told(a: str, b: str) -> list[tuple[str, ...]]:
        texts = [text.format(a=a, b=b, c="Mareth") for text in WAR]
        back = {a: "A", b: "B"}

        def side(written: str | None) -> str:
            return re.sub(f"{a}|{b}", lambda m: back[m[0]], written or "")

        found = []
        for n, (report, raw) in enumerate(find([a_report(text) for text in texts], theatre)):
            for finding in quoted(raw, report):
                who = [side(mention.text if mention else None) for mention in (finding.actor, finding.target)]
                places = [place.text for place in finding.places]
                found.append((str(n), finding.verb, str(finding.status), *who, *places))
        return sorted(found)

    plain, exchanged_too = told(one, other), told(other, one)
    assert plain == exchanged_too
    assert len(plain) > 2 * len(WAR)
    assert {"A", "B"} <= {word for claim in plain for word in claim}
