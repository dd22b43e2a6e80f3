"""A tambon's work in one year: its seven steps, tasks, and the villages to visit.

The workspace is the whole; whatever else the workflow records of a tambon – its survey, problems,
plan, follow-ups, lessons, assessment – is a part of it (`WorkPart`) and lies where it lies.
Steps: source 004, seven steps of tambon economic development.
"""

from __future__ import annotations

from datetime import date

from lib.schema import choices, tambon_choices
from lib.schema.field import Authority, Privacy, Sync, field
from lib.schema.record import About, Record


class TambonWork(Record):
    """The workspace of one tambon (municipality, Bangkok district) in one fiscal year."""

    about = About(
        id="tambon_work",
        prefix="tw",
        th="พื้นที่ทำงานตำบล",
        en="Tambon workspace",
        title="name",
        place="area",
        key=("area", "year"),
        order=23,
        since=3,
        help_th="งาน 7 ขั้นของตำบลหนึ่งในหนึ่งปี ทำที่หน้า “ตำบล 7 ขั้น”",
        help_en="A tambon's seven steps in one year; worked on at the page “Seven steps”",
        leaders=("area", "year", "name", "coordinator", "council"),
    )

    area: str = field(
        "ตำบล/เทศบาล/เขต", "Tambon, municipality or district", required=True, area_types=choices.COUNCIL_AREAS, rank=-2
    )
    year: int = field(
        "ปีงบประมาณ (พ.ศ.)",
        "Fiscal year (B.E.)",
        required=True,
        ge=2540,
        le=2700,
        example="2570",
        format="be_year",
        aliases=("ปี", "ปีงบ"),
        rank=-1,
    )
    name: str = field("ชื่อพื้นที่ทำงาน", "Name", required=True, max_length=200, example="เขาไม้แก้ว 2570")
    council: str | None = field("สภาองค์กรชุมชน", "Council", refers_to="organisation")
    coordinator: str | None = field("ผู้ประสานงาน", "Coordinator", max_length=200, privacy=Privacy.INTERNAL)
    asks_health: bool = field(
        "ถามข้อมูลสุขภาพและความพิการด้วย",
        "Also ask about health and disability",
        default=False,
        help_th="ข้อมูลอ่อนไหวตามมาตรา 26 ปิดไว้ก่อน เปิดเมื่อจำเป็นจริง และต้องได้รับความยินยอมโดยชัดแจ้งทุกครัวเรือน",
        help_en="Sensitive under section 26: off until truly needed, with explicit consent of each household",
    )
    keep_until: date | None = field(
        "เก็บข้อมูลครัวเรือนถึง",
        "Household data kept until",
        example="30 ก.ย. 2573",
        help_th="ครบวันนี้ระบบลบแบบครัวเรือนของรอบนี้ ถ้าเว้นไว้ เก็บ 3 ปีนับจากวันสำรวจ",
        help_en="On this day the households' forms are erased; when empty, three years after the visit",
    )
    contact: str | None = field(
        "ติดต่อเรื่องข้อมูลได้ที่",
        "Contact for data questions",
        max_length=300,
        help_th="ที่ที่ครัวเรือนขอดู แก้ไข ลบ หรือถอนความยินยอม",
        help_en="Where households ask to see, correct, erase or withdraw",
    )
    plan_state: str = field(
        "สถานะแผนตำบล",
        "State of the plan",
        default="draft",
        options=tambon_choices.TAMBON_PLAN_STATES,
        authority=Authority.APP,
    )
    certified_on: date | None = field("รับรองเมื่อ", "Certified on", authority=Authority.APP)
    certified_by: str | None = field("ที่ประชุมที่รับรอง", "Certified by", max_length=300, authority=Authority.APP)
    attendance: int | None = field(
        "ผู้เข้าร่วมประชุม", "Attendance", ge=1, le=100_000, unit_th="คน", unit_en="people", authority=Authority.APP
    )
    in_favour: int | None = field(
        "เห็นชอบ", "In favour", ge=0, le=100_000, unit_th="คน", unit_en="people", authority=Authority.APP
    )
    minutes: str | None = field("บันทึกการประชุม", "Minutes", max_length=4000, long_text=True, authority=Authority.APP)
    change_asked: str | None = field(
        "ทีมขอแก้แผนที่รับรองแล้ว",
        "Change that the team asks for",
        max_length=2000,
        long_text=True,
        authority=Authority.APP,
        since=6,
        help_th="ทีมขอแก้อะไร เพราะอะไร รอเจ้าหน้าที่ปลดล็อก",
        help_en="What the team wants to change in the certified plan and why; the officer unlocks it",
    )


