"""What a report has said already: the same claim by the same voice is told once."""

from __future__ import annotations

from datetime import date

from whoholds.claim import Finding, Form, Status, Via
from whoholds.find.lexicon import Lexicon

FEW = 3  # victims from which on the same figure twice in a report is one toll told again


class Repeats:
    """The claims of one report so far, as far as telling a repetition needs."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._monitors = lexicon.claims["monitors"]
        self._said: dict[tuple[object, ...], set[tuple[date | None, date | None]]] = {}
        self._figures: dict[tuple[object, ...], set[str]] = {}

    def new(self, one: Finding) -> bool:
        """True unless the same voice has said the same before."""
        places = frozenset(p.text.casefold() for p in one.places) or frozenset(
            {one.area.text.casefold()} if one.area else ()
        )
        voice = _voice(one, self._monitors)
        counts = tuple((str(c.of), c.low, c.high) for c in one.counts)
        footing = "fact" if one.status in {Status.ASSERTED, Status.ATTRIBUTED, Status.HEDGED} else str(one.status)
        if one.frame == "held-mod":
            if not places or any(p.via is not Via.DIRECT for p in one.places) or not one.places:
                return False
            voice = ""
        extent = one.extent.text.casefold() if one.extent is not None and not one.places else ""
        actor = one.actor.text.casefold() if one.actor else ""
        key = (one.verb, places, voice, footing, counts, extent, actor)
        days = (one.when.first, one.when.last)
        seen = self._said.setdefault(key, set())
        if seen and places and (one.when.span is None or one.form is Form.MODIFIER or days in seen):
            return False
        if one.verb == "casualties" and any(low is not None and low >= FEW for _, low, _ in counts):
            figure = (one.verb, counts)
            before = self._figures.setdefault(figure, set())
            if before and (not voice or "" in before or voice in before):
                return False
            before.add(voice)
        seen.add(days)
        return True


def _voice(one: Finding, monitors: frozenset[str]) -> str:
    """Who vouches, as far as telling a repetition from a second opinion needs: a monitor and its director are one."""
    text = one.speakers[-1].text.casefold() if one.speakers else ""
    return "monitor" if any(word in text for word in monitors) else text
