"""What takes long is worked out beside the room: the same answers, whoever works them out, and whatever happens to a helper."""

from __future__ import annotations

import random
import subprocess
import sys
import threading
import time
from contextlib import closing
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from browser import COMES_IN, served
from make import a_claim, a_report
from test_serve import fresh
from web_room import NOON, a_room, enter
from whoholds import ask, desk
from whoholds.ask.told import Told, unpack
from whoholds.claim import Ruling
from whoholds.control import Edition
from whoholds.errors import LedgerError
from whoholds.keep import Entry, open_ledger
from whoholds.run import settle
from whoholds.serve import crew, moments
from whoholds.serve.crew import Crew
from whoholds.serve.moments import Moments, StillWorking
from whoholds.serve.room import Reader
from whoholds.theatre import load_theatre

# whoever comes in by the link and asks for a page until it is there
ASKS = f"""{COMES_IN}import time
told = {{"pending": True}}
while told.get("pending"):
    line.request("GET", asked, headers={{"cookie": cookie}})
    told = json.loads(line.getresponse().read())
    time.sleep(0.05)
"""
READER = Edition(id="reader", code="0", method="test", settings="", theatre="", languages="")
PLACES = ("velin", "korsk", "orsk", "kessin", "tavel", "halsa-velin")
SIDES = ("coastal-league", "northern-army")
FIRST, DAYS = date(2031, 1, 2), 60
ASKED = (
    "/map.json?on={day}&known={known}", "/changes.json?from=2031-01-01&to={day}&known={known}", "/disputes.json?on={day}&known={known}",
    "/changes.json?since={known}&on={day}", "/brief.json?from=2031-01-20&to=2031-02-10&known={known}", "/drawing.json?on={day}&known={known}",
    "/index.json?on={day}&known={known}", "/sources.json", "/areas.json",
)  # fmt: skip


def a_war(folder):
    """A ledger of two months: a report a day with a claim or two, contradictions and late arrivals among them."""
    chance, path = random.Random(29), folder / "room.db"
    with open_ledger(path, write=True, theatre="arland") as ledger:
        for day in range(DAYS):
            ledger.add([an_entry(chance, day)], edition=READER)
        settle(theatre=load_theatre("arland"), ledger=ledger, method="model")
    return path


def an_entry(chance, day):
    published = FIRST + timedelta(days=day)
    late = timedelta(days=chance.choice((0, 0, 0, 9)))
    outlet = chance.choice(("Harbour Post", "Arland Observatory", "Northern State Gazette", "Hill Gazette"))
    report = a_report(
        f"Day {day}.", outlet=outlet, published=published, received=NOON - timedelta(days=90 - day) + late,
        signature=chance.randbytes(512),
    )  # fmt: skip
    verbs = ("control_gained", "control_held", "contested", "control_lost")
    claims = [
        a_claim(report, place=place, actor=chance.choice(SIDES), verb=chance.choice(verbs))
        for place in chance.sample(PLACES, chance.choice((1, 2)))
    ]
    return Entry(report=report, claims=tuple(claims))


@pytest.fixture(scope="module")
def war(tmp_path_factory):
    return a_war(tmp_path_factory.mktemp("war"))


@pytest.fixture
def helpers(war):
    with closing(Crew(str(war), size=2)) as found:
        yield found


@pytest.fixture
def many(monkeypatch):
    """Every place is one too many to be worked out at once."""
    monkeypatch.setattr(moments, "FEW", 0)
    monkeypatch.setattr("whoholds.serve.sheet.FEW", 0)
    monkeypatch.setattr(crew, "TOGETHER", 2)


def known(back):
    return NOON - timedelta(days=90 - DAYS + back)


def test_an_answer_is_the_same_bytes_whoever_works_it_out(tmp_path, many):
    a_war(tmp_path)
    told = []
    for size in (0, 1, 3):
        with a_room(tmp_path, [], size=size) as (app, door):
            client, answers = enter(app, door), []
            for back in (5, 30, 29, 55):
                for path in ASKED:
                    address = path.format(day=FIRST + timedelta(days=40), known=known(back).strftime("%Y-%m-%dT%H:%MZ"))
                    answers.append(waited(client, address))
            told.append(answers)
    assert told[0] == told[1] == told[2]
    assert len(set(told[0])) > len(ASKED)


def waited(client, path):
    for _ in range(1000):
        answer = client.get(path)
        if answer.status_code == 200 and not answer.json().get("pending"):
            return answer.content
        assert answer.status_code in {200, 202}
        time.sleep(0.02)
    raise AssertionError(f"never came: {path}")