class WorkPart(Record):
    """What belongs to one workspace and lies where it lies."""

    work: str = field("พื้นที่ทำงาน", "Workspace", required=True, refers_to="tambon_work", rank=-9)


class TambonStep(WorkPart):
    """One of the seven steps of one workspace: how far, who, by when, what is in the way."""

    about = About(
        id="tambon_step",
        prefix="ts",
        th="ขั้นงานของตำบล",
        en="Step of the work",
        title="step",
        within="work",
        key=("work", "step"),
        order=24,
        since=3,
        help_th="ขั้นใดใน 7 ขั้น ทำถึงไหน ใครดูแล กำหนดเมื่อไร ติดอะไร",
        help_en="Which of the seven steps, how far, who, due when, what blocks it",
        leaders=("work", "step", "state", "done_on", "result", "blocker"),
    )

    step: str = field("ขั้น", "Step", required=True, options=tambon_choices.SEVEN_STEPS, rank=-1)
    state: str = field("สถานะ", "State", default="todo", options=tambon_choices.STEP_STATES)
    owner: str | None = field(
        "ใครดูแล", "Who looks after it", max_length=200, privacy=Privacy.INTERNAL, aliases=("ผู้รับผิดชอบ",)
    )
    started_on: date | None = field("เริ่มเมื่อ", "Started on")
    due: date | None = field("กำหนดเสร็จ", "Due")
    done_on: date | None = field("เสร็จเมื่อ", "Done on", ask_if=("state", ("done",)))
    result: str | None = field("ผลที่ได้", "Result", max_length=2000, long_text=True)
    blocker: str | None = field(
        "ติดอะไร", "What is in the way", max_length=1000, long_text=True, ask_if=("state", ("blocked",))
    )
    blocked_on: date | None = field("ติดตั้งแต่", "Blocked since", ask_if=("state", ("blocked",)))
    next_action: str | None = field("ทำอะไรต่อ", "Next action", max_length=500)


class TambonTask(WorkPart):
    """One thing to do within a step."""

    about = About(
        id="tambon_task",
        prefix="tt",
        th="งานย่อยในขั้น",
        en="Task of a step",
        title="text",
        within="work",
        key=("work", "step", "text"),
        order=25,
        since=3,
        sync=Sync.NONE,
        help_th="งานย่อย ใครทำ กำหนดเมื่อไร เสร็จเมื่อไร",
        help_en="A task, who, due when, done when",
    )

    step: str = field("ขั้น", "Step", required=True, options=tambon_choices.SEVEN_STEPS, rank=-1)
    text: str = field("งาน", "Task", required=True, max_length=300)
    owner: str | None = field("ใครทำ", "Who", max_length=200, privacy=Privacy.INTERNAL)
    due: date | None = field("กำหนดเสร็จ", "Due")
    done_on: date | None = field("เสร็จเมื่อ", "Done on")


class SurveyVillage(WorkPart):
    """A village of the tambon and how many households are to be visited there."""

    about = About(
        id="survey_village",
        prefix="sv",
        th="หมู่บ้านที่สำรวจ",
        en="Village to survey",
        title="number",
        within="work",
        key=("work", "number"),
        order=26,
        since=3,
        sync=Sync.NONE,
        help_th="หมู่บ้านและจำนวนครัวเรือนที่จะไปเยี่ยม",
        help_en="Villages and how many households to visit",
    )

    number: int = field("หมู่ที่", "Village number", required=True, ge=1, le=99, rank=-1)
    name: str | None = field("ชื่อหมู่บ้าน", "Name of the village", max_length=120)
    households: int | None = field(
        "ครัวเรือนที่จะไปเยี่ยม",
        "Households to visit",
        ge=0,
        le=20_000,
        likely=(5, 800),
        unit_th="ครัวเรือน",
        unit_en="households",
    )
    interviewer: str | None = field("ผู้เก็บข้อมูล", "Interviewer", max_length=200, privacy=Privacy.INTERNAL)
