"""Harm: the words that say what became of people, and what one of them says where it stands."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from whoholds.claim import CountOf
from whoholds.find.tree import Token, written
from whoholds.language import Language


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


def kind_of(token: Token, harm: Harm) -> CountOf | None:
    """What the word says became of people; None when it says nothing."""
    lemma, word = token.lemma_.lower(), token.lower_
    if token.pos_ in {"VERB", "AUX", "ADJ", "NOUN"} or token.tag_.startswith("VB"):
        verbal = token.pos_ in {"VERB", "AUX", "ADJ"} or word.endswith(("ed", "ing", "slain", "s"))
        if harm.has("killed", lemma) and verbal and lemma != "claim":
            return CountOf.KILLED
        if (harm.has("injured", lemma) and verbal) or harm.has("injured_forms", word):
            return CountOf.INJURED
        if harm.has("killed_adjectives", word):
            return CountOf.KILLED
        if harm.has("missing_adjectives", word):
            return CountOf.MISSING
        if harm.has("displaced", lemma) and verbal:
            return CountOf.DISPLACED
        if token.pos_ == "VERB" and written(token.doc[token.i + 1 : token.i + 3]).lower() == "to death":
            return CountOf.KILLED
        if harm.has("returned", lemma) and token.pos_ == "VERB":
            return CountOf.RETURNED
        if harm.has("captured", lemma) and token.pos_ == "VERB":
            return CountOf.CAPTURED
    return {"kills": CountOf.KILLED, "killed": CountOf.KILLED}.get(word)


def unsaid(token: Token, harm: Harm) -> CountOf | None:
    """What a word means that says it only in its place: "lost 15 fighters", "the deaths of", "left Velin"."""
    lemma, word = token.lemma_.lower(), token.lower_
    if (
        harm.has("taking_lives", lemma)
        or harm.has("killed_nouns", lemma)
        or word == "killing"
        or harm.has("lives", lemma)
    ):
        return CountOf.KILLED
    if harm.has("injured_nouns", lemma) or word in {"wounding", "injuring"}:
        return CountOf.INJURED
    if harm.has("displaced_nouns", lemma) or lemma in harm.words["left_homes"] | harm.words["driven"]:
        return CountOf.DISPLACED
    return None


def is_passive(token: Token) -> bool:
    """True for "were killed", "killed in": people suffer it who stand before."""
    if any(one.dep_ in {"auxpass", "nsubjpass"} for one in token.children):
        return True
    left = token.doc[max(0, token.i - 3) : token.i]
    return token.tag_ == "VBN" and any(one.lemma_ == "be" for one in left)


def is_harm(token: Token, harm: Harm) -> bool:
    """True for a word that says people were killed, hurt, taken or driven out."""
    lemma = token.lemma_.lower()
    if token.pos_ in {"VERB", "AUX", "ADJ"} and any(
        harm.has(name, lemma) for name in ("killed", "injured", "displaced")
    ):
        return lemma != "claim"
    return any(harm.has(name, token.lower_) for name in ("killed_adjectives", "missing_adjectives")) or harm.has(
        "harmed_forms", token.lower_
    )
