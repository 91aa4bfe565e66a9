"""What the pages of the room tell: words in their sentence, who gainsays what since when, what was not read, who ruled on what."""

from __future__ import annotations

import re
from ast import literal_eval
from dataclasses import replace
from datetime import date
from importlib.resources import files
from types import SimpleNamespace

import pytest

from make import a_report
from web_room import SAME, a_room, enter
from whoholds.ask import Stint
from whoholds.ask.cited import ASIDE, around
from whoholds.claim import Unplaced
from whoholds.control import State, phrase
from whoholds.desk.ruling import _actor
from whoholds.errors import BadRuling
from whoholds.keep import open_ledger
from whoholds.run import run
from whoholds.serve.pages.search import SAME_NAME
from whoholds.serve.sheet import NOT_LISTED
from whoholds.serve.strip import strip
from whoholds.text import Span
from whoholds.theatre import load_theatre

HELD = a_report(
    "The Northern Army holds the town of Velin, the bulletin said.", published=date(2031, 3, 5), outlet="Army Bulletin"
)
TAKEN = a_report(
    "Rain fell. The Coastal League captured the town of Velin on Tuesday, a monitor in Korsk said. The bakers of Velin sang.",
    published=date(2031, 3, 12),
    ref="h1",
)
DENIED = a_report(
    "The Northern Army denied that it had lost the town of Velin.", published=date(2031, 3, 13), outlet="Army Bulletin"
)
STRANGER = a_report(
    "The Salt Brotherhood captured the town of Pell on Thursday, residents said.", published=date(2031, 3, 14)
)
NOWHERE = a_report(
    "Residents said Coastal League fighters seized the hamlet of Nowhere-on-Sea on Thursday.",
    published=date(2031, 3, 14),
)
VELIN = "/place/velin.json?on=2031-03-14"


@pytest.fixture
def open_room(tmp_path):
    rooms = []

    def opened(*reports):
        rooms.append(a_room(tmp_path, reports))
        app, door = rooms[-1].__enter__()
        return enter(app, door)

    yield opened
    for one in rooms:
        one.__exit__(None, None, None)


def ruling(client, **told):
    made = client.post("/rulings.json", json={"by": "A. Desk", "reason": "Seen on film", **told}, headers=SAME)
    assert made.status_code == 201, made.text
    return made.json()


# words


@pytest.mark.parametrize(
    ("text", "quote", "before", "after"),
    [
        ("It rained. They took Velin on Monday, he said. Then more.", "took Velin", "They ", " on Monday, he said."),
        ("A headline\nthey took Velin\nand a line", "took Velin", "they ", "\n"),
        ("took Velin", "took Velin", "", ""),
        ("“We left,” he said. “They took Velin.” She nodded.", "took Velin", "“They ", ".”"),
    ],
)  # fmt: skip
def test_a_quote_stands_in_its_sentence(text, quote, before, after):
    start = text.index(quote)
    found = around(text, Span(start=start, end=start + len(quote)))
    assert (found[0], found[1].rstrip("\n")) == (before, after.rstrip("\n"))


def test_of_a_sentence_without_end_little_is_shown():
    text = f"{'on and ' * 200}took Velin{' and on' * 200}"
    start = text.index("took")
    before, after = around(text, Span(start=start, end=start + 10))
    assert before.startswith("…") and after.endswith("…")  # noqa: PT018  the two sides of one quote
    assert max(len(before), len(after)) <= ASIDE + 1


def test_a_place_page_marks_the_words_in_their_sentence(open_room):
    client = open_room(HELD, TAKEN, DENIED)
    taken = client.get(VELIN).json()["why"]["speaks_for"][0]
    assert taken["before"] + taken["quote"] == "The Coastal League captured the town of Velin on Tuesday"
    assert taken["after"] == ", a monitor in Korsk said."
    page = client.get("/place/velin?on=2031-03-14").text
    assert '<span class="aside">, a monitor in Korsk said.</span>' in page
    assert client.get(VELIN).json()["phrase"] in page


def test_nobody_fights_alone():
    assert phrase(State.CONTESTED, ["A"]) == "fought over by A and a side not named"
    assert phrase(State.CONTESTED, ["A", "B"]) == "fought over by A and B"
    assert phrase(State.HELD, ["A"]) == "held by A"


# a place


