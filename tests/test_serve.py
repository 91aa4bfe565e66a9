"""The map room's doors: who comes in, what is refused, and that every page has a twin and a rule."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from importlib.resources import files

import pytest
from fastapi.routing import APIRoute
from starlette.routing import Route

from make import a_report
from web_room import HOST, NOON, SAME, a_room, enter
from whoholds import ask
from whoholds.ask.glance import Film
from whoholds.keep import open_ledger
from whoholds.run import run
from whoholds.serve.beside import Beside
from whoholds.serve.door import LASTS, Door
from whoholds.serve.moments import MOMENTS
from whoholds.serve.shelf import bodies

TAKEN = a_report(
    "The Coastal League captured the town of Velin on Tuesday, a monitor in Korsk said.",
    published=date(2031, 3, 12),
    title="Velin taken",
    ref="h1",
)
DENIED = a_report(
    "The Northern Army denied that it had lost the town of Velin.", published=date(2031, 3, 13), outlet="Army Bulletin"
)
LOST = a_report(
    "Residents said Coastal League fighters seized the hamlet of Nowhere-on-Sea on Thursday.",
    published=date(2031, 3, 14),
)
PAGES = (
    "/", "/?areas=1", "/drawing", "/drawing?areas=1", "/place/velin", "/report/h1", "/changes", "/changes?since=2031-03-12", "/disputes", "/sources", "/sources?by=outlet", "/brief",
    "/brief?from=2031-03-10&to=2031-03-14&known=2031-03-13",
    "/search?q=Velin", "/search", "/unplaced", "/review", "/rulings",
)  # fmt: skip


@pytest.fixture(scope="module")
def room(tmp_path_factory):
    with a_room(tmp_path_factory.mktemp("room"), [TAKEN, DENIED, LOST]) as (app, door):
        yield app, door


@pytest.fixture(scope="module")
def inside(room):
    return enter(*room)


@pytest.fixture
def own(tmp_path):
    """A room of one's own, for tests that rule."""
    with a_room(tmp_path, [TAKEN, DENIED, LOST]) as (app, door):
        yield enter(app, door)


def twin(path):
    before, question, query = path.partition("?")
    return f"{'/index' if before == '/' else before}.json{question}{query}"


@pytest.mark.parametrize("path", PAGES)
def test_a_page_says_what_its_twin_says(inside, path):
    page, values = inside.get(path), inside.get(twin(path))
    assert (page.status_code, values.status_code) == (200, 200)
    assert page.headers["content-type"].startswith("text/html")
    assert "revision" in values.json() or path.startswith("/drawing")


def test_every_route_has_a_rule_and_lets_no_stranger_in(room):
    app, _ = room
    stranger = enter(*room)
    stranger.cookies.clear()
    open_to_all = {path for (_, path), rule in app.state.rules.items() if rule == "anyone"}
    assert open_to_all == {"/enter/{key}", "/static/{name:path}"}
    for route in app.routes:
        assert isinstance(route, APIRoute | Route)
        for method in route.methods - {"HEAD"}:
            assert (method, route.path) in app.state.rules, f"{method} {route.path} has no rule"
            path = (
                route.path.replace("{place:path}", "velin").replace("{report:path}", "h1").replace("{claim}", "x" * 32)
            )
            if route.path not in open_to_all:
                assert stranger.request(method, path, headers=SAME).status_code == 401, path


def test_what_stands_in_no_rule_is_refused(inside):
    for method, path in (
        ("GET", "/nope"),
        ("DELETE", "/"),
        ("PUT", "/rulings"),
        ("GET", "/rulings/x"),
        ("OPTIONS", "/"),
    ):
        assert inside.request(method, path, headers=SAME).status_code == 404


def test_a_link_opens_once(room):
    app, door = room
    link = door.link()
    client = enter(app, door)
    assert client.get(f"/enter/{link}").status_code == 303
    assert client.get(f"/enter/{link}").status_code == 403
    assert client.get("/enter/made-up").status_code == 403


