"""Scanning: which names stand in a text. Most words of most texts open no name, and are told so by a table look-up.

text ── split ──→ words ── memo ──→ those that may open a name ── run on ──→ the longest name ──→ Found
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Protocol

from whoholds.spelling import ARABIC, is_article, key, may_be_article, words_key
from whoholds.text import Span
from whoholds.tokens import CLITICS, joins, split, without_possessive

LONGEST = 8  # words of a name, articles not counted: "Islamic State of Iraq and the Levant" has six; of places 99.9 % have under five
REMEMBERED = 20_000  # words, and as many names: some 10 MB; a year of news in one language uses about 60,000


@dataclass(frozen=True, slots=True)
class Found:
    """A name found in a text: where, and the ids of all its bearers."""

    span: Span
    ids: tuple[str, ...]


class Named(Protocol):
    """What scanning asks of a gazetteer, by normal key."""

    def opens(self, word: str) -> bool:
        """True when a name starts with this word."""

    def opens_small(self, word: str) -> bool:
        """True when a name that is written small starts with it."""

    def opens_longer(self, word: str) -> bool:
        """True when a name of several words starts with it."""

    def prefixes(self, run: str) -> Sequence[str]:
        """The names that the run of keys starts with, the longest first."""

    def bearers(self, name: str, written: str) -> tuple[str, ...]:
        """Ids of those who bear a name of that key and may be written like this in a text."""

    def is_never(self, name: str) -> bool:
        """True for what is no name when it stands alone in a text."""


@dataclass(frozen=True, slots=True)
class _Opening:
    """What a word of a text can do at the start of a name.

    article  it is written like one; whether it is depends on the next word.
    plain    a name may start with the word itself.
    longer   names of several words do.
    lone     the name that it is by itself: where that starts in the word, and its bearers; None: it is none.
    """

    article: bool
    plain: bool
    longer: bool
    lone: tuple[int, tuple[str, ...]] | None


class Scanner:
    """Scans for the names of one gazetteer; remembers the words it has met, as many as fit."""

    def __init__(self, names: Named) -> None:
        self._names = names
        self._openings = _Openings(self)
        self._keys = _Keys()
        self._borne: dict[tuple[str, str], tuple[str, ...]] = {}

    def scan(self, text: str) -> tuple[Found, ...]:
        """Names that stand in the text: see ``Gazetteer.scan``."""
        parts = split(text)
        words = parts[1::2]
        openings = list(map(self._openings.__getitem__, words))
        if not any(openings):
            return ()
        starts = list(accumulate(map(len, parts)))[::2]
        said = _Said(text, words, parts[::2], starts)
        found: list[Found] = []
        after = 0
        for at, opening in enumerate(openings):
            if opening is None or at < after:
                continue
            hit = self._from(said, at, opening)
            if hit is not None:
                after = hit[0] + 1
                found.append(hit[1])
        return tuple(found)

    def _from(self, said: _Said, first: int, opening: _Opening) -> tuple[int, Found] | None:
        """The longest name that starts at this word, and the number of its last word."""
        word = said.words[first]
        article = opening.article and said.is_article(first)
        if article:
            # A small article counts only with its hyphen ("al-Velin"): "as Velin" is English.
            if not (word[0].isupper() or not word[0].isascii() or not said.gaps[first + 1][0].isspace()):
                return None
        elif not opening.plain:
            return None
        elif not opening.longer or not said.joined(first):
            if opening.lone is None:
                return None
            off, ids = opening.lone
            start = said.starts[first]
            return first, Found(Span(start + off, start + len(without_possessive(word))), ids)
        return self._run(said, first, article=article)

    def _run(self, said: _Said, first: int, *, article: bool) -> tuple[int, Found] | None:
        ends: dict[int, int] = {}  # length of the joined keys → the word they end with
        keys: list[str] = []
        length = -1
        at = first
        while True:
            if not said.is_article(at):
                one = self._keys[said.words[at]]
                keys.append(one)
                length += len(one) + 1
                ends[length] = at
            if len(keys) == LONGEST or not said.joined(at):
                break
            at += 1
        if not keys or not keys[0]:
            return None
        run = " ".join(keys)
        for off, from_here in behind_clitics(without_possessive(said.words[first]), run):
            cut = len(run) - len(from_here)
            for name in self._names.prefixes(from_here):
                last = ends.get(len(name) + cut)
                if last is None or (not article and self._names.is_never(name)):
                    continue
                span = Span(said.starts[first] + off, said.starts[last] + len(without_possessive(said.words[last])))
                ids = self.bearers(name, span.of(said.text))
                if ids:
                    return last, Found(span, ids)
        return None

    def bearers(self, name: str, written: str) -> tuple[str, ...]:
        """The gazetteer's answer, remembered."""
        ids = self._borne.get((name, written))
        if ids is None:
            if len(self._borne) >= REMEMBERED:
                self._borne.clear()
            ids = self._borne[name, written] = self._names.bearers(name, written)
        return ids

    def opening(self, word: str) -> _Opening | None:
        """What a word can do; None: nothing, whatever follows.

        In scripts with capitals each word of a name starts with one, unless the name itself is written small.
        """
        word = without_possessive(word)
        first = words_key([word])[0]
        article = may_be_article(word)
        plain = bool(first) and self._may_open(word, first)
        if not plain:
            return _Opening(article=True, plain=False, longer=False, lone=None) if article else None
        runs = list(behind_clitics(word, first))
        longer = any(self._names.opens_longer(run.partition(" ")[0]) for _, run in runs)
        lone = None
        for off, run in runs:
            if lone is None and not self._names.is_never(run):
                ids = self._names.bearers(run, word[off:])
                lone = (off, ids) if ids else None
        if lone is None and not longer and not article:
            return None
        return _Opening(article, plain, longer, lone)

    def _may_open(self, word: str, first: str) -> bool:
        if word[0].islower():
            return self._names.opens_small(first)
        return ARABIC.match(word) is not None or self._names.opens(first)


