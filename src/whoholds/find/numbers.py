"""Numbers of people: where they stand, between which bounds, and the noun they count.

Bounds are never invented: exact, "about" and "nearly" n are n to n; "at least" leaves the top open, "up to" the bottom;
"several", "dozens", "hundreds" are lower bounds only (the table is in the language file).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from whoholds.find.reading import Reading
from whoholds.find.tree import Token, written
from whoholds.language import Language

DIGITS = re.compile(r"\d{1,3}(?:[,٬]\d{3})+|\d+")
DECIMAL = re.compile(r"\d+\.\d+")
YEARS = range(1900, 2101)
BOUND_WORDS = 4  # words of the longest bound ("at the very least")
NOUN_REACH = 9  # words from a number to its noun: "35 members of the pro-government ... militia"


@dataclass(frozen=True, slots=True, kw_only=True)
class Harm:
    """The [counts] table as sets."""

    words: Mapping[str, frozenset[str]] = field(compare=False)
    numbers: Mapping[str, Mapping[str, float]] = field(compare=False)
    bounds: tuple[tuple[tuple[str, ...], str], ...] = ()
    hint: re.Pattern[str] = field(compare=False)

    def has(self, name: str, word: str) -> bool:
        """True when the list of that name has the word."""
        return word in self.words[name]


@lru_cache(maxsize=8)
def harm_of(language: Language) -> Harm:
    """The language's number and harm words, compiled."""
    table: Mapping[str, Any] = language.table("counts")
    words = {name: frozenset(value) for name, value in table.items() if isinstance(value, list)}
    numbers = {name: dict(value) for name, value in table.items() if isinstance(value, dict)}
    bounds = [(tuple(phrase.split()), kind) for kind in ("at_least", "at_most", "about") for phrase in table[kind]]
    hint = re.compile(rf"\b(?:{'|'.join(map(re.escape, table['hint']))})", re.IGNORECASE)
    return Harm(
        words=words, numbers=numbers, bounds=tuple(sorted(bounds, key=lambda one: (-len(one[0]), one))), hint=hint
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A quantity in the text.

    first, last  its tokens, bound words in ("at least", "40").
    core         its first token without the bound words.
    noun         head token of what it counts; None when nothing is named ("killed 12").
    end          last token of the noun phrase; ``last`` when there is none.
    new          it adds to an earlier figure ("another 40", "five more").
    """

    first: int
    core: int
    last: int
    low: int | None
    high: int | None
    noun: int | None
    end: int
    new: bool = False
    single: bool = False


def numbers_in(reading: Reading, harm: Harm) -> tuple[Number, ...]:
    """Every quantity of people in the sentence, in order; dates, ages, shares, distances and things left out."""
    found: list[Number] = []
    at = 0
    while at < len(reading.doc):
        number = number_at(reading, at, harm)
        if number is None:
            at += 1
            continue
        found.append(number)
        at = number.last + 1
    return tuple(found)


def number_at(reading: Reading, at: int, harm: Harm) -> Number | None:
    """The quantity whose number word stands at ``at``."""
    doc = reading.doc
    value = value_at(reading, at, harm)
    single = False
    if value is None:
        value = one_person(reading, at, harm)
        single = value is not None
    if value is None or (not single and not_a_quantity(reading, at, value[0], harm)):
        return None
    last, low, high = value
    first, kind = bound_before(reading, at, harm)
    if low == high and low is not None:
        if kind == "at_least":
            high = None
        elif kind == "at_most":
            low = None
    tail = " ".join(one.lower_ for one in doc[last + 1 : last + 3])
    if tail in harm.words["or_more"] or (last + 1 < len(doc) and doc[last + 1].text == "+"):
        high = None
        last += 2 if tail in harm.words["or_more"] else 1
    noun, end, more = noun_after(reading, last, harm)
    if noun is not None and (harm.has("not_people", doc[noun].lower_) or doc[noun].lower_ in TIME):
        return None
    if end + 2 < len(doc) and written(doc[end + 1 : end + 3]).lower() == "at least":
        high = None if low is not None else high  # "125 of them at least"
    new = more or any(harm.has("new", one.lower_) for one in doc[first:at])
    return Number(first=first, core=at, last=last, low=low, high=high, noun=noun, end=end, new=new, single=single)


TIME = frozenset(
    [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "hours",
        "hour",
        "year",
        "years",
        "old",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sept",
        "sep",
        "oct",
        "nov",
        "dec",
    ]
)


def value_at(reading: Reading, at: int, harm: Harm) -> tuple[int, int | None, int | None] | None:
    """Last token and bounds of the number that starts at the token; None when none does."""
    doc = reading.doc
    word = doc[at].lower_
    if word == "a" and at + 1 < len(doc) and doc[at + 1].lower_ in harm.numbers["fractions"]:
        return value_at(reading, at + 1, harm)
    fractions, vague, scales = harm.numbers["fractions"], harm.numbers["vague"], harm.numbers["scales"]
    if word in fractions:  # "half a million", "quarter of a million"
        for step in range(at + 1, min(at + 4, len(doc))):
            if doc[step].lower_ in scales:
                size = int(fractions[word] * scales[doc[step].lower_])
                return step, size, size
            if doc[step].lower_ not in {"a", "of"}:
                break
        return None
    if word in vague:
        phrase = " ".join(one.lower_ for one in doc[at : at + 3])
        if phrase in vague:
            return at + 2, int(vague[phrase]), None
        low, last = int(vague[word]), at
        if last + 1 < len(doc) and doc[last + 1].lower_ in {**scales, **vague} and doc[last + 1].lower_ != word:
            last += 1
            low *= int({**scales, **vague}[doc[last].lower_])
        return last, low, None
    plain = plain_number(reading, at, harm)
    if plain is None:
        return None
    last, low = plain
    if last + 1 < len(doc) and doc[last + 1].lower_ == "dozen":
        return last + 1, low * 12, None
    if last + 2 < len(doc) and doc[last + 1].lower_ in {"-", "–", "to", "and"}:
        other = plain_number(reading, last + 2, harm)
        between = at > 0 and doc[at - 1].lower_ == "between"
        if other is not None and other[1] > low and (doc[last + 1].lower_ in {"-", "–", "to"} or between):
            return other[0], low, other[1]
    return last, low, low


def plain_number(reading: Reading, at: int, harm: Harm) -> tuple[int, int] | None:
    """Last token and value of digits or number words, scales in: "34,350", "1.2 million", "twenty-two", "two hundred"."""
    doc = reading.doc
    units, scales = harm.numbers["units"], harm.numbers["scales"]
    word = doc[at].lower_
    value: float
    if DIGITS.fullmatch(word):
        value = int(re.sub(r"[,٬]", "", word))
    elif DECIMAL.fullmatch(word):
        value = float(word)
    elif word in units:
        value = units[word]
    elif "-" in word and all(part in units for part in word.split("-")):
        value = sum(units[part] for part in word.split("-"))
    elif word in {"a", "one"} and at + 1 < len(doc) and doc[at + 1].lower_ in {"hundred", "thousand", "million"}:
        value = 1
    else:
        return None
    last = at
    while last + 1 < len(doc):
        step = doc[last + 1].lower_
        if (step in scales and len(step) > 1) or (step in {"k", "m"} and word[0].isdigit()):
            value *= scales[step]
            last += 1
        elif (
            step == "-"
            and last + 2 < len(doc)
            and doc[last + 2].lower_ in units
            and 20 <= value < 100
            and units[doc[last + 2].lower_] < 10
        ) or (
            step == "and"
            and last + 2 < len(doc)
            and doc[last + 2].lower_ in units
            and value in {100, 200, 300, 400, 500, 600, 700, 800, 900}
            and not word[0].isdigit()
        ):
            value += units[doc[last + 2].lower_]
            last += 2
        elif step in units and not word[0].isdigit() and value % 100 == 0 and value > 0:
            value += units[step]
            last += 1
        else:
            break
    return (last, int(value)) if value == int(value) else None


def one_person(reading: Reading, at: int, harm: Harm) -> tuple[int, int, int] | None:
    """One person: "a pilot", "its commander"; last token and bounds."""
    doc = reading.doc
    if not harm.has("one", doc[at].lower_) or at + 1 >= len(doc):
        return None
    head = doc[at].head
    if head.i <= at or head.i > at + 5 or head.tag_ not in {"NN", "NNP"} or not harm.has("people", head.lemma_.lower()):
        return None
    if head.lower_ in COLLECTIVE:
        return None
    return at, 1, 1


COLLECTIVE = frozenset(
    [
        "personnel",
        "staff",
        "crew",
        "police",
        "troop",
        "more",
        "other",
        "dead",
        "others",
        "youth",
        "victim",
        "death",
        "life",
        "toll",
        "element",
        "body",
        "casualty",
        "national",
        "general",
        "regular",
        "more",
        "human",
    ]
)


def not_a_quantity(reading: Reading, at: int, last: int, harm: Harm) -> bool:
    """True for years, dates, ages, clock times, shares, distances, and numbers that are part of a name."""
    doc = reading.doc
    word = doc[at].text
    after = doc[last + 1].lower_ if last + 1 < len(doc) else ""
    before = doc[at - 1] if at else None
    if after in {
        "%",
        "percent",
        "km",
        "kilometres",
        "kilometers",
        "miles",
        "pm",
        "am",
        "p.m.",
        "a.m.",
    } or after.startswith("percent"):
        return True
    if after == "per" or (
        after == "-"
        and last + 2 < len(doc)
        and doc[last + 2].lower_ not in harm.numbers["units"]
        and not doc[last + 2].text.isdigit()
    ):
        return True  # "12-year-old", "20-member"
    people = any(harm.has("people", one.lemma_.lower()) for one in doc[last + 1 : last + 3])
    if word.startswith("0") and len(word) > 1:
        return True  # "01 2016", a page's date or clock
    if before is not None:
        if (before.lower_ in TIME and not people) or before.lower_ in {
            "aged",
            "age",
            "no",
            "number_",
            "article",
            "resolution",
            "$",
            "brigade",
            "battalion",
            "division",
        }:
            return True
        if before.text in {":", "/", "-", "$", "€", "£"} and (at < 2 or doc[at - 2].like_num or before.text != ":"):
            return True
    if after in TIME and after != "old" and word.isdigit() and int(word) <= 31:
        return True
    if word.isdigit() and len(word) == 4 and int(word) in YEARS:
        noun = doc[last + 1] if last + 1 < len(doc) else None
        counted = noun is not None and harm.has("people", noun.lemma_.lower()) and noun.tag_ in {"NNS", "NNPS"}
        return not counted or (before is not None and (before.lower_ in {"in", "since"} or before.lower_ in TIME))
    return any(reading.names_place(index) for index in (at,))


def bound_before(reading: Reading, at: int, harm: Harm) -> tuple[int, str]:
    """First token of the words that bound the number, and which way."""
    doc = reading.doc
    words = [one.lower_ for one in doc[max(0, at - BOUND_WORDS) : at]]
    kind, first = "", at
    for phrase, one in harm.bounds:
        size = len(phrase)
        if size <= len(words) and tuple(words[-size:]) == phrase:
            kind, first = one, at - size
            break
    if kind == "about" and first > 0:  # "at least another 40"
        outer, deeper = bound_before(reading, first, harm)
        if deeper and deeper != "about":
            return outer, deeper
    return first, kind


def noun_after(reading: Reading, last: int, harm: Harm) -> tuple[int | None, int, bool]:
    """Head and last token of the noun the number counts, and whether "more" or "other" stood before it."""
    doc = reading.doc
    at, noun, end, more = last + 1, None, last, False
    while at < len(doc) and at <= last + NOUN_REACH:
        token = doc[at]
        word, lemma = token.lower_, token.lemma_.lower()
        if word in {"more", "others", "other", "further"}:
            more = more or word != "others"
            at += 1
            if word == "others":
                return noun if noun is not None else at - 1, at - 1, True
            continue
        if is_harm(token, harm) and not (
            token.dep_ in {"amod", "compound"} and token.head.i > at and harm.has("people", token.head.lemma_.lower())
        ):
            break
        if word == "of" and noun is None:
            at += 1
            continue
        if token.pos_ == "DET" and token.text[:1].isupper():
            break  # a page's counter before the first sentence: "215 The death toll ..."
        if token.pos_ in {"NOUN", "PROPN"} or at in reading.names:
            noun, end = at, at
            if harm.has("people", lemma) or harm.has("not_people", word):
                break
            at += 1
            continue
        if (
            token.pos_ in {"ADJ", "NUM", "DET", "PART"}
            or token.text in {"-", "[", "]", '"', "“", "”", "'", "’"}
            or token.dep_ in {"amod", "compound"}
            or token.tag_ == "PRP$"
        ):
            at += 1
            continue
        break
    if more and noun is not None and not harm.has("people", doc[noun].lemma_.lower()) and not reading.names_actor(noun):
        noun, end = None, last
    return noun, end, more


def is_harm(token: Token, harm: Harm) -> bool:
    """True for a word that says people were killed, hurt, taken or driven out."""
    lemma = token.lemma_.lower()
    if token.pos_ in {"VERB", "AUX", "ADJ"} and any(
        harm.has(name, lemma) for name in ("killed", "injured", "displaced")
    ):
        return lemma != "claim"
    return any(
        harm.has(name, token.lower_) for name in ("killed_adjectives", "missing_adjectives")
    ) or token.lower_ in {"wounded", "injured", "killed", "displaced"}
