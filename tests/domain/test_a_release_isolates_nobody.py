"""An attacker who subtracts any two published figures, over all releases, learns of ten households at least."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import combinations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.domain.household import Amount, Crop, Household, Owed
from lib.domain.release import LEAST, LIST_VERSION, Cell, ShareTable, Split, Why, close, held_back, list_version
from lib.domain.village_result import Result, as_cells, result

#: Tables as questions declare them: a factor, a question with its follow-up, a sensitive one.
SHARES = (
    ShareTable("กินพอ", "Enough", ("always",), since=1, id="food", factor=True),
    ShareTable("มีที่ทำกิน", "Land", ("own",), since=1, id="land", sensitive=True),
    ShareTable("มีน้ำ", "Water", ("yes",), since=2, id="water"),
    ShareTable("น้ำบ่อ", "From a well", ("well",), since=2, id="water_from"),
)
Published = list[dict[str, Mapping[str, str]]]


def family(number: int, dice: Random) -> Household:
    owes = dice.choice(["yes", "no", ""])
    return Household(
        f"hh-{number}",
        f"{number:03d}",
        dice.choice([1, 1, 1, 2, 2, 3, None]),
        dice.randint(1, 7),
        dice.choice(["rice", "rice", "wage", "trade"]),
        dice.choice([None, 9000.0, 12000.0, 15000.0]),
        dice.choice([8000.0, 11000.0]),
        dice.choice([None, 0.0, 5000.0]),
        owes,
        (),
        (Amount("food", 900.0, False, True, True),),
        (Owed(dice.choice(["bank", "shop", "relative"]), 4000.0),) if owes == "yes" else (),
        (Crop("ข้าว", 40_000.0, 9_000.0, "outside", "self", "buyer", "middleman_out"),) if dice.random() < 0.6 else (),
        {
            "food": dice.choice(["always", "often", ""]),
            "land": dice.choice(["own", "rent"]),
            # A follow-up question: asked of those only who answered the one before it so.
            "water": (water := dice.choice(["yes", "no", ""])),
            "water_from": dice.choice(["well", "tank"]) if water == "yes" else "",
        },
    )


def learned(cells: Iterable[tuple[str, Mapping[str, str]]]) -> list[tuple[str, str, int]]:
    """Every pair of figures of one question, and of how many households their difference tells."""
    found = []
    for (a, one), (b, other) in combinations(cells, 2):
        if a.split("/")[0] != b.split("/")[0]:
            continue
        told = set(one.items()) ^ set(other.items())
        if told:
            found.append((a, b, len({household for household, _ in told})))
    return found


def left_over(
    wholes: Mapping[str, Mapping[str, str]], shown: Mapping[str, Mapping[str, str]]
) -> list[tuple[str, Mapping[str, str]]]:
    """What a whole of one release minus the parts of a table of another (or the same) is."""
    found = []
    for key, whole in wholes.items():
        question, split, _ = key.split("/", 2)
        if split != "whole":
            continue
        for other in ("village", "occupation"):
            parts = [m for k, m in shown.items() if k.startswith(f"{question}/{other}/")]
            if parts:
                told = {h: a for p in parts for h, a in p.items()}
                rest = {h: a for h, a in whole.items() if told.get(h) != a}
                rest |= {h: a for h, a in told.items() if h not in whole}
                if rest:
                    found.append((f"{question}/rest of {other}/", rest))
    return found


def attack(releases: Published) -> list[tuple[str, str, int]]:
    """Fewer than ten households, learned from any two figures of any releases."""
    cells = [(f"{key}#{n}", m) for n, shown in enumerate(releases) for key, m in shown.items()]
    for n, wholes in enumerate(releases):
        for k, shown in enumerate(releases):
            cells += [(f"{key}#{n}-{k}", m) for key, m in left_over(wholes, shown)]
    small = [(key, key, len(m)) for key, m in cells if len(m) < LEAST]
    return small + [hit for hit in learned(cells) if hit[2] < LEAST]


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**9), st.integers(8, 90), st.lists(st.integers(0, 25), min_size=0, max_size=4))
def test_no_two_figures_of_any_releases_tell_of_fewer_than_ten(seed: int, first: int, later: list[int]) -> None:
    dice = Random(seed)
    homes = [family(n, dice) for n in range(first)]
    releases: Published = []
    for step, changes in enumerate([0, *later]):
        for _ in range(changes):
            what = dice.random()
            if what < 0.5 or len(homes) < 2:
                homes.append(family(10_000 * step + len(homes), dice))
            elif what < 0.8:
                at = dice.randrange(len(homes))
                homes[at] = replace(homes[at], income_told=dice.choice([7000.0, 20000.0]), savings=1.0)
            else:
                homes.pop(dice.randrange(len(homes)))
        before = [as_cells(shown) for shown in releases]
        releases.append(result(homes, SHARES, before).shown())
    assert attack(releases) == []


def cells(**sizes: int) -> list[Cell]:
    """One question: the whole, and villages of these sizes."""
    villages, number = [], 0
    for name, size in sizes.items():
        members = {f"h{number + n}": "x" for n in range(size)}
        number += size
        villages.append(Cell("money", Split.VILLAGE, name, members))
    whole = {h: a for v in villages for h, a in v.members.items()}
    return [Cell("money", Split.WHOLE, "", whole), *villages]


def test_a_small_village_takes_a_second_one_with_it() -> None:
    held = held_back(cells(a=30, b=12, c=4))
    assert held == {"money/village/c": Why.FEW, "money/village/b": Why.TELLS_ANOTHER}


def test_two_small_villages_that_make_ten_together_hide_nobody_else() -> None:
    held = held_back(cells(a=30, b=6, c=5))
    assert held == {"money/village/b": Why.FEW, "money/village/c": Why.FEW}


def test_a_group_inside_another_with_a_few_more_is_not_shown_beside_it() -> None:
    whole, *villages = cells(a=15, b=40)
    fishers = Cell("money", Split.OCCUPATION, "fishery", {**villages[0].members, "h15": "x", "h16": "x"})
    rest = {h: a for h, a in whole.members.items() if h not in fishers.members}
    farmers = Cell("money", Split.OCCUPATION, "rice", rest)
    held = held_back([whole, *villages, fishers, farmers])
    shown = {c.key for c in (whole, *villages, fishers, farmers)} - set(held)
    assert not {"money/village/a", "money/occupation/fishery"} <= shown


@pytest.mark.parametrize(("more", "may"), [(1, False), (9, False), (10, True)])
def test_the_next_release_waits_until_ten_households_differ(more: int, may: bool) -> None:
    whole, *_ = cells(a=40)
    grown = Cell("money", Split.WHOLE, "", {**whole.members, **{f"new{n}": "x" for n in range(more)}})
    held = held_back([grown], [[whole]])
    assert (grown.key not in held) is may
    if not may:
        assert held[grown.key] is Why.TOO_LIKE_BEFORE


def test_one_corrected_answer_is_a_difference_of_one_household() -> None:
    whole, *_ = cells(a=40)
    corrected = Cell("money", Split.WHOLE, "", {**whole.members, "h3": "another"})
    assert close(whole.members, corrected.members)
    assert held_back([corrected], [[whole]]) == {corrected.key: Why.TOO_LIKE_BEFORE}
    assert held_back([whole], [[whole]]) == {}


def test_different_questions_do_not_hide_each_other() -> None:
    whole, *_ = cells(a=20)
    other = Cell("savings", Split.WHOLE, "", dict.fromkeys(list(whole.members)[:15], "y"))
    assert held_back([whole, other]) == {}


def test_a_result_shows_what_is_safe_and_says_why_not_the_rest() -> None:
    dice = Random(3)
    homes = [replace(family(n, dice), village=1 if n < 25 else 2 if n < 29 else 3) for n in range(60)]
    told: Result = result(homes, SHARES)
    assert told.get("households") is not None
    assert told.get("households", "village", "2") is None
    assert told.held["households/village/2"] is Why.FEW
    assert all(cell.n % 5 == 0 for cell in told.told)
    assert all(v % 5 == 0 for cell in told.of("water_from", "whole") for v in cell.figures.values())
    assert all(v % 100 == 0 for c in told.of("money", "whole") for v in c.figures.values())


def test_a_declared_table_is_of_those_who_answered_and_by_the_same_rule() -> None:
    """Nine answered the follow-up: it stays silent, whatever the question before it says."""
    homes = [
        Household(
            f"h{n}", village=1, answers={"water": "yes" if n < 9 else "no", "water_from": "well" if n < 9 else ""}
        )
        for n in range(30)
    ]
    told = result(homes, SHARES)
    water = told.get("water", "village", "1")
    assert water is not None
    assert (water.n, water.figures) == (30, {"good": 30})
    assert told.held["water_from/whole/"] is Why.FEW
    assert not told.of("water_from", "village")
    more = [*homes[:-1], replace(homes[-1], answers={"water": "yes", "water_from": "tank"})]
    again = result(more, SHARES)
    follow_up = again.get("water_from")
    assert follow_up is not None
    assert follow_up.figures == {"good": 90}
    assert result(homes, ()).get("water") is None, "what is not declared is not released"


def test_a_sensitive_question_is_told_of_the_whole_tambon_only() -> None:
    homes = [Household(f"h{n}", village=1 + n % 2, answers={"land": "own"}) for n in range(60)]
    told = result(homes, SHARES)
    assert told.get("land") is not None
    assert not told.of("land", "village")


def test_a_new_table_is_a_new_version_of_the_list() -> None:
    assert list_version(()) == LIST_VERSION
    assert list_version(SHARES) == 2


def test_one_large_loan_cannot_be_worked_out_from_the_rest() -> None:
    """Forty owe to one lender, one of them also to another: no total is told to subtract from."""
    homes = [
        Household(
            f"h{n}",
            village=1,
            has_debt="yes",
            debts=(Owed("bank", 50_000.0), *((Owed("shop", 900_000.0),) if n == 0 else ())),
        )
        for n in range(40)
    ]
    told = result(homes, SHARES)
    debt = told.get("debt")
    assert debt is not None
    assert "debt_mean" not in debt.figures
    assert told.get("lender_shop") is None
    assert told.get("lender_bank") is not None
