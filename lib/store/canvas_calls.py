"""Calls from a group to the facilitator of the hall: come and help, or we are done. One stands a plan at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache

from sqlalchemy import Connection, Select, bindparam, delete, insert, select

from lib.config import forgettable
from lib.store.tables import table


@dataclass(frozen=True)
class CanvasCall:
    """A call that nobody has answered yet. `at`: aware."""

    canvas: str
    sort: str
    at: datetime


def put(connection: Connection, canvas: str, sort: str) -> None:
    """Let a call stand, in place of an earlier one; '' takes it back."""
    rows = table("canvas_call")
    connection.execute(delete(rows).where(rows.c.canvas == canvas))
    if sort:
        connection.execute(insert(rows).values(canvas=canvas, sort=sort, at=datetime.now(UTC)))


def of_canvas(connection: Connection, canvas: str) -> CanvasCall | None:
    """The call that stands for a plan."""
    row = connection.execute(_of_canvas(), {"canvas": canvas}).first()
    return CanvasCall(row.canvas, row.sort, row.at) if row else None


@forgettable
@cache
def _of_canvas() -> Select[tuple[object, ...]]:
    """Made once: every phone asks it."""
    rows = table("canvas_call")
    return select(rows).where(rows.c.canvas == bindparam("canvas"))


def standing(connection: Connection) -> list[CanvasCall]:
    """Every call, the longest waiting first."""
    rows = table("canvas_call")
    found = connection.execute(select(rows).order_by(rows.c.at)).all()
    return [CanvasCall(row.canvas, row.sort, row.at) for row in found]
