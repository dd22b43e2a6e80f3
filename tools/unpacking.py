"""A new version of the program as a folder of its own: out of a zip, a folder, or the project's git."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import zipfile
from pathlib import Path

from tools.project import LAUNCHER, Project
from tools.speech import RUN, Trouble

OURS = ("run.py", "tools", "lib", "requirements.txt", str(LAUNCHER))
"""What a program must have to be one of ours."""
MOST_BYTES = 500_000_000
"""The program has 20 MB; a zip that unpacks to more than this is something else."""
_NOT_COPIED = (".venv", ".git", ".data", "versions", "__pycache__", "secrets.toml", ".setup.lock")


def unpack(source: Path, target: Path) -> None:
    """Put the program in `source` (zip or folder) into `target`, whole or not at all; raises `Trouble`."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".coming-") as name:
        folder = Path(name) / "all"
        if source.is_dir():
            shutil.copytree(source, folder, ignore=shutil.ignore_patterns(*_NOT_COPIED))
        elif source.is_file():
            _unzip(source, folder)
        else:
            raise Trouble(
                f"ไม่พบ {source.absolute()} – ตรวจชื่อแฟ้ม zip หรือโฟลเดอร์ของรุ่นใหม่",
                f"There is no {source.absolute()}: check the name of the new version's zip or folder.",
            )
        _program_in(folder, source).rename(target)


def fetch(project: Project, folder: Path) -> Path:
    """The newest version that the program's git knows, as a zip in `folder`; raises `Trouble`."""
    if not (project.root / ".git").exists() or shutil.which("git") is None:
        raise Trouble(
            f"บอกแฟ้มรุ่นใหม่ด้วย: {RUN} update <แฟ้ม zip> (ดึงเองได้เฉพาะโปรแกรมที่ได้มาด้วย git clone)",
            f"Name the new version's file: {RUN} update <file.zip> (only a program that came by git clone can fetch).",
        )
    _git(project, "fetch", "--quiet")
    # A branch knows whom it follows; a checkout of a single version takes the main branch.
    for name in ("@{upstream}", "origin/HEAD", "origin/main"):
        if _git(project, "rev-parse", "--verify", "--quiet", name, may_fail=True):
            bundle = folder / "new.zip"
            _git(project, "archive", "--format=zip", f"--output={bundle}", name)
            return bundle
    raise Trouble(
        f"git ของโฟลเดอร์นี้ไม่รู้ว่ารุ่นใหม่อยู่ที่ไหน – ดาวน์โหลด zip แล้วสั่ง {RUN} update <แฟ้ม zip>",
        f"This folder's git does not know where new versions are: download the zip, then {RUN} update <file.zip>.",
    )


def _git(project: Project, *words: str, may_fail: bool = False) -> bool:
    done = subprocess.run(
        ["git", "-C", project.root, *words],
        capture_output=True,
        stdin=subprocess.DEVNULL,
        text=True,
        encoding="utf-8",
        errors="replace",
    )
    if done.returncode and not may_fail:
        last = (done.stderr.strip().splitlines() or [""])[-1]
        raise Trouble(
            f"git ดึงรุ่นใหม่ไม่ได้ ({last}) – ต่ออินเทอร์เน็ตแล้วลองใหม่ หรือใช้ {RUN} update <แฟ้ม zip>",
            f"git could not fetch the new version ({last}): connect and try again, or {RUN} update <file.zip>.",
        )
    return done.returncode == 0


def _unzip(source: Path, folder: Path) -> None:
    try:
        with zipfile.ZipFile(source) as bundle:
            if sum(one.file_size for one in bundle.infolist()) > MOST_BYTES:
                raise _not_ours(source)
            # `extractall` itself keeps every name inside the folder.
            bundle.extractall(folder)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as broken:
        raise Trouble(
            f"{source.name} เปิดไม่ได้ – ดาวน์โหลดใหม่ให้ครบ แล้วสั่งอีกครั้ง",
            f"{source.name} cannot be opened: download it again, completely, and repeat.",
        ) from broken


def _program_in(folder: Path, source: Path) -> Path:
    """The folder itself, or the single one in it, as downloads from GitHub have it."""
    inside = [f for f in folder.iterdir() if f.is_dir()]
    places: list[Path] = [folder, *(inside if len(inside) == 1 else [])]
    for one in places:
        if all((one / name).exists() for name in OURS):
            return one
    raise _not_ours(source)


def _not_ours(source: Path) -> Trouble:
    return Trouble(
        f"ใน {source.name} ไม่ใช่โปรแกรมนี้ทั้งชุด ยังไม่ได้เปลี่ยนอะไร – ใช้แฟ้ม zip ที่ดาวน์โหลดจากที่เดิม",
        f"{source.name} does not hold this program as a whole; nothing was changed. Use the zip from the usual place.",
    )
