"""What screens show is worked out here: causes, quarters, codes, forms ready to check, work without money."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.domain.canvas import Activity, Cost, Item, Plan, numbers
from lib.domain.canvas_quarters import Planned, SoFar, planned_in, quarter_begins, quarter_end, quarters_over, so_far
from lib.domain.cause_tree import depths, in_tree_order
from lib.domain.household import Doubt, DoubtRule, ready_to_check
from lib.domain.household_code import next_code, same_code
from lib.domain.ranges import Range


def test_causes_stand_under_what_they_explain() -> None:
    above = {"debt": None, "seed": "debt", "rain": None, "shop": "debt", "far": "seed"}
    assert in_tree_order(above) == ["debt", "seed", "far", "shop", "rain"]
    assert depths(above) == {"debt": 0, "seed": 1, "rain": 0, "shop": 1, "far": 2}


def test_a_loop_or_a_lost_parent_stands_at_the_top_and_is_still_told() -> None:
    above = {"a": "b", "b": "a", "c": "gone", "d": "c", "e": "e"}
    assert depths(above) == {"a": 0, "b": 0, "c": 0, "d": 1, "e": 0}
    assert in_tree_order(above) == ["c", "d", "a", "b", "e"]


IDS = st.integers(0, 12).map(str)


@given(st.dictionaries(IDS, st.none() | IDS))
def test_every_cause_is_told_once_and_after_the_one_it_stands_under(above: dict[str, str | None]) -> None:
    order, deep = in_tree_order(above), depths(above)
    assert sorted(order) == sorted(above)
    assert set(deep) == set(above)
    for cause, parent in above.items():
        if deep[cause]:
            assert parent is not None
            assert order.index(parent) < order.index(cause)
            assert deep[cause] == deep[parent] + 1


FISH = Item("i5", 5, "ขายปลา", "income", Range(100, 150), Range(80, 80))
LESS = Item("i6", 5, "ทำปุ๋ยเอง", "saving", Range(1, 1), Range(200, 200))
PLAN = Plan(
    (FISH, LESS), (Activity("a1", "จับปลา"), Activity("a2", "ขาย")), costs=(Cost("c1", "ถุง", "a2", Range(400, 800)),)
)


OCTOBER = date(2026, 10, 1)


def test_a_quarter_is_what_its_months_say() -> None:
    """Fish all year; durian May to July; rice that a plan of April sells from its third month."""
    durian = Item("d", 5, "ทุเรียน", "income", Range(10, 10), Range(1_000, 1_000), months=3, from_month=8)
    work = (Activity("a1", "ทำสวน", from_month=3, to_month=6),)
    year = numbers(Plan((durian, LESS), work, costs=(Cost("c", "ปุ๋ย", "a1", Range(400, 400)),)))
    # October is month 1: the quarters hold months 1–3, 4–6, 7–9 (May is 8), 10–12 (July is 10).
    told = [planned_in(year, OCTOBER, 2570, q) for q in (1, 2, 3, 4)]
    assert [p.income for p in told] == [0, 0, 20_000, 10_000]
    assert [p.saving for p in told] == [600, 600, 600, 600]
    assert [p.spending for p in told] == [100, 300, 0, 0]
    assert sum(p.income for p in told) == year.income.middle
    april = [planned_in(year, date(2027, 4, 1), 2570, q).income for q in (1, 2, 3, 4)]
    assert april == [0, 0, 0, 0], "before its first month it expects nothing, and its eighth is November"
    assert [planned_in(year, date(2027, 4, 1), 2571, q).income for q in (1, 2)] == [20_000, 10_000]
    again = [planned_in(year, OCTOBER, 2572, q).income for q in (1, 2, 3, 4)]
    assert again == [0, 0, 20_000, 10_000], "a later year is as the first one"


def test_a_quarter_has_its_days() -> None:
    assert [quarter_begins(2570, q) for q in (1, 2, 3, 4)] == [
        date(2026, 10, 1),
        date(2027, 1, 1),
        date(2027, 4, 1),
        date(2027, 7, 1),
    ]
    assert [quarter_end(2570, q) for q in (1, 2, 3, 4)] == [
        date(2026, 12, 31),
        date(2027, 3, 31),
        date(2027, 6, 30),
        date(2027, 9, 30),
    ]


def test_income_so_far_is_held_against_the_quarters_that_were_followed_up() -> None:
    year = numbers(PLAN)
    planned = [planned_in(year, OCTOBER, 2570, q) for q in (1, 2)]
    assert planned[0] == Planned(income=125 * 80 * 3, saving=600, spending=600), "nobody said when: the first month"
    assert so_far(planned, [20_000.0, None]) == SoFar(planned=60_000, actual=20_000)
    assert so_far([], []) == SoFar(0, 0)


def test_activities_without_a_cost_of_their_own_are_free() -> None:
    assert [a.id for a in PLAN.free] == ["a1"]
    assert numbers(PLAN).without_money == 0.5


@pytest.mark.parametrize(
    ("code", "following"),
    [
        ("03-017", "03-018"),
        ("03-099", "03-100"),
        ("3/9", "3/10"),
        ("ก 4 บน", "ก 5 บน"),
        ("๐๓-๐๑๗", "๐๓-๐๑๘"),
        ("บ้านใหญ่", ""),
        ("", ""),
    ],
)
def test_the_next_household_has_the_next_code(code: str, following: str) -> None:
    assert next_code(code) == following


@given(st.from_regex(r"[0-9]{2}-[0-9]{1,4}", fullmatch=True))
def test_the_next_code_is_another_one_and_no_narrower(code: str) -> None:
    following = next_code(code)
    assert not same_code(code, following)
    assert len(following) >= len(code)


MISSING, ODD = Doubt(DoubtRule.MISSING, "savings"), Doubt(DoubtRule.SPENDS_FAR_MORE, "expense_per_month")


@pytest.mark.parametrize(
    ("doubts", "alike", "consents", "checked", "ready"),
    [
        ([], [], True, False, True),
        ([ODD], [], True, False, True),
        ([ODD, MISSING], [], True, False, False),
        ([], [("03-018", "code")], True, False, False),
        ([], [], False, False, False),
        ([], [], True, True, False),
    ],
)
def test_a_form_is_checked_with_the_others_only_when_nothing_stops_it(
    doubts: list[Doubt], alike: list[tuple[str, str]], consents: bool, checked: bool, ready: bool
) -> None:
    assert ready_to_check(doubts, alike, consents=consents, checked=checked) is ready


def test_quarters_of_a_plan_are_over_one_after_the_other() -> None:
    october = date(2025, 10, 1)
    assert quarters_over(october, date(2025, 12, 31)) == [], "its last day is no day after it"
    assert quarters_over(october, date(2026, 1, 1)) == [(2569, 1)]
    assert quarters_over(october, date(2026, 8, 5)) == [(2569, 1), (2569, 2), (2569, 3)]
    whole = [(2569, 1), (2569, 2), (2569, 3), (2569, 4)]
    assert quarters_over(october, date(2030, 1, 1)) == whole, "a plan is looked at over twelve months"
    # A plan that begins in February lies in five quarters.
    assert quarters_over(date(2026, 2, 1), date(2030, 1, 1)) == [*whole[1:], (2570, 1), (2570, 2)]
