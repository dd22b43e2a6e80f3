"""A new version beside the old one, and one step back with the data as it was.

Nothing of what runs is changed until everything that may fail has gone well: unpacked, installed,
backed up, put aside, migrated. The switch itself is one word in one file (`tools/versions.py`).
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tools.assets import ensure_assets
from tools.children import follow
from tools.environment import APP, ensure_environment
from tools.project import SHARED, Project
from tools.speech import RUN, Trouble, say
from tools.unpacking import fetch, unpack
from tools.versions import FOLDER, Standing, note_standing, outer, places, program, standing

NO_START, YES = "--no-start", "--yes"


@dataclass(frozen=True)
class Asked:
    """What was typed after `update` or `back`."""

    source: Path | None
    start: bool
    sure: bool


def read_asked(arguments: Sequence[str]) -> Asked:
    """Raises `Trouble` for words that mean nothing here."""
    words = [word for word in arguments if word not in (NO_START, YES)]
    if len(words) > 1 or any(word.startswith("-") for word in words):
        raise Trouble(
            f"ไม่เข้าใจ {' '.join(words)!r} – ใช้ {RUN} update <แฟ้ม zip> [{NO_START}] หรือ {RUN} back [{YES}] [{NO_START}]",
            f"{' '.join(words)!r} is not understood: {RUN} update <file.zip> [{NO_START}], or {RUN} back [{YES}] [{NO_START}]",
            exit_code=2,
        )
    return Asked(Path(words[0]) if words else None, NO_START not in arguments, YES in arguments)


def update(project: Project, asked: Asked) -> Project:
    """Bring a new version; returns the program that is current afterwards. Raises `Trouble`."""
    name = _new_name(project)
    before = standing(project)
    old, new = program(project, before.current), program(project, name)
    # The old one makes the backup: it has to be whole itself.
    ensure_environment(old)
    try:
        _bring(project, asked, new.root)
        _share_environment(old, new)
        say("กำลังเตรียมรุ่นใหม่ ระบบเดิมยังใช้ได้ …", "Preparing the new version; the old one can be used meanwhile …")
        ensure_environment(new)
        ensure_assets(new)
        _save_the_data(project, old, name)
        say("กำลังปรับข้อมูลให้ตรงกับรุ่นใหม่ …", "Bringing the data to the new version …")
        _migrate(project, old, new, name)
    except (Trouble, KeyboardInterrupt):
        shutil.rmtree(new.root, ignore_errors=True)
        raise
    note_standing(project, Standing(name, before.current, name))
    _tidy(project)
    say(
        f"ใช้รุ่นใหม่แล้ว สั่ง {RUN} เหมือนเดิม ถ้ามีปัญหา กลับรุ่นก่อนพร้อมข้อมูลเดิมด้วย {RUN} back",
        f"The new version is in use; {RUN} as before. If something is wrong, {RUN} back brings the old one with its data.",
    )
    return new


def back(project: Project, asked: Asked) -> Project:
    """One step back with its data; returns the program that is current afterwards. Raises `Trouble`."""
    now = standing(project)
    if now.before is None:
        raise Trouble(
            f"ไม่มีรุ่นก่อนให้กลับ (กลับได้หนึ่งครั้งหลัง {RUN} update) – นำแฟ้มสำรองกลับมา: {RUN} restore",
            f"There is no earlier version (one step after {RUN} update): for a backup, {RUN} restore.",
        )
    _be_sure(asked)
    old = program(project, now.before)
    ensure_environment(old)
    if _cli(project, old, "put-back", now.aside) != 0:
        raise Trouble(
            "กลับรุ่นก่อนไม่ได้ สาเหตุอยู่ข้างบน – ยังใช้รุ่นปัจจุบันกับข้อมูลปัจจุบัน",
            "It could not go back, the reason is above: the present version and data stay in use.",
        )
    note_standing(project, Standing(now.before))
    say("กลับมาใช้รุ่นก่อนพร้อมข้อมูลก่อนปรับรุ่นแล้ว", "The earlier version with its data is in use again.")
    return old


def _new_name(project: Project) -> str:
    stamp = time.strftime("%Y%m%d-%H%M%S")
    names = (stamp, *(f"{stamp}-{n}" for n in range(2, 100)))
    return next(name for name in names if not program(project, name).root.exists())


def _be_sure(asked: Asked) -> None:
    if asked.sure:
        return
    say(
        "สิ่งที่บันทึกหลังปรับรุ่นจะไม่อยู่ในระบบ (เก็บสำเนาไว้ในโฟลเดอร์แฟ้มสำรอง before-update 90 วัน)",
        "What was saved after the update leaves the app (a copy is kept beside the backups, in before-update, for 90 days).",
    )
    if not sys.stdin.isatty() or input("กลับไหม พิมพ์ yes · Go back? Type yes: ").strip().lower() != "yes":
        raise Trouble(
            f"ยังไม่ได้เปลี่ยนอะไร – ถ้าแน่ใจ สั่ง {RUN} back {YES}", f"Nothing was changed; if you are sure, {RUN} back {YES}"
        )


def _bring(project: Project, asked: Asked, target: Path) -> None:
    try:
        if asked.source is not None:
            unpack(asked.source, target)
            return
        with tempfile.TemporaryDirectory() as folder:
            unpack(fetch(outer(project), Path(folder)), target)
    except OSError as problem:
        raise Trouble(
            f"เขียนรุ่นใหม่ลงดิสก์ไม่ได้ ({problem.strerror or problem}) – ตรวจพื้นที่ว่างและสิทธิ์ของโฟลเดอร์ ยังไม่ได้เปลี่ยนอะไร",
            f"The new version could not be written ({problem.strerror or problem}): look at the free space and the "
            "folder's permissions. Nothing was changed.",
        ) from problem


def _share_environment(old: Project, new: Project) -> None:
    """The same list of packages needs no second installation."""
    if APP.is_installed(old) and APP.fingerprint(new) == APP.fingerprint(old):
        (new.root / SHARED).write_text(os.path.relpath(old.venv.parent, new.root), "utf-8")


def _save_the_data(project: Project, old: Project, name: str) -> None:
    """Out of the program's folder, a backup that any version reads, and the files as they are."""
    if (old.root / ".data").is_dir() and not os.environ.get("THUN_DATA_DIR"):
        say("ย้ายข้อมูลออกจากโฟลเดอร์โปรแกรมก่อน …", "Moving the data out of the program's folder first …")
        _need(_cli(project, old, "move-data"))
    _need(_cli(project, old, "backup"))
    _need(_cli(project, old, "put-aside", name))


