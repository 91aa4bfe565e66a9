"""Answers about texts kept for a while: what one stage has worked out of a report, the next need not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

Answer = TypeVar("Answer")
EACH = 200  # code points a text counts for at least: an answer takes room, however short the text


class Lately(Generic[Answer]):
    """A function of a text that remembers its last answers; the oldest go first.

    room  code points of text remembered in all. A longer text is answered and not kept.
    """

    __slots__ = ("_ask", "_held", "_kept", "_room")

    def __init__(self, ask: Callable[[str], Answer], *, room: int) -> None:
        self._ask, self._room, self._held = ask, room, 0
        self._kept: dict[str, Answer] = {}

    def __call__(self, text: str) -> Answer:
        """The answer about the text, worked out if it is not remembered."""
        if text in self._kept:
            return self._kept[text]
        answer = self._ask(text)
        if len(text) <= self._room:
            self._kept[text] = answer
            self._held += max(len(text), EACH)
            while self._held > self._room:
                oldest = next(iter(self._kept))
                del self._kept[oldest]
                self._held -= max(len(oldest), EACH)
        return answer
