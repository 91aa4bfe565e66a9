"""Noun phrases beside a word of saying, read from the words alone.

The parser alone does not do: in texts that lost their commas it takes "... in Velin the ministry said" for anything.
"""

from __future__ import annotations

from whoholds.find.reading import Reading
from whoholds.find.tree import Token
from whoholds.find.voices import QUOTE_MARKS, Voices, is_finite, is_short, kind_word, speaks

INSIDE_NAME = ("det", "amod", "compound", "nmod", "poss", "nummod", "quantmod", "predet", "case", "advmod", "npadvmod")
REACH = 14  # words of the longest speaker before a verb: "the head of the ... office of the ... in ..."


def name_at(reading: Reading, head: Token, voices: Voices, *, floor: int = 0) -> tuple[int, int]:
    """First and last token of the name or noun phrase at ``head``.

    Its own modifiers, "of" and "in" phrases, appositions and what is joined to it are in; clauses and times are not.
    Never reaches left of ``floor``.
    """
    first, last = head.i, head.i
    for child in sorted(head.lefts, key=lambda one: -one.i):
        if child.dep_ not in INSIDE_NAME or child.right_edge.i + 1 != first or child.left_edge.i < floor:
            break
        if child.text.lower() in voices.days:
            break
        first = child.left_edge.i
    last = name_end(reading, head, voices)
    return first, last


def name_end(reading: Reading, head: Token, voices: Voices) -> int:
    """Last token of the noun phrase at ``head``."""
    last = head.i
    for child in sorted(head.rights, key=lambda one: one.i):
        start = child.left_edge.i
        gap = reading.doc[last + 1 : start]
        if any(not one.is_punct and one.dep_ not in {"cc", "case", "punct"} for one in gap):
            break
        if child.dep_ in {"cc", "punct", "case"}:
            continue
        if child.dep_ == "prep" and child.lower_ in voices.joints:
            target = next((one for one in child.children if one.dep_ == "pobj"), None)
            if target is None or target.lower_ in voices.days or target.like_num:
                break
            last = name_end(reading, target, voices)
        elif child.dep_ in {"appos", "conj"} and child.pos_ in {"NOUN", "PROPN"}:
            last = name_end(reading, child, voices)
        elif child.dep_ == "nummod" or child.pos_ == "PROPN":
            last = child.right_edge.i if child.right_edge.i - child.i < 3 else child.i
        else:
            break
    return last


def left_name(reading: Reading, verb: Token, voices: Voices) -> tuple[int, int, int] | None:
    """First, last and head token of the noun phrase that ends right before the verb; None when none does.

    Read from the words alone: without commas a parser takes "... in Velin the ministry said" for anything.
    """
    doc = reading.doc
    last = verb.i - 1
    while last >= 0 and (
        doc[last].lower_ in voices.reflexive
        or doc[last].pos_ in {"ADV", "AUX"}
        or doc[last].is_punct
        or doc[last].lower_ in voices.days
        or (doc[last].lower_ == "on" and doc[last + 1].lower_ in voices.days)
    ):
        if doc[last].lower_ in voices.negations or doc[last].text in QUOTE_MARKS:
            return None
        last -= 1
    if last < 0:
        return None
    if doc[last].pos_ == "PRON":
        return (last, last, last) if doc[last].lower_ not in voices.mute else None
    first = last + 1
    for at in range(last, max(-1, last - REACH), -1):
        if not joins(reading, at, first, last, voices):
            break
        first = at
        if doc[at].pos_ == "DET" or doc[at].tag_ == "PRP$":
            if at >= 2 and doc[at - 1].lower_ in voices.joints and doc[at - 2].pos_ in {"NOUN", "PROPN"}:
                continue
            if described(reading, at, head_in(reading, at, last, voices), voices):
                continue
            break
    while first <= last and (doc[first].lower_ in voices.joints or doc[first].pos_ == "CCONJ" or doc[first].is_punct):
        first += 1
    return None if first > last else (first, last, head_in(reading, first, last, voices))


