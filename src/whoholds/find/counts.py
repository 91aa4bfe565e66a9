"""Tolls: how many people were killed, hurt, taken, missing, driven out or came back, as bounds beside the words.

Killed is not wounded; a figure over both ("dozens killed or injured") is marked as combined, so that nobody can read it
as deaths. Parts of a figure ("including nine children") are not added to it. Things, places and dates are not people.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from whoholds.claim import Count, CountMode, CountOf
from whoholds.find.figures import Figure, figures_of
from whoholds.find.harm import harm_of
from whoholds.find.numbers import numbers_in
from whoholds.find.reading import Reading
from whoholds.find.tally import VERB_OF, Toll, cause_of
from whoholds.find.uncounted import without_figures
from whoholds.language import Language

NOUN_TEXT = 8  # words; a longer noun phrase is left out of the count's text


def may_count(sentence: str, *, language: Language) -> bool:
    """True when the sentence may say what became of people: worth parsing even without another claim."""
    return harm_of(language).hint.search(sentence) is not None


def tolls_in(reading: Reading, *, language: Language) -> tuple[Toll, ...]:
    """All tolls of a sentence, in the order of their triggers."""
    harm = harm_of(language)
    numbers = numbers_in(reading, harm)
    figures = list(figures_of(reading, numbers, harm))
    tolls = list(grouped(reading, figures))
    used = {token for toll in tolls for token in toll.tokens}
    tolls += list(without_figures(reading, used, harm))
    return tuple(sorted(tolls, key=lambda one: (one.trigger, one.verb)))


def grouped(reading: Reading, figures: Sequence[Figure]) -> Iterator[Toll]:
    """Figures that belong together: the killed and the wounded of one event make one toll."""
    open_toll: list[Figure] = []
    for one in figures:
        if open_toll and not joined(reading, open_toll, one):
            yield toll_of(reading, open_toll)
            open_toll = []
        open_toll.append(one)
    if open_toll:
        yield toll_of(reading, open_toll)


def joined(reading: Reading, toll: Sequence[Figure], one: Figure) -> bool:
    """True when the figure says what became of others in the same event."""
    kinds = {other.of for other in toll}
    if one.of in kinds or VERB_OF[one.of] != VERB_OF[toll[0].of] or toll[0].cumulative != one.cumulative:
        return False
    between = reading.doc[toll[-1].number.last + 1 : one.number.first]
    return not any(other.lower_ in {"while", "but", "meanwhile", ";"} for other in between)


def toll_of(reading: Reading, figures: Sequence[Figure]) -> Toll:
    """One toll of its figures."""
    counts = tuple(count for one in figures for count in counts_of(reading, one))
    first = figures[0]
    trigger = reading.doc[first.trigger]
    tokens = sorted({at for one in figures for at in (one.trigger, *range(one.number.first, one.number.end + 1))})
    return Toll(
        verb=VERB_OF[first.of],
        trigger=first.trigger,
        last=first.trigger,
        counts=counts,
        victims=first.number.noun,
        cause=cause_of(reading, trigger, first.number),
        tokens=tuple(tokens),
    )


def counts_of(reading: Reading, one: Figure) -> Iterator[Count]:
    """The figure as a Count; two for a figure over both killed and injured."""
    number = one.number
    end = number.end if number.end - number.first <= NOUN_TEXT else number.last
    span = reading.span_of(number.first, end)
    whose = (
        "" if number.noun is None else reading.text_of(min(number.last + 1, number.noun), max(number.end, number.noun))
    )
    mode = CountMode.NEW if number.new else CountMode.CUMULATIVE if one.cumulative else CountMode.EVENT
    count = Count(
        of=one.of,
        low=number.low,
        high=number.high,
        text=span.of(reading.report.text),
        span=span,
        whose=whose,
        mode=mode,
        combined=one.combined,
    )
    if one.combined:
        yield replace(count, of=CountOf.KILLED)
        yield replace(count, of=CountOf.INJURED)
    else:
        yield count
