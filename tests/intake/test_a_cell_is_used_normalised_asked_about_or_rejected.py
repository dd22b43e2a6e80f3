"""Every kind of cell, as people fill it in: the value, or an honest question, or a plain refusal."""

from __future__ import annotations

import time
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from lib.intake.choosing import read_choice, read_yes_no, split_list
from lib.intake.context import IntakeContext
from lib.intake.coordinates import read_point
from lib.intake.dates import read_date
from lib.intake.numbers import read_number
from lib.intake.phones import read_phone
from lib.intake.reading import EMPTY, Candidate, Reading, Verdict, combined, normalised, used
from lib.intake.units import Unit
from lib.intake.values import read_value
from lib.schema.centre import IncubationCentre
from lib.schema.field import NoAnswer
from lib.schema.household import HouseholdSurvey
from lib.schema.ladders import TambonProgress
from lib.schema.people import Organisation, Person
from lib.schema.record import Record, specs
from lib.schema.work import Event, Project
from tests.intake.conftest import TODAY

ASK, NO = Verdict.QUESTION, Verdict.REJECTED


def explained(reading: Reading) -> None:
    """Whatever is not taken as it stands says why; a refusal says what to write."""
    if reading.verdict in (Verdict.NORMALISED, ASK, NO):
        assert reading.why is not None
        assert reading.why.th
        assert reading.why.en
    if reading.verdict is NO:
        assert reading.fix is not None
        assert reading.fix.th


def check(reading: Reading, wanted: Any) -> None:
    explained(reading)
    if isinstance(wanted, Verdict):
        assert reading.verdict is wanted, (reading.verdict, reading.value)
        assert reading.value is None
    else:
        assert reading.settled, (reading.verdict, reading.why)
        assert reading.value == wanted


@pytest.mark.parametrize(
    ("raw", "unit", "wanted"),
    [
        (1200.0, "", 1200),
        ("1200", "", 1200),
        ("1,200", "", 1200),
        ("๑,๒๐๐ บาท", "บาท", 1200),
        ("฿1,200", "บาท", 1200),
        ("1,200.-", "บาท", 1200),
        ("2 หมื่น", "บาท", 20_000),
        ("1.5 ล้าน", "บาท", 1_500_000),
        ("1 แสน 5 หมื่น", "บาท", 150_000),
        ("25 คน", "คน", 25),
        ("12 345", "", 12_345),
        (" 7 ", "", 7),
        ("1,2", "", NO),
        ("12,34", "", NO),
        ("25 คน", "บาท", NO),
        ("3 ไร่", "บาท", NO),
        ("ยี่สิบ", "", NO),
        ("ประมาณ 30", "", ASK),
        ("~30", "", ASK),
        ("20-30", "", ASK),
        ("20 ถึง 30", "", ASK),
        ("1.5", "", NO),
        ("12/5", "", NO),
        ("1e5", "", NO),
        (True, "", NO),
        (float("nan"), "", NO),
        ("30-20", "", NO),
        ("พันล้าน", "", NO),
        ("100คน150", "คน", NO),
        ("฿1,200 บาท", "บาท", 1200),
        ("50 บาท.", "บาท", 50),
        ("2 พัน 500", "บาท", 2_500),
        ("3 หมื่น 5", "บาท", ASK),
        ("1 แสน 5 บาท", "บาท", ASK),
        (1e308, "", NO),
        ("9" * 5_000, "", NO),
        ("๙" * 40, "", NO),
        ("1" + "0" * 15, "", NO),
        (".5%", "%", NO),
    ],
)
def test_whole_numbers(raw: Any, unit: str, wanted: Any) -> None:
    check(read_number(raw, int, Unit(unit)), wanted)


def test_what_people_say_and_what_they_write_are_both_offered() -> None:
    assert [c.value for c in read_number("3 หมื่น 5", int, Unit("บาท")).candidates] == [35_000, 30_005]
    assert [c.value for c in read_number("3-4", int).candidates] == [3, 4]


