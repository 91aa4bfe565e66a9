"""Tables of reports: every row comes out, as a report or as a refusal that says which line and column to mend."""

import gzip
import io
import json
from datetime import UTC, date, datetime

import pytest

from whoholds.errors import BadSetting
from whoholds.read import read, read_rows
from whoholds.text import Report, Skipped

KORSK = "Northern Army units entered the village of Korsk, the district council said."


def written(tmp_path, name, content):
    file = tmp_path / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return file


def lines_of(*rows):
    return "".join(json.dumps(row) + "\n" for row in rows)


def row(**fields):
    return {"text": KORSK, "published": "2031-03-12", **fields}


def test_a_row_becomes_a_report_field_by_field(tmp_path):
    given = row(
        id="hp-7",
        title="Korsk entered",
        outlet="Harbour Post",
        url="https://post.example/7",
        language="en",
        published="2031-03-12T17:40Z",
        received="2031-03-12T18:05Z",
    )
    (report,) = read([written(tmp_path, "a.jsonl", lines_of(given))])
    assert (report.ref, report.title, report.outlet, report.url) == (
        "hp-7",
        "Korsk entered",
        "Harbour Post",
        given["url"],
    )
    assert report.published == datetime(2031, 3, 12, 17, 40, tzinfo=UTC)
    assert report.received == datetime(2031, 3, 12, 18, 5, tzinfo=UTC)
    assert (report.day, report.language, report.text, report.notes) == (date(2031, 3, 12), "en", KORSK, ())
    assert report.raw == lines_of(given).encode()


@pytest.mark.parametrize(
    "text", ["  two  spaces\r\nand\ta tab ", "الجيش الشمالي دخل قرية كورسك", "😀 e\u0301 \u200f", "\x95quoted\x81"]
)
def test_the_text_of_a_row_is_never_changed(tmp_path, text):
    (report,) = read([written(tmp_path, "a.jsonl", lines_of(row(text=text)))])
    assert report.text == text


def test_half_a_surrogate_and_nul_are_replaced_one_for_one(tmp_path):
    (report,) = read(
        [written(tmp_path, "a.jsonl", '{"text": "ab\\ud800cd\\u0000ef \\ud83d\\ude00", "published": "2031-03-12"}\n')]
    )
    assert report.text == "ab\ufffdcd\ufffdef 😀"
    assert "2 character(s) that cannot be stored" in report.notes[0]
    report.text.encode()


def test_every_line_is_accounted_for_and_named(tmp_path):
    content = "\n".join(
        [
            json.dumps(row()),
            "{not json}",
            "[1, 2]",
            '"a text"',
            json.dumps({"published": "2031-03-12"}),
            json.dumps(row(text=["a", "list"])),
            json.dumps(row(title={"en": "x"})),
            json.dumps(row(text=" \n ")),
            '{"text": "a", "text": "b"}',
            "",
            json.dumps({"text": KORSK}),
            json.dumps(row(id=12, text="Another.")),
        ]
    )
    out = list(read([written(tmp_path, "a.jsonl", content)]))
    told = [one.reason if isinstance(one, Skipped) else one.ref for one in out]
    assert [isinstance(one, Report) for one in out] == [True, *[False] * 9, True]
    expected = ["", "not JSON: ", "a list where an object", "a bare text", "no column 'text'; there are 'published'",
                "column 'text': a list", "column 'title': an object", "the text is empty", "'text' stands twice",
                "no date is given", "12"]  # fmt: skip
    assert all(part in said for part, said in zip(expected, told, strict=True)), told
    assert [one.origin.rpartition(":")[2] for one in out if isinstance(one, Skipped)] == [
        "2",
        "3",
        "4",
        "5",
        "6",
        "7",
        "8",
        "9",
        "11",
    ]
    assert len({one.id for one in out}) == len(out)


