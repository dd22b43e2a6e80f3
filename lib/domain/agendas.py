"""Agendas that forums begin with: what is done, with which tool, for how long. A start, to be changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from lib.domain.sentence import Worded


@dataclass(frozen=True)
class AgendaStep:
    """One step. `canvas_step`: ``1`` … ``9`` for work on the business plan. Minutes."""

    text: str
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
    ("จุดขายของเรา", 40),
    ("ลูกค้าคือใคร", 40),
    ("สื่อสารอย่างไร", 40),
    ("ปิดการขายอย่างไร", 30),
    ("รายได้เพิ่ม รายจ่ายลด", 60),
    ("กิจกรรมหลัก", 50),
    ("ทำเองได้", 30),
    ("ร่วมมือกับใคร", 40),
    ("เงินที่จำเป็น", 40),
)
AGENDAS: Final[dict[Agenda, tuple[AgendaStep, ...]]] = {
    Agenda.CBMC: (
        AgendaStep("ลงทะเบียน เปิดเวที", "talk", 45),
        AgendaStep("เราอยากเห็นอะไรเปลี่ยน", "ideas", 30),
        *(AgendaStep(text, "canvas", minutes, str(n)) for n, (text, minutes) in enumerate(_CANVAS, start=1)),
        AgendaStep("กลุ่มนำเสนอแผน", "tour", 90),
        AgendaStep("ที่ประชุมรับรองแผน", "ballot", 30),
        AgendaStep("ใครทำอะไรต่อ", "talk", 30),
    ),
    Agenda.PLAN: (
        AgendaStep("ลงทะเบียน เปิดเวที", "talk", 20),
        AgendaStep("ดูผลสำรวจด้วยกัน", "talk", 40),
        AgendaStep("ปัญหาที่อยากแก้", "ideas", 30),
        AgendaStep("เลือกเรื่องที่ทำก่อน", "ballot", 20),
        AgendaStep("ที่ประชุมรับรองแผน", "ballot", 20),
        AgendaStep("ใครทำอะไรต่อ", "talk", 20),
    ),
    Agenda.NETWORK: (
        AgendaStep("เปิดประชุม", "talk", 15),
        AgendaStep("แต่ละตำบลถึงไหน", "tour", 60),
        AgendaStep("เรื่องที่จะทำด้วยกัน", "ideas", 30),
        AgendaStep("ลงมติ", "ballot", 20),
        AgendaStep("นัดหมายและงาน", "talk", 20),
    ),
    Agenda.EMPTY: (AgendaStep("เปิดเวที", "talk", 15),),
}
