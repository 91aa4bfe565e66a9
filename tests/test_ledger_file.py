"""What is particular to a ledger in one SQLite file: refusals, triggers, altered rows, migration, crash, many readers."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import textwrap
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import event

from make import a_claim, a_finding, a_report
from test_ledger import FUSER, NOON, READER, a_control, a_decision, a_fit, a_skipped, an_unlinked, entry
from whoholds.errors import LedgerBusy, LedgerError, NewerLedger
from whoholds.keep import Entry, open_ledger, schema, sqlite
from whoholds.keep.schema import TRUTH

HERE = Path(__file__).parent


@pytest.fixture
def path(tmp_path):
    return tmp_path / "a.db"


def made(path, entries=(), **said):
    with open_ledger(path, write=True, theatre="arland", **said) as ledger:
        ledger.add(entries, edition=READER)
    return path


# refusals say what is wrong


def test_a_missing_ledger_is_said_to_be_missing(path):
    with pytest.raises(LedgerError, match="no ledger at"):
        open_ledger(path)
    assert not path.exists()
    assert list(path.parent.iterdir()) == []


def test_a_folder_is_no_ledger(tmp_path):
    for write in (False, True):
        with pytest.raises(LedgerError, match="is a folder"):
            open_ledger(tmp_path, write=write, theatre="arland")


def test_a_ledger_in_a_missing_folder_is_refused(tmp_path):
    with pytest.raises(LedgerError, match="no folder"):
        open_ledger(tmp_path / "gone" / "a.db", write=True, theatre="arland")


@pytest.mark.parametrize("write", [False, True])
def test_another_kind_of_file_is_refused_and_left_alone(path, write):
    path.write_bytes(b"id,text\n1,hello\n" * 300)
    before = path.read_bytes()
    with pytest.raises(LedgerError, match="not a ledger"):
        open_ledger(path, write=write, theatre="arland")
    assert path.read_bytes() == before


@pytest.mark.parametrize("write", [False, True])
def test_another_database_is_refused_and_left_alone(path, write):
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE report (id)")
    other.commit()
    other.close()
    before = path.read_bytes()
    with pytest.raises(LedgerError, match="not a ledger of whoholds"):
        open_ledger(path, write=write, theatre="arland")
    assert path.read_bytes() == before


def test_an_empty_file_can_be_written_but_not_asked(path):
    path.touch()
    with pytest.raises(LedgerError, match="is empty"):
        open_ledger(path)
    made(path)
    with open_ledger(path) as ledger:
        assert ledger.theatre == "arland"


def test_a_new_ledger_needs_a_theatre(path):
    with pytest.raises(LedgerError, match="which theatre"):
        open_ledger(path, write=True)


def test_another_theatre_is_refused(path):
    made(path, found_at="./my-arland")
    with pytest.raises(LedgerError, match="about theatre 'arland', not 'syria'"):
        open_ledger(path, write=True, theatre="syria")
    with pytest.raises(LedgerError, match="about theatre"):
        open_ledger(path, theatre="syria")
    with open_ledger(path) as ledger:
        assert (ledger.theatre, ledger.found_at) == ("arland", "./my-arland")


def test_a_reader_cannot_write(path):
    made(path)
    with open_ledger(path) as ledger, pytest.raises(LedgerError, match="reading only"):
        ledger.add([entry()], edition=READER)


def test_addresses_other_than_sqlite_are_refused(path):
    with pytest.raises(LedgerError, match="no store for postgresql"):
        open_ledger("postgresql://localhost/a")
    made(path)
    with open_ledger(f"sqlite:///{path}") as ledger:
        assert ledger.theatre == "arland"


def test_a_closed_ledger_on_a_read_only_disk_can_be_asked(path, monkeypatch):
    made(path, [entry()])
    monkeypatch.setattr(sqlite.os, "access", lambda *_: False)
    with open_ledger(path) as ledger:
        assert len(list(ledger.claims())) == 1
    assert sorted(one.name for one in path.parent.iterdir()) == ["a.db", "a.db-lock"]
    with pytest.raises(LedgerError, match="read-only for you"):
        open_ledger(path, write=True)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anything")
def test_a_read_only_ledger_can_be_asked_but_not_written(path):
    made(path, [entry()])
    path.chmod(0o444)
    path.parent.chmod(0o555)
    try:
        with open_ledger(path) as ledger:
            assert len(list(ledger.claims())) == 1
        with pytest.raises(LedgerError, match="cannot be written"):
            open_ledger(path, write=True)
    finally:
        path.parent.chmod(0o755)


def test_nothing_but_the_lock_stays_beside_a_closed_ledger(path):
    made(path, [entry()])
    with open_ledger(path) as ledger:
        list(ledger.claims())
    assert sorted(one.name for one in path.parent.iterdir()) == ["a.db", "a.db-lock"]


def test_a_name_with_odd_characters_is_a_name(tmp_path):
    path = made(tmp_path / "a ?mode=memory&x#%20б.db", [entry()])
    assert path.exists()
    with open_ledger(path) as ledger:
        assert len(list(ledger.claims())) == 1


def test_a_file_cut_short_is_an_error_that_says_so(path):
    made(path, [entry(f"took {n}" * 50) for n in range(50)])
    path.write_bytes(path.read_bytes()[: 4096 * 6])
    try:
        with open_ledger(path) as ledger:
            wrong = ledger.stats(check=True).wrong
    except LedgerError as error:
        wrong = (str(error),)
    assert wrong


# append-only


def outside(path):
    """A connection as another program would make it."""
    return sqlite.driver().connect(str(path), isolation_level=None)


@pytest.mark.parametrize("table", [table.name for table in TRUTH])
def test_truth_can_be_neither_changed_nor_deleted(path, table):
    told = a_report("League took Velin.")
    with open_ledger(path, write=True, theatre="arland") as ledger:
        finding = a_finding(told, actor="League", when=None)
        claims = (a_claim(told),)
        ledger.add(
            [Entry(report=told, findings=(finding,), claims=claims, unlinked=(an_unlinked(told),))],
            edition=READER,
            skipped=[a_skipped()],
        )
        ledger.decide(a_decision(claims[0].id))
        ledger.learn(a_fit())
    other = outside(path)
    column = other.execute(f"SELECT name FROM pragma_table_info('{table}')").fetchone()[0]
    assert other.execute(f"SELECT count(*) FROM {table}").fetchone()[0] >= 1
    for attempt in (f"UPDATE {table} SET {column} = {column}", f"DELETE FROM {table}"):
        with pytest.raises(sqlite.driver().DatabaseError, match="append-only"):
            other.execute(attempt)
    before = other.execute(f"SELECT * FROM {table}").fetchall()
    marks = ", ".join("?" * len(before[0]))
    for row in before:
        for changed in (row, (*row[:-1], "changed"), (999, *row[1:-1], "changed")):
            other.execute(f"INSERT OR REPLACE INTO {table} VALUES ({marks})", changed) if row[0] != 999 else None
    assert set(before) <= set(other.execute(f"SELECT * FROM {table}").fetchall())
    other.close()


def test_an_altered_ruling_is_named(path):
    told = entry()
    with open_ledger(path, write=True, theatre="arland") as ledger:
        ledger.add([told], edition=READER)
        for n in range(4):
            ledger.decide(a_decision(told.claims[0].id, name=f"d{n}", reason=f"because {n}"))
    whole = path.read_bytes()
    for damage, broken, wrong in (
        ("UPDATE decision SET reason = 'another' WHERE seq = 2", 2, "altered"),
        ("UPDATE decision SET at_us = at_us + 1 WHERE seq = 3", 3, "altered"),
        ("UPDATE decision SET ruling = 'nonsense' WHERE seq = 1", 1, "altered"),
        ("UPDATE decision SET hash = previous_hash WHERE seq = 4", 4, "altered"),
        ("DELETE FROM decision WHERE seq = 2", 2, "missing"),
        ("DELETE FROM decision WHERE seq = 1", 1, "missing"),
        ("UPDATE decision SET previous_hash = hash WHERE seq = 3", 3, "does not follow"),
    ):
        path.write_bytes(whole)
        other = outside(path)
        other.execute("DROP TRIGGER decision_no_update")
        other.execute("DROP TRIGGER decision_no_delete")
        other.execute(damage)
        other.close()
        with open_ledger(path) as ledger:
            audit = ledger.verify_audit()
            assert (audit.broken, wrong in audit.wrong) == (broken, True), damage
            assert ledger.stats(check=True).wrong == (audit.wrong,)


def test_a_damaged_row_is_named(path):
    made(path, [entry()])
    other = outside(path)
    other.execute("DROP TRIGGER claim_no_update")
    other.execute("UPDATE claim SET body = replace(body, 'control_gained', '12')")
    other.execute("UPDATE claim SET body = '{' WHERE 1")
    other.close()
    with open_ledger(path) as ledger, pytest.raises(LedgerError, match=r"the claim .* is damaged"):
        list(ledger.claims())


# versions


def test_a_later_version_is_refused(path):
    made(path)
    other = outside(path)
    other.execute("UPDATE about SET value = '99' WHERE key = 'version'")
    other.close()
    for write in (False, True):
        with pytest.raises(NewerLedger, match="version 99"):
            open_ledger(path, write=write)


def test_every_version_has_its_step():
    assert sorted(schema.MIGRATIONS) == list(range(2, schema.VERSION + 1))


def of_version(number, path):
    """A ledger as that version left it, from its dump."""
    other = outside(path)
    other.executescript((HERE / "ledgers" / f"version-{number}.sql").read_text(encoding="utf-8"))
    other.execute("PRAGMA journal_mode=WAL").fetchall()
    other.close()
    return path


def shape(path):
    """Tables, indexes and triggers of a file, white space aside."""
    other = outside(path)
    found = other.execute("SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL").fetchall()
    other.close()
    return sorted(
        (kind, name, " ".join(sql.replace("(", " ( ").replace(")", " ) ").split())) for kind, name, sql in found
    )


@pytest.mark.parametrize("write", [False, True])
@pytest.mark.parametrize("number", range(1, schema.VERSION))
def test_an_older_ledger_is_brought_up_to_date(tmp_path, number, write):
    path = of_version(number, tmp_path / "old.db")
    new = made(tmp_path / "new.db")
    with open_ledger(path, write=write) as ledger:
        assert ledger.stats(check=True).version == schema.VERSION
        assert ledger.stats(check=True).wrong == ()
        (report,) = ledger.reports()
        assert (report.title, report.received) == ("Velin \x00 فلين", NOON - timedelta(days=1))
        assert (
            len(list(ledger.claims(ruled=False))) == len(list(ledger.unlinked())) == len(list(ledger.findings())) == 1
        )
        assert list(ledger.claims()) == []
        assert list(ledger.controls()) == [a_control()]
        assert ledger.digest() == "ed82544bf480a5143ce390137e5a760920d4253382a364e2a5b289ff53f90ad3"
        assert ledger.verify_audit().head == "38cc042e453181a6a25cce0fae6ba84b5e62a22466e812a9219ff606477c9d66"
    assert shape(path) == shape(new)


def test_an_older_ledger_that_cannot_be_brought_up_to_date_says_so(tmp_path, monkeypatch):
    path = of_version(1, tmp_path / "old.db")
    monkeypatch.setattr(sqlite.os, "access", lambda *_: False)
    with pytest.raises(LedgerError, match="cannot be written"):
        open_ledger(path)


def test_a_copy_is_the_same_ledger(path, tmp_path):
    made(path, [entry()])
    with open_ledger(path) as ledger:
        ledger.copy(tmp_path / "copy.db")
        before = ledger.digest()
        with pytest.raises(LedgerError, match="exists already"):
            ledger.copy(tmp_path / "copy.db")
        with pytest.raises(LedgerError):
            ledger.copy(tmp_path / "gone" / "copy.db")
    with open_ledger(tmp_path / "copy.db") as ledger:
        assert ledger.digest() == before


# one writer, many readers, other processes


def test_a_second_writer_waits_and_is_told_so(path):
    with open_ledger(path, write=True, theatre="arland"):
        start = time.monotonic()
        with pytest.raises(LedgerBusy, match=rf"written by another process \({os.getpid()}\)"):
            open_ledger(path, write=True, wait=0.2)
        assert time.monotonic() - start < 5
    with open_ledger(path, write=True, wait=0.2) as ledger:
        assert ledger.theatre == "arland"


def test_a_reader_sees_what_was_there_when_it_began(path):
    with open_ledger(path, write=True, theatre="arland") as writer:
        writer.add([entry(f"took {n}") for n in range(3)], edition=READER)
        with open_ledger(path) as reader:
            claims = reader.claims()
            next(claims)
            writer.add([entry(f"took {n}", received=NOON - timedelta(days=n)) for n in range(3, 9)], edition=READER)
            assert len(list(claims)) == 2
            assert len(list(reader.claims())) == 9


def test_a_ruling_can_be_made_while_claims_are_being_read(path):
    with open_ledger(path, write=True, theatre="arland") as ledger:
        ledger.add([entry(f"took {n}") for n in range(3)], edition=READER)
        for claim in ledger.claims():
            ledger.decide(a_decision(claim.id, name=claim.id))
        assert list(ledger.claims()) == []


def program(body):
    """The start of a Python process that runs this with the tests' factories at hand."""
    head = f"""
        import sys
        sys.path[:0] = [{str(HERE)!r}]
        from datetime import timedelta
        from test_ledger import FUSER, NOON, READER, a_control, entry
        from whoholds.keep import open_ledger
        path = sys.argv[1]
    """
    return [sys.executable, "-c", textwrap.dedent(head) + textwrap.dedent(body)]


