"""Values as words: moments, periods, lists; a text split where findings stand."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from functools import cached_property
from itertools import pairwise
from typing import Any

from whoholds.ask import Read


class Json(str):
    """A value that is JSON already, made of text and numbers only: it is passed on as it is."""

    __slots__ = ()


class Rows(list[list[Any]]):
    """Long rows of text and numbers that stay as they are: their JSON is made once."""

    @cached_property
    def told(self) -> str:
        """The rows as JSON."""
        return json.dumps(self, allow_nan=False, separators=(",", ":"))


def moment(known: datetime | str | None) -> str:
    """An instant to the minute, UTC."""
    if known is None:
        return ""
    at = datetime.fromisoformat(known) if isinstance(known, str) else known
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def last_of(end: date | str | None) -> str:
    """The last day of a period that ends before this one; "" when it is open."""
    if not end:
        return ""
    day = date.fromisoformat(end) if isinstance(end, str) else end
    return str(date.fromordinal(day.toordinal() - 1))


def segments(text: str, reads: Sequence[Read]) -> list[dict[str, Any]]:
    """The text in stretches: ``found`` are the numbers of the findings whose quote covers it, ``said`` of those whose sentence does.

    Together they are the whole text, each code point once, in order.
    """
    cuts = {0, len(text)}
    for one in reads:
        cuts |= {min(max(0, at), len(text)) for at in (one.start, one.end, *one.sentence)}
    edges = sorted(cuts)
    made = []
    for start, end in pairwise(edges):
        inside = [n for n, one in enumerate(reads) if one.start <= start and end <= one.end]
        around = [n for n, one in enumerate(reads) if one.sentence[0] <= start and end <= one.sentence[1]]
        made.append({"text": text[start:end], "start": start, "found": inside, "said": around})
    return made


def listed(words: Iterable[str]) -> str:
    """A list as a sentence has it: a, b and c."""
    those = list(words)
    return " and ".join(filter(None, [", ".join(those[:-1]), those[-1]])) if those else ""
