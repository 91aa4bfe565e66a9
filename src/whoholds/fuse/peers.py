"""Plain methods, kept beside the main one: the last claim wins; the majority of a fortnight wins.

They read claims as the model does (denials, echoes, planned things left out) and then count. Their ``belief`` is a
share of votes, not a probability.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from whoholds.claim import Claim
from whoholds.control import CONTESTED, Control
from whoholds.fuse.assertions import Assertion, heard
from whoholds.fuse.echoes import voices
from whoholds.fuse.parameters import Parameters
from whoholds.fuse.tellers import Knows
from whoholds.text import Imprint
from whoholds.when import Period

WINDOW = 14  # days a claim keeps its vote; after that the last answer stands

Count = Callable[[Sequence[Assertion], int], list[tuple[str, float]]]


def latest(
    place: str,
    claims: Sequence[Claim],
    imprints: Mapping[str, Imprint],
    theatre: Knows,
    numbers: Parameters,
    *,
    beside: object = (),  # noqa: ARG001 - a count of votes knows no neighbours
) -> tuple[Control, ...]:
    """Whoever the last claim names holds the place; claims of one day and moment that differ share the answer."""
    return _played(place, _votes(place, claims, imprints, theatre, numbers), _last)


def majority(
    place: str,
    claims: Sequence[Claim],
    imprints: Mapping[str, Imprint],
    theatre: Knows,
    numbers: Parameters,
    *,
    beside: object = (),  # noqa: ARG001 - a count of votes knows no neighbours
) -> tuple[Control, ...]:
    """Whoever most voices of the last fortnight name holds the place; nobody new until somebody speaks again."""
    return _played(place, _votes(place, claims, imprints, theatre, numbers), _most)


def _last(votes: Sequence[Assertion], day: int) -> list[tuple[str, float]]:
    newest = max((one.day, one.published) for one in votes if one.day <= day)
    return _shares([one for one in votes if (one.day, one.published) == newest])


def _most(votes: Sequence[Assertion], day: int) -> list[tuple[str, float]]:
    recent = [one for one in votes if day - WINDOW < one.day <= day]
    return _shares(recent) if recent else _last(votes, day)


def _shares(votes: Sequence[Assertion]) -> list[tuple[str, float]]:
    count: dict[str, float] = defaultdict(float)
    for one in votes:
        count[_named(one)] += one.weight
    total = sum(count.values())
    return sorted(((who, n / total) for who, n in count.items()), key=lambda pair: (-pair[1], pair[0]))


def _named(one: Assertion) -> str:
    return CONTESTED if one.column == "contest" else one.actor or one.side


def _votes(
    place: str, claims: Sequence[Claim], imprints: Mapping[str, Imprint], theatre: Knows, numbers: Parameters
) -> list[Assertion]:
    """The claims that name a holder, or fighting inside; copies have no vote."""
    said = voices(heard(place, claims, imprints, theatre, numbers).said, imprints, numbers)
    return [one for one in said if one.weight > 0 and one.column in ("take", "hold", "deny", "rebut", "contest")]


def _played(place: str, votes: Sequence[Assertion], count: Count) -> tuple[Control, ...]:
    """The record when votes are counted anew on each day that brings one, and on each day that one lapses."""
    if not votes:
        return ()
    days = sorted({one.day for one in votes} | {one.day + WINDOW for one in votes})
    out: list[Control] = []
    for i, day in enumerate(days):
        shares = count(votes, day)
        best = [who for who, share in shares if share == shares[0][1]]
        holders = frozenset(who for who in best if who != CONTESTED)
        if CONTESTED in best:
            holders |= _fighting(votes, day)
        last = i == len(days) - 1
        if out and out[-1].holders == holders and out[-1].shares == tuple(shares):
            out[-1] = _until(out[-1], None if last else days[i + 1])
            continue
        if not holders:
            continue
        past = [one for one in votes if one.day <= day]
        out.append(
            Control(
                place=place,
                holders=holders,
                valid=Period(start=date.fromordinal(day), end=None if last else date.fromordinal(days[i + 1])),
                belief=shares[0][1],
                shares=tuple(shares),
                voices=len({one.teller.side or one.teller.key for one in past}),
                last_heard=date.fromordinal(max(one.day for one in past)),
                weight=0.0,
                because=_ids(one for one in past if _named(one) in best and day - one.day <= WINDOW),
                against=_ids(one for one in past if _named(one) not in best and day - one.day <= WINDOW),
            )
        )
    return tuple(out)


def _fighting(votes: Sequence[Assertion], day: int) -> frozenset[str]:
    """The bodies last named there, moment by moment back from the day, until there are two at least."""
    named: set[str] = set()
    past = [one for one in votes if one.day <= day]
    for moment in sorted({(one.day, one.published) for one in past}, reverse=True):
        if len(named) >= 2:
            break
        for one in past:
            if (one.day, one.published) == moment:
                named |= {one.actor, one.claim.actor, one.claim.target} - {""}
    return frozenset(named)


def _until(control: Control, end: int | None) -> Control:
    valid = Period(start=control.valid.start, end=None if end is None else date.fromordinal(end))
    return replace(control, valid=valid)


def _ids(votes: Iterable[Assertion]) -> tuple[str, ...]:
    newest = sorted(votes, key=lambda one: (-one.day, one.claim.id))
    return tuple(dict.fromkeys(one.claim.id for one in newest))
