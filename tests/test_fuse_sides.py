"""A brigade of a camp is no rival of its camp."""

from __future__ import annotations

from datetime import date

import pytest

from make import a_claim
from whoholds.fuse.sides import as_sides


class Camps:
    """The Harbour Brigade counts as the League until the end of March."""

    def side_of(self, actor: str, day: date) -> str:
        return "league" if actor == "harbour-brigade" and day < date(2031, 4, 1) else actor


@pytest.mark.parametrize(
    ("others", "day", "wanted"),
    [
        (["league"], date(2031, 3, 12), "league"),
        (
            ["northern-army"],
            date(2031, 3, 12),
            "harbour-brigade",
        ),  # the camp is not named there: the brigade stays itself
        (["league"], date(2031, 4, 12), "harbour-brigade"),  # it has left the camp by then
    ],
)
def test_a_brigade_counts_as_its_camp_where_the_camp_is_named(others, day, wanted):
    claims = [a_claim(actor="harbour-brigade", day=day), *(a_claim(actor=one, day=day) for one in others)]
    assert as_sides(claims, Camps())[0].actor == wanted


def test_a_claim_by_a_camp_from_its_own_brigade_names_no_loser():
    claim = a_claim(actor="league", target="harbour-brigade", day=date(2031, 3, 12))
    assert as_sides([claim], Camps())[0].target == ""
