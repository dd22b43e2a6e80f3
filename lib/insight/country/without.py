"""What a count would be without some records: for whoever is about to take verdicts back."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, func, select, true

from lib.domain.thai_date import bangkok_today
from lib.insight.country import networks, progress
from lib.insight.country.ladder_sql import steps
from lib.insight.source import Source

#: Kinds that a goal counts, with the ladder that says by which rung.
LADDERS = {progress.KIND: progress.LADDER, networks.KIND: networks.LADDER}


@dataclass(frozen=True)
class Counted:
    """Areas that a goal counts now, and without some records."""

    now: int
    then: int


def counted_without(source: Source, kind_id: str, record_ids: Collection[str]) -> Counted | None:
    """The goal's proved count now and without these records' verdicts; None for a kind that no goal counts."""
    if kind_id not in LADDERS:
        return None
    with source.store.database.reading() as connection:
        return Counted(_count(connection, kind_id, ()), _count(connection, kind_id, record_ids))


def _count(connection: Connection, kind_id: str, without: Collection[str]) -> int:
    step = steps(kind_id, LADDERS[kind_id], bangkok_today())
    stays: ColumnElement[bool] = step.c.id.not_in(list(without)) if without else true()
    counted = select(func.count(step.c.area.distinct())).where(step.c.proved, step.c.counts, stays)
    return int(connection.scalar(counted) or 0)
