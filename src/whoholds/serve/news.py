"""News of the record for open pages: server-sent events."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator

from fastapi import FastAPI, Request
from fastapi.responses import StreamingResponse
from starlette.concurrency import run_in_threadpool

from whoholds.ask.plain import plain
from whoholds.serve.room import Room

LOOKS_EVERY_S = 1.0  # how often an open page's stream looks for news
STAYS_QUIET_S = 15.0  # after which a stream says that it lives


def add_events(app: FastAPI, room: Room) -> None:
    """The route of the news."""

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
