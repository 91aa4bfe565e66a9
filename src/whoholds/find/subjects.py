"""Subjects of saying: the noun phrase beside the word of saying weighed against the subject the parser sees."""

from __future__ import annotations

from whoholds.find.noun_phrases import head_in, left_name, name_at, right_name
from whoholds.find.reading import Reading
from whoholds.find.tree import Token, written
from whoholds.find.voices import Voices, has_commas, may_be_voice


def speaker_of(reading: Reading, verb: Token, voices: Voices) -> tuple[int, int, int, bool] | None:
    """First, last and head token of who says it, and whether it stands after the verb; None when nobody does."""
    parsed = parsed_subject(verb, voices)
    lemma = verb.lemma_.lower()
    if is_suffered(verb):  # "the attack was announced by", "was condemned on Friday"
        if written(reading.doc[verb.i + 1 : verb.i + 3]).lower() == "as saying":  # "a source was quoted as saying"
            cited = voice_within(reading, left_name(reading, verb, voices), lemma, voices)
            return None if cited is None else (*cited, False)
        if parsed is None or parsed.i < verb.i or not may_be_voice(reading, parsed, lemma, voices, strict=False):
            return None
        return (*name_at(reading, parsed, voices), parsed.i, True)
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
            return (*name_at(reading, parsed, voices), parsed.i, False)
    after_that = verb.i + 1 < len(reading.doc) and reading.doc[verb.i + 1].lower_ == "that"
    # "the committee, which opposes the regime, reported that"
    if after_that and parsed is not None and trusted and near is not None and parsed.i < near[0]:
        return (*name_at(reading, parsed, voices), parsed.i, False)
    if near is not None and not (verb.tag_ == "VBG" and reading.names_place(near[2])):
        return (*near, False)
    if after is not None:
        return (*after, True)
    own = any(child.dep_ == "nsubj" for child in verb.children)
    loose = own or verb.dep_ not in {"conj", "advcl"}  # another verb's subject must be one that speaks
    if parsed is not None and (trusted or (loose and may_be_voice(reading, parsed, lemma, voices, strict=False))):
        return (*name_at(reading, parsed, voices), parsed.i, parsed.i > verb.i)
    return None


def voice_within(
    reading: Reading, near: tuple[int, int, int] | None, lemma: str, voices: Voices
) -> tuple[int, int, int] | None:
    """The phrase, or the longest tail of it after an "of" or "in", that names a voice; None when none does.

    "... in the western part of the city state agency": only the tail speaks.
    """
    while near is not None and not may_be_voice(reading, reading.doc[near[2]], lemma, voices, strict=True):
        first, last, _ = near
        cut = next((at for at in range(first, last) if reading.doc[at].lower_ in voices.joints), None)
        near = None if cut is None else (cut + 1, last, head_in(reading, cut + 1, last, voices))
    return near


def is_suffered(verb: Token) -> bool:
    """True for a word of saying in the passive: its subject is what is said, or of whom."""
    return any(one.dep_ == "auxpass" and verb.i - one.i in {1, 2, 3} for one in verb.children) or (
        verb.tag_ == "VBN" and any(one.dep_ == "agent" for one in verb.children)
    )


def parsed_subject(verb: Token, voices: Voices) -> Token | None:
    """Who says it, as the parser sees it: its subject, its "by" phrase, or the subject of the verb it hangs on."""
    for child in verb.children:
        if child.dep_ == "nsubj":
            return verb.head if child.lower_ in voices.relative and verb.dep_ == "relcl" else child
    agent = next((one for one in verb.children if one.dep_ == "agent"), None)
    if agent is not None:
        return next((one for one in agent.children if one.dep_ == "pobj"), None)
    above = verb.head
    if verb.dep_ == "xcomp":
        return None
    if verb.dep_ == "conj" or (verb.dep_ == "advcl" and not any(one.dep_ == "mark" for one in verb.children)):
        shared = above.pos_ in {"VERB", "AUX"} and above is not verb and (verb.dep_ == "conj" or verb.tag_ == "VBG")
        return parsed_subject(above, voices) if shared else None
    if verb.dep_ == "pcomp":  # "was quoted as saying", "quoted him as saying"
        above = above.head if above.pos_ != "VERB" else above
        passive = next((one for one in above.children if one.dep_ == "nsubjpass"), None)
        return passive or next((one for one in above.children if one.dep_ in {"dobj", "obj"}), None)
    if verb.dep_ == "acl" and verb.tag_ == "VBG":
        return above
    return None