def described(reading: Reading, at: int, head: int, voices: Voices) -> bool:
    """True when a name stands right before the description that starts at ``at``: "Omar Velin a local activist"."""
    doc = reading.doc
    if at < 2 or kind_word(reading, head, voices) not in voices.persons | voices.bodies:
        return False
    before, earlier = doc[at - 1], doc[at - 2]
    if before.text.endswith("."):
        return False
    named = (
        before.text[:1].isupper()
        and before.pos_ in {"PROPN", "NOUN"}
        and not reading.names_place(at - 1)
        and before.lower_ not in voices.days
    )
    return (
        named and (earlier.text[:1].isupper() or earlier.lower_ in voices.joints) and earlier.lower_ not in voices.days
    )


def joins(reading: Reading, at: int, first: int, last: int, voices: Voices) -> bool:
    """True when the token at ``at`` continues, to the left, the noun phrase that starts at ``first``."""
    token, doc = reading.doc[at], reading.doc
    after = doc[first] if first <= last else None
    if (
        token.lower_ in voices.days
        or token.lemma_.lower() in voices.days
        or (token.lower_ in voices.mute and not is_short(token))
        or token.lower_ in voices.counted
    ):
        return False
    if at > 0 and doc[at - 1].text == "-" and after is not None and after.text == "-":
        return True
    if token.lower_ in voices.joints:
        return (
            at > 0
            and after is not None
            and doc[at - 1].pos_ in {"NOUN", "PROPN"}
            and doc[at - 1].lower_ not in voices.days
        )
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
        if reading.names_place(at) and apart and not (first == last and at > 0 and doc[at - 1].lower_ in voices.joints):
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


def head_in(reading: Reading, first: int, last: int, voices: Voices) -> int:
    """The word that names the kind of speaker: the last noun before the first "of", "for", "in"."""
    doc = reading.doc
    end = first
    for at in range(first, last + 1):
        if doc[at].lower_ in voices.joints and at > first:
            break
        if doc[at].pos_ in {"NOUN", "PROPN", "ADJ", "PRON", "NUM"} or at == first:
            end = at
    return end


def named_on(reading: Reading, at: int) -> bool:
    """True when a capitalised word follows: "said Saw Neh Tho", whatever the parser takes "Saw" for."""
    return at + 1 < len(reading.doc) and reading.doc[at + 1].text[:1].isupper()


def right_name(reading: Reading, verb: Token, voices: Voices) -> tuple[int, int, int] | None:
    """First, last and head of the noun phrase right after the verb, when nothing else follows it: "said the ministry"."""
    doc = reading.doc
    first = verb.i + 1
    while first < len(doc) and (
        doc[first].lower_ in voices.days | voices.early_late
        or (doc[first].lower_ == "on" and first + 1 < len(doc) and doc[first + 1].lower_ in voices.days)
    ):
        first += 1
    if first >= len(doc) or doc[first].is_punct or doc[first].pos_ == "PRON":
        return None
    last = first
    while last < len(doc) and (
        doc[last].pos_ in {"NOUN", "PROPN", "ADJ", "NUM", "PART"}
        or doc[last].lemma_.lower() in voices.persons
        or (doc[last].pos_ == "DET" and (last == first or doc[last - 1].lower_ in voices.joints))
        or (
            doc[last].lower_ in voices.joints
            and last > first
            and last + 1 < len(doc)
            and doc[last + 1].pos_ in {"NOUN", "PROPN", "DET", "ADJ"}
        )
        or doc[last].text == "-"
        or (doc[last].text[:1].isupper() and (doc[last].pos_ not in {"VERB", "AUX"} or named_on(reading, last)))
    ):
        if doc[last].lower_ in voices.days:
            break
        last += 1
    follows = doc[last] if last < len(doc) else None
    quoted = bool(reading.quote) and any(reading.quote[: verb.i])
    counted = doc[first].like_num and doc[first].lower_ != "one"
    if counted or not (quoted or any(is_finite(one) for one in doc[: verb.i])):
        return None
    for one in doc[last:]:
        if one.lower_ in voices.mute | voices.ends or one.text in {
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
    while last > first and (doc[last].lower_ in voices.joints or doc[last].pos_ == "DET" or doc[last].is_punct):
        last -= 1
    return None if last < first else (first, last, head_in(reading, first, last, voices))