WRITE = """
    def batch(n):
        return [entry(f"took {n} {m} " * 40, places=(f"p{m % 7}", "velin"), received=NOON + timedelta(hours=n)) for m in range(20)]
    with open_ledger(path, write=True, theatre="arland") as ledger:
        print("open", flush=True)
        for n in range(20):
            entries = batch(n)
            fresh = {one.id for one in ledger.unread([one.report for one in entries], edition=READER)}
            ledger.add([one for one in entries if one.report.id in fresh], edition=READER)
            print(n, flush=True)
        stale = ledger.stale(FUSER.id)
        for place in stale:
            ledger.record({place: [a_control(place)]}, known=ledger.last_arrival(), edition=FUSER)
    print("done", flush=True)
"""


@pytest.mark.slow
def test_killed_anywhere_a_second_run_ends_with_the_same_ledger_slow(tmp_path):
    whole = tmp_path / "whole.db"
    subprocess.run([*program(WRITE), str(whole)], check=True, stdout=subprocess.DEVNULL, timeout=120)
    with open_ledger(whole) as ledger:
        wanted = ledger.digest()
    path = tmp_path / "killed.db"
    for delay in (0.0, 0.03, 0.11, 0.02):
        writing = subprocess.Popen([*program(WRITE), str(path)], stdout=subprocess.PIPE, text=True)
        assert writing.stdout.readline().strip() == "open"
        time.sleep(delay)
        writing.send_signal(signal.SIGKILL)
        told = writing.stdout.read().split()
        writing.stdout.close()
        writing.wait()
        acknowledged = max((int(line) for line in told if line.isdigit()), default=-1)
        with open_ledger(path) as ledger:
            kept = {claim.report for claim in ledger.claims()}
            assert len(kept) % 20 == 0, "a batch is kept whole or not at all"
            assert len(kept) >= 20 * (acknowledged + 1), "what was acknowledged is there"
            assert ledger.stats(check=True).wrong == ()
    subprocess.run([*program(WRITE), str(path)], check=True, stdout=subprocess.DEVNULL, timeout=120)
    with open_ledger(path) as ledger:
        assert ledger.digest() == wanted
        assert ledger.stale() == ()
        assert dict(ledger.stats().rows)["reading"] == 400


