"""A quarter of a plan: what the plan's year says of it, and how far the quarters that were followed up are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lib.domain.canvas import Numbers

QUARTERS_A_YEAR = 4


@dataclass(frozen=True)
class Planned:
    """What a plan's year in four equal parts expects of one quarter, baht, each the middle of its range."""

    income: float
    saving: float
    spending: float


def quarter_of(year: Numbers) -> Planned:
    """One quarter of a plan's first twelve months."""
    return Planned(*(part.middle / QUARTERS_A_YEAR for part in (year.income, year.saving, year.cost)))


@dataclass(frozen=True)
class SoFar:
    """Income of the quarters that were followed up, baht: as planned for so many, and as told."""

    planned: float
    actual: float


def so_far(year: Numbers, told: Sequence[float | None]) -> SoFar:
    """How far the income is; `told`: of each followed quarter, None where nobody said."""
    return SoFar(quarter_of(year).income * len(told), sum(income for income in told if income is not None))
