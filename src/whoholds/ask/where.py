"""Which place a question means."""

from __future__ import annotations

from collections.abc import Iterator

from whoholds.claim import Candidate
from whoholds.errors import AmbiguousPlace, NoSuchPlace
from whoholds.keep import Ledger
from whoholds.place import AREAS, SETTLEMENTS, Place
from whoholds.theatre import Theatre


def place_named(ledger: Ledger, theatre: Theatre, name: str) -> Place:
    """The place of that id, or of that name.

    Of several with the name: the only one that claims are most likely about, else the only settlement among them.
    NoSuchPlace: none has it; names the nearest spellings. AmbiguousPlace: several remain; names their ids.
    """
    try:
        return theatre.place(name)
    except NoSuchPlace:
        found = theatre.look_up(name)
    if not found:
        raise NoSuchPlace(name, theatre.id, theatre.nearest_names(name))
    best = [theatre.place(one.place) for one in _of_best_key(found)]
    for few in _narrowed(ledger, best):
        if len(few) == 1:
            return few[0]
    raise AmbiguousPlace(name, [f"{one.id} ({_described(theatre, one)})" for one in best])


def _of_best_key(found: tuple[Candidate, ...]) -> Iterator[Candidate]:
    """Those found by the best key: its word stands first among the reasons."""
    key = found[0].why[:1]
    named = {"exact", "alias", "normal"}  # a name is a name, in whatever spelling
    return (one for one in found if one.why[:1] == key or (named >= {*one.why[:1]} and named >= {*key}))


def _narrowed(ledger: Ledger, places: list[Place]) -> Iterator[list[Place]]:
    yield places
    settled = [one for one in places if one.kind in SETTLEMENTS]
    spoken_of = [one for one in places if any(claim.place == one.id for claim in ledger.claims(place=one.id))]
    yield spoken_of
    yield [one for one in spoken_of if one.kind in SETTLEMENTS]
    yield [] if spoken_of else settled
    yield [one for one in spoken_of if one.kind not in AREAS]


def inside(theatre: Theatre, place: str) -> Iterator[Place]:
    """Every place that lies in this one, however deep, in the theatre's order."""
    for child in theatre.children(place):
        yield child
        yield from inside(theatre, child.id)


def _described(theatre: Theatre, place: Place) -> str:
    return f"{place.kind} in {theatre.place(place.parent).name}" if place.parent else place.kind
