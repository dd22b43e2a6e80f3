"""One process that works until it is killed, and what it had acknowledged: ground of the drills.

``THUN_DRILL=1000`` scales how many random moments each drill goes through; ``THUN_DRILL_SEED`` repeats one.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from select import select as select_ready

from sqlalchemy import select, text

from lib.access.actors import OWN_MACHINE
from lib.actions.records.erasing import erase
from lib.actions.records.saving import save
from lib.actions.survey import retention
from lib.store import backup, keeping, kept_backups, restoring
from lib.store.database import Database
from lib.store.opening import Store
from lib.store.tables import table
from tests.actions.imports.workbooks import book, bring

MOMENTS = int(os.environ.get("THUN_DRILL", "6"))
SEED = int(os.environ.get("THUN_DRILL_SEED", str(time.time_ns() % 10**6)))
HEAD = ("ชื่อกลุ่ม", "ประเภท")


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
        bring(self.store, book(("กลุ่ม", [HEAD, *((n, "กลุ่ม") for n in names)])))
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


def lines_until_killed(url: str, folder: Path, seed: int, cut: Callable[[], None] = lambda: None) -> list[list[str]]:
    """Let a process work, and kill it at a random moment (after `cut`, of the power); what it acknowledged."""
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
    cut()
    os.kill(child.pid, signal.SIGKILL)
    child.join()
    with os.fdopen(reading, "rb") as rest:
        return [line.decode().split() for line in (said + rest.read()).splitlines()]


def stands(store: Store, kind_id: str) -> set[str]:
    with store.database.reading() as connection:
        return set(connection.scalars(select(table(kind_id).c.name)))


@dataclass
class Promises:
    """What was acknowledged so far, told by the lines of every process that was killed."""

    groups: set[str] = field(default_factory=set)
    people: set[str] = field(default_factory=set)
    #: Somebody whose erasure had begun, or who was saved after the backup that was being brought back.
    doubtful: set[str] = field(default_factory=set)
    erased: set[str] = field(default_factory=set)

    def take(self, told: list[list[str]]) -> None:
        """Add what one process said."""
        since_restoring: set[str] = set()
        for word, *names in told:
            self.groups |= set(names) if word in ("saved", "imported") else set()
            self.people |= set(names) if word == "person" else set()
            since_restoring |= set(names) if word == "person" else set()
            self.doubtful |= set(names) if word == "erasing" else set()
            self.erased |= set(names) if word == "erased" else set()
            if word == "restoring":
                self.doubtful |= since_restoring

    def hold(self, store: Store, seed: str) -> None:
        """Everything acknowledged is there, nothing erased returned, nothing is half."""
        assert self.groups <= stands(store, "organisation"), seed
        assert self.people - self.doubtful - self.erased <= stands(store, "person"), seed
        assert not self.erased & stands(store, "person"), seed
        is_whole(store, seed)


def is_whole(store: Store, seed: str) -> None:
    """The file is in order, no change lacks its change-set, and the newest backups are whole."""
    with store.database.reading() as connection:
        if store.database.is_sqlite:
            assert connection.scalar(text("pragma integrity_check")) == "ok", seed
        changes = set(connection.scalars(select(table("change").c.change_set)))
        assert changes <= set(connection.scalars(select(table("change_set").c.number))), seed
    for kept in kept_backups.listed(store.backups)[:2]:
        backup.manifest_of(kept.file)
