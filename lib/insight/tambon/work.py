"""One tambon's workspace: its steps, what belongs to it, what it proves; and all of them at a glance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from sqlalchemy import Connection, func, select

from lib.domain.blunted_statistics import COUNT_STEP, blunted_count, rounded
from lib.domain.seven_steps import STANDING, RungCheck, RungProof, improved, reached, rungs
from lib.insight.bilingual_name import Name
from lib.insight.records.ledger import PlaceProof as Evidence
from lib.insight.records.ledger import ProvenStep, proofs_of
from lib.insight.source import Shown, Source
from lib.schema.choices import SEVEN_STEPS
from lib.schema.seeing import Audience, seen_record
from lib.schema.tambon_plan import PlanFollowUp, PlanLine
from lib.schema.tambon_work import TambonStep, TambonWork
from lib.store import records
from lib.store.records import Stored
from lib.store.tables import table

PARTS = (
    "tambon_step",
    "tambon_task",
    "survey_village",
    "tambon_survey",
    "local_product",
    "community_capital",
    "tambon_problem",
    "problem_cause",
    "swot_line",
    "plan_line",
    "plan_follow_up",
    "lesson",
    "assessment",
)
KINDS = ("tambon_work", *PARTS, "evidence", "tambon_progress", "survey_release", "organisation", "canvas")
#: A workspace that several people fill in is looked at anew this often, seconds.
EVERY = 0.5


@dataclass(frozen=True)
class Indicator:
    """One plan line with what was measured since: before and after."""

    line: PlanLine
    follow_ups: tuple[PlanFollowUp, ...]

    @property
    def last(self) -> PlanFollowUp | None:
        """The newest follow-up that says a value."""
        return next((f for f in reversed(self.follow_ups) if f.value is not None), None)

    @property
    def improved(self) -> bool | None:
        """Whether the indicator moved the right way; None when nobody can say."""
        return improved(self.line.better, self.line.baseline, self.last.value if self.last else None)

    @property
    def reached(self) -> bool | None:
        """Whether the target is reached; None when nobody can say."""
        return reached(self.line.better, self.line.target, self.last.value if self.last else None)


@dataclass(frozen=True)
class Work:
    """A workspace with everything on it."""

    head: Stored
    place: Name
    province: str
    province_name: Name
    parts: Mapping[str, Sequence[Stored]]
    #: Evidence of each step, by the step record's id.
    evidence: Mapping[str, Sequence[Evidence]]
    released: bool
    canvases: Mapping[str, str]
    centres: Mapping[str, str]

    @property
    def work(self) -> TambonWork:
        """The head."""
        assert isinstance(self.head.record, TambonWork)
        return self.head.record

    def of(self, kind_id: str) -> list[Any]:
        """Records of one kind of part."""
        return [s.record for s in self.parts[kind_id]]

    @property
    def steps(self) -> list[TambonStep]:
        """The seven steps in order."""
        return sorted(self.of("tambon_step"), key=lambda s: s.step)

    @cached_property
    def indicators(self) -> list[Indicator]:
        """Plan lines with their follow-ups, oldest first."""
        told = sorted(self.of("plan_follow_up"), key=lambda f: f.on_day)
        return [Indicator(line, tuple(f for f in told if f.line == line.id)) for line in self.of("plan_line")]

    @cached_property
    def proof(self) -> RungProof:
        """What the workspace shows, for the ladder's rules."""
        lessons = self.of("lesson")
        return RungProof(
            frozenset(s.step for s in self.steps if s.state == "done"),
            frozenset(s.step for s in self.steps if self.evidence.get(s.id)),
            self.work.plan_state == "certified",
            sum(bool(i.line.indicator) for i in self.indicators),
            sum(bool(i.follow_ups) for i in self.indicators),
            sum(i.improved is True for i in self.indicators),
            sum(x.type in ("lesson", "curriculum", "media") for x in lessons),
            sum(x.type == "visit" for x in lessons),
            sum(
                a.view == "verifier" and a.item.startswith("c") and int(a.level or 0) >= STANDING
                for a in self.of("assessment")
            ),
            self.released,
        )

    @property
    def rungs(self) -> list[RungCheck]:
        """Rungs of the ladder as the workspace proves them."""
        return rungs(self.proof)


def work(
    source: Source, work_id: str, *, audience: Audience = Audience.READER, fresh: bool = False
) -> Shown[Work | None]:
    """A workspace as it stands for an audience; None when there is none or it was withdrawn."""

    def build(connection: Connection) -> Work | None:
        found = read_work(connection, work_id)
        return found and _seen(found, audience)

    return source.read(f"work:{work_id}:{audience}", KINDS, build, fresh=fresh, every=EVERY)


def area_of(source: Source, work_id: str) -> str:
    """Id of the area that a workspace is about; '' when there is none."""
    rows = table("tambon_work")
    with source.store.database.reading() as connection:
        return str(connection.scalar(select(rows.c.area).where(rows.c.id == work_id)) or "")


def _seen(work: Work, audience: Audience) -> Work:
    if audience is Audience.WRITER:
        return work

    def emptied(stored: Stored) -> Stored:
        return replace(stored, record=seen_record(audience, stored.record))

    parts = {kind_id: [emptied(s) for s in found] for kind_id, found in work.parts.items()}
    return replace(work, head=emptied(work.head), parts=parts)


def read_work(connection: Connection, work_id: str) -> Work | None:
    """All of it, straight from the store."""
    head = records.get(connection, "tambon_work", work_id)
    if head is None or head.withdrawn or not isinstance(head.record, TambonWork):
        return None
    parts = {
        kind_id: sorted(
            records.find(connection, kind_id, table(kind_id).c.work == work_id),
            key=lambda s: (s.created_at, s.record.id),
        )
        for kind_id in PARTS
    }
    steps = [s.record.id for s in parts["tambon_step"]]
    area, province = table("area"), table("area").alias("p")
    place = connection.execute(
        select(area.c.name_th, area.c.name_en, area.c.province, province.c.name_th, province.c.name_en)
        .outerjoin(province, province.c.id == area.c.province)
        .where(area.c.id == head.record.area)
    ).first()
    release = table("survey_release")
    released = connection.scalar(
        select(release.c.id).where(release.c.area == head.record.area, release.c.year == head.record.year)
    )
    return Work(
        head,
        Name(place[0], place[1] or "") if place else Name(head.record.name),
        (place[2] or "") if place else "",
        Name(place[3] or "", place[4] or "") if place else Name(""),
        parts,
        proofs_of(connection, "tambon_step", steps),
        released is not None,
        _named(connection, "canvas", head.record.area),
        _named(connection, "incubation_centre", head.record.area),
    )


def _named(connection: Connection, kind_id: str, area: str) -> dict[str, str]:
    rows = table(kind_id)
    query = select(rows.c.id, rows.c.name).where(rows.c.area == area, rows.c.withdrawn_at.is_(None))
    return {r.id: r.name for r in connection.execute(query)}


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


_LIST_KINDS = ("tambon_work", "tambon_step", "tambon_task", "survey_village", "household_survey", "area")


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

    return source.read(f"works:{audience}", _LIST_KINDS, build, fresh=fresh)


def _read_cards(connection: Connection) -> tuple[WorkspaceCard, ...]:
    from lib.domain.thai_date import bangkok_today

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


__all__ = ["Evidence", "Indicator", "ProvenStep", "Work", "WorkspaceCard", "read_work", "work", "works"]
