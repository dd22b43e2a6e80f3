"""The workspace of a tambon: begin it, certify its plan, unlock it, report the rung it proves."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection, select

from lib.access.actors import Actor, require_verdict, require_write
from lib.access.policy import Act
from lib.actions.country import meetings, rungs
from lib.actions.country.rungs import Showing
from lib.actions.records.checks import problems_with
from lib.actions.records.writing import Pen, writing
from lib.domain.errors import BadInput, Problem, bad_input
from lib.domain.meeting import Meeting
from lib.domain.seven_steps import REQUIREMENTS, REST_ON_THE_PLAN
from lib.domain.thai_date import bangkok_today, format_date
from lib.domain.thai_text import clean_text
from lib.schema.history_words import Verb
from lib.schema.problems import validate
from lib.schema.record import plain, stable_id
from lib.schema.tambon_choices import SEVEN_STEPS
from lib.schema.tambon_work import TambonStep, TambonWork
from lib.store.opening import Store
from lib.store.records import Stored
from lib.store.tables import table


def begin(store: Store, actor: Actor, area: str, year: int | None) -> str:
    """The workspace of a tambon and fiscal year (B.E.); begun with its seven steps when it is not there.

    Raises `BadInput` for an area that has no council, or a year that makes no sense.
    """
    require_write(actor, "tambon_work")
    with writing(store, actor, Verb.CREATE) as pen:
        standing = _standing(pen.connection, area, year)
        if standing is not None:
            return standing
        name = f"{_name(pen.connection, area)} {year or ''}".strip()
        work = validate(TambonWork, {"area": area or None, "year": year, "name": name})
        bad_input(problems_with(pen.connection, work))
        pen.add(work)
        pen.add_many(
            [TambonStep(id=stable_id("ts", work.id, s.value), work=work.id, step=s.value) for s in SEVEN_STEPS]
        )
        return work.id


def _standing(connection: Connection, area: str, year: int | None) -> str | None:
    rows = table("tambon_work")
    found = connection.scalar(
        select(rows.c.id).where(rows.c.area == area, rows.c.year == year, rows.c.withdrawn_at.is_(None))
    )
    return str(found) if found else None


def _name(connection: Connection, area: str) -> str:
    areas = table("area")
    return str(connection.scalar(select(areas.c.name_th).where(areas.c.id == area)) or area)


def certify(
    store: Store,
    actor: Actor,
    work: str,
    on: date | None,
    by: str,
    attendance: int | None,
    in_favour: int | None,
    minutes: str = "",
) -> int:
    """Note that the meeting certified the plan as it stands now; it is frozen from then on."""
    require_write(actor, "tambon_work")
    meeting = Meeting(on, by, attendance, in_favour, minutes)
    meetings.require_held(meeting, votes=True)
    with writing(store, actor, Verb.CERTIFY) as pen:
        before, head = _work(pen, work)
        if head.plan_state == "certified":
            raise BadInput(
                Problem(
                    "ที่ประชุมรับรองแผนนี้แล้ว ถ้าจะรับรองใหม่ ปลดล็อกก่อน", "The plan is certified; unlock it to certify it anew"
                )
            )
        if not _has_lines(pen.connection, work):
            raise BadInput(
                Problem(
                    "แผนยังไม่มีแผนงาน เพิ่มอย่างน้อยหนึ่งแผนงานพร้อมตัวชี้วัดก่อน",
                    "The plan has no line with an indicator yet; add one first",
                )
            )
        return meetings.certify(pen, before, meeting, "plan_state")


def _has_lines(connection: Connection, work: str) -> bool:
    rows = table("plan_line")
    query = select(rows.c.id).where(rows.c.work == work, rows.c.withdrawn_at.is_(None), rows.c.indicator.is_not(None))
    return connection.scalar(query) is not None


def unlock_plan(store: Store, actor: Actor, work: str, reason: str) -> int:
    """Open a certified plan for correction; who did it and why stays in the history."""
    require_verdict(actor, "tambon_work")
    if not clean_text(reason):
        raise BadInput(Problem("บอกเหตุผลที่ปลดล็อก", "Say why it is unlocked"))
    with writing(store, actor, Verb.UNLOCK, clean_text(reason)) as pen:
        before, _ = _work(pen, work)
        pen.require(Act.VERIFY, before.record)
        rungs.take_back(pen, work, REST_ON_THE_PLAN)
        return meetings.back_to_draft(pen, before, "plan_state", change_asked=None)


def ask_to_change(store: Store, actor: Actor, work: str, why: str) -> int:
    """The team says what it wants to change in its certified plan, and why; an officer unlocks it, or not.

    Nothing said takes the request back; a team's or an officer's word that it is settled.
    """
    require_write(actor, "tambon_work")
    said = clean_text(why)
    with writing(store, actor, Verb.SAVE) as pen:
        before, head = _work(pen, work)
        if head.plan_state != "certified":
            raise BadInput(Problem("แผนนี้เป็นฉบับร่าง แก้ได้เลย", "This plan is a draft: it can be changed as it is"))
        return pen.change(before, validate(TambonWork, {**plain(head), "change_asked": said[:2000] or None}))


def report_rung(store: Store, actor: Actor, work: str, rung: str, told: str) -> str:
    """Report a rung that the workspace proves, with a note of what shows it; returns the step's id.

    `told`: what the workspace shows, in words, kept as evidence. Whether it suffices is the
    verifier's to say.
    """
    require_write(actor, "tambon_progress")
    if rung not in REQUIREMENTS:
        raise BadInput(Problem("ไม่รู้จักขั้นนี้", "This rung is not known"))
    today = bangkok_today()
    with writing(store, actor, Verb.REPORT) as pen:
        _, head = _work(pen, work)
        text = f"{told}\n(บันทึกจากพื้นที่ทำงาน {format_date(today, 'th')})"
        name = f"พื้นที่ทำงาน {head.name}"
        return rungs.report(pen, Showing(work, head.area, rung, today, name, text, today))


def _work(pen: Pen, work: str) -> tuple[Stored, TambonWork]:
    before = pen.stored("tambon_work", work)
    if before.withdrawn:
        raise BadInput(Problem("พื้นที่ทำงานนี้ถูกถอนแล้ว", "This workspace was withdrawn"))
    assert isinstance(before.record, TambonWork)
    return before, before.record
