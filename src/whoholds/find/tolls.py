"""A figure of people come to harm, told as a claim: by whom, of which side, where and when."""

from __future__ import annotations

from whoholds.claim import CountOf, Finding, Form, Status
from whoholds.dating import TimeWord
from whoholds.find.context import Context
from whoholds.find.findings import finding_of
from whoholds.find.grammar import clause_head, clause_of, parts
from whoholds.find.lexicon import Lexicon
from whoholds.find.phrases import PARTIES, Phrases, Placed
from whoholds.find.reading import Reading
from whoholds.find.status import verdict
from whoholds.find.tally import Toll
from whoholds.find.times import time_of
from whoholds.find.tree import Token

WAR = 5000  # victims from which on a toll is that of a war; no single event of the coded reports reaches it
DOUBTED = frozenset({Status.HEDGED, Status.HYPOTHETICAL, Status.PLANNED, Status.DENIED})
BESIDE = 4  # words between "killed" and "or injured" of one joint figure
DEEDS = 3  # clauses up from a toll in which the deed that caused it stands
CARRIED = 6  # words up from a figure to the verb that carries it


def toll_of(toll: Toll, reading: Reading, words: tuple[TimeWord, ...], context: Context) -> Finding | None:
    """The claim of a figure of people come to harm; None where the sentence turns out to claim nothing."""
    token = reading.doc[toll.trigger]
    phrases = Phrases(reading, context.lexicon)
    speakers = context.hearing.speakers(reading, token.i)
    mention = context.hearing.speaker_mention(reading, token.i)
    cause = reading.doc[toll.cause] if toll.cause is not None else None
    doer = None
    if cause is not None:
        doer = cause if phrases.kind(cause) in PARTIES else phrases.owner(cause)
    actor = context.story.party(doer, reading, mention)
    victims = reading.doc[toll.victims] if toll.victims is not None else None
    target = (
        context.story.party(victims, reading, mention)
        if victims is not None and phrases.kind(victims) in PARTIES
        else None
    )
    carrier = _carrier(
        token, context.lexicon
    )  # "the army suffered losses, with dozens killed": the clause the figure hangs on
    if carrier is not None and target is None and carrier.lemma_ in context.lexicon.claims["suffers"]:
        target = context.story.party(clause_of(carrier).subject, reading, mention)
        if actor is not None and target is not None and actor.text == target.text:
            actor = None
    if actor is None and toll.verb == "casualties" and not _of_the_war(toll):
        actor = context.story.harming(reading, token, target)
    if actor is not None:
        actor = context.sides.fighting(actor, toll.verb)
    placed = _where(token, cause, victims, phrases, toll.verb)
    places, area = context.story.places_of(placed, reading, token)
    if placed.unnamed and not placed.mentions and area is None:
        places = context.story.scene(reading, token)
    time = time_of(clause_head(token), token, reading, words, nominal=False, wide=True)
    ruling = verdict(
        reading,
        token.i,
        language=context.language,
        speakers=speakers,
        told=time,
        day=context.day,
        verb=toll.verb,
        counts=toll.counts,
    )
    if ruling.becomes == "drop":
        return None
    if carrier is not None and ruling.status in {Status.ASSERTED, Status.ATTRIBUTED}:
        above = verdict(
            reading, carrier.i, language=context.language, speakers=speakers, told=time, day=context.day, verb=toll.verb
        )
        ruling = above if above.status in DOUBTED else ruling
    status = ruling.status
    if status not in DOUBTED and any(count.of is CountOf.AT_RISK for count in toll.counts):
        status = Status.HYPOTHETICAL  # a warning, whoever gives it
    anchors = toll.tokens if carrier is None else (carrier.left_edge.i, carrier.i, *toll.tokens)
    combined = ("combined",) if any(c.combined for c in toll.counts) else ()
    if combined:  # a quote that stops at "dozens killed" would be read as deaths
        anchors = (*anchors, *(one.i for one in token.conjuncts if abs(one.i - token.i) <= BESIDE))
    return finding_of(
        context,
        reading,
        verb=toll.verb,
        frame="toll",
        trigger=reading.span_of(toll.trigger, max(toll.last, toll.trigger)),
        actor=actor,
        target=target,
        places=places,
        area=area,
        placed=placed,
        speakers=speakers,
        status=status,
        cues=ruling.cues,
        when=time,
        form=Form.CLAUSE,
        notes=(*ruling.notes, *combined),
        counts=toll.counts,
        anchors=anchors,
    )


def _where(token: Token, cause: Token | None, victims: Token | None, phrases: Phrases, verb: str) -> Placed:
    """Where people came to harm: beside the harm word, beside its cause, beside the victims, in that order."""
    preps = phrases.lexicon.language.table("claims")["harmed_at" if verb == "casualties" else "driven_from"]
    verb_token = clause_head(token)
    clause = clause_of(verb_token)
    sites = [t for t in (token, verb_token, cause, clause.object, clause.subject, victims) if t is not None]
    if verb == "displacement" and clause.object is not None and phrases.kind(clause.object) in {"place", "name"}:
        placed = phrases.placed(clause.object)
        if placed.mentions:
            return placed
    for site in sites:
        for want in preps:
            for prep, one in parts(site):
                if prep == want and phrases.kind(one) not in {"fighters", "party", "civil"}:
                    placed = phrases.placed(one)
                    if placed.mentions or placed.pointer is not None:
                        return placed
    return _where_it_happened(verb_token, phrases) if verb == "casualties" else Placed()


def _where_it_happened(verb: Token, phrases: Phrases) -> Placed:
    """The ground of the deed itself: "overran the camp at Velin, killing thirty", "took Harn at the cost of ten dead"."""
    up = verb
    for _ in range(DEEDS):
        clause = clause_of(up)
        if clause.object is not None and phrases.kind(clause.object) in {"place", "kind"}:
            placed = phrases.placed(clause.object)
            if placed.mentions:
                return placed
        for site in (one for one in (up, clause.object) if one is not None):
            for prep, one in parts(site):
                named = phrases.kind(one) == "name" and prep != "of"
                if prep in phrases.lexicon.claims["deed_at"] and (named or phrases.kind(one) in {"place", "kind"}):
                    placed = phrases.placed(one)
                    if placed.mentions:
                        return placed
        if up.dep_ not in {"advcl", "conj", "xcomp", "acl", "relcl", "dep"} or up.head is up:
            break
        up = clause_head(up.head)
    return Placed()


def _of_the_war(toll: Toll) -> bool:
    """True for a toll that only a whole war can have: nobody in particular caused it."""
    return any((count.low or 0) >= WAR for count in toll.counts)


def _carrier(token: Token, lexicon: Lexicon) -> Token | None:
    """The verb that a figure in a phrase of company hangs on ("..., with dozens killed"); None for any other figure."""
    up = token
    for _ in range(CARRIED):
        if up.dep_ == "prep" and up.lower_ in lexicon.claims["carries"] and up.head.pos_ in {"VERB", "AUX"}:
            return up.head
        if up.dep_ == "ROOT":
            return None
        up = up.head
    return None
