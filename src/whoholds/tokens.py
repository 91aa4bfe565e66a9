"""Words of a text: where they stand, which belong together, and how a name may be written in running text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from whoholds.spelling import ARABIC, fold, is_article, key, words_key
from whoholds.text import Span

# A word: letters, digits and marks, held together by apostrophes.
_MARKS = "\u0300-\u036f\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed"
_WORD = re.compile(rf"[^\W_][\w{_MARKS}]*(?:['’‘`´ʼʻʽʾʿ][^\W_][\w{_MARKS}]*)*")
_POSSESSIVE = re.compile(r"['’]s$|(?<=s)['’]$")
_JOINED = re.compile(r"[^\S\n]*(?:[-‐‑–'’‘`ʿʾ]|\n)?[^\S\n]*")  # what may stand between two words of one name
_CLITICS = ("و", "ف", "ب", "ل", "ك", "وب", "ول", "فب", "ال")
SHORT = 5  # letters: all-capital names up to here are abbreviations, which match nothing but themselves
SHORTEST = 3  # letters: in capitals, "IS" is no village called Is
# Small words inside names that are otherwise written with capitals.
_SMALL = frozenset(
    re.findall(r"\w+", "al el as es ash esh ar er ad ed an en at et az ez ath adh ul il wa de du la le bin ibn of")
)


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text: their places, their normal keys, and whether each is only the next one's article."""

    text: str
    spans: tuple[Span, ...]
    keys: tuple[str, ...]
    article: tuple[bool, ...]

    def run(self, first: int) -> Iterator[int]:
        """The numbers of the words from this one on that could belong to one name."""
        yield first
        for at in range(first + 1, len(self.spans)):
            if not _joined(self.text, self.spans[at - 1], self.spans[at]):
                return
            yield at

    def behind_clitics(self, first: int, run: str) -> Iterator[tuple[int, str]]:
        """A run of keys as it stands, then with the Arabic clitics of its first word off, and where each starts."""
        span = self.spans[first]
        yield span.start, run
        word = span.of(self.text)
        if not ARABIC.match(word):
            return
        tail = run[len(run.split(" ", 1)[0]) :]
        for clitic in _CLITICS:
            rest = word.removeprefix(clitic)
            if rest != word and len(rest) > 2 and (bare := key(rest)) and run.endswith(bare + tail):
                yield span.start + len(clitic), bare + tail


@lru_cache(maxsize=2)  # a text is scanned for parties and for places, one right after the other
def words_of(text: str) -> Words:
    """The words of the text, in order; a possessive s is left off."""
    spans = tuple(_spans(text))
    written = [span.of(text) for span in spans]
    article = [is_article(a.of(text), b.of(text)) and _joined(text, a, b) for a, b in pairwise(spans)] + [False] * bool(
        spans
    )
    return Words(text, spans, tuple(words_key(written)) if written else (), tuple(article))


def may_stand(spelling: str, written: str) -> bool:
    """True when a text may write the name like this: capitals where the name has them.

    A word may be small where the name writes it small, or where it is an article or the like.
    """
    if written == spelling:
        return True
    if spelling.isupper() and len(spelling) <= SHORT:
        return written.isupper()
    if written.isupper() and len(written) <= SHORTEST:
        return False
    small = {fold(word) for word in _WORD.findall(spelling) if word[0].islower()}
    words = [word for word in _WORD.findall(written) if word[0].islower()]
    last = _WORD.findall(written)[-1]
    return all(fold(word) in small or fold(word) in _SMALL for word in words) and (
        not last[0].islower() or fold(last) in small
    )


def _spans(text: str) -> Iterator[Span]:
    for word in _WORD.finditer(text):
        tail = _POSSESSIVE.search(word.group())
        end = word.start() + tail.start() if tail else word.end()
        if end > word.start():
            yield Span(word.start(), end)


def _joined(text: str, a: Span, b: Span) -> bool:
    return _JOINED.fullmatch(text, a.end, b.start) is not None
