"""Names of a theatre in one trie: scan a text, look a name up; every bearer of a name is kept.

A ``Gazetteer`` knows names and what they name (ids), nothing else; places and parties each have their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from math import log
from typing import Any

from whoholds.spelling import ARABIC, fold, key, skeleton_of_key
from whoholds.text import Span
from whoholds.tokens import Words, may_stand, words_of

LONGEST = 5  # words of a name, articles not counted; 99.9 % of the Syrian gazetteer's names are shorter


# Log-weights to start with, by how the name was reached; bench/places.py has their effect.
EXACT, ALIAS, NORMAL, SKELETON, FUZZY = "exact", "alias", "normal", "skeleton", "fuzzy"
ALIKE = 0.74  # likeness below which two names are not even offered: 0.70 finds 0.6 % more within 25 km, 0.78 errs 0.3 % less
START = {EXACT: 0.0, ALIAS: -0.1, NORMAL: -1.0, SKELETON: -2.6, FUZZY: -3.5}
SOUNDS = 55  # likeness of skeletons, per cent, below which names are not compared letter by letter
UNLIKE = 3.0  # how much a name's unlikeness costs: times the logarithm of the likeness


@dataclass(frozen=True, slots=True)
class Found:
    """A name found in a text: where, and the ids of all its bearers."""

    span: Span
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """A bearer of a name asked for; ``how`` is a key of ``START``; ``likeness`` 0 to 1 for the weaker keys."""

    id: str
    how: str
    likeness: float = 1.0

    @property
    def weight(self) -> float:
        """Log-weight to start from."""
        return START[self.how] + UNLIKE * log(max(self.likeness, 0.05))


class Gazetteer:
    """Built once from (id, spelling) pairs; the first spelling of an id is its display name.

    never  normal keys that are no name when they stand alone in a text (they can still be looked up).
    """

    def __init__(self, names: Iterable[tuple[str, str]], *, never: Iterable[str] = ()) -> None:
        bearers: dict[str, int] = {}
        spellings: list[str] = []
        owner: list[int] = []
        for bearer, spelling in names:
            if spelling:
                owner.append(bearers.setdefault(bearer, len(bearers)))
                spellings.append(spelling.replace("\n", " "))
        self.ids: tuple[str, ...] = tuple(bearers)
        self.spellings: tuple[str, ...] = tuple(spellings)
        self._owner = owner
        self._keys = key("\n".join(spellings)).split("\n") if spellings else []
        self._trie = _trie_of((k, i) for i, k in enumerate(self._keys) if k)
        self._never = frozenset(never)

    # ── scanning ────────────────────────────────────────────────────────────────────────────────────────────────

    def scan(self, text: str) -> tuple[Found, ...]:
        """Names that stand in the text: longest first, left to right, never overlapping, in order.

        In scripts with capitals each word of a name must start with one, unless the name itself is written
        small; an all-capital short name ("HTS") only matches itself. Arabic names are found behind clitics.
        """
        said = words_of(text)
        found: list[Found] = []
        at = 0
        while at < len(said.spans):
            best = self._longest(said, at) if self._may_start(said, at) else None
            if best is None:
                at += 1
                continue
            last, one = best
            found.append(one)
            at = last + 1
        return tuple(found)

    def _longest(self, said: Words, first: int) -> tuple[int, Found] | None:
        """The longest name that starts at this word, and the number of its last word."""
        ends: dict[int, int] = {}  # length of the joined keys → the word they end with
        parts: list[str] = []
        length = -1
        for at in said.run(first):
            if said.article[at]:
                continue
            parts.append(said.keys[at])
            length += len(said.keys[at]) + 1
            ends[length] = at
            if len(parts) == LONGEST:
                break
        if not parts or not parts[0]:
            return None
        run = " ".join(parts)
        for start, keys in said.behind_clitics(first, run):
            off = len(run) - len(keys)
            for name in sorted(self._trie.prefixes(keys), key=len, reverse=True):
                last = ends.get(len(name) + off)
                if last is None or (name in self._never and not said.article[first]):
                    continue
                span = Span(start, said.spans[last].end)
                ids = self._bearers(name, span.of(said.text))
                if ids:
                    return last, Found(span, ids)
        return None

    @cached_property
    def _starts(self) -> frozenset[str]:
        """First words of keys: whatever else a text's word is, no name starts there."""
        return frozenset(k.partition(" ")[0] for k in self._keys)

    @cached_property
    def _small_starts(self) -> frozenset[str]:
        """The same of names that are written small."""
        named = zip(self._keys, self.spellings, strict=True)
        return frozenset(k.partition(" ")[0] for k, spelling in named if spelling[0].islower())

    def _may_start(self, said: Words, first: int) -> bool:
        """False where no name can start: most words of most texts.

        A small article counts only with its hyphen ("al-Velin"): "as Velin" is English.
        """
        span = said.spans[first]
        letter = said.text[span.start]
        if said.article[first]:
            return letter.isupper() or not letter.isascii() or not said.text[span.end].isspace()
        if letter.islower():
            return said.keys[first] in self._small_starts
        return bool(ARABIC.match(letter)) or said.keys[first] in self._starts

    def _bearers(self, name: str, written: str) -> tuple[str, ...]:
        """Ids of those who bear a name of that key and may be written like this in a text."""
        fits = [self._owner[i] for (i,) in self._trie[name] if may_stand(self.spellings[i], written)]
        return tuple(self.ids[owner] for owner in dict.fromkeys(fits))

    # ── looking up ──────────────────────────────────────────────────────────────────────────────────────────────

    def look_up(self, name: str, *, fuzzy: bool = False) -> tuple[Match, ...]:
        """Every bearer by the strongest key that reaches it: exact and alias, then normal, then skeleton.

        Weaker keys are added behind the stronger ones, each bearer once. ``fuzzy``: if nothing else was found,
        the nearest skeletons (slow: tens of milliseconds).
        """
        folded, normal = fold(name).strip(), key(name)
        found: dict[int, Match] = {}
        for index in self._indexes(self._trie, normal):
            owner = self._owner[index]
            how = NORMAL
            if fold(self.spellings[index]) == folded:
                how = EXACT if index == self._first[owner] else ALIAS
            self._keep(found, owner, how, self._own_likeness(normal, index))
        bones = skeleton_of_key(normal)
        for index in self._indexes(self._skeletons, bones):
            self._keep(found, self._owner[index], SKELETON, _likeness(normal, self._keys[index]))
        if fuzzy and not found:
            for index, likeness in self._like_any(normal):
                self._keep(found, self._owner[index], FUZZY, likeness)
        return tuple(sorted(found.values(), key=lambda m: (-m.weight, m.id)))

    def keys_of(self, bearer: str) -> frozenset[str]:
        """The normal keys of all names of one bearer."""
        return frozenset(self._keys[index] for index in self._of.get(bearer, ()))

    def alike(self, name: str, among: Iterable[str]) -> tuple[Match, ...]:
        """Those of some bearers whose names look or sound like this one, best first; each bearer once.

        likeness  mean of the likeness of the normal keys and of the skeletons, ``ALIKE`` or more.
        """
        from rapidfuzz import fuzz, process

        normal = key(name)
        bones = skeleton_of_key(normal)
        indexes = [index for bearer in among for index in self._of.get(bearer, ())]
        sounding = process.extract(
            bones, [self._bones[i] for i in indexes], scorer=fuzz.ratio, score_cutoff=SOUNDS, limit=None
        )
        best: dict[str, float] = {}
        for _, by_ear, at in sounding:
            index = indexes[at]
            likeness = _alike(by_ear / 100, normal, bones, self._keys[index], self._bones[index])
            bearer = self.ids[self._owner[index]]
            if likeness >= best.get(bearer, ALIKE):
                best[bearer] = likeness
        return tuple(sorted((Match(i, FUZZY, x) for i, x in best.items()), key=lambda m: (-m.likeness, m.id)))

    def nearest(self, name: str, n: int = 3) -> tuple[str, ...]:
        """The nearest spellings, best first: for "did you mean"."""
        from rapidfuzz import fuzz, process

        wanted = key(name)
        found = process.extract(wanted, self._keys, scorer=fuzz.ratio, limit=n * 4)
        shown = [self.spellings[self._first[self._owner[index]]] for _, _, index in found]
        return tuple(dict.fromkeys(shown))[:n]

    def _own_likeness(self, normal: str, index: int) -> float:
        """How like its bearer's display name a spelling is, 0.5 to 1: joins of gazetteers lend names to neighbours."""
        display = self._keys[self._first[self._owner[index]]]
        return 1.0 if self._keys[index] == display else _likeness(normal, display)

    def _keep(self, found: dict[int, Match], owner: int, how: str, likeness: float = 1.0) -> None:
        match = Match(self.ids[owner], how, likeness)
        if owner not in found or match.weight > found[owner].weight:
            found[owner] = match

    def _indexes(self, trie: Any, name: str) -> Iterator[int]:
        if name and name in trie:
            for (index,) in trie[name]:
                yield index

    @cached_property
    def _first(self) -> dict[int, int]:
        """Bearer → index of its display name."""
        first: dict[int, int] = {}
        for index, owner in enumerate(self._owner):
            first.setdefault(owner, index)
        return first

    @cached_property
    def _of(self) -> dict[str, list[int]]:
        """Bearer → indexes of its spellings."""
        spelled: dict[str, list[int]] = {}
        for index, owner in enumerate(self._owner):
            spelled.setdefault(self.ids[owner], []).append(index)
        return spelled

    @cached_property
    def _bones(self) -> list[str]:
        return skeleton_of_key("\n".join(self._keys)).split("\n") if self._keys else []

    @cached_property
    def _skeletons(self) -> Any:
        return _trie_of((k, i) for i, k in enumerate(self._bones) if len(k) > 1)

    def _like_any(self, normal: str) -> Iterator[tuple[int, float]]:
        from rapidfuzz import fuzz, process

        for _, score, index in process.extract(normal, self._keys, scorer=fuzz.ratio, limit=20, score_cutoff=80):
            yield index, score / 100


