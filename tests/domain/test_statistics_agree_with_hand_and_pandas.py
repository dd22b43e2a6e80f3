"""Middles, spreads and sums: against numbers worked out by hand, and against pandas as an oracle."""

from __future__ import annotations

from random import Random

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.domain.blunted_statistics import Quartiles, rounded, share
from lib.domain.contributions import LEAKS, PRODUCE
from lib.domain.household import Amount, Crop, Household, Owed
from lib.domain.village_result import KEPT_PERCENT, result
from lib.schema.household_result import share_tables


@given(st.lists(st.integers(-50_000, 2_000_000), min_size=1, max_size=200))
def test_quartiles_and_mean_are_those_of_pandas(figures: list[int]) -> None:
    told, oracle = Quartiles.of([float(f) for f in figures]), pd.Series(figures, dtype=float)
    assert told is not None
    wanted = [oracle.quantile(q) for q in (0.25, 0.5, 0.75)]
    assert [told.low, told.middle, told.high] == pytest.approx(wanted)
    assert told.mean == pytest.approx(oracle.mean())


def test_by_hand() -> None:
    assert Quartiles.of([]) is None
    told = Quartiles.of([10.0, 2.0, 4.0, 8.0])
    # sorted 2 4 8 10: quarter at 0.75 → 3.5, half at 1.5 → 6, three quarters at 2.25 → 8.5
    assert told == Quartiles(4, 3.5, 6.0, 8.5, 6.0)
    assert [rounded(v) for v in (149.9, 150, -150, 0)] == [100, 200, -200, 0]
    assert [share(1, 3), share(2, 3), share(0, 0)] == [35, 65, 0]


def hand_made() -> list[Household]:
    """Forty-four households: incomes 5 000, 6 000 … 48 000, half of it spent, twenty-four in debt."""
    return [
        Household(
            f"h{n}",
            village=1,
            occupation="rice",
            income_told=1000.0 * (5 + n),
            expense_told=500.0 * (5 + n),
            savings=1000.0 * (n % 3),
            has_debt="yes" if n < 24 else "no",
            debts=(Owed("shop", 2000.0), Owed("bank", 10_000.0)) if n < 24 else (),
            expenses=(Amount("food", 1000.0, False, True, True), Amount("school", 6000.0, True)),
            produce=(
                Crop("ข้าว", 50_000.0, 12_000.0, "outside" if n < 22 else "own", "self", "buyer", "middleman_out"),
            ),
            answers={"food": "always" if n < 32 else "often"},
        )
        for n in range(44)
    ]


def test_a_tambons_result_by_hand() -> None:
    told = result(hand_made(), share_tables())
    money = told.get("money")
    assert money is not None
    # a quarter of 44 lies at 10.75 → 15 750, the middle at 21.5 → 26 500, three quarters at 32.25 → 37 250
    assert [money.figures[f"income_{end}"] for end in ("low", "middle", "high")] == [15_800, 26_500, 37_300]
    assert [money.figures[f"{name}_middle"] for name in ("expense", "left")] == [13_300, 13_300]
    assert not any(name.endswith("mean") for name in money.figures)
    savings, debt, food = told.get("savings"), told.get("debt"), told.get("food")
    assert savings
    assert debt
    assert food
    assert savings.figures == {"savings_low": 0, "savings_middle": 1000, "savings_high": 2000, "saving": 65}  # 29 of 44
    # Owing nothing or 12 000 is a yes or no: it is told as one.
    assert debt.figures == {"owing": 55}
    assert food.figures == {"good": 75}  # 32 of 44 = 72.7
    lost = {name: cell.figures["lost_year"] for name in LEAKS if (cell := told.get(f"leak_{name}"))}
    assert lost == {"inputs": 264_000, "middlemen": 2_200_000, "price_taken": 2_200_000, "bought_in": 528_000}
    kept = {name: cell.figures["kept_year"] for name in LEAKS if (cell := told.get(f"leak_{name}"))}
    assert kept == {name: lost[name] * KEPT_PERCENT[name] // 100 for name in lost}
    # All decide on their own and none names the price: a share of 100 or 0 would tell of each.
    assert {p: c.figures["good"] for p in PRODUCE if (c := told.get(f"produce_{p}"))} == {"inputs": 50}
    shop = told.get("lender_shop")
    assert shop
    assert shop.figures == {"baht": 48_000}


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
