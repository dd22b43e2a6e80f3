"""What a tambon's workspace shows for the rungs of the ladder, straight from the store."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import TypeVar

from sqlalchemy import Connection, select

from lib.domain.seven_steps import STANDING, RungCheck, RungProof, improved, rungs
from lib.domain.thai_date import bangkok_today
from lib.schema.tambon_change import Assessment, Lesson
from lib.schema.tambon_plan import PlanFollowUp, PlanLine
from lib.schema.tambon_work import TambonStep, TambonWork
from lib.store import records
from lib.store.records import Stored
from lib.store.tables import table

R = TypeVar("R")

#: Kinds of parts that the rules look at.
SHOWS = ("tambon_step", "plan_line", "plan_follow_up", "lesson", "assessment")


def newest_work(connection: Connection, area: str) -> str | None:
    """Id of a tambon's workspace of the latest year; None where it has none."""
    rows = table("tambon_work")
    query = select(rows.c.id).where(rows.c.area == area, rows.c.withdrawn_at.is_(None))
    found = connection.scalar(query.order_by(rows.c.year.desc(), rows.c.id).limit(1))
    return str(found) if found else None


def checks_of(connection: Connection, work: str) -> list[RungCheck]:
    """Every rung as a workspace shows it; none for one that is not there."""
    head = records.get(connection, "tambon_work", work)
    if head is None or head.withdrawn or not isinstance(head.record, TambonWork):
        return []
    parts = {k: records.find(connection, k, table(k).c.work == work) for k in SHOWS}
    steps = [s.record.id for s in parts["tambon_step"]]
    proof = proof_from(head.record, parts, with_evidence(connection, steps), released(connection, head.record))
    return rungs(proof)


def with_evidence(connection: Connection, steps: Sequence[str]) -> set[str]:
    """Steps of a workspace (ids) that standing evidence proves."""
    rows = table("evidence")
    mine = (rows.c.proves_kind == "tambon_step") & rows.c.proves.in_(steps) & rows.c.withdrawn_at.is_(None)
    return set(connection.scalars(select(rows.c.proves).where(mine)))


def released(connection: Connection, work: TambonWork) -> bool:
    """Whether the household result of the workspace's year was published."""
    rows = table("survey_release")
    query = select(rows.c.id).where(rows.c.area == work.area, rows.c.year == work.year)
    return connection.scalar(query.limit(1)) is not None


def proof_from(
    work: TambonWork, parts: Mapping[str, Sequence[Stored]], proved: Collection[str], released: bool
) -> RungProof:
    """What a workspace shows. `parts`: records by kind, those of `SHOWS` at least; `proved`: steps with evidence."""
    steps, lessons = _of(parts["tambon_step"], TambonStep), _of(parts["lesson"], Lesson)
    lines, told = _of(parts["plan_line"], PlanLine), _of(parts["plan_follow_up"], PlanFollowUp)
    of_line = {line.id: sorted((f for f in told if f.line == line.id), key=lambda f: f.on_day) for line in lines}
    better = 0
    for line in lines:
        last = last_value(of_line[line.id])
        better += improved(line.better, line.baseline, last.value if last else None) is True
    return RungProof(
        frozenset(s.step for s in steps if s.state == "done"),
        frozenset(s.step for s in steps if s.id in proved),
        work.plan_state == "certified",
        sum(bool(line.indicator) for line in lines),
        sum(bool(found) for found in of_line.values()),
        better,
        sum(x.type in ("lesson", "curriculum", "media") for x in lessons),
        sum(x.type == "visit" for x in lessons),
        sum(
            a.view == "verifier" and a.item.startswith("c") and int(a.level or 0) >= STANDING
            for a in _of(parts["assessment"], Assessment)
        ),
        released,
    )


def last_value(follow_ups: Sequence[PlanFollowUp], today: date | None = None) -> PlanFollowUp | None:
    """The newest follow-up that says a value, of some in their order; a day that has not come yet says nothing."""
    until = today or bangkok_today()
    return next((f for f in reversed(follow_ups) if f.value is not None and f.on_day <= until), None)


def _of(found: Iterable[Stored], model: type[R]) -> list[R]:
    return [s.record for s in found if isinstance(s.record, model)]
