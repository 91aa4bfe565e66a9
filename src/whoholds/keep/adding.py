"""Keeping reports with all that was read out of them, inside one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol, TypeVar

from sqlalchemy import Connection, Insert, Table, func, select

from whoholds.claim import Claim, Finding, Unlinked
from whoholds.control import Edition
from whoholds.errors import LedgerError
from whoholds.keep import Added, Entry, rows
from whoholds.keep.queries import in_parts, places_of
from whoholds.keep.rows import Row
from whoholds.keep.schema import (
    arrival,
    claim,
    claim_place,
    edition,
    finding,
    raw,
    reading,
    report,
    skipped,
    stale,
    unlinked,
)
from whoholds.text import Report, Skipped

NewOnly = Callable[[Table], Insert]


class HasId(Protocol):
    """Anything with an id made of its content."""

    @property
    def id(self) -> str:
        """Its id."""


Noun = TypeVar("Noun", bound=HasId)


def keep_entries(
    connection: Connection,
    new_only: NewOnly,
    entries: Sequence[Entry],
    made_by: Edition,
    *,
    again: Iterable[Report],
    left_out: Iterable[Skipped],
) -> Added:
    """What ``Ledger.add`` says, in the caller's transaction."""
    for entry in entries:
        read_out: tuple[Finding | Claim | Unlinked, ...] = (*entry.findings, *entry.claims, *entry.unlinked)
        if any(one.report != entry.report.id for one in read_out):
            raise LedgerError(f"the entry of report {entry.report.id} holds what was read out of another")
    put = _Putter(connection, new_only)
    put.rows(edition, [rows.edition_row(made_by)])
    texts = [*(entry.report for entry in entries), *again]
    ids = {one.id for one in texts}
    before = _first_arrivals(connection, ids)
    reports = put.rows(report, [rows.report_row(one) for one in texts])
    put.rows(raw, [rows.raw_row(one) for one in _by_raw(texts)])
    put.rows(arrival, [rows.arrival_row(one) for one in texts])

    done = read_by(connection, ids, made_by.id)
    fresh: dict[str, Entry] = {}
    for entry in entries:
        if entry.report.id not in done:
            fresh.setdefault(entry.report.id, entry)
    number, seq = _last(connection, reading), _last(connection, claim)
    of_readings: list[Row] = []
    of_findings: list[Row] = []
    of_claims: list[Row] = []
    of_places: list[Row] = []
    of_unlinked: list[Row] = []
    for entry in fresh.values():
        number += 1
        of_readings.append({"seq": number, "report": entry.report.id, "edition": made_by.id})
        of_findings += [rows.finding_row(one, number) for one in _each_once(entry.findings)]
        for one in _each_once(entry.claims):
            seq += 1
            of_claims.append(rows.claim_row(one, number, seq))
            of_places += rows.claim_place_rows(one, seq)
        of_unlinked += [rows.unlinked_row(one, number) for one in _each_once(entry.unlinked)]
    for table, told in (
        (reading, of_readings),
        (finding, of_findings),
        (claim, of_claims),
        (claim_place, of_places),
        (unlinked, of_unlinked),
    ):
        put.rows(table, told)

    after = _first_arrivals(connection, ids)
    moved = {one for one in ids if before.get(one) != after[one]}
    touched = _places(connection, moved | fresh.keys())
    put.rows(stale, [{"place": place} for place in sorted(touched)])
    return Added(
        reports=reports,
        read=len(fresh),
        findings=len(of_findings),
        claims=len(of_claims),
        unlinked=len(of_unlinked),
        skipped=put.rows(skipped, [rows.skipped_row(one) for one in left_out]),
        places=frozenset(touched),
    )


def read_by(connection: Connection, ids: Iterable[str], edition_id: str) -> set[str]:
    """Those of the reports that this edition has read."""
    found: set[str] = set()
    for some in in_parts(ids):
        wanted = select(reading.c.report).where(reading.c.edition == edition_id, reading.c.report.in_(some))
        found.update(connection.scalars(wanted))
    return found


class _Putter:
    """Inserts rows that are not there yet, and counts them."""

    def __init__(self, connection: Connection, new_only: NewOnly) -> None:
        self._connection, self._new_only = connection, new_only

    def rows(self, table: Table, told: list[Row]) -> int:
        """Number of rows that were new."""
        if not told:
            return 0
        return max(0, self._connection.execute(self._new_only(table), told).rowcount)


def _each_once(nouns: Iterable[Noun]) -> list[Noun]:
    """The nouns with distinct ids, first come first."""
    return list({noun.id: noun for noun in reversed(list(nouns))}.values())[::-1]


def _by_raw(texts: Iterable[Report]) -> list[Report]:
    """One report for each distinct sequence of raw bytes: a page may hold several reports."""
    return list({one.raw_sha256: one for one in texts}.values())


def _last(connection: Connection, table: Table) -> int:
    return connection.scalar(select(func.coalesce(func.max(table.c.seq), 0))) or 0


def _first_arrivals(connection: Connection, ids: Iterable[str]) -> dict[str, str]:
    """For each report the id of its first arrival."""
    found: dict[str, str] = {}
    for some in in_parts(ids):
        wanted = (
            select(arrival.c.report, arrival.c.id)
            .where(arrival.c.report.in_(some))
            .order_by(arrival.c.report, arrival.c.received_us.desc(), arrival.c.id.desc())
        )
        found.update((one.report, one.id) for one in connection.execute(wanted))
    return found


def _places(connection: Connection, ids: Iterable[str]) -> set[str]:
    """Places that any claim from these reports may be about."""
    found: set[str] = set()
    for some in in_parts(ids):
        found.update(connection.scalars(places_of(reading.c.report.in_(some))))
    return found
