"""Reports → Readings: names masked, sentences with a trigger parsed in batches that run across reports."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise

from whoholds.dateline import dateline
from whoholds.find.counts import may_count
from whoholds.find.lexicon import Lexicon
from whoholds.find.mask import Masked, mask
from whoholds.find.names import names_in
from whoholds.find.parser import parser
from whoholds.find.reading import Reading
from whoholds.find.sentences import Sentence, sentences_of
from whoholds.find.speakers import may_speak
from whoholds.find.tree import Token
from whoholds.text import Report, Span
from whoholds.theatre import Hit, Theatre

REPORTS_AT_ONCE = 32
OPENING = 80  # code points in which a sentence shows that it leans on the one before


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A report cut up: its sentences, its names, and what goes to the parser, by sentence index."""

    report: Report
    sentences: tuple[Sentence, ...]
    names: tuple[Hit, ...]
    masked: dict[int, Masked]
    failed: str = ""


def readings_of(
    reports: Iterable[Report], theatre: Theatre, lexicon: Lexicon
) -> Iterator[tuple[Prepared, tuple[Reading, ...]]]:
    """Each report with its parsed sentences, in order. A report without a trigger is not parsed at all."""
    stream = iter(reports)
    while group := list(islice(stream, REPORTS_AT_ONCE)):
        prepared = [prepare(report, theatre, lexicon) for report in group]
        texts = [masked.text for one in prepared for masked in one.masked.values()]
        docs = parser().trees(texts) if texts else iter(())
        for one in prepared:
            quote = False
            made, paragraph = [], -1
            for index, masked in one.masked.items():
                sentence = one.sentences[index]
                if sentence.paragraph != paragraph:
                    quote, paragraph = False, sentence.paragraph
                quote = _open_before(one, index)
                made.append(_reading(one, sentence, masked, next(docs), quote))
            yield one, tuple(made)


def prepare(report: Report, theatre: Theatre, lexicon: Lexicon) -> Prepared:
    """The report before parsing; one of peaceful text is not even cut up. What fails is said in ``failed``, not raised."""
    if lexicon.peaceful(report.text):
        return Prepared(report=report, sentences=(), names=(), masked={})
    try:
        date_line = dateline(report.text, language=lexicon.language)
        aside = date_line.span if date_line and not report.text[: date_line.span.start].strip() else None
        sentences = sentences_of(report.text, title=report.title, aside=aside)
        wanted = _wanted(report.text, sentences, lexicon)
        names = names_in(report.text, theatre, lexicon) if wanted else ()
        damaged = _apostrophes_lost(report.text)
        masked = {}
        for index in wanted:
            span = sentences[index].span
            inside = [hit for hit in names if span.holds(hit.span)]
            insert = _lost_apostrophes(report.text, span, names, lexicon) if damaged else ()
            masked[index] = mask(report.text, span, inside, insert=insert)
    except (ValueError, IndexError, KeyError) as error:
        return Prepared(report=report, sentences=(), names=(), masked={}, failed=f"{type(error).__name__}: {error}")
    return Prepared(report=report, sentences=sentences, names=names, masked=masked)


def _wanted(text: str, sentences: Sequence[Sentence], lexicon: Lexicon) -> list[int]:
    prose = [s for s in sentences if not s.heading and not s.aside]
    hot = {
        s.index
        for s in prose
        if lexicon.triggers(s.span.of(text)) or may_count(s.span.of(text), language=lexicon.language)
    }
    if not hot:
        return []
    leaning = {
        before.index
        for before, after in pairwise(prose)
        if after.index in hot and lexicon.leans.search(after.span.of(text)[:OPENING])
    }
    return [s.index for s in prose if s.index in hot | leaning or may_speak(s.span.of(text), language=lexicon.language)]


def _open_before(one: Prepared, index: int) -> bool:
    """True when a quotation opened earlier in the paragraph is still open where the sentence begins."""
    sentence = one.sentences[index]
    first = next(s for s in one.sentences if s.paragraph == sentence.paragraph)
    before = one.report.text[first.span.start : sentence.span.start]
    curly = before.count("\u201c") - before.count("\u201d")
    return curly > 0 or (before.count('"') % 2 == 1)


def _reading(one: Prepared, sentence: Sentence, masked: Masked, doc: tuple[Token, ...], quote: bool) -> Reading:
    spans, names, quoted = [], {}, []
    for token in doc:
        span, hit = masked.source_of(token.idx, token.idx + len(token.text))
        spans.append(span)
        if hit is not None:
            names[token.i] = hit
        if token.text == '"':
            source = span.of(one.report.text)
            quote = source == "\u201c" or (source != "\u201d" and not quote)
            quoted.append(True)
        else:
            quoted.append(quote)
    return Reading(
        report=one.report,
        sentence=sentence.span,
        doc=doc,
        spans=tuple(spans),
        names=names,
        quote=tuple(quoted),
        heading=False,
        index=sentence.index,
    )


def _apostrophes_lost(text: str) -> bool:
    return not re.search(r"\w['\u2019]s\b", text)


def _lost_apostrophes(text: str, span: Span, hits: Sequence[Hit], lexicon: Lexicon) -> list[int]:
    """Offsets where an apostrophe was lost: "Syrias army". Only after names that cannot end in s themselves."""
    known = lexicon.places["countries"] | lexicon.places["states_as_party"] | {hit.text.casefold() for hit in hits}
    found = []
    for match in re.finditer(r"\b([A-Z][\w-]+)s\b(?= [\w\"])", text[span.start : span.end]):
        whole = match.group().casefold()
        if match.group(1).casefold() in known and whole not in known:
            found.append(span.start + match.end() - 1)
    return found
