"""The record as it stood at an instant: read from its pages when that is now, replayed from the claims when not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from heapq import merge
from itertools import groupby, islice
from operator import itemgetter

from whoholds.claim import Claim
from whoholds.control import Control
from whoholds.fuse import Beside, Parameters, Surroundings, fuse, neighbourhood, numbers_of
from whoholds.keep import Ledger, evidence
from whoholds.text import Imprint
from whoholds.theatre import Theatre

MANY = 300  # places from which one pass over the record beats a question for each
TOGETHER = 200  # places whose reports are looked up together
METHOD = "model"  # when the ledger has no page that could tell which one made it

Histories = Mapping[str, tuple[Control, ...]]  # by place, in order of id; none is empty


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What could be known at ``known``.

    newest      nothing has arrived or been ruled since, so that the pages of the record are this very view.
    parameters  what the claims are weighed with: the numbers in force then. around: who lies beside whom, where that counts.
    as_made     the pages of the record were made by this method and with these numbers.
    told        every history of it, when somebody has them already; None: they are read or replayed.
    """

    ledger: Ledger
    theatre: Theatre
    known: datetime
    newest: bool
    parameters: Parameters
    method: str = METHOD
    as_made: bool = True
    around: Surroundings | None = None
    told: Histories | None = None

    def beside(self, place: str) -> tuple[Beside, ...]:
        """What is believed of its neighbours, where they count."""
        return self.around.beside(place) if self.around else ()

    def controls(self, place: str) -> tuple[Control, ...]:
        """The history of one place, by day."""
        if self.told is not None:
            return self.told.get(place, ())
        stale = self.ledger.stale() if self.newest else ()
        if self.newest and self.as_made and not (stale if self.around else place in stale):
            return tuple(self.ledger.controls(place=place))
        return self.replay(place)

    def replay(self, place: str) -> tuple[Control, ...]:
        """The same, always worked out afresh from the claims."""
        claims, imprints = self.evidence(place)
        return self._fused(place, claims, imprints)

    def evidence(self, place: str) -> tuple[list[Claim], dict[str, Imprint]]:
        """The claims that may be about the place, as ruled, and the imprints of their reports."""
        return evidence(self.ledger, place, self.known)

    def histories(self, places: Iterable[str] | None = None) -> Iterator[tuple[str, tuple[Control, ...]]]:
        """Every place (or each of these) of which something is said, in order of id, with its history."""
        wanted = None if places is None else set(places)
        if self.told is not None:
            chosen = self.told if wanted is None else sorted(wanted & self.told.keys())
            yield from ((place, self.told[place]) for place in chosen)
            return
        behind = self.not_as_recorded(wanted)
        kept = ((place, controls) for place, controls in self._recorded(wanted) if controls and place not in behind)
        yield from merge(kept, sorted(self.replays(behind)), key=itemgetter(0))

    def not_as_recorded(self, wanted: set[str] | None = None) -> set[str]:
        """Places whose history is another than that of their page: of what arrived since, or was not weighed yet."""
        stale = set(self.ledger.stale())
        if self.newest:
            stale |= set(self.ledger.places_with_claims() if stale and self.around else ())
        else:
            since = self.ledger.places_told_after(self.known)
            stale |= set(self.ledger.places_with_claims() if since is None else since)
            if since is None or self.around is not None:
                stale |= set(self.ledger.pages())
        if not self.as_made:
            stale |= set(self.ledger.pages())
        return stale if wanted is None else stale & wanted

    def unlike(self, other: datetime) -> set[str] | None:
        """Places whose history may be another as known at the other instant; None: any of them.

        Both instants lie before the last change of knowledge. Only what arrived between the two makes a difference.
        """
        if self.around is not None or self.parameters != numbers_of(self.ledger.fit(other)):
            return None
        first, last = sorted((self.known, other))
        told = self.ledger.places_told_after(first, by=last)
        return None if told is None else set(told)

    def _recorded(self, wanted: set[str] | None) -> Iterator[tuple[str, tuple[Control, ...]]]:
        if wanted is not None and len(wanted) <= MANY:
            yield from ((place, tuple(self.ledger.controls(place=place))) for place in sorted(wanted))
            return
        for place, group in groupby(self.ledger.controls(), key=lambda one: one.place):
            if wanted is None or place in wanted:
                yield place, tuple(group)

    def replays(
        self, places: Iterable[str], imprints: dict[str, Imprint] | None = None
    ) -> Iterator[tuple[str, tuple[Control, ...]]]:
        """These places' histories, always worked out afresh from the claims; one without any is left out.

        imprints  of reports, already looked up; those that are needed beside them are added.
        """
        imprints = {} if imprints is None else imprints
        told = self.ledger.claims_by_place(places, known=self.known)
        while some := list(islice(told, TOGETHER)):
            asked = {claim.report for _, claims in some for claim in claims} - imprints.keys()
            imprints |= self.ledger.imprints(asked)
            for place, claims in some:
                controls = self._fused(place, claims, imprints)
                if controls:
                    yield place, controls

    def _fused(self, place: str, claims: list[Claim], imprints: dict[str, Imprint]) -> tuple[Control, ...]:
        if not claims:
            return ()
        return fuse(
            place,
            claims,
            imprints,
            theatre=self.theatre,
            known=self.known,
            method=self.method,
            parameters=self.parameters,
            beside=self.beside(place),
        )


def view(
    ledger: Ledger,
    theatre: Theatre,
    known: datetime | None = None,
    *,
    method: str = "",
    parameters: Parameters | None = None,
    told: Histories | None = None,
) -> View:
    """The record as known at an instant; None is now: everything that has arrived.

    method      "" is the one that made the record. parameters: None is those in force at that instant. With others than
                made the record its pages are left aside, and everything is worked out from the claims.
    EmptyLedger: nothing has been added.
    """
    last = ledger.last_change()
    made_by, then, now_in_force = ledger.made_by(), ledger.fit(known), ledger.fit(None)
    numbers = parameters or numbers_of(then)
    same = then == now_in_force if parameters is None else parameters == numbers_of(now_in_force)
    way = method or (made_by.method if made_by else METHOD)
    seen = View(
        ledger=ledger,
        theatre=theatre,
        known=last if known is None else known,
        newest=known is None or known >= last,
        method=way,
        parameters=numbers,
        as_made=same and made_by is not None and made_by.method == way,
        told=told,
    )
    if not numbers.field:
        return seen
    spoken_of = ledger.places_with_claims(known=seen.known)
    return replace(seen, around=neighbourhood(spoken_of, seen.evidence, theatre, numbers))
