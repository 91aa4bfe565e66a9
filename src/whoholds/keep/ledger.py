"""The one Ledger, written once in SQLAlchemy Core over whatever store it is given."""
# ruff: noqa: D102  what each method does is said once, in the protocol

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import groupby
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sqlalchemy import Connection, func, or_, select, union

from whoholds.claim import Claim, Decision, Finding, Unlinked
from whoholds.control import Changes, Control, Edition, Fit
from whoholds.errors import EmptyLedger, NotInLedger
from whoholds.keep import Added, Audit, Entry, Outlet, Stats, rows, rulings, schema
from whoholds.keep.adding import keep_entries, read_by
from whoholds.keep.opening import Store, settle
from whoholds.keep.queries import (
    arrived,
    as_known,
    claims_at,
    contributions,
    controls_where,
    decided,
    digest_lines,
    findings_of,
    first_arrival,
    in_parts,
    last_first_arrival,
    located,
    may_be_at,
    newest,
    places_of,
    readings_of,
    rulings_by,
    with_counts,
)
from whoholds.keep.recording import chain, drop_derived, keep_fit, make_current
from whoholds.keep.rulings import Rulings
from whoholds.keep.schema import (
    about,
    arrival,
    claim,
    claim_place,
    decision,
    edition,
    fit,
    page,
    period,
    reading,
    report,
    skipped,
    stale,
    turn,
    unlinked,
)
from whoholds.text import Imprint, Report, Skipped
from whoholds.when import Period, from_microseconds, microseconds

DAY_US = 86_400_000_000  # microseconds of a day; no report is older than 1970
REVISION = "revision"  # under which a connection keeps what it last told
FEW = 20  # ids that begin alike: enough to say that several do


