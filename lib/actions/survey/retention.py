"""Forms whose time has come: told of first, then hidden, erased days later – each step a change-set.

Nothing here believes a clock that leapt: see `lib.store.clock`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import ColumnElement, Connection, select

from lib.access.actors import Actor, require
from lib.access.policy import Act
from lib.actions.records.writing import Pen, writing
from lib.actions.survey.rules import NOTICE
from lib.domain.errors import BadInput, Problem
from lib.domain.thai_date import BANGKOK
from lib.schema.history_words import Verb
from lib.store import clock, erasures, expiries, history, records
from lib.store.database import note_erased
from lib.store.expiries import ERASED_AFTER, HIDDEN_AFTER, TOLD_BEFORE, Expiry
from lib.store.keeping import BackupState, backup_state, keep_backups
from lib.store.opening import Store
from lib.store.process_lock import KEEPING, unless_another_does
from lib.store.tables import table

KIND = "household_survey"
#: Forms changed in one transaction.
_BATCH = 200
#: A draft that nobody finished in this time is thrown away: it holds answers too.
_DRAFTS_KEPT = timedelta(days=180)


@dataclass(frozen=True)
class Swept:
    """What one sweep did; `stopped`: the clock leapt, and nothing was done."""

    stopped: bool = False
    announced: int = 0
    hidden: int = 0
    erased: int = 0
    shown_again: int = 0
    #: When the backup was made that this round made; aware.
    backed_up: datetime | None = None


def sweep(store: Store, actor: Actor, now: datetime | None = None) -> Swept:
    """Take each form that is due one step further; `now` aware (default: the machine's clock)."""
    require(actor, Act.ERASE, KIND)
    moment = now or datetime.now(UTC)
    if clock.tick(store.database, moment).leapt:
        return Swept(stopped=True)
    day = moment.astimezone(BANGKOK).date()
    _throw_old_drafts(store, moment)
    return Swept(
        shown_again=_each(store, actor, Verb.SHOW_AGAIN, _kept_on(day), _show_again),
        erased=_each(store, actor, Verb.EXPIRE, _to_erase(day), _erase_on(day)),
        hidden=_each(store, actor, Verb.HIDE, _to_hide(day), _hide_on(day)),
        announced=_each(store, actor, Verb.ANNOUNCE, _to_announce(day), _announce_on(day)),
    )


def keep_promises(store: Store, actor: Actor, now: datetime | None = None) -> tuple[Swept, BackupState]:
    """A round of the keeper: forms first, so that a backup made after it does not hold what went.

    Of several processes one does it at a time; the others have nothing to tell.
    """
    before = backup_state(store.backups)
    with unless_another_does(store.database, KEEPING) as mine:
        if not mine:
            return Swept(), before
        swept = sweep(store, actor, now)
        state = keep_backups(store, now)
    return replace(swept, backed_up=state.newest if state.newest != before.newest else None), state


def believe_clock(store: Store, actor: Actor, shown: date) -> None:
    """Somebody who may write says that the date on the screen (`shown`, Bangkok) is today's.

    Raises `BadInput` when the machine's clock has gone on to another day meanwhile.
    """
    require(actor, Act.SETTINGS)
    now = datetime.now(UTC)
    if now.astimezone(BANGKOK).date() != shown:
        raise BadInput(Problem("วันที่ของเครื่องเปลี่ยนไปแล้ว ดูวันที่อีกครั้ง", "The machine's date has changed; look at it again"))
    with store.database.writing() as connection:
        clock.believe(connection, now)
        who = history.Writer(actor.id, actor.label, actor.source, actor.invitation)
        history.open_change_set(connection, who, Verb.BELIEVE_CLOCK, shown.isoformat())


def _each(
    store: Store,
    actor: Actor,
    verb: Verb,
    due: Callable[[Connection], Iterable[str]],
    act: Callable[[Pen, records.Stored], None],
) -> int:
    count = 0
    while True:
        with writing(store, actor, verb) as pen:
            ids = list(due(pen.connection))
            for record_id in ids:
                act(pen, pen.stored(KIND, record_id))
        count += len(ids)
        if len(ids) < _BATCH:
            return count


def _due(*where: ColumnElement[bool]) -> Callable[[Connection], Iterable[str]]:
    """Ids of forms whose day is over, with their place on the way out, that fit."""
    rows, way = table(KIND), table("expiry")
    query = (
        select(rows.c.id).outerjoin(way, way.c.record_id == rows.c.id).where(*where).order_by(rows.c.id).limit(_BATCH)
    )
    return lambda connection: connection.scalars(query).all()


def _to_announce(day: date) -> Callable[[Connection], Iterable[str]]:
    rows, way = table(KIND), table("expiry")
    noticed = datetime.combine(day - NOTICE, time(), UTC)
    # A form that expired once and was entered again starts anew.
    fresh = way.c.record_id.is_(None) | way.c.erased_on.is_not(None)
    return _due(rows.c.keep_until < day + TOLD_BEFORE, rows.c.created_at < noticed, fresh)


def _to_hide(day: date) -> Callable[[Connection], Iterable[str]]:
    rows, way = table(KIND), table("expiry")
    told = way.c.announced_on <= day - HIDDEN_AFTER
    seen = way.c.hidden_on.is_(None) | rows.c.withdrawn_at.is_(None)
    return _due(rows.c.keep_until < day, told, seen, way.c.erased_on.is_(None))


def _to_erase(day: date) -> Callable[[Connection], Iterable[str]]:
    rows, way = table(KIND), table("expiry")
    hidden = way.c.hidden_on <= day - ERASED_AFTER
    return _due(rows.c.keep_until < day, hidden, rows.c.withdrawn_at.is_not(None), way.c.erased_on.is_(None))


def _kept_on(day: date) -> Callable[[Connection], Iterable[str]]:
    rows, way = table(KIND), table("expiry")
    return _due(rows.c.keep_until >= day + TOLD_BEFORE, way.c.erased_on.is_(None), way.c.record_id.is_not(None))


def _announce_on(day: date) -> Callable[[Pen, records.Stored], None]:
    def announce(pen: Pen, stored: records.Stored) -> None:
        expiries.keep(pen.connection, Expiry(stored.record.id, KIND, day))
        pen.note(stored.record, stored.revision, {history.EXPIRY: (None, "announced")})

    return announce


def _hide_on(day: date) -> Callable[[Pen, records.Stored], None]:
    def hide(pen: Pen, stored: records.Stored) -> None:
        told = _of(pen.connection, stored)
        if stored.withdrawn:
            expiries.keep(pen.connection, replace(told, hidden_on=day, hidden_revision=None))
            pen.note(stored.record, stored.revision, {history.EXPIRY: ("announced", "hidden")})
            return
        records.replace(pen.connection, stored.record, stored.revision + 1, withdrawn=True)
        pen.note(stored.record, stored.revision + 1, {history.WITHDRAWN: (False, True)})
        expiries.keep(pen.connection, replace(told, hidden_on=day, hidden_revision=stored.revision + 1))

    return hide


def _erase_on(day: date) -> Callable[[Pen, records.Stored], None]:
    def erase(pen: Pen, stored: records.Stored) -> None:
        told = _of(pen.connection, stored)
        pen.note_erased(stored)
        erasures.forget(pen.connection, KIND, stored.record.id)
        expiries.keep(pen.connection, replace(told, erased_on=day))

    return erase


def _show_again(pen: Pen, stored: records.Stored) -> None:
    """Its tambon keeps it longer: what was hidden here comes back, what a person withdrew does not."""
    told = _of(pen.connection, stored)
    if stored.withdrawn and told.hidden_revision == stored.revision:
        pen.change(stored, stored.record)
    else:
        pen.note(stored.record, stored.revision, {history.EXPIRY: ("announced", None)})
    expiries.drop(pen.connection, stored.record.id)


def _of(connection: Connection, stored: records.Stored) -> Expiry:
    return expiries.of(connection, stored.record.id)


def _throw_old_drafts(store: Store, now: datetime) -> None:
    old = table("draft")
    mine = old.c.kind.in_((KIND, "household_health")) & (old.c.updated_at < now - _DRAFTS_KEPT)
    with store.database.writing() as connection:
        if connection.execute(old.delete().where(mine)).rowcount:
            note_erased(connection)
