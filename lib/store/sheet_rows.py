"""Rows of a Sheet as last agreed with the store, and what they said before."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import astuple, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, delete, func, insert, or_, select, update

from lib.store.database import upsert
from lib.store.tables import table


@dataclass(frozen=True, slots=True)
class CellTrouble:
    """A cell of a row (or, without a field, the row) that was not taken as it stands."""

    field: str
    #: normalised, question or rejected
    verdict: str
    #: What the cell says.
    said: str
    why_th: str
    why_en: str
    fix_th: str
    fix_en: str

    @property
    def unusable(self) -> bool:
        """Whether somebody has to mend it; a cell that was put right is only listed."""
        return self.verdict in ("question", "rejected")


@dataclass(frozen=True, slots=True)
class AgreedRow:
    """One row of a tab as last agreed. `raw` and `agreed` are by field id, JSON-ready."""

    record_id: str
    kind: str
    #: Counted from 0; below 0 while it is on its way: -1 a deleted row that comes back, -2 one that was
    #: added and has not been seen yet, -3 one that was added twice, and so on.
    row: int
    #: Whether the id stands on the Sheet.
    confirmed: bool
    #: Of the record; 0: something of the row is still to be written to the Sheet.
    revision: int
    raw: Mapping[str, Any]
    agreed: Mapping[str, Any]
    digest: str = ""
    troubles: tuple[CellTrouble, ...] = ()

    @property
    def unseen(self) -> int:
        """How often the row was added without having been seen since."""
        return max(0, -1 - self.row)


#: Place of a row that was added once and has not been seen yet.
ADDED = -2


@dataclass(frozen=True, slots=True)
class RowVersion:
    """What a row says from a moment on. `raw`: cells by field id; None: it is gone."""

    kind: str
    record_id: str
    row: int
    raw: Mapping[str, Any] | None


def rows_of(
    connection: Connection, key: str, sheet_id: int, record_ids: Collection[str] | None = None
) -> dict[str, AgreedRow]:
    """Rows of a tab as last agreed, by record id; with `record_ids` those of them."""
    rows = table("sheet_row")
    query = select(rows).where(rows.c.book == key, rows.c.sheet_id == sheet_id)
    if record_ids is None:
        return _agreed(connection, query)
    wanted = sorted(record_ids)
    found: dict[str, AgreedRow] = {}
    for start in range(0, len(wanted), 500):
        found |= _agreed(connection, query.where(rows.c.record_id.in_(wanted[start : start + 500])))
    return found


def has_rows(connection: Connection, key: str, sheet_id: int) -> bool:
    """Whether anything was ever agreed of a tab."""
    rows = table("sheet_row")
    query = select(rows.c.record_id).where(rows.c.book == key, rows.c.sheet_id == sheet_id).limit(1)
    return connection.scalar(query) is not None


def to_look_at(connection: Connection, key: str, sheet_id: int, kind_id: str) -> list[str]:
    """Records of a tab's rows that changed in the store since, or of which not everything is on the Sheet."""
    rows, kept = table("sheet_row"), table(kind_id)
    query = (
        select(rows.c.record_id)
        .outerjoin(kept, kept.c.id == rows.c.record_id)
        .where(
            rows.c.book == key,
            rows.c.sheet_id == sheet_id,
            or_(rows.c.row < 0, rows.c.digest == "", kept.c.revision.is_(None), rows.c.revision != kept.c.revision),
        )
    )
    return list(connection.scalars(query))


def _agreed(connection: Connection, query: Select[Any]) -> dict[str, AgreedRow]:
    return {
        one.record_id: AgreedRow(
            one.record_id,
            one.kind,
            one.row,
            one.confirmed,
            one.revision,
            one.raw,
            one.agreed,
            one.digest,
            tuple(CellTrouble(*told) for told in one.troubles),
        )
        for one in connection.execute(query)
    }


def revisions_on_sheets(connection: Connection, record_ids: Sequence[str]) -> dict[tuple[str, str], int]:
    """(kind, id) → the newest revision that a Sheet shows; records that stand on none are left out."""
    rows = table("sheet_row")
    newest = select(rows.c.kind, rows.c.record_id, func.max(rows.c.revision).label("revision"))
    shown = newest.where(rows.c.record_id.in_(record_ids), rows.c.confirmed).group_by(rows.c.kind, rows.c.record_id)
    return {(row.kind, row.record_id): row.revision for row in connection.execute(shown)}


def keep_rows(connection: Connection, key: str, sheet_id: int, kept: Sequence[AgreedRow]) -> None:
    """Write rows of a tab as now agreed."""
    if not kept:
        return
    rows = table("sheet_row")
    new = upsert(connection, rows)
    names = [c.name for c in rows.c if c.name not in ("book", "sheet_id", "record_id")]
    connection.execute(
        new.on_conflict_do_update(
            index_elements=["book", "sheet_id", "record_id"], set_={name: new.excluded[name] for name in names}
        ),
        [{"book": key, "sheet_id": sheet_id, **_as_stored(one)} for one in kept],
    )


def _as_stored(row: AgreedRow) -> dict[str, Any]:
    values = {name: getattr(row, name) for name in row.__slots__}
    return {**values, "troubles": [list(astuple(trouble)) for trouble in row.troubles]}


def move_rows(connection: Connection, key: str, sheet_id: int, at: Mapping[str, int]) -> None:
    """Note where rows stand now, and that they do (sorting moves them without changing them)."""
    rows = table("sheet_row")
    for record_id, row in at.items():
        connection.execute(
            update(rows)
            .where(rows.c.book == key, rows.c.sheet_id == sheet_id, rows.c.record_id == record_id)
            .values(row=row, confirmed=True)
        )


def add_again(connection: Connection, key: str) -> None:
    """Rows that were added and never showed are tried from the beginning."""
    rows = table("sheet_row")
    connection.execute(update(rows).where(rows.c.book == key, rows.c.row < ADDED).values(row=ADDED))


def drop_rows(connection: Connection, key: str, sheet_id: int, record_ids: Iterable[str]) -> None:
    """Forget rows that are no longer on a tab."""
    rows = table("sheet_row")
    for record_id in record_ids:
        connection.execute(
            delete(rows).where(rows.c.book == key, rows.c.sheet_id == sheet_id, rows.c.record_id == record_id)
        )


def keep_versions(connection: Connection, key: str, sheet_id: int, at: datetime, said: Iterable[RowVersion]) -> None:
    """Put down what rows say from now on."""
    values = [
        {
            "book": key,
            "sheet_id": sheet_id,
            "kind": one.kind,
            "record_id": one.record_id,
            "at": at,
            "row": one.row,
            "raw": one.raw,
        }
        for one in said
    ]
    if values:
        connection.execute(insert(table("sheet_version")), values)


def last_said(connection: Connection, key: str, sheet_id: int, record_id: str) -> dict[str, Any]:
    """Raw cells of a row at the last look; empty when it was gone."""
    rows = table("sheet_version")
    query = (
        select(rows.c.raw)
        .where(rows.c.book == key, rows.c.sheet_id == sheet_id, rows.c.record_id == record_id)
        .order_by(rows.c.id.desc())
        .limit(1)
    )
    return connection.scalar(query) or {}
