"""The whole data folder as files: moved, and put aside before an update (`going_back` puts it back).

Only for whoever has closed the app: a database file in use, copied by its name alone, lacks what waits
in its journal. So every file is settled first, which also tells whether anybody has it open.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sqlalchemy import select

from lib.config import Settings
from lib.domain.errors import BadInput, Problem, StorageProblem
from lib.domain.worlds import OWN, PRACTICE
from lib.store.database import Database
from lib.store.tables import table

#: Copies from before an update, beside the backups and no longer than them.
ASIDE, KEPT = "before-update", timedelta(days=90)
#: So many changes have to be as late as that.
_WITNESSES = 10
#: Not the data itself: made anew wherever they are missing.
_NOT_MOVED = ("document-fonts-*", "*.migrating", "*.keeping", "*.reporting", "*.connecting", "*.partial")


def settle(file: Path) -> None:
    """Bring what waits in the journal into the file; raises `StorageProblem` when it is in use or damaged."""
    if not file.is_file():
        return
    try:
        with closing(sqlite3.connect(file, timeout=2, isolation_level=None)) as connection:
            connection.execute("pragma wal_checkpoint(truncate)")
            # Leaving the journal's mode needs the file for oneself alone; opening it sets it again.
            mode = connection.execute("pragma journal_mode = delete").fetchone()
    except sqlite3.OperationalError as error:
        raise StorageProblem(in_use(file)) from error
    except sqlite3.DatabaseError as error:
        raise StorageProblem(
            Problem(
                f"{file.name} เสียหาย นำแฟ้มสำรองกลับมาด้วย python3 run.py restore ก่อน",
                f"{file.name} is damaged: bring a backup back with python3 run.py restore first.",
            )
        ) from error
    if not mode or mode[0] != "delete":
        raise StorageProblem(in_use(file))


def in_use(file: Path) -> Problem:
    """The sentence for a database that somebody has open."""
    return Problem(
        f"{file.name} เปิดใช้อยู่ ปิดระบบ (Ctrl+C ในหน้าต่างที่เปิดไว้ หรือ python3 run.py service off) แล้วสั่งใหม่",
        f"{file.name} is in use: close the app (Ctrl+C in its window, or python3 run.py service off) and try again.",
    )


def move_folder(old: Path, new: Path) -> int:
    """Move a data folder; returns how many files. Every file is compared before the old folder goes."""
    if any(_files(new)):
        raise BadInput(
            Problem(
                f"{new} มีข้อมูลอยู่แล้ว ยังไม่ได้ย้ายอะไร ตั้ง THUN_DATA_DIR เป็นโฟลเดอร์อื่น หรือย้ายโฟลเดอร์นั้นออกก่อน",
                f"{new} holds data already; nothing was moved. Set THUN_DATA_DIR or put that folder elsewhere first.",
            )
        )
    for world in (OWN, PRACTICE):
        settle(old / f"{world}.sqlite")
    partial = new.with_name(f"{new.name}.partial")
    try:
        shutil.rmtree(partial, ignore_errors=True)
        partial.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(old, partial, ignore=shutil.ignore_patterns(*_NOT_MOVED))
        copied = list(_files(partial))
        for file in copied:
            if file.read_bytes() != (old / file.relative_to(partial)).read_bytes():
                raise OSError(f"{file.name} was not copied whole")
        partial.chmod(0o700)
        if new.is_dir():
            new.rmdir()
        partial.rename(new)
    except OSError as error:
        shutil.rmtree(partial, ignore_errors=True)
        raise StorageProblem(
            Problem(
                f"ย้ายไป {new} ไม่ได้ ({error.strerror or error}) ข้อมูลยังอยู่ที่เดิมครบ",
                f"It could not be moved to {new} ({error.strerror or error}); the data is where it was, complete.",
            )
        ) from error
    shutil.rmtree(old)
    return len(copied)


def _files(folder: Path) -> Iterator[Path]:
    return (f for f in folder.rglob("*") if f.is_file())


@dataclass(frozen=True)
class Aside:
    """The data as it was before an update."""

    folder: Path

    @property
    def worlds(self) -> list[str]:
        """Which worlds it holds."""
        return [w for w in (OWN, PRACTICE) if (self.folder / f"{w}.sqlite").is_file()]


def put_aside(chosen: Settings, name: str) -> Aside:
    """Copy the settled stores beside the backups under a name; raises `StorageProblem` when one is in use.

    On PostgreSQL only the practice country is a file; the own data is in the backup made beside this.
    """
    aside = Aside(chosen.backup_dir / ASIDE / name)
    try:
        aside.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for world in (OWN, PRACTICE):
            file = chosen.data_dir / f"{world}.sqlite"
            settle(file)
            if file.is_file():
                shutil.copyfile(file, aside.folder / f"{file.name}.partial")
                (aside.folder / f"{file.name}.partial").replace(aside.folder / file.name)
                (aside.folder / file.name).chmod(0o600)
    except OSError as error:
        raise StorageProblem(
            Problem(
                f"สำรองก่อนปรับรุ่นไม่ได้ ({error.strerror or error}) ยังไม่ได้เปลี่ยนอะไร",
                f"The copy before the update could not be made ({error.strerror or error}); nothing was changed.",
            )
        ) from error
    return aside


def expire_aside(chosen: Settings, database: Database) -> int:
    """Remove copies from before an update that are older than backups may be; returns how many.

    How late it is the store's own work tells, not the machine's clock: a clock that leapt would take the
    way back away. One wrong moment is not enough either; the tenth newest change counts.
    """
    sets = table("change_set")
    query = select(sets.c.at).order_by(sets.c.number.desc()).offset(_WITNESSES - 1).limit(1)
    with database.reading() as connection:
        latest = connection.scalar(query)
    if latest is None:
        return 0
    gone = 0
    for folder in (chosen.backup_dir / ASIDE).glob("*"):
        with suppress(OSError):  # open elsewhere, or gone meanwhile: the next time
            if folder.stat().st_mtime < (latest - KEPT).timestamp():
                shutil.rmtree(folder)
                gone += 1
    return gone
