"""Close a month that is over: keep what its reports are made of."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy.exc import IntegrityError

from lib.domain.errors import BadInput, Problem
from lib.domain.months import Month, format_month
from lib.domain.thai_date import BANGKOK
from lib.store import closed_months, versions
from lib.store.closed_months import ClosedMonth
from lib.store.ladder_then import LADDERS, ladder_then
from lib.store.opening import Store

#: Months that are closed in one go; the next sweep goes on.
MOST_AT_ONCE = 24


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
            versions.bump(connection, [("closed_month", versions.NOWHERE)])
            return closed_months.close(connection, month, ladders, at)
    except IntegrityError:
        # Another process closed it at the same moment, from the same store.
        with store.database.reading() as connection:
            standing = closed_months.closed(connection, month)
        if standing is None:
            raise
        return standing


def close_what_is_over(store: Store, now: datetime | None = None) -> list[ClosedMonth]:
    """Close what is over since the last closed month (of the first time: the last month); returns those, oldest first.

    A machine that was off for a season closes each month of it as history says it was.
    """
    at = now or datetime.now(UTC)
    over = Month.of(at.astimezone(BANGKOK).date()).plus(-1)
    with store.database.reading() as connection:
        latest = closed_months.latest(connection)
    first = latest.plus(1) if latest is not None else over
    made: list[ClosedMonth] = []
    while first <= over and len(made) < MOST_AT_ONCE:
        made.append(close_month(store, first, at))
        first = first.plus(1)
    return made
