"""Kill -9, full disks, torn files and leaping clocks at random moments: nothing acknowledged is lost, nothing erased returns.

``THUN_DRILL=1000`` runs so many moments on each database; the suite runs a few.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from select import select as select_ready

import pytest
from sqlalchemy import select, text

from lib.access.actors import OWN_MACHINE
from lib.actions.records.erasing import erase
from lib.actions.records.saving import save
from lib.actions.survey import retention
from lib.domain.errors import ThunError
from lib.store import backup, clock, keeping, kept_backups, restoring
from lib.store.database import Database
from lib.store.opening import Store
from lib.store.tables import table
from tests.actions.imports.workbooks import book, bring

MOMENTS = int(os.environ.get("THUN_DRILL", "6"))
SEED = int(os.environ.get("THUN_DRILL_SEED", str(time.time_ns() % 10**6)))
pytestmark = pytest.mark.skipif(os.name == "nt", reason="kill -9 and fork are POSIX")
_HEAD = ("ชื่อกลุ่ม", "ประเภท")


class Work:
    """What one process does until it is killed; each line it writes is an acknowledgement."""

    def __init__(self, url: str, folder: Path, out: int, seed: int) -> None:
        self.store = Store("own", Database(url), folder)
        self.out, self.chance = out, random.Random(seed)
        self.people: list[str] = []

    def go_on(self) -> None:
        steps: list[Callable[[], None]] = [self.save, self.bring, self.sweep, self.back, self.restore, self.erase]
        while True:
            self.person()
            self.chance.shuffle(steps)
            for step in steps:
                step()

    def say(self, *words: str) -> None:
        os.write(self.out, (" ".join(words) + "\n").encode())

    def save(self) -> None:
        name = f"g{self.chance.getrandbits(60)}"
        save(self.store, OWN_MACHINE, "organisation", {"name": name, "type": "group"})
        self.say("saved", name)

    def person(self) -> None:
        name = f"p{self.chance.getrandbits(60)}"
        self.people.append(save(self.store, OWN_MACHINE, "person", {"name": name}).record.id)
        self.say("person", name)

    def erase(self) -> None:
        if not self.people:
            return
        record_id = self.people.pop()
        with self.store.database.reading() as connection:
            rows = table("person")
            name = connection.scalar(select(rows.c.name).where(rows.c.id == record_id))
        if name is not None:
            self.say("erasing", name)
            erase(self.store, OWN_MACHINE, "person", record_id, "ขอ")
            self.say("erased", name)

    def bring(self) -> None:
        names = [f"i{self.chance.getrandbits(60)}" for _ in range(3)]
        bring(self.store, book(("กลุ่ม", [_HEAD, *((n, "กลุ่ม") for n in names)])))
        self.say("imported", *names)

    def sweep(self) -> None:
        leap = self.chance.choice((timedelta(0), timedelta(days=365 * 543), timedelta(days=-4000)))
        retention.sweep(self.store, OWN_MACHINE, datetime.now(UTC) + leap)

    def back(self) -> None:
        keeping.keep_backups(self.store, datetime.now(UTC) + timedelta(days=self.chance.choice((0, 365 * 543))))
        made = backup.write_backup(self.store.database, self.store.backups)
        self.say("backup", made.name)

    def restore(self) -> None:
        """What was acknowledged after the backup is given up knowingly: the backup is made just before."""
        made = backup.write_backup(self.store.database, self.store.backups)
        self.person()
        self.erase()
        self.say("restoring")
        restoring.restore(self.store, made)


def _work(url: str, folder: Path, out: int, seed: int) -> None:
    Work(url, folder, out, seed).go_on()


def lines_until_killed(url: str, folder: Path, seed: int) -> list[list[str]]:
    """Let a process work, and kill it at a random moment; what it acknowledged."""
    reading, writing = os.pipe()
    chance = random.Random(seed)
    child = multiprocessing.get_context("fork").Process(target=_work, args=(url, folder, writing, seed), daemon=True)
    child.start()
    os.close(writing)
    said = b""
    wanted, deadline = chance.randint(1, 8), time.monotonic() + 120
    while said.count(b"\n") < wanted and select_ready([reading], [], [], max(0.0, deadline - time.monotonic()))[0]:
        said += os.read(reading, 4096)
    time.sleep(chance.uniform(0, 0.4))  # into the middle of what comes next
    assert child.pid is not None
    os.kill(child.pid, signal.SIGKILL)
    child.join()
    with os.fdopen(reading, "rb") as rest:
        return [line.decode().split() for line in (said + rest.read()).splitlines()]


def stands(store: Store, kind_id: str) -> set[str]:
    with store.database.reading() as connection:
        return set(connection.scalars(select(table(kind_id).c.name)))


@pytest.mark.long
@pytest.mark.no_cover  # Who is killed says nothing of the lines that were run.
def test_random_moments(store: Store, tmp_path: Path) -> None:
    url = store.database.url.render_as_string(hide_password=False)
    groups: set[str] = set()
    people: set[str] = set()
    doubtful: set[str] = set()
    erased: set[str] = set()
    for n in range(MOMENTS):
        store.database.close()
        told = lines_until_killed(url, store.backups, SEED + n)
        since_restoring: set[str] = set()
        for word, *names in told:
            groups |= set(names) if word in ("saved", "imported") else set()
            people |= set(names) if word == "person" else set()
            since_restoring |= set(names) if word == "person" else set()
            doubtful |= set(names) if word == "erasing" else set()
            erased |= set(names) if word == "erased" else set()
            if word == "restoring":
                doubtful |= since_restoring  # made after the backup that comes back
        seed = f"THUN_DRILL_SEED={SEED} moment {n}"
        assert groups <= stands(store, "organisation"), seed
        assert people - doubtful - erased <= stands(store, "person"), seed
        assert not erased & stands(store, "person"), seed
        with store.database.reading() as connection:
            if store.database.is_sqlite:
                assert connection.scalar(text("pragma integrity_check")) == "ok", seed
            changes = set(connection.scalars(select(table("change").c.change_set)))
            assert changes <= set(connection.scalars(select(table("change_set").c.number))), seed
        whole = [k.file for k in kept_backups.listed(store.backups)]
        for file in whole[-2:]:
            backup.manifest_of(file)
    assert groups


def test_a_disk_that_fills_up_in_the_middle_of_anything(sqlite_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every act either happens whole or says so; what stood before stands after."""
    chance = random.Random(SEED)
    person = save(sqlite_store, OWN_MACHINE, "person", {"name": "ยังอยู่", "phone": "0812345678"}).record.id
    file = backup.write_backup(sqlite_store.database, sqlite_store.backups)
    acts: dict[str, Callable[[], object]] = {
        "save": lambda: save(
            sqlite_store, OWN_MACHINE, "organisation", {"name": "ก", "type": "group", "note": "ก" * 3900}
        ),
        "erase": lambda: erase(sqlite_store, OWN_MACHINE, "person", person, "ขอ"),
        "restore": lambda: restoring.restore(sqlite_store, file),
        "import": lambda: bring(sqlite_store, book(("กลุ่ม", [_HEAD, *((f"ก{n}", "กลุ่ม") for n in range(90))]))),
    }
    failed = 0
    for name, act in acts.items():
        with sqlite_store.database.writer.connect() as connection:
            pages = connection.exec_driver_sql("pragma page_count").scalar() or 0
            connection.exec_driver_sql(f"pragma max_page_count = {pages + chance.randint(0, 2)}")
        before = stands(sqlite_store, "organisation"), stands(sqlite_store, "person")
        try:
            act()
        except ThunError:
            failed += 1
            assert (stands(sqlite_store, "organisation"), stands(sqlite_store, "person")) == before, f"{name} {SEED}"
        with sqlite_store.database.writer.connect() as connection:
            connection.exec_driver_sql("pragma max_page_count = 1073741823")
    assert failed, "the disk was never full"


