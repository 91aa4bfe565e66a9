"""The whole record as known at the moments that are asked about: made once, then brought up to date by what has changed.

A moment long ago differs from the present one in almost every place. It is made from whichever moment at hand is the least
unlike, by helpers where there are any, and told of as not yet there while it takes long.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from whoholds import ask
from whoholds.ask.told import Told, pack
from whoholds.ask.view import view
from whoholds.errors import EmptyLedger
from whoholds.keep import Ledger
from whoholds.serve.beside import Beside
from whoholds.serve.crew import Crew
from whoholds.theatre import Theatre

MOMENTS = 6  # moments of knowledge whose whole record is kept beside the present one
FORSAKEN_S = 6.0  # after which a moment that nobody asked for again gives way to one that somebody waits for
FEW = 120  # places that are worked out at once rather than asked of a helper


class StillWorking(Exception):
    """What was asked for takes long and is on its way: ``done`` places ``of`` so many; 0 of 0 before it began."""

    def __init__(self, done: int, of: int) -> None:
        super().__init__(f"being worked out: {done} of {of} places")
        self.done, self.of = done, of


class _Forsaken(Exception):
    """Nobody waits for it any more, and somebody waits for another."""


@dataclass(frozen=True, slots=True)
class _Seen:
    """The record as known at some moment, as the ledger stood at a revision.

    number, behind  the last writing of pages it is of, and the places that were not weighed yet.
    """

    revision: str
    number: int
    behind: frozenset[str]
    told: Told


@dataclass(frozen=True, slots=True)
class _Spoken:
    """The places that are spoken of or known, as the ledger stood."""

    number: int
    behind: frozenset[str]
    places: frozenset[str]


class Moments:
    """The moments of one ledger. ``crew``: helpers for what takes long; None: it is worked out where it is asked for."""

    def __init__(self, ledger: Ledger, theatre: Theatre, crew: Crew | None, beside: Beside) -> None:
        self._ledger, self._theatre, self._crew, self._beside = ledger, theatre, crew, beside
        self._seen: OrderedDict[datetime | None, _Seen] = OrderedDict()
        self._turns: dict[datetime | None, threading.Lock] = {}
        self._progress: dict[datetime, tuple[int, int]] = {}
        self._wanted: dict[datetime, float] = {}  # when each that is not there yet was last asked for
        self._lock = threading.Lock()
        self._spoken: tuple[str, _Spoken] | None = None
        self._speaking = threading.Lock()

    def __len__(self) -> int:
        return len(self._seen)

    def ready(self, moment: datetime | None) -> bool:
        """True when the record as known then is at hand, or can be had within a page's patience."""
        if moment is None:
            return True
        revision = self._ledger.revision()
        with self._lock:
            old = self._seen.get(moment)
            self._wanted[moment] = time.monotonic()
        try:
            ready = (
                self._is_near(old, revision)
                or self._beside.get(moment, revision, lambda: self.told(moment) is not None)[1]
            )
        except _Forsaken:
            return False
        if ready:
            with self._lock:
                self._wanted.pop(moment, None)
        return ready

    def _is_near(self, old: _Seen | None, revision: str) -> bool:
        """True when so little has changed since that the record can be brought up to date at once."""
        if old is None or old.revision == revision:
            return old is not None
        number, made = self._ledger.made_since(old.number)
        return number >= old.number and len({*made, *self._ledger.stale(), *old.behind}) <= FEW

    def progress(self, moment: datetime | None) -> tuple[int, int]:
        """Places done, of how many, of a moment that is being worked out; (0, 0) when it is not."""
        with self._lock:
            return (0, 0) if moment is None else self._progress.get(moment, (0, 0))

    def told(self, moment: datetime | None) -> Told:
        """The record as known then (None: now), however long it takes."""
        revision = self._ledger.revision()
        with self._lock:
            turn = self._turns.setdefault(moment, threading.Lock())
        with turn:  # whoever comes second finds it made
            with self._lock:
                old = self._seen.get(moment)
                if old is not None:
                    self._seen.move_to_end(moment)
            if old is not None and old.revision == revision:
                return old.told
            new = self._anew(moment, revision) if old is None else self._after(old, moment, revision)
            with self._lock:
                self._seen[moment] = new
                for other in [one for one in self._seen if one is not None][:-MOMENTS]:
                    del self._seen[other], self._turns[other]
                    self._beside.forget(other)
            return new.told

    def _heed(self, moment: datetime) -> None:
        """_Forsaken: see there. A slider that is drawn along leaves a trail of moments that nobody waits for."""
        with self._lock:
            asked = self._wanted.get(moment)
            others = [one for other, one in self._wanted.items() if other != moment]
        if asked is not None and others and max(others) > asked < time.monotonic() - FORSAKEN_S:
            raise _Forsaken

    def spoken_of(self) -> frozenset[str]:
        """Every place of which something is known, or that a claim may be about."""
        told = self.told(None)
        with self._speaking:
            revision = self._ledger.revision()
            if self._spoken is not None and self._spoken[0] == revision:
                return self._spoken[1].places
            old = None if self._spoken is None else self._spoken[1]
            number, made = self._ledger.made_since(old.number if old else 0)
            behind = frozenset(self._ledger.stale())
            before = old.places if old is not None and number >= old.number else frozenset[str]()
            touched = {*made, *behind, *(old.behind if old else ())} if before else {*self._ledger.pages(), *behind}
            silent = touched - told.keys()  # with a page but no history: some claim about it, or none any more
            claimed = (place for place, _ in self._ledger.claims_by_place(silent))
            places = (before - touched) | (touched & told.keys()) | frozenset(claimed)
            places = before if places == before else places
            self._spoken = (revision, _Spoken(number, behind, places))
            return places

    def _anew(self, moment: datetime | None, revision: str) -> _Seen:
        number, behind = self._ledger.made_since(0)[0], frozenset(self._ledger.stale())
        try:
            self._ledger.last_change()
        except EmptyLedger:
            return _Seen(revision, number, behind, Told(()))
        if moment is None:
            return _Seen(revision, number, behind, Told(ask.histories(self._ledger, self._theatre)))
        base, places = self._least_unlike(moment, revision)
        return _Seen(revision, number, behind, base.with_these(dict(self._replayed(moment, places))))

    def _least_unlike(self, moment: datetime, revision: str) -> tuple[Told, set[str]]:
        """A record at hand, and the places in which the one asked for may differ from it."""
        seen = view(self._ledger, self._theatre, moment)
        best, places = self.told(None), seen.not_as_recorded()
        with self._lock:
            others = {one: kept for one, kept in self._seen.items() if one not in {None, moment}}
        for other, kept in others.items():
            fewer = None if other is None else seen.unlike(other)
            if fewer is not None and len(fewer) < len(places):
                current = self._brought_up(kept, other, revision)
                best, places = (best, places) if current is None else (current.told, fewer)
        return best, places

    def _after(self, old: _Seen, moment: datetime | None, revision: str) -> _Seen:
        return self._brought_up(old, moment, revision) or self._anew(moment, revision)

    def _brought_up(self, old: _Seen, moment: datetime | None, revision: str) -> _Seen | None:
        """Of what was made ready before, only what has changed since is asked for again; None: that is too much."""
        if old.revision == revision:
            return old
        number, made = self._ledger.made_since(old.number)
        behind = frozenset(self._ledger.stale())
        places = {*made, *behind, *old.behind}
        if number < old.number or 2 * len(places) > len(old.told):
            return None
        if moment is None:
            fresh = dict(ask.histories(self._ledger, self._theatre, places=places))
            changed = {place: pack(fresh.get(place, ())) for place in places}
        else:
            changed = dict(self._replayed(moment, places))
        return _Seen(revision, number, behind, old.told.with_these(changed))

    def _replayed(self, moment: datetime, places: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """Each of these places with its history as known then, packed."""
        wanted = sorted(places)
        if self._crew is None or len(wanted) <= FEW:
            found = dict(view(self._ledger, self._theatre, moment).replays(wanted))
            yield from ((place, pack(found.get(place, ()))) for place in wanted)
            return
        done = 0
        try:
            self._heed(moment)
            for piece in self._crew.replay(moment, wanted):
                self._heed(moment)
                done += len(piece)
                with self._lock:
                    self._progress[moment] = (done, len(wanted))
                yield from piece
        finally:
            with self._lock:
                self._progress.pop(moment, None)
