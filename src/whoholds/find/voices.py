"""Voices: the words that name a speaker beside a word of saying, and whether they can speak at all.

The parser alone does not do: in texts that lost their commas it takes "... in Velin the ministry said" for anything.
So the noun phrase next to the word of saying is read from the words, and the parser's subject is weighed against it.
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

INSIDE_NAME = ("det", "amod", "compound", "nmod", "poss", "nummod", "quantmod", "predet", "case", "advmod", "npadvmod")


QUOTE_MARKS = '"“”„«»'


REACH = 14  # words of the longest speaker before a verb: "the head of the ... office of the ... in ..."


OF = frozenset({"of", "for", "in", "at", "from", "inside", "near", "on"})


NO_VOICE = frozenset(
    {
        "there",
        "this",
        "these",
        "those",
        "what",
        "that",
        "which",
        "who",
        "whom",
        "whose",
        "himself",
        "itself",
        "themselves",
        "each",
    }
)


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


def name_at(reading: Reading, head: Token, *, floor: int = 0) -> tuple[int, int]:
    """First and last token of the name or noun phrase at ``head``.

    Its own modifiers, "of" and "in" phrases, appositions and what is joined to it are in; clauses and times are not.
    Never reaches left of ``floor``.
    """
    first, last = head.i, head.i
    for child in sorted(head.lefts, key=lambda one: -one.i):
        if child.dep_ not in INSIDE_NAME or child.right_edge.i + 1 != first or child.left_edge.i < floor:
            break
        if child.text.lower() in DAYS:
            break
        first = child.left_edge.i
    last = name_end(reading, head)
    return first, last


def name_end(reading: Reading, head: Token) -> int:
    """Last token of the noun phrase at ``head``."""
    last = head.i
    for child in sorted(head.rights, key=lambda one: one.i):
        start = child.left_edge.i
        gap = reading.doc[last + 1 : start]
        if any(not one.is_punct and one.dep_ not in {"cc", "case", "punct"} for one in gap):
            break
        if child.dep_ in {"cc", "punct", "case"}:
            continue
        if child.dep_ == "prep" and child.lower_ in OF:
            target = next((one for one in child.children if one.dep_ == "pobj"), None)
            if target is None or target.lower_ in DAYS or target.like_num:
                break
            last = name_end(reading, target)
        elif child.dep_ in {"appos", "conj"} and child.pos_ in {"NOUN", "PROPN"}:
            last = name_end(reading, child)
        elif child.dep_ == "nummod" or child.pos_ == "PROPN":
            last = child.right_edge.i if child.right_edge.i - child.i < 3 else child.i
        else:
            break
    return last


DAYS = frozenset(
    [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
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
        "today",
        "yesterday",
        "tonight",
        "morning",
        "evening",
        "afternoon",
        "night",
        "day",
        "week",
        "month",
        "year",
        "hour",
    ]
)


def left_name(reading: Reading, verb: Token, voices: Voices) -> tuple[int, int, int] | None:
    """First, last and head token of the noun phrase that ends right before the verb; None when none does.

    Read from the words alone: without commas a parser takes "... in Velin the ministry said" for anything.
    """
    doc = reading.doc
    last = verb.i - 1
    while last >= 0 and (
        doc[last].lower_ in {"itself", "himself", "herself", "themselves"}
        or doc[last].pos_ in {"ADV", "AUX"}
        or doc[last].is_punct
        or doc[last].lower_ in DAYS
        or (doc[last].lower_ == "on" and doc[last + 1].lower_ in DAYS)
    ):
        if doc[last].lower_ in {"not", "n't", "never"} or doc[last].text in QUOTE_MARKS:
            return None
        last -= 1
    if last < 0:
        return None
    if doc[last].pos_ == "PRON":
        return (last, last, last) if doc[last].lower_ not in NO_VOICE else None
    first = last + 1
    for at in range(last, max(-1, last - REACH), -1):
        if not joins(reading, at, first, last, voices):
            break
        first = at
        if doc[at].pos_ == "DET" or doc[at].tag_ == "PRP$":
            if at >= 2 and doc[at - 1].lower_ in OF and doc[at - 2].pos_ in {"NOUN", "PROPN"}:
                continue
            if described(reading, at, head_in(reading, at, last), voices):
                continue
            break
    while first <= last and (doc[first].lower_ in OF or doc[first].pos_ == "CCONJ" or doc[first].is_punct):
        first += 1
    return None if first > last else (first, last, head_in(reading, first, last))


def described(reading: Reading, at: int, head: int, voices: Voices) -> bool:
    """True when a name stands right before the description that starts at ``at``: "Omar Velin a local activist"."""
    doc = reading.doc
    if at < 2 or kind_word(reading, head) not in voices.persons | voices.bodies:
        return False
    before, earlier = doc[at - 1], doc[at - 2]
    if before.text.endswith("."):
        return False
    named = (
        before.text[:1].isupper()
        and before.pos_ in {"PROPN", "NOUN"}
        and not reading.names_place(at - 1)
        and before.lower_ not in DAYS
    )
    return named and (earlier.text[:1].isupper() or earlier.lower_ in OF) and earlier.lower_ not in DAYS


def joins(reading: Reading, at: int, first: int, last: int, voices: Voices) -> bool:
    """True when the token at ``at`` continues, to the left, the noun phrase that starts at ``first``."""
    token, doc = reading.doc[at], reading.doc
    after = doc[first] if first <= last else None
    if (
        token.lower_ in DAYS
        or token.lemma_.lower() in DAYS
        or (token.lower_ in NO_VOICE and not is_short(token))
        or token.lower_ in {"more", "others", "other", "dead", "wounded"}
    ):
        return False
    if at > 0 and doc[at - 1].text == "-" and after is not None and after.text == "-":
        return True
    if token.lower_ in OF:
        return at > 0 and after is not None and doc[at - 1].pos_ in {"NOUN", "PROPN"} and doc[at - 1].lower_ not in DAYS
    if token.pos_ == "CCONJ":
        before = doc[at - 1] if at else None
        return token.lower_ == "and" and before is not None and speaks(reading, before, voices)
    if token.text == "-" or (after is not None and after.text == "-"):
        return True
    if token.is_punct:
        return (
            token.text in {"(", ")", "."}
            and after is not None
            and at > 0
            and doc[at - 1].is_alpha
            and token.text != "."
        )
    lower = token.pos_ == "NOUN" and token.text[:1].islower()
    if after is not None and after.pos_ == "ADJ" and (lower or reading.names_place(at)):
        return False  # "... in the city local activists said"
    if (
        after is not None
        and after.pos_ == "NOUN"
        and lower
        and token.lemma_.lower() in voices.not_names
        and after.text[:1].islower()
    ):
        return False  # "... among the casualties media reported"
    if token.pos_ == "PROPN" or token.text[:1].isupper():
        apart = after is not None and after.text[:1].isupper() and not reading.names_place(first)
        if reading.names_place(at) and apart and not (first == last and at > 0 and doc[at - 1].lower_ in OF):
            return False
        return token.pos_ not in {"VERB", "AUX", "SCONJ", "ADV"} or token.dep_ in {"compound", "amod", "nmod"}
    if (
        after is not None
        and after.text[:1].isupper()
        and token.pos_ == "ADJ"
        and all(one.text[:1].isupper() for one in doc[first : last + 1])
    ):
        return False  # "... as soon as possible Holt said"
    if after is not None and after.text[:1].isupper() and token.pos_ in {"NOUN", "NUM", "VERB"}:
        return token.tag_ == "NN" and token.lemma_.lower() in voices.persons | voices.bodies  # "spokesman Omar Velin"
    return (
        token.pos_ in {"NOUN", "ADJ", "NUM", "DET", "PART"}
        or token.tag_ in {"PRP$", "POS"}
        or token.dep_ in {"amod", "compound"}
    )


def is_short(token: Token) -> bool:
    """True for a name in capitals that only looks like a pronoun ("WHO", "IT")."""
    return token.text.isupper() and len(token.text) > 1


def head_in(reading: Reading, first: int, last: int) -> int:
    """The word that names the kind of speaker: the last noun before the first "of", "for", "in"."""
    doc = reading.doc
    end = first
    for at in range(first, last + 1):
        if doc[at].lower_ in OF and at > first:
            break
        if doc[at].pos_ in {"NOUN", "PROPN", "ADJ", "PRON", "NUM"} or at == first:
            end = at
    return end


def right_name(reading: Reading, verb: Token, voices: Voices) -> tuple[int, int, int] | None:
    """First, last and head of the noun phrase right after the verb, when nothing else follows it: "said the ministry"."""
    doc = reading.doc
    first = verb.i + 1
    while first < len(doc) and (
        doc[first].lower_ in DAYS | {"late", "early"}
        or (doc[first].lower_ == "on" and first + 1 < len(doc) and doc[first + 1].lower_ in DAYS)
    ):
        first += 1
    if first >= len(doc) or doc[first].is_punct or doc[first].pos_ == "PRON":
        return None
    last = first
    while last < len(doc) and (
        doc[last].pos_ in {"NOUN", "PROPN", "ADJ", "NUM", "PART"}
        or doc[last].lemma_.lower() in voices.persons
        or (doc[last].pos_ == "DET" and (last == first or doc[last - 1].lower_ in OF))
        or (
            doc[last].lower_ in OF
            and last > first
            and last + 1 < len(doc)
            and doc[last + 1].pos_ in {"NOUN", "PROPN", "DET", "ADJ"}
        )
        or doc[last].text == "-"
        or (doc[last].text[:1].isupper() and doc[last].pos_ not in {"VERB", "AUX"})
    ):
        if doc[last].lower_ in DAYS:
            break
        last += 1
    follows = doc[last] if last < len(doc) else None
    quoted = bool(reading.quote) and any(reading.quote[: verb.i])
    counted = doc[first].like_num and doc[first].lower_ != "one"
    if counted or not (quoted or any(is_finite(one) for one in doc[: verb.i])):
        return None
    for one in doc[last:]:
        if one.lower_ in NO_VOICE | {"who", "adding", "as", "while", "after", "when"} or one.text in {
            ",",
            ";",
            '"',
            ".",
        }:
            break
        if is_finite(one) and one.tag_ not in {"VBG", "VBN"}:
            return None
    if follows is not None and (
        (follows.pos_ in {"VERB", "AUX", "SCONJ"} and follows.tag_ != "VBG") or follows.lower_ in {"to", "not"}
    ):
        return None
    last -= 1
    while last > first and (doc[last].lower_ in OF or doc[last].pos_ == "DET" or doc[last].is_punct):
        last -= 1
    return None if last < first else (first, last, head_in(reading, first, last))


def speaker_of(reading: Reading, verb: Token, voices: Voices) -> tuple[int, int, int, bool] | None:
    """First, last and head token of who says it, and whether it stands after the verb; None when nobody does."""
    parsed = parsed_subject(verb)
    lemma = verb.lemma_.lower()
    if is_suffered(verb):  # "the attack was announced by", "was condemned on Friday"
        if written(reading.doc[verb.i + 1 : verb.i + 3]).lower() == "as saying":  # "a source was quoted as saying"
            cited = voice_within(reading, left_name(reading, verb, voices), lemma, voices)
            return None if cited is None else (*cited, False)
        if parsed is None or parsed.i < verb.i or not may_be_voice(reading, parsed, lemma, voices, strict=False):
            return None
        return (*name_at(reading, parsed), parsed.i, True)
    near = left_name(reading, verb, voices)
    trusted = parsed is not None and may_be_voice(reading, parsed, lemma, voices, strict=True)
    near = voice_within(reading, near, lemma, voices)
    after = (
        right_name(reading, verb, voices)
        if verb.tag_ in {"VBD", "VBZ", "VBP"} and lemma not in voices.never_before
        else None
    )
    if after is not None and not may_be_voice(reading, reading.doc[after[2]], lemma, voices, strict=True):
        after = None
    if (
        after is not None
        and lemma not in voices.object
        and not (near is not None and reading.doc[near[0]].pos_ == "PRON")
    ):
        return (*after, True)
    if parsed is not None and trusted and parsed.i < verb.i:
        apart = near is None or not near[0] <= parsed.i <= near[1]
        clauses = any(one.dep_ in {"relcl", "acl"} for one in parsed.children)
        if apart and (clauses or has_commas(reading)):
            return (*name_at(reading, parsed), parsed.i, False)
    after_that = verb.i + 1 < len(reading.doc) and reading.doc[verb.i + 1].lower_ == "that"
    if after_that and parsed is not None and trusted and near is not None and parsed.i < near[0]:
        return (*name_at(reading, parsed), parsed.i, False)  # "the committee, which opposes the regime, reported that"
    if near is not None and not (verb.tag_ == "VBG" and reading.names_place(near[2])):
        return (*near, False)
    if after is not None:
        return (*after, True)
    if parsed is not None and may_be_voice(reading, parsed, lemma, voices, strict=False):
        return (*name_at(reading, parsed), parsed.i, parsed.i > verb.i)
    return None


def voice_within(
    reading: Reading, near: tuple[int, int, int] | None, lemma: str, voices: Voices
) -> tuple[int, int, int] | None:
    """The phrase, or the longest tail of it after an "of" or "in", that names a voice; None when none does.

    "... in the western part of the city state agency": only the tail speaks.
    """
    while near is not None and not may_be_voice(reading, reading.doc[near[2]], lemma, voices, strict=True):
        first, last, _ = near
        cut = next((at for at in range(first, last) if reading.doc[at].lower_ in OF), None)
        near = None if cut is None else (cut + 1, last, head_in(reading, cut + 1, last))
    return near


def is_suffered(verb: Token) -> bool:
    """True for a word of saying in the passive: its subject is what is said, or of whom."""
    return any(one.dep_ == "auxpass" and verb.i - one.i in {1, 2, 3} for one in verb.children) or (
        verb.tag_ == "VBN" and any(one.dep_ == "agent" for one in verb.children)
    )


def has_commas(reading: Reading) -> bool:
    """False for texts whose commas were lost on the way: there the parser's subjects are guesses."""
    return "," in reading.report.text


