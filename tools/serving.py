"""Starts the app and says where it is.

What a person asks for wins over our defaults: an option after `--`, then Streamlit's environment
variables, then a `config.toml`. The address that is printed is worked out from the same sources.
"""

from __future__ import annotations

import errno
import os
import re
import socket
import sys
import time
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tools.children import start, stopped_with_us
from tools.project import LAUNCHER, Project
from tools.speech import RUN, Trouble, say

DEFAULTS = {
    "server.address": "127.0.0.1",
    "server.port": "8501",
    "server.headless": "true",
}
EVERYWHERE = ("0.0.0.0", "::", "")
"""Addresses that mean "every network of this machine"."""
START_SECONDS = 120.0
"""A slow office PC with a virus scanner reads all modules anew after an install."""


@dataclass(frozen=True)
class Wishes:
    """Where Streamlit's settings for this start come from, the strongest first."""

    options: Mapping[str, str]
    variables: Mapping[str, str]
    files: Mapping[str, str]

    def get(self, name: str) -> str | None:
        """The person's own wish for a setting such as `server.port`, or None."""
        for source in (self.options, self.variables, self.files):
            if name in source:
                return source[name]
        return None

    def or_default(self, name: str) -> str:
        wish = self.get(name)
        return DEFAULTS.get(name, "") if wish is None else wish


def read_wishes(project: Project, options: Sequence[str], variables: Mapping[str, str]) -> Wishes:
    return Wishes(_from_options(options), _from_variables(variables), _from_files(project))


def command(project: Project, options: Sequence[str], wishes: Wishes) -> list[str | Path]:
    """The Streamlit command; a default stands in it only where the person has no wish."""
    words: list[str | Path] = [project.python, "-m", "streamlit", "run", LAUNCHER]
    for name, value in DEFAULTS.items():
        if wishes.get(name) is None:
            words += [f"--{name}", value]
    return [*words, *options]


def address(wishes: Wishes) -> str:
    """What a browser on this machine opens."""
    host = wishes.or_default("server.address")
    if host in EVERYWHERE:
        host = "127.0.0.1"
    if ":" in host:
        host = f"[{host}]"
    scheme = "https" if wishes.get("server.sslCertFile") else "http"
    path = wishes.or_default("server.baseUrlPath").strip("/")
    return f"{scheme}://{host}:{wishes.or_default('server.port')}" + (f"/{path}" if path else "")


def serve(project: Project, options: Sequence[str]) -> int:
    """Runs the app until it is closed; Streamlit's exit code, 0 after Ctrl+C."""
    wishes = read_wishes(project, options, os.environ)
    check_port(wishes)
    if not (project.root / LAUNCHER).is_file():
        raise Trouble(
            f"ไม่พบไฟล์ {LAUNCHER} – ดาวน์โหลดโครงการนี้ใหม่ให้ครบทุกไฟล์",
            f"The file {LAUNCHER} is missing: download the whole project again.",
        )
    try:
        child = start(command(project, options, wishes), cwd=project.root)
        with child, stopped_with_us(child):
            give_up = time.monotonic() + START_SECONDS
            while child.poll() is None and time.monotonic() < give_up:
                if _answers(wishes):
                    _say_where(wishes)
                    break
                time.sleep(0.1)
            return child.wait()
    except KeyboardInterrupt:
        return 0


def check_port(wishes: Wishes) -> None:
    """Raises `Trouble` when the app could not listen there."""
    host, port = wishes.or_default("server.address"), _port(wishes)
    if _answers(wishes):
        # macOS lets a second program bind 127.0.0.1 while another has 0.0.0.0; asking shows it.
        raise _port_taken(wishes, port)
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
            f"ระบบปฏิบัติการไม่ให้ใช้พอร์ต {port} – ใช้พอร์ตอื่น: {RUN} -- --server.port 8599",
            f"The system does not let us use port {port}: use another one: "
            f"{RUN} -- --server.port 8599",
        ) from refused
    except OSError as refused:
        if refused.errno in (errno.EADDRINUSE, getattr(errno, "WSAEADDRINUSE", None)):
            raise _port_taken(wishes, port) from refused
        raise Trouble(
            f"เครื่องนี้ไม่มีที่อยู่ {host} – ใช้ 127.0.0.1 (เครื่องนี้เท่านั้น) หรือ 0.0.0.0 (ทุกเครือข่าย): "
            f"{RUN} -- --server.address 127.0.0.1",
            f"This machine has no address {host}: use 127.0.0.1 (this machine only) or 0.0.0.0 "
            f"(every network): {RUN} -- --server.address 127.0.0.1",
        ) from refused


