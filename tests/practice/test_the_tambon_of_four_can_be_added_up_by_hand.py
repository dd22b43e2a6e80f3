"""Every figure of the practice tambon, computed by hand: the table below is what a person with a pencil gets."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from lib.domain.canvas import numbers
from lib.domain.canvas_months import first_month
from lib.domain.canvas_quarters import planned_in
from lib.domain.canvas_trades import Stays
from lib.insight.canvas.board import Board, read_board
from lib.insight.canvas.library import canvases
from lib.insight.source import Source
from lib.practice.tambon_of_four import TAMBON_PLAN
from lib.store.database import Database
from lib.store.opening import Store

#: Plan → income, saving, making, cost of the year (baht).
YEAR = {
    "cv-practice-four1": (200 * 150 * 12, 30 * 100 * 12, 200 * 90 * 12, 12_000),
    "cv-practice-four2": (120 * 100 * 8, 40 * 120 * 12, 0, 24_000),
    "cv-practice-four3": (500 * 40 * 12, 0, 0, 6_000),
    "cv-practice-four4": (300 * 120 * 3, 0, 0, 9_000),
}
#: Plan → planned income of the four quarters: compost from December to July, durian from May to July.
QUARTERS = {
    "cv-practice-four1": (90_000, 90_000, 90_000, 90_000),
    "cv-practice-four2": (12_000, 36_000, 36_000, 12_000),
    "cv-practice-four3": (60_000, 60_000, 60_000, 60_000),
    "cv-practice-four4": (0, 0, 72_000, 36_000),
}


@pytest.fixture(scope="module")
def store(practice_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    found = Store("practice", Database(f"sqlite:///{practice_template}"), tmp_path_factory.mktemp("b"))
    yield found
    found.database.close()


def board(store: Store, plan: str) -> Board:
    with store.database.reading() as connection:
        found = read_board(connection, plan)
    assert found is not None
    return found


@pytest.mark.parametrize("plan", YEAR)
def test_a_groups_plan_is_what_its_lines_say(store: Store, plan: str) -> None:
    told = board(store, plan)
    sums = told.numbers
    assert (sums.income.low, sums.saving.low, sums.making.low, sums.cost.low) == YEAR[plan]
    assert sums.surplus.low == YEAR[plan][0] + YEAR[plan][1] - YEAR[plan][2] - YEAR[plan][3]
    first = first_month(told.canvas.year, told.canvas.first_month)
    planned = [planned_in(sums, first, told.canvas.year, q).income for q in (1, 2, 3, 4)]
    assert planned == pytest.approx(QUARTERS[plan])
    assert [q.quarter for q in told.of("canvas_follow_up")] == ["1", "2", "3", "4"]


def test_the_tambons_plan_is_the_sum_of_the_four_and_what_it_adds(store: Store) -> None:
    told = board(store, TAMBON_PLAN)
    sums = told.numbers
    assert [p.id for p in told.counted] == list(YEAR)
    assert (sums.income.low, sums.saving.low, sums.making.low) == (804_000, 93_600, 216_000)
    assert (sums.cost.low, told.own.cost.low) == (51_000 + 10_000, 10_000)
    assert sums.surplus.low == 804_000 + 93_600 - 216_000 - 61_000 == 620_600
    assert sum(numbers(p.counted).surplus.low for p in told.counted) + told.own.surplus.low == 620_600
    assert told.households == 14 + 9 + 22 + 7
    assert told.stays == Stays(20_000.0, 10_000.0, 0)
    assert not told.changed_parts
    (card,) = [c for c in canvases(Source(store)).value if c.id == TAMBON_PLAN]
    assert (card.income.low, card.income.high) == (804_000, 804_000)
