"""Recovery codes: who holds one may go on filling that one canvas, from any device.

The store keeps a digest; a code that the desk may show again is made from the installation's key.
"""

from __future__ import annotations

import itertools
from datetime import UTC, datetime
from functools import cache

from sqlalchemy import Connection, Select, bindparam, func, insert, select, update

from lib.config import forgettable
from lib.store.key_file import digest_of
from lib.store.spelled_codes import code_for, typed
from lib.store.tables import table

_LETTERS = 12


def _code(canvas: str, number: int) -> str:
    """Such as ``k7fm-x2hp-9wqt`` (about 57 bits that nobody without the key can tell)."""
    return code_for(f"canvas code {canvas} {number}", _LETTERS)


def make(connection: Connection, canvas: str, *, others_stop: bool = True) -> str:
    """A new code for a canvas; those made before stop working, unless said otherwise."""
    codes, now = table("canvas_code"), datetime.now(UTC)
    standing = (codes.c.canvas == canvas) & codes.c.revoked_at.is_(None)
    if others_stop:
        connection.execute(update(codes).where(standing).values(revoked_at=now))
    highest = connection.scalar(select(func.max(codes.c.number)).where(codes.c.canvas == canvas)) or 0
    for number in itertools.count(highest + 1):
        code = _code(canvas, number)
        # A restored store may hold the same number already.
        if connection.scalar(select(codes.c.canvas).where(codes.c.digest == digest_of(code))) is None:
            new = {"digest": digest_of(code), "canvas": canvas, "number": number, "made_at": now}
            connection.execute(insert(codes).values(**new))
            return code
    raise AssertionError("unreachable")


def of_canvas(connection: Connection, canvas: str) -> str:
    """The newest code that works now and can be shown; '' when there is none.

    One made on another installation, or before codes were kept as digests, works on and cannot be shown.
    """
    codes = table("canvas_code")
    standing = (codes.c.canvas == canvas) & codes.c.revoked_at.is_(None) & codes.c.number.is_not(None)
    query = select(codes.c.number, codes.c.digest).where(standing).order_by(codes.c.number.desc())
    for row in connection.execute(query):
        code = _code(canvas, row.number)
        if digest_of(code) == row.digest:
            return code
    return ""


def canvas_of(connection: Connection, code: str) -> str:
    """The canvas that a code opens; '' when it opens none (any more)."""
    return connection.scalar(_opened_by(), {"digest": digest_of(typed(code))}) or ""


@forgettable
@cache
def _opened_by() -> Select[str]:
    """Made once: every phone asks it."""
    codes = table("canvas_code")
    return select(codes.c.canvas).where(codes.c.digest == bindparam("digest"), codes.c.revoked_at.is_(None))
