"""A theatre is a folder of data: what it says, and how plainly it complains."""

import shutil
from datetime import date
from pathlib import Path

import pytest

import whoholds
from whoholds.errors import BadTheatre, NoSuchPlace
from whoholds.theatre import known_theatres, load_theatre

BUNDLED = Path(whoholds.__file__).parent / "theatres"


@pytest.fixture(scope="module")
def arland():
    return load_theatre("arland")


@pytest.fixture
def folder(tmp_path):
    shutil.copytree(BUNDLED / "arland", tmp_path / "t")
    return tmp_path / "t"


def spoil(file, old, new):
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def read_all(folder):
    theatre = load_theatre(folder)
    return list(theatre.places()), theatre.outline("korsk")


def test_the_bundled_theatres_are_known():
    assert {"arland", "syria", "world"} <= set(known_theatres())


def test_a_theatre_says_what_it_is(arland):
    assert (arland.id, arland.zone, arland.first_day) == ("arland", "UTC", date(2030, 1, 1))
    assert [side.id for side in arland.sides][:2] == ["coastal-league", "northern-government"]
    assert arland.place("velin").name == "Velin"
    assert {p.id for p in arland.children("korsk")} >= {"sorna", "sorna-4", "old-harbour"}
    assert arland.chain("sorna-4") == ("korsk", "korsk-district", "korsk-province", "arland")
    assert arland.seat_of("korsk") == "admin1"
    assert arland.seat_of("tarn") == "admin2"
    assert arland.seat_of("tavel") == ""


def test_every_place_of_the_invented_theatre_lies_in_its_box_and_in_its_areas_outline(arland):
    from whoholds.link.geometry import km_outside

    for place in arland.places():
        if place.point is None:
            continue
        assert arland.box.south <= place.point.lat <= arland.box.north, place.id
        assert arland.box.west <= place.point.lon <= arland.box.east, place.id
        for area in (one for one in arland.chain(place.id) if arland.outline(one)):
            assert km_outside(arland.outline(area), place.point) == 0, (place.id, area)


def test_an_unknown_place_is_answered_with_near_names(arland):
    with pytest.raises(NoSuchPlace, match="Velin"):
        arland.place("velni")


def test_a_folder_is_as_good_as_a_bundled_name(arland, folder):
    copied = load_theatre(folder)
    assert copied.digest == arland.digest
    spoil(folder / "places.csv", "Veleen", "Velene")
    assert load_theatre(folder).digest != arland.digest


def test_all_bearers_in_three_scripts(arland):
    for name in ("Velin", "فلين", "Велін", "Veleen"):
        assert {c.place for c in arland.look_up(name)} >= {"velin"}, name
    assert {c.place for c in arland.look_up("Velin")} == {"velin", "velin-tarn", "velin-district"}
    assert arland.look_up("Velin")[0].why == ("exact",)


def test_places_and_parties_in_a_text(arland):
    text = "The Coastal League holds Velin and Korsk's Old Harbour, not May Harris or Samira Dunmar."
    assert [hit.text for hit in arland.places_in(text)] == ["Velin", "Korsk", "Old Harbour"]
    assert all(hit.kind == "place" and hit.span.of(text) == hit.text for hit in arland.places_in(text))


def test_a_place_inside_a_partys_name_is_not_a_place(folder):
    (folder / "actors.csv").write_text(
        "id,fact,value,lang,start,end,said_by,source\nvelin-council,kind,armed-group,,,,,own\n"
        "velin-council,name,Velin Council,en,,,,own\n"
    )
    theatre = load_theatre(folder)
    text = "The Velin Council left Velin."
    assert [hit.text for hit in theatre.actors_in(text)] == ["Velin Council"]
    assert [hit.span.start for hit in theatre.places_in(text)] == [text.rindex("Velin")]


@pytest.mark.parametrize(
    ("file", "old", "new", "line", "words"),
    [
        ("places.csv", "velin,town", "velin,hamlet", 15, "kind"),
        ("places.csv", "-38.6600,-18.6100", "-98.66,-18.61", 15, "globe"),
        ("places.csv", "-38.6600,-18.6100", "x,-18.61", 15, "lat"),
        ("places.csv", "velin-tarn,village", "velin,village", 0, "stands in line"),
        ("places.csv", ",1000,velin-district,", ",1000,velin-distrikt,", 15, "closest is 'velin-district'"),
        ("places.csv", ",14200,", ",many,", 15, "whole number"),
        ("places.csv", "id,kind", "ident,kind", 1, "columns missing: id"),
        ("theatre.toml", "first_day = 2030-01-01", 'first_day = "soon"', 0, "first_day"),
        ("theatre.toml", 'id = "arland"', "id = ", 0, "theatre.toml"),
        ("outlines/areas.geojson", "{", "[", 0, "GeoJSON"),
    ],
)
def test_a_fault_is_named_with_file_line_and_field(folder, file, old, new, line, words):
    spoil(folder / file, old, new)
    with pytest.raises(BadTheatre) as wrong:
        read_all(folder)
    told = str(wrong.value)
    assert file in told
    assert words in told
    if line:
        assert f"{file}:{line}:" in told


