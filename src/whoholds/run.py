"""The table of contents: read → find → link → fuse → keep, each stage seen from here and none from another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import islice
from types import MappingProxyType
from typing import Any

from whoholds import __version__
from whoholds.claim import Claim, Unlinked
from whoholds.control import Changes, Control, Edition, Fit
from whoholds.errors import EmptyLedger
from whoholds.find import find
from whoholds.find.predictions import prediction
from whoholds.find.quotes import quoted
from whoholds.fuse import fuse, neighbourhood, numbers_of
from whoholds.fuse.fitting import Fitted, from_claims
from whoholds.fuse.parameters import PRIOR
from whoholds.identity import content_id
from whoholds.keep import Added, Entry, Ledger, evidence, in_order
from whoholds.language import load_language
from whoholds.link import link, parties_named
from whoholds.link.actors import body_of, voice_of
from whoholds.link.taught import as_taught
from whoholds.place import Point
from whoholds.text import Report, Skipped
from whoholds.theatre import Theatre

PAGES = 256  # places fused in one transaction
NO_LESSONS: Mapping[str, tuple[str, str]] = MappingProxyType({})
UNDATED = datetime(1900, 1, 1, tzinfo=UTC)  # stands for "no date" where findings are only printed


@dataclass(slots=True)
class Tally:
    """What a run has done so far. ``offered`` = ``read`` + ``again`` + ``skipped``."""

    read: int = 0
    again: int = 0
    skipped: int = 0
    findings: int = 0
    claims: int = 0
    unlinked: int = 0
    refused: int = 0
    changes: Changes = field(default_factory=Changes)

    @property
    def offered(self) -> int:
        """Everything that was offered as a report."""
        return self.read + self.again + self.skipped


Progress = Callable[[Tally], None]


def run(
    items: Iterable[Report | Skipped],
    *,
    theatre: Theatre,
    ledger: Ledger,
    engine: str = "frames",
    method: str = "model",
    batch: int = 32,
    progress: Progress | None = None,
) -> Tally:
    """Read these reports into the ledger and settle what they change.

    Each batch is one transaction: killed anywhere, the same call goes on where it stopped and ends with the same
    ledger. Order and repetition of ``items`` change nothing.
    """
    reader, tally = reading_edition(theatre, engine), Tally()
    lessons = ledger.rulings().lessons
    for some in _batches(items, batch):
        reports = [one for one in some if isinstance(one, Report)]
        skipped = [one for one in some if isinstance(one, Skipped)]
        fresh = ledger.unread(reports, edition=reader)
        entries = list(entries_of(fresh, theatre=theatre, engine=engine, tally=tally, lessons=lessons))
        _count(tally, ledger.add(entries, edition=reader, again=reports, skipped=skipped), len(reports), len(skipped))
        if progress:
            progress(tally)
    tally.changes = settle(theatre=theatre, ledger=ledger, method=method)
    return tally


def entries_of(
    reports: Iterable[Report],
    *,
    theatre: Theatre,
    engine: str,
    tally: Tally,
    lessons: Mapping[str, tuple[str, str]] = NO_LESSONS,
) -> Iterator[Entry]:
    """Each report with its findings, the claims they became, and what could not be tied to an id.

    lessons  key of a name that a desk has taught → place, and id of the ruling: such claims bear the ruling's id.
    """
    for report, raw in find(reports, theatre, engine=engine):
        findings = tuple(quoted(raw, report))
        tally.refused += len(raw) - len(findings)
        linked = tuple(link(report, findings, theatre))
        if lessons:
            linked += as_taught(report, findings, linked, theatre, lessons)
        yield Entry(
            report=report,
            findings=findings,
            claims=tuple(one for one in linked if isinstance(one, Claim)),
            unlinked=tuple(one for one in linked if isinstance(one, Unlinked)),
        )


def settle(*, theatre: Theatre, ledger: Ledger, method: str) -> Changes:
    """Fuse every place whose evidence has changed since its page was made; what a killed run left is among them."""
    fit = ledger.fit()
    fuser, opened, closed = fusing_edition(theatre, method, fit), list[Control](), list[Control]()
    stale = ledger.stale(fuser.id)
    if not stale:
        return Changes()
    known, numbers = ledger.last_change(), numbers_of(fit)
    spoken_of = ledger.places_with_claims(known=known) if numbers.field else ()
    around = neighbourhood(spoken_of, lambda place: evidence(ledger, place, known), theatre, numbers)
    if around is not None:
        stale = tuple(sorted(around.touched(stale)))
    for start in range(0, len(stale), PAGES):
        places = stale[start : start + PAGES]
        pages: dict[str, tuple[Control, ...]] = dict.fromkeys(places, ())
        told = list(ledger.claims_by_place(places, known=known))
        imprints = ledger.imprints({claim.report for _, claims in told for claim in claims})
        for place, claims in told:
            pages[place] = fuse(
                place,
                claims,
                imprints,
                theatre=theatre,
                known=known,
                method=method,
                parameters=numbers,
                beside=around.beside(place) if around else (),
            )
        changes = ledger.record(pages, known=known, edition=fuser)
        opened += changes.opened
        closed += changes.closed
    return Changes(opened=tuple(opened), closed=tuple(closed))


def learn(
    *, theatre: Theatre, ledger: Ledger, at: datetime, known: datetime | None = None, field: float = 0.0
) -> tuple[Fitted, Fit | None]:
    """(What was learnt from the record, what was kept of it): None when it was refused. Pages are left to ``settle``.

    at     now: what the numbers hold from, so that nothing that could be known before becomes another.
    known  learn as one would have then: from what had arrived by this instant, to hold from it on.
    field  power a day with which places that lie beside one another count for each other; 0 = not at all.
    ValueError: nothing to learn from. LedgerError: other numbers hold from a later instant. EmptyLedger.
    """
    last = ledger.last_change()
    since = known or max(at, last)
    standing = ledger.fit()
    in_order(standing, since)
    pages, points = {}, dict[str, Point]()
    for place, claims in ledger.claims_by_place(ledger.places_with_claims(known=since), known=since):
        point = theatre.point_of(place)
        if point is not None:
            points[place] = point
            pages[place] = (claims, ledger.imprints({claim.report for claim in claims}))
    fitted = from_claims(
        pages,
        points,
        theatre,
        standing=numbers_of(standing) if standing else None,
        numbers=replace(PRIOR, field=field),
    )
    if not fitted.new:
        return fitted, None
    numbers, heard = fitted.numbers.to_json(), min(last, since)
    made = content_id("fit", since, heard, __version__, numbers)
    fit = Fit(id=made, known=since, heard=heard, code=__version__, numbers=numbers)
    ledger.learn(fit)
    return fitted, fit


def moments(ledger: Ledger, every: int) -> tuple[datetime, ...]:
    """Ends of days on which something arrived, at least so many days apart, after all numbers that are kept."""
    try:
        days = ledger.days_of_change()
    except EmptyLedger:
        return ()
    standing, found = ledger.fit(), list[datetime]()
    last = days[0]
    for day in days:
        end = datetime(day.year, day.month, day.day, 23, 59, 59, tzinfo=UTC)
        if (day - last).days >= every and (standing is None or end > standing.known):
            found.append(end)
            last = day
    return tuple(found)


def predictions(reports: Iterable[Report], *, theatre: Theatre, engine: str = "frames") -> Iterator[dict[str, Any]]:
    """What ``whoholds find`` prints: one flat row a finding, in the order of the reports."""
    for report, findings in find(reports, theatre, engine=engine):
        kept = tuple(quoted(findings, report))
        for finding, (actor, target) in zip(kept, parties_named(report, kept, theatre), strict=True):
            voice = voice_of(finding.speakers[-1], report, theatre, report.day) if finding.speakers else None
            whose = body_of(voice, theatre) if voice else ""
            row = prediction(finding, report, voice, actor=actor, target=target, whose=whose)
            yield row if report.published != UNDATED else {**row, "date": None}


def reading_edition(theatre: Theatre, engine: str) -> Edition:
    """What reads: the code, the engine, the words and the names it knows."""
    return _edition(engine, "", theatre.digest, ",".join(f"{one}:{load_language(one).digest}" for one in ("en",)))


def fusing_edition(theatre: Theatre, method: str, fit: Fit | None = None) -> Edition:
    """What weighs: the code, the method, the numbers, the theatre."""
    return _edition(method, f"learnt {fit.id}" if fit else "priors", theatre.digest, "")


def _edition(method: str, settings: str, theatre: str, languages: str) -> Edition:
    made = content_id("edition", __version__, method, settings, theatre, languages)
    return Edition(id=made, code=__version__, method=method, settings=settings, theatre=theatre, languages=languages)


def _batches(items: Iterable[Report | Skipped], size: int) -> Iterator[list[Report | Skipped]]:
    stream = iter(items)
    while some := list(islice(stream, size)):
        yield some


def _count(tally: Tally, added: Added, reports: int, skipped: int) -> None:
    tally.read += added.read
    tally.again += reports - added.read
    tally.skipped += skipped
    tally.findings += added.findings
    tally.claims += added.claims
    tally.unlinked += added.unlinked
