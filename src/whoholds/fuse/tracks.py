"""How each teller's claims fared: by what all the *others* say of the same places, looking back.

What a teller says is weighed against the record without it, so that nobody vouches for himself. Copies of its claims
are not counted again; a copy of somebody else's claim is not its own.
"""

from __future__ import annotations

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
    from whoholds.fuse.beliefs import Beliefs

WITHIN = 14  # days after its day within which what a claim says must come to hold
NEAR = 60  # days: others who spoke of the place no nearer than this to the claim cannot check it
ANSWER = 14  # days within which a denial answers a claim
LEAD = 30  # days apart at most: two reports of one event
TELLING = 0.6  # mean of all tellers below which the others are no yardstick, and nobody is graded. Proposed
STRENGTH = 4.0  # claims that the mean of all tellers counts for in the reliability of each
SURE = 0.9  # share of the chances that lies inside the interval
DAY_S = 86_400


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One claim, by what the others say: those whose voice is not ``teller``. ``outlet`` printed it.

    borne    the highest chance of what it says within a fortnight of its day, by the others alone; None: nobody else
             spoke of the place near that day.
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
    borne     chance that what it says comes to hold, 0 to 1: drawn towards the mean of all where its claims are few.
    low, high the interval in which that chance lies with probability .9.
    mean      of all tellers: how often a claim is borne out here at all.
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
        """Reliability of the teller, A (nearly always borne out) to E (mostly not); F: too little to judge.

        Where the others bear out few claims of anybody, they are too sparse a yardstick, and nobody is graded.
        """
        if self.mean < TELLING or self.checked < 3 or self.high - self.low > 0.5:
            return "F"
        return next((c for c, least in (("A", 0.95), ("B", 0.85), ("C", 0.7), ("D", 0.5)) if self.borne >= least), "E")


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
        mine = [one for one in said if one.teller.key == teller]
        seen: set[str] = set()
        for one in mine:
            if one.copy_of or one.claim.id in seen or one.column == "fall":
                continue
            seen.add(one.claim.id)
            near = [other for other in others if abs(other.day - one.day) <= LEAD and _same(one, other)]
            again = any(0 < one.day - own.day <= LEAD and _same(one, own) for own in mine)
            ahead = None if again else min(((other.published - one.published) / DAY_S for other in near), default=None)
            yield Check(
                teller=teller,
                outlet=one.claim.voices[0].source or f"~{one.claim.voices[0].text}",
                claim=one.claim.id,
                relation=one.relation,
                borne=None if rest is None else _borne(one, others, rest),
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


def _borne(one: Assertion, others: Sequence[Assertion], rest: Beliefs) -> float | None:
    if all(abs(other.day - one.day) > NEAR for other in others):
        return None
    first, last = (min(max(day - rest.begins, 0), len(rest.shares) - 1) for day in (one.day, one.day + WITHIN))
    rows = rest.shares[first : last + 1]
    if one.column == "contest":
        chance = rows[:, -1]
    elif one.side not in rest.sides:
        return 0.0 if one.column != "lose" else None
    else:
        chance = rows[:, rest.sides.index(one.side)]
        chance = 1 - chance if one.column == "lose" else chance
    return float(chance.max())


def tracks(found: Iterable[Check], *, outlets: bool = False) -> tuple[Track, ...]:
    """Each teller's record, or each outlet's with all the voices it passed on; the one with most claims first."""
    by: dict[str, list[Check]] = defaultdict(list)
    for one in found:
        by[one.outlet if outlets else one.teller].append(one)
    fared = [one.borne for checks_ in by.values() for one in checks_ if one.borne is not None]
    mean = (sum(fared) + 1.0) / (len(fared) + 2.0)
    made = [_track(teller, some, mean) for teller, some in by.items()]
    return tuple(sorted(made, key=lambda one: (-one.claims, one.teller)))


def _track(teller: str, some: Sequence[Check], mean: float) -> Track:
    fared = [one.borne for one in some if one.borne is not None]
    own = [one.borne for one in some if one.borne is not None and one.relation == "own"]
    leads = [one.lead for one in some if one.lead is not None]
    low, high = interval(sum(fared) + STRENGTH * mean, len(fared) - sum(fared) + STRENGTH * (1 - mean))
    digits = [sum(1 for one in some if one.digit == n) for n in range(1, 7)]
    return Track(
        teller=teller,
        claims=len(some),
        checked=len(fared),
        borne=(sum(fared) + STRENGTH * mean) / (len(fared) + STRENGTH),
        low=low,
        high=high,
        lead=median(leads) if leads else None,
        denied=sum(one.denied for one in some) / len(some),
        digits=(digits[0], digits[1], digits[2], digits[3], digits[4], digits[5]),
        mean=mean,
        own=(sum(own) + STRENGTH * mean) / (len(own) + STRENGTH) if own else None,
        own_checked=len(own),
    )


def interval(right: float, wrong: float) -> tuple[float, float]:
    """Where a chance lies with probability .9, after so many cases either way: quantiles of a beta distribution.

    By the trapezoid rule on 4,001 points: good to three decimals for counts of a half and more.
    """
    import numpy as np

    chance = (np.arange(4001) + 0.5) / 4001
    log = (right - 1) * np.log(chance) + (wrong - 1) * np.log1p(-chance)
    mass = np.cumsum(np.exp(log - log.max()))
    mass /= mass[-1]
    low, high = np.searchsorted(mass, ((1 - SURE) / 2, (1 + SURE) / 2))
    return float(chance[low]), float(chance[high])
