"""Where a ruling comes in: as a form or as JSON, checked, kept, and answered."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response
from starlette.concurrency import run_in_threadpool

from whoholds.ask.plain import plain
from whoholds.claim import Ruling
from whoholds.errors import BadRuling
from whoholds.serve.room import Room

SLOTS = ("place", "side", "target", "status", "verb", "day", "echo_of", "teach")  # that a form may change


def add_rulings(app: FastAPI, room: Room) -> None:
    """The two ways to rule."""

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
