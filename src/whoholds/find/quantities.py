"""Quantities: digits and number words read as a value or as bounds ("34,350", "two hundred", "dozens", "20 to 30")."""

from __future__ import annotations

import re

from whoholds.find.harm import Harm
from whoholds.find.reading import Reading

DIGITS = re.compile(r"\d{1,3}(?:[,٬]\d{3})+|\d+")
DECIMAL = re.compile(r"\d+\.\d+")


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
