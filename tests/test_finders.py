"""Every engine: what sentences claim, exact quotes, an order that does not matter, and no text that stops it."""

from __future__ import annotations

import tomllib
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from make import a_report
from whoholds.errors import BadLanguage, BadSetting
from whoholds.find import FINDERS, find
from whoholds.find.engine import find as read
from whoholds.find.engine import version
from whoholds.find.guards import GUARDS
from whoholds.find.lexicon import _frame, lexicon_of
from whoholds.find.mask import mask
from whoholds.find.predictions import prediction
from whoholds.find.quotes import quoted
from whoholds.find.sentences import LONG, sentences_of
from whoholds.language import load_language
from whoholds.text import Span
from whoholds.theatre import Hit, load_theatre
from whoholds.verb import TERRITORIAL, VERBS

CASES = tomllib.loads((Path(__file__).parent / "cases/en/claims.toml").read_text(encoding="utf-8"))["case"]
FIGHT = {*TERRITORIAL, "attack", "strike", "agreement"}
ARLAND = load_theatre("arland")
LEXICON = lexicon_of(load_language("en"))
# Frames whose sentences the small parser reads wrong, or whose guard lets too much through: known, counted, to be mended.
WRONG = 16


def findings(text: str, **report):
    ((told, found),) = read([a_report(text, **report)], ARLAND)
    assert not told.notes, told.notes
    return found


def shown(found):
    return [(f.verb, str(f.status), f.actor and f.actor.text, [p.text for p in f.places]) for f in found]


@pytest.mark.parametrize("case", [one for one in CASES if one["verb"]], ids=lambda case: case["why"])
def test_a_sentence_claims_what_it_says(case):
    found = findings(case["text"])
    assert any(
        one.verb == case["verb"]
        and str(one.status) == case["status"]
        and case["actor"] in (one.actor.text if one.actor else "")
        and set(case["places"]) <= {place.text for place in one.places}
        for one in found
    ), shown(found)


@pytest.mark.parametrize("case", [one for one in CASES if not one["verb"]], ids=lambda case: case["why"])
def test_what_is_no_claim_is_not_found(case):
    assert not [one for one in findings(case["text"]) if one.verb in FIGHT], shown(findings(case["text"]))


def test_every_frame_fires_in_its_own_sentences_and_not_in_the_others():
    jobs = [
        (frame, text, good)
        for frame in LEXICON.frames
        for good, texts in ((True, frame.yes), (False, frame.no))
        for text in texts
    ]
    reports = [a_report(text, ref=str(index)) for index, (_, text, _) in enumerate(jobs)]
    wrong = [
        (frame.id, text)
        for (frame, text, good), (_, found) in zip(jobs, read(reports, ARLAND), strict=True)
        if (frame.type in {one.verb for one in found}) is not good
    ]
    assert len(wrong) <= WRONG, wrong


def test_every_claim_type_of_control_has_three_sentences_and_every_frame_a_counterexample():
    told = {verb: sum(len(f.yes) for f in LEXICON.frames if f.type == verb) for verb in FIGHT}
    assert all(count >= 3 for count in told.values()), told
    assert not [frame.id for frame in LEXICON.frames if not frame.yes or not frame.no]


def test_guards_that_frames_ask_for_exist():
    assert {guard for frame in LEXICON.frames for guard in frame.guards} <= set(GUARDS)


@pytest.mark.parametrize(
    ("change", "word"),
    [({"type": "conquered"}, "claim type"), ({"shape": "sonnet"}, "shape"), ({"words": []}, "missing")],
)
def test_a_frame_that_cannot_be_used_says_why(change, word):
    good = {"id": "seize", "type": "control_gained", "shape": "verb", "words": ["seize"]}
    with pytest.raises(BadLanguage, match=word):
        _frame(good | change, {}, "en.toml")


def test_frames_use_known_claim_types():
    assert {frame.type for frame in LEXICON.frames} <= set(VERBS)


# ── laws ────────────────────────────────────────────────────────────────────────────────────────────────────────────

STORY = (
    "Advances in Harn\n\nThe Coastal League captured Velin on Monday, residents said. The Guard denied it. "
    "“We hold the town,” a commander said. They also entered Orsk; five people were killed.\n\n"
    "The Northern Army pulled out of Korsk overnight, leaving 40 vehicles."
)
ODD = [
    "",
    " ",
    "\n\n\n",
    "…",
    "سيطر الجيش على فيلين يوم الاثنين.",
    "Армія захопила Велин у понеділок.",
    "🚨🚨 The Guard captured Velin 🚨🚨",
    "The Guard\x00 captured\x07 Velin.\u202e",
    "x" * 5000,
    "captured " * 900,
    "The Guard captured " + ", ".join(f"Velin{n}" for n in range(400)) + ".",
    "((((((((((((((((((((",
    '"""""""""""""',
    "The Guard captured Velin",
]


