"""Beliefs per day → periods that do not overlap, each with its holders, its evidence and the age of it.

A period begins only on a day that somebody spoke of. Between two such days the answer is the mean over the days
between: where a change fell in silence, both holders share them, and no date is invented.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from whoholds.claim import Claim
from whoholds.control import CONTESTED, Control
from whoholds.fuse.beliefs import Beliefs, beliefs, by_side, logit
from whoholds.fuse.beside import Beside
from whoholds.fuse.parameters import Parameters
from whoholds.fuse.poisson import SOMEBODY
from whoholds.fuse.tellers import Knows
from whoholds.text import Imprint
from whoholds.when import Period

Array = NDArray[np.float64]
STEP = 0.15  # belief may drift by this much before a new period begins: a fifth of the way from even odds to certainty
DISPUTED = 0.25  # two sides with this share each: both are named as holders
HALF_AGE = 90.0  # days in which evidence fades to 1/e when the amount of recent evidence is told
PLAIN = 0.6  # share of a side's reports that must name one body before the record names it rather than the side
LEAD = 14  # days before a stint in which reports may already speak of who begins it
TIE = 1e-9  # shares this near are equal: no order of names may decide between them
DIGITS = 6  # shares are rounded to this many decimals, far below what they mean, so that sums in any order agree


def model(
    place: str,
    claims: Sequence[Claim],
    imprints: Mapping[str, Imprint],
    theatre: Knows,
    numbers: Parameters,
    *,
    beside: Sequence[Beside] = (),
) -> tuple[Control, ...]:
    """The main method: reports as point events whose rate depends on who holds, maps as displays, echoes once."""
    known = beliefs(place, claims, imprints, theatre, numbers, beside=beside)
    return () if known is None else timeline(place, known)


def timeline(place: str, known: Beliefs) -> tuple[Control, ...]:
    """The periods of the place, by day; the last one is open-ended. Days on which nobody named leads have none."""
    names, ground = _Names(known), _Ground(known)
    found = periods(known)
    out = []
    for one in found:
        open_ended = one.end == len(known.shares)
        control = _control(
            known, names, ground, (one.start, one.end), one.mean, code=one.code, place=place, open_ended=open_ended
        )
        if control is not None:
            out.append(control)
    return tuple(out)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Rows of ``Beliefs.shares`` that give one answer: half-open, with their mean shares and the answer's code."""

    start: int
    end: int
    mean: Array
    code: int


def periods(known: Beliefs) -> list[Stretch]:
    """The stretches of days with one answer, in order; also those whose answer names nobody."""
    days = {one.said.day for one in known.evidence}
    days |= {one.said.since for one in known.evidence if one.said.column == "hold"}
    starts = np.array(sorted(day - known.begins for day in days))
    ends = np.r_[starts[1:], len(known.shares)]
    means = np.add.reduceat(known.shares, starts) / (ends - starts)[:, None]
    codes = _holders(means, known.sides)
    out = []
    for i, j in _runs(codes, means.max(1)):
        mean = np.average(means[i:j], axis=0, weights=ends[i:j] - starts[i:j])
        out.append(Stretch(int(starts[i]), int(ends[j - 1]), mean, int(codes[i])))
    return out


def _holders(shares: Array, sides: tuple[str, ...]) -> NDArray[np.int64]:
    """For each row a code: bit i = side i is a holder; the next bit = fought over inside; 0 = nobody named."""
    n = len(sides)
    bits = 1 << np.arange(n + 1)
    best = shares.max(1, keepdims=True)
    named = np.array([side != SOMEBODY for side in sides])
    strong = (shares[:, :n] >= DISPUTED) & named
    lead = shares >= best - TIE
    several = ~lead[:, n] & (strong.sum(1) >= 2)
    code = np.where(several, strong @ bits[:n], np.where(lead[:, n], bits[n], (lead[:, :n] & named) @ bits[:n]))
    return np.asarray(code)


def _runs(codes: NDArray[np.int64], belief: Array) -> Iterator[tuple[int, int]]:
    """Half-open runs of rows whose answer is the same in kind and whose belief stays within a step."""
    start, low, high = 0, float(belief[0]), float(belief[0])
    for row in range(1, len(codes)):
        low, high = min(low, float(belief[row])), max(high, float(belief[row]))
        if codes[row] != codes[start] or high - low > STEP:
            yield start, row
            start, low, high = row, float(belief[row]), float(belief[row])
    yield start, len(codes)


