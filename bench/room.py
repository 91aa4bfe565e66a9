"""The map room at full size: every settlement of the Syrian theatre with a history of periods, asked for day after day.

    python bench/room.py [places] [days]

The periods are made up (no claim stands behind them): this measures the room, not the record. One process, one thread at a
time, no browser: what the server takes for a step of the slider, the first page, and the basemap.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

from fastapi.testclient import TestClient

from whoholds.control import Control, Edition
from whoholds.keep import Entry, open_ledger
from whoholds.run import reading_edition
from whoholds.serve.app import make_app
from whoholds.serve.door import Door
from whoholds.serve.room import Room
from whoholds.text import Report, report_id
from whoholds.theatre import load_theatre
from whoholds.when import Period

FIRST, NOW = date(2014, 1, 1), datetime(2024, 12, 15, tzinfo=UTC)
SIDES = ("government", "opposition", "sdf", "isis", "sna")


def histories(theatre, places, days, chance):
    """Each place with three to twelve periods, one after the other."""
    found = [
        one.id
        for one in theatre.places()
        if one.point is not None and one.kind in {"city", "town", "village", "settlement"}
    ]
    for place in found[:places]:
        starts = sorted(chance.sample(range(days), chance.randint(3, 12)))
        ends = [*starts[1:], None]
        controls = []
        for start, end in zip(starts, ends, strict=True):
            holders = chance.sample(SIDES, 1 if chance.random() < 0.9 else 2)
            begun = FIRST + timedelta(days=start)
            controls.append(
                Control(
                    place=place, holders=frozenset(holders), belief=0.8, weight=4.0, voices=3, last_heard=begun, because=(), against=(),
                    valid=Period(start=begun, end=None if end is None else FIRST + timedelta(days=end)),
                    shares=tuple((one, 0.8 / len(holders)) for one in holders),
                )
            )  # fmt: skip
        yield place, tuple(controls)


def main(places=13_000, days=4000):
    chance, theatre = Random(7), load_theatre("syria")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "full.db"
        text = "Nothing happened."
        report = Report(
            id=report_id(outlet="o", url=None, published=NOW, text=text), ref="", outlet="o", url=None, published=NOW, day=NOW.date(),
            received=NOW, language="en", title="", text=text, raw=b"", raw_sha256="0", extractor="x", signature=b"",
        )  # fmt: skip
        made_by = Edition(id="e" * 32, code="", method="model", settings="", theatre=theatre.digest, languages="")
        with open_ledger(path, write=True, theatre="syria") as ledger:
            ledger.add([Entry(report=report)], edition=reading_edition(theatre, "frames"))
            pages = dict(histories(theatre, places, days, chance))
            ledger.record(pages, known=NOW, edition=made_by)
        with open_ledger(path) as ledger:
            room = Room(ledger, theatre, writing=lambda: open_ledger(path, write=True), clock=lambda: NOW)
            door = Door(None, secret=lambda: "s", clock=lambda: NOW)
            client = TestClient(make_app(room, door), base_url="http://127.0.0.1")
            client.get(f"/enter/{door.link()}")
            print(f"{len(pages)} places, {sum(map(len, pages.values()))} periods")
            for name, path_ in (
                ("first page, cold", "/"),
                ("first page, warm", "/"),
                ("basemap", "/base.json"),
                ("places", "/places.json"),
            ):
                start = time.perf_counter()
                answer = client.get(path_)
                print(
                    f"{name:>18} {1000 * (time.perf_counter() - start):7.0f} ms  {len(answer.content) / 1e6:5.2f} MB  {answer.status_code}"
                )
            steps = []
            for n in range(50):
                start = time.perf_counter()
                client.get("/map.json", params={"on": str(FIRST + timedelta(days=(n * days) // 50))}).raise_for_status()
                steps.append(1000 * (time.perf_counter() - start))
            print(f"{'step':>18} {statistics.median(steps):7.0f} ms median of 50, {max(steps):.0f} ms at most")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
