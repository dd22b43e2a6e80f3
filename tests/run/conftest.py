"""A project in miniature: real files, a real tiny venv, and at its edge a pip that does as told."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import textwrap
import venv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tools.project import HERE, Project


def pytest_itemcollected(item: pytest.Item) -> None:
    """Each of these makes a project with an environment of its own."""
    item.add_marker(pytest.mark.set_up)


PIP = """
import json, pathlib, sys
home = pathlib.Path(sys.prefix)
with (home / "pip-calls").open("a", encoding="utf-8") as calls:
    calls.write(json.dumps(sys.argv[1:]) + "\\n")
behaviour = home / "pip-behaviour.py"
if behaviour.exists():
    exec(behaviour.read_text("utf-8"))
"""


@dataclass(frozen=True)
class Miniature(Project):
    """A project whose `.venv` has a stand-in for pip instead of the real one."""

    def site_packages(self) -> Path:
        if os.name == "nt":
            return self.venv / "Lib" / "site-packages"
        version = f"python{sys.version_info[0]}.{sys.version_info[1]}"
        return self.venv / "lib" / version / "site-packages"

    def add_module(self, name: str, code: str) -> None:
        """Makes `python -m name` run `code` in this project's environment."""
        folder = self.site_packages() / name
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "__init__.py").touch()
        (folder / "__main__.py").write_text(textwrap.dedent(code), "utf-8")

    def pip_does(self, code: str) -> None:
        (self.venv / "pip-behaviour.py").write_text(textwrap.dedent(code), "utf-8")

    def pip_calls(self) -> list[list[str]]:
        """Every call so far, as its arguments."""
        calls = self.venv / "pip-calls"
        return [json.loads(line) for line in calls.read_text("utf-8").splitlines()]

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """`python3 run.py <arguments>` for real, in a process group of its own."""
        # A CI job may run with SIGINT ignored, which children inherit.
        careful = "import os,signal,sys; signal.signal(signal.SIGINT, signal.default_int_handler);"
        careful += "os.execv(sys.executable, [sys.executable, *sys.argv[1:]])"
        words = ["-c", careful] if os.name != "nt" else []
        return subprocess.Popen(
            [sys.executable, *words, str(self.root / "run.py"), *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            start_new_session=True,
        )


@pytest.fixture(autouse=True)
def no_wishes_of_this_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Neither this person's Streamlit settings nor the outer test run's may colour a result."""
    for name in os.environ:
        if name.startswith(("STREAMLIT_", "THUN_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path / "nobody"))
    monkeypatch.setenv("USERPROFILE", str(tmp_path / "nobody"))


@pytest.fixture(autouse=True)
def keep_the_test_runs_own_signals() -> Iterator[None]:
    """`main` turns SIGTERM into an exception, which is right for it and wrong for pytest."""
    before = signal.getsignal(signal.SIGTERM)
    yield
    signal.signal(signal.SIGTERM, before)


@pytest.fixture
def bare(tmp_path: Path) -> Miniature:
    """A fresh download: files, no `.venv`."""
    root = tmp_path / "โครงการ ทุนชุมชน"  # A path with a space and Thai letters, as in offices.
    root.mkdir()
    (root / "requirements.txt").write_text("# nothing\n", "utf-8")
    (root / "requirements-dev.txt").write_text("# nothing either\n", "utf-8")
    shutil.copy(HERE.root / "run.py", root)
    shutil.copytree(HERE.root / "tools", root / "tools")
    (root / "lib" / "web").mkdir(parents=True)
    (root / "lib" / "web" / "launcher.py").touch()
    return Miniature(root)


@pytest.fixture
def project(bare: Miniature) -> Miniature:
    """The same with a working `.venv`, nothing installed yet."""
    venv.create(bare.venv, with_pip=False, symlinks=os.name != "nt")
    bare.add_module("pip", PIP)
    return bare


@pytest.fixture
def without_assets(project: Miniature) -> Miniature:
    """A project in which the map files could not be had a moment ago, so nobody fetches them."""
    project.vendor.mkdir(parents=True)
    (project.vendor / ".not-reached").touch()
    return project


@pytest.fixture
def make_program(tmp_path: Path) -> Callable[[str, str], Path]:
    """Writes an executable that runs a piece of Python."""

    def make(name: str, code: str) -> Path:
        script = tmp_path / f"{name}.py"
        script.write_text(textwrap.dedent(code), "utf-8")
        if os.name == "nt":
            program = tmp_path / f"{name}.bat"
            program.write_text(f'@"{sys.executable}" "{script}" %*\n', "utf-8")
        else:
            program = tmp_path / name
            program.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{script}" "$@"\n', "utf-8")
            program.chmod(0o755)
        return program

    return make


@pytest.fixture
def taken_port() -> Iterator[int]:
    """A port on which somebody else really listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@pytest.fixture
def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])
