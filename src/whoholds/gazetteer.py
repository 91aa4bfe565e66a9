"""Names of a theatre, millions of them, in one file: scan a text, look a name up; every bearer of a name is kept.

A ``Gazetteer`` knows names and what they name (ids), nothing else; places and parties each have their own.

    file    two tries, of normal keys and of skeletons; from each key a chain through the names that have it; per name
            its owner and spelling, per owner its id and names. Mapped into memory: only what is asked for is read.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, islice
from math import log
from pathlib import Path
from typing import Any

from whoholds import columns
from whoholds.columns import NONE, Chains, Texts, numbers
from whoholds.scanning import Found, Scanner
from whoholds.sound import Heard, alike, heard
from whoholds.spelling import fold, key, one_off, skeleton_of_key
from whoholds.tokens import may_stand

__all__ = ["Found", "Gazetteer", "Match"]

AT_ONCE = 50_000  # names keyed in one pass
RELEASED = 16  # names gone into after which what they touched of the file is let go: each maps up to half a megabyte
FEW = 300_000  # names that may be compared one by one, which takes a tenth of a second; of more, those with near skeletons

# Log-weights to start with, by how the name was reached; bench/places.py has their effect.
EXACT, ALIAS, NORMAL, SKELETON, FUZZY = "exact", "alias", "normal", "skeleton", "fuzzy"
ALIKE = 0.64  # likeness below which two names are not even offered; 0.74 finds 0.9 % fewer places of the event list, none errs less
START = {EXACT: 0.0, ALIAS: -0.1, NORMAL: -1.0, SKELETON: -2.6, FUZZY: -2.6}
BY_EYE = 0.2  # how much the letters count beside the sounds, in one script; bench/places.py and bench/spellings.py
UNWRITTEN = 0.05  # off the likeness across scripts, of who is written in both: bench/spellings.py, .871 → .886 with it
CLEAR = 0.95  # likeness of a name with the same skeleton from which no other is looked for
HEARD = 60  # names that are compared sound by sound, of those of a named area
UNLIKE, UNLIKE_BY_SOUND = 2.0, 6.0  # how much a name's unlikeness costs: times the logarithm of the likeness


@dataclass(frozen=True, slots=True)
class Match:
    """A bearer of a name asked for; ``how`` is a key of ``START``; ``likeness`` 0 to 1 for the weaker keys."""

    id: str
    how: str
    likeness: float = 1.0

    @property
    def weight(self) -> float:
        """Log-weight to start from."""
        steep = UNLIKE if self.how in {EXACT, ALIAS, NORMAL} else UNLIKE_BY_SOUND
        return START[self.how] + steep * log(max(self.likeness, 0.05))


class Gazetteer:
    """Built once from (id, spelling) pairs; the first spelling of an id is its display name.

    never  normal keys that are no name when they stand alone in a text (they can still be looked up).
    """

    def __init__(self, names: Iterable[tuple[str, str]], *, never: Iterable[str] = ()) -> None:
        self._open(columns.viewed(_columns(names)), never)

    @classmethod
    def kept(
        cls, file: Path, stamp: str, names: Callable[[], Iterable[tuple[str, str]]], *, never: Iterable[str] = ()
    ) -> Gazetteer:
        """The same from a file that carries the stamp; written first when there is none, or it is another's.

        Where the file cannot be written, the gazetteer is made in memory.
        """
        found = columns.opened(file, stamp)
        if found is None:
            made = _columns(names())
            found = columns.opened(file, stamp) if columns.kept(file, stamp, made) else None
            found = found or columns.viewed(made)
        gazetteer = cls.__new__(cls)
        gazetteer._open(found, never)  # noqa: SLF001 - one class
        return gazetteer

    def _open(self, found: Mapping[str, memoryview], never: Iterable[str]) -> None:
        self._columns = found  # the tries point into them
        self._trie, self._skeletons, self._small, self._idents = (
            _trie(found[one]) for one in ("keys", "bones", "small", "idents")
        )
        self._by_key, self._by_bones, self._by_owner = (Chains(found, one) for one in ("key", "bone", "owned"))
        self._key_of, self._bone_of, self._owner, self._first, self._ident_of, self._owner_of = (
            numbers(found[one]) for one in ("key_of", "bone_of", "owner", "first", "ident_of", "owner_of")
        )
        self._spellings = Texts(found, "spelling")
        self._spoken: dict[str, list[tuple[str, Heard]]] = {}
        self._never = frozenset(never)
        self._touched = 0
        self._scanner = Scanner(self)

    def __len__(self) -> int:
        return len(self._owner)

    # ── scanning ────────────────────────────────────────────────────────────────────────────────────────────────

    def scan(self, text: str) -> tuple[Found, ...]:
        """Names that stand in the text: longest first, left to right, never overlapping, in order.

        In scripts with capitals each word of a name must start with one, unless the name itself is written
        small; an all-capital short name ("HTS") only matches itself. Arabic names are found behind clitics.
        """
        return self._scanner.scan(text)

    def opens(self, word: str) -> bool:
        """True when a name starts with this word (a normal key)."""
        return " " not in word and (self._has(word) or self.opens_longer(word))

    def opens_small(self, word: str) -> bool:
        """True when a name that is written small starts with this word."""
        return _number(self._small, word) is not None

    def opens_longer(self, word: str) -> bool:
        """True when a name of several words starts with this word."""
        try:
            return next(self._trie.iterkeys(word + " "), None) is not None
        except UnicodeEncodeError:  # half a character: no name has one
            return False

    def prefixes(self, run: str) -> list[str]:
        """The names, as normal keys, that a run of keys starts with; the longest first."""
        try:
            return sorted(self._trie.prefixes(run), key=len, reverse=True)
        except UnicodeEncodeError:
            return []

    def is_never(self, name: str) -> bool:
        """True for what is no name when it stands alone in a text."""
        return name in self._never

    def bearers(self, name: str, written: str) -> tuple[str, ...]:
        """Ids of those who bear a name of that key and may be written like this in a text, as listed."""
        indexes = self._let_go(self._by_key.of(_number(self._trie, name)))
        fits = [self._owner[i] for i in indexes if may_stand(self._spellings[i], written)]
        return tuple(self._id(owner) for owner in dict.fromkeys(fits))

    def _let_go(self, indexes: Iterable[int]) -> Iterator[int]:
        """The names about to be gone into, one by one; now and then the file's pages are given back.

        So a big gazetteer stays small in memory, however long it runs and however many bear one name.
        """
        many = len(self) > FEW
        for index in indexes:
            if many:
                self._touched += 1
                if self._touched % RELEASED == 0:
                    columns.release(self._columns)
            yield index

    def _has(self, name: str) -> bool:
        return _number(self._trie, name) is not None

    # ── looking up ──────────────────────────────────────────────────────────────────────────────────────────────

    def look_up(self, name: str, *, fuzzy: bool = False) -> tuple[Match, ...]:
        """Every bearer by the strongest key that reaches it: exact and alias, then normal, then skeleton.

        Weaker keys are added behind the stronger ones, each bearer once. ``fuzzy``: if nothing else was found,
        the nearest skeletons (slow: tens of milliseconds).
        """
        folded, normal = fold(name).strip(), key(name)
        found: dict[int, Match] = {}
        for index in self._let_go(self._by_key.of(_number(self._trie, normal))):
            owner = self._owner[index]
            how = NORMAL
            if fold(self._spellings[index]) == folded:
                how = EXACT if index == self._first[owner] else ALIAS
            self._keep(found, owner, how, self._own_likeness(normal, owner))
        bones, said = skeleton_of_key(normal), heard(normal)
        for index in self._let_go(self._by_bones.of(_number(self._skeletons, bones) if len(bones) > 1 else None)):
            self._keep(found, self._owner[index], SKELETON, self._alike(normal, said, index))
        if fuzzy and not any(match.how != SKELETON or match.likeness >= CLEAR for match in found.values()):
            for index in self._let_go(self._near_bones(bones)):
                if (likeness := self._alike(normal, said, index)) >= ALIKE:
                    self._keep(found, self._owner[index], FUZZY, likeness)
        return tuple(sorted(found.values(), key=lambda m: (-m.weight, m.id)))

    def keys_of(self, bearer: str) -> frozenset[str]:
        """The normal keys of all names of one bearer."""
        return frozenset(one for one, _ in self._spoken_of(bearer))

    def alike(self, name: str, among: Iterable[str]) -> tuple[Match, ...]:
        """Those of some bearers whose names look or sound like this one, best first; each bearer once.

        likeness  of their sounds, ``ALIKE`` or more; of the ``HEARD`` that share most letters.
        """
        from rapidfuzz import fuzz, process

        normal = key(name)
        said = heard(normal)
        spoken = [(bearer, one) for bearer in among for one in self._spoken_of(bearer)]
        near = process.extract(
            said.sounds.lower(), [one.sounds.lower() for _, (_, one) in spoken], scorer=fuzz.ratio, limit=HEARD
        )
        best: dict[str, float] = {}
        for _, _, at in near:
            bearer, (own_key, own) = spoken[at]
            other = said.script != own.script and self._has_script(bearer, said.script)
            likeness = _alike(normal, said, own_key, own, has_script=other)
            if likeness >= best.get(bearer, ALIKE):
                best[bearer] = likeness
        return tuple(sorted((Match(i, FUZZY, x) for i, x in best.items()), key=lambda m: (-m.likeness, m.id)))

    def nearest(self, name: str, n: int = 3) -> tuple[str, ...]:
        """The nearest spellings, best first: for "did you mean"."""
        wanted = key(name)
        near = self._nearest(wanted, self._near(wanted), limit=n * 4, cutoff=0)
        shown = [self._spellings[self._first[self._owner[index]]] for index, _ in near]
        return tuple(dict.fromkeys(shown))[:n]

    def _alike(self, normal: str, said: Heard, index: int) -> float:
        own = self._key(index)
        own_said = heard(own)
        other = said.script != own_said.script and self._has_script(self._id(self._owner[index]), said.script)
        return _alike(normal, said, own, own_said, has_script=other)

    def _has_script(self, bearer: str, script: str) -> bool:
        return any(one.script == script for _, one in self._spoken_of(bearer))

    def _own_likeness(self, normal: str, owner: int) -> float:
        """How like its bearer's display name a spelling is, 0.5 to 1: joins of gazetteers lend names to neighbours."""
        display = self._key(self._first[owner])
        return 1.0 if normal == display else _likeness(normal, display)

    def _keep(self, found: dict[int, Match], owner: int, how: str, likeness: float = 1.0) -> None:
        match = Match(self._id(owner), how, likeness)
        if owner not in found or match.weight > found[owner].weight:
            found[owner] = match

    def _id(self, owner: int) -> str:
        return str(self._idents.restore_key(self._ident_of[owner]))

    def _key(self, index: int) -> str:
        number = self._key_of[index]
        return "" if number == NONE else str(self._trie.restore_key(number))

    def _spoken_of(self, bearer: str) -> list[tuple[str, Heard]]:
        """The normal key and the sounds of each name of one bearer, remembered: areas are asked for again and again."""
        spoken = self._spoken.get(bearer)
        if spoken is None:
            number = _number(self._idents, bearer)
            mine = self._by_owner.of(None if number is None else self._owner_of[number])
            if len(self._spoken) >= FEW:
                self._spoken.clear()
            spoken = self._spoken[bearer] = [(one, heard(one)) for one in map(self._key, mine)]
        return spoken

    # ── what only looks alike ───────────────────────────────────────────────────────────────────────────────────

    @cached_property
    def _every_key(self) -> list[str]:
        """The key of each name, for a gazetteer of few names."""
        return [self._key(index) for index in range(len(self))]

    def _near(self, normal: str) -> Mapping[int, str] | list[str]:
        """Name → key of those worth comparing: all of a few, of many those whose skeleton is one consonant off."""
        if len(self) <= FEW:
            return self._every_key
        return {index: self._key(index) for index in self._near_bones(skeleton_of_key(normal))}

    def _near_bones(self, bones: str) -> Iterator[int]:
        """The names whose skeleton is one consonant off."""
        for near in one_off(bones):
            if len(near) > 1:
                yield from self._by_bones.of(_number(self._skeletons, near))

    def _nearest(
        self, normal: str, near: Mapping[int, str] | list[str], *, limit: int, cutoff: float
    ) -> Iterator[tuple[int, float]]:
        from rapidfuzz import fuzz, process

        for _, score, index in process.extract(normal, near, scorer=fuzz.ratio, limit=limit, score_cutoff=cutoff):
            yield index, score / 100


