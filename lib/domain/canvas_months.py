"""Months of a plan: counted from its first, shown by name."""

from __future__ import annotations

from datetime import date

from lib.domain.thai_date import fiscal_year_bounds, format_date

#: The longest plan that can be written down.
LONGEST = 36


def first_month(year: int, first: date | None) -> date:
    """First day of a plan's first month; October of its fiscal year (B.E.) when nobody said."""
    return first.replace(day=1) if first else fiscal_year_bounds(year)[0]


def month_name(first: date, number: int, language: str = "th") -> str:
    """``ต.ค. 2569``: month `number` (1, 2, …) of a plan that begins with `first`."""
    months = first.year * 12 + first.month - 1 + number - 1
    day = date(months // 12, months % 12 + 1, 1)
    return format_date(day, language).partition(" ")[2]


def is_past(first: date, number: int, today: date) -> bool:
    """Whether month `number` of a plan that begins with `first` is over."""
    return first.year * 12 + first.month - 1 + number - 1 < today.year * 12 + today.month - 1


def span_name(first: date, start: int | None, end: int | None, language: str = "th") -> str:
    """``ต.ค. 2569 – ม.ค. 2570``; empty when nobody said."""
    if start is None and end is None:
        return ""
    ends = [month_name(first, n, language) for n in dict.fromkeys((start or end, end or start)) if n]
    return " – ".join(dict.fromkeys(ends))
