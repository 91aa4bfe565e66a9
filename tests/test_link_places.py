"""Which place a name means: context decides, and a far namesake is refused."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from whoholds.claim import Extent, ExtentKind, PlaceMention, Relation, Unplaced
from whoholds.link.company import Anchor, pull
from whoholds.link.geometry import direction, km_outside, km_to_line, moved
from whoholds.link.kinds import bearing, read_name
from whoholds.link.places import around, locate, locate_row
from whoholds.place import Place, Point, distance_km
from whoholds.text import Span
from whoholds.theatre import load_theatre


@pytest.fixture(scope="module")
def arland():
    return load_theatre("arland")


def named(text, start=0, **rest):
    return PlaceMention(span=Span(start, start + len(text)), text=text, **rest)


def places(theatre, *texts, **rest):
    return [one.place for one in locate([named(text) for text in texts], theatre, **rest)]


# ── homonyms ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_name_with_several_bearers_and_no_context_is_not_located(arland):
    (found,) = locate([named("Halsa", kind="village")], arland)
    assert (found.place, found.reason) == ("", Unplaced.AMBIGUOUS)
    assert {c.place for c in found.candidates} == {"halsa-velin", "halsa-orsk", "halsa-tarn"}


@pytest.mark.parametrize(
    ("area", "kind", "expected"),
    [("Harn", "province", "halsa-tarn"), ("Orsk", "district", "halsa-orsk"), ("Korsk", "countryside", "halsa-velin")],
)
def test_the_area_named_decides(arland, area, kind, expected):
    (found,) = locate([named("Halsa", kind="village")], arland, area=named(area, kind=kind))
    assert found.place == expected
    assert found.weights[0][0] == expected
    assert sum(weight for _, weight in found.weights) == pytest.approx(1, abs=1e-3)


def test_a_namesake_outside_the_area_is_refused_with_its_name(arland):
    (found,) = locate([named("Kessin", kind="village")], arland, area=named("Harn", kind="province"))
    assert (found.place, found.reason) == ("", Unplaced.TOO_FAR)
    assert found.candidates[0].place == "kessin"
    assert "rejected" in found.candidates[0].why


def test_what_the_report_names_elsewhere_decides(arland):
    near_orsk = "Shells fell on Orsk and on Arvel. Later they entered Halsa."
    near_tarn = "Shells fell on Tarn and on Deir Sabin. Later they entered Halsa."
    for text, expected in ((near_orsk, "halsa-orsk"), (near_tarn, "halsa-tarn")):
        (found,) = locate([named("Halsa", text.index("Halsa"))], arland, around=around(text, arland))
        assert found.place == expected


def test_an_area_is_drawn_by_what_lies_in_it_however_far_its_middle():
    town = Place(id="t", kind="town", name="Orsk", point=Point(10.0, 10.0), admin=("A1",))
    near = Anchor(0, town, "orsk")
    holds = Place(id="a", kind="admin1", name="Velin", pcode="A1", point=Point(15.0, 15.0))
    other = Place(id="b", kind="admin1", name="Velin", pcode="A2", point=Point(15.0, 15.0))
    assert pull(holds, Span(0, 5), [near])[0] > 0
    assert pull(other, Span(0, 5), [near])[0] == 0


def test_a_name_listed_with_its_noun_is_no_part_of_itself(arland):
    company = around("In Velin district, in Korsk and Orsk", arland)
    (found,) = locate([named("Velin district", start=3)], arland, around=company)
    assert arland.place(found.place).kind == "admin2"


def test_a_list_is_solved_together_in_any_order(arland):
    members = ("Halsa", "Tarn", "Mirren", "Deir Sabin")
    expected = {"Halsa": "halsa-tarn", "Tarn": "tarn", "Mirren": "mirren-harn", "Deir Sabin": "deir-sabin"}
    for order in itertools.permutations(members):
        assert dict(zip(order, places(arland, *order), strict=True)) == expected


def test_quarters_of_one_list_go_to_one_city(arland):
    assert places(arland, "Mill Gate", "Salt Market", "Sorna 4", "Sorna 5") == [
        "korsk-mill-gate", "salt-market", "sorna-4", "sorna-5",
    ]  # fmt: skip
    assert places(arland, "Mill Gate", "Upper Pell") == ["pell-mill-gate", "upper-pell"]


def test_an_unlocated_village_is_not_moved_to_its_far_namesake(arland):
    text = "Fighting reached Velin. They also entered Sheikh Talan."
    mention = named("Sheikh Talan", text.index("Sheikh"), kind="village")
    (found,) = locate([mention], arland, around=around(text, arland))
    assert (found.place, found.reason, found.within) == ("", Unplaced.NOT_IN_GAZETTEER, "velin-district")
    assert [c.place for c in found.candidates] == ["sheikh-talan-tarn"]
    assert found.candidates[0].why[0] == "rejected"
    (there,) = locate([mention], arland, area=named("Harn", kind="province"))
    assert there.place == "sheikh-talan-tarn"


def test_removing_a_row_never_moves_a_name_to_another_place_silently(arland):
    """What is not in the gazetteer is refused or was among the runners-up."""
    (before,) = locate([named("Halsa")], arland, area=named("Orsk", kind="district"))
    runners = {c.place for c in before.candidates}
    (after,) = locate([named("Halsan Mor")], arland, area=named("Orsk", kind="district"))
    assert after.place == "" or after.place in runners


# ── kinds ───────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("mention", "verb", "expected"),
    [
        (named("Korsk"), "control_gained", "korsk"),
        (named("Korsk"), "", "korsk"),
        (named("Korsk", kind="city"), "", "korsk"),
        (named("Korsk", kind="province"), "", "korsk-province"),
        (named("Velin", kind="district"), "", "velin-district"),
        (named("Velin", kind="town"), "", "velin"),
        (named("Korsk", kind="countryside", bearing="northern"), "", "korsk-province"),
        (named("military academy"), "", "military-academy"),
        (named("Korsk airport"), "", "korsk-airport"),
        (named("Lorn", kind="bridge"), "", "lorn-bridge"),
        (named("R7", kind="highway"), "", "r7"),
        (named("Corsk"), "", "korsk"),
        (named("كورسك"), "", "korsk"),
        (named("Корськ"), "", "korsk"),
    ],
)
def test_the_noun_beside_a_name_says_what_it_is(arland, mention, verb, expected):
    (found,) = locate([mention], arland, verb=verb)
    assert found.place == expected
    assert found.area_only == (arland.place(expected).kind.startswith("admin"))


def test_an_unlisted_facility_stands_beside_the_town_it_is_called_after(arland):
    (found,) = locate([named("Tavel", kind="airbase")], arland)
    assert (found.place, found.near, found.code) == ("tavel", True, 2)
    assert found.precision_m >= 5000


@pytest.mark.parametrize("text", ["the town", "it", "the border crossing", "the village"])
def test_words_that_name_nothing_stay_unresolved(arland, text):
    (found,) = locate([named(text)], arland)
    assert found.reason is Unplaced.PRONOUN_UNRESOLVED


def test_a_city_outside_is_outside(arland):
    (found,) = locate([named("Port Anselm")], arland)
    assert (found.place, found.reason) == ("", Unplaced.OUTSIDE_THEATRE)
    assert arland.places_in("They met in Port Anselm, Norvia.") == ()


# ── relative places ─────────────────────────────────────────────────────────────────────────────────────────────


def test_so_many_kilometres_off(arland):
    orsk = arland.place("orsk").point
    (found,) = locate([named("Orsk", relation=Relation.DISTANT, distance_km=12.0, bearing="south")], arland)
    assert (found.place, found.near, found.code) == ("orsk", True, 2)
    assert distance_km(orsk, found.point) == pytest.approx(12, abs=0.01)
    assert found.point.lat < orsk.lat
    assert found.precision_m == 6000
    (ring,) = locate([named("Orsk", relation=Relation.DISTANT, distance_km=12.0)], arland)
    assert ring.precision_m >= 12000


@pytest.mark.parametrize("relation", [Relation.NEAR, Relation.TOWARDS, Relation.BETWEEN, Relation.DISTANT])
def test_near_is_no_evidence_of_the_place_itself(arland, relation):
    (found,) = locate([named("Orsk", relation=relation)], arland)
    assert found.near
    assert found.share < 1
    assert found.precision_m >= 5000


def test_a_side_of_a_province_lies_on_that_side(arland):
    middle = arland.place("korsk-province").point
    (found,) = locate([named("Korsk", kind="countryside", bearing="northern")], arland)
    assert (found.place, found.area_only, found.code) == ("korsk-province", True, 4)
    assert found.point.lat > middle.lat + 0.1
    assert found.precision_m < arland.place("korsk-province").precision_m


def test_part_of_a_city_is_part_of_the_city(arland):
    (found,) = locate([named("Korsk", relation=Relation.PART, bearing="western")], arland)
    assert (found.place, found.near, found.share) == ("korsk", False, 0.5)


@pytest.mark.parametrize(
    ("extent", "share"),
    [
        (None, 1.0),
        (Extent(kind=ExtentKind.FULL, text="all"), 1.0),
        (Extent(kind=ExtentKind.PARTIAL, text="most"), 0.5),
        (Extent(kind=ExtentKind.SHARE, text="60 %", low=60, high=70), 0.65),
    ],
)
def test_how_much_is_meant(arland, extent, share):
    (found,) = locate([named("Korsk")], arland, extent=extent)
    assert found.share == pytest.approx(share)


def test_a_road_is_a_line_and_holds_no_town(arland):
    (found,) = locate([named("R7")], arland)
    assert (found.place, found.code, found.near) == ("r7", 6, True)
    assert km_to_line(arland.outline("r7"), found.point) < 0.1


# ── rows, laws ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_row_is_answered_with_plain_values(arland):
    got = locate_row({"id": "7", "name": "Halsa village", "within": ["Harn province", "Tarn district"]}, arland)
    assert (got["id"], got["place"], got["lat"]) == ("7", "halsa-tarn", -39.8)
    assert "reason" not in got
    assert got["candidates"][0]["why"]
    lost = locate_row({"id": "8", "name": "Atlantis"}, arland)
    assert (lost["place"], lost["lat"], lost["reason"]) == (None, None, "not-in-gazetteer")
    text = "Shells fell on Orsk and Arvel, then on Halsa."
    assert locate_row({"id": "9", "name": "Halsa", "text": text}, arland)["place"] == "halsa-orsk"
    assert locate_row({}, arland)["reason"]


WORDS = (
    "Velin",
    "Halsa",
    "Sorna 4",
    "the town",
    "فلين",
    "Велін",
    "",
    "  ",
    "R7",
    "Xyzzy",
    "/",
    "(",
    "😀",
    "village",
    "Korsk province",
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=5), st.sampled_from(["", *WORDS]), st.text(max_size=30))
def test_every_mention_gets_one_answer_and_every_refusal_a_reason(arland, texts, area, text):
    found = locate(
        [named(one) for one in texts], arland, area=named(area) if area else None, around=around(text, arland)
    )
    assert [one.mention.text for one in found] == texts
    for one in found:
        assert bool(one.place) != (one.reason is not None)
        assert bool(one.place) == bool(one.weights)
        if one.place:
            arland.place(one.place)
    again = locate([named(o) for o in texts], arland, area=named(area) if area else None, around=around(text, arland))
    assert again == found


@given(
    st.floats(-70, 70),
    st.floats(-170, 170),
    st.floats(0.5, 200),
    st.sampled_from(["north", "south-east", "western", "شرقي"]),
)
def test_moving_goes_so_far_and_that_way(lat, lon, km, word):
    start = Point(lat, lon)
    end = moved(start, km, bearing(word))
    assert distance_km(start, end) == pytest.approx(km, rel=1e-6)
    turn = abs((direction(start, end) - bearing(word) + 180) % 360 - 180)
    assert turn < 0.5


def test_outside_is_measured_from_the_nearest_border():
    square = {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]]}
    assert km_outside(square, Point(0.5, 0.5)) == 0
    assert km_outside(square, Point(0.5, 1.1)) == pytest.approx(11.1, abs=0.1)


@pytest.mark.parametrize(
    ("printed", "names", "kind"),
    [
        ("Velin village", ("Velin",), "village"),
        ("town of Velin", ("Velin",), "town"),
        ("Velin/Veleen village (Tell Velin)", ("Velin", "Veleen", "Tell Velin"), "village"),
        ("Velin Military Airbase", ("Velin",), "airbase"),
        ("Velin", ("Velin",), ""),
        ("village", ("village",), ""),
    ],
)
def test_a_printed_name_falls_apart_into_names_and_noun(printed, names, kind):
    wording = read_name(printed)
    assert (wording.names, wording.kind) == (names, kind)