def _alike(by_ear: float, normal: str, bones: str, other: str, other_bones: str) -> float:
    """Mean likeness of keys and skeletons; of two scripts, the skeletons' alone, a little less sure."""
    from rapidfuzz import fuzz

    by_ear -= _turned(bones, other_bones)
    if normal.isascii() != other.isascii():
        return by_ear - 0.05
    return (by_ear + fuzz.ratio(normal, other) / 100) / 2


def _turned(bones: str, other: str) -> float:
    """What it costs that one is the Eastern and the other is not, or is the Western."""
    mine, theirs = bones.partition("+")[2], other.partition("+")[2]
    return 0.0 if mine == theirs else 0.3 if mine and theirs else 0.1


def _likeness(a: str, b: str) -> float:
    """How alike two normal keys look, 0.5 to 1; 0.75 where they are of two scripts and cannot be compared."""
    if bool(ARABIC.search(a)) != bool(ARABIC.search(b)) or a.isascii() != b.isascii():
        return 0.75
    from rapidfuzz import fuzz

    return 0.5 + fuzz.ratio(a, b) / 200


def _trie_of(keys: Iterable[tuple[str, int]]) -> Any:
    """Key → indexes of the spellings that have it."""
    import marisa_trie  # heavy: not before a name is wanted

    return marisa_trie.RecordTrie("<I", ((name, (index,)) for name, index in keys))