READ = """
    import time
    seen, before, slowest = 0, 0, 0.0
    with open_ledger(path) as ledger:
        while before < 400 and seen < 2000:
            start = time.perf_counter()
            claims = list(ledger.claims(place="velin"))
            slowest = max(slowest, time.perf_counter() - start)
            assert len(claims) % 20 == 0, "no batch is seen in part"
            assert len(claims) >= before, "nothing goes away"
            before, seen = len(claims), seen + 1
    print(before, seen, slowest)
"""


@pytest.mark.slow
def test_many_read_while_one_writes_slow(path):
    made(path)
    readers = [subprocess.Popen([*program(READ), str(path)], stdout=subprocess.PIPE, text=True) for _ in range(3)]
    subprocess.run([*program(WRITE), str(path)], check=True, stdout=subprocess.DEVNULL, timeout=120)
    for reader in readers:
        told, _ = reader.communicate(timeout=120)
        assert reader.returncode == 0
        assert told.split()[0] == "400"


@pytest.mark.slow
def test_two_writers_take_turns_slow(path):
    writers = [subprocess.Popen([*program(WRITE), str(path)], stdout=subprocess.PIPE, text=True) for _ in range(2)]
    for writer in writers:
        told, _ = writer.communicate(timeout=120)
        assert writer.returncode == 0
        assert told.split()[-1] == "done"
    with open_ledger(path) as ledger:
        assert dict(ledger.stats(check=True).rows)["reading"] == 400


