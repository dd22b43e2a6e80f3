"""The log of access: who came in, who gave or took which right. Rows are added, never changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, insert, select

from lib.store.tables import table


@dataclass(frozen=True)
class AccessEvent:
    """One event. `account`: to whom it was done ('' for nobody); `detail`: ids and roles, no personal data."""

    at: datetime
    event: str
    actor: str
    actor_label: str
    account: str
    place: str
    detail: dict[str, object]


def note(
    connection: Connection,
    event: str,
    actor: tuple[str, str],
    *,
    account: str = "",
    place: str = "",
    **detail: str | int | None,
) -> None:
    """Write down an event of an actor (id, label)."""
    told = {"event": event, "actor": actor[0], "actor_label": actor[1], "account": account, "place": place}
    connection.execute(insert(table("access_event")).values(**told, at=datetime.now(UTC), detail=detail))


def events(
    connection: Connection, *, event: str = "", account: str = "", since: datetime | None = None, limit: int = 500
) -> list[AccessEvent]:
    """What happened, newest first: of one sort, of one person (who did it or to whom), since a moment."""
    rows = table("access_event")
    query = select(*(c for c in rows.c if c.name != "id")).order_by(rows.c.id.desc()).limit(limit)
    if event:
        query = query.where(rows.c.event == event)
    if account:
        query = query.where((rows.c.account == account) | (rows.c.actor == account))
    if since is not None:
        query = query.where(rows.c.at >= since)
    return [AccessEvent(**row) for row in connection.execute(query).mappings()]
