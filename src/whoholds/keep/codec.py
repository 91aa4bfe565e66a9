"""Nouns as JSON and back, strictly: what is read equals what was written, or it is an error.

A noun becomes an object with its fields by name; fields that have their default value are left out. Dates and
instants are ISO text (instants in UTC), enums their value, tuples arrays, sets sorted arrays. The default of a field, once released, can therefore never change.
"""

from __future__ import annotations

import json
import types
import typing
from collections.abc import Callable, Hashable, Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from enum import Enum, StrEnum
from functools import cache
from math import isfinite
from operator import attrgetter
from typing import Any, TypeVar, cast

Noun = TypeVar("Noun")
Step = Callable[[Any], Any]
ENCODE = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode


def to_json(noun: Any, *, without: frozenset[str] = frozenset()) -> str:
    """The noun as one line of JSON; ``without`` names fields that are kept elsewhere.

    TypeError: a field holds something its type does not allow. ValueError: a number that is not finite, or an
    instant without a zone.
    """
    return ENCODE(_writer_of(cast("Hashable", type(noun)), without)(noun))


def from_json(kind: type[Noun], text: str, **kept_elsewhere: Any) -> Noun:
    """The noun of this kind that the line tells, completed by the fields kept elsewhere.

    ValueError: not JSON, a field unknown, missing or twice, or a value that its type does not allow.
    """
    try:
        told = json.loads(text)
        noun: Noun = _reader_of(cast("Hashable", kind))(told, kept_elsewhere)
    except (TypeError, KeyError, OverflowError) as wrong:
        raise ValueError(f"not a {kind.__name__}: {wrong}") from wrong
    return noun


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return typing.get_type_hints(kind)


@cache
def _writer_of(kind: Any, without: frozenset[str]) -> Step:
    """One pass over the fields; strings, numbers and flags are checked in place, since most fields are such."""
    hints = _hints(kind)
    kept = [one for one in fields(kind) if one.name not in without]
    steps = tuple((one.name, one.default, _plain(hints[one.name]), _writer(hints[one.name])) for one in kept)
    values_of = attrgetter(*(one.name for one in kept), "__class__")  # two or more names: always a tuple

    def write(noun: Any) -> dict[str, Any]:
        told = {}
        for (name, default, exact, step), value in zip(steps, values_of(noun), strict=False):
            if value is default or (value == default and type(value) is type(default)):
                continue
            told[name] = value if type(value) is exact else step(value)
        return told

    return write


def _plain(hint: Any) -> type | None:
    """The type whose values are JSON as they stand, words of a list (StrEnum) among them; None for the others."""
    known = hint in {str, int, bool} or (isinstance(hint, type) and issubclass(hint, StrEnum))
    return cast("type", hint) if known else None


@cache
def _reader_of(kind: Any) -> Callable[[Any, Mapping[str, Any]], Any]:
    hints = _hints(kind)
    steps = {one.name: _reader(hints[one.name]) for one in fields(kind)}

    def read(told: Any, kept_elsewhere: Mapping[str, Any]) -> Any:
        if type(told) is not dict:
            raise TypeError(f"{type(told).__name__} instead of an object")
        values = {name: steps[name](value) for name, value in told.items()}
        return kind(**values, **kept_elsewhere)

    return read


def _must(kind: type) -> Step:
    def same(value: Any) -> Any:
        if type(value) is not kind:
            raise TypeError(f"{type(value).__name__} {value!r:.80} instead of {kind.__name__}")
        return value

    return same


def _finite(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(f"{type(value).__name__} {value!r:.80} instead of a number")
    if not isfinite(value):
        raise ValueError(f"{value} is not a finite number")
    return float(value)


def _write_date(value: Any) -> str:
    if type(value) is not date:
        raise TypeError(f"{type(value).__name__} {value!r:.80} instead of a day")
    return value.isoformat()


def _write_instant(value: Any) -> str:
    if not isinstance(value, datetime):
        raise TypeError(f"{type(value).__name__} {value!r:.80} instead of an instant")
    if value.tzinfo is None:
        raise ValueError(f"{value} has no time zone")
    return value.astimezone(UTC).isoformat()


def _read_instant(value: Any) -> datetime:
    moment = datetime.fromisoformat(_must(str)(value))
    if moment.tzinfo is None:
        raise ValueError(f"{value} has no time zone")
    return moment


def _listed(value: Any, length: int | None = None) -> Any:
    if not isinstance(value, tuple | list) or (length is not None and len(value) != length):
        raise TypeError(f"{value!r:.80} instead of {'a list' if length is None else f'{length} values'}")
    return value


def _parts(hint: Any) -> tuple[Any, tuple[Any, ...]]:
    """The container and what it holds; for ``X | None``: (None, (X,))."""
    origin, inner = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        kept = tuple(one for one in inner if one is not type(None))
        if len(kept) != 1 or len(inner) != 2:
            raise TypeError(f"no rule for {hint}")
        return None, kept
    return origin, inner


SIMPLE: dict[Any, tuple[Step, Step]] = {
    str: (_must(str), _must(str)),
    int: (_must(int), _must(int)),
    bool: (_must(bool), _must(bool)),
    float: (_finite, _finite),
    date: (_write_date, lambda value: date.fromisoformat(_must(str)(value))),
    datetime: (_write_instant, _read_instant),
}


@cache
def _writer(hint: Any) -> Step:
    if hint in SIMPLE:
        return SIMPLE[hint][0]
    if isinstance(hint, type) and issubclass(hint, Enum):
        kind = hint
        return lambda value: value.value if isinstance(value, kind) else kind(value).value
    if is_dataclass(hint):
        noun, write = _must(cast("type", hint)), _writer_of(cast("type", hint), frozenset())
        return lambda value: write(noun(value))
    origin, inner = _parts(hint)
    steps = tuple(_writer(one) for one in inner if one is not Ellipsis)
    if origin is None and steps:
        return lambda value: None if value is None else steps[0](value)
    if origin is tuple and len(inner) == 2 and inner[1] is Ellipsis:
        return lambda value: [steps[0](one) for one in _listed(value)]
    if origin is tuple:
        return lambda value: [step(one) for step, one in zip(steps, _listed(value, len(steps)), strict=True)]
    if origin is frozenset:
        return lambda value: sorted(steps[0](one) for one in value)
    raise TypeError(f"no rule for {hint}")


@cache
def _reader(hint: Any) -> Step:
    if hint in SIMPLE:
        return SIMPLE[hint][1]
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint
    if is_dataclass(hint):
        read = _reader_of(cast("type", hint))
        return lambda value: read(value, {})
    origin, inner = _parts(hint)
    steps = tuple(_reader(one) for one in inner if one is not Ellipsis)
    if origin is None and steps:
        return lambda value: None if value is None else steps[0](value)
    if origin is tuple and len(inner) == 2 and inner[1] is Ellipsis:
        return lambda value: tuple(steps[0](one) for one in _listed(value))
    if origin is tuple:
        return lambda value: tuple(step(one) for step, one in zip(steps, _listed(value, len(steps)), strict=True))
    if origin is frozenset:
        return lambda value: frozenset(steps[0](one) for one in _listed(value))
    raise TypeError(f"no rule for {hint}")
