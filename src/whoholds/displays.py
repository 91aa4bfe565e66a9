"""Displays into the ledger: read, tied to places, kept as a source of their own kind, and watched for faults."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise

from whoholds import __version__
from whoholds.claim import Claim, Decision, Ruling
from whoholds.control import Edition
from whoholds.display import FINDER, Shown
from whoholds.identity import content_id
from whoholds.keep import Entry, Ledger
from whoholds.link.displays import Snapshot, snapshots
from whoholds.read.display import display_rows
from whoholds.text import Report, Skipped
from whoholds.theatre import Theatre

FLIPS = 100  # places that must change at once before a snapshot is suspected
BACK = 0.8  # and the share of them that the next snapshot takes back: then it was a fault, not a front
WATCH = "quarantine"  # who rules so, in the chain of rulings


@dataclass(frozen=True, slots=True, kw_only=True)
class Put:
    """What one file brought. ``places``: rows or places inside outlines; ``quarantined``: titles of faulty snapshots."""

    snapshots: int
    places: int
    skipped: int
    quarantined: tuple[str, ...]


def put(
    raw: bytes,
    origin: str,
    *,
    source: str,
    theatre: Theatre,
    ledger: Ledger,
    as_of: date | None = None,
    columns: Mapping[str, str] | None = None,
    published: datetime | None = None,
    received: datetime | None = None,
) -> Put:
    """Keep what the file shows as claims of ``source``; the same file twice is once. Pages are made by ``settle``.

    A snapshot in which a hundred places change and four in five change back in the next is put in quarantine: a ruling
    rejects it from the moment the next one was known, so that a replay of the days between still shows what was known.
    BadSetting: the file cannot be read as a display.
    """
    read = list(display_rows(raw, origin, as_of=as_of, columns=columns))
    shown = [one for one in read if isinstance(one, Shown)]
    found = list(snapshots(shown, theatre, source=source, raw=raw, published=published, received=received))
    left_out = [one for one in read if isinstance(one, Skipped)]
    left_out += [one for snapshot in found for one in snapshot.skipped]
    entries = [Entry(report=one.report, claims=one.claims) for one in found]
    edition = showing_edition(theatre)
    ledger.add(entries, edition=edition, again=[one.report for one in found], skipped=left_out)
    return Put(
        snapshots=len(found),
        places=sum(len(one.claims) for one in found),
        skipped=len(left_out),
        quarantined=tuple(_quarantined(ledger, source, found)),
    )


def showing_edition(theatre: Theatre) -> Edition:
    """What reads displays: the code and the names it knows."""
    made = content_id("edition", __version__, FINDER, "", theatre.digest, "")
    return Edition(id=made, code=__version__, method=FINDER, settings="", theatre=theatre.digest, languages="")


def _quarantined(ledger: Ledger, source: str, new: Sequence[Snapshot]) -> Iterable[str]:
    """Rulings against the snapshots that the new ones show to be faulty, or that are new and faulty; their titles."""
    if not any(len(one.claims) >= FLIPS for one in new):
        return
    kept = [one for one in ledger.reports() if one.outlet == source and one.extractor.startswith(f"{FINDER}@")]
    kept.sort(key=lambda one: (one.day, one.received, one.id))
    fresh = {one.report.id for one in new}
    ruled = {one.about for one in ledger.decisions() if one.by == WATCH}
    screens: dict[str, dict[str, tuple[str, str, str]]] = {}
    for before, (middle, after) in zip(kept, pairwise(kept[1:]), strict=False):
        if middle.id in ruled or not fresh & {before.id, middle.id, after.id}:
            continue
        looks = [
            screens.setdefault(one.id, screen(ledger.claims(report=one.id, ruled=False)))
            for one in (before, middle, after)
        ]
        changed, back = flips(*looks)
        if changed > FLIPS and back > BACK * changed:
            ledger.decide(_ruling(middle, after, changed, back))
            yield middle.title


def screen(claims: Iterable[Claim]) -> dict[str, tuple[str, str, str]]:
    """What a snapshot showed of each place."""
    return {one.place: (one.verb, one.actor, one.target) for one in claims}


def flips(
    before: Mapping[str, tuple[str, str, str]],
    middle: Mapping[str, tuple[str, str, str]],
    after: Mapping[str, tuple[str, str, str]],
) -> tuple[int, int]:
    """(Places that changed from the first to the second, those of them that the third shows as the first did).

    A place that a snapshot leaves out has changed too.
    """
    changed = [place for place in before if middle.get(place) != before[place]]
    return len(changed), sum(1 for place in changed if after.get(place) == before[place])


def _ruling(faulty: Report, after: Report, changed: int, back: int) -> Decision:
    reason = f"{changed} places changed, and {back} of them changed back in the next snapshot ({after.day})"
    at = max(faulty.received, after.received)
    return Decision(
        id=content_id("decision", WATCH, at, faulty.id, reason),
        by=WATCH,
        at=at,
        about=faulty.id,
        ruling=Ruling.REJECT,
        reason=reason,
    )
