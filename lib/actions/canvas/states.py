"""The life of a plan: presented, certified by the meeting, in use; and back to a draft.

What the meeting saw is the change-set that stood when it certified. Later edits are allowed –
a plan lives – and the plan then says that it was changed since.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from lib.access.actors import Actor, require_write
from lib.access.policy import Act
from lib.actions.canvas.rules import RUNG
from lib.actions.country import meetings, rungs
from lib.actions.country.rungs import Showing
from lib.actions.records.writing import Pen, writing
from lib.domain.errors import BadInput, Problem
from lib.domain.meeting import Meeting
from lib.domain.thai_date import bangkok_today, format_date
from lib.domain.thai_text import clean_text
from lib.schema.canvas import Canvas
from lib.schema.history_words import Verb
from lib.schema.problems import validate
from lib.schema.record import plain
from lib.store import canvas_rows
from lib.store.opening import Store
from lib.store.records import Stored

_ORDER = ("draft", "presented", "certified", "in_use")


def present(store: Store, actor: Actor, canvas: str, on: date) -> int:
    """Note that the group presented its plan; returns the canvas's revision."""
    _not_to_come(on, "presented_on")
    return _move(store, actor, canvas, Verb.PRESENT, {"state": "presented", "presented_on": on})


def certify(store: Store, actor: Actor, canvas: str, on: date, by: str, attendance: int | None) -> int:
    """Note that a meeting certified the plan as it stands now. Raises `BadInput`."""
    return certify_voted(store, actor, canvas, Meeting(on, by, attendance), None)


def certify_voted(store: Store, actor: Actor, canvas: str, meeting: Meeting, version: int | None) -> int:
    """Note that a meeting certified the plan as it stood at a version (None: as it stands now). Raises `BadInput`.

    `version`: number of the change-set that the meeting voted on.
    """
    require_write(actor, "canvas")
    meetings.require_held(meeting)
    with writing(store, actor, Verb.CERTIFY) as pen:
        before, head = _canvas(pen, canvas)
        return meetings.certify(
            pen,
            before,
            meeting,
            "state",
            certified_version=version or canvas_rows.latest(pen.connection, canvas)[0] or None,
            presented_on=head.presented_on or meeting.on,
        )


def put_in_use(store: Store, actor: Actor, canvas: str) -> int:
    """Note that the group works by its plan; only a certified plan is put to use."""
    return _move(store, actor, canvas, Verb.USE, {"state": "in_use"})


def reopen(store: Store, actor: Actor, canvas: str, reason: str) -> int:
    """Take a plan back to a draft, saying why; what was certified stays in its history."""
    if not clean_text(reason):
        raise BadInput(Problem("บอกเหตุผลที่เปิดแผนใหม่", "Say why the plan is opened again"))
    require_write(actor, "canvas")
    with writing(store, actor, Verb.REOPEN, clean_text(reason)) as pen:
        before, _ = _canvas(pen, canvas)
        rungs.take_back(pen, canvas, RUNG.values())
        return meetings.back_to_draft(pen, before, "state", presented_on=None, certified_version=None)


def give_evidence(store: Store, actor: Actor, canvas: str) -> str:
    """Make the plan evidence for its tambon's ladder; returns the id of the ladder record.

    A certified plan speaks for “plan made”, one in use for “plan in use”. The rung is reported
    when it is not there yet; whether it counts stays the verifier's to say.
    """
    require_write(actor, "evidence")
    with writing(store, actor, Verb.EVIDENCE) as pen:
        _, head = _canvas(pen, canvas)
        rung = RUNG.get(head.state)
        if rung is None or head.certified_on is None:
            raise BadInput(
                Problem(
                    "แผนต้องผ่านการรับรองของที่ประชุมก่อนจึงเป็นหลักฐานได้", "A plan is evidence once a meeting has certified it"
                )
            )
        day = head.certified_on
        certified = (
            f"ที่ประชุม {head.certified_by} รับรองเมื่อ {format_date(day, 'th')} "
            f"ผู้เข้าร่วม {head.attendance} คน ฉบับที่ {head.certified_version}"
        )
        name = f"แผนธุรกิจเพื่อชุมชน {head.name}"
        return rungs.report(pen, Showing(canvas, head.area, rung, day, name, certified, day))


def _move(store: Store, actor: Actor, canvas: str, verb: Verb, values: dict[str, Any]) -> int:
    require_write(actor, "canvas")
    with writing(store, actor, verb) as pen:
        before, head = _canvas(pen, canvas)
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
        return pen.change(before, validate(Canvas, plain(head.model_copy(update=values))))


def _canvas(pen: Pen, canvas: str) -> tuple[Stored, Canvas]:
    before = pen.stored("canvas", canvas)
    if before.withdrawn:
        raise BadInput(Problem("แผนนี้ถูกถอนแล้ว", "This plan was withdrawn"))
    assert isinstance(before.record, Canvas)
    # From the desk of its place: who was invited to the one plan fills it in and decides nothing about it.
    pen.reach.require_at(Act.WRITE, before.record.area, "canvas")
    return before, before.record


def _not_to_come(day: date, field: str) -> None:
    if day > bangkok_today():
        raise BadInput(Problem("วันที่นี้ยังมาไม่ถึง", "This day is still to come", field))
