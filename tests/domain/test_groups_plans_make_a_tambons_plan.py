"""Rolling up: nothing is dropped, sums stay, and the order of the groups makes no difference."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.domain.canvas import Activity, Cost, Item, Partner, Plan, households_of, numbers, totals
from lib.domain.canvas_rollup import (
    ALIKE,
    Bundle,
    RolledLine,
    bundles,
    exchanges,
    likeness,
    lines_of,
    pair_of,
    read_pairs,
    said_of,
)
from lib.domain.canvas_words import canonical, says_another_thing
from lib.domain.ranges import Range

_WORDS = [
    "นักท่องเที่ยว",
    "นักท่องเที่ยวต่างชาติ",
    "ร้านอาหาร",
    "ร้านอาหารในเมือง",
    "ตลาดนัด",
    "สำนักงานเกษตรอำเภอ",
    "เกษตรอำเภอ",
    "ปุ๋ยหมัก",
    "ซื้อปุ๋ยหมัก",
    "a",
    "ab",
    "โรงเรียน",
]
_MONEY = st.integers(0, 100_000)


@st.composite
def _plan(draw: st.DrawFn, name: str) -> Plan:
    def some(sort: str) -> list[str]:
        return draw(st.lists(st.sampled_from(_WORDS), max_size=4))

    items = [
        Item(
            f"{name}.i{n}",
            draw(st.integers(1, 5)),
            text,
            "income",
            Range.of(draw(_MONEY), draw(_MONEY)),
            Range.of(draw(_MONEY)),
        )
        for n, text in enumerate(some("item"))
    ]
    activities = [Activity(f"{name}.a{n}", t) for n, t in enumerate(some("activity"))]
    partners = [Partner(f"{name}.p{n}", t) for n, t in enumerate(some("partner"))]
    costs = [Cost(f"{name}.c{n}", t, amount=Range.of(draw(_MONEY))) for n, t in enumerate(some("cost"))]
    return Plan(tuple(items), tuple(activities), tuple(partners), tuple(costs), draw(st.integers(1, 90)))


_PLANS = st.integers(1, 4).flatmap(
    lambda n: st.tuples(*(_plan(f"g{k}") for k in range(n))).map(
        lambda plans: {f"g{k}": p for k, p in enumerate(plans)}
    )
)


@given(_PLANS)
def test_every_line_is_in_exactly_one_bundle(plans: dict[str, Plan]) -> None:
    wanted = sorted(line.id for name, plan in plans.items() for line in lines_of(name, plan))
    found = sorted(line.id for bundle in bundles(plans) for line in bundle.lines)
    assert found == wanted


@given(_PLANS, st.randoms(use_true_random=False))
def test_the_order_of_the_groups_makes_no_difference(plans: dict[str, Plan], chance: random.Random) -> None:
    names = list(plans)
    chance.shuffle(names)
    other = {name: plans[name] for name in names}
    assert bundles(other) == bundles(plans)
    assert exchanges(other) == exchanges(plans)


@given(_PLANS)
def test_the_sums_are_those_of_the_parts(plans: dict[str, Plan]) -> None:
    own = Plan((Item("t", 5, "ตลาดนัด", "income", units=Range(2, 3), price=Range(500, 500)),))
    told = totals(own, list(plans.values()))
    parts = [numbers(own), *(numbers(p) for p in plans.values())]
    for name in ("income", "saving", "cost", "making", "surplus"):
        assert abs(getattr(told, name).low - sum(getattr(n, name).low for n in parts)) < 1e-6
        assert abs(getattr(told, name).high - sum(getattr(n, name).high for n in parts)) < 1e-6
    for n, (gained, spent) in enumerate(told.by_month):
        assert abs(gained.high - sum(p.by_month[n][0].high for p in parts)) < 1e-6
        assert abs(spent.high - sum(p.by_month[n][1].high for p in parts)) < 1e-6
    assert told.unpriced == sum(p.unpriced for p in parts)
    together = sum(p.households or 0 for p in plans.values())
    assert households_of(own, list(plans.values())) == (together or None)
    assert households_of(replace(own, households=7), list(plans.values())) == 7, "what the tambon counted itself"


@given(_PLANS)
def test_what_was_taken_up_brings_no_figures_of_its_own(plans: dict[str, Plan]) -> None:
    """Somebody typed the groups' figures again on the tambon's lines."""
    copied = Plan(
        tuple(replace(i, id=f"t{i.id}", carried=True) for p in plans.values() for i in p.items),
        tuple(replace(a, id=f"t{a.id}", carried=True) for p in plans.values() for a in p.activities),
        costs=tuple(replace(c, id=f"t{c.id}", carried=True) for p in plans.values() for c in p.costs),
    )
    assert totals(copied, list(plans.values())) == totals(Plan(), list(plans.values()))
    nothing = numbers(copied)
    assert nothing.income.high == nothing.saving.high == nothing.cost.high == nothing.surplus.high == 0
    assert all(gained.high == spent.high == 0 for gained, spent in nothing.by_month)


@given(st.sampled_from(_WORDS), st.sampled_from(_WORDS))
def test_likeness_is_the_same_both_ways(one: str, other: str) -> None:
    assert likeness(one, other) == likeness(other, one)
    assert likeness(one, one) == 1


def test_alike_lines_of_one_step_are_proposed_as_one_and_say_who_has_them() -> None:
    plans = {
        "a": Plan((Item("1", 2, "นักท่องเที่ยว"), Item("2", 3, "นักท่องเที่ยว"))),
        "b": Plan((Item("3", 2, "นัก ท่องเที่ยว"),)),
    }
    found = bundles(plans)
    assert [(b.step, b.shared, {li.id for li in b.lines}) for b in found] == [(2, True, {"1", "3"}), (3, False, {"2"})]


def test_what_one_group_buys_and_another_sells_is_pointed_out() -> None:
    maker = Plan((Item("i", 5, "ปุ๋ยหมัก", "income"),))
    farmer = Plan(costs=(Cost("c", "ซื้อปุ๋ยหมักใส่นา", amount=Range(900, 900)), Cost("d", "ค่าไถ")))
    found = exchanges({"maker": maker, "farmer": farmer})
    assert [(e.buyer, e.cost, e.seller, e.item, e.amount) for e in found] == [
        ("farmer", "c", "maker", "i", Range(900, 900))
    ]
    assert exchanges({"maker": maker}) == []


def test_very_short_names_match_only_when_they_are_the_same() -> None:
    one, other = Plan((Item("i", 5, "ปู", "income"),)), Plan(costs=(Cost("c", "ปูน"), Cost("d", "ปู")))
    assert [e.cost for e in exchanges({"a": one, "b": other})] == ["d"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("อบต.ท่าสายลวด", "องค์การบริหารส่วนตำบล ท่าสายลวด"),
        ("อบต ท่าสายลวด", "อบต.ท่าสายลวด"),
        ("ธ.ก.ส.", "ธนาคารเพื่อการเกษตรและสหกรณ์การเกษตร"),
        ("ขายทาง LINE และ Facebook", "ขายทางไลน์และเฟซบุ๊ก"),
        ("รพ.สต.บ้านไร่", "โรงพยาบาลส่งเสริมสุขภาพตำบลบ้านไร่"),
        ("ขายออนไลน์", "ขาย online"),
    ],
)
def test_abbreviations_say_the_same(one: str, other: str) -> None:
    assert likeness(one, other) >= ALIKE
    assert not says_another_thing(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("มะม่วงแก้วขมิ้นแปรรูป", "มะม่วงแดงขมิ้นแปรรูป"),
        ("นักท่องเที่ยวต่างชาติ", "นักท่องเที่ยวทั้งหมด"),
        ("ผักปลอดสารส่งโรงเรียน", "ผักส่งโรงเรียน"),
        ("ปลูกข้าวไม่ใช้สารเคมี", "ปลูกข้าวใช้สารเคมี"),
        ("กล้วยตากแพ็กถุง", "กล้วยฉาบแพ็กถุง"),
        ("นักท่องเที่ยวต่างชาติ", "นักท่องเที่ยว"),
        ("กลุ่มแปรรูปปลา หมู่ 1", "กลุ่มแปรรูปปลา หมู่ ๒"),
        ("ขายที่กทม.", "ขายที่ทม."),
    ],
)
def test_another_word_is_told_and_not_ticked_by_itself(one: str, other: str) -> None:
    assert says_another_thing(one, other)
    lines = (RolledLine("a", "1", "item", 5, one), RolledLine("b", "2", "item", 5, other))
    assert not Bundle("item", 5, one, lines).sure


@pytest.mark.parametrize(
    ("one", "other"),
    [("ปลาแดดเดียว", "ปลาแดดเดียวๆ"), ("ขายออนไลน์", "ขายออนไลย์"), ("ตลาดนัด วันเสาร์", "ตลาดนัดวันเสาร์"), ("ก", "ก")],
)
def test_a_slip_is_no_other_thing(one: str, other: str) -> None:
    assert not says_another_thing(one, other)


def test_a_short_form_inside_a_word_is_no_abbreviation() -> None:
    assert canonical("คอนกรีตทมทราย") == canonical("คอนกรีตทมทราย").replace("เทศบาล", "")
    assert canonical("sunline") == "sunline"


def test_the_surest_proposals_come_first_and_parted_lines_never_together() -> None:
    plans = {
        "a": Plan(items=(Item("a1", 2, "นักท่องเที่ยว"), Item("a2", 2, "โรงเรียนในตำบล"))),
        "b": Plan(items=(Item("b1", 2, "นักท่องเที่ยว"), Item("b2", 2, "โรงเรียนในตำบลเรา"))),
        "c": Plan(items=(Item("c1", 2, "นักท่องเที่ยว"), Item("c3", 2, "ร้านค้า"))),
    }
    found = bundles(plans)
    assert [b.text for b in found] == ["นักท่องเที่ยว", "โรงเรียนในตำบล", "ร้านค้า"]
    assert [b.certainty for b in found] == sorted((b.certainty for b in found), reverse=True) or not found[-1].shared
    apart = read_pairs(["a1+b1", "nonsense", "a+b+c"])
    assert apart == {pair_of("b1", "a1")}
    assert said_of(apart) == ["a1+b1"]
    for one in bundles(plans, apart):
        assert not {"a1", "b1"} <= {li.id for li in one.lines}
    assert sorted(li.id for b in bundles(plans, apart) for li in b.lines) == ["a1", "a2", "b1", "b2", "c1", "c3"]