def test_a_lock_held_by_another_program_is_said_after_a_while(path, monkeypatch):
    monkeypatch.setattr(sqlite, "STATEMENT_WAIT_S", 0.1)
    with open_ledger(path, write=True, theatre="arland") as ledger:
        other = outside(path)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(LedgerBusy, match="locked by another program"):
            ledger.add([entry()], edition=READER)
        other.execute("ROLLBACK")
        other.close()
        assert ledger.add([entry()], edition=READER).claims == 1


def test_a_full_disk_keeps_the_ledger_as_it_was(path):
    with open_ledger(path, write=True, theatre="arland") as ledger:
        ledger.add([entry()], edition=READER)
        before = ledger.digest()

        def little_room(connection, _record, _proxy):
            connection.execute("PRAGMA max_page_count=1").fetchone()

        event.listen(ledger._store._engine, "checkout", little_room)
        with pytest.raises(LedgerError, match="full"):
            ledger.add([entry(f"took {n} " * 999, places=("a", "b")) for n in range(99)], edition=READER)
        event.remove(ledger._store._engine, "checkout", little_room)
        assert ledger.digest() == before
        assert ledger.stale() == ("velin",)


def test_a_ledger_whose_making_failed_can_be_made_again(path, monkeypatch):
    def fails(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(schema, "keys", fails)
        with pytest.raises(KeyboardInterrupt):
            made(path)
    with pytest.raises(LedgerError, match="is empty"):
        open_ledger(path)
    made(path, [entry()])
    with open_ledger(path) as ledger:
        assert len(list(ledger.claims())) == 1


def test_threads_may_ask_one_ledger(path):
    made(path, [entry(f"took {n}", places=("a", "b")) for n in range(30)])
    with open_ledger(path) as ledger, ThreadPoolExecutor(4) as pool:
        told = list(pool.map(lambda place: len(list(ledger.claims(place=place))), ["a", "b"] * 20))
    assert told == [30] * 40


def test_an_interrupted_add_leaves_nothing(path):
    def interrupted():
        yield entry("took 1")
        raise KeyboardInterrupt

    with open_ledger(path, write=True, theatre="arland") as ledger:
        with pytest.raises(KeyboardInterrupt):
            ledger.add(interrupted(), edition=READER)
        broken = entry("took 2")
        with pytest.raises(TypeError):
            ledger.add(
                [entry("took 3"), replace(broken, claims=(replace(broken.claims[0], share="half"),))], edition=READER
            )
        assert list(ledger.reports()) == []


def test_no_question_about_one_thing_reads_a_whole_table(path):
    """Else a ledger would grow slower with every report."""
    told = [entry(f"took {n}", places=("a", "b")) for n in range(9)]
    asked = {}
    with open_ledger(path, write=True, theatre="arland") as ledger:
        ledger.add(told[:1], edition=READER)

        @event.listens_for(ledger._store._engine, "before_cursor_execute")
        def _note(_connection, _cursor, statement, values, _context, many):
            if statement.startswith(("SELECT", "INSERT", "DELETE")):
                asked[statement] = values[0] if many else values

        one = told[0]
        ledger.add(told[1:], edition=READER, again=[one.report])
        ledger.unread([one.report], edition=READER)
        ledger.record({"a": [a_control("a")]}, known=NOON, edition=FUSER)
        ledger.decide(a_decision(one.claims[0].id))
        ledger.decide(a_decision(one.report.id, name="d2"))
        list(ledger.claims(place="a", known=NOON))
        ledger.claims_by_id([one.claims[0].id])
        ledger.report(one.report.id)
        list(ledger.reports([one.report.id]))
        ledger.imprints([one.report.id])
        list(ledger.controls(place="a"))
        list(ledger.claims(report=one.report.id))
        list(ledger.unlinked(report=one.report.id))
        list(ledger.findings(report=one.report.id))
        assert len(asked) > 20
        with ledger._store.reading() as connection:
            for statement, values in dict(asked).items():
                plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", tuple(values)).fetchall()
                scans = [row.detail for row in plan if row.detail.startswith("SCAN") and "decision" not in row.detail]
                assert scans == [], statement


# without pysqlite3


@pytest.fixture
def unmended(monkeypatch):
    """The standard library's SQLite, taken for one with the WAL-reset bug."""
    from sqlite3 import dbapi2

    monkeypatch.setattr(sqlite, "driver", lambda: dbapi2)
    monkeypatch.setattr(sqlite, "MENDED", (99, 0, 0))
    monkeypatch.setattr(sqlite, "CHECKPOINT_BYTES", 200_000)


@pytest.mark.usefixtures("unmended")
def test_an_older_sqlite_keeps_a_ledger_too_and_its_log_short(path):
    with open_ledger(path, write=True, theatre="arland") as ledger:
        assert not ledger.stats().mended
        for n in range(12):
            ledger.add([entry(f"took {n} {m} " * 30) for m in range(20)], edition=READER)
            with open_ledger(path) as reader:
                assert len(list(reader.claims())) == 20 * (n + 1)
        log = path.with_name("a.db-wal")
        assert log.stat().st_size < 3_000_000
        ledger.record({"velin": [a_control()]}, known=NOON, edition=FUSER)
    with open_ledger(path) as ledger:
        assert len(list(ledger.claims())) == 240
        assert ledger.stats(check=True).wrong == ()


def test_a_claim_is_known_to_the_microsecond(path):
    moment = datetime(2031, 3, 12, 23, 59, 59, 999_999, tzinfo=UTC)
    told = entry(received=moment)
    made(path, [told, replace(told)])
    with open_ledger(path) as ledger:
        assert [one.known for one in ledger.claims(known=moment)] == [moment]
        assert list(ledger.claims(known=moment - timedelta(microseconds=1))) == []
