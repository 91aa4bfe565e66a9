"""The whole record as rows, one a place and period: what the exports write."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from whoholds.ask.plain import plain, plain_shares
from whoholds.ask.view import view
from whoholds.ask.who import answer_on, in_order, name_of_actor, state_of
from whoholds.control import State
from whoholds.errors import NoSuchPlace
from whoholds.fuse import Parameters
from whoholds.keep import Ledger
from whoholds.place import Place
from whoholds.theatre import Theatre


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One period of one place.

    place   of the theatre; one of which it no longer knows more than the id has no point.
    start, end  days, half-open; None = open. known: by what had arrived by then.
    state   without a day in question, age is left aside: never stale, never unknown.
    The rest as in ``Answer``.
    """

    place: Place
    start: date | None
    end: date | None
    state: State
    holders: tuple[str, ...]
    holder_names: tuple[str, ...]
    probability: float
    shares: tuple[tuple[str, float], ...]
    voices: int
    last_heard: date
    claims: tuple[str, ...]
    against: tuple[str, ...]
    known: datetime

    def as_json(self) -> dict[str, Any]:
        """The row as plain values, the place by its id and name."""
        told = {"place": self.place.id, "name": self.place.name, **plain(replace(self, place=BARE))}
        return {**told, "place": self.place.id, "shares": plain_shares(self.shares)}


BARE = Place(id="", kind="", name="")


def record(
    ledger: Ledger,
    theatre: Theatre,
    *,
    on: date | None = None,
    known: datetime | None = None,
    method: str = "",
    parameters: Parameters | None = None,
) -> tuple[Row, ...]:
    """Every period of every place, by place id and day; with ``on`` only those that cover the day."""
    seen = view(ledger, theatre, known, method=method, parameters=parameters)
    rows = []
    for place_id, controls in seen.histories():
        place = _place(theatre, place_id)
        for one in controls:
            if on is not None and on not in one.valid:
                continue
            holders = in_order(one)
            rows.append(
                Row(
                    place=place,
                    start=one.valid.start,
                    end=one.valid.end,
                    state=state_of(one) if on is None else answer_on(seen, place_id, controls, on).state,
                    holders=holders,
                    holder_names=tuple(name_of_actor(theatre, holder) for holder in holders),
                    probability=one.belief,
                    shares=one.shares,
                    voices=one.voices,
                    last_heard=one.last_heard,
                    claims=one.because,
                    against=one.against,
                    known=seen.known,
                )
            )
    return tuple(rows)


def _place(theatre: Theatre, place: str) -> Place:
    try:
        return theatre.place(place)
    except NoSuchPlace:
        return replace(BARE, id=place, name=place)
