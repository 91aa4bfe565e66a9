"""Which days an expression of time means. The words are data: ``[times]`` of the language file."""

from __future__ import annotations

from whoholds.dateline import Dateline, dateline

__all__ = ["Dateline", "dateline"]
