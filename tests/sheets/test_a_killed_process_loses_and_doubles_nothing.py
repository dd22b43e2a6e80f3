"""`kill -9` in the middle of syncing, with faults: every acknowledged write arrives exactly once."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from lib.store.database import Database
from lib.store.opening import Store
from tests.sheets.conftest import field_of, shared
from tests.sheets_double.__main__ import secrets
from tests.sheets_double.server import Double, Fault

ROOT = Path(__file__).parents[2]
#: The full 10,000 run in `python3 run.py bench sheets`; here as many as fit.
WRITES = int(os.environ.get("THUN_KILL_WRITES", "150"))
_CHILD = """
import sys, time
from lib.access.actors import OWN_MACHINE
from lib.actions.records.saving import save
from lib.sheets.poller import Poller
from lib.sheets.settings import read_settings
from lib.store.opening import opened
from lib.config import settings
store = opened()
poller = Poller(store, read_settings(settings().secrets))
poller.rounds.google._sleep = lambda _s: None
poller.start()
for number in range(100_000):
    name = f"แอป {sys.argv[1]}-{number:05}"
    save(store, OWN_MACHINE, "organisation", {"name": name, "type": "group", "area": "TH-250213"})
    print(name, flush=True)
    time.sleep(0.005)
"""


@pytest.mark.long
def test_kill_9_and_faults(sqlite_template: Path, tmp_path: Path) -> None:
    file = tmp_path / "own.sqlite"
    shutil.copy(sqlite_template, file)
    store = Store("own", Database(f"sqlite:///{file}"), tmp_path / "backups")
    rng = random.Random(2564)
    with Double(reads=10**6, writes=10**6).running() as google:
        field = shared(google, store)
        book = field.book
        said = tmp_path / "secrets.toml"
        said.write_text(secrets(google, {book.key: ("ปราจีนบุรี", "TH-25")}, 2), encoding="utf-8")
        acknowledged: set[str] = set()
        typed, kills = 0, 0
        while len(acknowledged) < WRITES:
            env = {**os.environ, "THUN_DATA_DIR": str(tmp_path), "THUN_SECRETS": str(said), "PYTHONPATH": str(ROOT)}
            env.pop("DATABASE_URL", None)
            child = subprocess.Popen(
                [sys.executable, "-c", _CHILD, str(kills)], cwd=ROOT, env=env, stdout=subprocess.PIPE, encoding="utf-8"
            )
            assert child.stdout is not None
            batch = rng.randint(20, 60)
            for line in child.stdout:
                acknowledged.add(line.strip())
                if rng.random() < 0.1:
                    how = rng.choice(("503", "drop", "html502"))
                    google.faults.append(Fault(how, rng.choice(("before", "after")), 1, "batchUpdate"))
                if rng.random() < 0.1:
                    with google.lock:
                        typed += 1
                        row = field.tab("organisation").last()
                        field.types("organisation", row, name=f"มือถือ {typed}", type="กลุ่ม/วิสาหกิจชุมชน")
                batch -= 1
                if batch <= 0:
                    break
            time.sleep(rng.uniform(0.3, 1.5))
            child.send_signal(signal.SIGKILL)
            # What it had said before it died was acknowledged as well (the last line may be torn).
            acknowledged |= {line.strip() for line in child.stdout if line.endswith("\n")}
            child.stdout.close()
            child.wait()
            kills += 1
        google.faults = []
        field = field_of(google, store, book)
        for _ in range(8):
            field.look()
        stored = Counter(s.record.name for s in field.stored("organisation"))
        wanted = acknowledged | {f"มือถือ {n}" for n in range(1, typed + 1)}
        assert kills > 1
        assert wanted <= set(stored), f"lost: {sorted(wanted - set(stored))[:5]}"
        assert set(stored.values()) == {1}, "a record was doubled"
        rows = Counter(field.rows("organisation"))
        assert wanted <= set(rows), f"not on the Sheet: {sorted(wanted - set(rows))[:5]}"
        assert {n: c for n, c in rows.items() if c > 1} == {}, "a row was doubled"
        store.database.close()
