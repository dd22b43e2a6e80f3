"""Checks that need the store: references, editable choices, duplicates, and dates to come."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select

from lib.actions.survey.rules import NOTICE, far_enough
from lib.domain.errors import Problem
from lib.domain.thai_date import bangkok_today, fiscal_year
from lib.schema.canvas import Canvas
from lib.schema.choices import AREA_TYPES
from lib.schema.field import Spec
from lib.schema.household import HouseholdHealth, HouseholdSurvey
from lib.schema.ladders import LadderStep
from lib.schema.programme import ListItem
from lib.schema.record import Record, specs
from lib.schema.registry import KINDS
from lib.schema.tambon_change import Assessment
from lib.schema.tambon_work import TambonWork
from lib.schema.work import Evidence
from lib.store.tables import table

#: Values already looked up in one transaction: (field of a kind, value) → its problems.
Memo = dict[tuple[type[Record], str, str], list[Problem]]


def problems_with(connection: Connection, record: Record, memo: Memo | None = None) -> list[Problem]:
    """Every reason why this record cannot be kept as it is. `memo` serves many records."""
    found: list[Problem] = []
    seen: Memo = {} if memo is None else memo
    for name, spec in specs(type(record)).items():
        values = getattr(record, name)
        for value in values if isinstance(values, list) else [values]:
            if isinstance(value, str) and (spec.choice_list or spec.refers_to):
                asked = (type(record), name, value)
                if asked not in seen:
                    seen[asked] = _wrong_value(connection, spec, value)
                found += seen[asked]
    if record.about.within:
        found += _of_another_whole(connection, record)
    if isinstance(record, Canvas):
        found += _parts_problems(connection, record)
    if isinstance(record, Evidence):
        found += _proves_nothing(connection, record)
    if isinstance(record, LadderStep):
        found += _ladder_problems(connection, record)
    if isinstance(record, ListItem):
        found += _list_problems(connection, record)
    if isinstance(record, HouseholdSurvey):
        found += _visit_problems(record)
    if isinstance(record, HouseholdHealth) and record.explicit_consent == "yes":
        found += _not_asked_here(connection, record)
    return found + frozen(connection, record)


def _wrong_value(connection: Connection, spec: Spec, value: str) -> list[Problem]:
    if spec.choice_list:
        items = table("list_item")
        known = connection.scalar(
            select(items.c.id).where(
                items.c.list == spec.choice_list, items.c.value == value, items.c.withdrawn_at.is_(None)
            )
        )
        if known is None:
            return [Problem(f"{spec.th} “{value}” ไม่อยู่ในรายการ", f"{spec.en} “{value}” is not in the list", spec.id)]
    if spec.refers_to == "area":
        areas = table("area")
        area_type = connection.scalar(select(areas.c.type).where(areas.c.id == value, areas.c.withdrawn_at.is_(None)))
        if area_type is None:
            return [Problem(f"{spec.th} ไม่พบพื้นที่ {value}", f"{spec.en}: there is no area {value}", spec.id)]
        if spec.area_types and area_type not in spec.area_types:
            return [_wrong_type(spec, area_type)]
    elif spec.refers_to:
        rows = table(spec.refers_to)
        if connection.scalar(select(rows.c.id).where(rows.c.id == value, rows.c.withdrawn_at.is_(None))) is None:
            return [Problem(f"{spec.th} ไม่พบรายการ {value}", f"{spec.en}: there is no record {value}", spec.id)]
    return []


def _wrong_type(spec: Spec, area_type: str) -> Problem:
    labels = {option.value: option for option in AREA_TYPES}
    wanted = [labels[name] for name in spec.area_types]
    return Problem(
        f"{spec.th} ต้องเป็น{' หรือ '.join(o.th for o in wanted)} ไม่ใช่{labels[area_type].th}",
        f"{spec.en} must be a {' or '.join(o.en for o in wanted)}, not a {labels[area_type].en}",
        spec.id,
    )


def _of_another_whole(connection: Connection, record: Record) -> list[Problem]:
    """Parts of one whole point at parts of the same whole only."""
    within = record.about.within
    whole, found = getattr(record, within), []
    for name, spec in specs(type(record)).items():
        if not spec.refers_to or spec.refers_to == "area":
            continue
        if KINDS[spec.refers_to].about.within != within:
            continue
        value = getattr(record, name)
        ids = value if isinstance(value, list) else [value] if value else []
        rows = table(spec.refers_to)
        strange = select(rows.c.id).where(rows.c.id.in_(ids), rows.c[within] != whole)
        if ids and connection.scalar(strange) is not None:
            found.append(Problem(f"{spec.th} เลือกได้เฉพาะที่อยู่ในแผนเดียวกัน", f"{spec.en} has to be on the same plan", name))
    return found


def _parts_problems(connection: Connection, record: Canvas) -> list[Problem]:
    """A tambon's plan is put together from groups' plans, never from itself or another tambon's."""
    rows = table("canvas")
    wrong = select(rows.c.id).where(rows.c.id.in_(record.parts), rows.c.level != "group")
    if record.parts and (record.id in record.parts or connection.scalar(wrong) is not None):
        return [Problem("แผนตำบลรวมได้จากแผนของกลุ่มเท่านั้น", "A tambon's plan is put together from groups' plans", "parts")]
    return []


