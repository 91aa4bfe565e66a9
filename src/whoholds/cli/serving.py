"""The command that opens the map room. Clock, chance and the network are touched here."""

from __future__ import annotations

import os
import secrets
import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from whoholds.cli.flags import LedgerFlag
from whoholds.cli.terminal import ledger_at, say, settings_for
from whoholds.errors import BadSetting, MissingExtra, WhoholdsError
from whoholds.keep import Ledger

if TYPE_CHECKING:
    from whoholds.serve.room import Room

commands = typer.Typer()
HERE = "127.0.0.1"
STAYS_S = 60  # for which a connection is kept that nothing is asked over
MOST_HELPERS = 4
LEAVES_S = 2  # seconds that open pages are given when the room closes


@commands.command(epilog="Example: whoholds serve --ledger demo.db")
def serve(
    ledger: LedgerFlag = None,
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="0 takes any that is free.")] = 8477,
    print_url: Annotated[
        bool, typer.Option("--print-url", help="Print the one-use address on standard output, and nothing else there.")
    ] = False,
) -> None:
    """Open the map room: the record as pages, on this machine only.

    The address that is printed opens once; whoever opened it stays in. Stop it with Ctrl-C.
    """
    try:
        import uvicorn

        from whoholds.serve.app import make_app
        from whoholds.serve.crew import Crew
        from whoholds.serve.door import Door
        from whoholds.serve.room import Room
    except ImportError as missing:
        raise MissingExtra("the map room", "server") from missing
    from whoholds.config import cache_folder
    from whoholds.keep import open_ledger

    chosen = settings_for(ledger=ledger)
    with ExitStack() as held:
        kept, theatre = held.enter_context(ledger_at(chosen))
        listener, bound = held.enter_context(_listening(port))
        door = Door(_beside(chosen.ledger), secret=lambda: secrets.token_urlsafe(32), clock=_now)

        def writing() -> Ledger:
            return open_ledger(chosen.ledger, write=True)

        crew = held.enter_context(closing(Crew(chosen.ledger, cache=cache_folder(), size=_helpers())))
        room = Room(kept, theatre, writing=writing, clock=_now, method=chosen.method, crew=crew)
        app = make_app(room, door, cookie=f"whoholds-{bound}")
        address = f"http://{HERE}:{bound}/enter/{door.link()}"
        if print_url:
            typer.echo(address)
        else:
            say(f"open {address}")
        say("it opens once; stop the room with Ctrl-C")
        threading.Thread(target=_warmed, args=(room,), daemon=True).start()
        config = uvicorn.Config(
            app,
            log_level="warning",
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=LEAVES_S,
            timeout_keep_alive=STAYS_S,
        )
        uvicorn.Server(config).run(sockets=[listener])


def _warmed(room: Room) -> None:
    """Begin with what the first visitor would wait for; a room that closes meanwhile needs none of it."""
    from whoholds.serve.sheet import warm

    with suppress(WhoholdsError):
        warm(room)


@contextmanager
def _listening(port: int) -> Iterator[tuple[socket.socket, int]]:
    """A socket on the loopback, and its port. BadSetting: the port is taken."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HERE, port))
    except OSError as error:
        listener.close()
        raise BadSetting(f"port {port} cannot be used: {error.strerror}; --port 0 takes one that is free") from error
    listener.listen()  # before the address is told: whoever is quick waits, and is not turned away
    with listener:
        yield listener, int(listener.getsockname()[1])


def _helpers() -> int:
    """Processes that may work beside the room: as many as there are processors, a few at most."""
    return min(MOST_HELPERS, os.cpu_count() or 1)


def _beside(ledger: str) -> Path:
    """Where the sessions of a ledger's room are kept."""
    path = Path(ledger.removeprefix("sqlite:///"))
    return path.with_name(f"{path.name}-room")


def _now() -> datetime:
    return datetime.now(UTC)
