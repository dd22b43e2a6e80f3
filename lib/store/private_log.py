"""Who saw which private record, and the releases of survey results."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from lib.domain.contributions import Digests
from lib.domain.release import KeptRelease
from lib.schema.record import new_id
from lib.store.tables import table


@dataclass(frozen=True)
class AccessEntry:
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


def looks(connection: Connection, *, record_id: str = "", place: str = "", limit: int = 200) -> list[AccessEntry]:
    """Looks at a record or at a place's records, newest first."""
    rows = table("access_log")
    query = select(rows).order_by(rows.c.id.desc()).limit(limit)
    if record_id:
        query = query.where(rows.c.record_id == record_id)
    if place:
        query = query.where(rows.c.place == place)
    return [
        AccessEntry(r["at"], r["actor_label"], r["act"], r["kind"], r["record_id"], r["place"])
        for r in connection.execute(query).mappings()
    ]


@dataclass(frozen=True)
class StoredRelease:
    """One release as stored."""

    id: str
    area: str
    year: int
    number: int
    list_version: int
    salt: str
    made_at: datetime
    actor_label: str
    cells: dict[str, Any]
    #: `domain.release.Kept` as JSON; releases made by the former rules: cell key → household → digest.
    members: dict[str, Any]

    @property
    def former(self) -> bool:
        """Whether it was made when whole forms were compared: what each contributed was not kept."""
        return "cells" not in self.members

    @property
    def kept(self) -> KeptRelease:
        """The households behind it; nothing of a release made by the former rules."""
        return KeptRelease({}, {}) if self.former else KeptRelease(self.members["cells"], self.members["who"])


def releases(connection: Connection, area: str, year: int) -> list[StoredRelease]:
    """Every release of a round, newest first."""
    rows = table("survey_release")
    query = select(rows).where(rows.c.area == area, rows.c.year == year).order_by(rows.c.number.desc())
    return [StoredRelease(**row) for row in connection.execute(query).mappings()]


def forget_member(connection: Connection, area: str, year: int, household: tuple[str, str], question: str = "") -> None:
    """Put chance in place of what a household (id, code) contributed to every release of its round.

    Or to one question. Which cells it stood in stays, under the keyed digest of its code: its answers cannot
    be found out any more, and when it is typed anew it is known not to be another household.
    """
    rows = table("survey_release")
    chance: dict[object, str] = {}
    for one in releases(connection, area, year):
        digests = Digests(one.salt)
        digest = digests.of(household[0])
        names = {digest, digests.household(household[1], household[0])}
        names |= {name for name, of_record in one.kept.who.items() if of_record == digest}
        cells = dict(one.members if one.former else one.members["cells"])
        for key, members in cells.items():
            mine = names & members.keys() if key.startswith(question) else set()
            if mine:
                cells[key] = {**members, **{name: _forgotten(members[name], chance) for name in mine}}
        who = {name: of_record for name, of_record in one.kept.who.items() if question or name not in names}
        members = cells if one.former else {"cells": cells, "who": who}
        if members != one.members:
            connection.execute(rows.update().where(rows.c.id == one.id).values(members=members))


def _forgotten(kept: Any, chance: dict[object, str]) -> Any:
    """Words in place of contributions, the same word for the same one; `chance`: those given so far."""
    if not isinstance(kept, dict):  # one digest, of the former rules
        return chance.setdefault(kept, secrets.token_hex(6))
    return {part: chance.setdefault((part, value), secrets.token_hex(6)) for part, value in kept.items()}


def add_release(connection: Connection, kept: KeptRelease, **told: Any) -> str:
    """Keep a release and the households behind it; returns its id."""
    made = new_id("rel")
    connection.execute(
        insert(table("survey_release")).values(id=made, made_at=datetime.now(UTC), members=asdict(kept), **told)
    )
    return made
