"""What is particular to SQLite: the driver, the pragmas, the writer's place, insert-or-ignore, backup, its messages.

SQLite 3.7.0 to 3.51.2 can corrupt a file in WAL mode when two connections write or checkpoint at once (the WAL-reset
bug). pysqlite3 brings a mended version where it can be installed. With an older one only the holder of the writer's
place ever checkpoints, and readers open the file read-only, so that no two connections can meet that way.
Plain files on a local disk only: neither NFS nor SMB keeps the promises that locks and WAL rest on.
"""

from __future__ import annotations

import importlib
import os
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, Engine, Insert, Table, create_engine, event, text
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import QueuePool

from whoholds.errors import LedgerBusy, LedgerError
from whoholds.keep import schema

OURS = 0x57484F4C  # "WHOL": SQLite's application_id, so that `file` and we can tell a ledger from another database
MENDED = (3, 51, 3)  # first SQLite without the WAL-reset bug; sqlite.org/wal.html
STATEMENT_WAIT_S = 10.0  # how long one statement waits for a lock that only an outside program can hold
RETRY_S = 0.05
CONNECTIONS = 16  # kept open for the next who asks
WRITER_CACHE_KIB, READER_CACHE_KIB = 65_536, 8_192  # of pages, a connection; readers have several
CHECKPOINT_BYTES = 16 * 2**20  # with an unmended SQLite: length of the WAL at which the writer folds it in


def driver() -> ModuleType:
    """pysqlite3 where it is installed, else the standard library's sqlite3."""
    try:
        return importlib.import_module("pysqlite3.dbapi2")
    except ImportError:
        return importlib.import_module("sqlite3.dbapi2")


