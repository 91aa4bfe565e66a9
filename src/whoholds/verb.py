"""VERBS: what can be claimed, and its effect on control when asserted and when denied."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Effect(StrEnum):
    """What a claim says about who holds. Fusion reads effects, never the names of verbs."""

    GAINS = "gains"  # the actor came to hold
    HOLDS = "holds"  # the actor holds: a state, not a change
    LOSES = "loses"  # the actor does not hold from then on; silent on who does
    CONTESTS = "contests"  # both are there and fighting
    ENTERS = "enters"  # the actor is inside or close; no change of holder by itself
    PRESSES = "presses"  # the place is under attack; no evidence of its holder
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verb:
    """One kind of claim. ``parts`` are the slots it needs before it can be a claim about a place."""

    name: str
    meaning: str
    parts: tuple[str, ...]
    asserted: Effect
    denied: Effect = Effect.NOTHING


VERBS: dict[str, Verb] = {
    verb.name: verb
    for verb in (
        Verb(
            name="control_gained",
            meaning="actor came to hold place",
            parts=("place",),
            asserted=Effect.GAINS,
            denied=Effect.GAINS,
        ),
        Verb(
            name="control_lost",
            meaning="actor ceased to hold place; silent on who holds it now",
            parts=("place",),
            asserted=Effect.LOSES,
            denied=Effect.HOLDS,
        ),
        Verb(
            name="control_held",
            meaning="actor holds place, or is present in it",
            parts=("actor", "place"),
            asserted=Effect.HOLDS,
            denied=Effect.LOSES,
        ),
        Verb(
            name="contested",
            meaning="fighting in or near place, outcome open",
            parts=("place",),
            asserted=Effect.CONTESTS,
        ),
        Verb(
            name="withdrawal",
            meaning="actor left place",
            parts=("actor", "place"),
            asserted=Effect.LOSES,
            denied=Effect.HOLDS,
        ),
        Verb(
            name="advance", meaning="actor entered, neared or moved on place", parts=("place",), asserted=Effect.ENTERS
        ),
        Verb(name="attack", meaning="ground assault on place", parts=("place",), asserted=Effect.PRESSES),
        Verb(
            name="strike",
            meaning="air, artillery, missile or drone strike on place",
            parts=("place",),
            asserted=Effect.NOTHING,
        ),
        Verb(
            name="casualties",
            meaning="people killed, wounded, missing or captured",
            parts=("count",),
            asserted=Effect.NOTHING,
        ),
        Verb(
            name="displacement", meaning="people fled, were displaced, or returned", parts=(), asserted=Effect.NOTHING
        ),
        Verb(
            name="siege_or_access",
            meaning="place encircled, or a road or crossing cut or opened",
            parts=("place",),
            asserted=Effect.PRESSES,
        ),
        Verb(
            name="agreement", meaning="truce, surrender or withdrawal deal in force", parts=(), asserted=Effect.NOTHING
        ),
    )
}

TERRITORIAL = (
    "control_gained",
    "control_lost",
    "control_held",
    "contested",
    "withdrawal",
    "siege_or_access",
    "advance",
)
