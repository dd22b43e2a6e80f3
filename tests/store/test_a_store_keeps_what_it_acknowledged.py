"""Durability and concurrency on both databases."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from lib.access.actors import OWN_MACHINE
from lib.actions.records.saving import save
from lib.domain.errors import StorageProblem
from lib.store import records
from lib.store.database import Database
from lib.store.opening import Store, open_store
from lib.store.tables import table

ROOT = Path(__file__).parents[2]


def test_ten_threads_writing_at_once_lose_nothing(store: Store) -> None:
    record = save(store, OWN_MACHINE, "organisation", {"name": "เริ่ม", "type": "group", "members": 0}).record
    failures: list[BaseException] = []

    def write(worker: int) -> None:
        try:
            for n in range(5):
                save(store, OWN_MACHINE, "organisation", {"name": f"กลุ่ม {worker}-{n}", "type": "group"})
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=write, args=(n,)) for n in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    with store.database.reading() as connection:
        names = set(connection.scalars(select(table("organisation").c.name)))
        sets = connection.scalar(
            select(func.count()).select_from(table("change_set")).where(table("change_set").c.action == "create")
        )
        version = connection.scalar(
            select(func.sum(table("data_version").c.version)).where(table("data_version").c.kind == "organisation")
        )
    assert names == {"เริ่ม"} | {f"กลุ่ม {w}-{n}" for w in range(10) for n in range(5)}
    assert (sets, version) == (51, 51)
    assert record.id


_WRITER = """
import sys
from pathlib import Path
from lib.access.actors import OWN_MACHINE
from lib.actions.records.saving import save
from lib.store.database import Database
from lib.store.opening import Store
store = Store("own", Database(sys.argv[1]), Path("."))
n = 0
while True:
    saved = save(store, OWN_MACHINE, "organisation", {"name": f"ก {n}", "type": "group"})
    print(saved.record.id, flush=True)
    n += 1
"""


@pytest.mark.skipif(os.name == "nt", reason="kill -9 is a POSIX promise")
def test_a_killed_writer_leaves_every_acknowledged_record_in_place(store: Store) -> None:
    url = store.database.url.render_as_string(hide_password=False)
    writer = subprocess.Popen([sys.executable, "-c", _WRITER, url], stdout=subprocess.PIPE, cwd=ROOT)
    assert writer.stdout is not None
    acknowledged = [writer.stdout.readline().decode().strip() for _ in range(25)]
    writer.send_signal(signal.SIGKILL)
    writer.wait()
    acknowledged += [line.decode().strip() for line in writer.stdout.read().splitlines() if len(line) == 20]
    writer.stdout.close()
    with store.database.reading() as connection:
        kept = set(connection.scalars(select(table("organisation").c.id)))
        changes = set(connection.scalars(select(table("change").c.record_id)))
        if store.database.is_sqlite:
            assert connection.scalar(text("pragma integrity_check")) == "ok"
    assert set(acknowledged) <= kept
    assert kept == changes, "a record without its history, or a history without its record"


def test_sqlite_is_set_up_to_survive_a_power_cut(sqlite_store: Store) -> None:
    with sqlite_store.database.writing() as connection:
        facts = {
            name: connection.exec_driver_sql(f"pragma {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert facts == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 15_000}


def test_a_reading_connection_cannot_write(sqlite_store: Store) -> None:
    with pytest.raises(StorageProblem) as caught, sqlite_store.database.reading() as connection:
        connection.execute(text("delete from area"))
    assert "เขียนไม่ได้" in caught.value.problems[0].th


@pytest.mark.skipif(os.name == "nt" or not hasattr(os, "geteuid"), reason="POSIX permissions")
def test_a_folder_that_cannot_be_used_is_one_clear_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(StorageProblem) as caught:
        open_store(f"sqlite:///{tmp_path}/file/own.sqlite", "own", tmp_path)
    assert len(caught.value.problems) == 1
    assert "THUN_DATA_DIR" in caught.value.problems[0].th


def test_a_full_disk_is_one_clear_sentence_and_changes_nothing(sqlite_store: Store) -> None:
    """SQLite's own page limit gives the same error as a full disk."""
    with sqlite_store.database.writer.connect() as connection:
        pages = connection.exec_driver_sql("pragma page_count").scalar()
        connection.exec_driver_sql(f"pragma max_page_count = {pages}")

    def fill() -> None:
        for n in range(200):
            values = {"name": f"{n}", "type": "group", "note": "ก" * 3900}
            save(sqlite_store, OWN_MACHINE, "organisation", values)

    with pytest.raises(StorageProblem) as caught:
        fill()
    assert "เต็ม" in caught.value.problems[0].th
    with sqlite_store.database.reading() as connection:
        kept = connection.scalar(select(func.count()).select_from(table("organisation")))
        changes = connection.scalar(select(func.count()).select_from(table("change")))
    assert kept == changes


def test_a_damaged_file_is_one_clear_sentence(tmp_path: Path) -> None:
    (tmp_path / "own.sqlite").write_bytes(b"not a database, but long enough to be looked at" * 100)
    with pytest.raises(StorageProblem) as caught:
        open_store(f"sqlite:///{tmp_path}/own.sqlite", "own", tmp_path)
    assert "เสียหาย" in caught.value.problems[0].th


def test_a_server_that_is_gone_is_one_clear_sentence() -> None:
    database = Database("postgresql+psycopg://nobody@127.0.0.1:9/none?connect_timeout=1")
    with pytest.raises(StorageProblem) as caught, database.reading():
        pass
    assert "ฐานข้อมูลยังใช้ไม่ได้" in caught.value.problems[0].th
    database.close()


def test_a_second_process_waits_its_turn(sqlite_store: Store) -> None:
    url = sqlite_store.database.url.render_as_string()
    other = Database(url)
    released = threading.Event()

    def hold() -> None:
        with other.writing() as connection:
            connection.execute(text("update area set name_en = name_en where id = 'TH-10'"))
            started.set()
            time.sleep(0.4)
            released.set()

    started = threading.Event()
    holder = threading.Thread(target=hold)
    holder.start()
    started.wait()
    save(sqlite_store, OWN_MACHINE, "organisation", {"name": "รอคิว", "type": "group"})
    assert released.is_set()
    holder.join()
    other.close()


def test_every_kind_of_value_comes_back_as_it_went_in(store: Store) -> None:
    values = {
        "household_code": "03-017",
        "area": "TH-250213",
        "village": 4,
        "surveyed_on": date(2023, 9, 19),
        "consent": "yes",
        "second_occupations": ["rice", "craft"],
        "income_per_month": Decimal("12500.25"),
        "has_debt": "yes",
        "debts": [
            {"lender": "bank", "balance": Decimal("100000.10"), "interest_per_year": 6.5},
            {"lender": "moneylender", "no_answer": {"balance": "refused"}},
        ],
        "no_answer": {"savings": "unknown"},
    }
    saved = save(store, OWN_MACHINE, "household_survey", values).record
    with store.database.reading() as connection:
        stored = records.get(connection, "household_survey", saved.id)
        debts = table("household_survey__debts")
        total = connection.scalar(select(func.sum(debts.c.balance)))
    assert stored is not None
    assert stored.record == saved
    assert [d.id for d in stored.record.debts] == [d.id for d in saved.debts]  # type: ignore[attr-defined]
    assert total == Decimal("100000.10"), "money adds up exactly, in SQL"
