"""Starts the app, says where it is and by which link its owner gets in, and ends it together with `run.py`."""

from __future__ import annotations

import errno
import os
import secrets
import socket
import sys
import time
import webbrowser
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path

from tools.children import start, stopped_with_us
from tools.project import LAUNCHER, Project
from tools.speech import RUN, Trouble, say
from tools.wishes import DEFAULTS, EVERYWHERE, Wishes, address, port_number, read_wishes

START_SECONDS = 120.0
"""A slow office PC with a virus scanner reads all modules anew after an install."""


NO_OPEN = "--no-open"
"""Say the link, but open no browser."""
HANDED = "THUN_START_KEY"
"""By this variable the app learns the key whose link is said here; it keeps a digest only."""


def command(project: Project, options: Sequence[str], wishes: Wishes) -> list[str | Path]:
    """The Streamlit command; a default stands in it only where the person has no wish."""
    words: list[str | Path] = [project.python, "-m", "streamlit", "run", LAUNCHER]
    for name, value in DEFAULTS.items():
        if wishes.get(name) is None:
            words += [f"--{name}", value]
    return [*words, *options]


def options_for_the_app(options: Sequence[str]) -> list[str]:
    """What is Streamlit's of what was typed: without our own word, and without the ``--`` that may stand between."""
    left = [word for word in options if word != NO_OPEN]
    return left[1:] if left[:1] == ["--"] else left


#: What is done once the app answers.
Then = Callable[[Wishes], AbstractContextManager[object]]


def serve(
    project: Project,
    options: Sequence[str],
    *,
    page: str = "",
    extra: Mapping[str, str] | None = None,
    then: Then | None = None,
) -> int:
    """Runs the app until it is closed; Streamlit's exit code, 0 after Ctrl+C.

    `page`: where the browser is led, such as ``/forum``; `then`: what runs beside it from when it answers.
    """
    opens = NO_OPEN not in options and shows_windows(os.environ, sys.platform, sys.stdout.isatty())
    options = options_for_the_app(options)
    wishes = read_wishes(project, options, os.environ)
    # On a served app nobody is the owner by being here: `run.py admin` invites the first administrator.
    key = "" if os.environ.get("THUN_SERVED") == "1" else secrets.token_urlsafe(20)
    check_port(wishes)
    if not (project.root / LAUNCHER).is_file():
        raise Trouble(
            f"ไม่พบไฟล์ {LAUNCHER} – ดาวน์โหลดโครงการนี้ใหม่ให้ครบทุกไฟล์",
            f"The file {LAUNCHER} is missing: download the whole project again.",
        )
    open_now = False
    try:
        told = {**(extra or {}), **({HANDED: key} if key else {})}
        child = start(command(project, options, wishes), cwd=project.root, extra=told)
        with child, stopped_with_us(child), ExitStack() as beside:
            give_up = time.monotonic() + START_SECONDS
            while not open_now and child.poll() is None and time.monotonic() < give_up:
                time.sleep(0.1)
                open_now = _answers(wishes)
            if open_now:
                _say_where(wishes, key, page)
                if then is not None:
                    beside.enter_context(then(wishes))
                if key and opens:
                    webbrowser.open(_owner_link(wishes, key, page))
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


def shows_windows(variables: Mapping[str, str], system: str, somebody_watches: bool) -> bool:
    """Whether a browser window can come up before the person who started this."""
    if not somebody_watches or variables.get("CI") or variables.get("SSH_CONNECTION"):
        return False
    return system in ("win32", "darwin") or bool(variables.get("DISPLAY") or variables.get("WAYLAND_DISPLAY"))


def _owner_link(wishes: Wishes, key: str, page: str = "") -> str:
    return f"{address(wishes)}/s/key{f'?next={page}' if page else ''}#{key}"


def _say_where(wishes: Wishes, key: str, page: str = "") -> None:
    say(
        f"เปิดแล้ว ใช้งานที่  {address(wishes)}  (ปิดด้วย Ctrl+C)", f"Open at            {address(wishes)}  (Ctrl+C closes it)"
    )
    if key:
        say(
            "บันทึกได้เฉพาะเบราว์เซอร์ที่เปิดลิงก์นี้ (ใช้ได้ครั้งเดียว เบราว์เซอร์ที่เปิดแล้วไม่ต้องเปิดอีก):",
            "Only the browser that opens this link may record (it works once; who opened one before needs none):",
        )
        print(f"  {_owner_link(wishes, key, page)}", flush=True)
    if wishes.or_default("server.address") in EVERYWHERE:
        say(
            "เครื่องอื่นในเครือข่ายเดียวกันเปิดได้ด้วยหมายเลขไอพีของเครื่องนี้",
            "Other machines on the same network open it with this machine's own address.",
        )
