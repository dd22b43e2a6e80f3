"""Stored lines of canvases as the rules of the field see them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, select

from lib.domain.canvas import Activity, Cost, Item, Partner, Plan
from lib.domain.ranges import Range
from lib.store.canvas_rows import BOXES
from lib.store.records import Stored
from lib.store.tables import table

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
    items = _rows(connection, "canvas_item", wanted)
    activities = _rows(connection, "canvas_activity", wanted)
    partners = _rows(connection, "canvas_partner", wanted)
    costs = _rows(connection, "canvas_cost", wanted)
    return {
        canvas: Plan(
            tuple(_item(r) for r in items.get(canvas, ())),
            tuple(_activity(r) for r in activities.get(canvas, ())),
            tuple(_partner(r) for r in partners.get(canvas, ())),
            tuple(_cost(r) for r in costs.get(canvas, ())),
            households[canvas],
        )
        for canvas in households
    }


def plan_of(lines: Mapping[str, Sequence[Stored]], households: int | None) -> Plan:
    """The plan that lines already read make (by kind, in their order)."""
    items, activities, partners, costs = ([s.record.__dict__ for s in lines[kind_id]] for kind_id in BOXES)
    return Plan(
        tuple(map(_item, items)),
        tuple(map(_activity, activities)),
        tuple(map(_partner, partners)),
        tuple(map(_cost, costs)),
        households,
    )


def _rows(connection: Connection, kind_id: str, canvases: list[str] | None) -> dict[str, list[Mapping[Any, Any]]]:
    rows = table(kind_id)
    query = select(rows).where(rows.c.withdrawn_at.is_(None)).order_by(rows.c.order, rows.c.id)
    if canvases is not None:
        query = query.where(rows.c.canvas.in_(canvases))
    grouped: dict[str, list[Mapping[Any, Any]]] = {}
    for row in connection.execute(query).mappings():
        grouped.setdefault(row["canvas"], []).append(row)
    return grouped


def _item(row: Mapping[Any, Any]) -> Item:
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


def _activity(row: Mapping[Any, Any]) -> Activity:
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
    )


def _partner(row: Mapping[Any, Any]) -> Partner:
    return Partner(row["id"], row["text"], row["activity"] or "", row["gives"] or "", row["gets"] or "")


def _cost(row: Mapping[Any, Any]) -> Cost:
    return Cost(
        row["id"],
        row["text"],
        row["activity"] or "",
        Range.of(row["amount"], row["amount_high"]),
        row["why"] or "",
        row["source"] or "",
        bool(row["made_from"]),
    )
