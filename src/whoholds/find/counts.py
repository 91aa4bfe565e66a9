"""Tolls: how many people were killed, hurt, taken, missing, driven out or came back, as bounds beside the words.

Killed is not wounded; a figure over both ("dozens killed or injured") is marked as combined, so that nobody can read it
as deaths. Parts of a figure ("including nine children") are not added to it. Things, places and dates are not people.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from whoholds.claim import Count, CountMode, CountOf
from whoholds.find.figures import Figure, figures_of
from whoholds.find.harm import Harm, harm_of, is_passive, kind_of
from whoholds.find.numbers import Number, numbers_in
from whoholds.find.reading import Reading
from whoholds.find.tree import Token
from whoholds.language import Language

CASUALTIES, DISPLACEMENT = "casualties", "displacement"
NOUN_TEXT = 8  # words; a longer noun phrase is left out of the count's text
VERB_OF = {
    CountOf.KILLED: CASUALTIES,
    CountOf.INJURED: CASUALTIES,
    CountOf.MISSING: CASUALTIES,
    CountOf.CAPTURED: CASUALTIES,
    CountOf.DISPLACED: DISPLACEMENT,
    CountOf.RETURNED: DISPLACEMENT,
    CountOf.AT_RISK: DISPLACEMENT,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Toll:
    """One finding about people: what happened to how many, by which words.

    verb      "casualties" or "displacement".
    trigger   the word that says so, and ``last`` its last token.
    counts    the figures; without bounds where the text has none ("heavy casualties").
    victims   head token of the noun that names them; cause: head token of what or who did it, perhaps an event.
    tokens    every token the toll used.
    """

    verb: str
    trigger: int
    last: int
    counts: tuple[Count, ...]
    victims: int | None = None
    cause: int | None = None
    tokens: tuple[int, ...] = ()


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


def cause_of(reading: Reading, trigger: Token, number: Number) -> int | None:
    """Who or what did it: the verb's subject when others suffer it, else the "by" or "in" phrase."""
    inside = range(number.first, number.end + 1)
    for verb in (
        trigger,
        trigger.head if trigger.dep_ in {"conj", "xcomp", "acomp", "oprd", "dobj", "advcl"} else trigger,
    ):
        for child in verb.children:
            if child.dep_ == "nsubj" and child.i not in inside and not is_passive(trigger) and child.i < trigger.i:
                return child.i
        for child in verb.children:
            if child.dep_ == "agent" or (child.dep_ == "prep" and child.lower_ in {"by", "in", "from"}):
                target = next((one for one in child.children if one.dep_ == "pobj"), None)
                if target is not None and target.i not in inside and not reading.names_place(target.i):
                    return target.i
    return None


def without_figures(reading: Reading, used: set[int], harm: Harm) -> Iterator[Toll]:
    """Harm to people whose number is not told: "killed civilians", "residents fled", "suffered heavy losses"."""
    for token in reading.doc:
        kind = kind_of(token, harm)
        if token.i in used or kind is None or token.pos_ != "VERB" or kind in {CountOf.CAPTURED, CountOf.MISSING}:
            continue
        sufferers = [
            child
            for child in token.children
            if child.dep_
            in (
                ("nsubjpass", "nsubj")
                if is_passive(token) or harm.has("by_themselves", token.lemma_)
                else ("dobj", "obj")
            )
        ]
        for victim in sufferers:
            plural = victim.tag_ in {"NNS", "NNPS"} or victim.lower_ in {"people", "civilians"}
            if victim.i in used or not plural or not harm.has("people", victim.lemma_.lower()):
                continue
            span = reading.span_of(victim.left_edge.i if victim.i - victim.left_edge.i < 5 else victim.i, victim.i)
            count = Count(
                of=kind,
                low=None,
                high=None,
                text=span.of(reading.report.text),
                span=span,
                whose=reading.text_of(victim.i, victim.i),
            )
            cause = cause_of(
                reading,
                token,
                Number(first=victim.i, core=victim.i, last=victim.i, low=None, high=None, noun=victim.i, end=victim.i),
            )
            yield Toll(
                verb=VERB_OF[kind],
                trigger=token.i,
                last=token.i,
                counts=(count,),
                victims=victim.i,
                cause=cause,
                tokens=(token.i, victim.i),
            )
