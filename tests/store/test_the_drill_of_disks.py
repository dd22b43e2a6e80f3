"""A disk that is full at any moment, and a PostgreSQL whose power is cut: what was acknowledged is there."""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from lib.access.actors import OWN_MACHINE
from lib.actions.records.erasing import erase
from lib.actions.records.saving import save
from lib.actions.survey import retention
from lib.domain.errors import StorageProblem, ThunError
from lib.store import backup, keeping, migrate, restoring
from lib.store.database import Database
from lib.store.opening import Store, open_store
from lib.store.tables import table
from tests.actions.imports.workbooks import book, bring
from tests.postgres import POWER_CUTS, Postgres, running
from tests.store.drilling import HEAD, MOMENTS, SEED, Promises, is_whole, lines_until_killed, stands
from tests.store.small_disk import full, small_disk
from tests.store.torn_pages import tear_postgres
from tests.watching import watch

pytestmark = pytest.mark.skipif(os.name == "nt", reason="kill -9, fork and mount are POSIX")
EARLIER = "60f0f8d7db2a"
#: Free while something is done: none at all, up to what a save needs, up to what a restore needs.
LEFT = (0, 40_000, 400_000, 4_000_000, 24_000_000)


class FullDisk:
    """A store that lies, with its backups and its server, on a disk that fills up."""

    def __init__(self, disk: Path, server: Postgres | None) -> None:
        self.disk, self.server, self.chance = disk, server, random.Random(SEED)
        self.url = server.database("postgres") if server else f"sqlite:///{disk}/own.sqlite"
        self.store = open_store(self.url, "own", disk / "backups")
        save(self.store, OWN_MACHINE, "person", {"name": "ยังอยู่"})
        self.old = self._earlier_content()
        self.acts: dict[str, Callable[[], object]] = {
            "save": self.save,
            "import": self.bring,
            "sweep": lambda: retention.sweep(self.store, OWN_MACHINE, datetime.now(UTC)),
            "erase": self.erase,
            "backup": lambda: backup.write_backup(self.store.database, self.store.backups),
            "keeper": lambda: keeping.keep_backups(self.store, datetime.now(UTC)),
            "restore": self.restore,
            "migration": self.migrate,
        }

    def _earlier_content(self) -> Path:
        """A backup as an earlier version would have made it of this store."""
        folder = self.disk / "earlier"
        database = Database(f"sqlite:///{folder}/old.sqlite")
        migrate.upgrade(database, folder, to=EARLIER)
        with database.writing() as connection:
            backup.load_backup(connection, backup.write_backup(self.store.database, folder))
        made = backup.write_backup(database, folder)
        database.close()
        return made

    def name(self) -> str:
        return f"ก{self.chance.getrandbits(60)}"

    def save(self) -> None:
        told = {"name": self.name(), "type": "group", "note": "ก" * self.chance.randint(1, 3900)}
        save(self.store, OWN_MACHINE, "organisation", told)

    def bring(self) -> None:
        bring(self.store, book(("กลุ่ม", [HEAD, *((self.name(), "กลุ่ม") for _ in range(90))])))

    def erase(self) -> None:
        with self.store.database.reading() as connection:
            rows = table("person")
            record_id = connection.scalar(select(rows.c.id).where(rows.c.name == "ลบ"))
        assert record_id
        erase(self.store, OWN_MACHINE, "person", record_id, "ขอ")

    def restore(self) -> None:
        (made,) = self.disk.glob("made-just-before/*.zip")
        restoring.restore(self.store, made)

    def migrate(self) -> None:
        """Over the store as an earlier version had it."""
        open_store(self.url, "own", self.store.backups).database.close()

    def standing(self) -> dict[str, object]:
        return {kind: stands(self.store, kind) for kind in ("organisation", "person")}

    def one(self, name: str, left: int | None = None) -> ThunError | None:
        """One act while hardly anything is free (`left`: bytes); the sentence it ended with, if it did."""
        shutil.rmtree(self.disk / "made-just-before", ignore_errors=True)
        if "ลบ" not in stands(self.store, "person"):
            save(self.store, OWN_MACHINE, "person", {"name": "ลบ"})
        if name == "restore":
            backup.write_backup(self.store.database, self.disk / "made-just-before")
        if name == "migration":
            with self.store.database.writing() as connection:
                migrate.rebuild(connection, EARLIER)
                backup.load_backup(connection, self.old)
        with full(self.disk, self.chance.randint(0, self.chance.choice(LEFT)) if left is None else left):
            try:
                self.acts[name]()
                return None
            except ThunError as error:
                return error

    def close(self) -> None:
        self.store.database.close()

    def look_again(self) -> None:
        """Somebody made room; a server that fell over is started."""
        self.store.database.close()
        if self.server:
            self.server.start()
        self.store = open_store(self.url, "own", self.store.backups)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.server)])
def filling(request: pytest.FixtureRequest) -> Iterator[FullDisk]:
    with small_disk(320) as disk:
        if request.param == "sqlite":
            with closing(FullDisk(disk, None)) as filling:
                yield filling
            return
        with running(POWER_CUTS, disk) as server:
            watch(request.node, server.report)
            with closing(FullDisk(disk, server)) as filling:
                yield filling


def test_a_full_disk_ends_in_a_sentence_and_nothing_is_half(
    filling: FullDisk, record_property: Callable[[str, object], None]
) -> None:
    failed = 0
    names = [
        name for _ in range(MOMENTS // 12 + 1) for name in filling.chance.sample(list(filling.acts), len(filling.acts))
    ]
    for n, name in enumerate(names):
        seed = f"THUN_DRILL_SEED={SEED} moment {n} {name}"
        before = filling.standing() if name != "migration" else None
        wrong = filling.one(name)
        filling.look_again()
        if wrong:
            failed += 1
            assert isinstance(wrong, StorageProblem), f"{seed}: {wrong.problems}"
            if before is not None:
                before["person"] = {*before["person"], "ลบ"}
                assert filling.standing() == before, f"{seed}: {wrong.problems}"
        assert "ยังอยู่" in stands(filling.store, "person"), seed
        is_whole(filling.store, seed)
    record_property("moments", len(names))
    record_property("acts that the disk stopped", failed)
    # What is free may lie in files that are there already: so many rows at once never fit in those.
    failed += sum(filling.one("import", left=0) is not None for _ in range(2 if failed else 10))
    assert failed, "the disk was never full"


@pytest.mark.server
def test_the_power_of_a_postgresql_is_cut(
    tmp_path: Path, request: pytest.FixtureRequest, record_property: Callable[[str, object], None]
) -> None:
    """All processes of the server end at once, and pages written since its last checkpoint are torn."""
    promised, chance, torn = Promises(), random.Random(SEED), 0
    with running(POWER_CUTS) as server:
        watch(request.node, server.report)
        url = server.database("postgres")
        open_store(url, "own", tmp_path).database.close()
        moments = max(2, MOMENTS // 6)
        for n in range(moments):
            promised.take(lines_until_killed(url, tmp_path, SEED + n, server.kill))
            torn += tear_postgres(server, chance)
            server.start()
            store = Store("own", Database(url), tmp_path)
            promised.hold(store, f"THUN_DRILL_SEED={SEED} moment {n}")
            backup.manifest_of(backup.write_backup(store.database, tmp_path / "read-through"))
            store.database.close()
    record_property("moments", moments)
    record_property("torn pages", torn)
    assert promised.people
    assert torn, "no page was torn"
