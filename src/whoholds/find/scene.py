"""Where it happened, when a finding leans on what was named before: "nine people died there", "they entered the city".

The engine's own choice is one candidate among all places the report names. Each candidate passes named tests (near,
named often, holds towns, ...), never tests of its letters; the table ``scene.toml`` beside this file weighs them, fitted
on coded reports by ``bench/fit_scene.py``. Only places that stand for themselves by a pronoun or by nothing at all
move, only to a name of the same text, and only when the table is clearly for it.
"""

from __future__ import annotations

import hashlib
import math
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

from whoholds.claim import Finding, PlaceMention, Via
from whoholds.spelling import fold, key
from whoholds.text import Report, Span
from whoholds.theatre import Theatre
from whoholds.verb import TERRITORIAL

HOLDS_TOWNS = frozenset(["country", "admin1", "admin2", "admin3", "admin4", "area"])
FEATURES = frozenset(["facility", "crossing", "road", "hill"])
CLOSE, NEAR, FAR = 150, 400, 1000  # code points back to the last naming
SOON, LATER = 200, 400  # code points from the end of the sentence to a first naming after it
CLEAR, DOUBTFUL = 0.6, 0.35  # probability by the table: about the upper and the lower third of leaning findings
BESIDE = 24  # code points in which the noun beside a name is looked for: "Harn province", "the province of Harn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pull:
    """The fitted table. ``margin``: log-odds by which a name must beat the engine's choice.

    wide    nouns of an area that holds towns, folded.
    digest  of the table as it stands in the file: part of every finding's ``finder``.
    """

    margin: float
    wide: frozenset[str]
    weights: Mapping[str, float]
    digest: str

    def of(self, tests: Iterable[str]) -> float:
        """Log-weight of a candidate that passed these tests."""
        return sum(self.weights.get(test, 0.0) for test in sorted(tests))


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A place the finding may be about: one name, where it is named best, and the tests it passed."""

    text: str
    span: Span
    current: bool
    tests: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Site:
    """A place as named at one spot. ``wide``: it holds towns. ``kinds``: what the theatre knows of that name."""

    span: Span
    text: str
    wide: bool
    kinds: frozenset[str]


def read_pull(text: str) -> Pull:
    """The table of a file's text."""
    table = tomllib.loads(text)
    return Pull(
        margin=float(table["margin"]),
        wide=frozenset(table["wide"]),
        weights={str(name): float(value) for name, value in table["weights"].items()},
        digest=hashlib.sha256(text.encode()).hexdigest()[:8],
    )


@cache
def pull() -> Pull:
    """The table that ships with the package."""
    return read_pull(files("whoholds.find").joinpath("scene.toml").read_text(encoding="utf-8"))


def settled(findings: Sequence[Finding], report: Report, theatre: Theatre) -> Iterator[Finding]:
    """The findings of one report, in order, each leaning place moved to the name the table is clearly for."""
    table = pull()
    scene = Scene(findings, report, theatre) if any(leans(one) for one in findings) else None
    for index, one in enumerate(findings):
        read = replace(one, finder=f"{one.finder}+{table.digest}")
        if scene is None or not leans(one):
            yield read
            continue
        candidates = scene.candidates(index)
        place = chosen(candidates, table)
        share = _share(candidates, place, table)
        signals = [
            name for name, passed in (("scene:clear", share > CLEAR), ("scene:doubtful", share < DOUBTFUL)) if passed
        ]
        read = replace(read, signals=(*one.signals, *signals))
        yield read if place is None else replace(read, places=(moved(one.places[0], place),))


def _share(candidates: Sequence[Candidate], place: Candidate | None, table: Pull) -> float:
    """Probability of the place that stands, by the table; 0 when it is no candidate."""
    mass = {one: math.exp(table.of(one.tests)) for one in candidates}
    mine = [mass[one] for one in candidates if (one.current if place is None else one is place)]
    return mine[0] / sum(mass.values()) if mine else 0.0


def chosen(candidates: Sequence[Candidate], table: Pull) -> Candidate | None:
    """The name that beats the engine's choice by the margin; None where none does."""
    current = max((table.of(one.tests) for one in candidates if one.current), default=0.0)
    best = max(candidates, key=lambda one: (table.of(one.tests), -one.span.start), default=None)
    return None if best is None or best.current or table.of(best.tests) - current < table.margin else best


def leans(finding: Finding) -> bool:
    """True when the finding has one place, and that one by a pronoun or by nothing said."""
    return len(finding.places) == 1 and finding.places[0].via in {Via.PRONOUN, Via.INFERRED}


def moved(place: PlaceMention, to: Candidate) -> PlaceMention:
    """The place with another name; how it stands to that place stays as told."""
    return replace(place, text=to.text, antecedent=to.span, kind="")


