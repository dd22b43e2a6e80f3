"""Recovery codes: who holds one may go on filling that one canvas, from any device."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime

from sqlalchemy import Connection, insert, select, update

from lib.store.tables import table

#: No letters or digits that look alike, and no vowels that could make a word.
_ALPHABET = "bcdfghjkmnpqrstvwxz23456789"
_GROUPS, _LENGTH = 3, 4


def new_code() -> str:
    """Such as ``k7fm-x2hp-9wqt`` (about 57 random bits)."""
    parts = ("".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH)) for _ in range(_GROUPS))
    return "-".join(parts)


def typed(code: str) -> str:
    """A code as a person may type it: capitals, spaces or no dashes."""
    plain = "".join(c for c in code.lower() if c.isalnum())
    return "-".join(plain[n : n + _LENGTH] for n in range(0, len(plain), _LENGTH))


def make(connection: Connection, canvas: str) -> str:
    """A new code for a canvas; those made before stop working."""
    codes, now, code = table("canvas_code"), datetime.now(UTC), new_code()
    standing = (codes.c.canvas == canvas) & codes.c.revoked_at.is_(None)
    connection.execute(update(codes).where(standing).values(revoked_at=now))
    connection.execute(insert(codes).values(code=code, canvas=canvas, made_at=now))
    return code


def of_canvas(connection: Connection, canvas: str) -> str:
    """The code that works now; '' when there is none."""
    codes = table("canvas_code")
    found = select(codes.c.code).where(codes.c.canvas == canvas, codes.c.revoked_at.is_(None))
    return connection.scalar(found) or ""


def canvas_of(connection: Connection, code: str) -> str:
    """The canvas that a code opens; '' when it opens none (any more)."""
    codes = table("canvas_code")
    found = select(codes.c.canvas).where(codes.c.code == typed(code), codes.c.revoked_at.is_(None))
    return connection.scalar(found) or ""
