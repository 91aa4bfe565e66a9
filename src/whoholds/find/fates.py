"""Fates: the word that says what became of the people a number counts, before the number or after it."""

from __future__ import annotations

from whoholds.claim import CountOf
from whoholds.find.harm import Harm, is_passive, kind_of
from whoholds.find.numbers import Number
from whoholds.find.reading import Reading
from whoholds.find.tree import Token

ACROSS = 16  # words between a number and the verb that says what became of the people: longer clauses have other verbs
TOLL_REACH = 30  # words from "the death toll" to its figure, clauses about the war between them


def verb_before(reading: Reading, number: Number, claimed: set[int], harm: Harm) -> int | None:
    """The harming verb right before a number: "killed at least 12", "the lives of 129", "left 9 dead", "lost 15 fighters"."""
    doc, at = reading.doc, number.first - 1
    while at >= 0 and (doc[at].pos_ in {"ADV", "DET"} or harm.has("loose", doc[at].lower_)):
        if doc[at].lower_ in {"in", "the"} and doc[at].lower_ == "in":
            return None
        at -= 1
    if at < 0:
        return None
    token, lemma = doc[at], doc[at].lemma_.lower()
    people = (
        number.noun is None or harm.has("people", doc[number.noun].lemma_.lower()) or reading.names_actor(number.noun)
    )
    if lemma == "of" and at >= 1:
        lives = next(
            (
                doc[back]
                for back in range(at - 1, max(-1, at - 4), -1)
                if doc[back].pos_ in {"NOUN", "VERB"} or harm.has("gerunds", doc[back].lower_)
            ),
            None,
        )
        if lives is not None and (
            harm.has("lives", lives.lemma_.lower())
            or harm.has("killed_nouns", lives.lemma_.lower())
            or harm.has("all_gerunds", lives.lower_)
        ):
            return lives.i if kind_of(lives, harm) is not None else speaking_of_death(lives)
        if lives is not None and (
            harm.has("displaced_nouns", lives.lemma_.lower()) or harm.has("injured_nouns", lives.lemma_.lower())
        ):
            return lives.i
        return None
    kind = kind_of(token, harm)
    if kind is None:
        fallen = number.noun is not None or any(reading.names_actor(one.i) for one in token.children)
        if lemma == "lose" and people and fallen and token.pos_ == "VERB":
            return at
        return None
    if kind is CountOf.CAPTURED and (number.noun is None or not people):
        return None
    if is_passive(token) or (
        at in claimed and token.tag_ in {"VBN", "VBD"} and not any(one.dep_ == "nsubj" for one in token.children)
    ):
        return None
    if kind in {CountOf.DISPLACED, CountOf.RETURNED} and harm.has("self_moving", token.lemma_):
        return None
    return at


def speaking_of_death(noun: Token) -> int:
    """The word that stands for the death itself: the claim of "claimed the lives of"."""
    head = noun.head
    return head.i if head.lemma_.lower() in {"claim", "take", "cost"} else noun.i


def verb_after(reading: Reading, number: Number, harm: Harm) -> int | None:
    """The harming word after a number and its noun: "12 people were killed", "nine dead", "3,000 fled", "20 others wounded"."""
    doc = reading.doc
    at, inside = number.end + 1, False
    passed = harm.words["passed"]
    while at < len(doc) and at <= number.end + ACROSS:
        token, lemma = doc[at], doc[at].lemma_.lower()
        if inside and token.pos_ in {"AUX"} | {"VERB"}:
            inside = False
        kind = kind_of(token, harm)
        if kind is not None and not (token.pos_ == "NOUN" and token.tag_ == "NN"):
            if kind is CountOf.CAPTURED or (
                kind in {CountOf.KILLED, CountOf.INJURED} and not suffered(token, number, harm)
            ):
                return None
            return at
        if token.pos_ == "VERB" and lemma in harm.words["left_homes"] and leaves(reading, token, number, harm):
            return at
        if token.pos_ == "VERB" and lemma in harm.words["driven"] and is_passive(token) and from_homes(token, harm):
            return at
        if harm.has("spoken", lemma) and token.tag_ in {"VBD", "VBZ", "VBP"} and not is_passive(token):
            return None  # "a nurse said that 11 people had been wounded"
        if harm.has("asides", token.lower_):
            inside = True
        elif (
            (token.pos_ == "VERB" and not inside and lemma not in passed and token.dep_ not in {"acl", "amod", "relcl"})
            or (
                token.pos_ == "VERB"
                and not inside
                and lemma not in passed
                and token.tag_ in {"VBD", "VBZ"}
                and token.dep_ != "relcl"
            )
            or token.text in {";", "."}
            or (token.pos_ == "SCONJ" and not inside and token.lower_ not in {"that", "as"})
            or (token.like_num and not inside and doc[at - 1].lower_ not in {"and", ","})
        ):
            return None
        at += 1
    return None