def _alike(normal: str, said: Heard, own: str, own_said: Heard, *, has_script: bool) -> float:
    """How alike two names sound; in one script, a little of how alike they look.

    has_script  the bearer is also written in the script of the name asked for, and would have been found by that.
    """
    by_ear = alike(said, own_said)
    if said.script != own_said.script:
        return by_ear - (UNWRITTEN if has_script else 0.0)
    from rapidfuzz import fuzz

    return by_ear * (1 - BY_EYE) + BY_EYE * fuzz.ratio(normal, own) / 100


def _likeness(a: str, b: str) -> float:
    """How alike two normal keys sound, 0.5 to 1."""
    return 0.5 + alike(heard(a), heard(b)) / 2


# ── the file ────────────────────────────────────────────────────────────────────────────────────────────────────


def _columns(names: Iterable[tuple[str, str]]) -> dict[str, columns.Bytes]:
    """What a gazetteer of these names is made of. Memory: some 200 bytes a name while it is made."""
    owners: dict[str, int] = {}
    owner, first, ends = array("I"), array("I"), array("Q")
    spellings = bytearray()
    keyed: list[str] = []  # by fifty thousand names: their keys, one a line
    small: set[str] = set()
    pairs = iter(names)
    while these := [(bearer, name) for bearer, name in islice(pairs, AT_ONCE) if name]:
        spelled = [name.replace("\n", " ") for _, name in these]
        keys = key("\n".join(spelled))
        keyed.append(_whole(keys))
        small.update(
            one.partition(" ")[0]
            for name, one in zip(spelled, keys.split("\n"), strict=True)
            if name[0] >= "a" and name[0].islower()
        )
        for bearer, _ in these:
            number = owners.setdefault(bearer, len(owners))
            if number == len(first):
                first.append(len(owner))
            owner.append(number)
        written = [name.encode("utf-8", "surrogatepass") for name in spelled]
        ends.extend(islice(accumulate(map(len, written), initial=len(spellings)), 1, None))
        spellings += b"".join(written)
    idents = _made(map(_whole, owners))
    ident_of = array("I", map(idents.key_id, owners))
    owner_of = array("I", bytes(4 * len(owners)))
    for number, ident in enumerate(ident_of):
        owner_of[ident] = number
    owners.clear()
    made: dict[str, columns.Bytes] = {
        "idents": idents.tobytes(), "ident_of": ident_of, "owner_of": owner_of, "owner": owner, "first": first,
        "spelling": spellings, "spelling_ends": ends, "small": _made(map(_whole, sorted(small))).tobytes(),
        **columns.chained("owned", len(first), owner),
    }  # fmt: skip
    del idents, ident_of, owner_of
    made |= _indexed("keys", "key", keyed, shortest=1)
    keyed = list(map(skeleton_of_key, keyed))
    made |= _indexed("bones", "bone", keyed, shortest=2)
    return made


