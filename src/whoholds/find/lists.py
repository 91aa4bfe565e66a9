"""Flat lists of names: "A, B and C", "including A, B and the academy", "Korsk 4 and 5". No parse is needed.

A parser's chains of conjuncts break on names it does not know; a scan over the words does not. Both are joined.
"""

from __future__ import annotations

from whoholds.claim import PlaceMention, Relation
from whoholds.find.phrases import Phrases
from whoholds.find.tree import Token, written
from whoholds.text import Span

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
DASHES = frozenset({"-", "\u2013", "\u2014", "("})
OPENERS = frozenset({"including", "include", "includes", "namely", "like", "notably", "especially", ":"})
BESIDE = frozenset({"in", "near", "at", "around", "outside", "inside"})
ASIDE = 16  # tokens of a description between two members
AREA = 7  # tokens that "in the southern Korsk region" may take
MORE = 9  # tokens within which a row of bearings must come to its "and"
REACH = 9  # tokens after a kind noun within which its list must open


def listed_after(head: Token, phrases: Phrases) -> list[PlaceMention]:
    """The names of the list that a phrase such as "more than ten districts" opens; empty when it opens none."""
    doc = head.doc
    for at in range(head.i + 1, min(head.i + REACH, len(doc))):
        token = doc[at]
        aside = token.text in DASHES and doc[at - 1].whitespace_ and head.tag_ in {"NNS", "NNPS"}
        if aside and len(listed := names_from(doc[at + 1] if at + 1 < len(doc) else None, phrases)) > 1:
            return listed  # "three villages near Korsk - Harn, Orsk and Pell - fell"
        if (
            token.lower_ in OPENERS
            or (token.lower_ == "as" and doc[at - 1].lower_ == "such")
            or (token.lower_ == "them" and doc[at - 1].lower_ == "among")
        ):
            return names_from(doc[at + 1] if at + 1 < len(doc) else None, phrases)
        if token.text in {".", ";"} or (token.pos_ in {"VERB", "AUX"} and token.dep_ != "amod"):
            return []
    return []


def names_from(token: Token | None, phrases: Phrases, *, loose: bool = False) -> list[PlaceMention]:
    """The place names that stand in a row from a token on, in order of the text.

    loose  members may have a preposition or a bearing of their own: "in Velin and near Korsk", "and east of Pell".
    """
    found: list[PlaceMention] = []
    subject = token is not None and _is_subject(token)
    while token is not None:
        doc, at = token.doc, token.i
        kind = phrases.kind(token)
        if found and not subject and doc[at - 1].text == "," and kind in {"place", "name"} and _is_subject(token):
            break  # "..., Reuters said": somebody who does something new
        if found and (after := _past_area(doc, at, phrases)) is not None:
            token = doc[after]
            continue
        if found and loose and (after := _past_bearing(doc, at, phrases)) is not None:
            token = doc[after]
            continue
        if found and token.text == "," and _describes(doc, at, phrases):
            following = _past_description(doc, at, phrases)
            if following is None:
                break
            token = doc[following]
            continue
        if _tells_where(token, found, phrases):
            break
        if kind in {"place", "name"} and not phrases.is_person(token):
            mention, last = _item(token, phrases)
            after_name = doc[last + 1] if last + 1 < len(doc) else None
            if (
                after_name is not None
                and after_name.pos_ in {"VERB", "AUX"}
                and after_name.tag_ != "VBG"
                and found
                and doc[at - 1].text == ","
            ):
                break  # "..., Reuters said"
            found.extend(_numbered(mention, last, phrases))
            at = last
        elif _named_by_kind(token, kind, found, phrases):
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


def _describes(doc: tuple[Token, ...], at: int, phrases: Phrases) -> bool:
    """True at the comma of ", the capital of Korsk county", ", a town in Korsk", which say more of the name before."""
    det = doc[at + 1].lower_ if at + 1 < len(doc) else ""
    if det not in {"the", "a", "an", "its", "their"}:
        return False
    for i in range(at + 2, min(at + 6, len(doc))):
        if phrases.kind(doc[i]) == "kind" and doc[i].dep_ not in {"compound", "amod"}:
            after = doc[i + 1].lower_ if i + 1 < len(doc) else ""
            if doc[i].lower_ in phrases.lexicon.places["titles"]:
                return after in {"of", "in", "and", ",", "as", "on", "near"}
            return det in {"a", "an"} or after in {"in", "near", "on"}
        if doc[i].text[:1].isupper() or doc[i].pos_ not in {"ADJ", "NOUN", "NUM", "ADV", "PROPN", "PART", "PUNCT"}:
            return False
    return False


