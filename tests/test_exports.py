"""Exports: the same rows in, the same number and ids out, readable back, safe to open."""

import csv
import io
import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from whoholds.ask import Cited, Row
from whoholds.claim import Status
from whoholds.control import State
from whoholds.export import EXPORTS
from whoholds.export.csv import COLUMNS, safe
from whoholds.export.rows import METRES_PER_DEGREE, rounded
from whoholds.place import Place, Point, distance_km

VELIN = Place(
    id="velin",
    kind="town",
    name="Velin",
    point=Point(41.123456, 12.987654),
    precision_m=500,
    parent="sorna",
    pcode="AR01",
)
ROW = Row(
    place=VELIN,
    start=date(2031, 3, 11),
    end=None,
    state=State.DISPUTED,
    holders=("coastal-league", "northern-army"),
    holder_names=("Coastal League", "Northern Army"),
    probability=0.58,
    shares=(("coastal-league", 0.58), ("northern-army", 0.4), ("", 0.02)),
    voices=2,
    last_heard=date(2031, 3, 14),
    claims=("c1",),
    against=("c2",),
    known=datetime(2031, 3, 14, 18, 5, tzinfo=UTC),
)
SAID = {
    "c1": ("The League took Velin.", "its press office", Status.ATTRIBUTED, "https://post.example/1"),
    "c2": ("=HYPERLINK(1) the Army denied losing the town", "Northern Army", Status.DENIED, "javascript:alert(1)"),
}


def cite(ids):
    return tuple(
        Cited(claim=one, quote=quote, speaker=speaker, status=status, outlet="Harbour Post", title="", url=url,
              published=datetime(2031, 3, 14, tzinfo=UTC), report="r1", ref="hp-1")
        for one in ids if one in SAID for quote, speaker, status, url in [SAID[one]]
    )  # fmt: skip


def exported(kind, rows, cite=cite):
    stream = io.StringIO()
    return EXPORTS[kind](rows, stream, cite), stream.getvalue()


def read_back(kind, text):
    """(place, first day, last day, state, claim ids) of every row in a file."""
    if kind == "geojson":
        for one in json.loads(text)["features"]:
            told = one["properties"]
            yield told["place"], told["from"], told["to"], told["state"], [c["id"] for c in told["claims"]]
    else:
        for row in csv.DictReader(io.StringIO(text, newline="")):
            yield (
                row["place"],
                row["from"] or None,
                row["to"] or None,
                row["state"],
                list(filter(None, row["claims"].split(";"))),
            )


days = st.dates(date(2030, 1, 1), date(2032, 1, 1))
words = st.text(st.characters(codec="utf-8"), max_size=12)
rows_of_any_kind = st.builds(
    lambda place, name, point, start, length, state, claims, holder: replace(
        ROW,
        place=Place(id=place, kind="village", name=name, point=point),
        start=start,
        end=None if length is None or start is None else start + timedelta(days=length),
        state=state,
        claims=tuple(claims),
        holder_names=(holder,),
    ),
    st.from_regex(r"[a-z0-9\-]{1,12}", fullmatch=True),
    words,
    st.none() | st.builds(Point, st.floats(-90, 90), st.floats(-180, 180)),
    st.none() | days,
    st.none() | st.integers(1, 400),
    st.sampled_from(State),
    st.lists(st.sampled_from(["c1", "c2", "c3"]), unique=True),
    words,
)


@pytest.mark.parametrize("kind", EXPORTS)
@given(rows=st.lists(rows_of_any_kind, max_size=5))
def test_no_row_is_lost_and_each_is_read_back(kind, rows):
    count, text = exported(kind, rows)
    assert count == len(rows)
    back = list(read_back(kind, text))
    assert [(place, first, state, claims) for place, first, _, state, claims in back] == [
        (
            safe(row.place.id) if kind == "csv" else row.place.id,
            row.start and row.start.isoformat(),
            row.state.value,
            list(row.claims),
        )
        for row in rows
    ]
    assert [last and date.fromisoformat(last) + timedelta(days=1) for _, _, last, _, _ in back] == [
        row.end for row in rows
    ]


@pytest.mark.parametrize("kind", EXPORTS)
def test_an_empty_record_is_an_empty_file_of_its_kind(kind):
    count, text = exported(kind, [])
    assert count == 0
    assert list(read_back(kind, text)) == []


