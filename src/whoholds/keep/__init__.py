"""The ledger: append-only, on two clocks. What it holds, what it answers, and how it is opened.

How a run uses it (each ``add`` is one transaction; killed anywhere, a second run resumes at the first unread report):

    with open_ledger("arland.db", write=True, theatre="arland") as ledger:
        for batch in batches(reports):                              # some hundred reports each
            new = ledger.unread(batch, edition=reader)              # the others were read before
            ledger.add((Entry(report=..., findings=..., claims=..., unlinked=...) for each of new),
                       edition=reader, again=batch, skipped=...)    # `again`: note the arrival of all
        known = ledger.last_change()                                # the last arrival, or a ruling after it
        for places in chunks(ledger.stale(fuser.id)):               # also what a killed run left undone
            pages = {}
            for place, claims in ledger.claims_by_place(places, known=known):
                imprints = ledger.imprints({claim.report for claim in claims})
                pages[place] = fuse(place, claims, imprints, theatre=theatre, known=known, ...)
            ledger.record({place: pages.get(place, ()) for place in places}, known=known, edition=fuser)
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from whoholds.claim import Claim, Decision, Finding, Unlinked
from whoholds.control import Changes, Control, Edition, Fit
from whoholds.errors import LedgerError
from whoholds.keep.codec import to_json
from whoholds.keep.rulings import CORRECTABLE, Rulings
from whoholds.text import Imprint, Report, Skipped
from whoholds.when import Period

__all__ = [
    "CORRECTABLE",
    "Added",
    "Audit",
    "Entry",
    "Ledger",
    "Outlet",
    "Rulings",
    "Stats",
    "driver_found",
    "in_order",
    "locating",
    "open_ledger",
]

WAIT_S = 10.0  # how long a second writer waits for the first


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A report and all that was read out of it: kept together, or not at all."""

    report: Report
    claims: tuple[Claim, ...] = ()
    unlinked: tuple[Unlinked, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What one ``add`` changed. ``places``: those whose page must be made again."""

    reports: int = 0
    read: int = 0
    findings: int = 0
    claims: int = 0
    unlinked: int = 0
    skipped: int = 0
    places: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """Whether the chain of decisions is whole.

    head    hash of the last decision: noted elsewhere, it shows a cut tail. "" when there is none.
    broken  1-based number of the first decision that does not fit; None when all do.
    wrong   what does not fit, in words.
    """

    decisions: int
    head: str
    broken: int | None = None
    wrong: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """What one outlet contributed. ``first``/``last``: instants of its earliest and latest publication."""

    outlet: str
    reports: int
    claims: int
    first: datetime
    last: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Stats:
    """Figures for ``doctor``. ``rows`` per table; ``size`` in bytes; ``mended``: no WAL-reset bug in this SQLite."""

    where: str
    theatre: str
    version: int
    driver: str
    mended: bool
    size: int
    rows: tuple[tuple[str, int], ...]
    wrong: tuple[str, ...]


class Ledger(Protocol):
    """The whole contract of a store. Every iterator has a fixed order that does not depend on the order of arrival.

    Claims and reports come with the first arrival as ``known`` and ``received``, however often a text came in.
    ``known`` arguments: only what had arrived by then; None = everything.
    """

    @property
    def theatre(self) -> str:
        """Id of the theatre this ledger is about."""

    @property
    def found_at(self) -> str:
        """Name or folder from which that theatre was loaded when the ledger was made."""

    # writing: one process at a time, one transaction a call
    def add(
        self,
        entries: Iterable[Entry],
        *,
        edition: Edition,
        again: Iterable[Report] = (),
        skipped: Iterable[Skipped] = (),
    ) -> Added:
        """Keep what ``edition`` read out of these reports; what it had read before is passed over.

        again   reports already kept, whose arrival is noted too: the earliest counts, in whatever order they come.
        A report read under a newer edition has the claims of the newest only; older ones stay on file.
        LedgerError: an entry holds what was read out of another report.
        """

    def record(self, pages: Mapping[str, Sequence[Control]], *, known: datetime, edition: Edition) -> Changes:
        """Make these the current pages; an empty one says that the place became unknown.

        The changes are those of holders and days; a belief that moved under the same answer is none.
        """

    def decide(self, decision: Decision) -> Decision:
        """Chain a ruling to those before; the same one twice is one. NotInLedger: what it is about is not kept.

        LedgerError: a correction of a slot that cannot be corrected, or with a value it cannot have.
        """

    def learn(self, fit: Fit) -> None:
        """Keep numbers learnt from this record, and mark every place with claims stale; the same ones twice are one.

        LedgerError: they would hold from an instant at or before that of others: what was known is not rewritten.
        """

    def rebuild(self) -> int:
        """Drop all that is derived and mark every place with claims stale; truth stays. Number of those places."""

    # asking
    def has(self, report_id: str) -> bool:
        """True when the report is kept."""

    def unread(self, reports: Iterable[Report], *, edition: Edition) -> tuple[Report, ...]:
        """Those that ``edition`` has not read yet, each once, in the order given."""

    def report(self, report_id: str) -> Report:
        """The report. NotInLedger."""

    def reports(self, ids: Collection[str] | None = None, *, known: datetime | None = None) -> Iterator[Report]:
        """All reports, or these, by first arrival and id; ids not kept are passed over. ``raw`` is left empty."""

    def imprints(self, ids: Collection[str]) -> dict[str, Imprint]:
        """What fusing must know of these reports; ids not kept are left out."""

    def claims(
        self,
        *,
        known: datetime | None = None,
        place: str | None = None,
        report: str | None = None,
        ruled: bool = True,
    ) -> Iterator[Claim]:
        """Claims by first arrival and id: all, those of which the place is a candidate, or those of one report.

        ruled   as the desk has ruled by ``known``: without the rejected, corrected where corrected.
        """

    def counted(self, days: Period, *, known: datetime | None = None) -> Iterator[Claim]:
        """Claims that give a number of people and may be about one of these days, as ruled, by first arrival and id."""

    def claims_by_place(
        self, places: Iterable[str], *, known: datetime | None = None
    ) -> Iterator[tuple[str, list[Claim]]]:
        """Each of these places that has claims, in order of id, with them as ``claims(place=...)`` would give."""

    def claims_by_id(self, ids: Collection[str], *, ruled: bool = True) -> dict[str, Claim]:
        """These claims; ids not kept are left out. From an older reading when the newest no longer makes them."""

    def places_with_claims(self, *, known: datetime | None = None) -> tuple[str, ...]:
        """Ids of places that at least one claim may be about, in order."""

    def places_told_after(self, known: datetime, *, by: datetime | None = None) -> tuple[str, ...] | None:
        """Ids of places that at least one claim that arrived after this instant may be about, in order.

        by    and no later than this one. None: a ruling was made in between, so that any claim may have been another then.
        """

    def findings(self, *, report: str | None = None) -> Iterator[Finding]:
        """What the newest reading found, by report and place in its text."""

    def unlinked(self, *, report: str | None = None) -> Iterator[Unlinked]:
        """What the newest reading found but could not place, by report and id."""

    def skipped(self) -> Iterator[Skipped]:
        """What could not be read at all, by origin and id."""

    def decisions(self, *, known: datetime | None = None) -> tuple[Decision, ...]:
        """All rulings, in the order of the chain."""

    def rulings(self, *, known: datetime | None = None) -> Rulings:
        """What stands of the rulings made by then."""

    def verify_audit(self) -> Audit:
        """Recompute the chain of rulings."""

    def fits(self, *, known: datetime | None = None) -> tuple[Fit, ...]:
        """All numbers learnt that held by then, the oldest first."""

    def fit(self, known: datetime | None = None) -> Fit | None:
        """The numbers in force at an instant; None = the newest of all. None: none were learnt by then."""

    def stale(self, edition: str | None = None) -> tuple[str, ...]:
        """Places whose page must be made again: touched since, or made under another fusing edition than this one.

        In order; None: only the touched.
        """

    def controls(self, *, day: date | None = None, place: str | None = None) -> Iterator[Control]:
        """The current record by place and day: all of it, or what covers a day, or of one place."""

    def pages(self) -> dict[str, tuple[datetime, str]]:
        """For each place with a page: the knowledge it was made from, and the id of its edition."""

    def made_since(self, number: int) -> tuple[int, tuple[str, ...]]:
        """The number of the last writing of pages, and the places whose page was made after that number, in order.

        Numbers only rise. Places that a rebuild has dropped are among the stale until they are made again.
        """

    def made_by(self) -> Edition | None:
        """The edition of the record's pages; of several (a rebuild was cut short) the one of the first place."""

    def edition(self, edition_id: str) -> Edition:
        """The edition. NotInLedger."""

    def last_arrival(self) -> datetime:
        """The last instant at which a text first arrived. EmptyLedger: no report is kept."""

    def last_change(self) -> datetime:
        """The last instant at which a text first arrived, a ruling was made or numbers came to hold.

        What new pages are known as of.

        EmptyLedger: no report is kept.
        """

    def last_change_by(self, known: datetime) -> datetime | None:
        """The last of such instants up to this one; a text that arrived again counts too. None: nothing was known then."""

    def days_of_change(self) -> tuple[date, ...]:
        """Days (UTC) on which a text arrived, a ruling was made or numbers came to hold, in order."""

    def search(self, words: str, *, most: int = 50) -> tuple[str, ...]:
        """Ids of reports whose text or title has these words as they stand, capitals aside; the newest first."""

    def revision(self) -> str:
        """A short text that is another whenever something was kept, ruled or weighed since; cheap to ask."""

    def ids_like(self, start: str) -> tuple[str, ...]:
        """Ids of claims, reports, unlinked findings and decisions that begin so, in order; not more than a few."""

    def outlets(self) -> tuple[Outlet, ...]:
        """What each outlet contributed, by name."""

    def digest(self) -> str:
        """One hash of reports, current claims, unlinked findings and the record: 64 hexadecimal digits.

        The same content has the same digest, whatever the machine or the order; beliefs count to 6 decimals.
        Skipped items (they name files) and decisions (they have a chain of their own) are not in it.
        """

    def stats(self, *, check: bool = False) -> Stats:
        """Counts and sizes; with ``check`` the whole file is read and what is wrong is listed."""

    def copy(self, to: Path) -> None:
        """A compact, consistent copy in another file. LedgerError: that file exists."""

    def close(self) -> None:
        """Give the ledger back; it cannot be used afterwards."""

    def __enter__(self) -> Self:
        """The ledger itself."""

    def __exit__(
        self, kind: type[BaseException] | None, raised: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close."""


def open_ledger(
    where: str | Path, *, write: bool = False, theatre: str = "", found_at: str = "", wait: float = WAIT_S
) -> Ledger:
    """The ledger at a path or ``sqlite:///`` address; with ``write`` it is made when there is none.

    theatre   id of the theatre; needed to make a ledger, checked against an existing one when given.
    found_at  name or folder from which the theatre can be loaded again; the id when not given.
    wait      seconds to wait for another writer.
    An older ledger is brought up to date first. LedgerError: missing, not a ledger, not writable, another theatre.
    LedgerBusy: another process is writing. NewerLedger: made by a later version.
    """
    address = str(where)
    scheme, colon, rest = address.partition("://")
    if colon and scheme != "sqlite":
        raise LedgerError(f"no store for {scheme}:// addresses; give the path of a file")
    path = Path(rest.removeprefix("/") if colon else address)
    if not path.name:
        raise LedgerError(f"{address!r} does not name a file")
    from whoholds.keep.ledger import SqlLedger
    from whoholds.keep.sqlite import SqliteStore

    return SqlLedger.over(
        lambda writing: SqliteStore(path, write=writing, wait=wait), write=write, theatre=theatre, found_at=found_at
    )


def evidence(ledger: Ledger, place: str, known: datetime) -> tuple[list[Claim], dict[str, Imprint]]:
    """The claims that may be about the place, as ruled and as known then, and the imprints of their reports."""
    claims = list(ledger.claims(place=place, known=known))
    return claims, ledger.imprints({claim.report for claim in claims})


def in_order(standing: Fit | None, known: datetime) -> None:
    """LedgerError: numbers that hold from ``known`` on would rewrite what could be known with the standing ones."""
    if standing is not None and known <= standing.known:
        raise LedgerError(
            f"numbers learnt before hold from {standing.known.isoformat()} on, and what could be known with them stays as "
            f"it was; name a later instant than {known.isoformat()}"
        )


def locating(place: str, name: str, claims: Iterable[Claim], *, teach: bool) -> tuple[tuple[str, str], ...]:
    """The changes of a ruling that locates a name: the place it means, and the claims that come of it.

    teach  the name means this place in every report read from then on.
    """
    told = (("place", place), ("name", name), *((("teach", "yes"),) if teach else ()))
    return (*told, *(("claim", to_json(one)) for one in claims))


def driver_found() -> tuple[str, bool]:
    """Which SQLite would answer, and whether it is free of the WAL-reset bug."""
    from whoholds.keep.sqlite import MENDED, driver

    found = driver()
    return f"{found.__name__.partition('.')[0]} (SQLite {found.sqlite_version})", tuple(
        found.sqlite_version_info
    ) >= MENDED
