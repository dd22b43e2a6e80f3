"""What was taken off a plan or a workspace and can be brought back, newest first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy import Select, bindparam, select

from lib.config import forgettable
from lib.insight.source import Source
from lib.schema.registry import kind
from lib.store.tables import table

#: More than anybody looks through.
MOST = 30


@dataclass(frozen=True)
class TakenAway:
    """One withdrawn record; `title` as it is stored in the field that names its kind."""

    kind: str
    id: str
    title: object
    at: datetime


def taken_away(source: Source, kind_id: str, given: Mapping[str, object]) -> tuple[TakenAway, ...]:
    """Withdrawn records of a kind with the `given` answers (``{"work": …}``), newest first, at most `MOST`."""
    with source.store.database.reading() as connection:
        found = connection.execute(_withdrawn(kind_id, tuple(given)), dict(given)).all()
    return tuple(TakenAway(kind_id, row[0], row[1], row[2]) for row in found)


@forgettable
@cache
def _withdrawn(kind_id: str, given: tuple[str, ...]) -> Select[str, object, datetime]:
    """Made once: every page of a plan asks it."""
    rows, title = table(kind_id), kind(kind_id).about.title
    where = [rows.c.withdrawn_at.is_not(None), *(rows.c[name] == bindparam(name) for name in given)]
    query = select(rows.c.id, rows.c[title], rows.c.withdrawn_at).where(*where)
    return query.order_by(rows.c.withdrawn_at.desc()).limit(MOST)
