"""The regional list of workspaces: where each stands, what is late, how many households were visited."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, func, select

from lib.domain.blunted_statistics import COUNT_STEP, blunted_count, rounded
from lib.domain.thai_date import bangkok_today
from lib.insight.bilingual_name import Name
from lib.insight.source import Shown, Source
from lib.schema.seeing import Audience
from lib.schema.tambon_choices import SEVEN_STEPS
from lib.store.tables import table

_KINDS = ("tambon_work", "tambon_step", "tambon_task", "survey_village", "household_survey", "area")


@dataclass(frozen=True)
class WorkspaceCard:
    """One workspace in the regional list. Days are C.E. dates, the year is B.E."""

    id: str
    name: str
    area: str
    place: Name
    province: str
    region: str
    year: int
    #: The first step that is not done, '' when all are.
    step: str
    done: int
    state: str
    owner: str
    due: date | None
    blocker: str
    blocked_on: date | None
    overdue: int
    next_action: str
    to_visit: int
    visited: int
    checked: int
    certified: bool

    def stuck_days(self, today: date) -> int:
        """Days since the step got stuck; 0 when it is not."""
        return (today - self.blocked_on).days if self.blocked_on and self.state == "blocked" else 0


def works(
    source: Source, *, audience: Audience = Audience.READER, fresh: bool = False
) -> Shown[tuple[WorkspaceCard, ...]]:
    """Every standing workspace. Readers see counts of household forms rounded as a release rounds them."""

    def build(connection: Connection) -> tuple[WorkspaceCard, ...]:
        cards = _read_cards(connection)
        if audience is Audience.WRITER:
            return cards
        return tuple(
            replace(c, owner="", visited=rounded(c.visited, COUNT_STEP), checked=rounded(c.checked, COUNT_STEP))
            for c in cards
        )

    return source.read(f"works:{audience}", _KINDS, build, fresh=fresh)


def _read_cards(connection: Connection) -> tuple[WorkspaceCard, ...]:
    heads, area, province = table("tambon_work"), table("area"), table("area").alias("p")
    query = (
        select(
            heads,
            area.c.name_th,
            area.c.name_en,
            area.c.province.label("in_province"),
            province.c.region,
            province.c.name_th.label("province_th"),
            province.c.name_en.label("province_en"),
        )
        .outerjoin(area, area.c.id == heads.c.area)
        .outerjoin(province, province.c.id == area.c.province)
        .where(heads.c.withdrawn_at.is_(None))
        .order_by(area.c.province, area.c.name_th, heads.c.year.desc())
    )
    steps = _grouped(connection, "tambon_step")
    late = _late(connection, bangkok_today())
    visits = _visits(connection)
    targets = _targets(connection)
    found = []
    for r in connection.execute(query).mappings():
        mine = {s["step"]: s for s in steps.get(r["id"], ())}
        now = next((s.value for s in SEVEN_STEPS if mine.get(s.value, {}).get("state") != "done"), "")
        step: Mapping[str, Any] = mine.get(now, {})
        visited, checked = visits.get((r["area"], r["year"]), (0, 0))
        found.append(
            WorkspaceCard(
                r["id"],
                r["name"],
                r["area"],
                Name(f"{r['name_th']} จ.{r['province_th']}", f"{r['name_en'] or r['name_th']}, {r['province_en']}"),
                r["in_province"] or "",
                r["region"] or "",
                r["year"],
                now,
                sum(s["state"] == "done" for s in mine.values()),
                step.get("state") or "todo",
                step.get("owner") or "",
                step.get("due"),
                step.get("blocker") or "",
                step.get("blocked_on") or (step["updated_at"].date() if step.get("state") == "blocked" else None),
                late.get(r["id"], 0),
                step.get("next_action") or "",
                targets.get(r["id"], 0),
                visited,
                checked,
                r["plan_state"] == "certified",
            )
        )
    return tuple(found)


def _grouped(connection: Connection, kind_id: str) -> dict[str, list[Mapping[Any, Any]]]:
    rows = table(kind_id)
    grouped: dict[str, list[Mapping[Any, Any]]] = {}
    for row in connection.execute(select(rows).where(rows.c.withdrawn_at.is_(None))).mappings():
        grouped.setdefault(row["work"], []).append(row)
    return grouped


def _late(connection: Connection, today: date) -> dict[str, int]:
    """Steps and tasks past their day and not done, by workspace."""
    found: dict[str, int] = {}
    for kind_id in ("tambon_step", "tambon_task"):
        rows = table(kind_id)
        step = kind_id == "tambon_step"
        undone = rows.c.state.is_distinct_from("done") if step else rows.c.done_on.is_(None)
        query = (
            select(rows.c.work, func.count())
            .where(rows.c.withdrawn_at.is_(None), rows.c.due < today, undone)
            .group_by(rows.c.work)
        )
        for work_id, count in connection.execute(query):
            found[work_id] = found.get(work_id, 0) + int(count)
    return found


def _visits(connection: Connection) -> dict[tuple[str, int], tuple[int, int]]:
    """Forms and checked forms of each round, rounded as releases are: everybody sees them while they come in."""
    rows = table("household_survey")
    query = (
        select(rows.c.area, rows.c.year, func.count(), func.count(rows.c.checked_on))
        .where(rows.c.withdrawn_at.is_(None))
        .group_by(rows.c.area, rows.c.year)
    )
    return {(a, y): (blunted_count(int(n)), blunted_count(int(c))) for a, y, n, c in connection.execute(query)}


def _targets(connection: Connection) -> dict[str, int]:
    rows = table("survey_village")
    query = select(rows.c.work, func.sum(rows.c.households)).where(rows.c.withdrawn_at.is_(None)).group_by(rows.c.work)
    return {w: int(n or 0) for w, n in connection.execute(query)}