def test_a_session_outlives_the_server_and_ends_when_left(tmp_path):
    clock = [NOON]
    with a_room(tmp_path, [TAKEN]) as (app, door):
        client = enter(app, door)
        session = client.cookies["whoholds"]
        again = Door(tmp_path / "room.db-room", secret=lambda: "s", clock=lambda: clock[0])
        assert again.knows(session)
        clock[0] += LASTS
        assert not again.knows(session)
        assert (tmp_path / "room.db-room").stat().st_mode & 0o077 == 0
        assert session not in (tmp_path / "room.db-room").read_text("utf-8")
        assert client.post("/leave", headers=SAME).status_code == 303
        client.cookies.set("whoholds", session)
        assert client.get("/").status_code == 401


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"host": "evil.example"}, 400),
        ({"host": "127.0.0.1.evil.example:8477"}, 400),
        ({"host": "evil@127.0.0.1"}, 400),
        ({"host": "127.0.0.1:port"}, 400),
        ({"origin": "http://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": "http://127.0.0.1:1"}, 403),
        ({"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors"}, 403),
        ({"host": "localhost:8477"}, 200),
    ],
)
def test_foreign_hosts_and_origins_are_refused(inside, headers, status):
    assert inside.get("/", headers=headers).status_code == status


@pytest.mark.parametrize("headers", [{}, {"origin": "http://evil.example"}, {"origin": "https://127.0.0.1:8477"}])
def test_a_change_must_come_from_a_page_of_the_room(inside, headers):
    assert inside.post("/rulings", headers=headers, data={"ruling": "accept"}).status_code == 403
    assert inside.get("/rulings.json").json()["rows"] == []


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py",
        "/static/%2e%2e/app.py",
        "/static//etc/passwd",
        "/static/vendor",
        "/static/room.css.gz",
        "/static/",
    ],
)
def test_path_tricks_find_nothing(inside, path):
    assert inside.get(path).status_code == 404


def test_no_page_may_run_or_fetch_what_is_not_ours(inside):
    for path in PAGES:
        answer = inside.get(path)
        policy = answer.headers["content-security-policy"]
        assert "script-src 'self';" in policy
        assert "unsafe" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "same-origin"
        assert "<script>" not in answer.text
        assert " style=" not in answer.text
        assert not any(f" on{event}=" in answer.text for event in ("click", "load", "error", "submit"))


def test_scripts_never_make_markup_from_text():
    folder = files("whoholds") / "serve" / "static"
    for one in folder.iterdir():
        if one.name.endswith(".mjs"):
            text = one.read_text("utf-8")
            for word in (
                "innerHTML",
                "outerHTML",
                "insertAdjacentHTML",
                "document.write",
                "eval(",
                "http://",
                "https://",
            ):
                assert word not in text, f"{one.name}: {word}"


def test_what_is_vendored_is_what_it_says_it_is():
    folder = files("whoholds") / "serve" / "static" / "vendor"
    for part in json.loads((folder / "VENDOR.json").read_text("utf-8")):
        assert (folder / part["folder"] / "LICENSE.txt").is_file()
        for one in part["files"]:
            content = gzip.decompress((folder / part["folder"] / one["file"]).read_bytes())
            assert hashlib.sha256(content).hexdigest() == one["sha256_unpacked"], one["file"]


def test_a_text_of_half_characters_has_a_twin_too(tmp_path):
    with a_room(tmp_path, [replace(TAKEN, title="half \ud800")]) as (app, door):
        client = enter(app, door)
        for path in ("/report/h1", "/report/h1.json", "/place/velin.json", "/", "/index.json", "/search.json?q=Velin"):
            assert client.get(path).status_code == 200, path


