"""How much of a typical tambon's survey a release shows: cells, of all that there are, by number of households."""

from __future__ import annotations

import random
import statistics
from collections.abc import Sequence
from dataclasses import replace

from lib.domain.household import Amount, Crop, Household, Owed
from lib.domain.release import KeptRelease
from lib.domain.village_result import VillageResult, result
from lib.schema.household_result import share_tables

#: Households of a tambon → its villages.
SIZES = {30: 2, 80: 4, 200: 9, 600: 12}
#: Tambons drawn of each size.
DRAWN = 15
_JOBS, _PARTS = ("rice", "wage", "trade", "orchard", "other"), (45, 25, 12, 10, 8)
_LENDERS = ("bank", "village_fund", "shop", "relative", "informal")
#: Share of yes, in percent, to the questions that declare a table.
_YES = {"food": ("always", 70), "land": ("own", 45), "steady": ("steady", 35), "health": ("well", 60)}


def household(number: int, villages: int, dice: random.Random) -> Household:
    """One invented household; money is skewed as money is, four of ten save nothing."""

    def baht(middle: float, spread: float = 0.5) -> float:
        return float(round(middle * dice.lognormvariate(0, spread) / 100) * 100)

    owes = dice.random() < 0.6
    lenders = dice.sample(_LENDERS, dice.choice([1, 1, 2]), counts=(4, 3, 2, 1, 1)) if owes else ()
    return Household(
        f"h{number}",
        f"{number:04d}",
        1 + number % villages,
        dice.randint(1, 7),
        dice.choices(_JOBS, _PARTS)[0],
        baht(11_000),
        baht(9_000),
        0.0 if dice.random() < 0.4 else baht(8_000, 1.2),
        "yes" if owes else "no",
        (),
        (Amount("food", baht(1_500), False, True, True),) if dice.random() < 0.6 else (),
        tuple(Owed(lender, baht(40_000, 0.9)) for lender in dict.fromkeys(lenders)),
        tuple(_crop(dice, baht(40_000, 0.8)) for _ in range(dice.choice([0, 1, 1, 2]))),
        {name: yes if dice.random() < percent / 100 else "no" for name, (yes, percent) in _YES.items()},
    )


def _crop(dice: random.Random, sold: float) -> Crop:
    ways = dice.random() < 0.6, dice.random() < 0.7
    return Crop(
        "ข้าว",
        sold,
        sold // 3,
        dice.choice(["outside", "outside", "own"]),
        dice.choice(["self", "self", "order"]),
        "buyer" if ways[1] else "bargain",
        "middleman_out" if ways[0] else "market",
        dice.choice(["inside", "outside"]),
    )


def shown(told: VillageResult) -> tuple[int, int]:
    """Cells that say something, and all that there are."""
    says = sum(bool(t.figures) or t.question == "households" for t in told.told)
    keys = {key.replace(".", "/", 1).split("/")[0] + "/" + key.partition("/")[2] for key in told.held}
    return says, len({t.key for t in told.told} | keys)


def a_year(size: int, seed: int) -> list[tuple[int, int]]:
    """A first release; then a tenth more households, two corrections and one withdrawal; each as (shown, all)."""
    dice = random.Random(seed)
    homes = [household(n, SIZES[size], dice) for n in range(size)]
    first = result(homes, share_tables(), (), "bench")
    kept = first.shown()
    homes = [replace(h, income_told=h.income_told + 1_000) if n in (3, 7) else h for n, h in enumerate(homes)]
    gone = homes.pop(11)
    homes += [household(size + n, SIZES[size], dice) for n in range(max(10, size // 10))]
    second = result(homes, share_tables(), [_without(kept, first, gone)], "bench")
    return [shown(first), shown(second)]


def _without(kept: KeptRelease, told: VillageResult, gone: Household) -> KeptRelease:
    from lib.domain.contributions import Digests

    digest = Digests("bench").of(gone.id)
    name = next(n for n, of_record in told.who.items() if of_record == digest)
    cells = {
        key: {h: dict.fromkeys(parts, "gone") if h == name else parts for h, parts in members.items()}
        for key, members in kept.cells.items()
    }
    return KeptRelease(cells, kept.who)


def report(sizes: Sequence[int] = tuple(SIZES)) -> str:
    """The table of docs/decisions/007, measured now."""
    lines = ["| households | cells | first release shows | the next one |", "|---:|---:|---:|---:|"]
    for size in sizes:
        years = [a_year(size, seed) for seed in range(DRAWN)]
        middle = [statistics.median(y[n][0] for y in years) for n in (0, 1)]
        cells = statistics.median(y[0][1] for y in years)
        lines.append(f"| {size} | {cells:.0f} | {middle[0]:.0f} | {middle[1]:.0f} |")
    return "\n".join(lines)


if __name__ == "__main__":
    print(report())
