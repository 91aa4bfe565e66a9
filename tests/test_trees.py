"""Trees: a parse copied into plain words says what the parser said, however often and beside whatever it is asked."""

import pytest
import spacy

from whoholds.find.parser import BY_FORM, PIPELINE, UNUSED, Parser
from whoholds.find.tree import written

TEXTS = (
    "Rebels took London and Paris on Monday, the army said.",
    "There was heavy fighting; let's see whether the town, which they'd left, was theirs.",
    "The offensive led by members of the group is the third that isn't over.",
    "",
    "It is\u00a0 12:30 p.m. 5-6 km north-east of Oslo.",
)


@pytest.fixture(scope="module")
def plain():
    return spacy.load(PIPELINE, exclude=list(UNUSED))


@pytest.fixture(scope="module")
def parser():
    return Parser(spacy.load(PIPELINE, exclude=list(UNUSED), disable=list(BY_FORM)))


def facts(token):
    words = (token.text, token.lower_, token.lemma_, token.pos_, token.tag_, token.dep_, token.whitespace_)
    tree = [token.head, *token.children, *token.subtree, *token.conjuncts, *token.ancestors, *token.lefts]
    return token.i, token.idx, words, token.like_num, token.is_punct, [one.i for one in tree]


def facts_of(doc):
    return [facts(token) for token in doc]


@pytest.mark.slow
def test_a_tree_says_what_the_pipeline_says(plain, parser):
    expected = [facts_of(doc) for doc in plain.pipe(TEXTS)]
    for tree, doc in zip(parser.trees(TEXTS), expected, strict=True):
        last = tree[-1].i if tree else None  # the parser keeps a last word's space, which a sentence of ours never has
        assert [one for one in facts_of(tree) if one[0] != last] == [one for one in doc if one[0] != last]


@pytest.mark.slow
def test_what_was_asked_before_changes_nothing(parser):
    first = [facts_of(tree) for tree in parser.trees(TEXTS)]
    again = [facts_of(tree) for text in reversed(TEXTS) for tree in parser.trees([text])]
    assert again[::-1] == first


@pytest.mark.slow
def test_words_written_together_are_read_back_as_they_stand(parser):
    (tree,) = parser.trees(["The north-eastern town wasn't held."])
    assert written(tree) == "The north-eastern town wasn't held."
    assert written(tree[1:4]) == "north-eastern"
    assert written(()) == ""