def test_who_spoke_before_the_holders_came_does_not_gainsay_them(open_room):
    client = open_room(HELD, TAKEN)
    page = client.get(VELIN).json()
    assert page["answer"]["holders"] == ["coastal-league"]
    assert [one["quote"] for one in page["why"]["against"]]
    assert page["disputed_by"] == []


def test_who_gainsays_the_holders_is_named_with_the_day_since_when(open_room):
    told = open_room(HELD, TAKEN, DENIED).get(VELIN).json()["disputed_by"]
    assert [(one["outlet"], one["since"], one["claims"], one["party"]) for one in told] == [
        ("Army Bulletin", "2031-03-13", 1, True)
    ]


def test_sentences_that_name_the_place_and_were_not_read_are_shown(open_room):
    client = open_room(HELD, TAKEN, DENIED)
    told = client.get(VELIN).json()["passages"]
    assert [one["words"] for one in told] == ["The bakers of Velin sang."]
    assert "The bakers of Velin sang." in client.get("/place/velin?on=2031-03-14").text


def test_a_history_is_drawn_as_a_strip():
    one = Stint(
        start=date(2031, 3, 1), end=date(2031, 3, 11), state=State.HELD, holders=("a",), holder_names=("A",), probability=0.9,
        voices=1, last_heard=date(2031, 3, 1), claims=(), against=(), words="A",
    )  # fmt: skip
    two = replace(one, start=date(2031, 3, 11), end=None, state=State.DISPUTED, holders=("b", "a"), words="<b> or A")
    drawn = strip(
        [one, two],
        {"a": 0, "b": 3},
        date(2031, 3, 12),
        first=date(2031, 3, 1),
        last=date(2031, 3, 20),
        known="2031-03-30",
    )
    assert 'class="held s0" x="0.0" width="499.0"' in drawn
    assert 'class="disputed s3" fill="url(#h3-0)" x="500.0" width="499.0"' in drawn
    assert '<pattern id="h3-0"' in drawn
    assert 'href="?on=2031-03-11&amp;known=2031-03-30"' in drawn
    assert "<b>" not in drawn
    assert 'class="now" x="550.0"' in drawn
    assert strip([], {}, date(2031, 3, 1), first=date(2031, 3, 1), last=date(2031, 3, 2)) == ""


# the map


def test_bodies_that_no_theatre_lists_share_one_mark_that_no_side_has(open_room):
    told = open_room(TAKEN, STRANGER).get("/index.json?on=2031-03-14").json()
    listed = {one["id"]: (one["n"] % 9, one["listed"]) for one in told["sides"]}
    assert {n for n, is_listed in listed.values() if not is_listed} == {NOT_LISTED}
    assert NOT_LISTED not in {n for n, is_listed in listed.values() if is_listed}
    assert [one["listed"] for one in told["legend"]] == [True] * (len(told["legend"]) - 1) + [False]


def test_a_fixed_link_shows_the_same_whatever_arrives_later(open_room, tmp_path):
    client = open_room(HELD, TAKEN)
    fixed = client.get("/index.json?on=2031-03-14").json()["fixed"]
    before = client.get("/map.json", params={"on": "2031-03-14", "known": fixed}).json()["cells"]
    assert before == client.get("/map.json?on=2031-03-14").json()["cells"]
    with open_ledger(tmp_path / "room.db", write=True) as ledger:
        run([DENIED, STRANGER], theatre=load_theatre("arland"), ledger=ledger)
    assert client.get("/map.json?on=2031-03-14").json()["cells"] != before
    assert client.get("/map.json", params={"on": "2031-03-14", "known": fixed}).json()["cells"] == before


# lists


def test_a_change_says_why_and_what_speaks_against(open_room):
    rows = open_room(HELD, TAKEN).get("/changes.json?from=2031-03-01&to=2031-03-20").json()["rows"]
    turned = next(one for one in rows if one["place"] == "velin" and one["after"]["holders"] == ["coastal-league"])
    assert any("captured" in one["quote"] for one in turned["because"])
    assert any("holds" in one["quote"] for one in turned["contrary"])


def test_what_is_not_placed_can_be_asked_for_by_its_reason(open_room):
    client = open_room(TAKEN, NOWHERE)
    every = client.get("/unplaced.json").json()
    reason, count = every["reasons"][0]
    some = client.get(f"/unplaced.json?reason={reason}").json()
    assert (some["total"], some["every"]) == (count, every["total"])
    assert {one["reason"] for one in some["rows"]} == {reason}
    assert client.get("/unplaced?reason=no-such").status_code == 422


