"""Killed in the middle of a migration, from any earlier version: opened again, nothing is missing and nothing is back."""

from __future__ import annotations

import multiprocessing
import os
import random
import shutil
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import MetaData, select

from lib.access.actors import OWN_MACHINE
from lib.actions.records.drafting import keep_draft
from lib.actions.records.erasing import erase
from lib.actions.records.saving import save
from lib.store import backup, erasures, migrate, restoring
from lib.store.database import Database
from lib.store.opening import Store, open_store
from lib.store.tables import table
from tests.actions.imports.workbooks import book, bring
from tests.postgres import Postgres
from tests.store.drilling import HEAD, MOMENTS, SEED, is_whole, stands

pytestmark = pytest.mark.skipif(os.name == "nt", reason="kill -9 and fork are POSIX")
#: A moment costs a database of its own, so there are fewer of them.
HERE_MOMENTS = max(2, MOMENTS // 3)
KEPT, ERASED = "ยังอยู่ครบถ้วน", "ลบไปแล้วตามคำขอ"


def earlier() -> list[str]:
    """Every revision that a store may come from."""
    script = ScriptDirectory(str(migrate.MIGRATIONS))
    return [one.revision for one in script.walk_revisions() if one.revision != migrate.head()]


class EarlierStores:
    """Stores as earlier versions left them, each copied from one that was made once."""

    def __init__(self, store: Store, postgres: Postgres | None, folder: Path) -> None:
        self.postgres, self.folder = postgres, folder
        self.made: dict[str, str] = {}
        self.before_erasing = folder / "before-erasing"
        self.content = self._lived(store)

    def _lived(self, store: Store) -> Path:
        save(store, OWN_MACHINE, "person", {"name": KEPT})
        gone = save(store, OWN_MACHINE, "person", {"name": ERASED}).record.id
        backup.write_backup(store.database, self.before_erasing)
        bring(store, book(("กลุ่ม", [HEAD, *((f"กลุ่ม {n}", "กลุ่ม") for n in range(20))])))
        keep_draft(store, OWN_MACHINE, "", "person", "", 0, {"name": "ร่าง"})
        erase(store, OWN_MACHINE, "person", gone, "ขอ")
        made = backup.write_backup(store.database, self.folder / "content")
        store.database.close()
        return made

    def _url(self, name: str) -> str:
        return self.postgres.database(name) if self.postgres else f"sqlite:///{self.folder}/{name}.sqlite"

    def _template(self, revision: str) -> str:
        if revision not in self.made:
            name = f"earlier_{revision}"
            if self.postgres:
                self.postgres.do(f"create database {name}")
            database = Database(self._url(name))
            migrate.upgrade(database, self.folder, to=revision)
            with database.writing() as connection:
                connection.execute(table("store_fact").delete())  # a migration has written some: the content's hold
                backup.load_backup(connection, self.content)
            database.close()
            self.made[revision] = name
        return self.made[revision]

    def fresh(self, revision: str) -> str:
        """URL of a store that a version of that revision has just closed, in place of the last one."""
        template = self._template(revision)
        if self.postgres:
            self.postgres.do("drop database if exists moment with (force)")
            self.postgres.do(f"create database moment template {template}")
        else:
            for file in self.folder.glob("moment.sqlite*"):
                file.unlink()
            shutil.copy(self.folder / f"{template}.sqlite", self.folder / "moment.sqlite")
        return self._url("moment")


def _open(url: str, folder: Path) -> None:
    open_store(url, "own", folder).database.close()


def opened_for(url: str, folder: Path, seconds: float | None) -> float:
    """Open a store in a process that is killed after so long (None: never); how long it lived."""
    child = multiprocessing.get_context("fork").Process(target=_open, args=(url, folder), daemon=True)
    began = time.monotonic()
    child.start()
    child.join(seconds)
    lived = time.monotonic() - began
    assert child.pid is not None
    if child.exitcode is None:
        os.kill(child.pid, signal.SIGKILL)
        child.join()
    else:
        assert child.exitcode == 0
    return lived


def everything(database: Database) -> dict[str, set[tuple[Any, ...]]]:
    """The key of every row of every table; facts of the store are its own business."""
    metadata, found = MetaData(), {}
    with database.reading() as connection:
        metadata.reflect(connection)
        for one in metadata.sorted_tables:
            if one.name not in ("store_fact", "alembic_version"):
                rows = connection.execute(select(*one.primary_key.columns)).all()
                found[one.name] = {tuple(row) for row in rows}
    return found


def revision_at(database: Database) -> str | None:
    with database.reading() as connection:
        return migrate.revision_of(connection)


def test_a_kill_in_a_migration(
    store: Store, tmp_path: Path, request: pytest.FixtureRequest, record_property: Callable[[str, object], None]
) -> None:
    postgres = None if store.database.is_sqlite else request.getfixturevalue("postgres")
    stores, chance, lasts = EarlierStores(store, postgres, tmp_path), random.Random(SEED), dict[str, float]()
    (before_erasing,) = stores.before_erasing.glob("*.zip")
    in_the_middle = 0
    for n in range(HERE_MOMENTS):
        revision = chance.choice(earlier())
        seed = f"THUN_DRILL_SEED={SEED} moment {n} from {revision}"
        if revision not in lasts:
            lasts[revision] = opened_for(stores.fresh(revision), tmp_path / "b", None)
        url, backups = stores.fresh(revision), tmp_path / f"backups_{n}"
        database = Database(url)
        before = everything(database)
        database.close()
        for _ in range(chance.randint(1, 2)):
            opened_for(url, backups, chance.uniform(0.05, 1) * lasts[revision])
        in_the_middle += revision_at(database) == revision
        database.close()

        again = open_store(url, "own", backups)
        after = everything(again.database)
        assert revision_at(again.database) == migrate.head(), seed
        assert [name for name, keys in before.items() if keys - after[name]] == [], seed
        assert KEPT in stands(again, "person"), seed
        with again.database.reading() as connection:
            was_noted = bool(erasures.listed(connection))
        assert was_noted == bool(before.get("erasure")), seed
        if was_noted:
            restoring.restore(again, before_erasing, agreed=True)
        assert ERASED not in stands(again, "person"), seed
        is_whole(again, seed)
        again.database.close()
        shutil.rmtree(backups)
    record_property("moments", HERE_MOMENTS)
    record_property("migrations met in the middle", in_the_middle)
    assert in_the_middle or HERE_MOMENTS < 20, "no migration was met in its middle"
