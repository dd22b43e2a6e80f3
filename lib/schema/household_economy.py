"""What a household's economy is told in, row by row: its debts, sources of income, expenses and produce."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from lib.schema import survey_choices
from lib.schema.field import Privacy, field, options
from lib.schema.money import baht
from lib.schema.record import Nested

#: What is asked of a family is personal, and so is every amount of its money.
PERSONAL: dict[str, Any] = {"privacy": Privacy.PERSONAL}
MONEY = baht() | PERSONAL


class Debt(Nested):
    """One debt of a household."""

    lender: str = field("กู้จาก", "Lender", required=True, options=survey_choices.LENDERS, **PERSONAL)
    balance: Decimal | None = field("ยอดคงเหลือ", "Balance", may_decline=True, likely=(500, 3_000_000), **MONEY)
    interest_per_year: float | None = field(
        "ดอกเบี้ยต่อปี",
        "Interest per year",
        ge=0,
        le=2000,
        likely=(0, 60),
        unit_th="%",
        unit_en="%",
        may_decline=True,
        **PERSONAL,
    )
    purpose: str | None = field("กู้เพื่อ", "Purpose", max_length=200, **PERSONAL)


class Income(Nested):
    """One source of a household's income."""

    source: str = field("รายได้จาก", "Income from", required=True, options=survey_choices.INCOME_SOURCES, **PERSONAL)
    amount: Decimal | None = field("จำนวนเงิน", "Amount", may_decline=True, likely=(100, 2_000_000), **MONEY)
    period: str = field("ต่อ", "Period", default="month", options=survey_choices.PERIODS, **PERSONAL)


class Expense(Nested):
    """One kind of a household's expense, and whether it could be made here instead of bought."""

    item: str = field("จ่ายค่า", "Expense for", required=True, options=survey_choices.EXPENSE_ITEMS, **PERSONAL)
    amount: Decimal | None = field("จำนวนเงิน", "Amount", may_decline=True, likely=(50, 1_000_000), **MONEY)
    period: str = field("ต่อ", "Period", default="month", options=survey_choices.PERIODS, **PERSONAL)
    bought: str | None = field("ซื้อจาก", "Bought", options=survey_choices.PLACES_BOUGHT, **PERSONAL)
    could_make: str | None = field(
        "ทำเองหรือทำในชุมชนได้ไหม",
        "Could be made here",
        options=options(("yes", "ทำได้", "Yes"), ("no", "ทำไม่ได้", "No")),
        ask_if=("bought", ("outside",)),
        **PERSONAL,
    )


class Produce(Nested):
    """What a household produces, and who holds which part of its way to whoever eats it."""

    what: str = field("ผลผลิต", "Produce", required=True, max_length=120, **PERSONAL)
    sold_per_year: Decimal | None = field("ขายได้ต่อปี", "Sold a year", may_decline=True, likely=(500, 5_000_000), **MONEY)
    input_cost: Decimal | None = field(
        "ค่าวัตถุดิบต่อปี", "Cost of inputs a year", may_decline=True, likely=(100, 3_000_000), **MONEY
    )
    inputs: str | None = field("เจ้าของวัตถุดิบ", "Who owns the inputs", options=survey_choices.INPUT_OWNERS, **PERSONAL)
    production: str | None = field(
        "เจ้าของการผลิต", "Who owns the production", options=survey_choices.PRODUCTION_OWNERS, **PERSONAL
    )
    price: str | None = field("ใครกำหนดราคา", "Who sets the price", options=survey_choices.PRICE_SETTERS, **PERSONAL)
    sold_to: str | None = field("ขายให้ใคร", "Sold to", options=survey_choices.BUYERS, **PERSONAL)
    consumers: str | None = field("ใครกินใครใช้", "Who consumes", options=survey_choices.CONSUMERS, **PERSONAL)
