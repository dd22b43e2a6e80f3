"""Tries at something secret, counted in the store so that every process counts alike.

Limits are kept by what is tried at and by who tries (a session, never an address alone: a hall is one
address), so that a stranger's tries lock nobody else out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, func, insert, select

from lib.store.key_file import digest_of
from lib.store.tables import table

#: After these many days nothing of an attempt is kept.
KEPT = timedelta(days=7)


@dataclass(frozen=True)
class TryLimit:
    """So many failed tries in so long a time."""

    most: int
    within: timedelta


def failed(connection: Connection, target: str, by: str | None, since: datetime) -> int:
    """How often a target was tried in vain since a moment: by one who tries, or (None) by all together."""
    rows = table("attempt")
    query = select(func.count()).where(rows.c.target == digest_of(target), rows.c.at >= since, ~rows.c.succeeded)
    if by is not None:
        query = query.where(rows.c.by == digest_of(by))
    return int(connection.scalar(query) or 0)


def triers(connection: Connection, target: str, since: datetime) -> int:
    """By how many different ones a target was tried since a moment, with whatever success."""
    rows = table("attempt")
    different = select(func.count(rows.c.by.distinct())).where(rows.c.target == digest_of(target), rows.c.at >= since)
    return int(connection.scalar(different) or 0)


def too_many(connection: Connection, target: str, by: str | None, limit: TryLimit, now: datetime) -> bool:
    """Whether one more try is not looked at."""
    return failed(connection, target, by, now - limit.within) >= limit.most


def note(connection: Connection, target: str, by: str, now: datetime, *, succeeded: bool) -> None:
    """Count a try; old ones are forgotten on the way."""
    rows = table("attempt")
    connection.execute(delete(rows).where(rows.c.at < now - KEPT))
    new = {"at": now, "target": digest_of(target), "by": digest_of(by), "succeeded": succeeded}
    connection.execute(insert(rows).values(**new))
