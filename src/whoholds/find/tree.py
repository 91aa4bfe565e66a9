"""The parse of one sentence as plain words: what each is, and what it hangs on.

The parser's own words are made anew at every look; the rules look a hundred times. So a parse is copied once into
``Token``s, named as the parser names them, and the parser's objects go.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """What a word is, wherever it stands. Names and values are the parser's."""

    text: str
    lower_: str
    lemma_: str
    pos_: str
    tag_: str
    is_plural: bool
    is_punct: bool
    is_space: bool
    is_alpha: bool
    like_num: bool


class Token:
    """One word of a parse.

    doc       all words of the sentence; ``i``: the number of this one, ``idx``: where it begins in the masked sentence.
    head      the word it hangs on, itself for a root; ``children``: what hangs on it, in order of the text.
    The rest  as in ``Kind``.
    """

    __slots__ = (
        "_subtree",
        "children",
        "dep_",
        "doc",
        "head",
        "i",
        "idx",
        "is_alpha",
        "is_plural",
        "is_punct",
        "is_space",
        "lemma_",
        "like_num",
        "lower_",
        "pos_",
        "tag_",
        "text",
    )

    doc: tuple[Token, ...]
    head: Token
    children: tuple[Token, ...]

    def __init__(self, kind: Kind, role: str, i: int, idx: int) -> None:
        self.i, self.idx, self.dep_ = i, idx, role
        self._subtree: tuple[Token, ...] | None = None
        self.text: str = kind.text
        self.lower_: str = kind.lower_
        self.lemma_: str = kind.lemma_
        self.pos_: str = kind.pos_
        self.tag_: str = kind.tag_
        self.is_plural: bool = kind.is_plural
        self.is_punct: bool = kind.is_punct
        self.is_space: bool = kind.is_space
        self.is_alpha: bool = kind.is_alpha
        self.like_num: bool = kind.like_num

    def __repr__(self) -> str:
        return self.text

    @property
    def lefts(self) -> tuple[Token, ...]:
        """The children before it."""
        return tuple(one for one in self.children if one.i < self.i)

    @property
    def rights(self) -> tuple[Token, ...]:
        """The children after it."""
        return tuple(one for one in self.children if one.i > self.i)

    @property
    def subtree(self) -> tuple[Token, ...]:
        """The word and all below it: what hangs on its left, itself, what hangs on its right."""
        if self._subtree is None:
            self._subtree = (
                (
                    *[one for child in self.lefts for one in child.subtree],
                    self,
                    *[one for child in self.rights for one in child.subtree],
                )
                if self.children
                else (self,)
            )
        return self._subtree

    @property
    def whitespace_(self) -> str:
        """The gap to the next word: a space, or nothing."""
        after = self.doc[self.i + 1 : self.i + 2]
        return " " if after and after[0].idx > self.idx + len(self.text) else ""

    @property
    def ancestors(self) -> Iterator[Token]:
        """The words it hangs on, from the nearest to the root."""
        up = self
        while up.head is not up:
            up = up.head
            yield up

    @property
    def left_edge(self) -> Token:
        """The first word of the subtree."""
        return min(self.subtree, key=lambda one: one.i)

    @property
    def right_edge(self) -> Token:
        """The last word of the subtree."""
        return max(self.subtree, key=lambda one: one.i)

    @property
    def conjuncts(self) -> tuple[Token, ...]:
        """The other words joined with it by "and", commas and the like."""
        start = self
        while start.dep_ == "conj" and start.head is not start:
            start = start.head
        joined = [start]
        for one in joined:
            joined += [child for child in one.rights if child.dep_ == "conj"]
        return tuple(one for one in joined if one is not self)

    def is_ancestor(self, other: Token) -> bool:
        """True when the other word stands somewhere below this one."""
        return any(one is self for one in other.ancestors)

    def nbor(self, step: int) -> Token:
        """The word so many places further on. IndexError: the sentence ends before."""
        return self.doc[self.i + step]


def tree_of(
    kinds: Sequence[Kind], roles: Sequence[str], starts: Iterable[int], heads: Iterable[int]
) -> tuple[Token, ...]:
    """The words of a sentence, from what each is, its role, where it begins, and the number of the word it hangs on."""
    words = zip(kinds, roles, starts, strict=True)
    doc = tuple([Token(kind, role, i, idx) for i, (kind, role, idx) in enumerate(words)])
    below: dict[int, list[Token]] = {}
    for token, head in zip(doc, heads, strict=True):
        token.doc = doc
        token.head = doc[head]
        if head != token.i:
            below.setdefault(head, []).append(token)
    for token in doc:
        token.children = tuple(below.get(token.i, ()))
    return doc


def release(doc: Sequence[Token]) -> None:
    """Untie the words of a sentence that nobody reads any more, so that they go at once and not when memory is searched.

    They know each other in a circle. Of a released word only what it is by itself may still be asked.
    """
    for token in doc:
        del token.doc, token.head, token.children, token._subtree  # noqa: SLF001 - one module


def written(tokens: Sequence[Token]) -> str:
    """The words as they stand in the masked sentence, a single space for any gap."""
    text = ""
    end = tokens[0].idx if tokens else 0
    for token in tokens:
        text += " " * (token.idx > end) + token.text
        end = token.idx + len(token.text)
    return text