def parsed_subject(verb: Token) -> Token | None:
    """Who says it, as the parser sees it: its subject, its "by" phrase, or the subject of the verb it hangs on."""
    for child in verb.children:
        if child.dep_ == "nsubj":
            return verb.head if child.lower_ in {"who", "which", "that"} and verb.dep_ == "relcl" else child
    agent = next((one for one in verb.children if one.dep_ == "agent"), None)
    if agent is not None:
        return next((one for one in agent.children if one.dep_ == "pobj"), None)
    above = verb.head
    if verb.dep_ in {"xcomp", "conj"} or (
        verb.dep_ == "advcl" and not any(one.dep_ == "mark" for one in verb.children)
    ):
        return None
    if verb.dep_ == "pcomp":  # "was quoted as saying", "quoted him as saying"
        above = above.head if above.pos_ != "VERB" else above
        passive = next((one for one in above.children if one.dep_ == "nsubjpass"), None)
        return passive or next((one for one in above.children if one.dep_ in {"dobj", "obj"}), None)
    if verb.dep_ in {"xcomp", "conj"} or (verb.dep_ == "advcl" and verb.tag_ == "VBG"):
        return (
            parsed_subject(above)
            if above.pos_ in {"VERB", "AUX"}
            else above
            if above.pos_ in {"NOUN", "PROPN"}
            else None
        )
    if verb.dep_ == "acl" and verb.tag_ == "VBG":
        return above
    return None