def test_a_line_too_long_is_refused_and_the_next_one_is_read(tmp_path):
    long = json.dumps(row(text="x" * 5_100_000)) + "\n"
    refused, report = read([written(tmp_path, "a.jsonl", long + lines_of(row()))])
    assert "at most 5,000,000 are read" in refused.reason
    assert report.text == KORSK


def test_others_names_for_the_fields_are_understood(tmp_path):
    given = {
        "Body": KORSK,
        "Publication Date": "2031-03-12",
        "source": "Harbour Post",
        "headline": "H",
        "link": "u",
        "lang": "en-GB",
    }
    (report,) = read([written(tmp_path, "a.ndjson", lines_of(given))])
    assert (report.text, report.outlet, report.title, report.url, report.language) == (
        KORSK,
        "Harbour Post",
        "H",
        "u",
        "en",
    )


def test_columns_and_defaults_are_given_by_the_user(tmp_path):
    file = written(tmp_path, "a.jsonl", lines_of({"words": KORSK, "text": "not this"}))
    (report,) = read([file], columns={"text": "words"}, defaults={"outlet": "Harbour Post", "published": "2031-03-12"})
    assert (report.text, report.outlet, report.day) == (KORSK, "Harbour Post", date(2031, 3, 12))


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({"columns": {"body": "x"}}, "no field 'body'"),
        ({"defaults": {"text": "x"}}, "'text'"),
        ({"defaults": {"published": "soon"}}, "'soon'"),
    ],
)
def test_a_setting_that_makes_no_sense_stops_at_once(given, wrong):
    with pytest.raises(BadSetting, match=wrong):
        read([], **given)


def test_arrival_is_the_rows_own_or_the_one_given_or_the_publication(tmp_path):
    rows = [row(received="2031-03-13T06:00Z"), row(text=KORSK + " Again.")]
    file = written(tmp_path, "a.jsonl", lines_of(*rows))
    now = datetime(2031, 4, 1, 8, tzinfo=UTC)
    assert [one.received for one in read([file], received=now)] == [datetime(2031, 3, 13, 6, tzinfo=UTC), now]
    assert [one.received for one in read([file])][1] == datetime(2031, 3, 12, tzinfo=UTC)


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_csv_with_line_breaks_and_quotes_in_its_cells(tmp_path, separator):
    text = 'He said "we hold Korsk",\nand; left | it\tat that.'
    cells = ["1", text.replace('"', '""'), "2031-03-12"]
    content = separator.join(["id", "text", "date"]) + "\r\n" + separator.join(f'"{cell}"' for cell in cells) + "\r\n"
    (report,) = read([written(tmp_path, "a.csv", "\ufeff" + content)])
    assert (report.ref, report.text) == ("1", text)
    assert report.raw.decode().count("\n") == 2


def test_csv_rows_that_do_not_fit_the_header_are_refused(tmp_path):
    content = "id,text,date\n1,a,2031-03-12,spill\n2,only text,\n\n3,good one,2031-03-12\n"
    spill, dateless, good = read([written(tmp_path, "a.csv", content)])
    assert (spill.origin[-2:], spill.reason[:32]) == (":2", "4 cells under a header of 3; che")
    assert (dateless.origin[-2:], dateless.ref) == (":3", "2")
    assert good.ref == "3"


def test_an_unclosed_quotation_mark_takes_no_other_row_with_it(tmp_path):
    content = 'id,text,date\n1,"never closed,2031-03-12\n2,"fine",2031-03-12\n3,"two\nlines",2031-03-12\n4,"open\n'
    first, second, third, last = read([written(tmp_path, "a.csv", content)])
    assert "check its quotation marks" in first.reason
    assert "check its quotation marks" in last.reason
    assert (first.origin[-2:], second.ref, third.ref, last.origin[-2:]) == (":2", "2", "3", ":6")
    assert third.text == "two\nlines"


@pytest.mark.parametrize(
    ("header", "reason"),
    [("id,words,date", "no column 'text'; there are 'id', 'words', 'date'"), ("text,Text,date", "'text' stands twice")],
)
def test_a_header_that_cannot_be_used_is_named(tmp_path, header, reason):
    (refused,) = read([written(tmp_path, "a.csv", f"{header}\n1,2,3\n")])
    assert reason in refused.reason
    assert refused.origin.endswith(":1")


