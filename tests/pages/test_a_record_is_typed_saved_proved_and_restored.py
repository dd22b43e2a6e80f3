"""The records screen from the first letter to the verdict, drafts and history included."""

from __future__ import annotations

from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from lib.access.actors import OWN_MACHINE
from lib.actions.records.saving import save
from lib.insight.country.progress import progress
from lib.insight.records.ledger import detail
from lib.insight.records.listing import listing
from lib.insight.source import Source
from lib.schema.seeing import Audience
from lib.store import drafts
from tests.pages.conftest import Open, words_on


def field(app: AppTest, label: str) -> Any:
    for kind in ("text_input", "selectbox", "text_area", "multiselect", "checkbox", "pills"):
        for element in getattr(app, kind, []) if kind != "pills" else app.button_group:
            if element.label.replace("\\", "").replace(" :red[*]", "").startswith(label):
                return element
    raise AssertionError(f"no field {label!r}")


def press(app: AppTest, label: str) -> None:
    next(b for b in app.button if b.label.startswith(label)).click().run()
    assert not app.exception, app.exception


def type_step(app: AppTest) -> None:
    field(app, "ถึงขั้นนี้เมื่อ").input("๑๙ ก.ย. ๖๖").run()
    field(app, "จังหวัดของ").select("TH-25").run()
    field(app, "ตำบล/เทศบาล/เขต").select("TH-250213").run()
    field(app, "ขั้น").select("concrete").run()


def test_a_first_record_becomes_a_counted_unit(open_page: Open, own: Source) -> None:
    app = open_page("records", kind="tambon_progress")
    press(app, "เพิ่มรายการใหม่")
    type_step(app)
    assert "อ่านว่า 19 กันยายน 2566" in words_on(app)
    (draft,) = drafts.latest(own.store.database)
    assert draft.typed["area"] == "TH-250213"
    press(app, "บันทึก")
    assert "ฉบับที่ 1" in words_on(app)
    assert drafts.latest(own.store.database) == [], "a saved draft is done"
    press(app, "ตรวจรับรอง: หลักฐานยืนยันจริง")
    assert "ใส่ชื่อผู้ตรวจรับรอง" in words_on(app)
    field(app, "หลักฐานคืออะไร").input("รายงานการประชุม").run()
    field(app, "ลิงก์").input("https://example.org/1").run()
    press(app, "บันทึกหลักฐาน")
    field(app, "ชื่อผู้ตรวจรับรอง").input("ผู้ตรวจ ก").run()
    press(app, "ตรวจรับรอง: หลักฐานยืนยันจริง")
    assert "นับรวมตั้งแต่บัดนี้" in words_on(app)
    assert ["นับรวมตั้งแต่บัดนี้" in t.value for t in app.toast] == [True], "where the hand is, far down the page, too"
    assert progress(own, fresh=True).value.proved == 1
    field(app, "ถ้าส่งกลับ").input("ขอภาพเพิ่ม").run()
    press(app, "ส่งกลับให้แก้")
    assert progress(own, fresh=True).value.proved == 0
    assert "เหตุที่ส่งกลับ: ขอภาพเพิ่ม" in words_on(app)


def test_bad_input_is_told_and_what_was_typed_stays(open_page: Open, own: Source) -> None:
    app = open_page("records", kind="organisation", record="new")
    field(app, "จำนวนสมาชิก").input("เยอะ").run()
    assert "ไม่ใช่จำนวนเต็ม" in words_on(app)
    press(app, "บันทึก")
    said = words_on(app)
    assert "สิ่งที่พิมพ์ไว้ยังอยู่ครบ" in said
    assert field(app, "จำนวนสมาชิก").value == "เยอะ"
    assert listing(own, "organisation").total == 0
    field(app, "จำนวนสมาชิก").input("๑๒").run()
    field(app, "ชื่อองค์กร").input("กลุ่มทอผ้า").run()
    field(app, "ประเภทองค์กร").select("group").run()
    press(app, "บันทึก")
    assert listing(own, "organisation").total == 1


def test_a_draft_goes_on_in_another_session(open_page: Open, own: Source) -> None:
    app = open_page("records", kind="organisation", record="new")
    field(app, "ชื่อองค์กร").input("กลุ่มที่ยังไม่เสร็จ").run()
    code = app.query_params["draft"]
    other = open_page("records", kind="organisation", record="new", draft=code)
    assert field(other, "ชื่อองค์กร").value == "กลุ่มที่ยังไม่เสร็จ"
    third = open_page("records", kind="organisation")
    assert "1 ร่างที่ยังไม่ได้บันทึก" in "".join(e.label for e in third.expander)
    press(other, "ทิ้งร่าง")
    assert drafts.latest(own.store.database) == []


