"""The room as an ASGI application: routes from the table of pages, rulings, events, files, and the guard round them."""

from __future__ import annotations

import asyncio
import functools
import gzip
import hashlib
import inspect
import json
from collections.abc import AsyncIterator, Callable, Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Annotated, Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import jinja2
from fastapi import FastAPI, HTTPException, Path, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse, Response, StreamingResponse
from markupsafe import Markup
from starlette.concurrency import run_in_threadpool

from whoholds import __version__
from whoholds.ask.plain import plain
from whoholds.claim import Ruling
from whoholds.control import percent
from whoholds.errors import (
    AmbiguousPlace,
    BadRuling,
    BadSetting,
    EmptyLedger,
    LedgerBusy,
    NoSuchPlace,
    NotInLedger,
    WhoholdsError,
)
from whoholds.export import BRIEFS
from whoholds.export.visible import short, shown
from whoholds.serve import situation, svg, words
from whoholds.serve.door import Door
from whoholds.serve.drawing import COLOURS, outline_of
from whoholds.serve.guard import ANYONE, DESK, READER, Guard
from whoholds.serve.pages import MANY, From, Known, Page, To, known_at, pages
from whoholds.serve.room import Room
from whoholds.serve.shelf import Shelf
from whoholds.theatre import Theatre

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
LOOKS_EVERY_S = 1.0  # how often an open page's stream looks for news
STAYS_QUIET_S = 15.0  # after which a stream says that it lives
KINDS = {
    ".css": "text/css; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".json": "application/json",
    ".txt": "text/plain; charset=utf-8",
    ".woff2": "font/woff2",
}
STATUS: tuple[tuple[type[WhoholdsError], int], ...] = (
    (NoSuchPlace, 404),
    (NotInLedger, 404),
    (AmbiguousPlace, 409),
    (EmptyLedger, 404),
    (LedgerBusy, 503),
    (BadRuling, 422),
    (BadSetting, 422),
)
MEDIA = {"md": "text/markdown", "html": "text/html"}  # of a brief as a file
READY = (
    "cells",
    "days_known",
    "places",
    "features",
    "lines",
    "marks",
    "areas",
)  # made of text and numbers only, and long
SLOTS = ("place", "side", "target", "status", "verb", "day", "echo_of", "teach")  # that a form may change
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
    app = FastAPI(title="whoholds", version=__version__, docs_url=None, redoc_url=None, openapi_url="/openapi.json")
    show = _templates(room.theatre)
    rules, shelf = dict(RULES), Shelf()
    for one in pages(room):
        for path in _add_page(app, one, room, show, shelf):
            rules["GET", path] = one.rule
    for kind in BRIEFS:
        rules["GET", _add_brief(app, kind, room, shelf)] = READER
    _add_door(app, door, cookie)
    _add_rulings(app, room)
    _add_events(app, room)
    _add_files(app)
    _add_errors(app, show)
    app.add_middleware(Guard, routes=app.routes, rules=rules, door=door, hosts=hosts, cookie=cookie)
    app.state.rules, app.state.room = rules, room
    return app


# ── pages ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def _add_page(app: FastAPI, page: Page, room: Room, show: jinja2.Environment, shelf: Shelf) -> list[str]:
    """A page as JSON and, where it has a template, as HTML; their addresses. What is made is kept until the record changes."""
    as_json = "/index.json" if page.path == "/" else f"{page.path}.json"

    def made(asked: Mapping[str, Any], shape: Callable[[dict[str, Any]], bytes], *around: str) -> bytes:
        """The page in that shape; one that still waits for something is not kept."""
        key, waits = (room.ledger.revision(), page.path, shape.__name__, *around, *sorted(asked.items())), []

        def make() -> bytes:
            told = page.values(**asked)
            waits.extend([True] if told.get("pending") else [])
            return shape(told)

        sent = shelf.get(key, make)
        if waits:
            shelf.forget(key)
        return sent

    @functools.wraps(page.values)
    def values(**asked: Any) -> Response:
        return Response(made(asked, _json), media_type="application/json")

    values.__signature__ = _signature(page.values)  # type: ignore[attr-defined]
    app.get(as_json, name=f"{page.name}.json", response_class=JSONResponse)(values)
    if not page.template:
        return [as_json]
    template = show.get_template(page.template)

    def html(request: Request, **asked: Any) -> Response:
        around = {"here": page.name, "address": _address(request), "ruled": _ruled(request)}

        def as_page(told: dict[str, Any]) -> bytes:
            body = {"body": Markup(page.body(**asked))} if page.body else {}  # noqa: S704  made by us, escaped there
            return template.render(**_plain(told), **around, **body).encode("utf-8", "replace")

        return HTMLResponse(made(asked, as_page, *around.values()))

    html.__signature__ = _signature(page.values, request=True)  # type: ignore[attr-defined]
    app.get(page.path, name=page.name, response_class=HTMLResponse, include_in_schema=False)(html)
    return [as_json, page.path]