def suffered(token: Token, number: Number, harm: Harm) -> bool:
    """True when those counted suffered it and did not do it: "12 soldiers killed", not "12 soldiers killed a man"."""
    lemma = token.lemma_.lower()
    if harm.has("die", lemma) or harm.has("killed_adjectives", token.lower_) or is_passive(token):
        return True
    if token.tag_ == "VBG":
        return False
    following = token.doc[token.i + 1] if token.i + 1 < len(token.doc) else None
    if (
        following is not None
        and (following.pos_ in {"DET", "PROPN", "NUM", "ADJ"} or following.tag_ == "PRP$")
        and following.dep_ != "npadvmod"
    ):
        return token.i == number.end + 1 and any(one.dep_ == "dobj" for one in token.children) is False
    return True


def leaves(reading: Reading, verb: Token, number: Number, harm: Harm) -> bool:
    """True for "left their homes", "left Velin", "have left": of people, and not "left 9 dead"."""
    if number.noun is None or not harm.has("people", reading.doc[number.noun].lemma_.lower()):
        return False
    objects = [one for one in verb.children if one.dep_ in {"dobj", "obj", "ccomp", "oprd", "acomp"}]
    return all(harm.has("homes", one.lemma_.lower()) or reading.names_place(one.i) for one in objects)


def from_homes(verb: Token, harm: Harm) -> bool:
    """True for "driven from their homes"."""
    return any(harm.has("homes", one.lemma_.lower()) for one in verb.subtree if one.i > verb.i and one.dep_ == "pobj")


def other_kind(reading: Reading, trigger: int, number: Number, of: CountOf, harm: Harm) -> bool:
    """True for one number over killed and injured: "dozens killed or injured", "killing and wounding 70"."""
    if of not in {CountOf.KILLED, CountOf.INJURED}:
        return False
    doc = reading.doc
    for step in (1, 2):
        for at in (trigger - step, trigger + step):
            if not 0 <= at < len(doc) or at in range(number.first, number.end + 1):
                continue
            between = doc[min(at, trigger) + 1 : max(at, trigger)]
            if any(one.lower_ not in {"and", "or", "/", "and/or"} for one in between):
                continue
            kind = kind_of(doc[at], harm)
            if (
                kind in {CountOf.KILLED, CountOf.INJURED}
                and kind is not of
                and not own_number(reading, at, trigger, number)
            ):
                return True
    return False


def own_number(reading: Reading, at: int, trigger: int, number: Number) -> bool:
    """True when the second harming word has a number of its own right beside it, away from the first."""
    doc = reading.doc
    if at > trigger:
        after = doc[at + 1 : at + 4]
        return (
            number.first < trigger
            and any(one.like_num or one.lower_ in {"dozens", "scores", "several", "hundreds"} for one in after)
            and trigger < number.first
        )
    before = doc[max(0, at - 3) : at]
    return any(one.like_num for one in before) and number.first > trigger


def toll_before(reading: Reading, number: Number, harm: Harm) -> tuple[int, CountOf, bool] | None:
    """The toll a bare figure belongs to: "the death toll rose to 41", "the number of wounded stands at 9"."""
    doc = reading.doc
    link = False
    if number.single or not (
        number.noun is None or harm.has("people", doc[number.noun].lemma_.lower()) or reading.names_actor(number.noun)
    ):
        return None
    for at in range(number.core - 1, max(-1, number.first - TOLL_REACH), -1):
        token, lemma = doc[at], doc[at].lemma_.lower()
        if lemma in harm.words["see_toll"] or token.lower_ in {"at", "to", "of"}:
            link = True
        if (
            kind_of(token, harm) == CountOf.INJURED
            and token.pos_ == "VERB"
            and not is_passive(token)
            and token.dep_ != "acl"
        ):
            return None
        if not harm.has("toll_nouns", lemma) and not harm.has("casualty_nouns", lemma):
            continue
        if not link:
            return None
        if harm.has("casualty_nouns", lemma):
            return (
                (at, CountOf.KILLED, lemma != "victim")
                if any(doc[step].lower_ in {"at", "to", "is", "are"} for step in range(at + 1, number.first))
                else None
            )
        if lemma == "toll":
            return at, CountOf.KILLED, False
        for step in range(at + 1, min(number.first, at + 10)):
            kind = kind_of(doc[step], harm)
            if harm.has("casualty_nouns", doc[step].lemma_.lower()):
                return at, CountOf.KILLED, doc[step].lemma_.lower() != "victim"
            if kind is not None:
                return at, kind, False
            if harm.has("killed_nouns", doc[step].lemma_.lower()):
                return at, CountOf.KILLED, False
        return None
    return None


def is_cumulative(trigger: Token) -> bool:
    """True for "has killed ... since", "so far": a figure that contains earlier ones."""
    around = [one.lower_ for one in trigger.subtree]
    return any(word == "since" for word in around) or "so far" in " ".join(around)
