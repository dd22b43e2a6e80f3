"""Which commands there are, and what each of them sets in motion."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tools import checks, locking, serving
from tools.assets import ensure_assets
from tools.browser import VARIABLE, ensure_browser
from tools.children import end_like_ctrl_c, follow, hand_over
from tools.environment import ensure_environment
from tools.hall import read_hall, run_hall
from tools.project import HERE, Project
from tools.serve_options import read_ask
from tools.served import run_served
from tools.service import run_service
from tools.speech import RUN, Trouble, let_any_console_print_thai, say, say_trouble
from tools.updating import Asked, back, read_asked, update
from tools.versions import HANDED_ON, hand_on, places
from tools.wishes import check_options, read_wishes

INTERRUPTED = 130
"""What a shell expects after Ctrl+C."""


@dataclass(frozen=True)
class CommandHelp:
    """A command as a person types it, and what it is for."""

    typed: str
    thai: str
    english: str


START = CommandHelp("[--no-open] [-- --server.port …]", "เปิดระบบ", "start the app")
OF_THE_OFFICE = {
    "status": CommandHelp("status", "ระบบเป็นอย่างไร ต้องทำอะไรไหม", "how everything is, and what to do"),
    "backup": CommandHelp("backup […]", "สำรองข้อมูล", "back the data up"),
    "restore": CommandHelp("restore […]", "นำข้อมูลสำรองกลับมา", "bring a backup back"),
    "practice": CommandHelp("practice […]", "ข้อมูลฝึกหัด", "practice data"),
    "sheets": CommandHelp(
        "sheets doctor|sync|fill […]",
        "Google Sheets: ตรวจ ซิงก์ เติมแบบฟอร์ม",
        "Google Sheets: check, sync, fill in the template",
    ),
    "admin": CommandHelp(
        "admin [--address https://…]",
        "ลิงก์ใช้ครั้งเดียว: เบราว์เซอร์เจ้าของเครื่อง หรือผู้ดูแลคนแรก",
        "a link for one use: the owner's browser, or the first administrator",
    ),
    "move-data": CommandHelp("move-data", "ย้ายข้อมูลออกจากโฟลเดอร์โปรแกรม", "move the data out of the program's folder"),
    "move": CommandHelp("move pack|unpack <แฟ้ม>", "ย้ายไปเครื่องอื่น", "take everything to another PC"),
}
OF_THE_PROGRAM = {
    "hall": CommandHelp("hall [--rehearse 40]", "เวทีในห้องประชุม ไม่ต้องมีเน็ต", "a forum in a hall, without the internet"),
    "hall pack": CommandHelp(
        "hall pack <แฟ้ม>, hall bring <แฟ้ม>", "เวทีลงแฟ้ม ไปและกลับ", "a forum in a file, there and back"
    ),
    "update": CommandHelp("update [แฟ้ม zip]", "ใช้รุ่นใหม่ สำรองก่อนให้", "a new version, after a backup"),
    "back": CommandHelp("back", "กลับรุ่นก่อนพร้อมข้อมูลเดิม", "back to the version before, with its data"),
    "serve": CommandHelp(
        "serve [--processes 2] […]", "เปิดให้คนจำนวนมากผ่านโดเมนเดียว", "serve many people at one address"
    ),
    "service": CommandHelp("service [on|off|show]", "เปิดเองเมื่อเปิดเครื่อง", "start by itself with the machine"),
}
OF_THE_DEVELOPERS = {
    "test": CommandHelp("test [pytest …]", "ตรวจทุกอย่างก่อนส่งงาน", "run every check"),
    "test quick": CommandHelp(
        "test quick [pytest …]", "ตรวจเร็วระหว่างทำงาน ไม่เปิดเบราว์เซอร์", "the quick checks while working, no browser"
    ),
    "bench": CommandHelp("bench […]", "วัดความเร็ว", "measure the speed"),
    "lock": CommandHelp("lock [--upgrade]", "สร้าง requirements*.txt ใหม่", "recompile requirements*.txt"),
}
OF_THE_SCHEMA = {
    "migrate": CommandHelp("migrate […]", "ปรับฐานข้อมูลให้ตรงกับรุ่นนี้", "bring the database to this version"),
    "migration": CommandHelp("migration […]", "เขียนขั้นปรับฐานข้อมูลจากแบบข้อมูลใหม่", "write a migration from the schema"),
    "dictionary": CommandHelp("dictionary […]", "เขียนพจนานุกรมข้อมูลใน docs/", "write the data dictionary in docs/"),
    "words": CommandHelp("words […]", "รวบรวมคำแปล", "gather the words to translate"),
}
OF_THE_APP = {**OF_THE_OFFICE, **OF_THE_SCHEMA}
"""Handed on to `lib.cli`, which knows their options (`python3 run.py backup --help`)."""


def main(arguments: Sequence[str], project: Project = HERE) -> int:
    """The exit code of `python3 run.py <arguments>`."""
    let_any_console_print_thai()
    end_like_ctrl_c()
    try:
        return _do(project, list(arguments))
    except Trouble as trouble:
        say_trouble(trouble)
        return trouble.exit_code
    except KeyboardInterrupt:
        return INTERRUPTED


def _do(project: Project, arguments: list[str]) -> int:
    first = arguments[0] if arguments else "--"
    rest = arguments[1:]
    if (code := hand_on(project, arguments)) is not None:
        return code
    if first in ("help", "-h", "--help"):
        return show_help()
    if first == "--":
        return _start(project, rest)
    if first.startswith("--"):
        # "run.py --server.port 8599": what was meant is plain.
        return _start(project, arguments)
    if first in OF_THE_APP:
        # A new migration is formatted: only then is the formatter asked for.
        ensure_environment(project, checks=first == "migration")
        return follow([project.python, "-m", "lib.cli", first, *rest], cwd=project.root)
    doings: dict[str, Callable[[Project, list[str]], int]] = {
        **{"test": _test, "bench": _bench, "lock": _lock},
        **{"update": _update, "back": _back, "service": run_service, "serve": _serve},
        "hall": _hall,
    }
    if first in doings:
        return doings[first](project, rest)
    raise Trouble(
        f"ไม่มีคำสั่ง {first!r} – ดูคำสั่งทั้งหมด: {RUN} help",
        f"There is no command {first!r}: see them all with {RUN} help.",
        exit_code=2,
    )


def show_help() -> int:
    say("ทุนชุมชน · Thun Chumchon", "คำสั่งทั้งหมด / all commands:\n")
    _show([START, *OF_THE_OFFICE.values(), *OF_THE_PROGRAM.values(), CommandHelp("help", "หน้านี้", "this page")])
    say("\nสำหรับคนทำโปรแกรม", "For developers:\n")
    _show([*OF_THE_SCHEMA.values(), *OF_THE_DEVELOPERS.values()])
    return 0


def _show(entries: Iterable[CommandHelp]) -> None:
    for entry in entries:
        print(f"  {RUN} {entry.typed:<27} {entry.thai} / {entry.english}")


def _start(project: Project, options: list[str]) -> int:
    # A typo or a taken port is said at once, not after minutes of installing.
    check_options(options)
    serving.check_port(read_wishes(project, options, os.environ))
    ensure_environment(project)
    ensure_assets(project)
    return serving.serve(project, options)


def _serve(project: Project, arguments: list[str]) -> int:
    # A slip of the fingers is said at once, not after minutes of installing.
    asked = read_ask(arguments)
    ensure_environment(project)
    ensure_assets(project)
    return run_served(project, asked)


def _hall(project: Project, arguments: list[str]) -> int:
    if arguments[:1] in (["pack"], ["bring"]):
        ensure_environment(project)
        return follow([project.python, "-m", "lib.cli", "hall", *arguments], cwd=project.root)
    # A slip of the fingers is said at once, not after minutes of installing.
    asked = read_hall(arguments)
    check_options(asked.options)
    serving.check_port(read_wishes(project, serving.options_for_the_app(asked.options), os.environ))
    ensure_environment(project)
    ensure_assets(project)
    return run_hall(project, asked)


def _update(project: Project, arguments: list[str]) -> int:
    asked = read_asked(arguments)
    return _go_on(project, update(project, asked), asked)


def _back(project: Project, arguments: list[str]) -> int:
    asked = read_asked(arguments)
    return _go_on(project, back(project, asked), asked)


def _go_on(project: Project, current: Project, asked: Asked) -> int:
    """Start what is current now; its own run.py does it, this one may be of another version."""
    if not asked.start:
        return 0
    return hand_over(
        [sys.executable, current.root / "run.py"], cwd=Path.cwd(), extra={HANDED_ON: "1", **places(project)}
    )


def _test(project: Project, arguments: list[str]) -> int:
    ensure_environment(project, checks=True)
    ensure_assets(project)
    if arguments[:1] == ["quick"]:
        return checks.run_all(project, checks.quick(arguments[1:]), {})
    extra = {VARIABLE: str(ensure_browser(project, os.environ))}
    if arguments:
        return checks.run_some(project, arguments, extra)
    return checks.run_all(project, checks.CHECKS, extra)


def _bench(project: Project, arguments: list[str]) -> int:
    ensure_environment(project, checks=True)
    ensure_assets(project)
    return follow([project.python, "-m", "bench", *arguments], cwd=project.root)


def _lock(project: Project, arguments: list[str]) -> int:
    ensure_environment(project, checks=True)
    return locking.lock(project, arguments)
