"""The import, quality and time-machine screens, from upload to undo."""

from __future__ import annotations

import io
import re

import pytest
from openpyxl import load_workbook
from streamlit.testing.v1 import AppTest

from lib.access.actors import OWN_MACHINE, READER
from lib.actions.acts import acts_of
from lib.actions.imports import importing
from lib.actions.records.saving import save
from lib.insight.source import Source
from lib.store import records
from lib.ui.frame import shell
from lib.ui.frame.registry import BY_ID
from lib.ui.frame.speech import words
from lib.ui.imports import preview as import_preview
from lib.ui.imports import start as import_start
from tests.actions.imports.workbooks import GROUPS, NADI, NAKHA, OFFICE, book, bring, groups
from tests.pages.conftest import Open, words_on


def press(app: AppTest, label: str) -> AppTest:
    button = next(b for b in app.button if re.search(label, b.label))
    button.click().run()
    assert not app.exception, app.exception
    return app


def metrics(app: AppTest) -> dict[str, str]:
    return {m.label: m.value for m in app.metric}


def named(own: Source) -> set[str]:
    with own.store.database.reading() as connection:
        return {s.record.title() for s in records.find(connection, "organisation")}


def test_upload_look_apply_and_undo(open_page: Open, own: Source) -> None:
    app = open_page("imports")
    app.text_input[0].set_value(OFFICE)
    app.file_uploader[0].upload("กลุ่ม.xlsx", groups(NAKHA, NADI), "application/octet-stream").run()
    press(app, "^อ่านแฟ้ม$")
    assert "job" in app.query_params
    assert metrics(app)["รายการใหม่"] == "2"
    assert named(own) == set()
    press(app, "^นำเข้า 2 รายการ$")
    assert "นำเข้าแล้ว 2 รายการ" in words_on(app)
    assert metrics(app)["เหมือนเดิม"] == "2"
    assert named(own) == {NAKHA[0], NADI[0]}
    press(app, "^ย้อนการนำเข้า$")
    assert named(own) == set()
    assert "ปิดแล้ว" in words_on(app)


def test_a_question_is_answered_where_it_is_asked(open_page: Open, own: Source) -> None:
    job = importing.start(own.store, OWN_MACHINE, OFFICE, "ก.xlsx", groups((NAKHA[0], "สภา", *NAKHA[2:])))
    app = open_page("imports", job=job)
    assert metrics(app)["รอคำตอบ"] == "1"
    which = next(s for s in app.selectbox if s.label == "คือ")
    which.set_value(which.options.index("สภาองค์กรชุมชน")).run()
    assert metrics(app)["รายการใหม่"] == "1"
    press(app, "กดเพื่อถอนคำตอบ")
    assert metrics(app)["รอคำตอบ"] == "1"
    next(t for t in app.text_input if t.label == "หรือพิมพ์ที่ถูกต้อง").set_value("กลุ่ม").run()
    assert metrics(app)["รายการใหม่"] == "1"


def test_an_unknown_layout_is_matched_by_a_person(open_page: Open, own: Source) -> None:
    content = book(("ก", [("คณะ", "ประเภทองค์กร", *GROUPS[2:5]), NAKHA[:5]]))
    job = importing.start(own.store, OWN_MACHINE, OFFICE, "ก.xlsx", content)
    app = open_page("imports", job=job)
    what = next(s for s in app.selectbox if s.label == "แท็บนี้เป็นข้อมูลเรื่อง")
    if what.value != "organisation":
        what.set_value("organisation").run()
    next(s for s in app.selectbox if s.label.startswith("คณะ")).set_value("name").run()
    press(app, "^ยืนยันการจับคู่$")
    assert metrics(app)["รายการใหม่"] == "1"


def test_a_bad_file_is_told_in_thai_and_the_good_one_beside_it_is_read(open_page: Open, own: Source) -> None:
    app = open_page("imports")
    app.text_input[0].set_value(OFFICE)
    app.file_uploader[0].upload("ภาพ.xlsx", b"\x89PNG\r\n\x1a\n....", "application/octet-stream")
    app.run()
    press(app, "^อ่านแฟ้ม$")
    assert any("ใช้ได้เฉพาะ" in e.value for e in app.error)


def test_whose_file_it_is_has_to_be_said_and_is_offered_next_time(open_page: Open, own: Source) -> None:
    app = open_page("imports")
    app.file_uploader[0].upload("กลุ่ม.xlsx", groups(NAKHA), "application/octet-stream").run()
    press(app, "^อ่านแฟ้ม$")
    assert any("บอกก่อนว่าแฟ้ม" in e.value for e in app.error)
    importing.start(own.store, OWN_MACHINE, OFFICE, "ก.xlsx", groups(NAKHA))
    app.run()
    app.pills[0].select(OFFICE).run()
    assert app.text_input[0].value == OFFICE


