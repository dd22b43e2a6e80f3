"""What an edit does to a verdict: what was verified is frozen until unlocked; evidence or an import
that alters its substance takes a rung back to "reported".
"""

from __future__ import annotations

from lib.actions.records.writing import Pen
from lib.domain.errors import BadInput, Problem
from lib.domain.ladders import Status
from lib.schema.canvas import Canvas
from lib.schema.ladders import LadderStep
from lib.schema.record import Record
from lib.schema.tambon_work import TambonWork
from lib.schema.work import Evidence
from lib.store import history, records

#: Fields that can change on a verified record without a new verdict.
_COMMENTS = {"note", "no_answer"}
#: What a rung says of its verdict once the verdict no longer stands.
_UNVERIFIED = {"status": Status.REPORTED.value, "verified_by": None, "verified_at": None}
#: Fields of evidence that a verdict rested on.
_PROOF = {"type", "link", "where_kept", "text"}


def reopen_what_it_proved(pen: Pen, before: Record, after: Record | None) -> bool:
    """Take a verdict back when a piece of the evidence it rested on is altered or withdrawn.

    Otherwise a rung that lost its proof would count again as soon as anything is attached to it.
    """
    if not isinstance(before, Evidence):
        return False
    if after is not None:
        changed = set(history.difference(before, after))
        if changed & {"proves", "proves_kind"}:
            raise BadInput(
                Problem(
                    "หลักฐานย้ายไปยืนยันรายการอื่นไม่ได้ ให้ถอนแล้วเพิ่มใหม่ที่รายการนั้น",
                    "Evidence cannot move to another record; withdraw it and add it there",
                    "proves",
                )
            )
        if not changed & _PROOF:
            return False
    proved = records.get(pen.connection, before.proves_kind, before.proves, for_update=True)
    if proved is None or proved.withdrawn or not isinstance(proved.record, LadderStep):
        return False
    if proved.record.status != Status.VERIFIED:
        return False
    pen.change(proved, proved.record.model_copy(update=_UNVERIFIED))
    return True


def verdict_after(pen: Pen, before: records.Stored, after: Record) -> tuple[Record, bool]:
    """The record as it may be kept, and whether a verdict was taken back on the way."""
    reopened = reopen_what_it_proved(pen, before.record, after)
    if isinstance(after, LadderStep) and after.status == Status.VERIFIED:
        changed = set(history.difference(before.record, after)) - _COMMENTS
        if changed or before.withdrawn:
            return after.model_copy(update=_UNVERIFIED), True
    return after, reopened


def keeps_its_verdict(before: records.Stored, after: Record) -> None:
    """Raise `BadInput` for an edit of what was verified: it is unlocked first, with a reason."""
    record = before.record
    if before.withdrawn or not isinstance(record, LadderStep) or record.status != Status.VERIFIED:
        return
    if set(history.difference(record, after)) - _COMMENTS:
        raise BadInput(
            Problem(
                "รายการนี้ตรวจรับรองแล้ว จึงแก้ไม่ได้ ให้เจ้าหน้าที่ปลดล็อกพร้อมเหตุผลก่อน",
                "This record is verified and stays as it is; the officer unlocks it first, with a reason",
            )
        )


def would_reopen(before: records.Stored, after: Record | None) -> bool:
    """Whether an edit (None: a withdrawal) would take a standing verdict back."""
    record = before.record
    if isinstance(record, Canvas):
        # What a meeting certified goes by a decision, never by a deleted row.
        return after is None and not before.withdrawn and record.certified_on is not None
    if isinstance(record, TambonWork):
        return after is None and not before.withdrawn and record.plan_state == "certified"
    if before.withdrawn or not isinstance(record, LadderStep):
        return False
    if record.status != Status.VERIFIED:
        return False
    return after is None or bool(set(history.difference(record, after)) - _COMMENTS)
