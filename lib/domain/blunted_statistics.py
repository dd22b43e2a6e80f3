"""The middle and the spread of a few figures, and counts, rounded so that no single one shows through."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

#: Baht that money is rounded to; sums of many households are rounded ten times coarser.
MONEY_STEP, SUM_STEP = 100, 1000
#: Percent that shares are rounded to, and households that counts are rounded to.
SHARE_STEP, COUNT_STEP = 5, 5


@dataclass(frozen=True)
class Quartiles:
    """Quartiles and mean of some figures (linear interpolation, as spreadsheets do)."""

    n: int
    low: float
    middle: float
    high: float
    mean: float

    @classmethod
    def of(cls, figures: Sequence[float]) -> Quartiles | None:
        """None for no figures."""
        if not figures:
            return None
        told = sorted(figures)
        low, middle, high = (_quantile(told, q) for q in (0.25, 0.5, 0.75))
        return cls(len(told), low, middle, high, sum(told) / len(told))


def _quantile(told: Sequence[float], q: float) -> float:
    at = q * (len(told) - 1)
    below = int(at)
    above = min(below + 1, len(told) - 1)
    return told[below] + (told[above] - told[below]) * (at - below)


def rounded(value: float, step: int = MONEY_STEP) -> int:
    """To the nearest step, halves away from zero."""
    whole = int(abs(value) / step + 0.5)
    return whole * step if value >= 0 else -whole * step


def blunted_count(households: int) -> int:
    """A number of households, or of their forms, as everybody may see it while forms come in."""
    return rounded(households, COUNT_STEP)


def share(part: int, whole: int) -> int:
    """Percent, rounded; 0 for nothing of nothing."""
    return rounded(100 * part / whole, SHARE_STEP) if whole else 0
