"""Parameters fitted to a record, and the guards that keep a fit from drifting.

What holds it: strong priors; the desk's rows, which are never learnt; what a report weighs moves by one nat at most from
one fit to the next; and a fit that explains places it has not seen no better than the standing numbers is refused, these being
set to the level at which each source is heard, so that only what is said of trust and pace is compared.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from whoholds.claim import Claim
from whoholds.fuse.assertions import Assertion, heard
from whoholds.fuse.echoes import voices
from whoholds.fuse.learn import PASSES, Learnt, Lesson, carried, name_of, untaught
from whoholds.fuse.panel import BLANK, Panel, gather, looks
from whoholds.fuse.parameters import BY_HAND, PRIOR, Front, Moves, Parameters, Screen
from whoholds.fuse.tellers import Knows
from whoholds.place import Point
from whoholds.text import Imprint

HELD_OUT = 5  # every fifth place judges a fit
MOST_MOVED = 1.0  # nats by which what a report weighs may move from one fit to the next
HALF_LIFE = 180.0  # days after which a day of the record counts for half: sources and fronts change. Proposed
WINDOW = 720  # days back that are looked at: what is older counts for less than a sixteenth
NAMED = 0.05  # share of the assertions that must name a side for it to be one of the front's
MOST_SIDES = 4
CELLS = 8_000_000  # days x places x states: some 400 MB. With more, the places least spoken of are left out


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """A fit and what it stands on.

    new    False: refused, since it explains unseen places no better; ``numbers`` are then the standing ones, or those set
           by hand.
    gain   nats by which it explains each unseen place better than the standing numbers.
    places, days, claims  what it was learnt from. sides: ids of those whose front it is.
    """

    numbers: Parameters
    new: bool
    gain: float
    places: int
    days: int
    claims: int
    sides: tuple[str, ...]


def from_claims(
    pages: Mapping[str, tuple[Sequence[Claim], Mapping[str, Imprint]]],
    points: Mapping[str, Point],
    theatre: Knows,
    sides: tuple[str, ...] = (),
    *,
    standing: Parameters | None = None,
    numbers: Parameters = PRIOR,
    passes: int = PASSES,
) -> Fitted:
    """Parameters learnt from the claims about many places of one front, to be used on any place of it.

    pages     by place: its claims and the imprints of their reports. points: where the places are; a place without a
              point is left out, and one of which nobody says who holds it.
    sides     whose front it is; claims about others are left out. None: those most spoken of.
    standing  the numbers of an earlier fit, to go on from and to be judged against; the prior when there are none.
    ValueError: fewer than two sides, or no claim of who holds a place.
    """
    heard_of = {
        place: voices(heard(place, claims, imprints, theatre, numbers).said, imprints, numbers)
        for place, (claims, imprints) in sorted(pages.items())
        if place in points
    }
    last = max((one.day for said in heard_of.values() for one in said), default=0)
    recent = {place: tuple(one for one in said if one.day > last - WINDOW) for place, said in heard_of.items()}
    every = [one for said in recent.values() for one in said]
    sides = sides or _most_named(every)
    if len(sides) < 2 or not every:
        raise ValueError(f"nothing to learn from: {len(sides)} sides, {len(every)} claims of who holds a place")
    first = min(one.day for one in every)
    days = last - first + 1
    most = max(2, CELLS // (days * (2 * len(sides) + 1)))
    ranked = sorted(points, key=lambda place: (-len(recent.get(place, ())), place))
    kept = sorted(place for place in ranked[:most] if heard_of.get(place))
    where = {place: points[place] for place in kept}
    logs = looks(recent, kept, sides, first=first, days=days)
    seen = gather(recent, where, sides, first=first, days=days, logs=logs)
    start = untaught(Lesson(seen, numbers).spoken, seen, standing or numbers)
    told = sum(len(recent.get(place, ())) for place in kept)
    known = max(claim.known for claims, _ in pages.values() for claim in claims).date().isoformat()
    learnt, gain = refit(seen, numbers, replace(start, field=numbers.field), passes=passes)
    made = parameters(learnt, numbers, seen, name=f"learnt from {told}", known=known)
    return Fitted(
        numbers=made if gain > 0 else standing or BY_HAND,
        new=gain > 0,
        gain=gain,
        places=len(kept),
        days=days,
        claims=told,
        sides=sides,
    )


def _most_named(said: Sequence[Assertion]) -> tuple[str, ...]:
    """The sides that enough assertions name, the most named first."""
    count = Counter(one.side for one in said if one.side)
    total = sum(count.values())
    ranked = sorted(count.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple(side for side, n in ranked if n >= NAMED * total)[:MOST_SIDES]


def refit(
    panel: Panel,
    numbers: Parameters,
    standing: Learnt,
    *,
    passes: int = PASSES,
    half_life: float = HALF_LIFE,
) -> tuple[Learnt, float]:
    """(A new fit, or the standing one; nats gained for each unseen place): every fifth place judges a fit without it.

    At a gain of 0 or less the new fit is refused.
    """
    judge = np.arange(panel.places) % HELD_OUT == 0
    seen = np.flatnonzero(~judge[panel.spot])
    rest = replace(
        panel,
        said=tuple(panel.said[i] for i in seen),
        spot=panel.spot[seen],
        known=panel.known[seen],
        logs=tuple(
            replace(log, shown=np.where(judge[:, None], np.int8(BLANK), log.shown).astype(np.int8))
            for log in panel.logs
        ),
    )

    def fit(some: Panel, apart: NDArray[np.bool_] | None = None) -> Learnt:
        lesson = Lesson(some, numbers, apart)
        prior = lesson.levelled(untaught(lesson.spoken, some, numbers), half_life)
        learnt = carried(standing, prior)
        for _ in range(passes):
            learnt = lesson.taught(learnt, prior, half_life)
        return learnt

    lesson = Lesson(panel, numbers)
    old = carried(standing, untaught(lesson.spoken, panel, numbers))
    trial, level = held(carried(fit(rest, judge), old), old), lesson.levelled(old, half_life)
    gain = float((lesson.score(trial) - lesson.score(level))[judge].mean())
    return (old, gain) if gain <= 0 else (held(fit(panel), old), gain)


def held(new: Learnt, old: Learnt) -> Learnt:
    """The new rates, of which none weighs more than ``MOST_MOVED`` nats otherwise than before.

    How much a source speaks at all (the median of a row's five changes) may move freely: that is no matter of trust.
    """
    if not len(new.values):
        return new
    change = np.log(new.values) - np.log(old.values)
    level = np.median(change, axis=1, keepdims=True)
    return replace(new, values=old.values * np.exp(level + np.clip(change - level, -MOST_MOVED, MOST_MOVED)))


def parameters(learnt: Learnt, numbers: Parameters, panel: Panel, *, name: str, known: str) -> Parameters:
    """The numbers as parameters that can be saved: fitted rows first, the classes' rows kept to fall back on."""
    fitted = tuple(
        replace(row, values=(float(v[0]), float(v[1]), float(v[2]), float(v[3]), float(v[4])))
        for row, v in zip(learnt.rows, learnt.values, strict=True)
    )
    n = len(panel.sides)
    spare = tuple(
        replace(row, expected=False) for row in numbers.rates if name_of(row) not in set(map(name_of, fitted))
    )
    moves = Moves(
        stable_contested=float(learnt.moves[:n, n].mean()),
        stable_fresh=float(learnt.moves[:n, n + 1 :].sum(1).mean()),
        stable_stable=float((learnt.moves[:n, :n].sum(1) - np.diag(learnt.moves)[:n]).mean()),
        contested_fresh=float(learnt.moves[n, n + 1 :].sum()),
        fresh_stable=float(np.mean([learnt.moves[n + 1 + a, a] for a in range(n)])),
        fresh_contested=float(learnt.moves[n + 1 :, n].mean()),
        fresh_fresh=float((learnt.moves[n + 1 :, n + 1 :].sum(1) - np.diag(learnt.moves)[n + 1 :]).mean()),
    )
    fronts = tuple(
        Front(side=side, contested=tuple(c.tolist()), fresh=tuple(f.tolist()), stable=tuple(s.tolist()))
        for side, (c, f, s) in zip(panel.sides, learnt.fronts, strict=True)
    )
    screens = tuple(
        Screen(
            source=log.source,
            sides=panel.sides,
            table=tuple(tuple(tuple(row) for row in plane) for plane in table.tolist()),
        )
        for log, table in zip(panel.logs, learnt.screens, strict=True)
    )
    others = tuple(row for row in numbers.screens if row.source not in {log.source for log in panel.logs})
    return replace(
        numbers,
        name=name,
        known=known,
        rates=fitted + spare,
        moves=moves,
        fronts=fronts,
        screens=(*others, *screens),
        pace=1.0,
        coverage=1.0,
    )
