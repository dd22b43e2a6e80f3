"""What a meeting that certifies a plan has to say of itself: when, which, how many took part and agreed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lib.domain.errors import Problem
from lib.domain.thai_text import clean_text


@dataclass(frozen=True)
class Meeting:
    """A meeting as somebody noted it; the day is C.E. `in_favour` counts where votes are taken."""

    on: date | None
    by: str
    attendance: int | None
    in_favour: int | None = None
    minutes: str = ""

    def problems(self, today: date, *, votes: bool) -> list[Problem]:
        """What is missing or cannot be. `votes`: whether it has to say how many were in favour."""
        found = []
        if self.on is None or self.on > today:
            found.append(Problem("ใส่วันที่ประชุมที่ผ่านมาแล้ว", "Give the day of a meeting that was held", "certified_on"))
        if not clean_text(self.by):
            found.append(Problem("บอกว่าที่ประชุมใดรับรอง", "Say which meeting certified it", "certified_by"))
        if not self.attendance or self.attendance < 1:
            found.append(Problem("บอกจำนวนผู้เข้าร่วมประชุม", "Say how many took part", "attendance"))
        if votes and (self.in_favour is None or (self.attendance and self.in_favour > self.attendance)):
            found.append(
                Problem(
                    "บอกจำนวนผู้เห็นชอบ ไม่เกินจำนวนผู้เข้าร่วม",
                    "Say how many were in favour, no more than took part",
                    "in_favour",
                )
            )
        return found
