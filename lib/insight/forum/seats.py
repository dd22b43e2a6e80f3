"""Who is in the hall: names for the desk and the minutes, one seat for the phone that holds it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from lib.insight.source import Source
from lib.schema.forum import ForumSeat
from lib.store import ballots, forum_live, records
from lib.store.tables import table


@dataclass(frozen=True)
class Participant:
    """Somebody with a seat. `at`: when one came in, aware. A person's name: for who may read it only."""

    id: str
    sits: ForumSeat
    at: datetime


def participants(source: Source, forum: str) -> list[Participant]:
    """Everybody, by the number of the slip, then in the order of coming in; for who may see names."""
    rows = table("forum_seat")
    with source.store.database.reading() as connection:
        found = records.find(connection, "forum_seat", rows.c.forum == forum)
    told = [Participant(s.record.id, s.record, s.created_at) for s in found if isinstance(s.record, ForumSeat)]
    return sorted(told, key=lambda p: (p.sits.number is None, p.sits.number or 0, p.at, p.id))


def seat_of(source: Source, forum: str, seat: str) -> ForumSeat | None:
    """A seat that stands in a forum; None when it was taken away."""
    with source.store.database.reading() as connection:
        stored = records.get(connection, "forum_seat", seat)
    if stored is None or stored.withdrawn or not isinstance(stored.record, ForumSeat):
        return None
    return stored.record if stored.record.forum == forum else None


def group_of_plan(source: Source, forum: str, canvas: str) -> str:
    """The group of a forum that works on a plan, while its phones may write on it; '' for none."""
    groups = table("forum_group")
    with source.store.database.reading() as connection:
        query = select(groups.c.id).where(
            groups.c.forum == forum, groups.c.canvas == canvas, groups.c.withdrawn_at.is_(None)
        )
        found = connection.scalar(query) or ""
        locked = forum_live.of_forum(connection, forum).locked if found else ()
    return "" if found in locked else found


def own_paper(source: Source, ballot: str, seat: str, word: str) -> tuple[bool, tuple[int, ...]]:
    """Whether a seat has voted, and what it chose as far as this phone put it in (by its random word)."""
    with source.store.database.reading() as connection:
        if not ballots.has_voted(connection, ballot, seat):
            return False, ()
        return True, ballots.paper_of(connection, ballot, word) or ()
