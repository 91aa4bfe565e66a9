"""What every export does alike: quotes beside rows, points no finer than is known, days as people read them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from math import sqrt

from whoholds.ask import Cited, Row, in_words
from whoholds.place import Place
from whoholds.when import DAY

Cite = Callable[[Sequence[str]], Sequence[Cited]]  # ids of claims → their words, as ``ask.cited`` of one ledger gives

METRES_PER_DEGREE = 111_320  # of latitude, and of longitude at the equator: elsewhere rounding moves a point less
FINEST = 4  # decimals, 11 m: places are exported, never positions
UNKNOWN_PRECISION = 2  # decimals, 1 km: what a point of unstated precision is worth
_AT_ONCE = 200  # rows whose claims are looked up together


def with_words(rows: Iterable[Row], cite: Cite | None) -> Iterator[tuple[Row, dict[str, Cited]]]:
    """Each row, in order, with the words behind its claims by id; without ``cite`` there are none."""
    left = iter(rows)
    while batch := list(islice(left, _AT_ONCE)):
        ids = dict.fromkeys(claim for row in batch for claim in (*row.claims, *row.against))
        words = {one.claim: one for one in cite(list(ids))} if cite and ids else {}
        for row in batch:
            yield row, {claim: words[claim] for claim in (*row.claims, *row.against) if claim in words}


def rounded(place: Place) -> tuple[float, float] | None:
    """Longitude and latitude with as few decimals as keep the point inside its own radius; None: not located."""
    if place.point is None:
        return None
    decimals = UNKNOWN_PRECISION if place.precision_m is None else FINEST
    if place.precision_m is not None:
        moved = (METRES_PER_DEGREE * sqrt(2) / 2 / 10**count for count in range(FINEST))
        decimals = next((count for count, metres in enumerate(moved) if metres <= place.precision_m), FINEST)
    return round(place.point.lon, decimals), round(place.point.lat, decimals)


def last_day(end: date | None) -> date | None:
    """The last day of a period that ends before ``end``; None: it is open."""
    return None if end is None else end - DAY


def statement(row: Row) -> str:
    """The row as one neutral, attributed sentence."""
    voices = "1 independent voice" if row.voices == 1 else f"{row.voices} independent voices"
    days = f"from {row.start} on" if row.start else "at all times"
    if row.end is not None:
        days = f"from {row.start} to {last_day(row.end)}" if row.start else f"up to {last_day(row.end)}"
    return (
        f"By the reports known on {row.known.date()}, {row.place.name} {days}: "
        f"{in_words(row.state, row.holder_names)} (probability {row.probability:.2f}, {voices}, "
        f"last heard {row.last_heard})"
    )


def link(url: str | None) -> str | None:
    """The address when a browser may follow it, else None."""
    return url if url and url.lower().startswith(("http://", "https://")) else None
