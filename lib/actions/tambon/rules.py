"""Rules of a tambon's workspace: a certified plan stays as the meeting saw it, the verifier's view is the officer's."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Connection, select

from lib.actions.country.rules import evidence_id
from lib.actions.records.rules import Rules
from lib.domain.errors import Problem
from lib.domain.ladders import Status
from lib.domain.sentence import Sentence
from lib.domain.seven_steps import REQUIREMENTS
from lib.domain.thai_date import bangkok_today, format_date
from lib.schema.ladders import TambonProgress
from lib.schema.tambon_change import Assessment, Lesson
from lib.schema.tambon_plan import PlanFollowUp, PlanLine, ProblemCause, SwotLine, TambonProblem
from lib.schema.tambon_work import TambonStep, TambonWork, WorkPart
from lib.schema.work import Evidence
from lib.store.rung_proof import checks_of, newest_work
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


def _its_evidence(record: TambonWork) -> list[tuple[str, str]]:
    return [("evidence", evidence_id(record.id, rung)) for rung in REQUIREMENTS]


def _lacks(connection: Connection, record: TambonProgress) -> list[Sentence]:
    """What the rung asks for and the tambon's newest workspace does not show; nothing where it has none."""
    work = newest_work(connection, record.area)
    found = checks_of(connection, work) if work else []
    return [one.sentence for rung in found if rung.id == record.rung for one in rung.lacking]


def _unsupported(connection: Connection, record: WorkPart) -> list[tuple[str, str]]:
    """Verified rungs that a workspace was shown for and no longer suffices for."""
    return _no_longer_shown(connection, record.work)


def _unsupported_by_step(connection: Connection, record: Evidence) -> list[tuple[str, str]]:
    """The same when evidence of a step changes."""
    if record.proves_kind != TambonStep.about.id:
        return []
    rows = table("tambon_step")
    work = connection.scalar(select(rows.c.work).where(rows.c.id == record.proves))
    return _no_longer_shown(connection, str(work)) if work else []


def _no_longer_shown(connection: Connection, work: str) -> list[tuple[str, str]]:
    rows, notes = table("tambon_progress"), table("evidence")
    shown = (notes.c.proves == rows.c.id) & (notes.c.made_from == work) & notes.c.withdrawn_at.is_(None)
    # What somebody verified in spite of something missing does not fall for it.
    stands = (rows.c.status == Status.VERIFIED.value) & rows.c.withdrawn_at.is_(None) & rows.c.in_spite.is_(None)
    verified = {
        r.rung: r.id for r in connection.execute(select(rows.c.id, rows.c.rung).join(notes, shown).where(stands))
    }
    if not verified:
        return []
    return [
        (TambonProgress.about.id, verified[rung.id])
        for rung in checks_of(connection, work)
        if rung.lacking and rung.id in verified
    ]


RULES: Final[tuple[Rules[Any], ...]] = (
    Rules(
        TambonWork, may_not_change=_moved, may_not_go=_may_not_go, goes_by_decision=_certified, goes_with=_its_evidence
    ),
    Rules(TambonProgress, lacks=_lacks),
    *(Rules(model, unsupported=_unsupported) for model in (TambonStep, PlanLine, PlanFollowUp, Lesson, Assessment)),
    Rules(Evidence, unsupported=_unsupported_by_step),
    *(Rules(model, closed=_closed) for model in CERTIFIED_TOGETHER),
    Rules(PlanFollowUp, problems=_day_problems),
    Rules(Assessment, officers_own=_verifiers_own),
)
