"""The connection to SQLite or PostgreSQL: one writer at a time, many readers.

SQLite: WAL, ``synchronous=FULL`` (an acknowledged write survives a power cut), ``BEGIN
IMMEDIATE`` and a lock per process so that writers queue instead of failing; readers open
``query_only``. PostgreSQL: its own locking; records are read ``FOR UPDATE`` before a write.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Table, create_engine, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DatabaseError, OperationalError, SQLAlchemyError

from lib.domain.errors import Problem, StorageProblem

#: How long a writer of another process is waited for, milliseconds.
BUSY_TIMEOUT_MS = 15_000


class Database:
    """Read and write transactions on one database URL."""

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self._writer_queue = threading.Lock()
        if self.is_sqlite:
            self._make_folder()
            self._reader = self._sqlite_engine(writes=False)
            self._writer = self._sqlite_engine(writes=True)
        else:
            self._reader = self._writer = create_engine(
                self.url, pool_pre_ping=True, pool_size=10, hide_parameters=True
            )

    @property
    def path(self) -> Path | None:
        """The SQLite file; None on PostgreSQL."""
        return Path(str(self.url.database)) if self.is_sqlite else None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A consistent view; nothing can be written through it on SQLite."""
        with _in_the_words_of_the_field(), self._reader.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction: all of it is durable afterwards, or none of it happened."""
        with _in_the_words_of_the_field(), self._queued(), self._writer.begin() as connection:
            yield connection

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

    def _make_folder(self) -> None:
        folder = Path(str(self.url.database)).parent
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise _storage_problem(error) from error

    def _sqlite_engine(self, *, writes: bool) -> Engine:
        # What was typed never stands in an error, and so in no log.
        arguments = {"timeout": BUSY_TIMEOUT_MS / 1000, "check_same_thread": False}
        engine = create_engine(self.url, connect_args=arguments, hide_parameters=True)

        @event.listens_for(engine, "connect")
        def _pragmas(raw: Any, _record: Any) -> None:
            # SQLAlchemy decides when transactions begin, not the driver.
            raw.isolation_level = None
            cursor = raw.cursor()
            cursor.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
            cursor.execute("PRAGMA journal_mode = WAL")
            cursor.execute("PRAGMA synchronous = FULL")
            cursor.execute("PRAGMA foreign_keys = ON")
            if not writes:
                cursor.execute("PRAGMA query_only = ON")
            cursor.close()

        @event.listens_for(engine, "begin")
        def _begin(connection: Connection) -> None:
            connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

        return engine


def upsert(connection: Connection, into: Table) -> Any:
    """An insert that can say what to do when the row is there already, on either database.

    Two writers on PostgreSQL may both find a row missing; update-then-insert would fail then.
    """
    made = sqlite.insert if connection.dialect.name == "sqlite" else postgresql.insert
    return made(into)


@contextmanager
def _in_the_words_of_the_field() -> Iterator[None]:
    """Turn "disk full", "read-only", "cannot open" and lost servers into `StorageProblem`."""
    try:
        yield
    except (OperationalError, DatabaseError) as error:
        raise _storage_problem(error) from error
    except OSError as error:
        raise _storage_problem(error) from error


_KNOWN = (
    (
        ("full", "no space"),
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
        ("malformed", "not a database", "corrupt"),
        "แฟ้มข้อมูลเสียหาย นำแฟ้มสำรองล่าสุดกลับมาด้วย python3 run.py restore",
        "The data file is damaged. Bring the last backup back with python3 run.py restore.",
    ),
)


def _storage_problem(error: SQLAlchemyError | OSError) -> StorageProblem:
    said = str(getattr(error, "orig", None) or error).lower()
    for signs, th, en in _KNOWN:
        if any(sign in said for sign in signs):
            return StorageProblem(Problem(th, en))
    return StorageProblem(
        Problem(
            "ฐานข้อมูลยังใช้ไม่ได้ ยังไม่ได้บันทึก ลองใหม่ หรือแจ้งผู้ดูแลระบบ",
            "The database does not answer; nothing was saved. Try again or tell the administrator.",
        )
    )
