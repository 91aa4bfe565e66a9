"""What a map or a table showed → one report a day, whose every line is a claim about one place."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from whoholds.claim import Claim, Status, Voice
from whoholds.display import BETWEEN, CONTESTED_WORDS, FINDER, Shown
from whoholds.identity import content_id
from whoholds.link.actors import outlet_of
from whoholds.link.parties import actor_of
from whoholds.link.places import locate_row
from whoholds.place import AREAS, Point
from whoholds.text import Report, Skipped, Span, report_id, skipped_id
from whoholds.theatre import Theatre
from whoholds.when import DAY, Basis, Grain, When, until

VERSION = "1"
CONTESTED = "contested"


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """What one source showed on one day: a report whose lines are the rows, the claims in them, and what is left out."""

    report: Report
    claims: tuple[Claim, ...]
    skipped: tuple[Skipped, ...]


def snapshots(
    shown: Iterable[Shown],
    theatre: Theatre,
    *,
    source: str,
    raw: bytes,
    published: datetime | None = None,
    received: datetime | None = None,
) -> Iterator[Snapshot]:
    """A snapshot for each day shown, in order.

    A place is shown by its own row, else by the smallest outline round it; a place under neither is not shown, which
    says nothing of it. Two rows of one place and day that differ: it is shown as contested.
    published  default: the end of the day shown. received: default: when it was published.
    """
    by_day: dict[date, list[Shown]] = {}
    for one in shown:
        by_day.setdefault(one.day, []).append(one)
    outlines = _Outlines(theatre)
    for day in sorted(by_day):
        yield _snapshot(
            day, by_day[day], theatre, outlines, source=source, raw=raw, published=published, received=received
        )


def _snapshot(
    day: date,
    shown: Sequence[Shown],
    theatre: Theatre,
    outlines: _Outlines,
    *,
    source: str,
    raw: bytes,
    published: datetime | None,
    received: datetime | None,
) -> Snapshot:
    left_out: list[Skipped] = []
    held: dict[str, set[tuple[str, ...]]] = {}
    drawn: list[tuple[Mapping[str, Any], tuple[str, ...]]] = []
    for one in shown:
        holders = _holders(one.holder, theatre, day)
        if holders is None:
            left_out.append(_left_out(one, f"no party {one.holder!r} in theatre {theatre.id}"))
        elif one.outline is not None:
            drawn.append((one.outline, holders))
        else:
            place, why = (one.place, "") if one.place in outlines.ids else _place(one.place, theatre)
            if place:
                held.setdefault(place, set()).add(holders)
            else:
                left_out.append(_left_out(one, f"{one.place!r}: {why}"))
    for place, holders in outlines.inside(drawn).items():
        held.setdefault(place, {holders})
    rows = {place: next(iter(said)) if len(said) == 1 else (CONTESTED,) for place, said in held.items()}
    moment = published or until(day.isoformat())
    lines = [f"{source}, as of {day}"]
    lines += [f"{theatre.place(place).name} ({place}): {_words(rows[place], theatre)}" for place in sorted(rows)]
    text = "\n".join(lines)
    report = Report(
        id=report_id(outlet=source, url=None, published=moment, text=text),
        ref="",
        outlet=source,
        url=None,
        published=moment,
        day=day,
        received=received or moment,
        language="und",
        title=f"{source}, as of {day}",
        text=text,
        raw=raw,
        raw_sha256=hashlib.sha256(raw).hexdigest(),
        extractor=f"{FINDER}@{VERSION}",
        signature=b"",
    )
    voice = replace(outlet_of(report, theatre), actor="", party=None)
    claims, start = [], len(lines[0]) + 1
    for place, line in zip(sorted(rows), lines[1:], strict=True):
        claims.append(_claim(report, voice, place, rows[place], Span(start, start + len(line))))
        start += len(line) + 1
    return Snapshot(report=report, claims=tuple(claims), skipped=tuple(left_out))


def _claim(report: Report, voice: Voice, place: str, holders: tuple[str, ...], quote: Span) -> Claim:
    fought = len(holders) > 1 or holders == (CONTESTED,)
    named = () if holders == (CONTESTED,) else holders
    return Claim(
        id=content_id("shown", report.id, place, *holders),
        finding="",
        report=report.id,
        known=report.received,
        verb="contested" if fought else "control_held",
        actor=named[0] if named else "",
        target=named[1] if len(named) > 1 else "",
        place=place,
        place_text=place,
        candidates=((place, 1.0),),
        when=When(first=report.day, last=report.day + DAY, grain=Grain.DAY, basis=Basis.STATED),
        voices=(voice,),
        status=Status.ASSERTED,
        quote=quote,
        counts=(),
        finder=f"{FINDER}@{VERSION}",
    )


def _holders(words: str, theatre: Theatre, day: date) -> tuple[str, ...] | None:
    """The parties a display names, in order of id; ("contested",) when it names none; None: one of them is unknown."""
    if words.casefold() in CONTESTED_WORDS:
        return (CONTESTED,)
    found = []
    for word in filter(None, (part.strip() for part in words.split(BETWEEN))):
        party = word if theatre.actor(word) else actor_of(word, theatre, day).actor
        if not party or theatre.actor(party) is None:
            return None
        found.append(party)
    return tuple(sorted(set(found))) or None


def _place(words: str, theatre: Theatre) -> tuple[str, str]:
    """(Id, "") of the place of that name, or ("", why not)."""
    found = locate_row({"name": words}, theatre)
    return (found["place"], "") if found["place"] else ("", str(found.get("reason", "not located")))


def _words(holders: tuple[str, ...], theatre: Theatre) -> str:
    if holders == (CONTESTED,):
        return CONTESTED
    names = [actor.name if (actor := theatre.actor(one)) else one for one in holders]
    return names[0] if len(names) == 1 else f"{CONTESTED} between {' and '.join(names)}"


def _left_out(one: Shown, reason: str) -> Skipped:
    told = f"{one.place} {one.holder} {one.day}".strip()
    digest = hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()
    made = skipped_id(origin=one.origin, reason=reason, raw_sha256=digest)
    return Skipped(id=made, origin=one.origin, ref="", reason=reason, excerpt=told[:200], raw_sha256=digest)


class _Outlines:
    """The located places of a theatre, for asking which lie inside an outline. Areas are not points."""

    def __init__(self, theatre: Theatre) -> None:
        self._spots: list[tuple[str, Point]] = [
            (place.id, place.point)
            for place in theatre.places()
            if place.point is not None and place.kind not in AREAS and not place.same_as
        ]
        self.ids = frozenset(place.id for place in theatre.places())
        self._tree: Any = None

    def inside(self, drawn: Sequence[tuple[Mapping[str, Any], tuple[str, ...]]]) -> dict[str, tuple[str, ...]]:
        """Place → holders of the smallest outline round it."""
        if not drawn:
            return {}
        import shapely
        from shapely.geometry import shape

        if self._tree is None:
            self._tree = shapely.STRtree([shapely.Point(point.lon, point.lat) for _, point in self._spots])
        found: dict[str, tuple[float, tuple[str, ...]]] = {}
        for outline, holders in drawn:
            try:
                area = shapely.make_valid(shape(outline))
            except (shapely.errors.ShapelyError, ValueError, TypeError, KeyError, IndexError, AttributeError):
                continue  # a broken ring shows nothing; the rest of the map stands
            for i in self._tree.query(area, predicate="intersects").tolist():
                place = self._spots[i][0]
                if place not in found or (area.area, holders) < found[place]:
                    found[place] = (area.area, holders)
        return {place: holders for place, (_, holders) in found.items()}
