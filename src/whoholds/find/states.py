"""The smaller shapes: "under X control", adjectives, distances, "stopped X from", "X-held"."""

from __future__ import annotations

from collections.abc import Iterator

from whoholds.claim import Form, Relation
from whoholds.find.grammar import Clause, clause_head, clause_of, parts
from whoholds.find.guards import allowed
from whoholds.find.lexicon import Frame
from whoholds.find.match import Match
from whoholds.find.slots import OWN, Slots
from whoholds.find.tree import Token


def state(slots: Slots, frame: Frame, token: Token) -> Match | None:
    """Control as a state, "under League control", "in the hands of": a noun behind a preposition, said of a verb's subject or of a noun."""
    prep = token.head
    if token.dep_ != "pobj" or prep.lower_ not in frame.under:
        return None
    governor = prep.head
    if governor.pos_ in {"ADP", "ADV"}:
        governor = governor.head
    owner = slots.phrases.owner(token, by=False)
    verbal = governor.pos_ in {"VERB", "AUX"}
    headline = not verbal and governor.dep_ in {"ROOT", "dep"} and slots.phrases.is_party(governor)
    if headline and "be" in frame.verbs and "subject" in frame.actor:  # "Rebels in control of Velin, residents say"
        clause = Clause(verb=governor, passive=False, subject=governor)
    elif verbal:
        if not frame.verbs or not (slots.lexicon.lemmas(governor.lower_) | {governor.lemma_}) & frame.verbs:
            return None
        clause = clause_of(governor)
    else:
        if frame.verbs:
            return None
        clause = Clause(verb=governor, passive=False)
    match = Match(frame=frame.id, type=frame.type, trigger=token, last=token, clause=governor, notes=frame.notes)
    match.form = frame.form or Form.CLAUSE
    around = [token, governor]
    for slot in frame.actor:
        match.actor = match.actor or (
            owner if slot == "owner" else clause.subject or clause.object if slot == "subject" else None
        )
    patient = (
        clause.object
        if clause.passive or (governor.lemma_ in slots.lexicon.terms["bringing"] and clause.object is not None)
        else clause.subject
    )
    for slot in frame.place:
        if slot == "subject" and patient is not None:
            slots.place(match, patient, Relation.AT)
        elif slot == "object" and clause.object is not None:
            slots.place(match, clause.object, Relation.AT)
        elif slot == "head":
            slots.place(match, governor, Relation.AT)
        elif slot not in {"subject", "object"}:
            slots.locate(match, [token, prep, governor], tuple(s for s in frame.place if s not in OWN))
        if match.placed:
            break
    if "roads" in frame.traits and patient is not None:
        match.placed.mentions.extend(one for one in slots.phrases.ends(patient) if one not in match.placed.mentions)
    if match.placed and not match.placed.area:
        slots.area(match, around)
    if match.actor is not None and not slots.phrases.is_party(match.actor) and match.actor is not owner:
        match.actor = None
    if not allowed(slots, frame, match, clause, token):
        return None
    return match


def adjective(slots: Slots, frame: Frame, token: Token) -> Match | None:
    """An adjective that says it: "contested", "besieged Velin", "declared it liberated"."""
    clause = Clause(verb=token.head, passive=False)
    place = None
    if token.dep_ in {"acomp", "oprd", "attr", "ccomp", "xcomp", "pcomp", "conj"} or (
        token.dep_ == "ROOT" and token.tag_ == "VBN"
    ):
        governor = token.head if token.dep_ != "ROOT" else token
        clause = clause_of(governor)
        if "declared" in frame.guards:
            own = next((c for c in token.children if c.dep_ in {"nsubj", "nsubjpass"}), None)
            place = own or clause.object
        else:
            place = clause.subject if not clause.passive else clause.object
    elif (
        token.dep_ == "advcl"
        and "declared" in frame.guards
        and any(c.lower_ in slots.lexicon.terms["as"] for c in token.children)
    ):
        clause = clause_of(token.head)
        place = clause.object
    elif token.dep_ == "amod" and "head" in frame.place:
        place = token.head
    elif token.dep_ == "pobj" and token.head.lower_ in slots.lexicon.terms["as"] and "declared" in frame.guards:
        place = clause_of(token.head.head).object
    if place is None:
        return None
    if token.dep_ == "ROOT" and "declared" in frame.guards:
        return None
    match = Match(
        frame=frame.id,
        type=frame.type,
        trigger=token,
        last=token,
        clause=token.head if token.dep_ != "ROOT" else token,
        notes=frame.notes,
    )
    match.form = frame.form or Form.CLAUSE
    if "by" in frame.actor:
        told = next((o for p, o in parts(token) if p == "by" and slots.phrases.is_party(o)), None)
        match.actor = told if told is not None or not _hyphenated(token) else _before(slots, token)
    slots.place(match, place, Relation.AT)
    if not allowed(slots, frame, match, clause, token):
        return None
    return match


