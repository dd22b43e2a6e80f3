"""The forums that there are: those to come, today's, and those that were."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, func, select

from lib.insight.source import Shown, Source
from lib.store import imports
from lib.store.tables import table


@dataclass(frozen=True)
class ForumCard:
    """One forum in a list."""

    id: str
    name: str
    venue: str
    area: str
    province: str
    starts_on: date
    ends_on: date
    groups: int
    heads: int

    def runs_on(self, day: date) -> bool:
        """Whether it is held on a day."""
        return self.starts_on <= day <= self.ends_on


def forums(source: Source, *, fresh: bool = False) -> Shown[tuple[ForumCard, ...]]:
    """Every standing forum, the latest first."""
    kinds = ("forum", "forum_group", "forum_seat", "area")
    return source.read("forums", kinds, _cards, fresh=fresh)


@dataclass(frozen=True)
class FileTakenIn:
    """A forum's file that was taken in and can be undone. `at`: aware."""

    id: str
    name: str
    at: datetime


def files_taken_in(source: Source) -> list[FileTakenIn]:
    """Forums' files that stand applied, the newest first."""
    with source.store.database.reading() as connection:
        found = imports.latest(connection, 100, (imports.APPLIED,))
    return [
        FileTakenIn(j.id, j.file_name.rpartition(".")[0], j.applied_at or j.created_at)
        for j in found
        if j.office.startswith(imports.FORUM)
    ]


def _cards(connection: Connection) -> tuple[ForumCard, ...]:
    rows, area = table("forum"), table("area")
    query = (
        select(rows, area.c.province, area.c.type.label("area_type"))
        .outerjoin(area, area.c.id == rows.c.area)
        .where(rows.c.withdrawn_at.is_(None))
        .order_by(rows.c.starts_on.desc(), rows.c.id)
    )
    groups, seats = _counts(connection, "forum_group"), _counts(connection, "forum_seat")
    return tuple(
        ForumCard(
            row.id,
            row.name,
            row.venue or "",
            row.area,
            row.area if row.area_type == "province" else row.province or "",
            row.starts_on,
            row.ends_on or row.starts_on,
            groups.get(row.id, 0),
            seats.get(row.id, 0),
        )
        for row in connection.execute(query)
    )


def _counts(connection: Connection, kind_id: str) -> dict[str, int]:
    rows = table(kind_id)
    query = select(rows.c.forum, func.count()).where(rows.c.withdrawn_at.is_(None)).group_by(rows.c.forum)
    return {forum: int(count) for forum, count in connection.execute(query)}
