"""The conditions that questions share, each written once: as known at an instant, newest reading, first arrival."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, exists, func, null, select, true

from whoholds.claim import Claim, Decision
from whoholds.control import Control
from whoholds.errors import NotInLedger
from whoholds.identity import canonical
from whoholds.keep import rows
from whoholds.keep.rulings import Rulings, claims_made, standing
from whoholds.keep.schema import arrival, claim, claim_place, decision, finding, period, raw, reading, report, unlinked
from whoholds.when import Period, microseconds

NO_COUNTS = '%"counts":[]%'  # in a claim's body; in words that it quotes each quotation mark has a backslash before it
AT_ONCE = 500  # ids bound in one statement, below every store's limit


def first_arrival(of: ColumnElement[str]) -> ColumnElement[int]:
    """When a report could first be known."""
    return select(func.min(arrival.c.received_us)).where(arrival.c.report == of).scalar_subquery()


def newest(table: Table) -> ColumnElement[bool]:
    """The row is of its report's newest reading."""
    later = reading.alias("later")
    return ~exists().where(later.c.report == table.c.report, later.c.seq > table.c.reading)


def as_known(table: Table, known: datetime | None) -> Select[Any]:
    """Rows of claims or unlinked findings by first arrival and id: newest readings, of what had arrived by then."""
    known_us = first_arrival(table.c.report)
    wanted = select(table.c.id, table.c.report, table.c.body, known_us.label("known_us")).where(newest(table))
    return wanted if known is None else wanted.where(known_us <= microseconds(known))


def with_counts(days: Period, known: datetime | None, stands: Rulings) -> Select[Any]:
    """Claims that give a number and may be about these days, and those of which a desk has changed the day."""
    moved = [one for one, changes in stands.corrected.items() if "day" in dict(changes)]
    then = true() if days.start is None else claim.c.last_day > rows.day_number(days.start)
    then = then if days.end is None else then & (claim.c.first_day < rows.day_number(days.end))
    return as_known(claim, known).where(claim.c.body.not_like(NO_COUNTS), then | claim.c.id.in_(moved))


def arrived(*, with_raw: bool = False) -> Select[Any]:
    """Reports as they first arrived: of several arrivals the earliest, then the one with the smallest id."""
    first = arrival.alias("first")
    earliest = (
        select(first.c.id)
        .where(first.c.report == report.c.id)
        .order_by(first.c.received_us, first.c.id)
        .limit(1)
        .correlate(report)
        .scalar_subquery()
    )
    joined = report.join(arrival, arrival.c.id == earliest)
    return select(
        report.c.id.label("report_id"),
        report.c.outlet,
        report.c.url,
        report.c.published_us,
        report.c.text,
        *(column for column in arrival.c if column.name not in {"id", "report"}),
        raw.c.packed if with_raw else null().label("packed"),
    ).select_from(joined.join(raw, raw.c.sha256 == arrival.c.raw_sha256) if with_raw else joined)


def in_parts(ids: Iterable[str]) -> Iterator[list[str]]:
    """The ids in order, each once, in lists that one statement can bind."""
    ordered = sorted(set(ids))
    return (ordered[start : start + AT_ONCE] for start in range(0, len(ordered), AT_ONCE))


def readings_of(report_id: str) -> Select[int]:
    """Numbers of the readings of one report."""
    return select(reading.c.seq).where(reading.c.report == report_id)


def findings_of(report_id: str | None) -> Select[Any]:
    """What the newest reading of each report (or of this one) found, by report."""
    later = reading.alias("later")
    newer = select(later.c.seq).where(later.c.report == reading.c.report, later.c.seq > reading.c.seq)
    wanted = select(finding.c.id, finding.c.body, reading.c.report).order_by(reading.c.report)
    wanted = wanted.join(reading, reading.c.seq == finding.c.reading).where(~newer.exists())
    return wanted if report_id is None else wanted.where(reading.c.report == report_id)


def decided(connection: Connection, known: datetime | None) -> list[Decision]:
    """Rulings made by then, in the order of the chain."""
    wanted = select(decision).order_by(decision.c.seq)
    if known is not None:
        wanted = wanted.where(decision.c.at_us <= microseconds(known))
    return [rows.whole_decision_of(row) for row in connection.execute(wanted)]


def rulings_by(connection: Connection, known: datetime | None) -> Rulings:
    """What stands of them."""
    return standing(decided(connection, known))


def claims_at(
    connection: Connection, places: list[str], known: datetime | None, stands: Rulings
) -> Iterator[tuple[str, list[Claim]]]:
    """Each of the places that has claims, in order, with its claims by first arrival and id, as ruled."""
    at = (
        as_known(claim, known)
        .add_columns(claim_place.c.place.label("at"))
        .order_by(claim_place.c.place, "known_us", claim.c.id)
    )
    at = at.join(claim_place, claim_place.c.claim == claim.c.seq).where(claim_place.c.place.in_(places))
    moved = {**stands.moved(), **dict.fromkeys(stands.located, "")}  # these are told of below
    moved_here = sorted(id_ for id_, place in moved.items() if place in places)
    extra: dict[str, list[Claim]] = {}
    for claim_made in located(stands, known):
        for place in may_be_at(claim_made) & set(places):
            extra.setdefault(place, []).append(claim_made)
    for some in in_parts(moved_here):
        for row in connection.execute(as_known(claim, known).where(claim.c.id.in_(some))):
            if (one := stands.of(rows.claim_of(row))) is not None:
                extra.setdefault(moved[row.id], []).append(one)
    for place, group in groupby(connection.execute(at), lambda row: row.at):
        as_ruled = (stands.of(rows.claim_of(row)) for row in group if row.id not in moved)
        found = [one for one in as_ruled if one is not None]
        found += extra.pop(place, [])
        if found:
            yield place, sorted(found, key=lambda one: (one.known, one.id))
    for place in sorted(extra):
        yield place, sorted(extra[place], key=lambda one: (one.known, one.id))


