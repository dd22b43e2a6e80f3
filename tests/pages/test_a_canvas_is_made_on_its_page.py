"""The canvas page: begin, fill in step by step, look, certify, follow up, go back, roll up."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from lib.access.actors import OWN_MACHINE, READER
from lib.actions.canvas import calling, filling
from lib.actions.records.saving import save
from lib.domain.thai_date import bangkok_today
from lib.insight.canvas.board import Board, board
from lib.insight.canvas.calls import call_of
from lib.insight.source import Source
from lib.schema.seeing import Audience
from lib.store.opening import Store
from lib.ui.forum import plans_today as forum
from lib.ui.frame import shell
from tests.pages.conftest import Open, words_on

TAMBON = "TH-250204"


def field(app: AppTest, label: str, number: int = 0) -> Any:
    found = [
        e
        for kind in ("text_input", "selectbox", "text_area", "multiselect", "checkbox")
        for e in getattr(app, kind)
        if e.label.replace("\\", "").replace(" :red[*]", "").startswith(label)
    ]
    assert found, f"no field {label!r}"
    return found[number]


def press(app: AppTest, label: str) -> AppTest:
    next(b for b in app.button if b.label.replace("\\", "").startswith(label)).click().run()
    assert not app.exception, app.exception
    return app


def begin(store: Store, name: str = "ปลาแดดเดียว", group: str = "กลุ่มปลา", **more: Any) -> filling.Started:
    return filling.start(store, OWN_MACHINE, {"name": name, "area": TAMBON, "year": "2570", **more}, group)


def line(store: Store, canvas: str, kind: str, **typed: Any) -> str:
    return str(filling.put(store, OWN_MACHINE, canvas, kind, typed).record.id)


def now(own: Source, canvas: str) -> Board:
    found = board(own, canvas, fresh=True).value
    assert found is not None
    return found


@pytest.fixture
def canvas(own: Source) -> str:
    """A plan with something in most of its boxes."""
    made = begin(own.store).canvas
    item = line(own.store, made, "canvas_item", step="1", text="ปลาสด <b>")
    gain = line(own.store, made, "canvas_item", step="5", text="ขายปลา", gain="income", units="100", price="80")
    work = line(own.store, made, "canvas_activity", text="แปรรูป", serves=[item, gain], ways=["self"])
    line(own.store, made, "canvas_cost", text="ถุง", activity=work, amount="500", why="เก็บได้", source="own")
    return made


def test_a_plan_begins_with_a_new_group_and_opens_on_its_first_step(open_page: Open, own: Source) -> None:
    app = open_page("canvas")
    field(app, "ชื่อแผน").input("ผ้าทอบ้านนา").run()
    field(app, "จังหวัดของ").select("TH-25").run()
    field(app, "ตำบล/เทศบาล/เขต").select(TAMBON).run()
    field(app, "ชื่อกลุ่ม").input("กลุ่มทอผ้า").run()
    press(app, "เริ่มทำแผน")
    assert "ขั้น 1" in words_on(app)
    told = now(own, "".join(app.query_params["canvas"]))
    assert (told.canvas.name, told.group) == ("ผ้าทอบ้านนา", "กลุ่มทอผ้า")


def test_a_head_without_a_group_is_told_and_nothing_is_written(open_page: Open, own: Source) -> None:
    app = open_page("canvas")
    field(app, "ชื่อแผน").input("ผ้าทอ").run()
    press(app, "เริ่มทำแผน")
    assert "สิ่งที่พิมพ์ไว้ยังอยู่ครบ" in words_on(app)
    assert "canvas" not in app.query_params
    assert field(app, "ชื่อแผน").value == "ผ้าทอ"


def test_each_field_is_saved_when_it_is_left_and_a_new_line_follows(open_page: Open, own: Source) -> None:
    made = begin(own.store).canvas
    app = open_page("canvas", canvas=made, step="2")
    field(app, "ข้อความ").input("ร้านอาหารในอำเภอ").run()
    assert [i.text for i in now(own, made).of_step(2)] == ["ร้านอาหารในอำเภอ"]
    field(app, "ข้อความ", 1).input("นักท่องเที่ยว").run()
    field(app, "ข้อความ", 0).input("ร้านอาหารทั้งจังหวัด").run()
    assert [i.text for i in now(own, made).of_step(2)] == ["ร้านอาหารทั้งจังหวัด", "นักท่องเที่ยว"]
    press(app, "เอาออก")
    assert [i.text for i in now(own, made).of_step(2)] == ["นักท่องเที่ยว"]
    assert field(app, "ข้อความ", 1).value == ""
    assert "เอา “ร้านอาหารทั้งจังหวัด” ออกแล้ว" in words_on(app)
    press(app, "นำกลับ")
    assert [i.text for i in now(own, made).of_step(2)] == ["ร้านอาหารทั้งจังหวัด", "นักท่องเที่ยว"]
    assert "ออกแล้ว" not in words_on(app)


def test_what_cannot_be_read_is_told_kept_and_there_again_elsewhere(open_page: Open, own: Source) -> None:
    made = begin(own.store).canvas
    line(own.store, made, "canvas_item", step="5", text="ขายปลา", gain="income")
    app = open_page("canvas", canvas=made, step="5")
    field(app, "จำนวนต่อเดือน").input("เยอะมาก").run()
    assert "เก็บเป็นร่างแล้ว ไม่หาย" in words_on(app)
    again = open_page("canvas", canvas=made, step="5")
    assert field(again, "จำนวนต่อเดือน").value == "เยอะมาก"
    field(again, "จำนวนต่อเดือน").input("๑๒๐").run()
    assert now(own, made).of_step(5)[0].units == 120
    assert filling.drafts_of(own.store, OWN_MACHINE, made) == {}
    assert "ไม่หาย" not in words_on(again)


def test_a_figure_typed_before_the_line_has_words_waits(open_page: Open, own: Source) -> None:
    made = begin(own.store).canvas
    app = open_page("canvas", canvas=made, step="5")
    field(app, "จำนวนต่อเดือน").input("50").run()
    assert now(own, made).of_step(5) == []
    assert "ไม่หาย" not in words_on(app)
    field(app, "ข้อความ").input("ขายปลา").run()
    (item,) = now(own, made).of_step(5)
    assert (item.text, item.units, item.gain) == ("ขายปลา", 50, "income")


def test_two_at_one_line_see_both_values_and_choose(open_page: Open, own: Source) -> None:
    made = begin(own.store).canvas
    item = line(own.store, made, "canvas_item", step="2", text="ลูกค้า")
    app = open_page("canvas", canvas=made, step="2")
    other = {"step": "2", "order": "1"}
    edit = {"record_id": item, "base_revision": 1}
    filling.put(own.store, OWN_MACHINE, made, "canvas_item", {**other, "text": "ลูกค้าของเขา"}, **edit)
    field(app, "ข้อความ").input("ลูกค้าของฉัน").run()
    said = words_on(app)
    assert "ลูกค้าของเขา" in said
    assert "ลูกค้าของฉัน" in said
    press(app, "ใช้ค่าของฉัน")
    assert now(own, made).of_step(2)[0].text == "ลูกค้าของฉัน"
    filling.put(
        own.store,
        OWN_MACHINE,
        made,
        "canvas_item",
        {**other, "text": "เปลี่ยนอีก", "detail": "x"},
        record_id=item,
        base_revision=3,
    )
    field(app, "ข้อความ").input("ของฉันอีก").run()
    press(app, "ใช้ค่าของผู้อื่น")
    assert now(own, made).of_step(2)[0].text == "เปลี่ยนอีก"
    assert field(app, "ข้อความ").value == "เปลี่ยนอีก"


def test_activities_are_ticked_partnered_and_paid_for(open_page: Open, own: Source, canvas: str) -> None:
    app = open_page("canvas", canvas=canvas, step="6")
    field(app, "กิจกรรม", 1).input("เปิดเพจ").run()
    second = now(own, canvas).of("canvas_activity")[1]
    app = open_page("canvas", canvas=canvas, step="8")
    field(app, "**เปิดเพจ**").check().run()
    field(app, "ภาคี", 1).input("วิทยาลัยชุมชน").run()
    (partner,) = now(own, canvas).of("canvas_partner")
    assert (partner.activity, now(own, canvas).of("canvas_activity")[1].ways) == (second.id, ["partner"])
    app = open_page("canvas", canvas=canvas, step="7")
    field(app, "**แปรรูป**").uncheck().run()
    assert now(own, canvas).of("canvas_activity")[0].ways == []
    app = open_page("canvas", canvas=canvas, step="9")
    assert "ไม่ใช้เงิน ใช้ทุนที่มี เยี่ยมมาก" in words_on(app)
    field(app, "ค่าอะไร", 2).input("ค่าโฆษณา").run()
    assert {c.text for c in now(own, canvas).of("canvas_cost")} == {"ถุง", "ค่าโฆษณา"}


@pytest.mark.parametrize("language", ["th", "en"])
@pytest.mark.parametrize("part", ["walk", "board", "numbers", "follow", "paper", "versions", "head"])
def test_every_view_of_a_plan_opens(open_page: Open, canvas: str, part: str, language: str) -> None:
    app = open_page("canvas", canvas=canvas, part=part, lang=language)
    assert not app.error, [e.value for e in app.error]
    assert "ปลาแดดเดียว" in words_on(app)


def test_hostile_words_are_harmless_on_the_board(open_page: Open, canvas: str) -> None:
    app = open_page("canvas", canvas=canvas, part="board")
    drawn = "".join(str(e.proto.body) for e in app.get("html"))
    assert "ปลาสด &lt;b&gt;" in drawn
    assert "ปลาสด <b>" not in drawn


def test_findings_jump_to_their_step(open_page: Open, own: Source, canvas: str) -> None:
    line(own.store, canvas, "canvas_item", step="3", text="เพจของกลุ่ม")
    app = open_page("canvas", canvas=canvas, part="numbers")
    assert "ยังไม่มีกิจกรรมใดทำให้เกิดผล" in words_on(app)
    press(app, "ไปที่ขั้น 3")
    assert "การสื่อสารการตลาด" in words_on(app)


def test_a_plan_is_presented_certified_used_and_becomes_evidence(open_page: Open, own: Source, canvas: str) -> None:
    app = open_page("canvas", canvas=canvas, part="follow")
    press(app, "นำเสนอแล้ว")
    press(app, "บันทึกการรับรอง")
    assert "บอกว่าที่ประชุมใดรับรอง" in words_on(app)
    field(app, "ที่ประชุมที่รับรอง").input("สภาตำบล").run()
    field(app, "ผู้เข้าร่วมประชุม").input("๔๒").run()
    field(app, "วันที่", 0).input("เมื่อวาน").run()
    press(app, "บันทึกการรับรอง")
    assert "อ่านวันที่ไม่ได้" in words_on(app)
    field(app, "วันที่", 0).input("1 พ.ย. 2569").run()
    press(app, "บันทึกการรับรอง")
    assert now(own, canvas).canvas.attendance == 42
    press(app, "เริ่มใช้จริงแล้ว")
    press(app, "ใช้แผนนี้เป็นหลักฐานของตำบล")
    assert "รอผู้ตรวจรับรอง" in words_on(app)
    field(app, "เหตุผล").input("แก้ตัวเลข").run()
    press(app, "เปิดเป็นฉบับร่าง")
    assert now(own, canvas).canvas.state == "draft"


def test_a_quarter_is_followed_up_and_the_process_ticked(open_page: Open, own: Source, canvas: str) -> None:
    app = open_page("canvas", canvas=canvas, part="follow")
    press(app, "บันทึกไตรมาส")
    assert "ไตรมาส" in "".join(str(e.value) for e in app.error)
    field(app, "ไตรมาส").select("1").run()
    field(app, "รายได้จริง").input("๑๒,๐๐๐").run()
    press(app, "บันทึกไตรมาส")
    (quarter,) = now(own, canvas).of("canvas_follow_up")
    assert quarter.income == 12_000
    assert "12,000 บาท คิดเป็น 50%" in words_on(app).replace("\\", "")
    step = next(c for c in app.checkbox if c.label.startswith("ขั้นที่ 1"))
    step.check().run()
    assert [c.step for c in now(own, canvas).of("canvas_check")] == ["step_01"]
    next(t for t in app.toggle if t.label.startswith("บันทึกวันที่ ใครพาทำ")).set_value(True).run()
    field(app, "ใครพาทำ").input("พี่สมใจ").run()
    written = board(own, canvas, audience=Audience.WRITER, fresh=True).value
    assert written is not None
    (check,) = written.of("canvas_check")
    assert (check.who, check.done_on) == ("พี่สมใจ", bangkok_today())
    assert now(own, canvas).of("canvas_check")[0].who is None, "names are for those who work on it"
    next(c for c in app.checkbox if c.label.startswith("ขั้นที่ 1")).uncheck().run()
    assert now(own, canvas).of("canvas_check") == []


def test_a_quarter_is_told_line_by_line_and_what_does_not_add_up_is_said(
    open_page: Open, own: Source, canvas: str
) -> None:
    year = str(now(own, canvas).canvas.year)
    quarter = {"year": year, "quarter": "1", "income": "12000"}
    filling.put(own.store, OWN_MACHINE, canvas, "canvas_follow_up", quarter)
    gains = now(own, canvas).plan.of_step(5)
    app = open_page("canvas", canvas=canvas, part="follow")
    next(t for t in app.toggle if t.label == f"ผลรายข้อ (0 จาก {len(gains)} ข้อ)").set_value(True).run()
    for number in range(len(gains)):
        field(app, "ได้จริง", number).input("๑,๐๐๐").run()
        assert not app.exception
    told = now(own, canvas).of("canvas_line_result")
    assert {(r.item, r.amount) for r in told} == {(g.id, 1000) for g in gains}
    said = words_on(app)
    mine = sum(g.gain != "saving" for g in gains)
    assert f"รวมรายข้อ {1000 * mine:,} ต่างจากที่บอกทั้งไตรมาส 12,000 บาท" in said
    assert "ได้จริง 1,000" in said


def test_an_older_version_comes_back(open_page: Open, own: Source, canvas: str) -> None:
    filling.put(own.store, READER_WITH(canvas), canvas, "canvas_item", {"step": "2", "text": "ใหม่"})
    app = open_page("canvas", canvas=canvas, part="versions")
    assert "(เพิ่ม)" in words_on(app)
    press(app, "กลับไปใช้ฉบับนี้")
    assert "แล้ว" in words_on(app)
    assert now(own, canvas).of_step(2) == []


def READER_WITH(canvas: str) -> Any:
    from lib.access.actors import holding

    return holding(READER, canvas)


def test_a_tambons_plan_is_put_together_on_its_page(open_page: Open, own: Source, canvas: str) -> None:
    tambon = begin(own.store, "แผนตำบล", "สภาตำบล", level="tambon").canvas
    app = open_page("canvas", canvas=tambon, part="rollup")
    field(app, "รวมจากแผนของกลุ่ม").select(canvas).run()
    next(c for c in app.checkbox if c.label.startswith("แปรรูป")).uncheck().run()
    press(app, "ใส่ 3 ข้อลงแผนตำบล")
    assert len(now(own, tambon).of("canvas_item")) == 2
    app = open_page("canvas", canvas=tambon, part="numbers")
    assert "รวมจากแผนของ 1 กลุ่ม" in words_on(app)


def test_a_stranger_with_the_code_fills_in_and_without_it_only_looks(
    open_page: Open, own: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = begin(own.store)
    monkeypatch.setattr(shell, "current_actor", lambda: READER)
    app = open_page("canvas", canvas=made.canvas)
    assert not app.text_input
    assert "เริ่มแผนใหม่" not in words_on(open_page("canvas"))
    app = open_page("canvas", code=made.code)
    field(app, "ข้อความ").input("ปลาสดจากโทรศัพท์").run()
    assert [i.text for i in now(own, made.canvas).of_step(1)] == ["ปลาสดจากโทรศัพท์"]
    app = open_page("canvas", canvas=made.canvas, code=made.code, part="follow")
    assert "บันทึกการรับรอง" not in words_on(app)
    assert "ใช้ไม่ได้แล้ว" in words_on(open_page("canvas", code="xxxx-xxxx-xxxx"))


def test_a_code_typed_in_the_library_opens_the_plan(open_page: Open, own: Source) -> None:
    made = begin(own.store)
    app = open_page("canvas")
    field(app, "รหัสของแผน").input(made.code.upper()).run()
    assert "ขั้น 1" in words_on(app)


def test_plans_are_found_by_every_word_in_them(open_page: Open, own: Source, canvas: str) -> None:
    begin(own.store, "ผ้าทอ", "กลุ่มทอผ้า")
    app = open_page("canvas", **{"canvas.search": "แปร รูป"})
    assert "1 แผน" in words_on(app)
    app = open_page("canvas", **{"canvas.search": "ไม่มีคำนี้"})
    assert "ยังไม่มีแผนที่ตรงกับที่ค้น" in words_on(app)


def test_a_hand_that_is_up_is_seen_in_the_forum_until_somebody_goes(open_page: Open, own: Source, canvas: str) -> None:
    calling.call(own.store, OWN_MACHINE, canvas, "help")
    app = open_page("forum")
    assert "ขอให้มาช่วย" in words_on(app)
    app.button(key=f"went.{canvas}").click().run()
    assert "ขอให้มาช่วย" not in words_on(app)
    assert call_of(own, canvas) is None


def test_a_call_is_seen_before_anything_was_written_today(
    open_page: Open, own: Source, canvas: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    calling.call(own.store, OWN_MACHINE, canvas, "ready")
    monkeypatch.setattr(forum, "bangkok_today", lambda: bangkok_today() + timedelta(days=1))
    told = words_on(open_page("forum"))
    assert "ทำเสร็จแล้ว มาดูได้" in told
    assert "วันนี้ยังไม่มีแผน" in told


def test_the_forum_shows_who_is_where_today(open_page: Open, own: Source, canvas: str) -> None:
    app = open_page("forum")
    drawn = "".join(str(e.proto.body) for e in app.get("html"))
    assert "กลุ่มปลา" in drawn
    assert next(m.value for m in app.metric) == "1"
    assert "วันนี้ยังไม่มีแผน" in words_on(open_page("forum", province="TH-10"))


def test_before_anything_is_recorded_the_page_says_how_to_begin(open_page: Open) -> None:
    assert "ยังไม่มีบันทึก" in words_on(open_page("learning"))


def test_what_leaders_learned_is_shown_to_those_who_work_here(
    open_page: Open, own: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = save(own.store, OWN_MACHINE, "person", {"name": "ป้าสมร"}).record.id
    event = save(own.store, OWN_MACHINE, "event", {"name": "รุ่น 1", "type": "training", "mode": "online"}).record.id
    save(own.store, OWN_MACHINE, "learning", {"person": person, "event": event, "skill": "ทำบัญชี"})
    said = words_on(open_page("learning"))
    assert "ป้าสมร" in said
    assert "ทำบัญชี" in said
    monkeypatch.setattr(shell, "current_actor", lambda: READER)
    assert "ป้าสมร" not in words_on(open_page("learning"))


def test_the_place_is_found_however_it_is_spelt_and_asked_about_when_in_doubt(open_page: Open, own: Source) -> None:
    app = open_page("canvas")
    field(app, "พื้นที่ (พิมพ์").input("ต.นนทรีย์ อ.กบินทร์บุรี จ.ปราจีนบุรี").run()
    assert "ต.นนทรี อ.กบินทร์บุรี" in words_on(app).replace("\\", "")
    field(app, "ชื่อแผน").input("ผ้าทอ").run()
    field(app, "ชื่อกลุ่ม").input("กลุ่มทอผ้า").run()
    press(app, "เริ่มทำแผน")
    assert now(own, "".join(app.query_params["canvas"])).canvas.area == TAMBON

    app = open_page("canvas")
    field(app, "พื้นที่ (พิมพ์").input("ท่าช้าง").run()
    (asked,) = [r for r in app.radio if r.label == "หมายถึงที่ใด"]
    assert len(asked.options) > 1
    asked.set_value(asked.proto.options and app.session_state["canvas.found"].candidates[0].value).run()
    assert ":green[" in words_on(app)
    field(app, "พื้นที่ (พิมพ์").input("กขคงจฉชซ").run()
    assert ":red[" in words_on(app)


def test_a_box_of_the_board_is_filled_in_over_the_board(open_page: Open, own: Source, canvas: str) -> None:
    app = open_page("canvas", canvas=canvas, part="board")
    press(app, "1 ·")
    assert "ปลาสด <b>" in {e.value for e in app.text_input}
    assert field(app, "ข้อความ", 1).value == ""
