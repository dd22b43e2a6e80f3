"""Plans and their lines on the Sheet of the province: both ways, and what a meeting decided stays the app's."""

from __future__ import annotations

from datetime import date

import pytest

from lib.access.actors import OWN_MACHINE
from lib.actions.canvas import filling
from lib.actions.canvas.states import certify
from tests.sheets.conftest import Field


@pytest.fixture
def field(whole_field: Field) -> Field:
    """A book with tabs of every kind."""
    return whole_field


@pytest.fixture
def canvas(field: Field) -> str:
    """A plan in the book's province, with an item and an activity that serves it."""
    typed = {"name": "ปลาแดดเดียว", "area": "TH-250204", "year": "2570"}
    made = filling.start(field.store, OWN_MACHINE, typed, "กลุ่มปลา").canvas
    item = filling.put(field.store, OWN_MACHINE, made, "canvas_item", {"step": "2", "text": "ร้านอาหาร"})
    filling.put(
        field.store,
        OWN_MACHINE,
        made,
        "canvas_activity",
        {"text": "ส่งถึงร้าน", "serves": [item.record.id], "from_month": "2"},
    )
    field.look()
    return made


def test_lines_lie_where_their_plan_lies_and_name_it(field: Field, canvas: str) -> None:
    assert field.rows("canvas", "name") == ["ปลาแดดเดียว"]
    assert field.rows("canvas_item", "text") == ["ร้านอาหาร"]
    assert field.rows("canvas_item", "canvas") == ["ปลาแดดเดียว"]
    assert field.rows("canvas_activity", "serves") == ["ปลาแดดเดียว › ร้านอาหาร"]


def test_a_line_is_corrected_and_added_on_the_phone(field: Field, canvas: str) -> None:
    field.types("canvas_item", 1, text="ร้านอาหารในอำเภอ")
    field.types("canvas_item", 2, canvas="ปลาแดดเดียว", step="ค้นหากลุ่มลูกค้าเป้าหมาย", text="นักท่องเที่ยว")
    field.look()
    texts = {s.record.text for s in field.stored("canvas_item")}
    assert texts == {"ร้านอาหารในอำเภอ", "นักท่องเที่ยว"}
    assert {s.record.canvas for s in field.stored("canvas_item")} == {canvas}


def test_a_line_deleted_on_the_phone_is_no_longer_served(field: Field, canvas: str) -> None:
    for text in ("ตลาดนัด", "โรงเรียน", "นักท่องเที่ยว"):
        line = {"step": "2", "text": text}
        filling.put(field.store, OWN_MACHINE, canvas, "canvas_item", line)
    field.look()
    row = field.row_of("canvas_item", "ร้านอาหาร", "text")
    field.phone.deletes_row(field.tab("canvas_item").title, row)
    field.look()
    assert "ร้านอาหาร" not in {s.record.text for s in field.stored("canvas_item")}
    (activity,) = field.stored("canvas_activity")
    assert activity.record.serves == []
    field.look()
    assert field.rows("canvas_activity", "serves") in ([""], [None])


def test_no_edit_on_the_sheet_certifies_a_plan(field: Field, canvas: str) -> None:
    certify(field.store, OWN_MACHINE, canvas, date(2026, 11, 1), "สภาตำบล", 42)
    field.look()
    assert field.rows("canvas", "certified_by") == ["สภาตำบล"]
    field.types("canvas", 1, certified_by="ใครก็ได้", attendance="900", state="ใช้จริงแล้ว")
    field.look()
    field.look()
    (head,) = field.stored("canvas")
    assert (head.record.state, head.record.certified_by, head.record.attendance) == ("certified", "สภาตำบล", 42)
    assert field.rows("canvas", "certified_by") == ["สภาตำบล"]


def test_a_certified_plan_is_not_deleted_by_a_row(field: Field, canvas: str) -> None:
    for name in ("ผ้าทอ", "ข้าว", "น้ำพริก"):
        typed = {"name": name, "area": "TH-250204", "year": "2570"}
        filling.start(field.store, OWN_MACHINE, typed, "กลุ่มปลา")
    certify(field.store, OWN_MACHINE, canvas, date(2026, 11, 1), "สภาตำบล", 42)
    field.look()
    field.phone.deletes_row(field.tab("canvas").title, field.row_of("canvas", "ปลาแดดเดียว"))
    field.look()
    field.look()
    assert "ปลาแดดเดียว" in {s.record.name for s in field.stored("canvas")}
    assert "ปลาแดดเดียว" in field.rows("canvas")
    field.phone.deletes_row(field.tab("canvas").title, field.row_of("canvas", "ข้าว"))
    field.look()
    assert "ข้าว" not in {s.record.name for s in field.stored("canvas")}, "a draft may go"
