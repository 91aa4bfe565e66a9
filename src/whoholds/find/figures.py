"""Figures: each number with what became of the people it counts. A part of a figure ("including nine children") is none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from whoholds.claim import CountOf
from whoholds.find.fates import is_cumulative, other_kind, toll_before, verb_after, verb_before
from whoholds.find.harm import Harm, is_passive, kind_of, unsaid
from whoholds.find.numbers import Number
from whoholds.find.reading import Reading

PARTS = 16  # words after "including" that are still a list of parts
NEAR_RISK = 5  # words between the people and "at risk"
JOINT = 2  # one word, "and", between the end of a number's noun and the next number


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number and what it says: before it is grouped with others into a toll."""

    number: Number
    of: CountOf
    trigger: int
    combined: bool = False
    cumulative: bool = False


def figures_of(reading: Reading, numbers: Sequence[Number], harm: Harm) -> Iterator[Figure]:
    """Each number with what became of the people it counts; numbers that count nothing of the kind left out."""
    claimed: set[int] = set()
    main: list[Figure] = []
    if any(harm.has("natural", one.lemma_.lower()) for one in reading.doc):
        return
    for number in numbers:
        if is_part(reading, number, main, harm):
            continue
        found = (
            figure(reading, number, claimed, harm)
            or joined_to(reading, number, main, harm)
            or endangered(reading, number)
        )
        if found is None:
            continue
        main.append(found)
        claimed.add(found.trigger)
        yield found


def joined_to(reading: Reading, number: Number, main: Sequence[Figure], harm: Harm) -> Figure | None:
    """A number that shares the verb of the one before it: "killed 12 soldiers and three civilians"."""
    if (
        not main
        or number.first - main[-1].number.end != JOINT
        or number.noun is None
        or main[-1].number.end >= number.first
    ):
        return None
    if reading.doc[number.first - 1].lower_ != "and" or not harm.has("people", reading.doc[number.noun].lemma_.lower()):
        return None
    return replace(main[-1], number=number)


def endangered(reading: Reading, number: Number) -> Figure | None:
    """People at risk, told by a noun: "thousands at risk of displacement", "some 300 families are at risk"."""
    for at in range(number.end + 1, min(number.end + 1 + NEAR_RISK, len(reading.doc) - 1)):
        if reading.doc[at].lower_ == "at" and reading.doc[at + 1].lower_ == "risk":
            return Figure(number=number, of=CountOf.AT_RISK, trigger=at + 1)
    return None


def is_part(reading: Reading, number: Number, main: Sequence[Figure], harm: Harm) -> bool:
    """True for "including nine children", "three of them", "18 are minors": a part of another figure."""
    doc = reading.doc
    after = [one.lower_ for one in doc[number.last + 1 : number.last + 4]]
    if after[:2] in (["of", "them"], ["of", "whom"]) or after[:1] == ["whom"]:
        return bool(main)
    own = next(
        (kind_of(one, harm) for one in doc[number.last + 1 : number.end + 3] if kind_of(one, harm) is not None), None
    )
    if main and own is not None and own is not main[-1].of and not number.single:
        return False  # "including four children and dozens more wounded"
    following = doc[number.end + 1 : number.end + 3]
    if any(one.lower_ == "among" for one in following) and any(one.lemma_ == "be" for one in following):
        return True
    for at in range(number.first - 1, max(-1, number.first - PARTS), -1):
        word = doc[at].lower_
        if harm.has("including", word):
            return bool(main) or number.single
        if harm.has("those", word) and at > 0 and harm.has("among", doc[at - 1].lower_):
            return bool(main) or number.single
        if (
            kind_of(doc[at], harm) is not None
            or (doc[at].pos_ == "VERB" and doc[at].dep_ not in {"amod", "acl"})
            or doc[at].text in {";", "."}
        ):
            break
    return False


def figure(reading: Reading, number: Number, claimed: set[int], harm: Harm) -> Figure | None:
    """What became of the people a number counts, by the nearest word that says so."""
    doc = reading.doc
    if (
        number.noun is not None
        and harm.has("casualty_nouns", doc[number.noun].lemma_.lower())
        and doc[number.noun].lemma_.lower() != "victim"
    ):
        return Figure(number=number, of=CountOf.KILLED, trigger=number.noun, combined=True)
    if (
        number.noun is not None
        and harm.has("killed_nouns", doc[number.noun].lemma_.lower())
        and doc[number.noun].pos_ in {"NOUN", "ADJ"}
    ):
        return Figure(number=number, of=CountOf.KILLED, trigger=number.noun)
    before = verb_before(reading, number, claimed, harm)
    after = verb_after(reading, number, harm)
    chosen = before if before is not None else after
    if before is not None and after is not None and after == number.end + 1 and is_passive(doc[before]):
        chosen = after
    if (
        number.noun is not None
        and harm.has("lives", doc[number.noun].lemma_.lower())
        and harm.has("claiming", doc[number.noun].head.lemma_)
    ):
        return Figure(
            number=number,
            of=CountOf.KILLED,
            trigger=doc[number.noun].head.i,
            cumulative=is_cumulative(doc[number.noun].head),
        )
    if chosen is not None:
        of = kind_of(doc[chosen], harm) or unsaid(doc[chosen], harm)
        if of is not None:
            both = other_kind(reading, chosen, number, of, harm)
            return Figure(number=number, of=of, trigger=chosen, combined=both, cumulative=is_cumulative(doc[chosen]))
    toll = toll_before(reading, number, harm)
    if toll is not None and toll[0] not in claimed:
        return Figure(number=number, of=toll[1], trigger=toll[0], combined=toll[2], cumulative=True)
    return None