def test_a_cell_formatted_as_per_cent_is_asked_about() -> None:
    """25% typed into Excel arrives as 0.25; so does a quarter of one per cent."""
    asked = read_number(0.25, float, Unit("%", "%"))
    assert [c.value for c in asked.candidates] == [25.0, 0.25]
    check(read_number(25.0, float, Unit("%", "%")), 25.0)
    check(read_number("ร้อยละ 25", float, Unit("%", "%")), 25.0)
    check(read_number("0.25%", float, Unit("%", "%")), 0.25)


SEP = date(2023, 9, 19)


@pytest.mark.parametrize(
    ("raw", "wanted"),
    [
        ("19 ก.ย. 66", SEP),
        ("19ก.ย.2566", SEP),
        ("19 กันยายน 2566", SEP),
        ("๑๙ กันยายน ๒๕๖๖", SEP),
        ("วันที่ 19 กันยายน พ.ศ. 2566", SEP),
        ("วันอังคารที่ 19 ก.ย. 2566", SEP),
        ("19/9/2566", SEP),
        ("19/09/66", SEP),
        ("19-9-2566", SEP),
        ("19.9.2566", SEP),
        ("2566-09-19", SEP),
        ("2023-09-19", SEP),
        ("2023-09-19 10:30:00", SEP),
        ("19/9/2023", SEP),
        ("19 Sep 2023", SEP),
        ("Sep 19, 2023", SEP),
        ("19 ก.ย. พ.ศ. 2566", SEP),
        (datetime(2023, 9, 19, 8), SEP),
        (date(2566, 9, 19), SEP),
        (45188.0, SEP),
        ("45188", SEP),
        (243_515.0, SEP),
        ("29/2/2567", date(2024, 2, 29)),
        ("29/2/2568", NO),
        ("31/4/2566", NO),
        ("เร็ว ๆ นี้", NO),
        ("ก.ย.", NO),
        ("2566", ASK),
        (2566.0, ASK),
        ("ก.ย. 66", ASK),
        ("กันยายน 2566", ASK),
        ("4-6 กันยายน 2566", ASK),
        ("9/19/2566", ASK),
        ("19/9/23", ASK),
        ("19092566", ASK),
        (19092566.0, ASK),
        (5.0, NO),
        (True, NO),
        ("1/1/9999", NO),
        ("19/13/2566", NO),
        (0.5, NO),
        ("32 ก.ย. 66", NO),
        ("Foo 19, 2023", NO),
        ("1850", NO),
        (date(2564, 2, 29), NO),
        ("99999999", NO),
    ],
)
def test_dates_in_all_usual_spellings(raw: Any, wanted: Any) -> None:
    check(read_date(raw, TODAY), wanted)


@pytest.mark.parametrize("raw", [datetime(1966, 9, 19), date(1966, 9, 19), 24_369.0, "24369"])
def test_a_short_year_that_excel_took_for_the_last_century_is_asked_about(raw: Any) -> None:
    """19/9/66 typed into an English Excel is stored as 1966; here it means 2566."""
    asked = read_date(raw, TODAY)
    check(asked, ASK)
    assert [c.value for c in asked.candidates] == [SEP, date(1966, 9, 19)]
    check(read_date(date(1999, 9, 19), TODAY), date(1999, 9, 19))


def test_a_date_that_is_only_a_year_offers_days_to_choose_from() -> None:
    asked = read_date("2566", TODAY)
    assert [c.th for c in asked.candidates] == ["1 ม.ค. 2566", "30 ก.ย. 2566", "31 ธ.ค. 2566"]
    assert asked.candidates[0].label("en") == "1 Jan 2023"
    era = read_date("19/9/23", TODAY)
    assert [c.value for c in era.candidates] == [date(1980, 9, 19), date(2023, 9, 19)]


@pytest.mark.parametrize(
    ("raw", "wanted"),
    [
        ("0812345678", "0812345678"),
        (812345678.0, "0812345678"),
        (812345678, "0812345678"),
        ("081-234-5678", "0812345678"),
        ("+66 81 234 5678", "0812345678"),
        ("66812345678", "0812345678"),
        ("๐๘๑๒๓๔๕๖๗๘", "0812345678"),
        ("02-123-4567", "021234567"),
        (21234567.0, "021234567"),
        ("โทร 0812345678", "0812345678"),
        ("081-2345678, 089-1234567", ASK),
        ("12345", NO),
        ("0012345678", NO),
        ("0812345678 ต่อ 2", NO),
    ],
)
def test_phones_get_their_zero_back(raw: Any, wanted: Any) -> None:
    check(read_phone(raw), wanted)


