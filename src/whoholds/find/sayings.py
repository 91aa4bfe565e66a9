"""Sayings: in one sentence, who says which words. Antecedents are not looked for here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from whoholds.find.credits import LABEL, Saying, according, accounts, labels, nouns_of_saying, owner_of
from whoholds.find.noun_phrases import head_in, left_name, name_at
from whoholds.find.reading import Reading
from whoholds.find.subjects import is_suffered, speaker_of
from whoholds.find.tree import Token
from whoholds.find.voices import (
    Voices,
    has_commas,
    is_finite,
    may_be_voice,
    voices_of,
    words_after,
)
from whoholds.language import Language

SUBJECT = ("nsubj", "nsubjpass", "csubj")
CLAUSE = ("ccomp", "xcomp", "acl", "advcl", "relcl")
BESIDE = 6  # words from "with" to the participle


def sayings_in(reading: Reading, language: Language) -> tuple[Saying, ...]:
    """Everything said in the sentence, in the order of the words of saying."""
    voices = voices_of(language)
    found = [
        *verbs_of_saying(reading, voices),
        *according(reading, voices),
        *nouns_of_saying(reading, voices),
        *accounts(reading, voices),
        *labels(reading, voices),
    ]
    found = relayed(reading, found, voices)
    return tuple(sorted(found, key=lambda one: (one.head if one.word is None else one.word, one.who)))


def relayed(reading: Reading, found: Sequence[Saying], voices: Voices) -> list[Saying]:
    """The sayings with whom a later one cites inside it: "Citing the agency, the paper said", "The paper, quoting it, said".

    What the paper says is the agency's: both hold the same words, the one cited innermost.
    """
    kept = list(found)
    front = _fronted(reading, voices)
    if front is not None:
        first, last = front
        hosts = [one for one in kept if one.word is not None and one.word > last and one.manner == "say"]
        kept = [one for one in kept if one.who[0] > last]
        for one in hosts[:1]:
            near = left_name(reading, reading.doc[one.word or 0], voices)
            who = one if one.who[0] > last or near is None else replace(one, who=near[:2], head=near[2])
            if who.who[0] > last:
                kept = [*(other for other in kept if other.word != one.word), who]
                kept.append(_cited(first, last, head_in(reading, first, last, voices), who))
    for one in [one for one in kept if one.manner == "cite" and one.word is not None]:
        word = reading.doc[one.word or 0]
        host = next((other for other in kept if other.manner == "say" and (other.word or -1) > word.i), None)
        citing = next((other for other in kept if other.manner == "say" and other.word == word.i), None)
        if word.lower_ in voices.participles and host is not None and citing is not None and host.head == citing.head:
            kept = [other for other in kept if other not in (one, citing)]
            kept.append(_cited(*one.who, one.head, host))
    return kept


def _fronted(reading: Reading, voices: Voices) -> tuple[int, int] | None:
    """First and last token of whom the sentence cites before its comma; None when it does not open like that."""
    words = [one for one in reading.doc if not one.is_punct and not one.is_space]
    if len(words) < 3 or words[0].lower_ not in voices.participles:
        return None
    comma = next((one.i for one in reading.doc[words[1].i : words[1].i + LABEL] if one.text == ","), None)
    if comma is None or any(is_finite(one) for one in reading.doc[words[1].i : comma]):
        return None
    return words[1].i, comma - 1


def _cited(first: int, last: int, head: int, host: Saying) -> Saying:
    return Saying(who=(first, last), head=head, word=host.word, covers=host.covers, manner="cite", open=host.open)


def verbs_of_saying(reading: Reading, voices: Voices) -> Iterator[Saying]:
    """What the verbs of saying, seeing and accusing say."""
    before: tuple[int, int, int] | None = None
    for verb in reading.doc:
        lemma = verb.lemma_.lower()
        if (
            verb.pos_ not in {"VERB", "AUX"}
            or lemma not in voices.say | voices.see
            or verb.dep_ in {"amod", "compound"}
        ):
            continue
        objects = [one for one in verb.children if one.dep_ in {"dobj", "obj"}]
        if lemma == "claim" and any(one.lemma_.lower() in voices.lives for one in objects):
            continue
        if lemma in voices.figures and not any(holds(one, voices.figure_nouns) for one in (*objects, *verb.rights)):
            continue
        if any(one.dep_ == "neg" for one in verb.children) and lemma in voices.unsaid:
            continue  # "did not say which", "has not confirmed": nothing is vouched for
        found = speaker_of(reading, verb, voices)
        if verb.tag_ == "VBG" and verb.dep_ != "pcomp" and before is not None and not beside(reading, verb):
            found = (*before, False)  # "the ministry reported an attack, saying ..."
        if found is None:
            continue
        before = found[:3]
        first, last, head, inverted = found
        first, last, head = owner_of(reading, first, last, head, voices)
        covers = what_is_said(reading, verb, (first, last), voices, inverted=inverted)
        clause = any(one.dep_ == "ccomp" for one in verb.children)
        if (
            lemma in voices.clause_only
            and lemma not in voices.figures
            and not clause
            and not after_quote(reading, verb)
        ):
            if not objects:
                yield Saying(who=(first, last), head=head, word=verb.i, covers=frozenset(), manner="heard")
            continue
        if lemma in voices.citing and not is_suffered(verb):
            source = next((one for one in objects if may_be_voice(reading, one, lemma, voices, strict=True)), None)
            yield Saying(who=(first, last), head=head, word=verb.i, covers=covers, open=not covers)
            if source is not None:
                yield Saying(
                    who=name_at(reading, source, voices), head=source.i, word=verb.i, covers=covers, manner="cite"
                )
            continue
        manner = "accuse" if lemma in voices.accuse else "see" if lemma in voices.see else "say"
        yield Saying(who=(first, last), head=head, word=verb.i, covers=covers, manner=manner, open=not covers)


def beside(reading: Reading, verb: Token) -> bool:
    """True for "with the observatory reporting": the participle has a speaker of its own."""
    return any(one.lower_ == "with" for one in reading.doc[max(0, verb.i - BESIDE) : verb.i])


def holds(token: Token, lemmas: frozenset[str]) -> bool:
    """True when one of the lemmas stands at the token or right below it."""
    return any(one.lemma_.lower() in lemmas for one in (token, *token.children))


def after_quote(reading: Reading, verb: Token) -> bool:
    """True when a quotation stands in the sentence."""
    return any(reading.quote[: verb.i]) if reading.quote else False


def what_is_said(
    reading: Reading, verb: Token, who: tuple[int, int], voices: Voices, *, inverted: bool
) -> frozenset[int]:
    """The tokens of the content: after the verb when a clause or an object follows, else before the speaker."""
    doc, (start, end), lemma = reading.doc, who, verb.lemma_.lower()
    inner = subordinate(verb, start, voices)
    if verb.dep_ == "acl" and any(
        one.dep_ == "agent" for one in verb.children
    ):  # "pauses declared by the ministry": the pauses, not the sentence
        return frozenset(one.i for one in verb.head.subtree if one.i < verb.i)
    parts: set[int] = set()
    for child in verb.children:
        right = child.i > verb.i
        if (child.dep_ in {"ccomp", "xcomp"} and (right or not inverted)) or (
            child.dep_ == "advcl" and right and (lemma in voices.accuse or child.tag_ == "TO")
        ):
            parts.update(one.i for one in child.subtree)
        elif child.dep_ == "prep" and child.lower_ not in voices.topics:
            continue
        elif child.dep_ in {"dobj", "obj", "prep", "acl", "relcl"} and right and lemma in voices.object:
            parts.update(one.i for one in child.subtree)
        elif child.dep_ == "dobj" and right and any(one.dep_ in CLAUSE for one in child.children):
            parts.update(one.i for one in child.subtree)  # "told reporters he ...": the clause hangs on the person told
    outside = set(range(start, end + 1)) | {verb.i}
    if inner:
        return frozenset(one for one in parts if one > verb.i) - outside
    after = words_after(reading, max(verb.i, end))
    later = [one for one in after if is_finite(one)]
    follows = False
    if (
        not inverted
        and verb.i + 1 < len(doc)
        and doc[verb.i + 1].text == ","
        and any(is_finite(one) or one.pos_ == "NOUN" for one in doc[:start])
    ):
        return frozenset(range(len(doc))) - outside  # "In Velin, he said, two bridges had been taken"
    if not inverted:
        aside = bool(after) and (after[0].tag_ == "VBG" or after[0].lower_ in voices.asides)
        aside = aside or (bool(later) and later[0].tag_ == "VBG" and later[0].head == verb)  # "wrote on X, adding"
        follows = (
            not aside
            and not ends_on_a_day(reading, verb, start, voices)
            and (any(one > verb.i for one in parts) or (bool(later) and plain_clause(later[0], voices)))
        )
    if follows:
        parts.update(span_to_rival(reading, verb, voices))
        return frozenset(one for one in parts if one > verb.i or one not in range(start)) - outside
    edge = min(start, verb.i)
    left = range(left_end(reading, edge), edge)
    if any(is_finite(doc[one]) or doc[one].pos_ in {"NOUN", "PROPN"} for one in left):
        parts.update(left)
    if (
        later
        and not inverted
        and any(is_finite(doc[one]) for one in left) is False
        and doc[verb.i - 1 if verb.i else 0].i < len(doc)
    ):
        parts.update(one.i for one in later)  # "The army, the ministry said, left Velin"
    return frozenset(parts) - outside


def subordinate(verb: Token, start: int, voices: Voices) -> bool:
    """True for a saying told on the side: "after the ministry said", "which the army denied"."""
    if any(
        one.dep_ in {"mark", "advmod"} and start - 2 <= one.i < verb.i and one.lower_ in voices.side_marks
        for one in verb.children
    ):
        return True
    return verb.dep_ == "relcl" and any(one.lower_ in voices.relative for one in verb.children)


def ends_on_a_day(reading: Reading, verb: Token, start: int, voices: Voices) -> bool:
    """True for "..., local media reported on Monday" with its content before it and page furniture behind."""
    doc, at = reading.doc, verb.i + 1
    while at < len(doc) and (
        doc[at].lower_ in voices.days
        or (at + 1 < len(doc) and doc[at].lower_ in voices.before_days and doc[at + 1].lower_ in voices.days)
    ):
        at += 1
    told = at > verb.i + 1 and (at >= len(doc) or doc[at].lower_ != "that")
    before = doc[:start]
    return told and any(is_finite(one) and one.dep_ not in {"relcl", "advcl", "acl"} for one in before)


def plain_clause(later: Token, voices: Voices) -> bool:
    """True when the next clause is what the verb says, not a side remark on time or manner."""
    marks = {one.lower_ for one in later.children if one.dep_ in {"mark", "advmod"} and one.i < later.i}
    return not marks & voices.remark_marks or later.dep_ == "ccomp"


def span_to_rival(reading: Reading, verb: Token, voices: Voices) -> set[int]:
    """From the verb to the sentence's end, or to a later clause in which somebody else speaks of his own accord."""
    if has_commas(reading):
        others = [
            one
            for one in verb.children
            if one.dep_ == "conj" and one.i > verb.i and any(sub.dep_ == "nsubj" for sub in one.children)
        ]
        cut = {token.i for one in others for token in one.subtree}
        return set(range(verb.i + 1, len(reading.doc))) - cut
    for one in reading.doc[verb.i + 1 :]:
        if one.lemma_.lower() not in voices.say or one.pos_ != "VERB" or one.dep_ not in {"conj", "parataxis", "ROOT"}:
            continue
        rival = next((child for child in one.children if child.dep_ == "nsubj" and child.i < one.i), None)
        if rival is not None and one.head.i <= verb.i:
            return set(range(verb.i + 1, rival.left_edge.i))
    return set(range(verb.i + 1, len(reading.doc)))


def left_end(reading: Reading, edge: int) -> int:
    """Where the stretch before "..., X said" begins: the sentence's start, or after an earlier saying joined by "but"."""
    for one in reversed(reading.doc[:edge]):
        if one.lower_ in {"but", ";"}:
            return one.i + 1
    return 0


def innermost(sayings: Sequence[Saying], token: int) -> list[Saying]:
    """The sayings whose words hold the token, widest first; "claimed control" is itself what is said."""
    holding = (one for one in sayings if token in one.covers or (token == one.word and one.manner == "say"))
    return sorted(holding, key=lambda one: (-len(one.covers), one.word or 0, one.manner == "cite"))
