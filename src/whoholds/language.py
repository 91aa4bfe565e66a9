"""Language: one TOML file per language, loaded and compiled once. Words are data; code knows only shapes."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources
from typing import Any

from whoholds.errors import BadLanguage


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """A language as its file describes it.

    tables  the parsed file: one table per trade ([times], [say], [hedge], [[frame]], ...).
    digest  sha256 of the file: part of every finder's version.
    """

    id: str
    digest: str
    tables: Mapping[str, Any] = field(compare=False, repr=False)

    def table(self, name: str) -> Any:
        """One table of the file. BadLanguage: the file has none of that name."""
        if name not in self.tables:
            raise BadLanguage(f"languages/{self.id}.toml", name, "the table is missing")
        return self.tables[name]


@lru_cache(maxsize=8)
def load_language(name: str) -> Language:
    """The language of that two-letter code. BadLanguage: no such file, or not TOML."""
    file = resources.files("whoholds") / "languages" / f"{name}.toml"
    if not file.is_file():
        known = sorted(one.name.removesuffix(".toml") for one in file.parent.iterdir() if one.name.endswith(".toml"))  # type: ignore[attr-defined]
        raise BadLanguage(f"languages/{name}.toml", "file", f"no such language; there are: {', '.join(known)}")
    raw = file.read_bytes()
    try:
        tables = tomllib.loads(raw.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadLanguage(f"languages/{name}.toml", "file", str(error)) from error
    return Language(id=name, digest=hashlib.sha256(raw).hexdigest(), tables=tables)