@pytest.mark.parametrize(
    "wrap", [lambda rows: rows, lambda rows: {"articles": rows}, lambda rows: {"status": "ok", "data": rows}]
)
def test_a_json_text_may_hold_a_list(tmp_path, wrap):
    content = json.dumps(wrap([row(id="a"), 7, row(id="b")]), indent=1)
    first, refused, second = read([written(tmp_path, "a.json", content)])
    assert (first.ref, second.ref) == ("a", "b")
    assert refused.origin.endswith("a.json: item 2")


def test_one_json_object_and_json_lines_under_the_suffix_json(tmp_path):
    assert [one.ref for one in read([written(tmp_path, "a.json", json.dumps(row(id="a"), indent=2))])] == ["a"]
    long = row(text=KORSK * 2_000, id="b")
    assert [one.ref for one in read([written(tmp_path, "b.json", lines_of(long, row(id="c")))])] == ["b", "c"]


def test_standard_input_is_told_apart_by_its_first_bytes():
    def only(content):
        (one,) = read(["-"], stdin=io.BytesIO(content), defaults={"published": "2031-03-12"})
        return one.extractor.partition("@")[0], one.text

    assert only(lines_of(row()).encode()) == ("table", KORSK)
    assert only(json.dumps(row(), indent=2).encode()) == ("table", KORSK)
    assert only(json.dumps([row()]).encode()) == ("table", KORSK)
    assert only(KORSK.encode()) == ("plain", KORSK)
    assert only(gzip.compress(lines_of(row()).encode())) == ("table", KORSK)
    assert only(b"<html><body><p>" + KORSK.encode() + b"</p></body></html>")[1] == KORSK


def test_any_file_can_be_taken_as_json_lines(tmp_path):
    (report,) = read([written(tmp_path, "reports.txt", lines_of(row()))], tables=True)
    assert report.text == KORSK


@pytest.mark.parametrize("coded", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_decides_the_encoding(tmp_path, coded):
    (report,) = read([written(tmp_path, "a.jsonl", lines_of(row(text="Корськ")).encode(coded))])
    assert (report.text, report.notes[:1]) == (
        "Корськ",
        ("no language is given; taken as 'und' from its letters and commonest words",),
    )


def test_bytes_that_are_not_utf8_are_read_with_a_note(tmp_path):
    (report,) = read(
        [written(tmp_path, "a.csv", "text,date,language\nl\x92arm\xe9e est l\xe0,2031-03-12,fr\n".encode("latin-1"))]
    )
    assert report.text == "l’armée est là"
    assert "Windows-1252" in report.notes[0]


def test_compressed_tables_and_damaged_ones(tmp_path):
    packed = gzip.compress(lines_of(row()).encode() * 400)
    (report, *_) = read([written(tmp_path, "a.jsonl.gz", packed)])
    assert report.text == KORSK
    *_, last = read([written(tmp_path, "b.jsonl.gz", packed[: len(packed) // 2])])
    assert isinstance(last, Skipped)
    assert "cannot be read to its end" in last.reason


def test_reports_without_a_date_can_be_given_a_moment_that_stands_for_none():
    none = datetime(1900, 1, 1, tzinfo=UTC)
    dated, undated, wrong = read_rows([row(), {"text": KORSK}, row(published="soon")], undated=none)
    assert (dated.day, undated.published, wrong.published) == (date(2031, 3, 12), none, none)
    assert "no date is given" in undated.notes[-1]


def test_rows_in_hand_come_out_one_for_one():
    out = list(read_rows([row(id="a"), {"nothing": 1}, row(id="c", text="")]))
    assert [type(one) for one in out] == [Report, Skipped, Skipped]
    assert (out[0].ref, out[1].origin, out[2].ref) == ("a", "row 2", "c")
