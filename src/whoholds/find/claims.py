"""A frame that fired, told as a claim: who, to whom, where, when, and on what footing."""

from __future__ import annotations

from dataclasses import replace

from whoholds.claim import ExtentKind, Finding, Form, Relation, Status, Via
from whoholds.dating import TimeWord, told
from whoholds.find.context import Context
from whoholds.find.findings import finding_of
from whoholds.find.grammar import parts
from whoholds.find.match import Match
from whoholds.find.phrases import PARTIES, Phrases, Placed
from whoholds.find.reading import Reading
from whoholds.find.status import verdict
from whoholds.find.times import time_of
from whoholds.find.tree import Token, written
from whoholds.text import Span

AGAINST_SOMEBODY = frozenset({"control_gained", "advance", "attack", "siege_or_access"})
GAP = 6  # code points between a name and the day that belongs to it
TAIL = 160  # code points to the right of a trigger that its quote may take in


def claim_of(match: Match, reading: Reading, words: tuple[TimeWord, ...], context: Context) -> Finding | None:
    """The claim of a frame that fired; None where the sentence turns out to claim nothing."""
    token = match.trigger
    speakers = context.hearing.speakers(reading, token.i)
    mention = context.hearing.speaker_mention(reading, token.i)
    actor = context.story.party(match.actor, reading, mention)
    target = context.story.party(match.target, reading, mention)
    places, area = context.story.places_of(match.placed, reading, token)
    if match.placed.unnamed and not match.placed.mentions:
        area = area or (places[0] if places else None)
        places = () if area is not None and places and places[0].via is Via.INFERRED else places
        head = match.place_head
        counted = match.placed.extent is not None and match.placed.extent.kind is ExtentKind.COUNT
        if (
            not counted
            and area is not None
            and not places
            and head is not None
            and context.lexicon.lemmas(head.lower_) & context.lexicon.places["facilities"]
        ):
            places, area = (
                (replace(area, relation=Relation.PART),),
                None,
            )  # "the headquarters in Harn": part of Harn
            match.notes = (*match.notes, "facility")
    if match.type == "control_held" and match.trigger.dep_ == "acl" and match.trigger.tag_ == "VBN":
        match.form = Form.MODIFIER  # "the town held by the League" says in passing who holds it
        if not match.placed.mentions:
            return None
    verb = match.type
    low = written(reading.doc[: token.i]).casefold()[-40:]
    if verb == "control_held" and any(one in low for one in context.lexicon.claims["no_longer"]):
        verb = "control_lost"
    elif "no-capturer" in match.notes and (loser := _hurt_by(token, Phrases(reading, context.lexicon))) is not None:
        verb, actor = "control_lost", context.story.party(loser, reading, mention)
    elif match.frame == "fall" and actor is None:
        actor = context.story.inferred(
            "control_gained", reading=reading, trigger=token, speaker=mention, target=target, places=places
        )
    if actor is None and match.frame != "held-mod":
        actor = context.story.inferred(
            verb, reading=reading, trigger=token, speaker=mention, target=target, places=places
        )
    if actor is not None:
        actor = context.sides.fighting(actor, verb)
    if verb == "contested" and target is None and actor is not None and actor.via is Via.INFERRED:
        target = context.sides.other(actor)
    if target is not None and actor is not None and target.text == actor.text:
        target = None
    if target is None and actor is not None and verb in AGAINST_SOMEBODY:
        target = context.story.suffering(verb, reading=reading, trigger=token, actor=actor, places=places)
    time = time_of(
        match.clause,
        token,
        reading,
        words,
        nominal=match.form is Form.NOMINAL,
        wide=verb != "control_held" and match.form is not Form.MODIFIER,
    )
    vague = not match.placed and verb == "contested"
    if vague and match.trigger.tag_ == "VBG" and match.trigger.dep_ in {"acl", "amod"}:
        return None
    ruling = verdict(
        reading, token.i, language=context.language, speakers=speakers, told=time, day=context.day, verb=verb
    )
    if ruling.becomes == "drop":
        return None
    if ruling.becomes in {"attack", "advance"}:
        verb = ruling.becomes
    status = ruling.status
    if vague and status is Status.BACKGROUND:
        return None  # "the two have fought since spring": the war, not a fight somewhere
    if match.status == "denied" and status in {Status.ASSERTED, Status.ATTRIBUTED, Status.HEDGED}:
        status = Status.DENIED
    return finding_of(
        context,
        reading,
        verb=verb,
        frame=match.frame,
        trigger=reading.span_of(token.i, match.last.i) if match.last.i >= token.i else reading.spans[token.i],
        actor=actor,
        target=target,
        places=places,
        area=area,
        placed=match.placed,
        speakers=speakers,
        status=status,
        cues=ruling.cues,
        when=time,
        form=match.form,
        notes=(*match.notes, *ruling.notes),
        counts=(),
        anchors=_tokens(match),
        tail=_tail(match, reading),
    )


