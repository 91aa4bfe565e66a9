"""Claims that rest on a name which a desk has taught: which place it means, when no list of places could say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from whoholds.claim import TAUGHT, Claim, Finding, PlaceMention, Unlinked
from whoholds.link import link
from whoholds.spelling import key
from whoholds.text import Report
from whoholds.theatre import Theatre


def as_taught(
    report: Report,
    findings: Sequence[Finding],
    linked: Sequence[Claim | Unlinked],
    theatre: Theatre,
    lessons: Mapping[str, tuple[str, str]],
) -> tuple[Claim, ...]:
    """The claims beyond those in ``linked`` that these findings of a report make once the names are known.

    lessons  key of a name → the place it means, and the id of the ruling; each claim bears that id among its notes,
             so that it falls with the ruling.
    """
    lost = {one.finding.id for one in linked if isinstance(one, Unlinked) and one.part == "place"}
    named = [one for one in findings if one.id in lost and any(key(place.text) in lessons for place in _places(one))]
    if not named:
        return ()
    known = {one.id for one in linked}
    pupil = theatre.taught({name: place for name, (place, _) in lessons.items()})
    made = []
    for one in link(report, named, pupil):
        place, ruling = lessons.get(key(one.place_text), ("", "")) if isinstance(one, Claim) else ("", "")
        if isinstance(one, Claim) and one.place == place and one.id not in known:
            made.append(replace(one, notes=(*one.notes, f"{TAUGHT}{ruling}")))
    return tuple(made)


def _places(finding: Finding) -> tuple[PlaceMention, ...]:
    area = () if finding.area is None else (finding.area,)
    return (*finding.places, *area)
