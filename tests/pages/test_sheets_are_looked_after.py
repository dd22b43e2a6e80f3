"""The Sheets screen, its part of the quality screen and of the time machine; Google is never called."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from streamlit.testing.v1 import AppTest

from lib.actions.sheets.books import WantedBook, connect
from lib.insight.sheets import books as sheets
from lib.insight.source import Source
from lib.schema.registry import kinds_of_a_province
from lib.store import sheet_wishes
from tests.pages.conftest import Open, words_on
from tests.sheets.conftest import EMAIL, Field, shared
from tests.sheets_double.server import Double

#: The Google in a box is a server.
pytestmark = pytest.mark.server


@pytest.fixture
def field(own: Source) -> Iterator[Field]:
    """A synced sheet with a cell to mend and a value to choose."""
    with Double(reads=10**6, writes=10**6).running() as google:
        made = shared(google, own.store)
        made.types("organisation", 1, name="กลุ่ม ก", type="กลุ่ม/วิสาหกิจชุมชน", members=10)
        made.types("organisation", 2, name="กลุ่ม ข", type="กลุ่ม/วิสาหกิจชุมชน", members="มากมาย")
        made.look()
        made.types("organisation", 1, members=11)
        made.edits("organisation", "กลุ่ม ก", members=12)
        made.look()
        made.poller._read_at[made.book.key] = 0
        yield made


def press(app: AppTest, label: str) -> None:
    next(b for b in app.button if b.label == label).click().run()
    assert not app.exception, app.exception


def grant(field: Field) -> None:
    """What the poller does beside the page."""
    assert field.poller.tick()
    assert field.poller.finish(60)


def test_without_sheets_the_screen_says_how_to_connect_one(open_page: Open, own: Source) -> None:
    said = words_on(open_page("sheets"))
    assert "ระบบใช้งานได้ครบโดยไม่ต้องมี" in said
    assert "secrets.example.toml" in said
    connect(own.store, [WantedBook("k" * 20, "ยังไม่เคยอ่าน", "country")])
    said = words_on(open_page("sheets"))
    assert "ยังไม่เคยอ่าน" in said
    assert "ยังไม่มีชีตที่อ่านแล้ว" in words_on(open_page("timeline", show="sheet"))


def test_a_conflict_is_settled_and_the_sheet_follows(open_page: Open, field: Field) -> None:
    calls = len(field.google.calls)
    app = open_page("sheets")
    said = words_on(app)
    for part in ("ปราจีนบุรี", "ต้องแก้ 1 ช่อง", "รอเลือกค่า 1 เรื่อง", "แก้ทั้งสองฝั่งไม่ตรงกัน", "**11**", "**12**", "เห็นในชีตระหว่าง"):
        assert part in said, part
    assert len(field.google.calls) == calls, "a screen never calls Google"
    press(app, "ใช้ค่าในระบบ")
    assert "เลือกแล้ว" in words_on(app)
    field.look()
    assert field.cell("organisation", 1, "members") == 12


def test_the_doctor_and_the_template_are_asked_for(open_page: Open, field: Field) -> None:
    app = open_page("sheets")
    press(app, "ตรวจเดี๋ยวนี้")
    app.run()
    assert "กำลังตรวจ…" in words_on(app)
    press(app, "เติมแบบฟอร์ม")
    assert "กำลังเติมแบบฟอร์ม…" in words_on(app)
    field.phone.deletes_tab(field.tab("event").title)
    grant(field)
    said = words_on(open_page("sheets"))
    assert "ติดต่อ Google ได้" in said
    assert EMAIL in "".join(c.value for c in open_page("sheets").code)
    assert "เพิ่มแท็บ กิจกรรม" in said
    assert "tab Event added" in words_on(open_page("sheets", lang="en"))
    field.book.shared.clear()
    press(open_page("sheets"), "เติมแบบฟอร์ม")
    press(open_page("sheets"), "อ่านเดี๋ยวนี้")
    grant(field)
    app = open_page("sheets")
    assert EMAIL in "".join(str(w.value) for w in [*app.warning, *app.error]).replace("\\", "")


def test_an_office_chooses_the_tabs_of_its_sheet(open_page: Open, field: Field) -> None:
    app = open_page("sheets")
    chosen = next(m for m in app.multiselect if m.label == "แท็บที่มีในชีตนี้")
    assert chosen.value == kinds_of_a_province()
    assert next(b for b in app.button if b.label == "ใช้แท็บเหล่านี้").disabled, "nothing was chosen otherwise"
    chosen.set_value(["organisation", "canvas"]).run()
    press(app, "ใช้แท็บเหล่านี้")
    grant(field)
    said = words_on(open_page("sheets"))
    assert "ซ่อนแท็บ" in said
    assert not field.tab("canvas").hidden
    assert field.tab("event").hidden


def test_a_tab_that_lost_its_rows_waits_for_a_word(open_page: Open, field: Field) -> None:
    title = field.tab("organisation").title
    for _ in range(2):
        field.phone.deletes_row(title, 1)
    field.look()
    app = open_page("sheets")
    assert "หายไป 2 จาก 2 แถว" in words_on(app)
    press(app, "ลบจริง ถอนรายการเหล่านี้")
    assert "จะรับในการอ่านรอบหน้า" in words_on(app)
    field.look()
    assert field.stored("organisation") == []


def test_cells_are_mended_from_the_quality_screen(open_page: Open, field: Field) -> None:
    (state,) = sheets.books(Source(field.store))
    app = open_page("quality", job=state.book.job)
    said = words_on(app)
    assert "ปราจีนบุรี" in "".join(c.value for c in app.code), "a message for LINE"
    assert "edit#gid=" in said.replace("\\", "")
    app.text_input[0].input("25").run()
    press(app, "แก้ 1 ช่องในชีต")
    grant(field)
    assert field.cell("organisation", 2, "members") == 25
    app = open_page("quality", job=state.book.job)
    assert "ทุกช่องในชีตนี้ใช้ได้" in words_on(app) or "ไม่มีช่องที่ต้องแก้" in words_on(app)
    with field.store.database.reading() as connection:
        (wish,) = sheet_wishes.wishes(connection, "fix")
    assert wish.answer == {"written": 1}
    press(app, "เลิกทำ")
    grant(field)
    assert field.cell("organisation", 2, "members") == "มากมาย"


def test_a_tab_is_brought_back_from_the_time_machine(open_page: Open, field: Field) -> None:
    source = Source(field.store)
    (state,) = sheets.books(source)
    tab = field.tab("organisation").id
    first = sheets.looks_of(source, state.book.key, tab)[-1]
    field.types("organisation", 2, note="เพิ่มทีหลัง")
    field.look()
    app = open_page("timeline", show="sheet", tab=str(tab), look=first.isoformat())
    app.toggle[0].set_value(True).run()
    said = words_on(app)
    assert "เพิ่มทีหลัง" in said
    press(app, next(b.label for b in app.button if b.label.startswith("ย้อน ")))
    assert field.one("organisation", "กลุ่ม ข").record.note is None
    app = open_page("timeline", show="sheet", tab=str(tab), look=first.isoformat())
    app.toggle[0].set_value(True).run()
    assert not [b for b in app.button if b.label.startswith("ย้อน ")] or app.success