#: What a meeting certifies together: it stays as the meeting saw it until it is unlocked.
FROZEN = frozenset({"tambon_problem", "problem_cause", "swot_line", "plan_line"})


def frozen(connection: Connection, record: Record) -> list[Problem]:
    """A part of a certified tambon plan is not changed, added or taken away."""
    if record.about.id not in FROZEN:
        return []
    works = table("tambon_work")
    state = connection.scalar(select(works.c.plan_state).where(works.c.id == getattr(record, record.about.within)))
    if state != "certified":
        return []
    return [_certified()]


def _not_asked_here(connection: Connection, record: HouseholdHealth) -> list[Problem]:
    """Sensitive questions are asked only where the tambon turned them on."""
    forms, works = table("household_survey"), table("tambon_work")
    on = connection.scalar(
        select(works.c.asks_health)
        .join(forms, (forms.c.area == works.c.area) & (forms.c.year == works.c.year))
        .where(forms.c.id == record.household, forms.c.consent == "yes", works.c.withdrawn_at.is_(None))
    )
    if on:
        return []
    return [
        Problem(
            "ตำบลนี้ยังไม่ได้เปิดถามข้อมูลสุขภาพ หรือครัวเรือนไม่ยินยอม",
            "This tambon does not ask about health, or the household does not consent",
        )
    ]


def may_not_change(connection: Connection, before: Record, after: Record) -> list[Problem]:
    """Reasons why a record stays as it is, whichever way somebody writes."""
    if isinstance(before, TambonWork) and isinstance(after, TambonWork):
        moved = (before.area, before.year) != (after.area, after.year)
        found = [_certified()] if moved and before.plan_state == "certified" else []
        if after.keep_until not in (None, before.keep_until):
            found += _too_soon(after)
        return found
    return frozen(connection, before) if before != after else []


def _too_soon(work: TambonWork) -> list[Problem]:
    if work.keep_until is None or far_enough(work.keep_until):
        return []
    return [
        Problem(
            f"วันที่เก็บข้อมูลถึง ต้องห่างจากวันนี้อย่างน้อย {NOTICE.days} วัน เพราะครบแล้วข้อมูลถูกลบ เรียกคืนไม่ได้",
            f"The retention date has to lie {NOTICE.days} days ahead: what is due is erased for good",
            "keep_until",
        )
    ]


def _visit_problems(form: HouseholdSurvey) -> list[Problem]:
    """A visit lies in the past, in its round or beside it: retention is counted from it."""
    if form.surveyed_on > bangkok_today():
        return [Problem("วันที่สำรวจยังมาไม่ถึง", "The day of the visit is still to come", "surveyed_on")]
    if form.year is not None and abs(fiscal_year(form.surveyed_on) - form.year) > 1:
        return [
            Problem(
                f"วันที่สำรวจไม่อยู่ในรอบปี {form.year} ตรวจปีที่พิมพ์",
                f"The visit does not lie in the round of {form.year} B.E.; look at the year",
                "surveyed_on",
            )
        ]
    return []


def verifiers_own(record: Record) -> list[Problem]:
    """The verifier's view is written at the app, by the officer; a Sheet knows no officer."""
    if not isinstance(record, Assessment) or record.view != "verifier":
        return []
    return [Problem("มุมมองของผู้ตรวจบันทึกได้ที่ระบบเท่านั้น", "The verifier's view is recorded at the app only", "view")]


def may_not_go(connection: Connection, record: Record) -> list[Problem]:
    """Reasons why a record is not taken out of the counts."""
    if isinstance(record, TambonWork):
        return [_certified()] if record.plan_state == "certified" else []
    return frozen(connection, record)


def _certified() -> Problem:
    return Problem(
        "ที่ประชุมรับรองแผนนี้แล้ว จึงแก้ไม่ได้ ให้ปลดล็อกแผนพร้อมเหตุผลก่อน",
        "A meeting certified this plan, so it stays as it is; unlock it with a reason first",
    )


def _proves_nothing(connection: Connection, record: Evidence) -> list[Problem]:
    if record.proves_kind in KINDS:
        rows = table(record.proves_kind)
        if connection.scalar(select(rows.c.id).where(rows.c.id == record.proves)) is not None:
            return []
    return [Problem("ไม่พบรายการที่หลักฐานนี้ยืนยัน", "The record that this evidence proves does not exist", "proves")]


def _ladder_problems(connection: Connection, record: LadderStep) -> list[Problem]:
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


def same_value(one: Any, other: Any) -> bool:
    """Equal, with every way of being empty counted as one."""
    empty: tuple[Any, ...] = (None, "", [], {})
    return one == other or (one in empty and other in empty)
