"""The rules of the nine steps: capital before cash, nothing hangs loose, sums by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from lib.domain.canvas import Activity, Cost, Item, Partner, Plan, completeness, numbers
from lib.domain.canvas_months import first_month, is_past, month_name, span_name
from lib.domain.canvas_rules import Finding, Rule, findings
from lib.domain.ranges import Range

SELL = Item("i5", 5, "ขายปลา", "income", Range(100, 150), Range(80, 80), months=12, from_month=4)
SAVE = Item("s5", 5, "ทำอาหารปลาเอง", "saving", Range(10, 10), Range(50, 50), months=6)
WORK = Activity("a1", "แปรรูป", frozenset({"i1", "i5", "s5"}), 1, 12, "ป้าสมร", alone=True)
PACK = Cost("c1", "ถุง", "a1", Range(12_000, 18_000), "เก็บได้นาน", "group_fund")
OVEN = Cost("c2", "ตู้อบ", "a1", Range(24_000, 24_000), "ฝนตก", "loan")
GOOD = Plan(
    (Item("i1", 1, "ปลาสด"), SELL, SAVE), (WORK,), (Partner("p1", "ประมง", "a1", "สอน"),), (PACK, OVEN), households=10
)


def rules(plan: Plan) -> list[tuple[Rule, str]]:
    return [(f.rule, f.record_id) for f in findings(plan)]


def test_a_plan_that_holds_together_has_nothing_to_say() -> None:
    assert findings(GOOD) == []


@pytest.mark.parametrize(
    ("plan", "rule", "step", "about"),
    [
        (replace(GOOD, activities=(WORK, Activity("a2", "x", alone=True))), Rule.NO_SERVICE, 6, "a2"),
        (replace(GOOD, items=(*GOOD.items, Item("i3", 3, "เพจ"))), Rule.UNSERVED, 3, "i3"),
        (replace(GOOD, activities=(replace(WORK, alone=False),), partners=()), Rule.NO_WAY, 7, "a1"),
        (replace(GOOD, costs=(replace(PACK, activity="gone"),)), Rule.COST_ALONE, 9, "c1"),
        (replace(GOOD, partners=(Partner("p2", "วัด", "a1"),)), Rule.NO_ROLE, 8, "p2"),
        (replace(GOOD, activities=(replace(WORK, to_month=13, owner=""),)), Rule.NO_OWNER, 6, "a1"),
        (replace(GOOD, activities=(replace(WORK, from_month=5, to_month=2),)), Rule.BACKWARDS, 6, "a1"),
        (replace(GOOD, items=(GOOD.items[0], replace(SELL, capacity=90), SAVE)), Rule.TOO_MUCH, 5, "i5"),
        (replace(GOOD, items=(GOOD.items[0], replace(SELL, price=None), SAVE)), Rule.NO_FIGURES, 5, "i5"),
        (replace(GOOD, costs=(replace(PACK, why=""),)), Rule.NO_REASON, 9, "c1"),
        (replace(GOOD, costs=(replace(PACK, amount=Range(900_000, 900_000)),)), Rule.LOSS, 9, ""),
    ],
)
def test_each_rule_points_at_the_line_and_step(plan: Plan, rule: Rule, step: int, about: str) -> None:
    found = findings(plan)
    assert [(f.rule, f.step, f.record_id) for f in found] == [(rule, step, about)]


def test_a_partner_in_an_activity_is_a_way_of_doing_it() -> None:
    plan = replace(GOOD, activities=(replace(WORK, alone=False),))
    assert findings(plan) == []


def test_selling_exactly_what_can_be_made_is_fine_and_a_range_is_judged_by_its_low_end() -> None:
    held = replace(GOOD, items=(GOOD.items[0], replace(SELL, capacity=100), SAVE))
    assert findings(held) == []


def test_before_any_activity_no_item_is_blamed_for_being_unserved() -> None:
    assert findings(Plan((Item("i1", 1, "ปลาสด"),))) == []


def test_findings_come_in_the_order_of_the_rules() -> None:
    plan = Plan((Item("i1", 1, "ปลา"),), (Activity("a1", "x"),), (Partner("p", "วัด"),), (Cost("c", "ถุง"),))
    order = list(Rule)
    told = [order.index(f.rule) for f in findings(plan)]
    assert told == sorted(told)
    assert {f.rule for f in findings(plan)} >= {Rule.NO_SERVICE, Rule.UNSERVED, Rule.NO_WAY, Rule.NO_ROLE}


def test_the_sums_are_what_one_works_out_on_paper() -> None:
    told = numbers(GOOD)
    # 100–150 kg × 80 baht × 9 months (from month 4); 10 × 50 × 6 months
    assert told.income == Range(72_000, 108_000)
    assert told.saving == Range(3_000, 3_000)
    assert told.cost == Range(36_000, 42_000)
    assert told.surplus == Range(72_000 + 3_000 - 42_000, 108_000 + 3_000 - 36_000)
    assert told.per_month == Range(33_000 / 12, 75_000 / 12)
    assert told.per_household == Range(33_000 / 120, 75_000 / 120)
    assert told.without_money == 0
    assert told.own_money == pytest.approx(15_000 / 39_000)
    assert told.unpriced == 0


def test_what_units_take_to_make_is_less_to_keep() -> None:
    """100–150 fish at 80 baht that take 45 to make, from month 4 on: the fewer are sold, the less it takes as well."""
    costed = replace(SELL, unit_cost=45.0)
    told = numbers(Plan((costed, replace(SAVE, unit_cost=999.0)), (WORK,), (), ()))
    assert told.making == Range(100 * 45 * 9, 150 * 45 * 9), "what is saved takes nothing to make"
    assert told.surplus == Range(100 * 35 * 9 + 10 * 50 * 6, 150 * 35 * 9 + 10 * 50 * 6)
    assert told.by_month[3][0] == Range(100 * 35 + 500, 150 * 35 + 500)
    assert not told.only_turnover
    assert numbers(Plan((SELL,))).only_turnover


@pytest.mark.parametrize(("unit_cost", "told"), [(80.0, False), (80.5, True)])
def test_selling_below_cost_is_pointed_out(unit_cost: float, told: bool) -> None:
    found = [
        f
        for f in findings(replace(GOOD, items=(replace(SELL, unit_cost=unit_cost), SAVE)))
        if f.rule is Rule.BELOW_COST
    ]
    assert bool(found) is told
    if told:
        assert " 0.50 baht" in found[0].words("en")


def test_the_month_of_break_even_at_best_and_at_worst() -> None:
    told = numbers(GOOD)
    # Costs: 3,000 (best) or 3,500 a month. Gains: 500 a month for six months, from month 4 another
    # 12,000 at best and 8,000 at worst. Best after month 4: 14,000 ≥ 12,000. Worst: month 4 gives
    # 10,000 against 14,000; month 5 18,500 against 17,500.
    assert told.break_even == (4, 5)


def test_gains_that_never_cover_the_costs_break_even_never() -> None:
    plan = replace(GOOD, costs=(replace(PACK, amount=Range(600_000, 600_000)),))
    assert numbers(plan).break_even == (None, None)


def test_gains_without_costs_pay_from_the_first_month() -> None:
    plan = Plan((replace(SELL, from_month=1),))
    assert numbers(plan).break_even == (1, 1)
    assert numbers(Plan()).break_even == (None, None)


def test_a_line_put_together_from_groups_is_counted_with_the_groups_only() -> None:
    carried = replace(SELL, id="t", carried=True, price=None)
    plan = replace(
        GOOD, items=(*GOOD.items, carried), activities=(replace(WORK, serves=frozenset({"i1", "i5", "s5", "t"})),)
    )
    assert numbers(plan).income == numbers(GOOD).income
    assert numbers(plan).unpriced == 0
    assert findings(plan) == []


def test_steps_are_answered_one_by_one_and_money_is_never_demanded() -> None:
    assert not any(completeness(Plan()).values())
    told = completeness(GOOD)
    assert [n for n, there in told.items() if there] == [1, 5, 6, 7, 8, 9]
    free = replace(GOOD, costs=(), partners=())
    assert completeness(free)[9]
    assert completeness(free)[8], "all of it is done by ourselves: step 8 has its answer"
    waits = replace(free, activities=(replace(WORK, together=True),))
    assert not completeness(waits)[8]


def test_ranges_keep_their_order_whatever_is_typed() -> None:
    assert Range.of(5, 3) == Range(3, 5)
    assert Range.of(None, 4) == Range(4, 4)
    assert Range.of(None) is None
    assert Range(2, 3) - Range(1, 5) == Range(-3, 2)
    assert Range(-1, 2) * Range(3, 4) == Range(-4, 8)
    assert Range(1, 2) * -1 == Range(-2, -1)
    assert Range.total([Range(1, 2), None]) == Range(1, 2)
    assert Range(1, 1).sure
    assert not Range(1, 2).sure


def test_months_are_named_from_the_plans_first() -> None:
    first = first_month(2570, None)
    assert first == date(2026, 10, 1)
    assert first_month(2570, date(2027, 1, 15)) == date(2027, 1, 1)
    assert month_name(first, 1) == "ต.ค. 2569"
    assert month_name(first, 4) == "ม.ค. 2570"
    assert month_name(first, 4, "en") == "Jan 2027"
    assert span_name(first, 1, 4) == "ต.ค. 2569 – ม.ค. 2570"
    assert span_name(first, 3, None) == "ธ.ค. 2569"
    assert span_name(first, None, None) == ""


def test_a_finding_tells_its_figures() -> None:
    plan = replace(GOOD, items=(GOOD.items[0], replace(SELL, capacity=90), SAVE))
    assert findings(plan) == [Finding(Rule.TOO_MUCH, 5, "i5", "ขายปลา", {"want": 100, "can": 90})]


def test_a_plan_that_sells_and_writes_down_no_cost_tells_turnover_only() -> None:
    assert numbers(replace(GOOD, costs=())).only_turnover
    assert not numbers(GOOD).only_turnover
    assert not numbers(replace(GOOD, costs=(), items=(GOOD.items[0], SAVE))).only_turnover


def test_a_month_is_past_when_it_is_over() -> None:
    first = date(2025, 10, 1)
    assert is_past(first, 1, date(2025, 11, 1))
    assert not is_past(first, 1, date(2025, 10, 31))
    assert not is_past(first, 14, date(2026, 11, 26))


def test_a_range_is_written_as_its_ends_and_a_sure_figure_once() -> None:
    assert Range(66_000, 114_000).figures() == "66,000–114,000"
    assert Range(12_000, 12_000.3).figures() == "12,000"
