"""The household survey (tambon survey 2.1.2): private, with skip logic and refusals.

A code stands for the family. Consent is recorded with its version; sensitive questions (PDPA,
section 26) live in a record of their own (`household_health`).
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from pydantic import model_validator

from lib.domain.release import ShareTable
from lib.domain.thai_date import fiscal_year
from lib.schema import choices, survey_choices
from lib.schema.field import Authority, Privacy, Sync, field, options, rows
from lib.schema.household_economy import MONEY, PERSONAL, Debt, Expense, Income, Produce
from lib.schema.record import About, Record

_AGREED: dict[str, Any] = {"ask_if": ("consent", ("yes",)), "privacy": Privacy.PERSONAL}
#: The wording of the consent in force; a new wording is a new number (source: `ui/survey/consent.py`).
CONSENT_VERSION = "1"
CONSENT = options(("yes", "ยินยอม", "Consents"), ("no", "ไม่ยินยอม", "Does not consent"))


class HouseholdSurvey(Record):
    """One household's answers in one round. A code stands for the family; names are not collected."""

    about = About(
        id="household_survey",
        prefix="hh",
        th="แบบสำรวจครัวเรือน",
        en="Household survey",
        title="household_code",
        place="area",
        key=("area", "household_code", "year"),
        # A round of one tambon is read often, by village; the country is counted from it as well.
        read_together=("area", "year", "village", "consent", "checked_on", "withdrawn_on"),
        sync=Sync.NONE,
        private=True,
        many=True,
        order=14,
        help_th="เศรษฐกิจครัวเรือน ใช้รหัสแทนชื่อ ไม่ตอบข้อใดก็ได้",
        help_en="The household's economy; a code instead of a name, any question may be declined",
    )

    household_code: str = field(
        "รหัสครัวเรือน",
        "Household code",
        required=True,
        max_length=30,
        section="start",
        example="03-017",
        privacy=Privacy.PERSONAL,
        pattern=r"^[0-9A-Za-zก-ฮ./ -]{1,30}$",
        format="code",
        help_th="รหัสแทนครัวเรือน ไม่ใช่ชื่อหรือเลขบัตร",
        help_en="Stands for the household; no name, no id card",
    )
    area: str = field("ตำบล", "Tambon", required=True, area_types=choices.COUNCIL_AREAS, section="start", **PERSONAL)
    village: int | None = field("หมู่ที่", "Village number", ge=1, le=99, check_before=True, section="start", **PERSONAL)
    surveyed_on: date = field(
        "วันที่สำรวจ", "Surveyed on", required=True, past=True, near_year="year", section="start", **PERSONAL
    )
    year: int | None = field(
        "รอบสำรวจ (ปีงบประมาณ พ.ศ.)",
        "Round (fiscal year B.E.)",
        ge=2540,
        le=2700,
        format="be_year",
        section="start",
        since=3,
        help_th="ถ้าเว้นไว้ ใช้ปีงบประมาณของวันที่สำรวจ",
        help_en="When empty, the fiscal year of the visit",
        **PERSONAL,
    )
    consent: str = field(
        "ยินยอมให้เก็บข้อมูลเพื่อจัดทำแผนของตำบล",
        "Consents to use for the tambon's plan",
        required=True,
        options=CONSENT,
        section="start",
        privacy=Privacy.PERSONAL,
        help_th="ไม่ยินยอมก็ไม่มีผลต่อสิทธิใด ๆ และไม่ต้องตอบข้อถัดไป",
        help_en="Declining has no effect on any right; nothing further is asked",
    )
    consent_channel: str | None = field(
        "ยินยอมโดย", "Consent given by", options=survey_choices.CHANNELS, section="start", since=3, **_AGREED
    )
    consent_version: str | None = field(
        "ข้อความยินยอมฉบับที่",
        "Wording of the consent",
        max_length=20,
        authority=Authority.APP,
        section="start",
        since=3,
        **PERSONAL,
    )
    consented_on: date | None = field(
        "ยินยอมเมื่อ", "Consented on", authority=Authority.APP, section="start", since=3, **PERSONAL
    )
    withdrawn_on: date | None = field(
        "ถอนความยินยอมเมื่อ", "Consent withdrawn on", authority=Authority.APP, section="start", since=3, **PERSONAL
    )
    keep_until: date | None = field(
        "เก็บไว้ถึง", "Kept until", authority=Authority.APP, section="start", since=3, **PERSONAL
    )
    people: int | None = field(
        "สมาชิกในครัวเรือน",
        "People in the household",
        ge=1,
        le=60,
        likely=(1, 12),
        unit_th="คน",
        unit_en="people",
        may_decline=True,
        check_before=True,
        section="work",
        **_AGREED,
    )
    main_occupation: str | None = field(
        "อาชีพหลัก",
        "Main occupation",
        options=survey_choices.OCCUPATIONS,
        may_decline=True,
        check_before=True,
        section="work",
        **_AGREED,
    )
    second_occupations: list[str] = field(
        "อาชีพเสริม", "Second occupations", default=[], options=survey_choices.OCCUPATIONS, section="work", **_AGREED
    )
    incomes: list[Income] = rows("รายได้แต่ละทาง", "Sources of income", section="money", since=3, **_AGREED)
    income_per_month: Decimal | None = field(
        "รายได้รวมต่อเดือน",
        "Income per month",
        may_decline=True,
        check_before=True,
        likely=(1_000, 300_000),
        section="money",
        ask_if=("consent", ("yes",)),
        help_th="ถ้าแจกแจงไว้แล้ว เว้นว่างได้ ระบบรวมให้",
        help_en="May stay empty when the sources are listed: they are added up",
        **MONEY,
    )
    expenses: list[Expense] = rows("รายจ่ายแต่ละอย่าง", "Expenses", section="money", since=3, **_AGREED)
    expense_per_month: Decimal | None = field(
        "รายจ่ายรวมต่อเดือน",
        "Expense per month",
        may_decline=True,
        check_before=True,
        likely=(1_000, 300_000),
        section="money",
        ask_if=("consent", ("yes",)),
        help_th="ถ้าแจกแจงไว้แล้ว เว้นว่างได้ ระบบรวมให้",
        help_en="May stay empty when the expenses are listed: they are added up",
        **MONEY,
    )
    savings: Decimal | None = field(
        "เงินออมคงเหลือ",
        "Savings",
        may_decline=True,
        check_before=True,
        likely=(0, 3_000_000),
        ask_if=("consent", ("yes",)),
        section="money",
        **MONEY,
    )
    has_debt: str | None = field(
        "มีหนี้หรือไม่", "Any debt?", options=choices.YES_NO, may_decline=True, check_before=True, section="debt", **_AGREED
    )
    debts: list[Debt] = rows("หนี้แต่ละก้อน", "Debts", ask_if=("has_debt", ("yes",)), section="debt", **PERSONAL)
    produce: list[Produce] = rows("ผลผลิตของครัวเรือน", "Produce", section="produce", since=3, **_AGREED)
    enough_food: str | None = field(
        "มีกินพอตลอดปีไหม",
        "Enough to eat",
        options=survey_choices.ENOUGH_FOOD,
        may_decline=True,
        check_before=True,
        result=ShareTable("กินพอตลอดปี", "Enough to eat all year", ("always",), since=1, id="food", factor=True),
        section="life",
        since=3,
        **_AGREED,
    )
    land_held: str | None = field(
        "ที่ดินทำกิน",
        "Land to work",
        options=survey_choices.LAND_HELD,
        may_decline=True,
        check_before=True,
        result=ShareTable("เป็นเจ้าของที่ทำกินพอ", "Own enough land", ("own",), since=1, id="land", factor=True),
        section="life",
        since=3,
        **_AGREED,
    )
    steady_income: str | None = field(
        "ผลผลิตขายได้ รายได้มั่นคงไหม",
        "Produce sells, income is steady",
        options=survey_choices.STEADY_INCOME,
        may_decline=True,
        check_before=True,
        result=ShareTable(
            "ขายได้ รายได้มั่นคง", "Produce sells, income is steady", ("steady",), since=1, id="steady", factor=True
        ),
        section="life",
        since=3,
        **_AGREED,
    )
    checked_on: date | None = field(
        "ตรวจแล้วเมื่อ", "Checked on", authority=Authority.APP, section="life", since=3, **PERSONAL
    )
    checked_by: str | None = field(
        "ผู้ตรวจแบบ", "Checked by", max_length=200, authority=Authority.APP, section="life", since=3, **PERSONAL
    )

    def without_answers(self, on: date) -> HouseholdSurvey:
        """What stays when the household takes its consent back on a day (C.E.)."""
        return HouseholdSurvey(
            id=self.id,
            household_code=self.household_code,
            area=self.area,
            village=self.village,
            surveyed_on=self.surveyed_on,
            year=self.year,
            consent="no",
            consent_version=self.consent_version,
            consented_on=self.consented_on,
            withdrawn_on=on,
            keep_until=self.keep_until,
        )

    @model_validator(mode="after")
    def _belongs_to_a_round(self) -> HouseholdSurvey:
        if self.year is None:
            self.year = fiscal_year(self.surveyed_on)
        return self
