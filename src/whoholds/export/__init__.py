"""Answers → files. Every writer of the record takes the rows of ``ask.record``, loses none, and says how many it wrote.

``BRIEFS`` are the writers of a situation brief; the picture of its map is handed to them.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, TextIO

from whoholds.ask import Brief, Row
from whoholds.export import csv, geojson, html, markdown
from whoholds.export.rows import Cite


class Writer(Protocol):
    """Writes rows to a text stream and returns their number; ``cite`` gives the words behind claims."""

    def __call__(self, rows: Iterable[Row], stream: TextIO, cite: Cite | None = None) -> int:
        """The number of rows written."""
        ...


class BriefWriter(Protocol):
    """Writes a brief to a text stream; ``picture`` is its map, as SVG made by us."""

    def __call__(self, brief: Brief, stream: TextIO, picture: str = "") -> None:
        """Nothing but the file."""
        ...


EXPORTS: dict[str, Writer] = {"geojson": geojson.write, "csv": csv.write}
BRIEFS: dict[str, BriefWriter] = {"md": markdown.write, "html": html.write}
