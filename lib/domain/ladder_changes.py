"""Two moments of a ladder held against each other: who came, who went, who moved, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from lib.domain.ladders import Rung, Status
from lib.domain.sentence import Spoken


class What(Spoken):
    """What became of a place between two moments."""

    NEW = "new", "นับเพิ่ม", "newly counted"
    LOST = "lost", "ไม่นับแล้ว", "no longer counted"
    UP = "up", "ขึ้นขั้น", "moved up"
    DOWN = "down", "ลงขั้น", "moved down"


class MoveCause(Spoken):
    """What brought it about."""

    VERIFIED = "verified", "ตรวจรับรองแล้ว", "verified"
    EVIDENCE = "evidence", "เพิ่มหลักฐาน", "evidence was added"
    DAY_CAME = "day_came", "วันที่ถึงขั้นมาถึง", "its day has come"
    LADDER = "ladder", "นิยามขั้นเปลี่ยน", "the ladder was changed"
    WITHDRAWN = "withdrawn", "ถอนรายการ", "its record was withdrawn"
    RETURNED = "returned", "ส่งกลับให้แก้", "sent back"
    REJECTED = "rejected", "ไม่รับรอง", "rejected"
    REOPENED = "reopened", "เปิดแก้ ต้องตรวจใหม่", "reopened; to be verified again"
    EVIDENCE_GONE = "evidence_gone", "หลักฐานถูกถอน", "its evidence was withdrawn"
    DAY_MOVED = "day_moved", "แก้วันที่ถึงขั้น", "its day was moved"


@dataclass(frozen=True)
class StepThen:
    """What one record said of one rung at a moment. `reached_on`: the day the evidence shows."""

    id: str
    rung: str
    status: str
    reached_on: date | None
    has_evidence: bool
    verified_by: str = ""
    verified_at: datetime | None = None

    def proved(self, day: date) -> bool:
        """Verified, on evidence that stood, on a day that had come."""
        return self.status == Status.VERIFIED and self.has_evidence and self._came(day)

    def reported(self, day: date) -> bool:
        """Said, and neither sent back nor refused."""
        return self.status not in (Status.RETURNED, Status.REJECTED) and self._came(day)

    def _came(self, day: date) -> bool:
        return self.reached_on is not None and self.reached_on <= day


@dataclass(frozen=True)
class LadderThen:
    """A ladder as it stood at the end of a day: its rungs, and what was said of each place (area id)."""

    day: date
    rungs: tuple[Rung, ...]
    steps: Mapping[str, Sequence[StepThen]]

    def proved(self, area: str) -> frozenset[str]:
        """Rungs of a place that were proved."""
        known = {r.id for r in self.rungs}
        return frozenset(s.rung for s in self.steps.get(area, ()) if s.rung in known and s.proved(self.day))

    def reported(self, area: str) -> frozenset[str]:
        """Rungs of a place that were said to be reached, proved or not."""
        known = {r.id for r in self.rungs}
        return frozenset(s.rung for s in self.steps.get(area, ()) if s.rung in known and s.reported(self.day))

    @property
    def counting(self) -> str:
        """The rung by which the goal is counted; '' when none is."""
        return next((r.id for r in self.rungs if r.counts), "")

    def counted(self) -> frozenset[str]:
        """Places that count towards the goal."""
        rung = self.counting
        return frozenset(area for area in self.steps if rung and rung in self.proved(area))

    def highest(self, area: str) -> Rung | None:
        """Highest proved rung of a place."""
        proved = self.proved(area)
        return max((r for r in self.rungs if r.id in proved), key=lambda r: r.order, default=None)


@dataclass(frozen=True)
class AreaChange:
    """What became of one place: its highest proved rung then and now (ids, '' for none), why, and by which record."""

    area: str
    what: What
    then: str
    now: str
    why: MoveCause
    record_id: str
    #: Whose verdict it is, where a verdict brought it about.
    who: str = ""


def changes(then: LadderThen, now: LadderThen) -> list[AreaChange]:
    """What became of every place from one moment to another, by area id.

    A place that begins or ceases to count is that and nothing else; the others moved up or down, or stayed.
    """
    found = []
    before, after = then.counted(), now.counted()
    for area in sorted({*then.steps, *now.steps}):
        old, new = then.highest(area), now.highest(area)
        if area in after and area not in before:
            found.append(_gained(area, What.NEW, now.counting, then, now))
        elif area in before and area not in after:
            found.append(_lost(area, What.LOST, then.counting, then, now))
        elif (new.order if new else 0) > (old.order if old else 0) and new:
            found.append(_gained(area, What.UP, new.id, then, now))
        elif (new.order if new else 0) < (old.order if old else 0) and old:
            found.append(_lost(area, What.DOWN, old.id, then, now))
    return found


def _gained(area: str, what: What, rung: str, then: LadderThen, now: LadderThen) -> AreaChange:
    old = {s.id: s for s in then.steps.get(area, ())}
    step = next(s for s in now.steps[area] if s.rung == rung and s.proved(now.day))
    before = old.get(step.id)
    why = MoveCause.LADDER
    if before is None or before.rung != rung or before.status != Status.VERIFIED:
        why = MoveCause.VERIFIED
    elif not before.has_evidence:
        why = MoveCause.EVIDENCE
    elif not before.proved(then.day):
        why = MoveCause.DAY_CAME
    return _change(area, what, then, now, why, step)


def _lost(area: str, what: What, rung: str, then: LadderThen, now: LadderThen) -> AreaChange:
    new = {s.id: s for s in now.steps.get(area, ())}
    step = next(s for s in then.steps[area] if s.rung == rung and s.proved(then.day))
    after, why = new.get(step.id), MoveCause.LADDER
    if after is None:
        why = MoveCause.WITHDRAWN
    elif after.status == Status.RETURNED:
        why = MoveCause.RETURNED
    elif after.status == Status.REJECTED:
        why = MoveCause.REJECTED
    elif after.status != Status.VERIFIED or after.rung != rung:
        why = MoveCause.REOPENED
    elif not after.has_evidence:
        why = MoveCause.EVIDENCE_GONE
    elif not after.proved(now.day):
        why = MoveCause.DAY_MOVED
    return _change(area, what, then, now, why, after or step)


def _change(area: str, what: What, then: LadderThen, now: LadderThen, why: MoveCause, step: StepThen) -> AreaChange:
    old, new = then.highest(area), now.highest(area)
    who = step.verified_by if why is MoveCause.VERIFIED else ""
    return AreaChange(area, what, old.id if old else "", new.id if new else "", why, step.id, who)
