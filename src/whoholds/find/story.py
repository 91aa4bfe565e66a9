"""What a report has said so far: who "they" are, which town "the town" is, where a claim without a place happens.

One object a report, fed sentence by sentence in order. What was told is kept in the memory; whom a word means, who is
left to be understood, and where it happens are read from it.
"""

from __future__ import annotations

from collections.abc import Iterator

from whoholds.claim import PlaceMention, Via
from whoholds.find.doers import Clues
from whoholds.find.grammar import STEPS
from whoholds.find.guesses import Guesses
from whoholds.find.lexicon import Lexicon
from whoholds.find.meant import Meant
from whoholds.find.memory import Memory, Party
from whoholds.find.phrases import PARTIES, Phrases
from whoholds.find.reading import Reading
from whoholds.find.sides import Sides
from whoholds.find.tree import Token
from whoholds.find.whereabouts import Whereabouts


class Story:
    """The state of reading one report.

    party      the party a slot's token means
    inferred, suffering, harming  who did it, to whom, and who caused harm, where a claim does not say
    opponent   whom a party fights
    places_of, scene  where a claim happens
    claimed    to be called with what each claim said, for the ones after it
    """

    def __init__(self, lexicon: Lexicon, sides: Sides) -> None:
        self._memory = Memory(lexicon, sides)
        self._meant = Meant(self._memory)
        guesses, where = Guesses(self._memory, self._meant), Whereabouts(self._memory)
        self.claimed, self.opponent = self._memory.claimed, self._memory.opponent
        self.party = self._meant.party
        self.inferred, self.suffering, self.harming = guesses.inferred, guesses.suffering, guesses.harming
        self.places_of, self.scene = where.places_of, where.scene

    @property
    def heading(self) -> PlaceMention | None:
        """The place of the heading the report is under."""
        return self._memory.heading

    def section(self, mention: PlaceMention | None, index: int) -> None:
        """A heading: pronouns start afresh, and its place is the scene until another is named."""
        self._memory.heading, self._memory.head_index = mention, index

    def begin(self, reading: Reading) -> None:
        """Take in the mentions of a sentence; afterwards its words can be resolved."""
        memory, words = self._memory, self._memory.words
        phrases = Phrases(reading, memory.lexicon)
        clues = Clues(reading, memory.sides, phrases)
        for token in reading.doc:
            kind = phrases.kind(token)
            if kind == "name" and (side := clues.side_of_person(token)) is not None:
                for name in self._names(token, reading):
                    memory.people[name] = (reading.index, side)
            if kind in PARTIES and token.dep_ not in {"compound", "amod", "nmod"}:
                mention = phrases.party(token)
                if mention is None or mention.via is not Via.DIRECT or words.landlike(token):
                    continue
                mention = memory.sides.resolved(self._meant.fuller(mention))
                subject = token.dep_ in {"nsubj", "nsubjpass", "agent"} or token.head.lower_ == "by"
                if mention.text.casefold() in memory.lexicon.terms["pronouns"] | words.personal or words.is_neutral(
                    mention.text
                ):
                    continue
                foe = self._fought(token)
                memory.parties.append(
                    Party(
                        index=reading.index, token=token.i, mention=mention, subject=subject, head=token.lower_, foe=foe
                    )
                )
            elif token.i + 1 < len(reading.doc) and reading.doc[token.i + 1].text == "-":
                continue
            elif (kind == "place" and not phrases.acts(token)) or (kind == "name" and phrases.is_where(token)):
                placed = phrases.placed(token)
                said = next((c.lower_ for c in token.children if c.dep_ == "appos" and phrases.kind(c) == "kind"), "")
                noun = said or (
                    next((t.lower_ for t in (token.head, *token.head.ancestors) if phrases.kind(t) == "kind"), "")
                    if token.dep_ in {"compound", "pobj", "appos"}
                    else ""
                )
                for one in placed.mentions[:1]:
                    if not phrases.is_person(token):
                        behind = memory.places and memory.places[-1][0] == reading.index and phrases.is_area(token)
                        at = len(memory.places) - 1 if behind else len(memory.places)
                        memory.places.insert(at, (reading.index, token.i, one, one.kind or noun))  # the town stays last

    def _names(self, token: Token, reading: Reading) -> Iterator[str]:
        """The words by which a person may be named again: the last name and the ones before it."""
        yield reading.text_of(token.i, token.i)
        yield from (
            reading.text_of(c.i, c.i)
            for c in token.lefts
            if c.dep_ == "compound" and c.text[:1].isupper() and c.lower_ not in self._memory.words.office
        )

    def _fought(self, token: Token) -> bool:
        """True behind "with", "against", "from", over conjuncts and "of": the other side of what the sentence tells."""
        for _ in range(STEPS):
            if token.dep_ == "pobj" and token.head.lower_ in self._memory.words.facing:
                return True
            if token.dep_ not in {"pobj", "prep", "conj"} or token.head is token or token.head.pos_ in {"VERB", "AUX"}:
                return False
            token = token.head
        return False
