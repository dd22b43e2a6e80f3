"""Which leaders learned what, in which round: knowledge, skill, network (KSNB)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import ColumnElement, Connection, select, true

from lib.insight.source import Shown, Source
from lib.store.tables import table

KINDS = ("learning", "person", "event")


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
    """All of it, newest first; `rounds` counts leaders by (round, mode)."""

    learned: tuple[Learned, ...]
    leaders: int
    rounds: tuple[tuple[str, str, int], ...]


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
            rows.c.id,
            rows.c.person.label("person_id"),
            person.c.name,
            event.c.name.label("event"),
            event.c.mode,
            event.c.starts_on,
            rows.c.learned_on,
            rows.c.knowledge,
            rows.c.skill,
            rows.c.network,
        )
        .join(person, person.c.id == rows.c.person)
        .join(event, event.c.id == rows.c.event)
        .where(rows.c.withdrawn_at.is_(None), person.c.withdrawn_at.is_(None), true() if only is None else only)
        .order_by(rows.c.updated_at.desc(), rows.c.id)
    )
    found = connection.execute(query).all()
    counted = Counter((r.event, r.mode or "") for r in found)
    return LearningOverview(
        tuple(
            Learned(
                r.id,
                r.name,
                r.event,
                r.mode or "",
                r.learned_on or r.starts_on,
                r.knowledge or "",
                r.skill or "",
                r.network or "",
            )
            for r in found
        ),
        len({r.person_id for r in found}),
        tuple((name, mode, n) for (name, mode), n in sorted(counted.items())),
    )
