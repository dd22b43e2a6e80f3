"""Make erased content unreachable everywhere in the store; used again after a restore."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, delete, insert, inspect, select, update

from lib.schema.record import every_spec, nested_fields, shape
from lib.schema.registry import KINDS, kind
from lib.store import versions
from lib.store.database import Database
from lib.store.tables import child_table_name, table


def forget(connection: Connection, kind_id: str, record_id: str) -> None:
    """Take a record's content out of its table, history, drafts and imports.

    History keeps which fields changed when and by whom, without their values. The files of
    imports that touched the record are removed whole.
    """
    for field_id in nested_fields(kind(kind_id)):
        child = table(child_table_name(kind_id, field_id))
        connection.execute(delete(child).where(child.c.record_id == record_id))
    rows = table(kind_id)
    connection.execute(delete(rows).where(rows.c.id == record_id))
    _empty_references(connection, kind_id, record_id)
    _empty_history(connection, kind_id, record_id)
    drafts = table("draft")
    connection.execute(
        delete(drafts).where(drafts.c.kind == kind_id, drafts.c.record_id == record_id)
    )
    _empty_imports(connection, kind_id, record_id)


def forget_answers(connection: Connection, kind_id: str, record_id: str) -> None:
    """The same while the record itself stays: what it said before goes from history, drafts, imports."""
    _empty_history(connection, kind_id, record_id)
    drafts = table("draft")
    connection.execute(
        delete(drafts).where(drafts.c.kind == kind_id, drafts.c.record_id == record_id)
    )
    _empty_imports(connection, kind_id, record_id)


def listed(database: Database) -> list[dict[str, Any]]:
    """Everything that was ever erased; nothing on a database older than erasure."""
    erased = table("erasure")
    with database.reading() as connection:
        if not inspect(connection).has_table(erased.name):
            return []
        found = connection.execute(select(erased)).mappings().all()
    return [{k: v for k, v in row.items() if k != "id"} for row in found]


def carry_over(database: Database, before: list[dict[str, Any]]) -> None:
    """After a restore: note what was erased before it, and erase all of that once more."""
    known = {(row["kind"], row["record_id"]) for row in listed(database)}
    with database.writing() as connection:
        new = [row for row in before if (row["kind"], row["record_id"]) not in known]
        if new:
            connection.execute(insert(table("erasure")), new)
        for kind_id, record_id in known | {(r["kind"], r["record_id"]) for r in before}:
            if kind_id in KINDS:
                forget(connection, kind_id, record_id)


def _empty_references(connection: Connection, kind_id: str, record_id: str) -> None:
    for other, model in KINDS.items():
        pointing = [n for n, spec in every_spec(model).items() if spec.refers_to == kind_id]
        for name in pointing:
            column = table(other).c[name]
            if shape(model, name).required and model.about.private:
                # What somebody learned is about that person as well: it goes with them.
                for gone in list(
                    connection.scalars(select(table(other).c.id).where(column == record_id))
                ):
                    forget(connection, other, gone)
                versions.bump(connection, [(other, versions.NOWHERE)])
                continue
            connection.execute(
                update(table(other)).where(column == record_id).values({column.name: None})
            )


def _empty_history(connection: Connection, kind_id: str, record_id: str) -> None:
    change = table("change")
    mine = (change.c.kind == kind_id) & (change.c.record_id == record_id)
    for row in connection.execute(select(change.c.id, change.c.fields).where(mine)).all():
        hollow = {name: [None, None] for name in row.fields}
        connection.execute(update(change).where(change.c.id == row.id).values(fields=hollow))


def _empty_imports(connection: Connection, kind_id: str, record_id: str) -> None:
    cell, job, seen = table("import_cell"), table("import_job"), table("import_seen")
    touched = set(connection.scalars(select(cell.c.job).where(cell.c.record_id == record_id)))
    change = table("change")
    sets = set(
        connection.scalars(select(change.c.change_set).where(change.c.record_id == record_id))
    )
    for row in connection.execute(select(job.c.id, job.c.change_sets)).all():
        if sets & set(row.change_sets):
            touched.add(row.id)
    connection.execute(
        update(cell)
        .where(cell.c.job.in_(touched), cell.c.kind == kind_id)
        .values(said=None, why_th=None, why_en=None)
    )
    connection.execute(update(job).where(job.c.id.in_(touched)).values(content=None, answers={}))
    connection.execute(delete(seen).where(seen.c.kind == kind_id, seen.c.record_id == record_id))
