"""Pairs of records that a person called two different things, so that nobody is asked again."""

from __future__ import annotations

import hashlib

from sqlalchemy import Connection, insert, select

from lib.store.tables import table

_PREFIX = "distinct:"


def key_of(first: str, second: str) -> str:
    """Under which a pair is remembered, whichever comes first."""
    both = "|".join(sorted((first, second)))
    return _PREFIX + hashlib.sha256(both.encode()).hexdigest()[:40]


def remember(connection: Connection, first: str, second: str, who: str) -> None:
    """Remember a pair."""
    facts, name = table("store_fact"), key_of(first, second)
    if connection.scalar(select(facts.c.key).where(facts.c.key == name)) is None:
        connection.execute(insert(facts).values(key=name, value=who))


def remembered(connection: Connection) -> set[str]:
    """Keys of all remembered pairs."""
    facts = table("store_fact")
    return set(connection.scalars(select(facts.c.key).where(facts.c.key.like(f"{_PREFIX}%"))))
