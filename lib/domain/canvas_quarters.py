"""A quarter of a plan: what its months say of it, and how far the quarters that were followed up are.

Quarters are those of fiscal years (B.E.): the first begins in October.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from lib.domain.canvas import HORIZON, Item, Numbers
from lib.domain.thai_date import fiscal_year, fiscal_year_bounds

_MONTHS = 3


@dataclass(frozen=True)
class Planned:
    """What a plan expects of one quarter, baht, each the middle of its range."""

    income: float
    saving: float
    spending: float


def quarter_begins(year: int, quarter: int) -> date:
    """First day of a quarter (1–4) of a fiscal year (B.E.)."""
    start = fiscal_year_bounds(year)[0]
    months = start.year * 12 + start.month - 1 + _MONTHS * (quarter - 1)
    return date(months // 12, months % 12 + 1, 1)


def quarter_end(year: int, quarter: int) -> date:
    """Last day of a quarter."""
    following = quarter_begins(year + quarter // 4, quarter % 4 + 1)
    return following - timedelta(days=1)


def quarters_over(first: date, today: date) -> list[tuple[int, int]]:
    """(fiscal year B.E., quarter) of a plan's first twelve months that are over, the earliest first."""
    last = date(first.year + (first.month + HORIZON - 2) // 12, (first.month + HORIZON - 2) % 12 + 1, 1)
    found, year, quarter = [], fiscal_year(first), _quarter_of(first)
    while quarter_begins(year, quarter) <= last and quarter_end(year, quarter) < today:
        found.append((year, quarter))
        year, quarter = year + quarter // 4, quarter % 4 + 1
    return found


def _quarter_of(day: date) -> int:
    return (day.month - 10) % 12 // _MONTHS + 1


def _months_of(first: date, year: int, quarter: int) -> list[int]:
    """Months of a plan (1–12) that fall into a quarter; later years are as the first one, before it there are none."""
    begins = quarter_begins(year, quarter)
    since = (begins.year - first.year) * 12 + begins.month - first.month
    return [(since + n) % HORIZON + 1 for n in range(_MONTHS) if since + n >= 0]


def planned_in(numbers: Numbers, first: date, year: int, quarter: int) -> Planned:
    """What the months of a quarter say of a plan whose first month is `first`.

    What is sold in the cool season stands in the quarters of that season. Later years are as the first one;
    before its first month a plan expects nothing.
    """
    months = [numbers.monthly[month - 1] for month in _months_of(first, year, quarter)]
    return Planned(*(sum(month[part].middle for month in months) for part in range(3)))


def planned_of_line(item: Item, first: date, year: int, quarter: int) -> float:
    """What one gain of step 5 expects of a quarter, baht, the middle of its range: its part of `planned_in`."""
    if item.units is None or item.price is None or item.carried:
        return 0.0
    months = _months_of(first, year, quarter)
    falls = sum(item.from_month <= month < item.from_month + item.months for month in months)
    return (item.units * item.price).middle * falls


@dataclass(frozen=True)
class SoFar:
    """Income of the quarters that were followed up, baht: as planned for these, and as told."""

    planned: float
    actual: float


def so_far(planned: Sequence[Planned], told: Sequence[float | None]) -> SoFar:
    """How far the income is; `planned` and `told`: of each followed quarter, None where nobody said."""
    return SoFar(sum(p.income for p in planned), sum(income for income in told if income is not None))
