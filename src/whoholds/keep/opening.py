"""What a store must offer, and the first look at one: whether it is new, of this version, about this theatre."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from sqlalchemy import Connection, Insert, Table, select, update

from whoholds.errors import LedgerError, NewerLedger
from whoholds.keep import schema
from whoholds.keep.schema import about


class Store(Protocol):
    """What differs between databases. ``new``: no tables yet."""

    where: str
    write: bool
    new: bool
    mended: bool

    @property
    def driver(self) -> str:
        """Which program answers, with its version."""

    def reading(self) -> AbstractContextManager[Connection]:
        """One consistent view."""

    def mark(self, connection: Connection) -> int | None:
        """A number that is another when somebody else wrote since this connection last asked; None: it cannot be told."""

    def writing(self) -> AbstractContextManager[Connection]:
        """One transaction: all of it is kept when this ends, or none."""

    def stamp(self, connection: Connection) -> None:
        """Mark the store as ours, inside the transaction that makes its tables."""

    def ready(self) -> None:
        """Called once the tables exist."""

    def new_only(self, table: Table) -> Insert:
        """An insert that passes over rows already there."""

    def triggers(self, table: Table) -> list[str]:
        """What refuses any change to rows of this table."""

    def size(self) -> int:
        """Bytes taken."""

    def check(self) -> list[str]:
        """What the database itself finds wrong."""

    def copy(self, to: Path) -> None:
        """A consistent copy."""

    def close(self) -> None:
        """Give everything back."""


def settle(open_store: Callable[[bool], Store], *, write: bool, theatre: str, found_at: str) -> Store:
    """The store, made or brought up to date where needed, and about the theatre asked for.

    An older store is opened for writing for as long as its migration takes, even by a reader.
    """
    store = open_store(write)
    try:
        if store.new:
            _make(store, theatre, found_at)
        elif _version(store) < schema.VERSION:
            if not write:
                store.close()
                store = open_store(True)
            _migrate(store)
            if not write:
                store.close()
                store = open_store(False)
        if write:
            store.ready()
        _same_theatre(store, theatre)
    except BaseException:
        store.close()
        raise
    return store


def _make(store: Store, theatre: str, found_at: str) -> None:
    if not theatre:
        raise LedgerError(f"{store.where} is new: say which theatre it is about")
    told = {"version": str(schema.VERSION), "theatre": theatre, "found_at": found_at or theatre}
    with store.writing() as connection:
        store.stamp(connection)
        schema.create(connection, store.triggers)
        connection.execute(about.insert(), [{"key": key, "value": value} for key, value in told.items()])


def _version(store: Store) -> int:
    """The version of its tables. NewerLedger: later than ours."""
    with store.reading() as connection:
        found = int(connection.scalar(select(about.c.value).where(about.c.key == "version")) or 0)
    if found > schema.VERSION:
        raise NewerLedger(
            f"{store.where} was written by a later whoholds (its tables are version {found}, this one knows "
            f"{schema.VERSION}); please upgrade"
        )
    return found


def _migrate(store: Store) -> None:
    with store.writing() as connection:
        found = int(connection.scalar(select(about.c.value).where(about.c.key == "version")) or 0)
        schema.migrate(connection, found)
        connection.execute(update(about).where(about.c.key == "version").values(value=str(schema.VERSION)))


def _same_theatre(store: Store, theatre: str) -> None:
    with store.reading() as connection:
        found = connection.scalar(select(about.c.value).where(about.c.key == "theatre"))
    if theatre and found != theatre:
        raise LedgerError(f"{store.where} is about theatre {found!r}, not {theatre!r}; use another ledger for that one")
