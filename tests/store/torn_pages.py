"""What a power cut may leave of a database: everything that was not on the disk yet is torn.

A killed process leaves all that it wrote; a power cut does not. So after a kill, whatever the database
cannot have waited for is overwritten with rubbish, and only what it had forced to the disk is left alone.
"""

from __future__ import annotations

import random
import re
import struct
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from tests.postgres import Postgres

_SECTOR = 512
_WAL_HEADER, _FRAME_HEADER = 32, 24
_PG_PAGE = 8192
_PG_TABLE = re.compile(r"\d+(\.\d+)?")


def tear_sqlite(file: Path, chance: random.Random) -> int:
    """Tear the log behind its last commit, and pages of the file that the log holds; returns how many bytes."""
    wal, shm = Path(f"{file}-wal"), Path(f"{file}-shm")
    shm.unlink(missing_ok=True)
    content = wal.read_bytes() if wal.is_file() else b""
    if len(content) < _WAL_HEADER:
        return 0
    size = struct.unpack(">I", content[8:12])[0]
    end, logged = _committed(content, size)
    tail = chance.randbytes(chance.randint(0, 3 * (size + _FRAME_HEADER)))
    keep = chance.randint(end, len(content))
    wal.write_bytes(content[:keep] + tail)
    torn = len(content) - keep + len(tail)
    # Copying from the log into the file may have been under way: the log is read again in its place.
    with file.open("r+b") as pages:
        there = file.stat().st_size // size
        for page in [p for p in sorted(logged) if p <= there and chance.random() < 0.3]:
            torn += _tear(pages, (page - 1) * size, size, chance)
    return torn


def _committed(content: bytes, size: int) -> tuple[int, set[int]]:
    """Where the last commit of a write-ahead log ends, and which pages were written up to it."""
    salt, at, end = content[16:24], _WAL_HEADER, _WAL_HEADER
    seen: set[int] = set()
    logged: set[int] = set()
    while at + _FRAME_HEADER + size <= len(content) and content[at + 8 : at + 16] == salt:
        page, pages_after = struct.unpack(">II", content[at : at + 8])
        at += _FRAME_HEADER + size
        seen.add(page)
        if pages_after:
            end, logged = at, logged | seen
    return end, logged


def tear_postgres(server: Postgres, chance: random.Random) -> int:
    """Tear pages of a server that is down, which it wrote since its last checkpoint; returns how many."""
    torn, redo = 0, _redo(server)
    for file in sorted((server.server.pgdata / "base").glob("*/*")):
        if _PG_TABLE.fullmatch(file.name):
            with file.open("r+b") as pages:
                for at in [at for at in _written_since(redo, file) if chance.random() < 0.5]:
                    torn += _tear(pages, at, _PG_PAGE, chance) > 0
    return torn


def _redo(server: Postgres) -> int:
    """From where on the log is done again."""
    told = subprocess.run(
        [server.server.bin_path / "pg_controldata", server.server.pgdata],
        capture_output=True,
        text=True,
        check=True,
        env={"LC_ALL": "C"},
    ).stdout
    found = re.search(r"REDO location:\s*([0-9A-F]+)/([0-9A-F]+)", told)
    assert found
    return int(found[1], 16) << 32 | int(found[2], 16)


def _written_since(redo: int, file: Path) -> Iterator[int]:
    content = file.read_bytes()
    for at in range(0, len(content) - _PG_PAGE + 1, _PG_PAGE):
        high, low = struct.unpack("<II", content[at : at + 8])
        if (high << 32 | low) > redo:
            yield at


def _tear(pages: IO[bytes], at: int, size: int, chance: random.Random) -> int:
    """Rubbish from a sector of a page on."""
    begin = chance.randrange(0, size, _SECTOR)
    pages.seek(at + begin)
    return pages.write(chance.randbytes(size - begin))
