"""Who held a place on a day, as far as could be known then; and its history."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from math import exp
from typing import Any

from whoholds.actor import PROVISIONAL
from whoholds.ask.plain import plain, plain_shares
from whoholds.ask.view import View, view
from whoholds.ask.where import inside, place_named
from whoholds.control import CONTESTED, Control, State, fighters
from whoholds.errors import NoSuchPlace
from whoholds.fuse import Parameters
from whoholds.keep import Ledger
from whoholds.place import AREAS
from whoholds.theatre import Theatre

FADES_DAYS = 90.0  # evidence counts 1/e of its weight after so many days; the same as fusing's HALF_AGE
ENOUGH = 1.0  # nats of recent evidence below which an answer is called stale; proposed, not measured


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """So many places inside an area have this answer."""

    state: State
    holders: tuple[str, ...]
    holder_names: tuple[str, ...]
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Who held a place on one day, by what was known at an instant.

    kind, within  what kind of place it is, and the name of what it lies in: names are often shared.
    state        stale: the holders are the last answer, last confirmed too long ago. unknown: no holders.
    holders      actor ids, the likeliest first; one = held, several = contested or disputed.
    probability  of the leading answer; 0 when unknown.
    shares       (actor id, probability), largest first; the id "" stands for fighting inside.
    since        first day of the holders' present stint; ``until`` the day after its last, None = open.
    voices       independent origins heard; last_heard: the last day on which evidence falls.
    recent       evidence that has not faded yet, in nats.
    claims       ids of those that speak for the answer; ``against``: against it; heaviest first.
    inside       for an area: the answers of the places in it of which something is known, most frequent first.
    """

    place: str
    name: str
    on: date
    known: datetime
    state: State
    kind: str = ""
    within: str = ""
    holders: tuple[str, ...] = ()
    holder_names: tuple[str, ...] = ()
    probability: float = 0.0
    shares: tuple[tuple[str, float], ...] = ()
    since: date | None = None
    until: date | None = None
    voices: int = 0
    last_heard: date | None = None
    recent: float = 0.0
    claims: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    inside: tuple[Tally, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The answer as plain values."""
        return {**plain(self), "shares": plain_shares(self.shares)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stint:
    """One stretch of a place's history: its answer on its first day, and in words."""

    start: date | None
    end: date | None
    state: State
    holders: tuple[str, ...]
    holder_names: tuple[str, ...]
    probability: float
    voices: int
    last_heard: date
    claims: tuple[str, ...]
    against: tuple[str, ...]
    words: str

    def as_json(self) -> dict[str, Any]:
        """The stint as plain values."""
        told: dict[str, Any] = plain(self)
        return told


def who(
    ledger: Ledger,
    theatre: Theatre,
    place: str,
    *,
    on: date | None = None,
    known: datetime | None = None,
    method: str = "",
    parameters: Parameters | None = None,
) -> Answer:
    """Who held the place (an id or a name) on a day, by what was known at an instant.

    on     None: the day of the last arrival known by then. known: None: all that has arrived.
    NoSuchPlace, AmbiguousPlace: no single place is meant. EmptyLedger: nothing has been added.
    """
    seen = view(ledger, theatre, known, method=method, parameters=parameters)
    meant = place_named(ledger, theatre, place)
    day = on or default_day(seen)
    answer = answer_on(seen, meant.id, seen.controls(meant.id), day)
    if meant.kind not in AREAS:
        return answer
    those = answers(seen, day, (one.id for one in inside(theatre, meant.id)))
    return replace(answer, inside=tallied(theatre, ((one.state, one.holders, one.place) for one in those)))


def history(
    ledger: Ledger,
    theatre: Theatre,
    place: str,
    *,
    known: datetime | None = None,
    method: str = "",
    parameters: Parameters | None = None,
) -> tuple[Stint, ...]:
    """The place's stretches of days with one answer each, by day; empty when nothing is known of it."""
    seen = view(ledger, theatre, known, method=method, parameters=parameters)
    meant = place_named(ledger, theatre, place)
    return tuple(_stint(theatre, one) for one in seen.controls(meant.id))


def default_day(seen: View) -> date:
    """The day of the last arrival that the view knows of."""
    return min(seen.known, seen.ledger.last_arrival()).date()


def answers(seen: View, on: date, places: Iterable[str] | None = None) -> Iterator[Answer]:
    """The answer of every place (or each of these) known on that day, by place id; the unknown are left out."""
    for place, controls in seen.histories(places):
        answer = answer_on(seen, place, controls, on)
        if answer.state is not State.UNKNOWN:
            yield answer


def answer_on(seen: View, place: str, controls: Sequence[Control], on: date, *, fading: bool = True) -> Answer:
    """The answer that a history gives for a day; without ``fading`` however long ago it was last confirmed."""
    name, kind, within = described(seen.theatre, place)
    at = next((i for i, one in enumerate(controls) if on in one.valid), None)
    if at is None:
        return Answer(place=place, name=name, on=on, known=seen.known, state=State.UNKNOWN, kind=kind, within=within)
    control = controls[at]
    recent = recent_on(control, on)
    since, until = _stretch(controls, at)
    holders = in_order(control)
    return Answer(
        place=place,
        name=name,
        on=on,
        known=seen.known,
        state=State.STALE if fading and recent < ENOUGH else state_of(control),
        kind=kind,
        within=within,
        holders=holders,
        holder_names=tuple(name_of_actor(seen.theatre, one) for one in holders),
        probability=control.belief,
        shares=control.shares,
        since=since,
        until=until,
        voices=control.voices,
        last_heard=control.last_heard,
        recent=round(recent, 3),
        claims=control.because,
        against=control.against,
    )


def recent_on(control: Control, on: date) -> float:
    """The evidence for it that has not faded by that day, in nats."""
    return control.weight * exp(-max(0, (on - control.last_heard).days) / FADES_DAYS)


def state_of(control: Control) -> State:
    """The word for a Control, its age left aside."""
    if control.shares and control.shares[0][0] == CONTESTED:
        return State.CONTESTED
    return State.HELD if len(control.holders) == 1 else State.DISPUTED


def in_order(control: Control) -> tuple[str, ...]:
    """Its holders, the likeliest first."""
    shares = dict(control.shares)
    return tuple(sorted(control.holders, key=lambda one: (-shares.get(one, 0.0), one)))


def _stretch(controls: Sequence[Control], at: int) -> tuple[date | None, date | None]:
    """First day, and day after the last, of the unbroken periods with these holders around this one."""
    said = (controls[at].holders, state_of(controls[at]))
    first = last = at
    while first > 0 and _follows(controls[first - 1], controls[first]) and _said(controls[first - 1]) == said:
        first -= 1
    while (
        last + 1 < len(controls) and _follows(controls[last], controls[last + 1]) and _said(controls[last + 1]) == said
    ):
        last += 1
    return controls[first].valid.start, controls[last].valid.end


def _said(control: Control) -> tuple[frozenset[str], State]:
    return control.holders, state_of(control)


def _follows(one: Control, other: Control) -> bool:
    return one.valid.end is not None and one.valid.end == other.valid.start


def _stint(theatre: Theatre, control: Control) -> Stint:
    holders = in_order(control)
    names = tuple(name_of_actor(theatre, one) for one in holders)
    state = state_of(control)
    return Stint(
        start=control.valid.start,
        end=control.valid.end,
        state=state,
        holders=holders,
        holder_names=names,
        probability=control.belief,
        voices=control.voices,
        last_heard=control.last_heard,
        claims=control.because,
        against=control.against,
        words=in_words(state, names),
    )


def in_words(state: State, names: Sequence[str]) -> str:
    """The answer as a neutral phrase: "A", "disputed: A or B", "fought over by A and B", "last known: A".

    Where only one of those who fight is named: "fought over by A and a side not named".
    """
    if state is State.UNKNOWN or not names:
        return "unknown"
    if state is State.CONTESTED:
        return f"fought over by {' and '.join(fighters(names))}"
    if state is State.DISPUTED:
        return f"disputed: {' or '.join(names)}"
    if state is State.STALE:
        return f"last known: {' or '.join(names)}"
    return " and ".join(names)


def tallied(theatre: Theatre, those: Iterable[tuple[State, tuple[str, ...], str]]) -> tuple[Tally, ...]:
    """How many places have each answer, most frequent first; of state, holders and place of each."""
    by_answer: dict[tuple[State, tuple[str, ...]], list[str]] = {}
    for state, holders, place in those:
        by_answer.setdefault((state, holders), []).append(place)
    return tuple(
        Tally(
            state=state,
            holders=holders,
            holder_names=tuple(name_of_actor(theatre, one) for one in holders),
            places=tuple(places),
        )
        for (state, holders), places in sorted(by_answer.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    )


def name_of_actor(theatre: Theatre, actor: str) -> str:
    """The display name of an actor; of a body that no theatre lists, the name it went by."""
    known = theatre.actor(actor)
    return known.name if known else actor.removeprefix(PROVISIONAL)


def described(theatre: Theatre, place: str) -> tuple[str, str, str]:
    """Display name of a place, its kind, and the name of what it lies in; of one the theatre does not list, its id."""
    try:
        found = theatre.place(place)
        return found.name, found.kind, theatre.place(found.parent).name if found.parent else ""
    except NoSuchPlace:
        return place, "", ""


def name_of_place(theatre: Theatre, place: str) -> str:
    """The display name of a place; its id when this theatre does not list it (any more)."""
    return described(theatre, place)[0]
