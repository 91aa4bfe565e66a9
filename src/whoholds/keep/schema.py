"""The tables of a ledger, what may not be changed in them, and how an older file becomes a newer one.

Two clocks, both whole numbers: days since 1970-01-01 for what a claim is about, microseconds since then (UTC) for
when it could be known. Truth is append-only, by trigger; what is derived may be dropped and made again.

    truth    report, arrival, raw      a text, each way it reached us, the bytes as they came
             reading, finding, claim, claim_place, unlinked, skipped    what a reader made of it, once per edition
             decision                  what a desk ruled, chained by hashes
             fit                       numbers learnt from the record, by the instant from which they hold
             edition, about            what made what; which theatre, which version (not guarded)
    derived  page, period, stale       one current page per place; the places whose page must be made again
             turn                      for each place, the number of the writing that made its page: outlives a rebuild
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Dialect,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    UniqueConstraint,
)
from sqlalchemy.types import TypeDecorator

VERSION = 4  # of the tables below; raise it together with a step in MIGRATIONS

NEVER_US = 2**63 - 1  # later than any instant that a column can hold

HOSTILE = re.compile("[\x00\x1a\ud800-\udfff]")  # what SQLite or PostgreSQL cannot keep as text, and our escape
ESCAPED = re.compile("\x1a([0-9a-f]{4})")


class Words(TypeDecorator[str]):
    """Any text at all: NUL and half pairs of UTF-16, which a store refuses, are kept as U+001A and four digits."""

    impl = String
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Callable[[str | None], str | None]:  # noqa: ARG002  SQLAlchemy's
        """Text as it can be stored."""
        return escaped

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[str | None], str | None]:  # noqa: ARG002
        """Text as it was given."""
        return unescaped


def escaped(value: str | None) -> str | None:
    """The text as it can be stored."""
    if value is None or not HOSTILE.search(value):
        return value
    return HOSTILE.sub(lambda found: f"\x1a{ord(found[0]):04x}", value)


def unescaped(value: str | None) -> str | None:
    """The text as it was given."""
    if value is None or "\x1a" not in value:
        return value
    return ESCAPED.sub(lambda found: chr(int(found[1], 16)), value)


tables = MetaData()
Key = String(64)  # our own ids and hashes: hexadecimal digits


def _table(name: str, *parts: Any, **options: Any) -> Table:
    return Table(name, tables, *parts, **options)


def _words(name: str, **options: Any) -> Column[str]:
    return Column(name, Words, nullable=False, **options)


about = _table("about", Column("key", Key, primary_key=True), _words("value"))
edition = _table(
    "edition",
    Column("id", Key, primary_key=True),
    *(_words(name) for name in ("code", "method", "settings", "theatre", "languages")),
)
raw = _table(
    "raw",
    Column("sha256", Key, primary_key=True),
    Column("packed", LargeBinary, nullable=False),
)
report = _table(
    "report",
    Column("id", Key, primary_key=True),
    _words("outlet"),
    Column("url", Words),
    Column("published_us", BigInteger, nullable=False),
    _words("text"),
)
arrival = _table(
    "arrival",
    Column("id", Key, primary_key=True),
    Column("report", Key, nullable=False),
    Column("received_us", BigInteger, nullable=False),
    Column("day", Integer, nullable=False),
    _words("ref"),
    _words("language"),
    _words("title"),
    Column("raw_sha256", Key, nullable=False),
    _words("extractor"),
    Column("signature", LargeBinary, nullable=False),
    _words("notes"),
    Index("arrival_of_report", "report", "received_us", "id"),
    Index("arrival_by_time", "received_us"),
)
reading = _table(
    "reading",
    Column("seq", Integer, primary_key=True),
    Column("report", Key, nullable=False),
    Column("edition", Key, nullable=False),
    UniqueConstraint("report", "edition"),
    Index("reading_of_report", "report", "seq"),
)
finding = _table(
    "finding",
    Column("seq", Integer, primary_key=True),
    Column("reading", Integer, nullable=False),
    Column("id", Key, nullable=False),
    _words("body"),
    UniqueConstraint("reading", "id"),
    Index("finding_by_id", "id"),
)
claim = _table(
    "claim",
    Column("seq", Integer, primary_key=True),
    Column("reading", Integer, nullable=False),
    Column("id", Key, nullable=False),
    Column("report", Key, nullable=False),
    _words("place"),
    _words("verb"),
    _words("actor"),
    Column("status", String(16), nullable=False),
    Column("first_day", Integer, nullable=False),
    Column("last_day", Integer, nullable=False),
    _words("body"),
    UniqueConstraint("reading", "id"),
    Index("claim_by_id", "id"),
)
claim_place = _table(
    "claim_place",
    Column("place", Words, primary_key=True),
    Column("claim", Integer, primary_key=True),
    Column("weight", Float, nullable=False),
    Index("claim_place_of_claim", "claim"),
    sqlite_with_rowid=False,
)
unlinked = _table(
    "unlinked",
    Column("seq", Integer, primary_key=True),
    Column("reading", Integer, nullable=False),
    Column("id", Key, nullable=False),
    Column("report", Key, nullable=False),
    _words("part"),
    _words("reason"),
    _words("body"),
    UniqueConstraint("reading", "id"),
)
skipped = _table(
    "skipped",
    Column("id", Key, primary_key=True),
    *(_words(name) for name in ("origin", "ref", "reason", "excerpt")),
    Column("raw_sha256", Words, nullable=False),
)
decision = _table(
    "decision",
    Column("seq", Integer, primary_key=True),
    _words("id", unique=True),
    _words("by"),
    Column("at_us", BigInteger, nullable=False),
    _words("about"),
    _words("ruling"),
    _words("reason"),
    _words("changes"),
    Column("previous_hash", Key, nullable=False),
    Column("hash", Key, nullable=False),
)
fit = _table(
    "fit",
    Column("seq", Integer, primary_key=True),
    Column("id", Key, nullable=False, unique=True),
    Column("known_us", BigInteger, nullable=False, unique=True),
    Column("heard_us", BigInteger, nullable=False),
    _words("code"),
    _words("numbers"),
)
page = _table(
    "page",
    Column("place", Words, primary_key=True),
    Column("edition", Key, nullable=False),
    Column("known_us", BigInteger, nullable=False),
)
period = _table(
    "period",
    Column("place", Words, primary_key=True),
    Column("first_day", Integer, primary_key=True),
    Column("last_day", Integer, nullable=False),
    _words("body"),
    Index("period_by_day", "first_day", "last_day"),
)
stale = _table("stale", Column("place", Words, primary_key=True))
turn = _table(
    "turn",
    Column("place", Words, primary_key=True),
    Column("number", Integer, nullable=False),
    Index("turn_by_number", "number"),
)

TRUTH = (report, arrival, raw, reading, finding, claim, claim_place, unlinked, skipped, decision, fit)
DERIVED = (page, period, stale)

OPEN_START, OPEN_END = -(2**31), 2**31 - 1  # days that stand for "no bound"

# version → the statements that lead to it from the one before, by dialect; once released, never edited
MIGRATIONS: dict[int, dict[str, tuple[str, ...]]] = {
    2: {  # INSERT OR REPLACE fires no trigger against DELETE by default; the places of a claim took a scan
        "sqlite": (
            "CREATE INDEX claim_place_of_claim ON claim_place (claim)",
            *(
                f"CREATE TRIGGER {name}_no_replace BEFORE INSERT ON {name} "  # noqa: S608  our words
                f"WHEN EXISTS (SELECT 1 FROM {name} WHERE {same}) BEGIN SELECT RAISE(IGNORE); END"
                for name, same in (
                    ("report", "id = NEW.id"),
                    ("arrival", "id = NEW.id"),
                    ("raw", "sha256 = NEW.sha256"),
                    ("reading", "seq = NEW.seq OR (report = NEW.report AND edition = NEW.edition)"),
                    ("finding", "seq = NEW.seq OR (reading = NEW.reading AND id = NEW.id)"),
                    ("claim", "seq = NEW.seq OR (reading = NEW.reading AND id = NEW.id)"),
                    ("claim_place", "place = NEW.place AND claim = NEW.claim"),
                    ("unlinked", "seq = NEW.seq OR (reading = NEW.reading AND id = NEW.id)"),
                    ("skipped", "id = NEW.id"),
                    ("decision", "seq = NEW.seq OR id = NEW.id"),
                )
            ),
        ),
    },
    3: {  # numbers learnt from the record are kept in it, each with the instant from which they hold
        "sqlite": (
            (
                "CREATE TABLE fit (\n\tseq INTEGER NOT NULL, \n\tid VARCHAR(64) NOT NULL, \n\tknown_us BIGINT NOT NULL, "
                "\n\theard_us BIGINT NOT NULL, \n\tcode VARCHAR NOT NULL, \n\tnumbers VARCHAR NOT NULL, "
                "\n\tPRIMARY KEY (seq), \n\tUNIQUE (id), \n\tUNIQUE (known_us)\n)"
            ),
            "CREATE TRIGGER fit_no_update BEFORE UPDATE ON fit BEGIN SELECT RAISE(ABORT, 'fit is append-only'); END",
            "CREATE TRIGGER fit_no_delete BEFORE DELETE ON fit BEGIN SELECT RAISE(ABORT, 'fit is append-only'); END",
            (
                "CREATE TRIGGER fit_no_replace BEFORE INSERT ON fit WHEN EXISTS (SELECT 1 FROM fit WHERE seq = NEW.seq "
                "OR id = NEW.id OR known_us = NEW.known_us) BEGIN SELECT RAISE(IGNORE); END"
            ),
        ),
    },
    4: {  # a reader that has the record asks what was made since
        "sqlite": (
            "CREATE TABLE turn (place VARCHAR NOT NULL, number INTEGER NOT NULL, PRIMARY KEY (place))",
            "CREATE INDEX turn_by_number ON turn (number)",
            "INSERT INTO turn SELECT place, 1 FROM page",
        ),
    },
}


def create(connection: Connection, triggers: Callable[[Table], list[str]]) -> None:
    """Make every table of the newest version, with its triggers, inside the caller's transaction."""
    tables.create_all(connection)
    for table in TRUTH:
        for statement in triggers(table):
            connection.exec_driver_sql(statement)


def migrate(connection: Connection, found: int) -> None:
    """Lead the tables from the version found to the newest, step by step, inside the caller's transaction."""
    for version in range(found + 1, VERSION + 1):
        for statement in MIGRATIONS[version][connection.dialect.name]:
            connection.exec_driver_sql(statement)


def keys(table: Table) -> list[list[str]]:
    """The sets of columns by which a row of the table is this row and no other."""
    unique = sorted(
        [column.name for column in one.columns] for one in table.constraints if isinstance(one, UniqueConstraint)
    )
    return sorted(([column.name for column in table.primary_key.columns], *unique), key=len)
