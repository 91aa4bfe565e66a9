"""What the words before a place's name make of it: "3 km south of Velin" is not Velin, nor are its northern quarters all of it.

The finder says which name a claim is about; here the words right before the name are read, in the same sentence. A wording
that names a way off, a side or a line never leaves the name standing as if the place itself were meant.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from whoholds.claim import PlaceMention, Relation
from whoholds.language import Language, load_language
from whoholds.text import Span

REACH = 90  # code points before the name in which its wording stands
SENTENCE = re.compile(r"[.!?;\n](?=\s)")
TAKEN = frozenset({Relation.AT, Relation.PART, Relation.NEAR})  # what a plainer reading may have said


def beside(mention: PlaceMention, text: str) -> PlaceMention:
    """The mention with relation, distance and bearing as the words before the name have them; else as it was."""
    named = mention.antecedent or mention.span
    if mention.relation not in TAKEN or not 0 <= named.start - mention.span.start <= REACH:
        return mention  # said of something else, or named earlier: "the town"
    if mention.text not in named.of(text):
        return mention  # not where the name stands
    before = text[max(0, named.start - REACH) : named.start]
    words = _words(load_language("en"))
    before = SENTENCE.split(before)[-1]
    if (found := words.distance.search(before)) is not None:
        return replace(
            mention, relation=Relation.DISTANT, distance_km=_km(found, words), bearing=(found["way"] or "").lower()
        )
    if words.between.search(before) or words.second.search(before):
        return replace(mention, relation=Relation.BETWEEN)
    if (found := words.way.search(before)) is not None:
        return replace(mention, relation=Relation.NEAR, bearing=found["way"].lower())
    if (found := words.countryside.search(before)) is not None and not found["noun"]:
        return replace(mention, relation=Relation.PART, kind="countryside", bearing=found["way"].lower())
    if (found := words.quarters.search(before)) is not None:
        return replace(mention, relation=Relation.PART, bearing=found["way"].lower())
    return mention


def phrase(printed: str) -> PlaceMention:
    """A place as a list may print it, and the name in it: "3 km south of Velin" is Velin, and where from there."""
    for at in [one.end() for one in re.finditer(r"\s+", printed)][::-1]:
        name = PlaceMention(span=Span(at, len(printed)), text=printed[at:])
        read = beside(name, printed)
        if read != name and not read.relation.value.startswith("between"):
            return read
    return PlaceMention(span=Span(0, len(printed)), text=printed)


def ends(printed: str) -> tuple[str, str] | None:
    """The two names of "the road between Velin and Korsk", None where there are not two."""
    words = _words(load_language("en"))
    found = words.pair.search(printed)
    return (found["a"], found["b"]) if found else None


def _km(found: re.Match[str], words: _Words) -> float:
    number = found["number"].lower().replace(",", ".")
    value = words.numbers[number] if number in words.numbers else float(number)
    return round(value * words.kilometres[found["unit"].lower()], 2)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    """The table ``[beside]``, compiled; every pattern ends where the name begins."""

    distance: re.Pattern[str]
    way: re.Pattern[str]
    between: re.Pattern[str]
    second: re.Pattern[str]
    pair: re.Pattern[str]
    countryside: re.Pattern[str]
    quarters: re.Pattern[str]
    numbers: Mapping[str, float]
    kilometres: Mapping[str, float]


@lru_cache(maxsize=4)
def _words(language: Language) -> _Words:
    table: Mapping[str, Any] = language.table("beside")

    def any_of(words: Any) -> str:
        return "|".join(re.escape(word) for word in sorted(words, key=lambda w: (-len(w), w)))

    def before(pattern: str) -> re.Pattern[str]:
        return re.compile(rf"(?:^|\b){pattern}$", re.IGNORECASE)

    compass, nouns = any_of(table["compass"]), any_of(table["nouns"])
    name = rf"\s+(?:the\s+)?(?:(?:{nouns})\s+of\s+)?"
    of = rf"\s+of{name}"
    number = rf"(?P<number>\d{{1,3}}(?:[.,]\d+)?|{any_of(table['numbers'])})[\s-]*"
    return _Words(
        distance=before(
            rf"{number}(?P<unit>{any_of(table['kilometres'])})\s+(?:to\s+the\s+)?(?:(?P<way>{compass})\s+)?"
            rf"(?:{any_of(table['away'])}){name}"
        ),
        way=before(rf"(?<![\w-])(?P<way>{compass})\s+of{name}"),
        between=before(rf"(?:{any_of(table['lines'])}|villages|towns)\s+(?:{any_of(table['between'])}|from){name}"),
        second=before(rf"(?:{any_of(table['between'])})\s+(?:the\s+)?(?:\S+\s+){{1,5}}?and{name}"),
        pair=re.compile(
            rf"^(?:the\s+)?(?:{any_of(table['lines'])})\s+(?:{any_of(table['between'])}|from)\s+(?P<a>.+?)\s+(?:and|to)\s+(?P<b>.+)$",
            re.IGNORECASE,
        ),
        countryside=before(
            rf"(?P<way>{compass})\s+(?:{any_of(table['countryside'])})\s+of\s+(?:the\s+)?(?:(?P<noun>{nouns})\s+of\s+)?"
        ),
        quarters=before(rf"(?P<way>{compass})\s+(?:{any_of((*table['quarters'], *table['countryside']))}){of}"),
        numbers=table["numbers"],
        kilometres=table["kilometres"],
    )
