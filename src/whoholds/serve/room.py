"""The ledger as the pages ask it: open for reading all the time, for writing only while a ruling is made."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Hashable, Mapping
from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import Any, TypeVar

from whoholds import ask, desk
from whoholds.ask.glance import Row
from whoholds.ask.told import Told
from whoholds.claim import Ruling
from whoholds.errors import EmptyLedger
from whoholds.keep import Ledger
from whoholds.serve.beside import Beside
from whoholds.serve.crew import Crew
from whoholds.serve.door import Clock
from whoholds.serve.moments import Moments, StillWorking
from whoholds.serve.shelf import Shelf
from whoholds.theatre import Theatre

KEPT = 60  # answers kept until the record changes: its days, the queue, a brief
Value = TypeVar("Value")


class Reader:
    """A ledger open for reading, and what was worked out of it, kept until the record changes.

    crew  helpers for what takes long; None: everything is worked out here.
    """

    def __init__(self, ledger: Ledger, theatre: Theatre, *, crew: Crew | None = None) -> None:
        self.ledger, self.theatre, self.crew = ledger, theatre, crew
        self.beside = Beside()
        self._moments = Moments(ledger, theatre, crew, self.beside)
        self._kept: Shelf[Any] = Shelf(KEPT, lambda _: 1)
        self._for_good: dict[str, tuple[Hashable, Any]] = {}
        self._turns: dict[str, threading.Lock] = {}
        self._lock = threading.Lock()
        self._fared = ask.Fared()

    def kept(self, make: Callable[[], Value], *key: Any) -> Value:
        """What ``make`` gives, worked out once until the record changes."""
        found: Value = self._kept.get((self.ledger.revision(), *key), make)
        return found

    def always(self, make: Callable[[], Value], name: str, *, of: Hashable = None) -> Value:
        """What ``make`` gives, worked out once as long as it is of the same things, whatever else changes."""
        with self._lock:
            turn = self._turns.setdefault(name, threading.Lock())
        with turn:
            if name not in self._for_good or self._for_good[name][0] != of:
                self._for_good[name] = (of, make())
            found: Value = self._for_good[name][1]
            return found

    def histories(self, known: datetime | None) -> Told:
        """Every place of which something is known, with its history, as known then."""
        return self._moments.told(self.moment(known))

    def map_on(self, on: date, known: datetime | None) -> list[Row]:
        """Every place of which something is known on a day."""
        return self.histories(known).film.on(on)

    def map_told(self, on: date, known: datetime | None) -> tuple[str, Counter[str], set[str]]:
        """The same as JSON, with the number of places in each state and every holder."""
        return self.histories(known).film.told(on)

    def ready(self, known: datetime | None) -> bool:
        """True when the record as known then is at hand, or can be had within a page's patience."""
        return self._moments.ready(self.moment(known))

    def progress(self, known: datetime | None) -> tuple[int, int]:
        """Places done, of how many, while the record as known then is being worked out."""
        return self._moments.progress(self.moment(known))

    def spoken_of(self) -> frozenset[str]:
        """Every place of which something is known, or that a claim may be about; the same object while they are the same."""
        return self._moments.spoken_of()

    def tracks(self, *, outlets: bool) -> tuple[ask.Standing, ...]:
        """The track record of every teller, worked out by a helper where there is one."""
        if self.crew is None:
            return ask.track_records(self.ledger, self.theatre, outlets=outlets, fared=self._fared)
        found: tuple[ask.Standing, ...] = self.crew.ask("tracks", outlets=outlets)
        return found

    def moment(self, known: datetime | None) -> datetime | None:
        """The last instant at which knowledge changed up to then; None when that is all there is.

        All questions between two arrivals share one answer.
        """
        last = self.last_change()
        if known is None or last is None or known >= last:
            return None
        return self.ledger.last_change_by(known) or known

    def last_change(self) -> datetime | None:
        """The last arrival or ruling; None when nothing has been added."""
        return self.kept(lambda: _or_none(self.ledger.last_change), "last change")

    def day(self, known: datetime | None) -> date | None:
        """The day that is asked about when none is named: that of the last arrival known by then."""
        last = self.kept(lambda: _or_none(self.ledger.last_arrival), "last arrival")
        if last is None:
            return None
        return (last if known is None else min(known, last)).date()

    def bounds(self) -> tuple[date, date] | None:
        """First and last day worth showing; None when nothing is known."""
        return self.kept(self._bounds, "bounds")

    def _bounds(self) -> tuple[date, date] | None:
        last = self.day(None)
        if last is None:
            return None
        first = self.histories(None).film.first_day() or last
        return min(max(min(first, last), self.theatre.first_day), last), last


class Room(Reader):
    """What the pages share: the record, and the desk's way to rule. ``writing`` opens the ledger for as long as that takes."""

    def __init__(
        self,
        ledger: Ledger,
        theatre: Theatre,
        *,
        writing: Callable[[], AbstractContextManager[Ledger]],
        clock: Clock,
        method: str = "model",
        crew: Crew | None = None,
    ) -> None:
        super().__init__(ledger, theatre, crew=crew)
        self.clock = clock
        self._writing, self._method = writing, method
        self._one_writer = threading.Lock()

    def histories(self, known: datetime | None) -> Told:
        """As of a ``Reader``. StillWorking: it takes longer than a page's patience, and is on its way."""
        if not self.ready(known):
            raise StillWorking(*self.progress(known))
        return super().histories(known)

    def rule(self, *, by: str, ruling: Ruling, about: str, reason: str, changes: Mapping[str, str]) -> desk.Ruled:
        """Keep a ruling, signed and timed here."""
        with self._one_writer, self._writing() as ledger:
            return desk.rule(
                ledger,
                self.theatre,
                by=by,
                at=self.clock(),
                ruling=ruling,
                about=about,
                reason=reason,
                changes=changes,
                method=self._method,
            )


def _or_none(ask_: Callable[[], datetime]) -> datetime | None:
    """What the ledger tells; None when nothing has been added."""
    try:
        return ask_()
    except EmptyLedger:
        return None
