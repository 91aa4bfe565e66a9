"""When: which of a sentence's expressions of time belongs to an event."""

from __future__ import annotations

from whoholds.claim import UNTOLD, Told
from whoholds.dating import TimeWord, nearest, told
from whoholds.find.grammar import clause_tokens
from whoholds.find.reading import Reading
from whoholds.find.tree import Token
from whoholds.when import Basis


def time_of(
    clause: Token, token: Token, reading: Reading, words: tuple[TimeWord, ...], *, nominal: bool, wide: bool
) -> Told:
    """The expression the event hangs on; ``nominal``: of a noun, within its phrase; ``wide``: else any of the sentence."""
    at = reading.spans[token.i]
    if nominal:
        first, last = token.left_edge.i, token.i
        for one in reading.doc[token.i + 1 :]:
            if one.pos_ in {"VERB", "AUX"} or one.text in {",", ";", "(", '"'}:
                break
            last = one.i
    else:
        first, last = clause_tokens(token if token.pos_ in {"VERB", "AUX"} else clause)
        first, last = min(first, token.i), max(last, token.i)
    bare = token.tag_ == "VB" and any(c.tag_ == "TO" for c in token.children)
    if bare:  # "an offensive to take it": the day is the offensive's
        inside = reading.span_of(token.i, max(t.i for t in token.subtree))
        words = tuple(w for w in words if inside.holds(w.span))
    found = nearest(words, at=at, clause=reading.span_of(first, last), sentence=reading.sentence, wide=wide)
    if found is not None:
        word, basis = found
        return told(word, basis=basis if basis is not Basis.STATED else None)
    return UNTOLD
