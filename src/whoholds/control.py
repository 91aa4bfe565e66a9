"""Control, Term, Edition, Changes: the answer, its arithmetic, and what made it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from whoholds.when import Period


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """These actors held this place on these days, as far as the reports known then say.

    holders   one = held, several = contested or disputed. Never empty: unknown is no Control at all.
    belief    probability of the leading answer, 0 to 1: the largest of ``shares``.
    shares    (actor id, probability), largest first; the id "" stands for fighting inside, both there.
    voices    independent origins heard up to then: the amount of evidence, never multiplied into belief.
    last_heard  the last day on which any evidence about this place falls: its age.
    weight    recency-weighted evidence at the period's last evidence day, in nats.
    because, against  ids of claims that speak for the leading answer, and against it, heaviest first.
    """

    place: str
    holders: frozenset[str]
    valid: Period
    belief: float
    shares: tuple[tuple[str, float], ...]
    voices: int
    last_heard: date
    weight: float
    because: tuple[str, ...]
    against: tuple[str, ...]


CONTESTED = ""  # the key of "fighting inside" among shares


class State(StrEnum):
    """The word for an answer on one day."""

    HELD = "held"
    CONTESTED = "contested"  # fought over on the ground
    DISPUTED = "disputed"  # the sources disagree
    STALE = "stale"  # last confirmed too long ago; the last answer is shown with its date
    UNKNOWN = "unknown"  # no claim: no colour


def phrase(state: State, names: Iterable[str]) -> str:
    """An answer as a predicate, to stand behind the name of a place: "held by A", "disputed between A and B".

    Where only one of those who fight is named: "fought over by A and a side not named".
    """
    told = list(names)
    if state is State.UNKNOWN or not told:
        return "unknown"
    return f"{PREDICATES[state]} {' and '.join(fighters(told) if state is State.CONTESTED else told)}"


def fighters(names: Sequence[str]) -> tuple[str, ...]:
    """Those who fight over a place: nobody fights alone."""
    return (*names, UNNAMED) if len(names) == 1 else tuple(names)


def percent(share: float) -> str:
    """A probability in words that promise no more than they know."""
    return "under 1 %" if share < 0.01 else "over 99 %" if share > 0.99 else f"{share * 100:.0f} %"


UNNAMED = "a side not named"
PREDICATES = {
    State.HELD: "held by",
    State.CONTESTED: "fought over by",
    State.DISPUTED: "disputed between",
    State.STALE: "last known as held by",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One line of an explanation: what one claim, silence, or the prior adds to the log-odds.

    kind      prior, claim, silence, neighbours.
    direct    nats this line adds to log P(answer) - log P(rival), exact at a fixed path.
    leave_out nats the log-odds of the answer lose when the line is taken away.
    copies    ids of claims that echo this one and add nothing.
    """

    kind: str
    direct: float
    leave_out: float
    claim: str = ""
    copies: tuple[str, ...] = ()
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """What made a record: a changed method, setting or word list is a new edition, never a silent change."""

    id: str
    code: str
    method: str
    settings: str
    theatre: str
    languages: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """Numbers learnt from a record. A later one never takes its place in what could be known before.

    known    the instant from which the record is weighed with them.
    heard    what they were learnt from: all that had arrived by this instant, which is no later than ``known``.
    code     version of the code that learnt them. numbers: the numbers as JSON, as fusing reads them.
    """

    id: str
    known: datetime
    heard: datetime
    code: str
    numbers: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What a run opened and closed: Controls that are new, and those that no longer stand."""

    opened: tuple[Control, ...] = ()
    closed: tuple[Control, ...] = ()

    @property
    def places(self) -> frozenset[str]:
        """The places whose answer changed."""
        return frozenset(one.place for one in (*self.opened, *self.closed))


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The whole history of one place as known from one instant; empty controls: it became unknown."""

    place: str
    known: datetime
    controls: tuple[Control, ...]
