"""History: what is long past, or the total of a whole war, and therefore no news."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from whoholds.claim import CountOf, Status, Told
from whoholds.find.footing import Cue, Footing, clause_head, in_clause
from whoholds.find.reading import Reading
from whoholds.find.tree import Token
from whoholds.text import Span
from whoholds.when import Basis, Grain

OLD = timedelta(days=14)  # coding guidelines, section 4: earlier than about that before the report is background


LONG_TOTAL = timedelta(days=120)  # a toll reaching further back sums up a war, not the events reported


# Persons; no single battle of the reports we know came near, every war total exceeds it.
WAR_TOLL = dict.fromkeys(CountOf, 1_000_000) | {CountOf.KILLED: 40_000, CountOf.INJURED: 100_000}


LONG_RUN = timedelta(days=365)  # what has gone on for a year is the war, not news of it
STATES = frozenset({"control_held", "siege_or_access"})


TOLLS = frozenset({"casualties", "displacement"})


def history(reading: Reading, token: int, footing: Footing, *, told: Told, day: date, verb: str) -> Iterator[Cue]:
    """Cues that it is long past, or a total of a whole war."""
    if told.span is not None and is_old(reading, token, told, day=day, verb=verb):
        yield Cue(rule=Status.BACKGROUND, span=told.span)
    text, start = reading.sentence.of(reading.report.text), reading.sentence.start
    patterns = [footing.totals] if verb in TOLLS else []
    if verb not in STATES:
        patterns += [footing.phrases["history_phrases"], footing.years]
    for pattern in patterns:
        for found in pattern.finditer(text):
            span = Span(start + found.start(), start + found.end())
            year = found.groupdict().get("year")
            if year is not None and (int(year) >= day.year or (told.span is not None and told.span.meets(span))):
                continue
            if (year is None and NOT_YEARS.match(text, found.end())) or not in_clause(reading, token, span):
                continue
            yield Cue(rule=Status.BACKGROUND, span=span)
    had = [one for one in clause_head(reading.doc[token]).children if one.lower_ == "had"]
    if verb in STATES and had:  # "had been held for years": until something changed it
        for found in footing.lasting.finditer(text):
            span = Span(start + found.start(), start + found.end())
            if in_clause(reading, token, span):
                yield Cue(rule=Status.BACKGROUND, span=span)
    if verb in TOLLS:
        yield from of_war(reading, token, footing)
    else:
        yield from recounted(reading, token, footing)


def recounted(reading: Reading, token: int, footing: Footing) -> Iterator[Cue]:
    """Cues for what is counted up over a stretch: "has changed hands three times", "had been taken twice"."""
    verb = clause_head(reading.doc[token])
    if any(one.dep_ in {"aux", "auxpass"} and one.lower_ in {"has", "have", "had"} for one in verb.children):
        for one in verb.children:
            if footing.has("repeats", one.lower_):
                yield Cue(rule=Status.BACKGROUND, span=reading.spans[one.i])


NOT_YEARS = re.compile(r"\s+(?:\w+\s+){0,2}(?:hours?|days?|weeks?|months?|years?)\b")  # "in the past 24 hours"


def is_old(reading: Reading, token: int, told: Told, *, day: date, verb: str) -> bool:
    """True when the time told is the trigger's own and lies far enough back.

    Days carried over from an earlier sentence make history only of what stands in the past perfect.
    """
    if told.first is None or told.last is None or told.span is None:
        return False
    trigger = reading.doc[token]
    head = clause_head(trigger)
    if told.basis is Basis.CARRIED and not any(one.lower_ == "had" for one in head.children):
        return False
    if verb in STATES and head.tag_ in {"VBZ", "VBP"}:
        return False
    if reading.sentence.holds(told.span) and not in_clause(reading, token, told.span):
        return False
    if told.last > day:  # it runs on
        return verb not in STATES and told.first <= day - (LONG_TOTAL if verb in TOLLS else LONG_RUN)
    if is_present(head):  # "took Velin in May and are pushing on": the day is the other verb's
        return False
    middle = told.first + (told.last - told.first) / 2 if told.grain is Grain.MONTH else told.last  # "last month"
    return middle <= day - OLD


def is_present(verb: Token) -> bool:
    """True for "is fighting", "have taken": told as now, so no past day is its own."""
    helpers = [one for one in verb.children if one.dep_ in {"aux", "auxpass"}]
    return verb.tag_ in {"VBZ", "VBP"} or any(one.tag_ in {"VBZ", "VBP"} for one in helpers)


def of_war(reading: Reading, token: int, footing: Footing) -> Iterator[Cue]:
    """Cues for the toll of a whole war: "The war has killed ...", "since the conflict began"."""
    trigger = reading.doc[token]
    for one in reading.doc:
        if not footing.has("wars", one.lemma_.lower()) or not in_clause(reading, token, reading.span_of(one.i, one.i)):
            continue
        head = one.head
        began = footing.has("war_begins", head.lemma_.lower()) or any(
            footing.has("war_begins", up.lemma_.lower()) for up in one.ancestors
        )
        since = any(word.lower_ == "since" for word in reading.doc[max(0, one.i - 7) : one.i])
        kills = (
            one.dep_ == "nsubj"
            and (head == trigger or trigger in head.subtree)
            and any(aux.lower_ in {"has", "have"} for aux in head.children)
        )
        recent = any(footing.has("recent", word.lemma_.lower()) for word in reading.doc[one.i : one.i + 7])
        if (began and since and not recent) or kills:
            yield Cue(rule=Status.BACKGROUND, span=reading.span_of(one.i, one.i))
