"""What is refused before any page is asked: foreign hosts and origins, strangers, and every route without a rule."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Match
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from whoholds.serve.door import Door

ANYONE, READER, DESK = "anyone", "reader", "desk"  # whom a route is for; who has a session is all three
MOST_BYTES = 64 * 1024  # of a request's body: a ruling is a few lines
SAFE = frozenset({"GET", "HEAD"})
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "connect-src 'self'; worker-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",  # with "no-referrer" a browser sends our own forms with the origin "null"
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}


class Guard:
    """Wraps the application.

    hosts   names (without port) by which the machine may be addressed.
    rules   (method, path of the route) → whom it is for. What stands in no rule is refused.
    cookie  name of the session's cookie.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        routes: Iterable[BaseRoute],
        rules: Mapping[tuple[str, str], str],
        door: Door,
        hosts: frozenset[str],
        cookie: str,
    ) -> None:
        self._app, self._routes, self._rules = app, tuple(routes), rules
        self._door, self._hosts, self._cookie = door, hosts, cookie

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        refused = self._refused(scope, headers)

        async def out(message: Message) -> None:
            if message["type"] == "http.response.start":
                told = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    told[name] = value
                told.setdefault("cache-control", "no-store")
            await send(message)

        if refused is not None:
            await refused(scope, receive, out)
            return
        await self._app(scope, _capped(receive), out)

    def _refused(self, scope: Scope, headers: Headers) -> Response | None:
        plain = not str(scope["path"]).endswith(".json")
        if not self._is_ours(headers.get("host", "")) or len(headers.getlist("host")) != 1:
            return _answer(400, "This address is not the map room's.", plain)
        method = str(scope["method"]).upper()
        origin = headers.get("origin")
        if origin is not None and not self._same(origin, headers.get("host", "")):
            return _answer(403, "Another site asked for this.", plain)
        if headers.get("sec-fetch-site") == "cross-site" and headers.get("sec-fetch-mode") != "navigate":
            return _answer(403, "Another site asked for this.", plain)
        if method not in SAFE and origin is None:
            return _answer(403, "A change must come from a page of the map room.", plain)
        if not headers.get("content-length", "0").isdigit() or int(headers.get("content-length", "0")) > MOST_BYTES:
            return _answer(413, "That is too much at once.", plain)
        rule = self._rule(scope, method)
        if rule is None:
            return _answer(404, "There is no such page.", plain)
        if rule == ANYONE or self._door.knows(self._session(headers)):
            return None
        return _answer(401, "The map room is opened with the link that `whoholds serve` prints. It works once.", plain)

    def _rule(self, scope: Scope, method: str) -> str | None:
        for route in self._routes:
            match, _ = route.matches(scope)
            if match is Match.FULL:
                path = getattr(route, "path", "")
                return self._rules.get(("GET" if method == "HEAD" else method, path))
        return None

    def _session(self, headers: Headers) -> str:
        return cookie_parser(headers.get("cookie", "")).get(self._cookie, "")

    def _is_ours(self, host: str) -> bool:
        return (urlsplit(f"//{host}").hostname or "") in self._hosts if _well_formed(host) else False

    def _same(self, origin: str, host: str) -> bool:
        return origin.lower() == f"http://{host}".lower()


def _well_formed(host: str) -> bool:
    try:
        urlsplit(f"//{host}").port  # noqa: B018 - raises when the port is none
    except ValueError:
        return False
    return "@" not in host and "/" not in host


def _answer(status: int, words: str, plain: bool) -> Response:
    if not plain:
        return JSONResponse({"error": words}, status_code=status)
    page = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>whoholds</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<link rel="stylesheet" href="/static/room.css"><link rel="icon" href="/static/mark.svg"></head>'
        f'<body class="bare"><main><h1>whoholds</h1><p>{words}</p></main></body></html>'
    )
    return HTMLResponse(page, status_code=status)


def _capped(receive: Receive) -> Receive:
    """The request's body up to the limit; a longer one ends the connection's patience as an empty body does."""
    seen = 0

    async def limited() -> Message:
        nonlocal seen
        message = await receive()
        if message["type"] == "http.request":
            seen += len(message.get("body", b""))
            if seen > MOST_BYTES:
                return {"type": "http.disconnect"}
        return message

    return limited
