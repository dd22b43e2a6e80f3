"""Runs another program and stays answerable to Ctrl+C while it works."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

CLOSING_SECONDS = 5.0
"""A server that was asked to stop gets this long before it is made to."""

Command = Sequence[str | Path]


class Ended(KeyboardInterrupt):
    """The system asked us to end (SIGTERM); unlike Ctrl+C, it did not ask our children."""


def end_like_ctrl_c() -> None:
    """Turns SIGTERM into an exception, so that no child is left behind without a parent."""

    def end(_signal: int, _frame: FrameType | None) -> None:
        raise Ended

    signal.signal(signal.SIGTERM, end)


def environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """The environment for a child: ours, Thai text in pipes, no `pip install --user` by habit."""
    return {**os.environ, "PYTHONIOENCODING": "utf-8", "PIP_USER": "0", **(extra or {})}


@contextmanager
def stopped_with_us(child: subprocess.Popen[str]) -> Iterator[None]:
    """However this block is left, the child has ended afterwards."""
    try:
        yield
    except KeyboardInterrupt as interruption:
        if isinstance(interruption, Ended):
            child.terminate()
        _wait_a_little(child)
        raise
    finally:
        if child.poll() is None:
            child.terminate()
            _wait_a_little(child)
            child.kill()
            child.wait()


def follow(command: Command, *, cwd: Path, extra: Mapping[str, str] | None = None) -> int:
    """Runs a program in the open, its words going straight to the person; its exit code."""
    with start(command, cwd=cwd, extra=extra) as child, stopped_with_us(child):
        return child.wait()


def hand_over(command: Command, *, cwd: Path, extra: Mapping[str, str] | None = None) -> int:
    """Like `follow`, for another `run.py`: Ctrl+C reaches it too, and what it makes of that is the answer."""
    with start(command, cwd=cwd, extra=extra) as child, stopped_with_us(child):
        while True:
            try:
                return child.wait()
            except Ended:
                raise
            except KeyboardInterrupt:
                continue


def start(command: Command, *, cwd: Path, extra: Mapping[str, str] | None = None) -> subprocess.Popen[str]:
    return subprocess.Popen(command, cwd=cwd, env=environment(extra), text=True)


def listen(command: Command, *, cwd: Path, each_line: Callable[[str], None]) -> int:
    """Runs a program, hands on its words line by line (errors included); its exit code."""
    with (
        subprocess.Popen(
            command,
            cwd=cwd,
            env=environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
            errors="replace",
        ) as child,
        stopped_with_us(child),
    ):
        for line in child.stdout or ():
            each_line(line.rstrip())
        return child.wait()


def ask(command: Command, *, cwd: Path, seconds: float) -> str | None:
    """A short answer from a program, or None when it cannot be run, fails or takes too long."""
    try:
        answer = subprocess.run(
            command,
            cwd=cwd,
            env=environment(),
            capture_output=True,
            stdin=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
            errors="replace",
            timeout=seconds,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return answer.stdout.strip()


def _wait_a_little(child: subprocess.Popen[str]) -> None:
    try:
        child.wait(CLOSING_SECONDS)
    except (subprocess.TimeoutExpired, KeyboardInterrupt):
        return
