"""The project's own Python environment: made once, repaired when broken, left alone when right.

What is installed is remembered as a stamp per list inside `.venv`. A stamp is written last, so an
install that was cut off is done again; and when pip was cut off while it was copying files, the
environment is made anew, because pip trusts a half-copied package.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tools.children import ask, listen
from tools.pip_trouble import no_room_or_no_leave, trouble_with_pip
from tools.project import Project
from tools.speech import RUN, Trouble, say
from tools.waiting import one_at_a_time

OLDEST_PYTHON = (3, 11)
PROBE = "import sys, importlib.util as u; print(*sys.version_info[:2], u.find_spec('pip') is None)"
PIP_COPIES_FROM = "Installing collected packages"
"""Up to this line pip has only read and downloaded; from here on it changes the environment."""


@dataclass(frozen=True)
class RequirementList:
    """A compiled list of packages, and what else must be the same for it to count as installed."""

    name: str
    files: tuple[str, ...]

    def fingerprint(self, project: Project) -> str:
        """Changes exactly when something would have to be installed."""
        digest = hashlib.sha256()
        for name in self.files:
            try:
                text = (project.root / name).read_bytes()
            except FileNotFoundError as missing:
                raise Trouble(
                    f"ไม่พบไฟล์ {name} – ดาวน์โหลดโครงการนี้ใหม่ให้ครบทุกไฟล์",
                    f"The file {name} is missing: download the whole project again.",
                ) from missing
            # Line ends differ between a checkout on Windows and on Linux; the meaning does not.
            digest.update(text.replace(b"\r\n", b"\n"))
        return digest.hexdigest()

    def stamp(self, project: Project) -> Path:
        return project.venv / f"installed-{self.name}"

    def is_installed(self, project: Project) -> bool:
        stamp = self.stamp(project)
        return stamp.is_file() and stamp.read_text("utf-8") == self.fingerprint(project)


APP = RequirementList("app", ("requirements.txt",))
CHECKS = RequirementList("checks", ("requirements.txt", "requirements-dev.txt"))


def ensure_environment(project: Project, *, checks: bool = False) -> bool:
    """Makes `.venv` ready for the app (and for the checks); True when something had to be done.

    Raises `Trouble` when a person has to help: no network, no room, no venv module, no leave.
    """
    wanted = (APP, CHECKS) if checks else (APP,)
    if _is_ready(project, wanted):
        return False
    try:
        with one_at_a_time(project):
            # Whoever held the lock before us may have done the work meanwhile.
            if _is_ready(project, wanted):
                return False
            if _was_cut_off(project) or not _has_python_and_pip(project):
                _make(project)
            for part in wanted:
                if not part.is_installed(project):
                    _install(project, part)
    except OSError as problem:
        raise no_room_or_no_leave(project.root, problem) from problem
    return True


def _is_ready(project: Project, wanted: tuple[RequirementList, ...]) -> bool:
    return (
        all(part.is_installed(project) for part in wanted)
        and not _was_cut_off(project)
        and _has_python_and_pip(project)
    )


def _has_python_and_pip(project: Project) -> bool:
    """False for a half-made one, one copied from another machine, one of an older Python."""
    answer = ask([project.python, "-I", "-c", PROBE], cwd=project.root, seconds=30)
    if not answer:
        return False
    major, minor, without_pip = answer.split()
    return (int(major), int(minor)) >= OLDEST_PYTHON and without_pip == "False"


def _cut_off_mark(project: Project) -> Path:
    return project.venv / "pip-is-copying"


def _was_cut_off(project: Project) -> bool:
    return _cut_off_mark(project).exists()


def _make(project: Project) -> None:
    say("กำลังเตรียมที่ติดตั้งของโครงการ (.venv) …", "Making the project's own environment (.venv) …")
    if project.venv.is_symlink() or project.venv.is_file():
        project.venv.unlink()
    elif project.venv.exists():
        shutil.rmtree(project.venv)
    made = subprocess.run(
        [sys.executable, "-I", "-m", "venv", project.venv],
        cwd=project.root,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
    )
    if made.returncode != 0 or not _has_python_and_pip(project):
        raise _trouble_with_venv(project, made.stdout + made.stderr)


def _trouble_with_venv(project: Project, words: str) -> Trouble:
    if "ensurepip" in words or "No module named" in words or not words:
        version = f"{sys.version_info[0]}.{sys.version_info[1]}"
        return Trouble(
            f"Python {version} บนเครื่องนี้ขาดส่วน venv/ensurepip – Debian/Ubuntu: "
            f"sudo apt install python{version}-venv, Windows/macOS: ติดตั้ง Python จาก python.org "
            f"แล้วสั่ง {RUN} อีกครั้ง",
            f"Python {version} on this machine lacks venv/ensurepip: on Debian/Ubuntu "
            f"sudo apt install python{version}-venv, on Windows/macOS install Python from "
            f"python.org, then run {RUN} again.",
        )
    last = words.strip().splitlines()[-1]
    return no_room_or_no_leave(project.root, OSError(last))


def _install(project: Project, part: RequirementList) -> None:
    say(
        "กำลังติดตั้งส่วนประกอบ ครั้งแรกใช้เวลาราว 1–5 นาทีตามความเร็วเน็ต …",
        "Installing what is needed; the first time takes about 1–5 minutes with the network …",
    )
    part.stamp(project).unlink(missing_ok=True)
    mark = _cut_off_mark(project)
    words: list[str] = []

    def hear(line: str) -> None:
        words.append(line)
        if line.startswith(PIP_COPIES_FROM):
            mark.touch()
        if line.startswith("Collecting ") and sys.stdout.isatty():
            print(f"\r  {line[:70]:<70}", end="", flush=True)

    lists = [word for name in part.files for word in ("-r", name)]
    command: list[str | Path] = [project.python, "-I", "-m", "pip", "install", *lists]
    command += ["--disable-pip-version-check", "--no-input"]
    exit_code = listen(command, cwd=project.root, each_line=hear)
    if sys.stdout.isatty():
        print(f"\r{'':<72}\r", end="")
    if exit_code != 0:
        _keep_words(project, words)
        raise trouble_with_pip(words)
    mark.unlink(missing_ok=True)
    _write_whole(part.stamp(project), part.fingerprint(project))


def _keep_words(project: Project, words: list[str]) -> None:
    """What pip said, for whoever is asked to help."""
    (project.venv / "pip.log").write_text("\n".join(words) + "\n", "utf-8")


def _write_whole(path: Path, text: str) -> None:
    """The file appears with all of its text or not at all."""
    handle, name = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
    Path(name).replace(path)