def test_what_was_not_used_is_listed_with_the_reason_and_the_way_to_fix_it(open_page: Open, own: Source) -> None:
    job = bring(own.store, groups((*NAKHA[:2], "ไม่มีตำบลนี้", *NAKHA[3:])))
    app = open_page("quality")
    table = str(app.table[0].value.to_dict())
    assert "ไม่พบพื้นที่" in table
    assert "C2" in table
    assert "กลุ่ม.xlsx" in app.selectbox[2].options[1]
    app.selectbox[2].set_value(job).run()
    assert not app.exception, app.exception
    next(t for t in app.text_input if t.label == "พิมพ์ที่ถูกต้อง").set_value("ต.เขาไม้แก้ว อ.กบินทร์บุรี จ.ปราจีนบุรี").run()
    press(app, "^นำเข้า 1 รายการ$")
    with own.store.database.reading() as connection:
        fixed = records.find(connection, "organisation")[0].record
    assert fixed.area == "TH-250213", "fixed on the quality screen"  # type: ignore[attr-defined]
    assert "ไม่มีช่องที่ต้องแก้" in words_on(open_page("quality"))
    bring(own.store, groups((*NADI[:2], "ไม่มีตำบลนี้", *NADI[3:])), name="อื่น.xlsx")
    app = open_page("quality", show="trend")
    assert "1 ช่อง" in words_on(app)


def test_duplicates_are_merged_on_the_quality_screen(open_page: Open, own: Source) -> None:
    for name in ("กลุ่มทอผ้าบ้านนาขา", "ทอผ้าบ้านนาขา"):
        values = {"name": name, "type": "group", "area": "TH-250213"}
        save(own.store, OWN_MACHINE, "organisation", values)
    app = open_page("quality", show="duplicates")
    press(app, "^เก็บรายการซ้าย$")
    assert len(named(own)) == 1
    assert "ไม่พบรายการที่น่าจะซ้ำกัน" in words_on(app)


def test_the_time_machine_shows_a_day_and_what_changed(open_page: Open, own: Source) -> None:
    bring(own.store, groups(NAKHA))
    app = open_page("timeline", kind="organisation")
    assert NAKHA[0] in str(app.table[0].value.to_dict())
    app.text_input[0].set_value("1 ม.ค. 2560").run()
    assert "วันนั้นยังไม่มีรายการ" in words_on(app)
    app.text_input[0].set_value("ไม่ใช่วัน").run()
    assert "อ่านวันที่ไม่ได้" in words_on(app)
    app = open_page("timeline", show="changes", kind="organisation", by="file")
    told = str(app.table[0].value.to_dict())
    assert "xlsx" in told
    assert "2" in told.split("องค์กร")[1][:6], "the row of the file is named"
    app = open_page("timeline", kind="organisation", office=OFFICE)
    assert NAKHA[0] in str(app.table[0].value.to_dict())
    app = open_page("timeline", show="changes", kind="organisation", by="command")
    assert "ไม่มีการเปลี่ยนแปลง" in words_on(app)


def test_a_person_is_erased_only_after_saying_so_twice(open_page: Open, own: Source) -> None:
    record_id = save(own.store, OWN_MACHINE, "person", {"name": "สมศรี"}).record.id
    app = open_page("records", kind="person", record=record_id)
    go = next(b for b in app.button if b.label == "ลบถาวร")
    assert go.disabled
    next(t for t in app.text_input if t.label.startswith("เหตุผล (ไม่ใส่ชื่อ")).set_value("ขอ").run()
    next(c for c in app.checkbox if c.label.startswith("เข้าใจแล้ว")).check().run()
    press(app, "^ลบถาวร$")
    with own.store.database.reading() as connection:
        assert records.get(connection, "person", record_id) is None


def test_a_reader_gets_the_template_and_no_import(
    open_page: Open, own: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = importing.start(own.store, OWN_MACHINE, OFFICE, "ก.xlsx", groups(NAKHA))
    monkeypatch.setattr(shell, "current_actor", lambda: READER)
    app = open_page("imports", job=job)
    assert "ดูได้อย่างเดียว" in words_on(app)
    assert not app.get("file_uploader")
    assert NAKHA[0] not in words_on(app)


def test_template_and_marked_file_are_made_when_they_are_asked_for(folder: object, own: Source) -> None:
    here = shell.Here(BY_ID["imports"], own, words("th"), projector=False)
    made = load_workbook(io.BytesIO(import_start._template(here, ("organisation",), "TH-25")))
    assert "องค์กร" in made.sheetnames
    assert "ปราจีนบุรี" in str(made.worksheets[0]["A1"].value)
    acts = acts_of(own.store, OWN_MACHINE)
    assert acts is not None
    text = "ชื่อองค์กร,ประเภทองค์กร,จำนวนสมาชิก\nกลุ่ม ก,กลุ่ม,๒๕ คน\n,กลุ่ม,=1+1\n"
    job = importing.start(own.store, OWN_MACHINE, OFFICE, "ก.csv", text.encode())
    seen = importing.preview(own.store, OWN_MACHINE, job)
    marked = load_workbook(io.BytesIO(import_preview._marked(here, acts.imports, seen)))
    assert marked["ก"]["C2"].comment.text.startswith("อ่าน “๒๕ คน” เป็น 25")
    assert marked["ก"]["C3"].data_type == "s"
    assert any("ต้องกรอก" in str(row[-1].value) for row in marked.worksheets[0].iter_rows())
