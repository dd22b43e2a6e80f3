"""Who does a job that only one process may do."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, delete, select

from lib.store.database import upsert
from lib.store.tables import table


def take_lease(connection: Connection, name: str, holder: str, now: datetime, until: datetime) -> bool:
    """Become (or stay) the one that does a job, unless somebody else's turn still runs."""
    rows = table("lease")
    new = upsert(connection, rows).values(name=name, holder=holder, until=until)
    connection.execute(
        new.on_conflict_do_update(
            index_elements=["name"],
            set_={"holder": holder, "until": until},
            where=(rows.c.holder == holder) | (rows.c.until < now),
        )
    )
    return connection.scalar(select(rows.c.holder).where(rows.c.name == name)) == holder


def give_back(connection: Connection, name: str, holder: str) -> None:
    """Let somebody else take over at once."""
    rows = table("lease")
    connection.execute(delete(rows).where(rows.c.name == name, rows.c.holder == holder))
