"""How the whole installation is: for whoever looks after it, on the command line and on a screen.

Everything is asked in a way that answers on a broken, newer or missing store too.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from lib.config import OLD_DATA, Settings, personal_folder, program_version
from lib.domain.errors import StorageProblem
from lib.domain.thai_date import format_moment
from lib.insight.country.office_log import LogLook, look_at_log
from lib.store import sheet_books
from lib.store.condition import Condition, StoreState, condition
from lib.store.database import Database

GOOD, WARN, BAD = "good", "warn", "bad"
#: Less room than this and the next save, backup or update may fail, bytes.
LITTLE_ROOM = 2_000_000_000
#: A backup older than this is one that nobody makes.
OLD_BACKUP = timedelta(days=7)


@dataclass(frozen=True)
class Line:
    """One thing that is told: what it is, how it is (Thai, English), and whether to do something."""

    state: str
    label_th: str
    label_en: str
    th: str
    en: str

    def label(self, language: str) -> str:
        """What the line is about."""
        return self.label_en if language == "en" else self.label_th

    def text(self, language: str) -> str:
        """How it is."""
        return self.en if language == "en" else self.th


@dataclass(frozen=True)
class OwnBackup:
    """A backup of the own data."""

    file: Path
    at: datetime


def office_status(chosen: Settings, now: datetime | None = None) -> list[Line]:
    """All lines, in the order they are read."""
    moment = now or datetime.now(UTC)
    found = condition(chosen)
    log = look_at_log(chosen.log_file, moment)
    return [
        Line(GOOD, "รุ่นของโปรแกรม", "Version", program_version(), program_version()),
        _address(log),
        _store(found),
        *_place(chosen),
        _disk(chosen.data_dir),
        _backup(newest_backup(chosen.backup_dir / "own"), found, moment),
        _verified(last_verified(chosen.backup_dir / "own")),
        *_sheets(chosen, found),
        _errors(log),
        Line(GOOD, "บันทึกเหตุการณ์", "Log file", str(chosen.log_file), str(chosen.log_file)),
    ]


def newest_backup(folder: Path) -> OwnBackup | None:
    """The newest backup in a folder; None when there is none, or nothing can be seen."""
    try:
        files = [(f.stat().st_mtime, f) for f in folder.glob("thun-*.zip")]
    except OSError:
        return None
    if not files:
        return None
    at, file = max(files)
    return OwnBackup(file, datetime.fromtimestamp(at, UTC))


def last_verified(folder: Path) -> datetime | None:
    """When a backup was last loaded into an empty store to see that it can be; None: never noted.

    The note stands beside the backups, so that it can be read when the store cannot.
    """
    try:
        good = json.loads((folder / "checked.json").read_text(encoding="utf-8"))["good"]
        moments = [datetime.fromisoformat(at) for at in good.values()]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return max(moments, default=None)


def human_size(size: float) -> str:
    """Bytes as people read them: ``12 KB``, ``3.4 MB``, ``1.2 GB``."""
    for unit in ("B", "KB", "MB"):
        if size < 1000:
            return f"{size:.0f} {unit}" if size >= 10 or unit == "B" else f"{size:.1f} {unit}"
        size /= 1000
    return f"{size:.1f} GB"


def _address(log: LogLook) -> Line:
    label = ("ที่อยู่", "Address")
    if not log.address:
        return Line(WARN, *label, "ยังไม่เคยเปิด สั่ง python3 run.py", "Never started: python3 run.py")
    if _answers(log.address):
        return Line(GOOD, *label, f"{log.address} เปิดอยู่", f"{log.address} is open")
    return Line(WARN, *label, f"{log.address} ปิดอยู่", f"{log.address} is closed")


def _answers(address: str) -> bool:
    try:
        parts = urlsplit(address)
        with socket.create_connection((parts.hostname or "127.0.0.1", parts.port or 80), timeout=1):
            return True
    except (OSError, ValueError):
        return False


_STATES = {
    StoreState.READY: (GOOD, "พร้อมใช้", "ready"),
    StoreState.MISSING: (WARN, "ยังไม่มีข้อมูล จะสร้างเมื่อเปิดครั้งแรก", "no data yet; the first start makes it"),
    StoreState.OLDER: (
        WARN,
        "เป็นของรุ่นก่อน จะสำรองแล้วปรับให้เมื่อเปิดครั้งหน้า",
        "of an earlier version; the next start backs it up and brings it up to date",
    ),
    StoreState.NEWER: (
        BAD,
        "โปรแกรมรุ่นใหม่กว่าเคยปรับข้อมูลนี้แล้ว ใช้รุ่นนั้น หรือกลับพร้อมข้อมูลของรุ่นนี้ด้วย python3 run.py back",
        "a newer version has changed it: use that one, or go back with this version's data: python3 run.py back",
    ),
    StoreState.BROKEN: (
        BAD,
        "แฟ้มเสียหาย นำแฟ้มสำรองกลับมาด้วย python3 run.py restore",
        "the file is damaged; bring a backup back: python3 run.py restore",
    ),
    StoreState.SILENT: (BAD, "ฐานข้อมูลไม่ตอบ", "the database does not answer"),
}


def _store(found: Condition) -> Line:
    state, th, en = _STATES[found.state]
    if found.problem:
        th, en = found.problem.th, found.problem.en
    size = f" · {human_size(found.size)}" if found.size else ""
    schema = f" · schema {found.revision}" if found.revision else ""
    return Line(state, "ข้อมูล", "Data", f"{found.place}{size} · {th}{schema}", f"{found.place}{size} · {en}{schema}")


def _place(chosen: Settings) -> Iterator[Line]:
    """Data inside the program's folder goes when somebody deletes or replaces the program."""
    if chosen.data_dir != OLD_DATA or not personal_folder(os.environ):
        return
    yield Line(
        WARN,
        "ที่เก็บ",
        "Where it is kept",
        "อยู่ในโฟลเดอร์ของโปรแกรม ลบโปรแกรมแล้วข้อมูลหายด้วย ย้ายออกด้วย python3 run.py move-data",
        "inside the program's folder: whoever deletes the program deletes the data. Move it out: python3 run.py move-data",
    )


