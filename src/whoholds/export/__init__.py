"""Answers → files. Every writer takes the rows of ``ask.record``, loses none, and says how many it wrote."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, TextIO

from whoholds.ask import Row
from whoholds.export import csv, geojson
from whoholds.export.rows import Cite


class Writer(Protocol):
    """Writes rows to a text stream and returns their number; ``cite`` gives the words behind claims."""

    def __call__(self, rows: Iterable[Row], stream: TextIO, cite: Cite | None = None) -> int:
        """The number of rows written."""
        ...


EXPORTS: dict[str, Writer] = {"geojson": geojson.write, "csv": csv.write}
