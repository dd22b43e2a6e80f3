"""What grows from the work (steps 6–7) and how far it is: lessons, policy proposals, assessment."""

from __future__ import annotations

from datetime import date

from lib.schema import tambon_choices
from lib.schema.field import Privacy, Sync, field
from lib.schema.record import About, Record
from lib.schema.tambon_work import WorkPart


class Lesson(WorkPart):
    """A lesson drawn, a local curriculum, a learning visit, a medium (step 6)."""

    about = About(
        id="lesson",
        prefix="le",
        th="บทเรียนและการขยายผล",
        en="Lesson and spreading",
        title="text",
        within="work",
        key=("work", "type", "text"),
        order=35,
        since=3,
        help_th="บทเรียน หลักสูตรท้องถิ่น การมาเรียนรู้ สื่อ",
        help_en="Lessons, curricula, learning visits, media",
        leaders=("work", "type", "text", "on_day", "learned"),
    )

    type: str = field("ประเภท", "Type", required=True, options=tambon_choices.LESSON_TYPES, rank=-1)
    text: str = field("เรื่อง", "What", required=True, max_length=300)
    on_day: date | None = field("เมื่อ", "On")
    with_whom: str | None = field("กับใคร จากที่ไหน", "With whom, from where", max_length=300)
    people: int | None = field("จำนวนคน", "People", ge=0, le=100_000, unit_th="คน", unit_en="people")
    taught: int | None = field(
        "สอนไปแล้วกี่ครั้ง", "Times it was taught", ge=0, le=10_000, ask_if=("type", ("curriculum",)), since=6
    )
    learned: str | None = field("ได้เรียนรู้อะไร", "What was learned", max_length=2000, long_text=True)
    link: str | None = field("ลิงก์", "Link", max_length=1000, pattern=r"^https?://\S+$", example="https://…")


class PolicyProposal(Record):
    """A proposal that lifts tambons' work into policy, collected per province (step 7)."""

    about = About(
        id="policy_proposal",
        prefix="po",
        th="ข้อเสนอนโยบาย",
        en="Policy proposal",
        title="text",
        place="area",
        key=("area", "text"),
        order=36,
        since=3,
        help_th="ข้อเสนอจากงานจริงของตำบล รวมเป็นของจังหวัด",
        help_en="From tambons' real work, put together per province",
        leaders=("area", "text", "addressed_to", "state", "on_day"),
    )

    area: str = field("จังหวัด", "Province", required=True, area_types=("province",), rank=-1)
    text: str = field("ข้อเสนอ", "Proposal", required=True, max_length=300)
    because: str | None = field("เพราะอะไร", "Why", max_length=2000, long_text=True)
    works: list[str] = field("มาจากงานของตำบล", "From the work of tambons", default=[], refers_to="tambon_work")
    addressed_to: str | None = field("เสนอต่อ", "Addressed to", max_length=300)
    state: str = field("ถึงไหน", "How far", default="draft", options=tambon_choices.PROPOSAL_STATES)
    on_day: date | None = field("เสนอเมื่อ", "Handed in on")
    answer: str | None = field("ผลหรือคำตอบ", "Outcome", max_length=2000, long_text=True)


class Assessment(WorkPart):
    """One judgement of one item: by the tambon itself, or by the verifier."""

    about = About(
        id="assessment",
        prefix="as",
        th="การประเมินตำบล",
        en="Assessment",
        title="item",
        within="work",
        key=("work", "view", "item"),
        order=37,
        since=3,
        sync=Sync.NONE,
        help_th="8 คุณลักษณะ เป้าหมาย 4 ระดับ ผลใน 4 มิติ",
        help_en="Eight characteristics, four levels, four dimensions",
    )

    view: str = field("ใครประเมิน", "By whom", required=True, options=tambon_choices.ASSESSORS, rank=-2)
    item: str = field("หัวข้อ", "Item", required=True, options=tambon_choices.ASSESSED, rank=-1)
    level: str | None = field("ระดับ", "Level", options=tambon_choices.LEVELS, may_decline=True)
    because: str | None = field("เห็นจากอะไร", "Seen from what", max_length=1500, long_text=True)
    link: str | None = field(
        "ลิงก์หลักฐาน", "Link to evidence", max_length=1000, pattern=r"^https?://\S+$", example="https://…"
    )
    assessed_on: date | None = field("ประเมินเมื่อ", "Assessed on")
    assessor: str | None = field("ชื่อผู้ประเมิน", "Assessor", max_length=200, privacy=Privacy.INTERNAL)
