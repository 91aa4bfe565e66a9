"""Columns: named stretches of bytes in one file, mapped into memory and never read whole.

The file is written beside itself and renamed, so that a reader meets the old one or the new one, never half of one.
"""

from __future__ import annotations

import json
import mmap
import os
import sys
import tempfile
from array import array
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, Any, TypeAlias

MAGIC = b"whoholds columns\n"
ALIGNED = 16  # bytes: every column starts at a multiple
NONE = 0xFFFFFFFF  # no number: the end of a chain
KEPT = 3  # older files of the same name that are left standing: another process may be about to open one


Bytes: TypeAlias = "bytes | bytearray | memoryview | array[Any]"  # what a column may be made of


def opened(file: Path, stamp: str) -> dict[str, memoryview] | None:
    """The columns of a file that carries this stamp; None: there is none, it is another's, or it is damaged."""
    try:
        with file.open("rb") as stream:
            head = stream.read(len(MAGIC) + 8)
            if not head.startswith(MAGIC):
                return None
            length = int.from_bytes(head[len(MAGIC) :], "big")
            header = json.loads(stream.read(length))
            first = _aligned(len(head) + length)
            if (header["stamp"], header["order"]) != (stamp, sys.byteorder):
                return None
            if first + header["size"] != os.fstat(stream.fileno()).st_size:
                return None
            whole = memoryview(mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ))
        return {name: whole[first + start : first + end] for name, (start, end) in header["columns"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def kept(file: Path, stamp: str, columns: Mapping[str, Bytes]) -> bool:
    """Write the columns into the file, all or nothing. False: the folder cannot be written; nothing is left behind."""
    bounds: dict[str, tuple[int, int]] = {}
    size = 0
    for name, column in columns.items():
        bounds[name] = (size, size + memoryview(column).nbytes)
        size = _aligned(bounds[name][1])
    header = json.dumps({"stamp": stamp, "order": sys.byteorder, "size": size, "columns": bounds}).encode()
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=file.parent, prefix=file.stem, suffix=".part", delete=False) as stream:
            part = Path(stream.name)
            try:
                _padded(stream, MAGIC + len(header).to_bytes(8, "big") + header)
                for column in columns.values():
                    _padded(stream, column)
            except OSError:
                part.unlink(missing_ok=True)
                return False
        part.replace(file)
    except OSError:
        return False
    return True


def release(columns: Mapping[str, memoryview]) -> None:
    """Take the file's pages out of this process's memory; they are read again when asked for."""
    whole = next((view.obj for view in columns.values()), None)
    if isinstance(whole, mmap.mmap) and hasattr(mmap, "MADV_DONTNEED"):
        whole.madvise(mmap.MADV_DONTNEED)


def viewed(columns: Mapping[str, Bytes]) -> dict[str, memoryview]:
    """The columns as they would be read from a file, where there is none."""
    return {name: memoryview(column).cast("B") if len(column) else memoryview(b"") for name, column in columns.items()}


def numbers(column: memoryview, kind: str = "I") -> Sequence[int]:
    """A column of numbers: four bytes each, or eight ("Q")."""
    return column.cast(kind) if len(column) else ()  # type: ignore[call-overload]


class Texts:
    """A column of strings: number → string."""

    def __init__(self, columns: Mapping[str, memoryview], name: str) -> None:
        self._bytes, self._ends = columns[name], numbers(columns[f"{name}_ends"], "Q")

    def __getitem__(self, number: int) -> str:
        start = self._ends[number - 1] if number else 0
        return str(self._bytes[start : self._ends[number]], "utf-8", "surrogatepass")


class Chains:
    """A column of sets: number of a set → its members' numbers, ascending. Each member is in one set at most."""

    def __init__(self, columns: Mapping[str, memoryview], name: str) -> None:
        self._last, self._before = numbers(columns[f"{name}_last"]), numbers(columns[f"{name}_before"])

    def of(self, number: int | None) -> list[int]:
        """The members of that set; none of none."""
        members: list[int] = []
        at = NONE if number is None else self._last[number]
        while at != NONE:
            members.append(at)
            at = self._before[at]
        members.reverse()
        return members


def chained(name: str, sets: int, set_of: Sequence[int]) -> dict[str, array[int]]:
    """The columns of ``Chains``: for each member, in order, its set's number; ``NONE``: it is in none."""
    last = array("I", [NONE]) * sets
    before = array("I")
    for member, number in enumerate(set_of):
        if number == NONE:
            before.append(NONE)
        else:
            before.append(last[number])
            last[number] = member
    return {f"{name}_last": last, f"{name}_before": before}


def tidied(folder: Path, pattern: str) -> None:
    """Take away all but the newest few files of that pattern, as far as the system lets us."""
    try:
        found = sorted(folder.glob(pattern), key=lambda one: one.stat().st_mtime, reverse=True)
        for old in found[1 + KEPT :]:
            old.unlink(missing_ok=True)
    except OSError:
        return


def _padded(stream: IO[bytes], column: Bytes) -> None:
    size = stream.write(column)
    stream.write(bytes(_aligned(size) - size))


def _aligned(at: int) -> int:
    return -(-at // ALIGNED) * ALIGNED
