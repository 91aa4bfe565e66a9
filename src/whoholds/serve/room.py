"""The ledger as the pages ask it: open for reading all the time, for writing only while a ruling is made."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import Any, TypeVar

from whoholds import ask, desk
from whoholds.ask.glance import Film, Row
from whoholds.claim import Ruling
from whoholds.control import Control
from whoholds.errors import EmptyLedger
from whoholds.keep import Ledger
from whoholds.serve.beside import Beside
from whoholds.serve.door import Clock
from whoholds.theatre import Theatre

KEPT = 12  # answers kept until the record changes: the map of a few moments, the queue, the basemap
Value = TypeVar("Value")
Histories = Mapping[str, tuple[Control, ...]]


class Reader:
    """A ledger open for reading, and what was worked out of it, kept until the record changes."""

    def __init__(self, ledger: Ledger, theatre: Theatre) -> None:
        self.ledger, self.theatre = ledger, theatre
        self._kept: OrderedDict[tuple[Any, ...], Any] = OrderedDict()
        self._for_good: dict[tuple[Any, ...], Any] = {}
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

    def always(self, make: Callable[[], Value], *key: Any) -> Value:
        """What ``make`` gives, worked out once: what no change of the record changes. Others wait for it."""
        with self._lock:
            if key not in self._for_good:
                self._for_good[key] = make()
            found: Value = self._for_good[key]
            return found

    def histories(self, known: datetime | None) -> Histories:
        """Every place of which something is known, with its history, as known then."""
        if self.last_change() is None:
            return {}
        moment = self._moment(known)
        return self.kept(lambda: dict(ask.histories(self.ledger, self.theatre, known=moment)), "histories", moment)

    def map_on(self, on: date, known: datetime | None) -> list[Row]:
        """Every place of which something is known on a day."""
        return self.kept(lambda: Film(self.histories(known).items()), "film", self._moment(known)).on(on)

    def _moment(self, known: datetime | None) -> datetime | None:
        """The instant, or None when it sees all there is: so that all such questions share one answer."""
        last = self.last_change()
        return None if known is None or last is None or known >= last else known

    def last_change(self) -> datetime | None:
        """The last arrival or ruling; None when nothing has been added."""
        try:
            return self.ledger.last_change()
        except EmptyLedger:
            return None

    def day(self, known: datetime | None) -> date | None:
        """The day that is asked about when none is named: that of the last arrival known by then."""
        try:
            last = self.ledger.last_arrival()
        except EmptyLedger:
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
