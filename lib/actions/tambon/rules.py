"""Rules of a tambon's workspace: a certified plan stays as the meeting saw it, the verifier's view is the officer's."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Connection, select

from lib.actions.records.rules import Rules
from lib.domain.errors import Problem
from lib.domain.thai_date import bangkok_today, format_date
from lib.schema.tambon_change import Assessment
from lib.schema.tambon_plan import PlanFollowUp, PlanLine, ProblemCause, SwotLine, TambonProblem
from lib.schema.tambon_work import TambonWork, WorkPart
from lib.store.tables import table

#: What a meeting certifies together: it stays as the meeting saw it until it is unlocked.
CERTIFIED_TOGETHER: Final[tuple[type[WorkPart], ...]] = (TambonProblem, ProblemCause, SwotLine, PlanLine)

_CERTIFIED: Final = Problem(
    "ที่ประชุมรับรองแผนนี้แล้ว จึงแก้ไม่ได้ ให้ปลดล็อกแผนพร้อมเหตุผลก่อน",
    "A meeting certified this plan, so it stays as it is; unlock it with a reason first",
)


def _closed(connection: Connection, record: WorkPart) -> list[Problem]:
    """A part of a certified plan is not changed, added or taken away."""
    works = table("tambon_work")
    state = connection.scalar(select(works.c.plan_state).where(works.c.id == record.work))
    return [_CERTIFIED] if state == "certified" else []


def _moved(_connection: Connection, before: TambonWork, after: TambonWork) -> list[Problem]:
    moved = (before.area, before.year) != (after.area, after.year)
    return [_CERTIFIED] if moved and _certified(before) else []


def _may_not_go(_connection: Connection, record: TambonWork) -> list[Problem]:
    return [_CERTIFIED] if _certified(record) else []


def _certified(record: TambonWork) -> bool:
    return record.plan_state == "certified"


def _verifiers_own(record: Assessment) -> Problem | None:
    if record.view != "verifier":
        return None
    return Problem("มุมมองของผู้ตรวจบันทึกได้ที่ระบบเท่านั้น", "The verifier's view is recorded at the app only", "view")


def _day_problems(_connection: Connection, record: PlanFollowUp) -> list[Problem]:
    """What a line had reached on a day is said once that day has come."""
    if record.on_day <= bangkok_today():
        return []
    th, en = format_date(record.on_day), format_date(record.on_day, "en")
    return [Problem(f"วันที่ติดตาม {th} ยังมาไม่ถึง ดูปีอีกครั้ง", f"{en} has not come yet: check the year", "on_day")]


RULES: Final[tuple[Rules[Any], ...]] = (
    Rules(TambonWork, may_not_change=_moved, may_not_go=_may_not_go, goes_by_decision=_certified),
    *(Rules(model, closed=_closed) for model in CERTIFIED_TOGETHER),
    Rules(PlanFollowUp, problems=_day_problems),
    Rules(Assessment, officers_own=_verifiers_own),
)
