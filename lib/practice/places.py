"""What the generator knows of a place, and its dice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import TypeVar

from lib.domain.thai_date import fiscal_year_bounds

#: Ends every invented name that could be taken for a real one.
MARK = "(ฝึกหัด)"
#: The practice country lives from the plan's first day to the end of fiscal year 2569 (B.E.).
START, END = fiscal_year_bounds(2564)[0], fiscal_year_bounds(2569)[1]
#: What was reported in the last days waits for its verdict.
STILL_FRESH = timedelta(days=14)

T = TypeVar("T")


@dataclass(frozen=True)
class InventedPlace:
    """A real area on which invented things happen."""

    id: str
    type: str
    name_th: str
    province: str
    region: str


@dataclass(frozen=True)
class Dice:
    """Deterministic chance on a day. `today` (C.E.) lies a year or more into the plan."""

    random: Random
    today: date

    @property
    def last_day(self) -> date:
        """The last day on which something has happened."""
        return min(END, self.today - STILL_FRESH)

    def chance(self, share: float) -> bool:
        """True in this share of throws."""
        return self.random.random() < share

    def pick(self, values: Sequence[T], weights: Sequence[float] | None = None) -> T:
        """One of the values."""
        return self.random.choices(values, weights)[0]

    def some(self, values: Sequence[T], least: int, most: int) -> list[T]:
        """Between `least` and `most` different values, in their own order."""
        count = self.random.randint(least, min(most, len(values)))
        chosen = set(self.random.sample(range(len(values)), count))
        return [value for index, value in enumerate(values) if index in chosen]

    def shuffled(self, values: Iterable[T]) -> list[T]:
        """The values in another order."""
        mixed = list(values)
        self.random.shuffle(mixed)
        return mixed

    def day(self, first: date, last: date) -> date:
        """A day between two days, both included."""
        return first + timedelta(days=self.random.randint(0, max((last - first).days, 0)))


def of_type(places: Sequence[InventedPlace], *types: str) -> list[InventedPlace]:
    """Places of some types, in their order."""
    return [p for p in places if p.type in types]
