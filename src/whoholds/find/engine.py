"""The frames engine: readings → matches → findings, with speaker, footing, time and counts attached."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache

from whoholds.claim import Finding, PlaceMention, Status
from whoholds.dateline import dateline
from whoholds.dating import TimeWord, times_in
from whoholds.find.carried import Days, dated
from whoholds.find.claims import claim_of, second_of
from whoholds.find.context import Context
from whoholds.find.counts import tolls_in
from whoholds.find.denials import denial_of
from whoholds.find.frames import Match, matches_in
from whoholds.find.lexicon import Lexicon, lexicon_of
from whoholds.find.mask import CITIES, PARTY
from whoholds.find.parser import PIPELINE
from whoholds.find.parsing import Prepared, readings_of
from whoholds.find.reading import Reading
from whoholds.find.repeats import Repeats
from whoholds.find.sides import sides_of
from whoholds.find.speakers import hear
from whoholds.find.story import Story
from whoholds.find.tally import Toll
from whoholds.find.tolls import toll_of
from whoholds.find.tree import release
from whoholds.find.voices import voices_of
from whoholds.language import Language, load_language
from whoholds.text import Report, Span
from whoholds.theatre import Theatre
from whoholds.when import DAY, Basis, Grain

VERSION = "1"
LANGUAGE = "en"  # the one language with a parser of its own so far
OPENING = 400  # code points in which a situation report names the stretch it covers
COVERED = timedelta(days=45)  # the longest such stretch
OLD = timedelta(days=14)  # a text all of whose days are older is a summary, told from its last day
ACCOUNT = 3  # different days told from which on a text is an account of a stretch of time
DENIED_WITHIN = 4  # sentences after which "the claim" no longer leads back
DENIABLE = frozenset({"control_gained", "control_lost", "withdrawal", "advance"})


@lru_cache(maxsize=4)
def version(language: Language) -> str:
    """Engine, version, and a digest of all that decides what it finds: language file, masks, pipeline."""
    masks = hashlib.sha256("|".join((PARTY, *CITIES, PIPELINE)).encode()).hexdigest()
    return f"frames@{VERSION}+{hashlib.sha256((language.digest + masks).encode()).hexdigest()[:12]}"


def find(reports: Iterable[Report], theatre: Theatre) -> Iterator[tuple[Report, tuple[Finding, ...]]]:
    """Each report with its findings, in order of the text."""
    lexicon = lexicon_of(load_language(LANGUAGE))
    for prepared, readings in readings_of(reports, theatre, lexicon):
        try:
            found = _Teller(prepared, readings, lexicon, theatre).run() if readings else ()
        except Exception as error:  # noqa: BLE001  one odd text must not stop the others; the report says what happened
            yield _unread(prepared.report, f"{type(error).__name__}: {error}"), ()
            continue
        for reading in readings:
            release(reading.doc)
        yield (prepared.report if not prepared.failed else _unread(prepared.report, prepared.failed)), found


def _unread(report: Report, why: str) -> Report:
    """The report with a note that it could not be read, and why."""
    return replace(report, notes=(*report.notes, f"the finder could not read this report ({why})"))


class _Teller:
    """One report told from its readings. Sentence by sentence, so that each can lean on those before it."""

    def __init__(self, prepared: Prepared, readings: Sequence[Reading], lexicon: Lexicon, theatre: Theatre) -> None:
        self.prepared, self.readings, self.report = prepared, readings, prepared.report
        sides = sides_of(readings, lexicon, theatre)
        self.context = Context(
            report=prepared.report,
            lexicon=lexicon,
            finder=version(lexicon.language),
            sides=sides,
            story=Story(lexicon, sides),
            hearing=hear(readings, language=lexicon.language),
            day=_standpoint(prepared, lexicon.language),
        )
        self.repeats = Repeats(lexicon)
        self.section: list[TimeWord] = []
        self.words: list[TimeWord] = []
        self.headings: list[int] = []
        self.last: Finding | None = None
        self.last_index = 0
        line = dateline(self.report.text, language=lexicon.language)
        self.dateline = line.span if line is not None else None

    def run(self) -> tuple[Finding, ...]:
        by_index = {reading.index: reading for reading in self.readings}
        found: list[Finding] = []
        self._headline()
        for sentence in self.prepared.sentences:
            if sentence.heading:
                self._heading(sentence.span, sentence.index)
                continue
            words = times_in(
                sentence.span.of(self.report.text),
                language=self.context.language,
                day=self.report.day,
                before=tuple(self.section),
                offset=sentence.span.start,
            )
            if self.dateline is not None:
                words = tuple(word for word in words if not word.span.meets(self.dateline))
            reading = by_index.get(sentence.index)
            if reading is not None:
                self.context.story.begin(reading)
                found += [one for one in self._sentence(reading, words) if self.repeats.new(one)]
            self.section.extend(words)
            self.words.extend(words)
        days = Days(
            day=self.report.day,
            words=tuple(self.words),
            voices=voices_of(self.context.lexicon.language),
            headings=tuple(self.headings),
            readings={reading.sentence.start: reading for reading in self.readings},
        )
        return tuple(dated(found, days))

    def _headline(self) -> None:
        """The title's place is the scene before the text names one."""
        title = self.report.title.casefold()
        for hit in self.prepared.names:
            if hit.kind == "place" and title and hit.text.casefold() in title:
                self.context.story.section(PlaceMention(span=hit.span, text=hit.text), 0)
                return

    def _heading(self, span: Span, index: int) -> None:
        hits = [hit for hit in self.prepared.names if hit.kind == "place" and span.holds(hit.span)]
        story = self.context.story
        story.section(PlaceMention(span=hits[0].span, text=hits[0].text) if hits else story.heading, index)
        self.section.clear()
        self.headings.append(span.start)

    def _sentence(self, reading: Reading, words: tuple[TimeWord, ...]) -> Iterator[Finding]:
        context = self.context
        matches: list[Match | Toll] = [
            *matches_in(reading, context.lexicon),
            *tolls_in(reading, language=context.language),
        ]
        for match in sorted(
            matches, key=lambda m: (m.trigger if isinstance(m, Toll) else m.trigger.i, isinstance(m, Toll))
        ):
            if isinstance(match, Toll):
                made = toll_of(match, reading, words, context)
            else:
                made = claim_of(match, reading, words, context)
                again = second_of(made, match, reading, words, context) if made is not None else None
                if again is not None:
                    yield again
            if made is not None:
                self._remember(made, reading.index)
                yield made
        if not any(isinstance(m, Match) and m.type != "attack" for m in matches):
            lately = self.last is not None and reading.index - self.last_index <= DENIED_WITHIN
            denial = denial_of(self.last, reading, context) if self.last is not None and lately else None
            if denial is not None:
                yield denial

    def _remember(self, made: Finding, index: int) -> None:
        """Later sentences may lean on the claim, or deny it."""
        denied = made.status is Status.DENIED
        self.context.story.claimed(
            made.verb,
            index,
            made.actor,
            made.target,
            made.places or ((made.area,) if made.area else ()),
            denied=denied,
        )
        if made.verb in DENIABLE and not denied:
            self.last, self.last_index = made, index


def _standpoint(prepared: Prepared, language: Language) -> date:
    """The day from which things are long past: the report's, or the last one told by an account of an old stretch.

    One or two old days are a look back; an account goes from day to day. Nothing is long past within the stretch that a
    situation report opens with ("1 to 17 April").
    """
    report = prepared.report
    stated = [
        (sentence.span.start, word)
        for sentence in prepared.sentences
        for word in times_in(sentence.span.of(report.text), language=language, day=report.day)
        if word.basis is Basis.STATED and not word.running
    ]
    covered = [
        word.first + OLD
        for at, word in stated
        if at < OPENING
        and word.grain is Grain.RANGE
        and word.last - word.first <= COVERED
        and report.day - OLD <= word.last <= report.day + DAY
    ]
    if covered:
        return min(report.day, *covered)
    told_days = {word.last for _, word in stated if not word.in_force and word.grain in {Grain.DAY, Grain.PART}}
    latest = max(told_days, default=report.day)
    return latest if len(told_days) >= ACCOUNT and latest < report.day - OLD else report.day
