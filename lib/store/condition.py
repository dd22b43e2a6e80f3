"""How a store is, looked at from outside: nothing is opened for writing, migrated or made.

For whoever asks before a start, after a failed one, or with a store that a newer version has touched.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from sqlalchemy import text

from lib.config import Settings
from lib.domain.errors import Problem, StorageProblem
from lib.domain.worlds import OWN
from lib.store import migrate
from lib.store.database import Database


class StoreState(StrEnum):
    """How a store stands to this version of the program."""

    READY = "ready"
    #: Nothing there yet: the first start makes it.
    MISSING = "missing"
    #: The next start brings it to this version, after a backup.
    OLDER = "older"
    #: A newer version of the program has changed it.
    NEWER = "newer"
    #: A file that is no database, or a damaged one.
    BROKEN = "broken"
    #: A server that does not answer, an address that is none.
    SILENT = "silent"


@dataclass(frozen=True)
class Condition:
    """What is seen of a store from outside. `size`: bytes with what waits beside it; None unknown."""

    state: StoreState
    #: The file, or the server without user and password.
    place: str
    size: int | None = None
    revision: str = ""
    #: Why it does not answer, in words.
    problem: Problem | None = None


def condition(chosen: Settings, world: str = OWN) -> Condition:
    """How the store of a world is; never raises, never writes."""
    if world == OWN and chosen.database_url:
        return _of_server(chosen.url(world))
    return _of_file(chosen.data_dir / f"{world}.sqlite")


def size_of(file: Path) -> int:
    """Bytes of a database file with its journal."""
    beside = [file, file.with_name(f"{file.name}-wal"), file.with_name(f"{file.name}-shm")]
    return sum(f.stat().st_size for f in beside if f.is_file())


def _of_file(file: Path) -> Condition:
    try:
        if not file.is_file():
            return Condition(StoreState.MISSING, str(file))
        size = size_of(file)
        # "ro": a file that is not there is not made, and none is changed; its journal is read along.
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True, timeout=5)) as connection:
            tables = {row[0] for row in connection.execute("select name from sqlite_master where type = 'table'")}
            if not tables:
                return Condition(StoreState.MISSING, str(file), size)
            sound = connection.execute("pragma quick_check(1)").fetchone()
            found = "alembic_version" in tables
            row = connection.execute("select version_num from alembic_version").fetchone() if found else None
    except (sqlite3.Error, OSError):
        return Condition(StoreState.BROKEN, str(file))
    if not row or not sound or sound[0] != "ok":
        return Condition(StoreState.BROKEN, str(file), size)
    return Condition(_standing(row[0]), str(file), size, row[0])


def _of_server(url: str) -> Condition:
    place = "DATABASE_URL"
    try:
        database = Database(url)
        place = f"PostgreSQL {database.url.host or ''}/{database.url.database or ''}"
        try:
            with database.reading() as connection:
                revision = migrate.revision_of(connection)
                size = connection.scalar(text("select pg_database_size(current_database())"))
        finally:
            database.close()
    except StorageProblem as problem:
        return Condition(StoreState.SILENT, place, problem=problem.problems[0])
    if revision is None:
        return Condition(StoreState.MISSING, place, size)
    return Condition(_standing(revision), place, size, revision)


def _standing(revision: str) -> StoreState:
    if revision == migrate.head():
        return StoreState.READY
    return StoreState.OLDER if migrate.is_known(revision) else StoreState.NEWER
