"""How the store is kept: its backups, the clock it believes, and forms on their way out, for one screen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection, select

from lib.insight.source import Source
from lib.store import clock, expiries, names_left, records
from lib.store.clock import Clock
from lib.store.expiries import ERASED_AFTER, HIDDEN_AFTER, Expiry
from lib.store.keeping import BackupState, backup_state
from lib.store.names_left import NameLeft
from lib.store.tables import table


@dataclass(frozen=True)
class Leaving:
    """Forms of one tambon and round (fiscal year B.E.) on their way out, in one state."""

    area: str
    year: int
    hidden: bool
    forms: int
    #: The first day on which one of them is erased, as things stand.
    first_on: date


@dataclass(frozen=True)
class ToCorrect:
    """A record whose text still names somebody who was erased, and what it is called now."""

    where: NameLeft
    title: str


@dataclass(frozen=True)
class DataKeeping:
    """What somebody who looks after the store has to know."""

    backups: BackupState
    clock: Clock
    leaving: list[Leaving]
    names_left: list[ToCorrect]


def keeping(source: Source) -> DataKeeping:
    """Read now, for whoever may write; never from memory."""
    store = source.store
    with store.database.reading() as connection:
        leaving = _leaving(connection)
        left = [ToCorrect(one, _title(connection, one)) for one in names_left.listed(connection)]
    return DataKeeping(backup_state(store.backups), clock.judge(store.database), leaving, left)


def _title(connection: Connection, one: NameLeft) -> str:
    stored = records.get(connection, one.kind, one.record_id)
    return stored.record.title() if stored else one.record_id


def erased_on(one: Expiry, keep_until: date) -> date:
    """The day on which a form goes, as things stand."""
    hidden = one.hidden_on or max(keep_until + timedelta(days=1), one.announced_on + HIDDEN_AFTER)
    return hidden + ERASED_AFTER


def _leaving(connection: Connection) -> list[Leaving]:
    way, forms = table("expiry"), table("household_survey")
    query = select(forms.c.id, forms.c.area, forms.c.year, forms.c.keep_until).join(way, way.c.record_id == forms.c.id)
    lies = {row.id: row for row in connection.execute(query.where(way.c.erased_on.is_(None)))}
    groups: dict[tuple[str, int, bool], list[date]] = {}
    for one in expiries.listed(connection):
        if (form := lies.get(one.record_id)) is not None:
            key = (form.area, form.year or 0, one.hidden_on is not None)
            groups.setdefault(key, []).append(erased_on(one, form.keep_until))
    return sorted((Leaving(*k, len(days), min(days)) for k, days in groups.items()), key=lambda one: one.first_on)