class SqliteStore:
    """One SQLite file, open for reading, or for writing by this process alone."""

    def __init__(self, path: Path, *, write: bool, wait: float) -> None:
        self.where = str(path)
        self.write = write
        self._path = path
        self._dbapi = driver()
        self.mended: bool = tuple(self._dbapi.sqlite_version_info) >= MENDED
        self._place: int | None = None
        self._closed = False
        if write:
            self._place = take_writers_place(path, wait)
        elif not path.is_file():
            raise LedgerError(_missing(path))
        self._engine: Engine = self._open()
        try:
            self._settle()
        except BaseException:
            self.close()
            raise

    @property
    def driver(self) -> str:
        """Which SQLite answers: module and version."""
        return f"{self._dbapi.__name__.partition('.')[0]} (SQLite {self._dbapi.sqlite_version})"

    def _open(self) -> Engine:
        mode = "rwc" if self.write else _readers_mode(self._path, mended=self.mended)
        address = f"file:{quote(str(self._path.absolute()))}?mode={mode}"

        def connect() -> Any:
            return self._dbapi.connect(
                address, uri=True, timeout=STATEMENT_WAIT_S, isolation_level=None, check_same_thread=False
            )

        engine = create_engine(
            "sqlite://",
            creator=connect,
            module=self._dbapi,
            poolclass=QueuePool,
            pool_size=CONNECTIONS,
            max_overflow=-1,
        )

        @event.listens_for(engine, "connect")
        def _pragmas(connection: Any, _record: Any) -> None:
            connection.execute("PRAGMA synchronous=FULL")
            connection.execute("PRAGMA recursive_triggers=ON")  # so that REPLACE meets the triggers against DELETE
            connection.execute(f"PRAGMA cache_size=-{WRITER_CACHE_KIB if self.write else READER_CACHE_KIB}")
            if not self.write:
                connection.execute("PRAGMA query_only=ON")
            if not self.mended:
                connection.execute("PRAGMA wal_autocheckpoint=0")

        @event.listens_for(engine, "begin")
        def _begin(connection: Connection) -> None:
            now = connection.get_execution_options().get("immediate", False)
            connection.exec_driver_sql("BEGIN IMMEDIATE" if now else "BEGIN")

        return engine

    def _settle(self) -> None:
        """Refuse what is not ours; a file without tables is new. LedgerError: with what it is instead."""
        with self.reading() as connection:
            marked = connection.scalar(text("PRAGMA application_id"))
            self.new: bool = connection.scalar(text("SELECT count(*) FROM sqlite_schema")) == 0
        if self.new and not self.write:
            raise LedgerError(f"{self.where} is empty: nothing has been added to it yet")
        if not self.new and marked != OURS:
            raise LedgerError(f"{self.where} is an SQLite database, but not a ledger of whoholds")

    def stamp(self, connection: Connection) -> None:
        """Mark the file as ours, inside the transaction that makes its tables."""
        connection.exec_driver_sql(f"PRAGMA application_id={OURS}")

    def ready(self) -> None:
        """After the tables exist: readers no longer wait for the writer, nor it for them."""
        with self._alone() as cursor:
            cursor.execute("PRAGMA journal_mode=WAL").fetchall()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One consistent view of the ledger."""
        with self._plainly(), self._engine.begin() as connection:
            yield connection

    def mark(self, connection: Connection) -> int | None:
        """SQLite's own count of what others have written; it does not count what is written here."""
        return None if self.write else connection.exec_driver_sql("PRAGMA data_version").scalar()

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction: all of it is on disk when this ends, or none of it. LedgerError: opened for reading."""
        if not self.write:
            raise LedgerError(f"{self.where} was opened for reading only")
        with (
            self._plainly(),
            self._engine.connect().execution_options(immediate=True) as connection,
            connection.begin(),
        ):
            yield connection
        if not self.mended and _size(_beside(self._path, "-wal")) > CHECKPOINT_BYTES:
            with self._alone() as cursor:
                cursor.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()

    @contextmanager
    def _alone(self) -> Iterator[Any]:
        """A cursor for what cannot stand inside a transaction."""
        with self._plainly(), self._engine.connect() as connection, closing(connection.connection.cursor()) as cursor:
            yield cursor

    def new_only(self, table: Table) -> Insert:
        """An insert that passes over rows already there."""
        return insert(table).on_conflict_do_nothing()

    def triggers(self, table: Table) -> list[str]:
        """What refuses any change to rows of this table; a row that is there already is passed over, never replaced."""
        name = table.name
        told = [" AND ".join(f"{column} = NEW.{column}" for column in key) for key in schema.keys(table)]
        same = " OR ".join(f"({one})" if len(told) > 1 and " AND " in one else one for one in told)
        refused = f"BEGIN SELECT RAISE(ABORT, '{name} is append-only'); END"
        there = f"EXISTS (SELECT 1 FROM {name} WHERE {same})"  # noqa: S608  our own names
        return [
            f"CREATE TRIGGER {name}_no_update BEFORE UPDATE ON {name} {refused}",
            f"CREATE TRIGGER {name}_no_delete BEFORE DELETE ON {name} {refused}",
            f"CREATE TRIGGER {name}_no_replace BEFORE INSERT ON {name} WHEN {there} BEGIN SELECT RAISE(IGNORE); END",
        ]

    def size(self) -> int:
        """Bytes on disk, the write-ahead log included."""
        return _size(self._path) + _size(_beside(self._path, "-wal"))

    def check(self) -> list[str]:
        """What SQLite itself finds wrong with the file; empty when all is well."""
        with self.reading() as connection:
            found = connection.scalars(text("PRAGMA quick_check")).all()
        return [line for line in found if line != "ok"]

    def copy(self, to: Path) -> None:
        """A compact, consistent copy, made while others read or write. LedgerError: ``to`` exists."""
        if to.exists():
            raise LedgerError(f"{to} exists already; choose another name for the copy")
        with self._alone() as cursor:
            cursor.execute("PRAGMA query_only=OFF")  # SQLite counts the copy as a write
            try:
                cursor.execute("VACUUM INTO ?", (str(to),))
            finally:
                cursor.execute(f"PRAGMA query_only={'OFF' if self.write else 'ON'}")

    def close(self) -> None:
        """Give the file, and the writer's place, back."""
        self._closed = True  # else the pool would open the file anew, without the writer's place
        self._engine.dispose()
        if self._place is not None:
            os.close(self._place)
            self._place = None

    @contextmanager
    def _plainly(self) -> Iterator[None]:
        """SQLite's complaints, said as ours. LedgerError: the ledger was closed."""
        if self._closed:
            raise LedgerError(f"{self.where} was closed; open it again")
        try:
            yield
        except (DatabaseError, self._dbapi.DatabaseError) as wrong:
            said = str(wrong.orig if isinstance(wrong, DatabaseError) else wrong)
            if "locked" in said or "busy" in said:
                raise LedgerBusy(
                    f"{self.where} is locked by another program; waited {STATEMENT_WAIT_S:.0f} s"
                ) from wrong
            if "not a database" in said:
                raise LedgerError(f"{self.where} is not a ledger (it is not an SQLite file)") from wrong
            if "readonly" in said or "unable to open" in said:
                raise LedgerError(f"{self.where} cannot be {'written' if self.write else 'read'}: {said}") from wrong
            raise LedgerError(f"{self.where}: {said}") from wrong


