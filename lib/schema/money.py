"""How an amount of money is asked for: in baht, to the satang, never less than nothing."""

from __future__ import annotations

from typing import Any


def baht(most: int = 1_000_000_000) -> dict[str, Any]:
    """Limits and unit of a question for an amount up to `most` baht, to be declared with `field`."""
    return {"ge": 0, "le": most, "decimal_places": 2, "unit_th": "บาท", "unit_en": "baht"}
