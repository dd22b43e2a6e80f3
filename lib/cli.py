"""Commands for the person who looks after the app: ``python3 run.py <command>``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from lib.config import ROOT, settings
from lib.domain.errors import ThunError

DICTIONARY = ROOT / "docs" / "data-dictionary.md"
FIELD_IDS = ROOT / "docs" / "field-ids.txt"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 when it went through."""
    parser = argparse.ArgumentParser(prog="python3 run.py", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("backup", help="สำรองข้อมูล · write a backup")
    back = commands.add_parser("restore", help="นำแฟ้มสำรองกลับมา · bring a backup back")
    back.add_argument("file", nargs="?", default="", help="แฟ้ม หรือเลขในรายการ · a file, or its number in the list")
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
    chosen = parser.parse_args(arguments)
    try:
        print(_COMMANDS[chosen.command](chosen))
    except ThunError as error:
        for problem in error.problems:
            print(problem.th, problem.en, sep="\n", file=sys.stderr)
        return 1
    return 0


def _backup(_chosen: argparse.Namespace) -> str:
    from lib.store.keeping import back_up_now
    from lib.store.opening import opened

    return f"สำรองแล้ว · Backup: {back_up_now(opened())}"


def _restore(chosen: argparse.Namespace) -> str:
    from lib.store.bringing_back import bring_back

    return bring_back(chosen.file, agreed=chosen.yes, foreign=chosen.foreign)


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
}

if __name__ == "__main__":
    raise SystemExit(main())
