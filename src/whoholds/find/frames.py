"""Frames (data) matched on the parse: which claim, through which word, with which phrases in which slots.

Code knows the shapes (``shapes``, ``states``), the slots and the guards; words are the language file's. Adding a
wording is adding a line there and a sentence beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from whoholds.find.lexicon import Frame, Lexicon
from whoholds.find.match import Match
from whoholds.find.reading import Reading
from whoholds.find.shapes import noun, verb
from whoholds.find.slots import Slots
from whoholds.find.states import adjective, distance, modifiers, state, stopped
from whoholds.find.tree import Token

SHAPES: Mapping[str, Callable[[Slots, Frame, Token], Match | None]] = {
    "verb": verb,
    "noun": noun,
    "state": state,
    "adjective": adjective,
    "distance": distance,
    "stopped": stopped,
}
__all__ = ["SHAPES", "Match", "matches_in"]


def matches_in(reading: Reading, lexicon: Lexicon) -> tuple[Match, ...]:
    """The frames that fire in a sentence, in order of their triggers; at most one a trigger word."""
    return tuple(sorted(_fire(Slots(reading, lexicon)), key=lambda match: match.trigger.i))


def _fire(slots: Slots) -> Iterator[Match]:
    fired: set[int] = set()
    for frame, token in _candidates(slots):
        taken = token.i in slots.used and frame.shape in {"noun", "adjective"}
        if token.i in fired or taken:
            continue
        match = SHAPES[frame.shape](slots, frame, token)
        if match is not None:
            fired.add(token.i)
            yield match
    yield from modifiers(slots, fired)


def _candidates(slots: Slots) -> list[tuple[Frame, Token]]:
    """Frames with the words that may start them, the most specific wording first, then in order of text and file."""
    found = []
    for token in slots.reading.doc:
        if token.i in slots.reading.names or token.is_punct:
            continue
        for lemma in sorted(slots.lexicon.lemmas(_written(token))):
            for order, frame in enumerate(slots.lexicon.by_word.get(lemma, ())):
                found.append((_rank(frame, lemma), token.i, order, frame, token))
    return [(frame, token) for _, _, _, frame, token in sorted(found, key=lambda one: one[:3])]


def _written(token: Token) -> str:
    """The word as written, its hyphen included: "pull-out" reaches the parser in three pieces."""
    if token.i < 2 or token.doc[token.i - 1].text != "-" or token.doc[token.i - 2].whitespace_:
        return token.lower_
    whole = f"{token.doc[token.i - 2].lower_}-{token.lower_}"
    return whole if token.pos_ == "NOUN" and token.dep_ != "compound" else token.lower_


def _rank(frame: Frame, lemma: str) -> int:
    if frame.object:
        return 0  # "take control of" before "take"
    if frame.particle or frame.shape in {"state", "stopped"}:
        return 1
    return 2 if any(" " in word and word.split()[0] == lemma for word in frame.words) else 3
