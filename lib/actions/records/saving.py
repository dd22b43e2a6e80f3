"""Save, withdraw, restore: what a person does to a record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lib.access.actors import Actor, require_write
from lib.access.policy import Act
from lib.actions.records.checks import problems_with, same_value, settled
from lib.actions.records.verdicts import keeps_its_verdict, verdict_after
from lib.actions.records.writing import Pen, writing
from lib.domain.errors import BadInput, Conflict, NotFound, Problem, bad_input
from lib.intake.typed import Typed, read_typed
from lib.schema.history_words import Verb
from lib.schema.problems import validate
from lib.schema.record import Record, decided_by_the_app, keeping_decisions, plain, specs, typable
from lib.schema.registry import kind
from lib.store import erasures, history, records
from lib.store.opening import Store


@dataclass(frozen=True)
class Saved:
    """What was saved; `reopened` when an edit took a verified rung back to "reported"."""

    record: Record
    revision: int
    created: bool
    reopened: bool = False


def save(
    store: Store, actor: Actor, kind_id: str, values: dict[str, Any], *, record_id: str = "", base_revision: int = 0
) -> Saved:
    """Create a record, or change the one with `record_id` that was opened at `base_revision`.

    Saving brings back one that was withdrawn; an answer that a phone sends late does not (`NotFound`). Edits by others to other fields are merged; an edit to the same field raises `Conflict`
    with their values. Raises `BadInput` (nothing changed), `NotAllowed`, `NotFound`,
    `StorageProblem`.
    """
    model = kind(kind_id)
    only_what_people_may_set(model, values)
    if not record_id:
        new = validate(model, values)
        require_write(actor, kind_id)
        with writing(store, actor, Verb.CREATE) as pen:
            pen.require(Act.WRITE, new, new=True)
            bad_input(problems_with(pen.connection, new))
            kept = settled(pen.connection, None, new)
            return Saved(kept, pen.add(kept), created=True)
    require_write(actor, kind_id)
    with writing(store, actor, Verb.SAVE) as pen:
        before = pen.stored(kind_id, record_id)
        # Before anything is compared: a clash tells what stands there.
        pen.require(Act.WRITE, before.record)
        if actor.sending and before.withdrawn:
            raise NotFound(Problem("รายการนี้ถูกเอาออกแล้ว", "This was taken away meanwhile"))
        after = _merged(pen, before, values, base_revision or before.revision)
        return _keep(pen, actor, before, after)


def withdraw(store: Store, actor: Actor, kind_id: str, record_id: str, reason: str) -> int:
    """Take a record out of every count, with a reason; returns its new revision."""
    require_write(actor, kind_id)
    if not reason.strip():
        raise BadInput(Problem("บอกเหตุผลที่ถอนรายการ", "Say why the record is withdrawn"))
    with writing(store, actor, Verb.WITHDRAW, reason.strip()) as pen:
        before = pen.stored(kind_id, record_id)
        if before.withdrawn:
            return before.revision
        return pen.withdraw(before)


def restore(store: Store, actor: Actor, kind_id: str, record_id: str, revision: int) -> Saved:
    """Bring a record back to what it said at `revision`, withdrawn or not.

    What the app decides (verification) is not brought back: a changed record needs a new verdict.
    """
    require_write(actor, kind_id)
    with writing(store, actor, Verb.RESTORE, f"revision {revision}") as pen:
        before = pen.stored(kind_id, record_id)
        if erasures.is_gone(pen.connection, kind_id, record_id):
            raise BadInput(
                Problem("ครัวเรือนถอนความยินยอมแล้ว คืนค่าเดิมไม่ได้", "Consent was withdrawn; earlier answers do not come back")
            )
        changes = history.of_record(pen.connection, kind_id, record_id)
        if not 1 <= revision <= before.revision:
            raise BadInput(Problem(f"ไม่มีฉบับที่ {revision}", f"There is no revision {revision}"))
        now = plain(before.record)
        then = history.values_at(now, changes, revision)
        then = keeping_decisions(type(before.record), then, now)
        return _keep(pen, actor, before, validate(type(before.record), then))


def bring_back(store: Store, actor: Actor, kind_id: str, record_id: str) -> None:
    """Undo the withdrawal of a record: it stands again, and what let go of it then points at it again.

    What somebody changed meanwhile stays as they left it; verdicts do not come back. Nothing
    happens to a record that stands.
    """
    require_write(actor, kind_id)
    with writing(store, actor, Verb.RESTORE) as pen:
        before = pen.stored(kind_id, record_id)
        if not before.withdrawn:
            return
        if erasures.is_gone(pen.connection, kind_id, record_id):
            raise BadInput(
                Problem("ข้อมูลนี้ถูกลบตามคำขอแล้ว นำกลับไม่ได้", "This was erased on request and does not come back")
            )
        changes = history.of_record(pen.connection, kind_id, record_id)
        number = next((c.number for c in changes if history.WITHDRAWN in c.fields), 0)
        _keep(pen, actor, before, before.record)
        together = [c for c in history.of_set(pen.connection, number) if c.record_id != record_id]
        for change in sorted(together, key=lambda c: history.WITHDRAWN not in c.fields):
            _put_back(pen, actor, change)


def _put_back(pen: Pen, actor: Actor, change: history.Change) -> None:
    """One record as it was before a change, as far as nobody has touched it since."""
    stored = pen.stored(change.kind, change.record_id)
    if history.WITHDRAWN in change.fields:
        if stored.withdrawn and stored.revision == change.revision:
            _keep(pen, actor, stored, stored.record)
        return
    now, model = plain(stored.record), type(stored.record)
    back = {
        name: was
        for name, (was, became) in change.fields.items()
        if name in typable(model) and same_value(now.get(name), became)
    }
    if back and not stored.withdrawn:
        _keep(pen, actor, stored, validate(model, {**now, **back}))


def _keep(pen: Pen, actor: Actor, before: records.Stored, after: Record) -> Saved:
    pen.require(Act.WRITE, before.record)
    pen.require(Act.WRITE, after)
    bad_input(problems_with(pen.connection, after))
    keeps_its_verdict(before, after)
    after, reopened = verdict_after(pen, before, after)
    after = settled(pen.connection, before.record, after)
    return Saved(after, pen.change(before, after), created=False, reopened=reopened)


def _merged(pen: Pen, before: records.Stored, values: dict[str, Any], base_revision: int) -> Record:
    """Their record with my edits put in, field by field."""
    model = type(before.record)
    now = plain(before.record)
    decided = {k: v for k, v in now.items() if k in decided_by_the_app(model)}
    mine = plain(validate(model, {**decided, **values, "id": before.record.id}))
    if base_revision >= before.revision:
        return validate(model, mine)
    changes = history.of_record(pen.connection, before.record.about.id, before.record.id)
    base = history.values_at(now, changes, base_revision)
    edited = {k for k in mine if not same_value(mine[k], base.get(k))}
    clash = {
        k: now.get(k) for k in edited if not same_value(now.get(k), base.get(k)) and not same_value(mine[k], now.get(k))
    }
    if clash:
        raise Conflict(clash, *(_clash(model, name) for name in clash))
    return validate(model, {**now, **{k: mine[k] for k in edited}})


def _clash(model: type[Record], name: str) -> Problem:
    spec = specs(model).get(name)
    th, en = (spec.th, spec.en) if spec else (name, name)
    return Problem(
        f"{th} มีผู้อื่นแก้ไว้ระหว่างที่ท่านกรอก เลือกว่าจะใช้ค่าใด",
        f"{en} was changed by somebody else meanwhile; choose which value stays",
        name,
    )


def only_what_people_may_set(model: type[Record], values: dict[str, Any]) -> None:
    """Raise `BadInput` for values that the app decides."""
    decided = decided_by_the_app(model).keys() & {k for k, v in values.items() if v not in (None, [])}
    bad_input(
        [
            Problem(
                f"{specs(model)[name].th} เปลี่ยนได้ด้วยการตรวจรับรองเท่านั้น",
                f"{specs(model)[name].en} changes only by verification",
                name,
            )
            for name in sorted(decided)
        ]
    )


def save_typed(
    store: Store, actor: Actor, kind_id: str, typed: Typed, *, record_id: str = "", base_revision: int = 0
) -> Saved:
    """Read what was typed into a form, then `save`; raises `BadInput` for what cannot be read."""
    values = read_typed(kind(kind_id), typed)
    return save(store, actor, kind_id, values, record_id=record_id, base_revision=base_revision)
