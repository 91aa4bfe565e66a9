"""fuse: the claims about one place → who held it when, with how much belief, because of whom.

The claims handed in are those known at some instant: nothing here looks at the clock, and nothing that became known
later can change the answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from importlib import import_module
from typing import Protocol

from whoholds.claim import Claim
from whoholds.control import Control, Fit, Term
from whoholds.errors import LedgerError
from whoholds.fuse.beside import Beside, Evidence, Locates, Surroundings
from whoholds.fuse.parameters import BY_HAND, Parameters
from whoholds.fuse.tellers import Knows
from whoholds.fuse.tracks import Check, Track, checks, tracks
from whoholds.text import Imprint

__all__ = [
    "METHODS",
    "Beside",
    "Check",
    "Knows",
    "Method",
    "Parameters",
    "Surroundings",
    "Track",
    "checks_of",
    "explain",
    "fuse",
    "neighbourhood",
    "numbers_of",
    "tracks",
]


class Method(Protocol):
    """A way of fusing: a pure function of the claims, in any order."""

    def __call__(
        self,
        place: str,
        claims: Sequence[Claim],
        imprints: Mapping[str, Imprint],
        theatre: Knows,
        numbers: Parameters,
        *,
        beside: Sequence[Beside] = (),
    ) -> tuple[Control, ...]:
        """Periods by day that do not overlap; the last is open-ended; empty when nothing is said of who holds."""
        ...


METHODS = {
    "model": "whoholds.fuse.timeline:model",  # reports as events, maps as displays, echoes as one voice
    "latest": "whoholds.fuse.peers:latest",  # the last claim wins
    "majority": "whoholds.fuse.peers:majority",  # most voices of a fortnight win
}


def fuse(
    place: str,
    claims: Sequence[Claim],
    imprints: Mapping[str, Imprint],
    *,
    theatre: Knows,
    known: datetime,
    method: str = "model",
    parameters: Parameters | None = None,
    beside: Sequence[Beside] = (),
) -> tuple[Control, ...]:
    """Who held the place when, as far as these claims say: periods that do not overlap, by day.

    ``known`` is the instant of knowledge: a claim that became known after it is refused (ValueError), since its
    presence would be hindsight. ``imprints``: by report id; a claim whose report is missing is dated by its arrival.
    The last period is open-ended: it foresees that nothing more is heard. ``beside``: what is believed of the neighbours,
    which counts where the parameters say so (``Neighbourhood``). KeyError: no such method.
    """
    _no_hindsight(claims, known)
    module, _, name = METHODS[method].partition(":")
    run: Method = getattr(import_module(module), name)
    return run(place, claims, imprints, theatre, parameters or BY_HAND, beside=beside)


def explain(
    place: str,
    claims: Sequence[Claim],
    imprints: Mapping[str, Imprint],
    *,
    theatre: Knows,
    known: datetime,
    day: date,
    parameters: Parameters | None = None,
    beside: Sequence[Beside] = (),
) -> tuple[Term, ...]:
    """The arithmetic of the model's answer on a day: prior, claims by weight, silence, neighbours where they count.

    Empty when nothing is said.

    ``direct`` of all terms sums to the log-odds, on that day, of the period's leading answer against its rival. ValueError as in ``fuse``.
    """
    from whoholds.fuse.arithmetic import terms
    from whoholds.fuse.beliefs import beliefs

    _no_hindsight(claims, known)
    found = beliefs(place, claims, imprints, theatre, parameters or BY_HAND, beside=beside)
    return () if found is None else terms(found, day.toordinal())


def checks_of(
    place: str,
    claims: Sequence[Claim],
    imprints: Mapping[str, Imprint],
    *,
    theatre: Knows,
    known: datetime,
    parameters: Parameters | None = None,
) -> tuple[Check, ...]:
    """How the claims about a place fared by what the others say; ``tracks`` sums them up. ValueError as in ``fuse``."""
    _no_hindsight(claims, known)
    return tuple(checks(place, claims, imprints, theatre, parameters or BY_HAND))


def neighbourhood(
    places: Iterable[str], evidence: Evidence, theatre: Locates, numbers: Parameters
) -> Surroundings | None:
    """Who lies beside whom among the places of which something is said; None where the numbers let none count.

    evidence  the claims about one of the places, and the imprints of their reports.
    """
    if not numbers.field:
        return None
    from whoholds.fuse.neighbours import Neighbourhood

    return Neighbourhood(places, evidence, theatre, numbers)


def numbers_of(fit: Fit | None) -> Parameters:
    """The numbers that were learnt; those set by hand when none were. LedgerError: they cannot be read."""
    if fit is None:
        return BY_HAND
    try:
        return Parameters.from_json(fit.numbers)
    except (TypeError, ValueError, KeyError, AttributeError) as wrong:
        raise LedgerError(
            f"the numbers in force since {fit.known.isoformat()} cannot be read ({wrong}); they were learnt by whoholds "
            f"{fit.code}: use that version or a later one"
        ) from wrong


def _no_hindsight(claims: Sequence[Claim], known: datetime) -> None:
    late = [claim.id for claim in claims if claim.known > known]
    if late:
        raise ValueError(f"{len(late)} claims became known after {known.isoformat()}, the first of them {late[0]}")
