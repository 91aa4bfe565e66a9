"""Voices: the words of saying and of those who speak, and whether a word can be a speaker at all."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from whoholds.find.reading import Reading
from whoholds.find.tree import Token
from whoholds.language import Language

QUOTE_MARKS = '"“”„«»'


@dataclass(frozen=True, slots=True, kw_only=True)
class Voices:
    """The [voices] table as sets."""

    say: frozenset[str]
    object: frozenset[str]
    clause_only: frozenset[str]
    figures: frozenset[str]
    figure_nouns: frozenset[str]
    see: frozenset[str]
    accuse: frozenset[str]
    lives: frozenset[str]
    unsaid: frozenset[str]
    never_before: frozenset[str]
    vague: frozenset[str]
    asides: frozenset[str]
    citing: frozenset[str]
    participles: frozenset[str]
    sayings: frozenset[str]
    persons: frozenset[str]
    bodies: frozenset[str]
    papers: frozenset[str]
    tallies: frozenset[str]
    watchers: frozenset[str]
    watching: frozenset[str]
    generic_bodies: frozenset[str]
    generic_persons: frozenset[str]
    he: frozenset[str]
    it: frozenset[str]
    they: frozenset[str]
    own: frozenset[str]
    headline: frozenset[str]
    not_names: frozenset[str]
    before_days: frozenset[str]
    platforms: frozenset[str]
    issuing: frozenset[str]
    measures: frozenset[str]
    amounts: frozenset[str]
    days: frozenset[str]
    mute: frozenset[str]
    joints: frozenset[str]
    small: frozenset[str]
    side_marks: frozenset[str]
    reflexive: frozenset[str]
    negations: frozenset[str]
    counted: frozenset[str]
    early_late: frozenset[str]
    ends: frozenset[str]
    possessive: frozenset[str]
    possessive_he: frozenset[str]
    definite: frozenset[str]
    openers: frozenset[str]
    indefinite: frozenset[str]
    name_particles: frozenset[str]
    surname_particles: frozenset[str]
    topics: frozenset[str]
    remark_marks: frozenset[str]
    relative: frozenset[str]
    issued_by: frozenset[str]
    articles: frozenset[str]
    hint: re.Pattern[str] = field(compare=False)


@lru_cache(maxsize=8)
def voices_of(language: Language) -> Voices:
    """The language's words of saying, compiled."""
    table: Mapping[str, Any] = language.table("voices")
    sets = {name: frozenset(words) for name, words in table.items() if name not in {"prepositions", "hint"}}
    stems = "|".join(re.escape(stem) for stem in table["hint"])
    phrases = "|".join(re.escape(phrase) for phrase in table["prepositions"])
    hint = re.compile(rf"\b(?:{stems})|\b(?:{phrases})\b|[{QUOTE_MARKS}]|:", re.IGNORECASE)
    return Voices(**sets, hint=hint)


def words_after(reading: Reading, token: int) -> list[Token]:
    """The tokens after this one that are no marks."""
    return [one for one in reading.doc[token + 1 :] if not one.is_punct and not one.is_space]


def kind_word(reading: Reading, token: int, voices: Voices) -> str:
    """The word that tells the kind of speaker: the lemma, or for a masked name the last word before its "of" or "for"."""
    if token not in reading.names:
        return reading.doc[token].lemma_.lower()
    words = reading.names[token].text.lower().split()
    end = next((at for at, word in enumerate(words) if word in voices.joints and at), len(words))
    return words[end - 1] if words else ""


def is_short(token: Token) -> bool:
    """True for a name in capitals that only looks like a pronoun ("WHO", "IT")."""
    return token.text.isupper() and len(token.text) > 1


def is_finite(token: Token) -> bool:
    """A verb that heads a clause of its own: not an infinitive, participle phrase or noun modifier."""
    return token.pos_ in {"VERB", "AUX"} and token.dep_ not in {"aux", "auxpass", "amod", "compound"}


def has_commas(reading: Reading) -> bool:
    """False for texts whose commas were lost on the way: there the parser's subjects are guesses."""
    return "," in reading.report.text


def may_be_voice(reading: Reading, speaker: Token, lemma: str, voices: Voices, *, strict: bool) -> bool:
    """True when such a subject can speak: persons, bodies, names, pronouns; never a day, never a number of the dead.

    strict  the words alone vouch for it: only nouns of the lists, names and pronouns.
    """
    word = kind_word(reading, speaker.i, voices)
    if speaker.lower_ in voices.days or (speaker.lower_ in voices.mute and not is_short(speaker)):
        return False
    if speaker.lower_ in voices.platforms:  # "posted a video on Telegram claiming"
        return False
    if lemma in voices.see:
        return word in voices.persons
    if speaker.pos_ == "PRON" or word in voices.persons or word in voices.bodies or reading.names_actor(speaker.i):
        return True
    if word in voices.not_names or speaker.pos_ in {"VERB", "AUX", "ADP", "ADV"}:
        return False
    if speaker.pos_ == "PROPN" or (speaker.text[:1].isupper() and speaker.i > 0):
        return not (
            strict
            and reading.names_place(speaker.i)
            and speaker.i < len(reading.doc) - 1
            and speaker.i > 0
            and reading.doc[speaker.i - 1].lower_ in voices.joints
        )
    return not strict and speaker.pos_ in {"NOUN", "ADJ", "DET"}


def speaks(reading: Reading, token: Token, voices: Voices) -> bool:
    """True for a word that names a person, a body or a party."""
    word = token.lemma_.lower()
    if word in voices.persons or word in voices.bodies or reading.names_actor(token.i):
        return True
    return token.pos_ == "PROPN" and not reading.names_place(token.i) and token.lower_ not in voices.days
