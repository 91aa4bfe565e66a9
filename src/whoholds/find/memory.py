"""What a report has told so far: the parties and places it has named, and who did what to whom, and where."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from whoholds.claim import Mention, PlaceMention, Via
from whoholds.find.lexicon import Lexicon
from whoholds.find.sides import Sides
from whoholds.find.sidewords import SideWords, side_words

REACH = 3  # sentences back in which a pronoun finds its bearer
FOCUS = 4  # sentences for which a claim's place stays the scene


@dataclass(slots=True, kw_only=True)
class Party:
    """A party as it was mentioned: where, how prominently, and what it was then doing."""

    index: int
    token: int
    mention: Mention
    subject: bool
    head: str
    foe: bool = False


@dataclass(slots=True)
class Memory:
    """The state of reading one report; one object a report, fed sentence by sentence in order."""

    lexicon: Lexicon
    sides: Sides
    words: SideWords = field(init=False)
    parties: list[Party] = field(default_factory=list)
    places: list[tuple[int, int, PlaceMention, str]] = field(default_factory=list)  # index, token, mention, kind noun
    focus: tuple[int, tuple[PlaceMention, ...]] | None = None
    heading: PlaceMention | None = None
    head_index: int = 0
    winner: Mention | None = None
    loser: Mention | None = None
    attacker: Mention | None = None
    striker: tuple[int, Mention] | None = None
    attacked: tuple[int, Mention] | None = None
    winner_index: int | None = None
    voice: Mention | None = None  # the side that spoke last
    people: dict[str, tuple[int, Mention]] = field(default_factory=dict)  # name → sentence, whose man he is
    takers: dict[str, Mention] = field(default_factory=dict)  # folded place → who was last told to take or hold it
    pushers: dict[str, Mention] = field(default_factory=dict)  # folded place → who was last told to move on it
    pairs: list[tuple[Mention, Mention]] = field(default_factory=list)  # who was told to act against whom

    def __post_init__(self) -> None:
        self.words = side_words(self.lexicon.language)

    def claimed(
        self,
        verb: str,
        index: int,
        actor: Mention | None,
        target: Mention | None,
        places: Sequence[PlaceMention],
        *,
        denied: bool = False,
    ) -> None:
        """Remember what a claim said, for the ones after it."""
        if places:
            self.focus = (index, tuple(places))
        if actor is None or denied or actor.via is Via.INFERRED:
            return
        if target is not None and not self.sides.same(actor.text, target.text):
            self.pairs.append((actor, target))
        if verb in {"strike", "attack"}:
            self.striker = (index, actor)
        if verb == "attack":
            self.attacked = (index, actor)
        if verb in {"advance", "attack"}:
            self.pushers |= {place.text.casefold(): actor for place in places}
        if verb in {"control_gained", "control_held"}:
            self.takers |= {place.text.casefold(): actor for place in places}
        if verb in {"control_gained", "advance", "attack"}:
            self.winner = self.attacker = actor
            self.winner_index = index
            self.loser = target or self.loser
        elif verb in {"control_lost", "withdrawal"}:
            self.loser = actor
            if self.winner is not None and self.winner.text == actor.text:
                self.winner = None

    def opponent(self, mention: Mention | None) -> Mention | None:
        """Whom the report last told this party fought, or, failing that, its most mentioned foe."""
        if mention is None:
            return None
        for one, two in reversed(self.pairs):
            if self.sides.same(one.text, mention.text):
                return two
            if self.sides.same(two.text, mention.text):
                return one
        return self.sides.other(mention)

    def agrees(self, one: Mention, other: Mention | None) -> bool:
        """True when both mentions stand for one party."""
        return other is not None and self.sides.same(one.text, other.text)
