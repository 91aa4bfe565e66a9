"""A room over a small ledger, for tests: its application, a client that has come in, and a clock that stands still."""

from __future__ import annotations

from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from itertools import count

from fastapi.testclient import TestClient

from whoholds.keep import open_ledger
from whoholds.run import run
from whoholds.serve.app import make_app
from whoholds.serve.crew import Crew
from whoholds.serve.door import Door
from whoholds.serve.room import Room
from whoholds.theatre import load_theatre

HOST = "http://127.0.0.1:8477"
SAME = {"origin": HOST}
NOON = datetime(2031, 4, 1, 12, tzinfo=UTC)


@contextmanager
def a_room(folder, reports, theatre="arland", size=0):
    """The application of a room over these reports, and its door; ``size``: helpers, none unless asked for."""
    path, known, ticks = folder / "room.db", load_theatre(theatre), count()
    with open_ledger(path, write=True, theatre=known.id, found_at=theatre) as ledger:
        run(reports, theatre=known, ledger=ledger)
    secrets = (f"secret-{n}" for n in count())
    with open_ledger(path) as ledger, closing(Crew(str(path), size=size)) as crew:
        door = Door(folder / "room.db-room", secret=lambda: next(secrets), clock=lambda: NOON)
        room = Room(
            ledger,
            known,
            writing=lambda: open_ledger(path, write=True),
            clock=lambda: NOON + timedelta(minutes=next(ticks)),
            crew=crew if size else None,
        )
        yield make_app(room, door), door


def enter(app, door):
    """A client with a session."""
    client = TestClient(app, base_url=HOST, follow_redirects=False)
    assert client.get(f"/enter/{door.link()}").status_code == 303
    return client
