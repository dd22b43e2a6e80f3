"""Drafts: what somebody is typing. They live apart and disturb nobody's cache."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select, update

from lib.schema.record import new_id
from lib.store.database import Database
from lib.store.tables import table

_PREFIX = "draft"


@dataclass(frozen=True)
class Draft:
    """What was typed into a form and not saved as a record yet; `code` resumes it anywhere."""

    code: str
    kind: str
    record_id: str
    base_revision: int
    typed: dict[str, Any]
    updated_at: datetime
    #: Id of the actor who began it; None when that was not kept.
    made_by: str | None = None


def new_code() -> str:
    """A recovery code that cannot be guessed."""
    return new_id(_PREFIX)


def keep(database: Database, draft: Draft) -> None:
    """Write a draft, replacing what the code held."""
    drafts = table("draft")
    values = {
        "kind": draft.kind,
        "record_id": draft.record_id,
        "base_revision": draft.base_revision,
        "typed": draft.typed,
        "updated_at": datetime.now(UTC),
    }
    with database.writing() as connection:
        done = connection.execute(update(drafts).where(drafts.c.code == draft.code).values(**values))
        if done.rowcount == 0:
            connection.execute(insert(drafts).values(code=draft.code, made_by=draft.made_by, **values))


def get(database: Database, code: str) -> Draft | None:
    """The draft of a code, or None."""
    drafts = table("draft")
    with database.reading() as connection:
        row = connection.execute(select(drafts).where(drafts.c.code == code)).mappings().first()
    return Draft(**row) if row else None


def latest(database: Database, kind_id: str = "") -> list[Draft]:
    """Drafts of forms (of one kind, when it is given), newest first; lines of plans are not among them."""
    drafts = table("draft")
    query = select(drafts).where(_of_forms()).order_by(drafts.c.updated_at.desc(), drafts.c.code)
    if kind_id:
        query = query.where(drafts.c.kind == kind_id)
    with database.reading() as connection:
        return [Draft(**row) for row in connection.execute(query).mappings()]


def waiting(database: Database, kind_id: str) -> int:
    """How many drafts of forms of a kind there are."""
    drafts = table("draft")
    query = select(func.count()).select_from(drafts).where(_of_forms(), drafts.c.kind == kind_id)
    with database.reading() as connection:
        return int(connection.scalar(query) or 0)


def _of_forms() -> ColumnElement[bool]:
    """Drafts under a code of their own: lines of a plan go by the plan's id and crowd nobody out."""
    return table("draft").c.code.startswith(f"{_PREFIX}-", autoescape=True)


def starting(database: Database, code: str) -> list[Draft]:
    """Drafts whose code starts like this."""
    drafts = table("draft")
    query = select(drafts).where(drafts.c.code.startswith(code, autoescape=True))
    with database.reading() as connection:
        return [Draft(**row) for row in connection.execute(query).mappings()]


def drop(database: Database, code: str) -> None:
    """Forget a draft once its record is saved, or when the person discards it."""
    with database.writing() as connection:
        drop_in(connection, code)


def drop_in(connection: Connection, code: str) -> None:
    """The same inside a transaction."""
    connection.execute(delete(table("draft")).where(table("draft").c.code == code))
