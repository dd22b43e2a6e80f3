"""The household survey (tambon survey 2.1.2): private, with skip logic and refusals."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from lib.schema import choices
from lib.schema.field import Privacy, Sync, field, options, rows
from lib.schema.record import About, Nested, Record

_MONEY: dict[str, Any] = {
    "ge": 0,
    "le": 1_000_000_000,
    "decimal_places": 2,
    "unit_th": "บาท",
    "unit_en": "baht",
    "privacy": Privacy.PERSONAL,
}


class Debt(Nested):
    """One debt of a household."""

    lender: str = field(
        "กู้จาก", "Lender", required=True, options=choices.LENDERS, privacy=Privacy.PERSONAL
    )
    balance: Decimal | None = field(
        "ยอดคงเหลือ", "Balance", may_decline=True, likely=(500, 3_000_000), **_MONEY
    )
    interest_per_year: float | None = field(
        "ดอกเบี้ยต่อปี", "Interest per year", ge=0, le=2000, likely=(0, 60), unit_th="%", unit_en="%",
        may_decline=True, privacy=Privacy.PERSONAL,
    )  # fmt: skip
    purpose: str | None = field("กู้เพื่อ", "Purpose", max_length=200, privacy=Privacy.PERSONAL)


class HouseholdSurvey(Record):
    """One household's answers. A code stands for the family; names are not collected."""

    about = About(
        id="household_survey", prefix="hh", th="แบบสำรวจครัวเรือน", en="Household survey",
        title="household_code", place="area", key=("area", "household_code"), sync=Sync.NONE, private=True, order=14,
        help_th="เศรษฐกิจครัวเรือน ใช้รหัสแทนชื่อ ไม่ตอบข้อใดก็ได้",
        help_en="The household's economy; a code instead of a name, any question may be declined",
    )  # fmt: skip

    household_code: str = field(
        "รหัสครัวเรือน", "Household code", required=True, max_length=30, section="start",
        example="03-017", privacy=Privacy.PERSONAL,
        help_th="รหัสแทนครัวเรือน ไม่ใช่ชื่อหรือเลขบัตร", help_en="Stands for the household; no name, no id card",
    )  # fmt: skip
    area: str = field(
        "ตำบล",
        "Tambon",
        required=True,
        area_types=choices.COUNCIL_AREAS,
        section="start",
        privacy=Privacy.PERSONAL,
    )
    village: int | None = field(
        "หมู่ที่", "Village number", ge=1, le=99, section="start", privacy=Privacy.PERSONAL
    )
    surveyed_on: date = field(
        "วันที่สำรวจ", "Surveyed on", required=True, section="start", privacy=Privacy.PERSONAL
    )
    consent: str = field(
        "ยินยอมให้เก็บข้อมูลเพื่อจัดทำแผนของตำบล", "Consents to use for the tambon's plan", required=True,
        options=options(("yes", "ยินยอม", "Consents"), ("no", "ไม่ยินยอม", "Does not consent")),
        section="start", privacy=Privacy.PERSONAL,
        help_th="ไม่ยินยอมก็ไม่มีผลต่อสิทธิใด ๆ และไม่ต้องตอบข้อถัดไป",
        help_en="Declining has no effect on any right; nothing further is asked",
    )  # fmt: skip
    people: int | None = field(
        "สมาชิกในครัวเรือน", "People in the household", ge=1, le=60, likely=(1, 12), unit_th="คน",
        unit_en="people", may_decline=True, ask_if=("consent", ("yes",)), section="work", privacy=Privacy.PERSONAL,
    )  # fmt: skip
    main_occupation: str | None = field(
        "อาชีพหลัก", "Main occupation", options=choices.OCCUPATIONS, may_decline=True,
        ask_if=("consent", ("yes",)), section="work", privacy=Privacy.PERSONAL,
    )  # fmt: skip
    second_occupations: list[str] = field(
        "อาชีพเสริม", "Second occupations", default=[], options=choices.OCCUPATIONS,
        ask_if=("consent", ("yes",)), section="work", privacy=Privacy.PERSONAL,
    )  # fmt: skip
    income_per_month: Decimal | None = field(
        "รายได้รวมต่อเดือน", "Income per month", may_decline=True, likely=(1_000, 300_000),
        ask_if=("consent", ("yes",)), section="money", **_MONEY,
    )  # fmt: skip
    expense_per_month: Decimal | None = field(
        "รายจ่ายรวมต่อเดือน", "Expense per month", may_decline=True, likely=(1_000, 300_000),
        ask_if=("consent", ("yes",)), section="money", **_MONEY,
    )  # fmt: skip
    savings: Decimal | None = field(
        "เงินออมคงเหลือ", "Savings", may_decline=True, likely=(0, 3_000_000),
        ask_if=("consent", ("yes",)), section="money", **_MONEY,
    )  # fmt: skip
    has_debt: str | None = field(
        "มีหนี้หรือไม่", "Any debt?", options=choices.YES_NO, may_decline=True,
        ask_if=("consent", ("yes",)), section="debt", privacy=Privacy.PERSONAL,
    )  # fmt: skip
    debts: list[Debt] = rows(
        "หนี้แต่ละก้อน",
        "Debts",
        ask_if=("has_debt", ("yes",)),
        section="debt",
        privacy=Privacy.PERSONAL,
    )