def kind_word(reading: Reading, token: int) -> str:
    """The word that tells the kind of speaker: the lemma, or for a masked name the last word before its "of" or "for"."""
    if token not in reading.names:
        return reading.doc[token].lemma_.lower()
    words = reading.names[token].text.lower().split()
    end = next((at for at, word in enumerate(words) if word in OF and at), len(words))
    return words[end - 1] if words else ""


def is_finite(token: Token) -> bool:
    """A verb that heads a clause of its own: not an infinitive, participle phrase or noun modifier."""
    return token.pos_ in {"VERB", "AUX"} and token.dep_ not in {"aux", "auxpass", "amod", "compound"}


def may_be_voice(reading: Reading, speaker: Token, lemma: str, voices: Voices, *, strict: bool) -> bool:
    """True when such a subject can speak: persons, bodies, names, pronouns; never a day, never a number of the dead.

    strict  the words alone vouch for it: only nouns of the lists, names and pronouns.
    """
    word = kind_word(reading, speaker.i)
    if speaker.lower_ in DAYS or (speaker.lower_ in NO_VOICE and not is_short(speaker)):
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
            and reading.doc[speaker.i - 1].lower_ in OF
        )
    return not strict and speaker.pos_ in {"NOUN", "ADJ", "DET"}


def speaks(reading: Reading, token: Token, voices: Voices) -> bool:
    """True for a word that names a person, a body or a party."""
    word = token.lemma_.lower()
    if word in voices.persons or word in voices.bodies or reading.names_actor(token.i):
        return True
    return token.pos_ == "PROPN" and not reading.names_place(token.i) and token.lower_ not in DAYS
