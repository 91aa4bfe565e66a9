"""Scripts, styles and the vendored map, as they lie in the package: what is not listed cannot be asked for."""

from __future__ import annotations

import gzip
import hashlib
from importlib.resources import files
from importlib.resources.abc import Traversable

from fastapi import FastAPI, HTTPException, Request
from fastapi.responses import Response

KINDS = {
    ".css": "text/css; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".json": "application/json",
    ".txt": "text/plain; charset=utf-8",
    ".woff2": "font/woff2",
}


def add_files(app: FastAPI) -> None:
    """The route of the files, packed for whoever can unpack them."""
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
