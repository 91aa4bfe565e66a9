"""Parties: the mention a phrase makes of one, and whose a noun is."""

from __future__ import annotations

from whoholds.claim import Mention, Via
from whoholds.find.grammar import parts
from whoholds.find.kinds import LEFT, PARTIES, Kinds
from whoholds.find.tree import Token

LONGEST = 6  # tokens before the head: a longer name of a party is a parse gone wrong


class Bodies(Kinds):
    """The parties of one reading."""

    def party(self, token: Token) -> Mention | None:
        """The party a phrase names, pronouns included (``via`` then says so and the text is the pronoun's own)."""
        kind = self.kind(token)
        if kind == "pronoun":
            return Mention(
                span=self.reading.spans[token.i], text=self.reading.text_of(token.i, token.i), via=Via.PRONOUN
            )
        if self.lemma_in(token, self.lexicon.terms["bands"]) or kind == "other":
            for prep, one in parts(token):
                if prep == "of" and self.kind(one) in PARTIES | {"name"}:
                    return self.party(one)
        counted = self.counted(token)
        if counted is not None and self.kind(counted) in PARTIES:
            return self.party(counted)  # "fourteen of the fighters" are the fighters
        owner = next((c for c in token.children if c.dep_ == "poss"), None)
        unit = self.reading.text_of(token.i, token.i).casefold() in self.lexicon.terms["units"]
        if owner is not None and unit and self.kind(owner) in PARTIES:
            return self.party(owner)  # "the army's 9th armoured division" is the army
        if token.i in self.reading.names and self.reading.names[token.i].kind == "actor":
            hit = self.reading.names[token.i]
            return Mention(span=hit.span, text=hit.text)
        if owner is not None and self.kind(owner) == "pronoun" and kind in PARTIES:
            span = self.reading.spans[owner.i]
            return Mention(
                span=self.reading.span_of(owner.i, token.i), text=span.of(self.reading.report.text), via=Via.POSSESSIVE
            )
        loyal = next((c for c in token.rights if c.lower_ in self.lexicon.terms["loyal"] and c.i == token.i + 1), None)
        leader = next((o for p, o in parts(loyal) if p in {"to", "with"}), None) if loyal is not None else None
        if leader is not None:  # "troops loyal to ...": the leader is the name
            return Mention(span=self.reading.span_of(token.i, leader.i), text=self.reading.text_of(token.i, leader.i))
        first = max(self._first_left(token), token.i - LONGEST)
        for child in token.lefts:  # "the Kurdish YPG militia": the name says more than the noun
            named = self.reading.names.get(child.i)
            if (
                named is not None
                and named.kind == "actor"
                and child.dep_ in {"compound", "nmod", "appos"}
                and not self._tailed(child)
            ):
                return Mention(span=named.span, text=named.text)
        for child in token.children:
            named = self.reading.names.get(child.i)
            if named is not None and named.kind == "actor" and child.dep_ == "appos" and child.i - token.i <= 2:
                return Mention(span=named.span, text=named.text)
        return Mention(span=self.reading.span_of(first, token.i), text=self.reading.text_of(first, token.i))

    def _tailed(self, token: Token) -> bool:
        """True before "-led", "-backed", "-held"."""
        return token.i + 1 < len(token.doc) and token.doc[token.i + 1].text == "-"

    def _first_left(self, token: Token) -> int:
        first = token.i
        while first > 0:
            before = token.doc[first - 1]
            if before.is_punct and before.text != "-":
                break
            if before.text == "-" or (first < len(token.doc) and token.doc[first].text == "-"):
                first -= 1
                continue
            if (
                before.i in self.reading.names
                and self.reading.names[before.i].kind == "place"
                and before.dep_ not in LEFT
            ):
                break
            meant = (
                before.dep_ in LEFT
                or before.tag_ in {"NNP", "NNPS", "POS"}
                or before.lower_ in self.lexicon.terms["equipped"]
            )
            keep = (
                before.text[:1].isupper()
                or self.lemma_in(before, self.lexicon.nouns["generic_party"])
                or before.tag_ == "POS"
                or before.lower_ in self.lexicon.terms["party_colours"]
            )
            ordinal = before.text[0].isdigit() and self.lemma_in(
                token, self.lexicon.terms["units"]
            )  # "the 47th Brigade"
            if not ((meant and keep) or ordinal) or (
                before.lower_ in {"the", "a", "an", "on", "in", "and"} and before.tag_ == "DT"
            ):
                break
            first -= 1
        while first < token.i and token.doc[first].text in {"-", "'s", "'"}:
            first += 1
        return first

    def owner(self, token: Token, *, by: bool = True, of: bool = True, places: bool = False) -> Token | None:
        """Who stands before or behind a noun as its doer: possessor, adjective, "of" and "by"."""
        for child in token.lefts:
            if child.dep_ in {"poss", "compound", "amod", "nmod", "npadvmod"}:
                if child.lower_ in self.lexicon.terms["whose"]:
                    return _bearer(token)
                kind = self.kind(child)
                if kind in PARTIES or (kind == "pronoun" and child.dep_ == "poss"):
                    return child
                if child.lower_ in self.lexicon.places["demonyms"] or self.lemma_in(
                    child, self.lexicon.nouns["generic_party"]
                ):
                    return child
                if kind == "name" and child.dep_ in {"poss", "compound"} and not places and not self.is_person(child):
                    return child
                inner = self.owner(child, by=False, of=False) if child.dep_ in {"compound", "amod"} else None
                if inner is not None:
                    return inner
        for prep, one in parts(token):
            if (by and prep == "by") or (of and prep == "of"):
                kind = self.kind(one)
                if kind in PARTIES or kind == "pronoun" or (prep == "by" and kind == "name"):
                    return one
        return None


def _bearer(token: Token) -> Token | None:
    """Whose it is in "the militia, whose capture of Velin ...": the head of the relative clause."""
    up = token
    for _ in range(8):
        if up.dep_ == "relcl":
            return up.head
        if up.dep_ == "ROOT":
            return None
        up = up.head
    return None
