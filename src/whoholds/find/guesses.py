"""Who did what a claim tells without a doer, and to whom, when it does not say: the sentence first, then the story."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from whoholds.claim import Mention, PlaceMention, Speaker
from whoholds.find.doers import Clues, as_inferred
from whoholds.find.grammar import STEPS
from whoholds.find.meant import Meant
from whoholds.find.memory import FOCUS, REACH, Memory
from whoholds.find.phrases import Phrases
from whoholds.find.reading import Reading
from whoholds.find.tree import Token


class Guesses:
    """What one report leaves to be understood; nobody rather than the foe."""

    def __init__(self, memory: Memory, meant: Meant) -> None:
        self.memory, self.meant, self.words = memory, meant, memory.words

    def inferred(
        self,
        verb: str,
        *,
        reading: Reading,
        trigger: Token,
        speaker: Speaker | None = None,
        target: Mention | None = None,
        places: Sequence[PlaceMention] = (),
    ) -> Mention | None:
        """Who is meant when a claim names no doer; None when every clue points to the one it was done to, or none does."""
        guesses = self._guesses(verb, reading, trigger, speaker=speaker, target=target, places=places)
        return self._first(guesses, but=target)

    def suffering(
        self,
        verb: str,
        *,
        reading: Reading,
        trigger: Token,
        actor: Mention,
        places: Sequence[PlaceMention] = (),
    ) -> Mention | None:
        """To whom it was done when a claim does not say; None when the clues name only the doer, or none does."""
        return self._first(self._sufferers(verb, reading, trigger, actor=actor, places=places), but=actor)

    def harming(self, reading: Reading, trigger: Token, target: Mention | None) -> Mention | None:
        """Who caused casualties that are told without a cause: whose fire the sentence or the story tells of."""
        clues = self._clues(reading)
        guesses = clues.owners(trigger, self.words.air | self.words.strikes)
        guesses += [one for one in (self.memory.opponent(target),) if one is not None]
        guesses += [one for one in self._strikers(clues, reading, trigger) if one is not None]
        return self._first(guesses, but=target)

    def _first(self, guesses: Iterator[Mention | None] | Sequence[Mention], *, but: Mention | None) -> Mention | None:
        for known in guesses:
            if known is not None and not self.words.is_neutral(known.text) and not self.memory.agrees(known, but):
                return as_inferred(known)
        return None

    def _clues(self, reading: Reading) -> Clues:
        return Clues(reading, self.memory.sides, Phrases(reading, self.memory.lexicon))

    def _sufferers(
        self, verb: str, reading: Reading, trigger: Token, *, actor: Mention, places: Sequence[PlaceMention]
    ) -> Iterator[Mention | None]:
        sides = self.memory.sides
        yield self._clues(reading).holder(trigger)
        for place in places:
            yield self.memory.takers.get(place.text.casefold())
        if verb == "siege_or_access":
            return  # a road is cut for all
        for one, two in reversed(self.memory.pairs):
            if sides.same(one.text, actor.text):
                yield two
            if sides.same(two.text, actor.text):
                yield one
        yield sides.other(actor)

    def _guesses(
        self,
        verb: str,
        reading: Reading,
        trigger: Token,
        *,
        speaker: Speaker | None,
        target: Mention | None,
        places: Sequence[PlaceMention],
    ) -> Iterator[Mention | None]:
        clues, memory, plans = self._clues(reading), self.memory, self.words.plans
        recent = memory.winner_index is not None and reading.index - memory.winner_index <= FOCUS
        mine = self.meant.side_of(speaker, reading) if speaker is not None else None
        if verb in {"control_gained", "advance", "control_held"}:
            yield from clues.above(trigger)
            yield from clues.owners(trigger, plans)
            yield mine
            for place in places:
                yield memory.takers.get(place.text.casefold()) or memory.pushers.get(place.text.casefold())
            yield memory.opponent(target)
            if verb != "control_held":
                yield memory.winner
        elif verb in {"control_lost", "withdrawal"}:
            yield mine if target is not None or verb == "withdrawal" or self._conceded(trigger) else None
            for place in places:  # whoever the report says took it or pushed for it: the loser is the other side
                yield memory.opponent(memory.takers.get(place.text.casefold()))
                yield memory.opponent(memory.pushers.get(place.text.casefold()))
            yield memory.loser
            yield memory.opponent(target or memory.winner)
        elif verb == "attack":
            yield memory.opponent(clues.against(trigger))
            yield from clues.above(trigger)
            yield from clues.owners(trigger, plans)
            if memory.attacked is not None and reading.index - memory.attacked[0] <= REACH and self._definite(trigger):
                yield memory.attacked[1]
            yield memory.opponent(clues.holder(trigger))
        elif verb == "siege_or_access":
            yield from clues.above(trigger)
            yield from clues.owners(trigger, plans)
            yield memory.opponent(clues.holder(trigger))
            yield memory.winner if recent else None
        elif verb == "contested":
            yield from (p.mention for p in memory.parties if p.index == reading.index)
            yield memory.winner if recent else None
        elif verb == "strike":
            yield from self._strikers(clues, reading, trigger)

    def _strikers(self, clues: Clues, reading: Reading, trigger: Token) -> Iterator[Mention | None]:
        memory, holder = self.memory, clues.holder(trigger)
        sentence = [p.mention for p in memory.parties if p.index == reading.index and p.subject and p.token < trigger.i]
        near = [*clues.owners(trigger, self.words.air | self.words.strikes), *clues.above(trigger), *sentence]
        yield from (one for one in near if not memory.agrees(one, holder))
        yield memory.opponent(holder)
        if clues.unsigned():
            return
        if (
            memory.striker is not None
            and reading.index - memory.striker[0] <= FOCUS + 2
            and not memory.agrees(memory.striker[1], holder)
        ):
            yield memory.striker[1]

    def _conceded(self, trigger: Token) -> bool:
        """True below "admitted", "conceded": what is lost then is the speaker's own."""
        for _ in range(STEPS):
            if trigger.lemma_ in self.words.conceding:
                return True
            if trigger.head is trigger:
                return False
            trigger = trigger.head
        return False

    def _definite(self, noun: Token) -> bool:
        return any(child.lower_ in self.words.definite for child in noun.children)
