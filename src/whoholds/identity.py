"""Ids are content hashes: the same thing has the same id on every machine, so a rerun changes nothing."""

from __future__ import annotations

import hashlib
import json
from datetime import date, datetime
from enum import Enum
from typing import Any

ID_HEX = 32  # 128 bits: a collision among 10^9 items has odds of about 1 in 10^21


def canonical(value: Any) -> str:
    """JSON with sorted keys and no spare spaces; dates as ISO text, enums by value, sets in order."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain)


def content_id(kind: str, *parts: Any) -> str:
    """The id of a thing of this kind made of these parts: 32 hexadecimal digits."""
    return hashlib.sha256(canonical([kind, *parts]).encode("utf-8", "surrogatepass")).hexdigest()[:ID_HEX]


def _plain(value: Any) -> Any:
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, frozenset | set):
        return sorted(value)
    raise TypeError(f"no canonical form for {type(value).__name__}")