def _hurt_by(event: Token, phrases: Phrases) -> Token | None:
    """Whom the clause about an event says it hurts: "the fall of Harn is a blow to the army" is told of the army."""
    words, verb = phrases.lexicon.claims, event.head
    if event.dep_ != "nsubj":
        return None
    for blow in (
        one for one in verb.children if one.dep_ in {"dobj", "attr"} and phrases.lemma_in(one, words["blows"])
    ):
        bearers = [one for one in verb.children if one.dep_ == "dative"]
        bearers += [one for prep, one in (*parts(blow), *parts(verb)) if prep in words["blow_to"]]
        hurt = next((one for one in bearers if phrases.kind(one) in PARTIES), None)
        if hurt is not None:
            return hurt
    return None


def second_of(
    made: Finding, match: Match, reading: Reading, words: tuple[TimeWord, ...], context: Context
) -> Finding | None:
    """The second half of "took A on Monday and B on Tuesday": the same claim of another place on another day."""
    named = [place for place in made.places if place.via is Via.DIRECT]
    if made.when.span is None or len(named) != 1 or made.when.span.start < named[0].span.end:
        return None
    phrases = Phrases(reading, context.lexicon)
    for token in reading.doc:
        span = reading.spans[token.i]
        if span.start < made.when.span.end or phrases.kind(token) not in {"place", "name"} or token.i < 2:
            continue
        joined = {reading.doc[token.i - 1].lower_, reading.doc[token.i - 2].lower_}
        word = next((w for w in words if 0 <= w.span.start - span.end <= GAP), None)
        if word is None or not joined & context.lexicon.claims["joins"]:
            return None
        place = phrases.mention(token, Relation.AT, token)
        return finding_of(
            context,
            reading,
            verb=made.verb,
            frame=made.frame,
            trigger=made.trigger,
            actor=made.actor,
            target=made.target,
            places=(place,),
            area=None,
            placed=Placed(mentions=[place]),
            speakers=made.speakers,
            status=made.status,
            cues=made.cues,
            when=told(word),
            form=made.form,
            notes=made.notes,
            counts=(),
            anchors=_tokens(match),
        )
    return None


def _tokens(match: Match) -> tuple[int, ...]:
    """Tokens a quote of the match must show besides trigger, actor and places."""
    last = [match.last.i] if match.last.i != match.trigger.i else []
    head = [match.place_head.i] if match.place_head is not None else []
    return tuple(last + head)


def _tail(match: Match, reading: Reading) -> Span | None:
    """The rest of the trigger's clause to its right, as far as it belongs to the claim: object, place, manner, day."""
    last = match.trigger.i
    verbs = 0
    for token in reading.doc[match.trigger.i + 1 :]:
        if token.text in {";", '"', "(", ")", "-"} and token.text != "-":
            break
        if token.pos_ in {"VERB", "AUX"} and token.dep_ not in {"amod", "acl"} and token.i > match.last.i:
            verbs += 1
            break
        if token.text == "," and not (
            token.i + 1 < len(reading.doc) and reading.doc[token.i + 1].dep_ in {"conj", "appos"}
        ):
            break
        last = token.i
        if reading.spans[last].end - reading.spans[match.trigger.i].start > TAIL:
            break
    while last > match.trigger.i and (reading.doc[last].pos_ in {"PUNCT", "CCONJ", "SCONJ", "DET", "ADP", "PRON"}):
        last -= 1
    return reading.span_of(match.trigger.i, last)
