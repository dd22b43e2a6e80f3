"""Verify and return: the verdict on a reported rung. Only this moves a verified count."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import func, select

from lib.access.actors import Actor, require_write
from lib.actions.checks import problems_with
from lib.actions.writing import Pen, writing
from lib.domain.errors import BadInput, Problem, bad_input
from lib.domain.ladders import Status
from lib.domain.thai_text import clean_text
from lib.schema.ladders import LadderStep
from lib.store.opening import Store
from lib.store.records import Stored
from lib.store.tables import table


def verify(store: Store, actor: Actor, kind_id: str, record_id: str, verifier: str) -> int:
    """Certify a rung in the verifier's name; needs evidence. Returns the new revision."""
    require_write(actor, kind_id)
    name = clean_text(verifier)
    if not name:
        raise BadInput(Problem("ใส่ชื่อผู้ตรวจรับรอง", "Give the verifier's name", "verified_by"))
    with writing(store, actor, "verify") as pen:
        before, step = _step(pen, kind_id, record_id)
        if evidence_count(pen, step) == 0:
            raise BadInput(
                Problem(
                    "ยังไม่มีหลักฐาน เพิ่มลิงก์ แฟ้ม หรือบันทึกก่อนจึงตรวจรับรองได้",
                    "There is no evidence yet; add a link, file or note before verifying",
                )
            )
        bad_input(problems_with(pen.connection, step))
        verdict = {"status": Status.VERIFIED.value, "verified_by": name, "returned_reason": None}
        after = step.model_copy(update={**verdict, "verified_at": datetime.now(UTC)})
        return pen.change(before, type(step).model_validate(after.model_dump()))


def send_back(store: Store, actor: Actor, kind_id: str, record_id: str, reason: str) -> int:
    """Return a rung for correction, saying why; it leaves the count. Returns the new revision."""
    require_write(actor, kind_id)
    said = clean_text(reason)
    if not said:
        raise BadInput(Problem("บอกเหตุผลที่ส่งกลับ", "Say why it is returned", "returned_reason"))
    with writing(store, actor, "return", said) as pen:
        before, step = _step(pen, kind_id, record_id)
        verdict = {"status": Status.RETURNED.value, "returned_reason": said}
        after = step.model_copy(update={**verdict, "verified_by": None, "verified_at": None})
        return pen.change(before, type(step).model_validate(after.model_dump()))


def evidence_count(pen: Pen, step: LadderStep) -> int:
    """Pieces of evidence that stand behind a rung."""
    evidence = table("evidence")
    return int(
        pen.connection.scalar(
            select(func.count()).where(
                evidence.c.proves_kind == step.about.id,
                evidence.c.proves == step.id,
                evidence.c.withdrawn_at.is_(None),
            )
        )
        or 0
    )


def _step(pen: Pen, kind_id: str, record_id: str) -> tuple[Stored, LadderStep]:
    before = pen.stored(kind_id, record_id)
    if before.withdrawn or not isinstance(before.record, LadderStep):
        raise BadInput(Problem("รายการนี้ตรวจรับรองไม่ได้", "This record cannot be verified"))
    return before, before.record
