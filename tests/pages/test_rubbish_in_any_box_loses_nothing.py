"""Whatever is typed into a box of a form: the form stands, Save is there, and all that was typed too.

That each single box of every kind bears anything is proved without a screen, in
`tests/intake/test_a_form_is_read_field_by_field.py`; here every form is opened where it is used.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from lib.access.actors import OWN_MACHINE
from lib.actions.canvas import filling
from lib.actions.records import drafting
from lib.actions.records.saving import save_typed
from lib.actions.tambon import work as tambon_work
from lib.domain.thai_text import clean_text
from lib.insight.source import Source
from lib.schema.registry import kinds_for_forms
from lib.ui.form import state
from tests.actions.survey.household_forms import AREA, YEAR, ask_health, visit
from tests.intake.rubbish import RUBBISH
from tests.pages.conftest import Open, words_on

#: What dice happen to reach is not to count as covered, and watching costs as much again.
pytestmark = pytest.mark.no_cover
KINDS = [k.about.id for k in kinds_for_forms()]


def boxes(app: AppTest) -> list[Any]:
    """The text boxes of forms, and nothing else of the page."""
    return [b for b in (*app.text_input, *app.text_area) if str(b.key).startswith("form.")]


def box(app: AppTest, label: str, number: int = 0) -> Any:
    return [b for b in boxes(app) if b.label.replace("\\", "").startswith(label)][number]


def press(app: AppTest, label: str, number: int = 0) -> AppTest:
    [b for b in app.button if b.label.replace("\\", "").startswith(label)][number].click().run()
    assert not app.exception, app.exception
    return app


def choose(app: AppTest, label: str, value: Any) -> None:
    next(b for b in app.selectbox if b.label.replace("\\", "").startswith(label)).set_value(value).run()
    assert not app.exception, app.exception


def name_in(key: str) -> str:
    """Field that a box asks for: its key is ``form.<place>-<number>.<field>``."""
    return key.split(".", 2)[2]


def type_rubbish(app: AppTest, seed: str) -> dict[str, str]:
    """Something else into each box of the page, as long as the box takes, all left at once."""
    dice = random.Random(seed)
    typed = {str(b.key): dice.choice(RUBBISH)[: b.proto.max_chars or None] for b in boxes(app)}
    for one in boxes(app):
        one.set_value(typed[str(one.key)])
    app.run()
    assert not app.exception, (typed, app.exception)
    return typed


def require_all_there(app: AppTest, typed: Mapping[str, str]) -> None:
    """What was typed stands in its boxes; a line that is one now has an empty one below it."""
    now = {str(b.key): b.value for b in boxes(app)}
    assert {k: now.get(k) for k in typed} == typed


def require_in_a_draft(own: Source, typed: Mapping[str, str]) -> None:
    drafts = [d.typed for d in drafting.open_drafts(own.store, OWN_MACHINE)]
    for key, text in typed.items():
        assert any(d.get(name_in(key)) == text for d in drafts), (name_in(key), text)


def has_save(app: AppTest) -> bool:
    return any(b.label.startswith("บันทึก") and str(b.key).startswith("form.") for b in app.button)


@pytest.fixture
def work(own: Source) -> str:
    return tambon_work.begin(own.store, OWN_MACHINE, AREA, YEAR)


def put(own: Source, kind_id: str, **typed: Any) -> str:
    return save_typed(own.store, OWN_MACHINE, kind_id, typed).record.id


def test_a_range_as_income_is_said_at_its_field_and_the_form_stands(open_page: Open, own: Source, work: str) -> None:
    app = open_page("households", work=work, form="new")
    box(app, "รหัสครัวเรือน").set_value("03-017").run()
    choose(app, "ยินยอมให้เก็บข้อมูล", "yes")
    box(app, "รายจ่ายรวมต่อเดือน").set_value("๙,๐๐๐").run()
    box(app, "รายได้รวมต่อเดือน").set_value("10,000-12,000").run()
    assert not app.exception, app.exception
    assert has_save(app)
    said = words_on(app).replace("\\", "")
    assert "“10,000-12,000” เป็นช่วง ต้องเลือกตัวเลขเดียว" in said
    assert "**รายจ่ายต่อเดือน** 9,000" in said, "the sums go on with what can be read"
    assert box(app, "รายได้รวมต่อเดือน").value == "10,000-12,000"
    press(app, "บันทึก")
    assert "รายได้รวมต่อเดือน “10,000-12,000” เป็นช่วง" in app.error[0].value.replace("\\", "")
    require_in_a_draft(own, {"form.1.income_per_month": "10,000-12,000", "form.1.expense_per_month": "๙,๐๐๐"})
    box(app, "รายได้รวมต่อเดือน").set_value("11,000").run()
    assert "เป็นช่วง" not in words_on(app), "what was put right is no problem any more"
    assert "**เหลือ** 2,000" in words_on(app)


def test_each_box_of_a_consenting_household_alone_bears_rubbish(open_page: Open, own: Source, work: str) -> None:
    app = open_page("households", work=work, form="new")
    choose(app, "ยินยอมให้เก็บข้อมูล", "yes")
    choose(app, "มีหนี้หรือไม่", "yes")
    for list_name in ("รายได้แต่ละทาง", "รายจ่ายแต่ละอย่าง", "หนี้แต่ละก้อน", "ผลผลิตของครัวเรือน"):
        press(app, f"เพิ่ม{list_name}")
    good = {str(b.key): "5" for b in boxes(app)}
    for one in boxes(app):
        one.set_value("5")
    app.run()
    assert len(good) >= 15
    for number, key in enumerate(good):
        widget = next(b for b in boxes(app) if b.key == key)
        rubbish = RUBBISH[number % len(RUBBISH)][: widget.proto.max_chars or None]
        widget.set_value(rubbish).run()
        assert not app.exception, (key, app.exception)
        assert has_save(app), key
        require_all_there(app, good | {key: rubbish})
        good[key] = rubbish
    press(app, "บันทึก")
    require_all_there(app, good)
    (draft,) = drafting.open_drafts(own.store, OWN_MACHINE)
    assert draft.typed["debts"][0]["balance"] == next(t for k, t in good.items() if k.endswith("debts.0.balance"))


@pytest.mark.parametrize("kind_id", [k for k in KINDS if k != "evidence"])
def test_the_record_editor_bears_rubbish(open_page: Open, own: Source, kind_id: str) -> None:
    app = open_page("records", kind=kind_id, record="new")
    if not boxes(app):
        assert has_save(app)
        return
    typed = type_rubbish(app, kind_id)
    assert has_save(app)
    require_all_there(app, typed)
    require_in_a_draft(own, typed)
    again = open_page("records", kind=kind_id, record="new", draft="".join(app.query_params["draft"]))
    assert {name_in(str(b.key)): b.value for b in boxes(again)}.items() <= {
        name_in(k): v for k, v in typed.items()
    }.items()


#: Part of a workspace → buttons that open the forms on it; "" where a form stands open.
PARTS = {
    "steps": ("", "เพิ่มงานย่อย"),
    "survey": ("", "เพิ่มผลผลิต", "เพิ่มทุนการเงิน"),
    "decide": ("เพิ่มปัญหาหรือประเด็น", "เพิ่มสาเหตุ", "เพิ่มข้อ"),
    "plan": ("เพิ่มแผนงาน",),
    "follow": ("บันทึกการติดตาม",),
    "lessons": ("เพิ่มถอดบทเรียน",),
    "assess": ("ประเมิน",),
    "head": ("",),
}


@pytest.mark.parametrize("part", PARTS)
def test_the_forms_of_a_workspace_bear_rubbish(open_page: Open, own: Source, work: str, part: str) -> None:
    put(own, "tambon_problem", work=work, text="หนี้", chosen=True)
    put(own, "plan_line", work=work, text="ทำปุ๋ย", indicator="ค่าปุ๋ย")
    app = open_page("tambon", work=work, part=part)
    for button in PARTS[part]:
        if button:
            press(app, button)
        typed = type_rubbish(app, part + button)
        assert has_save(app)
        require_all_there(app, typed)
        require_in_a_draft(own, typed)


def test_villages_and_health_bear_rubbish(open_page: Open, own: Source, work: str) -> None:
    ask_health(own.store, work)
    app = press(open_page("households", work=work), "เพิ่มหมู่บ้าน")
    typed = type_rubbish(app, "villages")
    require_all_there(app, typed)
    require_in_a_draft(own, typed)
    app = open_page("households", work=work, form=visit(own.store, 1))
    choose(app, "ยินยอมโดยชัดแจ้ง", "yes")
    typed = type_rubbish(app, "health")
    assert has_save(app)
    require_all_there(app, typed)
    require_in_a_draft(own, typed)


def test_evidence_bears_rubbish_and_waits_for_its_record(open_page: Open, own: Source) -> None:
    record = "ctr-published-07"
    app = open_page("records", kind="incubation_centre", record=record)
    link = box(app, "ลิงก์")
    link.set_value("ไม่ใช่ลิงก์ <b>").run()
    press(app, "บันทึกหลักฐาน")
    assert box(app, "ลิงก์").value == "ไม่ใช่ลิงก์ <b>"
    assert "ไม่ตรงรูปแบบ" in words_on(app)
    again = open_page("records", kind="incubation_centre", record=record)
    assert box(again, "ลิงก์").value == "ไม่ใช่ลิงก์ <b>", "a draft of evidence is found again under what it proves"


@pytest.mark.parametrize("step", [str(n) for n in range(1, 10)])
def test_the_lines_of_a_canvas_bear_rubbish(open_page: Open, own: Source, step: str) -> None:
    canvas = a_plan(own)
    app = open_page("canvas", canvas=canvas, step=step)
    typed = type_rubbish(app, f"step {step}")
    require_all_there(app, typed)
    again = open_page("canvas", canvas=canvas, step=step)
    there = [clean_text(b.value or "") for b in boxes(again)]
    for key, text in typed.items():
        assert clean_text(text)[:200] in [t[:200] for t in there], (key, text)


@pytest.mark.parametrize("part", ["head", "follow"])
def test_the_head_and_a_quarter_of_a_canvas_bear_rubbish(open_page: Open, own: Source, part: str) -> None:
    canvas = a_plan(own)
    app = open_page("canvas", canvas=canvas, part=part)
    typed = type_rubbish(app, part)
    require_all_there(app, typed)
    again = open_page("canvas", canvas=canvas, part=part)
    assert [b.value for b in boxes(again)] == list(typed.values())
    if part == "follow":
        press(again, "บันทึกไตรมาส")
        assert [b.value for b in boxes(again)] == list(typed.values())


def test_the_beginning_of_a_plan_bears_rubbish(open_page: Open, own: Source) -> None:
    app = open_page("canvas")
    typed = {
        str(b.key): "10,000-12,000"
        for b in app.text_input
        if str(b.key).startswith(("form.canvas head-", "canvas.group"))
    }
    for key, text in typed.items():
        app.text_input(key=key).set_value(text)
    app.run()
    press(app, "เริ่มทำแผน")
    assert len(typed) >= 3
    assert {key: app.text_input(key=key).value for key in typed} == typed
    assert "เริ่มทำแผน" in [b.label for b in app.button]


def a_plan(own: Source) -> str:
    """A plan with a line of each kind."""
    head = {"name": "ปลาแดดเดียว", "area": AREA, "year": "2570"}
    canvas = filling.start(own.store, OWN_MACHINE, head, "กลุ่มปลา").canvas

    def line(kind_id: str, **typed: Any) -> str:
        return filling.put(own.store, OWN_MACHINE, canvas, kind_id, typed).record.id

    gain = line("canvas_item", step="5", text="ขายปลา", gain="income")
    activity = line("canvas_activity", text="แปรรูป", serves=[gain], ways=["self", "partner"])
    line("canvas_partner", activity=activity, text="ตลาด")
    line("canvas_cost", activity=activity, text="ถุง", amount="500")
    return canvas


def test_a_form_is_read_once_a_rerun_however_many_questions_it_asks(
    open_page: Open, own: Source, work: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads: list[str] = []
    read = state.read_form

    def counted(model: Any, typed: Any) -> Any:
        reads.append(model.about.id)
        return read(model, typed)

    monkeypatch.setattr(state, "read_form", counted)
    app = open_page("households", work=work, form="new")
    choose(app, "ยินยอมให้เก็บข้อมูล", "yes")
    reads.clear()
    box(app, "รายได้รวมต่อเดือน").set_value("12,000").run()
    assert reads == ["household_survey"]
    app = open_page("canvas", canvas=a_plan(own), step="5")
    reads.clear()
    box(app, "จำนวนต่อเดือน").set_value("12").run()
    assert reads == ["canvas_item"], "the other lines were read before and say the same still"
