"""Offered, Draft: what was put before us, and what a reader made of it before it is checked."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from gzip import BadGzipFile
from io import BufferedReader

from whoholds.read.encoding import excerpt, mend
from whoholds.text import Skipped, skipped_id

FILE_BYTES = 20_000_000  # a document read as a whole: some hundred times the longest news report
LINE_BYTES = 5_000_000  # one row of a table
GIVE_UP_BYTES = 1_000_000_000  # a "line" this long is no table, or a decompression bomb
_CHUNK = 65_536
DAMAGED = (OSError, EOFError, BadGzipFile, zlib.error)  # what reading a broken or vanished file raises


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """One file or stream to be read.

    origin   what the person calls it: the path as given, or "standard input".
    stream   its bytes, decompressed.
    suffix   lower case, with the dot, ".gz" left off; empty when none.
    columns  field of a report → what the table calls it.
    """

    origin: str
    stream: BufferedReader
    suffix: str
    columns: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A report as a reader found it: dates still as written, empty where nothing was said.

    hint  a date in the file's name, believed only when nothing else dates the report.
    """

    origin: str
    raw: bytes
    extractor: str
    text: str
    ref: str = ""
    title: str = ""
    outlet: str = ""
    url: str = ""
    language: str = ""
    published: str = ""
    received: str = ""
    hint: str = ""
    notes: tuple[str, ...] = ()


def skipped(origin: str, reason: str, raw: bytes = b"", *, ref: str = "", sha256: str = "") -> Skipped:
    """A refusal that can be stored and shown; ``sha256`` where the bytes were too many to keep."""
    digest = sha256 or hashlib.sha256(raw).hexdigest()
    origin, reason, ref = mend(origin)[0], mend(reason)[0], mend(ref)[0]
    return Skipped(
        id=skipped_id(origin=origin, reason=reason, raw_sha256=digest),
        origin=origin,
        ref=ref,
        reason=reason,
        excerpt=excerpt(raw),
        raw_sha256=digest,
    )


def whole(offered: Offered, limit: int = FILE_BYTES) -> bytes | Skipped:
    """All bytes of a document; a refusal when there are more than ``limit``, or when they cannot be read."""
    try:
        raw = offered.stream.read(limit + 1)
    except DAMAGED as error:
        return skipped(offered.origin, unreadable(error))
    if len(raw) > limit:
        return skipped(offered.origin, f"longer than {limit:,} bytes: too large for one report; split it", raw)
    return raw


def unreadable(error: BaseException) -> str:
    """The reason to give when the bytes themselves cannot be had."""
    said = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return f"the file cannot be read to its end: {said}; fetch it again"


def lines(offered: Offered, limit: int = LINE_BYTES) -> Iterator[tuple[int, bytes] | Skipped]:
    """Each line with its number (1-based) and its line break; never more than ``limit`` bytes in memory.

    A longer line is hashed as it passes and refused; a damaged stream ends with a refusal.
    """
    number = 0
    try:
        while True:
            raw = offered.stream.readline(limit + 1)
            if not raw:
                return
            number += 1
            if len(raw) <= limit or raw.endswith(b"\n"):
                yield number, raw
                continue
            length, digest, ended = _pass_over(offered.stream, raw)
            where = f"{offered.origin}:{number}"
            if not ended:
                reason = f"a line of more than {GIVE_UP_BYTES:,} bytes: not a table; the rest of the file is left out"
                yield skipped(where, reason, raw[:_CHUNK], sha256=digest)
                return
            yield skipped(where, f"a line of {length:,} bytes; at most {limit:,} are read", raw[:_CHUNK], sha256=digest)
    except DAMAGED as error:
        yield skipped(f"{offered.origin}:{number + 1}", unreadable(error))


def _pass_over(stream: BufferedReader, head: bytes) -> tuple[int, str, bool]:
    """Length, sha256 and whether its end was reached, of a line whose head was read."""
    length, digest = len(head), hashlib.sha256(head)
    while length <= GIVE_UP_BYTES:
        piece = stream.readline(_CHUNK)
        length += len(piece)
        digest.update(piece)
        if not piece or piece.endswith(b"\n"):
            return length, digest.hexdigest(), True
    return length, digest.hexdigest(), False
