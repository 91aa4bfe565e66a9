"""Every page, once, as plain values: what ``.json`` gives and what a template shows.

A page is a function of the room and of what was asked. ``pages`` lists them with their address, template and for whom
they are.
"""

from __future__ import annotations

from whoholds.serve.pages import changes, desk, mapped, place, report, search, sources
from whoholds.serve.pages.page import MANY, From, Known, Page, To, known_at
from whoholds.serve.room import Room

GROUPS = (mapped, place, report, changes, sources, search, desk)


def pages(room: Room) -> tuple[Page, ...]:
    """Every page of the room."""
    return tuple(page for group in GROUPS for page in group.pages(room))


__all__ = ["MANY", "From", "Known", "Page", "To", "known_at", "pages"]
