"""What an edit does to a verdict: what was verified is frozen until unlocked; evidence or an import
that alters its substance takes a rung back to "reported".
"""

from __future__ import annotations

from typing import TypeGuard

from sqlalchemy import Connection

from lib.actions.records.proofs import toppled
from lib.actions.records.writing import Pen
from lib.actions.rulebook import rules_of
from lib.domain.errors import BadInput, Problem
from lib.schema.record import Record
from lib.schema.verdict import UNVERIFIED, Verifiable
from lib.store import history, records

#: Fields that can change on a verified record without a new verdict.
COMMENTS = {"note", "no_answer"}


def verdict_after(pen: Pen, before: records.Stored, after: Record) -> tuple[Record, bool]:
    """The record as it may be kept, and whether a verdict was taken back on the way."""
    reopened = pen.reopen_what_it_proved(before.record, after)
    if _verified(after) and (before.withdrawn or _of_substance(before.record, after)):
        return after.model_copy(update=UNVERIFIED), True
    return after, reopened


def keeps_its_verdict(before: records.Stored, after: Record) -> None:
    """Raise `BadInput` for an edit of what was verified: it is unlocked first, with a reason."""
    if not before.withdrawn and _verified(before.record) and _of_substance(before.record, after):
        raise BadInput(
            Problem(
                "รายการนี้ตรวจรับรองแล้ว จึงแก้ไม่ได้ ให้เจ้าหน้าที่ปลดล็อกพร้อมเหตุผลก่อน",
                "This record is verified and stays as it is; the officer unlocks it first, with a reason",
            )
        )


def would_reopen(connection: Connection, before: records.Stored, after: Record | None) -> bool:
    """Whether an edit (None: a withdrawal) would take a standing verdict or decision back, its own or another's."""
    record = before.record
    if before.withdrawn:
        return False
    if after is None and any(rules.goes_by_decision(record) for rules in rules_of(record)):
        return True
    if _verified(record) and (after is None or _of_substance(record, after)):
        return True
    return bool(toppled(connection, record, after))


def _verified(record: Record) -> TypeGuard[Verifiable]:
    return isinstance(record, Verifiable) and record.is_verified


def _of_substance(before: Record, after: Record) -> bool:
    return bool(set(history.difference(before, after)) - COMMENTS)
