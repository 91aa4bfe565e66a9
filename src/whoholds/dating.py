"""Which days an expression of time means. The wordings are data (``[times]`` of the language file); whoholds.days counts.

News is read against the report's day; a history (``narrative``) against the year it last named.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache

from whoholds.claim import UNTOLD, Told
from whoholds.dateline import Dateline, dateline
from whoholds.days import RULES, Anchor, Reading
from whoholds.language import Language
from whoholds.text import Span
from whoholds.when import DAY, Basis, Grain
from whoholds.wordings import Grammar, Match, grammar_of, matches_in

__all__ = ["Dateline", "TimeWord", "carried", "dateline", "is_old", "nearest", "times_in", "told"]

OLD_DAYS = 14  # an event told as further back than this is background (the coding guidelines' own bound)
FROM_THE_REPORT = frozenset(
    {"relative", "recent", "ago", "past"}
)  # in a history these name the writer's time, not its own


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeWord:
    """An expression of time and the days ``[first, last)`` it means.

    rule      the rule that read it.
    basis     STATED, DATELINE for "now" and "still", VAGUE for "recently".
    part      part of the day as a plain word ("evening"), or the third meant ("early"); empty when none.
    running   "since X": from X to the report's day.
    inner     for "since the town fell in May": the days of "in May", which are those of the fall.
    in_force  counted from the last day named before it, not from the report's day.
    at_head   it opens the text it was read in: a whole sentence may hang on it.
    ahead     its days in a clause that speaks of what is to come; None when they do not differ.
    """

    span: Span
    text: str
    rule: str
    first: date
    last: date
    grain: Grain
    basis: Basis = Basis.STATED
    part: str = ""
    running: bool = False
    inner: tuple[date, date, Grain] | None = None
    in_force: bool = False
    at_head: bool = False
    ahead: tuple[date, date] | None = None


def times_in(
    text: str,
    *,
    language: Language,
    day: date,
    before: Sequence[TimeWord] = (),
    offset: int = 0,
    narrative: bool = False,
) -> tuple[TimeWord, ...]:
    """The expressions of time of a text, in order, none overlapping another.

    day     the report's own day.
    before  what the earlier sentences of the section gave: "the next day" counts from the last day among them.
    offset  where the text begins in the report; it is added to every span.
    """
    grammar = grammar_of(language)
    matches = _matches(text, language, narrative=narrative)
    found: list[TimeWord] = []
    at = 0
    while at < len(matches):
        match = matches[at]
        anchor = _anchor(day, (*before, *found), narrative=narrative)
        pair = None if narrative or at + 1 == len(matches) else _pair(text, match, matches[at + 1], anchor, grammar)
        word = pair or _read(match, anchor)
        if word is not None:
            left = matches[at - 1].end if at else 0
            found.append(_finished(text, word, left, day, grammar, narrative=narrative))
        at += 2 if pair else 1
    return tuple(replace(one, span=Span(one.span.start + offset, one.span.end + offset)) for one in found)


@lru_cache(maxsize=256)  # the sentences of a report, which are read once for its own days and once for each event's
def _matches(text: str, language: Language, *, narrative: bool) -> tuple[Match, ...]:
    return tuple(matches_in(text, grammar_of(language), narrative=narrative))


def told(word: TimeWord | None, *, planned: bool = False, basis: Basis | None = None) -> Told:
    """The expression as a finding keeps it; in a planned clause its days to come. None: nothing was said."""
    if word is None:
        return UNTOLD
    first, last = word.ahead if planned and word.ahead else (word.first, word.last)
    return Told(basis=basis or word.basis, span=word.span, text=word.text, first=first, last=last, grain=word.grain)


def nearest(
    words: Sequence[TimeWord], *, at: Span, clause: Span, sentence: Span, wide: bool = False
) -> tuple[TimeWord, Basis] | None:
    """The expression an event at that stretch hangs on: the nearest in its clause, else the one that opens the sentence.

    "now", "still" and "recently" yield to an expression that names a day. ``wide``: else the nearest anywhere in the sentence ("the
    army said on Friday it had left"); right for what happened, wrong for what merely is so ("League-held Velin").
    """
    inside = [one for one in words if clause.holds(one.span)]
    if inside:
        best = min(inside, key=lambda one: (one.basis is not Basis.STATED, _gap(one.span, at), one.span))
        return _inside(best, at), best.basis
    stated = [one for one in words if sentence.holds(one.span) and one.basis in {Basis.STATED, Basis.VAGUE}]
    heads = [one for one in stated if one.at_head]
    if not heads and wide:
        heads = sorted(stated, key=lambda one: (one.running, _gap(one.span, at), one.span))
    if not heads:
        return None
    return _inside(heads[0], at), Basis.VAGUE if heads[0].basis is Basis.VAGUE else Basis.FRONTED


def _inside(word: TimeWord, at: Span) -> TimeWord:
    """The expression for an event told inside it: "since the town fell in May" ran until now, but the fall was in May."""
    if word.inner is None or not word.span.holds(at):
        return word
    first, last, grain = word.inner
    return replace(word, first=first, last=last, grain=grain, running=False, inner=None)


def carried(before: Sequence[TimeWord]) -> TimeWord | None:
    """The last expression of the earlier sentences that names its own days; None when there is none."""
    return next((one for one in reversed(before) if one.basis is Basis.STATED), None)


def is_old(word: TimeWord | Told, *, day: date, days: int = OLD_DAYS) -> bool:
    """True when all its days lie more than so many days before the report's."""
    return word.last is not None and word.last - DAY < day - timedelta(days=days)


def _gap(one: Span, other: Span) -> int:
    return max(other.start - one.end, one.start - other.end, 0)


# ── reading ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _anchor(day: date, before: Sequence[TimeWord], *, narrative: bool) -> Anchor:
    named = [one for one in before if one.basis is Basis.STATED and not (narrative and one.rule in FROM_THE_REPORT)]
    days = [one for one in named if one.grain in {Grain.DAY, Grain.PART} and not one.running]
    last = named[-1] if named else None
    return Anchor(
        day=day,
        force=days[-1].last - DAY if days else day,
        told=(last.first, last.last) if last else (day, day + DAY),
        narrative=narrative,
    )


def _read(match: Match, anchor: Anchor) -> TimeWord | None:
    """The match with its days; None where it means none, or days outside the calendar."""
    try:
        reading = RULES[match.rule](match.parts, anchor)
    except (ValueError, OverflowError):
        return None
    return _word(match.rule, match.text, Span(match.start, match.end), reading) if reading else None


def _word(rule: str, text: str, span: Span, reading: Reading) -> TimeWord:
    return TimeWord(
        span=span,
        text=text,
        rule=rule,
        first=reading.first,
        last=reading.last,
        grain=reading.grain,
        basis=reading.basis,
        part=reading.part,
        in_force=reading.in_force,
        ahead=reading.ahead,
    )


def _pair(text: str, left: Match, right: Match, anchor: Anchor, grammar: Grammar) -> TimeWord | None:
    """For "between X and Y", "from X to Y", "Friday and Saturday": one stretch; what X leaves unsaid is taken from Y."""
    tie = grammar.tie.match(text, left.end, right.end)
    if tie is None or not left.end < tie.end() >= right.start:
        return None
    end = _read(right, anchor)
    if end is None or end.basis is not Basis.STATED:
        return None
    start = _read(left, replace(anchor, day=end.last - DAY))
    fronted = grammar.between.search(text[: left.start]) or grammar.between.match(left.text)
    if start is None or start.first >= end.last or start.basis is not Basis.STATED:
        return None
    loose = tie[0].strip() == "and" and (
        tie.end() > right.start or {left.rule, right.rule} - {"date", "weekday"} or right.parts.part
    )
    if end.in_force or start.in_force or (loose and not fronted):
        return None
    span = Span(
        fronted.start()
        if fronted and fronted.re is grammar.between and fronted.string is not left.text
        else left.start,
        right.end,
    )
    return replace(
        end,
        rule="pair",
        span=span,
        text=span.of(text),
        first=start.first,
        last=end.last,
        grain=Grain.RANGE,
        part="",
        ahead=None,
    )


def _finished(text: str, word: TimeWord, left: int, day: date, grammar: Grammar, *, narrative: bool) -> TimeWord:
    """With its "since", and whether it opens the text."""
    ahead = text[left : word.span.start]
    since = None if narrative or word.basis is not Basis.STATED else grammar.since.search(ahead)
    begun = word.first <= day
    if since and begun:
        word = replace(word, span=Span(left + since.start(), word.span.end))
    own = word.text.casefold().startswith(("since ", "ever since ")) or bool(since)
    after = None if narrative else grammar.onwards.match(text, word.span.end)
    if after and begun:
        word = replace(word, span=Span(word.span.start, after.end()))
    if begun and (own or after) and not narrative:
        inner = (word.first, word.last, word.grain)
        word = replace(word, last=max(word.last, day + DAY), grain=Grain.RANGE, running=True, inner=inner, ahead=None)
    head = grammar.head.fullmatch(text[: word.span.start]) is not None
    return replace(word, text=word.span.of(text), at_head=head)
