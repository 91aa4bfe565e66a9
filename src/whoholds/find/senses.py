"""What a frame asks of a noun: may it stand for a party, is it ground, does it tell of a strike from the air."""

from __future__ import annotations

from whoholds.find.grammar import parts
from whoholds.find.lexicon import Frame, Lexicon
from whoholds.find.match import Match
from whoholds.find.phrases import Phrases, Placed
from whoholds.find.reading import Reading
from whoholds.find.tree import Token


class Senses:
    """The nouns of one reading, as frames judge them."""

    def __init__(self, reading: Reading, lexicon: Lexicon) -> None:
        self.reading, self.lexicon = reading, lexicon
        self.phrases = Phrases(reading, lexicon)

    def party_like(self, token: Token) -> bool:
        """True when the word can stand for a party in a slot that asks for one."""
        phrases = self.phrases
        return (
            phrases.is_party(token)
            or token.lower_ in self.lexicon.places["demonyms"]
            or phrases.lemma_in(token, self.lexicon.nouns["generic_party"])
            or token.lower_ in self.lexicon.terms["owning"]
            or (
                phrases.kind(token) == "place"
                and token.dep_ in {"nsubj", "poss", "compound"}
                and token.text in self.lexicon.terms["acting_seats"]
            )
        )

    def inside_party(self, head: Token) -> Placed | None:
        """The place inside a party's phrase: "the fighters in Velin"."""
        for p, one in parts(head):
            own = p == "of" and self.phrases.lemma_in(head, self.lexicon.terms["garrisons"])
            if own or p in {"in", "at", "near", "inside", "around"}:
                placed = self.phrases.placed(one)
                if placed.mentions:
                    return placed
        return None

    def of_fits(self, frame: Frame, noun: Token) -> bool:
        """False for "control of prices", "the loss of life": the of-phrase is neither ground nor a party."""
        if not {"of", "over"} & {*frame.place, *frame.target} and "owner" not in frame.actor:
            return True
        for p, one in parts(noun):
            if p == "of" or (p == "over" and "over" in frame.place):
                if self.is_ground(one) or self.phrases.is_party(one) or self.phrases.owner(one) is not None:
                    return True
                if self.phrases.kind(one) in {"other", "civil"} and "of-anything" not in frame.traits:
                    return False
        return True

    def is_ground(self, head: Token) -> bool:
        """True when a phrase stands for ground: a name, a settlement, a stretch of land, or a word that leads to one."""
        phrases = self.phrases
        counted = phrases.counted(head)
        if counted is not None:
            return self.is_ground(counted)
        if head.lower_ in self.lexicon.terms["control"]:
            return any(self.is_ground(one) for p, one in parts(head) if p in {"of", "over"})
        if phrases.kind(head) in {"fighters", "party", "civil", "other"}:
            return False
        if phrases.remainder(head):
            return True
        if head.lower_ in self.lexicon.terms["portions"]:
            inner = next((o for p, o in parts(head) if p == "of"), None)
            return inner is not None and self.is_ground(inner)
        placed = phrases.placed(head)
        if placed.mentions or placed.pointer is not None or placed.area is not None:
            return True
        return placed.unnamed and phrases.lemma_in(
            head, self.lexicon.terms["ground"] | self.lexicon.places["facilities"]
        )

    def by_air(self, subject: Token | None, match: Match) -> bool:
        """True when the subject, or what the verb is done with, flies or is fired."""
        air = self.lexicon.nouns["air"]
        near = [t for t in (subject, match.trigger) if t is not None]
        for one in near:
            if (self.phrases.lemma_in(one, air) and one is not match.trigger) or any(
                self.phrases.lemma_in(c, air) for c in one.children if c.dep_ in {"compound", "amod", "conj", "nmod"}
            ):
                return True
            if any(p in {"with", "by", "in", "from"} and self.phrases.lemma_in(o, air) for p, o in parts(one)):
                return True
        return False

    def air_noun(self, noun: Token) -> bool:
        """True when the noun tells of a strike from the air or of artillery, and not of an assault or a stoppage."""
        air = self.lexicon.nouns["air"]
        low = noun.lower_
        if self.lexicon.lemmas(low) & self.lexicon.terms["bombardments"]:
            return True
        before = [t for t in noun.lefts if t.dep_ in {"compound", "amod", "nmod", "poss"}]
        words = {x.lower_ for t in before for x in t.subtree} | ({noun.doc[noun.i - 1].lower_} if noun.i else set())
        if any(self.lexicon.lemmas(w) & air or w in air for w in words):
            return True
        if self.lexicon.lemmas(low) & self.lexicon.terms["strikes"]:
            return not any(t.lower_ in self.lexicon.terms["strikers"] for t in before)
        if self.lexicon.lemmas(low) & self.lexicon.terms["raids"]:
            return bool(words & self.lexicon.terms["flying_bodies"])
        return bool(self.lexicon.lemmas(low) & self.lexicon.terms["bombings"]) and not any(
            t.lower_ in self.lexicon.terms["planted"] for t in before
        )
