"""Real processes behind a real Caddy, over one PostgreSQL: started, fallen, started anew one after another, ended."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psutil
import pytest

from tests.served.deployment import ROOT, Deployment, deployed

CADDY = shutil.which("caddy", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}")
pytestmark = [
    pytest.mark.server,
    pytest.mark.skipif(CADDY is None, reason="no Caddy here"),
    pytest.mark.skipif(sys.platform == "win32", reason="Windows ends processes another way"),
]


@contextmanager
def asking(served: Deployment) -> Iterator[list[int]]:
    """Somebody who asks for the start page ten times a second, the whole time; what they were answered."""
    answers: list[int] = []
    over = threading.Event()

    def ask() -> None:
        while not over.wait(0.1):
            answers.append(served.ask("/")[0])

    asks = threading.Thread(target=ask)
    asks.start()
    yield answers
    over.set()
    asks.join()


def restart(folder: Path) -> subprocess.CompletedProcess[str]:
    """``run.py serve --restart``, typed in another window."""
    return subprocess.run(
        [sys.executable, "-m", "tests.served.run", "serve", "--restart"],
        cwd=ROOT,
        env={**os.environ, "THUN_DATA_DIR": str(folder)},
        capture_output=True,
        text=True,
    )


def test_two_processes_over_one_postgresql(postgres_url: str, tmp_path: Path) -> None:
    url = postgres_url.replace("postgresql+psycopg://", "postgresql://")
    with deployed(tmp_path, DATABASE_URL=url) as served:
        for number, port in enumerate(served.ports, start=1):
            told = json.loads(served.ask("/s/ready", port)[1])
            assert (told["process"], told["processes"], told["store"]["kind"]) == (number, 2, "postgresql")
        before = served.pids()

        # One falls: nobody is refused, and it stands again.
        with asking(served) as answers:
            served.kill("1")
            served.wait(lambda: served.pids().get("1", before["1"]) != before["1"], "another one is started")
            served.wait(lambda: served.is_ready(1), "it is ready")
        assert set(answers) == {200}
        assert served.pids()["2"] == before["2"]

        # All anew, one after another: nobody is refused either.
        before = served.pids()
        with asking(served) as answers:
            done = restart(tmp_path)
        assert done.returncode == 0, done.stderr
        assert "เปิดใหม่ครบทุกโปรเซสแล้ว" in done.stdout
        assert set(answers) == {200}
        after = served.pids()
        assert {name for name in after if after[name] != before[name]} == {"1", "2"}

        # A polite end takes everybody along.
        served.child.send_signal(signal.SIGTERM)
        assert served.child.wait(60) == 0
        time.sleep(0.2)
        assert not [pid for pid in after.values() if psutil.pid_exists(pid)]
        assert not (tmp_path / "serve.json").exists()


def version(folder: Path, wanted: str = "") -> str:
    """The revision that the store stands at; another one from now on when it is given."""
    with closing(sqlite3.connect(folder / "own.sqlite")) as store:
        (standing,) = store.execute("select version_num from alembic_version").fetchone()
        if wanted:
            store.execute("update alembic_version set version_num = ?", (wanted,))
            store.commit()
    return str(standing)


def test_a_new_process_that_is_not_ready_leaves_the_others_as_they_are(tmp_path: Path) -> None:
    with deployed(tmp_path, SERVED_READY_SECONDS="8") as served:
        before = served.pids()
        # A store of a version to come: whoever is started now cannot open it.
        standing = version(tmp_path, "ffff")
        done = restart(tmp_path)
        assert done.returncode == 1
        assert "โปรเซส 1 ไม่พร้อม" in done.stderr
        assert served.pids()["2"] == before["2"]
        assert served.pids()["1"] != before["1"]
        # Nobody may be sent anywhere: the proxy says so in Thai.
        served.wait(lambda: served.ask("/")[0] == 503, "the proxy has seen it", 20)
        assert "ระบบกำลังกลับมา" in served.ask("/")[1]
        assert version(tmp_path, standing) == "ffff", "nothing was changed"
        for number in (1, 2):
            served.wait(lambda n=number: served.is_ready(n), f"{number} is ready without another start", 30)  # type: ignore[misc]
        assert served.pids()["2"] == before["2"]
