"""A form says what can be read of it and what is wrong with the rest; one bad field spoils no other."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.domain.errors import BadInput
from lib.domain.household import doubts, total
from lib.domain.thai_text import clean_text
from lib.intake.typed import read_form, read_typed
from lib.schema.household import HouseholdSurvey
from lib.schema.record import Answers, nested_fields, specs
from lib.schema.registry import KINDS
from lib.store.household_rows import from_values
from tests.intake.rubbish import ANYTHING, filled, text_boxes

MODELS: list[type[Answers]] = [*KINDS.values(), *(m for k in KINDS.values() for m in nested_fields(k).values())]
BOXES = [(model, name) for model in MODELS for name in text_boxes(model)]
CONSENTING = {
    "household_code": "03-017",
    "area": "TH-250204",
    "surveyed_on": "12 พ.ย. 2568",
    "consent": "yes",
    "expense_per_month": "9,000",
    "incomes": [
        {"id": "a", "source": "farm", "amount": "๑๒,๐๐๐", "period": "month", "no_answer": {}},
        {"id": "b", "source": "wage", "amount": "เยอะ", "period": "month", "no_answer": {}},
    ],
    "no_answer": {"savings": "refused"},
}


def test_values_and_problems_come_together_and_raw_text_never() -> None:
    reading = read_form(HouseholdSurvey, {**CONSENTING, "income_per_month": "10,000-12,000"})
    assert "income_per_month" not in reading.values
    assert reading.values["expense_per_month"] == Decimal(9_000)
    assert reading.values["surveyed_on"] == date(2025, 11, 12)
    assert reading.values["no_answer"] == {"savings": "refused"}
    income, listed = (p.th for p in sorted(reading.problems, key=lambda p: p.field or "", reverse=True))
    assert "แถวที่ 2" in income
    assert "เป็นช่วง ต้องเลือกตัวเลขเดียว เช่น 10,000" in listed
    with pytest.raises(BadInput) as refused:
        read_typed(HouseholdSurvey, {**CONSENTING, "income_per_month": "10,000-12,000"})
    assert {p.field for p in refused.value.problems} == {"income_per_month", "incomes"}


def test_a_row_that_is_half_readable_keeps_its_other_half() -> None:
    reading = read_form(HouseholdSurvey, CONSENTING)
    first, second = reading.rows["incomes"]
    assert first.values["amount"] == Decimal(12_000)
    assert "amount" not in second.values
    assert second.values["source"] == "wage"
    assert "row 2 Amount" in reading.problems[0].en
    one = from_values(reading.values)
    assert total(one.incomes) is None, "a sum with an unread part is not told"
    assert one.expense == 9_000


def test_what_is_not_asked_stands_in_nobodys_way() -> None:
    """Consent was taken back while an unreadable income still stood in a box that is gone now."""
    typed = {**CONSENTING, "income_per_month": "เยอะ", "consent": "no", "no_answer": {}}
    reading = read_form(HouseholdSurvey, typed)
    assert reading.problems == ()
    assert not {"income_per_month", "expense_per_month", "incomes"} & set(reading.values)


def test_a_question_behind_an_unasked_one_is_not_asked() -> None:
    typed = {**CONSENTING, "has_debt": "yes", "debts": [{"id": "", "lender": "bank"}], "consent": "no"}
    assert set(read_form(HouseholdSurvey, typed).values) & {"has_debt", "debts"} == set()


@settings(max_examples=400)
@given(st.sampled_from(BOXES), ANYTHING)
def test_rubbish_in_one_box_is_read_or_is_its_problem_and_spoils_no_other(
    box: tuple[type[Answers], str], rubbish: str
) -> None:
    model, name = box
    good = filled(model, name)
    before, after = read_form(model, good), read_form(model, {**good, name: rubbish})
    assert before.problems == ()
    assert {k: v for k, v in after.values.items() if k != name} == {k: v for k, v in before.values.items() if k != name}
    assert {p.field for p in after.problems} <= {name}
    assert name not in after.values or not after.problems
    assert name in after.values or after.problems or not clean_text(rubbish)


@settings(max_examples=150)
@given(st.sampled_from(text_boxes(HouseholdSurvey)), ANYTHING, st.sampled_from(sorted(nested_fields(HouseholdSurvey))))
def test_sums_and_the_check_list_of_a_household_bear_anything(name: str, rubbish: str, part: str) -> None:
    typed = filled(HouseholdSurvey, name)
    row = dict.fromkeys(text_boxes(nested_fields(HouseholdSurvey)[part]), rubbish)
    typed |= {name: rubbish, part: [*typed[part], {**typed[part][0], **row}]}
    reading = read_form(HouseholdSurvey, typed)
    one = from_values(reading.values)
    assert {d.question for d in doubts(one)} <= set(specs(HouseholdSurvey))
    assert {p.field for p in reading.problems} <= {name, part}
