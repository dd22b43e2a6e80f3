"""Who saw which private record, and the releases of survey results."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from lib.domain.village_result import Digests
from lib.schema.record import new_id
from lib.store.tables import table


@dataclass(frozen=True)
class Look:
    """One look at a private record (or at a list: record '')."""

    at: datetime
    actor_label: str
    act: str
    kind: str
    record_id: str
    place: str


def note(
    connection: Connection, actor: tuple[str, str], act: str, kind_id: str, record_ids: Sequence[str], place: str = ""
) -> None:
    """Note that somebody (id, label) saw records; an empty id stands for a list."""
    told = {
        "at": datetime.now(UTC),
        "actor": actor[0],
        "actor_label": actor[1],
        "act": act,
        "kind": kind_id,
        "place": place,
    }
    if record_ids:
        connection.execute(insert(table("access_log")), [{**told, "record_id": r} for r in record_ids])


def looks(connection: Connection, *, record_id: str = "", place: str = "", limit: int = 200) -> list[Look]:
    """Looks at a record or at a place's records, newest first."""
    rows = table("access_log")
    query = select(rows).order_by(rows.c.id.desc()).limit(limit)
    if record_id:
        query = query.where(rows.c.record_id == record_id)
    if place:
        query = query.where(rows.c.place == place)
    return [
        Look(r["at"], r["actor_label"], r["act"], r["kind"], r["record_id"], r["place"])
        for r in connection.execute(query).mappings()
    ]


@dataclass(frozen=True)
class Released:
    """One release as stored; `members`: cell key → household digest → answer digest."""

    id: str
    area: str
    year: int
    number: int
    list_version: int
    salt: str
    made_at: datetime
    actor_label: str
    cells: dict[str, Any]
    members: dict[str, dict[str, str]]


def releases(connection: Connection, area: str, year: int) -> list[Released]:
    """Every release of a round, newest first."""
    rows = table("survey_release")
    query = select(rows).where(rows.c.area == area, rows.c.year == year).order_by(rows.c.number.desc())
    return [Released(**row) for row in connection.execute(query).mappings()]


def forget_member(connection: Connection, area: str, year: int, household: str, question: str = "") -> None:
    """Put chance in place of a household's digests in every release of its round, or of one question.

    What a release differs by stays the same; whose digest it was can no longer be found out.
    """
    rows = table("survey_release")
    new_name, new_answers = secrets.token_hex(6), {}  # type: ignore[var-annotated]
    for one in releases(connection, area, year):
        name = Digests(one.salt).of(household)
        changed = {}
        for key, members in one.members.items():
            if name in members and key.startswith(question):
                told = (key.split("/")[0], members[name])
                answer = new_answers.setdefault(told, secrets.token_hex(6))
                rest = {h: a for h, a in members.items() if h != name}
                changed[key] = {**rest, new_name: answer}
        if changed:
            connection.execute(rows.update().where(rows.c.id == one.id).values(members={**one.members, **changed}))


def add_release(connection: Connection, **told: Any) -> str:
    """Keep a release; returns its id."""
    made = new_id("rel")
    connection.execute(insert(table("survey_release")).values(id=made, made_at=datetime.now(UTC), **told))
    return made
