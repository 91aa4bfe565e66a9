"""A helper's own program: it reads the same ledger as the room, answers one question after another, and yields to readers.

    python -m whoholds.serve.hand LEDGER CACHE

Questions and answers are packed objects on standard input and output, between this program and the one that started it.
It ends when its input does: with the room, or when the room lets it go.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from whoholds import ask
from whoholds.ask.told import pack
from whoholds.ask.view import View, view
from whoholds.errors import WhoholdsError
from whoholds.keep import Ledger, open_ledger
from whoholds.serve.areas import grounds
from whoholds.serve.basemap import under
from whoholds.text import Imprint
from whoholds.theatre import Theatre, load_theatre

YIELDS = 10  # steps by which its priority lies below that of whoever started it


class Hand:
    """What a helper can be asked. Each answer is the one that the room itself would work out."""

    def __init__(self, ledger: Ledger, theatre: Theatre) -> None:
        self._ledger, self._theatre = ledger, theatre
        self._seen: tuple[tuple[datetime, str], View] | None = None
        self._fared = ask.Fared()
        self._imprints: dict[str, Imprint] = {}  # as the ledger stood then

    def replay(self, known: datetime, places: tuple[str, ...]) -> list[tuple[str, bytes]]:
        """Each of these places with its history as known then, packed; b"" for one of which nothing was known."""
        asked = (known, self._ledger.revision())
        if self._seen is None or self._seen[0] != asked:
            if self._seen is None or self._seen[0][1] != asked[1]:
                self._imprints.clear()
            self._seen = (asked, view(self._ledger, self._theatre, known))
        found = dict(self._seen[1].replays(places, self._imprints))
        return [(place, pack(found.get(place, ()))) for place in places]

    def tracks(self, *, outlets: bool) -> tuple[ask.Standing, ...]:
        """The track record of every teller."""
        return ask.track_records(self._ledger, self._theatre, outlets=outlets, fared=self._fared)

    def grounds(self, spoken_of: frozenset[str]) -> Any:
        """The ground of every place spoken of."""
        return grounds(self._theatre, under(self._theatre), spoken_of)


def main(ledger: str, cache: str) -> None:
    """Answer until nobody asks any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the room, which then lets its helpers go
    with suppress(AttributeError, OSError):  # not every system knows of it
        os.nice(YIELDS)
    told, sys.stdout = sys.stdout.buffer, sys.stderr  # nothing that prints may fall between two answers
    with open_ledger(ledger) as kept:
        hand = Hand(kept, load_theatre(kept.found_at, cache=Path(cache) if cache else None))
        while True:
            try:
                name, about, more = pickle.load(sys.stdin.buffer)  # noqa: S301  from whoever started this program
            except EOFError:
                return
            ask_it: Callable[..., Any] = getattr(hand, name)
            try:
                answer: tuple[bool, Any] = (True, ask_it(*about, **more))
            except WhoholdsError as wrong:
                answer = (False, str(wrong))
            pickle.dump(answer, told, pickle.HIGHEST_PROTOCOL)
            told.flush()


if __name__ == "__main__":
    with suppress(BrokenPipeError):  # the room is gone
        main(*sys.argv[1:])
