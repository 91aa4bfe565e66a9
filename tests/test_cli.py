"""The commands as a person types them: what stands on stdout, what on stderr, and how it ends."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from whoholds import lines

REPORTS = [
    {
        "id": "h1",
        "text": "The Coastal League captured the town of Velin on Tuesday, a monitor in Korsk said.",
        "published": "2031-03-12T09:00:00Z",
        "outlet": "Harbour Post",
        "title": "Velin taken",
    },
    {
        "id": "h2",
        "text": "The Northern Army denied that it had lost the town of Velin. Its soldiers hold the town, a spokesman said.",
        "published": "2031-03-13T09:00:00Z",
        "outlet": "Army Bulletin",
    },
    {
        "id": "h3",
        "text": "Residents said Coastal League fighters seized the hamlet of Nowhere-on-Sea on Thursday.",
        "published": "2031-03-14T09:00:00Z",
        "outlet": "Harbour Post",
    },
]


@pytest.fixture
def desk(types):
    """A folder with three reports, and a function that types a command there: (stdout, stderr, exit status)."""
    rows = "".join(json.dumps(one) + "\n" for one in REPORTS)
    Path("reports.jsonl").write_text(rows + "not json\n", encoding="utf-8")

    return types


@pytest.fixture
def ledger(desk):
    """The same, with the reports added."""
    assert desk("add", "reports.jsonl", "--theatre", "arland", "--ledger", "a.db")[2] == 0
    return desk


def test_adding_tells_what_was_read_and_what_was_not(desk):
    out, err, status = desk("add", "reports.jsonl", "--theatre", "arland", "--ledger", "a.db", "--json")
    told = json.loads(out)
    assert (told["offered"], told["read"], told["skipped"], status) == (4, 3, 1, 0)
    assert "3 reports" in err
    assert "next: whoholds who" in err


def test_adding_twice_is_adding_once(ledger):
    before = ledger("digest", "--ledger", "a.db")[0]
    out, _, _ = ledger("add", "reports.jsonl", "--ledger", "a.db", "--json")
    assert json.loads(out)["again"] == 3
    assert ledger("digest", "--ledger", "a.db")[0] == before


def test_the_order_of_reports_does_not_matter(ledger):
    rows = Path("reports.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
    Path("turned.jsonl").write_text("".join(reversed(rows)), encoding="utf-8")
    ledger("add", "turned.jsonl", "--theatre", "arland", "--ledger", "b.db")
    assert ledger("digest", "--ledger", "a.db")[0] == ledger("digest", "--ledger", "b.db")[0]


def test_who_answers_with_its_quotes(ledger):
    out, _, _ = ledger("who", "Velin", "--on", "2031-03-11", "--ledger", "a.db")
    assert "Velin on 2031-03-11" in out
    assert "captured the town of Velin" in out
    assert "Harbour Post" in out


def test_who_in_json_keeps_its_keys(ledger):
    told = json.loads(
        ledger("who", "Velin", "--on", "2031-03-11", "--known", "2031-03-12", "--ledger", "a.db", "--json")[0]
    )
    assert told["state"] == "held"
    assert told["holders"] == ["coastal-league"]
    assert told["on"] == "2031-03-11"
    assert 0.5 < told["probability"] <= 1
    assert "captured the town of Velin" in told["claims"][0]["quote"]


def test_what_was_not_known_yet_is_unknown(ledger):
    told = json.loads(
        ledger("who", "Velin", "--on", "2031-03-11", "--known", "2031-03-11", "--ledger", "a.db", "--json")[0]
    )
    assert told["state"] == "unknown"
    assert told["holders"] == []


def test_why_gives_both_sides_and_the_sum(ledger):
    out, _, _ = ledger("why", "Velin", "--on", "2031-03-13", "--ledger", "a.db")
    assert "captured the town of Velin" in out
    assert "Army Bulletin" in out
    assert "nats" in out


def test_history_changes_and_disputes_are_told(ledger):
    assert "2031-03-11" in ledger("history", "Velin", "--ledger", "a.db")[0]
    assert "Velin" in ledger("changes", "2031-03-01", "2031-03-31", "--ledger", "a.db")[0]
    assert ledger("disputes", "--on", "2031-03-13", "--ledger", "a.db")[2] == 0


def test_what_is_not_on_the_map_says_why(ledger):
    rows = [json.loads(one) for one in ledger("unlinked", "--ledger", "a.db", "--json")[0].splitlines()]
    assert any("Nowhere" in one["text"] and one["reason"] == "not-in-gazetteer" for one in rows)
    assert "reports.jsonl" in ledger("skipped", "--ledger", "a.db")[0]


def test_a_report_is_shown_as_it_was_read(ledger):
    out, _, _ = ledger("report", "h2", "--ledger", "a.db")
    assert "Army Bulletin" in out
    assert "[denied]" in out


def test_exports_open_in_a_reader(ledger):
    places = json.loads(ledger("export", "geojson", "--ledger", "a.db")[0])
    assert places["type"] == "FeatureCollection"
    assert places["features"]
    rows = list(csv.DictReader(io.StringIO(ledger("export", "csv", "--ledger", "a.db")[0])))
    assert len(rows) == len(places["features"])


def test_the_record_can_be_made_again(ledger):
    before = ledger("digest", "--ledger", "a.db")[0]
    assert "rebuilt" in ledger("rebuild", "--ledger", "a.db")[1]
    assert ledger("digest", "--ledger", "a.db")[0] == before


def test_a_checkup_and_the_audit_find_nothing_wrong(ledger):
    told = json.loads(ledger("doctor", "--ledger", "a.db", "--json")[0])
    assert told["ledger"]["wrong"] == []
    assert told["ledger"]["rows"]["report"] == 3
    out, _, status = ledger("audit", "verify", "--ledger", "a.db")
    assert ("the chain holds" in out, status) == (True, 0)


def test_an_unknown_name_suggests_the_nearest(ledger):
    assert "Velin on" in ledger("who", "Vellin", "--ledger", "a.db")[0]  # a spelling: the same place
    _, err, status = ledger("who", "Velinburg", "--ledger", "a.db")
    assert status == 2
    assert err.startswith("error: no place 'Velinburg'")
    assert "Did you mean 'Velin'" in err


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["who", "Velin", "--ledger", "none.db"], "none.db"),
        (["who", "Velin", "--on", "Tuesday", "--ledger", "a.db"], "not a day"),
        (["who", "Velin", "--known", "soon", "--ledger", "a.db"], "not an instant"),
        (["add", "reports.jsonl", "--theatre", "atlantis", "--ledger", "c.db"], "atlantis"),
        (["add", "reports.jsonl", "--theatre", "world", "--ledger", "a.db"], "theatre"),
        (["add", "reports.jsonl", "--column", "text", "--ledger", "a.db"], "FIELD=COLUMN"),
        (["report", "nobody", "--ledger", "a.db"], "nobody"),
    ],
)
def test_what_is_wrong_is_one_line_and_status_2(ledger, words, says):
    _, err, status = ledger(*words)
    assert status == 2
    assert err.startswith("error: ")
    assert says in err
    assert "Traceback" not in err


def test_finding_needs_no_ledger_and_no_date(desk):
    rows = [{"id": "n1", "text": "Coastal League fighters captured the town of Velin.", "title": ""}]
    Path("bare.jsonl").write_text("".join(json.dumps(one) + "\n" for one in rows), encoding="utf-8")
    found = [json.loads(one) for one in desk("find", "--theatre", "arland", "--jsonl", "bare.jsonl")[0].splitlines()]
    (one,) = [row for row in found if row["type"] == "control_gained"]
    assert (one["report"], one["status"], one["places"], one["date"]) == ("n1", "asserted", ["Velin"], None)
    assert one["quote"] == rows[0]["text"][one["start"] : one["end"]]
    assert 0 < one["confidence"] <= 1


def test_locating_prints_a_row_for_each_name(desk):
    Path("names.jsonl").write_text('{"id": 7, "name": "Velin"}\n{"id": 8, "name": "Qqzx"}\n[1]\n', encoding="utf-8")
    out, err, _ = desk("locate", "--theatre", "arland", "--jsonl", "names.jsonl")
    first, second = (json.loads(one) for one in out.splitlines())
    assert (first["id"], first["place"]) == (7, "velin")
    assert (second["place"], second["reason"]) == (None, "not-in-gazetteer")
    assert "names.jsonl:3" in err


def test_the_environment_stands_in_for_the_flags(ledger, monkeypatch):
    monkeypatch.setenv("WHOHOLDS_LEDGER", "a.db")
    assert "Velin" in ledger("who", "Velin", "--on", "2031-03-11")[0]


@pytest.mark.parametrize("nasty", ["\x1b[2J", "\u202egnp.exe", "\x00", "\u2066", "\ud800", "\x9b31m"])
def test_nothing_in_a_text_can_command_a_terminal(nasty):
    assert nasty[0] not in lines.shown(f"a{nasty}b")
    assert lines.shown("حلب Велин") == "حلب Велин"


def test_every_command_shows_an_example(desk):
    for name in (
        "add",
        "find",
        "locate",
        "who",
        "why",
        "history",
        "changes",
        "disputes",
        "unlinked",
        "skipped",
        "report",
    ):
        assert "Example: " in desk(name, "--help")[0]


def test_a_brief_is_written_as_its_file_ends(ledger):
    asked = ("brief", "--from", "2031-03-10", "--to", "2031-03-14", "--ledger", "a.db")
    out, _, status = ledger(*asked)
    assert status == 0
    assert out.startswith("# Arland")
    told, note, _ = ledger(*asked, "--as-known", "2031-03-12T23:00Z", "--out", "b.html")
    assert (told, note.partition(":")[0]) == ("", "wrote b.html")
    assert "As known on 2031-03-12 23:00 UTC" in Path("b.html").read_text("utf-8")
    assert json.loads(ledger(*asked, "--json")[0])["changed"]["total"] >= 1
    _, wrong, status = ledger(*asked, "--out", "b.pdf")
    assert (status, ".md or .html" in wrong) == (2, True)
