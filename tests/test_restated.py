"""What the same voice says again is one finding; what another voice says, or another footing or extent, is not."""

from dataclasses import replace

import pytest

from make import a_finding, a_report
from whoholds.claim import Count, CountMode, CountOf, Extent, ExtentKind, Form, Status
from whoholds.find.quotes import faults
from whoholds.find.restated import merged
from whoholds.text import Span

TEXT = (
    "The Coastal League took Velin and Orsk on Tuesday, League spokesman Tarn Hale said. The capture of Velin opens the "
    "road to Pell, a Guard officer said. The League killed four people and wounded nine in Velin."
)
REPORT = a_report(TEXT)


def one(**parts):
    return a_finding(REPORT, **({"evidence": "The Coastal League took Velin", "places": ("Velin",)} | parts))


def again(**parts):
    """The same deed told once more, by a noun and without a party or a day."""
    told = {"trigger": "capture", "actor": None, "when": None, "evidence": "The capture of Velin", "form": Form.NOMINAL}
    return one(**(told | parts))


def test_a_deed_told_again_by_the_same_voice_is_one_finding():
    first = one()
    assert merged([first, again()]) == (first,)


def test_the_fuller_telling_stays_and_takes_the_place_and_the_party_of_the_other():
    fuller = one(places=("Velin", "Orsk"), actor=None, when=None)
    kept = merged([again(actor="The Coastal League"), fuller])
    assert [finding.trigger for finding in kept] == [fuller.trigger]
    assert kept[0].actor is not None
    assert kept[0].actor.text == "The Coastal League"


PARTIAL = Extent(kind=ExtentKind.PARTIAL, text="most of")
APART = {
    "another voice": (one(speaker="League spokesman Tarn Hale"), again(speaker="a Guard officer")),
    "the outlet and a source": (one(), again(speaker="a Guard officer")),
    "a denial": (one(), again(status=Status.DENIED)),
    "a plan": (one(), again(status=Status.PLANNED)),
    "an older event": (one(), again(status=Status.BACKGROUND)),
    "part of it": (replace(one(), extent=PARTIAL), again()),
    "another party": (one(), again(actor="Guard")),
    "another place": (one(), again(places=("Pell",))),
    "some of each": (one(places=("Velin", "Orsk")), again(places=("Velin", "Pell"))),
    "another deed": (one(), again(verb="attack")),
    "no place at all": (one(places=()), again(places=())),
}


@pytest.mark.parametrize("pair", APART.values(), ids=APART.keys())
def test_what_differs_in_voice_footing_extent_party_place_or_deed_stays_apart(pair):
    assert merged(pair) == pair


def test_a_day_of_its_own_is_new_and_no_day_is_not():
    dated, undated = one(), one(trigger="capture", when=None)
    other = replace(dated.when, first=dated.when.last, last=dated.when.last.replace(day=28))
    assert merged([dated, replace(dated, id="later", when=other)])[1].id == "later"
    assert len(merged([undated, dated])) == 2
    assert len(merged([dated, undated])) == 1
    assert len(merged([dated, replace(dated, id="same day")])) == 1


def test_a_counted_extent_is_not_an_uncounted_one():
    counted = replace(again(), extent=Extent(kind=ExtentKind.COUNT, text="over ten districts", low=10))
    assert merged([one(), counted]) == (one(), counted)


def test_the_quote_that_names_the_party_stays_beside_a_later_bare_clause():
    named = one(form=Form.NOMINAL)
    bare = again(form=Form.CLAUSE, actor="Guard")
    bare = replace(bare, actor=named.actor)
    assert merged([named, bare]) == (named,)


def test_asserted_and_hedged_are_one_footing():
    assert len(merged([one(), again(status=Status.HEDGED)])) == 1


def count(of, low, high, words):
    at = TEXT.index(words)
    return Count(of=of, low=low, high=high, text=words, span=Span(at, at + len(words)), mode=CountMode.EVENT)


KILLED = count(CountOf.KILLED, 4, 4, "four people")
WOUNDED = count(CountOf.INJURED, 9, 9, "nine")


def toll(*counts, **parts):
    told = {"verb": "casualties", "trigger": "killed", "actor": None, "when": None, "evidence": "killed four people"}
    return one(**(told | {"counts": counts} | parts))


def test_the_killed_and_the_wounded_of_one_sentence_are_one_toll_whose_quote_shows_both():
    kept = merged([toll(KILLED), toll(WOUNDED, trigger="wounded", evidence="wounded nine in Velin")])
    assert [finding.counts for finding in kept] == [(KILLED, WOUNDED)]
    assert kept[0].evidence.of(TEXT) == "killed four people and wounded nine in Velin"
    assert not list(faults(kept[0], REPORT))


def test_two_figures_of_the_dead_stay_two():
    other = replace(KILLED, low=6, high=6)
    pair = (toll(KILLED), toll(other, places=()))
    assert merged(pair) == pair


def test_the_same_figures_told_again_without_a_place_are_one_toll():
    assert len(merged([toll(KILLED), toll(KILLED, places=())])) == 1


def test_merging_twice_is_merging_once_and_leaves_its_input_alone():
    told = [one(), again(), again(speaker="a Guard officer"), toll(KILLED), toll(WOUNDED, trigger="wounded")]
    before = list(told)
    kept = merged(told)
    assert merged(kept) == kept
    assert told == before
    assert len(kept) == 3
