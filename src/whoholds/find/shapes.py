"""The two great shapes: a verb with its parts, whatever the voice, and a noun with its of, by and possessive."""

from __future__ import annotations

from whoholds.claim import Form, Relation
from whoholds.find.grammar import Clause, clause_of, conjuncts, parts, sites
from whoholds.find.guards import allowed
from whoholds.find.lexicon import Frame
from whoholds.find.match import Match
from whoholds.find.phrases import PARTIES
from whoholds.find.slots import Slots
from whoholds.find.tree import Token


def verb(slots: Slots, frame: Frame, token: Token) -> Match | None:
    """A verb with its object or particle: active, passive, participle, relative, joined or infinitive alike."""
    passive = any(c.dep_ == "auxpass" for c in token.children)
    complement = token.tag_ == "JJ" and (token.dep_ in {"acomp", "oprd"} or passive)
    if complement and not token.lower_.endswith("ed"):
        return None
    complement = complement or (token.tag_ == "NN" and passive)  # "was overrun"
    if (
        not complement
        and token.pos_ not in {"VERB", "AUX"}
        and token.tag_ not in {"VBN", "VBD", "VBG", "VBZ", "VBP", "VB"}
    ):
        return None
    if token.dep_ in {"aux", "auxpass"} or (
        token.dep_ in {"nsubj", "dobj", "pobj", "nsubjpass", "attr", "compound", "appos"}
        and token.tag_ in {"NN", "NNS", "NNP", "VBG"}
    ):
        return None
    if (
        token.tag_ == "VBG"
        and token.dep_ in {"csubj", "ROOT"}
        and any(c.lower_ in slots.lexicon.terms["mutual"] for c in token.children)
    ):
        return None
    if (
        token.i
        and (token.doc[token.i - 1].text == "-" or token.dep_ == "amod")
        and token.lower_ in slots.lexicon.terms["held"] | slots.lexicon.terms["besieged"]
    ):
        return None
    if frame.particle and not has_particle(frame, token):
        return None
    particles = phrasal(slots, frame, token)
    if particles is None:
        return None
    clause = slots.clause(token)
    if (
        "suffers" in frame.traits
        and clause.object is None
        and not clause.inherited
        and clause.subject is not None
        and token.tag_ in {"VBD", "VBN"}
        and token.lower_ not in slots.lexicon.terms["besetting"]
        and (slots.phrases.kind(clause.subject) in {"place", "name"} or slots.is_ground(clause.subject))
    ):
        clause = Clause(verb=token, passive=True, object=clause.subject)  # "with Harn surrounded"
    if _headline(slots, frame, token, clause):
        clause.passive, clause.object, clause.subject = True, clause.subject, None
    last = particles
    noun = clause.object
    if frame.object:
        noun = object_noun(slots, frame, clause)
        if noun is None:
            return None
        last = noun if noun.i > token.i else last
    if frame.object and noun is not None and not slots.of_fits(frame, noun):
        return None
    around = [*sites(token, noun), *(c for c in token.children if c.dep_ == "acomp")]
    if noun is not None:
        around += [one for p, side in parts(noun) if p in slots.lexicon.terms["among"] for one in conjuncts(side)]
    around += [
        one
        for p, one in parts(token)
        if p in {"with", "against"}
        or (p in {"on", "at"} and "onto" in frame.traits and slots.phrases.is_party(one))
        or (p == "through" and slots.phrases.lemma_in(one, slots.lexicon.terms["defences"]))
    ]
    if "roads" in frame.traits:
        around += slots.linked(token, noun)
    match = Match(
        frame=frame.id,
        type=frame.type,
        trigger=token,
        last=last,
        clause=token,
        notes=frame.notes,
        status=frame.status,
    )
    match.form = frame.form or Form.CLAUSE
    match.inherited = clause.inherited
    match.actor = slots.party(frame.actor, clause, noun, around)
    match.target = slots.party(frame.target, clause, noun, around)
    if "roads" in frame.traits and noun is not None:
        match.placed.mentions.extend(slots.phrases.ends(noun))
    slots.fill(frame, match, clause, noun, around)
    if "where-before" in frame.traits and not match.placed and token.dep_ == "conj" and token.head.pos_ == "VERB":
        before = clause_of(token.head)  # "pushed into Velin, clashed with the garrison"
        slots.locate(match, [*sites(token.head, before.object)], ("into", "in", "at", "to", "near", "on"))
        if not match.placed and before.object is not None and slots.is_ground(before.object):
            slots.place(match, before.object, Relation.AT)
    if not allowed(slots, frame, match, clause, noun):
        return None
    if token.dep_ == "amod" and not match.placed.mentions:
        return None  # "advancing troops", "abandoned villages": told in passing, of no place
    if frame.object and noun is not None:
        slots.used.update(n.i for n in conjuncts(noun))
    return match


def _headline(slots: Slots, frame: Frame, token: Token, clause: Clause) -> bool:
    """True for "Velin taken", "Harn and Orsk freed by the League": a passive without its auxiliary."""
    subject = clause.subject
    if subject is None or clause.object is not None or clause.passive or "object-is-place" not in frame.guards:
        return False
    if token.tag_ not in {"VBD", "VBN"} or token.lower_ not in slots.lexicon.terms["participles"]:
        return False
    if any(c.dep_ in {"aux", "auxpass", "dobj", "ccomp", "xcomp"} for c in token.children):
        return False
    return subject.dep_ == "nsubj" and subject.head is token and slots.is_ground(subject)


