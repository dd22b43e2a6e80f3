"""Records in and out of their tables, nested rows included."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, bindparam, delete, insert, select, update

from lib.config import forgettable
from lib.schema.record import Nested, Record, every_spec, nested_fields, new_id
from lib.schema.registry import kind
from lib.store.tables import child_table_name, table

#: Where a record came from; practice data has a store of its own instead.
PUBLISHED, OWN = "published", "own"


@dataclass(frozen=True)
class Stored:
    """A record as it stands in the store."""

    record: Record
    revision: int
    origin: str
    created_at: datetime
    updated_at: datetime
    withdrawn: bool

    @property
    def edited(self) -> bool:
        """Published, then changed by somebody here."""
        return self.origin == PUBLISHED and self.revision > 1


def get(connection: Connection, kind_id: str, record_id: str, *, for_update: bool = False) -> Stored | None:
    """One record, withdrawn ones too; None when there is none."""
    found = connection.execute(_by_id(kind_id, for_update=for_update), {"wanted": record_id}).mappings().first()
    return _stored(connection, kind_id, [found])[0] if found else None


@forgettable
@cache
def _by_id(kind_id: str, *, for_update: bool) -> Select[tuple[object, ...]]:
    """Made once a kind: nothing is asked more often."""
    rows = table(kind_id)
    query = select(rows).where(rows.c.id == bindparam("wanted"))
    return query.with_for_update() if for_update else query


def find(
    connection: Connection,
    kind_id: str,
    *where: ColumnElement[bool],
    withdrawn: bool = False,
    limit: int | None = None,
    offset: int = 0,
) -> list[Stored]:
    """Records that fit, newest first."""
    rows = table(kind_id)
    query = select(rows).where(*where).order_by(rows.c.updated_at.desc(), rows.c.id)
    if not withdrawn:
        query = query.where(rows.c.withdrawn_at.is_(None))
    return found_by(connection, kind_id, query.limit(limit).offset(offset))


def found_by(
    connection: Connection, kind_id: str, query: Select[tuple[object, ...]], values: Mapping[str, object] | None = None
) -> list[Stored]:
    """Records that a query of their kind's rows finds, in its order."""
    return _stored(connection, kind_id, connection.execute(query, values or {}).mappings().all())


def insert_new(connection: Connection, records: Sequence[Record], origin: str, at: datetime | None = None) -> None:
    """Insert records of one kind at revision 1."""
    if not records:
        return
    kind_id, moment = records[0].about.id, at or datetime.now(UTC)
    system = {"revision": 1, "origin": origin, "created_at": moment, "updated_at": moment}
    connection.execute(insert(table(kind_id)), [{**_columns(r), **system} for r in records])
    for field_id in nested_fields(type(records[0])):
        _insert_rows(connection, kind_id, field_id, records)


def replace(connection: Connection, record: Record, revision: int, *, withdrawn: bool = False) -> None:
    """Overwrite a record with its next revision."""
    kind_id, now = record.about.id, datetime.now(UTC)
    rows = table(kind_id)
    connection.execute(
        update(rows)
        .where(rows.c.id == record.id)
        .values(**_columns(record), revision=revision, updated_at=now, withdrawn_at=now if withdrawn else None)
    )
    for field_id in nested_fields(type(record)):
        child = table(child_table_name(kind_id, field_id))
        connection.execute(delete(child).where(child.c.record_id == record.id))
        _insert_rows(connection, kind_id, field_id, [record])


def replace_many(connection: Connection, changed: Sequence[tuple[Record, int]]) -> None:
    """Overwrite many records of one kind, each with its next revision; none is withdrawn after."""
    if not changed:
        return
    kind_id, now = changed[0][0].about.id, datetime.now(UTC)
    rows = table(kind_id)
    values = [
        {
            **{f"new_{n}": v for n, v in _columns(record).items() if n != "id"},
            "key": record.id,
            "new_revision": revision,
            "new_updated_at": now,
        }
        for record, revision in changed
    ]
    names = [n.removeprefix("new_") for n in values[0] if n != "key"]
    statement = (
        update(rows)
        .where(rows.c.id == bindparam("key"))
        .values({n: bindparam(f"new_{n}", type_=rows.c[n].type) for n in names} | {"withdrawn_at": None})
    )
    connection.execute(statement, values)
    for field_id in nested_fields(type(changed[0][0])):
        child = table(child_table_name(kind_id, field_id))
        for record, _ in changed:
            connection.execute(delete(child).where(child.c.record_id == record.id))
        _insert_rows(connection, kind_id, field_id, [record for record, _ in changed])


def _columns(record: Record | Nested) -> dict[str, Any]:
    nested = nested_fields(type(record))
    values = {name: getattr(record, name) for name in every_spec(type(record)) if name not in nested}
    return {"id": record.id, "no_answer": {k: v.value for k, v in record.no_answer.items()}, **values}


def _insert_rows(connection: Connection, kind_id: str, field_id: str, records: Iterable[Record]) -> None:
    rows = []
    for record in records:
        for position, row in enumerate(getattr(record, field_id)):
            row.id = row.id or new_id("row")
            rows.append({**_columns(row), "record_id": record.id, "position": position})
    if rows:
        connection.execute(insert(table(child_table_name(kind_id, field_id))), rows)


def _stored(connection: Connection, kind_id: str, found: Sequence[Mapping[Any, Any]]) -> list[Stored]:
    model = kind(kind_id)
    children = {
        field_id: _rows_of(connection, kind_id, field_id, [row["id"] for row in found])
        for field_id in nested_fields(model)
    }
    result = []
    for row in found:
        values = {name: row[name] for name in every_spec(model) if name in row}
        # Retired and nullable list columns read as None; the model wants a list.
        values = {k: v for k, v in values.items() if v is not None}
        values |= {field_id: rows.get(row["id"], []) for field_id, rows in children.items()}
        record = model.model_validate({"id": row["id"], "no_answer": row["no_answer"], **values})
        result.append(
            Stored(
                record,
                row["revision"],
                row["origin"],
                row["created_at"],
                row["updated_at"],
                row["withdrawn_at"] is not None,
            )
        )
    return result


def _rows_of(
    connection: Connection, kind_id: str, field_id: str, record_ids: list[str]
) -> dict[str, list[dict[str, Any]]]:
    if not record_ids:
        return {}
    child = table(child_table_name(kind_id, field_id))
    query = select(child).where(child.c.record_id.in_(record_ids)).order_by(child.c.position)
    grouped: dict[str, list[dict[str, Any]]] = {}
    for row in connection.execute(query).mappings():
        values = {k: v for k, v in row.items() if k not in ("record_id", "position") and v is not None}
        grouped.setdefault(row["record_id"], []).append(values)
    return grouped
