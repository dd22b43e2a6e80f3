"""Forms whose time has come: told of, hidden, erased, days apart. Not the list of what people wished.

What expired may be entered or imported again; a restored backup brings it back hidden. What was
erased at a person's wish stands in `erasures` and does neither.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import Connection, delete, inspect, select, update

from lib.store.database import upsert
from lib.store.tables import table

#: Told of so long before its day; hidden no sooner than a week after it was told; erased a week after that.
TOLD_BEFORE, HIDDEN_AFTER, ERASED_AFTER = timedelta(days=14), timedelta(days=7), timedelta(days=7)


@dataclass(frozen=True)
class Expiry:
    """How far a form is on its way out; days in Bangkok."""

    record_id: str
    kind: str
    announced_on: date
    hidden_on: date | None = None
    #: Revision that hiding wrote; None when somebody had withdrawn the form before.
    hidden_revision: int | None = None
    erased_on: date | None = None


def listed(connection: Connection) -> list[Expiry]:
    """Every form on its way out or gone; nothing on a database older than this list."""
    rows = table("expiry")
    if not inspect(connection).has_table(rows.name):
        return []
    return [Expiry(**row) for row in connection.execute(select(rows)).mappings()]


def of(connection: Connection, record_id: str) -> Expiry:
    """How far one form is; it must be on its way."""
    rows = table("expiry")
    return Expiry(**connection.execute(select(rows).where(rows.c.record_id == record_id)).mappings().one())


def keep(connection: Connection, one: Expiry) -> None:
    """Note how far a form is."""
    rows = table("expiry")
    values = asdict(one)
    connection.execute(
        upsert(connection, rows).values(values).on_conflict_do_update(index_elements=["record_id"], set_=values)
    )


def drop(connection: Connection, record_id: str) -> None:
    """It is not on its way out any more."""
    rows = table("expiry")
    connection.execute(delete(rows).where(rows.c.record_id == record_id))


def is_gone(connection: Connection, kind_id: str, record_id: str) -> bool:
    """Whether a record was erased because its time had come, and has not been entered again since."""
    rows, standing = table("expiry"), table(kind_id)
    erased = select(rows.c.record_id).where(rows.c.record_id == record_id, rows.c.erased_on.is_not(None))
    if connection.scalar(erased) is None:
        return False
    return connection.scalar(select(standing.c.id).where(standing.c.id == record_id)) is None


def carry_over(connection: Connection, before: Iterable[Expiry], today: date) -> None:
    """In a restore's transaction: what was hidden or erased before it comes back hidden, from today on."""
    for one in before:
        rows = table(one.kind)
        here = connection.execute(
            select(rows.c.revision, rows.c.withdrawn_at).where(rows.c.id == one.record_id)
        ).first()
        if here is None or one.hidden_on is None:
            keep(connection, one)
            continue
        if here.withdrawn_at is None:
            now = datetime.now(UTC)
            hidden = {"withdrawn_at": now, "updated_at": now, "revision": here.revision + 1}
            connection.execute(update(rows).where(rows.c.id == one.record_id).values(**hidden))
            keep(connection, Expiry(one.record_id, one.kind, one.announced_on, today, here.revision + 1))
        else:
            keep(connection, Expiry(one.record_id, one.kind, one.announced_on, today))
