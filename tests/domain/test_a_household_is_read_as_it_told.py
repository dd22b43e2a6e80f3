"""Sums, gaps, look-alikes: what a household said, and never more than that."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lib.domain.household import Amount, Household, Owed, doubts, look_alike, look_alikes, same_code, total
from lib.store.household_rows import from_values

WHOLE = Household("a", "03-017", 3, 4, "rice", 12_000.0, 9_000.0, 500.0, "no")


def test_a_list_adds_up_by_month_and_one_unknown_amount_makes_no_sum() -> None:
    assert total([Amount("rice", 24_000.0, yearly=True), Amount("wage", 3_000.0)]) == 5_000.0
    assert total([Amount("rice", 24_000.0), Amount("wage", None)]) is None
    assert total([]) is None


def test_what_was_told_comes_before_what_was_listed() -> None:
    listed = replace(WHOLE, income_told=None, incomes=(Amount("wage", 7_000.0),))
    assert (WHOLE.income, listed.income) == (12_000.0, 7_000.0)
    assert replace(WHOLE, income_told=None).income is None


def test_debt_is_known_only_when_every_balance_is() -> None:
    owing = replace(WHOLE, has_debt="yes", debts=(Owed("bank", 5_000.0), Owed("shop", 200.0)))
    assert (WHOLE.debt, owing.debt) == (0.0, 5_200.0)
    assert replace(owing, debts=(Owed("bank", 5_000.0), Owed("shop", None))).debt is None
    assert replace(WHOLE, has_debt="").debt is None


def rules(one: Household) -> set[tuple[str, str]]:
    return {(d.rule, d.question) for d in doubts(one)}


def test_a_whole_form_has_no_doubts_and_a_declined_question_is_no_gap() -> None:
    assert rules(WHOLE) == set()
    told = {
        "household_code": "03-017",
        "village": 3,
        "consent": "yes",
        "people": 4,
        "main_occupation": "rice",
        "income_per_month": 12_000,
        "expense_per_month": 9_000,
        "has_debt": "no",
        "enough_food": "always",
        "land_held": "own",
        "steady_income": "steady",
    }
    assert rules(from_values(told)) == {("missing", "savings")}
    assert rules(from_values({**told, "no_answer": {"savings": "refused"}})) == set()
    assert rules(from_values({**told, "savings": 0, "village": None})) == {("missing", "village")}
    assert rules(from_values({"consent": "no"})) == {("missing", "village")}, "nothing else is asked"


def test_a_list_that_adds_up_answers_for_its_total() -> None:
    listed = replace(WHOLE, income_told=None, unanswered=("income_per_month",))
    assert rules(listed) == {("missing", "income_per_month")}
    assert rules(replace(listed, incomes=(Amount("wage", 7_000.0),))) == set()


def test_what_does_not_fit_together_is_asked_about_without_stopping() -> None:
    odd = replace(WHOLE, income_told=1_000.0, expense_told=9_000.0, incomes=(Amount("wage", 8_000.0),), has_debt="yes")
    assert rules(odd) == {
        ("no_debts_listed", "debts"),
        ("sums_differ", "income_per_month"),
        ("spends_far_more", "expense_per_month"),
    }
    assert {d.rule for d in doubts(odd) if d.stops} == {"no_debts_listed"}
    assert rules(replace(WHOLE, expenses=(Amount("food", 3_000.0),))) == set(), "a list may be shorter"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("03-017", "3/17", True),
        ("๐๓-๐๑๗", "03-017", True),
        ("03-017", "03-171", False),
        ("ก 4", "ก4", True),
        ("", "", False),
    ],
)
def test_a_code_written_differently_is_the_same_code(one: str, other: str, same: bool) -> None:
    assert same_code(one, other) is same


def test_look_alikes_are_found_by_code_or_by_answers_in_one_village() -> None:
    twice = replace(WHOLE, id="b", code="3/17", income_told=99.0)
    twin = replace(WHOLE, id="c", code="03-099")
    elsewhere = replace(WHOLE, id="d", code="03-017", village=4)
    other = replace(twin, id="e", people=6)
    assert look_alike(WHOLE, twice) == "code"
    assert look_alike(WHOLE, twin) == "answers"
    assert look_alike(WHOLE, elsewhere) == ""
    assert look_alike(WHOLE, other) == ""
    other = replace(other, code="03-500")
    found = {(a.id, b.id, why) for a, b, why in look_alikes([WHOLE, twice, twin, elsewhere, other])}
    assert found == {("a", "b", "code"), ("a", "c", "answers")}


def test_poor_households_that_said_little_are_not_one() -> None:
    little = Household("x", "1", 1, 4, "rice", None, None, 0.0, "no")
    assert look_alike(little, replace(little, id="y", code="2")) == ""
