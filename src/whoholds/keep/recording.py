"""Making pages current, chaining rulings, dropping what is derived: each inside the caller's transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import groupby

from sqlalchemy import Connection, delete, func, select

from whoholds.claim import Decision
from whoholds.control import Changes, Control, Edition, Fit
from whoholds.errors import LedgerError
from whoholds.keep import in_order, rows, rulings
from whoholds.keep.adding import NewOnly
from whoholds.keep.queries import controls_where, decided, in_parts, touched_by
from whoholds.keep.schema import DERIVED, claim_place, decision, edition, fit, page, period, stale, turn
from whoholds.when import microseconds


def make_current(
    connection: Connection,
    new_only: NewOnly,
    pages: Mapping[str, Sequence[Control]],
    *,
    known: datetime,
    made_by: Edition,
) -> Changes:
    """What ``Ledger.record`` says."""
    opened: list[Control] = []
    closed: list[Control] = []
    for place, controls in pages.items():
        if any(one.place != place for one in controls):
            raise LedgerError(f"the page of {place} holds the control of another place")
    connection.execute(new_only(edition), [rows.edition_row(made_by)])
    number = (connection.scalar(select(func.max(turn.c.number))) or 0) + 1
    for some in in_parts(pages):
        by_place = groupby(controls_where(connection, period.c.place.in_(some)), lambda one: one.place)
        old = {place: tuple(them) for place, them in by_place}
        for place in some:
            before, after = old.get(place, ()), pages[place]
            opened += _without(after, before)
            closed += _without(before, after)
        for table in (period, page, stale, turn):
            connection.execute(delete(table).where(table.c.place.in_(some)))
        told = [{"place": one, "edition": made_by.id, "known_us": microseconds(known)} for one in some]
        connection.execute(page.insert(), told)
        connection.execute(turn.insert(), [{"place": one, "number": number} for one in some])
        if periods := [rows.period_row(one) for place in some for one in pages[place]]:
            connection.execute(period.insert(), periods)
    return Changes(opened=tuple(opened), closed=tuple(closed))


def chain(connection: Connection, new_only: NewOnly, ruling: Decision) -> None:
    """What ``Ledger.decide`` says."""
    if connection.scalar(select(decision.c.seq).where(decision.c.id == ruling.id)) is not None:
        return
    touched = touched_by(connection, ruling.about) | {place for slot, place in ruling.changes if slot == "place"}
    last = connection.execute(select(decision.c.hash, decision.c.seq).order_by(decision.c.seq.desc()).limit(1)).first()
    previous, seq = (last.hash, last.seq) if last else (rulings.NOBODY_BEFORE, 0)
    told = rows.decision_row(ruling, previous, rulings.link_hash(previous, ruling))
    connection.execute(decision.insert(), [{"seq": seq + 1, **told}])
    mark_stale(connection, new_only, touched)


def drop_derived(connection: Connection, new_only: NewOnly) -> int:
    """What ``Ledger.rebuild`` says."""
    for table in DERIVED:
        connection.execute(delete(table))
    return _all_stale(connection, new_only)


def keep_fit(connection: Connection, new_only: NewOnly, told: Fit) -> None:
    """What ``Ledger.learn`` says."""
    if connection.scalar(select(fit.c.seq).where(fit.c.id == told.id)) is not None:
        return
    if told.heard > told.known:
        raise LedgerError(f"numbers cannot hold from {told.known} on and be learnt from what arrived by {told.heard}")
    last = connection.execute(select(fit).order_by(fit.c.known_us.desc()).limit(1)).first()
    in_order(None if last is None else rows.fit_of(last), told.known)
    connection.execute(fit.insert(), [{"seq": last.seq + 1 if last else 1, **rows.fit_row(told)}])
    _all_stale(connection, new_only)


def _all_stale(connection: Connection, new_only: NewOnly) -> int:
    """Mark every place that a claim may be about; how many."""
    moved = {place for one in decided(connection, None) for slot, place in one.changes if slot == "place"}
    places = {*connection.scalars(select(claim_place.c.place).distinct()), *moved}
    mark_stale(connection, new_only, places)
    return len(places)


def mark_stale(connection: Connection, new_only: NewOnly, places: set[str]) -> None:
    """The pages of these places must be made again."""
    if places:
        connection.execute(new_only(stale), [{"place": one} for one in sorted(places)])


def _without(some: Sequence[Control], others: Sequence[Control]) -> list[Control]:
    """Those whose holders and days none of the others has."""
    known = {(one.holders, one.valid) for one in others}
    return [one for one in some if (one.holders, one.valid) not in known]
