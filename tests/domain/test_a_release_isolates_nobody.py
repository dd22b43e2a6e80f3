"""What adds up or subtracts from published figures, over all releases, stands for ten households at least."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from random import Random
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from lib.domain.household import Amount, Crop, Household, Owed
from lib.domain.release import LEAST, LIST_VERSION, Figure, ResultCell, Split, Table, Why, list_version
from lib.domain.release_blocks import Family
from lib.domain.release_households import choose
from lib.domain.release_recheck import EarlierRelease, would_not_pass
from lib.domain.village_result import VillageResult, result
from tests.domain.release_histories import SALT, SHARES, History

Answers = Mapping[str, Any]
ALL = (Split.WHOLE, Split.VILLAGE, Split.OCCUPATION)


def answers_of(history: History) -> list[dict[str, dict[str, Any]]]:
    """Published cells of each release: cell → household (one name whatever its form's id) → what it answered."""
    return [{c.key: dict(c.members) for c in one.cells if c.key in one.published} for one in history.results]


#: A sum that somebody can work out: household and answer → how often it is in it (−1: taken away).
Sum = Mapping[tuple[str, str], int]


def as_sum(members: Answers) -> Sum:
    return {(h, repr(a)): 1 for h, a in members.items()}


def minus(one: Sum, other: Sum) -> Sum:
    return {e: n for e in one.keys() | other.keys() if (n := one.get(e, 0) - other.get(e, 0))}


def people(of: Sum) -> int:
    return len({household for household, _ in of})


def learned(cells: Iterable[tuple[str, Sum]]) -> list[tuple[str, str, int]]:
    """Every pair of figures of one table that differ, and of how many households their difference tells."""
    pairs = [(a, b, minus(one, other)) for (a, one), (b, other) in combinations(cells, 2) if same_table(a, b)]
    return [(a, b, people(rest)) for a, b, rest in pairs if rest]


def same_table(one: str, other: str) -> bool:
    return one.split("/")[0] == other.split("/")[0]


def left_over(wholes: Mapping[str, Answers], shown: Mapping[str, Answers]) -> list[tuple[str, Sum]]:
    """What a whole of one release minus the parts of a table of another (or the same) is."""
    found = []
    for key, whole in wholes.items():
        question, split, _ = key.split("/", 2)
        for other in ("village", "occupation") if split == "whole" else ():
            parts = [m for k, m in shown.items() if k.startswith(f"{question}/{other}/")]
            told = {e: 1 for p in parts for e in as_sum(p)}
            if parts and (rest := minus(as_sum(whole), told)):
                found.append((f"{question}/rest of {other}/", rest))
    return found


def blocks(releases: Sequence[Mapping[str, Answers]]) -> list[int]:
    """Sizes of the groups of households that stand in the same cells of a table, over all releases."""
    found: dict[tuple[str, frozenset[tuple[int, str]]], set[str]] = {}
    stands: dict[tuple[str, str, str], set[tuple[int, str]]] = {}
    for number, shown in enumerate(releases):
        for key, members in shown.items():
            for h, a in members.items():
                stands.setdefault((key.split("/")[0], h, repr(a)), set()).add((number, key))
    for (table, h, _), places in stands.items():
        found.setdefault((table, frozenset(places)), set()).add(h)
    return [len(members) for members in found.values()]


@pytest.mark.long
@settings(max_examples=60)
@given(st.integers(0, 10**9), st.integers(8, 90), st.lists(st.integers(0, 25), min_size=0, max_size=4))
@example(7920, 79, [1, 9, 1])
def test_no_figures_of_any_releases_tell_of_fewer_than_ten(seed: int, first: int, later: list[int]) -> None:
    releases = answers_of(History.random(seed, first, later))
    cells = [(f"{key}#{n}", as_sum(m)) for n, shown in enumerate(releases) for key, m in shown.items()]
    for n, wholes in enumerate(releases):
        for k, shown in enumerate(releases):
            cells += [(f"{key}#{n}-{k}", m) for key, m in left_over(wholes, shown)]
    assert [key for key, m in cells if people(m) < LEAST] == []
    assert [hit for hit in learned(cells) if hit[2] < LEAST] == []
    assert min(blocks(releases), default=LEAST) >= LEAST


COUNTS = Table("households", Figure.COUNT, ALL)


def cells(**sizes: int) -> list[ResultCell]:
    """One count: the whole, and villages of these sizes."""
    villages, number = [], 0
    for name, size in sizes.items():
        members = {f"h{number + n:03d}": {"": 1} for n in range(size)}
        number += size
        villages.append(ResultCell(COUNTS, Split.VILLAGE, name, members))
    whole = {h: a for v in villages for h, a in v.members.items()}
    return [ResultCell(COUNTS, Split.WHOLE, "", whole), *villages]


def held(new: Sequence[ResultCell], old: Sequence[ResultCell] = ()) -> dict[str, Why]:
    return Family(new, old).held_back()


def test_a_small_village_takes_a_second_one_with_it() -> None:
    assert held(cells(a=30, b=12, c=4)) == {"households/village/c": Why.FEW, "households/village/b": Why.TELLS_ANOTHER}


def test_two_small_villages_that_make_ten_together_hide_nobody_else() -> None:
    assert held(cells(a=30, b=6, c=5)) == {"households/village/b": Why.FEW, "households/village/c": Why.FEW}


def test_a_group_inside_another_with_a_few_more_is_not_shown_beside_it() -> None:
    whole, *villages = cells(a=15, b=40)
    fishers = ResultCell(COUNTS, Split.OCCUPATION, "fishery", {**villages[0].members, "h015": {"": 1}, "h016": {"": 1}})
    rest = {h: a for h, a in whole.members.items() if h not in fishers.members}
    new = [whole, *villages, fishers, ResultCell(COUNTS, Split.OCCUPATION, "rice", rest)]
    shown = {c.key for c in new} - set(held(new))
    assert not {"households/village/a", "households/occupation/fishery"} <= shown


@pytest.mark.parametrize(("more", "may"), [(1, False), (9, False), (10, True)])
def test_the_next_release_waits_until_ten_households_are_new(more: int, may: bool) -> None:
    whole, *_ = cells(a=40)
    grown = replace(whole, members={**whole.members, **{f"new{n}": {"": 1} for n in range(more)}})
    assert held([grown], [whole]) == ({} if may else {grown.key: Why.TOO_LIKE_BEFORE})
    chosen = choose([grown], [[whole]])
    assert (len(chosen.cells[0].members), chosen.held) == (40 + more if may else 40, {}), "the others wait"


def test_one_corrected_answer_waits_for_nine_others_and_ten_come_together() -> None:
    whole, *_ = cells(a=40)
    for count, told in ((1, 0), (9, 0), (10, 10)):
        corrected = {h: {"": 2} if n < count else a for n, (h, a) in enumerate(whole.members.items())}
        chosen = choose([replace(whole, members=corrected)], [[whole]])
        assert chosen.held == {}
        assert sum(a == {"": 2} for a in chosen.cells[0].members.values()) == told
        assert len(chosen.former) == (count if not told else 0)


def test_who_leaves_takes_nine_along() -> None:
    whole, *_ = cells(a=40)
    fewer = dict(list(whole.members.items())[1:])
    chosen = choose([replace(whole, members=fewer)], [[whole]])
    assert (len(chosen.cells[0].members), chosen.held) == (30, {})


def homes(count: int, **answers: Any) -> list[Household]:
    """Households whose incomes and expenses lie apart; `answers` of them by number."""
    return [
        Household(
            f"h{n}",
            f"{n:03d}",
            village=1,
            income_told=5_000.0 + 700 * n,
            expense_told=4_000.0 + 300 * n,
            **{name: value(n) if callable(value) else value for name, value in answers.items()},
        )
        for n in range(count)
    ]


def figures(told: VillageResult, question: str) -> dict[str, int]:
    cell = told.get(question)
    return dict(cell.figures) if cell else {}


def test_the_one_who_saves_a_million_among_ten_is_not_told_of() -> None:
    told = result(homes(10, savings=lambda n: 1_000_000.0 if n == 3 else 0.0), SHARES)
    assert figures(told, "savings") == {}
    assert told.held["savings/whole/"] is Why.TELLS_OF_ONE


@pytest.mark.parametrize(("yes", "may"), [(0, False), (9, False), (10, True), (30, True), (31, False), (40, False)])
def test_a_share_needs_ten_who_said_so_and_ten_who_did_not(yes: int, may: bool) -> None:
    told = result(homes(40, answers=lambda n: {"food": "always" if n < yes else "often"}), SHARES)
    assert (told.get("food") is not None) is may


def test_no_figure_is_a_mean() -> None:
    told = result(homes(40, savings=lambda n: 1_000.0 * n), SHARES)
    assert figures(told, "money")
    assert not [name for cell in told.told for name in cell.figures if "mean" in name]


def test_answers_that_are_all_alike_are_not_told() -> None:
    alike = [replace(h, income_told=9_000.0 + 10 * n) for n, h in enumerate(homes(30))]
    told = figures(result(alike, SHARES), "money")
    assert {name.split("_")[0] for name in told} == {"expense"}, "what is left would tell the income"


def test_two_answers_only_are_a_yes_or_no() -> None:
    told = result([replace(h, income_told=9_000.0 if n < 25 else 30_000.0) for n, h in enumerate(homes(30))], SHARES)
    assert "income_low" not in figures(told, "money")


def test_ten_corrected_expenses_do_not_release_one_changed_income() -> None:
    before = homes(40)
    first = result(before, SHARES, (), SALT)
    after = [replace(h, expense_told=20_000.0 + 400 * n) if n < 10 else h for n, h in enumerate(before)]
    after[3] = replace(after[3], income_told=200_000.0)
    second = result(after, SHARES, [first.shown()], SALT)
    inside = {c.key: c.members for c in second.cells if c.key in second.published}["money.income/whole/"]
    assert 200_000 not in [parts["income"] for parts in inside.values()]
    without = [replace(h, income_told=before[n].income_told) for n, h in enumerate(after)]
    third = result(without, SHARES, [first.shown()], SALT)
    assert figures(third, "money")["expense_high"] > figures(first, "money")["expense_high"], "the ten alone are told"


def test_forms_erased_and_typed_anew_are_no_new_households() -> None:
    history = History(History.random(1, 10, []).tambon, Random(3))
    history.grow(40)
    first = history.release()
    history.erase(9, type_anew=True)
    history.grow(1)
    second = history.release()
    told = {h for c in second.cells if c.key in second.published for h in c.members}
    was = {h for c in first.cells for h in c.members}
    assert told <= was, "the one new household is told of by nothing"
    again = {
        name for kept in history.kept[:1] for m in kept.cells.values() for name, p in m.items() if "gone" in str(p)
    }
    assert len(again) == 9
    assert not told & again


def test_a_corrected_code_is_the_same_household_still() -> None:
    before = homes(40)
    kept = result(before, SHARES, (), SALT).shown()
    after = [replace(h, code=f"9{h.code}") if n < 9 else h for n, h in enumerate(before)]
    second = result([*after, replace(before[0], id="new", code="777")], SHARES, [kept], SALT)
    assert second.waiting == 1


def test_villages_that_grow_by_one_hide_the_whole_too() -> None:
    """Five villages grow by one, the sixth by ten: six hidden parts make the first five one by subtraction."""
    village = {n: 1 + n % 6 for n in range(120)}
    before = [replace(h, village=village[n]) for n, h in enumerate(homes(120))]
    kept = result(before, SHARES, (), SALT).shown()
    new = [replace(h, id=f"n{n}", code=f"n{n}", village=1 + n if n < 5 else 6) for n, h in enumerate(homes(15))]
    second = result([*before, *new], SHARES, [kept], SALT)
    told = {c.key: set(c.members) for c in second.cells if c.key in second.published}
    grown = [key for key, members in told.items() if "village" in key and len(members) != 20]
    for key in grown:
        others = set().union(*(m for k, m in told.items() if k.startswith(key[:-1]) and k != key))
        fresh = told[f"{key.split('/')[0]}/whole/"] - others - told[key]
        assert not fresh or len(fresh) >= LEAST


def selling(ways: Sequence[tuple[str, str]]) -> list[Household]:
    return [
        replace(h, produce=(Crop("ข้าว", 30_000.0 + 900 * n, None, "", "", price, to),))
        for n, (h, (price, to)) in enumerate(zip(homes(len(ways)), ways, strict=True))
    ]


def test_two_sums_of_the_same_sales_do_not_subtract_to_one_household() -> None:
    told = result(selling([("buyer", "middleman_out")] * 39 + [("own", "middleman_out")]), SHARES)
    assert (told.get("leak_middlemen") is None) or (told.get("leak_price_taken") is None)
    apart = result(selling([("buyer", "middleman_out")] * 20 + [("own", "middleman_out")] * 12), SHARES)
    assert apart.get("leak_middlemen")
    assert apart.get("leak_price_taken")


@pytest.mark.parametrize(("largest", "may"), [(50_000.0, True), (2_000_000.0, False)])
def test_a_sum_that_one_household_makes_up_is_not_told(largest: float, may: bool) -> None:
    owing = homes(20, has_debt="yes", debts=lambda n: (Owed("bank", largest if n == 7 else 10_000.0 + 500 * n),))
    assert (result(owing, SHARES).get("lender_bank") is not None) is may


def test_one_large_loan_cannot_be_worked_out_from_the_rest() -> None:
    """Forty owe to one lender, one of them also to another: no total is told to subtract from."""
    shop = lambda n: (Owed("shop", 900_000.0),) if n == 0 else ()  # noqa: E731
    told = result(homes(40, has_debt="yes", debts=lambda n: (Owed("bank", 50_000.0 + 100 * n), *shop(n))), SHARES)
    assert "debt_mean" not in figures(told, "debt")
    assert told.get("lender_shop") is None
    assert told.get("lender_bank") is not None


def test_how_many_owe_sell_or_were_asked_more_is_not_told_beside_the_figure() -> None:
    crops = (Crop("ข้าว", 30_000.0, 2_000.0, "outside", "self", "buyer", "middleman_out"),)
    spent = (Amount("food", 900.0, False, True, True),)
    more = homes(
        40,
        produce=crops,
        expenses=spent,
        answers=lambda n: {
            "water": "yes" if n < 25 else "no",
            "water_from": ("well" if n % 2 else "tank") if n < 25 else "",
        },
    )
    told = result(more, SHARES)
    assert figures(told, "water_from") == {"good": 50}
    assert {cell.question for cell in told.told if cell.n} == {"households", "money", "water"}


def test_a_result_shows_what_is_safe_and_says_why_not_the_rest() -> None:
    mixed = [replace(h, village=1 if n < 25 else 2 if n < 29 else 3) for n, h in enumerate(homes(60))]
    told = result(mixed, SHARES)
    assert told.get("households") is not None
    assert told.get("households", "village", "2") is None
    assert told.held["households/village/2"] is Why.FEW
    assert all(cell.n % 5 == 0 for cell in told.told)
    assert all(v % 100 == 0 for c in told.of("money", "whole") for v in c.figures.values())


def test_a_declared_table_is_of_those_who_answered_and_by_the_same_rule() -> None:
    def answered(yes: int, count: int = 30) -> VillageResult:
        water = lambda n: {"water": "yes" if n < yes else "no", "water_from": "well" if n < yes else ""}  # noqa: E731
        return result(homes(count, answers=water), SHARES)

    assert answered(9).held["water/whole/"] is Why.TELLS_OF_ONE
    assert answered(9).held["water_from/whole/"] is Why.FEW
    water = answered(12).get("water", "village", "1")
    assert water is not None
    assert (water.n, water.figures) == (30, {"good": 40})
    assert result(homes(30, answers={"water": "yes"}), ()).get("water") is None, "what is not declared is not released"


def test_a_sensitive_question_is_told_of_the_whole_tambon_only() -> None:
    told = result(homes(60, answers=lambda n: {"health": "well" if n % 2 else "ill"}), SHARES)
    assert told.get("health") is not None
    assert not told.of("health", "village")


def test_a_new_table_is_a_new_version_of_the_list() -> None:
    assert list_version(()) == LIST_VERSION
    assert list_version(SHARES) == 2


def test_kept_releases_are_held_against_the_rules_of_today() -> None:
    kept = result(homes(40, savings=lambda n: 1_000.0 * n), SHARES, (), SALT)
    good = EarlierRelease(kept.as_told()["told"], kept.shown(), {})  # type: ignore[arg-type]
    assert would_not_pass(good) == {}
    digests = {"households/whole/": {f"h{n}": "a" for n in range(40)}}
    told = [
        {"question": "savings", "split": "whole", "group": "", "n": 10, "figures": {"savings_mean": 100_000}},
        {"question": "food", "split": "whole", "group": "", "n": 40, "figures": {"good": 100}},
        {"question": "land", "split": "whole", "group": "", "n": 40, "figures": {"good": 50}},
    ]
    former = EarlierRelease(told, type(kept.shown())({}, {}), digests)
    assert would_not_pass(former) == {"savings/whole/": Why.TELLS_OF_ONE, "food/whole/": Why.TELLS_OF_ONE}
    grown = {"households/whole/": {f"h{n}": "a" for n in range(43)}}
    second = EarlierRelease([], former.kept, grown)
    assert would_not_pass(second, [former]) == {"households/whole/": Why.TOO_LIKE_BEFORE}
