"""A backup is proved by loading it into an empty store; what was erased since is taken out of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Connection, text
from sqlalchemy.exc import SQLAlchemyError

from lib.domain.errors import BadInput
from lib.store import backup, erasures, expiries, migrate
from lib.store.database import Database


@contextmanager
def loading(connection: Connection, file: Path) -> Iterator[int]:
    """Put a backup's rows in place of everything, raised to the present revision; yields how many.

    Whatever a torn or foreign file raises on the way becomes `BadInput`, so that the transaction
    around it is rolled back and nothing has changed.
    """
    manifest = backup.manifest_of(file)
    try:
        migrate.rebuild(connection, manifest.revision)
        _empty(connection)
        count = backup.load_backup(connection, file)
        migrate.raise_to(connection)
    except (ValueError, KeyError, TypeError, AttributeError, SQLAlchemyError, *backup.UNREADABLE) as error:
        if _is_of_the_disk(error):
            raise
        raise BadInput(backup.not_a_backup(file)) from error
    yield count


def _empty(connection: Connection) -> None:
    """A migration may have given the empty tables facts of their own: the backup's take their place."""
    connection.execute(text("delete from store_fact"))


#: SQLSTATE: connection lost, resources at an end, ended by an operator, trouble of the system.
_SERVERS_TROUBLE = ("08", "53", "57", "58")


def _is_of_the_disk(error: Exception) -> bool:
    said = str(getattr(error, "orig", None) or "").lower()
    state = getattr(getattr(error, "orig", None), "sqlstate", None) or ""
    if getattr(error, "connection_invalidated", False) or state.startswith(_SERVERS_TROUBLE):
        return True  # the server is full, or fell over: that says nothing of the file
    return any(sign in said for sign in ("full", "no space", "i/o", "readonly", "read-only", "locked"))


def prove(file: Path, folder: Path) -> int:
    """Load a backup into an empty store beside the others and throw that away; returns the rows.

    Raises `BadInput` when it would not restore.
    """
    with _scratch(folder) as database, database.writing() as connection, loading(connection, file) as count:
        if connection.execute(text("pragma foreign_key_check")).first() is not None:
            raise BadInput(backup.not_a_backup(file))
        return count


def cleanse(file: Path, folder: Path, erased: list[erasures.Row], gone: list[expiries.Expiry]) -> None:
    """Write a backup anew, under its name, without what was erased since it was made.

    `erased`: the wishes of people, `gone`: forms whose time came long ago.
    """
    told = backup.manifest_of(file)
    with _scratch(folder) as database:
        with database.writing() as connection, loading(connection, file):
            erasures.carry_over(connection, erased)
            for one in gone:
                erasures.forget(connection, one.kind, one.record_id)
                expiries.keep(connection, one)
        backup.write_again(database, file, told)


def due_for_good(expired: list[expiries.Expiry], before: date) -> list[expiries.Expiry]:
    """Forms erased by their date before a day."""
    return [one for one in expired if one.erased_on is not None and one.erased_on < before]


@contextmanager
def _scratch(folder: Path) -> Iterator[Database]:
    stamp = datetime.now(UTC).strftime("%H%M%S")
    with TemporaryDirectory(prefix=f"checking-{stamp}-", dir=folder) as place:
        database = Database(f"sqlite:///{Path(place).as_posix()}/empty.sqlite")
        try:
            yield database
        finally:
            database.close()
