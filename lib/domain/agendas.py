"""Agendas that forums begin with: what is done, with which tool, for how long. A start, to be changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from lib.domain.sentence import Worded


@dataclass(frozen=True)
class AgendaStep:
    """One step. `canvas_step`: ``1`` … ``9`` for work on the business plan. Minutes."""

    th: str
    en: str
    tool: str
    minutes: int
    canvas_step: str = ""


class Agenda(Worded):
    """The kinds of forum that come again and again."""

    CBMC = "cbmc", "ทำแผนธุรกิจ CBMC สองวัน", "Business plans (CBMC) in two days"
    PLAN = "plan", "ผลสำรวจและแผนตำบล ครึ่งวัน", "Survey result and tambon plan in an afternoon"
    NETWORK = "network", "ประชุมเครือข่ายจังหวัด", "Meeting of the provincial network"
    EMPTY = "empty", "เขียนเอง", "My own"


_CANVAS: Final = (
    ("จุดขายของเรา", "What we have to sell", 40),
    ("ลูกค้าคือใคร", "Who buys", 40),
    ("สื่อสารอย่างไร", "How they hear of us", 40),
    ("ปิดการขายอย่างไร", "How the sale is closed", 30),
    ("รายได้เพิ่ม รายจ่ายลด", "Income and savings", 60),
    ("กิจกรรมหลัก", "Main activities", 50),
    ("ทำเองได้", "By ourselves", 30),
    ("ร่วมมือกับใคร", "With whom", 40),
    ("เงินที่จำเป็น", "Necessary money", 40),
)
AGENDAS: Final[dict[Agenda, tuple[AgendaStep, ...]]] = {
    Agenda.CBMC: (
        AgendaStep("ลงทะเบียน เปิดเวที", "Coming in, opening", "talk", 45),
        AgendaStep("เราอยากเห็นอะไรเปลี่ยน", "What we want to change", "ideas", 30),
        *(AgendaStep(th, en, "canvas", minutes, str(n)) for n, (th, en, minutes) in enumerate(_CANVAS, start=1)),
        AgendaStep("กลุ่มนำเสนอแผน", "Groups present their plans", "tour", 90),
        AgendaStep("ที่ประชุมรับรองแผน", "The meeting certifies plans", "ballot", 30),
        AgendaStep("ใครทำอะไรต่อ", "Who does what next", "talk", 30),
    ),
    Agenda.PLAN: (
        AgendaStep("ลงทะเบียน เปิดเวที", "Coming in, opening", "talk", 20),
        AgendaStep("ดูผลสำรวจด้วยกัน", "Look at the survey result", "talk", 40),
        AgendaStep("ปัญหาที่อยากแก้", "Problems to solve", "ideas", 30),
        AgendaStep("เลือกเรื่องที่ทำก่อน", "Choose what comes first", "ballot", 20),
        AgendaStep("ที่ประชุมรับรองแผน", "The meeting certifies the plan", "ballot", 20),
        AgendaStep("ใครทำอะไรต่อ", "Who does what next", "talk", 20),
    ),
    Agenda.NETWORK: (
        AgendaStep("เปิดประชุม", "Opening", "talk", 15),
        AgendaStep("แต่ละตำบลถึงไหน", "How far each tambon is", "tour", 60),
        AgendaStep("เรื่องที่จะทำด้วยกัน", "What to do together", "ideas", 30),
        AgendaStep("ลงมติ", "Vote", "ballot", 20),
        AgendaStep("นัดหมายและงาน", "Dates and tasks", "talk", 20),
    ),
    Agenda.EMPTY: (AgendaStep("เปิดเวที", "Opening", "talk", 15),),
}
