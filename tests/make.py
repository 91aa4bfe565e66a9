"""Factories: only what a test is about is spelled out, the rest is a sensible, fixed default.

The same arguments give the same thing, ids included; another argument gives another id. The world is the invented
theatre ``arland``: the Coastal League and the Northern Army, the towns Velin and Korsk, the outlet Harbour Post.
"""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, timedelta

from whoholds.claim import (
    Claim,
    Count,
    Finding,
    Form,
    Mention,
    PlaceMention,
    Speaker,
    Status,
    Told,
    Voice,
)
from whoholds.identity import content_id
from whoholds.text import Report, Span, report_id
from whoholds.when import Basis, Grain, When

DAY = date(2031, 3, 12)
TEXT = "The Coastal League took the town of Velin on Tuesday."
OUTLET = "Harbour Post"


def at(text: str, words: str, nth: int = 1) -> Span:
    """Where these words stand in the text: their nth occurrence, 1-based. ValueError: they do not."""
    start = -1
    for _ in range(nth):
        start = text.index(words, start + 1)
    return Span(start, start + len(words))


def noon(day: date) -> datetime:
    """Twelve o'clock of that day, UTC."""
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def a_report(
    text: str = TEXT,
    *,
    outlet: str = OUTLET,
    published: datetime | date = DAY,
    received: datetime | None = None,
    day: date | None = None,
    url: str | None = None,
    ref: str = "",
    language: str = "en",
    title: str = "",
    raw: bytes | None = None,
    extractor: str = "plain@1",
    signature: bytes = b"",
    notes: tuple[str, ...] = (),
) -> Report:
    """A report; a bare date is published at noon UTC; received as it was published unless told otherwise."""
    moment = published if isinstance(published, datetime) else noon(published)
    raw = text.encode("utf-8", "surrogatepass") if raw is None else raw
    return Report(
        id=report_id(outlet=outlet, url=url, published=moment, text=text),
        ref=ref,
        outlet=outlet,
        url=url,
        published=moment,
        day=day or moment.date(),
        received=received or moment,
        language=language,
        title=title,
        text=text,
        raw=raw,
        raw_sha256=hashlib.sha256(raw).hexdigest(),
        extractor=extractor,
        signature=signature,
        notes=notes,
    )


def a_finding(
    report: Report | None = None,
    *,
    verb: str = "control_gained",
    trigger: str = "took",
    actor: str | None = "The Coastal League",
    target: str | None = None,
    places: tuple[str, ...] = ("Velin",),
    speaker: str | None = None,
    when: str | None = "on Tuesday",
    first: date | None = None,
    last: date | None = None,
    status: Status = Status.ASSERTED,
    evidence: str | None = None,
    frame: str = "take",
    form: Form = Form.CLAUSE,
    counts: tuple[Count, ...] = (),
    notes: tuple[str, ...] = (),
    confidence: float = 1.0,
    finder: str = "frames@test",
) -> Finding:
    """A finding over a report: parts are given as words and looked up in its text; words absent raise ValueError.

    ``first``/``last`` are the days already counted out; a told time without them lasts the report's day.
    Defaults fit ``a_report()``; for another text spell out every part it does not share.
    """
    report = report or a_report()
    text = report.text
    whole = Span(0, len(text))
    told = Told(basis=Basis.NONE)
    if when is not None:
        start = first or report.day
        told = Told(
            basis=Basis.STATED, span=at(text, when), text=when, first=start, last=last or start + timedelta(days=1)
        )
    parts = {
        "trigger": at(text, trigger),
        "actor": None if actor is None else at(text, actor),
        "target": None if target is None else at(text, target),
        "places": tuple(at(text, place) for place in places),
        "speaker": None if speaker is None else at(text, speaker),
    }
    key = [report.id, verb, status, *(f"{name}={span}" for name, span in parts.items())]
    return Finding(
        id=content_id("finding", *key),
        report=report.id,
        verb=verb,
        frame=frame,
        trigger=at(text, trigger),
        evidence=whole if evidence is None else at(text, evidence),
        sentence=whole,
        status=status,
        finder=finder,
        actor=None if actor is None else Mention(span=at(text, actor), text=actor),
        target=None if target is None else Mention(span=at(text, target), text=target),
        places=tuple(PlaceMention(span=at(text, place), text=place) for place in places),
        speakers=() if speaker is None else (Speaker(span=at(text, speaker), text=speaker),),
        when=told,
        counts=counts,
        form=form,
        notes=notes,
        confidence=confidence,
    )


def a_claim(
    report: Report | None = None,
    *,
    verb: str = "control_gained",
    actor: str = "coastal-league",
    target: str = "",
    place: str = "velin",
    day: date | None = None,
    last: date | None = None,
    grain: Grain = Grain.DAY,
    known: datetime | None = None,
    voices: tuple[Voice, ...] | None = None,
    said_by: str = "",
    status: Status = Status.ASSERTED,
    candidates: tuple[tuple[str, float], ...] = (),
    quote: Span | None = None,
    counts: tuple[Count, ...] = (),
    finding: str = "",
    share: float = 1.0,
    near: bool = False,
    area_only: bool = False,
    form: Form = Form.CLAUSE,
    notes: tuple[str, ...] = (),
    confidence: float = 1.0,
    finder: str = "frames@test",
) -> Claim:
    """A claim from a report, about the report's day unless told otherwise; ``last`` is exclusive.

    ``said_by`` is an actor's id that the outlet passes on; ``voices`` replaces the whole chain.
    """
    report = report or a_report()
    start = day or report.day
    when = When(first=start, last=last or start + timedelta(days=1), grain=grain, basis=Basis.STATED)
    if voices is None:
        source = report.outlet.lower().replace(" ", "-")
        voices = (Voice(text=report.outlet, source=source, party=False),)
        if said_by:
            voices = (*voices, Voice(text=said_by, actor=said_by, party=True))
    finding = finding or content_id(
        "finding", report.id, verb, actor, target, place, when.first, when.last, status, said_by
    )
    return Claim(
        id=content_id("claim", finding, place, actor, [voice.actor or voice.source for voice in voices]),
        finding=finding,
        report=report.id,
        known=known or report.received,
        verb=verb,
        actor=actor,
        target=target,
        place=place,
        place_text=place.title(),
        candidates=candidates or ((place, 1.0),),
        when=when,
        voices=voices,
        status=status,
        quote=quote or Span(0, len(report.text)),
        counts=counts,
        finder=finder,
        share=share,
        near=near,
        area_only=area_only,
        form=form,
        notes=notes,
        confidence=confidence,
    )
