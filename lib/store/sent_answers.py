"""What phones sent, by the key each made for it: an answer counts once, however often it arrives."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from lib.store.tables import table

#: A phone that lay in a drawer for a season may still ask what became of an answer.
KEPT = timedelta(days=90)


class AlreadySent(Exception):
    """The same answer was written before, and nothing is written now."""


@dataclass(frozen=True)
class SentAnswer:
    """One that was written; `change_set`: its number, None when it said what stood there already."""

    change_set: int | None


def begin(connection: Connection, who: str, key: str) -> None:
    """Take a key in this transaction; raises `AlreadySent`. Two that arrive together wait for each other here."""
    try:
        connection.execute(insert(table("sent_answer")).values(who=who, key=key, at=datetime.now(UTC)))
    except IntegrityError as error:
        raise AlreadySent from error


def note_change_set(connection: Connection, who: str, key: str, number: int) -> None:
    """What the key's answer was written as."""
    rows = table("sent_answer")
    connection.execute(update(rows).where(rows.c.who == who, rows.c.key == key).values(change_set=number))


def find(connection: Connection, who: str, key: str) -> SentAnswer | None:
    """What became of a key; None when it never arrived."""
    rows = table("sent_answer")
    row = connection.execute(select(rows.c.change_set).where(rows.c.who == who, rows.c.key == key)).first()
    return SentAnswer(row.change_set) if row else None


def forget_old(connection: Connection, now: datetime) -> None:
    """Let keys go that no phone asks for any more. `now`: aware."""
    rows = table("sent_answer")
    connection.execute(delete(rows).where(rows.c.at < now - KEPT))
