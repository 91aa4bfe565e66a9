"""Who did what a claim leaves without a doer: clues of the sentence first, then of the story; nobody rather than the foe.

The clues, nearest first: whose offensive or air raid the sentence speaks of, who acts in the clauses above, whose voice
it is, who held the ground that was hit ("League-held Velin" is hit by the League's foe), who last took that place.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from whoholds.claim import Mention, Via
from whoholds.find.grammar import STEPS, clause_of, parts
from whoholds.find.phrases import PARTIES, Phrases
from whoholds.find.reading import Reading
from whoholds.find.sides import Sides
from whoholds.find.tree import Token


class Clues:
    """The clues of one sentence."""

    def __init__(self, reading: Reading, sides: Sides, phrases: Phrases) -> None:
        self.reading, self.sides, self.phrases, self.words = reading, sides, phrases, sides.words

    def mention(self, token: Token | None) -> Mention | None:
        """The party at a token, named outright and able to act; None for pronouns, lands and neutral bodies."""
        if token is None or self.words.landlike(token):
            return None
        kind = self.phrases.kind(token)
        if kind not in PARTIES and not self._adjective(token):
            return None
        found = self.phrases.party(token)
        if found is None or found.via is not Via.DIRECT or self.words.is_neutral(found.text):
            return None
        found = self.sides.resolved(found)
        return (
            None
            if set(found.text.casefold().split()) <= self.words.air | self.words.strikes | self.words.plans
            else found
        )

    def _adjective(self, token: Token) -> bool:
        return token.lower_ in self.phrases.lexicon.places["demonyms"] or self.phrases.lemma_in(
            token, self.phrases.lexicon.nouns["generic_party"]
        )

    def above(self, trigger: Token) -> Iterator[Mention]:
        """Owners and subjects of the nouns and verbs above the trigger, within what one voice says."""
        said, up = self.words, trigger
        for _ in range(STEPS):
            if up.dep_ in {"ROOT", "ccomp", "parataxis"} or up.head is up:
                return
            below, up = up, up.head
            if up.pos_ in {"NOUN", "PROPN"} and up.lower_ in said.plans | said.strikes | said.announced:
                if (found := self.mention(self.phrases.owner(up))) is not None:
                    yield found
                elif up.head.lower_ in said.foiled:
                    return  # "held the town despite efforts to take it": not the efforts of who held it
            elif up.pos_ in {"VERB", "AUX"} and below.dep_ not in {"nsubj", "nsubjpass"}:
                clause = clause_of(up)
                subject = clause.object if up.lemma_ in said.blaming else clause.subject
                if subject is not None and (found := self.mention(subject)) is not None:
                    yield found

    def against(self, trigger: Token) -> Mention | None:
        """Who is defending, when the trigger is what is defended against: the doer is the foe."""
        head = trigger.head
        if trigger.dep_ in {"pobj", "dobj"} and head.lower_ in self.words.against:
            verb = head.head if head.pos_ == "ADP" else head
            up = verb
            for _ in range(STEPS):
                if up.pos_ in {"VERB", "AUX"} and (found := self.mention(clause_of(up).subject)) is not None:
                    return found
                if up.head is up:
                    break
                up = up.head
        return None

    def owners(self, trigger: Token, words: frozenset[str]) -> list[Mention]:
        """Owners of the sentence's nouns of that kind ("League offensive", "Ostran jets"), nearest to the trigger first."""
        found = []
        for token in self.reading.doc:
            if token.lower_ in words and token.i not in self.reading.names:
                one = self.mention(self.phrases.owner(token))
                if one is not None:
                    found.append((abs(token.i - trigger.i), token.i, one))
        return [one for _, _, one in sorted(found, key=lambda f: f[:2])]

    def holder(self, trigger: Token) -> Mention | None:
        """Whose ground it is that the sentence speaks of: "the League-held district"."""
        doc, best = self.reading.doc, None
        for token in doc:
            if token.lower_ not in self.words.held or token.i < 2:
                continue
            before = doc[token.i - 2] if doc[token.i - 1].text == "-" else doc[token.i - 1]
            if doc[token.i - 1].text != "-" and token.dep_ != "amod":
                continue
            one = self.mention(before)
            if one is not None and (best is None or abs(token.i - trigger.i) < best[0]):
                best = (abs(token.i - trigger.i), one)
        return best[1] if best is not None else None

    def side_of_person(self, token: Token) -> Mention | None:
        """Whose man a named person is: "League spokesman Orlo", "Orlo, a commander of the League"."""
        office = [
            c
            for c in token.children
            if c.lower_ in self.words.office and c.dep_ in {"compound", "appos", "nmod", "amod"}
        ]
        if token.dep_ in {"appos", "compound"} and token.head.lower_ in self.words.office:
            office.append(token.head)
        for one in (token, *office) if office else ():
            found = self.mention(self.phrases.owner(one)) or next(
                (m for p, o in parts(one) if p in {"of", "for", "with", "in"} and (m := self.mention(o)) is not None),
                None,
            )
            if found is not None:
                return found
        return None

    def unsigned(self) -> bool:
        """True where a bomb went off: whose it was is known only when the sentence says so."""
        return any(token.lower_ in self.words.bombs for token in self.reading.doc)


def as_inferred(mention: Mention | None) -> Mention | None:
    """The mention as something understood, with the place where it is named."""
    if mention is None:
        return None
    return replace(mention, via=Via.INFERRED, antecedent=mention.antecedent or mention.span)
