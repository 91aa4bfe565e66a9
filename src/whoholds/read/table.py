"""Tables of reports: JSON lines and JSON. One row is one report, or one refusal that names its line and column."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from whoholds.read.encoding import decode, marked
from whoholds.read.fields import FIELDS, SYNONYMS, compared
from whoholds.read.offered import DAMAGED, FILE_BYTES, Draft, Offered, lines, skipped, unreadable, whole
from whoholds.text import Skipped

EXTRACTOR = "table@1"
Line = tuple[int, bytes, str, tuple[str, ...]]  # number, bytes, text, notes on the encoding
_LISTS = ("reports", "articles", "items", "rows", "results", "data", "docs", "documents", "entries")


def json_lines(offered: Offered) -> Iterator[Draft | Skipped]:
    """One JSON object a line; empty lines are passed over."""
    for line in text_lines(offered):
        if isinstance(line, Skipped):
            yield line
            continue
        number, raw, text, notes = line
        if not text.strip():
            continue
        where = f"{offered.origin}:{number}"
        row = _json(text)
        if isinstance(row, str):
            yield skipped(where, row, raw)
        else:
            yield draft_of(row, where, raw, offered.columns, notes)


def json_whole(offered: Offered) -> Iterator[Draft | Skipped]:
    """One JSON text: an object, a list of objects, or an object with such a list; JSON lines under the wrong suffix too.

    One text has at most 20 MB; JSON lines have no limit.
    """
    try:
        raw = offered.stream.read(FILE_BYTES + 1)
    except DAMAGED as error:
        yield skipped(offered.origin, unreadable(error))
        return
    text, notes = decode(raw)
    value = _json(text)
    if isinstance(value, str) or len(raw) > FILE_BYTES:
        if isinstance(_json(text.lstrip().partition("\n")[0]), dict):
            yield from json_lines(replace(offered, stream=io.BufferedReader(_Rejoined(raw, offered.stream))))
        elif len(raw) > FILE_BYTES:
            yield skipped(
                offered.origin, f"one JSON text of more than {FILE_BYTES:,} bytes; write it as JSON lines", raw
            )
        else:
            yield skipped(offered.origin, value, raw)
        return
    rows = value
    if isinstance(value, dict):
        rows = next((value[key] for key in _LISTS if isinstance(value.get(key), list)), None)
    if not isinstance(rows, list) or (isinstance(value, dict) and isinstance(value.get("text"), str)):
        yield draft_of(value, offered.origin, raw, offered.columns, notes)
        return
    for number, row in enumerate(rows, 1):
        yield draft_of(row, f"{offered.origin}: item {number}", None, offered.columns, notes)


def draft_of(
    row: Any, where: str, raw: bytes | None, columns: Mapping[str, str], notes: Sequence[str] = ()
) -> Draft | Skipped:
    """The draft in one row; a refusal when it is no object, has no text, or a cell is of the wrong type.

    Without ``raw``, the row's JSON stands for the bytes as they came.
    """
    if raw is None:
        raw = json.dumps(row, ensure_ascii=False, default=str).encode("utf-8", "surrogatepass")
    if not isinstance(row, Mapping):
        return skipped(where, f"{_kind(row)} where an object with named fields was expected", raw)
    found: dict[str, str] = {}
    for field in FIELDS:
        name, value = _cell(row, field, columns)
        if value is None:
            continue
        if isinstance(value, bool) or not isinstance(value, str if field == "text" else (str, int, float)):
            reason = f"column {name!r}: {_kind(value)} where {'a text' if field == 'text' else 'a word or a date'} was expected"
            return skipped(where, reason, raw, ref=found.get("id", ""))
        found[field] = value if isinstance(value, str) else _number(value)
    if "text" not in found:
        called = columns.get("text", "text")
        return skipped(where, f"no column {called!r}; there are {_listed(row)}", raw, ref=found.get("id", ""))
    ref = found.pop("id", "")
    return Draft(origin=where, raw=raw, extractor=EXTRACTOR, ref=ref, notes=tuple(notes), **found)


def _cell(row: Mapping[str, Any], field: str, columns: Mapping[str, str]) -> tuple[str, Any]:
    """The name and value of the column that holds a field; an empty cell gives way to the next synonym."""
    if field in columns:
        return columns[field], row.get(columns[field])
    named = {compared(name): name for name in reversed(list(row)) if isinstance(name, str)}
    present = [named[name] for name in SYNONYMS[field] if name in named]
    filled = [name for name in present if row[name] is not None and row[name] != ""]
    name = (filled or present or [field])[0]
    return name, row.get(name)


def text_lines(offered: Offered) -> Iterator[Line | Skipped]:
    """Each line: number, bytes, text, notes. UTF-16 and UTF-32 files are read as a whole, up to 20 MB."""
    try:
        mark = marked(offered.stream.peek(4))
    except DAMAGED as error:
        yield skipped(offered.origin, unreadable(error))
        return
    if mark.startswith(("utf-16", "utf-32")):
        raw = whole(offered)
        if isinstance(raw, Skipped):
            yield raw
            return
        text, notes = decode(raw)
        for number, line in enumerate(io.StringIO(text, newline="\n"), 1):
            yield number, line.encode(), line, notes
        return
    for item in lines(offered):
        if isinstance(item, Skipped):
            yield item
        else:
            yield *item, *decode(item[1])


class _Rejoined(io.RawIOBase):
    """Bytes already taken from a stream, and then the rest of it."""

    def __init__(self, head: bytes, rest: io.BufferedIOBase) -> None:
        self._head, self._rest = io.BytesIO(head), rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        return self._head.readinto(buffer) or self._rest.readinto(buffer)


def _json(text: str) -> Any:
    """The value of a JSON text; a sentence (str) when it has none. A bare string is refused by the same way."""
    try:
        value = json.loads(text, object_pairs_hook=_no_twins)
    except _TwiceError as error:
        return f"the field {str(error)!r} stands twice"
    except json.JSONDecodeError as error:
        return f"not JSON: {error.msg.removesuffix(' at')} at column {error.colno}" + (
            f" of line {error.lineno}" if error.lineno > 1 else ""
        )
    except (ValueError, RecursionError) as error:
        return f"not JSON that can be read: {str(error) or type(error).__name__}"
    return "a bare text where an object with named fields was expected" if isinstance(value, str) else value


class _TwiceError(ValueError):
    """A key stands twice in one object."""


def _no_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    row = dict(pairs)
    if len(row) < len(pairs):
        seen: set[str] = set()
        raise _TwiceError(next(key for key, _ in pairs if key in seen or seen.add(key)))  # type: ignore[func-returns-value]
    return row


def _kind(value: Any) -> str:
    names = {
        dict: "an object",
        list: "a list",
        str: "a text",
        bool: "true or false",
        int: "a number",
        float: "a number",
    }
    return names.get(type(value), "nothing" if value is None else type(value).__name__)


def _number(value: float) -> str:
    return str(int(value)) if isinstance(value, int) or value.is_integer() else str(value)


def _listed(row: Mapping[str, Any]) -> str:
    return ", ".join(repr(str(name)) for name in list(row)[:30]) or "none"
