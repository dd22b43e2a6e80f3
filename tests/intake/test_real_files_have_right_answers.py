"""Files like those of real offices, each with its right answer: the value, a question, or a sentence.

The files in ``cases/`` are invented; each stands for a kind of trouble that real ones cause.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from lib.intake.context import IntakeContext
from lib.intake.files import read_file
from lib.intake.gazetteer import Gazetteer
from lib.intake.grid import Grid, Unreadable, as_read
from lib.intake.header import plan_tab
from lib.intake.place_text import PlaceWanted
from lib.intake.places import find_place
from lib.intake.reading import Verdict
from lib.intake.row_read import RowRead, RowState
from lib.intake.tab_plan import How
from lib.intake.table import read_rows
from lib.intake.title import province_in_title

CASES = Path(__file__).parent / "cases"


def rows_of(grid: Grid, known: IntakeContext) -> list[RowRead]:
    plan = plan_tab(grid)
    return read_rows(grid, replace(plan, province=province_in_title(grid, plan, known.gazetteer)), known)


def read(case: str, known: IntakeContext) -> list[RowRead]:
    (file,) = CASES.glob(f"{case}-*")
    (grid,) = read_file(file.name, file.read_bytes())
    return rows_of(grid, known)


def typed(
    known: IntakeContext, *rows: list[object], merged: tuple[tuple[int, int, int, int], ...] = ()
) -> list[RowRead]:
    return rows_of(Grid("แผ่น1", [list(r) for r in rows], merged), known)


def records(rows: list[RowRead]) -> list[dict[str, object]]:
    return [r.values for r in rows if r.state is not RowState.NOTE]


def verdict(row: RowRead, field: str) -> Verdict:
    return row.worst(field)


@pytest.mark.parametrize("case", ["f01a", "f01b"])
def test_men_women_and_total_are_three_questions(known: IntakeContext, case: str) -> None:
    assert [r["members"] for r in records(read(case, known))] == [55]


def test_a_heading_whose_qualifier_was_cut_off_is_no_certain_match() -> None:
    for heading in ("จำนวนสมาชิก (ชาย)", "จำนวนสมาชิก (ปี 2565)", "จำนวนสมาชิก (ครัวเรือน)", "จำนวนสมาชิก (ร้อยละ)"):
        plan = plan_tab(Grid("องค์กร", [["ชื่อองค์กร", "ประเภท", heading], ["ก", "กลุ่ม", 5]]))
        assert {c.heading: c.how for c in plan.columns}[heading] is How.PROPOSED, heading
    for heading in ("จำนวนสมาชิก (คน)", "จำนวนสมาชิก (รวม)", "จำนวนสมาชิก (ถ้ามี)", "จำนวนสมาชิก *"):
        plan = plan_tab(Grid("องค์กร", [["ชื่อองค์กร", "ประเภท", heading], ["ก", "กลุ่ม", 5]]))
        assert {c.heading: c.how for c in plan.columns}[heading] is How.LABEL, heading


def test_asked_and_granted_are_told_apart(known: IntakeContext) -> None:
    grid = Grid("โครงการ", [["ชื่อโครงการ", "ปีงบ", "งบประมาณ (ขอ)", "งบประมาณ (ได้รับ)"], ["ก", 2566, 100, 50]])
    assert plan_tab(grid).proposals, "a person says which one is meant"


def test_the_same_question_of_two_years_is_asked_about() -> None:
    grid = Grid(
        "องค์กร", [["ชื่อองค์กร", "ประเภท", "ปี 2565", "ปี 2566"], ["", "", "จำนวนสมาชิก", "จำนวนสมาชิก"], ["ก", "กลุ่ม", 5, 6]]
    )
    assert [c.how for c in plan_tab(grid).columns if c.target == "members"] == [How.PROPOSED]


@pytest.mark.parametrize(
    ("case", "budgets"), [("f02a", ["1200000", "350000"]), ("f02b", ["1200000"]), ("f03", [None, None, None])]
)
def test_units_of_a_heading_are_counted_in(known: IntakeContext, case: str, budgets: list[str | None]) -> None:
    found = [r.get("budget") for r in records(read(case, known))]
    assert found == [None if b is None else Decimal(b) for b in budgets]


def test_a_scaled_cell_that_names_its_own_unit_is_asked_about(known: IntakeContext) -> None:
    head: list[object] = ["ชื่อโครงการ", "ปีงบ", "งบประมาณ (พันบาท)"]
    (row,) = typed(known, head, ["ก", 2566, "1.2 ล้านบาท"])
    (cell,) = [c for c in row.cells if c.target == "budget"]
    assert cell.reading.verdict is Verdict.QUESTION
    assert [c.value for c in cell.reading.candidates] == [Decimal(1_200_000), Decimal(1_200_000_000)]
    (row,) = typed(known, ["ชื่อองค์กร", "ประเภท", "จำนวนสมาชิก (พันคน)"], ["ก", "กลุ่ม", 1.2])
    assert row.values["members"] == 1200


def test_a_merged_number_is_one_number(known: IntakeContext) -> None:
    first, *others = read("f03", known)
    (cell,) = [c for c in first.cells if c.target == "budget"]
    assert cell.reading.verdict is Verdict.QUESTION
    assert [c.value for c in cell.reading.candidates] == [Decimal(300_000)]
    assert not any("budget" in r.values or r.worst("budget") is not Verdict.EMPTY for r in others)


def test_merged_words_and_years_fill_down(known: IntakeContext) -> None:
    found = typed(
        known, ["ชื่อโครงการ", "ปีงบ", "ขั้น"], ["ก", 2566, "เดินได้"], ["ข", "", ""], merged=((1, 1, 2, 1), (1, 2, 2, 2))
    )
    assert [(r["fiscal_year"], r["stage"]) for r in records(found)] == [(2566, "walk"), (2566, "walk")]


@pytest.mark.parametrize(
    "word",
    [
        "#ERROR!",
        "#REF!",
        "#N/A",
        "#NAME?",
        "#VALUE!",
        "#DIV/0!",
        "#SPILL!",
        "#GETTING_DATA",
        "#BUSY!",
        "#CALC!",
        "Loading...",
        "Loading…",
        "กำลังโหลด...",
        "กำลังโหลด…",
        "Err:502",
        "Err:508",
        "ข้อผิดพลาด:502",
        "#FIELD!",
        "#null!",
    ],
)
def test_an_error_word_is_no_value(known: IntakeContext, word: str) -> None:
    (row,) = typed(known, ["ชื่อองค์กร", "ประเภท", "หมายเหตุ"], [word, "กลุ่ม", word])
    assert row.state is RowState.WAITS
    assert (verdict(row, "name"), verdict(row, "note")) == (Verdict.REJECTED, Verdict.REJECTED)
    assert "note" not in row.values


@pytest.mark.parametrize("word", ["#1", "# 5 กลุ่ม", "Error ในงาน", "Loading", "กำลังโหลดของ", "Erreur", "#กลุ่มรักษ์"])
def test_a_word_that_only_looks_like_an_error_is_kept(word: str) -> None:
    assert not isinstance(as_read(word), Unreadable)


def test_errors_in_a_csv_are_told(known: IntakeContext) -> None:
    first, second = read("f04", known)
    assert first.state is RowState.WAITS
    assert second.values == {"name": "กลุ่ม ข", "type": "group"}


def test_totals_are_no_people_and_a_second_table_is_told(known: IntakeContext) -> None:
    assert [r.state for r in read("f12a", known)] == [RowState.READ, RowState.NOTE, RowState.NOTE]
    assert [r.state for r in read("f12b", known)] == [RowState.READ, *[RowState.NOTE] * 3]


def test_names_that_begin_like_totals_are_records(known: IntakeContext) -> None:
    assert [r["name"] for r in records(read("f13", known))] == ["รวมพลังแม่บ้าน", "สรุปผลดี", "กลุ่มอื่น"]
    rows = typed(
        known,
        ["ลำดับ", "ชื่อองค์กร", "ประเภท", "จำนวนสมาชิก"],
        [1, "รวมใจ", "กลุ่ม", 10],
        [2, "ข", "กลุ่ม", 5],
        ["", "รวมทั้งสิ้น", "", 15],
    )
    assert [r.state for r in rows] == [RowState.READ, RowState.READ, RowState.NOTE]


def test_a_total_without_its_word_in_the_list_is_told_by_its_sum(known: IntakeContext) -> None:
    rows = typed(
        known, ["ชื่อองค์กร", "ประเภท", "จำนวนสมาชิก"], ["ก", "กลุ่ม", 10], ["ข", "กลุ่ม", 5], ["รวมสมาชิกทุกกลุ่มในตำบล", "", 15]
    )
    assert [r.state for r in rows] == [RowState.READ, RowState.READ, RowState.NOTE]


def test_a_table_beside_is_not_taken_for_certain() -> None:
    grid = Grid("แผ่น", [["ชื่อองค์กร", "ประเภท", "", "จำนวนสมาชิก"], ["ก", "กลุ่ม", "", 5]])
    assert plan_tab(grid).columns[3].how is How.PROPOSED


def test_one_word_typed_in_another_order_is_the_same_word(known: IntakeContext) -> None:
    names = [[r["name"] for r in records(read(case, known))] for case in ("f14a", "f14b")]
    assert names[0] == names[1]


def test_text_wrapped_against_excel_is_unwrapped(known: IntakeContext) -> None:
    (row,) = read("f15", known)
    assert (row.values["name"], row.values["phone"]) == ("นายตัวอย่าง หนึ่ง", "0812345678")


@pytest.mark.parametrize("mark", ["ทต.", "เทศบาลตำบล", "ทม.", "ทน.", "เทศบาล"])
def test_a_municipality_is_itself_or_a_question(gazetteer: Gazetteer, mark: str) -> None:
    for place in ("จ.ปราจีนบุรี", "อ.กบินทร์บุรี จ.ปราจีนบุรี"):
        assert find_place(gazetteer, PlaceWanted(f"{mark}เขาไม้แก้ว {place}")).value == "area-tk2"
        asked = find_place(gazetteer, PlaceWanted(f"{mark}วังดาล {place}"))
        assert (asked.verdict, [c.value for c in asked.candidates]) == (Verdict.QUESTION, ["TH-250203"])


def test_two_places_in_one_cell_are_a_question(known: IntakeContext) -> None:
    rows = read("f17", known)
    assert [verdict(r, "area") for r in rows] == [Verdict.QUESTION] * 3
    assert [c.value for c in rows[0].cells[-1].reading.candidates] or rows[0].cells[0].reading.candidates
    for said in ("ต.ท่าช้าง และ ต.พลับพลา อ.เมือง จ.จันทบุรี", "ต.ท่าช้าง ต.พลับพลา อ.เมือง จ.จันทบุรี"):
        found = find_place(known.gazetteer, PlaceWanted(said))
        assert [c.value for c in found.candidates] == ["TH-220106", "TH-220111"]
    parts = find_place(known.gazetteer, PlaceWanted(tambon="ท่าช้าง/พลับพลา", district="เมือง", province="จันทบุรี"))
    assert parts.verdict is Verdict.QUESTION


def test_the_delimiter_is_what_parts_the_table_not_the_title(known: IntakeContext) -> None:
    assert records(read("f19a", known)) == [{"name": "กลุ่ม ก", "type": "group", "note": "x"}]


def test_a_delimiter_that_nobody_can_tell_is_asked_about() -> None:
    text = "ชื่อ,ตำแหน่ง;เบอร์โทร\nก,ข;1\nค,ง;2\n"
    grids = read_file("a.csv", text.encode())
    assert [(g.tab, g.hidden) for g in grids] == [("a (,)", True), ("a (;)", True)]
    assert all("บอกไม่ได้" in g.notes[-1] for g in grids)


def test_dates_as_exports_write_them(known: IntakeContext) -> None:
    found = [r["reached_on"] for r in records(read("f20", known))]
    assert found == [date(2023, 9, 19)] * 6 + [date(2023, 7, 15)]


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("2023-09-18T20:30:00Z", date(2023, 9, 19)),
        ("2023-09-19T00:30:00+09:00", date(2023, 9, 18)),
        ("19/9/2566 เวลา 14.05 น.", date(2023, 9, 19)),
        ("19 กันยายน 2566 14:05", date(2023, 9, 19)),
        ("15 กรกฎาม 2566", date(2023, 7, 15)),
        ("15 พฤษจิกายน 2566", date(2023, 11, 15)),
    ],
)
def test_a_moment_is_its_day_in_thailand(known: IntakeContext, said: str, day: date) -> None:
    (row,) = typed(
        known, ["ตำบล", "อำเภอ", "จังหวัด", "ขั้น", "วันที่ถึงขั้น"], ["เขาไม้แก้ว", "กบินทร์บุรี", "ปราจีนบุรี", "มีแผนแล้ว", said]
    )
    assert row.values["reached_on"] == day


def test_a_serial_number_of_a_1904_workbook_is_its_day(known: IntakeContext) -> None:
    assert records(read("f21", known))[0]["reached_on"] == date(2023, 9, 19)


def test_none_is_an_answer_where_it_is_a_choice(known: IntakeContext) -> None:
    (row,) = records(read("f22", known))
    assert (row["main_occupation"], row["land_held"]) == ("none", "none")
    (blank,) = typed(known, ["ชื่อองค์กร", "ประเภท", "หมายเหตุ"], ["ก", "กลุ่ม", "None"])
    assert "note" not in blank.values


def test_a_code_that_excel_made_a_date_is_asked_about(known: IntakeContext) -> None:
    (row,) = read("f23", known)
    assert row.state is RowState.WAITS
    (cell,) = [c for c in row.cells if c.target == "household_code"]
    assert {"12/3", "3/12"} <= {c.value for c in cell.reading.candidates}


@pytest.mark.parametrize("said", ["1234567890121", "1-2345-67890-12-1", "๑๒๓๔๕๖๗๘๙๐๑๒๑", 1234567890121.0])
def test_a_citizen_id_is_refused_wherever_it_is_typed(known: IntakeContext, said: object) -> None:
    head: list[object] = ["รหัสครัวเรือน", "ตำบล", "อำเภอ", "จังหวัด", "วันที่สำรวจ", "ยินยอมให้เก็บข้อมูลเพื่อจัดทำแผนของตำบล"]
    (row,) = typed(known, head, [said, "เขาไม้แก้ว", "กบินทร์บุรี", "ปราจีนบุรี", "12/11/2568", "ยินยอม"])
    assert row.state is RowState.WAITS
    assert "เลขบัตรประชาชน" in next(c for c in row.cells if c.target == "household_code").reading.why.th  # type: ignore[union-attr]
    (note,) = typed(
        known,
        ["ชื่อองค์กร", "ประเภท", "หมายเหตุ"],
        ["ก", "กลุ่ม", f"ประธาน {said if isinstance(said, str) else 1234567890121}"],
    )
    assert "note" not in note.values


def test_a_whole_number_with_dust_is_whole(known: IntakeContext) -> None:
    assert records(read("f24", known))[0]["members"] == 55


def test_a_geopoint_is_a_position(known: IntakeContext) -> None:
    (row,) = records(read("f26", known))
    assert (row["latitude"], row["longitude"]) == (13.99, 101.72)


@pytest.mark.parametrize("said", ["²²²²²", "①②③④⑤", "٤٥١٨٨", "४५१८८", "½", "Ⅻ"])
def test_digits_of_other_scripts_are_told(known: IntakeContext, said: str) -> None:
    (row,) = typed(
        known, ["ตำบล", "อำเภอ", "จังหวัด", "ขั้น", "วันที่ถึงขั้น"], ["เขาไม้แก้ว", "กบินทร์บุรี", "ปราจีนบุรี", "มีแผนแล้ว", said]
    )
    assert verdict(row, "reached_on") is Verdict.REJECTED
    (row,) = typed(known, ["ชื่อองค์กร", "ประเภท", "จำนวนสมาชิก"], ["ก", "กลุ่ม", said])
    assert row.values.get("members") in (None, 45188)
    assert verdict(row, "members") is not Verdict.USED


def test_an_old_province_and_a_double_name_are_offered(known: IntakeContext) -> None:
    offered = [next(c for c in r.cells if c.target == "area").reading for r in read("f28", known)]
    assert [r.verdict for r in offered] == [Verdict.QUESTION] * 2
    assert [[c.value for c in r.candidates] for r in offered] == [["TH-380401"], ["TH-450109"]]