def _past_description(doc: tuple[Token, ...], at: int, phrases: Phrases) -> int | None:
    """Where the row goes on behind a description: at the next comma, or at "as well as"; None where it ends."""
    for i in range(at + 2, min(at + ASIDE, len(doc))):
        joined = doc[i].text == "," or written(doc[i : i + 3]).casefold() == "as well as"
        if joined:
            follows = i + (3 if doc[i].text != "," else 1)
            while written(doc[follows : follows + 1]) in {"and", "as", "well"}:
                follows += 1
            return i if _goes_on(doc, follows, phrases) else None
        if doc[i].pos_ in {"VERB", "AUX"} and doc[i].dep_ != "amod":
            return None
    return None


def _is_subject(token: Token) -> bool:
    """True for a word of a verb's subject, the words before its head included."""
    while token.dep_ in {"compound", "amod", "nmod", "poss"} and token.head.i > token.i:
        token = token.head
    return token.dep_ in {"nsubj", "nsubjpass"}


def _named_by_kind(token: Token, kind: str, found: list[PlaceMention], phrases: Phrases) -> bool:
    """True for "the military academy" as a member of a list: a facility without a name."""
    return (
        kind == "kind"
        and bool(found)
        and any(c.dep_ == "det" and c.lower_ not in {"a", "an"} for c in token.children)
        and token.doc[token.i - 1].pos_ != "ADP"
        and token.lower_ in phrases.lexicon.places["whole"]
        and written(token.doc[token.i + 1 : token.i + 2]) != "of"
    )


def _tells_where(token: Token, found: list[PlaceMention], phrases: Phrases) -> bool:
    """True where the row ends with its area: "south-west of Harn", "the Pell and Orsk quarters of Velin"."""
    doc, at, places = token.doc, token.i, phrases.lexicon.places
    if (
        token.text.islower()
        and token.lower_ in places["bearings"]
        and any(t.lower_ == "of" for t in doc[at + 1 : at + 4])
    ):
        return True
    if token.lower_ != "of" or not found or at < 2 or phrases.kind(doc[at - 1]) != "kind":
        return False
    named_before = phrases.kind(doc[at - 2]) in {"place", "name"}
    counted = doc[at - 1].tag_ == "NNS" and doc[at - 2].pos_ == "NUM"
    return named_before or (
        counted and any(t.lower_ in places["containers"] | {"district"} for t in doc[at + 1 : at + 4])
    )


def _past_area(doc: tuple[Token, ...], at: int, phrases: Phrases) -> int | None:
    """Where the row goes on behind "in the Korsk region and ...", "(Orsk county), ..."; None where it does not."""
    start = at + 1 if doc[at].text == "," else at
    if start >= len(doc) or doc[start].lower_ not in {"in", "of", "near"}:
        return None
    named = False
    for i in range(start + 1, min(start + AREA, len(doc))):
        token = doc[i]
        if token.text == "," or token.lower_ == "and":
            follows = i + 1 if token.lower_ == "and" or written(doc[i + 1 : i + 2]) != "and" else i + 2
            return i if named and _goes_on(doc, follows, phrases) else None
        kind = phrases.kind(token)
        named = named or kind in {"place", "name", "state"}
        if kind not in {"place", "name", "kind", "state"} and token.pos_ not in {"DET", "ADJ"}:
            return None
    return None


def _past_bearing(doc: tuple[Token, ...], at: int, phrases: Phrases) -> int | None:
    """The member behind ", and near ...", "and north of ..."; None where none stands."""
    i, joined = at, False
    while i < len(doc) and doc[i].text in {",", "and"}:
        joined, i = joined or doc[i].text == "and", i + 1
    if i == at or i >= len(doc):
        return None
    first = i
    while i < len(doc) and (doc[i].lower_ in phrases.lexicon.places["bearings"] or doc[i].text == "-"):
        i += 1
    by_bearing = i > first and written(doc[i : i + 1]) == "of"
    if not by_bearing and not (i == first and joined and doc[i].lower_ in BESIDE):
        return None
    i += 1
    more = joined or any(
        doc[j].lower_ == "and" and phrases.kind(doc[j + 1]) == "kind" for j in range(i, min(i + MORE, len(doc) - 1))
    )
    return i if more and _goes_on(doc, i, phrases) else None


def _goes_on(doc: tuple[Token, ...], at: int, phrases: Phrases) -> bool:
    """True when a name stands here, behind its kind nouns, and no verb makes it the subject of something new."""
    while at < len(doc) and (
        phrases.kind(doc[at]) == "kind" or doc[at].pos_ == "ADJ" or doc[at].lower_ in JOINERS - {",", "and"}
    ):
        at += 1
    if at >= len(doc) or phrases.kind(doc[at]) not in {"place", "name"} or phrases.is_person(doc[at]):
        return False
    last = at if at in phrases.reading.names else phrases.run(doc[at])[1]
    return doc[at].dep_ not in {"nsubj", "nsubjpass"} and written(doc[last + 1 : last + 2]) not in {"'s", "-"}


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
