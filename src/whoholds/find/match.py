"""Match: a frame that fired, in tokens and phrases; who and where is settled later."""

from __future__ import annotations

from dataclasses import dataclass, field

from whoholds.claim import Form
from whoholds.find.phrases import Placed
from whoholds.find.tree import Token


@dataclass(slots=True, kw_only=True)
class Match:
    """One frame that fired. Tokens and phrases only: who "they" are and where "there" is comes later.

    actor, target  heads of phrases, or None; ``placed`` what the place slot says; ``area`` a locative beside it.
    """

    frame: str
    type: str
    trigger: Token
    last: Token
    clause: Token
    actor: Token | None = None
    target: Token | None = None
    placed: Placed = field(default_factory=Placed)
    place_head: Token | None = None
    form: Form = Form.CLAUSE
    notes: tuple[str, ...] = ()
    status: str = ""
    inherited: bool = False