@dataclass(frozen=True, slots=True)
class _Said:
    """The words of a text, what stands before each and behind the last, and where each starts."""

    text: str
    words: list[str]
    gaps: list[str]
    starts: list[int]

    def joined(self, at: int) -> bool:
        """True when this word and the next could belong to one name."""
        if at + 1 >= len(self.words) or not joins(self.gaps[at + 1]):
            return False
        word = self.words[at]
        return len(without_possessive(word)) == len(word)

    def is_article(self, at: int) -> bool:
        """True when the word is only the article of the next one."""
        word = self.words[at]
        return may_be_article(word) and self.joined(at) and is_article(word, without_possessive(self.words[at + 1]))


class _Openings(dict[str, _Opening | None]):
    """Word → what it can do, worked out when first met."""

    def __init__(self, scanner: Scanner) -> None:
        super().__init__()
        self._scanner = scanner

    def __missing__(self, word: str) -> _Opening | None:
        if len(self) >= REMEMBERED:
            self.clear()
        self[word] = opening = self._scanner.opening(word)
        return opening


class _Keys(dict[str, str]):
    """Word → its normal key."""

    def __missing__(self, word: str) -> str:
        if len(self) >= REMEMBERED:
            self.clear()
        self[word] = one = words_key([without_possessive(word)])[0]
        return one


def behind_clitics(word: str, run: str) -> list[tuple[int, str]]:
    """A run of keys as it stands, then with the Arabic clitics of its first word off, and where in it each starts."""
    runs = [(0, run)]
    if ARABIC.match(word):
        tail = run[len(run.split(" ", 1)[0]) :]
        for clitic in CLITICS:
            rest = word.removeprefix(clitic)
            if rest != word and len(rest) > 2 and (bare := key(rest)) and run.endswith(bare + tail):
                runs.append((len(clitic), bare + tail))
    return runs
