"""The map room at full size: a war made up on every settlement of the Syrian theatre, told claim by claim, weighed, and asked.

    python bench/room.py [--places 13000] [--days 4000] [--claims 1000000] [--keep FILE] [--readers 50] [--seconds 60]

Every place has a true history of three to twelve stays. Twelve outlets tell of it in a bulletin a day each: changes soon
after they happen and not always rightly, holdings at any time, now and then a number of people hurt. The record is then
made as ``whoholds add`` makes it, and the room is measured from outside: a server in a process of its own, Chromium with
software rendering for the first paint and the slider, readers that ask by HTTP while reports are being added.

--keep FILE  keep the ledger there, and use it when it is there already.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from whoholds.claim import Claim, Count, CountOf, Status, Voice
from whoholds.identity import content_id
from whoholds.keep import Entry, open_ledger
from whoholds.place import SETTLEMENTS
from whoholds.run import reading_edition, settle
from whoholds.text import Report, Span, report_id
from whoholds.theatre import load_theatre
from whoholds.when import Basis, Grain, When

FIRST = date(2014, 1, 1)
SIDES = ("government", "opposition", "sdf", "isis", "sna")
OUTLETS = tuple(f"Bulletin {letter}" for letter in "ABCDEFGHIJKL")
WRONG, DENIED, HURT = 0.05, 0.04, 0.03  # shares of the claims
AT_ONCE = 2000  # reports added in one transaction
BARS = {"first paint": 2000, "step": 150, "place page": 300, "reader p99": 1000}  # milliseconds
SOFTLY = ["--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]


# ── the war ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def stays(places, days, chance):
    """For each place its (first day, side), one after the other; days counted from ``FIRST``."""
    for place in places:
        starts = [0, *sorted(chance.sample(range(1, days), chance.randint(2, 11)))]
        held = []
        for start in starts:
            held.append((start, chance.choice([one for one in SIDES if not held or one != held[-1][1]])))
        yield place, held


def told(world, days, claims, chance):
    """(day, outlet, place, verb, side, status, count) of every claim, as many as asked for, in no order."""
    places = list(world)
    for n in range(claims):
        place = places[n % len(places)]
        held = world[place]
        if chance.random() < 0.4:  # of a change, while it is news
            start, side = chance.choice(held)
            day, verb = min(days - 1, start + int(chance.expovariate(0.6))), "control_gained"
        else:
            day = chance.randrange(days)
            side, verb = next(side for start, side in reversed(held) if start <= day), "control_held"
        if chance.random() < WRONG:
            side = chance.choice(SIDES)
        status = Status.DENIED if chance.random() < DENIED else Status.ATTRIBUTED
        count = chance.randint(1, 60) if chance.random() < HURT else 0
        yield day, chance.choice(OUTLETS), place, "casualties" if count else verb, side, status, count


def bulletins(world, names, days, claims, chance):
    """Every report with its claims, by day: a bulletin an outlet and day."""
    pages = {}
    for day, outlet, *rest in told(world, days, claims, chance):
        pages.setdefault((day, outlet), []).append(rest)
    for (day, outlet), lines in sorted(pages.items()):
        yield bulletin(FIRST + timedelta(days=day), outlet, lines, names)


def bulletin(day, outlet, lines, names):
    """One report: a sentence a claim."""
    text, spans = "", []
    for place, verb, side, _, count in lines:
        said = f"{count} people were killed at {names[place]}." if count else f"The {side} {verb[8:]} {names[place]}."
        spans.append(Span(len(text), len(text) + len(said)))
        text += f"{said}\n"
    moment = datetime(day.year, day.month, day.day, 18, tzinfo=UTC)
    report = Report(
        id=report_id(outlet=outlet, url=None, published=moment, text=text), ref="", outlet=outlet, url=None, published=moment, day=day,
        received=moment, language="en", title=f"{outlet}, {day}", text=text, raw=b"", raw_sha256="0" * 64, extractor="bench",
        signature=b"",
    )  # fmt: skip
    when = When(first=day, last=day + timedelta(days=1), grain=Grain.DAY, basis=Basis.STATED)
    voice = Voice(text=outlet, source="", party=False)
    made = []
    for (place, verb, side, status, count), span in zip(lines, spans, strict=True):
        finding = content_id("finding", report.id, span.start)
        counts = (
            (Count(of=CountOf.KILLED, low=count, high=count, text=str(count), span=span, whose="people"),)
            if count
            else ()
        )
        made.append(
            Claim(
                id=content_id("claim", finding), finding=finding, report=report.id, known=moment, verb=verb, actor="" if count else side,
                target="", place=place, place_text=names[place], candidates=((place, 1.0),), when=when, voices=(voice, voice), status=status,
                quote=span, counts=counts, finder="bench", confidence=0.9,
            )
        )  # fmt: skip
    return Entry(report=report, claims=tuple(made))


def make(path, places, days, claims):
    """The ledger, read and weighed; seconds that either took."""
    chance, theatre = random.Random(7), load_theatre("syria")
    found = [one for one in theatre.places() if one.point is not None and one.kind in SETTLEMENTS][:places]
    names = {one.id: one.name for one in found}
    world = dict(stays(names, days, chance))
    with open_ledger(path, write=True, theatre="syria") as ledger:
        start, edition, batch, kept = time.perf_counter(), reading_edition(theatre, "frames"), [], 0
        for entry in bulletins(world, names, days, claims, chance):
            batch.append(entry)
            if len(batch) == AT_ONCE:
                kept += ledger.add(batch, edition=edition).claims
                batch.clear()
        kept += ledger.add(batch, edition=edition).claims
        read = time.perf_counter()
        changed = settle(theatre=theatre, ledger=ledger, method="model")
        print(
            f"{len(names)} places, {days} days, {kept} claims kept in {read - start:.0f} s, weighed in "
            f"{time.perf_counter() - read:.0f} s: {len(changed.opened)} periods, {path.stat().st_size / 1e6:.0f} MB",
            flush=True,
        )


# ── the room ────────────────────────────────────────────────────────────────────────────────────────────────────────


class Served:
    """A server in a process of its own, and somebody who came in."""

    def __init__(self, ledger):
        words = [sys.executable, "-m", "whoholds", "serve", "--ledger", str(ledger), "--port", "0", "--print-url"]
        self.process = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)
        self.link = self.process.stdout.readline().strip()
        self.host, _, self.key = self.link.removeprefix("http://").partition("/enter/")
        self.cookie = ""

    def use(self, cookies):
        """Be whoever came in with these cookies (the link opens once)."""
        self.cookie = "; ".join(f"{one['name']}={one['value']}" for one in cookies)

    def asker(self):
        """A function that asks for a path: (milliseconds, status, body)."""
        line = http.client.HTTPConnection(self.host, timeout=120)

        def ask(path):
            start = time.perf_counter()
            line.request("GET", path, headers={"cookie": self.cookie})
            answer = line.getresponse()
            body = answer.read()
            return 1000 * (time.perf_counter() - start), answer.status, body

        return ask


STEP = """async (day) => {
  const slider = document.getElementById("on-slider"), text = document.getElementById("on-text");
  const start = performance.now();
  slider.value = Math.round(Date.parse(day) / 864e5);
  slider.dispatchEvent(new Event("input"));
  while (text.textContent !== day) await new Promise((then) => setTimeout(then, 1));
  return performance.now() - start;
}"""
PAINTED = """() => performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? null"""


def in_chromium(served, days):
    """First paint, live map, and the slider's steps, in milliseconds."""
    from playwright.sync_api import sync_playwright

    home = f"http://{served.host}"
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=SOFTLY)
        context = browser.new_context(viewport={"width": 1280, "height": 800})
        page = context.new_page()
        page.goto(served.link)
        served.use(context.cookies())
        paints, lives = [], []
        for _ in range(3):
            page.goto("about:blank")
            start = time.perf_counter()
            page.goto(f"{home}/", wait_until="commit")
            while page.evaluate("window.room === undefined"):
                page.wait_for_timeout(20)
            lives.append(1000 * (time.perf_counter() - start))
            paints.append(page.evaluate(PAINTED))
        steps = [page.evaluate(STEP, str(FIRST + timedelta(days=7 + n * (days - 60) // 50))) for n in range(50)]
        browser.close()
    return {"first paint": paints, "live map": lives, "step": steps}


def read(served, until, places, found, *, asked, chance):
    """One reader, who comes some time in the first ``think`` seconds: a day's map, a place, what changed; then thinks."""
    ask = served.asker()
    time.sleep(chance.uniform(0.0, asked.think))
    while time.monotonic() < until:
        day = FIRST + timedelta(days=asked.days - 1 - chance.randrange(60))
        path = chance.choices(
            (
                f"/map.json?on={day}",
                f"/place/{chance.choice(places)}.json?on={day}",
                f"/changes.json?from={day - timedelta(days=7)}&to={day}",
                f"/disputes.json?on={day}",
            ),
            (60, 34, 3, 3),
        )[0]
        try:
            took, status, _ = ask(path)
        except OSError as wrong:
            took, status = 0.0, repr(wrong)
        found.append((took, status, path.partition("?")[0].split("/")[1]))
        time.sleep(chance.uniform(0.5, 1.5) * asked.think)


def add(path, seconds, every):
    """Reports added, one place or two each, for so long: what ``--add`` does in a process of its own."""
    theatre, chance, until, count = load_theatre("syria"), random.Random(3), time.monotonic() + seconds, 0
    places = [one for one in theatre.places() if one.point is not None and one.kind in SETTLEMENTS]
    while time.monotonic() < until:
        with open_ledger(path, write=True) as ledger:
            day = ledger.last_arrival().date()
            some = chance.sample(places, 2)
            lines = [(one.id, "control_gained", chance.choice(SIDES), Status.ATTRIBUTED, 0) for one in some]
            entry = bulletin(day, f"Wire {count}", lines, {one.id: one.name for one in some})
            ledger.add([entry], edition=reading_edition(theatre, "frames"))
            settle(theatre=theatre, ledger=ledger, method="model")
        count += 1
        time.sleep(every)
    print(f"{count} reports added", flush=True)


def report(name, took, bar=""):
    """A line of figures."""
    ranked = sorted(took)
    p99 = ranked[min(len(ranked) - 1, int(0.99 * len(ranked)))]
    print(
        f"{name:>34} {statistics.median(took):8.0f} median {p99:8.0f} p99 {ranked[-1]:8.0f} most, ms of {len(took)}  {bar}",
        flush=True,
    )


def known_then(ask, day):
    """Seconds until the map as known at the end of a day is there, and then milliseconds for another day of it."""
    start = time.perf_counter()
    while json.loads(ask(f"/map.json?on={day}&known={day}")[2])["pending"]:
        time.sleep(0.2)
    first = time.perf_counter() - start
    return first, ask(f"/map.json?on={day - timedelta(days=1)}&known={day}")[0]


def main():
    told = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, value in (("places", 13_000), ("days", 4000), ("claims", 1_000_000), ("readers", 50), ("seconds", 60)):
        told.add_argument(f"--{name}", type=int, default=value)
    told.add_argument("--think", type=float, default=3.0, help="seconds between two questions of a reader, on average")
    told.add_argument("--keep", type=Path)
    told.add_argument("--add", type=Path, help=argparse.SUPPRESS)
    asked = told.parse_args()
    if asked.add:
        add(asked.add, asked.seconds, 2.0)
        return
    with tempfile.TemporaryDirectory() as folder:
        ledger = asked.keep or Path(folder) / "full.db"
        if not ledger.exists():
            make(ledger, asked.places, asked.days, asked.claims)
        served = Served(ledger)
        try:
            measure(served, ledger, asked)
        finally:
            served.process.terminate()


def measure(served, ledger, asked):
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors", flush=True)
    for name, took in in_chromium(served, asked.days).items():
        report(name, took, f"bar {BARS[name]} median" if name in BARS else "")
    ask, chance = served.asker(), random.Random(11)
    places = [row[0] for row in json.loads(ask("/places.json")[2])["places"]]
    last = FIRST + timedelta(days=asked.days - 1)
    report(
        "place page",
        [ask(f"/place/{chance.choice(places)}?on={last - timedelta(days=n)}")[0] for n in range(50)],
        "bar 300 median",
    )
    for name, path in (("changes, a week", f"/changes?from={last - timedelta(days=7)}&to={last}"), ("disputes", f"/disputes?on={last}"),
                       ("brief, a week", f"/brief?from={last - timedelta(days=7)}&to={last}"), ("review", "/review"),
                       ("areas, first", "/areas.json"), ("areas, again", "/areas.json")):  # fmt: skip
        report(name, [ask(path)[0]])
    for name, back in (("a day ago", 1), ("a week ago", 7), ("half the time ago", asked.days // 2)):
        first, again = known_then(ask, last - timedelta(days=back))
        print(f"{'as known ' + name:>34} {first:8.1f} s first, then {again:.0f} ms a day", flush=True)
    found, until = [], time.monotonic() + asked.seconds
    adder = subprocess.Popen([sys.executable, __file__, "--add", str(ledger), "--seconds", str(asked.seconds)])
    readers = [
        threading.Thread(
            target=read, args=(served, until, places, found), kwargs={"asked": asked, "chance": random.Random(n)}
        )
        for n in range(asked.readers)
    ]
    for one in readers:
        one.start()
    for one in readers:
        one.join()
    adder.wait()
    wrong = [one for one in found if one[1] != 200]
    print(
        f"{len(found)} questions of {asked.readers} readers in {asked.seconds} s, {len(wrong)} errors {wrong[:3]}",
        flush=True,
    )
    report("reader", [took for took, _, _ in found], "bar 1000 p99")
    for kind in ("map.json", "place", "changes.json", "disputes.json"):
        if some := [took for took, _, path in found if path == kind]:
            report(f"reader, {kind}", some)
    memory = Path(f"/proc/{served.process.pid}/status").read_text().partition("VmHWM:")[2].split()[0]
    print(f"server's memory at most {int(memory) / 1e6:.2f} GB; load {os.getloadavg()[0]:.1f}", flush=True)


if __name__ == "__main__":
    main()
