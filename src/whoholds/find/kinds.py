"""What a noun stands for: a party, a place, people, a thing; slots, capitals and kind nouns decide.

Never the parser's entity labels: of thirteen place names in one dispatch three pipelines labelled between three and
five. The theatre's names help where they stand, and are not needed.
"""

from __future__ import annotations

import re

from whoholds.find.grammar import conjuncts, parts
from whoholds.find.lexicon import Lexicon
from whoholds.find.reading import Reading
from whoholds.find.tree import Token

PARTIES = frozenset({"fighters", "party", "state"})
LEFT = frozenset({"compound", "amod", "nmod", "poss", "nummod", "npadvmod"})


class Kinds:
    """The nouns of one reading. Pure: holds the reading and the words, nothing else."""

    def __init__(self, reading: Reading, lexicon: Lexicon) -> None:
        self.reading, self.lexicon = reading, lexicon

    def lemma_in(self, token: Token, group: frozenset[str]) -> bool:
        """True when a form of the token belongs to the class of lemmas."""
        low = token.lower_
        return low in group or not group.isdisjoint(self.lexicon.lemmas(low)) or token.lemma_.lower() in group

    def kind(self, token: Token) -> str:
        """fighters, party, state, place, kind, civil, pronoun, name or other."""
        kinds = self.reading.kinds
        if token.i not in kinds:
            kinds[token.i] = self._kind(token)
        return kinds[token.i]

    def _kind(self, token: Token) -> str:
        hit = self.reading.names.get(token.i)
        if hit is not None:
            return "fighters" if hit.kind == "actor" else "place"
        low, nouns, places = token.lower_, self.lexicon.nouns, self.lexicon.places
        if low in self.lexicon.terms["pronouns"] and token.pos_ in {"PRON", "DET"}:
            return "pronoun"
        proper = (
            token.pos_ != "NUM"
            and token.text[:1].isupper()
            and (token.pos_ == "PROPN" or (token.i > 0 and token.tag_ != "JJ"))
        )
        if proper and self._words(token).casefold() in places["states_as_party"]:
            return "state"
        if proper and token.text in self.lexicon.terms["corps"]:
            return "fighters"
        if proper and low in nouns["party_names"] and token.i > 0:
            return "fighters"
        if low in self.lexicon.terms["both_sides"]:
            return "party"
        if self.lemma_in(token, nouns["fighters"]):
            return "fighters"
        if low in self.lexicon.terms["men"] and (
            self._party_left(token)
            or any(c.dep_ == "poss" or c.lower_ in self.lexicon.terms["equipped"] for c in token.children)
        ):
            return "fighters"
        if self.lemma_in(token, self.lexicon.terms["bands"]) and self._party_left(token):
            return "fighters"  # "gang members", "army reinforcements"
        counted = self.counted(token)
        if counted is not None:
            what = self.kind(counted)
            return "kind" if what in {"place", "name"} else what
        if self.lemma_in(token, nouns["civil"]) and not self._stood_at(token):
            return "civil"
        if proper and low in places["bearings"] and token.dep_ == "amod" and token.head.text.islower():
            return "kind"  # "the Eastern parts of the city"
        if (
            proper
            and (token.pos_ == "PROPN" or (token.i > 0 and token.tag_ in {"NN", "NNS"}))
            and not self.lemma_in(token, places["kinds"])
        ):
            if low in places["not_place"] or (token.i == 0 and token.dep_ != "poss" and not self._elsewhere(token)):
                return "other"
            return "name"
        if self.lemma_in(token, places["kinds"]):
            if self.lemma_in(token, nouns["parties"]) and self._party_left(token):
                return "party"
            return "kind"
        if self.lemma_in(token, nouns["parties"]):
            return "party"
        if low in places["bearings"]:
            return "kind"
        if low in self.lexicon.terms["shares"]:
            return "kind"
        return "other"

    def _stood_at(self, token: Token) -> bool:
        """True for a building that can also speak, where something happens to it or at it: "toward the hospital"."""
        suffers = token.dep_ == "dobj" or (token.dep_ == "pobj" and token.head.lower_ != "by")
        return suffers and self.lemma_in(token, self.lexicon.places["facilities"])

    def counted(self, token: Token) -> Token | None:
        """What an amount is an amount of: "dozens of villages" and "13 of the townships" are villages, townships."""
        if token.pos_ != "NUM" and not self.lemma_in(token, self.lexicon.terms["amounts"]):
            return None
        return next((one for p, one in parts(token) if p == "of" and one.i > token.i), None)

    def _elsewhere(self, token: Token) -> bool:
        """True when the capital is not owed to the sentence's beginning: the report writes the word so inside one, too."""
        following = token.doc[1] if len(token.doc) > 1 else None
        if following is not None and token.tag_ == "NNP" and token.lower_ not in self.lexicon.nouns["plain"]:
            joined = following.pos_ in {"AUX", "VERB"} or following.lower_ in self.lexicon.terms["joining"]
            if joined and token.dep_ in {"nsubj", "nsubjpass"} and not self.lexicon.knows(token.lower_):
                return True  # "Korsk was captured": a name, and nothing else
        nearby = following is not None and following.text[:1].isupper()
        return nearby or re.search(rf"[a-z,] {re.escape(token.text)}\b", self.reading.report.text) is not None

    def _party_left(self, token: Token) -> bool:
        return any(child.dep_ in LEFT and self.kind(child) in PARTIES for child in token.children)

    def _words(self, token: Token) -> str:
        words = [c.text for c in token.lefts if c.dep_ == "compound" and c.text[:1].isupper()] + [token.text]
        return " ".join(words)

    def is_party(self, token: Token) -> bool:
        """True when the phrase is, or may well be, a body that holds ground."""
        kind = self.kind(token)
        if kind in PARTIES:
            return True
        if token.tag_ == "JJ" and token.lower_ in self.lexicon.places["demonyms"]:  # "Ukrainian and Russian forces"
            return any(self.kind(one) in PARTIES for one in conjuncts(token))
        if kind == "pronoun":
            return token.lower_ in self.lexicon.terms["acting"]
        if kind == "name":
            return not self.is_person(token)
        if kind == "place":
            by = token.dep_ == "pobj" and token.head.lower_ == "by"
            return by or token.dep_ in {"nsubj", "poss"}  # "Korsk said", "Korsk's forces": the place acts
        if self.lemma_in(token, self.lexicon.terms["bands"]) or (kind == "other" and token.tag_ in {"NNS", "NNPS"}):
            return self._party_left(token) or any(p == "of" and self.kind(o) in PARTIES for p, o in parts(token))
        return False

    def is_person(self, token: Token) -> bool:
        """True for a name with a title, or one that stands beside an office."""
        titles = self.lexicon.terms["titles"]
        return any(c.lower_.rstrip(".") in titles for c in token.lefts) or any(
            c.dep_ == "appos" and c.lower_ in titles for c in token.children
        )