@pytest.mark.long
@pytest.mark.parametrize("cut", [0.02, 0.4, 0.98])
def test_a_torn_file_is_a_sentence_and_the_last_backup_brings_the_rest_back(sqlite_store: Store, cut: float) -> None:
    for n in range(5):
        save(sqlite_store, OWN_MACHINE, "organisation", {"name": f"ก{n}", "type": "group"})
    file = backup.write_backup(sqlite_store.database, sqlite_store.backups)
    path = sqlite_store.database.path
    assert path is not None
    sqlite_store.database.close()
    for ending in ("-wal", "-shm"):
        Path(f"{path}{ending}").unlink(missing_ok=True)
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * cut)])
    assert restoring.state_of(sqlite_store.database) is restoring.TargetState.DAMAGED
    restoring.restore(sqlite_store, file)
    assert stands(sqlite_store, "organisation") == {f"ก{n}" for n in range(5)}
    torn = file.with_name("thun-torn.zip")
    torn.write_bytes(file.read_bytes()[: int(file.stat().st_size * cut)])
    with pytest.raises(ThunError):
        restoring.restore(sqlite_store, torn)
    assert len(stands(sqlite_store, "organisation")) == 5


def test_the_clock_may_leap_at_any_moment(sqlite_store: Store) -> None:
    """Whatever it says, in whatever order: the store believes no moment that it could not live through."""
    chance = random.Random(SEED)
    now = datetime.now(UTC)
    clock.tick(sqlite_store.database, now)
    for _ in range(200):
        wild = now + timedelta(days=chance.uniform(12, 10**5) * chance.choice((1, -1)))
        clock.tick(sqlite_store.database, wild)
        latest = clock.judge(sqlite_store.database, now).latest
        assert abs(latest - now) <= clock.LEAP, f"THUN_DRILL_SEED={SEED} {wild}"
