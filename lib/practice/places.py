"""What the generator knows of a place, and its dice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

MARK = "(ฝึกหัด)"


@dataclass(frozen=True)
class Place:
    """A real area on which invented things happen."""

    id: str
    type: str
    name_th: str
    province: str
    region: str


@dataclass
class Dice:
    """Deterministic chance, with the days of the plan."""

    random: Random
    today: date
    _counted: Counter[str] = field(default_factory=Counter)

    def number(self, what: str) -> int:
        """1, 2, 3 … for each kind of thing."""
        self._counted[what] += 1
        return self._counted[what]

    def chance(self, share: float) -> bool:
        """True in this share of throws."""
        return self.random.random() < share

    def day(self, first: date, last: date) -> date:
        """A day between two days, both included."""
        return first + timedelta(days=self.random.randint(0, max((last - first).days, 0)))


def of_type(places: Sequence[Place], *types: str) -> list[Place]:
    """Places of some types, in their order."""
    return [p for p in places if p.type in types]
