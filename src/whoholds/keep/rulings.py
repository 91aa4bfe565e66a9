"""What a desk's rulings do to claims, and the chain that shows whether one was altered."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from whoholds.claim import Claim, Decision, Ruling, Status
from whoholds.errors import LedgerError
from whoholds.identity import canonical
from whoholds.keep.codec import to_json
from whoholds.verb import VERBS
from whoholds.when import microseconds

CORRECTABLE = ("actor", "place", "status", "target", "verb")
NOBODY_BEFORE = "0" * 64  # the hash before the first decision
CORRECTED = "corrected"  # note on a claim as the desk corrected it


@dataclass(frozen=True, slots=True, kw_only=True)
class Rulings:
    """What stands: ids (of claims or reports) that are rejected, and corrections by claim id."""

    rejected: frozenset[str] = frozenset()
    corrected: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)

    def of(self, claim: Claim) -> Claim | None:
        """The claim as ruled; None when it, or its report, is rejected."""
        if claim.id in self.rejected or claim.report in self.rejected:
            return None
        changes = self.corrected.get(claim.id)
        return corrected(claim, changes) if changes else claim


def standing(decisions: Iterable[Decision]) -> Rulings:
    """What stands after these decisions, in the order of the chain: the last one about a thing counts.

    An undo takes back the decision it names, so that the one before it about the same thing counts again.
    """
    chain = list(decisions)
    undone: set[str] = set()
    for one in reversed(chain):  # an undo may itself be undone, by a later one
        if one.ruling is Ruling.UNDO and one.id not in undone:
            undone.add(one.about)
    last = {one.about: one for one in chain if one.ruling is not Ruling.UNDO and one.id not in undone}
    return Rulings(
        rejected=frozenset(about for about, one in last.items() if one.ruling is Ruling.REJECT),
        corrected={about: one.changes for about, one in last.items() if one.ruling is Ruling.CORRECT},
    )


def corrected(claim: Claim, changes: Iterable[tuple[str, str]]) -> Claim:
    """The claim with these slots changed; its id stays, so that it leads back to the words."""
    slots: dict[str, Any] = dict(changes)
    if "status" in slots:
        slots["status"] = Status(slots["status"])
    if "place" in slots:
        slots["candidates"] = ((slots["place"], 1.0),)
    return replace(claim, **slots, notes=(*(one for one in claim.notes if one != CORRECTED), CORRECTED))


def check(decision: Decision) -> None:
    """LedgerError: the decision changes what it may not, or to a value that cannot be."""
    if decision.changes and decision.ruling is not Ruling.CORRECT:
        raise LedgerError(f"a ruling {decision.ruling.value!r} cannot change slots")
    if decision.ruling is Ruling.CORRECT and not decision.changes:
        raise LedgerError("a correction needs at least one slot to change")
    for slot, value in decision.changes:
        if slot not in CORRECTABLE:
            raise LedgerError(f"no slot {slot!r} to correct; there are {', '.join(CORRECTABLE)}")
        if slot == "verb" and value not in VERBS:
            raise LedgerError(f"no verb {value!r}; there are {', '.join(VERBS)}")
        if slot == "status" and value not in set(Status):
            raise LedgerError(f"no status {value!r}; there are {', '.join(Status)}")
        if slot == "place" and not value:
            raise LedgerError("a correction cannot take the place away; reject the claim instead")


def link_hash(previous: str, decision: Decision) -> str:
    """sha256 of the hash before and the decision's canonical JSON."""
    told = to_json(decision, without=frozenset({"at"}))
    chained = canonical([previous, microseconds(decision.at), told])
    return hashlib.sha256(chained.encode("utf-8", "surrogatepass")).hexdigest()


def first_break(chain: Iterable[tuple[int, Decision | None, str, str]]) -> tuple[int, str] | None:
    """Where a chain of (number, decision or None when unreadable, hash before, own hash) first does not fit."""
    before, due = NOBODY_BEFORE, 1
    for number, decision, previous, own in chain:
        if number != due:
            return due, f"decision {due} is missing; the next one on file is {number}"
        if previous != before:
            return number, f"decision {number} does not follow the one before it"
        if decision is None or link_hash(previous, decision) != own:
            return number, f"decision {number} was altered"
        before, due = own, number + 1
    return None
