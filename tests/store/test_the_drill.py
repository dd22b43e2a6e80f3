"""Kill -9, full disks, torn files and leaping clocks at random moments: nothing acknowledged is lost, nothing erased returns."""

from __future__ import annotations

import os
import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from lib.access.actors import OWN_MACHINE
from lib.actions.records.erasing import erase
from lib.actions.records.saving import save
from lib.domain.errors import ThunError
from lib.store import backup, clock, restoring
from lib.store.opening import Store
from tests.actions.imports.workbooks import book, bring
from tests.store.drilling import HEAD, MOMENTS, SEED, Promises, lines_until_killed, stands
from tests.store.torn_pages import tear_sqlite

pytestmark = pytest.mark.skipif(os.name == "nt", reason="kill -9 and fork are POSIX")


@pytest.mark.long
@pytest.mark.no_cover  # Who is killed says nothing of the lines that were run.
def test_random_moments(store: Store, record_property: Callable[[str, object], None]) -> None:
    url = store.database.url.render_as_string(hide_password=False)
    promised = Promises()
    chance = random.Random(SEED)
    moments, torn = MOMENTS - MOMENTS // 3, 0  # the rest: in a migration
    for n in range(moments):
        store.database.close()
        promised.take(lines_until_killed(url, store.backups, SEED + n))
        if store.database.path is not None and chance.random() < 0.5:
            torn += tear_sqlite(store.database.path, chance) > 0  # it was a power cut
        promised.hold(store, f"THUN_DRILL_SEED={SEED} moment {n}")
    record_property("moments", moments)
    record_property("files torn by a power cut", torn)
    assert promised.groups


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
        "import": lambda: bring(sqlite_store, book(("กลุ่ม", [HEAD, *((f"ก{n}", "กลุ่ม") for n in range(90))]))),
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


@pytest.mark.parametrize("cut", [0.02, 0.98])
def test_a_torn_backup_changes_nothing(store: Store, cut: float) -> None:
    save(store, OWN_MACHINE, "organisation", {"name": "ก", "type": "group"})
    file = backup.write_backup(store.database, store.backups)
    torn = file.with_name("thun-torn.zip")
    torn.write_bytes(file.read_bytes()[: int(file.stat().st_size * cut)])
    with pytest.raises(ThunError):
        restoring.restore(store, torn)
    assert stands(store, "organisation") == {"ก"}


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
