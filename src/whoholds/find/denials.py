"""Claims told before and then rejected as a whole: "the report is untrue", "the ministry disputed both"."""

from __future__ import annotations

from dataclasses import replace

from whoholds.claim import UNTOLD, Finding, Form, PlaceMention, Speaker, Status, Via
from whoholds.find.context import Context
from whoholds.find.findings import finding_of
from whoholds.find.phrases import Placed
from whoholds.find.reading import Reading


def denial_of(denied: Finding, reading: Reading, context: Context) -> Finding | None:
    """The denial of a claim told before, where the sentence rejects it and somebody else speaks than the one who made it."""
    words = context.lexicon.claims
    reported = words["reported"]
    for token in reading.doc:
        what = {
            child.lower_ for child in token.children if child.dep_ in {"nsubj", "nsubjpass", "dobj", "pobj", "attr"}
        }
        said = token.lower_ in words["rejects"] and bool(what & reported)
        false = (
            token.lemma_ in words["calls"]
            and bool(what & reported)
            and any(
                child.lower_ in words["false"]
                or (child.lower_ in words["true"] and any(c.dep_ == "neg" for c in token.children))
                for child in token.children
            )
        )
        if not said and not false:
            continue
        speakers = context.hearing.speakers(reading, token.i)
        if not speakers:
            subject = next((c for c in token.children if c.dep_ == "nsubj" and c.lower_ not in reported), None)
            mention = context.story.party(subject, reading, None) if subject is not None else None
            if mention is not None and mention.via is Via.DIRECT:
                said_by = mention.span.of(context.report.text)
                speakers = (Speaker(span=mention.span, text=said_by, verb=reading.spans[token.i]),)
        if [s.text for s in speakers] == [s.text for s in denied.speakers]:
            return None
        places = tuple(
            PlaceMention(
                span=reading.spans[token.i],
                text=p.text,
                kind=p.kind,
                via=Via.INFERRED,
                antecedent=p.antecedent or p.span,
            )
            for p in denied.places
        )
        actor = (
            replace(denied.actor, via=Via.INFERRED, antecedent=denied.actor.antecedent or denied.actor.span)
            if denied.actor
            else None
        )
        return finding_of(
            context,
            reading,
            verb=denied.verb,
            frame="denial",
            trigger=reading.spans[token.i],
            actor=actor,
            target=denied.target,
            places=places,
            area=None,
            placed=Placed(),
            speakers=speakers,
            status=Status.DENIED,
            cues=(reading.spans[token.i],),
            when=UNTOLD,
            form=Form.CLAUSE,
            notes=(),
            counts=(),
            anchors=tuple(c.i for c in token.children if c.lower_ in reported),
        )
    return None