ACTORS = "id,fact,value,lang,start,end,said_by,source\n"


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (
            "a,kind,army,,,,,own\na,name,A Army,en,,,,own\na,ally,b,,,,,own\n",
            "actors.csv:4: ally: 'b' is not an actor id",
        ),
        ("a,kind,army,,,,,own\n", "a: no row with fact 'name'"),
        ("a,name,A,,,,,own\n", "a: no row with fact 'kind'"),
        ("a,kind,horde,,,,,own\n", "actors.csv:2: kind: 'horde'"),
        ("a,nick,A,,,,,own\n", "actors.csv:2: fact: 'nick'"),
        ("a,alias,A,en,2031-02-30,,,own\n", "actors.csv:2: start: '2031-02-30' is not a day"),
        ("a,alias,A,en,2031-02-03,2031-02-03,,own\n", "actors.csv:2: end: 2031-02-03 is not after"),
        (",alias,A,en,,,,own\n", "actors.csv:2: id: empty"),
        ("a,alias,A,en,,,,own,extra\n", "actors.csv:2: more cells"),
    ],
)
def test_a_fault_among_the_parties_is_named(folder, rows, words):
    (folder / "actors.csv").write_text(ACTORS + rows)
    with pytest.raises(BadTheatre) as wrong:
        load_theatre(folder)
    assert words in str(wrong.value)


def test_sides_follow_dated_ties(folder):
    (folder / "actors.csv").write_text(
        ACTORS
        + "".join(f"{one},kind,armed-group,,,,,own\n{one},name,{one},en,,,,own\n" for one in ("a", "b", "c"))
        + "a,parent,b,,2030-01-01,2031-01-01,,own\nb,side,c,,,,,own\n"
    )
    theatre = load_theatre(folder)
    assert theatre.side_of("a", date(2030, 6, 1)) == "c"
    assert theatre.side_of("a", date(2031, 6, 1)) == "a"
    assert theatre.side_of("unlisted", date(2031, 6, 1)) == "unlisted"


def test_a_teller_is_found_by_id_name_and_address(folder):
    (folder / "sources.csv").write_text(
        "id,name,kind,side,languages,domains,relays,covers,start,end,note\n"
        "harbour,The Harbour Post|Harbour Post,outlet,,en,harbour.example,,,,,\n"
    )
    theatre = load_theatre(folder)
    for outlet in ("harbour", "the harbour post", "Harbour Post", "https://www.harbour.example/a/b", "harbour.example"):
        assert theatre.source(outlet).id == "harbour", outlet
    assert theatre.source("Another") is None


def test_no_such_theatre_lists_those_there_are():
    with pytest.raises(BadTheatre, match="arland"):
        load_theatre("atlantis")
    with pytest.raises(BadTheatre, match=r"no theatre\.toml"):
        load_theatre(BUNDLED)


def test_a_read_only_theatre_works(folder):
    for one in (folder, *folder.rglob("*")):
        one.chmod(0o555 if one.is_dir() else 0o444)
    theatre = load_theatre(folder)
    assert theatre.places_in("They left Velin.")
    assert theatre.outline("korsk")


def test_parties_of_the_list_behind_are_there_and_take_rows_of_their_own(folder):
    settings = folder / "theatre.toml"
    settings.write_text('parties = "world"\n' + settings.read_text("utf-8"), "utf-8")
    (folder / "actors.csv").write_text(
        ACTORS + "rsf,name,The Support Force,en,,,,own\nrsf,generic,the force,en,,,,own\nlocal,kind,army,,,,,own\n"
        "local,name,Local,en,,,,own\nlocal,ally,rsf,,,,,own\n",
        "utf-8",
    )
    theatre = load_theatre(folder)
    rsf = theatre.actor("rsf")
    assert (rsf.name, rsf.kind) == ("The Support Force", "armed-group")
    assert "RSF" in {name.text for name in rsf.names}
    assert [actor.id for actor in theatre.actors][:2] == ["rsf", "local"]
    assert theatre.source("reuters").kind == "agency"
    settings.write_text(settings.read_text("utf-8").replace('"world"', '"nowhere"', 1), "utf-8")
    with pytest.raises(BadTheatre, match="no bundled theatre"):
        load_theatre(folder)


def test_a_packed_list_of_places_is_as_good_as_a_plain_one(folder):
    import gzip

    plain = folder / "places.csv"
    (folder / "places.csv.gz").write_bytes(gzip.compress(plain.read_bytes(), mtime=0))
    plain.unlink()
    assert load_theatre(folder).place("velin").name == "Velin"
    (folder / "places.csv.gz").write_bytes(b"not packed")
    with pytest.raises(BadTheatre, match="not readable"):
        list(load_theatre(folder).places())
