"""Data versions: a number per record kind and province that goes up with every write."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from functools import cache

from sqlalchemy import Connection, Select, func, select

from lib.config import forgettable
from lib.store.database import upsert
from lib.store.tables import table

#: Versions of records that lie in no province.
NOWHERE = ""


def bump(connection: Connection, touched: Iterable[tuple[str, str]]) -> None:
    """Raise the version of each (kind, province id or '') by one."""
    versions = table("data_version")
    raised = [{"kind": kind, "province": province, "version": 1} for kind, province in sorted(set(touched))]
    if raised:
        new = upsert(connection, versions)
        raise_it = new.on_conflict_do_update(
            index_elements=["kind", "province"], set_={"version": versions.c.version + 1}
        )
        connection.execute(raise_it, raised)


def current(connection: Connection) -> dict[str, int]:
    """Version of each kind over all provinces."""
    return {kind: int(total) for kind, total in connection.execute(_current())}


def by_place(connection: Connection) -> dict[tuple[str, str], int]:
    """Version of each kind in each province ('' for what lies in none)."""
    rows = table("data_version")
    found = connection.execute(select(rows.c.kind, rows.c.province, rows.c.version))
    return {(kind, province): int(version) for kind, province, version in found}


def within(standing: Mapping[tuple[str, str], int], provinces: Container[str] | None) -> dict[str, int]:
    """Version of each kind in some provinces and in none (None: everywhere)."""
    found: dict[str, int] = {}
    for (kind, province), version in standing.items():
        if provinces is None or province == NOWHERE or province in provinces:
            found[kind] = found.get(kind, 0) + version
    return found


@forgettable
@cache
def _current() -> Select[str, int]:
    """Made once: it is asked all the time."""
    versions = table("data_version")
    return select(versions.c.kind, func.sum(versions.c.version)).group_by(versions.c.kind)