def test_a_household_is_asked_only_what_concerns_it(open_page: Open, own: Source) -> None:
    app = open_page("records", kind="household_survey", record="new")
    labels = {e.label for e in app.text_input}
    assert not any("รายได้" in label for label in labels), "nothing is asked before consent"
    field(app, "รหัสครัวเรือน").input("03-017").run()
    field(app, "จังหวัดของ").select("TH-25").run()
    field(app, "ตำบล").select("TH-250213").run()
    field(app, "วันที่สำรวจ").input("1/2/2568").run()
    field(app, "ยินยอม").select("yes").run()
    field(app, "รายได้รวมต่อเดือน").input("๙๐๐,๐๐๐").run()
    assert "ผิดจากที่พบทั่วไป" in words_on(app)
    next(g for g in app.button_group if g.label.startswith("เงินออม")).set_value("refused").run()
    field(app, "มีหนี้หรือไม่").select("yes").run()
    press(app, "เพิ่มหนี้แต่ละก้อน")
    press(app, "เพิ่มหนี้แต่ละก้อน")
    field(app, "กู้จาก").select("moneylender").run()
    press(app, "ลบแถวที่ 2")
    press(app, "บันทึก")
    (line,) = listing(own, "household_survey", audience=Audience.WRITER).lines
    opened = detail(own, "household_survey", line.id, audience=Audience.WRITER)
    assert opened is not None
    record: Any = opened.stored.record
    assert (record.income_per_month, record.savings, record.no_answer) == (900_000, None, {"savings": "refused"})
    assert [d.lender for d in record.debts] == ["moneylender"]


def test_a_clash_is_settled_by_a_person(open_page: Open, own: Source) -> None:
    values = {"name": "กลุ่ม", "type": "group", "members": 12}
    record_id = save(own.store, OWN_MACHINE, "organisation", values).record.id
    for button, kept in (("ใช้ค่าของผู้อื่น", 20), ("ใช้ค่าของฉัน", 30)):
        app = open_page("records", kind="organisation", record=record_id)
        field(app, "จำนวนสมาชิก").input("30").run()
        base = detail(own, "organisation", record_id, audience=Audience.WRITER)
        assert base is not None
        save(
            own.store,
            OWN_MACHINE,
            "organisation",
            {**values, "members": 20 + base.stored.revision - 1, "note": str(base.stored.revision)},
            record_id=record_id,
        )
        theirs = 20 + base.stored.revision - 1
        press(app, "บันทึก")
        assert "มีผู้อื่นแก้ไว้" in words_on(app)
        press(app, button)
        press(app, "บันทึก")
        after: Any = detail(own, "organisation", record_id, audience=Audience.WRITER)
        assert after.stored.record.members == (theirs if kept == 20 else 30)


def test_a_form_in_which_nothing_waits_follows_what_others_save_in_the_same_boxes(open_page: Open, own: Source) -> None:
    values = {"name": "กลุ่ม", "type": "group", "members": 12}
    record_id = save(own.store, OWN_MACHINE, "organisation", values).record.id
    app = open_page("records", kind="organisation", record=record_id)
    box = field(app, "จำนวนสมาชิก").key
    save(own.store, OWN_MACHINE, "organisation", {**values, "members": 20}, record_id=record_id)
    app.run()
    assert app.text_input(key=box).value == "20"
    app.text_input(key=box).input("21").run()
    save(own.store, OWN_MACHINE, "organisation", {**values, "members": 20, "name": "กลุ่มใหม่"}, record_id=record_id)
    app.run()
    assert app.text_input(key=box).value == "21", "what waits to be saved is not taken out of the box"
    press(app, "บันทึก")
    after: Any = detail(own, "organisation", record_id, audience=Audience.WRITER)
    assert (after.stored.record.members, after.stored.record.name) == (21, "กลุ่มใหม่")


def test_why_a_save_was_refused_stands_at_the_field_until_it_is_answered_anew(open_page: Open, own: Source) -> None:
    app = open_page("records", kind="organisation", record="new")
    field(app, "จำนวนสมาชิก").input("-4").run()
    press(app, "บันทึก")
    at_fields = " ".join(c.value for c in app.caption)
    assert "ชื่อองค์กร ต้องกรอก" in at_fields
    assert "จำนวนสมาชิก ต้องไม่น้อยกว่า" in at_fields
    field(app, "ชื่อองค์กร").input("กลุ่มข้าว").run()
    assert "ชื่อองค์กร ต้องกรอก" not in words_on(app)
    assert "จำนวนสมาชิก ต้องไม่น้อยกว่า" in words_on(app), "the rest is still to be put right"
    assert field(app, "จำนวนสมาชิก").value == "-4"


