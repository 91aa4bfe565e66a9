"""How each teller's claims fared: by what all the *others* say of the same places, looking back.

What a teller says is weighed against the record without it, so that nobody vouches for himself. Copies of its claims
are not counted again; a copy of somebody else's claim is not its own.

A claim is checked by how far what the others say *from about its time on* moves the odds of what it says, against what
they had made likely before. Where they are sparse, that is little either way: a claim that nobody could confirm counts for
nothing, not against its teller. How often a teller is right is the chance under which all its claims' odds are likeliest,
with the interval that these odds leave open.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from whoholds.claim import Claim
from whoholds.fuse.assertions import Assertion, heard
from whoholds.fuse.parameters import Parameters
from whoholds.fuse.tellers import Knows
from whoholds.text import Imprint

ANSWER = 14  # days within which a denial answers a claim
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
    from whoholds.fuse.echoes import voices
    from whoholds.fuse.others import LEAD, Others

    found = heard(place, claims, imprints, theatre, numbers)
    said = voices(found.said, imprints, numbers)
    tellers = sorted({one.teller.key for one in said})
    by_others = Others(said, found, numbers, tellers) if len(tellers) > 1 else None
    alike, denials = _Alike(said), [one for one in said if one.denied]
    for teller in tellers:
        own = _own(one for one in said if one.teller.key == teller)
        told = by_others.on(teller, own) if by_others else [(None, None)] * len(own)
        for one, (borne, odds) in zip(own, told, strict=True):
            within = alike.within(one, LEAD)
            near = [other for other in within if other.teller.key != teller]
            again = any(other.teller.key == teller and other.day < one.day for other in within)
            ahead = None if again else min(((other.published - one.published) / DAY_S for other in near), default=None)
            yield Check(
                teller=teller,
                outlet=one.claim.voices[0].source or f"~{one.claim.voices[0].text}",
                claim=one.claim.id,
                relation=one.relation,
                borne=borne,
                odds=odds,
                support=len({other.teller.side or other.teller.key for other in near}),
                lead=ahead,
                denied=any(other.teller.key != teller and _denies(other, one) for other in denials),
            )


def _own(mine: Iterable[Assertion]) -> list[Assertion]:
    """Of a teller's assertions those to be checked: no copies, and of each claim the first."""
    first: dict[str, Assertion] = {}
    for one in mine:
        if not one.copy_of and one.column != "fall":
            first.setdefault(one.claim.id, one)
    return list(first.values())


class _Alike:
    """Assertions by what they come to, those of copies left out."""

    def __init__(self, said: Iterable[Assertion]) -> None:
        self._by: dict[tuple[str, str], list[Assertion]] = defaultdict(list)
        for one in sorted(said, key=lambda each: each.day):
            if not one.copy_of:
                self._by[self._key(one)].append(one)
        self._days = {key: [one.day for one in some] for key, some in self._by.items()}

    @staticmethod
    def _key(one: Assertion) -> tuple[str, str]:
        return ("hold" if one.column in ("take", "hold", "deny", "rebut") else one.column), one.side

    def within(self, one: Assertion, days: int) -> list[Assertion]:
        """Those that come to the same and speak of a day no farther from its day, itself among them."""
        key = self._key(one)
        near = self._days.get(key, [])
        return self._by[key][bisect_left(near, one.day - days) : bisect_right(near, one.day + days)] if near else []


def _denies(other: Assertion, one: Assertion) -> bool:
    if not 0 <= other.day - one.day <= ANSWER or not other.denied or one.denied:
        return False
    return (other.side != one.side) == (other.column in ("deny", "rebut")) and other.column != "contest"


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
