"""What is to be done in some places and is not done yet, the most urgent first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from lib.insight.source import Source
from lib.store.containment import within
from lib.store.tables import table

MOST = 20


@dataclass(frozen=True)
class DueTask:
    """A task of a workspace. `due`: C.E."""

    record: str
    text: str
    due: date


def due_tasks(source: Source, places: Sequence[str]) -> list[DueTask]:
    """Open tasks with a day in the places and inside them. For people who may read there."""
    tasks, works = table("tambon_task"), table("tambon_work")
    query = (
        select(tasks.c.id, tasks.c.text, tasks.c.due)
        .join(works, works.c.id == tasks.c.work)
        .where(
            works.c.area.in_(within(places)),
            works.c.withdrawn_at.is_(None),
            tasks.c.withdrawn_at.is_(None),
            tasks.c.due.is_not(None),
            tasks.c.done_on.is_(None),
        )
        .order_by(tasks.c.due)
        .limit(MOST)
    )
    with source.store.database.reading() as connection:
        return [DueTask(row.id, row.text, row.due) for row in connection.execute(query)]
