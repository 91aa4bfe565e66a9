"""What the person named → the files and streams to read, in a fixed order."""

from __future__ import annotations

import gzip
import io
import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import BinaryIO, cast

from whoholds.read.offered import DAMAGED, Offered, skipped, unreadable
from whoholds.text import Skipped

STDIN = "-"
_GZIP = b"\x1f\x8b"
_HEAD = 65_536  # bytes looked at to tell what a stream without a name holds


def everything(
    paths: Iterable[str | Path], *, columns: Mapping[str, str], stdin: BinaryIO | None
) -> Iterator[Offered | Skipped]:
    """Each file once, folders walked in order of name, hidden files and folders left out; "-" is ``stdin``.

    A file is open only until the next one is asked for. What cannot be opened is refused with its reason.
    """
    for path in paths:
        if str(path) == STDIN:
            yield from _stream(stdin, "standard input", columns)
        elif _is_folder(path):
            for file in _inside(Path(path)):
                if isinstance(file, Skipped):
                    yield file
                else:
                    yield from _file(file, columns, named=False)
        else:
            yield from _file(Path(path), columns, named=True)


def _is_folder(path: str | Path) -> bool:
    try:
        return Path(path).is_dir()
    except (OSError, ValueError):
        return False


def _inside(folder: Path) -> Iterator[Path | Skipped]:
    """Every visible file below, sorted by path; links to folders are not followed, so there are no loops."""
    closed: list[OSError] = []
    for here, folders, files in os.walk(folder, onerror=closed.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(here) / name for name in sorted(files) if not name.startswith("."))
    yield from (skipped(str(error.filename), f"the folder cannot be opened: {error.strerror}") for error in closed)


def _file(path: Path, columns: Mapping[str, str], *, named: bool) -> Iterator[Offered | Skipped]:
    try:
        mode = path.stat().st_mode
        if not (stat.S_ISREG(mode) or (stat.S_ISFIFO(mode) and named)):
            yield skipped(str(path), "not a regular file")
            return
        stream = path.open("rb")
    except FileNotFoundError:
        yield skipped(str(path), "there is no such file")
        return
    except (OSError, ValueError) as error:
        yield skipped(str(path), unreadable(error))
        return
    with closing(stream):
        if stat.S_ISFIFO(mode):
            yield from _stream(stream, str(path), columns)
            return
        suffixes = [suffix.lower() for suffix in path.suffixes[-2:]]
        suffix = (suffixes[-2] if len(suffixes) > 1 else "") if suffixes[-1:] == [".gz"] else (suffixes or [""])[-1]
        try:
            inner = _inflated(stream)
        except DAMAGED as error:
            yield skipped(str(path), unreadable(error))
            return
        yield Offered(origin=str(path), stream=inner, suffix=suffix, columns=columns)


def _stream(stream: BinaryIO | None, origin: str, columns: Mapping[str, str]) -> Iterator[Offered | Skipped]:
    if stream is None:
        yield skipped(origin, "nothing is connected to it")
        return
    try:
        inner = _inflated(stream)
        suffix = _kind(inner.peek(_HEAD))
    except DAMAGED as error:
        yield skipped(origin, unreadable(error))
        return
    yield Offered(origin=origin, stream=inner, suffix=suffix, columns=columns)


def _inflated(stream: BinaryIO) -> io.BufferedReader:
    """The stream, buffered, and decompressed when its first bytes say that it is gzip, whatever its name."""
    outer = stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(cast("io.RawIOBase", stream), _HEAD)
    if outer.peek(2)[:2] == _GZIP:
        return io.BufferedReader(cast("io.RawIOBase", gzip.GzipFile(fileobj=outer)), _HEAD)
    return outer


def _kind(head: bytes) -> str:
    """The suffix that a nameless stream would deserve: a table of JSON lines, one JSON text, HTML, or plain text."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    line, ended, _ = start.partition(b"\n")
    if start.startswith(b"{"):
        return ".jsonl" if not ended or line.rstrip().endswith(b"}") else ".json"
    if start.startswith(b"["):
        return ".json" if start[1:].lstrip().startswith((b"{", b"]")) else ".txt"
    if start[:300].lower().startswith((b"<!doctype html", b"<html")):
        return ".html"
    return ".txt"
