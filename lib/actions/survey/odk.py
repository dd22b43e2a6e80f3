"""Take in submissions from KoboCollect and ODK: look first, then keep those that are new and right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from lib.access.actors import Actor, require_write
from lib.actions.records.checks import problems_with
from lib.actions.records.keys import key_digest, key_of
from lib.actions.records.saving import only_what_people_may_set
from lib.actions.records.writing import writing
from lib.domain.errors import BadInput, Problem
from lib.intake.odk import Submission, read_submissions
from lib.intake.typed import read_typed
from lib.schema.history_words import Verb
from lib.schema.problems import validate
from lib.schema.record import Record, stable_id
from lib.schema.registry import kind
from lib.store import facts, records
from lib.store.opening import Store
from lib.store.tables import table


@dataclass(frozen=True)
class Outcome:
    """What becomes of one submission: ``new``, ``same`` (taken in before), ``wrong``."""

    where: str
    fate: str
    problems: tuple[Problem, ...] = ()
    record: Record | None = None


@dataclass(frozen=True)
class Looked:
    """A file looked through; nothing was written."""

    outcomes: tuple[Outcome, ...]
    strange: tuple[str, ...]
    mapped: dict[str, str]

    def count(self, fate: str) -> int:
        """Submissions with a fate."""
        return sum(o.fate == fate for o in self.outcomes)


def look_through(
    store: Store,
    actor: Actor,
    kind_id: str,
    name: str,
    content: bytes,
    preset: Mapping[str, Any] | None = None,
    mapping: Mapping[str, str] | None = None,
) -> Looked:
    """What a file would bring. `preset`: answers the form gave beforehand (tambon, round).

    Raises `BadInput` for a file that holds no submission of the kind.
    """
    require_write(actor, kind_id)
    batch = read_submissions(kind(kind_id), name, content, mapping)
    seen: set[tuple[Any, ...]] = set()
    with store.database.reading() as connection:
        outcomes = [_outcome(connection, kind_id, s, preset or {}, seen) for s in batch.submissions]
    return Looked(tuple(outcomes), batch.strange, batch.mapped)


def take_in(
    store: Store,
    actor: Actor,
    kind_id: str,
    name: str,
    content: bytes,
    preset: Mapping[str, Any] | None = None,
    mapping: Mapping[str, str] | None = None,
) -> Looked:
    """Keep every new and right submission in one change-set; returns what became of each."""
    looked = look_through(store, actor, kind_id, name, content, preset, mapping)
    new = [o.record for o in looked.outcomes if o.fate == "new" and o.record is not None]
    with writing(store, actor, Verb.IMPORT, f"ODK {name}"[:200]) as pen:
        for record in new:
            require_write(actor, kind_id, pen.where.province(record))
        pen.add_many(new)
    return looked


def _outcome(
    connection: Connection, kind_id: str, told: Submission, preset: Mapping[str, Any], seen: set[tuple[Any, ...]]
) -> Outcome:
    model = kind(kind_id)
    try:
        values = read_typed(model, {**told.typed, **preset})
        only_what_people_may_set(model, values)
        if told.instance:
            values["id"] = stable_id(model.about.prefix, kind_id, told.instance)
        record = validate(model, values)
    except BadInput as error:
        return Outcome(told.where, "wrong", error.problems)
    if told.instance and records.get(connection, kind_id, record.id) is not None:
        return Outcome(told.where, "same")
    key = key_of(record)
    problems = problems_with(connection, record)
    if _erased(connection, kind_id, record):
        problems.append(
            Problem(
                "รายการนี้เคยถูกลบตามสิทธิเจ้าของข้อมูล จึงไม่นำกลับมา",
                "It was erased at the person's wish and is not brought back",
            )
        )
    elif any(key) and (key in seen or _standing(connection, record)):
        problems.append(
            Problem(
                "มีแบบของรหัสนี้ในรอบนี้แล้ว ตรวจว่าเป็นคนละหลังหรือกรอกซ้ำ",
                "This code has a form in this round already; another household, or twice?",
            )
        )
    if problems:
        return Outcome(told.where, "wrong", tuple(problems))
    seen.add(key)
    return Outcome(told.where, "new", (), record)


def _erased(connection: Connection, kind_id: str, record: Record) -> bool:
    rows = table("erasure")
    digests = [key_digest(kind_id, key_of(record), secret) for secret in facts.secrets_of(connection)]
    named = (rows.c.record_id == record.id) | rows.c.key_digest.in_(digests)
    return connection.scalar(select(rows.c.id).where(rows.c.kind == kind_id, named)) is not None


def _standing(connection: Connection, record: Record) -> bool:
    rows = table(record.about.id)
    same = [rows.c[name] == getattr(record, name) for name in record.about.key]
    return connection.scalar(select(rows.c.id).where(rows.c.withdrawn_at.is_(None), *same)) is not None
