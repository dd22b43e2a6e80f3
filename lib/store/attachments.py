"""Rows of attached files: which belong to a record, which digests are in use, what goes for good."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, func, insert, inspect, select, update

from lib.store.database import note_erased
from lib.store.kept_reports import digests_of_reports
from lib.store.tables import table

#: In the list of erasures, in place of a record's kind.
ERASED_FILE = "#file"
#: What was taken away can be brought back for so long.
BROUGHT_BACK = timedelta(days=90)


@dataclass(frozen=True)
class Attachment:
    """One attached file."""

    id: str
    kind: str
    record_id: str
    digest: str
    #: '' for a document.
    small_digest: str
    media_type: str
    name: str
    size: int
    width: int | None
    height: int | None
    pages: int | None
    latitude: float | None
    longitude: float | None
    public: bool
    made_at: datetime
    made_by: str
    made_by_label: str
    withdrawn_at: datetime | None = None

    @property
    def is_picture(self) -> bool:
        """Whether it can be shown in a page."""
        return bool(self.small_digest)

    @property
    def digests(self) -> frozenset[str]:
        """The files that it needs."""
        return frozenset(d for d in (self.digest, self.small_digest) if d)


def get(connection: Connection, attachment_id: str) -> Attachment | None:
    """One of them, taken away or not; None when there is none."""
    rows = table("attachment")
    found = connection.execute(select(rows).where(rows.c.id == attachment_id)).mappings().first()
    return Attachment(**found) if found else None


def of_records(connection: Connection, kind_id: str, record_ids: Collection[str]) -> list[Attachment]:
    """Standing files of some records of a kind, oldest first."""
    rows = table("attachment")
    query = (
        select(rows)
        .where(rows.c.kind == kind_id, rows.c.record_id.in_(record_ids), rows.c.withdrawn_at.is_(None))
        .order_by(rows.c.made_at, rows.c.id)
    )
    return [Attachment(**row) for row in connection.execute(query).mappings()]


def taken_from(connection: Connection, kind_id: str, record_id: str) -> list[Attachment]:
    """Files of a record that were taken away and can be brought back, the last first."""
    rows = table("attachment")
    query = (
        select(rows)
        .where(rows.c.kind == kind_id, rows.c.record_id == record_id, rows.c.withdrawn_at.is_not(None))
        .order_by(rows.c.withdrawn_at.desc(), rows.c.id)
    )
    return [Attachment(**row) for row in connection.execute(query).mappings()]


def counts(connection: Connection, kind_id: str, record_id: str) -> tuple[int, int]:
    """How many files of a record stand, and how many were taken away."""
    rows = table("attachment")
    mine = (rows.c.kind == kind_id) & (rows.c.record_id == record_id)
    query = select(func.count(), func.count(rows.c.withdrawn_at)).where(mine)
    total, away = connection.execute(query).one()
    return int(total) - int(away), int(away)


def add(connection: Connection, new: Attachment) -> None:
    """Note a file that is on the disk."""
    connection.execute(insert(table("attachment")).values(**new.__dict__))


def change(connection: Connection, attachment_id: str, *, withdrawn_at: datetime | None, public: bool) -> None:
    """Take it away or bring it back; show it to readers or not."""
    rows = table("attachment")
    values = {"withdrawn_at": withdrawn_at, "public": public}
    connection.execute(update(rows).where(rows.c.id == attachment_id).values(**values))


def move(connection: Connection, kind_id: str, old: str, new: str) -> None:
    """The files of one record belong to another from now on."""
    rows = table("attachment")
    mine = (rows.c.kind == kind_id) & (rows.c.record_id == old)
    connection.execute(update(rows).where(mine).values(record_id=new))


def forget_record(connection: Connection, kind_id: str, record_id: str) -> None:
    """All files of a record go with it; the bytes follow when nothing else needs them."""
    rows = table("attachment")
    connection.execute(delete(rows).where(rows.c.kind == kind_id, rows.c.record_id == record_id))


def forget(connection: Connection, attachment_id: str) -> None:
    """One file goes for good."""
    note_erased(connection)
    rows = table("attachment")
    connection.execute(delete(rows).where(rows.c.id == attachment_id))


def forget_taken_away(connection: Connection, now: datetime) -> int:
    """What was taken away so long ago that nobody brings it back goes for good; returns how many."""
    rows = table("attachment")
    return connection.execute(delete(rows).where(rows.c.withdrawn_at < now - BROUGHT_BACK)).rowcount


def digests_in_use(connection: Connection) -> set[str]:
    """Every file that an attachment or a kept report needs; nothing on a database from before there were any."""
    rows = table("attachment")
    if not inspect(connection).has_table(rows.name):
        return set()
    found = connection.execute(select(rows.c.digest, rows.c.small_digest))
    return {digest for row in found for digest in row if digest} | digests_of_reports(connection)
