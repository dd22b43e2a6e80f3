"""What a tambon's workspace shows for the rungs of the ladder, straight from the store."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from sqlalchemy import Connection, select

from lib.domain.seven_steps import STANDING, Requirement, RungCheck, RungProof, improved, rungs
from lib.domain.thai_date import bangkok_today
from lib.schema.record import Record
from lib.schema.tambon_change import Assessment, Lesson
from lib.schema.tambon_plan import PlanFollowUp, PlanLine
from lib.schema.tambon_work import TambonStep, TambonWork
from lib.store import records
from lib.store.tables import table

R = TypeVar("R")

#: Kinds of parts that the rules look at.
SHOWS = ("tambon_step", "plan_line", "plan_follow_up", "lesson", "assessment")


@dataclass(frozen=True)
class PartEdit:
    """A part of a workspace as it stands and as it is to be: None where it is not there."""

    before: Record | None
    after: Record | None


def work_for(connection: Connection, area: str, rung: str) -> str | None:
    """The workspace that a rung of a tambon is held against: the one it was reported from, else the newest.

    Reported from several, the one that lacks least. None where the tambon has none.
    """
    noted = [w for w in noted_works(connection, area, rung) if checks_of(connection, w)]
    if noted:
        return min(noted, key=lambda w: (len(lacking_in(connection, w, rung)), w))
    rows = table("tambon_work")
    query = select(rows.c.id).where(rows.c.area == area, rows.c.withdrawn_at.is_(None))
    found = connection.scalar(query.order_by(rows.c.year.desc(), rows.c.id).limit(1))
    return str(found) if found else None


def noted_works(connection: Connection, area: str, rung: str) -> list[str]:
    """Workspaces that a rung of a tambon was reported from, by the notes that stand."""
    rows, notes = table("tambon_progress"), table("evidence")
    joined = (notes.c.proves == rows.c.id) & (notes.c.proves_kind == "tambon_progress") & notes.c.withdrawn_at.is_(None)
    works = table("tambon_work")
    query = (
        select(notes.c.made_from)
        .join(rows, joined)
        .join(works, (works.c.id == notes.c.made_from) & works.c.withdrawn_at.is_(None))
        .where(rows.c.area == area, rows.c.rung == rung, rows.c.withdrawn_at.is_(None))
    )
    return sorted(set(connection.scalars(query)))


def lacking_in(connection: Connection, work: str, rung: str) -> tuple[Requirement, ...]:
    """What a rung asks for and a workspace does not show."""
    return next((one.lacking for one in checks_of(connection, work) if one.id == rung), ())


def checks_of(
    connection: Connection, work: str, edit: PartEdit | None = None, without_evidence: str = ""
) -> list[RungCheck]:
    """Every rung as a workspace shows it; none for one that is not there.

    `edit`, `without_evidence`: as it would show it once a part was written, or evidence of a step was gone.
    """
    head = records.get(connection, "tambon_work", work)
    if head is None or head.withdrawn or not isinstance(head.record, TambonWork):
        return []
    parts = {k: [s.record for s in records.find(connection, k, table(k).c.work == work)] for k in SHOWS}
    if edit is not None:
        _put(parts, edit)
    steps = [s.id for s in parts["tambon_step"]]
    proved = with_evidence(connection, steps, without_evidence)
    return rungs(proof_from(head.record, parts, proved, released(connection, head.record)))


def _put(parts: dict[str, list[Record]], edit: PartEdit) -> None:
    for kind_id, found in parts.items():
        gone = edit.before.id if edit.before is not None and edit.before.about.id == kind_id else ""
        parts[kind_id] = [one for one in found if one.id != gone]
        if edit.after is not None and edit.after.about.id == kind_id:
            parts[kind_id].append(edit.after)


def with_evidence(connection: Connection, steps: Sequence[str], without: str = "") -> set[str]:
    """Steps of a workspace (ids) that standing evidence proves. `without`: id of evidence that is left out."""
    rows = table("evidence")
    mine = (rows.c.proves_kind == "tambon_step") & rows.c.proves.in_(steps) & rows.c.withdrawn_at.is_(None)
    return set(connection.scalars(select(rows.c.proves).where(mine, rows.c.id != without)))


def released(connection: Connection, work: TambonWork) -> bool:
    """Whether the household result of the workspace's year was published."""
    rows = table("survey_release")
    query = select(rows.c.id).where(rows.c.area == work.area, rows.c.year == work.year)
    return connection.scalar(query.limit(1)) is not None


def proof_from(
    work: TambonWork, parts: Mapping[str, Sequence[Record]], proved: Collection[str], released: bool
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


def _of(found: Iterable[Record], model: type[R]) -> list[R]:
    return [one for one in found if isinstance(one, model)]