def _indexed(trie: str, name: str, batches: list[str], *, shortest: int) -> dict[str, columns.Bytes]:
    """A trie of one line per name, and the chains from each of its entries; shorter lines are in none."""
    made = _made(_lines(batches, shortest))
    of = array("I")
    for lines in batches:
        of.extend([made.get(one, NONE) if len(one) >= shortest else NONE for one in lines.split("\n")])
    return {trie: made.tobytes(), f"{name}_of": of, **columns.chained(name, len(made), of)}


def _lines(batches: list[str], shortest: int) -> Iterator[str]:
    """The lines that are long enough, each once in its batch: a trie is made of what differs."""
    for lines in batches:
        yield from (one for one in dict.fromkeys(lines.split("\n")) if len(one) >= shortest)


def _made(keys: Iterable[str]) -> Any:
    import marisa_trie  # heavy: not before a name is wanted

    return marisa_trie.Trie(keys)


def _whole(text: str) -> str:
    """The text with a question mark for each half of a character: a trie takes whole ones."""
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace").decode()
    return text


def _trie(column: memoryview) -> Any:
    import marisa_trie

    return marisa_trie.Trie().map(column)


def _number(trie: Any, name: str) -> int | None:
    """The trie's number of the name; None: it is not in it."""
    try:
        number: int | None = trie.get(name)
    except UnicodeEncodeError:  # half a character: no name has one
        return None
    return number
