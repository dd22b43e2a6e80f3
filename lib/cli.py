"""Commands for the person who looks after the app: ``python3 run.py <command>``."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from getpass import getpass
from pathlib import Path
from typing import TYPE_CHECKING

from lib.config import OLD_DATA, ROOT, personal_folder, settings
from lib.domain.errors import ThunError

if TYPE_CHECKING:
    _Commands = argparse._SubParsersAction[argparse.ArgumentParser]

DICTIONARY = ROOT / "docs" / "data-dictionary.md"
FIELD_IDS = ROOT / "docs" / "field-ids.txt"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 when it went through."""
    parser = argparse.ArgumentParser(prog="python3 run.py", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("backup", help="สำรองข้อมูล · write a backup")
    back = commands.add_parser("restore", help="นำแฟ้มสำรองกลับมา · bring a backup back")
    back.add_argument("file", nargs="?", default="", help="แฟ้ม หรือเลขในรายการ · a file, or its number in the list")
    away = "เลือกจากที่ที่สอง (THUN_BACKUP_COPY) · from the list of the second place"
    back.add_argument("--from-second-place", action="store_true", dest="elsewhere", help=away)
    back.add_argument("--yes", action="store_true", help="ไม่ต้องถามยืนยัน · replace without asking")
    back.add_argument("--foreign", action="store_true", help="ยอมรับแฟ้มของที่เก็บอื่น · take another store's backup")
    commands.add_parser("migrate", help="ปรับฐานข้อมูลให้เป็นรุ่นล่าสุด · bring the database up to date")
    new = commands.add_parser("migration", help="เขียน migration จาก schema · write a migration from the schema")
    new.add_argument("message", help="what changed, in a few words")
    practice = commands.add_parser("practice", help="สร้างข้อมูลฝึกหัดใหม่ · make the practice country anew")
    practice.add_argument("--seed", type=int, default=2564)
    commands.add_parser("dictionary", help="เขียน docs/data-dictionary.md · write the data dictionary")
    sheets = commands.add_parser("sheets", help="Google Sheets: ตรวจ ซิงก์ เติมแบบฟอร์ม · doctor, sync, fill")
    sheets.add_argument("what", choices=("doctor", "sync", "fill"))
    sheets.add_argument("book", nargs="?", default="", help="name or key; default: all")
    commands.add_parser("words", help="ปรับแฟ้มคำแปล · bring the English catalogue up to date")
    _office_commands(commands)
    chosen = parser.parse_args(arguments)
    try:
        print(_COMMANDS[chosen.command](chosen))
    except ThunError as error:
        for problem in error.problems:
            print(problem.th, problem.en, sep="\n", file=sys.stderr)
        return 1
    return 0


def _office_commands(commands: _Commands) -> None:
    """What an office needs in a year; the last two are for `run.py update` and `run.py back`."""
    admin = commands.add_parser("admin", help="ลิงก์ของเจ้าของเครื่องหรือผู้ดูแล · a link for the owner or administrator")
    admin.add_argument("--address", default="", help="ที่อยู่ที่คนเปิด · the address that people open")
    commands.add_parser("status", help="ระบบเป็นอย่างไร · how everything is")
    commands.add_parser("move-data", help="ย้ายข้อมูลออกจากโฟลเดอร์โปรแกรม · move the data out of the program's folder")
    hall = commands.add_parser("hall", help="เวทีในห้องประชุม · a forum in a hall")
    hall.add_argument("what", choices=("address", "rehearse", "pack", "bring"))
    hall.add_argument("file", type=Path, nargs="?", help="e.g. เวที.forum")
    hall.add_argument("--forum", default="", help="ชื่อเวที · name of the forum; default: the latest")
    hall.add_argument("--people", action="store_true", help="รวมรายชื่อ · with who took part, under a passphrase")
    hall.add_argument("--yes", action="store_true", help="รับเข้าเลย · take it in")
    hall.add_argument("--port", default="8501")
    hall.add_argument("--at", default="", help="http://127.0.0.1:8501")
    hall.add_argument("--phones", type=int, default=40)
    hall.add_argument("--seconds", type=float, default=7200.0)
    move = commands.add_parser("move", help="ย้ายไปเครื่องอื่น · take everything to another PC")
    move.add_argument("what", choices=("pack", "unpack"))
    move.add_argument("file", type=Path, help="e.g. thun.move")
    for name in ("put-aside", "put-back"):
        commands.add_parser(name).add_argument("name")


def _admin(chosen: argparse.Namespace) -> str:
    from lib.access.providers import sign_in_settings
    from lib.actions.access.owning import administrator_link, owner_key
    from lib.store.opening import opened
    from lib.web.listening import configured_address
    from lib.web.owner_link import owner_link

    here = chosen.address.rstrip("/") or sign_in_settings(settings().secrets).address
    if settings().served:
        link = f"{here or configured_address()}/s/invite#{administrator_link(opened())}"
        th, en = "ลิงก์เชิญผู้ดูแลระบบ ใช้ได้ครั้งเดียวใน 1 วัน", "Invites an administrator; works once, for a day"
    else:
        link = owner_link(here or configured_address(), owner_key(opened()))
        th = "เบราว์เซอร์ที่เปิดลิงก์นี้บันทึกได้ ใช้ได้ครั้งเดียวใน 12 ชั่วโมง"
        en = "The browser that opens this link may record; works once, for twelve hours"
    port = "เปิดที่พอร์ตหรือที่อยู่อื่น: เติม --address · At another port or address: add --address"
    return f"{_both(th, en, chr(10))}\n  {link}" + ("" if here else f"\n{port}")


def _status(_chosen: argparse.Namespace) -> str:
    from lib.insight.country.office import BAD, office_status

    lines = office_status(settings())
    told = [f"{_MARKS[one.state]} {_both(one.label_th, one.label_en, ' · ')}: {_both(one.th, one.en)}" for one in lines]
    if any(one.state == BAD for one in lines):
        told.append("✗ = ต้องแก้ ดู docs/office-trouble.md · has to be mended, see docs/office-trouble.md")
    return "\n".join(told)


_MARKS = {"good": "✓", "warn": "!", "bad": "✗"}


def _both(th: str, en: str, between: str = "\n    ") -> str:
    return th if th == en else f"{th}{between}{en}"


def _move_data(_chosen: argparse.Namespace) -> str:
    from lib.domain.errors import BadInput, Problem
    from lib.store.whole import move_folder

    old = settings().data_dir
    new = personal_folder(os.environ)
    if new is None:
        raise BadInput(
            Problem(
                "ไม่พบโฟลเดอร์ส่วนตัวของผู้ใช้นี้ ตั้ง THUN_DATA_DIR เป็นโฟลเดอร์นอกโปรแกรม",
                "This user has no folder of their own: set THUN_DATA_DIR to a folder outside the program's.",
            )
        )
    if old != OLD_DATA:
        raise BadInput(
            Problem(
                f"ข้อมูลอยู่นอกโฟลเดอร์โปรแกรมแล้ว ที่ {old} ไม่ต้องย้าย",
                f"The data is outside the program's folder already, in {old}; there is nothing to move.",
            )
        )
    count = move_folder(old, new)
    return f"ย้ายแล้ว {count} แฟ้ม ข้อมูลอยู่ที่ {new} · Moved {count} files; the data is in {new}"


def _move(chosen: argparse.Namespace) -> str:
    from lib.store.packing import pack, unpack

    if chosen.what == "pack":
        packed = pack(settings(), chosen.file, _passphrase(twice=True))
        note = f"บรรจุแล้ว {packed.file} เปิดได้ด้วยวลีลับเท่านั้น · Packed {packed.file}; only the passphrase opens it"
        if settings().database_url:
            note += (
                "\nข้อมูลหลักอยู่ที่เซิร์ฟเวอร์ PostgreSQL ไม่อยู่ในแฟ้มนี้ ตั้ง DATABASE_URL เดิมที่เครื่องใหม่"
                "\nThe own data stays on its PostgreSQL server: set the same DATABASE_URL on the other PC"
            )
    else:
        packed = unpack(settings(), chosen.file, _passphrase(twice=False))
        note = f"แกะแล้ว ไว้ที่ {settings().data_dir} · Unpacked into {settings().data_dir}"
    secrets = " + Google" if packed.secrets else ""
    return f"{note}\n{', '.join(packed.worlds) or '–'}, backups {packed.backups}{secrets}"


def _hall(chosen: argparse.Namespace) -> str:
    from lib.web.hall import addresses_told, brought, packed, rehearsal

    if chosen.what == "pack":
        secret = _passphrase(twice=True) if chosen.people else ""
        return packed(_needed(chosen.file), chosen.forum, people=chosen.people, passphrase=secret)
    if chosen.what == "bring":
        return brought(_needed(chosen.file), lambda: _passphrase(twice=False), agreed=chosen.yes)

    if chosen.what == "rehearse":
        return rehearsal(chosen.at or f"http://127.0.0.1:{chosen.port}", chosen.phones, chosen.seconds)
    return addresses_told(chosen.port)


def _needed(file: Path | None) -> Path:
    from lib.domain.errors import BadInput, Problem

    if file is None:
        raise BadInput(Problem("บอกชื่อแฟ้ม เช่น เวที.forum", "Say which file, e.g. hall.forum"))
    return file


def _passphrase(*, twice: bool) -> str:
    """Asked for without showing it; from a pipe its first line, so that a script can do it."""
    from lib.domain.errors import BadInput, Problem

    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    said = getpass("วลีลับ (ไม่แสดงบนจอ) · Passphrase (not shown): ")
    if twice and getpass("พิมพ์ซ้ำ · Once more: ") != said:
        raise BadInput(Problem("พิมพ์สองครั้งไม่ตรงกัน ยังไม่ได้บรรจุ", "The two are not the same; nothing was packed."))
    return said


def _put_aside(chosen: argparse.Namespace) -> str:
    from lib.store.whole import put_aside

    return f"{put_aside(settings(), chosen.name).folder}"


def _put_back(chosen: argparse.Namespace) -> str:
    from lib.store.going_back import put_back

    worlds = ", ".join(put_back(settings(), chosen.name).worlds)
    return f"ข้อมูลก่อนปรับรุ่นกลับมาแล้ว · The data from before the update is back: {worlds}"


def _backup(_chosen: argparse.Namespace) -> str:
    from lib.store.keeping import back_up_now
    from lib.store.opening import opened
    from lib.web.logbook import ensure_log, note

    ensure_log()
    written = back_up_now(opened())
    note("backup", file=written.name)
    return f"สำรองแล้ว · Backup: {written}"


def _restore(chosen: argparse.Namespace) -> str:
    from lib.store.bringing_back import bring_back

    return bring_back(chosen.file, agreed=chosen.yes, foreign=chosen.foreign, elsewhere=chosen.elsewhere)


def _migrate(_chosen: argparse.Namespace) -> str:
    from lib.store.opening import opened

    opened()
    return f"พร้อมใช้ · Ready: {settings().url('own').rsplit('@')[-1]}"


def _migration(chosen: argparse.Namespace) -> str:
    from lib.store.migrate import write_migration

    written = write_migration(chosen.message)
    DICTIONARY.parent.mkdir(exist_ok=True)
    _dictionary(chosen)
    added = _note_field_ids()
    if not written and not added:
        return "ไม่มีอะไรเปลี่ยน · Nothing changed"
    lines = [f"เขียนแล้ว · Written: {written}"] if written else []
    lines += [f"รหัสใหม่ที่เปลี่ยนไม่ได้อีก · New permanent ids: {', '.join(added)}"] if added else []
    return "\n".join(lines)


def _note_field_ids() -> list[str]:
    """Add the new permanent ids to their list; returns them. None ever leaves it."""
    from lib.schema.dictionary import field_ids

    known = FIELD_IDS.read_text(encoding="utf-8").split() if FIELD_IDS.exists() else []
    added = sorted(set(field_ids()) - set(known))
    if added:
        FIELD_IDS.write_text("\n".join(sorted([*known, *added])) + "\n", encoding="utf-8")
    return added


def _practice(chosen: argparse.Namespace) -> str:
    from lib.domain.worlds import PRACTICE
    from lib.store.opening import opened
    from lib.store.practising import fill

    return f"ข้อมูลฝึกหัด {fill(opened(PRACTICE).database, chosen.seed, anew=True)} รายการ · practice records"


def _dictionary(_chosen: argparse.Namespace) -> str:
    from lib.schema.dictionary import to_markdown

    DICTIONARY.write_text(to_markdown(), encoding="utf-8")
    return f"เขียนแล้ว · Written: {DICTIONARY}"


def _sheets(chosen: argparse.Namespace) -> str:
    from lib.sheets.command import run

    return run(chosen.what, chosen.book)


def _words(_chosen: argparse.Namespace) -> str:
    from lib.ui.frame.catalogue import update

    added, missing = update()
    return f"เพิ่ม {added} ข้อความ ยังไม่แปล {missing} · {added} added, {missing} not translated"


_COMMANDS = {
    "backup": _backup,
    "restore": _restore,
    "migrate": _migrate,
    "migration": _migration,
    "practice": _practice,
    "dictionary": _dictionary,
    "words": _words,
    "sheets": _sheets,
    "admin": _admin,
    "status": _status,
    "move-data": _move_data,
    "move": _move,
    "hall": _hall,
    "put-aside": _put_aside,
    "put-back": _put_back,
}

if __name__ == "__main__":
    raise SystemExit(main())
