"""Whether all records of a kind lie in some places: then none of them has to be looked at by itself.

An office of one region holds that region's records: asking of each where it lies, once for a page of a list and
once for its count, cost as much again as the list. The answer holds for the versions of the records and of the
areas; both are looked up anew each time, in the transaction of the list.
"""

from __future__ import annotations

from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, exists, or_, select

from lib.config import forget_with
from lib.schema.registry import kind
from lib.store import containment, versions
from lib.store.tables import table

#: More than an installation has places with rights, times kinds.
_MOST = 5000
#: Of each database: (kind, places) → at which versions it was asked, and the answer.
_known: WeakKeyDictionary[Engine, dict[tuple[str, frozenset[str]], tuple[tuple[int, int], bool]]] = WeakKeyDictionary()
forget_with(_known.clear)


def all_lie_in(connection: Connection, kind_id: str, places: frozenset[str]) -> bool:
    """Whether every record of a kind, withdrawn ones too, lies in one of these areas.

    False as well for kinds that lie with other records. True is true of what this transaction sees, where it sees
    one moment (`Database.snapshot`).
    """
    if not places or not kind(kind_id).about.place:
        return False
    now = versions.current(connection)
    at = now.get(kind_id, 0), now.get("area", 0)
    known = _known.setdefault(connection.engine, {})
    held = known.get((kind_id, places))
    if held is None or held[0] != at:
        if len(known) > _MOST:
            known.clear()
        held = known[kind_id, places] = (at, not _some_outside(connection, kind_id, places))
    return held[1]


def _some_outside(connection: Connection, kind_id: str, places: frozenset[str]) -> bool:
    where = table(kind_id).c[kind(kind_id).about.place]
    # Each place once, from its index: there are fewer of them than records.
    named = select(where.label("place")).distinct().subquery()
    outside = or_(named.c.place.is_(None), named.c.place.not_in(containment.within(places)))
    return bool(connection.scalar(select(exists().where(outside))))
