"""Calendar months and fiscal quarters, in Thailand's time. Years are C.E. inside, B.E. where people read."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from lib.domain.thai_date import BANGKOK, MONTHS_SHORT_EN, MONTHS_SHORT_TH, MONTHS_TH, be_year, fiscal_year

_ISO_MONTH = re.compile(r"^(\d{4})-(\d{2})$")


@dataclass(frozen=True, order=True)
class Month:
    """A month of a C.E. year; months are ordered as they follow each other."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> Month:
        """The month that a day lies in."""
        return cls(day.year, day.month)

    @classmethod
    def read(cls, text: str) -> Month | None:
        """A month as addresses name it (``2026-11``, C.E.); None for anything else."""
        found = _ISO_MONTH.match(text)
        if found is None or not 1 <= int(found[2]) <= 12 or not 1900 <= int(found[1]) <= 2400:
            return None
        return cls(int(found[1]), int(found[2]))

    @property
    def id(self) -> str:
        """As addresses name it: ``2026-11``."""
        return f"{self.year:04}-{self.number:02}"

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, self.number, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        return date(self.year, self.number, monthrange(self.year, self.number)[1])

    @property
    def end(self) -> datetime:
        """The moment at which it is over in Thailand, aware (UTC); nothing of it comes later."""
        return datetime.combine(self.last + timedelta(days=1), time(), BANGKOK).astimezone(UTC)

    @property
    def fiscal_year(self) -> int:
        """Fiscal year (B.E.) that it lies in."""
        return fiscal_year(self.first)

    @property
    def fiscal_quarter(self) -> int:
        """1–4; the first begins in October."""
        return (self.number - 10) % 12 // 3 + 1

    @property
    def ends_a_quarter(self) -> bool:
        """Whether a fiscal quarter is over with it."""
        return self.number % 3 == 0

    @property
    def quarter_begun_after(self) -> Month:
        """The month after which the fiscal quarter that it lies in begins."""
        return self.plus(-((self.number - 10) % 3) - 1)

    def plus(self, count: int) -> Month:
        """The month `count` months later; earlier for a negative number."""
        at = self.year * 12 + self.number - 1 + count
        return Month(at // 12, at % 12 + 1)


def months_until(last: Month, count: int) -> tuple[Month, ...]:
    """`count` months that end with one, the oldest first."""
    return tuple(last.plus(-n) for n in reversed(range(count)))


def format_month(month: Month, language: str = "th", *, short: bool = True) -> str:
    """``พ.ย. 2569`` in Thai (B.E.), ``Nov 2026`` in English (C.E.)."""
    if language == "en":
        return f"{MONTHS_SHORT_EN[month.number - 1]} {month.year}"
    return f"{(MONTHS_SHORT_TH if short else MONTHS_TH)[month.number - 1]} {be_year(month.year)}"


def is_a_quarter(since: Month, month: Month) -> bool:
    """Whether what lies between the ends of two months is one fiscal quarter, all of it."""
    return month.ends_a_quarter and since == month.quarter_begun_after


def format_quarter(month: Month, language: str = "th") -> str:
    """The fiscal quarter that a month lies in: ``ไตรมาส 1 ปีงบประมาณ 2570`` (B.E.), ``Q1 FY2570 B.E.`` in English."""
    if language == "en":
        return f"Q{month.fiscal_quarter} FY{month.fiscal_year} B.E."
    return f"ไตรมาส {month.fiscal_quarter} ปีงบประมาณ {month.fiscal_year}"


def format_period(since: Month, month: Month, language: str = "th") -> str:
    """What a report of a month is of: its quarter, when it is held against the quarter's beginning; else the month."""
    if is_a_quarter(since, month):
        return format_quarter(month, language)
    return format_month(month, language, short=False)


def needed_per_month(missing: int, today: date, due: date) -> float | None:
    """Units a month that reach a target in time, counted from `today`; None once it is due or nothing is missing.

    A month begun counts as its days: 30.44 days are one.
    """
    days = (due - today).days
    return missing / (days / 30.44) if missing > 0 and days > 0 else None