def _control(
    known: Beliefs,
    names: _Names,
    ground: _Ground,
    span: tuple[int, int],
    mean: Array,
    *,
    code: int,
    place: str,
    open_ended: bool,
) -> Control | None:
    """The answer for one stretch of rows; None when it names nobody."""
    n, (start, end) = len(known.sides), span
    called = names.of(start, end)
    if code >> n & 1:  # fighting inside: by the two likeliest sides
        rest = [i for i in range(n) if known.sides[i] != SOMEBODY]
        second = sorted((mean[i] for i in rest), reverse=True)[:2][-1]
        chosen = [i for i in rest if mean[i] >= second - TIE]
    else:
        chosen = [i for i in range(n) if code >> i & 1 and known.sides[i] != SOMEBODY]
    if not chosen:
        return None
    shares = [(called[i], round(float(mean[i]), DIGITS)) for i in range(n) if known.sides[i] != SOMEBODY]
    shares.append((CONTESTED, round(float(mean[n]), DIGITS)))
    shares.sort(key=lambda pair: (-pair[1], pair[0]))
    lead = n if code >> n & 1 else max(chosen, key=lambda i: mean[i])
    first, last = known.begins + start, known.begins + end - 1
    spoken = ground.last_heard(last)
    because, against = ground.claims(lead, first, last)
    return Control(
        place=place,
        holders=frozenset(called[i] for i in chosen),
        valid=Period(start=date.fromordinal(first), end=None if open_ended else date.fromordinal(last + 1)),
        belief=shares[0][1],
        shares=tuple(shares),
        voices=ground.voices(last),
        last_heard=date.fromordinal(spoken),
        weight=ground.weight(spoken),
        because=because,
        against=against,
    )


class _Ground:
    """What the answers stand on: the pieces of evidence by day, and how far each pulls."""

    def __init__(self, known: Beliefs) -> None:
        pieces = sorted(known.evidence, key=lambda one: one.said.day)
        self._claims = [one.said.claim.id for one in pieces]
        self._days = np.array([one.said.day for one in pieces])
        terms = np.stack([one.terms for one in pieces])
        own_day = np.array([one.day == one.said.day for one in pieces])
        self._size = np.where(own_day, np.ptp(terms, axis=1), 0.0)
        chances = known.daily[[known.row(one.day) for one in pieces]]
        without = chances * np.exp(terms.min(1, keepdims=True) - terms)
        without /= without.sum(1, keepdims=True)
        logits = [logit(by_side(some, len(known.sides))) for some in (chances, without)]
        self._pull = logits[0] - logits[1]
        first: dict[str, int] = {}
        for one in pieces:  # all organs of one side are one voice
            first.setdefault(one.said.teller.side or one.said.teller.key, one.said.day)
        self._voices = np.array(sorted(first.values()))

    def voices(self, day: int) -> int:
        """Voices heard up to the day."""
        return int(np.searchsorted(self._voices, day, "right"))

    def last_heard(self, day: int) -> int:
        """The last day up to this one with evidence; the first of all when there is none yet."""
        return int(self._days[max(0, int(np.searchsorted(self._days, day, "right")) - 1)])

    def weight(self, day: int) -> float:
        """Evidence up to the day, in nats: how far each claim could move the answer, faded by its age."""
        upto = slice(0, int(np.searchsorted(self._days, day, "right")))
        return round(float(self._size[upto] @ np.exp((self._days[upto] - day) / HALF_AGE)), 3)

    def claims(self, lead: int, first: int, last: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Ids of claims for and against an answer, heaviest first: by what leaving each out would do on its day.

        Those whose day falls in the period or up to ``LEAD`` days before it; else the last ones before it.
        """
        start, stop = np.searchsorted(self._days, (first - LEAD, last + 1))
        if start == stop and start:
            start = np.searchsorted(self._days, self._days[start - 1])
        weight: dict[str, float] = defaultdict(float)
        for claim, pull in zip(self._claims[start:stop], self._pull[start:stop, lead].tolist(), strict=True):
            weight[claim] += pull
        ranked = sorted(weight.items(), key=lambda pair: (-round(abs(pair[1]), DIGITS), pair[0]))
        return tuple(c for c, w in ranked if w > 1e-9), tuple(c for c, w in ranked if w < -1e-9)


class _Names:
    """What to call each side in a period: the narrow body that its reports name, or the side when they differ."""

    def __init__(self, known: Beliefs) -> None:
        self._known = known
        self._named: list[list[str]] = [[] for _ in known.sides]
        self._days: list[list[int]] = [[] for _ in known.sides]
        at = {side: i for i, side in enumerate(known.sides)}
        for one in sorted(known.said, key=lambda one: one.day):
            if one.side and one.actor and one.column in ("take", "hold"):
                self._named[at[one.side]].append(one.actor)
                self._days[at[one.side]].append(one.day)

    def of(self, start: int, end: int) -> list[str]:
        """A name for each side, fixed for as long as the side keeps a share worth naming."""
        called = [self._call(i, start, end) for i in range(len(self._known.sides))]
        return [name if called.count(name) == 1 else side for name, side in zip(called, self._known.sides, strict=True)]

    def _call(self, side: int, start: int, end: int) -> str:
        named = self._named[side]
        if not named:
            return self._known.sides[side]
        strong = self._known.shares[:, side] >= DISPUTED
        if strong[start:end].any():  # the whole stint around the period
            inside = start + int(strong[start:end].argmax())
            before, after = np.flatnonzero(~strong[:inside]), np.flatnonzero(~strong[inside:])
            start = int(before[-1]) + 1 if before.size else 0
            end = inside + int(after[0]) if after.size else len(strong)
        first, last = self._known.begins + start - LEAD, self._known.begins + end
        days = self._days[side]
        some = named[bisect_left(days, first) : bisect_right(days, last)] or named
        votes = Counter(some)
        best = max(votes, key=lambda actor: (votes[actor], actor))
        return best if votes[best] >= PLAIN * sum(votes.values()) else self._known.sides[side]
