"""Everything that belongs to one canvas: its lines, as they stand and as they stood."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    JSON,
    CompoundSelect,
    Connection,
    Select,
    String,
    bindparam,
    cast,
    func,
    literal,
    null,
    select,
    union_all,
)

from lib.config import forgettable
from lib.schema.history_words import Verb
from lib.schema.record import plain
from lib.schema.registry import KINDS
from lib.store import history, records
from lib.store.history import Change
from lib.store.records import Stored
from lib.store.tables import table

#: Kinds of what stands on a canvas, boxes first.
PARTS = tuple(k for k, m in KINDS.items() if m.about.within == "canvas")
#: What a plan says: the lines of its nine boxes. Quarters and the process go on by themselves.
BOXES = ("canvas_item", "canvas_activity", "canvas_partner", "canvas_cost")


def lines(
    connection: Connection, canvas: str, kinds: Iterable[str] = PARTS, *, withdrawn: bool = False
) -> dict[str, list[Stored]]:
    """The lines of a canvas by kind, in their order."""
    found = {}
    for kind_id in kinds:
        stored = records.found_by(connection, kind_id, _lines(kind_id, withdrawn=withdrawn), {"canvas": canvas})
        found[kind_id] = sorted(stored, key=lambda s: (s.record.order, s.created_at, s.record.id))  # type: ignore[attr-defined]
    return found


@forgettable
@cache
def _lines(kind_id: str, *, withdrawn: bool) -> Select[tuple[object, ...]]:
    """Made once a kind: a forum's boards ask it all the time."""
    rows = table(kind_id)
    query = select(rows).where(rows.c.canvas == bindparam("canvas"))
    return query if withdrawn else query.where(rows.c.withdrawn_at.is_(None))


@dataclass(frozen=True)
class Was:
    """One record as it stood after a change-set; `values` None when it did not stand then."""

    stored: Stored
    values: dict[str, Any] | None


def changes_of(connection: Connection, canvas: str) -> list[Change]:
    """Every change to a canvas and its lines, newest first."""
    return history.of_records(connection, _ids(connection, canvas))


def _ids(connection: Connection, canvas: str) -> list[str]:
    ids = [canvas]
    for kind_id in PARTS:
        rows = table(kind_id)
        ids += connection.scalars(select(rows.c.id).where(rows.c.canvas == canvas))
    return ids


def latest(connection: Connection, canvas: str) -> tuple[int, datetime | None]:
    """Number and moment of the last change-set that touched the canvas or a line of it."""
    found = connection.execute(_latest(), {"canvas": canvas}).first()
    return (found.number, found.at) if found else (0, None)


@forgettable
@cache
def _latest() -> Select[int, datetime]:
    """Made once: each board asks it when it is made anew. By kind and record, as the history is indexed."""
    wanted, change, sets = bindparam("canvas", type_=String), table("change"), table("change_set")
    own = select(change.c.change_set.label("number")).where(change.c.kind == "canvas", change.c.record_id == wanted)
    parts = [
        select(change.c.change_set).where(
            change.c.kind == kind_id, change.c.record_id.in_(select(rows.c.id).where(rows.c.canvas == wanted))
        )
        for kind_id in PARTS
        for rows in (table(kind_id),)
    ]
    touched = union_all(own, *parts).subquery()
    return select(sets.c.number, sets.c.at).where(sets.c.number == select(func.max(touched.c.number)).scalar_subquery())


def stamp(connection: Connection, canvas: str) -> tuple[object, ...] | None:
    """Changes whenever the canvas, a line of it or its group does; one query. None where that does not tell all.

    A plan that is put together from others changes with them.
    """
    found = connection.execute(_stamp(), {"canvas": canvas}).all()
    if any(row.kind == "canvas" and row.parts not in (None, []) for row in found):
        return None
    return tuple((row.kind, row.lines, row.revisions, row.at) for row in found)


@forgettable
@cache
def _stamp() -> CompoundSelect[tuple[object, ...]]:
    """Kind → how many rows, the sum of their revisions, the newest edit. Made once: every phone asks it."""
    wanted, heads, groups = bindparam("canvas", type_=String), table("canvas"), table("organisation")
    head = select(
        literal("canvas").label("kind"),
        literal(1).label("lines"),
        heads.c.revision.label("revisions"),
        heads.c.updated_at.label("at"),
        heads.c.parts.label("parts"),
    ).where(heads.c.id == wanted)
    origins = heads.alias("origin")
    named = [
        select(literal(what), literal(1), other.c.revision, other.c.updated_at, cast(null(), JSON))
        .join_from(heads, other, other.c.id == pointed)
        .where(heads.c.id == wanted)
        for what, other, pointed in (("group", groups, heads.c.organisation), ("origin", origins, heads.c.copied_from))
    ]
    parts = [
        select(
            literal(kind_id),
            func.count(),
            func.coalesce(func.sum(rows.c.revision), 0),
            func.max(rows.c.updated_at),
            cast(null(), JSON),
        ).where(rows.c.canvas == wanted)
        for kind_id in PARTS
        for rows in (table(kind_id),)
    ]
    return union_all(head, *named, *parts)


def edits_since(connection: Connection, canvas: str, number: int, kinds: Iterable[str]) -> int:
    """How many change-sets after `number` edited the canvas; what a meeting decides is no edit.

    Nor is what somebody said of two lines that are not the same: it stands in no box.
    """
    change, sets = table("change"), table("change_set")
    query = (
        select(sets.c.number, change.c.fields)
        .join(change, change.c.change_set == sets.c.number)
        .where(
            change.c.record_id.in_(_ids(connection, canvas)),
            sets.c.number > number,
            change.c.kind.in_(tuple(kinds)),
            sets.c.action.not_in((Verb.CERTIFY.value, Verb.USE.value)),
        )
    )
    return len({row.number for row in connection.execute(query) if set(row.fields) != {"apart"}})


def as_of(connection: Connection, canvas: str, number: int) -> dict[str, list[Was]]:
    """The canvas and its lines as they stood after change-set `number`, by kind."""
    later: dict[str, list[Change]] = {}
    for change in changes_of(connection, canvas):
        if change.number > number:
            later.setdefault(change.record_id, []).append(change)
    head = records.get(connection, "canvas", canvas)
    standing = {"canvas": [head] if head else [], **lines(connection, canvas, withdrawn=True)}
    return {
        kind_id: [Was(s, _then(s, later.get(s.record.id, []))) for s in found] for kind_id, found in standing.items()
    }


def _then(stored: Stored, later: list[Change]) -> dict[str, Any] | None:
    """Values of a record with its later changes (newest first) undone."""
    if later and later[-1].revision == 1:
        return None
    withdrawn = stored.withdrawn
    for change in later:
        if history.WITHDRAWN in change.fields:
            withdrawn = bool(change.fields[history.WITHDRAWN][0])
    if withdrawn:
        return None
    return history.values_at(plain(stored.record), later, stored.revision - len(later))