def test_a_page_that_many_ask_for_at_once_is_made_once():
    shelf, made, go = bodies(100), [], threading.Event()

    def slowly():
        go.wait(5)
        made.append(1)
        return b"page"

    with ThreadPoolExecutor(8) as many:
        asked = [many.submit(shelf.get, "key", slowly) for _ in range(8)]
        go.set()
        assert {one.result() for one in asked} == {b"page"}
    assert made == [1]
    for n in range(50):
        shelf.get(n, lambda: b"x" * 20)
    assert shelf.get(0, lambda: b"made again") == b"made again"
    with pytest.raises(ZeroDivisionError):
        shelf.get("wrong", lambda: bytes([1 // 0]))
    assert shelf.get("wrong", lambda: b"right") == b"right"


def test_a_file_is_sent_packed_to_who_can_unpack_it_and_once(inside):
    name = "/static/vendor/maplibre/maplibre-gl.mjs"
    packed = inside.get(name, headers={"accept-encoding": "gzip"})
    plain = inside.get(name, headers={"accept-encoding": "identity"})
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.content == plain.content
    assert packed.headers["content-type"].startswith("text/javascript")
    assert inside.get(name, headers={"if-none-match": packed.headers["etag"]}).status_code == 304


def test_the_map_answers_on_both_clocks(inside):
    now = inside.get("/map.json?on=2031-03-12").json()
    assert [cell[0] for cell in now["cells"]] == ["velin"]
    assert now["days_known"] == ["2031-03-12", "2031-03-13", "2031-03-14"]
    assert inside.get("/map.json?on=2031-03-12&known=2031-03-11").json()["cells"] == []


def test_a_place_shows_its_words_and_a_report_its_findings(inside):
    place = inside.get("/place/Velin?on=2031-03-12")
    assert "captured the town of Velin" in place.text
    told = inside.get("/place/Velin.json?on=2031-03-12").json()
    claim = told["why"]["speaks_for"][0]["claim"]
    page = inside.get("/report/h1")
    assert f'id="c-{claim}"' in page.text
    assert '<mark class="quoted"' in page.text
    values = inside.get("/report/h1.json").json()
    assert "".join(one["text"] for one in values["segments"]) == TAKEN.text


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/place/Atlantis", 404), ("/report/nobody", 404), ("/claim/nobody", 404), ("/map.json?on=Tuesday", 422),
        ("/map.json?known=soon", 422), ("/map.json?on=9999-01-01", 422), ("/map.json?known=9999-12-31", 422), ("/unplaced?page=0", 422),
        ("/brief?from=2031-03-12&to=2031-03-11", 422), ("/brief.md?from=1950-01-01&to=2031-03-11", 422), ("/brief.html?to=soon", 422),
    ],
)  # fmt: skip
def test_what_cannot_be_shown_is_said_in_a_line(inside, path, status):
    answer = inside.get(path)
    assert answer.status_code == status
    assert "Traceback" not in answer.text


def test_areas_are_drawn_only_when_asked_for_and_where_something_is_known(inside):
    on = "on=2031-03-12"
    assert inside.get(f"/drawing.json?{on}").json()["areas"] == []
    assert "interpolated" not in inside.get(f"/drawing?{on}").text
    drawn = inside.get(f"/drawing.json?{on}&areas=1").json()["areas"]
    assert [one["place"] for one in drawn] == ["velin"]
    assert inside.get("/drawing.json?on=2031-03-01&areas=1").json()["areas"] == []
    told = inside.get("/areas.json").json()
    assert "Interpolated" in told["note"]
    assert {row[0] for row in told["areas"]} >= {"velin"}
    page = inside.get(f"/?{on}&areas=1").text
    assert re.search(r'<input id="areas"[^>]* checked>', page)
    assert f'<path d="{drawn[0]["path"]}"' in page
    plain = inside.get(f"/?{on}").text
    assert re.search(r'<input id="areas" type="checkbox" name="areas" value="1">', plain)
    assert 'id="areas-note" class="areas-note" hidden' in plain


def test_each_source_has_its_record_with_two_grades_apart(inside):
    told = inside.get("/sources.json").json()
    assert told["pending"] is False
    found = {one["name"]: one for one in told["tracks"]}
    denier = found["Northern Army"]
    assert set(denier) == {"name", "reliability", "track"}
    assert sum(denier["track"]["digits"]) == denier["track"]["claims"]
    assert denier["track"]["low"] <= denier["track"]["borne"] <= denier["track"]["high"]
    page = inside.get("/sources").text
    for name, one in found.items():
        assert name in page
        assert f'<b class="grade">{one["reliability"]}</b>' in page
    assert "Nobody is graded" in page
    assert {one["name"] for one in inside.get("/sources.json?by=outlet").json()["tracks"]} == {
        "Harbour Post",
        "~Army Bulletin",
    } - {"~Army Bulletin"} | {"Army Bulletin"}
    assert inside.get("/sources?by=nobody").status_code == 422


def test_what_takes_long_is_made_beside_and_the_last_one_stands():
    beside, go = Beside(patience_s=0.02), threading.Event()

    def slowly():
        go.wait(5)
        return "first"

    assert beside.get("q", "1", slowly) == (None, False)
    assert beside.get("q", "1", slowly) == (None, False)
    go.set()
    for _ in range(500):
        if beside.get("q", "1", slowly)[1]:
            break
        time.sleep(0.01)  # once a page has waited for it long enough, none waits any more
    assert beside.get("q", "1", slowly) == ("first", True)
    go.clear()
    assert beside.get("q", "2", slowly) == ("first", False)
    go.set()
    with pytest.raises(ZeroDivisionError):
        Beside().get("wrong", "1", lambda: 1 // 0)


def test_a_page_that_waits_is_not_kept(tmp_path):
    with a_room(tmp_path, [TAKEN]) as (app, door):
        client, room = enter(app, door), app.state.room
        room.beside.patience_s = 0
        first = client.get("/sources")
        assert "being worked out" in first.text
        for _ in range(200):
            if not client.get("/sources.json").json()["pending"]:
                break
            time.sleep(0.02)
        assert "being worked out" not in client.get("/sources").text


def test_a_brief_is_a_page_and_files_that_say_the_same(inside):
    asked = "from=2031-03-10&to=2031-03-14"
    page, values = inside.get(f"/brief?{asked}"), inside.get(f"/brief.json?{asked}").json()["brief"]
    lines = [line["words"] for part in ("changed", "disputed", "silent", "unplaced") for line in values[part]["lines"]]
    assert any(line.startswith("2031-03-1") and "Velin (town in Velin)" in line for line in lines)
    assert "Nowhere-on-Sea" in lines[-1]
    for kind, media in (("md", "text/markdown"), ("html", "text/html")):
        file = inside.get(f"/brief.{kind}?{asked}")
        assert file.headers["content-type"].startswith(media)
        assert file.headers["content-disposition"] == f'attachment; filename="arland-2031-03-10-2031-03-14.{kind}"'
        for line in lines:
            assert line.split("“")[0] in file.text
            assert line.split("“")[0] in page.text
    ident, note = next(iter(values["notes"].items()))
    assert f'href="/report/{note["report"]}#c-{ident}"' in page.text
    assert '<svg class="drawing"' in page.text


def test_a_brief_without_days_is_of_the_last_week(inside):
    told = inside.get("/brief.json").json()
    assert (told["from"], told["to"]) == ("2031-03-08", "2031-03-14")


def test_a_ruling_changes_the_map_and_can_be_taken_back(own):
    before = own.get("/map.json?on=2031-03-12").json()
    claim = own.get("/place/velin.json?on=2031-03-12").json()["why"]["speaks_for"][0]["claim"]
    told = {
        "ruling": "correct",
        "about": claim,
        "place": "Kessin",
        "reason": "another town",
        "by": "A. Desk",
        "back": "/review?on=2031-03-12",
    }
    answer = own.post("/rulings", data=told, headers=SAME)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/review?on=2031-03-12&ruled=")
    assert "kessin" in {cell[0] for cell in own.get("/map.json?on=2031-03-12").json()["cells"]}
    ruled = answer.headers["location"].rpartition("=")[2]
    undo = own.post(
        "/rulings.json", json={"ruling": "undo", "about": ruled, "reason": "no", "by": "A. Desk"}, headers=SAME
    )
    assert undo.status_code == 201
    after = own.get("/map.json?on=2031-03-12").json()
    assert after["cells"] == before["cells"]
    assert [one["counts"] for one in own.get("/rulings.json").json()["rows"]] == [False, True]


@pytest.mark.parametrize(
    "told",
    [
        b"",
        b"[]",
        b"{",
        b'{"ruling": "obey"}',
        b'{"ruling": "accept"}',
        b'{"ruling": "accept", "about": "\\ud800abcdef", "by": "x", "reason": "y"}',
        b"\xff",
    ],
)
def test_a_ruling_that_cannot_be_is_refused_in_words(own, told):
    answer = own.post("/rulings.json", content=told, headers=SAME)
    assert answer.status_code == 422
    assert answer.json()["error"]


@pytest.mark.parametrize(
    "back",
    ["//evil.example", "https://evil.example", "\\\\evil.example", "/\\evil.example", "javascript:alert(1)", "/a\r\nb"],
)
def test_a_form_leads_back_to_this_room_only(own, back):
    told = {"ruling": "accept", "about": TAKEN.id, "reason": "read", "by": "A. Desk", "back": back}
    where = own.post("/rulings", data=told, headers=SAME).headers["location"]
    assert where.startswith("/")
    assert "evil" not in where or where.startswith("/review")


def test_too_much_at_once_is_refused(own):
    assert own.post("/rulings.json", content=b"x" * 70_000, headers=SAME).status_code == 413


def test_an_empty_record_is_an_empty_map(tmp_path):
    with a_room(tmp_path, []) as (app, door):
        client = enter(app, door)
        assert client.get("/brief.md").status_code == 404
        for path in (
            "/",
            "/map.json",
            "/changes",
            "/brief",
            "/disputes",
            "/sources",
            "/review",
            "/rulings",
            "/unplaced",
        ):
            assert client.get(path).status_code == 200, path


def test_the_interface_is_described(inside):
    told = inside.get("/openapi.json").json()
    assert {"/map.json", "/place/{place}.json", "/rulings.json"} <= told["paths"].keys()
    assert HOST


def fresh(room, known):
    """The record as known then, worked out from nothing."""
    return dict(ask.histories(room.ledger, room.theatre, known=known))


def test_the_room_follows_the_record_at_every_moment_it_has_shown(tmp_path):
    """What was kept and brought up to date is what is worked out afresh, late arrivals and rulings among it."""
    more = [
        a_report(
            f"The {side} captured the town of {town} on Tuesday, a monitor in Korsk said.",
            published=date(2031, 3, day),
            received=NOON - timedelta(days=back),
        )
        for side, town, day, back in (
            ("Northern Army", "Orsk", 12, 0),
            ("Coastal League", "Kessin", 12, 40),  # arrives late, and is told to have been known long before
            ("Northern Army", "Velin", 26, 1),
        )
    ]
    moments = (None, NOON - timedelta(days=18), NOON - timedelta(days=19, hours=1), NOON - timedelta(days=60))
    with a_room(tmp_path, [TAKEN, DENIED, LOST]) as (app, door):
        room, client = app.state.room, enter(app, door)
        for number in range(4):
            for moment in moments:
                assert room.histories(moment) == fresh(room, moment)
                film = Film(fresh(room, moment).items())
                rows = film.on(date(2031, 3, 20))
                assert room.map_on(date(2031, 3, 20), moment) == rows
                told, states, holders = room.map_told(date(2031, 3, 20), moment)
                assert json.loads(told) == json.loads(json.dumps(rows))
                assert (states, holders) == (Counter(row[1] for row in rows), {one for row in rows for one in row[2]})
            if number < len(more):
                with open_ledger(tmp_path / "room.db", write=True) as ledger:
                    run([more[number]], theatre=room.theatre, ledger=ledger)
        claim = client.get("/place/velin.json?on=2031-03-12").json()["why"]["speaks_for"][0]["claim"]
        told = {"ruling": "correct", "about": claim, "place": "Kessin", "reason": "another town", "by": "A. Desk"}
        assert client.post("/rulings.json", json=told, headers=SAME).status_code == 201
        for moment in moments:
            assert room.histories(moment) == fresh(room, moment)


def test_all_questions_between_two_arrivals_share_one_answer(tmp_path):
    with a_room(tmp_path, [TAKEN, DENIED, LOST]) as (app, _):
        room = app.state.room
        noon = datetime(2031, 3, 12, 12, tzinfo=UTC)
        first = room.histories(noon + timedelta(hours=1))
        assert room.histories(noon + timedelta(hours=20)) is first
        assert room.histories(noon + timedelta(hours=25)) is not first
        for back in range(2 * MOMENTS + 2):
            room.histories(noon - timedelta(days=back))
        assert len(room._moments) <= MOMENTS + 1
        assert room.ready(noon)


def test_what_was_known_long_ago_is_waited_for_in_the_open(tmp_path):
    with a_room(tmp_path, [TAKEN, DENIED, LOST]) as (app, door):
        client, room = enter(app, door), app.state.room
        room.beside.patience_s = 0
        asked = "on=2031-03-12&known=2031-03-12"
        first = client.get(f"/map.json?{asked}").json()
        assert (first["pending"], first["cells"]) == (True, [])
        page = client.get("/?on=2031-03-12&known=2031-03-13").text
        assert re.search(r'<p id="pending" class="hint" role="status">', page)
        for _ in range(500):
            told = client.get(f"/map.json?{asked}").json()
            if not told["pending"]:
                break
            time.sleep(0.02)
        assert [cell[0] for cell in told["cells"]] == ["velin"]
