"""Whether a record may be kept: references, editable choices, and what the rulebook says of its kind."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, select

from lib.actions.rulebook import rules_of
from lib.domain.errors import Problem
from lib.schema.choices import AREA_TYPES
from lib.schema.field import Spec
from lib.schema.record import Record, specs
from lib.schema.registry import KINDS
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
    for rules in rules_of(record):
        found += rules.problems(connection, record)
    return found + closed(connection, record)


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


def closed(connection: Connection, record: Record) -> list[Problem]:
    """Why nothing is added, changed or taken away where this record belongs."""
    return [p for rules in rules_of(record) for p in rules.closed(connection, record)]


def may_not_change(connection: Connection, before: Record, after: Record) -> list[Problem]:
    """Reasons why a record stays as it is, whichever way somebody writes."""
    found = [p for rules in rules_of(before) for p in rules.may_not_change(connection, before, after)]
    return found + (closed(connection, before) if before != after else [])


def may_not_go(connection: Connection, record: Record) -> list[Problem]:
    """Reasons why a record is not taken out of the counts."""
    found = [p for rules in rules_of(record) for p in rules.may_not_go(connection, record)]
    return found + closed(connection, record)


def verifiers_own(record: Record) -> list[Problem]:
    """Why only the officer writes this record: a Sheet knows no officer, so none comes from there."""
    return [why for rules in rules_of(record) if (why := rules.officers_own(record)) is not None]


def settled(connection: Connection, before: Record | None, after: Record) -> Record:
    """The record as it is kept: what the app itself says of it filled in. `after` stays as it was."""
    for rules in rules_of(after):
        after = rules.settle(connection, before, after)
    return after


def left_without_consent(before: Record, after: Record) -> Record | None:
    """What stays of a record when an edit takes a consent back; None when it does not."""
    for rules in rules_of(before):
        left: Record | None = rules.consent_taken_back(before, after)
        if left is not None:
            return left
    return None


def same_value(one: Any, other: Any) -> bool:
    """Equal, with every way of being empty counted as one."""
    empty: tuple[Any, ...] = (None, "", [], {})
    return one == other or (one in empty and other in empty)
