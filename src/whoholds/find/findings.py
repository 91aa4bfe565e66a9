"""A finding put together from its parts: the quote that shows them, and an id made of where they stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from whoholds.claim import Count, Finding, Form, Mention, PlaceMention, Speaker, Status, Told, Via
from whoholds.find.confidence import confidence_of, signals_of
from whoholds.find.context import Context
from whoholds.find.phrases import Placed
from whoholds.find.reading import Reading
from whoholds.identity import content_id
from whoholds.text import Span

QUOTE = 480  # code points: a longer quote is cut to trigger and places


def finding_of(
    context: Context,
    reading: Reading,
    *,
    verb: str,
    frame: str,
    trigger: Span,
    actor: Mention | None,
    target: Mention | None,
    places: tuple[PlaceMention, ...],
    area: PlaceMention | None,
    placed: Placed,
    speakers: tuple[Speaker, ...],
    status: Status,
    cues: tuple[Span, ...],
    when: Told,
    form: Form,
    notes: tuple[str, ...],
    counts: tuple[Count, ...],
    anchors: Sequence[int],
    tail: Span | None = None,
) -> Finding:
    """The finding with its id, its signals, and the shortest quote that shows trigger, actor, places, counts and anchors.

    anchors  tokens the quote must show besides; ``tail``: a stretch it takes in where it lies in the sentence.
    """
    sentence = reading.sentence
    spans = [trigger, *(reading.spans[i] for i in anchors), *(c.span for c in counts)]
    spans += [p.span for p in places if sentence.holds(p.span)]
    spans += [
        m.span
        for m in (actor,)
        if m is not None and m.via in {Via.DIRECT, Via.PRONOUN, Via.POSSESSIVE} and sentence.holds(m.span)
    ]
    spans = [s for s in spans if sentence.holds(s)]
    spans += [tail] if tail is not None and sentence.holds(tail) else []
    evidence = Span(min(s.start for s in spans), max(s.end for s in spans))
    if evidence.end - evidence.start > QUOTE:
        evidence = Span(
            max(evidence.start, trigger.end - QUOTE),
            min(evidence.end, max(trigger.end, trigger.start + QUOTE // 2)),
        )
    key = [(m.span.start, m.span.end) if m else None for m in (actor, target)]
    made = Finding(
        id=content_id(
            "finding",
            context.report.id,
            verb,
            [trigger.start, trigger.end],
            key,
            [[p.span.start, p.span.end, p.text] for p in places],
            [[s.span.start, s.span.end] for s in speakers],
            str(status),
            [[c.span.start, str(c.of)] for c in counts],
        ),
        report=context.report.id,
        verb=verb,
        frame=frame,
        trigger=trigger,
        evidence=evidence,
        sentence=sentence,
        status=status,
        finder=context.finder,
        actor=actor,
        target=target,
        places=places,
        area=area,
        extent=placed.extent,
        speakers=speakers,
        cues=cues,
        when=when,
        counts=counts,
        form=form,
        notes=tuple(dict.fromkeys(notes)),
    )
    signals = signals_of(made)
    return replace(made, signals=signals, confidence=confidence_of(signals))