def _port(wishes: Wishes) -> int:
    text = wishes.or_default("server.port")
    if not re.fullmatch(r"[0-9]{1,5}", text) or not 0 < int(text) < 65536:
        raise Trouble(
            f"พอร์ตต้องเป็นตัวเลข 1–65535 แต่ได้รับ {text!r} – เช่น {RUN} -- --server.port 8599",
            f"A port is a number from 1 to 65535, not {text!r}: e.g. {RUN} -- --server.port 8599",
        )
    return int(text)


def _port_taken(wishes: Wishes, port: int) -> Trouble:
    other = port + 1 if port < 65535 else port - 1
    return Trouble(
        f"พอร์ต {port} มีโปรแกรมอื่นใช้อยู่ (อาจเป็นระบบนี้ที่เปิดไว้แล้ว ลองเปิด {address(wishes)}) – "
        f"ปิดโปรแกรมนั้น หรือใช้พอร์ตอื่น: {RUN} -- --server.port {other}",
        f"Port {port} is already in use (perhaps this app is running, try {address(wishes)}): "
        f"close that program or use another port: {RUN} -- --server.port {other}",
    )


def _answers(wishes: Wishes) -> bool:
    host = wishes.or_default("server.address")
    place = ("127.0.0.1" if host in EVERYWHERE else host, _port(wishes))
    try:
        with socket.create_connection(place, timeout=0.5):
            return True
    except OSError:
        return False


def _say_where(wishes: Wishes) -> None:
    say(
        f"\nเปิดแล้ว ใช้งานที่  {address(wishes)}  (ปิดด้วย Ctrl+C)",
        f"Open at            {address(wishes)}  (Ctrl+C closes it)",
    )
    if wishes.or_default("server.address") in EVERYWHERE:
        say(
            "เครื่องอื่นในเครือข่ายเดียวกันเปิดได้ด้วยหมายเลขไอพีของเครื่องนี้",
            "Other machines on the same network open it with this machine's own address.",
        )


def _from_options(options: Sequence[str]) -> dict[str, str]:
    """Reads `--server.port 8599` and `--server.port=8599`; the last one counts."""
    found: dict[str, str] = {}
    words = list(options[: options.index("--")] if "--" in options else options)
    for here, word in enumerate(words):
        if not word.startswith("--"):
            continue
        name, equals, value = word[2:].partition("=")
        if equals:
            found[name] = value
        elif here + 1 < len(words):
            found[name] = words[here + 1]
    return found


def _from_variables(variables: Mapping[str, str]) -> dict[str, str]:
    """`STREAMLIT_SERVER_BASE_URL_PATH` and the like, for the settings that matter here."""
    names = (*DEFAULTS, "server.baseUrlPath", "server.sslCertFile")
    snakes = {n: re.sub(r"([A-Z])", r"_\1", n.replace(".", "_")).upper() for n in names}
    keys = {name: f"STREAMLIT_{snake}" for name, snake in snakes.items()}
    return {name: variables[key] for name, key in keys.items() if key in variables}


def _from_files(project: Project) -> dict[str, str]:
    """The project's `config.toml` over the person's own one, as Streamlit merges them."""
    found: dict[str, str] = {}
    for folder in (Path("~").expanduser(), project.root):
        try:
            text = (folder / ".streamlit" / "config.toml").read_text("utf-8")
            section = tomllib.loads(text).get("server", {})
        except (OSError, ValueError):
            continue  # None there, or a broken one: Streamlit itself says so at its start.
        for name, value in section.items():
            found[f"server.{name}"] = str(value).lower() if value in (True, False) else str(value)
    return found