def test_a_moment_is_the_same_from_whichever_other_it_is_made(war):
    arland, order = load_theatre("arland"), [3, 50, 49, 20, 21, 58, 0, 35]
    with open_ledger(war) as ledger:
        room = Reader(ledger, arland)
        for back in order:
            assert room.histories(known(back)) == fresh(room, known(back))


def test_a_moment_beside_one_at_hand_is_made_from_it(war, monkeypatch):
    asked = []
    replayed = Moments._replayed
    monkeypatch.setattr(
        Moments, "_replayed", lambda self, moment, places: asked.append(len(places)) or replayed(self, moment, places)
    )
    with open_ledger(war) as ledger:
        room = Reader(ledger, load_theatre("arland"))
        room.histories(known(40))
        room.histories(known(39))
    assert asked[0] == len(PLACES)
    assert asked[1] < asked[0]


def test_a_narrow_look_finds_what_a_look_at_everything_finds(war):
    arland = load_theatre("arland")
    with open_ledger(war) as ledger:
        for back in (0, 20, 45):
            then = known(back)
            told = Told(ask.histories(ledger, arland, known=then))
            assert dict(told) == dict(ask.histories(ledger, arland, known=then))
            days = [FIRST + timedelta(days=n) for n in range(0, DAYS + 400, 23)]
            for first, last in pairwise(days):
                assert ask.changes(ledger, arland, first, last, known=then, told=told) == ask.changes(
                    ledger, arland, first, last, known=then
                )
                assert ask.disputes(ledger, arland, on=last, known=then, told=told) == ask.disputes(
                    ledger, arland, on=last, known=then
                )
            assert desk.queue(ledger, arland, on=days[2], known=then, told=told) == desk.queue(
                ledger, arland, on=days[2], known=then
            )
            brief = ask.brief(ledger, arland, days[0], days[3], known=then, told=told)
            assert brief == ask.brief(ledger, arland, days[0], days[3], known=then)
            earlier = Told(ask.histories(ledger, arland, known=known(55)))
            for day in days[:4]:
                asked = {"earlier": known(55), "later": then, "on": day}
                assert ask.relearned(ledger, arland, **asked, told=(earlier, told)) == ask.relearned(
                    ledger, arland, **asked
                )


def test_the_places_of_the_map_follow_what_is_said(tmp_path):
    path, arland, chance = a_war(tmp_path), load_theatre("arland"), random.Random(4)
    with open_ledger(path) as ledger:
        room = Reader(ledger, arland)
        spoken_of = room.spoken_of()
        assert room.spoken_of() is spoken_of
        for n in range(4):
            with open_ledger(path, write=True) as writing:
                report = a_report(
                    f"More {n}.", published=FIRST + timedelta(days=DAYS + n), signature=chance.randbytes(512)
                )
                verb = ("casualties", "control_held", "strike", "control_gained")[n]
                place = ("lower-halsa", "lower-halsa", "sarn", "velin")[n]
                writing.add([Entry(report=report, claims=(a_claim(report, place=place, verb=verb),))], edition=READER)
                if n % 2:
                    settle(theatre=arland, ledger=writing, method="model")
            assert room.spoken_of() == {*fresh(room, None), *ledger.places_with_claims()}
        claim = next(ledger.claims(place="sarn")).id
        with open_ledger(path, write=True) as writing:
            desk.rule(
                writing,
                arland,
                by="A. Desk",
                at=NOON,
                ruling=Ruling.REJECT,
                about=claim,
                reason="no",
                changes={},
                method="model",
            )
        assert room.spoken_of() == {*fresh(room, None), *ledger.places_with_claims()}
        assert "sarn" not in room.spoken_of()


def test_a_helper_that_is_killed_is_asked_once_more(helpers):
    places = list(PLACES)

    def replay():
        return {place: unpack(told) for piece in helpers.replay(known(10), places) for place, told in piece}

    before = replay()
    for one in helpers._free:
        one._process.kill()
    assert replay() == before


def test_a_helper_that_always_dies_is_said_in_a_line(war):
    with closing(Crew(str(war))) as helpers:
        helpers._words = [sys.executable, "-c", "import sys; sys.stdin.buffer.read(1)"]
        with pytest.raises(LedgerError, match="twice"):
            helpers.ask("tracks", outlets=False)
        with pytest.raises(LedgerError, match="twice"):
            list(helpers.replay(known(10), PLACES))


def test_what_a_helper_cannot_answer_is_said_as_the_room_would(tmp_path):
    with open_ledger(tmp_path / "empty.db", write=True, theatre="arland"):
        pass
    with closing(Crew(str(tmp_path / "empty.db"))) as helpers, pytest.raises(LedgerError, match="is empty"):
        helpers.ask("tracks", outlets=False)


