"""The bundled theatre of Syria: the rows are sound, and press names land on the right ones. Slow: it loads once, in a second."""

from collections import Counter

import pytest

from whoholds.claim import PlaceMention, Unplaced
from whoholds.link.places import around, locate, locate_row
from whoholds.text import Span
from whoholds.theatre import load_theatre

pytestmark = pytest.mark.slow

ALEPPO = "ocha:C1007"
QUARTERS = {
    "Sukari": "ocha:N0219",
    "Mashhad": "ocha:N0218",
    "Hamdaniya": "ocha:N0216",
    "New Aleppo": "ocha:N0184",
    "A’zamiya": "ocha:N0202",
    "Rashideen 4": "own:rashideen-4",
    "Rashideen 5": "own:rashideen-5",
    "Salah al-Din": "ocha:N0214",
    "Furqan": "ocha:N0176",
    "Saif al-Dawla": "ocha:N0203",
    "military academy": "own:aleppo-military-academy",
}


@pytest.fixture(scope="module")
def syria():
    return load_theatre("syria")


def mentions(text, *names):
    return [PlaceMention(span=Span(max(text.find(n), 0), max(text.find(n), 0) + len(n)), text=n) for n in names]


def test_the_rows_are_sound(syria):
    kinds = Counter(place.kind for place in syria.places())
    assert sum(kinds.values()) == 13_353 + 12 + 36
    assert (kinds["admin1"], kinds["admin2"], kinds["admin3"]) == (14, 62, 272)
    assert kinds["city"] >= 14
    unlocated = [place.id for place in syria.places() if place.point is None and place.kind != "road"]
    assert unlocated == ["own:sheikh-mansour"]
    box = syria.box
    for place in syria.places():
        if place.point is not None:
            assert box.south <= place.point.lat <= box.north
            assert box.west <= place.point.lon <= box.east
        assert place.precision_m is not None
        assert place.parent or place.kind == "country"
    quarters = [place for place in syria.places() if place.kind == "neighbourhood"]
    assert sum(place.parent == ALEPPO for place in quarters) == 109 + 3


@pytest.mark.parametrize("lead", ["In Aleppo they entered ", "Quarters of Aleppo named in the statement: "])
def test_a_list_of_quarters_lands_in_the_city(syria, lead):
    text = lead + ", ".join(QUARTERS) + "."
    found = locate(mentions(text, *QUARTERS), syria, around=around(text, syria))
    assert {one.mention.text: one.place for one in found} == QUARTERS
    alone = locate(mentions("", *QUARTERS), syria)
    assert {one.mention.text: one.place for one in alone} == QUARTERS


def test_villages_of_one_list_and_one_that_no_gazetteer_has(syria):
    text = "East of Idlib, near Saraqib, the villages Islamin and Sheikh Mansour were named."
    known, lost = locate(mentions(text, "Islamin", "Sheikh Mansour"), syria, around=around(text, syria))
    assert known.place == "ocha:C3913"
    assert (lost.place, lost.reason, lost.within) == ("", Unplaced.NOT_IN_GAZETTEER, "ocha:SY070003")
    assert {"wof:1344174681", "wof:1276338007"} <= {c.place for c in lost.candidates if c.why[0] == "rejected"}


@pytest.mark.parametrize(
    ("name", "within", "expected"),
    [
        ("Saraqib", "", "ocha:C3916"),
        ("Kobani", "", "ocha:C1946"),
        ("Deir Ezzor city", "", "ocha:C5086"),
        ("Hama Governorate", "", "ocha:SY05"),
        ("Nayrab", "Idlib", "ocha:C3867"),
        ("Zahraa", "Aleppo city", "ocha:N0135"),
        ("معرة النعمان", "", "ocha:C3985"),
        ("Алеппо", "", ALEPPO),
        ("M5 highway", "", "own:m5"),
    ],
)
def test_names_as_the_press_writes_them(syria, name, within, expected):
    assert locate_row({"id": "1", "name": name, "within": within}, syria)["place"] == expected


@pytest.mark.parametrize("text", ["Idlib", "Idlib countryside"])
def test_a_countryside_that_is_listed_is_that_row(syria, text):
    mention = PlaceMention(span=Span(0, len(text)), text=text, kind="countryside", bearing="eastern")
    (found,) = locate([mention], syria)
    assert (found.place, found.area_only, found.share) == ("own:idlib-east-countryside", True, 1.0)


def test_neither_words_nor_persons_nor_foreign_cities_are_villages(syria):
    text = "By Sunday all was said in May; President Omar Khalil and the UN met in Ankara, as Homs and al-Bab waited. IS left."
    assert [hit.text for hit in syria.places_in(text)] == ["Homs", "al-Bab"]


def test_arabic_places_stand_behind_clitics(syria):
    text = "دخلت القوات مدينة سراقب وحلب واتجهت لحماة"
    assert [hit.text for hit in syria.places_in(text)] == ["سراقب", "حلب", "حماة"]


def test_thirteen_cities_have_their_quarters_every_area_its_code_and_the_motorways_a_line(syria):
    quarters = Counter(place.parent for place in syria.places() if place.kind == "neighbourhood" and place.pcode)
    assert len(quarters) == 13
    for kind in ("admin1", "admin2", "admin3"):
        assert all(place.pcode for place in syria.places() if place.kind == kind)
    for kind in ("admin1", "admin2"):
        assert all(syria.outline(place.id) for place in syria.places() if place.kind == kind)
    for road, town in (("own:m4", "Saraqib"), ("own:m5", "Maarat al-Numan"), ("own:m5", "Homs")):
        from whoholds.link.geometry import km_to_line

        (found,) = locate(mentions("", town), syria)
        assert syria.outline(road)["type"] == "LineString"
        assert km_to_line(syria.outline(road), syria.place(found.place).point) < 5
