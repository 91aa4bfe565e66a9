"""Footing: the cue words of a language, and to which clause a word belongs."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from whoholds.find.reading import Reading
from whoholds.find.tree import Token
from whoholds.language import Language
from whoholds.text import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Footing:
    """The [footing] table as sets and patterns."""

    words: dict[str, frozenset[str]] = field(compare=False)
    phrases: dict[str, re.Pattern[str]] = field(compare=False)
    totals: re.Pattern[str] = field(compare=False)
    years: re.Pattern[str] = field(compare=False)
    lasting: re.Pattern[str] = field(compare=False)

    def has(self, name: str, word: str) -> bool:
        """True when the list of that name has the word."""
        return word in self.words[name]


@lru_cache(maxsize=8)
def footing_of(language: Language) -> Footing:
    """The language's cues, compiled."""
    table: dict[str, Any] = dict(language.table("footing"))
    words = {name: frozenset(value) for name, value in table.items() if isinstance(value, list)}
    phrases = {
        name: re.compile("|".join(rf"\b{re.escape(one)}\b" for one in value), re.IGNORECASE)
        for name, value in table.items()
        if name.endswith("_phrases")
    }
    return Footing(
        words=words,
        phrases=phrases,
        totals=re.compile(table["totals"], re.IGNORECASE),
        years=re.compile(table["years"], re.IGNORECASE),
        lasting=re.compile(table["lasting"], re.IGNORECASE),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """One word or phrase that bears on the footing, and which rule it speaks for."""

    rule: str  # a Status value, or "failed", "called"
    span: Span


def infinitive(verb: Token) -> bool:
    """True for "to take"."""
    return any(one.dep_ == "aux" and one.lower_ == "to" for one in verb.children)


def in_clause(reading: Reading, token: int, span: Span) -> bool:
    """True when the stretch belongs to the trigger's clause or one above it, or heads the sentence.

    A stretch in a relative clause, in reported speech or beside another verb with a subject of its own is not the
    trigger's; one that opens with "since" belongs to the verb it hangs on.
    """
    trigger = reading.doc[token]
    above = {trigger.i, *(one.i for one in trigger.ancestors)}
    since = span.of(reading.report.text).lower().startswith("since")
    for index, where in enumerate(reading.spans):
        if where.meets(span):
            word = reading.doc[index]
            while index >= FRONT and word.i not in above:
                finite = word.pos_ in {"VERB", "AUX"} and not infinitive(word)
                own = any(one.dep_ in {"nsubj", "nsubjpass"} for one in word.children)
                if word.dep_ in {"relcl", "ccomp"} or (
                    finite and own and ((word.dep_ == "advcl" and not since) or word.dep_ == "conj")
                ):
                    return False
                if word.head == word:
                    break  # the parser saw two sentences
                word = word.head
            return True
    return False


FRONT = 6  # tokens at the head of a sentence whose time holds for all of it


def clause_head(token: Token) -> Token:
    """The verb whose clause the token belongs to."""
    while token.head != token and not (
        token.pos_ in {"VERB", "AUX"} and token.dep_ not in {"aux", "auxpass", "amod", "compound"}
    ):
        token = token.head
    return token
