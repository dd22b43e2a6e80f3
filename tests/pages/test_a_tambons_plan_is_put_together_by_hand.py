"""On the screen of a tambon's plan: what differs by a word is not ticked, lines are split and joined, trades recorded."""

from __future__ import annotations

import pytest

from lib.access.actors import OWN_MACHINE
from lib.actions.canvas import filling
from lib.insight.canvas.board import Board, board
from lib.insight.source import Source
from lib.schema.seeing import Audience
from tests.pages.conftest import Open, words_on
from tests.pages.test_a_tambon_works_on_its_pages import field, fill, press

TAMBON = "TH-250204"


@pytest.fixture
def plan(own: Source) -> str:
    """Two groups whose lines are alike, the same, and another thing; a tambon's plan over them."""
    parts = []
    for name, fruit in (("สวนบน", "มะม่วงแก้วแช่อิ่มอบแห้ง"), ("สวนล่าง", "มะม่วงแดงแช่อิ่มอบแห้ง")):
        head = {"name": f"แผน{name}", "area": TAMBON, "year": "2570"}
        canvas = filling.start(own.store, OWN_MACHINE, head, f"กลุ่ม{name}").canvas
        for step, text in (("2", "โรงเรียนในตำบล"), ("1", fruit)):
            filling.put(own.store, OWN_MACHINE, canvas, "canvas_item", {"step": step, "text": text})
        parts.append(canvas)
    head = {"name": "แผนตำบล", "area": TAMBON, "year": "2570", "level": "tambon", "parts": parts}
    return filling.start(own.store, OWN_MACHINE, head, "สภาตำบล").canvas


def now(own: Source, plan: str) -> Board:
    found = board(own, plan, audience=Audience.WRITER, fresh=True).value
    assert found is not None
    return found


def test_another_word_is_told_and_left_to_a_person(open_page: Open, own: Source, plan: str) -> None:
    app = open_page("canvas", canvas=plan, part="rollup")
    ticked = {c.label.split("  ")[0].replace("\\", ""): c.value for c in app.checkbox}
    assert ticked["โรงเรียนในตำบล"] is True
    (fruit,) = [c for c in app.checkbox if "มะม่วง" in c.label]
    assert fruit.value is False
    assert "อาจเป็นคนละเรื่อง" in fruit.label
    press(app, "ใส่ 1 ข้อลงแผนตำบล")
    assert [i.text for i in now(own, plan).of("canvas_item")] == ["โรงเรียนในตำบล"]


def test_a_proposal_is_split_renamed_and_what_stands_is_joined(open_page: Open, own: Source, plan: str) -> None:
    app = open_page("canvas", canvas=plan, part="rollup")
    next(c for c in app.checkbox if "มะม่วง" in c.label).check().run()
    app.toggle(key="canvas.by_hand").set_value(True).run()
    out = next(m for m in app.multiselect if m.label == "ข้อใดไม่ใช่เรื่องเดียวกัน" and "มะม่วงแดง" in str(m.options))
    out.select(next(o for o in out.options if "มะม่วงแดง" in o)).run()
    (split,) = [b for b in app.button if b.label == "แยกออก และจำไว้" and not b.disabled]
    split.click().run()
    assert not app.exception, app.exception
    assert len(now(own, plan).canvas.apart) == 1
    assert len([c for c in app.checkbox if "มะม่วง" in c.label]) == 2
    assert all(c.value for c in app.checkbox if "มะม่วง" in c.label), "each alone is sure"
    names = [t for t in app.text_input if t.label == "ชื่อข้อในแผนตำบล"]
    next(t for t in names if "มะม่วงแก้ว" in t.value).set_value("ผลไม้แปรรูป").run()
    press(app, "ใส่ 3 ข้อลงแผนตำบล")
    assert "ผลไม้แปรรูป" in [i.text for i in now(own, plan).of_step(1)]
    app = open_page("canvas", canvas=plan, part="rollup")
    app.selectbox(key="canvas.joined").select(
        next(i.id for i in now(own, plan).of_step(1) if i.text == "ผลไม้แปรรูป")
    ).run()
    field(app, "รวมกับ").select(next(i.id for i in now(own, plan).of_step(1) if i.text != "ผลไม้แปรรูป")).run()
    press(app, "รวมเป็นข้อเดียว")
    (one,) = now(own, plan).of_step(1)
    assert (one.text, len(one.made_from), now(own, plan).canvas.apart) == ("ผลไม้แปรรูป", 2, [])


def test_a_trade_is_recorded_and_says_what_stays(open_page: Open, own: Source, plan: str) -> None:
    app = open_page("canvas", canvas=plan, part="rollup")
    buyer, seller = now(own, plan).canvas.parts
    fill(app, {"ซื้อขายอะไร": "ปุ๋ยหมัก", "จำนวนต่อปี": "200", "ราคาต่อหน่วย": "25.50"})
    field(app, "กลุ่มที่ซื้อ").select(buyer).run()
    field(app, "กลุ่มที่ขาย").select(seller).run()
    press(app, "บันทึกการซื้อขาย")
    (trade,) = now(own, plan).trades
    assert (trade.worth, trade.agreed) == (5100.0, False)
    said = words_on(open_page("canvas", canvas=plan, part="numbers"))
    assert "อีก 5,100 บาทยังไม่ตกลง" in said
    drawn = "".join(str(h.proto.body) for h in open_page("canvas", canvas=plan, part="board").get("html"))
    assert "แผนสวนล่าง ขาย “ปุ๋ยหมัก” ให้ แผนสวนบน" in drawn
