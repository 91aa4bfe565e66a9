"""Who vouches for a claim: the class whose rates apply to it, and the side it speaks for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from whoholds.actor import BELLIGERENT_KINDS, Actor, Source, SourceKind
from whoholds.claim import Claim, Voice
from whoholds.display import FINDER

SMALL = 3  # letters of the longest word that a name may write small: "of", "the"


class Knows(Protocol):
    """What fusing asks of a theatre."""

    def actor(self, actor: str, /) -> Actor | None:
        """The actor with this id."""
        ...

    def source(self, outlet: str, /) -> Source | None:
        """The source with this id or name."""
        ...

    def covers(self, source: Source, place: str, /) -> bool:
        """Whether the source watches the place: else its silence says nothing there."""
        ...

    def side_of(self, actor: str, day: date, /) -> str:
        """Id of the side the actor counts as on that day; its own when none."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Teller:
    """Who vouches. ``key`` is the same for the same voice; ``side`` is set for a party to the fighting.

    kind  the class whose rates apply: neutral, party, desk or map. source: id with rates of its own, if any.
    unsure  nobody in particular vouches ("sources say"): read as hedged; witnesses of no party are not.
    """

    key: str
    kind: str
    side: str = ""
    source: str = ""
    unsure: bool = False


class Tellers:
    """Tells them apart for the claims of one place; remembers what the theatre said."""

    def __init__(self, theatre: Knows) -> None:
        self._theatre = theatre
        self._sides: dict[tuple[str, date], str] = {}
        self._sources: dict[str, Source | None] = {}
        self._actors: dict[str, Actor | None] = {}

    def side(self, actor: str, claim: Claim) -> str:
        """The side of an actor on the day of the claim; "" for no actor."""
        key = (actor, claim.when.final)
        if key not in self._sides:
            self._sides[key] = self._theatre.side_of(*key) if actor else ""
        return self._sides[key]

    def of(self, claim: Claim) -> Teller:
        """The class and the side of the voice that vouches for the claim; what a display shows is the display's own."""
        if claim.finder.partition("@")[0] == FINDER:
            key = claim.speaker.source or f"~{claim.speaker.text}"
            return Teller(key=key, kind="map", source=key)
        known = self._teller(claim.speaker, claim)
        if known is not None:
            return known
        outlet = self._teller(claim.voices[0], claim) or Teller(key=f"~{claim.voices[0].text}", kind="neutral")
        if len(claim.voices) == 1:
            return outlet
        said_by = claim.speaker.text
        named = not outlet.side and _is_a_name(said_by)  # "residents": not the same ones in two outlets
        key = f"~{said_by}" if named else f"{outlet.key}~{said_by}"
        witness = claim.speaker.party is False and not outlet.side  # "three residents": somebody, and no party's
        return Teller(key=key, kind=outlet.kind, side=outlet.side, source=outlet.source, unsure=not witness)

    def _teller(self, voice: Voice, claim: Claim) -> Teller | None:
        if voice.actor:
            if voice.actor not in self._actors:
                self._actors[voice.actor] = self._theatre.actor(voice.actor)
            actor = self._actors[voice.actor]
            fights = actor.kind in BELLIGERENT_KINDS if actor else bool(voice.party)
            if fights:
                return Teller(key=voice.actor, kind="party", side=self.side(voice.actor, claim), source=voice.actor)
            return Teller(key=voice.actor, kind="neutral", source=voice.actor)
        if not voice.source:
            return None
        if voice.source not in self._sources:
            self._sources[voice.source] = self._theatre.source(voice.source)
        source = self._sources[voice.source]
        if source is not None and source.side:
            side = self.side(source.side, claim)
            return Teller(key=voice.source, kind="party", side=side, source=voice.source)
        kind = {SourceKind.MAP: "map", SourceKind.DESK: "desk"}.get(source.kind, "neutral") if source else "neutral"
        return Teller(key=voice.source, kind=kind, source=voice.source, unsure=bool(voice.party))


def _is_a_name(text: str) -> bool:
    """True for a name by its capitals: "Meridian Wire", "the MWN"; one word may be any that opens a sentence."""
    words = [word for word in text.split() if len(word) > SMALL or word.isupper()]
    capitals = bool(words) and all(word[0].isupper() for word in words)
    return capitals and (len(words) > 1 or (words[0].isupper() and words[0].isalpha() and len(words[0]) > 1))