@pytest.mark.parametrize(
    ("raw", "wanted"),
    [
        ("มี", True),
        ("✓", True),
        ("ใช่", True),
        ("YES", True),
        (1.0, True),
        ("ไม่มี", False),
        ("ไม่ใช่", False),
        ("✗", False),
        ("x", ASK),
        ("บางครั้ง", NO),
        (False, False),
    ],
)
def test_yes_and_no_in_many_forms(raw: Any, wanted: Any) -> None:
    check(read_yes_no(raw if isinstance(raw, bool) else str(raw)), wanted)


def field(model: type[Record], name: str, raw: Any, known: IntakeContext, province: str = "") -> Reading:
    return read_value(model, specs(model)[name], raw, known, province)


@pytest.mark.parametrize(
    ("model", "name", "raw", "wanted"),
    [
        (Organisation, "type", "สภาองค์กรชุมชน", "council"),
        (Organisation, "type", "วิสาหกิจชุมชน", "group"),
        (Organisation, "type", "สภาองค์กรชุมชม", "council"),
        (Organisation, "type", "Network", "network"),
        (Organisation, "type", "สภา", ASK),
        (Organisation, "type", "มูลนิธิ", NO),
        (Organisation, "name", "  กลุ่ม   ก\u200b ", "กลุ่ม   ก"),
        (Organisation, "name", "เเม่บ้านนํ้าใส", "แม่บ้านน้ำใส"),
        (Organisation, "registration", "๔-๔๑-๐๕", "4-41-05"),
        (Organisation, "note", "-", None),
        (Organisation, "note", "ไม่มีข้อมูล", None),
        (Organisation, "name", 12.0, "12"),
        (Organisation, "name", date(2023, 1, 2), "2023-01-02"),
        (Person, "organisation", "กลุ่มทอผ้า บ้านนาขา", "org-1"),
        (Person, "organisation", "กลุ่มท่อผ้าบ้านนาขา", "org-1"),
        (Person, "organisation", "กลุ่มทอผ้าบ้านนาขำ", ASK),
        (Person, "organisation", "กลุ่มทอผ้าบ้านนาขาม", ASK),
        (Person, "organisation", "กลุ่มจักสาน", NO),
        (Person, "phone", 812345678.0, "0812345678"),
        (TambonProgress, "rung", "มีแผนแล้ว", "plan"),
        (TambonProgress, "rung", "มีแผนแล้", "plan"),
        (TambonProgress, "rung", "มีแผน", ASK),
        (TambonProgress, "area", "เขาไม้แก้ว", "TH-250213"),
        (TambonProgress, "area", "จ.ขอนแก่น", NO),
        (Project, "fiscal_year", "2566", 2566),
        (Project, "fiscal_year", 2023.0, 2566),
        (Project, "fiscal_year", "66", 2566),
        (Project, "fiscal_year", "ปีหน้า", NO),
        (Project, "fiscal_year", "ปีงบประมาณ พ.ศ. ๒๕๖๖", 2566),
        (Project, "fiscal_year", "ปี 66", 2566),
        (Project, "budget", "1.2 ล้านบาท", Decimal("1200000")),
        (Event, "tambons", "เขาไม้แก้ว, กบินทร์", ["TH-250213", "TH-250201"]),
        (Event, "tambons", "เขาไม้แก้ว และ ไม่มีที่นี่", NO),
        (HouseholdSurvey, "second_occupations", "ทำนา/ทำสวน", ASK),
        (HouseholdSurvey, "second_occupations", "1. ทำนา\n2. ทำสวน", ["rice", "orchard"]),
        (HouseholdSurvey, "income_per_month", "ไม่ทราบ", NoAnswer.UNKNOWN),
        (HouseholdSurvey, "income_per_month", "ไม่ประสงค์ตอบ", NoAnswer.REFUSED),
        (HouseholdSurvey, "household_code", "ไม่ทราบ", "ไม่ทราบ"),
        (IncubationCentre, "unconfirmed", "ใช่", True),
        (IncubationCentre, "latitude", "13°45'30\"N", 13.7583333),
        (IncubationCentre, "latitude", "เหนือสุด", NO),
        (IncubationCentre, "latitude", "13°75'30\"N", NO),
        (IncubationCentre, "latitude", "13°45'30\"N ใกล้วัด", NO),
    ],
)
def test_a_question_is_answered_by_its_declaration(
    known: IntakeContext, model: type[Record], name: str, raw: Any, wanted: Any
) -> None:
    reading = field(model, name, raw, known, "TH-25")
    if wanted is None:
        assert reading is EMPTY
    else:
        check(reading, wanted)


