"""Sentence spans of a report, headings and furniture apart.

Three kinds of text reach us: paragraphs with full punctuation, texts whose line breaks are the only punctuation left,
and whole articles in one line. A line break ends a sentence unless the next line goes on in lower case; within a line
the final stops do, abbreviations excepted. A short line without a final stop is a heading: it makes no claim, but it
names the place the following lines are about.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from whoholds.text import Span

HEADING_WORDS = 14  # a longer line without a stop is a sentence that lost its stop
LONG = 700  # code points, about 120 tokens: beyond it the parser is slow and wrong, so the sentence is cut

_STOP = re.compile(r"[.!?…؟]+[\"”’'»)\]]*(?=\s)")
_SHORT = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Gen|Lt|Col|Maj|Brig|Capt|Cpl|Sgt|Adm|Gov|Sen|Rep|Rev|Hon|St|Mt|No|Nos|vs|approx|est|"
    r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec|nov|Mon|Tue|Tues|Wed|Thu|Thurs|Fri|Sat|Sun|Ave|Inc|Ltd|Co|cf|e\.g|i\.e|etc)"
    r"|\b(?:[A-Za-z]\.)*[A-Z])\.$"
)
_GOES_ON = re.compile(
    r"\s+[\"“‘'«(\[]*[^\W_a-z]"
)  # what may open a sentence: a capital, a figure, a letter without case
_FURNITURE = re.compile(
    r"^\W*(?:by (?:[A-Z][\w'.-]+ ?){1,4}(?:[,|/-].{0,40})?$|(?i:photo|picture|image|credit|source|tags?|read more|related|see also|file photo|reporting by|editing by|"
    r"writing by|share|advertisement|copyright|©)\b.{0,160}|https?://\S+)$",
)
_DATELINE = re.compile(
    r"\s*(?:[A-Z][A-Za-z'’.]+(?:[ ,/-]+[A-Z][A-Za-z'’.]+){0,4},?\s*)?(?:[A-Za-z]{3,9}\.? \d{1,2}(?:, \d{4})?\s*)?"
    r"(?:\([A-Z][\w /.'’-]{1,40}\)\s*)?[-–—]{1,2}\s+(?=[\"“'A-Z0-9])"
    r"|\s*\d{1,2}[:.]\d{2}(?:\s*(?:am|pm|GMT|UTC|local time))?\s*[-–—:]\s+"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence or heading. ``index`` counts all of them; ``paragraph`` the lines; ``aside``: a byline or credit."""

    span: Span
    index: int
    paragraph: int
    heading: bool = False
    aside: bool = False


def sentences_of(text: str, *, title: str = "", aside: Span | None = None) -> tuple[Sentence, ...]:
    """The sentences of a text, in order; together they cover every word but the dateline's.

    title  the report's own: where the text begins with it, it is a heading even without a line break.
    aside  the stretch of the dateline, which is no part of any sentence when it stands at the head.
    """
    made: list[Sentence] = []

    def add(start: int, end: int, paragraph: int, *, heading: bool = False, furniture: bool = False) -> None:
        piece = text[start:end]
        start, end = start + len(piece) - len(piece.lstrip()), end - (len(piece) - len(piece.rstrip()))
        if start < end:
            made.append(
                Sentence(span=Span(start, end), index=len(made), paragraph=paragraph, heading=heading, aside=furniture)
            )

    for number, line in enumerate(_lines(text)):
        start = _after_head(text, line, title=title, aside=aside, add=add, paragraph=number)
        piece = text[start : line.end]
        if not piece.strip():
            continue
        if _FURNITURE.match(piece.strip()) and len(piece) < LONG:
            add(start, line.end, number, furniture=True)
        elif _is_heading(piece) and text.strip() != piece.strip():  # a text that is only a headline says what it says
            add(start, line.end, number, heading=True)
        else:
            for one in _split(text, start, line.end):
                add(one.start, one.end, number)
    return tuple(made)


def _lines(text: str) -> Iterator[Span]:
    """Line spans; a line that the next one continues in lower case is joined with it."""
    start = 0
    for match in re.finditer(r"[\r\n\u2028\u2029\x0b\x0c]+", text):
        following = text[match.end() : match.end() + 40].lstrip(" \t\xa0")
        before = text[start : match.start()].rstrip()
        if following[:1].islower() and "\n\n" not in match.group() and before and before[-1] not in ".!?":
            continue
        yield Span(start, match.start())
        start = match.end()
    yield Span(start, len(text))


def _after_head(
    text: str, line: Span, *, title: str, aside: Span | None, add: Callable[..., None], paragraph: int
) -> int:
    """Where the prose of a line begins, after a printed title and a dateline; the title becomes a heading."""
    start = line.start
    if aside and line.start <= aside.start < line.end and not text[start : aside.start].strip(" \t-–—|:,."):
        start = min(aside.end, line.end)
    if title and paragraph < 3 and len(title.split()) > 2:
        head = text[start : start + len(title) + 20].lstrip(" \t.-–—|:")
        if head.casefold().startswith(title.casefold().rstrip(".")):
            begin = text.index(head[:1], start)
            add(begin, begin + len(title.rstrip(".")), paragraph, heading=True)
            start = begin + len(title.rstrip("."))
    match = _DATELINE.match(text, start, line.end)
    if match and match.end() - match.start() < 90:
        start = match.end()
    return start


def _is_heading(piece: str) -> bool:
    words = piece.split()
    return (
        len(words) <= HEADING_WORDS
        and piece.rstrip()[-1:] not in '.!?…:;,"”’)»؟۔'
        and not re.search(r"[.!?] [A-Z]", piece)
    )


def _split(text: str, start: int, end: int) -> Iterator[Span]:
    begin = start
    for match in _STOP.finditer(text, start, end):
        if not _GOES_ON.match(text, match.end()):
            continue
        if match.group().startswith(".") and _SHORT.search(text, max(begin, match.start() - 12), match.start() + 1):
            continue
        yield from _cut(text, begin, match.end())
        begin = match.end()
    yield from _cut(text, begin, end)


def _cut(text: str, start: int, end: int) -> Iterator[Span]:
    """The stretch itself, or pieces of at most ``LONG``: at semicolons if it has them, else at spaces."""
    while end - start > LONG:
        at = text.rfind("; ", start + 1, start + LONG)
        at = at + 1 if at > 0 else max(text.rfind(", ", start + LONG // 2, start + LONG), 0) + 1
        if at <= start:
            at = text.rfind(" ", start + 1, start + LONG)
        at = start + LONG if at <= start else at
        yield Span(start, at)
        start = at
    yield Span(start, end)
