"""Middles, spreads and sums: against numbers worked out by hand, and against pandas as an oracle."""

from __future__ import annotations

from random import Random

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.domain.blunted_statistics import Spread, rounded, share
from lib.domain.household import Amount, Crop, Household, Owed
from lib.domain.village_result import KEPT_PERCENT, LEAKS, PRODUCE, result
from lib.schema.household_result import share_tables


@given(st.lists(st.integers(-50_000, 2_000_000), min_size=1, max_size=200))
def test_quartiles_and_mean_are_those_of_pandas(figures: list[int]) -> None:
    told, oracle = Spread.of([float(f) for f in figures]), pd.Series(figures, dtype=float)
    assert told is not None
    wanted = [oracle.quantile(q) for q in (0.25, 0.5, 0.75)]
    assert [told.low, told.middle, told.high] == pytest.approx(wanted)
    assert told.mean == pytest.approx(oracle.mean())


def test_by_hand() -> None:
    assert Spread.of([]) is None
    told = Spread.of([10.0, 2.0, 4.0, 8.0])
    # sorted 2 4 8 10: quarter at 0.75 → 3.5, half at 1.5 → 6, three quarters at 2.25 → 8.5
    assert told == Spread(4, 3.5, 6.0, 8.5, 6.0)
    assert [rounded(v) for v in (149.9, 150, -150, 0)] == [100, 200, -200, 0]
    assert [share(1, 3), share(2, 3), share(0, 0)] == [35, 65, 0]


#: Eleven households, by hand: middle income 12 000, middle expense 9 000, six of eleven in debt.
INCOMES = (5, 6, 8, 9, 11, 12, 13, 15, 18, 22, 40)


def hand_made() -> list[Household]:
    return [
        Household(
            f"h{n}",
            village=1,
            occupation="rice",
            income_told=i * 1000.0,
            expense_told=9000.0,
            savings=1000.0 * (n % 3),
            has_debt="yes" if n < 6 else "no",
            debts=(Owed("shop", 2000.0), Owed("bank", 10_000.0)) if n < 6 else (),
            expenses=(Amount("food", 1000.0, False, True, True), Amount("school", 6000.0, True)),
            produce=(Crop("ข้าว", 50_000.0, 12_000.0, "outside", "self", "buyer", "middleman_out"),),
            answers={"food": "always" if n < 8 else "often"},
        )
        for n, i in enumerate(INCOMES)
    ]


def test_a_tambons_result_by_hand() -> None:
    told = result(hand_made(), share_tables())
    money = told.get("money")
    assert money is not None
    assert (money.figures["income_low"], money.figures["income_middle"], money.figures["income_high"]) == (
        8500,
        12000,
        16500,
    )
    assert money.figures["income_mean"] == rounded(sum(INCOMES) * 1000 / 11) == 14500
    assert money.figures["left_middle"] == 3000
    debt, food = told.get("debt"), told.get("food")
    assert debt
    assert food
    assert (debt.figures["owing"], debt.figures["debt_middle"]) == (55, 12000)
    assert food.figures["good"] == 75  # 8 of 11 = 72.7
    leaks = {name: told.get(f"leak_{name}") for name in LEAKS}
    assert all(leaks.values())
    lost = {name: cell.figures["lost_year"] for name, cell in leaks.items() if cell}
    assert lost == {"inputs": 132_000, "middlemen": 550_000, "price_taken": 550_000, "bought_in": 132_000}
    kept = {name: cell.figures["kept_year"] for name, cell in leaks.items() if cell}
    assert kept == {name: lost[name] * KEPT_PERCENT[name] // 100 for name in lost}
    parts = {p: told.get(f"produce_{p}") for p in PRODUCE}
    assert {p: c.figures["good"] for p, c in parts.items() if c} == {
        "inputs": 0,
        "production": 100,
        "price": 0,
        "eaten_here": 0,
    }
    # Six households owe: too few for a figure of the lenders.
    assert told.get("lender_shop") is None


def test_every_table_agrees_with_pandas_over_many_households() -> None:
    dice = Random(11)
    homes = [
        Household(
            str(n),
            village=dice.randint(1, 3),
            occupation=dice.choice(["rice", "wage"]),
            income_told=float(dice.randint(20, 400) * 100),
            expense_told=float(dice.randint(20, 300) * 100),
            savings=float(dice.randint(0, 90) * 1000),
            has_debt="yes",
            debts=(Owed(dice.choice(["bank", "shop"]), float(dice.randint(1, 90) * 1000)),),
            answers={"land": dice.choice(["own", "rent"])},
        )
        for n in range(300)
    ]
    frame = pd.DataFrame(
        {
            "v": h.village,
            "o": h.occupation,
            "i": h.income,
            "e": h.expense,
            "s": h.savings,
            "d": h.debt,
            "l": h.debts[0].lender,
            "own": h.answers["land"] == "own",
        }
        for h in homes
    )
    told = result(homes, share_tables())
    for column, split in (("v", "village"), ("o", "occupation")):
        for cell in told.of("money", split):
            mine = frame[frame[column].astype(str) == cell.group]
            assert cell.figures["income_middle"] == rounded(mine.i.median())
            assert cell.figures["left_high"] == rounded((mine.i - mine.e).quantile(0.75))
    assert len(told.of("money", "village")) == 3
    sums = frame.groupby("l").d.sum()
    owed = {name: told.get(f"lender_{name}") for name in sums.index}
    assert {k: c.figures["baht"] for k, c in owed.items() if c} == {k: rounded(v, 1000) for k, v in sums.items()}
    land = told.get("land")
    assert land is not None
    assert land.figures["good"] == rounded(100 * frame.own.mean(), 5)
