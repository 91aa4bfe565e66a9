"""What is done to be fast changes no answer: neighbours, order and names decide nothing."""

import numpy as np
import pytest

from make import a_report
from whoholds.find import find
from whoholds.find.encoder import Encoder
from whoholds.find.lexicon import lexicon_of
from whoholds.find.parser import parser
from whoholds.find.parsing import prepare
from whoholds.language import load_language
from whoholds.theatre import load_theatre

TEXTS = (
    "The Coastal League captured Velin on Monday, its press office said. Residents fled. It was quiet in Korsk.",
    "Northern Army soldiers withdrew from Orsk. They left three tanks behind, two witnesses said.",
    "The town council met in Korsk. A market opened.",
    "Shells hit Velin and killed at least nine people. The army denied it had fired. It called the report untrue.",
    "",
)
PEACE = "The visitors from {a} beat {b} by two goals on Sunday and lead the table, the coach of {a} said. " * 6


@pytest.fixture(scope="module")
def arland():
    return load_theatre("arland")


@pytest.mark.slow
def test_findings_do_not_depend_on_the_order_or_the_company_of_reports(arland):
    reports = [a_report(text) for text in TEXTS]
    together = {report.id: found for report, found in find(reports, arland)}
    backwards = {report.id: found for report, found in find(reports[::-1], arland)}
    alone = {report.id: found for one in reports for report, found in find([one], arland)}
    assert any(together.values())
    assert together == backwards == alone


@pytest.mark.slow
def test_a_sentence_has_the_same_vectors_beside_any_others():
    pipeline = parser()._nlp
    docs = [pipeline.make_doc(text) for text in TEXTS]
    encoder = Encoder(pipeline.get_pipe("tok2vec"))
    beside = encoder.vectors(docs)
    for doc, vectors in reversed(list(zip(docs, beside, strict=True))):
        (alone,) = encoder.vectors([doc])
        assert np.array_equal(alone, vectors)
    for ours, theirs in zip(beside, pipeline.get_pipe("tok2vec").predict(docs), strict=True):
        assert np.allclose(ours, theirs, atol=1e-4)


@pytest.mark.parametrize("names", [("Velin", "Korsk"), ("Harn", "Sorna Bay"), ("Zzyx", "Qaf")])
def test_which_sentences_are_read_does_not_depend_on_names(arland, names):
    lexicon = lexicon_of(load_language("en"))
    one, other = names
    assert lexicon.peaceful(PEACE.format(a=one, b=other))
    assert not lexicon.peaceful(PEACE.format(a=one, b=other) + f"Troops besieged {one}.")
    text = f"Troops entered {one}. The weather in {other} was fair. {one} was shelled. A fair was held near {other}."
    assert list(prepare(a_report(text), arland, lexicon).masked) == [0, 2, 3]


def test_an_executive_makes_no_report_of_war():
    lexicon = lexicon_of(load_language("en"))
    assert lexicon.peaceful(PEACE.format(a="Velin", b="Korsk") + "The chief executive was there.")
    assert not lexicon.peaceful(PEACE.format(a="Velin", b="Korsk") + "Two captives were executed.")
