"""Flat lists of names: "A, B and C", "including A, B and the academy", "Korsk 4 and 5". No parse is needed.

A parser's chains of conjuncts break on names it does not know; a scan over the words does not. Both are joined.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from whoholds.claim import PlaceMention, Relation
from whoholds.find.phrases import Phrases
from whoholds.text import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

JOINERS = frozenset(
    {
        ",",
        "and",
        "&",
        "or",
        "the",
        "as",
        "well",
        "also",
        "both",
        "of",
        "-",
        "plus",
        "nearby",
        "neighbouring",
        "neighboring",
        "then",
        "a",
        "an",
        "former",
        "strategic",
        "key",
        "military",
    }
)
OPENERS = frozenset({"including", "include", "includes", "namely", "like", "notably", "especially", ":"})
REACH = 9  # tokens after a kind noun within which its list must open


def listed_after(head: Token, phrases: Phrases) -> list[PlaceMention]:
    """The names of the list that a phrase such as "more than ten districts" opens; empty when it opens none."""
    doc = head.doc
    for at in range(head.i + 1, min(head.i + REACH, len(doc))):
        token = doc[at]
        if (
            token.lower_ in OPENERS
            or (token.lower_ == "as" and doc[at - 1].lower_ == "such")
            or (token.lower_ == "them" and doc[at - 1].lower_ == "among")
        ):
            return names_from(doc[at + 1] if at + 1 < len(doc) else None, phrases)
        if token.text in {".", ";"} or (token.pos_ in {"VERB", "AUX"} and token.dep_ != "amod"):
            return []
    return []


def names_from(token: Token | None, phrases: Phrases) -> list[PlaceMention]:
    """The place names that stand in a row from a token on, in order of the text."""
    found: list[PlaceMention] = []
    while token is not None:
        doc, at = token.doc, token.i
        kind = phrases.kind(token)
        if (
            token.text.islower()
            and token.lower_ in phrases.lexicon.places["bearings"]
            and any(t.lower_ == "of" for t in doc[at + 1 : at + 4])
        ):
            break  # "south-west of Harn" says where the list lies
        if kind in {"place", "name"} and not phrases.is_person(token):
            mention, last = _item(token, phrases)
            after = doc[last + 1] if last + 1 < len(doc) else None
            if (
                after is not None
                and after.pos_ in {"VERB", "AUX"}
                and after.tag_ != "VBG"
                and found
                and doc[at - 1].text == ","
            ):
                break  # "..., Reuters said"
            found.extend(_numbered(mention, last, phrases))
            at = last
        elif (
            kind == "kind"
            and any(c.dep_ == "det" for c in token.children)
            and doc[at - 1].pos_ != "ADP"
            and found
            and token.lower_ in phrases.lexicon.places["whole"]
        ):
            first = at
            while first - 1 > 0 and doc[first - 1].dep_ in {"amod", "compound"} and doc[first - 1].head.i == at:
                first -= 1
            span = phrases.reading.span_of(first, at)
            found.append(PlaceMention(span=span, text=span.of(phrases.reading.report.text), kind=token.lower_))
        elif not (
            token.lower_ in JOINERS
            or kind == "kind"
            or token.pos_ in {"NUM", "DET", "ADJ", "CCONJ"}
            or token.dep_ in {"compound", "amod"}
        ) or token.text in {".", ";"}:
            break
        token = doc[at + 1] if at + 1 < len(doc) else None
    return found


def _item(token: Token, phrases: Phrases) -> tuple[PlaceMention, int]:
    doc = token.doc
    last = token.i
    if token.i not in phrases.reading.names:
        last = phrases.run(token)[1]
    mention = phrases.mention(doc[last] if token.i not in phrases.reading.names else token, Relation.AT, token)
    return mention, last


def _numbered(mention: PlaceMention, last: int, phrases: Phrases) -> list[PlaceMention]:
    """One mention a number: "Korsk 4 and 5" is two places, each with its own stretch."""
    doc, reading = phrases.reading.doc, phrases.reading
    name, _, number = mention.text.rpartition(" ")
    numbers: list[tuple[str, Span]] = []
    at = last + 1
    if not number.isdigit() or not name:
        name = mention.text
        if at < len(doc) and doc[at].text.isdigit() and len(doc[at].text) <= 2:
            numbers.append((doc[at].text, reading.spans[at]))
            at += 1
    while (
        at + 1 < len(doc)
        and doc[at].lower_ in {"and", ",", "&"}
        and doc[at + 1].text.isdigit()
        and len(doc[at + 1].text) <= 2
    ):
        following = doc[at + 2] if at + 2 < len(doc) else None
        if following is not None and following.pos_ == "NOUN":
            break
        numbers.append((doc[at + 1].text, reading.spans[at + 1]))
        at += 2
    if not numbers:
        return [mention]
    made = [] if name == mention.text else [mention]
    return made + [
        PlaceMention(
            span=Span(mention.span.start, span.end), text=f"{name} {text}", kind=mention.kind, relation=mention.relation
        )
        for text, span in numbers
    ]
