"""Rules of the two ladders, of the evidence behind a rung, and of the lists that people edit."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Connection, select

from lib.actions.records.rules import ProofRule, Rules
from lib.domain.errors import Problem
from lib.domain.thai_date import bangkok_today
from lib.schema.ladders import LadderStep
from lib.schema.programme import ListItem
from lib.schema.record import stable_id
from lib.schema.registry import KINDS
from lib.schema.work import Evidence
from lib.store import evidence_rows
from lib.store.tables import table


def evidence_id(whole: str, rung: str) -> str:
    """The one piece of evidence that a plan or workspace is for a rung, whatever people call it later."""
    return stable_id("ev", whole, rung)


def _rung_problems(connection: Connection, record: LadderStep) -> list[Problem]:
    found = []
    if record.reached_on > bangkok_today():
        found.append(Problem("วันที่ถึงขั้นยังมาไม่ถึง", "The day the rung was reached is still to come", "reached_on"))
    rows = table(record.about.id)
    same = connection.scalar(
        select(rows.c.id).where(
            rows.c.area == record.area,  # type: ignore[attr-defined]
            rows.c.rung == record.rung,  # type: ignore[attr-defined]
            rows.c.withdrawn_at.is_(None),
            rows.c.id != record.id,
        )
    )
    if same is not None:
        found.append(
            Problem(
                f"พื้นที่นี้มีรายการของขั้นนี้อยู่แล้ว ({same}) แก้รายการเดิมแทน",
                f"This area already has a record of this rung ({same}); correct that one instead",
                "rung",
            )
        )
    return found


def _proves_nothing(connection: Connection, record: Evidence) -> list[Problem]:
    if record.proves_kind in KINDS:
        rows = table(record.proves_kind)
        if connection.scalar(select(rows.c.id).where(rows.c.id == record.proves)) is not None:
            return []
    return [Problem("ไม่พบรายการที่หลักฐานนี้ยืนยัน", "The record that this evidence proves does not exist", "proves")]


def _list_problems(connection: Connection, record: ListItem) -> list[Problem]:
    items = table("list_item")
    others = items.c.withdrawn_at.is_(None) & (items.c.list == record.list) & (items.c.id != record.id)
    if connection.scalar(select(items.c.id).where(others, items.c.value == record.value)) is not None:
        return [Problem(f"รหัส {record.value} มีในรายการแล้ว", f"Value {record.value} is already in the list", "value")]
    if record.counts and connection.scalar(select(items.c.id).where(others, items.c.counts)) is not None:
        return [
            Problem("บันไดหนึ่งนับได้ขั้นเดียว เอาขั้นเดิมออกก่อน", "A ladder counts one rung; unmark the other first", "counts")
        ]
    return []


RULES: Final[tuple[Rules[Any], ...]] = (
    Rules(LadderStep, problems=_rung_problems),
    Rules(
        Evidence,
        problems=_proves_nothing,
        proof=ProofRule(
            kind="proves_kind",
            record="proves",
            substance=frozenset({"type", "link", "where_kept", "text"}),
            moved=Problem(
                "หลักฐานย้ายไปยืนยันรายการอื่นไม่ได้ ให้ถอนแล้วเพิ่มใหม่ที่รายการนั้น",
                "Evidence cannot move to another record; withdraw it and add it there",
                "proves",
            ),
            weighs=evidence_rows.weighs,
        ),
    ),
    Rules(ListItem, problems=_list_problems),
)
