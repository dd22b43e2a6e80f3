"""One step back after an update: the stores as they were, without what was erased since."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from lib.config import Settings
from lib.domain.errors import BadInput, Problem
from lib.domain.worlds import OWN
from lib.store import backup, erasures, kept_backups, migrate, restoring
from lib.store.condition import StoreState, condition
from lib.store.database import Database
from lib.store.opening import Store
from lib.store.whole import ASIDE, Aside, put_aside, settle


def put_back(chosen: Settings, name: str) -> Aside:
    """The stores as they were, in place of those that stand; what was erased since is erased again.

    What stands is put aside first. Raises `BadInput` when there is no such copy.
    """
    aside = Aside(chosen.backup_dir / ASIDE / name)
    if chosen.database_url:
        _bring_the_server_back(chosen)
    elif not aside.worlds:
        raise BadInput(
            Problem(
                "ไม่พบข้อมูลก่อนปรับรุ่น ยังไม่ได้เปลี่ยนอะไร", "The data from before the update is not there; nothing was changed."
            )
        )
    erased = _erased_in(chosen.data_dir / f"{OWN}.sqlite")
    put_aside(chosen, f"{name}-after")
    if OWN in aside.worlds:
        # Erased again while it is still aside: at no moment does a program see them.
        _erase_again(aside.folder / f"{OWN}.sqlite", erased)
    for world in aside.worlds:
        fresh = chosen.data_dir / f"{world}.sqlite.partial"
        shutil.copyfile(aside.folder / f"{world}.sqlite", fresh)
        fresh.chmod(0o600)
        fresh.replace(chosen.data_dir / f"{world}.sqlite")
    return aside


def _bring_the_server_back(chosen: Settings) -> None:
    """A server's data is no file: the newest backup that this version reads takes its place, in one transaction.

    It was made just before the newer version changed anything. What stands is backed up first, and what
    was erased since is erased again, as with any restore.
    """
    if condition(chosen).state is not StoreState.NEWER:
        return
    folder = chosen.backup_dir / OWN
    file = next((one.file for one in kept_backups.listed(folder) if _is_from_here(one.file)), None)
    database = Database(chosen.url(OWN))
    try:
        if file is None:
            raise BadInput(_no_backup_of_before())
        restoring.restore(Store(OWN, database, folder), file)
    finally:
        database.close()


def _is_from_here(file: Path) -> bool:
    """Whether a backup was made of this version's tables, or older ones."""
    with suppress(BadInput):
        return migrate.is_known(backup.manifest_of(file).revision)
    return False


def _no_backup_of_before() -> Problem:
    return Problem(
        "ข้อมูลอยู่ใน PostgreSQL และรุ่นใหม่ปรับไปแล้ว ยังไม่ได้เปลี่ยนอะไร สร้างฐานข้อมูลว่าง ตั้ง DATABASE_URL ไปที่นั่น "
        "แล้วสั่ง back อีกครั้ง ตามด้วย restore แฟ้มสำรองก่อนปรับรุ่น",
        "The data is in PostgreSQL and the newer version has changed it; nothing was changed now. Make an empty "
        "database, set DATABASE_URL to it, then back again, and restore the backup from before the update.",
    )


def _erased_in(file: Path) -> list[dict[str, object]]:
    """Everything erased in a store that may be newer than this program: columns are taken as they come."""
    if not file.is_file():
        return []
    settle(file)
    with closing(sqlite3.connect(file)) as connection:
        connection.row_factory = sqlite3.Row
        there = connection.execute("select 1 from sqlite_master where name = 'erasure'").fetchone()
        rows = connection.execute("select * from erasure").fetchall() if there else []
    return [dict(row) for row in rows]


def _erase_again(file: Path, erased: list[dict[str, object]]) -> None:
    if not erased:
        return
    with closing(sqlite3.connect(file)) as connection, connection:
        columns = {row[1] for row in connection.execute("pragma table_info(erasure)")}
        known = set(connection.execute("select kind, record_id from erasure"))
        for row in erased:
            if (row["kind"], row["record_id"]) in known:
                continue
            # A number of its own: the newer store's may be taken here.
            told = {k: v for k, v in row.items() if k in columns and k != "id"}
            names, marks = ", ".join(told), ", ".join("?" * len(told))
            connection.execute(f"insert into erasure ({names}) values ({marks})", list(told.values()))
    database = Database(f"sqlite:///{file.as_posix()}")
    try:
        with TemporaryDirectory() as nowhere:
            # A store that had not been opened by this version yet; the copy itself is its backup.
            migrate.upgrade(database, Path(nowhere))
        with database.writing() as writing:
            erasures.carry_over(writing, [])
    finally:
        database.close()
    settle(file)
