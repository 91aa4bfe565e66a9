"""Fault: one thing to mend in a theatre's folder."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from whoholds.errors import BadTheatre


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing to mend. ``stops``: the theatre cannot be used until it is; else it works, but less well than it says."""

    file: str
    line: int
    field: str
    wrong: str
    mend: str
    stops: bool = False

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else self.file
        return f"{where}: {self.field}: {self.wrong}. {self.mend}"

    def as_json(self) -> dict[str, Any]:
        """For ``--json``: the fields as they are."""
        return {
            "file": self.file, "line": self.line, "field": self.field, "wrong": self.wrong, "mend": self.mend,
            "stops": self.stops,
        }  # fmt: skip


def of_error(error: BadTheatre, file: str, field: str, mend: str, line: int = 0) -> Fault:
    """A fault that the reader of the file found: it stops there. Its message says where; that is not said twice."""
    told = re.sub(r"^.*?" + re.escape(file) + r"(?::(\d+))?: ", "", str(error))
    number = re.search(re.escape(file) + r":(\d+):", str(error))
    return Fault(
        file=file, line=line or (int(number[1]) if number else 0), field=field, wrong=told, mend=mend, stops=True
    )
