"""Every command in a block of the four pages for offices is typed word by word, on a machine like an office's."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import sysconfig
import time
import venv
import zipfile
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from tools.project import HERE

pytestmark = [pytest.mark.server, pytest.mark.skipif(sys.platform == "win32", reason="typed into a shell of Linux")]
PAGES = ("office-install", "office-update", "office-move", "office-trouble")
PARTS = ("Home.py", "run.py", "CHANGELOG.md", "lib", "tools", "pages", "data", "locale", ".streamlit/config.toml")
START_SECONDS = 120.0
PASSPHRASE = "ข้าว ปลา นา สวน"


def typed(page: str) -> list[str]:
    """What stands in the blocks of a page, line by line."""
    text = (HERE.root / "docs" / f"{page}.md").read_text("utf-8")
    return [
        line for block in re.findall(r"^```\n(.*?)^```", text, re.MULTILINE | re.DOTALL) for line in block.splitlines()
    ]


def write_program(folder: Path) -> None:
    """The program as it comes, whose packages are those the tests run with."""
    ignored = shutil.ignore_patterns("__pycache__", "secrets.toml")
    for part in PARTS:
        source, target = HERE.root / part, folder / part
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target, ignore=ignored)
        else:
            shutil.copy(source, target)
    for name in ("requirements.txt", "requirements-dev.txt"):
        (folder / name).write_text("# nothing\n", "utf-8")
    (folder / "static" / "vendor").mkdir(parents=True)
    (folder / "static" / "vendor" / ".not-reached").touch()


def _careful() -> None:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@dataclass(frozen=True)
class Office:
    """A PC: a home, a program's folder, a free port."""

    home: Path
    program: Path
    port: int

    @property
    def data(self) -> Path:
        return self.home / ".local" / "share" / "thun-chumchon"

    @property
    def env(self) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("THUN_", "STREAMLIT_", "XDG_", "COV"))}
        kept.pop("DATABASE_URL", None)
        path = f"{self.home / 'bin'}{os.pathsep}{os.environ['PATH']}"
        own = {"HOME": str(self.home), "PATH": path, "STREAMLIT_SERVER_PORT": str(self.port), "PYTHONUTF8": "1"}
        return {**kept, **own}

    def types(self, line: str, answer: str = "") -> str:
        """Type a line; a server that starts is closed with Ctrl+C once it answers. Returns what was said."""
        child = subprocess.Popen(
            ["bash", "-c", f"exec {line}"],
            cwd=self.program,
            env=self.env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            start_new_session=True,
            # A CI job may run with SIGINT ignored, which children inherit.
            preexec_fn=_careful,
        )
        starts = line.split()[2:3] in ([], ["update"], ["back"])
        if starts:
            give_up = time.monotonic() + START_SECONDS
            while child.poll() is None and time.monotonic() < give_up and not self._answers():
                time.sleep(0.1)
            if child.poll() is None:
                time.sleep(1)
                os.killpg(child.pid, signal.SIGINT)
        said, _ = child.communicate(answer or None, timeout=START_SECONDS)
        assert child.returncode == 0, said
        assert "Traceback" not in said, said
        assert not starts or "เปิดแล้ว ใช้งานที่" in said, said
        return said

    def _answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=0.5):
                return True
        except OSError:
            return False

    def rows(self, query: str) -> list[tuple[object, ...]]:
        with closing(sqlite3.connect(self.data / "own.sqlite")) as connection:
            return connection.execute(query).fetchall()


def make_office(folder: Path, empty: Path) -> Office:
    """A PC whose program has a copy of the `empty` environment: to make one takes pip longer than all the rest."""
    home, program = folder / "บ้าน", folder / "บ้าน" / "Documents" / "thun chumchon"
    (home / "bin").mkdir(parents=True)
    for name in ("python3", "systemctl", "loginctl"):
        tool = home / "bin" / name
        tool.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n' if name == "python3" else "#!/bin/sh\n", "utf-8")
        tool.chmod(0o755)
    write_program(program)
    shutil.copytree(empty, program / ".venv", symlinks=True)
    version = f"python{sys.version_info[0]}.{sys.version_info[1]}"
    site = program / ".venv" / "lib" / version / "site-packages"
    (site / "packages.pth").write_text(sysconfig.get_path("purelib") + "\n", "utf-8")
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = int(server.getsockname()[1])
    return Office(home, program, port)


def test_every_page_has_commands_and_each_begins_with_run_py() -> None:
    for page in PAGES:
        lines = typed(page)
        assert lines
        assert all(line.startswith("python3 run.py") for line in lines), page


@pytest.mark.long
def test_an_offices_year_word_by_word(tmp_path: Path) -> None:
    venv.create(tmp_path / "empty", with_pip=True, symlinks=True)
    office = make_office(tmp_path / "pc1", tmp_path / "empty")
    said = [office.types(line) for line in typed("office-install")]
    assert "พร้อมใช้" in said[1]
    assert str(office.data / "own.sqlite") in said[1]
    assert (office.home / ".config/systemd/user/thun-chumchon.service").exists()
    assert len(list((office.data / "backups" / "own").glob("thun-*.zip"))) == 1
    assert not (office.program / ".data").exists()

    with closing(sqlite3.connect(office.data / "own.sqlite")) as connection, connection:
        connection.execute("update area set name_en = 'Marked' where id = 'TH-25'")
    new = tmp_path / "thun-2"
    write_program(new)
    (new / "CHANGELOG.md").write_text("## 99.0.0 – รุ่นใหม่\n", "utf-8")
    with zipfile.ZipFile(office.program / "thun-new.zip", "w") as archive:
        for file in new.rglob("*"):
            archive.write(file, file.relative_to(new.parent))
    update, back = typed("office-update")
    office.types(update)
    assert "99.0.0" in office.types("python3 run.py status")
    office.types(back)
    assert office.rows("select name_en from area where id = 'TH-25'") == [("Marked",)]
    assert "99.0.0" not in office.types("python3 run.py status")

    (office.program / ".streamlit" / "secrets.toml").write_text('[google]\napi_key = "k"\n', "utf-8")
    pack, *there = typed("office-move")
    office.types(pack, f"{PASSPHRASE}\n")
    other = make_office(tmp_path / "pc2", tmp_path / "empty")
    shutil.move(office.program / "thun.move", other.program)
    unpack, status = there
    other.types(unpack, f"{PASSPHRASE}\n")
    assert "พร้อมใช้" in other.types(status)
    assert (other.data / "secrets.toml").exists()
    assert other.rows("select count(*) from change_set") == office.rows("select count(*) from change_set")

    for line in typed("office-trouble"):
        other.types(line)
    (other.data / "own.sqlite").write_bytes(b"broken" * 5000)
    assert "แฟ้มเสียหาย" in other.types(status)
