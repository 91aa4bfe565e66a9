"""Credits: sources named without a verb of saying of their own: "according to", "a claim by", "Army: ..."."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from whoholds.find.footing import infinitive
from whoholds.find.noun_phrases import left_name, name_at
from whoholds.find.reading import Reading
from whoholds.find.tree import Token
from whoholds.find.voices import (
    Voices,
    is_finite,
    kind_word,
    may_be_voice,
    speaks,
    words_after,
)

LABEL = 9  # words before the colon of "Army spokesman in Velin: ..."


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """Somebody says something.

    who      first and last token of the speaker's words.
    word     token of the word of saying; None for a label ("Army: ...").
    covers   tokens of what is said.
    manner   "say", "accuse", "see", "cite" (nested in whatever saying holds it), "noun", "label",
             "heard" (nothing of it is told, but "it" and "he" may stand for the voice).
    open     nothing that is said stands in the sentence itself: it is said in a quotation next to it.
    """

    who: tuple[int, int]
    head: int
    word: int | None
    covers: frozenset[int]
    manner: str = "say"
    open: bool = False


def according(reading: Reading, voices: Voices) -> Iterator[Saying]:
    """What stands "according to" somebody, or "as reported by" them: all of the sentence but those words."""
    doc = reading.doc
    for one in doc[:-2]:
        if one.lower_ == "according" and doc[one.i + 1].lower_ == "to":
            to = one.i + 1
        elif one.lower_ == "as" and doc[one.i + 1].lemma_.lower() in voices.say and doc[one.i + 2].lower_ == "by":
            to = one.i + 2
        elif one.lower_ == "by" and by_count(one, voices):
            to = one.i
        else:
            continue
        head = next((child for child in doc[to].children if child.dep_ in {"pobj", "pcomp"}), None)
        if head is None:
            head = next((after for after in words_after(reading, to) if after.pos_ in {"NOUN", "PROPN"}), None)
        if head is None:
            continue
        first, last = name_at(reading, head, voices)
        first = to + 1 if first > to + 1 and first - to < 5 else first
        begin = to + 1 + (doc[to + 1].pos_ == "DET" if to + 1 < len(doc) else 0)
        if (
            reading.names_actor(begin)
            and begin + 1 < len(doc)
            and (reading.names_actor(begin + 1) or doc[begin + 1].pos_ in {"VERB", "AUX"})
        ):
            first, last, head = begin, begin, doc[begin]  # "according to the observatory rebels have lost ..."
        first, last, at = owner_of(reading, first, last, head.i, voices)
        word = kind_word(reading, at, voices)
        known = word in voices.persons | voices.bodies | voices.papers | voices.tallies
        told = word not in voices.measures and (doc[at].is_plural or any(c.dep_ == "det" for c in doc[at].children))
        if not (known or told or doc[at].pos_ in {"PROPN", "PRON"} or reading.names_actor(at)):
            continue  # "according to type and location"
        used = set(range(one.i, last + 1))
        yield Saying(
            who=(first, last),
            head=at,
            word=one.i,
            covers=frozenset(set(range(len(doc))) - used),
            manner="according",
        )


def by_count(by: Token, voices: Voices) -> bool:
    """True for "by UN figures", "by the army's own count": whose reckoning it is."""
    noun = next((child for child in by.children if child.dep_ == "pobj"), None)
    return noun is not None and noun.lemma_.lower() in voices.tallies - voices.amounts


def owner_of(reading: Reading, first: int, last: int, head: int, voices: Voices) -> tuple[int, int, int]:
    """Whose paper it is: for "a statement by the ministry", "an observatory toll", the one who issued it; else the same."""
    doc = reading.doc
    if kind_word(reading, head, voices) not in voices.papers | voices.tallies:
        return first, last, head
    issuer = issuer_of(reading, doc[head], voices)
    if issuer is not None:
        return (*name_at(reading, issuer, voices), issuer.i)
    for at in range(first, head):
        if reading.names_actor(at) or (doc[at].pos_ == "PROPN" and doc[at].lower_ not in voices.days and at > first):
            return at, at, at
    for at in range(head + 1, min(head + 7, len(doc))):
        if doc[at].lower_ in voices.issued_by:
            target = next(
                (
                    one
                    for one in doc[at + 1 :]
                    if one.pos_ in {"NOUN", "PROPN"} and one.dep_ not in {"compound", "amod", "nmod"}
                ),
                None,
            )
            if target is not None and target.i < at + 8 and may_be_voice(reading, target, "say", voices, strict=True):
                begin, end = name_at(reading, target, voices, floor=at + 1)
                return max(begin, at + 1), end, target.i
        if doc[at].pos_ == "VERB" and doc[at].tag_ != "VBN":
            break
    return first, last, head


def issuer_of(reading: Reading, paper: Token, voices: Voices) -> Token | None:
    """Whose paper it is: its owner ("the presidency's account"), or who put it out ("the army issued a statement")."""
    owner = next((one for one in paper.children if one.dep_ == "poss"), None)
    if owner is None and paper.dep_ in {"dobj", "obj"} and paper.head.lemma_.lower() in voices.issuing:
        owner = next((one for one in paper.head.children if one.dep_ == "nsubj"), None)
    return owner if owner is not None and may_be_voice(reading, owner, "say", voices, strict=True) else None


def nouns_of_saying(reading: Reading, voices: Voices) -> Iterator[Saying]:
    """Sayings told as nouns: "a claim by opposition fighters that ..."."""
    for noun in reading.doc:
        if noun.lemma_.lower() not in voices.sayings or noun.pos_ != "NOUN":
            continue
        content = [
            one
            for one in noun.children
            if one.dep_ in {"acl", "ccomp", "relcl", "appos"} and one.pos_ in {"VERB", "AUX"}
        ]
        content = [
            one
            for one in content
            if infinitive(one) or any(mark.lower_ == "that" and mark.dep_ == "mark" for mark in one.children)
        ]
        owner = next((one for one in noun.children if one.dep_ == "poss"), None)
        for prep in noun.children:
            if owner is None and prep.dep_ in {"prep", "agent"} and prep.lower_ in voices.issued_by:
                owner = next((one for one in prep.children if one.dep_ == "pobj"), None)
        if not content or owner is None:
            continue
        covers = frozenset(one.i for clause in content for one in clause.subtree)
        yield Saying(who=name_at(reading, owner, voices), head=owner.i, word=noun.i, covers=covers, manner="noun")


def accounts(reading: Reading, voices: Voices) -> Iterator[Saying]:
    """Accounts that somebody gives, told behind a colon: "The government gave another version: ..."."""
    doc = reading.doc
    for mark in doc[2:]:
        if mark.text != ":":
            continue
        for noun in doc[max(0, mark.i - LABEL) : mark.i]:
            if noun.lemma_.lower() not in voices.sayings or noun.dep_ not in {"dobj", "obj"}:
                continue
            owner = next((one for one in noun.head.children if one.dep_ == "nsubj"), None)
            if owner is not None and may_be_voice(reading, owner, "say", voices, strict=True):
                covers = frozenset(range(mark.i + 1, len(doc)))
                who = name_at(reading, owner, voices)
                yield Saying(who=who, head=owner.i, word=noun.i, covers=covers, manner="noun")
        return


def labels(reading: Reading, voices: Voices) -> Iterator[Saying]:
    """Labels: "Army: ..." at the head of a sentence, "...: monitor" and "... monitor" at its tail."""
    doc = reading.doc
    words = [one for one in doc if not one.is_space]
    for mark in words[1 : LABEL + 3]:
        if mark.text == ":" and mark.i + 2 < len(doc):
            begin = next(
                (one.i + 1 for one in reversed(doc[: mark.i]) if one.text in {"-", "–", "—"} and one.i < 4), 0
            )  # "13:50 - "
            label = doc[begin : mark.i]
            last = next((one for one in reversed(label) if one.is_alpha), None)
            verbal = any(is_finite(one) for one in label)
            if last is not None and not verbal and speaks(reading, last, voices) and mark.text == ":":
                first = next(one.i for one in label if one.is_alpha or one.pos_ in {"DET", "ADJ"})
                covers = frozenset(range(mark.i + 1, len(doc)))
                yield Saying(who=(first, last.i), head=last.i, word=None, covers=covers, manner="label")
            break
    tail = [one for one in doc if not one.is_punct and not one.is_space]
    for size in (2, 1):
        if len(tail) < size + 4:
            continue
        piece = tail[-size:]
        text = " ".join(one.lower_ for one in piece)
        before = tail[-size - 1]
        if piece[-1].lemma_ == "report":  # "..., our correspondent in the city reports", taken for a noun
            owner = left_name(reading, piece[-1], voices)
            if (
                owner is not None
                and size == 1
                and kind_word(reading, owner[2], voices) in voices.persons | voices.bodies
                and owner[0] > 3
            ):
                covers = frozenset(range(owner[0]))
                yield Saying(who=owner[:2], head=owner[2], word=piece[-1].i, covers=covers)
                return
        if (
            text not in voices.headline
            or piece[0].pos_ == "VERB"
            or before.pos_ in {"DET", "ADJ", "ADP", "VERB", "AUX", "CCONJ", "NUM", "PART"}
        ):
            continue
        marked = any(one.text in {":", "-", "–", "—"} for one in doc[before.i + 1 : piece[0].i])
        if marked or (
            reading.index <= 2 and before.pos_ in {"PROPN", "NOUN", "ADV"} and bare(piece[0], before, voices)
        ):
            covers = frozenset(range(before.i + 1))
            yield Saying(who=(piece[0].i, piece[-1].i), head=piece[-1].i, word=None, covers=covers, manner="label")
            return


def bare(piece: Token, before: Token, voices: Voices) -> bool:
    """True when the source word at the tail hangs on nothing: a noun that other words do not modify into a name."""
    return before.lower_ not in voices.articles and not (before.dep_ in {"amod", "poss"} and before.head == piece)
