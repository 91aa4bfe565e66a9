"""The map room at full size: a war made up on every settlement of the Syrian theatre, told claim by claim, weighed, and asked.

    python bench/room.py [--places 13000] [--days 4000] [--claims 1000000] [--keep FILE] [--readers 50] [--seconds 60]

The war is war.py's. The record is made as ``whoholds add`` makes it, and the room is measured from outside: a server in a process of its own, Chromium with
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
from datetime import timedelta
from pathlib import Path

from war import FIRST, SIDES, bulletin, make
from whoholds.claim import Status
from whoholds.keep import open_ledger
from whoholds.place import SETTLEMENTS
from whoholds.run import reading_edition, settle
from whoholds.theatre import load_theatre

BARS = {"first paint": 2000, "step": 150, "place page": 300, "reader p99": 1000}  # milliseconds
PATIENCE_MS = 120_000  # with which a room that has just been opened is waited for
SOFTLY = ["--no-sandbox", "--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]


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

    def spent(self):
        """Seconds of processor time that the server has taken; its helpers' are not among them."""
        told = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return sum(map(int, told[11:13])) / os.sysconf("SC_CLK_TCK")

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
        page.set_default_timeout(PATIENCE_MS)
        start = time.perf_counter()
        page.goto(served.link)
        print(f"{'first visitor, room just opened':>34} {1000 * (time.perf_counter() - start):8.0f} ms", flush=True)
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
    crowd(served, ledger, places, asked)
    memory = Path(f"/proc/{served.process.pid}/status").read_text().partition("VmHWM:")[2].split()[0]
    print(f"server's memory at most {int(memory) / 1e6:.2f} GB; load {os.getloadavg()[0]:.1f}", flush=True)
    ask = served.asker()  # the line of before has been idle for a minute and is closed
    ask(f"/map.json?known={last - timedelta(days=asked.days // 3)}")
    print("the same while a past third of the time ago is being worked out:", flush=True)
    crowd(served, ledger, places, asked)


def crowd(served, ledger, places, asked):
    """Readers at once while reports are being added: errors, how long they wait, what a question costs the server."""
    found, until, spent = [], time.monotonic() + asked.seconds, served.spent()
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
        f"{len(found)} questions of {asked.readers} readers in {asked.seconds} s, {len(wrong)} errors {wrong[:3]}; "
        f"{1000 * (served.spent() - spent) / len(found):.1f} ms of the server's processor time each; load {os.getloadavg()[0]:.1f}",
        flush=True,
    )
    report("reader", [took for took, _, _ in found], "bar 1000 p99")
    for kind in ("map.json", "place", "changes.json", "disputes.json"):
        if some := [took for took, _, path in found if path == kind]:
            report(f"reader, {kind}", some)


if __name__ == "__main__":
    main()
