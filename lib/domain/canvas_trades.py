"""Money that stays in a tambon: what its groups buy from each other."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Stays:
    """Baht a year that groups pay each other: agreed, and talked about; trades without amount or price beside."""

    agreed: float = 0.0
    talked: float = 0.0
    unpriced: int = 0


def stays(trades: Iterable[tuple[float | None, bool]]) -> Stays:
    """The sums of trades, each as (baht a year or None, whether it is agreed)."""
    told = list(trades)
    return Stays(
        sum(worth for worth, agreed in told if worth is not None and agreed),
        sum(worth for worth, agreed in told if worth is not None and not agreed),
        sum(worth is None for worth, _ in told),
    )
