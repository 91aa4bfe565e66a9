"""The log-weights by which a place is chosen, and the distances that go with them. One table; bench/places.py judges.

Tuned by hand on the even-numbered rows of the UCDP bench and on the project's own sentences; the odd rows only report.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Weights:
    """Every number of ``link.places`` and ``link.bearers``. Kilometres and metres say so in their names."""

    # rank: how well known a place is, from what the gazetteer itself says
    city: float = 1.5
    town: float = 0.6  # of so many people or more, where the gazetteer knows how many
    town_people: int = 20_000
    seat_of_admin2: float = 0.9  # a town its district is called after
    seat_of_admin3: float = 0.6
    spelled_often: float = 0.06  # per doubling of the number of spellings
    second_source: float = -1.0  # a row no official list has

    # kind
    kind_fits: float = 0.6
    called_town: float = 0.8  # a seat of an area called a town or city ...
    called_village: float = -1.0  # ... or a village
    not_whole: float = -3.5  # reached by "Velin" alone where "Velin airbase" is listed
    called_after: float = -0.6  # a settlement, for a facility that carries its name
    kind_conflicts: Mapping[str, float] = field(
        default_factory=lambda: {"area": -4.0, "quarter": -1.5, "other": -1.5, "town": -2.0}
    )
    bare: Mapping[str, float] = field(
        default_factory=lambda: {
            "neighbourhood": -0.8, "facility": -0.8, "admin1": -0.5, "admin2": -1.0, "admin3": -1.2, "area": -1.0,
            "country": 0.0, "road": 0.0, "crossing": -0.3, "hill": -0.5,
        }
    )  # fmt: skip
    part_of_area: float = -1.5
    taken_area: float = -1.0

    # the area named for a mention
    inside: float = 1.0
    outside_per_km: float = -0.15
    outside_km: float = 20.0  # beyond, a candidate is out of the widest area named
    outside_narrow: float = -3.0  # beyond that of a narrower one: sources draw districts differently
    second_name: float = 0.5
    sector: float = 0.5  # in the named quarter of the compass; minus as much when on the other side

    # what else the report names
    title: float = 0.5
    text_reach: float = 600.0  # code points after which an anchor's say has fallen to 1/e
    far_in_text: float = 0.15
    near_anchor: float = 2.0
    anchor_reach_km: float = 80.0
    quarter_of_anchor: float = 1.5
    same_area: float = 1.0
    inside_anchor: Mapping[str, float] = field(
        default_factory=lambda: {"admin1": 1.0, "admin2": 1.4, "admin3": 1.6, "area": 1.4}
    )
    holds_anchor: float = 1.0  # an area, for a place inside it
    plain_lead: float = 0.8

    # a list
    list_pull: float = 3.0
    list_reach_km: float = 150.0
    list_same_city: float = 1.2
    list_cities: float = 0.3  # what is left of the pull for cities and provinces, which are listed across a country
    list_candidates: int = 12  # of each member that may be the centre
    list_unlocated: float = -1.0

    # accept
    floor: float = -4.2
    lead: float = 0.18
    lead_inside: float = 0.02  # where an area was named
    lead_by_sound: float = 0.1  # the same, when only its sound speaks for the best
    sure_by_sound: float = -3.0  # weight of a weak key from which it may stand without company
    company: float = 0.5
    company_in_text: float = 1.0  # where nobody has said that the words are a place's name
    floor_in_text: float = -2.6  # the same, for a weak key
    far_km: float = 120.0
    known: float = 0.7  # rank from which a town is known across its country
    list_elsewhere: float = -1.5
    thin_in_text: float = -2.8  # weight of a weak key that a name of one or two consonants needs in running text
    alike_in_text: float = -4.0  # weight of likeness alone that running text needs (0.85 alike)
    same_spot_km: float = 5.0
    rivals: float = 3.0
    kept: int = 5
    shown: int = 8

    # how much, how near
    part_share: float = 0.5
    near_share: float = 0.25
    unknown_m: int = 5000
    line_m: int = 5000
    offset_m: int = 1000
    loose_m: Mapping[str, int] = field(
        default_factory=lambda: {"near": 5000, "distant": 10000, "towards": 15000, "between": 10000}
    )


W = Weights()
