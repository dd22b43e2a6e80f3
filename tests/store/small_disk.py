"""A disk of its own, small enough to be filled up to the last page; only who may mount one has it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

BALLAST = "ballast"


@contextmanager
def small_disk(megabytes: int) -> Iterator[Path]:
    """A folder on a disk of that size; the test is skipped where none can be mounted."""
    if not sys.platform.startswith("linux") or os.geteuid() != 0 or shutil.which("mount") is None:
        pytest.skip("a disk of its own needs Linux and the right to mount one")
    folder = Path(tempfile.mkdtemp(prefix="thun-disk-"))
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=755", "tmpfs", str(folder)], capture_output=True
    )
    if mounted.returncode:
        folder.rmdir()
        pytest.skip(f"no disk of its own here: {mounted.stderr.decode().strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)
        folder.rmdir()


@contextmanager
def full(disk: Path, left: int) -> Iterator[None]:
    """Only `left` bytes are free on the disk until this is over."""
    ballast = disk / BALLAST
    free = shutil.disk_usage(disk).free - left
    with ballast.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, max(1, free))
    try:
        yield
    finally:
        ballast.unlink()