def test_every_reason_has_words():
    bits = (files("whoholds") / "serve" / "templates" / "bits.html").read_text("utf-8")
    words = literal_eval(re.search(r"REASONS = (\{.*?\}) %\}", bits)[1])
    assert set(words) == {one.value for one in Unplaced}
    assert all(words.values())


def test_a_place_that_bears_the_name_is_found_without_those_spelt_alike(open_room):
    arland = load_theatre("arland")
    alike = {one.place: one.why[0] for one in arland.look_up("Corsk", fuzzy=True)}
    found = [one["id"] for one in open_room(TAKEN).get("/search.json?q=Corsk").json()["places"]]
    assert found[0] == "korsk"
    assert sorted(found) == sorted(place for place, how in alike.items() if how in SAME_NAME)
    assert len(found) < len(alike)


# the desk


def test_a_ruling_says_what_it_is_about(open_room):
    client = open_room(HELD, TAKEN, DENIED, NOWHERE)
    claim = client.get(VELIN).json()["why"]["speaks_for"][0]["claim"]
    report = client.get("/report/h1.json").json()["report"]["id"]
    name = next(one for one in client.get("/review.json").json()["rows"] if one["kind"] == "name")
    first = ruling(client, ruling="correct", about=claim, side="Northern Army")
    ruling(client, ruling="undo", about=first["id"])
    ruling(client, ruling="reject", about=report)
    ruling(client, ruling="locate", about=name["id"], place="Velin")
    told = client.get("/rulings.json").json()["rows"]
    assert [(one["words"].partition(":")[0], one["link"]) for one in told] == [
        ("Velin", f"/claim/{claim}"),
        ("ruling 1", "/rulings"),
        (told[2]["words"].partition(":")[0], f"/report/{report}"),
        (name["name"], ""),
    ]
    assert told[0]["shown"] == [["actor", "Northern Army"]]
    assert dict(told[3]["shown"])["place"] == "Velin"
    page = client.get("/rulings").text
    assert page.index('<li value="4"') < page.index('<li value="1"')
    assert "no longer counts" in page


def test_a_claim_offers_the_others_about_its_place_to_merge_with(open_room):
    client = open_room(HELD, TAKEN, DENIED)
    why = client.get(VELIN).json()["why"]
    every = {one["claim"] for kind in ("speaks_for", "against", "unweighed") for one in why[kind]}
    claim = why["speaks_for"][0]["claim"]
    alike = client.get(f"/claim/{claim}.json").json()["alike"]
    assert {one["claim"] for one in alike} == every - {claim}
    assert f'<option value="{alike[0]["claim"]}">' in client.get(f"/claim/{claim}").text


def test_a_side_may_be_called_as_it_is_shown_though_its_parts_bear_the_name_too():
    def called(ident, *names):
        return SimpleNamespace(id=ident, name=names[0], names=[SimpleNamespace(text=one) for one in names])

    actors = [
        called("east", "Eastern Union"),
        called("east-guard", "Guard", "Eastern Union", "The Guns"),
        called("hill", "Hill men", "The Guns"),
    ]
    theatre = SimpleNamespace(
        id="made-up", actors=actors, sides=[SimpleNamespace(id="east", title="Eastern Union")],
        actor=lambda ident: next((one for one in actors if one.id == ident), None),
    )  # fmt: skip
    assert _actor(theatre, "eastern union") == "east"
    assert _actor(theatre, "Guard") == "east-guard"
    with pytest.raises(BadRuling, match=r"east-guard \(Guard\), hill \(Hill men\)"):
        _actor(theatre, "The Guns")
    with pytest.raises(BadRuling, match=r"its sides: east \(Eastern Union\)"):
        _actor(theatre, "Nobody known")


def test_a_refused_form_says_that_nothing_was_changed(open_room):
    client = open_room(TAKEN)
    claim = client.get(VELIN).json()["why"]["speaks_for"][0]["claim"]
    form = {"ruling": "correct", "about": claim, "place": "Nowhere at all", "by": "A. Desk", "reason": "x"}
    refused = client.post("/rulings", data=form, headers=SAME)
    assert refused.status_code == 404
    assert "Nothing was changed" in refused.text
    assert client.get("/rulings.json").json()["rows"] == []
