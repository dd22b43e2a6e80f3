"""Rules of a tambon's workspace: a certified plan stays as the meeting saw it, the verifier's view is the officer's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from sqlalchemy import Connection, select

from lib.actions.country.rules import evidence_id
from lib.actions.records.rules import Rules
from lib.domain.errors import Problem
from lib.domain.ladders import Status
from lib.domain.sentence import Sentence
from lib.domain.seven_steps import REQUIREMENTS, RungCheck
from lib.domain.thai_date import bangkok_today, format_date
from lib.schema.ladders import TambonProgress
from lib.schema.tambon_change import Assessment, Lesson
from lib.schema.tambon_plan import PlanFollowUp, PlanLine, ProblemCause, SwotLine, TambonProblem
from lib.schema.tambon_work import TambonStep, TambonWork, WorkPart
from lib.schema.work import Evidence
from lib.store.rung_proof import PartEdit, checks_of, lacking_in, noted_works, work_for
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
    """What the rung asks for and the tambon's workspace does not show; nothing where it has none."""
    work = work_for(connection, record.area, record.rung)
    return [one.sentence for one in lacking_in(connection, work, record.rung)] if work else []


def _topples(connection: Connection, before: WorkPart | None, after: WorkPart | None) -> list[tuple[str, str]]:
    """Verified rungs that lose something when a part of the workspace they were reported from changes."""
    if before is not None and after is not None and before.work != after.work:
        return [*_topples(connection, before, None), *_topples(connection, None, after)]
    one = before if before is not None else after
    assert one is not None
    return _losing(connection, one.work, lambda: checks_of(connection, one.work, PartEdit(before, after)))


def _topples_by_evidence(
    connection: Connection, before: Evidence | None, after: Evidence | None
) -> list[tuple[str, str]]:
    """The same when evidence of a step goes."""
    if before is None or after is not None or before.proves_kind != TambonStep.about.id:
        return []
    rows = table("tambon_step")
    work = connection.scalar(select(rows.c.work).where(rows.c.id == before.proves))
    if not work:
        return []
    return _losing(connection, str(work), lambda: checks_of(connection, str(work), without_evidence=before.id))


def _losing(connection: Connection, work: str, later: Callable[[], list[RungCheck]]) -> list[tuple[str, str]]:
    """Verified rungs reported from a workspace that has what they ask for now and no longer `later`."""
    rows, notes = table("tambon_progress"), table("evidence")
    shown = (notes.c.proves == rows.c.id) & (notes.c.made_from == work) & notes.c.withdrawn_at.is_(None)
    # What somebody verified in spite of something missing does not fall for it.
    stands = (rows.c.status == Status.VERIFIED.value) & rows.c.withdrawn_at.is_(None) & rows.c.in_spite.is_(None)
    query = select(rows.c.id, rows.c.rung, rows.c.area).join(notes, shown).where(stands)
    verified = {r.rung: (r.id, r.area) for r in connection.execute(query)}
    if not verified:
        return []
    now = {one.id: set(one.shown) for one in checks_of(connection, work)}
    found = []
    for one in later():
        # What was not there before is no loss: a verdict from before this rule stands until something goes.
        if one.id not in verified or not now[one.id] & set(one.lacking):
            continue
        step, area = verified[one.id]
        others = [w for w in noted_works(connection, area, one.id) if w != work]
        if not any(not lacking_in(connection, other, one.id) for other in others):
            found.append((TambonProgress.about.id, step))
    return found


RULES: Final[tuple[Rules[Any], ...]] = (
    Rules(
        TambonWork, may_not_change=_moved, may_not_go=_may_not_go, goes_by_decision=_certified, goes_with=_its_evidence
    ),
    Rules(TambonProgress, lacks=_lacks),
    *(Rules(model, topples=_topples) for model in (TambonStep, PlanLine, PlanFollowUp, Lesson, Assessment)),
    Rules(Evidence, topples=_topples_by_evidence),
    *(Rules(model, closed=_closed) for model in CERTIFIED_TOGETHER),
    Rules(PlanFollowUp, problems=_day_problems),
    Rules(Assessment, officers_own=_verifiers_own),
)