@pytest.mark.parametrize("kind", EXPORTS)
def test_many_rows_look_their_claims_up_in_few_questions(kind):
    asked = []
    count, _ = exported(kind, [ROW] * 450, lambda ids: asked.append(tuple(ids)) or cite(ids))
    assert count == 450
    assert asked == [("c1", "c2")] * 3


def test_a_feature_says_who_by_whom_and_how_sure():
    feature = json.loads(exported("geojson", [ROW])[1])["features"][0]
    told = feature["properties"]
    assert feature["id"] == "velin@2031-03-11"
    assert (told["from"], told["to"], told["shares"]) == (
        "2031-03-11",
        None,
        {"coastal-league": 0.58, "northern-army": 0.4, "contested": 0.02},
    )
    assert told["claims"][0] == {
        "id": "c1", "quote": "The League took Velin.", "said_by": "its press office", "status": "attributed",
        "outlet": "Harbour Post", "published": "2031-03-14T00:00:00+00:00", "title": "", "url": "https://post.example/1",
        "report": "r1", "ref": "hp-1",
    }  # fmt: skip
    assert told["against"][0]["url"] is None
    assert told["statement"] == (
        "By the reports known on 2031-03-14, Velin from 2031-03-11 on: disputed: Coastal League or Northern Army (probability 0.58, "
        "2 independent voices, last heard 2031-03-14)"
    )


def test_without_words_the_ids_are_kept():
    told = json.loads(exported("geojson", [ROW], None)[1])["features"][0]["properties"]
    assert (told["claims"], told["against"]) == ([{"id": "c1"}], [{"id": "c2"}])


def test_a_feature_collection_is_what_the_standard_asks_for():
    rows = [ROW, replace(ROW, place=replace(VELIN, point=None))]
    told = json.loads(exported("geojson", rows)[1])
    assert told["type"] == "FeatureCollection"
    located, unlocated = told["features"]
    assert located["geometry"] == {"type": "Point", "coordinates": [12.988, 41.123]}
    assert unlocated["geometry"] is None
    assert exported("geojson", rows)[1].isascii()


@given(lat=st.floats(-85, 85), lon=st.floats(-180, 180), precision=st.none() | st.integers(0, 200_000))
def test_a_point_stays_in_its_radius_and_is_no_finer_than_that(lat, lon, precision):
    place = Place(id="x", kind="village", name="X", point=Point(lat, lon), precision_m=precision)
    shown = rounded(place)
    moved = 1000 * distance_km(place.point, Point(shown[1], shown[0]))
    assert moved <= max(800 if precision is None else precision, 8)
    if precision is not None and precision > 100_000:
        assert shown == (round(lon), round(lat))
    assert shown == (round(shown[0], 4), round(shown[1], 4))


def test_a_place_known_to_a_kilometre_has_two_decimals():
    assert METRES_PER_DEGREE / 100 / 1000 > 1
    assert [rounded(replace(VELIN, precision_m=metres)) for metres in (50, 1_000, 20_000)] == [
        (12.9877, 41.1235),
        (12.99, 41.12),
        (13.0, 41.1),
    ]


def test_a_csv_row_has_every_column_in_order():
    (row,) = csv.DictReader(io.StringIO(exported("csv", [ROW])[1], newline=""))
    assert tuple(row) == COLUMNS
    assert (row["lat"], row["lon"], row["shares"]) == (
        "41.123",
        "12.988",
        "coastal-league=0.5800;northern-army=0.4000;contested=0.0200",
    )
    assert row["quotes_for"] == "“The League took Velin.” (its press office, Harbour Post, 2031-03-14)"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1"])
def test_no_cell_of_text_is_a_formula(text):
    shown = safe(text)
    assert shown.startswith("'")
    row = replace(ROW, place=replace(VELIN, name=text), holder_names=(text,))
    (back,) = csv.DictReader(io.StringIO(exported("csv", [row])[1], newline=""))
    assert back["name"] == back["holder_names"] == shown


def test_what_is_hidden_in_a_text_is_shown():
    assert safe("a\u202eb\x1b[31mc\nd") == "a\\u202eb\\x1b[31mc d"
    assert safe("Ве́лин فيلين") == "Ве́лин فيلين"


def test_excel_can_be_told_that_it_is_utf8():
    stream = io.StringIO()
    EXPORTS["csv"]([ROW], stream, bom=True)
    assert stream.getvalue().startswith("\ufeffplace,")