def test_a_link_to_a_draft_that_is_gone_opens_one_steady_form(open_page: Open, own: Source) -> None:
    app = open_page("records", kind="organisation", record="new", draft="draft-gone")
    box = field(app, "ชื่อองค์กร").key
    app.run()
    assert field(app, "ชื่อองค์กร").key == box, "a box that is mounted anew loses what is half typed"
    field(app, "ชื่อองค์กร").input("กลุ่ม").run()
    assert (field(app, "ชื่อองค์กร").key, field(app, "ชื่อองค์กร").value) == (box, "กลุ่ม")


def test_history_restores_and_withdrawal_needs_a_reason(open_page: Open, own: Source) -> None:
    record_id = save(own.store, OWN_MACHINE, "organisation", {"name": "เดิม", "type": "group"}).record.id
    save(own.store, OWN_MACHINE, "organisation", {"name": "ใหม่", "type": "group"}, record_id=record_id)
    app = open_page("records", kind="organisation", record=record_id)
    assert "ชื่อองค์กร: ใหม่ → เดิม" in words_on(app), "what restoring would change"
    app.button(key=f"restore.{record_id}.1").click().run()
    assert detail(own, "organisation", record_id, audience=Audience.WRITER).title.th == "เดิม"  # type: ignore[union-attr]
    press(app, "ถอน (เรียกคืนได้จากประวัติ)")
    assert "บอกเหตุผลที่ถอนรายการ" in words_on(app)
    field(app, "เหตุผลที่ถอน").input("ซ้ำ").run()
    press(app, "ถอน (เรียกคืนได้จากประวัติ)")
    assert "ถอนแล้ว ไม่ถูกนับ" in words_on(app)
    app.button(key=f"restore.{record_id}.2").click().run()
    assert listing(own, "organisation").total == 1


def test_every_kind_has_a_form_and_a_list(open_page: Open) -> None:
    from lib.schema.registry import kinds_for_forms

    for model in kinds_for_forms():
        for query in ({}, {"record": "new"}):
            app = open_page("records", world="practice", kind=model.about.id, **query)
            assert not app.error


def test_a_published_record_says_so_and_a_wrong_link_too(open_page: Open, own: Source) -> None:
    app = open_page("records", kind="incubation_centre", record="ctr-published-07")
    assert "จากเอกสารที่เผยแพร่" in words_on(app)
    field(app, "หมายเหตุที่ตั้ง").input("ถามแล้ว").run()
    press(app, "บันทึก")
    assert "แก้ไขแล้วในระบบ" in words_on(app)
    assert "ไม่พบรายการนี้" in words_on(open_page("records", kind="organisation", record="org-none"))


def test_lists_are_searched_and_opened(open_page: Open, own: Source) -> None:
    for n in range(25):
        save(own.store, OWN_MACHINE, "organisation", {"name": f"กลุ่ม {n:02d}", "type": "group"})
    app = open_page("records", kind="organisation")
    assert "25 รายการ" in words_on(app)
    field(app, "ค้นหาใน").input("กลุ่ม 07").run()
    assert "1 รายการ" in words_on(app)
    press(app, "กลุ่ม 07")
    assert field(app, "ชื่อองค์กร").value == "กลุ่ม 07"
    press(app, "กลับไปที่รายการ")
    assert app.query_params.get("record") is None


def places(app: AppTest) -> dict[str, tuple[int, ...]]:
    """Where each text field stands: the way to it from the top of the page."""
    found: dict[str, tuple[int, ...]] = {}

    def walk(node: Any, way: tuple[int, ...]) -> None:
        for number, child in getattr(node, "children", {}).items():
            walk(child, (*way, number))
        if node.type in ("text_input", "text_area"):
            found[node.key] = way

    walk(app.main, ())
    return found


def test_no_field_moves_while_others_are_answered(open_page: Open, own: Source) -> None:
    """The browser mounts a field that moved anew, and what is half typed in it is gone."""
    app = open_page("records", kind="organisation", record="new")
    before = places(app)
    assert len(before) == 4
    for key in [box.key for box in app.text_input]:
        app.text_input(key=key).input("๑๒").run()
    assert "อ่านว่า 12" in words_on(app)
    assert "รหัสกู้คืน" in words_on(app)
    after = places(app)
    assert {k: after[k] for k in before if k in after} == before


def test_who_has_saved_sees_it_in_the_next_window_at_once(
    open_page: Open, own: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(own, "_clock", lambda: 100.0)
    assert "ศูนย์จากแผนที่" not in words_on(open_page("centres", province="TH-50"))
    app = open_page("records", kind="incubation_centre", record="new", at="18.7883,98.9853")
    field(app, "ชื่อศูนย์").input("ศูนย์จากแผนที่").run()
    press(app, "บันทึก")
    app = open_page("centres", province="TH-50")
    assert "ศูนย์จากแผนที่" in field_options(app), "not a moment later: nobody would draw this page anew"


def field_options(app: AppTest) -> list[str]:
    return [option for choice in app.radio for option in choice.options]
