"""``python3 run.py restore``: which backup, what it replaces, a question, the way back."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path

from lib.domain.errors import BadInput, Problem, StorageProblem
from lib.domain.thai_date import format_moment
from lib.store import backup, backup_files, kept_backups, taking_over
from lib.store.database import in_the_words_of_the_field
from lib.store.keeping import lacking_files
from lib.store.kept_backups import KeptBackup
from lib.store.opening import Store, unopened
from lib.store.restoring import TargetState, restore, state_of
from lib.store.second_place import second_place

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


def bring_back(wanted: str, *, agreed: bool, foreign: bool, elsewhere: bool = False) -> str:
    """Restore the own store from a file, or from a number of the list; asks on a terminal.

    `elsewhere`: the list is that of the second place, and what is chosen is fetched from there. Raises `BadInput` with the list of choices when none is named, and when nobody can be asked.
    """
    store = unopened()
    try:
        file = _fetched(store, wanted) if elsewhere else _chosen(store, wanted)
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
        way_back = _way_back(store, state, manifest)
        return f"{told}\nนำกลับมา {count} แถว · Restored from {file}\n{way_back}{_without(store, file)}"
    finally:
        store.database.close()


def _without(store: Store, file: Path) -> str:
    """What is not back yet: attached files that are nowhere, or a bucket that does not answer."""
    try:
        lacking = backup_files.bring_back(store, file)
    except StorageProblem as error:
        problem = error.problems[0]
    else:
        if not lacking:
            return ""
        problem = lacking_files(lacking)
    return f"\n{problem.th}\n{problem.en}"


def _chosen(store: Store, wanted: str) -> Path:
    backups = kept_backups.listed(store.backups)
    if not wanted and not backups:
        raise BadInput(
            Problem(
                f"ยังไม่มีแฟ้มสำรองใน {store.backups} ถ้ามีที่ที่สอง: python3 run.py restore --from-second-place",
                f"There is no backup yet in {store.backups}. From a second place: "
                "python3 run.py restore --from-second-place",
            )
        )
    good = kept_backups.read_notes(store.backups).good
    name = wanted or _asked_for(_choices("แฟ้มสำรองที่มี ใหม่สุดก่อน · Backups, newest first:", backups, good), "restore")
    if (numbered := _numbered(name, backups)) is not None:
        return numbered.file
    # The programme runs in its own folder; a relative name means the folder the person stands in.
    places = (Path(os.environ.get("PWD", ".")), Path(), store.backups)
    return next((p / name for p in places if (p / name).is_file()), Path(name))


def _fetched(store: Store, wanted: str) -> Path:
    """A backup of the second place, which now lies in the folder of backups. Raises `ThunError`."""
    place = second_place(store.world)
    if place is None:
        raise BadInput(
            Problem(
                "ยังไม่ได้ตั้งที่ที่สอง ตั้ง THUN_BACKUP_COPY เป็นโฟลเดอร์หรือ s3://bucket/โฟลเดอร์ ที่เคยคัดลอกไว้",
                "There is no second place: set THUN_BACKUP_COPY to the folder, or s3://bucket/folder, that holds the copies.",
            )
        )
    with in_the_words_of_the_field():
        backups = kept_backups.by_name(map(Path, place.names()))
    if not backups:
        raise BadInput(Problem("ไม่มีแฟ้มสำรองที่ที่ที่สอง", "There is no backup at the second place."))
    listed = _choices("แฟ้มสำรองที่ที่ที่สอง ใหม่สุดก่อน · At the second place, newest first:", backups, {})
    name = wanted or _asked_for(listed, "restore --from-second-place")
    chosen = _numbered(name, backups) or next((one for one in backups if one.file.name == name), None)
    if chosen is None:
        raise BadInput(Problem(f"{listed}\nไม่มี {name}", f"There is no {name} at the second place."))
    with in_the_words_of_the_field():
        return taking_over.fetch(place, store, chosen.file.name)


def _numbered(name: str, backups: list[KeptBackup]) -> KeptBackup | None:
    return backups[int(name) - 1] if name.isdecimal() and 1 <= int(name) <= len(backups) else None


def _asked_for(choices: str, command: str) -> str:
    """A name or a number; raises `BadInput` with the choices when nobody says one."""
    name = _ask("เลือกเลข · number: ", choices)
    if not name:
        raise BadInput(
            Problem(
                f"{choices}\nเลือกหนึ่งชุด เช่น python3 run.py {command} 1",
                f"Choose one: python3 run.py {command} <number or file>",
            )
        )
    return name


def _choices(heading: str, backups: list[KeptBackup], good: Mapping[str, str]) -> str:
    lines = [heading]
    for number, one in enumerate(backups[:_SHOWN], start=1):
        proved = " · ลองนำกลับแล้วใช้ได้ · proved" if one.file.name in good else ""
        lines.append(f"{number:3}  {format_moment(one.made_at)}  {_REASONS[one.reason]}{proved}  {one.file.name}")
    return "\n".join(lines)


def _told(file: Path, manifest: backup.Manifest, state: TargetState) -> str:
    rows = sum(manifest.counts.values())
    parts = [format_moment(manifest.made_at), manifest.office, manifest.version, f"{rows:,} แถว · rows" if rows else ""]
    told = f"{file.name}: {' · '.join(p for p in parts if p)}\nข้อมูลตอนนี้ · What stands here: {_STATES[state]}"
    # Where nothing can be turned back, what will be missing is said before the question.
    return told if state is TargetState.READY else f"{told}\n{_missing(manifest)}"


def _missing(manifest: backup.Manifest) -> str:
    return f"สิ่งที่บันทึกหลัง {format_moment(manifest.made_at)} ไม่อยู่ในชุดนี้ · What was written after that is not in it"


def _way_back(store: Store, state: TargetState, manifest: backup.Manifest) -> str:
    if state is TargetState.READY:
        before = next(k for k in kept_backups.listed(store.backups) if k.reason == backup.BEFORE_RESTORE)
        return f"ย้อนกลับได้ด้วย · The way back: python3 run.py restore {before.file.name}"
    return f"{_missing(manifest)} ({store.database.path})"


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
