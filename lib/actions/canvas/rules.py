"""Rules of a business plan: what it is put together from, and what goes when it goes."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Connection, select

from lib.actions.country.rules import evidence_id
from lib.actions.records.rules import Rules
from lib.domain.errors import Problem
from lib.schema.canvas import Canvas
from lib.store.tables import table

#: Rung of the tambon's ladder that a plan's state is evidence for (entries of ``tambon_rung``).
RUNG: Final = {"certified": "plan", "in_use": "in_use"}


def _parts_problems(connection: Connection, record: Canvas) -> list[Problem]:
    """A tambon's plan is put together from groups' plans, never from itself or another tambon's."""
    rows = table("canvas")
    wrong = select(rows.c.id).where(rows.c.id.in_(record.parts), rows.c.level != "group")
    if record.parts and (record.id in record.parts or connection.scalar(wrong) is not None):
        return [Problem("แผนตำบลรวมได้จากแผนของกลุ่มเท่านั้น", "A tambon's plan is put together from groups' plans", "parts")]
    if not record.parts:
        return []
    others = select(rows.c.name, rows.c.parts).where(
        rows.c.level == "tambon", rows.c.withdrawn_at.is_(None), rows.c.id != record.id
    )
    taken = {part: row.name for row in connection.execute(others) for part in row.parts or ()}
    names = {
        r.id: r.name for r in connection.execute(select(rows.c.id, rows.c.name).where(rows.c.id.in_(record.parts)))
    }
    return [
        Problem(
            f"แผน “{names.get(part, part)}” อยู่ในแผนตำบล “{taken[part]}” แล้ว เอาออกจากที่นั่นก่อน จึงไม่ถูกนับสองครั้ง",
            f"“{names.get(part, part)}” is in the tambon's plan “{taken[part]}” already: take it out there first, or it counts twice",
            "parts",
        )
        for part in record.parts
        if part in taken
    ]


def _its_evidence(record: Canvas) -> list[tuple[str, str]]:
    return [("evidence", evidence_id(record.id, rung)) for rung in RUNG.values()]


def _certified(record: Canvas) -> bool:
    return record.certified_on is not None


RULES: Final[tuple[Rules[Any], ...]] = (
    Rules(Canvas, problems=_parts_problems, goes_by_decision=_certified, goes_with=_its_evidence),
)
