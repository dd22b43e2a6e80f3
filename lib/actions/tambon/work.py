"""The workspace of a tambon: begin it, certify its plan, unlock it, report the rung it proves."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection, select

from lib.access.actors import Actor, require_verdict, require_write
from lib.actions.records.checks import problems_with
from lib.actions.records.writing import Pen, writing
from lib.domain.errors import BadInput, Problem, bad_input
from lib.domain.seven_steps import REQUIREMENTS
from lib.domain.thai_date import bangkok_today, format_date
from lib.domain.thai_text import clean_text
from lib.schema.choices import SEVEN_STEPS
from lib.schema.ladders import TambonProgress
from lib.schema.problems import validate
from lib.schema.record import plain, stable_id
from lib.schema.tambon_work import TambonStep, TambonWork
from lib.schema.work import Evidence
from lib.store import records
from lib.store.opening import Store
from lib.store.records import Stored
from lib.store.tables import table


def begin(store: Store, actor: Actor, area: str, year: int | None) -> str:
    """The workspace of a tambon and fiscal year (B.E.); begun with its seven steps when it is not there.

    Raises `BadInput` for an area that has no council, or a year that makes no sense.
    """
    require_write(actor, "tambon_work")
    with writing(store, actor, "create") as pen:
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
    problems = []
    if on is None or on > bangkok_today():
        problems.append(Problem("ใส่วันที่ประชุมที่ผ่านมาแล้ว", "Give the day of a meeting that was held", "certified_on"))
    if not clean_text(by):
        problems.append(Problem("บอกว่าที่ประชุมใดรับรอง", "Say which meeting certified it", "certified_by"))
    if not attendance or attendance < 1:
        problems.append(Problem("บอกจำนวนผู้เข้าร่วมประชุม", "Say how many took part", "attendance"))
    if in_favour is None or (attendance and in_favour > attendance):
        problems.append(
            Problem(
                "บอกจำนวนผู้เห็นชอบ ไม่เกินจำนวนผู้เข้าร่วม", "Say how many were in favour, no more than took part", "in_favour"
            )
        )
    bad_input(problems)
    with writing(store, actor, "certify") as pen:
        before = _work(pen, work)
        assert isinstance(before.record, TambonWork)
        if before.record.plan_state == "certified":
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
        values = {
            "plan_state": "certified",
            "certified_on": on,
            "certified_by": clean_text(by),
            "attendance": attendance,
            "in_favour": in_favour,
            "minutes": clean_text(minutes) or None,
        }
        return pen.change(before, validate(TambonWork, plain(before.record.model_copy(update=values))))


def _has_lines(connection: Connection, work: str) -> bool:
    rows = table("plan_line")
    query = select(rows.c.id).where(rows.c.work == work, rows.c.withdrawn_at.is_(None), rows.c.indicator.is_not(None))
    return connection.scalar(query) is not None


def unlock_plan(store: Store, actor: Actor, work: str, reason: str) -> int:
    """Open a certified plan for correction; who did it and why stays in the history."""
    require_verdict(actor, "tambon_work")
    if not clean_text(reason):
        raise BadInput(Problem("บอกเหตุผลที่ปลดล็อก", "Say why it is unlocked"))
    with writing(store, actor, "unlock", clean_text(reason)) as pen:
        before = _work(pen, work)
        gone = ("certified_on", "certified_by", "attendance", "in_favour", "minutes")
        values = {"plan_state": "draft", **dict.fromkeys(gone)}
        _take_back(pen, work, ("plan", "in_use"))
        return pen.change(before, before.record.model_copy(update=values))


def _take_back(pen: Pen, work: str, rungs: tuple[str, ...]) -> None:
    """Evidence that rested on the certified plan no longer stands; a verdict on it falls."""
    from lib.actions.records.verdicts import reopen_what_it_proved

    for rung in rungs:
        stored = records.get(pen.connection, "evidence", _evidence_id(work, rung), for_update=True)
        if stored is not None and not stored.withdrawn:
            reopen_what_it_proved(pen, stored.record, None)
            pen.withdraw(stored)


def report_rung(store: Store, actor: Actor, work: str, rung: str, told: str) -> str:
    """Report a rung that the workspace proves, with a note of what shows it; returns the step's id.

    `told`: what the workspace shows, in words, kept as evidence. Whether it suffices is the
    verifier's to say.
    """
    require_write(actor, "tambon_progress")
    if rung not in REQUIREMENTS:
        raise BadInput(Problem("ไม่รู้จักขั้นนี้", "This rung is not known"))
    with writing(store, actor, "report") as pen:
        head = _work(pen, work).record
        assert isinstance(head, TambonWork)
        step = _rung(pen, head, rung)
        name = f"พื้นที่ทำงาน {head.name}"[:200]
        made = Evidence(
            id=_evidence_id(work, rung),
            name=name,
            proves_kind="tambon_progress",
            proves=step,
            type="note",
            text=f"{told}\n(บันทึกจากพื้นที่ทำงาน {format_date(bangkok_today(), 'th')})"[:4000],
            dated=bangkok_today(),
        )
        standing = records.get(pen.connection, "evidence", made.id, for_update=True)
        if standing is None:
            pen.add(made)
        elif standing.withdrawn:
            pen.change(standing, made)
        return step


def _rung(pen: Pen, head: TambonWork, rung: str) -> str:
    rows = table("tambon_progress")
    standing = select(rows.c.id).where(rows.c.area == head.area, rows.c.rung == rung, rows.c.withdrawn_at.is_(None))
    found = pen.connection.scalar(standing)
    if found is not None:
        return str(found)
    new = TambonProgress(area=head.area, rung=rung, reached_on=bangkok_today())
    bad_input(problems_with(pen.connection, new))
    pen.add(new)
    return new.id


def _evidence_id(work: str, rung: str) -> str:
    return stable_id("ev", work, rung)


def _work(pen: Pen, work: str) -> Stored:
    before = pen.stored("tambon_work", work)
    if before.withdrawn:
        raise BadInput(Problem("พื้นที่ทำงานนี้ถูกถอนแล้ว", "This workspace was withdrawn"))
    return before
