"""What goes wrong, said in a line; and what is not there yet, said with how far it has come."""

from __future__ import annotations

import jinja2
from fastapi import FastAPI, HTTPException, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, Response

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
from whoholds.serve.moments import StillWorking

AGAIN_S = 2  # until a page that waits asks again
STATUS: tuple[tuple[type[WhoholdsError], int], ...] = (
    (NoSuchPlace, 404),
    (NotInLedger, 404),
    (AmbiguousPlace, 409),
    (EmptyLedger, 404),
    (LedgerBusy, 503),
    (BadRuling, 422),
    (BadSetting, 422),
)


def add_errors(app: FastAPI, show: jinja2.Environment) -> None:
    """What is answered to whatever is raised."""
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

    waits = show.get_template("waiting.html")

    @app.exception_handler(StillWorking)
    async def on_its_way(request: Request, still: StillWorking) -> Response:
        headers = {"retry-after": str(AGAIN_S)}
        if request.url.path.endswith(".json"):
            told = {"pending": True, "done": still.done, "of": still.of}
            return JSONResponse(told, status_code=202, headers=headers)
        address = f"{request.url.path}{f'?{request.url.query}' if request.url.query else ''}"
        page = waits.render(still=still, again=AGAIN_S, here="", address=address, ruled="")
        return HTMLResponse(page, status_code=202, headers=headers)
