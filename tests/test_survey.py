"""A theatre is made from what one has, and looked over: sources joined, places nested, every fault with its line."""

import json
import shutil
from pathlib import Path

import pytest

import survey_files as files
import whoholds
from whoholds.errors import BadSetting
from whoholds.survey import faults, make
from whoholds.survey.overview import overview
from whoholds.survey.workbook import sheets
from whoholds.theatre import known_theatres, load_theatre

BUNDLED = Path(whoholds.__file__).parent / "theatres"


@pytest.fixture(scope="module")
def given(tmp_path_factory):
    at = tmp_path_factory.mktemp("given")
    return {
        "ocha": [files.ocha(at / "lie.xlsx")],
        "geonames": list(files.geonames(at / "LI.txt", at / "alternateNames.txt")),
        "boundaries": [files.boundaries(at / "vale-ADM2.geojson")],
        "osm": [files.osm(at / "li.osm")],
    }


@pytest.fixture(scope="module")
def vale(given, tmp_path_factory):
    folder = tmp_path_factory.mktemp("vale") / "vale"
    made = make(folder, name="vale", country="LI", files=given)
    assert not made.coarse
    return load_theatre(folder), folder


def test_one_place_in_two_sources_is_one_row_with_both_spellings(vale):
    theatre, _ = vale
    town = theatre.place("ocha:L001")
    assert (town.name, town.kind, town.population, town.source) == ("Tarnova", "town", 7200, "ocha+geonames")
    for name in ("Tarnova", "طرنوفا", "Ṭarnawa", "Тарнова"):
        assert [c.place for c in theatre.look_up(name)][:1] == ["ocha:L001"], name
    assert not any("example.org" in spelling for _, spelling in town.names)


def test_places_lie_in_areas_by_code_by_outline_and_quarters_in_their_town(vale):
    theatre, _ = vale
    assert theatre.chain("ocha:L002") == ("ocha:LI0102", "ocha:LI01", "own:LI")
    assert theatre.chain("geonames:12") == ("ocha:LI0102", "ocha:LI01", "own:LI")  # OCHA's code unknown: by outline
    assert theatre.chain("osm:n1")[0] == "ocha:LI0102"
    assert theatre.place("ocha:L003").parent == "ocha:L001"
    assert theatre.outline("ocha:LI0101")["type"] == "Polygon"
    district = theatre.place("ocha:LI0101")
    assert district.point is not None
    assert 4000 < district.precision_m < 7000  # a tenth of a degree each way is 63 square kilometres
    assert theatre.inside("LI0101") == ("ocha:LI0101", "ocha:L001", "ocha:L003")


def test_what_is_abroad_gone_or_military_is_left_out(vale):
    theatre, _ = vale
    names = {place.name for place in theatre.places()}
    assert names == {
        "Liechtenstein", "Vale", "North Vale", "South Vale", "Tarnova", "Mirel", "Old Mill", "Sorel", "Grun", "V7", "E3",
        "Vale Region",
    }  # fmt: skip


def test_roads_are_lines_named_by_their_number(vale):
    theatre, folder = vale
    assert theatre.place("osm:road-V7").kind == "road"
    assert len(theatre.outline("osm:road-V7")["coordinates"]) == 2
    assert "ODbL" in (folder / "SOURCES.md").read_text("utf-8")


def test_a_theatre_that_is_made_has_no_fault_and_shows_what_it_rests_on(vale):
    theatre, folder = vale
    assert [str(one) for one in faults(folder)] == []
    told = overview(theatre)
    assert dict(told.kinds)["admin2"] == 2
    assert dict(told.sources) == {"ocha": 6, "geonames": 3, "boundaries": 2, "osm": 3, "own": 1}
    assert json.loads(json.dumps(told.as_json()))["kinds"]["country"] == 1


def test_the_same_files_make_the_same_bytes(vale, given, tmp_path):
    _, folder = vale
    make(tmp_path / "again", name="vale", country="LI", files=given)
    for file in (one for one in folder.rglob("*") if one.is_file()):
        assert (tmp_path / "again" / file.relative_to(folder)).read_bytes() == file.read_bytes(), file.name


def test_without_files_the_towns_of_the_atlas_stand_in_and_it_says_so(tmp_path):
    made = make(tmp_path / "li", name="li", country="LI", files={})
    theatre = load_theatre(tmp_path / "li")
    assert made.coarse
    assert "Coarse" in theatre.note
    assert theatre.look_up("Vaduz")[0].place == "geonames:3042030"
    assert list(faults(tmp_path / "li")) == []


@pytest.mark.parametrize(
    ("kind", "name", "content", "words"),
    [
        ("ocha", "a.xlsx", b"not a zip", "not an .xlsx workbook"),
        ("ocha", "a.shp", b"", "export a shapefile"),
        ("ocha", "a.geojson", b"[1]", "not a GeoJSON"),
        ("ocha", "a.csv", b"x,y\n1,2\n", "no places of LI"),
        ("geonames", "a.txt", b"1\t2\t3\n", "3 columns"),
        ("geonames", "a.zip", b"no", "not a zip"),
        ("boundaries", "a.geojson", b"{}", "not a GeoJSON"),
        ("osm", "a.osm.pbf", b"", "osmium tags-filter a.osm.pbf"),
        ("osm", "a.osm", b"<osm><node id='1'", "neither .osm XML"),
        ("osm", "missing", None, "no such file"),
    ],
)
def test_a_file_that_is_something_else_is_named(tmp_path, kind, name, content, words):
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(BadSetting, match=words):
        make(tmp_path / "t", name="t", country="LI", files={kind: [tmp_path / name]})
    assert not (tmp_path / "t").exists()


