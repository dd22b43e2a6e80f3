"""My area: the state in a sentence, what a month brought, the queue of verdicts; the region stays from page to page."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from streamlit.testing.v1 import AppTest

from lib.access.actors import OWN_MACHINE
from lib.actions.country.closing import close_month
from lib.actions.country.reports import keep_report
from lib.actions.records.saving import save
from lib.actions.records.verifying import send_back
from lib.actions.tambon.work import report_rung
from lib.domain.months import Month
from lib.domain.reports import MadeReport, number_of_part
from lib.domain.thai_date import bangkok_today
from lib.insight.country.kept import read_report, reports_of
from lib.insight.country.progress import progress
from lib.insight.country.to_do import to_do
from lib.insight.source import Source
from tests.actions.survey.household_forms import AREA, begin
from tests.export.test_an_areas_month_is_handed_over import text_of
from tests.insight.country.test_a_month_is_told_as_it_was import moved
from tests.insight.test_read_models_tell_what_the_store_holds import prove
from tests.pages.conftest import Open, words_on
from tests.pages.test_a_reader_holds_no_act import as_reader

KIND = "tambon_progress"


def press(app: AppTest, label: str) -> None:
    next(b for b in app.button if b.label == label).click().run()
    assert not app.exception, app.exception


def waiting(own: Source, area: str, *, evidence: bool = True) -> str:
    record = save(
        own.store, OWN_MACHINE, KIND, {"area": area, "rung": "concrete", "reached_on": "2023-09-19"}
    ).record.id
    if evidence:
        proof = {"name": "รายงานประชุม", "type": "note", "text": "มติ", "proves_kind": KIND, "proves": record}
        save(own.store, OWN_MACHINE, "evidence", proof)
    return record


def test_a_region_is_told_in_one_sentence_with_what_the_month_brought(open_page: Open, own: Source) -> None:
    prove(own.store, KIND, area="TH-540602", rung="concrete", reached_on="2023-09-19")
    prove(own.store, KIND, area="TH-250213", rung="concrete", reached_on="2023-09-19")
    said = words_on(open_page("area", region="N"))
    assert "ภาคเหนือ" in said
    assert "พิสูจน์แล้ว 1 ตำบล เพิ่ม 1" in said
    assert "ทั้งประเทศ 2" in said, "the country stands beside, and in nothing else"
    assert "นับเพิ่ม" in said
    assert said.count("นับเพิ่ม") == 1
    country = words_on(open_page("area"))
    assert "พิสูจน์แล้ว 2 ตำบล เพิ่ม 2" in country
    assert "ยังขาด 498 เลยกำหนด" in country
    before = Month.of(bangkok_today()).plus(-1)
    assert "ยังไม่มีใครบันทึกตำบลใด จึงยังไม่มีตัวเลข" in words_on(open_page("area", region="N", month=before.id))
    assert "1 tambons proved, 1 new" in words_on(open_page("area", region="N", lang="en")).replace("\\", "")


def test_an_agreed_target_says_what_is_needed_a_month(open_page: Open, own: Source) -> None:
    prove(own.store, KIND, area="TH-540602", rung="concrete", reached_on="2023-09-19")
    due = date(bangkok_today().year + 1, bangkok_today().month, 1)
    agreed = {
        "name_th": "ข้อตกลงภาคเหนือ",
        "name_en": "Agreed in the north",
        "metric": "concrete_tambons",
        "amount": 13,
        "starts_on": "2025-10-01",
        "due_on": due.isoformat(),
        "region": "N",
        "agreed_on": "2025-10-01",
        "source": "บันทึกการประชุมภาค",
    }
    save(own.store, OWN_MACHINE, "target", agreed)
    north = words_on(open_page("area", region="N"))
    assert "ยังขาด 12 ต้องได้เดือนละ " in north
    assert "จาก 13" in north
    assert "ยังขาด 499 เลยกำหนด" in words_on(open_page("area")), "the country's published target stands as it was"
    assert "ยังขาด" not in words_on(open_page("area", region="S")), "nobody agreed on anything there"


def test_the_queue_goes_from_one_to_the_next(open_page: Open, own: Source) -> None:
    first, second = waiting(own, "TH-250213"), waiting(own, "TH-540602", evidence=False)
    app = open_page("area")
    assert "รอตรวจรับรอง 2 รายการ" in words_on(app)
    press(app, "ข้ามไปรายการถัดไป")
    assert f"queue.{first if _stands(app, second) else second}.why" not in {t.key for t in app.text_input}
    if _stands(app, second):
        yes = next(b for b in app.button if b.label == "ตรวจรับรอง: หลักฐานยืนยันจริง")
        assert yes.disabled, "nothing proves it"
        press(app, "ข้ามไปรายการถัดไป")
    next(t for t in app.text_input if t.label == "ชื่อผู้ตรวจรับรอง").set_value("สมศรี").run()
    press(app, "ตรวจรับรอง: หลักฐานยืนยันจริง")
    said = words_on(app)
    assert "นับรวมตั้งแต่บัดนี้" in said
    assert "พิสูจน์แล้ว 1 ตำบล เพิ่ม 1" in said
    assert "รอตรวจรับรอง 1 รายการ" in said
    press(app, "ส่งกลับให้แก้")
    assert "บอกเหตุผลที่ส่งกลับ" in "".join(e.value for e in app.error)
    next(t for t in app.text_input if t.label == "ถ้าส่งกลับ บอกเหตุผล").set_value("ไม่มีหลักฐาน").run()
    press(app, "ส่งกลับให้แก้")
    assert "ไม่มีรายการรอตรวจรับรอง" in words_on(app)


def _stands(app: AppTest, record_id: str) -> bool:
    return any(t.key == f"queue.{record_id}.why" for t in app.text_input)


def test_what_cannot_be_right_is_listed_with_the_way_to_it(open_page: Open, own: Source) -> None:
    record = prove(own.store, KIND, area="TH-540602", rung="concrete", reached_on="2023-09-19")
    app = open_page("area", region="N", todo="amiss")
    (row,) = app.table[0].value.to_dict("records")
    assert f"record={record}" in row["พื้นที่"]
    assert "ขั้นก่อนหน้ายังไม่พิสูจน์" in row["เรื่องที่ต้องแก้"]


def test_a_link_to_a_record_goes_into_the_same_world(open_page: Open) -> None:
    """A link in a text opens a window of its own, which knows nothing of the one it was pressed in."""
    said = str(open_page("area", world="practice", region="N", lang="en", todo="amiss").table[0].value.to_dict())
    links = re.findall(r"\(([^)]*records\?[^)]*)\)", said)
    assert links
    assert all("world=practice" in link and "lang=en" in link for link in links)


def test_an_office_keeps_its_reports_and_chooses_its_slides(open_page: Open, own: Source) -> None:
    prove(own.store, KIND, area="TH-540602", rung="concrete", reached_on="2023-09-19")
    app = open_page("area", region="N")
    assert "รายงานที่เก็บไว้ (0)" in {e.label for e in app.expander}
    press(app, next(b.label for b in app.button if b.label.startswith("เก็บรายงาน")))
    assert "เก็บรายงานแล้ว" in words_on(app)
    assert [(o.report.form, o.report.scheduled) for o in reports_of(own, "CODI-N")] == [("pdf", False), ("xlsx", False)]
    assert "รายงานที่เก็บไว้ (1)" in {e.label for e in app.expander}, "both forms are one report"
    content = read_report(own, reports_of(own, "CODI-N")[0].report)
    assert "ภาคเหนือ" in text_of(content)
    # It stays when what it told of is taken back.
    press(app, next(b.label for b in app.button if b.key and b.key.endswith(".out")))
    assert reports_of(own, "CODI-N") == []
    assert "รายงานที่เก็บไว้ (0)" in {e.label for e in app.expander}


def test_a_reader_neither_keeps_nor_throws_away(open_page: Open, own: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    month = Month.of(bangkok_today())
    keep_report(own.store, OWN_MACHINE, MadeReport("TH", month, month.plus(-1), "pdf", "th", "", b"%PDF"))
    as_reader(monkeypatch)
    app = open_page("area", region="all")
    assert "รายงานที่เก็บไว้ (1)" in {e.label for e in app.expander}
    assert not [b for b in app.button if b.key and b.key.startswith("office.")]
    assert not app.multiselect


def test_a_months_timeline_tells_day_by_day_what_happened(open_page: Open, own: Source) -> None:
    today = bangkok_today()
    prove(own.store, KIND, area="TH-540602", rung="concrete", reached_on="2023-09-19")
    event = {"name": "เวทีภาค", "type": "forum", "area": "TH-54", "starts_on": today.isoformat()}
    save(own.store, OWN_MACHINE, "event", event)
    save(own.store, OWN_MACHINE, "event", {**event, "name": "เวทีเมื่อปีก่อน", "starts_on": "2020-01-05"})
    tomorrow = (today + timedelta(days=1)).isoformat()
    save(own.store, OWN_MACHINE, "event", {**event, "name": "เวทีที่ยังมาไม่ถึง", "starts_on": tomorrow})
    said = words_on(open_page("area", region="N"))
    assert "ตรวจรับรอง [พื้นที่รูปธรรม]" in said
    assert "จัดกิจกรรม [เวทีภาค]" in said
    assert "เวทีเมื่อปีก่อน" not in said
    assert "เวทีที่ยังมาไม่ถึง" not in said
    elsewhere = words_on(open_page("area", region="S"))
    assert "เวทีภาค" not in elsewhere
    before = Month.of(today).plus(-1)
    assert "เวทีภาค" not in words_on(open_page("area", region="N", month=before.id))
    assert "เวทีเมื่อปีก่อน" in words_on(open_page("area", region="N", month="2020-01")) or before.year > 2022


def test_a_verdict_in_the_queue_says_what_is_missing_and_asks_why(open_page: Open, own: Source) -> None:
    work = begin(own.store)
    step = report_rung(own.store, OWN_MACHINE, work, "spread", "มีบทเรียน")
    app = open_page("area")
    assert "มีบทเรียน หลักสูตร หรือสื่อ" in words_on(app)
    (yes,) = [b for b in app.button if b.key == f"queue.{step}.yes"]
    assert yes.disabled, "the app's own note is nothing to look at"
    proof = {"name": "ภาพ", "type": "file", "where_kept": "แฟ้ม", "proves_kind": KIND, "proves": step}
    save(own.store, OWN_MACHINE, "evidence", proof)
    to_do(own, fresh=True)
    app = open_page("area")
    app.text_input(key="area.verifier").set_value("เจ้าหน้าที่ภาค").run()
    app.button(key=f"queue.{step}.yes").click().run()
    assert "ขั้นนี้ยังขาด" in words_on(app)
    app.text_input(key=f"queue.{step}.in_spite").set_value("เห็นเวทีถอดบทเรียนด้วยตา").run()
    app.button(key=f"queue.{step}.yes").click().run()
    card = words_on(open_page("area", tambon=AREA))
    assert "เห็นเวทีถอดบทเรียนด้วยตา" in card, "it stands on the proof that everybody sees"
    assert "รับรองทั้งที่ยังขาด" in card


def tick(app: AppTest, records: list[str]) -> None:
    for box in app.checkbox:
        if box.key in {f"many.{one}" for one in records}:
            box.check()


def test_several_reported_rungs_are_verified_in_one_press(open_page: Open, own: Source) -> None:
    ready = [waiting(own, area) for area in ("TH-540602", "TH-540603")]
    bare = waiting(own, "TH-540604", evidence=False)
    app = open_page("area", region="N")
    next(t for t in app.toggle if t.label == "ตรวจหลายรายการพร้อมกัน").set_value(True).run()
    offered = {c.key for c in app.checkbox}
    assert offered == {f"many.{one}" for one in ready}, "what has no evidence is looked at by itself"
    learned = [
        save(own.store, OWN_MACHINE, KIND, {"area": a, "rung": "trained", "reached_on": "2023-01-05"}).record.id
        for a in ("TH-540602", "TH-540603", "TH-540604")
    ]
    for record in learned[:2]:
        proof = {"name": "ใบลงชื่อ", "type": "note", "text": "ครบ", "proves_kind": KIND, "proves": record}
        save(own.store, OWN_MACHINE, "evidence", proof)
    to_do(own, fresh=True)
    app = open_page("area", region="N")
    next(t for t in app.toggle if t.label == "ตรวจหลายรายการพร้อมกัน").set_value(True).run()
    assert {c.key for c in app.checkbox} == {f"many.{one}" for one in [*learned[:2], *ready]}
    press(app, "ตรวจรับรองที่เลือก: หลักฐานยืนยันจริง")
    assert "ยังไม่ได้เลือกรายการ" in words_on(app)
    tick(app, learned[:2])
    press(app, "ตรวจรับรองที่เลือก: หลักฐานยืนยันจริง")
    assert "ใส่ชื่อผู้ตรวจรับรอง" in words_on(app), "nobody is put down as the verifier by itself"
    next(t for t in app.text_input if t.key == "many.verifier").input("ผู้ตรวจ ก")
    tick(app, learned[:2])
    press(app, "ตรวจรับรองที่เลือก: หลักฐานยืนยันจริง")
    assert "ตรวจรับรองแล้ว 2 รายการ" in words_on(app)
    assert {w.record_id for w in to_do(own, fresh=True).value.waiting} == {*ready, bare, learned[2]}


def test_what_was_returned_what_is_amiss_and_who_is_silent_are_lists_of_their_own(open_page: Open, own: Source) -> None:
    record = waiting(own, "TH-540602")
    send_back(own.store, OWN_MACHINE, KIND, record, "ขอภาพเพิ่ม")
    prove(own.store, KIND, area="TH-540603", rung="concrete", reached_on="2023-09-19")
    person = {"name": "สมใจ ใจดี", "role": "ผู้ประสานงาน", "phone": "0812345678", "area": "TH-50"}
    save(own.store, OWN_MACHINE, "person", person)
    returned = open_page("area", region="N", todo="returned").table[0].value.to_dict("records")
    assert [r["เหตุผลที่ส่งกลับ"] for r in returned] == ["ขอภาพเพิ่ม"]
    (amiss,) = open_page("area", region="N", todo="amiss").table[0].value.to_dict("records")
    assert "ขั้นก่อนหน้ายังไม่พิสูจน์" in amiss["เรื่องที่ต้องแก้"]
    assert not open_page("area", region="N", todo="amiss", what="no_evidence").table
    assert open_page("area", region="N", todo="amiss", what="skipped").table
    silent = words_on(open_page("area", region="N", todo="silent"))
    assert "สมใจ ใจดี (ผู้ประสานงาน) [0812345678](tel:0812345678)" in silent


def test_a_reader_is_told_no_telephone_number(open_page: Open, own: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    save(own.store, OWN_MACHINE, "person", {"name": "สมใจ ใจดี", "phone": "0812345678", "area": "TH-50"})
    as_reader(monkeypatch)
    said = words_on(open_page("area", region="N", todo="silent"))
    assert "เชียงใหม่" in said
    assert "สมใจ" not in said
    assert "0812345678" not in said


def test_an_area_is_held_against_the_middle_one_of_the_country(open_page: Open, own: Source) -> None:
    for area in ("TH-500101", "TH-500102", "TH-500103"):
        prove(own.store, KIND, area=area, rung="concrete", reached_on="2023-09-19")
    prove(own.store, KIND, area="TH-250213", rung="concrete", reached_on="2023-09-19")
    assert "มัธยฐานของจังหวัด 0" in words_on(open_page("area", region="N", province="TH-50"))
    assert "มัธยฐานของภาค 0" in words_on(open_page("area", region="N"))
    assert "มัธยฐาน" not in words_on(open_page("area"))


def test_a_number_on_paper_is_checked_and_told_whose_it_is(open_page: Open, own: Source) -> None:
    prove(own.store, KIND, area="TH-540602", rung="concrete", reached_on="2023-09-19")
    last = Month.of(bangkok_today()).plus(-1)
    closed = close_month(own.store, last).number
    phrae = number_of_part(closed, "TH-54")
    app = open_page("area", region="N", province="TH-54", month=last.id)
    assert phrae in words_on(app), "the page says the number that its report has"

    def typed(number: str) -> tuple[str, str]:
        app.text_input(key="area.number").set_value(number).run()
        return " ".join(s.value for s in app.success), " ".join(e.value for e in app.error)

    assert "แพร่" in typed(phrae)[0]
    assert "ภาคเหนือ" in typed(number_of_part(closed, "CODI-N"))[0]
    assert "ทั้งประเทศ" in typed(number_of_part(closed, "TH"))[0]
    assert "เลขแบบเดิมไม่บอกพื้นที่" in typed(closed)[0], "reports that were handed out before"
    for wrong in (phrae.replace("TH54", "TH55"), f"{last.id}-TH54-00000000", "อะไรก็ได้"):
        assert typed(wrong)[1], wrong


def test_one_past_month_is_not_shown_the_rows_of_another(open_page: Open, own: Source) -> None:
    now = Month.of(bangkok_today())
    first, second = now.plus(-3), now.plus(-2)
    record = prove(own.store, KIND, area="TH-540602", rung="concrete", reached_on="2023-09-19")
    moved(own.store, datetime.now(UTC) - (second.end - timedelta(days=10)))
    assert record
    with_it = open_page("progress", region="N", month=second.id)
    assert "1 ตำบล" in [s.value for s in with_it.subheader]
    without = open_page("progress", region="N", month=first.id)
    assert "1 ตำบล" not in [s.value for s in without.subheader]
    assert not without.table
    assert open_page("progress", region="N", month=second.id).table


def test_a_province_of_which_nothing_was_recorded_is_silent_on_its_own_screen(open_page: Open, own: Source) -> None:
    save(own.store, OWN_MACHINE, "person", {"name": "สมใจ ใจดี", "phone": "0812345678", "area": "TH-55"})
    said = words_on(open_page("area", region="N", province="TH-55", todo="silent"))
    assert "ไม่มีจังหวัดที่เงียบ" not in said
    assert "น่าน** · ยังไม่มีรายการของตำบลใด · ติดต่อ สมใจ ใจดี" in said
    prove(own.store, KIND, area="TH-540602", rung="trained", reached_on="2023-09-19")
    progress(own, fresh=True)
    past = Month.of(bangkok_today()).plus(-2)
    assert "แพร่** · ยังไม่มีรายการ" not in words_on(open_page("area", region="N", todo="silent", month=past.id))


def test_squares_claim_no_rung_that_was_skipped(open_page: Open, own: Source) -> None:
    prove(own.store, KIND, area="TH-540602", rung="concrete", reached_on="2023-09-19")
    save(own.store, OWN_MACHINE, KIND, {"area": "TH-540602", "rung": "plan", "reached_on": "2023-01-19"})
    (row,) = open_page("progress", region="N").table[0].value.to_dict("records")
    assert row["ขั้น"] == "□▨□□■"