class SqlLedger:
    """A Ledger in a database; what each method does is said in the protocol."""

    def __init__(self, store: Store) -> None:
        self._store = store
        with store.reading() as connection:
            self._about: dict[str, str] = {
                one.key: one.value for one in connection.execute(select(about.c.key, about.c.value))
            }

    @classmethod
    def over(cls, store: Callable[[bool], Store], *, write: bool, theatre: str, found_at: str) -> Self:
        """The ledger in a store that is opened here, made or brought up to date where needed."""
        return cls(settle(store, write=write, theatre=theatre, found_at=found_at))

    @property
    def theatre(self) -> str:
        return self._about["theatre"]

    @property
    def found_at(self) -> str:
        return self._about["found_at"]

    # writing

    def add(
        self,
        entries: Iterable[Entry],
        *,
        edition: Edition,
        again: Iterable[Report] = (),
        skipped: Iterable[Skipped] = (),
    ) -> Added:
        told, texts, left_out = tuple(entries), tuple(again), tuple(skipped)  # before the transaction: they may be slow
        with self._store.writing() as connection:
            return keep_entries(connection, self._store.new_only, told, edition, again=texts, left_out=left_out)

    def record(self, pages: Mapping[str, Sequence[Control]], *, known: datetime, edition: Edition) -> Changes:
        with self._store.writing() as connection:
            return make_current(connection, self._store.new_only, pages, known=known, made_by=edition)

    def decide(self, decision: Decision) -> Decision:
        rulings.check(decision)
        with self._store.writing() as connection:
            chain(connection, self._store.new_only, decision)
        return decision

    def learn(self, fit: Fit) -> None:
        with self._store.writing() as connection:
            keep_fit(connection, self._store.new_only, fit)

    def rebuild(self) -> int:
        with self._store.writing() as connection:
            return drop_derived(connection, self._store.new_only)

    # asking

    def has(self, report_id: str) -> bool:
        with self._store.reading() as connection:
            return connection.scalar(select(report.c.id).where(report.c.id == report_id)) is not None

    def unread(self, reports: Iterable[Report], *, edition: Edition) -> tuple[Report, ...]:
        each = {one.id: one for one in reversed(tuple(reports))}
        with self._store.reading() as connection:
            done = read_by(connection, each, edition.id)
        return tuple(one for one in reversed(each.values()) if one.id not in done)

    def report(self, report_id: str) -> Report:
        wanted = arrived(with_raw=True)
        with self._store.reading() as connection:
            found = connection.execute(wanted.where(report.c.id == report_id)).first()
        if found is None:
            raise NotInLedger(f"no report {report_id} in {self._store.where}")
        return rows.report_of(found)

    def reports(self, ids: Collection[str] | None = None, *, known: datetime | None = None) -> Iterator[Report]:
        wanted = arrived().order_by(arrival.c.received_us, report.c.id)
        if known is not None:
            wanted = wanted.where(arrival.c.received_us <= microseconds(known))
        with self._store.reading() as connection:
            if ids is None:
                yield from map(rows.report_of, connection.execute(wanted))
                return
            found = [
                rows.report_of(row)
                for some in in_parts(ids)
                for row in connection.execute(wanted.where(report.c.id.in_(some)))
            ]
        yield from sorted(found, key=lambda one: (one.received, one.id))

    def imprints(self, ids: Collection[str]) -> dict[str, Imprint]:
        with self._store.reading() as connection:
            return {
                row.report_id: rows.imprint_of(row)
                for some in in_parts(ids)
                for row in connection.execute(arrived().where(report.c.id.in_(some)))
            }

    def claims(
        self,
        *,
        known: datetime | None = None,
        place: str | None = None,
        report: str | None = None,
        ruled: bool = True,
    ) -> Iterator[Claim]:
        with self._store.reading() as connection:
            stands = rulings_by(connection, known) if ruled else Rulings()
            if place is not None:
                for _, found in claims_at(connection, [place], known, stands):
                    yield from (one for one in found if report in (None, one.report))
                return
            wanted = as_known(claim, known).order_by("known_us", claim.c.id)
            if report is not None:
                wanted = wanted.where(claim.c.reading.in_(readings_of(report)))
            kept = (rows.claim_of(row) for row in connection.execute(wanted))
            told = (one for claim_kept in kept if (one := stands.of(claim_kept)) and one.id not in stands.located)
            if not (stands.located or stands.lessons):
                yield from told
                return
            made = [one for one in located(stands, known) if report in (None, one.report)]
            every = (one for one in (*told, *made) if known is None or one.known <= known)
            yield from sorted(every, key=lambda one: (one.known, one.id))

    def counted(self, days: Period, *, known: datetime | None = None) -> Iterator[Claim]:
        with self._store.reading() as connection:
            stands = rulings_by(connection, known)
            kept = [rows.claim_of(row) for row in connection.execute(with_counts(days, known, stands))]
            told = [one for claim_kept in kept if (one := stands.of(claim_kept)) and one.id not in stands.located]
            made = [one for one in located(stands, known) if one.counts]
            about_them = [one for one in (*told, *made) if days.meets(Period(start=one.when.first, end=one.when.last))]
            yield from sorted(about_them, key=lambda one: (one.known, one.id))

    def claims_by_place(
        self, places: Iterable[str], *, known: datetime | None = None
    ) -> Iterator[tuple[str, list[Claim]]]:
        with self._store.reading() as connection:
            stands = rulings_by(connection, known)
            for some in in_parts(places):
                yield from claims_at(connection, some, known, stands)

    def claims_by_id(self, ids: Collection[str], *, ruled: bool = True) -> dict[str, Claim]:
        found: dict[str, Claim] = {}
        columns = (claim.c.id, claim.c.report, claim.c.body, first_arrival(claim.c.report).label("known_us"))
        with self._store.reading() as connection:
            stands = rulings_by(connection, None) if ruled else Rulings()
            for some in in_parts(ids):
                for row in connection.execute(select(*columns).where(claim.c.id.in_(some)).order_by(claim.c.reading)):
                    one = rows.claim_of(row)
                    found[one.id] = stands.of(one) or one
        found.update({one: stands.of(made) or made for one, made in stands.located.items() if one in set(ids)})
        return dict(sorted(found.items()))

    def places_with_claims(self, *, known: datetime | None = None) -> tuple[str, ...]:
        with self._store.reading() as connection:
            stands = rulings_by(connection, known)
            if stands == Rulings():
                wanted = select(claim_place.c.place).join(claim, claim.c.seq == claim_place.c.claim)
                wanted = wanted.where(newest(claim))
                if known is not None:
                    wanted = wanted.where(first_arrival(claim.c.report) <= microseconds(known))
                return tuple(sorted(connection.scalars(wanted.distinct())))
        return tuple(sorted({place for one in self.claims(known=known) for place in may_be_at(one)}))

    def places_told_after(self, known: datetime, *, by: datetime | None = None) -> tuple[str, ...] | None:
        first, last = microseconds(known), schema.NEVER_US if by is None else microseconds(by)
        received = func.min(arrival.c.received_us)
        late = select(arrival.c.report).group_by(arrival.c.report).having(received > first, received <= last)
        ruled = select(func.count()).where(decision.c.at_us > first, decision.c.at_us <= last)
        with self._store.reading() as connection:
            if connection.scalar(ruled):
                return None
            return tuple(sorted(connection.scalars(places_of(reading.c.report.in_(late)))))

    def findings(self, *, report: str | None = None) -> Iterator[Finding]:
        wanted = findings_of(report)
        with self._store.reading() as connection:
            for _, group in groupby(connection.execute(wanted), lambda row: row.report):
                yield from sorted(map(rows.finding_of, group), key=lambda one: (one.evidence, one.id))

    def unlinked(self, *, report: str | None = None) -> Iterator[Unlinked]:
        wanted = as_known(unlinked, None).order_by(unlinked.c.report, unlinked.c.id)
        if report is not None:
            wanted = wanted.where(unlinked.c.reading.in_(readings_of(report)))
        with self._store.reading() as connection:
            yield from map(rows.unlinked_of, connection.execute(wanted))

    def skipped(self) -> Iterator[Skipped]:
        with self._store.reading() as connection:
            yield from map(
                rows.skipped_of, connection.execute(select(skipped).order_by(skipped.c.origin, skipped.c.id))
            )

    def decisions(self, *, known: datetime | None = None) -> tuple[Decision, ...]:
        with self._store.reading() as connection:
            return tuple(decided(connection, known))

    def rulings(self, *, known: datetime | None = None) -> Rulings:
        with self._store.reading() as connection:
            return rulings_by(connection, known)

    def verify_audit(self) -> Audit:
        with self._store.reading() as connection:
            found = connection.execute(select(decision).order_by(decision.c.seq)).all()
        wrong = rulings.first_break((row.seq, _readable(row), row.previous_hash, row.hash) for row in found)
        head = found[-1].hash if found else ""
        if wrong is None:
            return Audit(decisions=len(found), head=head)
        return Audit(decisions=len(found), head=head, broken=wrong[0], wrong=wrong[1])

    def fits(self, *, known: datetime | None = None) -> tuple[Fit, ...]:
        wanted = select(fit).order_by(fit.c.known_us)
        if known is not None:
            wanted = wanted.where(fit.c.known_us <= microseconds(known))
        with self._store.reading() as connection:
            return tuple(map(rows.fit_of, connection.execute(wanted)))

    def fit(self, known: datetime | None = None) -> Fit | None:
        wanted = select(fit).order_by(fit.c.known_us.desc()).limit(1)
        if known is not None:
            wanted = wanted.where(fit.c.known_us <= microseconds(known))
        with self._store.reading() as connection:
            found = connection.execute(wanted).first()
        return None if found is None else rows.fit_of(found)

    def stale(self, edition: str | None = None) -> tuple[str, ...]:
        touched = select(stale.c.place)
        remade = select(page.c.place).where(page.c.edition != edition)
        wanted = touched if edition is None else union(touched, remade)
        with self._store.reading() as connection:
            return tuple(sorted(connection.scalars(wanted)))

    def controls(self, *, day: date | None = None, place: str | None = None) -> Iterator[Control]:
        conditions = [] if place is None else [period.c.place == place]
        if day is not None:
            number = rows.day_number(day)
            conditions += [period.c.first_day <= number, period.c.last_day > number]
        with self._store.reading() as connection:
            yield from controls_where(connection, *conditions)

    def pages(self) -> dict[str, tuple[datetime, str]]:
        with self._store.reading() as connection:
            found = connection.execute(select(page).order_by(page.c.place))
            return {row.place: (from_microseconds(row.known_us), row.edition) for row in found}

    def made_since(self, number: int) -> tuple[int, tuple[str, ...]]:
        with self._store.reading() as connection:
            last = connection.scalar(select(func.max(turn.c.number))) or 0
            return last, tuple(sorted(connection.scalars(select(turn.c.place).where(turn.c.number > number))))

    def made_by(self) -> Edition | None:
        wanted = select(edition).join(page, page.c.edition == edition.c.id).order_by(page.c.place).limit(1)
        with self._store.reading() as connection:
            found = connection.execute(wanted).first()
        return None if found is None else rows.edition_of(found)

    def edition(self, edition_id: str) -> Edition:
        with self._store.reading() as connection:
            found = connection.execute(select(edition).where(edition.c.id == edition_id)).first()
        if found is None:
            raise NotInLedger(f"no edition {edition_id} in {self._store.where}")
        return rows.edition_of(found)

    def last_arrival(self) -> datetime:
        with self._store.reading() as connection:
            found = connection.scalar(last_first_arrival())
        if found is None:
            raise EmptyLedger(f"{self._store.where} is empty: no report has been added to it")
        return from_microseconds(found)

    def last_change(self) -> datetime:
        arrived_last = self.last_arrival()
        with self._store.reading() as connection:
            since = [connection.scalar(select(func.max(one))) for one in (decision.c.at_us, fit.c.known_us)]
        return max([arrived_last, *(from_microseconds(one) for one in since if one is not None)])

    def last_change_by(self, known: datetime) -> datetime | None:
        limit = microseconds(known)
        with self._store.reading() as connection:
            arrived_us = connection.scalar(
                select(func.max(arrival.c.received_us)).where(arrival.c.received_us <= limit)
            )
            ruled_us = connection.scalar(select(func.max(decision.c.at_us)).where(decision.c.at_us <= limit))
        found = [one for one in (arrived_us, ruled_us) if one is not None]
        return from_microseconds(max(found)) if found else None

    def days_of_change(self) -> tuple[date, ...]:
        with self._store.reading() as connection:
            found = {
                rows.day_of(number)
                for moments in (arrival.c.received_us, decision.c.at_us, fit.c.known_us)
                for number in connection.scalars(select(moments.op("/")(DAY_US)).distinct())
            }
        return tuple(sorted(found))

    def search(self, words: str, *, most: int = 50) -> tuple[str, ...]:
        has = or_(report.c.text.icontains(words, autoescape=True), arrival.c.title.icontains(words, autoescape=True))
        wanted = select(report.c.id).join(arrival, arrival.c.report == report.c.id).where(has)
        wanted = wanted.group_by(report.c.id).order_by(report.c.published_us.desc(), report.c.id).limit(most)
        with self._store.reading() as connection:
            return tuple(connection.scalars(wanted))

    def revision(self) -> str:
        with self._store.reading() as connection:
            mark = self._store.mark(connection)
            told: tuple[int | None, str] = connection.info.get(REVISION, (None, ""))
            if mark is None or mark != told[0]:
                told = (mark, _revision(connection))
                connection.info[REVISION] = told
        return told[1]

    def ids_like(self, start: str) -> tuple[str, ...]:
        found: set[str] = set()
        with self._store.reading() as connection:
            for table in (claim, report, unlinked, decision):
                begins = table.c.id.startswith(start, autoescape=True)
                found |= set(connection.scalars(select(table.c.id).where(begins).distinct().limit(FEW)))
            stands = rulings_by(connection, None)
        found |= {one for one in stands.located if one.startswith(start)}
        return tuple(sorted(found))[:FEW]

    def outlets(self) -> tuple[Outlet, ...]:
        with self._store.reading() as connection:
            return tuple(sorted(map(rows.outlet_of, connection.execute(contributions())), key=lambda one: one.outlet))

    def digest(self) -> str:
        whole = hashlib.sha256()
        with self._store.reading() as connection:
            for line in digest_lines(connection):
                whole.update(f"{line}\n".encode("utf-8", "surrogatepass"))
        return whole.hexdigest()

    def stats(self, *, check: bool = False) -> Stats:
        with self._store.reading() as connection:
            counts = tuple(
                (table.name, connection.scalar(select(func.count()).select_from(table)) or 0)
                for table in (*schema.TRUTH, edition, *schema.DERIVED)
            )
        wrong: list[str] = []
        if check:
            wrong = self._store.check()
            audit = self.verify_audit()
            wrong += [audit.wrong] if audit.wrong else []
        return Stats(
            where=self._store.where,
            theatre=self.theatre,
            version=int(self._about["version"]),
            driver=self._store.driver,
            mended=self._store.mended,
            size=self._store.size(),
            rows=counts,
            wrong=tuple(wrong),
        )

    def copy(self, to: Path) -> None:
        self._store.copy(to)

    def close(self) -> None:
        self._store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, raised: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _readable(row: Any) -> Decision | None:
    """The decision of a row; None when it was altered beyond reading."""
    try:
        return rows.decision_of(row)
    except ValueError:
        return None


def _revision(connection: Connection) -> str:
    """Counts and highest numbers of all that can change."""
    counted = (
        func.max(reading.c.seq),
        func.max(decision.c.seq),
        func.max(fit.c.seq),
        func.count(arrival.c.id),
        func.count(stale.c.place),
        func.max(turn.c.number),
    )
    told = [connection.scalar(select(one)) or 0 for one in counted]
    made = connection.execute(select(func.count(), func.max(page.c.known_us), func.max(page.c.edition))).one()
    return "-".join(str(one or 0) for one in (*told, *made))