@pytest.mark.parametrize(("name", "country", "words"), [("A b", "LI", "small letters"), ("a", "XX", "ISO code")])
def test_a_name_or_country_that_is_none_is_refused(tmp_path, name, country, words):
    with pytest.raises(BadSetting, match=words):
        make(tmp_path / "t", name=name, country=country, files={})


def test_nothing_is_written_over(tmp_path):
    (tmp_path / "kept.txt").write_text("mine")
    with pytest.raises(BadSetting, match="not empty"):
        make(tmp_path, name="t", country="LI", files={})


def test_a_workbook_with_entities_of_its_own_is_refused(tmp_path):
    import zipfile

    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        archive.writestr("xl/workbook.xml", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')
        archive.writestr("xl/_rels/workbook.xml.rels", "<a/>")
    with pytest.raises(BadSetting, match="document type"):
        list(sheets(tmp_path / "a.xlsx"))


# ── looking a theatre over ──────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def folder(tmp_path):
    shutil.copytree(BUNDLED / "arland", tmp_path / "t")
    return tmp_path / "t"


@pytest.mark.parametrize(
    ("file", "old", "new", "field", "words", "stops"),
    [
        ("places.csv", "velin-tarn,village", "velin,village", "id", "stands in line", True),
        ("places.csv", ",1000,velin-district,", ",1000,velin-distrikt,", "parent", "closest is 'velin-district'", True),
        ("places.csv", "-38.6600,-18.6100", "-18.6100,-38.6600", "lat, lon", "outside the theatre's box", False),
        ("places.csv", "-38.6600,-18.6100", "-98.66,-18.61", "row", "globe", True),
        ("sources.csv", ",outlet,", ",paper,", "harbour-post", "kind: 'paper'", True),
        ("SOURCES.md", "`own`", "`mine`", "own", "no line says", False),
        ("theatre.toml", 'id = "coastal-league"', 'id = "coastal-leag"', "sides", "closest is 'coastal-league'", False),
        ("outlines/areas.geojson", '"id":"korsk"', '"id":"korks"', "id", "closest is 'korsk'", False),
    ],
)
def test_every_fault_says_where_and_what_to_do(folder, file, old, new, field, words, stops):
    before = {str(one) for one in faults(folder)}
    path = folder / file
    text = path.read_text("utf-8")
    if old not in text:
        old, new = old.replace('":"', '": "'), new.replace('":"', '": "')
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    found = [one for one in faults(folder) if str(one) not in before]
    fault = next(one for one in found if one.field == field)
    assert words in fault.wrong
    assert fault.mend.endswith(".")
    assert fault.stops is stops
    assert fault.as_json()["line"] == fault.line


def test_all_faults_are_told_not_the_first_alone(folder):
    text = (folder / "places.csv").read_text("utf-8")
    (folder / "places.csv").write_text(text.replace("-38.6600,-18.6100", "x,y").replace(",town,", ",hamlet,"), "utf-8")
    (folder / "actors.csv").write_text("id,fact,value\na,kind,army\nb,name,B\nb,kind,army\nb,ally,c\n", "utf-8")
    told = [one for one in faults(folder) if one.stops]
    assert {one.file for one in told} == {"places.csv", "actors.csv"}
    assert any("no row with fact 'name'" in one.wrong for one in told)
    assert any("'c' is not a party's id" in one.wrong for one in told)


def test_a_point_outside_the_outline_of_its_area_is_told(vale, tmp_path):
    _, made = vale
    shutil.copytree(made, tmp_path / "t")
    file = tmp_path / "t" / "places.csv"
    file.write_text(file.read_text("utf-8").replace("47.13,9.53", "47.29,9.53"), "utf-8")
    assert [one.field for one in faults(tmp_path / "t") if "km outside 'South Vale'" in one.wrong] == ["lat, lon"]


@pytest.mark.parametrize("name", known_theatres())
def test_no_bundled_theatre_has_a_fault_that_stops_it(name):
    assert [str(one) for one in faults(BUNDLED / name) if one.stops] == []


def test_newer_columns_are_known_and_an_area_named_before_its_own_row_gets_its_middle(tmp_path):
    fine = "adm2_name,adm2_name1,adm2_ref_name,adm2_pcode,adm1_name,adm1_pcode,lang,lang1,center_lat,center_lon,area_sqkm\n"
    (tmp_path / "a.csv").write_text(fine + "Gorna,غورنا,Gornah,LI0201,Hills,LI02,en,ar,47.21,9.55,80\n", "utf-8")
    (tmp_path / "b.csv").write_text(
        "adm1_name,adm1_pcode,center_lat,center_lon,area_sqkm\nHills,LI02,47.2,9.5,120\n", "utf-8"
    )
    make(tmp_path / "t", name="t", country="LI", files={"ocha": [tmp_path / "a.csv", tmp_path / "b.csv"]})
    theatre = load_theatre(tmp_path / "t")
    hills, gorna = theatre.place("ocha:LI02"), theatre.place("ocha:LI0201")
    assert (hills.point.lat, hills.point.lon) == (47.2, 9.5)
    assert 6000 < hills.precision_m < 6400  # 120 square kilometres
    assert gorna.parent == "ocha:LI02"
    assert gorna.names == (("en", "Gorna"), ("ar", "غورنا"), ("en", "Gornah"))
