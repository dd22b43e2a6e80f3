"""Several processes and Caddy before them, watched: one that dies is started again, or all anew, one after another.

Each process is started as `run.py serve --only <number>`, so that it is of the version that is current then:
after an update a rolling restart changes the version while people go on typing.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType

from tools import serving
from tools.caddy import Front, check_places, find_caddy
from tools.children import CLOSING_SECONDS, start
from tools.deployment import caddy_command, caddy_variables, cookie_secret, front_of, is_ready, write_caddyfile
from tools.project import Project
from tools.serve_options import CADDY, Ask
from tools.speech import RUN, Trouble, say
from tools.versions import HANDED_ON, outer
from tools.wishes import Wishes

#: A process that died is started again after so long, seconds, longer each time it does not stay.
BACKOFF = (0.5, 1.0, 2.0, 5.0, 15.0, 30.0)
#: After so long a process counts as one that stays.
STEADY_SECONDS = 60.0
LOOK_SECONDS = 0.1
#: Caddy looks every two seconds: it has to have seen a new process before the next one goes.
SEEN_SECONDS = 3.0
STATE = "serve.json"


@dataclass
class Child:
    """A program that is watched: how it is started, and how often it fell lately."""

    name: str
    command: list[str | Path]
    cwd: Path
    extra: Mapping[str, str]
    process: subprocess.Popen[str] | None = None
    began: float = 0.0
    falls: int = 0
    again_at: float = 0.0
    #: Whether it answered since it was started.
    ready: bool = False

    def start(self) -> None:
        self.began, self.ready = time.monotonic(), False
        self.process = start(self.command, cwd=self.cwd, extra=self.extra)

    @property
    def fell(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def end(self) -> None:
        """Ask it to stop, then make it."""
        if self.process is None:
            return
        with suppress(OSError):
            self.process.terminate()
        try:
            self.process.wait(CLOSING_SECONDS)
        except (subprocess.TimeoutExpired, KeyboardInterrupt):
            self.process.kill()
            self.process.wait()
        self.process = None


@dataclass
class Supervisor:
    """All of it in one window: the processes, Caddy before them, and who watches them."""

    project: Project
    asked: Ask
    data: Path
    #: Another run.py, for one process; None: the one people know, which asks anew which version is current.
    program: list[str | Path] | None = None
    children: list[Child] = field(default_factory=list)
    _restart: bool = False
    _restarts: int = 0
    _told: bool = False
    _refused: str = ""

    def run(self) -> int:
        """Until it is closed; 0 after Ctrl+C or a polite end."""
        front = front_of(self.project, self.asked)
        caddy = find_caddy(self.project.python.parent)
        check_places(front)
        self._check_ports(front)
        cookie_secret(self.data)
        self.children = [self._process(number) for number in range(1, self.asked.processes + 1)]
        file = write_caddyfile(front, self.data)
        self.children.append(Child(CADDY, caddy_command(caddy, file), self.data, caddy_variables(self.data)))
        with ExitStack() as ending:
            ending.enter_context(_listening(self))
            ending.callback(self._end)
            try:
                for child in self.children:
                    child.start()
                self._note()
                self._watch(front)
            except KeyboardInterrupt:
                say("\nปิดระบบแล้ว", "Closed.")
        return 0

    def ask_for_a_restart(self, _signal: int = 0, _frame: FrameType | None = None) -> None:
        """Start the processes anew, one after another, as soon as the watcher looks."""
        self._restart = True

    def _process(self, number: int) -> Child:
        program = self.program or [sys.executable, outer(self.project).root / "run.py"]
        words = ["serve", *self.asked.words, "--only", str(number)]
        return Child(f"{number}", [*program, *words], Path.cwd(), {HANDED_ON: ""})

    def _check_ports(self, front: Front) -> None:
        taken = [p for p in self.asked.ports if _answers(p)]
        if taken:
            raise Trouble(
                f"พอร์ต {taken[0]} มีโปรแกรมอื่นใช้อยู่ (อาจเป็นระบบนี้ที่เปิดไว้แล้ว) – ปิดโปรแกรมนั้น หรือใช้ --first-port {taken[0] + 100}",
                f"Port {taken[0]} is already in use (perhaps this app is running): close that program, or use "
                f"--first-port {taken[0] + 100}.",
            )
        if not front.domain:
            wanted = {"server.address": front.address, "server.port": str(front.port or 8501)}
            serving.check_port(Wishes(wanted, {}, {}), f"{RUN} serve --port")

    def _watch(self, front: Front) -> None:
        give_up = time.monotonic() + serving.START_SECONDS
        while True:
            for child in self.children:
                self._look_after(child)
            if not self._told and (any(c.ready for c in self.children[:-1]) or time.monotonic() > give_up):
                self._say_where(front)
            if self._restart:
                self._restart = False
                self._roll()
            time.sleep(LOOK_SECONDS)

    def _look_after(self, child: Child) -> None:
        now = time.monotonic()
        if child.process is None:
            if now >= child.again_at:
                child.start()
                self._note()
            return
        if child.fell:
            code = child.process.returncode
            if not self._told and child.name == CADDY:
                raise _stopped_before_open(code)
            if not self._told and not child.ready and child.falls:
                raise _stopped_before_open(code)
            child.falls = 0 if now - child.began > STEADY_SECONDS else child.falls
            wait = BACKOFF[min(child.falls, len(BACKOFF) - 1)]
            child.falls, child.again_at, child.process = child.falls + 1, now + wait, None
            say(
                f"โปรเซส {child.name} หยุด (รหัส {code}) เปิดใหม่ใน {wait:g} วินาที",
                f"Process {child.name} ended ({code}); started again in {wait:g} s.",
            )
        elif not child.ready and child.name != CADDY:
            child.ready = is_ready(self.asked.ports[int(child.name) - 1], 1.0)

    def _roll(self) -> None:
        """One after another, each ready before the next is touched; a new one that is not keeps the others as they are."""
        self._refused = ""
        for child in self.children[:-1]:
            say(f"เปิดโปรเซส {child.name} ใหม่ …", f"Process {child.name} is started anew …")
            child.end()
            child.start()
            self._note()
            if not self._becomes_ready(child):
                self._refused = child.name
                say(
                    f"โปรเซส {child.name} ไม่พร้อม หยุดเปลี่ยนรุ่นไว้ก่อน โปรเซสที่เหลือทำงานต่อ ดูสาเหตุข้างบน",
                    f"Process {child.name} is not ready: the others are left as they are; the reason is above.",
                )
                break
        else:
            say("เปิดใหม่ครบทุกโปรเซสแล้ว", "All processes were started anew.")
        self._restarts += 1
        self._note()

    def _becomes_ready(self, child: Child) -> bool:
        give_up = time.monotonic() + serving.START_SECONDS
        while time.monotonic() < give_up and not child.fell:
            if is_ready(self.asked.ports[int(child.name) - 1]):
                child.ready = True
                time.sleep(SEEN_SECONDS)
                return True
            time.sleep(LOOK_SECONDS)
        return False

    def _say_where(self, front: Front) -> None:
        self._told = True
        say(f"เปิดแล้ว ใช้งานที่  {front.url}  (ปิดด้วย Ctrl+C)", f"Open at            {front.url}  (Ctrl+C closes it)")

    def _end(self) -> None:
        for child in reversed(self.children):
            if child.process is not None:
                with suppress(OSError):
                    child.process.terminate()
        for child in reversed(self.children):
            child.end()
        (self.data / STATE).unlink(missing_ok=True)

    def _note(self) -> None:
        """For `serve --restart`, for tests, and for whoever looks after the machine."""
        pids = {child.name: child.process.pid for child in self.children if child.process}
        told = {"pid": os.getpid(), "processes": pids, "ports": self.asked.ports}
        told |= {"restarts": self._restarts, "refused": self._refused}
        partial = self.data / f".{STATE}.partial"
        with suppress(OSError):  # a full disk stops no server
            partial.write_text(json.dumps(told), "utf-8")
            partial.replace(self.data / STATE)


@contextmanager
def _listening(supervisor: Supervisor) -> Iterator[None]:
    """SIGHUP asks for a rolling restart, where there is one."""
    hup = getattr(signal, "SIGHUP", None)
    before = signal.signal(hup, supervisor.ask_for_a_restart) if hup else None
    try:
        yield
    finally:
        if hup:
            signal.signal(hup, before)


def _answers(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=0.5):
            return True
    except OSError:
        return False


def _stopped_before_open(code: int) -> Trouble:
    return Trouble(
        "ระบบหยุดก่อนเปิดสำเร็จ สาเหตุอยู่ในข้อความข้างบน – แก้ตามนั้น หรือส่งข้อความให้ผู้ดูแล",
        "The app stopped before it was open; the reason is above: mend it, or send those lines to whoever helps you.",
        exit_code=code or 1,
    )
