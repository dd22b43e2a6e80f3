"""What only one process of a store may do at a time: the others wait, or let it be.

PostgreSQL keeps the lock with the connection, the system keeps that of a file with the process: a
process that dies gives it back, whatever it was doing.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from filelock import FileLock, Timeout
from sqlalchemy import Connection, text

from lib.store.database import Database

#: Bringing a store to this version: its tables, its published facts, the practice country.
OPENING = "migrating"
#: Keeping its promises: forms whose time has come, backups.
KEEPING = "keeping"
#: Making the reports of a month that is over.
REPORTING = "reporting"
#: Writing down which Google Sheets the settings name.
CONNECTING = "connecting"
#: Putting attached files into a bucket, and taking unused ones out.
HOLDING = "holding-files"
#: Any constant will do; PostgreSQL locks on numbers. The first is that of earlier versions.
_NUMBERS = {OPENING: 25640930}


@contextmanager
def one_at_a_time(database: Database, what: str = OPENING) -> Iterator[None]:
    """Wait for one's turn, and have it. Not twice in one thread: it would wait for itself."""
    if database.path is not None:
        with FileLock(f"{database.path}.{what}"):
            yield
        return
    with _session(database) as connection:
        connection.execute(text("select pg_advisory_lock(:n)"), {"n": _number(what)})
        try:
            yield
        finally:
            connection.execute(text("select pg_advisory_unlock(:n)"), {"n": _number(what)})


@contextmanager
def unless_another_does(database: Database, what: str) -> Iterator[bool]:
    """Whether this process may do it now; False at once while another one does."""
    if database.path is not None:
        lock = FileLock(f"{database.path}.{what}", timeout=0)
        try:
            lock.acquire()
        except Timeout:
            yield False
            return
        try:
            yield True
        finally:
            lock.release()
        return
    with _session(database) as connection:
        mine = bool(connection.scalar(text("select pg_try_advisory_lock(:n)"), {"n": _number(what)}))
        try:
            yield mine
        finally:
            if mine:
                connection.execute(text("select pg_advisory_unlock(:n)"), {"n": _number(what)})


@contextmanager
def _session(database: Database) -> Iterator[Connection]:
    """A connection without an open transaction, which may last as long as the work takes."""
    with database.writer.connect() as connection:
        yield connection.execution_options(isolation_level="AUTOCOMMIT")


def _number(what: str) -> int:
    return _NUMBERS.get(what) or zlib.crc32(f"thun {what}".encode())
