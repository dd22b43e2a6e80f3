"""From the least to the most: figures that people are not sure of, added and multiplied honestly."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lib.domain.thai_number import format_number


@dataclass(frozen=True)
class Range:
    """A figure between `low` and `high`; the same twice when it is certain."""

    low: float
    high: float

    @classmethod
    def of(cls, low: float | None, high: float | None = None) -> Range | None:
        """From what was answered: one end is a certain figure, none is no figure; order is mended."""
        ends = [float(end) for end in (low, high) if end is not None]
        return cls(min(ends), max(ends)) if ends else None

    @classmethod
    def total(cls, ranges: Iterable[Range | None]) -> Range:
        """The sum of those that are known."""
        low = high = 0.0
        for one in ranges:
            if one is not None:
                low, high = low + one.low, high + one.high
        return cls(low, high)

    @property
    def sure(self) -> bool:
        """Whether it is one figure."""
        return self.low == self.high

    @property
    def middle(self) -> float:
        """Halfway."""
        return (self.low + self.high) / 2

    def figures(self) -> str:
        """``12,000`` or ``12,000–15,000``: as screens and paper write it; one figure when both ends round to it."""
        if round(self.low) == round(self.high):
            return format_number(self.low)
        return f"{format_number(self.low)}–{format_number(self.high)}"

    def __add__(self, other: Range) -> Range:
        return Range(self.low + other.low, self.high + other.high)

    def __sub__(self, other: Range) -> Range:
        """The least is at the other's most."""
        return Range(self.low - other.high, self.high - other.low)

    def __mul__(self, other: Range | float) -> Range:
        if isinstance(other, Range):
            ends = [a * b for a in (self.low, self.high) for b in (other.low, other.high)]
        else:
            ends = [self.low * other, self.high * other]
        return Range(min(ends), max(ends))