@pytest.mark.parametrize("engine", sorted(FINDERS))
@pytest.mark.parametrize("text", [STORY, *ODD], ids=lambda text: repr(text[:20]))
def test_quotes_stand_in_the_report(engine, text):
    report = a_report(text)
    ((same, found),) = find([report], ARLAND, engine=engine)
    assert same is report
    assert list(quoted(found, report)) == list(found)
    for one in found:
        assert one.sentence.holds(one.evidence)
        assert 0 < one.confidence <= 1
        row = prediction(one, report, None)
        assert row["quote"] == text[row["start"] : row["end"]]


@pytest.mark.parametrize("engine", sorted(FINDERS))
def test_reading_twice_or_in_other_company_changes_nothing(engine):
    reports = [a_report(STORY), a_report("Nothing happened in Velin."), a_report(ODD[6])]
    once = (
        dict(find(reports, ARLAND, engine=engine))
        if False
        else [found for _, found in find(reports, ARLAND, engine=engine)]
    )
    again = [found for _, found in find(reports[::-1], ARLAND, engine=engine)][::-1]
    assert once == again == [found for one in reports for _, found in find([one], ARLAND, engine=engine)]


def test_swapping_the_sides_swaps_the_findings():
    text = "The Coastal League captured Velin from the Northern Army. The Northern Army shelled Orsk."
    other = text.replace("Coastal League", "§").replace("Northern Army", "Coastal League").replace("§", "Northern Army")
    swap = {"Coastal League": "Northern Army", "Northern Army": "Coastal League"}

    def told(found):
        return [(f.verb, f.actor.text if f.actor else "", [p.text for p in f.places]) for f in found]

    assert [(v, swap.get(a, a), p) for v, a, p in told(findings(text))] == told(findings(other))


def test_a_report_that_cannot_be_read_is_said_so_and_stops_nothing(monkeypatch):
    def broken(*_, **__):
        raise ValueError("odd")

    monkeypatch.setattr("whoholds.find.engine.matches_in", broken)
    ((told, found), (_, _)) = read([a_report(STORY), a_report("Nothing.")], ARLAND)
    assert found == ()
    assert "could not read" in told.notes[0]


def test_no_such_engine_is_said():
    with pytest.raises(BadSetting, match="there are: frames"):
        list(find([], ARLAND, engine="oracle"))


def test_the_version_names_the_language():
    assert version(load_language("en")).startswith("frames@")
    assert findings(STORY)[0].finder == version(load_language("en"))


# ── sentences, masks, lists ─────────────────────────────────────────────────────────────────────────────────────────


@given(st.text(alphabet="AbZ .!?\n\"“”'’\t,;سя9", max_size=300))
@settings(max_examples=200, deadline=None)
def test_sentences_keep_every_word_once(text):
    spans = [one.span for one in sentences_of(text)]
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert "".join("".join(span.of(text).split()) for span in spans) == "".join(text.split())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Gains in Harn\nThe army left. It rained.",
            [("Gains in Harn", True), ("The army left.", False), ("It rained.", False)],
        ),
        (
            "Gen. Marr spoke. U.N. aid came at 5 p.m. on Monday.",
            [("Gen. Marr spoke.", False), ("U.N. aid came at 5 p.m. on Monday.", False)],
        ),
        ("08:40 - Velin fell.", [("Velin fell.", False)]),
        ("KORSK (Harbour Post) — The army left.", [("The army left.", False)]),
    ],
)
def test_sentences_and_headings_are_told_apart(text, expected):
    assert [(one.span.of(text), one.heading) for one in sentences_of(text)] == expected


def test_a_sentence_without_end_is_cut():
    text = "The army, " * 400
    assert max(one.span.end - one.span.start for one in sentences_of(text)) <= LONG


@given(st.text(max_size=60), st.text(max_size=60))
def test_masking_leads_every_offset_back(before, after):
    name = "Velin"
    text = f"{before}{name}{after}"
    start = len(before)
    masked = mask(text, Span(0, len(text)), [Hit(Span(start, start + len(name)), "place", (), name)])
    word = masked.text[start : len(masked.text) - len(after)]
    assert masked.source_of(start, start + len(word))[0] == Span(start, start + len(name))
    for offset in range(len(before)):
        assert masked.source_of(offset, offset + 1)[0] == Span(offset, offset + 1)
    for offset in range(len(after)):
        at = start + len(word) + offset
        assert masked.source_of(at, at + 1)[0] == Span(start + len(name) + offset, start + len(name) + offset + 1)


def test_an_area_is_not_a_place():
    (one,) = [
        f for f in findings("The Guard captured dozens of villages in the Harn region.") if f.verb == "control_gained"
    ]
    assert not one.places
    assert one.area is not None
    assert "Harn" in one.area.text


def test_a_facility_without_a_name_lies_in_its_town():
    (one,) = [f for f in findings("The Guard seized the barracks in Orsk.") if f.verb == "control_gained"]
    assert [place.text for place in one.places] == ["Orsk"]
    assert "facility" in one.notes


def test_part_of_a_place_is_said_to_be_part():
    (one,) = [f for f in findings("The Guard captured large parts of Korsk.") if f.verb == "control_gained"]
    assert [place.text for place in one.places] == ["Korsk"]
    assert one.extent is not None
