"""The life of a plan: presented, certified by the meeting, in use; and back to a draft.

What the meeting saw is the change-set that stood when it certified. Later edits are allowed –
a plan lives – and the plan then says that it was changed since.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select

from lib.access.actors import Actor, require_write
from lib.actions.records.checks import problems_with
from lib.actions.records.verdicts import reopen_what_it_proved
from lib.actions.records.writing import Pen, writing
from lib.domain.errors import BadInput, Problem, bad_input
from lib.domain.thai_date import bangkok_today, format_date
from lib.domain.thai_text import clean_text
from lib.schema.canvas import Canvas
from lib.schema.ladders import TambonProgress
from lib.schema.problems import validate
from lib.schema.record import plain, stable_id
from lib.schema.work import Evidence
from lib.store import canvas_rows, records
from lib.store.opening import Store
from lib.store.records import Stored
from lib.store.tables import table

#: Rung of the tambon's ladder that a plan's state is evidence for (entries of ``tambon_rung``).
RUNG = {"certified": "plan", "in_use": "in_use"}
_ORDER = ("draft", "presented", "certified", "in_use")


def present(store: Store, actor: Actor, canvas: str, on: date) -> int:
    """Note that the group presented its plan; returns the canvas's revision."""
    _not_to_come(on, "presented_on")
    return _move(store, actor, canvas, "present", {"state": "presented", "presented_on": on})


def certify(store: Store, actor: Actor, canvas: str, on: date, by: str, attendance: int | None) -> int:
    """Note that a meeting certified the plan as it stands now. Raises `BadInput`."""
    _not_to_come(on, "certified_on")
    problems = []
    if not clean_text(by):
        problems.append(Problem("บอกว่าที่ประชุมใดรับรอง", "Say which meeting certified it", "certified_by"))
    if not attendance or attendance < 1:
        problems.append(Problem("บอกจำนวนผู้เข้าร่วมประชุม", "Say how many took part", "attendance"))
    bad_input(problems)
    values: dict[str, Any] = {
        "state": "certified",
        "certified_on": on,
        "certified_by": clean_text(by),
        "attendance": attendance,
    }
    return _move(store, actor, canvas, "certify", values)


def put_in_use(store: Store, actor: Actor, canvas: str) -> int:
    """Note that the group works by its plan; only a certified plan is put to use."""
    return _move(store, actor, canvas, "use", {"state": "in_use"})


def reopen(store: Store, actor: Actor, canvas: str, reason: str) -> int:
    """Take a plan back to a draft, saying why; what was certified stays in its history."""
    if not clean_text(reason):
        raise BadInput(Problem("บอกเหตุผลที่เปิดแผนใหม่", "Say why the plan is opened again"))
    values = dict.fromkeys(("presented_on", "certified_on", "certified_by", "attendance", "certified_version"))
    return _move(store, actor, canvas, "reopen", {"state": "draft", **values}, clean_text(reason))


def take_evidence_back(pen: Pen, canvas: str) -> None:
    """Withdraw what a plan proved: it is a draft again, or gone. Verdicts that rested on it fall."""
    for rung in RUNG.values():
        stored = records.get(pen.connection, "evidence", _evidence_id(canvas, rung), for_update=True)
        if stored is not None and not stored.withdrawn:
            reopen_what_it_proved(pen, stored.record, None)
            pen.withdraw(stored)


def _evidence_id(canvas: str, rung: str) -> str:
    """The one piece of evidence that a plan is for a rung, whatever people call it later."""
    return stable_id("ev", canvas, rung)


def give_evidence(store: Store, actor: Actor, canvas: str) -> str:
    """Make the plan evidence for its tambon's ladder; returns the id of the ladder record.

    A certified plan speaks for “plan made”, one in use for “plan in use”. The rung is reported
    when it is not there yet; whether it counts stays the verifier's to say.
    """
    require_write(actor, "evidence")
    with writing(store, actor, "evidence") as pen:
        stored = _canvas(pen, canvas)
        head = stored.record
        assert isinstance(head, Canvas)
        rung = RUNG.get(head.state)
        if rung is None or head.certified_on is None:
            raise BadInput(
                Problem(
                    "แผนต้องผ่านการรับรองของที่ประชุมก่อนจึงเป็นหลักฐานได้", "A plan is evidence once a meeting has certified it"
                )
            )
        step = _rung(pen, head, rung)
        made = _evidence(head, _evidence_id(canvas, rung), step)
        standing = records.get(pen.connection, "evidence", made.id, for_update=True)
        if standing is None:
            pen.add(made)
        elif standing.withdrawn:
            pen.change(standing, made)
        return step


def _evidence(head: Canvas, evidence_id: str, step: str) -> Evidence:
    assert head.certified_on is not None
    told = (
        f"ที่ประชุม {head.certified_by} รับรองเมื่อ {format_date(head.certified_on, 'th')} "
        f"ผู้เข้าร่วม {head.attendance} คน ฉบับที่ {head.certified_version}"
    )
    return Evidence(
        id=evidence_id,
        name=f"แผนธุรกิจเพื่อชุมชน {head.name}"[:200],
        proves_kind="tambon_progress",
        proves=step,
        type="note",
        text=told,
        dated=head.certified_on,
    )


def _rung(pen: Pen, head: Canvas, rung: str) -> str:
    rows = table("tambon_progress")
    standing = select(rows.c.id).where(rows.c.area == head.area, rows.c.rung == rung, rows.c.withdrawn_at.is_(None))
    found = pen.connection.scalar(standing)
    if found is not None:
        return str(found)
    new = TambonProgress(area=head.area, rung=rung, reached_on=head.certified_on or bangkok_today())
    bad_input(problems_with(pen.connection, new))
    pen.add(new)
    return new.id


def _move(store: Store, actor: Actor, canvas: str, action: str, values: dict[str, Any], note: str = "") -> int:
    require_write(actor, "canvas")
    with writing(store, actor, action, note) as pen:
        before = _canvas(pen, canvas)
        head = before.record
        assert isinstance(head, Canvas)
        wanted = values["state"]
        if wanted == "in_use" and head.state not in ("certified", "in_use"):
            raise BadInput(
                Problem("แผนที่จะใช้จริงต้องให้ที่ประชุมรับรองก่อน", "A plan is put to use after a meeting has certified it")
            )
        if wanted == "presented" and _ORDER.index(head.state) > _ORDER.index("presented"):
            raise BadInput(
                Problem(
                    "แผนนี้รับรองแล้ว ถ้าจะเริ่มใหม่ให้เปิดแผนเป็นฉบับร่างก่อน",
                    "This plan is certified; open it as a draft to begin again",
                )
            )
        if wanted == "certified":
            values["certified_version"] = canvas_rows.latest(pen.connection, canvas)[0] or None
            values.setdefault("presented_on", head.presented_on or values["certified_on"])
        if wanted == "draft":
            take_evidence_back(pen, canvas)
        after = validate(Canvas, plain(head.model_copy(update=values)))
        return pen.change(before, after)


def _canvas(pen: Pen, canvas: str) -> Stored:
    before = pen.stored("canvas", canvas)
    if before.withdrawn:
        raise BadInput(Problem("แผนนี้ถูกถอนแล้ว", "This plan was withdrawn"))
    return before


def _not_to_come(day: date, field: str) -> None:
    if day > bangkok_today():
        raise BadInput(Problem("วันที่นี้ยังมาไม่ถึง", "This day is still to come", field))
