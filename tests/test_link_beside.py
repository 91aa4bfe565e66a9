"""The words before a name: a way off it, one side of it, a line from it. Never a false point, never the place itself."""

import pytest

from whoholds.claim import PlaceMention, Relation
from whoholds.link.beside import beside
from whoholds.link.geometry import cut, direction, turn_between
from whoholds.link.places import locate, locate_row
from whoholds.place import Point, distance_km
from whoholds.text import Span
from whoholds.theatre import load_theatre


@pytest.fixture(scope="module")
def arland():
    return load_theatre("arland")


def said(text, name="Velin"):
    at = text.index(name)
    return beside(PlaceMention(span=Span(at, at + len(name)), text=name), text)


@pytest.mark.parametrize(
    ("text", "relation", "km", "way"),
    [
        ("Fighters took a hill 3 km south of Velin.", Relation.DISTANT, 3.0, "south"),
        (
            "Fighters took a hill about 12.5 kilometres north-east of the town of Velin.",
            Relation.DISTANT,
            12.5,
            "north-east",
        ),
        ("They stopped two miles from Velin.", Relation.DISTANT, 3.22, ""),
        ("They stopped 20 km outside Velin.", Relation.DISTANT, 20.0, ""),
        ("A post north of Velin was lost.", Relation.NEAR, None, "north"),
        ("They hold the northern neighbourhoods of Velin.", Relation.PART, None, "northern"),
        ("They hold the eastern countryside of Velin.", Relation.PART, None, "eastern"),
        ("A post on the road between Velin and Korsk was lost.", Relation.BETWEEN, None, ""),
        ("They left. Velin fell.", Relation.AT, None, ""),
        ("He walked 3 km south. Of late Velin is quiet.", Relation.AT, None, ""),
        ("They took the town of Velin.", Relation.AT, None, ""),
        ("They took 3 of Velin\u2019s quarters.", Relation.AT, None, ""),
    ],
)
def test_the_words_before_a_name_say_where_from_it(text, relation, km, way):
    found = said(text)
    assert (found.relation, found.distance_km, found.bearing) == (relation, km, way)


def test_the_other_end_of_a_road_is_no_more_the_place_than_the_first():
    assert said("A post on the road between Velin and Korsk was lost.", "Korsk").relation is Relation.BETWEEN


def test_a_way_off_a_place_is_a_point_of_its_own_and_no_evidence_of_the_place(arland):
    mention = said("Fighters took a hill 8 km south of Velin.")
    (found,) = locate([mention], arland)
    velin = arland.place(found.place)
    assert velin.id == "velin"
    assert found.near
    assert distance_km(found.point, velin.point) == pytest.approx(8, abs=0.05)
    assert turn_between(direction(velin.point, found.point), 180) < 1
    assert found.precision_m == 4000


def test_a_side_of_a_city_is_a_part_of_it_and_lies_on_that_side(arland):
    (found,) = locate([said("They hold the northern neighbourhoods of Korsk.", "Korsk")], arland)
    assert found.place == "korsk"
    assert found.share < 1
    assert found.point.lat > arland.place("korsk").point.lat
    assert found.precision_m < arland.place("korsk").precision_m


@pytest.mark.parametrize(
    ("name", "relation", "kind"),
    [
        ("Korsk", None, {"MultiPolygon", "Polygon", "Point"}),
        ("8 km south of Velin", "distant", {"Point"}),
        ("20 km from Korsk", "distant", {"Polygon"}),
        ("northern neighbourhoods of Korsk", "part", {"Polygon", "MultiPolygon"}),
        ("the road between Velin and Korsk", "between", {"LineString"}),
    ],
)
def test_a_wording_asked_for_gets_a_shape_and_its_radius(arland, name, relation, kind):
    answer = locate_row({"id": 1, "name": name}, arland)
    assert answer.get("relation") == relation
    assert answer["geometry"]["type"] in kind
    assert answer["precision_m"] >= 500


def test_a_road_to_nowhere_is_not_located(arland):
    answer = locate_row({"id": 1, "name": "the road between Velin and Xqzzk"}, arland)
    assert (answer["place"], answer["geometry"]) == (None, None)
    assert answer["reason"]


def test_a_ring_cut_to_the_east_lies_east():
    square = [[-1.0, -1.0], [1.0, -1.0], [1.0, 1.0], [-1.0, 1.0], [-1.0, -1.0]]
    east = cut(square, Point(0.0, 0.0), 90.0)
    assert east[0] == east[-1]
    assert {tuple(one) for one in east} == {(0.0, 0.0), (1.0, -1.0), (1.0, 1.0)}
    assert cut([[5.0, -0.1], [5.0, 0.1], [4.0, 0.0], [5.0, -0.1]], Point(0.0, 0.0), 270.0) == []
