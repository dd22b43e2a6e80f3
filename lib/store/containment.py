"""Which area lies in which, as a closure table: tambon ⊂ amphoe ⊂ province ⊂ region or province group.

Made from what areas say of themselves (parent, province, region, members of a group); made anew for
an area and all inside it when it changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sqlalchemy import ColumnElement, Connection, Select, delete, insert, select

from lib.store.database import Database
from lib.store.tables import table

TABLE = "area_inside"
_BATCH = 5000


def rebuild(connection: Connection) -> int:
    """Make the whole table anew; the number of its rows."""
    inside = table(TABLE)
    connection.execute(delete(inside))
    edges = _edges(connection)
    return _insert(connection, edges, edges)


def ensure(database: Database) -> None:
    """Make the table when areas stand and it is empty: in a store from before it came."""
    inside, areas = table(TABLE), table("area")
    with database.reading() as connection:
        missing = connection.scalar(select(inside.c.inner).limit(1)) is None
        if not missing or connection.scalar(select(areas.c.id).limit(1)) is None:
            return
    with database.writing() as connection:
        rebuild(connection)


def follow(connection: Connection, areas: Iterable[str]) -> None:
    """Areas were added or changed: what holds them, and all inside them, is worked out anew."""
    inside = table(TABLE)
    edges = _edges(connection)
    affected = set(areas)
    # What was inside by the table, and what is inside by what areas say now.
    for part in _parts(sorted(affected)):
        affected |= set(connection.scalars(select(inside.c.inner).where(inside.c.outer.in_(part))))
    while more := {inner for inner, outers in edges.items() if outers & affected} - affected:
        affected |= more
    for part in _parts(sorted(affected)):
        connection.execute(delete(inside).where(inside.c.inner.in_(part)))
    _insert(connection, edges, affected & edges.keys())


def contains(connection: Connection, outer: str, inner: str) -> bool:
    """Whether the outer area is the inner one or contains it."""
    inside = table(TABLE)
    found = select(inside.c.inner).where(inside.c.outer == outer, inside.c.inner == inner)
    return outer == inner or connection.scalar(found) is not None


def within(outers: Iterable[str]) -> Select[tuple[str]]:
    """Query of the ids of all areas that lie in any of these, themselves included."""
    inside = table(TABLE)
    return select(inside.c.inner).where(inside.c.outer.in_(sorted(set(outers))))


def lies_in(place: ColumnElement[str], outers: Iterable[str]) -> ColumnElement[bool]:
    """SQL condition: a place lies in any of these areas."""
    return place.in_(within(outers))


def areas_within(connection: Connection, outers: Iterable[str]) -> frozenset[str]:
    """Ids of all areas that lie in any of these."""
    return frozenset(connection.scalars(within(outers)))


def _edges(connection: Connection) -> dict[str, set[str]]:
    """Area → areas that it says it lies in, straight."""
    rows = table("area")
    said: dict[str, set[str]] = {}
    query = select(rows.c.id, rows.c.type, rows.c.parent, rows.c.province, rows.c.region, rows.c.members)
    found = connection.execute(query).all()
    for row in found:
        of = said.setdefault(row.id, set())
        region = f"CODI-{row.region}" if row.region else None
        of |= {outer for outer in (row.parent, row.province, region) if outer and outer != row.id}
    for row in found:
        for member in row.members or ():
            if member in said and member != row.id:
                said[member].add(row.id)
    return said


def _insert(connection: Connection, edges: Mapping[str, set[str]], areas: Iterable[str]) -> int:
    known: dict[str, frozenset[str]] = {}
    rows = [{"outer": outer, "inner": inner} for inner in areas for outer in sorted(_above(inner, edges, known))]
    for part in range(0, len(rows), _BATCH):
        connection.execute(insert(table(TABLE)), rows[part : part + _BATCH])
    return len(rows)


def _above(area: str, edges: Mapping[str, set[str]], known: dict[str, frozenset[str]]) -> frozenset[str]:
    """An area and all that hold it; areas that say they lie in each other hold each other and end there."""
    if area in known:
        return known[area]
    found, waiting = {area}, [area]
    while waiting:
        for outer in edges.get(waiting.pop(), ()):
            if outer not in found:
                found.add(outer)
                waiting.append(outer)
    known[area] = frozenset(found)
    return known[area]


def _parts(ids: list[str]) -> Iterable[list[str]]:
    return (ids[n : n + 500] for n in range(0, len(ids), 500))