class Scene:
    """What one report names, and what its findings say of it."""

    def __init__(self, findings: Sequence[Finding], report: Report, theatre: Theatre) -> None:
        self.findings, self.report = findings, report
        self.sites = _sites(findings, report, theatre)
        self.named: dict[str, list[_Site]] = {}
        for site in self.sites:
            self.named.setdefault(key(site.text), []).append(site)
        self.most = max((len(sites) for sites in self.named.values()), default=0)
        self.first_town = next((key(site.text) for site in self.sites if not site.wide), "")
        self.direct = [
            key(one.places[0].text) if one.places and one.places[0].via is Via.DIRECT else "" for one in findings
        ]
        self.told = Counter(key(p.text) for one in findings for p in one.places if p.via is Via.DIRECT)
        self.voices = [speaker.span for one in findings for speaker in one.speakers]

    def candidates(self, index: int) -> tuple[Candidate, ...]:
        """Every place the report names, in order of first naming, with the tests it passes for the finding."""
        finding = self.findings[index]
        mine = key(finding.places[0].text)
        before = [site for site in self.sites if site.span.end <= finding.trigger.start]
        last = key(before[-1].text) if before else ""
        town = next((key(site.text) for site in reversed(before) if not site.wide), "")
        told = next((name for name in reversed(self.direct[:index]) if name), "")
        made = []
        for name, sites in self.named.items():
            earlier = [site for site in sites if site.span.end <= finding.trigger.start]
            tests = {*self._by_itself(name, sites), *_by_distance(finding, sites, earlier)}
            tests |= {
                test
                for test, what in (("last named", last), ("last town", town), ("last finding", told))
                if what == name
            }
            if name == mine:
                group = "control" if finding.verb in TERRITORIAL else "harm"
                tests |= {f"current:{finding.places[0].via}", f"current:{finding.places[0].via}:{group}"}
            best = earlier[-1] if earlier else sites[0]
            made.append(Candidate(text=best.text, span=best.span, current=name == mine, tests=frozenset(tests)))
        return tuple(made)

    def _by_itself(self, name: str, sites: list[_Site]) -> Iterator[str]:
        kinds = frozenset[str]().union(*(site.kinds for site in sites))
        if any(site.wide for site in sites):
            yield "wide" if all(site.wide for site in sites) else "sometimes wide"
        if "country" in kinds:
            yield "country"
        if "city" in kinds:
            yield "city"
        if not kinds:
            yield "unknown"
        if kinds & FEATURES:
            yield "feature"
        if name == self.first_town:
            yield "first town"
        if len(sites) == self.most:
            yield "most named"
        if len(sites) == 1:
            yield "named once"
        if self.told[name]:
            yield "told of"
        if self.told[name] > 2:
            yield "told of often"
        if all(any(voice.holds(site.span) for voice in self.voices) for site in sites):
            yield "in a voice"


def _by_distance(finding: Finding, sites: list[_Site], earlier: list[_Site]) -> Iterator[str]:
    trigger, sentence = finding.trigger, finding.sentence
    if any(sentence.holds(site.span) for site in earlier):
        yield "same sentence before"
    if any(sentence.holds(site.span) and site.span.start >= trigger.end for site in sites):
        yield "same sentence after"
    if earlier:
        gap = trigger.start - earlier[-1].span.end
        yield from (
            test for test, passed in (("close", gap < CLOSE), ("near", gap < NEAR), ("far", gap > FAR)) if passed
        )
        return
    gap = sites[0].span.start - sentence.end
    yield from (test for test, passed in (("soon", gap < SOON), ("later", gap > LATER)) if passed)


def _sites(findings: Sequence[Finding], report: Report, theatre: Theatre) -> list[_Site]:
    """Every place named in the text, in order: the theatre's names, and what the engine took for places."""
    nouns = pull().wide
    found: dict[Span, _Site] = {}
    for hit in theatre.places_in(report.text):
        if hit.kind == "place" and hit.text in hit.span.of(report.text):
            kinds = frozenset(theatre.place(ident).kind for ident in hit.ids)
            wide = (bool(kinds) and kinds <= HOLDS_TOWNS) or _noun_beside(hit.span, report.text, nouns)
            found[hit.span] = _Site(hit.span, hit.text, wide, kinds)
    for one in findings:
        for place in (*one.places, *((one.area,) if one.area is not None else ())):
            span = place.span if place.antecedent is None else place.antecedent
            if place.text in span.of(report.text) and not any(span.meets(other) for other in found):
                wide = fold(place.text).rpartition(" ")[2] in nouns or _noun_beside(span, report.text, nouns)
                found[span] = _Site(span, place.text, wide, frozenset())
    return sorted(found.values(), key=lambda site: site.span)


def _noun_beside(span: Span, text: str, nouns: frozenset[str]) -> bool:
    """True when the word after the name, or the one before "of", says that the name stands for an area."""
    words = re.findall(r"\w+", fold(text[span.end : span.end + BESIDE]))[:1]
    words += re.findall(r"\w+", fold(text[max(0, span.start - BESIDE) : span.start]))[-2:-1]
    last = fold(span.of(text)).rpartition(" ")[2]
    return last in nouns or any(word in nouns for word in words)
