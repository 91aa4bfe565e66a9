"""Who vouches, on what footing, and how many: cases over real parses of invented sentences."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import pytest

from make import a_report
from whoholds.claim import UNTOLD, Speaker, Status, Told
from whoholds.find.counts import tolls_in
from whoholds.find.lexicon import lexicon_of
from whoholds.find.parsing import readings_of
from whoholds.find.reading import Reading
from whoholds.find.speakers import hear
from whoholds.find.status import Verdict, verdict
from whoholds.language import load_language
from whoholds.text import Span
from whoholds.theatre import load_theatre
from whoholds.when import Basis

CASES = Path(__file__).parent / "cases" / "en"
ENGLISH = load_language("en")


def cases(name: str) -> list[dict]:
    return tomllib.loads((CASES / f"{name}.toml").read_text(encoding="utf-8"))["case"]


def label(case: dict) -> str:
    return case["why"]


def readings(text: str) -> tuple[Reading, ...]:
    ((_, found),) = readings_of([a_report(text)], load_theatre("arland"), lexicon_of(ENGLISH))
    return found


def where(found: tuple[Reading, ...], word: str) -> tuple[Reading, int]:
    for reading in found:
        for token in reading.doc:
            if reading.text_of(token.i, token.i) == word:
                return reading, token.i
    raise AssertionError(f"{word!r} stands in no parsed sentence")


def voices(text: str, word: str) -> list[str]:
    found = readings(text)
    reading, token = where(found, word)
    return [one.text for one in hear(found, language=ENGLISH).speakers(reading, token)]


def bare(text: str) -> str:
    return text.replace(",", "").replace("'", "")


@pytest.mark.parametrize("case", cases("voices"), ids=label)
def test_who_vouches(case):
    heard = voices(case["text"], case["at"])
    if "not_speaker" in case:
        assert case["not_speaker"] not in heard
    else:
        assert heard == case["speakers"]


@pytest.mark.parametrize("case", [one for one in cases("voices") if one.get("bare")], ids=label)
def test_lost_commas_and_apostrophes_change_no_speaker(case):
    assert voices(bare(case["text"]), case["at"]) == case["speakers"]


def ruling(case: dict) -> Verdict:
    reading, token = where(readings(case["text"]), case["at"])
    span = Span(reading.sentence.end - 5, reading.sentence.end - 1)
    told = UNTOLD
    if "first" in case:
        told = Told(basis=Basis.STATED, span=span, text="", first=case["first"], last=case["last"])
    said = (Speaker(span=reading.sentence, text="x"),) if case.get("said") else ()
    return verdict(
        reading,
        token,
        language=ENGLISH,
        speakers=said,
        told=told,
        day=date(2031, 3, 12),
        verb=case.get("verb", "control_gained"),
    )


@pytest.mark.parametrize("case", cases("footing"), ids=label)
def test_footing(case):
    found = ruling(case)
    assert (found.status, found.becomes) == (Status(case["status"]), case.get("becomes", ""))


@pytest.mark.parametrize("case", cases("footing"), ids=label)
def test_what_decides_the_footing_stands_in_the_sentence(case):
    found = ruling(case)
    assert all(span.end <= len(case["text"]) and span.of(case["text"]).strip() for span in found.cues)
    assert found.cues or found.status in {Status.ASSERTED, Status.ATTRIBUTED}


def counted(text: str) -> list[tuple[str, int, int, bool]]:
    found = []
    for reading in readings(text):
        for toll in tolls_in(reading, language=ENGLISH):
            found += [
                (str(one.of), -1 if one.low is None else one.low, -1 if one.high is None else one.high, one.combined)
                for one in toll.counts
            ]
    return found


@pytest.mark.parametrize("case", cases("counts"), ids=label)
def test_how_many(case):
    wanted = [(*one, case.get("combined", False)) for one in case["counts"]]
    assert [one for one in counted(case["text"]) if (one[1], one[2]) != (-1, -1)] == wanted


@pytest.mark.parametrize("case", cases("counts"), ids=label)
def test_a_count_keeps_its_own_words(case):
    for reading in readings(case["text"]):
        for toll in tolls_in(reading, language=ENGLISH):
            assert all(one.span.of(case["text"]) == one.text for one in toll.counts)


SIDES = ("Coastal League", "Northern Army")
SWAPPED = [
    "The {0} said on Monday that the {1} had left Velin.",
    "The {0} denied that it had lost Velin to the {1}.",
    "Velin was captured by the {0}, the {1} said.",
    "According to the {1}, the {0} could enter Velin.",
    "The {0} killed nine soldiers of the {1} near Velin.",
]


@pytest.mark.parametrize("shape", SWAPPED)
def test_exchanging_the_sides_exchanges_them_in_the_answer_and_changes_nothing_else(shape):
    def answer(text: str) -> list[object]:
        found = readings(text)
        heard = hear(found, language=ENGLISH)
        told: list[object] = []
        for reading in found:
            for token in reading.doc:
                if token.pos_ in {"VERB", "AUX"}:
                    speakers = heard.speakers(reading, token.i)
                    status = verdict(reading, token.i, language=ENGLISH, speakers=speakers).status
                    told.append((token.i, [one.text for one in speakers], status))
            told.append(counted(text))
        return told

    one, other = answer(shape.format(*SIDES)), answer(shape.format(*reversed(SIDES)))
    exchanged = str(other).replace(SIDES[0], "\0").replace(SIDES[1], SIDES[0]).replace("\0", SIDES[1])
    assert str(one) == exchanged


@pytest.mark.parametrize(
    "text",
    [
        'قال المتحدث إن مقاتلي الرابطة دخلوا فيلين. وأضاف: "قُتل 9 جنود". He said 9 were killed.',
        "Речник армії сказав: «Ми залишили Орск». 12 людей загинули, said the army.",
        '\u202eسيطر\u202c said killed 5 dead 7 wounded "" : , . said',
        "said said said killed killed 1 2 3 and and according to according to",
        "🚀🚀 killed 12 🚀 said 🚀",
        '"' * 7 + " said killed",
        "A" * 3000 + " said that 5 people were killed.",
    ],
)
def test_hostile_and_foreign_text_breaks_nothing(text):
    found = readings(text)
    heard = hear(found, language=ENGLISH)
    for reading in found:
        for token in reading.doc:
            speakers = heard.speakers(reading, token.i)
            assert all(one.span.of(text) == one.text for one in speakers)
            verdict(reading, token.i, language=ENGLISH, speakers=speakers)
        tolls_in(reading, language=ENGLISH)


def test_a_long_report_of_sport_is_not_parsed_and_a_short_one_of_war_is():
    sport = "Velin United held on to their lead and took the title in Orsk on Sunday, the league said. " * 6
    war = "League units took Velin."
    lexicon = lexicon_of(ENGLISH)
    reports = [a_report(sport), a_report(war), a_report(f"{sport}{war.replace('units', 'troops')}")]
    read = [readings for _, readings in readings_of(reports, load_theatre("arland"), lexicon)]
    assert [bool(readings) for readings in read] == [False, True, True]
