"""The room as an ASGI application: its parts put together, and the guard round them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated

from anyio.to_thread import current_default_thread_limiter
from fastapi import FastAPI, HTTPException, Path, Request
from fastapi.responses import RedirectResponse, Response

from whoholds import __version__
from whoholds.export import BRIEFS
from whoholds.serve.answers import add_brief, add_page, templates
from whoholds.serve.door import Door
from whoholds.serve.files import add_files
from whoholds.serve.guard import ANYONE, DESK, READER, Guard
from whoholds.serve.news import add_events
from whoholds.serve.pages import pages
from whoholds.serve.room import Room
from whoholds.serve.rulings import add_rulings
from whoholds.serve.shelf import bodies
from whoholds.serve.wrong import add_errors

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
AT_ONCE = 12  # requests that are worked on together: more only take turns at one interpreter
RULES: dict[tuple[str, str], str] = {
    ("GET", "/enter/{key}"): ANYONE,
    ("GET", "/static/{name:path}"): ANYONE,
    ("POST", "/leave"): READER,
    ("GET", "/events"): READER,
    ("GET", "/openapi.json"): READER,
    ("POST", "/rulings"): DESK,
    ("POST", "/rulings.json"): DESK,
}


def make_app(room: Room, door: Door, *, cookie: str = "whoholds", hosts: frozenset[str] = LOOPBACK) -> FastAPI:
    """The application. ``hosts``: the names by which it may be addressed; others are refused."""
    app = FastAPI(
        title="whoholds",
        version=__version__,
        docs_url=None,
        redoc_url=None,
        openapi_url="/openapi.json",
        lifespan=_few_at_once,
    )
    show = templates(room.theatre)
    rules, shelf = dict(RULES), bodies()
    for one in pages(room):
        for path in add_page(app, one, room, show, shelf):
            rules["GET", path] = one.rule
    for kind in BRIEFS:
        rules["GET", add_brief(app, kind, room, shelf)] = READER
    _add_door(app, door, cookie)
    add_rulings(app, room)
    add_events(app, room)
    add_files(app)
    add_errors(app, show)
    app.add_middleware(Guard, routes=app.routes, rules=rules, door=door, hosts=hosts, cookie=cookie)
    app.state.rules, app.state.room = rules, room
    return app


@asynccontextmanager
async def _few_at_once(_: FastAPI) -> AsyncIterator[None]:
    current_default_thread_limiter().total_tokens = AT_ONCE
    yield


def _add_door(app: FastAPI, door: Door, cookie: str) -> None:
    @app.get("/enter/{key}", include_in_schema=False)
    def enter(key: Annotated[str, Path(max_length=200)]) -> Response:
        session = door.enter(key)
        if session is None:
            raise HTTPException(
                403, "This link was used before, or never given out. `whoholds serve` prints a new one."
            )
        answer = RedirectResponse("/", status_code=303)
        answer.set_cookie(cookie, session, max_age=30 * 86400, httponly=True, samesite="lax", path="/")
        return answer

    @app.post("/leave", include_in_schema=False)
    def leave(request: Request) -> Response:
        door.leave(request.cookies.get(cookie, ""))
        answer = RedirectResponse("/", status_code=303)
        answer.delete_cookie(cookie, httponly=True, samesite="lax", path="/")
        return answer