def _add_brief(app: FastAPI, kind: str, room: Room, shelf: Shelf) -> str:
    """The brief as a file to keep; its address."""
    path = f"/brief.{kind}"

    @app.get(path, name=path, response_class=Response, responses={200: {"content": {MEDIA[kind]: {}}}})
    def brief(start: From = None, end: To = None, known: Known = None) -> Response:
        """The situation brief as a file."""
        moment = known_at(known)
        first, last = situation.days(room, start, end, moment)
        key = (room.ledger.revision(), path, first, last, moment)
        made = shelf.get(key, lambda: situation.as_file(room, kind, first, last, moment).encode("utf-8", "replace"))
        name = situation.file_name(room, kind, first, last)
        return Response(made, media_type=MEDIA[kind], headers={"content-disposition": f'attachment; filename="{name}"'})

    return path


def _json(values: dict[str, Any]) -> bytes:
    """The values as JSON. Beyond ASCII all is escaped, half characters too: no text is an error."""
    told = (f"{json.dumps(key)}:{_encoded(value)}" for key, value in _plain(values).items())
    return f"{{{','.join(told)}}}".encode("ascii")


def _encoded(value: Any) -> str:
    return value if isinstance(value, words.Json) else json.dumps(value, allow_nan=False, separators=(",", ":"))


def _signature(of: Callable[..., Any], *, request: bool = False) -> inspect.Signature:
    """What FastAPI reads the address by: the parameters of the page's own function."""
    told = inspect.signature(of, eval_str=True)
    asks = [inspect.Parameter("request", inspect.Parameter.KEYWORD_ONLY, annotation=Request)] if request else []
    named = [one.replace(kind=inspect.Parameter.KEYWORD_ONLY) for one in told.parameters.values()]
    return inspect.Signature([*asks, *named], return_annotation=Response)


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    """As ``plain``; long columns that are plain already are passed through as they are."""
    ready = {key: values[key] for key in READY if key in values}
    told: dict[str, Any] = plain({key: value for key, value in values.items() if key not in ready})
    return {**told, **ready}


def _address(request: Request) -> str:
    """Path and query as asked, for a form to lead back to."""
    return f"{request.url.path}{f'?{request.url.query}' if request.url.query else ''}"


def _ruled(request: Request) -> str:
    """The ruling just made, to be told at the top of the page; "" when none was."""
    told = request.query_params.get("ruled", "")
    return told if told.isalnum() and told.isascii() and len(told) <= 64 else ""


