"""The check outside the engines: a Finding stands only if the stored text says what it quotes.

No engine, present or future, can skip it. What is refused is told to the caller with its reason and is not passed on.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from whoholds.claim import Finding, Mention, PlaceMention
from whoholds.text import Report, Span


class Fault(StrEnum):
    """Why a finding was refused: a closed list."""

    OTHER_REPORT = "other-report"  # it belongs to another text
    OUTSIDE_TEXT = "outside-text"  # a span ends past the text, or is empty where words are needed
    OUTSIDE_SENTENCE = "outside-sentence"  # trigger, evidence or a place stands in another sentence
    OTHER_WORDS = "other-words"  # the words kept are not the words that stand there


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A finding that was not passed on. ``part`` is the field at fault, ``text`` the words it kept."""

    finding: Finding
    fault: Fault
    part: str
    text: str


def quoted(
    findings: Iterable[Finding], report: Report, *, refused: Callable[[Refusal], object] | None = None
) -> Iterator[Finding]:
    """The findings that the report's text bears out, in order; each other one goes to ``refused``."""
    for finding in findings:
        refusal = next(faults(finding, report), None)
        if refusal is None:
            yield finding
        elif refused is not None:
            refused(refusal)


def faults(finding: Finding, report: Report) -> Iterator[Refusal]:
    """Everything in the finding that the text does not bear out."""

    def fault(kind: Fault, part: str, text: str = "") -> Refusal:
        return Refusal(finding=finding, fault=kind, part=part, text=text)

    if finding.report != report.id:
        yield fault(Fault.OTHER_REPORT, "report", finding.report)
        return
    for part, span in spans_of(finding):
        if span.end > len(report.text) or span.start == span.end:
            yield fault(Fault.OUTSIDE_TEXT, part, f"{span.start}..{span.end}")
            return
    inside = [("trigger", finding.trigger), ("evidence", finding.evidence)]
    inside += [("places", place.span) for place in finding.places]
    for part, span in inside:
        if not finding.sentence.holds(span):
            yield fault(Fault.OUTSIDE_SENTENCE, part, span.of(report.text))
    for part, span, text in words_of(finding):
        if span.of(report.text) != text:
            yield fault(Fault.OTHER_WORDS, part, text)
    for mention in (finding.actor, finding.target):
        if mention is not None and not bears_out(mention, report.text):
            yield fault(Fault.OTHER_WORDS, "actor" if mention is finding.actor else "target", mention.text)
    for place in (*finding.places, *([finding.area] if finding.area is not None else [])):
        if not names(place, report.text):
            yield fault(Fault.OTHER_WORDS, "places", place.text)


def spans_of(finding: Finding) -> Iterator[tuple[str, Span]]:
    """Every stretch of text the finding points to, by field."""
    yield "trigger", finding.trigger
    yield "evidence", finding.evidence
    yield "sentence", finding.sentence
    for part, mention in (("actor", finding.actor), ("target", finding.target), ("area", finding.area)):
        if mention is not None:
            yield part, mention.span
            if mention.antecedent is not None:
                yield part, mention.antecedent
    for place in finding.places:
        yield "places", place.span
        if place.antecedent is not None:
            yield "places", place.antecedent
    for speaker in finding.speakers:
        yield "speakers", speaker.span
        if speaker.verb is not None:
            yield "speakers", speaker.verb
    for cue in finding.cues:
        yield "cues", cue
    for count in finding.counts:
        yield "counts", count.span
    if finding.when.span is not None:
        yield "when", finding.when.span


def words_of(finding: Finding) -> Iterator[tuple[str, Span, str]]:
    """Every field that keeps words beside a stretch of text."""
    for speaker in finding.speakers:
        yield "speakers", speaker.span, speaker.text
    for count in finding.counts:
        yield "counts", count.span, count.text
    if finding.when.span is not None:
        yield "when", finding.when.span, finding.when.text


def bears_out(mention: Mention, text: str) -> bool:
    """True when the party's words stand in its antecedent, or in its own stretch when it has none."""
    where = mention.span if mention.antecedent is None else mention.antecedent
    return bool(mention.text) and mention.text in where.of(text)


def names(place: PlaceMention, text: str) -> bool:
    """True when the place's name stands in its antecedent, or in its own stretch; or is a name and a number out of a list."""
    where = place.span if place.antecedent is None else place.antecedent
    words = where.of(text)
    return bool(place.text) and (place.text in words or is_distributed(place.text, words))


NUMBERED = re.compile(r"(?P<name>.+?)\s+(?P<number>\d{1,4}|[IVX]{1,5})")


def is_distributed(name: str, words: str) -> bool:
    """True when the name is the text's name with one of its numbers: "Sorna 5" out of "Sorna 4 and 5".

    The stretch must open with the name and close with the number, and hold nothing between them but numbers and
    what joins them.
    """
    parts = NUMBERED.fullmatch(name)
    if parts is None:
        return False
    head, number = parts["name"], parts["number"]
    between = words.removeprefix(head).removesuffix(number)
    return (
        words.startswith(head)
        and words.endswith(number)
        and re.fullmatch(r"[\s,&/\-–]*(?:(?:\d{1,4}|[IVX]{1,5}|and|et|to|و|та|и|і)[\s,&/\-–]*)*", between) is not None
    )
