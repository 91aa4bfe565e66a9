"""Numbers of people: where they stand, between which bounds, and the noun they count.

Bounds are never invented: exact, "about" and "nearly" n are n to n; "at least" leaves the top open, "up to" the bottom;
"several", "dozens", "hundreds" are lower bounds only (the table is in the language file).
"""

from __future__ import annotations

from dataclasses import dataclass

from whoholds.find.harm import Harm, is_harm
from whoholds.find.quantities import value_at
from whoholds.find.reading import Reading
from whoholds.find.tree import written

YEARS = range(1900, 2101)
BOUND_WORDS = 4  # words of the longest bound ("at the very least")
NOUN_REACH = 9  # words from a number to its noun: "35 members of the pro-government ... militia"


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
    if noun is not None and (harm.has("not_people", doc[noun].lower_) or doc[noun].lower_ in harm.words["calendar"]):
        return None
    if end + 2 < len(doc) and written(doc[end + 1 : end + 3]).lower() == "at least":
        high = None if low is not None else high  # "125 of them at least"
    new = more or any(harm.has("new", one.lower_) for one in doc[first:at])
    return Number(first=first, core=at, last=last, low=low, high=high, noun=noun, end=end, new=new, single=single)


def one_person(reading: Reading, at: int, harm: Harm) -> tuple[int, int, int] | None:
    """One person: "a pilot", "its commander"; last token and bounds."""
    doc = reading.doc
    if not harm.has("one", doc[at].lower_) or at + 1 >= len(doc):
        return None
    head = doc[at].head
    if head.i <= at or head.i > at + 5 or head.tag_ not in {"NN", "NNP"} or not harm.has("people", head.lemma_.lower()):
        return None
    if head.lower_ in harm.words["collective"]:
        return None
    return at, 1, 1


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
        if (before.lower_ in harm.words["calendar"] and not people) or before.lower_ in {
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
    if after in harm.words["calendar"] and after != "old" and word.isdigit() and int(word) <= 31:
        return True
    if word.isdigit() and len(word) == 4 and int(word) in YEARS:
        noun = doc[last + 1] if last + 1 < len(doc) else None
        counted = noun is not None and harm.has("people", noun.lemma_.lower()) and noun.tag_ in {"NNS", "NNPS"}
        return not counted or (
            before is not None and (before.lower_ in {"in", "since"} or before.lower_ in harm.words["calendar"])
        )
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
