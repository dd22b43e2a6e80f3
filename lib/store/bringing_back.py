"""``python3 run.py restore``: which backup, what it replaces, a question, the way back."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from lib.domain.errors import BadInput, Problem
from lib.domain.thai_date import format_moment
from lib.store import backup, backup_files, kept_backups
from lib.store.keeping import lacking_files
from lib.store.opening import Store, unopened
from lib.store.restoring import TargetState, restore, state_of

#: How a backup came about, in both languages.
_REASONS = {
    backup.MANUAL: "สั่งเอง · by hand",
    backup.DAILY: "ประจำวัน · daily",
    backup.MIGRATION: "ก่อนปรับรุ่น · before an upgrade",
    backup.BEFORE_RESTORE: "ก่อนนำกลับ · before a restore",
}
_STATES = {
    TargetState.EMPTY: "ยังว่าง · empty",
    TargetState.READY: "ใช้ได้ · in order",
    TargetState.NEWER: "ของโปรแกรมรุ่นใหม่กว่า จะถูกเก็บไว้ข้าง ๆ · of a newer version; it is kept aside",
    TargetState.HALF: "สร้างไม่เสร็จ จะถูกเก็บไว้ข้าง ๆ · half made; it is kept aside",
    TargetState.FOREIGN: "ของโปรแกรมอื่น จะถูกเก็บไว้ข้าง ๆ · of another programme; it is kept aside",
    TargetState.DAMAGED: "เสียหาย จะถูกเก็บไว้ข้าง ๆ · damaged; it is kept aside",
}
_SHOWN = 20


def bring_back(wanted: str, *, agreed: bool, foreign: bool) -> str:
    """Restore the own store from a file, or from a number of the list; asks on a terminal.

    Raises `BadInput` with the list of choices when none is named, and when nobody can be asked.
    """
    store = unopened()
    try:
        file = _chosen(store, wanted)
        manifest = backup.manifest_of(file)
        state = state_of(store.database)
        told = _told(file, manifest, state)
        if not agreed and not _says_yes(told):
            raise BadInput(
                Problem(
                    f"{told}\nยังไม่ได้เปลี่ยนข้อมูลใด ยืนยันด้วย --yes",
                    f"Nothing was changed. To go on: python3 run.py restore {file} --yes",
                )
            )
        count = restore(store, file, agreed=foreign)
        lacking = backup_files.bring_back(store, file)
        without = f"\n{lacking_files(lacking).th}\n{lacking_files(lacking).en}" if lacking else ""
        return f"{told}\nนำกลับมา {count} แถว · Restored from {file}\n{_way_back(store, state, manifest)}{without}"
    finally:
        store.database.close()


def _chosen(store: Store, wanted: str) -> Path:
    backups = kept_backups.listed(store.backups)
    name = wanted or (_ask("เลือกเลข · number: ", _choices(store)) if backups else "")
    if not name:
        if not backups:
            raise BadInput(Problem(f"ยังไม่มีแฟ้มสำรองใน {store.backups}", f"There is no backup yet in {store.backups}"))
        raise BadInput(
            Problem(
                f"{_choices(store)}\nเลือกหนึ่งชุด เช่น python3 run.py restore 1",
                "Choose one: python3 run.py restore <number or file>",
            )
        )
    if name.isdecimal() and 1 <= int(name) <= len(backups):
        return backups[int(name) - 1].file
    # The programme runs in its own folder; a relative name means the folder the person stands in.
    places = (Path(os.environ.get("PWD", ".")), Path(), store.backups)
    return next((p / name for p in places if (p / name).is_file()), Path(name))


def _choices(store: Store) -> str:
    good = kept_backups.read_notes(store.backups).good
    lines = ["แฟ้มสำรองที่มี ใหม่สุดก่อน · Backups, newest first:"]
    for number, one in enumerate(kept_backups.listed(store.backups)[:_SHOWN], start=1):
        proved = " · ลองนำกลับแล้วใช้ได้ · proved" if one.file.name in good else ""
        lines.append(f"{number:3}  {format_moment(one.made_at)}  {_REASONS[one.reason]}{proved}  {one.file.name}")
    return "\n".join(lines)


def _told(file: Path, manifest: backup.Manifest, state: TargetState) -> str:
    rows = sum(manifest.counts.values())
    parts = [format_moment(manifest.made_at), manifest.office, manifest.version, f"{rows:,} แถว · rows" if rows else ""]
    return f"{file.name}: {' · '.join(p for p in parts if p)}\nข้อมูลตอนนี้ · What stands here: {_STATES[state]}"


def _way_back(store: Store, state: TargetState, manifest: backup.Manifest) -> str:
    if state is TargetState.READY:
        before = next(k for k in kept_backups.listed(store.backups) if k.reason == backup.BEFORE_RESTORE)
        return f"ย้อนกลับได้ด้วย · The way back: python3 run.py restore {before.file.name}"
    since = format_moment(manifest.made_at)
    return f"สิ่งที่บันทึกหลัง {since} ไม่อยู่ในชุดนี้ · What was written after that is not in it ({store.database.path})"


def _says_yes(told: str) -> bool:
    return _ask("แทนข้อมูลที่มีด้วยชุดนี้หรือไม่ (y/n) · Replace? ", told).strip().lower() in ("y", "yes", "ใช่")


def _ask(question: str, told: str) -> str:
    if not sys.stdin or not sys.stdin.isatty():
        return ""
    print(told)
    try:
        return input(question)
    except EOFError:
        return ""
