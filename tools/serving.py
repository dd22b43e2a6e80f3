"""Starts the app, says where it is, and ends it together with `run.py`."""

from __future__ import annotations

import errno
import os
import socket
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from tools.children import start, stopped_with_us
from tools.project import LAUNCHER, Project
from tools.speech import RUN, Trouble, say
from tools.wishes import DEFAULTS, EVERYWHERE, Wishes, address, port_number, read_wishes

START_SECONDS = 120.0
"""A slow office PC with a virus scanner reads all modules anew after an install."""


def command(project: Project, options: Sequence[str], wishes: Wishes) -> list[str | Path]:
    """The Streamlit command; a default stands in it only where the person has no wish."""
    words: list[str | Path] = [project.python, "-m", "streamlit", "run", LAUNCHER]
    for name, value in DEFAULTS.items():
        if wishes.get(name) is None:
            words += [f"--{name}", value]
    return [*words, *options]


def serve(project: Project, options: Sequence[str]) -> int:
    """Runs the app until it is closed; Streamlit's exit code, 0 after Ctrl+C."""
    wishes = read_wishes(project, options, os.environ)
    check_port(wishes)
    if not (project.root / LAUNCHER).is_file():
        raise Trouble(
            f"ไม่พบไฟล์ {LAUNCHER} – ดาวน์โหลดโครงการนี้ใหม่ให้ครบทุกไฟล์",
            f"The file {LAUNCHER} is missing: download the whole project again.",
        )
    open_now = False
    try:
        child = start(command(project, options, wishes), cwd=project.root)
        with child, stopped_with_us(child):
            give_up = time.monotonic() + START_SECONDS
            while not open_now and child.poll() is None and time.monotonic() < give_up:
                time.sleep(0.1)
                open_now = _answers(wishes)
            if open_now:
                _say_where(wishes)
            exit_code = child.wait()
    except KeyboardInterrupt:
        say("\nปิดระบบแล้ว", "Closed.")
        return 0
    if exit_code != 0 and not open_now:
        raise Trouble(
            "ระบบหยุดก่อนเปิดสำเร็จ สาเหตุอยู่ในข้อความข้างบน – แก้ตามนั้น หรือส่งข้อความให้ผู้ดูแล",
            "The app stopped before it was open; the reason is above: mend it, or send those lines "
            "to whoever helps you.",
            exit_code=exit_code,
        )
    return exit_code


def check_port(wishes: Wishes, by: str = f"{RUN} -- --server.port") -> None:
    """Raises `Trouble` when the app could not listen there; `by`: how another port is typed."""
    host, port = wishes.or_default("server.address"), port_number(wishes)
    try:
        family, kind, protocol, _, place = socket.getaddrinfo(
            host or "0.0.0.0", port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as listener:
            if sys.platform == "win32":
                listener.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
            else:
                # A start right after a stop must not trip over connections still closing.
                listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(place)
    except PermissionError as refused:
        raise Trouble(
            f"ระบบปฏิบัติการไม่ให้ใช้พอร์ต {port} – ใช้พอร์ตอื่น: {by} 8599",
            f"The system does not let us use port {port}: use another one: {by} 8599",
        ) from refused
    except OSError as refused:
        if refused.errno in (errno.EADDRINUSE, getattr(errno, "WSAEADDRINUSE", None)):
            raise _port_taken(wishes, port, by) from refused
        raise Trouble(
            f"เครื่องนี้ไม่มีที่อยู่ {host} – ใช้ 127.0.0.1 (เครื่องนี้เท่านั้น) หรือ 0.0.0.0 (ทุกเครือข่าย): "
            f"{RUN} -- --server.address 127.0.0.1",
            f"This machine has no address {host}: use 127.0.0.1 (this machine only) or 0.0.0.0 "
            f"(every network): {RUN} -- --server.address 127.0.0.1",
        ) from refused
    if _answers(wishes):
        # macOS lets a second program bind 127.0.0.1 while another has 0.0.0.0; asking shows it.
        raise _port_taken(wishes, port, by)


def _port_taken(wishes: Wishes, port: int, by: str) -> Trouble:
    other = port + 1 if port < 65535 else port - 1
    return Trouble(
        f"พอร์ต {port} มีโปรแกรมอื่นใช้อยู่ (อาจเป็นระบบนี้ที่เปิดไว้แล้ว ลองเปิด {address(wishes)}) – "
        f"ปิดโปรแกรมนั้น หรือใช้พอร์ตอื่น: {by} {other}",
        f"Port {port} is already in use (perhaps this app is running, try {address(wishes)}): "
        f"close that program or use another port: {by} {other}",
    )


def _answers(wishes: Wishes) -> bool:
    host = wishes.or_default("server.address")
    place = ("127.0.0.1" if host in EVERYWHERE else host, port_number(wishes))
    try:
        with socket.create_connection(place, timeout=0.5):
            return True
    except OSError:
        return False


def _say_where(wishes: Wishes) -> None:
    say(
        f"เปิดแล้ว ใช้งานที่  {address(wishes)}  (ปิดด้วย Ctrl+C)", f"Open at            {address(wishes)}  (Ctrl+C closes it)"
    )
    if wishes.or_default("server.address") in EVERYWHERE:
        say(
            "เครื่องอื่นในเครือข่ายเดียวกันเปิดได้ด้วยหมายเลขไอพีของเครื่องนี้",
            "Other machines on the same network open it with this machine's own address.",
        )
