"""What the desk has ruled, in the order of the chain, and what of it still counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from whoholds.ask.plain import plain
from whoholds.claim import Ruling
from whoholds.keep import Ledger


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruled:
    """One ruling. ``number``: its place in the chain, from 1. ``counts``: not undone, nor followed by a later one.

    changes  (slot, value) as ruled; the claims that a location makes are only counted, in ``claims``.
    """

    number: int
    id: str
    by: str
    at: datetime
    about: str
    ruling: Ruling
    reason: str
    changes: tuple[tuple[str, str], ...]
    claims: int
    counts: bool

    def as_json(self) -> dict[str, Any]:
        """It as plain values."""
        told: dict[str, Any] = plain(self)
        return told


def rulings(ledger: Ledger, *, known: datetime | None = None) -> tuple[Ruled, ...]:
    """Every ruling made by then, in the order of the chain."""
    chain, stands = ledger.decisions(known=known), ledger.rulings(known=known)
    taken_back = {one.about for one in chain if one.ruling is Ruling.UNDO}
    return tuple(
        Ruled(
            number=number,
            id=one.id,
            by=one.by,
            at=one.at,
            about=one.about,
            ruling=one.ruling,
            reason=one.reason,
            changes=tuple(pair for pair in one.changes if pair[0] != "claim"),
            claims=sum(slot == "claim" for slot, _ in one.changes),
            counts=one.id in stands.standing or (one.ruling is Ruling.UNDO and one.id not in taken_back),
        )
        for number, one in enumerate(chain, 1)
    )
