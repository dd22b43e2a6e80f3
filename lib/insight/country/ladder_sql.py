"""The SQL that both ladders share: what is proved, and by which rung a goal is counted."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ColumnElement, Subquery, and_, case, extract, select

from lib.domain.ladders import Status
from lib.domain.thai_date import BE_OFFSET
from lib.store import evidence_rows
from lib.store.tables import table


def steps(kind_id: str, ladder: str, today: date) -> Subquery:
    """One row per standing rung record: area, rung, order, counts, reached_on, proved, reported.

    Proved = verified by somebody, on evidence that still stands, on a day that has come.
    """
    rows, items = table(kind_id), table("list_item")
    has_evidence = evidence_rows.proves(kind_id, rows.c.id)
    verified = rows.c.status == Status.VERIFIED.value
    came = rows.c.reached_on <= today
    return (
        select(
            rows.c.id,
            rows.c.area,
            rows.c.rung,
            rows.c.reached_on,
            rows.c.status,
            rows.c.verified_by,
            rows.c.verified_at,
            items.c.order.label("rung_order"),
            items.c.counts,
            has_evidence.label("has_evidence"),
            and_(verified, has_evidence, came).label("proved"),
            and_(rows.c.status.not_in((Status.RETURNED.value, Status.REJECTED.value)), came).label("reported"),
        )
        .join(items, and_(items.c.list == ladder, items.c.value == rows.c.rung, items.c.withdrawn_at.is_(None)))
        .where(rows.c.withdrawn_at.is_(None))
        .subquery()
    )


def fiscal_year_of(day: ColumnElement[date]) -> ColumnElement[int]:
    """Fiscal year (B.E.) of a date column; it begins on 1 October."""
    return extract("year", day) + BE_OFFSET + case((extract("month", day) >= 10, 1), else_=0)


__all__ = ["fiscal_year_of", "steps"]
