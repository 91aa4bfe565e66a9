"""Answers as plain values, ready for JSON: days and instants as ISO text, tuples as lists, nouns as objects."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any

from whoholds.control import CONTESTED

AS_THEY_ARE = frozenset({str, int, float, bool, type(None)})
_FIELDS: dict[type, tuple[str, ...]] = {}  # looking them up takes longer than telling them


def plain(value: Any) -> Any:
    """The value made of dict, list, str, int, float, bool and None only."""
    kind = type(value)
    if kind in AS_THEY_ARE:
        return value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date | datetime):
        return value.isoformat()
    if names := _names(kind):
        return {one: plain(getattr(value, one)) for one in names}
    if isinstance(value, dict):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, frozenset | set):
        return sorted(plain(one) for one in value)
    if isinstance(value, tuple | list):
        return [plain(one) for one in value]
    return value


def _names(kind: type) -> tuple[str, ...]:
    """The fields of a kind of noun; none when it is no noun."""
    if kind not in _FIELDS:
        _FIELDS[kind] = tuple(one.name for one in fields(kind)) if is_dataclass(kind) else ()
    return _FIELDS[kind]


def plain_shares(shares: tuple[tuple[str, float], ...]) -> dict[str, float]:
    """Shares by actor id, largest first; fighting inside under "contested"."""
    return {"contested" if actor == CONTESTED else actor: share for actor, share in shares}