def take_writers_place(path: Path, wait: float) -> int:
    """The open file whose lock says that this process writes; the system lets go of it when the process ends.

    The lock is on a file beside the ledger, never on the ledger: closing a second handle on an SQLite file would
    drop SQLite's own locks. LedgerBusy: another process still had it after ``wait`` seconds. LedgerError: the folder
    or the file cannot be written.
    """
    if path.is_dir():
        raise LedgerError(f"{path} is a folder; a ledger is a file")
    if not path.parent.is_dir():
        raise LedgerError(f"no folder {path.parent} to put the ledger in")
    if path.exists() and not os.access(path, os.W_OK):
        raise LedgerError(f"{path} cannot be written: it is read-only for you")
    beside = _beside(path, "-lock")
    try:
        handle = os.open(beside, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as wrong:
        raise LedgerError(f"{beside} cannot be written: {wrong.strerror}") from wrong
    for _ in range(max(1, round(wait / RETRY_S))):
        if _lock(handle):
            _sign(handle)
            return handle
        time.sleep(RETRY_S)
    writer = os.read(handle, 20).decode("ascii", "replace").strip()
    os.close(handle)
    raise LedgerBusy(
        f"{path} is being written by another process{f' ({writer})' if writer else ''}; waited {wait:g} s. "
        "Questions can be asked of it meanwhile."
    )


def _readers_mode(path: Path, *, mended: bool) -> str:
    """How a reader opens the file: such that the last one to leave tidies the log away, where that is safe."""
    if mended and os.access(path, os.W_OK) and os.access(path.parent, os.W_OK):
        return "rw"
    if os.access(path.parent, os.W_OK) or _beside(path, "-wal").exists():
        return "ro"
    return "ro&immutable=1"  # a closed ledger on a read-only disk: no log can be made, none is needed


def _sign(handle: int) -> None:
    """Who holds the place, for the message to whoever waits."""
    os.ftruncate(handle, 0)
    os.lseek(handle, 0, os.SEEK_SET)
    os.write(handle, f"{os.getpid()}\n".encode())


def _lock(handle: int) -> bool:
    """True when the lock is ours now."""
    try:
        if os.name == "nt":
            msvcrt = importlib.import_module("msvcrt")
            os.lseek(handle, 64, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            fcntl = importlib.import_module("fcntl")
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _beside(path: Path, ending: str) -> Path:
    return path.with_name(path.name + ending)


def _size(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def _missing(path: Path) -> str:
    if path.is_dir():
        return f"{path} is a folder; a ledger is a file"
    if path.exists():
        return f"{path} is not a file"
    return f"no ledger at {path}; `whoholds add` makes one"