def _templates(theatre: Theatre) -> jinja2.Environment:
    show = jinja2.Environment(
        loader=jinja2.PackageLoader("whoholds.serve", "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    show.filters |= {
        "shown": shown,
        "short": short,
        "moment": words.moment,
        "percent": percent,
        "last_of": words.last_of,
        "listed": words.listed,
        "query": lambda pairs: urlencode({key: value for key, value in pairs.items() if value not in (None, "")}),
    }
    show.globals |= {"theatre_title": theatre.title, "theatre_note": theatre.note}
    show.globals |= {
        "figure": lambda *drawing: Markup(svg.figure(*drawing)),  # noqa: S704  made by us, escaped there
        "outline_of": outline_of,
        "COLOURS": COLOURS,
        "most": MANY,
        "version": __version__,
    }
    return show


# ── the door ────────────────────────────────────────────────────────────────────────────────────────────────────────


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


# ── rulings ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def _add_rulings(app: FastAPI, room: Room) -> None:
    def ruled(told: Mapping[str, Any]) -> dict[str, Any]:
        try:
            ruling = Ruling(str(told.get("ruling", "")))
        except ValueError:
            raise BadRuling(f"no ruling {told.get('ruling')!r}; there are {', '.join(Ruling)}") from None
        given = {slot: str(told[slot]).strip() for slot in SLOTS if str(told.get(slot) or "").strip()}
        made = room.rule(
            by=str(told.get("by", "")),
            ruling=ruling,
            about=str(told.get("about", "")),
            reason=str(told.get("reason", "")),
            changes=given if ruling in {Ruling.CORRECT, Ruling.MERGE, Ruling.LOCATE} else {},
        )
        return {"id": made.decision.id, "at": made.decision.at, "changed": sorted(made.changes.places)}

    @app.post("/rulings.json", responses={422: {"description": "Something is missing or cannot be."}})
    async def rule_json(request: Request) -> JSONResponse:
        """Keep a ruling: {"by", "ruling", "about", "reason", and what it changes}."""
        try:
            told = json.loads(await request.body())
        except (ValueError, UnicodeDecodeError, RecursionError):
            raise BadRuling("not JSON") from None
        if not isinstance(told, dict):
            raise BadRuling("not an object")
        return JSONResponse(plain(await run_in_threadpool(ruled, told)), status_code=201)

    @app.post("/rulings", include_in_schema=False)
    async def rule_form(request: Request) -> Response:
        body = (await request.body()).decode("utf-8", "replace")
        told = dict(parse_qsl(body, keep_blank_values=True, max_num_fields=40))
        made = await run_in_threadpool(ruled, told)
        back = _inside(told.get("back", ""))
        return RedirectResponse(f"{back}{'&' if '?' in back else '?'}ruled={made['id']}", status_code=303)


def _inside(back: str) -> str:
    """A path of this room to return to; the queue when it is none."""
    parts = urlsplit(back)
    fine = back.startswith("/") and not back.startswith("//") and "\\" not in back and not parts.netloc
    query = urlencode([pair for pair in parse_qsl(parts.query) if pair[0] != "ruled"])
    return (
        f"{parts.path}{f'?{query}' if query else ''}" if fine and back.isprintable() and back.isascii() else "/review"
    )


# ── news ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _add_events(app: FastAPI, room: Room) -> None:
    @app.get("/events", include_in_schema=False)
    async def events(request: Request) -> StreamingResponse:
        return StreamingResponse(_news(room, request), media_type="text/event-stream")


async def _news(room: Room, request: Request) -> AsyncIterator[str]:
    """The record's revision at once, then whenever it is another."""
    told, quiet = "", 0.0
    while not await request.is_disconnected():
        revision = await run_in_threadpool(room.ledger.revision)
        if revision != told:
            last = await run_in_threadpool(room.last_change)
            yield f"event: revision\nid: {revision}\ndata: {json.dumps(plain({'revision': revision, 'last_change': last}))}\n\n"
            told, quiet = revision, 0.0
        elif quiet >= STAYS_QUIET_S:
            yield ": still here\n\n"
            quiet = 0.0
        await asyncio.sleep(LOOKS_EVERY_S)
        quiet += LOOKS_EVERY_S


# ── files ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def _add_files(app: FastAPI) -> None:
    kept = dict(_files(files("whoholds") / "serve" / "static", ""))

    @app.get("/static/{name:path}", include_in_schema=False)
    def static(name: str, request: Request) -> Response:
        packed = kept.get(f"{name}.gz")
        content = packed if packed is not None else kept.get(name)
        if content is None or name.endswith(".gz"):
            raise HTTPException(404, "There is no such file.")
        mark = f'"{hashlib.sha256(content).hexdigest()[:24]}"'
        headers = {"etag": mark, "cache-control": "no-cache", "vary": "accept-encoding"}
        if request.headers.get("if-none-match") == mark:
            return Response(status_code=304, headers=headers)
        if packed is not None and "gzip" in request.headers.get("accept-encoding", ""):
            headers["content-encoding"] = "gzip"
        elif packed is not None:
            content = gzip.decompress(packed)
        ending = next((one for one in KINDS if name.endswith(one)), "")
        return Response(content, media_type=KINDS.get(ending, "application/octet-stream"), headers=headers)


def _files(folder: Traversable, under: str) -> list[tuple[str, bytes]]:
    """Every file of the folder by its name below it: what is not listed cannot be asked for."""
    found = []
    for one in folder.iterdir():
        name = f"{under}{one.name}"
        found += _files(one, f"{name}/") if one.is_dir() else [(name, one.read_bytes())]
    return found


# ── what goes wrong ─────────────────────────────────────────────────────────────────────────────────────────────────


def _add_errors(app: FastAPI, show: jinja2.Environment) -> None:
    template = show.get_template("error.html")

    def answer(request: Request, status: int, said: str) -> Response:
        if request.url.path.endswith(".json"):
            return JSONResponse({"error": said}, status_code=status)
        return HTMLResponse(
            template.render(status=status, said=said, here="", address="/", ruled=""), status_code=status
        )

    @app.exception_handler(WhoholdsError)
    async def ours(request: Request, wrong: WhoholdsError) -> Response:
        status = next((code for kind, code in STATUS if isinstance(wrong, kind)), 500)
        return answer(request, status, str(wrong))

    @app.exception_handler(RequestValidationError)
    async def asked_wrongly(request: Request, wrong: RequestValidationError) -> Response:
        told = "; ".join(f"{one['loc'][-1]}: {one['msg']}" for one in wrong.errors())
        return answer(request, 422, told)

    @app.exception_handler(HTTPException)
    async def refused(request: Request, wrong: HTTPException) -> Response:
        return answer(request, wrong.status_code, str(wrong.detail))
