"""The connection to SQLite or PostgreSQL: one writer at a time, many readers.

SQLite: WAL, ``synchronous=FULL`` (an acknowledged write survives a power cut), ``BEGIN
IMMEDIATE`` and a lock per process so that writers queue instead of failing; readers open
``query_only``. PostgreSQL: its own locking; records are read ``FOR UPDATE`` before a write.

What is deleted is overwritten (``secure_delete``), and after an erasure the write-ahead log is
emptied too; on PostgreSQL the tables are vacuumed.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, Table, create_engine, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DatabaseError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from lib.domain.errors import DamagedStore, Problem, StorageProblem
from lib.store.pool import Pool, limit_of, pool_for

_ERASED = "erased"
#: How long a writer of another process is waited for, milliseconds.
BUSY_TIMEOUT_MS = 15_000
#: Between two tries to switch a new file to its write-ahead log, seconds.
_SWITCHING_PAUSE = 0.05
#: How long readers are waited for when the write-ahead log is emptied, milliseconds.
_CLEARING_TIMEOUT_MS = 1_000


class Database:
    """Read and write transactions on one database URL."""

    def __init__(self, url: str) -> None:
        self.url = _read_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self._writer_queue = threading.Lock()
        if self.is_sqlite:
            self._make_folder()
            self._reader = self._sqlite_engine(writes=False)
            self._writer = self._sqlite_engine(writes=True)
        else:
            self._reader = self._writer = self._server_engine(Pool())

    def fit(self, processes: int) -> Pool | None:
        """Before anything else is asked of a server: hold no more connections than a share of its limit.

        None on SQLite. Raises `StorageProblem` when the share is too small.
        """
        if self.is_sqlite:
            return None
        with self.reading() as connection:
            pool = pool_for(limit_of(connection), processes)
        self.close()
        self._reader = self._writer = self._server_engine(pool)
        return pool

    @property
    def path(self) -> Path | None:
        """The SQLite file; None on PostgreSQL."""
        return Path(str(self.url.database)) if self.is_sqlite else None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A consistent view; nothing can be written through it on SQLite."""
        with in_the_words_of_the_field(), self._reader.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction: all of it is durable afterwards, or none of it happened."""
        with in_the_words_of_the_field(), self._queued():
            with self._writer.begin() as connection:
                connection.info.pop(_ERASED, None)
                yield connection
                erased = connection.info.pop(_ERASED, False)
            if erased:
                self.clear_away()

    @contextmanager
    def snapshot(self, *, streamed: bool = True) -> Iterator[Connection]:
        """One moment of the whole database, however long it is read and whoever writes meanwhile.

        `streamed`: rows come bit by bit, for more of them than fit into memory.
        """
        if self.is_sqlite:
            with self.reading() as connection:
                yield connection
            return
        with in_the_words_of_the_field(), self._reader.connect() as plain:
            connection = plain.execution_options(isolation_level="REPEATABLE READ", stream_results=streamed)
            with connection.begin():
                yield connection

    def clear_away(self) -> None:
        """Leave no trace of what was deleted: empty the write-ahead log, or vacuum on PostgreSQL.

        A reader that holds an old view puts it off to the next time (the keeper's, at the latest).
        """
        if not self.is_sqlite:
            with suppress(SQLAlchemyError), self._writer.connect() as connection:
                connection.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql("VACUUM")
            return
        with suppress(SQLAlchemyError), closing(self._writer.raw_connection()) as raw:
            cursor = raw.cursor()
            cursor.execute(f"PRAGMA busy_timeout = {_CLEARING_TIMEOUT_MS}")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            cursor.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
            cursor.close()

    def compact(self) -> None:
        """Build the SQLite file anew: what was deleted before deleting overwrote is gone from it after."""
        if not self.is_sqlite:
            return
        with in_the_words_of_the_field(), self._queued(), closing(self._writer.raw_connection()) as raw:
            raw.cursor().execute("VACUUM")
        self.clear_away()

    @property
    def writer(self) -> Engine:
        """The writing engine, for migrations."""
        return self._writer

    def close(self) -> None:
        """Give all connections back."""
        self._reader.dispose()
        self._writer.dispose()

    @contextmanager
    def _queued(self) -> Iterator[None]:
        if not self.is_sqlite:
            yield
            return
        with self._writer_queue:
            yield

    def _server_engine(self, pool: Pool) -> Engine:
        return create_engine(
            self.url, pool_pre_ping=True, pool_size=pool.size, max_overflow=pool.more, hide_parameters=True
        )

    def _make_folder(self) -> None:
        folder = Path(str(self.url.database)).parent
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            raise _storage_problem(error) from error

    def _sqlite_engine(self, *, writes: bool) -> Engine:
        # What was typed never stands in an error, and so in no log.
        arguments = {"timeout": BUSY_TIMEOUT_MS / 1000, "check_same_thread": False}
        engine = create_engine(self.url, connect_args=arguments, hide_parameters=True)

        @event.listens_for(engine, "connect")
        def _pragmas(raw: Any, _record: Any) -> None:
            if self.path is not None:
                with suppress(OSError):  # somebody else's file, or a file system without permissions
                    self.path.chmod(0o600)
            # SQLAlchemy decides when transactions begin, not the driver.
            raw.isolation_level = None
            cursor = raw.cursor()
            cursor.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
            _log_ahead(cursor)
            cursor.execute("PRAGMA synchronous = FULL")
            cursor.execute("PRAGMA foreign_keys = ON")
            cursor.execute("PRAGMA secure_delete = ON")
            if not writes:
                cursor.execute("PRAGMA query_only = ON")
            cursor.close()

        @event.listens_for(engine, "begin")
        def _begin(connection: Connection) -> None:
            if writes:
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            else:
                # Said to the driver itself: by way of SQLAlchemy it costs as much as a query, at each look.
                connection.connection.cursor().execute("BEGIN")

        return engine


def _log_ahead(cursor: sqlite3.Cursor) -> None:
    """Switch to a write-ahead log; SQLite waits for nobody here, whatever its busy timeout is, so we do."""
    until = time.monotonic() + BUSY_TIMEOUT_MS / 1000
    while True:
        try:
            cursor.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(_SWITCHING_PAUSE)


def _read_url(url: str) -> URL:
    """The address of a store of a kind that this program keeps; raises `StorageProblem` with a sentence."""
    try:
        read = make_url(url)
        kind = read.get_backend_name()
    except (SQLAlchemyError, ValueError):  # a port that is no number is a ValueError
        kind = ""
    if kind not in ("sqlite", "postgresql"):
        # The address itself may hold a password: only its kind is said.
        raise StorageProblem(
            Problem(
                f"DATABASE_URL ใช้ไม่ได้ ({kind or 'อ่านไม่ออก'}) ระบบนี้ใช้ PostgreSQL เช่น postgresql://user@host/thun "
                "หรือไม่ตั้ง DATABASE_URL เลยก็ได้ ระบบจะเก็บเป็นแฟ้มในเครื่อง",
                f"DATABASE_URL cannot be used ({kind or 'not readable'}). This app keeps its data in PostgreSQL, e.g. "
                "postgresql://user@host/thun, or in a file of its own when DATABASE_URL is not set.",
            )
        )
    return read


def note_erased(connection: Connection) -> None:
    """Something is erased in this transaction: its traces are cleared away once it is committed."""
    connection.info[_ERASED] = True


def upsert(connection: Connection, into: Table) -> Any:
    """An insert that can say what to do when the row is there already, on either database.

    Two writers on PostgreSQL may both find a row missing; update-then-insert would fail then.
    """
    made = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    return made(into)


@contextmanager
def in_the_words_of_the_field() -> Iterator[None]:
    """Turn "disk full", "read-only", "cannot open" and lost servers into `StorageProblem`."""
    try:
        yield
    except (OperationalError, DatabaseError, PoolTimeout) as error:
        raise _storage_problem(error) from error
    except (OSError, sqlite3.Error) as error:  # the driver's own: of a connection used without SQLAlchemy
        raise _storage_problem(error) from error


_KNOWN = (
    (
        ("full", "no space", "wrote only"),  # PostgreSQL: "wrote only 4096 of 8192 bytes"
        "พื้นที่เก็บข้อมูลเต็ม ยังไม่ได้บันทึก ลบแฟ้มที่ไม่ใช้แล้วลองใหม่",
        "The disk is full and nothing was saved. Free some space and try again.",
    ),
    (
        ("readonly", "read-only", "permission denied", "not permitted"),
        "โฟลเดอร์เก็บข้อมูลเขียนไม่ได้ ยังไม่ได้บันทึก ให้สิทธิ์เขียนโฟลเดอร์หรือย้ายด้วย THUN_DATA_DIR",
        "The data folder cannot be written to and nothing was saved. Allow writing or set THUN_DATA_DIR.",
    ),
    (
        ("unable to open", "not a directory", "file exists"),
        "เปิดแฟ้มข้อมูลไม่ได้ ตรวจโฟลเดอร์ที่ตั้งใน THUN_DATA_DIR",
        "The data file cannot be opened. Check the folder in THUN_DATA_DIR.",
    ),
    (
        ("locked", "busy"),
        "มีผู้อื่นกำลังบันทึกอยู่นาน ยังไม่ได้บันทึกของท่าน ลองใหม่อีกครั้ง",
        "Somebody else is writing for long; yours is not saved yet. Try again.",
    ),
    (
        ("queuepool limit", "too many clients", "remaining connection slots", "too many connections"),
        "มีผู้ใช้พร้อมกันมากกว่าที่ฐานข้อมูลรับได้ ยังไม่ได้บันทึกของท่าน รอสักครู่แล้วลองใหม่",
        "More people are at work than the database takes at once; yours is not saved yet. Wait a moment and try again.",
    ),
    (
        ("malformed", "not a database", "corrupt"),
        "แฟ้มข้อมูลเสียหาย นำแฟ้มสำรองล่าสุดกลับมาด้วย python3 run.py restore",
        "The data file is damaged. Bring the last backup back with python3 run.py restore.",
    ),
)


def _storage_problem(error: SQLAlchemyError | OSError | sqlite3.Error) -> StorageProblem:
    said = str(getattr(error, "orig", None) or error).lower()
    for signs, th, en in _KNOWN:
        if any(sign in said for sign in signs):
            return (DamagedStore if "malformed" in signs else StorageProblem)(Problem(th, en))
    return StorageProblem(
        Problem(
            "ฐานข้อมูลยังใช้ไม่ได้ ยังไม่ได้บันทึก ลองใหม่ หรือแจ้งผู้ดูแลระบบ",
            "The database does not answer; nothing was saved. Try again or tell the administrator.",
        )
    )
