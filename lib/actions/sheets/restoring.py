"""Bring back what a row or a whole tab of a Sheet said at an earlier look, after showing it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Connection

from lib.access.actors import Actor, require
from lib.access.policy import Act
from lib.actions.imports.comparing import load
from lib.actions.imports.lookups import read_known
from lib.actions.imports.row_record import as_json
from lib.actions.records.checks import problems_with, same_value
from lib.actions.records.verdicts import verdict_after
from lib.actions.records.writing import writing
from lib.domain.errors import BadInput, NotFound, Problem
from lib.intake.grid import Grid
from lib.intake.row_read import RowRead
from lib.intake.tab_plan import Column, How, TabPlan
from lib.intake.table import read_rows
from lib.schema.history_words import Verb
from lib.schema.problems import validate
from lib.schema.record import Record, plain, specs, typable
from lib.schema.registry import kind
from lib.store import records, sheet_books
from lib.store.opening import Store


@dataclass(frozen=True)
class BackRow:
    """One record with what would change. `changes`: field → (now, then), JSON-ready."""

    record_id: str
    title: str
    changes: Mapping[str, tuple[Any, Any]] = field(default_factory=dict)
    #: The record is withdrawn and would return.
    returns: bool = False
    problem: Problem | None = None
    after: Record | None = None
    before: records.Stored | None = None


def plan_back(
    store: Store, actor: Actor, key: str, kind_id: str, said: Mapping[str, Mapping[str, Any]]
) -> list[BackRow]:
    """What restoring would change. `said`: record id → raw cells by field, as a look saw them.

    What the app decides (verdicts) is not restored.
    """
    require(actor, Act.SHEETS)
    with store.database.reading() as connection:
        book = sheet_books.book(connection, key)
        if book is None:
            raise NotFound(Problem("ชีตนี้ไม่ได้ต่อไว้แล้ว", "This sheet is no longer connected"))
        province = book.scope if book.scope.startswith("TH-") else ""
        known = read_known(connection, f"{store.world}:{store.database.url}")
        stored = load(connection, kind_id, set(said))
        ids = [i for i in said if i in stored]
        grid, plan = _as_grid(kind_id, [said[i] for i in ids], province)
        reads = {r.row: r for r in read_rows(grid, plan, known)}
        rows = [
            _possible(connection, _back_row(stored[record_id], reads.get(number), set(said[record_id])))
            for number, record_id in enumerate(ids)
        ]
    return [row for row in rows if row.changes or row.returns or row.problem]


def bring_back(store: Store, actor: Actor, seen: Sequence[BackRow]) -> int:
    """Write what was shown, all or nothing; the Sheet follows at its next look.

    Raises `BadInput` when a record was changed since it was shown.
    """
    require(actor, Act.SHEETS)
    with writing(store, actor, Verb.RESTORE, "ย้อนตามชีต") as pen:
        count = 0
        for one in seen:
            if one.after is None or one.before is None:
                continue
            before = pen.stored(one.after.about.id, one.record_id)
            if before.revision != one.before.revision:
                raise BadInput(
                    Problem(
                        f"{one.title} มีผู้แก้ระหว่างที่ดูอยู่ ยังไม่ได้ย้อน ดูใหม่แล้วกดอีกครั้ง",
                        f"{one.title} was changed while you looked; nothing was restored. Look again",
                    )
                )
            pen.change(before, verdict_after(pen, before, one.after)[0])
            count += 1
        if count:
            for book in sheet_books.books(pen.connection):
                sheet_books.note_book(pen.connection, book.key, digest=None)
    return count


def _possible(connection: Connection, row: BackRow) -> BackRow:
    """The same, or why the store does not take it."""
    problems = problems_with(connection, row.after) if row.after is not None else []
    return replace(row, problem=problems[0], after=None) if problems else row


def _back_row(before: records.Stored, read: RowRead | None, names: set[str]) -> BackRow:
    row = BackRow(before.record.id, before.record.title(), before=before, returns=before.withdrawn)
    if read is None:
        return row
    model, now = type(before.record), plain(before.record)
    free = [n for n in names if n in typable(model)]
    declined_then = read.values.get("no_answer", {})
    then = {name: as_json(read.values.get(name)) for name in free}
    declined = {n: reason for n, reason in now.get("no_answer", {}).items() if n not in free}
    declined |= {name: declined_then[name] for name in free if name in declined_then}
    changes = {n: (now.get(n), value) for n, value in then.items() if not same_value(now.get(n), value)}
    try:
        return replace(row, changes=changes, after=validate(model, {**now, **then, "no_answer": declined}))
    except BadInput as error:
        return replace(row, changes=changes, problem=error.problems[0])


def _as_grid(kind_id: str, said: Sequence[Mapping[str, Any]], province: str) -> tuple[Grid, TabPlan]:
    """Old raw cells as a tab of their own."""
    names = [n for n in specs(kind(kind_id)) if any(n in raw for raw in said)]
    rows = [[_cell(raw.get(n, "")) for n in names] for raw in said]
    columns = tuple(Column(i, n, n, How.CHOSEN) for i, n in enumerate(names))
    plan = TabPlan("", kind_id, 0, 0, columns, province, confirmed=True)
    return Grid("", rows), plan


def _cell(raw: Any) -> Any:
    return " ".join(str(r) for r in raw if r != "") if isinstance(raw, list) else raw


__all__ = ["BackRow", "bring_back", "plan_back"]
