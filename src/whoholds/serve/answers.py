"""A page as it is sent: as JSON and, where it has a template, as HTML; made once, however many ask for it."""

from __future__ import annotations

import functools
import inspect
import json
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

import jinja2
from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response
from markupsafe import Markup

from whoholds import __version__
from whoholds.ask.plain import plain
from whoholds.control import percent
from whoholds.export.visible import short, shown
from whoholds.serve import situation, svg, words
from whoholds.serve.drawing import COLOURS, outline_of
from whoholds.serve.pages import MANY, From, Known, Page, To, known_at
from whoholds.serve.room import Room
from whoholds.serve.shelf import Shelf
from whoholds.theatre import Theatre

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


def add_page(app: FastAPI, page: Page, room: Room, show: jinja2.Environment, shelf: Shelf[bytes]) -> list[str]:
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


def add_brief(app: FastAPI, kind: str, room: Room, shelf: Shelf[bytes]) -> str:
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
    if isinstance(value, words.Rows):
        return value.told
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


def templates(theatre: Theatre) -> jinja2.Environment:
    """The templates of the room, with what they may call: everything shown is escaped, and hidden characters are written out."""
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
