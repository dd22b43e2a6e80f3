"""Close a month that is over: keep what its reports are made of."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy.exc import IntegrityError

from lib.domain.errors import BadInput, Problem
from lib.domain.months import Month, format_month
from lib.domain.thai_date import BANGKOK
from lib.store import closed_months
from lib.store.closed_months import ClosedMonth
from lib.store.ladder_then import LADDERS, ladder_then
from lib.store.opening import Store


def close_month(store: Store, month: Month, now: datetime | None = None) -> ClosedMonth:
    """Keep a month as the store says it was at its end; one that is closed stays as it was kept.

    Raises `BadInput` while it is not over.
    """
    at = now or datetime.now(UTC)
    if month.end > at:
        raise BadInput(
            Problem(
                f"เดือน {format_month(month)} ยังไม่สิ้นสุด ปิดได้เมื่อพ้นเดือน",
                f"{format_month(month, 'en')} is not over yet; it can be closed once it is",
            )
        )
    with store.database.reading() as connection:
        standing = closed_months.closed(connection, month)
    if standing is not None:
        return standing
    try:
        with store.database.writing() as connection:
            ladders = {kind_id: ladder_then(connection, kind_id, month.end) for kind_id in LADDERS}
            return closed_months.close(connection, month, ladders, at)
    except IntegrityError:
        # Another process closed it at the same moment, from the same store.
        with store.database.reading() as connection:
            standing = closed_months.closed(connection, month)
        if standing is None:
            raise
        return standing


def close_what_is_over(store: Store, now: datetime | None = None) -> ClosedMonth | None:
    """Close the last month that is over, unless that was done; returns it when it was done just now."""
    at = now or datetime.now(UTC)
    month = Month.of(at.astimezone(BANGKOK).date()).plus(-1)
    with store.database.reading() as connection:
        if closed_months.closed(connection, month) is not None:
            return None
    return close_month(store, month, at)
