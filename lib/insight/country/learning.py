"""Which leaders learned what, in which round: knowledge, skill, network (KSNB)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import ColumnElement, Connection, RowMapping, select, true

from lib.insight.source import Shown, Source
from lib.schema.choices import COUNCIL_AREAS, MINDSETS
from lib.store.tables import table

KINDS = ("learning", "person", "event", "area")


@dataclass(frozen=True)
class Learned:
    """What one leader took home from one round."""

    id: str
    person: str
    event: str
    mode: str
    learned_on: date | None
    knowledge: str
    skill: str
    network: str


@dataclass(frozen=True)
class LearningOverview:
    """All of it, what was learned last first. Leaders and tambons count once each, in however many rounds."""

    learned: tuple[Learned, ...]
    leaders: int
    #: Tambons (and other councils' areas) that the leaders are of.
    tambons: int
    rounds: tuple[LearningRound, ...]
    #: Leaders whose mindset was asked before and after, and those of them that moved towards capital first.
    asked: int
    moved: int


@dataclass(frozen=True)
class LearningRound:
    """One round, known by its record: two of one name are two."""

    event: str
    name: str
    mode: str
    cohort: str
    trainer: str
    starts_on: date | None
    ends_on: date | None
    #: Leaders that are recorded of it, and the tambons they are of.
    leaders: int
    tambons: int


def learning(
    source: Source, only: ColumnElement[bool] | None = None, *, fresh: bool = False
) -> Shown[LearningOverview]:
    """For people of the programme only: it names persons. `only`: what somebody may see of it, read for oneself alone."""
    if only is None:
        return source.read("learning", KINDS, _read, fresh=fresh)
    with source.store.database.reading() as connection:
        return Shown(_read(connection, only), source.version(KINDS, fresh=fresh), datetime.now(UTC))


def _read(connection: Connection, only: ColumnElement[bool] | None = None) -> LearningOverview:
    rows, person, event = table("learning"), table("person"), table("event")
    query = (
        select(
            rows,
            person.c.name.label("leader"),
            person.c.area.label("home"),
            event.c.name.label("round"),
            *(event.c[name] for name in ("mode", "cohort", "trainer", "starts_on", "ends_on")),
        )
        .join(person, person.c.id == rows.c.person)
        .join(event, event.c.id == rows.c.event)
        .where(rows.c.withdrawn_at.is_(None), person.c.withdrawn_at.is_(None), true() if only is None else only)
        .order_by(rows.c.updated_at.desc(), rows.c.id)
    )
    found = connection.execute(query).mappings().all()
    councils = _councils(connection, {r["home"] for r in found if r["home"]})
    asked = [r for r in found if r["mindset_before"] and r["mindset_after"]]
    return LearningOverview(
        tuple(sorted((_learned(r) for r in found), key=lambda o: o.learned_on or date.min, reverse=True)),
        len({r["person"] for r in found}),
        len({r["home"] for r in found} & councils),
        _rounds(found, councils),
        len({r["person"] for r in asked}),
        len({r["person"] for r in asked if _ORDER[r["mindset_after"]] > _ORDER[r["mindset_before"]]}),
    )


#: Mindsets from money first to capital first.
_ORDER = {option.value: number for number, option in enumerate(MINDSETS)}


def _learned(row: RowMapping) -> Learned:
    return Learned(
        row["id"],
        row["leader"],
        row["round"],
        row["mode"] or "",
        row["learned_on"] or row["starts_on"],
        row["knowledge"] or "",
        row["skill"] or "",
        row["network"] or "",
    )


def _rounds(found: Sequence[RowMapping], councils: set[str]) -> tuple[LearningRound, ...]:
    by_event: dict[str, list[RowMapping]] = {}
    for row in found:
        by_event.setdefault(row["event"], []).append(row)
    made = [
        LearningRound(
            event,
            several[0]["round"],
            several[0]["mode"] or "",
            several[0]["cohort"] or "",
            several[0]["trainer"] or "",
            several[0]["starts_on"],
            several[0]["ends_on"],
            len({r["person"] for r in several}),
            len({r["home"] for r in several} & councils),
        )
        for event, several in by_event.items()
    ]
    return tuple(sorted(made, key=lambda r: (-(r.starts_on or date.min).toordinal(), r.name, r.event)))


def _councils(connection: Connection, areas: set[str]) -> set[str]:
    """Those of some areas that have a council of their own: tambons, municipalities, districts of Bangkok."""
    rows = table("area")
    query = select(rows.c.id).where(rows.c.id.in_(sorted(areas)), rows.c.type.in_(COUNCIL_AREAS))
    return set(connection.scalars(query))
