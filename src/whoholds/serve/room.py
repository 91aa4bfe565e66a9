"""The ledger as the pages ask it: open for reading all the time, for writing only while a ruling is made."""

from __future__ import annotations

import threading
from collections import Counter, OrderedDict
from collections.abc import Callable, Hashable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from whoholds import ask, desk
from whoholds.ask.glance import Film, Row
from whoholds.ask.view import Histories
from whoholds.claim import Ruling
from whoholds.errors import EmptyLedger
from whoholds.keep import Ledger
from whoholds.serve.beside import Beside
from whoholds.serve.door import Clock
from whoholds.theatre import Theatre

KEPT = 40  # answers kept until the record changes: the map of a few moments, the queue, the basemap
MOMENTS = 4  # moments of knowledge whose whole record is kept beside the present one
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class _Told:
    """The whole record at some moment of knowledge, as the ledger stood at a revision.

    number, behind  the last writing of pages it is of, and the places that were not weighed yet.
    """

    revision: str
    number: int
    behind: frozenset[str]
    histories: Histories
    film: Film


class Reader:
    """A ledger open for reading, and what was worked out of it, kept until the record changes."""

    def __init__(self, ledger: Ledger, theatre: Theatre) -> None:
        self.ledger, self.theatre = ledger, theatre
        self._kept: OrderedDict[tuple[Any, ...], Any] = OrderedDict()
        self._for_good: dict[str, tuple[Hashable, Any]] = {}
        self._tolds: OrderedDict[datetime | None, _Told] = OrderedDict()
        self._turns: dict[Hashable, threading.Lock] = {}
        self._lock = threading.RLock()
        self.beside = Beside()

    def kept(self, make: Callable[[], Value], *key: Any) -> Value:
        """What ``make`` gives, worked out once until the record changes."""
        whole = (self.ledger.revision(), *key)
        with self._lock:
            if whole in self._kept:
                self._kept.move_to_end(whole)
                found: Value = self._kept[whole]
                return found
        made = make()
        with self._lock:
            self._kept[whole] = made
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return made

    def always(self, make: Callable[[], Value], name: str, *, of: Hashable = None) -> Value:
        """What ``make`` gives, worked out once as long as it is of the same things, whatever else changes."""
        with self._lock:
            turn = self._turns.setdefault(name, threading.Lock())
        with turn:
            if name not in self._for_good or self._for_good[name][0] != of:
                self._for_good[name] = (of, make())
            found: Value = self._for_good[name][1]
            return found

    def histories(self, known: datetime | None) -> Histories:
        """Every place of which something is known, with its history, as known then."""
        return self._told(self._moment(known)).histories

    def map_on(self, on: date, known: datetime | None) -> list[Row]:
        """Every place of which something is known on a day."""
        return self._told(self._moment(known)).film.on(on)

    def map_told(self, on: date, known: datetime | None) -> tuple[str, Counter[str], set[str]]:
        """The same as JSON, with the number of places in each state and every holder."""
        return self._told(self._moment(known)).film.told(on)

    def ready(self, known: datetime | None) -> bool:
        """True when the record as known then is at hand, or can be had within a page's patience."""
        moment = self._moment(known)
        with self._lock:
            if moment is None or moment in self._tolds:
                return True
        return bool(self.beside.get(("told", moment), "", lambda: self._told(moment) is not None)[0])

    def _told(self, moment: datetime | None) -> _Told:
        """The record as known then: of what was made ready before, only what has changed since is asked for again."""
        revision = self.ledger.revision()
        with self._lock:
            turn = self._turns.setdefault(moment, threading.Lock())
        with turn:  # whoever comes second finds it made
            with self._lock:
                old = self._tolds.get(moment)
                if old is not None:
                    self._tolds.move_to_end(moment)
            if old is not None and old.revision == revision:
                return old
            new = self._anew(moment, revision) if old is None else self._after(old, moment, revision)
            with self._lock:
                self._tolds[moment] = new
                for other in [one for one in self._tolds if one is not None][:-MOMENTS]:
                    del self._tolds[other], self._turns[other]
                    self.beside.forget(("told", other))
            return new

    def _anew(self, moment: datetime | None, revision: str) -> _Told:
        number, behind = self.ledger.made_since(0)[0], frozenset(self.ledger.stale())
        if self.last_change() is None:
            return _Told(revision, number, behind, {}, Film(()))
        now = None if moment is None else self._told(None).histories
        histories = dict(ask.histories(self.ledger, self.theatre, known=moment, now=now))
        return _Told(revision, number, behind, histories, Film(histories.items()))

    def _after(self, old: _Told, moment: datetime | None, revision: str) -> _Told:
        number, made = self.ledger.made_since(old.number)
        behind = frozenset(self.ledger.stale())
        places = {*made, *behind, *old.behind}
        if number < old.number or 2 * len(places) > len(old.histories):
            return self._anew(moment, revision)
        now = None if moment is None else self._told(None).histories
        fresh = dict(ask.histories(self.ledger, self.theatre, known=moment, places=places, now=now))
        changed = {place: fresh.get(place, ()) for place in places}
        histories = {**old.histories, **changed}
        return _Told(
            revision,
            number,
            behind,
            {place: histories[place] for place in sorted(histories) if histories[place]},
            old.film.with_these(changed),
        )

    def _moment(self, known: datetime | None) -> datetime | None:
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
        starts = [one.valid.start for controls in self.histories(None).values() for one in controls if one.valid.start]
        return min(max(min([*starts, last]), self.theatre.first_day), last), last

    def warm(self) -> None:
        """Work out what every first visitor would wait for."""
        self.bounds()
        self.theatre.nearest_names(self.theatre.title)
        if (last := self.day(None)) is not None:
            self.map_on(last, None)


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
    ) -> None:
        super().__init__(ledger, theatre)
        self.clock = clock
        self._writing, self._method = writing, method
        self._one_writer = threading.Lock()

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
