"""Areas between places: interpolated, bounded, cut at the coast, hatched where they are not sure."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from shapely.geometry import MultiPolygon, box, mapping, shape

from whoholds.place import Place, Point, distance_km
from whoholds.serve.areas import DECIMALS, FARTHEST_KM, REACH, grounds, look

SLACK_KM = 0.15  # rounding to 100 m


def town(ident, lat, lon, **more):
    return Place(id=ident, kind="town", name=ident.title(), point=Point(lat, lon), precision_m=100, **more)


# a row of towns along a coast at longitude 0: the land lies east of it
TOWNS = (
    town("harbour", 1.0, 0.01),
    town("mill", 1.0, 0.05),
    town("ridge", 1.03, 0.05),
    town("quiet", 1.0, 0.09),
    town("lonely", 1.6, 0.9),
    Place(id="nowhere", kind="town", name="Nowhere"),
    town("area", 1.01, 0.03, same_as="mill"),
    Place(id="province", kind="admin1", name="Province", point=Point(1.0, 0.02)),
)
WORLD = SimpleNamespace(places=lambda: iter(TOWNS))
LAND = {"type": "Feature", "properties": {"layer": "land"}, "geometry": mapping(box(0.0, 0.0, 2.0, 2.0))}
OTHER = {"type": "Feature", "properties": {"layer": "land"}, "geometry": mapping(box(2.0, 0.0, 3.0, 2.0))}
BASE = {"features": [LAND, OTHER]}
KNOWN = ("harbour", "mill", "ridge", "lonely", "province", "area", "nowhere")


@pytest.fixture(scope="module")
def found():
    return grounds(WORLD, BASE, KNOWN)


def ground_of(found, ident):
    return shape({"type": "MultiPolygon", "coordinates": found[ident].polygons})


def test_ground_is_given_to_places_spoken_of_that_have_a_point_of_their_own(found):
    assert list(found) == ["harbour", "lonely", "mill", "ridge"]


def test_no_two_places_share_ground_and_each_holds_its_own_point(found):
    for one in found:
        place = next(town for town in TOWNS if town.id == one)
        assert ground_of(found, one).contains(
            shape({"type": "Point", "coordinates": (place.point.lon, place.point.lat)})
        )
        for other in found:
            if one < other:
                assert (
                    ground_of(found, one).intersection(ground_of(found, other)).area < 1e-5
                )  # rounding to 100 m along a line of some kilometres


def test_a_place_of_which_nothing_is_known_takes_its_ground_and_leaves_it_empty(found):
    with_quiet = grounds(WORLD, BASE, (*KNOWN, "quiet"))
    assert ground_of(with_quiet, "quiet").area > 0
    assert with_quiet["mill"].polygons == found["mill"].polygons


def test_ground_ends_at_the_coast_and_not_far_from_its_place(found):
    for one in found:
        place = next(town for town in TOWNS if town.id == one)
        nearest = min(
            distance_km(place.point, t.point)
            for t in TOWNS
            if t.point and t.id != one and t.kind == "town" and not t.same_as
        )
        reach = min(FARTHEST_KM, REACH * nearest) + SLACK_KM
        for part in found[one].polygons:
            for lon, lat in part[0]:
                assert lon >= 0
                assert distance_km(place.point, Point(lat, lon)) <= reach
                assert (lon, lat) == (round(lon, DECIMALS), round(lat, DECIMALS))
    assert ground_of(found, "lonely").area == pytest.approx(3.05 * FARTHEST_KM**2 / 111.2**2, rel=0.05)


def test_ground_ends_at_the_edge_of_the_theatre():
    edge = {"type": "Feature", "properties": {"layer": "admin1"}, "geometry": mapping(box(0.0, 0.0, 0.06, 2.0))}
    cut = grounds(WORLD, {"features": [LAND, edge]}, KNOWN)
    assert max(lon for one in cut.values() for part in one.polygons for lon, _ in part[0]) <= 0.06
    assert "lonely" not in cut


def test_who_touches_whom_goes_both_ways(found):
    assert found["mill"].near == ("harbour", "ridge")
    assert all(one in found[other].near for one, ground in found.items() for other in ground.near)
    assert found["lonely"].near == ()


def test_of_places_on_one_spot_the_one_that_is_spoken_of_has_the_ground():
    twins = SimpleNamespace(places=lambda: iter((*TOWNS, town("mill-2", 1.0, 0.05, population=9))))
    assert "mill" in grounds(twins, BASE, KNOWN)
    both = grounds(twins, BASE, (*KNOWN, "mill-2"))
    assert {"mill", "mill-2"} & both.keys() == {"mill-2"}


def test_a_world_with_one_place_has_no_areas():
    assert grounds(SimpleNamespace(places=lambda: iter(TOWNS[:1])), BASE, KNOWN) == {}


@pytest.mark.parametrize(
    ("state", "probability", "near", "drawn"),
    [
        ("held", 0.95, [], "solid"),
        ("held", 0.95, [[0], [0]], "solid"),
        ("held", 0.95, [[0], [1]], "hatched"),
        ("held", 0.95, [[0, 1]], "hatched"),
        ("held", 0.79, [[0]], "hatched"),
        ("stale", 0.95, [[0]], "hatched"),
        ("contested", 0.95, [[0]], "stripes"),
        ("disputed", 0.55, [[0]], "dotted"),
    ],
)
def test_doubt_is_hatched_and_there_is_no_crisp_line(state, probability, near, drawn):
    assert look(state, probability, [0], near) == drawn


def test_ground_is_made_of_polygons(found):
    assert all(isinstance(ground_of(found, one), MultiPolygon) and ground_of(found, one).is_valid for one in found)
