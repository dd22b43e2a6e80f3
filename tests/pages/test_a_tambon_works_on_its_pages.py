"""The workflow on screen: seven steps, household forms, results, deciding, following up, the ladder."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from lib.access.actors import OWN_MACHINE, READER
from lib.actions.records import drafting
from lib.actions.records.saving import save_typed
from lib.actions.survey.releasing import release
from lib.actions.tambon import work as tambon_work
from lib.insight.records.ledger import proof_of
from lib.insight.source import Source
from lib.insight.survey.results import releases
from lib.insight.survey.rounds import forms, looks_at
from lib.insight.tambon.policy import proposals, told_by
from lib.insight.tambon.work import Work, read_work
from lib.ui.frame import shell
from tests.actions.survey.household_forms import AREA, YEAR, typed, visit, visited
from tests.pages.conftest import Open, words_on


def field(app: AppTest, label: str, number: int = 0) -> Any:
    found = [
        e
        for kind in ("text_input", "selectbox", "text_area", "multiselect", "checkbox", "number_input", "toggle")
        for e in getattr(app, kind)
        if e.label.replace("\\", "").startswith(label)
    ]
    assert found, f"no field {label!r}"
    return found[number]


def press(app: AppTest, label: str, number: int = 0) -> AppTest:
    found = [b for b in app.button if b.label.replace("\\", "").startswith(label)]
    assert found, f"no button {label!r}: {[b.label for b in app.button]}"
    found[number].click().run()
    assert not app.exception, app.exception
    return app


def fill(app: AppTest, told: dict[str, str] | None = None, **answers: str) -> AppTest:
    """Labels with ำ go in as a dict: Python spells names of arguments its own way."""
    for label, value in {**answers, **(told or {})}.items():
        field(app, label).set_value(value).run()
    return app


@pytest.fixture
def work(own: Source) -> str:
    return tambon_work.begin(own.store, OWN_MACHINE, AREA, YEAR)


def put(own: Source, kind_id: str, **told: Any) -> str:
    return save_typed(own.store, OWN_MACHINE, kind_id, told).record.id


def now(own: Source, work: str) -> Work:
    with own.store.database.reading() as connection:
        found = read_work(connection, work)
    assert found is not None
    return found


def test_a_workspace_is_begun_from_the_regional_view(open_page: Open, own: Source) -> None:
    app = open_page("tambon")
    press(app, "เริ่ม 7 ขั้น")
    assert "ต้องกรอก" in app.error[0].value
    field(app, "จังหวัดของ").select("TH-25").run()
    field(app, "ตำบล/เทศบาล/เขต").select(AREA).run()
    press(app, "เริ่ม 7 ขั้น")
    assert "เริ่มแล้ว ครบทั้ง 7 ขั้น" in app.success[0].value
    assert "พบปะผู้นำ" in words_on(app)


def test_a_step_says_who_by_when_and_what_blocks_it(open_page: Open, own: Source, work: str) -> None:
    app = open_page("tambon", work=work)
    assert "พบปะผู้นำ" in words_on(app)
    field(app, "สถานะ").set_value("blocked").run()
    fill(app, {"ใครดูแล": "ครูแดง", "ติดอะไร": "ฝนตกทาง", "ติดตั้งแต่": "1 ต.ค. 2568", "กำหนดเสร็จ": "1 พ.ย. 2568"})
    press(app, "บันทึก")
    step = now(own, work).steps[0]
    assert (step.owner, step.state, step.blocker) == ("ครูแดง", "blocked", "ฝนตกทาง")
    again = open_page("tambon")
    assert "ติดมา" in words_on(again)
    press(again, "ท่าสายลวด" if "ท่าสายลวด" in words_on(again) else now(own, work).place.th)
    assert again.query_params["work"] in (work, [work])


def test_tasks_and_evidence_stand_under_their_step(open_page: Open, own: Source, work: str) -> None:
    app = press(open_page("tambon", work=work), "เพิ่มงานย่อย")
    fill(app, {"งาน": "นัดผู้นำ"})
    press(app, "บันทึก", 1)
    assert [t.text for t in now(own, work).of("tambon_task")] == ["นัดผู้นำ"]
    fill(app, หลักฐานคืออะไร="รายงานประชุม", ลิงก์="https://example.org/1")
    press(app, "บันทึกหลักฐาน")
    assert now(own, work).proof.steps_with_evidence == {"1"}


def test_what_was_not_saved_is_there_when_the_place_is_opened_again(open_page: Open, own: Source, work: str) -> None:
    app = press(open_page("tambon", work=work, part="plan"), "เพิ่มแผนงาน")
    fill(app, {"แผนงาน": "ทำปุ๋ยใช้เอง"})
    other = press(open_page("tambon", work=work, part="plan"), "เพิ่มแผนงาน")
    assert field(other, "แผนงาน").value == "ทำปุ๋ยใช้เอง"
    press(other, "ทิ้งร่าง")
    assert drafting.open_drafts(own.store, OWN_MACHINE) == []


def test_the_tambon_survey_its_products_and_capital(open_page: Open, own: Source, work: str) -> None:
    app = press(open_page("tambon", work=work, part="survey"), "เพิ่มผลผลิต")
    fill(app, ผลผลิต="ข้าวเม่า", มูลค่าต่อปี="900,000")
    press(app, "บันทึก")
    app = press(app, "เพิ่มทุนการเงิน")
    fill(app, คืออะไร="กลุ่มออมทรัพย์", เงินกองทุน="2,350,000")
    press(app, "บันทึก")
    fill(app, {"ที่ตั้งและอาณาเขต": "ริมน้ำเมย", "ประชากร": "๔๒๐๐"})
    press(app, "บันทึก")
    told = now(own, work)
    assert told.of("tambon_survey")[0].population == 4200
    assert "กองทุน 2,350,000 บาท" in words_on(app)
    app = press(app, "แก้")
    fill(app, เหตุผลที่ถอน="กรอกผิด")
    press(app, "ถอน")
    assert now(own, work).of("local_product") == []


def test_a_forum_ranks_digs_and_weighs(open_page: Open, own: Source, work: str) -> None:
    debt = put(own, "tambon_problem", work=work, text="หนี้นอกระบบ", solvable="we", chosen=True)
    put(own, "tambon_problem", work=work, text="น้ำแล้ง", solvable="others", votes="3")
    top = put(own, "problem_cause", work=work, problem=debt, text="ดอกสูง")
    put(own, "problem_cause", work=work, problem=debt, text="ไม่ทำบัญชี", because_of=top, root=True)
    app = open_page("tambon", work=work, part="decide")
    field(app, "หนี้นอกระบบ").set_value(41).run()
    press(app, "บันทึกคะแนน")
    assert {p.text: p.votes for p in now(own, work).of("tambon_problem")} == {"หนี้นอกระบบ": 41, "น้ำแล้ง": 3}
    assert "ที่ประชุมให้ “หนี้นอกระบบ” มาก่อน 41 คะแนน" in words_on(app).replace("\\", "")
    for left in ("plan", "decide"):  # boxes come back as they were counted, not as zero
        app.query_params["part"] = left
        app.run()
    assert [field(app, p).value for p in ("หนี้นอกระบบ", "น้ำแล้ง")] == [41, 3]
    assert "&emsp;↳ ไม่ทำบัญชี" in words_on(app)
    app = press(app, "เพิ่มข้อ")
    fill(app, ข้อความ="มีป่าชุมชน")
    press(app, "บันทึก", 1)
    assert now(own, work).of("swot_line")[0].side == "s"


def test_a_plan_is_certified_frozen_and_unlocked_by_the_officer(open_page: Open, own: Source, work: str) -> None:
    put(own, "plan_line", work=work, text="ทำปุ๋ย", indicator="ค่าปุ๋ย", better="down", baseline="9,600", target="5,000")
    app = open_page("tambon", work=work, part="plan")
    fill(app, {"ที่ประชุมที่รับรอง": "ประชาคมตำบล", "รับรองเมื่อ": "9 ม.ค. 2569"})
    field(app, "ผู้เข้าร่วมประชุม").set_value(80).run()
    field(app, "เห็นชอบ").set_value(90).run()
    press(app, "บันทึกการรับรอง")
    assert "ไม่เกินจำนวนผู้เข้าร่วม" in app.error[0].value
    field(app, "เห็นชอบ").set_value(77).run()
    press(app, "บันทึกการรับรอง")
    assert "ประชาคมตำบล รับรองเมื่อ 9 ม.ค. 2569 ผู้เข้าร่วม 80 คน เห็นชอบ 77 คน" in app.success[-1].value.replace("\\", "")
    assert "แก้" not in [b.label for b in app.button]
    assert "แก้ไม่ได้" in words_on(open_page("tambon", work=work, part="decide"))
    fill(app, เหตุผลที่ปลดล็อก="แก้เป้า")
    press(app, "ปลดล็อก")
    assert now(own, work).work.plan_state == "draft"


def test_a_follow_up_shows_before_and_after(open_page: Open, own: Source, work: str) -> None:
    put(own, "plan_line", work=work, text="ทำปุ๋ย", indicator="ค่าปุ๋ย", better="down", baseline="9,600", target="5,000")
    app = press(open_page("tambon", work=work, part="follow"), "บันทึกการติดตาม")
    fill(app, วันที่ติดตาม="1 พ.ย. 2568", ค่าตัวชี้วัดวันนี้="4,900")
    press(app, "บันทึก")
    assert "1 จาก 1 ตัวชี้วัดดีขึ้นจากค่าตั้งต้น ถึงเป้าแล้ว 1" in words_on(app)


def test_lessons_and_a_provinces_policy(open_page: Open, own: Source, work: str) -> None:
    app = press(open_page("tambon", work=work, part="lessons"), "เพิ่มถอดบทเรียน")
    fill(app, เรื่อง="รวมซื้อถูกกว่า")
    press(app, "บันทึก")
    assert now(own, work).proof.lessons == 1
    policy = press(open_page("tambon", part="policy", province="TH-25"), "เพิ่มข้อเสนอ")
    fill(policy, ข้อเสนอ="ให้ อบต. ซื้อผักของกลุ่ม")
    field(policy, "มาจากงานของตำบล").set_value([work]).run()
    press(policy, "บันทึก")
    assert told_by(proposals(own, fresh=True).value[0]).works == [work]
    assert "1 ข้อเสนอ" in words_on(policy)


def test_both_views_of_an_assessment_stand_side_by_side_with_last_year(open_page: Open, own: Source, work: str) -> None:
    older = tambon_work.begin(own.store, OWN_MACHINE, AREA, YEAR - 1)
    put(own, "assessment", work=older, view="self", item="c1", level="2")
    put(own, "assessment", work=work, view="self", item="c1", level="4")
    app = press(open_page("tambon", work=work, part="assess"), "ประเมิน")
    field(app, "ระดับ").set_value("3").run()
    press(app, "บันทึก")
    assert {(a.view, a.level) for a in now(own, work).of("assessment")} == {("self", "4"), ("verifier", "3")}
    said = words_on(app)
    assert "เห็นต่างกัน 1 ข้อ" in said
    assert "ปีก่อน ●●○○" in said


def test_the_team_reports_the_officer_returns_to_a_field_and_verifies(open_page: Open, own: Source, work: str) -> None:
    first = now(own, work).steps[0]
    save_typed(own.store, OWN_MACHINE, "tambon_step", {"work": work, "step": "1", "state": "done"}, record_id=first.id)
    put(own, "evidence", name="รายงาน", proves_kind="tambon_step", proves=first.id, type="note", text="x")
    app = open_page("tambon", work=work, part="climb")
    assert "พอสำหรับขั้น “ผู้นำผ่านการอบรม”" in app.info[0].value
    press(app, "รายงานขั้นนี้")
    app = open_page("tambon", work=work, part="climb")
    field(app, "ตรวจรับรองขั้นนี้").set_value(True).run()
    app.session_state["_role"] = "team"
    app.run()
    assert "ชื่อผู้ตรวจรับรอง" not in [t.label for t in app.text_input]
    app.session_state["_role"] = "officer"
    app.run()
    fill(app, ถ้าส่งกลับ="แนบรายงานการประชุม")
    field(app, "ให้แก้ช่องไหน").select(f"tambon_step/{first.id}/result").run()
    press(app, "ส่งกลับให้แก้")
    assert any("แนบรายงานการประชุม" in w.value for w in app.warning)
    pointed = open_page("records", kind="tambon_step", record=first.id, field="result")
    assert "ช่องที่ให้แก้" in words_on(pointed)
    assert pointed.text_area[0].label == "ผลที่ได้"
    press(app, "แก้แล้ว ส่งตรวจอีกครั้ง")
    fill(app, ชื่อผู้ตรวจรับรอง="เจ้าหน้าที่ภาค")
    press(app, "ตรวจรับรอง: หลักฐานยืนยันจริง")
    assert "นอกจากบันทึกที่ระบบทำเอง" in words_on(app), "the app's own note is not enough"
    (step,) = [s.id for s in proof_of(own, "tambon_progress", AREA)]
    put(own, "evidence", name="ภาพอบรม", proves_kind="tambon_progress", proves=step, type="file", where_kept="แฟ้ม")
    press(app, "ตรวจรับรอง: หลักฐานยืนยันจริง")
    assert "ตรวจรับรองโดย เจ้าหน้าที่ภาค" in words_on(app)
    fill(app, เหตุผลที่ปลดล็อก="พิมพ์วันผิด")
    press(app, "ปลดล็อกให้แก้ไข")
    fill(app, เหตุผลที่ไม่รับรอง="ยังไม่ถึง")
    press(app, "ไม่รับรอง")
    assert "ไม่รับรอง" in words_on(app)


def test_an_unlocked_certification_stays_readable_and_a_team_asks_for_a_change(
    open_page: Open, own: Source, work: str
) -> None:
    put(own, "plan_line", work=work, text="ทำปุ๋ย", indicator="ค่าปุ๋ย")
    tambon_work.certify(own.store, OWN_MACHINE, work, date(2026, 1, 9), "ประชาคมตำบล", 61, 58, "มติเห็นชอบ")
    app = open_page("tambon", work=work, part="plan")
    assert "การรับรองก่อนหน้า" not in "".join(e.label for e in app.expander)
    app.session_state["_role"] = "team"
    app.run()
    fill(app, {"ขอแก้อะไร": "เป้าเป็น 4,000 เพราะผู้ตรวจให้แก้"})
    press(app, "ส่งคำขอ")
    app.session_state["_role"] = "officer"
    app.run()
    assert "เป้าเป็น 4,000 เพราะผู้ตรวจให้แก้" in words_on(app).replace("\\", "")
    fill(app, เหตุผลที่ปลดล็อก="ตามที่ทีมขอ")
    press(app, "ปลดล็อก")
    assert "การรับรองก่อนหน้า (1)" in {e.label for e in app.expander}
    said = words_on(app)
    for part in ("ประชาคมตำบล", "ผู้เข้าร่วม 61 คน", "เห็นชอบ 58 คน", "มติเห็นชอบ", "ตามที่ทีมขอ"):
        assert part in said, part
    assert "เป้าเป็น 4" not in said, "asked and answered"


def test_a_step_that_is_done_says_what_it_does_not_say(open_page: Open, own: Source, work: str) -> None:
    second = now(own, work).steps[1]
    save_typed(own.store, OWN_MACHINE, "tambon_step", {"work": work, "step": "2", "state": "done"}, record_id=second.id)
    (title,) = [e.label for e in open_page("tambon", work=work).expander if e.label.startswith("2 ")]
    for words in ("ยังไม่บอกวันที่เสร็จ", "ยังไม่บอกผลที่ได้", "ยังไม่มีหลักฐาน", "ขั้นก่อนหน้ายังไม่เสร็จ"):
        assert words in title


def test_the_settings_of_a_workspace(open_page: Open, own: Source, work: str) -> None:
    app = open_page("tambon", work=work, part="head")
    fill(app, {"ผู้ประสานงาน": "ครูแดง", "ติดต่อเรื่องข้อมูลได้ที่": "ที่ทำการสภา"})
    press(app, "บันทึก")
    assert now(own, work).work.coordinator == "ครูแดง"


def test_a_reader_sees_the_work_and_no_household(
    open_page: Open, own: Source, work: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    visited(own.store, 12)
    release(own.store, OWN_MACHINE, AREA, YEAR)
    put(own, "plan_line", work=work, text="ทำปุ๋ย")
    monkeypatch.setattr(shell, "current_actor", lambda: READER)
    for part in ("steps", "survey", "decide", "plan", "follow", "lessons", "assess", "climb"):
        app = open_page("tambon", work=work, part=part)
        assert not [b.label for b in app.button if b.label in ("บันทึก", "แก้", "รายงานขั้นนี้", "บันทึกการรับรอง")], part
    assert "ข้อมูลส่วนบุคคล" in words_on(open_page("households", work=work, form="new"))
    said = words_on(open_page("results", work=work))
    assert "ครัวเรือนตรงกลางมีรายได้" in said
    assert "เผยแพร่ผลฉบับใหม่" not in said


def test_a_form_is_asked_with_consent_sums_and_a_check_list(open_page: Open, own: Source, work: str) -> None:
    app = open_page("households", work=work, form="new")
    assert "ไม่มีผลต่อสิทธิหรือสวัสดิการ" in words_on(app)
    assert "รายได้รวมต่อเดือน" not in [t.label.split(" (")[0] for t in app.text_input]
    fill(app, รหัสครัวเรือน="03-017", หมู่ที่="3")
    field(app, "ยินยอมให้เก็บข้อมูล").set_value("yes").run()
    fill(app, รายได้รวมต่อเดือน="๑๒,๐๐๐", รายจ่ายรวมต่อเดือน="9000")
    said = words_on(app).replace("\\", "")
    assert "**เหลือ** 3,000" in said
    assert "ยังไม่ตอบ: เงินออมคงเหลือ" in said
    press(app, "บันทึก")
    (one,) = forms(own, AREA, YEAR)
    assert (one.code, one.village, one.checked) == ("03-017", 3, False)
    assert looks_at(own, record_id=one.id)[0].act == "open"


def test_a_second_form_of_the_same_home_is_warned_of(open_page: Open, own: Source, work: str) -> None:
    visit(own.store, 1, household_code="01-017")
    app = open_page("households", work=work, form=visit(own.store, 2, household_code="1/17"))
    assert any("คล้ายกับ 01-017" in w.value.replace("\\", "") for w in app.warning)
    listed = open_page("households", work=work)
    assert "ต้องดูก่อน 2 ชุด" in words_on(listed)


def test_typing_from_paper_goes_on_to_the_next_home(open_page: Open, own: Source, work: str) -> None:
    app = open_page("households", work=work, form="new", code="03-009", village="3")
    assert (field(app, "รหัสครัวเรือน").value, field(app, "หมู่ที่").value) == ("03-009", "3")
    field(app, "พิมพ์ตามแบบกระดาษ").set_value(True).run()
    field(app, "ยินยอมให้เก็บข้อมูล").set_value("yes").run()
    press(app, "บันทึก")
    assert (field(app, "รหัสครัวเรือน").value, field(app, "หมู่ที่").value) == ("03-010", "3")
    assert field(app, "ยินยอมให้เก็บข้อมูล").value is None, "consent is asked of each home anew"


def test_a_draft_waits_in_the_list_and_opens_by_its_code(open_page: Open, own: Source, work: str) -> None:
    app = open_page("households", work=work, form="new")
    fill(app, รหัสครัวเรือน="03-017")
    (draft,) = drafting.open_drafts(own.store, OWN_MACHINE)
    listed = open_page("households", work=work)
    assert "ทำต่อ: ร่างของ 03-017" in words_on(listed).replace("\\", "")
    fill(listed, รหัสกู้คืน="draft-unknown")
    assert "ไม่พบร่างของรหัสนี้" in words_on(listed)
    fill(listed, รหัสกู้คืน=draft.code)
    assert field(listed, "รหัสครัวเรือน").value == "03-017"


def test_complete_forms_are_checked_together_and_the_result_is_released(
    open_page: Open, own: Source, work: str
) -> None:
    for number in range(11):
        visit(own.store, number, expense_per_month=str(8_000 + 200 * number))
    put(own, "survey_village", work=work, number="1", name="ท่าอาจ", households="20")
    app = open_page("households", work=work)
    press(app, "ตรวจแบบที่ครบทั้งหมด")
    assert "ใส่ชื่อผู้ตรวจแบบ" in app.error[0].value
    fill(app, ชื่อผู้ตรวจแบบ="ครูแดง")
    press(app, "ตรวจแบบที่ครบทั้งหมด")
    assert "เก็บแล้ว 11 จาก 20 ครัวเรือน ตรวจแล้ว 11" in words_on(app)
    results = press(open_page("results", work=work), "เผยแพร่")
    assert len(releases(own, AREA, YEAR, fresh=True).value) == 1
    assert "ครัวเรือนตรงกลางมีรายได้เดือนละ 9,500 บาท จ่าย 9,000 บาท เหลือ 500 บาท" in words_on(results).replace("\\", "")
    (missing,) = [c.value.replace("\\", "") for c in results.caption if "ไม่อยู่ในผลนี้" in c.value]
    assert "แข็งแรงกายใจ: เป็นคำตอบอ่อนไหว" in missing, "the fourth factor says why it is not told"
    assert "กินพอตลอดปี: ผู้ตอบยังไม่มากพอ" in missing


def test_a_households_rights(open_page: Open, own: Source, work: str) -> None:
    head = {"area": AREA, "year": str(YEAR), "name": "x", "asks_health": True}
    save_typed(own.store, OWN_MACHINE, "tambon_work", head, record_id=work)
    record_id = visit(own.store, 1)
    app = open_page("households", work=work, form=record_id)
    assert "ข้อมูลอ่อนไหว" in words_on(app)
    field(app, "ยินยอมโดยชัดแจ้ง").set_value("yes").run()
    field(app, "สุขภาพกายใจ").set_value("well").run()
    press(app, "บันทึก", 1)
    field(app, "ครัวเรือนขอถอนความยินยอม").set_value(True).run()
    press(app, "ถอนความยินยอม")
    assert "ถอนความยินยอมเมื่อ" in app.info[0].value
    assert forms(own, AREA, YEAR)[0].withdrawn_consent
    fill(app, เหตุผล="เจ้าของขอ")
    press(app, "ลบถาวร")
    assert forms(own, AREA, YEAR) == []
    assert "ยังไม่มีแบบของรอบนี้" in "".join(i.value for i in app.info)


def test_who_looked_is_shown(open_page: Open, own: Source, work: str) -> None:
    open_page("households", work=work, form=visit(own.store, 1))
    app = open_page("households", work=work, part="log")
    assert "เปิดดู 1 ครั้งล่าสุด" in words_on(app)


def test_forms_from_phones_are_looked_at_before_they_come_in(open_page: Open, own: Source, work: str) -> None:
    from lib.schema.record import plain
    from tests.actions.survey.odk_device import kobo
    from tests.actions.survey.test_forms_go_to_phones_and_come_back import rich, the_form

    app = open_page("households", work=work, part="devices")
    content = kobo(the_form(), [("a", plain(rich("03-011"))), ("b", {**plain(rich("03-012")), "people": 99})])
    app.file_uploader[0].upload(
        "kobo.xlsx", content, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    ).run()
    assert "ใหม่ 1 · แก้ไขหรือเติมจากเดิม 0 · เคยนำเข้าแล้ว 0 · ยังใช้ไม่ได้ 1" in words_on(app)
    press(app, "นำเข้า 1 ชุดที่ใช้ได้")
    assert [f.code for f in forms(own, AREA, YEAR)] == ["03-011"]


@pytest.mark.parametrize("page", ["tambon", "households", "results"])
def test_a_link_to_nowhere_says_so(open_page: Open, own: Source, work: str, page: str) -> None:
    assert any("ไม่พบพื้นที่ทำงานนี้" in w.value for w in open_page(page, work="tw-nowhere").warning)
    if page == "households":
        app = open_page(page, work=work, form="hh-nowhere")
        assert any("ไม่พบรายการนี้" in w.value for w in app.warning)


@pytest.mark.parametrize("language", ["th", "en"])
@pytest.mark.parametrize(
    ("page", "part"),
    [("tambon", p) for p in ("steps", "survey", "decide", "plan", "follow", "lessons", "assess", "climb", "head")]
    + [("households", p) for p in ("list", "devices", "log")]
    + [("results", ""), ("tambon", "policy")],
)
def test_every_part_opens_in_the_practice_country(open_page: Open, page: str, part: str, language: str) -> None:
    query = {"part": part} if part else {}
    if part != "policy":
        query["work"] = "tw-practice01"
    app = open_page(page, world="practice", lang=language, **query)
    assert not app.error


def test_a_sum_typed_wrong_stays_and_says_why(open_page: Open, own: Source, work: str) -> None:
    app = open_page("households", work=work, form="new")
    fill(app, {"รหัสครัวเรือน": "03-017", "วันที่สำรวจ": "เมื่อวานซืน"})
    field(app, "ยินยอมให้เก็บข้อมูล").set_value("yes").run()
    press(app, "บันทึก")
    assert "สิ่งที่พิมพ์ไว้ยังอยู่ครบ" in app.error[0].value
    assert field(app, "วันที่สำรวจ").value == "เมื่อวานซืน"
    assert typed(1)["consent"] == "yes"


def test_last_years_level_is_in_sight_before_this_years_is_said(open_page: Open, own: Source, work: str) -> None:
    for back in (1, 3):
        older = tambon_work.begin(own.store, OWN_MACHINE, AREA, YEAR - back)
        put(own, "assessment", work=older, view="self", item="c1", level=str(back + 1))
    assert "ปีก่อน ●●○○" in words_on(open_page("tambon", work=work, part="assess"))
    middle = tambon_work.begin(own.store, OWN_MACHINE, AREA, YEAR - 1)
    said = words_on(open_page("tambon", work=middle, part="assess"))
    assert f"ปี {YEAR - 3} ●●●●" in said, "three years ago is not last year"
    assert "ปีก่อน" not in said
