"""How likely a finding is read aright, from named tests it passed; and which findings are too unlikely to be passed on.

The tests look at a finding's parts and grammar, at its place in the text, and at whether the theatre knows its places:
never at the words, nor at whose side they are on. The weights stand in ``confidence.toml`` beside this file, fitted on
coded reports by ``bench/fit_confidence.py``.
"""

from __future__ import annotations

import hashlib
import math
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from whoholds.claim import CountOf, Extent, Finding, PlaceMention, Relation, Status, Via
from whoholds.spelling import key
from whoholds.text import Report, Span
from whoholds.theatre import Theatre
from whoholds.verb import TERRITORIAL

NEAR, FAR = 25, 100  # code points between trigger and nearest place; thirds of the coded findings
SHORT, LONG = 90, 220  # code points of a sentence
LEAD, LATE = 0.15, 0.6  # share of the text that stands before the sentence
AWAY = 400  # code points back to the name that a pronoun or "the town" stands for
BUSY = 3  # findings of one sentence
TOLLS = frozenset(["casualties", "displacement"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """The fitted table. A finding's log-odds are ``base`` and the weight of each test it passed.

    floors  class of verb (territorial, toll, force) → probability below which a finding is not passed on.
    digest  of the table as it stands in the file: part of every finding's ``finder``.
    """

    base: float
    weights: Mapping[str, float]
    floors: Mapping[str, float]
    digest: str

    def probability(self, signals: Sequence[str]) -> float:
        """Probability that a finding that passed these tests is read aright; tests without a weight add nothing."""
        odds = self.base + sum(self.weights.get(name, 0.0) for name in signals)
        return round(1 / (1 + math.exp(-odds)), 3)

    def floor(self, finding: Finding) -> float:
        """The floor of the finding's class."""
        return self.floors[class_of(finding)]


def read_weights(text: str) -> Weights:
    """The table of a file's text."""
    table = tomllib.loads(text)
    return Weights(
        base=float(table["base"]),
        weights={str(name): float(value) for name, value in table["weights"].items()},
        floors={str(name): float(value) for name, value in table["floors"].items()},
        digest=hashlib.sha256(text.encode()).hexdigest()[:8],
    )


@cache
def weights() -> Weights:
    """The table that ships with the package."""
    return read_weights(files("whoholds.find").joinpath("confidence.toml").read_text(encoding="utf-8"))


def weighed(findings: Sequence[Finding], report: Report, theatre: Theatre) -> Iterator[Finding]:
    """The findings of one report with signals and probability, in order; those below the floor are left out unless owed."""
    table = weights()
    for one in with_signals(findings, report, theatre):
        confidence = table.probability(one.signals)
        if confidence >= table.floor(one) or owed(one):
            yield replace(one, confidence=confidence, finder=f"{one.finder}+{table.digest}")


def owed(finding: Finding) -> bool:
    """True for what is passed on however unlikely: a denial is a counter-claim, and people at risk are a warning."""
    return finding.status is Status.DENIED or any(count.of is CountOf.AT_RISK for count in finding.counts)


def with_signals(findings: Sequence[Finding], report: Report, theatre: Theatre) -> Iterator[Finding]:
    """The findings of one report with the names of the tests each passed."""
    context = _Context(findings, report, theatre)
    for index, one in enumerate(findings):
        scene = (name for name in one.signals if name.startswith("scene:"))
        yield replace(one, signals=tuple(sorted({*signals_of(one), *context.signals(index, one), *scene})))


def kind_of(finding: Finding) -> str:
    """Territorial or other: control is harder to read than harm."""
    return "territorial" if finding.verb in TERRITORIAL else "other"


def class_of(finding: Finding) -> str:
    """Territorial, toll (people counted), or force (attacks, strikes, deals): each has a floor of its own."""
    return "territorial" if finding.verb in TERRITORIAL else "toll" if finding.verb in TOLLS else "force"


def signals_of(finding: Finding) -> tuple[str, ...]:
    """The tests a finding passes by itself, by name, in alphabetical order."""
    return tuple(sorted(dict.fromkeys(_alone(finding))))


def confidence_of(signals: Sequence[str]) -> float:
    """Probability made of the signals by the table that ships with the package."""
    return weights().probability(signals)


# ── tests of one finding ────────────────────────────────────────────────────────────────────────────────────────────


def _alone(finding: Finding) -> Iterator[str]:
    yield f"verb:{finding.verb}"
    yield f"frame:{finding.frame}"
    yield f"form:{finding.form}"
    yield f"status:{finding.status}"
    yield from (f"note:{note}" for note in finding.notes)
    yield f"time:{finding.when.basis}"
    yield from _party_tests(finding)
    yield from _place_tests(finding)
    yield from _extent_tests(finding.extent)
    yield from _count_tests(finding)
    yield "speaker:named" if finding.speakers else "speaker:outlet"
    if len(finding.speakers) > 1:
        yield "speaker:chain"
    if finding.status in {Status.PLANNED, Status.HYPOTHETICAL, Status.BACKGROUND}:
        yield f"unreal:{kind_of(finding)}"
    length = _length(finding.sentence)
    if length < SHORT or length > LONG:
        yield "sentence:short" if length < SHORT else "sentence:long"
    if _length(finding.evidence) <= _length(finding.trigger):
        yield "quote:trigger-only"


def _party_tests(finding: Finding) -> Iterator[str]:
    territorial = kind_of(finding)
    if finding.actor is None:
        yield f"actor:none:{territorial}"
    else:
        yield f"actor:{finding.actor.via}"
        if finding.actor.via is Via.INFERRED:
            yield f"actor:inferred:{territorial}"
        if finding.sentence.holds(finding.actor.span):
            yield f"actor:in-sentence:{territorial}"
    if finding.target is not None and finding.target.via is not Via.INFERRED:
        yield f"target:{territorial}"


def _place_tests(finding: Finding) -> Iterator[str]:
    places, territorial = finding.places, kind_of(finding)
    if not places:
        yield f"place:{'none' if finding.area is None else 'area'}:{territorial}"
        return
    if finding.area is not None:
        yield "place:area-said"
    for place in places:
        yield f"place:{place.via}"
        if place.via is not Via.DIRECT:
            yield f"place:{place.via}:{territorial}"
        yield f"relation:{place.relation}"
        if place.relation not in {Relation.AT, Relation.PART}:
            yield f"relation:away:{finding.verb}"
        if place.kind:
            yield "place:kind-said"
        if not place.text[:1].isupper() and place.text[:1].lower() != place.text[:1].upper():
            yield "place:lower-case"
        if place.antecedent is not None and finding.trigger.start - place.antecedent.end > AWAY:
            yield "place:far-back"
    if len(places) > 1:
        yield "place:several"
    gaps = [_gap(finding.trigger, place.span) for place in places]
    nearest = min(gaps, key=abs)
    if abs(nearest) <= NEAR or abs(nearest) > FAR:
        yield "place:near" if abs(nearest) <= NEAR else "place:distant"
    if nearest < 0:
        yield f"place:before:{territorial}"


def _extent_tests(extent: Extent | None) -> Iterator[str]:
    if extent is not None:
        yield f"extent:{extent.kind}"


def _count_tests(finding: Finding) -> Iterator[str]:
    for count in finding.counts:
        yield f"count:{count.of}"
        yield f"count:{count.mode}"
        if count.of in {CountOf.KILLED, CountOf.INJURED}:
            bare = count.text.strip().isdigit()
            yield "count:digits" if bare else "count:words"
        if count.low is None or count.high is None:
            yield "count:open"
        if count.whose:
            yield "count:whose"
    if len(finding.counts) > 1:
        yield "count:several"


# ── tests of a finding among the others of its report ───────────────────────────────────────────────────────────────


class _Context:
    """What one report's findings say together."""

    def __init__(self, findings: Sequence[Finding], report: Report, theatre: Theatre) -> None:
        self.report, self.theatre = report, theatre
        self.findings = findings
        self.names = [frozenset(key(place.text) for place in _stood(one)) for one in findings]
        self.whole = max(len(report.text), 1)

    def signals(self, index: int, one: Finding) -> Iterator[str]:
        """The tests the finding passes by where it stands and beside what."""
        kind = kind_of(one)
        share = one.sentence.start / self.whole
        if share < LEAD or share > LATE:
            yield f"text:{'lead' if share < LEAD else 'late'}:{kind}"
        names = self.names[index]
        beside = [other for other in self.findings if other.sentence == one.sentence]
        if len(beside) >= BUSY:
            yield f"sentence:busy:{kind}"
        if len(beside) == 1:
            yield f"sentence:alone:{kind}"
        told = {other.verb for other, theirs in zip(self.findings[:index], self.names, strict=False) if names & theirs}
        if one.verb in told:
            yield f"again:verb:{kind}"
        elif told:
            yield f"again:place:{kind}"
        if any(other.verb == one.verb and other.sentence == one.sentence for other in self.findings[:index]):
            yield f"again:sentence:{kind}"
        if _stood(one) and all(self._known(place) for place in _stood(one)):
            yield f"place:known:{kind}"

    def _known(self, place: PlaceMention) -> bool:
        return bool(self.theatre.look_up(place.text))


def _stood(finding: Finding) -> tuple[PlaceMention, ...]:
    return finding.places or ((finding.area,) if finding.area is not None else ())


def _length(span: Span) -> int:
    return span.end - span.start


def _gap(trigger: Span, place: Span) -> int:
    """Code points from trigger to place, negative when the place comes first, 0 when they meet."""
    if place.meets(trigger):
        return 0
    return place.start - trigger.end if place.start >= trigger.end else place.end - trigger.start