def _disk(folder: Path) -> Line:
    label = ("พื้นที่ว่างในดิสก์", "Free disk space")
    standing = next((f for f in (folder, *folder.absolute().parents) if f.is_dir()), None)
    try:
        usage = shutil.disk_usage(standing or folder)
    except OSError:
        return Line(BAD, *label, f"อ่าน {folder} ไม่ได้", f"{folder} cannot be read")
    size = human_size(usage.free)
    if usage.free < LITTLE_ROOM:
        return Line(BAD, *label, f"{size} เหลือน้อย ลบแฟ้มที่ไม่ใช้", f"{size}: little is left, make room")
    return Line(GOOD, *label, size, size)


def _backup(kept: OwnBackup | None, found: Condition, now: datetime) -> Line:
    label = ("แฟ้มสำรองล่าสุด", "Newest backup")
    if kept is None:
        state = GOOD if found.state is StoreState.MISSING else WARN
        return Line(state, *label, "ยังไม่มี สั่ง python3 run.py backup", "none yet: python3 run.py backup")
    old = now - kept.at > OLD_BACKUP
    th, en = (" เก่าแล้ว สั่ง python3 run.py backup", ", which is old: python3 run.py backup") if old else ("", "")
    return Line(
        WARN if old else GOOD,
        *label,
        f"{format_moment(kept.at)} · {kept.file}{th}",
        f"{format_moment(kept.at, 'en')} · {kept.file}{en}",
    )


def _verified(at: datetime | None) -> Line:
    label = ("ทดลองนำกลับล่าสุด", "Last verified restore")
    if at is None:
        return Line(
            WARN, *label, "ยังไม่เคย ระบบลองเองเมื่อเปิดทิ้งไว้", "never; the app tries by itself while it is left open"
        )
    return Line(GOOD, *label, format_moment(at), format_moment(at, "en"))


def _sheets(chosen: Settings, found: Condition) -> Iterator[Line]:
    label = ("Google Sheets", "Google Sheets")
    if not chosen.secrets.is_file():
        yield Line(GOOD, *label, "ไม่ได้ต่อ", "not connected")
        return
    if found.state is not StoreState.READY:
        yield Line(WARN, *label, "ยังอ่านไม่ได้จนกว่าข้อมูลจะพร้อม", "not known until the data is ready")
        return
    try:
        database = Database(chosen.url("own"))
        try:
            with database.reading() as connection:
                books = sheet_books.books(connection)
        finally:
            database.close()
    except StorageProblem as problem:
        yield Line(BAD, *label, problem.problems[0].th, problem.problems[0].en)
        return
    if not books:
        yield Line(WARN, *label, "ตั้งค่าแล้ว ยังไม่เคยอ่านชีต", "set up, no sheet has been read yet")
    for book in books:
        read_th, read_en = (
            (f"อ่านล่าสุด {format_moment(book.read_at)}", f"last read {format_moment(book.read_at, 'en')}")
            if book.read_at
            else ("ยังไม่เคยอ่าน", "never read")
        )
        good = book.state == sheet_books.OK
        th, en = ("", "") if good else (f" · {book.problem_th or ''}", f" · {book.problem_en or ''}")
        yield Line(GOOD if good else WARN, *label, f"{book.name} · {read_th}{th}", f"{book.name} · {read_en}{en}")


def _errors(log: LogLook) -> Line:
    label = ("ความผิดพลาดใน 1 วัน", "Errors of the last day")
    if not log.errors:
        return Line(GOOD, *label, "ไม่มี", "none")
    numbers = ", ".join(dict.fromkeys(log.numbers))
    told = (f" · เลข {numbers}", f" · numbers {numbers}") if numbers else ("", "")
    return Line(WARN, *label, f"{log.errors} ครั้ง{told[0]}", f"{log.errors}{told[1]}")
