"""What cannot be read is said in Thai words beside what was typed, which stays as typed."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.servers import Server
from tests.browser.visitor import Visitor


def test_what_cannot_be_read_is_told_and_stays(desk: Server, visit: Visit) -> None:
    visitor = visit(desk).open("records", kind="organisation", record="new")
    visitor.types("ชื่อองค์กร", "กลุ่มออมทรัพย์ <บ้านดอน>")
    visitor.types("จำนวนสมาชิก", "เยอะมาก")
    visitor.sees("ไม่ใช่จำนวนเต็ม")
    visitor.presses("บันทึก")
    visitor.sees("ยังไม่ได้บันทึก สิ่งที่พิมพ์ไว้ยังอยู่ครบ")
    _only_thai_errors(visitor)
    expect(visitor.box("ชื่อองค์กร")).to_have_value("กลุ่มออมทรัพย์ <บ้านดอน>")
    expect(visitor.box("จำนวนสมาชิก")).to_have_value("เยอะมาก")

    visitor.chooses("ประเภทองค์กร", "กลุ่ม/วิสาหกิจชุมชน")
    visitor.types("จำนวนสมาชิก", "๑,๒๐๐")
    visitor.presses("บันทึก")
    visitor.sees("บันทึกแล้วที่เครื่องนี้ ฉบับที่ 1")
    expect(visitor.main.get_by_role("heading", level=3).first).to_have_text("กลุ่มออมทรัพย์ <บ้านดอน>")
    expect(visitor.box("จำนวนสมาชิก")).to_have_value("1200")


def test_a_day_that_never_was_is_not_taken(desk: Server, visit: Visit) -> None:
    visitor = visit(desk).open("records", kind="tambon_progress", record="new")
    for day in ("31 ก.พ. 2566", "เมื่อวาน", "32/1/2566"):
        visitor.types("ถึงขั้นนี้เมื่อ", day)
        visitor.sees(f"“{day}” ไม่ใช่วันที่ หรือไม่มีวันนี้ในปฏิทิน")
        visitor.misses("อ่านว่า")
    visitor.presses("บันทึก")
    visitor.sees("ยังไม่ได้บันทึก สิ่งที่พิมพ์ไว้ยังอยู่ครบ")
    _only_thai_errors(visitor)
    expect(visitor.box("ถึงขั้นนี้เมื่อ")).to_have_value("32/1/2566")

    visitor.presses("กลับไปที่รายการ")
    visitor.sees("ร่างที่ยังไม่ได้บันทึก")
    visitor.misses("กุมภาพันธ์", "ก.พ.")


def test_nobody_verifies_without_a_name_and_proof(desk: Server, visit: Visit) -> None:
    visitor = visit(desk).open("records", kind="tambon_progress", record="new")
    visitor.types("ถึงขั้นนี้เมื่อ", "19/9/2566")
    visitor.chooses("จังหวัดของ ตำบล/เทศบาล/เขต", "ปราจีนบุรี")
    visitor.list_box("ตำบล/เทศบาล/เขต").click()
    visitor.page.get_by_role("option").first.click()
    visitor.chooses("ขั้น", "พื้นที่รูปธรรม")
    visitor.presses("บันทึก")
    visitor.sees("หลักฐาน (0)")
    visitor.presses("ตรวจรับรอง: หลักฐานยืนยันจริง")
    visitor.sees("ใส่ชื่อผู้ตรวจรับรอง")
    visitor.types("ชื่อผู้ตรวจรับรอง", "ผู้ตรวจ")
    visitor.presses("ตรวจรับรอง: หลักฐานยืนยันจริง")
    expect(visitor.main.get_by_test_id("stAlertContentError")).to_contain_text("หลักฐาน")
    _only_thai_errors(visitor)
    visitor.types("หลักฐานคืออะไร", "เว็บ")
    visitor.types("ลิงก์", "javascript:alert(1)")
    visitor.presses("บันทึกหลักฐาน")
    expect(visitor.main.get_by_test_id("stAlertContentError")).to_contain_text("ลิงก์")
    _only_thai_errors(visitor)
    expect(visitor.box("ลิงก์")).to_have_value("javascript:alert(1)")
    visitor.sees("หลักฐาน (0)")


def _only_thai_errors(visitor: Visitor) -> None:
    visitor.settled()
    said = visitor.main.get_by_test_id("stAlertContentError").all_inner_texts()
    assert said, "the error is shown"
    for line in "\n".join(said).splitlines():
        words = line.replace("http", "").replace("error", "", 1)
        assert not any("a" <= c.lower() <= "z" for c in words), line
