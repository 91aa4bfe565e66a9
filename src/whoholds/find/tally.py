"""Tolls: what the text says about people, how many they were, and who or what did it."""

from __future__ import annotations

from dataclasses import dataclass

from whoholds.claim import Count, CountOf
from whoholds.find.harm import is_passive
from whoholds.find.numbers import Number
from whoholds.find.reading import Reading
from whoholds.find.tree import Token

CASUALTIES, DISPLACEMENT = "casualties", "displacement"
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