def test_lists_in_one_cell_are_split_as_people_write_them() -> None:
    assert split_list("ก, ข;ค\nง และ จ • ฉ") == ["ก", "ข", "ค", "ง", "จ", "ฉ"]
    assert split_list("1. ก\n2) ข") == ["ก", "ข"]
    assert split_list("- ก\n- ข") == ["ก", "ข"]


def test_the_worst_of_a_list_decides_and_every_reason_is_kept() -> None:
    both = combined([used(1), normalised(2, "ก", "a"), normalised(3, "ข", "b")])
    assert (both.verdict, both.value) == (Verdict.NORMALISED, [1, 2, 3])
    assert both.why is not None
    assert both.why.th == "ก; ข"
    assert combined([]) is EMPTY
    assert combined([EMPTY, EMPTY]) is EMPTY


def test_another_number_is_another_group_and_no_slip() -> None:
    """หมู่ 4 is not หมู่ 5 mistyped, and a name that is new must not become one that stands."""
    groups = [Candidate("org-5", "กลุ่มออมทรัพย์หมู่ 5", ""), Candidate("org-k", "กลุ่มแม่บ้าน ก", "")]
    what = ("องค์กร", "organisation")
    for text in ("กลุ่มออมทรัพย์หมู่ 4", "กลุ่มออมทรัพย์ หมู่ 15", "กลุ่มแม่บ้าน ข", "กลุ่มแม่บ้าน"):
        check(read_choice(text, groups, what=what, names=True), ASK)
    check(read_choice("กลุ่มออมทรัพย์หมู่ ๕", groups, what=what, names=True), "org-5")
    steps = [Candidate("s1", "ขั้นที่ 1", "")]
    check(read_choice("ขั้นที่ 2", steps, what=what), ASK)


LONG = [
    "ก" * 32_767,
    "1" * 32_767,
    "ก" + " " * 32_000 + "ข",
    "1," * 16_000,
    "๑ " * 16_000,
    "-" * 32_767,
    "(" * 32_767,
    "ต." * 16_000,
    "1/" * 16_000,
    "13°" * 10_000,
    "\u200b" * 32_767,
    "เ" * 32_767,
    "=" * 32_767,
    "1 ไร่ " * 5_000,
]


@pytest.mark.parametrize("text", LONG, ids=lambda t: f"{t[:6]!r} {len(t)}")
def test_the_longest_cell_excel_allows_is_read_in_a_moment(known: IntakeContext, text: str) -> None:
    """Nothing takes a while or breaks off with another error, whatever the question is."""
    # The processor's seconds: what else the machine does is no fault of the reader's.
    started = time.process_time()
    for model, name in (
        (Organisation, "members"),
        (Organisation, "type"),
        (Organisation, "area"),
        (Organisation, "name"),
        (Event, "starts_on"),
        (Event, "tambons"),
        (Person, "phone"),
        (Person, "organisation"),
        (Project, "fiscal_year"),
        (Project, "budget"),
        (IncubationCentre, "latitude"),
        (IncubationCentre, "unconfirmed"),
        (HouseholdSurvey, "second_occupations"),
        (HouseholdSurvey, "income_per_month"),
    ):
        explained(field(model, name, text, known, "TH-25"))
    read_point(text)
    assert time.process_time() - started < 3
