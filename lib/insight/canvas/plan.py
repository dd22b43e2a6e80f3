"""Stored lines of canvases as the rules of the field see them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from lib.domain.canvas import Activity, Cost, Item, Partner, Plan
from lib.domain.ranges import Range
from lib.schema.registry import kind as type_of
from lib.store import canvas_rows
from lib.store.canvas_rows import BOXES, Was
from lib.store.records import Stored
from lib.store.tables import table

#: A row of the store, or what stood in it once: field → value.
_Values = Mapping[Any, Any]
#: Kinds whose changes change a plan.
KINDS = ("canvas", *BOXES)


def plans(connection: Connection, canvases: Iterable[str] | None = None) -> dict[str, Plan]:
    """Plans of some canvases (None: all that stand) by canvas id, lines in their order."""
    wanted = None if canvases is None else sorted(set(canvases))
    heads = table("canvas")
    query = select(heads.c.id, heads.c.households).where(heads.c.withdrawn_at.is_(None))
    if wanted is not None:
        query = query.where(heads.c.id.in_(wanted))
    households = {row.id: row.households for row in connection.execute(query)}
    rows = [_rows(connection, kind_id, wanted) for kind_id in BOXES]
    return {canvas: _plan([of.get(canvas, ()) for of in rows], households[canvas]) for canvas in households}


def plan_of(lines: Mapping[str, Sequence[Stored]], households: int | None) -> Plan:
    """The plan that lines already read make (by kind, in their order)."""
    return _plan([[s.record.__dict__ for s in lines[kind_id]] for kind_id in BOXES], households)


def _plan(boxes: Sequence[Sequence[_Values]], households: int | None) -> Plan:
    """The plan of the rows of each kind of `BOXES`, in their order."""
    items, activities, partners, costs = boxes
    return Plan(
        tuple(map(_item, items)),
        tuple(map(_activity, activities)),
        tuple(map(_partner, partners)),
        tuple(map(_cost, costs)),
        households,
    )


@dataclass(frozen=True)
class PlanPart:
    """A group's plan in a tambon's plan: as it counts there, and as it stands today (None: withdrawn)."""

    id: str
    name: str
    #: Draft, presented, certified, in use; '' for a withdrawn one.
    state: str
    counted: Plan
    now: Plan | None

    @property
    def changed(self) -> bool:
        """Whether it is otherwise today than what the meeting certified."""
        return self.now != self.counted


def parts_of(
    connection: Connection, canvas: str, parts: Sequence[str], now: Mapping[str, Plan], *, certified: bool
) -> tuple[PlanPart, ...]:
    """The parts of a tambon's plan in their order.

    `certified`: what they were when a meeting certified the plan goes on to count, whatever became of the groups'
    plans since; otherwise the plans as they stand (`now`, by canvas).
    """
    counted = _then(connection, canvas) if certified else {p: now[p] for p in parts if p in now}
    heads = table("canvas")
    query = select(heads.c.id, heads.c.name, heads.c.state, heads.c.withdrawn_at).where(heads.c.id.in_(counted))
    known = {row.id: row for row in connection.execute(query)} if counted else {}
    return tuple(
        PlanPart(p, known[p].name, "" if known[p].withdrawn_at else known[p].state or "draft", plan, now.get(p))
        for p, plan in counted.items()
        if p in known
    )


def _then(connection: Connection, canvas: str) -> dict[str, Plan]:
    """The parts that a tambon's plan had when it was certified last, each as it stood then.

    The certified version is the last change of the plan itself: its parts may have changed since, before the meeting.
    """
    told = (c for c in canvas_rows.changes_of(connection, canvas) if c.kind == "canvas")
    number = next((c.number for c in told if c.fields.get("certified_version", (None, None))[1]), 0)
    head = next(iter(canvas_rows.as_of(connection, canvas, number)["canvas"]), None)
    parts: Sequence[str] = (head.values or {}).get("parts") or () if head else ()
    found = {}
    for part in parts:
        was = canvas_rows.as_of(connection, part, number)
        of_head = was["canvas"][0].values if was["canvas"] else None
        if of_head is not None:
            found[part] = _plan_then(was, of_head.get("households"))
    return found


def _plan_then(was: Mapping[str, Sequence[Was]], households: int | None) -> Plan:
    """Values of an older version may lack a field that came later: nobody had answered it."""
    rows: list[list[_Values]] = []
    for kind_id in BOXES:
        empty = dict.fromkeys(type_of(kind_id).model_fields)
        told = [{**empty, **w.values, "id": w.stored.record.id} for w in was[kind_id] if w.values is not None]
        rows.append(sorted(told, key=lambda r: (r["order"] or 0, r["id"])))
    return _plan(rows, households)


def _rows(connection: Connection, kind_id: str, canvases: list[str] | None) -> dict[str, list[_Values]]:
    rows = table(kind_id)
    query = select(rows).where(rows.c.withdrawn_at.is_(None)).order_by(rows.c.order, rows.c.id)
    if canvases is not None:
        query = query.where(rows.c.canvas.in_(canvases))
    grouped: dict[str, list[_Values]] = {}
    for row in connection.execute(query).mappings():
        grouped.setdefault(row["canvas"], []).append(row)
    return grouped


def _item(row: _Values) -> Item:
    return Item(
        row["id"],
        int(row["step"]),
        row["text"],
        row["gain"] or "",
        Range.of(row["units"], row["units_high"]),
        Range.of(row["price"], row["price_high"]),
        row["months"] or 12,
        row["from_month"] or 1,
        row["capacity"],
        bool(row["made_from"]),
        None if row["unit_cost"] is None else float(row["unit_cost"]),
    )


def _activity(row: _Values) -> Activity:
    ways = row["ways"] or ()
    return Activity(
        row["id"],
        row["text"],
        frozenset(row["serves"] or ()),
        row["from_month"],
        row["to_month"],
        row["owner"] or "",
        "self" in ways,
        "partner" in ways,
        bool(row["made_from"]),
    )


def _partner(row: _Values) -> Partner:
    return Partner(row["id"], row["text"], row["activity"] or "", row["gives"] or "", row["gets"] or "")


def _cost(row: _Values) -> Cost:
    return Cost(
        row["id"],
        row["text"],
        row["activity"] or "",
        Range.of(row["amount"], row["amount_high"]),
        row["why"] or "",
        row["source"] or "",
        bool(row["made_from"]),
    )