def noun(slots: Slots, frame: Frame, token: Token) -> Match | None:
    """A noun that tells of an event ("the capture of", "clashes"), alone or carried by a light verb."""
    if token.pos_ not in {"NOUN", "PROPN"} and token.tag_ not in {"VBG", "NN", "NNS"}:
        return None
    if (
        token.pos_ == "VERB"
        and token.dep_ not in {"nsubj", "dobj", "pobj", "nsubjpass", "csubj"}
        and not any(c.lower_ in slots.lexicon.terms["mutual"] for c in token.children)
    ):
        return None
    if token.dep_ != "ROOT" and not slots.of_fits(frame, token):
        return None
    before = token.doc[token.i - 1] if token.i else None
    if token.dep_ == "compound" or (
        token.lower_ in slots.lexicon.terms["fights_with"]
        and before is not None
        and slots.phrases.kind(before) in PARTIES
    ):
        return None  # "rebels fighting the army": a participle, whatever the tagger says
    light = (
        token.head
        if token.dep_ in {"nsubj", "nsubjpass", "dobj", "attr"} and token.head.pos_ in {"VERB", "AUX"}
        else None
    )
    scene = None
    if light is None and token.dep_ == "pobj":
        governor = token.head.head
        if (
            token.head.lower_ == "of"
            and governor.dep_ in {"attr", "nsubj", "dobj"}
            and governor.lower_ in slots.lexicon.terms["scenes"]
        ):
            light = governor.head
            scene = clause_of(light).subject if governor.dep_ == "attr" else None
        elif (
            token.head.lower_ in {"by", "in"}
            and governor.pos_ == "VERB"
            and governor.lemma_ in slots.lexicon.terms["ravage"]
        ):
            scene = clause_of(governor).object
    around = [
        *conjuncts(token),
        *([light] if light is not None else []),
        *(c for c in token.children if c.dep_ == "acl" and c.tag_ == "VBN"),  # "the siege laid to", "an attack made on"
        *(one for p, side in parts(token) if p in slots.lexicon.terms["among"] for one in conjuncts(side)),
    ]
    clause = clause_of(light) if light is not None else Clause(verb=token, passive=False)
    if token.dep_ == "conj" and token.head.dep_ in {"dobj", "nsubj", "pobj"}:
        around.append(token.head)
    match = Match(
        frame=frame.id,
        type=frame.type,
        trigger=token,
        last=token,
        clause=light if light is not None else token,
        notes=frame.notes,
    )
    match.form = frame.form or (Form.CLAUSE if light is not None else Form.NOMINAL)
    match.actor = slots.party(frame.actor, clause, token, around)
    match.target = slots.party(frame.target, clause, token, around)
    if "between" in frame.actor and match.actor is not None:
        joined = [t for t in conjuncts(match.actor) if t.i != match.actor.i and slots.phrases.is_party(t)]
        match.target = match.target if match.target is not None else (joined[0] if joined else None)
    slots.fill(frame, match, clause, token, around)
    if light is not None and not match.placed.mentions:
        for inner in (t for t in light.subtree if t.dep_ in {"pcomp", "xcomp"} and t.pos_ == "VERB"):
            goal = clause_of(inner).object
            if goal is not None and slots.is_ground(goal) and "goal" in frame.traits:
                slots.place(match, goal, Relation.AT)
    aside = token.head.head if token.dep_ == "pobj" and token.head.lower_ in slots.lexicon.terms["behind"] else None
    if (
        aside is not None and "told-after" in frame.traits and not match.placed.mentions
    ):  # "captured Velin after a long siege"
        told = clause_of(aside)
        for ground in (told.object, told.subject):
            if ground is not None and not match.placed.mentions and slots.is_ground(ground):
                slots.place(match, ground, Relation.AT)
    if scene is not None and not match.placed.mentions and "scene" in frame.traits:
        slots.place(match, scene, Relation.AT)
    if not allowed(slots, frame, match, clause, token):
        return None
    if match.form is Form.NOMINAL and "somewhere" in frame.traits and not match.placed:
        return None  # "the advance": told of already, or nowhere
    return match


def phrasal(slots: Slots, frame: Frame, token: Token) -> Token | None:
    """The last token of the phrasal verb; the verb itself when the frame lists it bare; None when it needs more."""
    lemmas = slots.lexicon.lemmas(token.lower_)
    bare = any(word in lemmas for word in frame.words)
    for word in frame.words:
        head, _, rest = word.partition(" ")
        if rest and head in lemmas:
            for other in token.doc[token.i + 1 : token.i + 4]:
                if other.lower_ == rest.split()[0]:
                    return other
    return token if bare else None


def has_particle(frame: Frame, token: Token) -> bool:
    """True when one of the frame's particles stands with the verb."""
    near = {t.lower_ for t in token.children if t.dep_ in {"prt", "prep", "advmod", "dobj"}}
    near |= {t.lower_ for t in token.doc[token.i + 1 : token.i + 3]}
    near |= {f"{p.lower_} {c.lower_}" for p in token.children for c in p.children}
    return any(p in near for p in frame.particle)


def object_noun(slots: Slots, frame: Frame, clause: Clause) -> Token | None:
    """The noun the frame asks for as the verb's object ("took control"), or None."""
    pool = [t for t in (clause.object,) if t is not None]
    if not pool:
        pool = [c for c in clause.verb.children if c.dep_ in {"attr", "oprd", "nsubjpass"}]
    for head in pool:
        for one in conjuncts(head):
            hit = slots.reading.names.get(one.i)
            if hit is not None and hit.text.casefold().split()[-1] in frame.object:
                return one
            if slots.lexicon.lemmas(one.lower_) & frame.object or one.lower_.replace("-", "") in frame.object:
                return one
            if one.i > 0 and f"{one.doc[one.i - 1].lower_}{one.lower_}".rstrip("s") in frame.object:
                return one
    return None
