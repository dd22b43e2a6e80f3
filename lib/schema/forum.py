"""A forum: a hall, its agenda and groups, who came, what was said, voted, decided.

The forum is the whole; everything else is a part of it and lies where it lies.
"""

from __future__ import annotations

from datetime import date

from lib.schema import canvas_choices, forum_choices
from lib.schema.field import Authority, Privacy, Sync, field
from lib.schema.record import About, Record


class Forum(Record):
    """A meeting of people in one place on one day or some days in a row."""

    about = About(
        id="forum",
        prefix="fm",
        th="เวที",
        en="Forum",
        title="name",
        place="area",
        key=("name", "starts_on"),
        sync=Sync.NONE,
        order=50,
        since=4,
        help_th="เวทีหนึ่งครั้ง วันที่ สถานที่ กำหนดการ กลุ่ม ทำที่หน้า “เวที”",
        help_en="One forum: days, place, agenda, groups; run at the page “Forum”",
    )

    name: str = field("ชื่อเวที", "Name", required=True, max_length=200, example="เวทีทำแผนธุรกิจ ตำบลเขาไม้แก้ว", rank=-2)
    area: str = field("พื้นที่", "Place", required=True, refers_to="area", rank=-1)
    venue: str | None = field("ห้องประชุม", "Hall", max_length=200, example="ศาลาประชาคม หมู่ 4")
    starts_on: date = field("วันแรก", "First day", required=True, example="28 พ.ย. 2569")
    ends_on: date | None = field("วันสุดท้าย", "Last day", help_th="ถ้าวันเดียว เว้นว่าง", help_en="Empty for one day")
    purpose: str | None = field("จัดเพื่อ", "Purpose", max_length=1000, long_text=True)
    responsible: str | None = field(
        "ผู้รับผิดชอบ", "People responsible", max_length=500, privacy=Privacy.INTERNAL, aliases=("ผู้ดูแลเวที",)
    )


class ForumPart(Record):
    """What belongs to one forum and lies where it lies."""

    forum: str = field("เวที", "Forum", required=True, refers_to="forum", rank=-9)


class ForumStep(ForumPart):
    """One step of the agenda."""

    about = About(
        id="forum_step",
        prefix="fst",
        th="ขั้นในกำหนดการ",
        en="Step of the agenda",
        title="text",
        within="forum",
        key=("forum", "order", "text"),
        sync=Sync.NONE,
        order=51,
        since=4,
        help_th="ทำอะไร กี่นาที ใช้เครื่องมือใด",
        help_en="What is done, for how many minutes, with which tool",
    )

    text: str = field("ทำอะไร", "What is done", required=True, max_length=200)
    tool: str = field("เครื่องมือ", "Tool", default="talk", options=forum_choices.FORUM_TOOLS)
    canvas_step: str | None = field(
        "ขั้นของแผนธุรกิจ", "Step of the business plan", options=canvas_choices.CANVAS_STEPS, ask_if=("tool", ("canvas",))
    )
    minutes: int | None = field("เวลา", "Time", ge=1, le=600, likely=(5, 180), unit_th="นาที", unit_en="minutes")
    order: int = field("ลำดับ", "Order", default=0, ge=0, le=1000, rank=9)


class ForumGroup(ForumPart):
    """A table of the hall, with the plan that it works on."""

    about = About(
        id="forum_group",
        prefix="fgr",
        th="กลุ่มในเวที",
        en="Group of the forum",
        title="name",
        within="forum",
        key=("forum", "name"),
        sync=Sync.NONE,
        order=52,
        since=4,
        help_th="โต๊ะหนึ่งโต๊ะ และแผนที่ทำ",
        help_en="One table, and the plan it works on",
    )

    name: str = field("ชื่อกลุ่ม", "Name", required=True, max_length=200)
    canvas: str | None = field("แผนที่ทำ", "Its plan", refers_to="canvas", joined=True)
    order: int = field("โต๊ะที่", "Table", default=0, ge=0, le=1000, rank=9)


class ForumSeat(ForumPart):
    """Somebody who is in the hall: for the list of attendance, and one vote a seat."""

    about = About(
        id="forum_seat",
        prefix="fse",
        th="ผู้เข้าร่วมเวที",
        en="Participant",
        title="name",
        within="forum",
        key=("forum", "number", "name"),
        sync=Sync.NONE,
        private=True,
        many=True,
        order=53,
        since=4,
        help_th="ชื่อที่ใช้ในรายชื่อผู้เข้าร่วม และกลุ่ม",
        help_en="The name on the list of attendance, and the group",
    )

    name: str = field("ชื่อ", "Name", required=True, max_length=80, privacy=Privacy.PERSONAL)
    number: int | None = field(
        "เลขบัตร",
        "Number of the slip",
        ge=1,
        le=100_000,
        privacy=Privacy.INTERNAL,
        help_th="เลขบนบัตรที่แจก ถ้ามี",
        help_en="The number on the printed slip, if any",
    )
    group: str | None = field("กลุ่ม", "Group", refers_to="forum_group", joined=True, privacy=Privacy.INTERNAL)
    way: str = field(
        "เข้ามาทาง", "Came in by", default="phone", options=forum_choices.SEAT_WAYS, authority=Authority.APP
    )