def test_helpers_are_let_go_when_idle_and_with_the_room(war):
    with closing(Crew(str(war), idle_s=0.05)) as helpers:
        helpers.ask("tracks", outlets=False)
        for _ in range(500):
            if not helpers._free:
                break
            time.sleep(0.02)
        assert not helpers._free
    with closing(Crew(str(war))) as helpers:
        helpers.ask("tracks", outlets=False)
        (one,) = helpers._free
    assert one._process.poll() is not None


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="NO /proc: who is whose child is read there")
def test_a_killed_room_leaves_no_helper_behind(tmp_path):
    a_war(tmp_path)
    with served(tmp_path, "room.db") as (room, link):
        subprocess.run([sys.executable, "-c", ASKS, link, "/sources.json"], check=True, timeout=100)
        (helper,) = children(room.pid)
        room.kill()
        room.wait()
        for _ in range(500):
            if not running(helper):
                break
            time.sleep(0.02)
        assert not running(helper)


def children(pid):
    """The processes that any thread of this one has started."""
    return [one for told in Path(f"/proc/{pid}/task").glob("*/children") for one in told.read_text().split()]


def running(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in {"Z", "X"}
    except OSError:
        return False


class Slow:
    """Helpers that wait to be let on, piece by piece."""

    size = 1

    def __init__(self, helpers):
        self._helpers, self.go, self.asked = helpers, threading.Semaphore(0), []

    def ask(self, *about, **more):
        return self._helpers.ask(*about, **more)

    def replay(self, moment, places):
        self.asked.append(moment)
        for piece in self._helpers.replay(moment, places):
            self.go.acquire()
            yield piece


def test_every_page_of_a_moment_says_that_it_is_being_worked_out(tmp_path, many):
    a_war(tmp_path)
    with a_room(tmp_path, [], size=1) as (app, door):
        client, room = enter(app, door), app.state.room
        slow = room._moments._crew = Slow(room.crew)
        room.beside.patience_s = 0.05
        at = known(30).strftime("%Y-%m-%dT%H:%MZ")
        for path in ("/changes", "/disputes", "/brief", "/drawing"):
            page, values = client.get(f"{path}?known={at}"), client.get(f"{path}.json?known={at}")
            assert (page.status_code, values.status_code) == (202, 202), path
            assert "being worked out" in page.text.lower()
            assert '<meta http-equiv="refresh" content="2">' in page.text
            assert values.json()["pending"] is True
            assert values.headers["retry-after"] == "2"
        slow.go.release()
        for _ in range(500):
            told = client.get(f"/map.json?known={at}").json()
            if told["progress"][0]:
                break
            time.sleep(0.02)
        assert told["pending"] is True
        assert told["progress"] == [2, len(PLACES)]
        assert f"2 of {len(PLACES)} places are done" in client.get(f"/changes?known={at}").text
        assert f"2 of {len(PLACES)} places are done" in client.get(f"/?known={at}").text
        assert client.get("/changes.json").status_code == 200  # the present is not held up
        for _ in PLACES:
            slow.go.release()
        for path in ("/changes", "/disputes", "/brief", "/drawing"):
            assert waited(client, f"{path}.json?known={at}")
        assert "waiting" not in client.get(f"/changes?known={at}").text


def test_a_moment_that_nobody_waits_for_gives_way(tmp_path, many, monkeypatch):
    monkeypatch.setattr(moments, "FORSAKEN_S", 0.3)
    a_war(tmp_path)
    with a_room(tmp_path, [], size=1) as (app, _):
        room = app.state.room
        slow = room._moments._crew = Slow(room.crew)
        room.beside.patience_s = 0.01
        with pytest.raises(StillWorking):
            room.histories(known(50))
        time.sleep(0.4)
        for _ in range(1000):
            try:
                wished = room.histories(known(20))
                break
            except StillWorking:
                slow.go.release()
                time.sleep(0.02)
        assert wished == fresh(room, known(20))
        assert room.moment(known(50)) not in room._moments._seen
        assert slow.asked == [room.moment(known(50)), room.moment(known(20))]


def test_many_who_ask_for_one_moment_have_it_worked_out_once(tmp_path, many):
    a_war(tmp_path)
    with a_room(tmp_path, [], size=1) as (app, _):
        room = app.state.room
        slow = room._moments._crew = Slow(room.crew)
        room.beside.patience_s = 120.0
        for _ in PLACES:
            slow.go.release()
        found = []
        asking = [threading.Thread(target=lambda: found.append(room.histories(known(25)))) for _ in range(8)]
        for one in asking:
            one.start()
        for one in asking:
            one.join()
        assert len(slow.asked) == 1
        assert len(found) == 8
        assert all(one is found[0] for one in found)