def located(stands: Rulings, known: datetime | None) -> list[Claim]:
    """The claims that locating a name has made, as ruled since, of what was known by then."""
    found = (stands.of(one) for one in stands.located.values())
    return [one for one in found if one is not None and (known is None or one.known <= known)]


def may_be_at(claim: Claim) -> set[str]:
    """The places it may be about."""
    return {claim.place, *(place for place, _ in claim.candidates)}


def places_of(condition: ColumnElement[bool]) -> Select[Any]:
    """Places that claims may be about, of those whose claim or reading meets the condition."""
    wanted = select(claim_place.c.place).join(claim, claim.c.seq == claim_place.c.claim)
    return wanted.join(reading, reading.c.seq == claim.c.reading).where(condition).distinct()


def touched_by(connection: Connection, thing: str) -> set[str]:
    """Places whose page a ruling about this thing may change, those to which earlier rulings moved a claim among them.

    NotInLedger: no such claim, report, unlinked finding or decision.
    """
    stands, moved = rulings_by(connection, None), set[str]()
    if connection.scalar(select(claim.c.seq).where(claim.c.id == thing).limit(1)) is not None:
        moved = {place for one, place in stands.moved().items() if one == thing}
        return moved | set(connection.scalars(places_of(claim.c.id == thing)))
    made = [one for told in decided(connection, None) for one in claims_made(told)]
    if connection.scalar(select(report.c.id).where(report.c.id == thing)) is not None:
        mine = set(connection.scalars(select(claim.c.id).where(claim.c.reading.in_(readings_of(thing)))))
        mine |= {one.id for one in made if one.report == thing}
        moved = {place for one, place in stands.moved().items() if one in mine}
        moved |= {place for one in made if one.report == thing for place in may_be_at(one)}
        return moved | set(connection.scalars(places_of(reading.c.report == thing)))
    if connection.scalar(select(unlinked.c.seq).where(unlinked.c.id == thing).limit(1)) is not None:
        return set(stands.moved().values()) if thing in {one.about for one in stands.standing.values()} else moved
    earlier = connection.execute(select(decision).where(decision.c.id == thing)).first()
    if earlier is not None:
        moved = {value for slot, value in rows.decision_of(earlier).changes if slot == "place"}
        return moved | touched_by(connection, earlier.about)
    known = [one for one in made if one.id == thing]
    if not known:
        raise NotInLedger(f"nothing to rule on: no claim, report, unlinked finding or decision {thing}")
    moved = {place for one, place in stands.moved().items() if one == thing}
    return moved | {place for one in known for place in may_be_at(one)}


def controls_where(connection: Connection, *conditions: ColumnElement[bool]) -> Iterator[Control]:
    """Periods of the record by place and day."""
    wanted = select(period).where(*conditions).order_by(period.c.place, period.c.first_day)
    return map(rows.control_of, connection.execute(wanted))


def last_first_arrival() -> Select[int]:
    """The last instant at which a text arrived for the first time."""
    earlier = arrival.alias("earlier")
    again = select(earlier.c.id).where(
        earlier.c.report == arrival.c.report, earlier.c.received_us < arrival.c.received_us
    )
    return select(arrival.c.received_us).where(~again.exists()).order_by(arrival.c.received_us.desc()).limit(1)


def contributions() -> Select[Any]:
    """For each outlet: reports, claims, first and last publication."""
    per_report = (
        select(claim.c.report, func.count().label("n")).where(newest(claim)).group_by(claim.c.report).subquery()
    )
    return (
        select(
            report.c.outlet,
            func.count().label("reports"),
            func.coalesce(func.sum(per_report.c.n), 0).label("claims"),
            func.min(report.c.published_us).label("first"),
            func.max(report.c.published_us).label("last"),
        )
        .outerjoin(per_report, per_report.c.report == report.c.id)
        .group_by(report.c.outlet)
    )


def digest_lines(connection: Connection) -> Iterator[str]:
    """The content of a ledger, one line a thing, in an order that does not depend on how it came to be."""
    wanted = select(arrival.c.report, func.min(arrival.c.received_us)).group_by(arrival.c.report)
    for report_id, received_us in connection.execute(wanted.order_by(arrival.c.report)):
        yield f"report {report_id} {received_us}"
    for table in (claim, unlinked):
        told = select(table.c.id, table.c.report, table.c.body).where(newest(table))
        for row in connection.execute(told.order_by(table.c.report, table.c.id)):
            yield f"{table.name} {row.report} {row.id} {row.body}"
    for one in controls_where(connection):
        yield f"control {canonical(rows.told(one))}"
