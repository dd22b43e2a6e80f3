"""What became of a tambon's plan after its first certification: each changed line, from what to what."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, select

from lib.insight.records.seen_changes import seen_changes
from lib.insight.source import Source
from lib.schema.seeing import Audience
from lib.store import history
from lib.store.history import Change
from lib.store.tables import table


@dataclass(frozen=True)
class PlanRevision:
    """One change of a line of the plan. `line`: its words as they stand (or stood last)."""

    line: str
    change: Change


def plan_revisions(source: Source, work: str, *, audience: Audience) -> list[PlanRevision]:
    """Changes of a workspace's plan lines since a meeting certified the plan first, the newest first."""
    rows = table("plan_line")
    with source.store.database.reading() as connection:
        certified = _first_certified(connection, work)
        if certified is None:
            return []
        lines = {r.id: r.text for r in connection.execute(select(rows.c.id, rows.c.text).where(rows.c.work == work))}
        later = history.later_than(connection, "plan_line", certified.when)
    mine = [change for record_id, changes in later.items() if record_id in lines for change in changes]
    found = seen_changes(sorted(mine, key=lambda c: c.number, reverse=True), audience)
    return [PlanRevision(lines[change.record_id] or "", change) for change in found]


def _first_certified(connection: Connection, work: str) -> Change | None:
    """The change by which the workspace's plan was certified first."""
    changes = history.of_record(connection, "tambon_work", work)
    made = [c for c in changes if (c.fields.get("certified_on") or (None, None))[1]]
    return min(made, key=lambda c: c.number, default=None)
