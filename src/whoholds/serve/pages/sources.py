"""Who tells how much, and how it fared."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from fastapi import Query

from whoholds import ask
from whoholds.ask.who import name_of_actor
from whoholds.serve.pages.page import Page, asked
from whoholds.serve.room import Room

UNGRADED = "F"


def pages(room: Room) -> tuple[Page, ...]:
    """The page of the sources."""
    ledger, theatre = room.ledger, room.theatre

    def sources(
        by: Annotated[
            Literal["voice", "outlet"], Query(description="Whose record: of who vouches, or of who prints.")
        ] = "voice",
    ) -> dict[str, Any]:
        """How each source's claims fared by what the others say; and who told how much."""
        told, outlets = asked(room, None, None), by == "outlet"
        tracks: Sequence[ask.Standing] | None = ()
        current = True
        if told["last_change"] is not None:
            tracks, current = room.beside.get(
                ("tracks", outlets), ledger.revision(), lambda: room.tracks(outlets=outlets)
            )
        rows = ask.sources(ledger, theatre)
        return {
            **told,
            "by": by,
            "tracks": None if tracks is None else [one.as_json() for one in tracks],
            "pending": not current,
            "mean": tracks[0].track.mean if tracks else None,
            "graded": any(one.reliability != UNGRADED for one in tracks or ()),
            "rows": [one.as_json() for one in rows],
            "voices": {one.side: name_of_actor(theatre, one.side) for one in rows if one.side},
        }

    return (Page(path="/sources", name="sources", template="sources.html", values=sources),)
