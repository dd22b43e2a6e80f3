"""Time machine: records as they were on a day, and what changed between two days."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from lib.domain.thai_date import BANGKOK
from lib.insight.bilingual_name import Name
from lib.insight.records.ledger import titles
from lib.insight.records.seen_changes import seen_changes
from lib.insight.source import Source
from lib.schema.record import plain
from lib.schema.registry import kind
from lib.schema.seeing import Audience, seen_values, sees_kind
from lib.store import history, imports, records
from lib.store.history import ERASED, ROW, WITHDRAWN, Change
from lib.store.whereabouts import Whereabouts

#: Changes listed at once.
MOST = 2_000


@dataclass(frozen=True)
class Then:
    """A record as it stood at a moment, JSON-ready values by field."""

    id: str
    title: Name
    values: dict[str, Any]
    revision: int


@dataclass(frozen=True)
class TimelineStep:
    """One change with what names its record today (its id when it was erased)."""

    change: Change
    title: Name

    @property
    def erased(self) -> bool:
        """Whether the record's content was erased: what changed is no longer known."""
        return ERASED in self.change.fields

    @property
    def row(self) -> str:
        """The row of a file that the change came from, as ``tab!5``; '' when from none."""
        return str(self.change.fields[ROW][1] or "") if ROW in self.change.fields else ""


def end_of(day: date) -> datetime:
    """The last moment of a day in Thailand."""
    return datetime.combine(day + timedelta(days=1), time(), BANGKOK).astimezone(UTC)


def as_of(
    source: Source,
    kind_id: str,
    moment: datetime,
    province: str = "",
    office: str = "",
    *,
    audience: Audience = Audience.READER,
) -> list[Then]:
    """Records of a kind as they stood at `moment` (aware): withdrawn and later ones left out.

    `province` (id) and `office` (whose files spoke of them) narrow it down. An erased record is not there on any day:
    its content is gone. Fields that the audience does not see are not among the values.
    """
    kind(kind_id)
    if not sees_kind(audience, kind_id):
        return []
    with source.store.database.reading() as connection:
        standing = records.find(connection, kind_id, withdrawn=True)
        later = history.later_than(connection, kind_id, moment)
        theirs = imports.records_of(connection, office, kind_id) if office else None
        where, found = Whereabouts(connection), []
        for stored in standing:
            changes = later.get(stored.record.id, [])
            if stored.created_at > moment or (theirs is not None and stored.record.id not in theirs):
                continue
            revision = stored.revision - len(changes)
            if stored.origin == records.PUBLISHED and revision < 1:
                revision = 1
            if revision < 1 or _gone(stored.withdrawn, changes):
                continue
            values = history.values_at(plain(stored.record), changes, revision)
            if province and where.province_by(kind_id, values) != province:
                continue
            found.append((stored.record.id, values, revision))
        names = titles(connection, [(kind_id, record_id) for record_id, _, _ in found])
    return [
        Then(
            record_id,
            names.get((kind_id, record_id), Name(record_id)),
            seen_values(audience, kind_id, values),
            revision,
        )
        for record_id, values, revision in found
    ]


def steps(
    source: Source,
    since: datetime,
    until: datetime,
    kinds: Iterable[str],
    by: str = "",
    *,
    audience: Audience = Audience.READER,
) -> list[TimelineStep]:
    """Changes after `since` up to `until`, newest first, as the audience sees them. `by`: only from one way (``file`` …)."""
    seen = tuple(k for k in kinds if sees_kind(audience, k))
    with source.store.database.reading() as connection:
        changes = history.between(connection, since, until, seen, MOST) if seen else []
        found = seen_changes((c for c in changes if not by or c.source == by), audience)
        names = titles(connection, {(c.kind, c.record_id) for c in found})
    return [TimelineStep(c, names.get((c.kind, c.record_id), Name(c.record_id))) for c in found]


def _gone(withdrawn_now: bool, later: list[Change]) -> bool:
    """Whether a record was withdrawn before all the later changes (newest first)."""
    for change in reversed(later):
        if WITHDRAWN in change.fields:
            return bool(change.fields[WITHDRAWN][0])
    return withdrawn_now


__all__ = ["MOST", "Then", "TimelineStep", "as_of", "end_of", "steps"]
