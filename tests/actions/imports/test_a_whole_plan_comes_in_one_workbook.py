"""Rows of one file may point at new rows of the same file: a group, its plan, the plan's lines."""

from __future__ import annotations

from lib.access.actors import OWN_MACHINE
from lib.actions.imports.undoing import undo
from lib.insight.canvas.board import read_board
from lib.store import records
from lib.store.opening import Store
from tests.actions.imports.workbooks import GROUPS, NAKHA, book, bring, fates, look

PLANS = ("ชื่อแผน", "กลุ่มเจ้าของแผน", "ตำบล", "อำเภอ", "จังหวัด", "ปีงบประมาณ (พ.ศ.)")
PLAN = ("ผ้าทอบ้านนาขา", "กลุ่มทอผ้าบ้านนาขา", "เขาไม้แก้ว", "กบินทร์บุรี", "ปราจีนบุรี", "๒๕๗๐")
ITEMS = ("แผน", "ขั้น", "ข้อความ")
ACTIVITIES = ("แผน", "กิจกรรม", "ทำเพื่อข้อใด", "เริ่มเดือนที่")

WHOLE = book(
    ("กิจกรรม", [ACTIVITIES, ("ผ้าทอบ้านนาขา", "ย้อมสี", "ผ้าทอบ้านนาขา › ลายดอกบัว", 2)]),
    ("ข้อ", [ITEMS, ("ผ้าทอบ้านนาขา", "การค้นหาจุดขาย สร้างแบรนด์", "ลายดอกบัว")]),
    ("แผน", [PLANS, PLAN]),
    ("องค์กร", [GROUPS, NAKHA]),
)


def test_everything_goes_in_at_once_and_points_at_each_other(store: Store) -> None:
    seen = look(store, WHOLE)
    assert fates(seen) == ["new"] * 4, [r.problems or r.doubts for r in seen.rows]
    assert look(store, WHOLE).rows[0].record_id != seen.rows[0].record_id, "another import, other ids"
    bring(store, WHOLE, "แผน.xlsx")
    with store.database.reading() as connection:
        (head,) = records.find(connection, "canvas")
        board = read_board(connection, head.record.id)
    assert board is not None
    assert board.group == "กลุ่มทอผ้าบ้านนาขา"
    (item,), (activity,) = board.of("canvas_item"), board.of("canvas_activity")
    assert (activity.serves, activity.from_month, item.text) == ([item.id], 2, "ลายดอกบัว")


def test_the_same_workbook_again_changes_nothing_and_undo_takes_all_of_it_back(store: Store) -> None:
    job = bring(store, WHOLE)
    assert fates(look(store, WHOLE, "อีกครั้ง.xlsx")) == ["unchanged"] * 4
    undo(store, OWN_MACHINE, job)
    with store.database.reading() as connection:
        for kind in ("canvas", "canvas_item", "canvas_activity", "organisation"):
            assert records.find(connection, kind) == []


def test_a_line_of_a_plan_that_was_refused_is_asked_about(store: Store) -> None:
    refused = book(
        ("แผน", [PLANS, (*PLAN[:5], "ปีหน้า")]),
        ("ข้อ", [ITEMS, ("ผ้าทอบ้านนาขา", "การค้นหาจุดขาย สร้างแบรนด์", "ลายดอกบัว")]),
        ("องค์กร", [GROUPS, NAKHA]),
    )
    seen = look(store, refused)
    assert "new" not in {r.fate.value for r in seen.rows if r.kind == "canvas_item"}
