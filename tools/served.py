"""`run.py serve`: all of it in one window, or one part for a unit that systemd watches; the same words for both."""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tools import serving
from tools.caddy import caddyfile, check_places, find_caddy
from tools.children import environment, follow
from tools.deployment import (
    caddy_command,
    caddy_variables,
    cookie_secret,
    data_folder,
    front_of,
    process_variables,
    write_caddyfile,
)
from tools.project import Project
from tools.serve_options import CADDY, Ask
from tools.speech import RUN, Trouble, say
from tools.supervisor import LOOK_SECONDS, STATE, Supervisor
from tools.wishes import Wishes


def run_served(project: Project, asked: Ask, env: Mapping[str, str] = os.environ) -> int:
    """Do it; the exit code."""
    if asked.do == "show":
        sys.stdout.write(caddyfile(front_of(project, asked)))
        return 0
    data = data_folder(project)
    if asked.do == "restart":
        return _ask_for_a_restart(data)
    if asked.only == CADDY:
        return _run_caddy(project, asked, data)
    if asked.only:
        return _become(project, asked, data, env)
    return Supervisor(project, asked, data).run()


def _become(project: Project, asked: Ask, data: Path, env: Mapping[str, str]) -> int:
    """One process in the place of this one; whoever watches this one watches it."""
    number = int(asked.only)
    extra = process_variables(asked, number, cookie_secret(data, env))
    where = {"server.address": "127.0.0.1", "server.port": str(asked.ports[number - 1])}
    options = [word for name, value in where.items() for word in (f"--{name}", value)]
    command = serving.command(project, options, Wishes(where, {}, {}))
    if os.name != "nt":
        os.chdir(project.root)
        os.execve(command[0], [str(word) for word in command], environment(extra))
    return follow(command, cwd=project.root, extra=extra)


def _run_caddy(project: Project, asked: Ask, data: Path) -> int:
    """The proxy alone, for a unit of its own."""
    front = front_of(project, asked)
    caddy = find_caddy(project.python.parent)
    check_places(front)
    return follow(caddy_command(caddy, write_caddyfile(front, data)), cwd=data, extra=caddy_variables(data))


def _ask_for_a_restart(data: Path) -> int:
    known = _standing(data)
    hup = getattr(signal, "SIGHUP", None)
    if known is None or hup is None:
        raise Trouble(
            f"ไม่มีระบบที่เปิดด้วย {RUN} serve บนข้อมูลนี้ – ถ้าเปิดด้วย systemd ใช้ deploy/rolling-restart",
            f"Nothing that {RUN} serve opened runs on this data; under systemd use deploy/rolling-restart.",
        )
    os.kill(int(known["pid"]), hup)
    give_up = time.monotonic() + serving.START_SECONDS * len(known["ports"])
    while time.monotonic() < give_up:
        now = _standing(data)
        if now is None:
            break
        if now["restarts"] > known["restarts"]:
            if now["refused"]:
                raise Trouble(
                    f"โปรเซส {now['refused']} ไม่พร้อม โปรเซสที่เหลือยังเป็นรุ่นเดิมและทำงานต่อ ดูสาเหตุในหน้าต่างที่เปิดระบบ",
                    f"Process {now['refused']} is not ready; the others go on as they were. The reason is in the window "
                    "of the running app.",
                )
            say("เปิดใหม่ครบทุกโปรเซสแล้ว", "All processes were started anew.")
            return 0
        time.sleep(LOOK_SECONDS)
    raise Trouble("ระบบไม่ตอบว่าเปิดใหม่เสร็จ ดูหน้าต่างที่เปิดระบบ", "It did not say that it is done: look at its window.")


def _standing(data: Path) -> dict[str, Any] | None:
    """What the running one says of itself; None when there is none."""
    try:
        known = json.loads((data / STATE).read_text("utf-8"))
        os.kill(known["pid"], 0)
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return dict(known)
