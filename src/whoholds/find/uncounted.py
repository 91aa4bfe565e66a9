"""Harm to people whose number is not told: "killed civilians", "families fled Velin", "the exodus from Velin"."""

from __future__ import annotations

from collections.abc import Iterator

from whoholds.claim import Count, CountOf
from whoholds.find.harm import Harm, is_passive, kind_of
from whoholds.find.numbers import Number
from whoholds.find.reading import Reading
from whoholds.find.tally import VERB_OF, Toll, cause_of
from whoholds.find.tree import Token


def without_figures(reading: Reading, used: set[int], harm: Harm) -> Iterator[Toll]:
    """Each toll without a figure; ``used``: tokens of those with one."""
    for token in reading.doc:
        if token.i in used:
            continue
        if token.pos_ == "NOUN" and harm.has("displaced_nouns", token.lemma_.lower()):
            if leaves_a_place(token, harm):
                moved = next((one for one in targets(token) if are_people(one, harm, families=True)), token)
                yield uncounted(reading, token, moved, CountOf.DISPLACED)
            continue
        kind = fate_of(token, harm)
        if kind is None or kind in {CountOf.CAPTURED, CountOf.MISSING}:
            continue
        if harm.has("emptied", token.lemma_.lower()):
            yield uncounted(reading, token, token, kind)
            continue
        for victim in (counted(one, harm) for one in sufferers(token, kind, harm)):
            if victim.i not in used and are_people(victim, harm, families=kind in MOVED):
                yield uncounted(reading, token, victim, kind)


MOVED = frozenset({CountOf.DISPLACED, CountOf.RETURNED})


def targets(noun: Token) -> Iterator[Token]:
    """What its prepositions lead to."""
    for prep in noun.children:
        if prep.dep_ == "prep":
            yield from (one for one in prep.children if one.dep_ == "pobj")


def counted(token: Token, harm: Harm) -> Token:
    """Whom a vague number counts: the families of "hundreds of families"."""
    if token.lower_ not in harm.numbers["vague"]:
        return token
    return next(targets(token), token)


def fate_of(token: Token, harm: Harm) -> CountOf | None:
    """What became of the people; "left", "poured out of" and "driven out" tell it where a place is left."""
    lemma = token.lemma_.lower()
    if token.dep_ == "amod":
        return CountOf.DISPLACED if harm.has("displaced_forms", token.lower_) else None
    if token.pos_ != "VERB":
        return None
    kind = kind_of(token, harm)
    if kind is not None:
        return kind
    if harm.has("emptied", lemma):
        return CountOf.DISPLACED if settled(token, harm) else None
    if (harm.has("driven", lemma) or harm.has("streaming", lemma)) and out_of_home(token, harm):
        return CountOf.DISPLACED
    if harm.has("left_homes", lemma):
        objects = [one for one in token.children if one.dep_ in {"dobj", "obj"}]
        return CountOf.DISPLACED if objects and all(is_home(one, harm) for one in objects) else None
    return None


def is_home(token: Token, harm: Harm) -> bool:
    """True for what people live in: a home, a town, a place by its name."""
    return token.pos_ == "PROPN" or harm.has("homes", token.lemma_.lower())


def out_of_home(verb: Token, harm: Harm) -> bool:
    """True for "out of Velin", "from their homes", not for "ran out of fuel"."""
    for one in verb.children:
        if one.lower_ in harm.words["away"]:
            nested = [pobj for prep in one.children for pobj in prep.children if pobj.dep_ == "pobj"]
            if any(is_home(pobj, harm) for pobj in (*one.children, *nested, *beside(one))):
                return True
    return False


def beside(particle: Token) -> list[Token]:
    """What a preposition right behind a particle leads to: the town of "out of the town"."""
    after = particle.doc[particle.i + 1 : particle.i + 2]
    return [pobj for prep in after if prep.dep_ == "prep" for pobj in prep.children if pobj.dep_ == "pobj"]


def settled(verb: Token, harm: Harm) -> bool:
    """True when it is a place that was emptied."""
    suffered = [one for one in verb.children if one.dep_ in {"nsubjpass", "dobj", "obj"}]
    return any(is_home(one, harm) for one in suffered)


def sufferers(verb: Token, kind: CountOf, harm: Harm) -> Iterator[Token]:
    """Whom it befell: the subject of what one does oneself or suffers, else the object."""
    lemma = verb.lemma_.lower()
    if verb.dep_ == "amod" or (
        verb.dep_ == "acl" and verb.tag_ == "VBN"
    ):  # "displaced families from", "people displaced from"
        if any(
            one.dep_ == "prep" and one.lower_ in harm.words["away"] for one in (*verb.children, *verb.head.children)
        ):
            yield verb.head
        return
    moving = kind is CountOf.DISPLACED and (harm.has("left_homes", lemma) or harm.has("streaming", lemma))
    own = is_passive(verb) or moving or harm.has("by_themselves", verb.lemma_)
    for child in verb.children:
        if child.dep_ in (("nsubjpass", "nsubj") if own else ("dobj", "obj")):
            relative = child.lower_ in harm.words["those"] | harm.words["relative"] and verb.dep_ == "relcl"
            yield verb.head if relative else child
    if own and verb.dep_ == "xcomp":  # "forcing families to flee", "families began to flee"
        objects = [one for one in verb.head.children if one.dep_ in {"dobj", "obj"}]
        goes_on = harm.has("starting", verb.head.lemma_.lower())
        yield from objects or [one for one in verb.head.children if one.dep_ == "nsubj" and goes_on]


def are_people(token: Token, harm: Harm, *, families: bool) -> bool:
    """True for people in the plural, and, where they leave, for families and a population."""
    lemma = token.lemma_.lower()
    if families and harm.has("families", lemma):
        return True
    if families and harm.has("fighting", lemma):
        return False  # fighters who flee withdraw
    plural = token.tag_ in {"NNS", "NNPS"} or harm.has("plurals", token.lower_)
    return plural and harm.has("people", lemma)


def leaves_a_place(noun: Token, harm: Harm) -> bool:
    """True for "displacement from Velin", "the evacuation of civilians from Velin": nobody leaves a place in "the displacement crisis"."""
    for prep in noun.children:
        target = next((one for one in prep.children if one.dep_ == "pobj"), None)
        if prep.dep_ != "prep" or target is None:
            continue
        if prep.lower_ in harm.words["away"] and is_home(target, harm):
            return True
        if are_people(target, harm, families=True) and any(
            one.lower_ in harm.words["away"] for one in (*noun.children, *target.children)
        ):
            return True
    return False


def uncounted(reading: Reading, trigger: Token, victim: Token, kind: CountOf) -> Toll:
    """The toll of a harm word and of those it befell, without bounds."""
    span = reading.span_of(victim.left_edge.i if victim.i - victim.left_edge.i < 5 else victim.i, victim.i)
    count = Count(
        of=kind,
        low=None,
        high=None,
        text=span.of(reading.report.text),
        span=span,
        whose="" if victim is trigger else reading.text_of(victim.i, victim.i),
    )
    number = Number(first=victim.i, core=victim.i, last=victim.i, low=None, high=None, noun=victim.i, end=victim.i)
    return Toll(
        verb=VERB_OF[kind],
        trigger=trigger.i,
        last=trigger.i,
        counts=(count,),
        victims=None if victim is trigger else victim.i,
        cause=cause_of(reading, trigger, number),
        tokens=(trigger.i, victim.i),
    )
