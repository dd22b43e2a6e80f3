"""The latest moment a store acknowledged: what cannot be undone happens on no clock that leapt.

A battery that died, or a Buddhist year typed into the clock's settings, must not let every form's
time have come. The memory moves by steps of a day at most; a longer leap waits for a person, a
weekend or a holiday for a day on which the clock went on as usual.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from pydantic import TypeAdapter
from sqlalchemy import Connection, func, select, text

from lib.store import facts
from lib.store.database import Database
from lib.store.tables import table

#: More than this ahead of (or behind) what the store remembers is a leap.
LEAP = timedelta(days=1)
#: A machine that was off for so long is believed after `WAITS` of going on as usual.
HOLIDAY, WAITS = timedelta(days=10), timedelta(days=1)
FACT = "clock"


@dataclass(frozen=True)
class Memory:
    """What a store remembers: `latest` acknowledged; a doubtful stretch's first and last look."""

    latest: datetime
    since: datetime | None = None
    last: datetime | None = None


_MEMORY = TypeAdapter(Memory)


@dataclass(frozen=True)
class Clock:
    """How the machine's clock stands to the store's memory."""

    now: datetime
    latest: datetime
    leapt: bool


def judge(database: Database, now: datetime | None = None) -> Clock:
    """Hold a moment (default: now) against the memory, without changing it."""
    moment = now or datetime.now(UTC)
    with database.reading() as connection:
        return _judged(connection, moment)[0]


def tick(database: Database, now: datetime | None = None) -> Clock:
    """The same, and remember what may be believed."""
    moment = now or datetime.now(UTC)
    with database.writing() as connection:
        clock, memory = _judged(connection, moment)
        _keep(connection, memory)
    return clock


def believe(connection: Connection, now: datetime) -> None:
    """Somebody looked at the date and said that it is right."""
    _keep(connection, Memory(now))


def step(memory: Memory, now: datetime) -> Memory:
    """The memory after a look at the clock; it never goes back by itself."""
    if abs(now - memory.latest) <= LEAP:
        return Memory(max(memory.latest, now))
    goes_on = memory.last is not None and timedelta(0) <= now - memory.last <= LEAP
    since = memory.since if goes_on and memory.since else now
    if timedelta(0) < since - memory.latest <= HOLIDAY and now - since >= WAITS:
        return Memory(now)
    return Memory(memory.latest, since, now)


def _judged(connection: Connection, now: datetime) -> tuple[Clock, Memory]:
    known = facts.read(connection, FACT)
    sets = table("change_set")
    if known:
        memory = _MEMORY.validate_json(known)
        after = select(sets.c.at).where(sets.c.at > memory.latest, sets.c.at <= now).order_by(sets.c.at)
        memory = _hop(memory, connection.scalars(after).all())
    else:
        memory = Memory(connection.scalar(select(func.max(sets.c.at))) or now)
    after_look = step(memory, now)
    leapt = after_look.since is not None or _servers_clock_differs(connection, now)
    return Clock(now, memory.latest, leapt), (memory if leapt and after_look.since is None else after_look)


def _hop(memory: Memory, moments: Sequence[datetime]) -> Memory:
    """What was written meanwhile bears witness as long as no step is longer than a day."""
    latest = memory.latest
    for at in moments:
        if at - latest > LEAP:
            return Memory(latest, memory.since, memory.last)
        latest = at
    return Memory(latest, memory.since, memory.last)


def _servers_clock_differs(connection: Connection, now: datetime) -> bool:
    if connection.dialect.name != "postgresql":
        return False
    theirs: datetime = connection.execute(text("select clock_timestamp()")).scalar_one()
    return abs(theirs - now) > LEAP


def _keep(connection: Connection, memory: Memory) -> None:
    facts.write(connection, FACT, _MEMORY.dump_json(memory).decode())
