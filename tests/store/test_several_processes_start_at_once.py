"""Four processes start at the same moment on one empty store: all of them are ready, and it is filled once."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import func, select

from lib.access.actors import OWN_MACHINE
from lib.actions.survey.retention import Swept, keep_promises
from lib.schema.history_words import Verb
from lib.store import facts
from lib.store.database import Database
from lib.store.opening import Store
from lib.store.process_lock import KEEPING, one_at_a_time, unless_another_does
from lib.store.tables import table

ROOT = Path(__file__).parents[2]
PROCESSES = 4
#: Each imports everything first, says so, and waits for the word: the race is for the store alone.
_START = """
import sys
import threading
from pathlib import Path
from lib.store import practising, reference
from lib.store.opening import open_store
reference.fingerprint()
print("here", flush=True)
sys.stdin.readline()
for world, url in zip(("own", "practice"), sys.argv[2:]):
    open_store(url, world, Path(sys.argv[1]) / world).database.close()
print("ready", flush=True)
"""


def start_together(folder: Path, *urls: str) -> list[str]:
    """What each process said at last."""
    children = [
        subprocess.Popen(
            [sys.executable, "-c", _START, str(folder), *urls],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for _ in range(PROCESSES)
    ]
    for child in children:
        assert child.stdout is not None
        assert child.stdout.readline() == "here\n"
    for child in children:
        assert child.stdin is not None
        child.stdin.write("\n")
        child.stdin.flush()
    return [child.communicate(timeout=300)[0].strip() for child in children]


@contextmanager
def looked_at(url: str) -> Iterator[Database]:
    """The store that the processes opened."""
    database = Database(url)
    yield database
    database.close()


def times_seeded(url: str) -> int:
    """How many change-sets brought published facts in."""
    sets = table("change_set")
    with looked_at(url) as database, database.reading() as connection:
        return int(connection.scalar(select(func.count()).where(sets.c.action == Verb.REFERENCE)) or 0)


def reference_files_change(url: str) -> None:
    """The store stands as a release with other reference files left it."""
    with looked_at(url) as database, database.writing() as connection:
        facts.write(connection, "reference", "of another release")


def test_four_processes_fill_one_empty_postgresql_once(postgres_url: str, tmp_path: Path) -> None:
    with looked_at(postgres_url) as database, database.writing() as connection:
        connection.exec_driver_sql("drop schema public cascade")
        connection.exec_driver_sql("create schema public")
    assert start_together(tmp_path, postgres_url) == ["ready"] * PROCESSES
    assert times_seeded(postgres_url) == 1
    reference_files_change(postgres_url)
    assert start_together(tmp_path, postgres_url) == ["ready"] * PROCESSES
    assert times_seeded(postgres_url) == 2


def test_four_processes_fill_one_empty_file_once(tmp_path: Path) -> None:
    own, practice = (f"sqlite:///{tmp_path}/{world}.sqlite" for world in ("own", "practice"))
    assert start_together(tmp_path, own, practice) == ["ready"] * PROCESSES
    assert times_seeded(own) == 1
    with looked_at(practice) as database, database.reading() as connection:
        made = connection.scalar(select(func.count()).where(table("change_set").c.action == Verb.IMPORT))
        assert made == 1, "the practice country was put in more than once"
        assert connection.scalar(select(func.count()).select_from(table("tambon_progress")))
    reference_files_change(own)
    assert start_together(tmp_path, own) == ["ready"] * PROCESSES
    assert times_seeded(own) == 2


def test_what_one_process_does_another_lets_be(store: Store) -> None:
    with unless_another_does(store.database, KEEPING) as first:
        other = Database(store.database.url.render_as_string(hide_password=False))
        with unless_another_does(other, KEEPING) as second:
            assert (first, second) == (True, False)
        # The keeper of another process lets it be, and tells of no sweep.
        assert keep_promises(Store("own", other, store.backups), OWN_MACHINE)[0] == Swept()
        # Another matter is nobody's yet.
        with one_at_a_time(other):
            pass
    with unless_another_does(other, KEEPING) as later:
        assert later
    other.close()


def test_a_new_file_that_another_is_writing_is_waited_for(tmp_path: Path) -> None:
    file = tmp_path / "own.sqlite"
    with closing(sqlite3.connect(file, isolation_level=None, check_same_thread=False)) as other:
        # As a fresh file begins: no write-ahead log yet, and somebody writes; SQLite's own patience is not asked here.
        other.execute("BEGIN IMMEDIATE")
        other.execute("CREATE TABLE first (id INTEGER)")
        done = threading.Timer(0.5, other.execute, ["COMMIT"])
        done.start()
        with looked_at(f"sqlite:///{file}") as database, database.reading() as connection:
            assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
            assert connection.exec_driver_sql("SELECT count(*) FROM first").scalar() == 0
        done.join()
