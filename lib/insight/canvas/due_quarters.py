"""Quarters of plans in use that are over and that nobody has followed up yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from lib.domain.canvas_months import first_month
from lib.domain.canvas_quarters import quarters_over
from lib.domain.thai_date import bangkok_today
from lib.insight.source import Source
from lib.store.containment import within
from lib.store.tables import table

MOST = 20


@dataclass(frozen=True)
class DueQuarter:
    """The latest quarter of a plan that waits: fiscal year (B.E.) and 1–4; `waiting`: how many do."""

    canvas: str
    name: str
    year: int
    quarter: int
    waiting: int


def due_quarters(source: Source, places: Sequence[str], today: date | None = None) -> list[DueQuarter]:
    """Of the plans in use in some places and inside them, the newest year first; no more than `MOST`."""
    heads, told = table("canvas"), table("canvas_follow_up")
    query = (
        select(heads.c.id, heads.c.name, heads.c.year, heads.c.first_month)
        .where(heads.c.area.in_(within(places)), heads.c.state == "in_use", heads.c.withdrawn_at.is_(None))
        .order_by(heads.c.year.desc(), heads.c.name)
    )
    with source.store.database.reading() as connection:
        plans = list(connection.execute(query))
        done = {
            (r.canvas, r.year, int(r.quarter))
            for r in connection.execute(
                select(told.c.canvas, told.c.year, told.c.quarter).where(
                    told.c.canvas.in_([p.id for p in plans]), told.c.withdrawn_at.is_(None)
                )
            )
        }
    found = []
    for plan in plans:
        over = quarters_over(first_month(plan.year, plan.first_month), today or bangkok_today())
        waiting = [(y, q) for y, q in over if (plan.id, y, q) not in done]
        if waiting:
            found.append(DueQuarter(plan.id, plan.name, *waiting[-1], len(waiting)))
    return found[:MOST]
