"""What a desk's rulings do to claims, and the chain that shows whether one was altered."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from whoholds.claim import ACCEPTED, CORRECTED, TAUGHT, Claim, Decision, Ruling, Status
from whoholds.errors import LedgerError
from whoholds.identity import canonical
from whoholds.keep.codec import from_json, to_json
from whoholds.spelling import key
from whoholds.verb import VERBS
from whoholds.when import DAY, Basis, Grain, When, microseconds

CORRECTABLE = ("actor", "day", "place", "status", "target", "verb")
LOCATING = ("place", "name", "teach", "claim")
NOBODY_BEFORE = "0" * 64  # the hash before the first decision


@dataclass(frozen=True, slots=True, kw_only=True)
class Rulings:
    """What stands of the rulings up to some moment.

    rejected  ids of claims or reports.
    accepted  ids of claims. corrected: by claim id. merged: claim or report → what it repeats.
    located   claims that the location of a name has made, by id; ``known`` is the moment of the ruling or later.
    lessons   key of a taught name → the place it means, and the id of the ruling.
    """

    rejected: frozenset[str] = frozenset()
    accepted: frozenset[str] = frozenset()
    corrected: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    merged: Mapping[str, str] = field(default_factory=dict)
    located: Mapping[str, Claim] = field(default_factory=dict)
    lessons: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    standing: Mapping[str, Decision] = field(default_factory=dict)

    def of(self, claim: Claim) -> Claim | None:
        """The claim as ruled; None when it, or its report, is rejected, or the lesson it rests on does not stand."""
        if claim.id in self.rejected or claim.report in self.rejected:
            return None
        for note in claim.notes:
            if note.startswith(TAUGHT):
                lesson = self.standing.get(note.removeprefix(TAUGHT))
                if lesson is None:
                    return None
                claim = replace(claim, known=max(claim.known, lesson.at))
        if claim.id in self.accepted:
            claim = _noted(claim, ACCEPTED)
        changes = self.corrected.get(claim.id)
        if changes:
            claim = corrected(claim, changes)
        original = self.merged.get(claim.id) or self.merged.get(claim.report)
        if original and original not in {claim.id, claim.report}:
            claim = replace(claim, echo_of=original)
        return claim

    def moved(self) -> dict[str, str]:
        """Claim → place, of the claims that a correction has moved."""
        told = ((one, dict(changes)) for one, changes in self.corrected.items())
        return {one: changes["place"] for one, changes in told if "place" in changes}


def standing(decisions: Iterable[Decision]) -> Rulings:
    """What stands after these decisions, in the order of the chain: the last one about a thing counts.

    An undo takes back the decision it names, so that the one before it about the same thing counts again. A merge
    stands beside what is ruled of the claim otherwise.
    """
    chain = list(decisions)
    undone: set[str] = set()
    for one in reversed(chain):  # an undo may itself be undone, by a later one
        if one.ruling is Ruling.UNDO and one.id not in undone:
            undone.add(one.about)
    last = {
        (one.about, one.ruling is Ruling.MERGE): one
        for one in chain
        if one.ruling is not Ruling.UNDO and one.id not in undone
    }
    by_ruling: dict[Ruling, list[Decision]] = {ruling: [] for ruling in Ruling}
    for one in last.values():
        by_ruling[one.ruling].append(one)
    return Rulings(
        rejected=frozenset(one.about for one in by_ruling[Ruling.REJECT]),
        accepted=frozenset(one.about for one in by_ruling[Ruling.ACCEPT]),
        corrected={one.about: one.changes for one in by_ruling[Ruling.CORRECT]},
        merged={one.about: dict(one.changes)["echo_of"] for one in by_ruling[Ruling.MERGE]},
        located={claim.id: claim for one in by_ruling[Ruling.LOCATE] for claim in claims_made(one)},
        lessons={
            key(told["name"]): (told["place"], one.id)
            for one in by_ruling[Ruling.LOCATE]
            if (told := dict(one.changes)).get("teach") == "yes"
        },
        standing={one.id: one for one in last.values()},
    )


def claims_made(decision: Decision) -> tuple[Claim, ...]:
    """The claims that the location of a name makes. ValueError: one cannot be read."""
    made = (from_json(Claim, value) for slot, value in decision.changes if slot == "claim")
    return tuple(replace(one, known=max(one.known, decision.at)) for one in made)


def corrected(claim: Claim, changes: Iterable[tuple[str, str]]) -> Claim:
    """The claim with these slots changed; its id stays, so that it leads back to the words."""
    slots: dict[str, Any] = dict(changes)
    if "status" in slots:
        slots["status"] = Status(slots["status"])
    if "place" in slots:
        slots["candidates"] = ((slots["place"], 1.0),)
    if "day" in slots:
        slots["when"] = days_of(slots.pop("day"))
    return _noted(replace(claim, **slots), CORRECTED)


def days_of(text: str) -> When:
    """A day, or two days with a slash between, the second one in. ValueError: it is neither."""
    first, slash, last = text.partition("/")
    start = date.fromisoformat(first)
    end = date.fromisoformat(last) if slash else start
    if end < start:
        raise ValueError(f"{text!r} ends before it begins")
    grain = Grain.RANGE if end > start else Grain.DAY
    return When(first=start, last=end + DAY, grain=grain, basis=Basis.STATED)


def check(decision: Decision) -> None:
    """LedgerError: the decision changes what it may not, or to a value that cannot be."""
    slots = [slot for slot, _ in decision.changes]
    if decision.ruling is Ruling.CORRECT:
        _check_correction(decision)
    elif decision.ruling is Ruling.MERGE:
        if slots != ["echo_of"] or not decision.changes[0][1]:
            raise LedgerError("a merge says in echo_of which claim or report is repeated, and nothing else")
        if decision.changes[0][1] == decision.about:
            raise LedgerError("a claim cannot repeat itself")
    elif decision.ruling is Ruling.LOCATE:
        told = dict(decision.changes)
        if not told.get("place") or not told.get("name") or set(slots) - set(LOCATING):
            raise LedgerError("a location says the name and the place it means")
        try:
            claims_made(decision)
        except (ValueError, TypeError) as wrong:
            raise LedgerError(f"a claim that the location makes cannot be read: {wrong}") from wrong
    elif decision.changes:
        raise LedgerError(f"a ruling {decision.ruling.value!r} cannot change slots")


def _check_correction(decision: Decision) -> None:
    if not decision.changes:
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
        if slot == "day":
            try:
                days_of(value)
            except ValueError:
                raise LedgerError(f"{value!r} is no day; write 2024-11-29, or 2024-11-29/2024-12-01") from None


def _noted(claim: Claim, note: str) -> Claim:
    return replace(claim, notes=(*(one for one in claim.notes if one != note), note))


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
