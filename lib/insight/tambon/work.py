"""One tambon's workspace: its steps, what belongs to it, what it proves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from sqlalchemy import Connection, select

from lib.domain.seven_steps import RungCheck, RungProof, StepDoubt, improved, reached, rungs, step_doubts
from lib.insight.bilingual_name import Name
from lib.insight.records.ledger import PlaceProof, proofs_of
from lib.insight.source import Shown, Source
from lib.schema.seeing import Audience, seen_record
from lib.schema.tambon_plan import PlanFollowUp, PlanLine
from lib.schema.tambon_work import TambonStep, TambonWork
from lib.store import records
from lib.store.records import Stored
from lib.store.rung_proof import last_value, proof_from, released
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
    "work_team",
    "tambon_link",
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
        """The newest follow-up that says a value; a day that has not come yet says nothing."""
        return last_value(self.follow_ups)

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
    evidence: Mapping[str, Sequence[PlaceProof]]
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

    def doubts(self, step: TambonStep) -> list[StepDoubt]:
        """What a step that is marked as done does not say."""
        if step.state != "done":
            return []
        earlier = [s for s in self.steps if s.step < step.step]
        return step_doubts(
            day=step.done_on is not None,
            result=bool(step.result),
            evidence=bool(self.evidence.get(step.id)),
            earlier_done=all(s.state == "done" for s in earlier),
        )

    @cached_property
    def indicators(self) -> list[Indicator]:
        """Plan lines with their follow-ups, oldest first."""
        told = sorted(self.of("plan_follow_up"), key=lambda f: f.on_day)
        return [Indicator(line, tuple(f for f in told if f.line == line.id)) for line in self.of("plan_line")]

    @cached_property
    def proof(self) -> RungProof:
        """What the workspace shows, for the ladder's rules."""
        proved = {step for step, found in self.evidence.items() if found}
        parts = {kind_id: [s.record for s in found] for kind_id, found in self.parts.items()}
        return proof_from(self.work, parts, proved, self.released)

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
    return Work(
        head,
        Name(place[0], place[1] or "") if place else Name(head.record.name),
        (place[2] or "") if place else "",
        Name(place[3] or "", place[4] or "") if place else Name(""),
        parts,
        proofs_of(connection, "tambon_step", steps),
        released(connection, head.record),
        _named(connection, "canvas", head.record.area),
        _named(connection, "incubation_centre", head.record.area),
    )


def _named(connection: Connection, kind_id: str, area: str) -> dict[str, str]:
    rows = table(kind_id)
    query = select(rows.c.id, rows.c.name).where(rows.c.area == area, rows.c.withdrawn_at.is_(None))
    return {r.id: r.name for r in connection.execute(query)}
