"""Answers as plain values, ready for JSON: days and instants as ISO text, tuples as lists, nouns as objects."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any

from whoholds.control import CONTESTED


def plain(value: Any) -> Any:
    """The value made of dict, list, str, int, float, bool and None only."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date | datetime):
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, dict):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, frozenset | set):
        return sorted(plain(one) for one in value)
    if isinstance(value, tuple | list):
        return [plain(one) for one in value]
    return value


def plain_shares(shares: tuple[tuple[str, float], ...]) -> dict[str, float]:
    """Shares by actor id, largest first; fighting inside under "contested"."""
    return {"contested" if actor == CONTESTED else actor: share for actor, share in shares}
