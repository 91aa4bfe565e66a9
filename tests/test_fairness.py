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