def distance(slots: Slots, frame: Frame, token: Token) -> Match | None:
    """A distance, "within 4 km of", "at the gates of": nearness said of a party."""
    head = token
    governor = clause_head(token)
    if governor.pos_ not in {"VERB", "AUX"} or (
        token.lower_ not in slots.lexicon.terms["within"] and token.dep_ not in {"pobj", "attr", "npadvmod", "dobj"}
    ):
        return None
    if not (slots.lexicon.lemmas(governor.lower_) | {governor.lemma_}) & slots.lexicon.terms["nearing"]:
        return None
    clause = clause_of(governor)
    match = Match(frame=frame.id, type=frame.type, trigger=token, last=token, clause=governor, notes=frame.notes)
    match.actor = clause.subject
    if slots.lexicon.lemmas(governor.lower_) & slots.lexicon.terms["putting"] and (
        clause.object is not None and slots.phrases.kind(clause.object) != "pronoun"
    ):
        match.actor = clause.object
        clause.subject = clause.object
    for one in head.subtree:
        if one.dep_ == "prep" and (one.lower_ in {"of", "from"} or (one.lower_ == "to" and one.head is head)):
            for obj in one.children:
                if obj.dep_ == "pobj" and not match.placed:
                    slots.place(match, obj, Relation.NEAR)
    if not match.placed:
        for p, obj in parts(governor):
            if p in {"of", "from"}:
                slots.place(match, obj, Relation.NEAR)
    if not allowed(slots, frame, match, clause, token):
        return None
    return match


def stopped(slots: Slots, frame: Frame, token: Token) -> Match | None:
    """A movement that was stopped, "stopped X from entering", "halted the advance": what did not happen."""
    if token.pos_ != "VERB":
        return None
    clause = clause_of(token)
    obj = clause.object
    inner = next(
        (o for c in token.children if c.dep_ == "prep" and c.lower_ == "from" for o in c.children if o.dep_ == "pcomp"),
        None,
    )
    match = Match(frame=frame.id, type=frame.type, trigger=token, last=token, clause=token, status=frame.status)
    if inner is not None and obj is not None and slots.phrases.is_party(obj):
        if not slots.lexicon.lemmas(inner.lower_) & slots.lexicon.terms["entering"]:
            return None
        match.actor, match.target = obj, clause.subject
        within = clause_of(inner)
        if within.object is not None:
            slots.place(match, within.object, Relation.AT)
        for p, one in parts(inner):
            if not match.placed and p in {"into", "toward", "towards", "to", "in", "on"}:
                slots.place(match, one, Relation.TOWARDS)
        return match if match.placed else None
    if obj is not None and slots.lexicon.lemmas(obj.lower_) & slots.lexicon.terms["moves"]:
        match.actor, match.target = slots.phrases.owner(obj), clause.subject
        around = [obj, token, *[x for _, x in parts(obj)]]
        slots.locate(match, around, ("into", "toward", "towards", "to", "on", "in"))
        slots.used.add(obj.i)
        return match
    return None


def _hyphenated(token: Token) -> bool:
    """True for the "held" of "rebel-held", in whatever pieces the parser has it."""
    return token.i > 1 and token.doc[token.i - 1].text == "-"


def _before(slots: Slots, token: Token) -> Token | None:
    """The party a participle stands behind, with or without a hyphen: the rebels of "rebel-held", "rebel-besieged"."""
    doer = token.doc[token.i - (2 if _hyphenated(token) else 1)] if token.i else None
    if doer is None or (not _hyphenated(token) and token.dep_ != "amod"):
        return None
    named = doer.lower_ in slots.lexicon.places["demonyms"] | slots.lexicon.terms["held_by"]
    generic = slots.phrases.lemma_in(doer, slots.lexicon.nouns["generic_party"])
    return doer if named or generic or slots.phrases.is_party(doer) else None


def modifiers(slots: Slots, fired: set[int]) -> Iterator[Match]:
    """Control told in passing: "League-held Velin", with or without its hyphen."""
    for token in slots.reading.doc:
        if token.lower_ not in slots.lexicon.terms["held"] or token.i in fired:
            continue
        holder = _before(slots, token)
        if holder is None:
            continue
        head = token.head
        for _ in range(3):
            if head.pos_ in {"NOUN", "PROPN"} and head.i > token.i:
                break
            head = head.head
        if head.i <= token.i:
            continue
        match = Match(
            frame="held-mod", type="control_held", trigger=token, last=token, clause=token, form=Form.MODIFIER
        )
        match.actor = holder
        slots.place(match, head, Relation.AT)
        if match.placed:
            yield match