def _need(exit_code: int) -> None:
    if exit_code:
        raise Trouble(
            "ยังไม่ได้ปรับรุ่น สาเหตุอยู่ข้างบน – แก้แล้วสั่งใหม่ ระบบเดิมและข้อมูลยังครบ",
            "Not updated; the reason is above. Mend it and try again: the old version and its data are as they were.",
        )


def _migrate(project: Project, old: Project, new: Project, name: str) -> None:
    if _cli(project, new, "migrate") == 0:
        return
    _cli(project, old, "put-back", name)
    raise Trouble(
        "รุ่นใหม่ปรับข้อมูลไม่ได้ – ใช้รุ่นเดิมกับข้อมูลเดิมต่อได้ ส่งข้อความข้างบนให้ผู้ดูแล",
        "The new version could not bring the data up to date: the old version and its data stay in use. "
        "Send the lines above to whoever helps you.",
    )


def _cli(project: Project, version: Project, *words: str) -> int:
    return follow([version.python, "-m", "lib.cli", *words], cwd=version.root, extra=places(project))


def _tidy(project: Project) -> None:
    """What is neither current nor one step back goes, unless its packages are still in use."""
    now, folder = standing(project), outer(project).root / FOLDER
    kept = {program(project, name) for name in (now.current, now.before or "")}
    wanted = {one.root for one in kept} | {one.venv.parent for one in kept}
    for one in folder.iterdir():
        if one.is_dir() and one not in wanted:
            shutil.rmtree(one, ignore_errors=True)
