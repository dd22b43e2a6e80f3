"""On the screens of a tambon's plan: the parts add up by hand, and what changed after the meeting is told."""

from __future__ import annotations

from lib.insight.canvas.board import board
from lib.insight.source import Source
from lib.schema.seeing import Audience
from tests.actions.canvas.test_a_certified_tambon_plan_stays_as_certified import Tambon
from tests.pages.conftest import Open, words_on


def test_the_numbers_add_up_and_a_later_change_is_told(open_page: Open, own: Source) -> None:
    tambon = Tambon(own.store, {"ปลา": 1250, "ผ้า": 2500})
    tambon.adds(1000)
    app = open_page("canvas", canvas=tambon.canvas, part="numbers")
    assert not app.exception
    rows = {
        str(row[0]).replace("\\", ""): [str(c).replace("\\", "") for c in row[1:]]
        for row in app.table[0].value.to_numpy()
    }
    assert rows["แผนปลา"][0] == "150,000"
    assert rows["แผนผ้า"][0] == "300,000"
    assert rows["ส่วนที่แผนตำบลเพิ่มเอง"][0] == "1,000"
    assert rows["รวมทั้งตำบล"][0] == "451,000"
    assert {m.label: m.value for m in app.metric}["รายได้เพิ่มต่อปี"] == "451,000"
    assert "เปลี่ยนหลังรับรอง" not in words_on(app)
    tambon.certify()
    tambon.sells_at("ปลา", 7250)
    tambon.loses("ผ้า")
    board(own, tambon.canvas, audience=Audience.WRITER, fresh=True)
    for part in ("numbers", "follow"):
        said = words_on(open_page("canvas", canvas=tambon.canvas, part=part))
        assert "แผนกลุ่มเปลี่ยนหลังรับรอง 2 แผน" in said
        assert "รายได้ 150,000 → 870,000" in said
        assert "“แผนผ้า” ถูกถอนหลังรับรอง" in said
    app = open_page("canvas", canvas=tambon.canvas, part="numbers")
    rows = {
        str(row[0]).replace("\\", ""): [str(c).replace("\\", "") for c in row[1:]]
        for row in app.table[0].value.to_numpy()
    }
    assert rows["แผนผ้า (ถอนแล้วหลังรับรอง)"][0] == "300,000"
    assert rows["รวมทั้งตำบล"][0] == "451,000"


def test_drafts_are_certified_with_it_only_by_somebody_who_says_so(open_page: Open, own: Source) -> None:
    tambon = Tambon(own.store, {"ปลา": 100})
    app = open_page("canvas", canvas=tambon.canvas, part="follow")
    (press,) = [b for b in app.button if b.key == "canvas.certify"]
    assert press.disabled
    assert "ยังไม่รับรอง: แผนปลา" in words_on(app)
    app.checkbox(key="canvas.certify.drafts").check().run()
    assert not next(b for b in app.button if b.key == "canvas.certify").disabled
