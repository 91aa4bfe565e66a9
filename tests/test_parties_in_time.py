"""One body under several names, one word for several bodies: the day and the speaker decide. Unknown ones are listed."""

from __future__ import annotations

import json
from datetime import date

import pytest

from whoholds import ask, lines
from whoholds.claim import Unplaced
from whoholds.keep import open_ledger
from whoholds.link.parties import actor_of, name_on
from whoholds.read import read
from whoholds.run import run
from whoholds.theatre import load_theatre


@pytest.fixture(scope="module")
def theatres():
    return {name: load_theatre(name) for name in ("syria", "sudan", "iraq", "ukraine", "myanmar", "arland")}


@pytest.mark.parametrize(
    ("theatre", "name", "day", "party", "shown"),
    [
        ("syria", "Nusra Front", date(2015, 5, 1), "nusra", "Nusra Front"),
        ("syria", "Jabhat Fateh al-Sham", date(2016, 10, 1), "nusra", "Jabhat Fateh al-Sham"),
        ("syria", "Nusra Front", date(2016, 10, 1), "nusra", "Jabhat Fateh al-Sham"),
        ("syria", "HTS", date(2024, 11, 29), "hts", "Hayat Tahrir al-Sham"),
        ("syria", "Nusra Front", date(2024, 11, 29), "hts", "Hayat Tahrir al-Sham"),
        ("syria", "جبهة النصرة", date(2015, 5, 1), "nusra", "Nusra Front"),
        ("syria", "جبهة النصرة", date(2024, 11, 29), "hts", "Hayat Tahrir al-Sham"),
        ("syria", "rebels", date(2015, 5, 1), "opposition", "Syrian rebels"),
        ("syria", "rebels", date(2024, 11, 29), "moc", "Military Operations Command"),
        ("syria", "فصائل المعارضة", date(2015, 5, 1), "opposition", ""),
        ("syria", "فصائل المعارضة", date(2024, 11, 29), "moc", ""),
        ("syria", "Damascus", date(2024, 11, 29), "government", "Syrian government"),
        ("syria", "Damascus", date(2025, 3, 1), "transitional-government", "Syrian transitional government"),
        ("iraq", "Al-Qaeda in Iraq", date(2005, 5, 1), "isis", "Al-Qaeda in Iraq"),
        ("iraq", "ISIS", date(2015, 5, 1), "isis", "Islamic State"),
        ("ukraine", "rebels", date(2015, 2, 1), "novorossiya", "Pro-Russian separatists"),
        ("myanmar", "BGF", date(2021, 5, 1), "kna", ""),
    ],
)
def test_a_name_lands_on_the_body_of_its_day(theatres, theatre, name, day, party, shown):
    found = actor_of(name, theatres[theatre], day)
    assert found.actor == party
    if shown:
        assert name_on(theatres[theatre].actor(party), day) == shown


@pytest.mark.parametrize(
    ("theatre", "word", "side", "party"),
    [
        ("syria", "terrorists", "government", "opposition"),
        ("syria", "terrorists", "sdf", "isis"),
        ("syria", "terrorists", "turkey", "sdf"),
        ("sudan", "the militia", "sudan", "rsf"),
        ("ukraine", "the enemy", "ukraine", "russia"),
        ("ukraine", "the enemy", "russia", "ukraine"),
        ("myanmar", "terrorists", "pdf", "myanmar"),
    ],
)
def test_a_word_of_one_side_means_what_that_side_means_by_it(theatres, theatre, word, side, party):
    day = date(2016, 10, 1) if theatre == "syria" else date(2024, 5, 1)
    assert actor_of(word, theatres[theatre], day, sides=(side,)).actor == party


def test_terrorists_without_a_known_speaker_are_nobody(theatres):
    found = actor_of("terrorists", theatres["syria"], date(2016, 10, 1))
    assert (found.actor, found.reason) == ("", Unplaced.ACTOR_AMBIGUOUS)


def test_the_enemy_is_whoever_was_named_that_the_speaker_fights(theatres):
    arland, day = theatres["arland"], date(2031, 3, 12)
    heard = (
        ("coastal-league", "northern-army")
        if arland.actor("northern-army")
        else ("coastal-league", "northern-government")
    )
    north = heard[1]
    assert actor_of("the enemy", arland, day, sides=("coastal-league",), heard=heard).actor == north
    assert (
        actor_of("enemy forces", arland, day, sides=(arland.side_of(north, day),), heard=heard).actor
        == "coastal-league"
    )
    unknown = actor_of("the enemy", arland, day, heard=heard)
    assert (unknown.actor, unknown.reason) == ("", Unplaced.ACTOR_AMBIGUOUS)
    alone = actor_of("the enemy", arland, day, sides=("coastal-league",), heard=("coastal-league",))
    assert (alone.actor, alone.reason) == ("", Unplaced.ACTOR_AMBIGUOUS)


@pytest.mark.slow
def test_a_group_that_no_theatre_lists_is_kept_under_one_name_and_listed_slow(theatres, tmp_path):
    texts = [
        "The Saltmarsh Brigade captured the town of Velin on Tuesday, residents said.",
        "Fighters of the Saltmarsh Brigade still hold the town of Velin, a monitor said.",
        "The Coastal Leage captured the town of Tarn on Tuesday, residents said.",
    ]
    rows = [
        {"id": f"r{n}", "text": text, "outlet": "Harbour Post", "published": f"2031-03-1{n + 2}"}
        for n, text in enumerate(texts)
    ]
    (tmp_path / "r.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    arland = theatres["arland"]
    with open_ledger(str(tmp_path / "r.db"), write=True, theatre="arland", found_at="arland") as ledger:
        run(read([str(tmp_path / "r.jsonl")]), theatre=arland, ledger=ledger)
        found = ask.strangers(ledger, arland)
    assert len({one.actor for one in found}) == len(found)
    salt = next(one for one in found if "saltmarsh" in one.name)
    assert salt.claims >= 1
    assert salt.places[0] == "velin"
    assert "Saltmarsh Brigade" in salt.quote
    assert salt.like == ""
    assert salt.name in lines.strangers(found)
    assert "coastal-league" in {one.like for one in found}
    assert salt.as_json()["actor"].startswith("new:")
