"""Where a claim happens that points at a place or names none: the town last spoken of, the scene, the heading."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from whoholds.claim import PlaceMention, Relation, Via
from whoholds.find.memory import FOCUS, REACH, Memory
from whoholds.find.phrases import Placed
from whoholds.find.reading import Reading
from whoholds.find.tree import Token
from whoholds.text import Span

MAIN = 3  # mentions that make a place the one a report is about
FAR = 12  # sentences back in which "the town" still finds the town that was called so


class Whereabouts:
    """The places of one report, as its words point at them. Places: the last named of the right kind."""

    def __init__(self, memory: Memory) -> None:
        self.memory = memory

    def places_of(
        self, placed: Placed, reading: Reading, trigger: Token
    ) -> tuple[tuple[PlaceMention, ...], PlaceMention | None]:
        """The places a claim is about and the area around them: named, pointed at, or those of the scene."""
        if placed.mentions:
            return _distinct(placed.mentions), placed.area
        if placed.pointer is not None:
            found = self._pointed(placed.pointer, reading)
            if found:
                return found, placed.area
        if placed.area is not None:
            return (), placed.area
        return self.scene(reading, trigger), None

    def _pointed(self, token: Token, reading: Reading) -> tuple[PlaceMention, ...]:
        words, word, span = self.memory.words, token.lower_, reading.spans[token.i]
        before = [p for p in self.memory.places if (p[0], p[1]) < (reading.index, token.i)]
        if (
            (word in words.many or token.tag_ == "NNS")
            and self.memory.focus is not None
            and len(self.memory.focus[1]) > 1
        ):
            return tuple(_pointing(one, span) for one in self.memory.focus[1])
        area = words.holding_towns
        if word in words.town_like:
            before = [p for p in before if not set(p[2].text.casefold().split()) & area and p[3] not in area] or before
        same = [
            p
            for p in before
            if (p[3] == word or p[2].text.casefold().split()[-1] == word) and reading.index - p[0] <= FAR
        ]
        recent = before[-1][0] if before else -1
        focus = (
            self.memory.focus
            if self.memory.focus is not None
            and len(self.memory.focus[1]) == 1
            and reading.index - self.memory.focus[0] <= FOCUS
            else None
        )
        if same and reading.index - same[-1][0] <= FOCUS and (focus is None or focus[1][0].kind not in {word, ""}):
            return (_pointing(same[-1][2], span),)
        if focus is not None and focus[0] >= recent:
            return (_pointing(focus[1][0], span),)
        main = self._main()
        if main is not None and not same and word not in words.vague_pointers and recent < reading.index:
            return (_pointing(main, span),)
        near = [p for p in before if reading.index - p[0] <= REACH]
        if near:
            latest = [p for p in near if p[0] == near[-1][0]]
            exact = [p for p in latest if p[3] == word]
            return (_pointing((exact or latest)[-1][2], span),)
        if same:
            return (_pointing(same[-1][2], span),)
        if focus is not None:
            return (_pointing(focus[1][0], span),)
        first = self.memory.heading or (self.memory.places[0][2] if self.memory.places else None)
        return (_pointing(first, span),) if first is not None else ()

    def _main(self) -> PlaceMention | None:
        """The place a report is about: named at least thrice, and twice as often as any other; None when there is none."""
        counted = Counter(p[2].text.casefold() for p in self.memory.places)
        ranked = counted.most_common(2)
        if not ranked or ranked[0][1] < MAIN or (len(ranked) > 1 and ranked[0][1] < 2 * ranked[1][1]):
            return None
        return next(p[2] for p in self.memory.places if p[2].text.casefold() == ranked[0][0])

    def scene(self, reading: Reading, trigger: Token) -> tuple[PlaceMention, ...]:
        """Where something happens that names no place: this sentence, the last claim, the heading, the story."""
        here = [p for p in self.memory.places if p[0] == reading.index]
        before = [p for p in here if p[1] < trigger.i]
        span = reading.spans[trigger.i]
        if self.memory.focus is not None and self.memory.focus[0] == reading.index:
            return tuple(_inferred(one, span) for one in self.memory.focus[1][:3])
        if before or here:
            chosen = (before or here)[-1 if before else 0]
            return (_inferred(chosen[2], span),)
        main = self._main()
        if main is not None and (self.memory.focus is None or reading.index - self.memory.focus[0] > 1):
            return (_inferred(main, span),)
        if (
            self.memory.focus is not None
            and reading.index - self.memory.focus[0] <= FOCUS
            and self.memory.focus[0] >= self.memory.head_index
        ):
            return tuple(_inferred(one, span) for one in self.memory.focus[1][:1])
        if self.memory.heading is not None:
            return (_inferred(self.memory.heading, span),)
        if self.memory.places:
            return (_inferred(self.memory.places[-1][2], span),)
        return ()


def _pointing(one: PlaceMention, span: Span) -> PlaceMention:
    return PlaceMention(
        span=span,
        text=one.text,
        kind=one.kind,
        relation=one.relation if one.relation is not Relation.TOWARDS else Relation.AT,
        via=Via.PRONOUN,
        antecedent=one.antecedent or one.span,
    )


def _inferred(one: PlaceMention, span: Span) -> PlaceMention:
    return PlaceMention(
        span=span, text=one.text, kind=one.kind, via=Via.INFERRED, antecedent=one.antecedent or one.span
    )


def _distinct(mentions: Sequence[PlaceMention]) -> tuple[PlaceMention, ...]:
    kept: list[PlaceMention] = []
    for one in mentions:
        if all(one.span != other.span for other in kept):
            kept.append(one)
    return tuple(kept)
