"""Undo of an import: what was new is withdrawn, what was changed is put back, later edits stay."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection

from lib.access.actors import Actor, require, require_write
from lib.access.policy import Act
from lib.actions.imports.held_files import job_of, no_import, require_job
from lib.actions.records.checks import same_value
from lib.actions.records.verdicts import COMMENTS, verdict_after
from lib.actions.records.writing import Pen, writing
from lib.domain.errors import BadInput, NotFound, Problem
from lib.schema.history_words import Verb
from lib.schema.problems import validate
from lib.schema.record import Record, plain
from lib.schema.registry import kind
from lib.schema.verdict import Verifiable
from lib.store import attachments, history, imports, records
from lib.store.imports import APPLIED, UNDONE, Job
from lib.store.opening import Store


@dataclass(frozen=True)
class UndoPlan:
    """What undoing would do: ids of records withdrawn again, put back, and left because of later edits."""

    withdrawn: tuple[tuple[str, str], ...]
    put_back: tuple[tuple[str, str], ...]
    left: tuple[tuple[str, str], ...]


def plan_undo(store: Store, actor: Actor, job_id: str) -> UndoPlan:
    """What undoing an applied import would do now. Reads only."""
    require(actor, Act.IMPORT)
    job = _applied(job_of(store, job_id))
    require_job(actor, job)
    with store.database.reading() as connection:
        return _undo_plan(connection, job)


def undo(store: Store, actor: Actor, job_id: str) -> UndoPlan:
    """Take an import back: new records are withdrawn, changed fields put back.

    A field or record that somebody changed after the import stays as it is.
    """
    require(actor, Act.IMPORT)
    with writing(store, actor, Verb.UNDO, job_id) as pen:
        job = imports.get(pen.connection, job_id, for_update=True)
        if job is None:
            raise NotFound(no_import(job_id))
        require_job(actor, job)
        plan = _undo_plan(pen.connection, _applied(job))
        changes = _changes_of(pen.connection, job)
        for kind_id, record_id in plan.withdrawn:
            pen.withdraw(pen.stored(kind_id, record_id))
        # What was verified comes last: its proofs stand again by then.
        for kind_id, record_id in sorted(plan.put_back, key=lambda pair: issubclass(kind(pair[0]), Verifiable)):
            require_write(actor, kind_id)
            before = pen.stored(kind_id, record_id)
            after = _without(before, changes[(kind_id, record_id)])
            if _stands_as_it_was_verified(pen.connection, before, after, changes[(kind_id, record_id)]):
                pen.change(before, after)
            else:
                pen.change(before, verdict_after(pen, before, after)[0])
        for pair, written in changes.items():
            _take_files_off(pen, pair, written)
        imports.note(pen.connection, job, state=UNDONE)
        imports.keep_seen(pen.connection, job.office, {pair: {} for pair in changes})
    return plan


def _take_files_off(pen: Pen, pair: tuple[str, str], changes: Sequence[history.Change]) -> None:
    """Files that came with an import go with it, where they still stand; they can be brought back."""
    for change in changes:
        _, came = change.fields.get(history.FILE, (None, None))
        file = attachments.get(pen.connection, str(came)) if came else None
        stored = records.get(pen.connection, *pair)
        if file is None or file.withdrawn_at is not None or stored is None or stored.withdrawn:
            continue
        attachments.change(pen.connection, file.id, withdrawn_at=datetime.now(UTC), public=file.public)
        pen.step(stored, {history.FILE: (file.id, None)})


def _undo_plan(connection: Connection, job: Job) -> UndoPlan:
    withdrawn: list[tuple[str, str]] = []
    put_back: list[tuple[str, str]] = []
    left: list[tuple[str, str]] = []
    for pair, changes in _changes_of(connection, job).items():
        stored = records.get(connection, *pair)
        if stored is None or stored.withdrawn:
            continue
        if changes[-1].revision == 1:
            (withdrawn if stored.revision == changes[0].revision else left).append(pair)
        elif _without(stored, changes) != stored.record:
            put_back.append(pair)
        else:
            left.append(pair)
    return UndoPlan(tuple(withdrawn), tuple(put_back), tuple(left))


def _changes_of(connection: Connection, job: Job) -> dict[tuple[str, str], list[history.Change]]:
    """What an import wrote to each record, newest first."""
    found: dict[tuple[str, str], list[history.Change]] = {}
    for number in reversed(job.change_sets):
        for change in history.of_set(connection, number):
            found.setdefault((change.kind, change.record_id), []).append(change)
    return found


def _without(stored: records.Stored, changes: Sequence[history.Change]) -> Any:
    """The record with an import's fields put back where nobody changed them since."""
    now = plain(stored.record)
    for change in changes:
        for name, (before, after) in change.fields.items():
            if name in now and same_value(now[name], after):
                now[name] = before
    return validate(type(stored.record), {k: v for k, v in now.items() if v is not None})


def _stands_as_it_was_verified(
    connection: Connection, before: records.Stored, after: Record, changes: Sequence[history.Change]
) -> bool:
    """Whether the import took a verdict back, and the record says again just what was verified then."""
    if not isinstance(after, Verifiable) or not after.is_verified or after == before.record:
        return False
    everything = history.of_record(connection, after.about.id, after.id)
    then = history.values_at(plain(before.record), everything, changes[-1].revision - 1)
    return not {n for n, v in plain(after).items() if n not in COMMENTS and not same_value(v, then.get(n))}


def _applied(job: Job) -> Job:
    if job.state != APPLIED:
        raise BadInput(Problem("ย้อนได้เฉพาะการนำเข้าที่บันทึกแล้ว", "Only an applied import can be undone"))
    return job
