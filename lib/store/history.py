"""Change-sets: who changed what, when, from where, field by field, before and after."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from lib.schema.history_words import Verb, Way
from lib.schema.record import Record, plain
from lib.schema.registry import SCHEMA_VERSION
from lib.store.tables import table

#: Pseudo-field by which history records withdrawal and return.
WITHDRAWN = "_withdrawn"

#: Pseudo-field by which history records erasure.
ERASED = "_erased"
#: Pseudo-field by which history records a form's way out when its time has come.
EXPIRY = "_expiry"
#: Pseudo-field by which history records what was done to an attached file: (id before, id after).
FILE = "_file"
#: Pseudo-field that names the row of a file that a change came from: (None, "tab!5").
ROW = "_row"


@dataclass(frozen=True)
class Writer:
    """Who writes, and by which way."""

    id: str
    label: str
    source: Way
    #: Id of the invitation that the person came by.
    invitation: str = ""


@dataclass(frozen=True)
class Change:
    """One record's part of a change-set; `fields` maps field id to (before, after)."""

    number: int
    at: datetime
    actor_label: str
    #: As stored: a `Way` and a `Verb`, or what an older version wrote.
    source: str
    action: str
    note: str
    kind: str
    record_id: str
    revision: int
    fields: dict[str, tuple[Any, Any]]
    schema_version: int
    #: When it was done elsewhere, where this store learned of it later; None: `at`.
    happened_at: datetime | None = None

    @property
    def when(self) -> datetime:
        """When it was done."""
        return self.happened_at or self.at


def open_change_set(
    connection: Connection, writer: Writer, verb: Verb, note: str = "", happened_at: datetime | None = None
) -> int:
    """Begin a change-set and return its number. `happened_at`: when it was done elsewhere, aware."""
    row = connection.execute(
        insert(table("change_set")).values(
            at=datetime.now(UTC),
            actor=writer.id,
            actor_label=writer.label,
            source=writer.source.value,
            invitation=writer.invitation or None,
            action=verb.value,
            note=note or None,
            schema_version=SCHEMA_VERSION,
            happened_at=happened_at,
        )
    )
    return int(row.inserted_primary_key[0])  # type: ignore[index]


def has_work(connection: Connection) -> bool:
    """Whether anybody has written anything: published facts and practice data are nobody's work."""
    sets = table("change_set")
    nobody = (Way.REFERENCE.value, Way.PRACTICE.value)
    return connection.scalar(select(sets.c.number).where(sets.c.source.not_in(nobody)).limit(1)) is not None


def note_changes(
    connection: Connection, number: int, changes: Iterable[tuple[str, str, int, Mapping[str, tuple[Any, Any]]]]
) -> None:
    """Add (kind, record id, new revision, fields) entries to a change-set."""
    rows = [
        {
            "change_set": number,
            "kind": kind_id,
            "record_id": record_id,
            "revision": revision,
            "fields": {name: list(pair) for name, pair in fields.items()},
        }
        for kind_id, record_id, revision, fields in changes
    ]
    if rows:
        connection.execute(insert(table("change")), rows)


def difference(before: Record | None, after: Record) -> dict[str, tuple[Any, Any]]:
    """Field by field what changed, as JSON-ready pairs."""
    old, new = plain(before) if before else {}, plain(after)
    return {
        name: (old.get(name), value)
        for name, value in new.items()
        if name != "id" and old.get(name) != value and not (before is None and value in (None, [], {}))
    }


def of_record(connection: Connection, kind_id: str, record_id: str) -> list[Change]:
    """All changes of one record, newest first."""
    change = table("change")
    return _changes(connection, (change.c.kind == kind_id) & (change.c.record_id == record_id), limit=None)


def of_records(connection: Connection, record_ids: Sequence[str]) -> list[Change]:
    """All changes of some records (ids are unique over all kinds), newest first."""
    found: list[Change] = []
    for start in range(0, len(record_ids), 500):
        batch = table("change").c.record_id.in_(record_ids[start : start + 500])
        found += _changes(connection, batch, limit=None)
    return sorted(found, key=lambda c: (c.number, c.revision), reverse=True)


def of_set(connection: Connection, number: int) -> list[Change]:
    """All changes of one change-set."""
    return _changes(connection, table("change").c.change_set == number, limit=None)


def later_than(connection: Connection, kind_id: str, moment: datetime) -> dict[str, list[Change]]:
    """Changes of a kind after a moment (aware), by record id, newest first."""
    sets, change = table("change_set"), table("change")
    found: dict[str, list[Change]] = {}
    for one in _changes(connection, (change.c.kind == kind_id) & (sets.c.at > moment), None):
        found.setdefault(one.record_id, []).append(one)
    return found


def between(connection: Connection, since: datetime, until: datetime, kinds: Sequence[str], limit: int) -> list[Change]:
    """Changes of some kinds after `since` up to `until`, newest first."""
    sets, change = table("change_set"), table("change")
    return _changes(connection, (sets.c.at > since) & (sets.c.at <= until) & change.c.kind.in_(kinds), limit)


def latest(connection: Connection, limit: int) -> list[Change]:
    """The newest changes of all kinds, newest first."""
    return _changes(connection, None, limit)


def values_at(now: Mapping[str, Any], changes: Iterable[Change], revision: int) -> dict[str, Any]:
    """A record's plain values at an earlier revision: today's, with later changes undone.

    `changes` are newest first, as `of_record` gives them. Pseudo-fields are left out.
    """
    values = dict(now)
    for change in changes:
        if change.revision <= revision:
            break
        for name, (before, _after) in change.fields.items():
            if not name.startswith("_"):
                values[name] = before
    return {name: value for name, value in values.items() if value is not None}


def _changes(connection: Connection, where: Any, limit: int | None) -> list[Change]:
    sets, change = table("change_set"), table("change")
    query = (
        select(
            sets.c.number,
            sets.c.at,
            sets.c.actor_label,
            sets.c.source,
            sets.c.action,
            sets.c.note,
            change.c.kind,
            change.c.record_id,
            change.c.revision,
            change.c.fields,
            sets.c.schema_version,
            sets.c.happened_at,
        )
        .join(sets, sets.c.number == change.c.change_set)
        .order_by(change.c.id.desc())
        .limit(limit)
    )
    if where is not None:
        query = query.where(where)
    return [
        Change(
            row.number,
            row.at,
            row.actor_label,
            row.source,
            row.action,
            row.note or "",
            row.kind,
            row.record_id,
            row.revision,
            {k: (v[0], v[1]) for k, v in row.fields.items()},
            row.schema_version,
            row.happened_at,
        )
        for row in connection.execute(query)
    ]