class ForumIdea(ForumPart):
    """One idea from the hall, in the words of who had it."""

    about = About(
        id="forum_idea",
        prefix="fid",
        th="ความคิดจากเวที",
        en="Idea",
        title="text",
        within="forum",
        key=("forum", "text"),
        sync=Sync.NONE,
        many=True,
        order=54,
        since=4,
        help_th="ความคิดที่คนในเวทีส่งมา จัดกลุ่ม และนำไปใช้ในแผน",
        help_en="What people in the hall sent in; grouped, and moved into a plan",
    )

    text: str = field("ความคิด", "Idea", required=True, max_length=300)
    step: str | None = field("ในขั้น", "In step", refers_to="forum_step", joined=True)
    group: str | None = field("จากกลุ่ม", "From group", refers_to="forum_group")
    on_group: str | None = field(
        "ถึงกลุ่ม",
        "About group",
        refers_to="forum_group",
        joined=True,
        help_th="ความเห็นหรือเสียงปรบมือให้กลุ่มที่นำเสนอ",
        help_en="A comment on, or applause for, the group that presents",
    )
    heap: str | None = field("จัดอยู่ในกอง", "Sorted into", max_length=100, example="ตลาด")
    state: str = field("สถานะ", "State", default="new", options=forum_choices.IDEA_STATES)
    used_in: str | None = field("นำไปใช้ใน", "Moved into", max_length=300, authority=Authority.APP)


class ForumBallot(ForumPart):
    """A question to the hall. What is chosen lies apart (`lib.store.ballots`); here stands what was counted."""

    about = About(
        id="forum_ballot",
        prefix="fba",
        th="การลงคะแนนในเวที",
        en="Ballot",
        title="text",
        within="forum",
        key=("forum", "text"),
        sync=Sync.NONE,
        order=55,
        since=4,
        help_th="ถามอะไร เลือกอย่างไร ลับหรือเปิดเผย และผลที่นับได้",
        help_en="What is asked and how, secret or open, and what was counted",
    )

    text: str = field("คำถาม", "Question", required=True, max_length=300, example="เรื่องใดทำก่อน")
    form: str = field("ลงอย่างไร", "How", required=True, options=forum_choices.BALLOT_FORMS)
    offered: str | None = field(
        "ตัวเลือก",
        "Choices",
        max_length=4000,
        long_text=True,
        help_th="บรรทัดละหนึ่งข้อ อย่างน้อยสองข้อ",
        help_en="One a line, at least two",
        ask_if=("form", ("one", "several", "rank", "dots", "quiz")),
    )
    most: int | None = field("คนละกี่ข้อหรือกี่จุด", "How many each", ge=1, le=20, ask_if=("form", ("several", "dots")))
    right: int | None = field(
        "ข้อที่ถูก",
        "The right one",
        ge=1,
        le=20,
        ask_if=("form", ("quiz",)),
        help_th="ลำดับที่ของตัวเลือกที่ถูก เฉลยเมื่อแสดงผล",
        help_en="Number of the right choice; told when the result is shown",
    )
    secret: bool = field(
        "ลงคะแนนลับ",
        "Secret",
        default=True,
        help_th="ระบบไม่เก็บว่าใครเลือกอะไร ถ้าเปิดเผย ทุกคนเห็นคำเตือนก่อนลง",
        help_en="Nothing is kept of who chose what; of an open one everybody is told before",
    )
    step: str | None = field("ในขั้น", "In step", refers_to="forum_step")
    canvas: str | None = field("แผนที่รับรอง", "Plan to certify", refers_to="canvas", ask_if=("form", ("certify",)))
    canvas_version: int | None = field("ฉบับที่รับรอง", "Version voted on", ge=1, authority=Authority.APP)
    state: str = field("สถานะ", "State", default="draft", options=forum_choices.BALLOT_STATES, authority=Authority.APP)
    seats: int | None = field(
        "มีสิทธิลง", "Seats", ge=0, le=100_000, unit_th="คน", unit_en="people", authority=Authority.APP
    )
    voted: int | None = field(
        "ลงทางโทรศัพท์", "Voted by phone", ge=0, le=100_000, unit_th="คน", unit_en="people", authority=Authority.APP
    )
    by_phones: list[str] = field(
        "ผลจากโทรศัพท์",
        "Counted by phones",
        default=[],
        authority=Authority.APP,
        help_th="เรียงตามตัวเลือก",
        help_en="In the order of the choices",
    )
    by_hands: list[str] = field(
        "ผลจากมือหรือกระดาษ",
        "Counted by hands or paper",
        default=[],
        authority=Authority.APP,
        help_th="เรียงตามตัวเลือก – คือไม่ได้นับ",
        help_en="In the order of the choices; – is not counted",
    )


class ForumDecision(ForumPart):
    """What the hall decided, and what somebody has to do."""

    about = About(
        id="forum_decision",
        prefix="fde",
        th="มติและงานจากเวที",
        en="Decision or task",
        title="text",
        within="forum",
        key=("forum", "text"),
        sync=Sync.NONE,
        order=56,
        since=4,
        help_th="มติของเวที และงานที่ต้องทำ ใคร เมื่อไร",
        help_en="What the forum decided; tasks with owner and date",
    )

    text: str = field("มติหรืองาน", "Decision or task", required=True, max_length=500)
    sort: str = field("เป็น", "It is", default="decision", options=forum_choices.DECISION_SORTS)
    owner: str | None = field(
        "ใครทำ", "Who does it", max_length=200, privacy=Privacy.INTERNAL, ask_if=("sort", ("task",))
    )
    due: date | None = field("กำหนดเสร็จ", "Due", ask_if=("sort", ("task",)))
    order: int = field("ลำดับ", "Order", default=0, ge=0, le=1000, rank=9)
