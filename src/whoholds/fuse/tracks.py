"""How each teller's claims fared: by what all the *others* say of the same places, looking back.

What a teller says is weighed against the record without it, so that nobody vouches for himself. Copies of its claims
are not counted again; a copy of somebody else's claim is not its own.

A claim is checked by how far what the others say *from about its time on* moves the odds of what it says, against what
they had made likely before. Where they are sparse, that is little either way: a claim that nobody could confirm counts for
nothing, not against its teller. How often a teller is right is the chance under which all its claims' odds are likeliest,
with the interval that these odds leave open.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from whoholds.claim import Claim
from whoholds.fuse.assertions import Assertion, heard
from whoholds.fuse.parameters import Parameters
from whoholds.fuse.tellers import Knows
from whoholds.text import Imprint

if TYPE_CHECKING:
    from whoholds.fuse.beliefs import Array, Beliefs

WITHIN = 14  # days after its day within which what a claim says must come to hold
NEAR = 60  # days: others who spoke of the place no nearer than this to the claim cannot check it
ANSWER = 14  # days within which a denial answers a claim
LEAD = 30  # days apart at most: two reports of one event
MOST = 4.0  # nats that the others can speak for or against one claim: they err too
# Of 1, .5 and .25 the one at which nine in ten intervals hold the true rate, of a whole simulated press and of a third of it
# (bench/tracks.py): the claims about one place are checked by much the same reports, and are not so many cases.
EACH = 0.25
WIDEST = 0.4  # interval beyond which nobody is graded: there, no honest source came out below C, however thin the press
STRENGTH = 4.0  # claims that the mean of all tellers counts for in the reliability of each
LETTERS = (0.95, 0.85, 0.7, 0.5)  # least chance of being borne out for an A, B, C, D; E below
SURE = 0.9  # share of the chances that lies inside the interval
DAY_S = 86_400
POINTS = 2001  # at which the chance of being right is looked at: good to three decimals


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One claim, by what the others say: those whose voice is not ``teller``. ``outlet`` printed it.

    borne    the highest chance of what it says within a fortnight of its day, by the others alone; None: nobody else
             spoke of the place near that day.
    odds     nats by which what the others say from a month before its day on speaks for it; None: as above.
    support  other voices that say the same within a month.
    lead     days by which it was published before the first of them; negative: after. None: nobody else said it,
             or the teller itself had said so within a month.
    denied   whether another voice denied it within a fortnight.
    """

    teller: str
    outlet: str
    claim: str
    relation: str
    borne: float | None
    odds: float | None
    support: int
    lead: float | None
    denied: bool

    @property
    def digit(self) -> int:
        """Credibility of what is said, 1 (confirmed by others) to 5 (improbable), 6: cannot be judged."""
        if self.borne is None:
            return 6
        if self.borne >= 0.95 and self.support >= 1:
            return 1
        return next((n for n, least in ((2, 0.8), (3, 0.5), (4, 0.2)) if self.borne >= least), 5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """A teller's record.

    claims    of its own about who holds a place; ``checked``: those that others spoke to.
    borne     chance that what it says comes to hold, 0 to 1: drawn towards the mean of all where the others say little.
    low, high the interval in which that chance lies with probability .9: wide where the others say little.
    mean      of all tellers.
    own, own_checked  the same of claims in the interest of its side; None when it speaks for none or has none.
    lead      median days before others said the same; None: nobody did.
    denied    share of its claims that another voice denied.
    digits    how many of its claims stand at credibility 1 to 6.
    """

    teller: str
    claims: int
    checked: int
    borne: float
    low: float
    high: float
    lead: float | None
    denied: float
    digits: tuple[int, int, int, int, int, int]
    mean: float = 1.0
    own: float | None = None
    own_checked: int = 0

    @property
    def letter(self) -> str:
        """Reliability of the teller, A (nearly always borne out) to E (mostly not); F: what the others say cannot tell.

        That is so when the interval is wide, not when the chance is low.
        """
        if self.checked < 3 or self.high - self.low > WIDEST:
            return "F"
        return next((name for name, least in zip("ABCD", LETTERS, strict=True) if self.borne >= least), "E")


def checks(
    place: str, claims: Sequence[Claim], imprints: Mapping[str, Imprint], theatre: Knows, numbers: Parameters
) -> Iterator[Check]:
    """The claims about one place that are their teller's own, each by what the others say."""
    from whoholds.fuse.beliefs import weigh
    from whoholds.fuse.echoes import voices

    found = heard(place, claims, imprints, theatre, numbers)
    said = voices(found.said, imprints, numbers)
    for teller in sorted({one.teller.key for one in said}):
        others = tuple(one for one in said if one.teller.key != teller)
        rest = weigh(others, found, numbers) if others else None
        by_others = None if rest is None else _Others(rest, [other.day for other in others])
        mine = [one for one in said if one.teller.key == teller]
        seen: set[str] = set()
        for one in mine:
            if one.copy_of or one.claim.id in seen or one.column == "fall":
                continue
            seen.add(one.claim.id)
            near = [other for other in others if abs(other.day - one.day) <= LEAD and _same(one, other)]
            again = any(0 < one.day - own.day <= LEAD and _same(one, own) for own in mine)
            ahead = None if again else min(((other.published - one.published) / DAY_S for other in near), default=None)
            borne, odds = (None, None) if by_others is None else by_others.on(one)
            yield Check(
                teller=teller,
                outlet=one.claim.voices[0].source or f"~{one.claim.voices[0].text}",
                claim=one.claim.id,
                relation=one.relation,
                borne=borne,
                odds=odds,
                support=len({other.teller.side or other.teller.key for other in near}),
                lead=ahead,
                denied=any(_denies(other, one) for other in others),
            )


def _same(one: Assertion, other: Assertion) -> bool:
    takes = ("take", "hold", "deny", "rebut")
    alike = one.column == other.column or (one.column in takes and other.column in takes)
    return alike and one.side == other.side and not other.copy_of


def _denies(other: Assertion, one: Assertion) -> bool:
    if not 0 <= other.day - one.day <= ANSWER or not other.denied or one.denied:
        return False
    return (other.side != one.side) == (other.column in ("deny", "rebut")) and other.column != "contest"


class _Others:
    """What all the others make of a place, with and without what they say about the time of a claim."""

    def __init__(self, rest: Beliefs, days: Sequence[int]) -> None:
        from whoholds.fuse.chain import chain, table

        self._rest, self._days, line = rest, sorted(days), rest.chain
        still = table(rest.ready.moves, rest.ready.silence * 0)
        self._still = chain(line.days, list(zip(line.days, line.factors, strict=True)), line.start, still)

    def on(self, one: Assertion) -> tuple[float | None, float | None]:
        """(Highest chance of what is said within a fortnight, nats by which what was heard near it speaks for it)."""
        from whoholds.fuse.beliefs import by_side, logit

        rest = self._rest
        if all(abs(day - one.day) > NEAR for day in self._days):
            return None, None
        if one.column != "contest" and one.side not in rest.sides:
            return (0.0, -MOST) if one.column != "lose" else (None, None)
        first, last = (min(max(day - rest.begins, 0), len(rest.shares) - 1) for day in (one.day, one.day + WITHIN))
        chances = self._says(one, rest.shares[first : last + 1])
        best = int(chances.argmax())
        before = by_side(self._expected(one.day - LEAD, rest.begins + first + best), len(rest.sides))
        odds = float(logit(chances[best]) - logit(self._says(one, before)))
        return float(chances[best]), max(-MOST, min(MOST, odds))

    def _says(self, one: Assertion, shares: Array) -> Array:
        """The chance of what is said, from shares of each side and of fighting inside [..., answers]."""
        if one.column == "contest":
            return shares[..., -1]
        chance = shares[..., self._rest.sides.index(one.side)]
        return 1 - chance if one.column == "lose" else chance

    def _expected(self, since: int, day: int) -> Array:
        """Chances of each state on a day by what was heard before ``since``, as if nobody were listened to from then on."""
        days = self._still.days
        at = bisect_left(days, since) - 1
        now = self._rest.chain.start if at < 0 else self._rest.ahead[at, 0]
        at = max(at, 0)
        while at + 1 < len(days) and days[at + 1] <= day:
            now = now @ self._still.step(at)
            at += 1
        return now @ self._still.powers[at][max(0, day - days[at])]


def tracks(found: Iterable[Check], *, outlets: bool = False) -> tuple[Track, ...]:
    """Each teller's record, or each outlet's with all the voices it passed on; the one with most claims first."""
    by: dict[str, list[Check]] = defaultdict(list)
    for one in found:
        by[one.outlet if outlets else one.teller].append(one)
    told = [one.odds for some in by.values() for one in some if one.odds is not None]
    mean = _rate(told, 1.0, 1.0)[0]
    made = [_track(teller, some, mean) for teller, some in by.items()]
    return tuple(sorted(made, key=lambda one: (-one.claims, one.teller)))


def _track(teller: str, some: Sequence[Check], mean: float) -> Track:
    odds = [one.odds for one in some if one.odds is not None]
    own = [one.odds for one in some if one.odds is not None and one.relation == "own"]
    leads = [one.lead for one in some if one.lead is not None]
    borne, low, high = _rate(odds, STRENGTH * mean, STRENGTH * (1 - mean))
    digits = [sum(1 for one in some if one.digit == n) for n in range(1, 7)]
    return Track(
        teller=teller,
        claims=len(some),
        checked=len(odds),
        borne=borne,
        low=low,
        high=high,
        lead=median(leads) if leads else None,
        denied=sum(one.denied for one in some) / len(some),
        digits=(digits[0], digits[1], digits[2], digits[3], digits[4], digits[5]),
        mean=mean,
        own=_rate(own, STRENGTH * mean, STRENGTH * (1 - mean))[0] if own else None,
        own_checked=len(own),
    )


def _rate(odds: Sequence[float], right: float, wrong: float) -> tuple[float, float, float]:
    """How often one is right whose claims have these odds, from a beta distribution of ``right`` and ``wrong``.

    Mean, and the bounds between which the chance lies with probability .9. On a grid of ``POINTS``.
    """
    import numpy as np

    chance = (np.arange(POINTS) + 0.5) / POINTS
    log = (right - 1) * np.log(chance) + (wrong - 1) * np.log1p(-chance)
    for some in sorted(odds):
        log += EACH * np.log1p(chance * np.expm1(some))
    mass = np.exp(log - log.max())
    mass /= mass.sum()
    low, high = np.searchsorted(np.cumsum(mass), ((1 - SURE) / 2, (1 + SURE) / 2))
    return float(mass @ chance), float(chance[low]), float(chance[high])
