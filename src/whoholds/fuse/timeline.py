"""Beliefs per day → periods that do not overlap, each with its holders, its evidence and the age of it.

A period begins only on a day that somebody spoke of. Between two such days the answer is the mean over the days
between: where a change fell in silence, both holders share them, and no date is invented.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from whoholds.claim import Claim
from whoholds.control import CONTESTED, Control
from whoholds.fuse.assertions import Assertion, Knows
from whoholds.fuse.beliefs import Beliefs, beliefs, by_side
from whoholds.fuse.parameters import Parameters
from whoholds.fuse.poisson import SOMEBODY
from whoholds.text import Imprint
from whoholds.when import Period

Array = NDArray[np.float64]
STEP = 0.15  # belief may drift by this much before a new period begins: a fifth of the way from even odds to certainty
DISPUTED = 0.25  # two sides with this share each: both are named as holders
HALF_AGE = 90.0  # days in which evidence fades to 1/e when the amount of recent evidence is told
PLAIN = 0.6  # share of a side's reports that must name one body before the record names it rather than the side
LEAD = 14  # days before a stint in which reports may already speak of who begins it
DIGITS = 6  # shares are rounded to this many decimals, far below what they mean, so that sums in any order agree


def model(
    place: str, claims: Sequence[Claim], imprints: Mapping[str, Imprint], theatre: Knows, numbers: Parameters
) -> tuple[Control, ...]:
    """The main method: reports as point events whose rate depends on who holds, maps as displays, echoes once."""
    known = beliefs(place, claims, imprints, theatre, numbers)
    return () if known is None else timeline(place, known)


def timeline(place: str, known: Beliefs) -> tuple[Control, ...]:
    """The periods of the place, by day; the last one is open-ended. Days on which nobody named leads have none."""
    names = _Names(known)
    days = {one.day for one in known.said} | {one.since for one in known.said if one.column == "hold"}
    starts = np.array(sorted(day - known.begins for day in days if day >= known.first))
    ends = np.r_[starts[1:], len(known.shares)]
    means = np.add.reduceat(known.shares, starts) / (ends - starts)[:, None]
    codes = _holders(means, known.sides)
    out = []
    for i, j in _runs(codes, means.max(1)):
        mean = np.average(means[i:j], axis=0, weights=ends[i:j] - starts[i:j])
        span = (int(starts[i]), int(ends[j - 1]))
        control = _control(known, names, span, mean, int(codes[i]), place=place, open_ended=j == len(codes))
        if control is not None:
            out.append(control)
    return tuple(out)


def _holders(shares: Array, sides: tuple[str, ...]) -> NDArray[np.int64]:
    """For each row a code: bit i = side i is a holder; the next bit = fought over inside; 0 = nobody named."""
    n = len(sides)
    bits = 1 << np.arange(n + 1)
    best = shares.argmax(1)
    named = np.array([side != SOMEBODY for side in sides])
    strong = (shares[:, :n] >= DISPUTED) & named
    code = np.where((best < n) & (strong.sum(1) >= 2), strong @ bits[:n], bits[best])
    return np.asarray(np.where(np.r_[named, True][best], code, 0))


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
    known: Beliefs, names: _Names, span: tuple[int, int], mean: Array, code: int, *, place: str, open_ended: bool
) -> Control | None:
    """The answer for one stretch of rows; None when it names nobody."""
    n, (start, end) = len(known.sides), span
    called = names.of(start, end)
    if code >> n & 1:  # fighting inside: by the two likeliest sides
        order = sorted((i for i in range(n) if known.sides[i] != SOMEBODY), key=lambda i: (-mean[i], known.sides[i]))
        chosen = order[:2]
    else:
        chosen = [i for i in range(n) if code >> i & 1 and known.sides[i] != SOMEBODY]
    if not chosen:
        return None
    shares = [(called[i], round(float(mean[i]), DIGITS)) for i in range(n) if known.sides[i] != SOMEBODY]
    shares.append((CONTESTED, round(float(mean[n]), DIGITS)))
    shares.sort(key=lambda pair: (-pair[1], pair[0]))
    lead = n if code >> n & 1 else max(chosen, key=lambda i: mean[i])
    first, last = known.begins + start, known.begins + end - 1
    heard = [one for one in known.evidence if one.said.day <= last]
    spoken = max((one.said.day for one in heard), default=min(one.day for one in known.said))
    because, against = _grounds(known, lead, first, last)
    return Control(
        place=place,
        holders=frozenset(called[i] for i in chosen),
        valid=Period(start=date.fromordinal(first), end=None if open_ended else date.fromordinal(last + 1)),
        belief=shares[0][1],
        shares=tuple(shares),
        voices=len({_voice(one.said) for one in heard}),
        last_heard=date.fromordinal(spoken),
        weight=_weight(known, spoken),
        because=because,
        against=against,
    )


def _voice(said: Assertion) -> str:
    """Whom a claim counts as: all organs of one side are one voice."""
    return said.teller.side or said.teller.key


def _weight(known: Beliefs, day: int) -> float:
    """Recency-weighted evidence on a day, in nats: how far the claims up to then could move the answer, faded by age."""
    total = sum(
        float(np.ptp(piece.terms)) * np.exp(-(day - piece.day) / HALF_AGE)
        for piece in known.evidence
        if piece.day == piece.said.day <= day
    )
    return round(float(total), 3)


def _grounds(known: Beliefs, lead: int, first: int, last: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Ids of claims for and against the leading answer, heaviest first: by what leaving each out would do on its day.

    Those whose day falls in the period or up to ``LEAD`` days before it; else the last ones before it.
    """
    pieces = [one for one in known.evidence if first - LEAD <= one.said.day <= last]
    if not pieces:
        latest = max((one.said.day for one in known.evidence if one.said.day < first), default=None)
        pieces = [one for one in known.evidence if one.said.day == latest]
    weight: dict[str, float] = defaultdict(float)
    n = len(known.sides)
    for one in pieces:
        chances = known.daily[known.row(one.day)]
        without = chances * np.exp(np.min(one.terms) - one.terms)
        pair = by_side(np.stack([chances, without / without.sum()]), n)[:, lead].clip(1e-12, 1 - 1e-12)
        logit = np.log(pair) - np.log1p(-pair)
        weight[one.said.claim.id] += float(logit[0] - logit[1])
    ranked = sorted(weight.items(), key=lambda pair: (-round(abs(pair[1]), DIGITS), pair[0]))
    return tuple(c for c, w in ranked if w > 1e-9), tuple(c for c, w in ranked if w < -1e-9)


class _Names:
    """What to call each side in a period: the narrow body that its reports name, or the side when they differ."""

    def __init__(self, known: Beliefs) -> None:
        self._known = known
        self._named: list[list[tuple[int, str, float]]] = [[] for _ in known.sides]
        at = {side: i for i, side in enumerate(known.sides)}
        for one in known.said:
            if one.side and one.actor and one.column in ("take", "hold") and one.weight > 0:
                self._named[at[one.side]].append((one.day, one.actor, one.weight))

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
        votes: dict[str, float] = defaultdict(float)
        for day, actor, weight in named:
            if first <= day <= last:
                votes[actor] += weight
        if not votes:
            for _, actor, weight in named:
                votes[actor] += weight
        best = max(votes, key=lambda actor: (votes[actor], actor))
        return best if votes[best] >= PLAIN * sum(votes.values()) else self._known.sides[side]
