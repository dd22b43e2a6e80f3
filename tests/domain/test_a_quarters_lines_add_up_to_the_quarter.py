"""What each line of a plan expects of a quarter, over random plans: together it is what the quarter expects."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.domain.canvas import Item, Plan, numbers
from lib.domain.canvas_quarters import planned_in, planned_of_line
from lib.domain.ranges import Range


@st.composite
def gains(draw: st.DrawFn) -> Item:
    low, price = draw(st.integers(0, 500)), draw(st.integers(0, 200))
    return Item(
        draw(st.uuids()).hex,
        5,
        "ขาย",
        draw(st.sampled_from(["income", "saving"])),
        Range(low, low + draw(st.integers(0, 100))),
        Range(price, price),
        draw(st.integers(1, 12)),
        draw(st.integers(1, 12)),
        carried=draw(st.booleans()),
    )


@given(st.lists(gains(), max_size=6), st.integers(1, 12), st.integers(2569, 2571), st.integers(1, 4))
def test_the_lines_of_a_quarter_are_the_quarter(items: list[Item], month: int, year: int, quarter: int) -> None:
    first = date(2025 if month >= 10 else 2026, month, 1)
    whole = planned_in(numbers(Plan(tuple(items), (), (), ())), first, year, quarter)
    for gain, told in (("income", whole.income), ("saving", whole.saving)):
        lines = sum(planned_of_line(i, first, year, quarter) for i in items if i.gain == gain)
        assert lines == pytest.approx(told)


def test_what_is_sold_in_two_months_stands_in_their_quarter() -> None:
    # 20 × 50 in the third and fourth month of a plan from October: December, and January of the next quarter.
    sale = Item("a", 5, "ขายส้ม", "income", Range(20, 20), Range(50, 50), months=2, from_month=3)
    first = date(2025, 10, 1)
    assert [planned_of_line(sale, first, 2569, q) for q in (1, 2, 3, 4)] == [1000, 1000, 0, 0]
    assert planned_of_line(sale, first, 2568, 4) == 0, "before its first month a plan expects nothing"
