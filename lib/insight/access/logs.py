"""Who saw which private record, and what happened about access: both within somebody's charge. Never shared."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_, select, true

from lib.insight.source import Source
from lib.store.jurisdiction import Jurisdiction, lies
from lib.store.tables import table

#: Lines of a log that are looked at; filters and dates reach what is older.
MOST_LINES = 500


@dataclass(frozen=True)
class Look:
    """One look at a private record, or at a list of them (record '')."""

    at: datetime
    who: str
    act: str
    kind: str
    record: str
    place: str
    #: A household by its code, never by an answer; '' for others.
    code: str


@dataclass(frozen=True)
class AccessLine:
    """One line of the log of access; `whom`: name of the account that it was done to, '' for nobody's."""

    at: datetime
    event: str
    who: str
    whom: str
    place: str
    detail: dict[str, object]


def looks(
    source: Source, charge: Jurisdiction, *, who: str = "", kind_id: str = "", since: datetime | None = None
) -> list[Look]:
    """Looks at private records, newest first; `who`: part of a name."""
    rows, homes = table("access_log"), table("household_survey")
    query = (
        select(rows, homes.c.household_code)
        .outerjoin(homes, homes.c.id == rows.c.record_id)
        .order_by(rows.c.id.desc())
        .limit(MOST_LINES)
    )
    if not charge.everywhere:
        query = query.where(lies(rows.c.place, charge.looking) | (rows.c.actor == charge.self_id))
    if who.strip():
        query = query.where(rows.c.actor_label.contains(who.strip(), autoescape=True))
    if kind_id:
        query = query.where(rows.c.kind == kind_id)
    if since is not None:
        query = query.where(rows.c.at >= since)
    with source.store.database.reading() as connection:
        found = connection.execute(query).mappings().all()
    return [
        Look(r["at"], r["actor_label"], r["act"], r["kind"], r["record_id"], r["place"], r["household_code"] or "")
        for r in found
    ]


def happened(
    source: Source, charge: Jurisdiction, *, event: str = "", who: str = "", since: datetime | None = None
) -> list[AccessLine]:
    """The log of access, newest first; `who`: part of a name, of who did it or to whom."""
    rows, accounts = table("access_event"), table("account")
    query = (
        select(rows, accounts.c.name)
        .outerjoin(accounts, accounts.c.id == rows.c.account)
        .where(_seen(charge))
        .order_by(rows.c.id.desc())
        .limit(MOST_LINES)
    )
    if event:
        query = query.where(rows.c.event == event)
    if who.strip():
        said = who.strip()
        named = accounts.c.name.contains(said, autoescape=True)
        query = query.where(or_(rows.c.actor_label.contains(said, autoescape=True), named))
    if since is not None:
        query = query.where(rows.c.at >= since)
    with source.store.database.reading() as connection:
        found = connection.execute(query).mappings().all()
    return [
        AccessLine(r["at"], r["event"], r["actor_label"], r["name"] or "", r["place"], dict(r["detail"] or {}))
        for r in found
    ]


def _seen(charge: Jurisdiction) -> ColumnElement[bool]:
    """SQL: an event in the charge: of its places, of its people where it has no place, or one's own."""
    if charge.everywhere:
        return true()
    rows = table("access_event")
    if not charge.looking:
        # A facilitator knows what the own invitations came to, not an office's other business.
        return rows.c.actor == charge.self_id
    people = or_(rows.c.account.in_(charge.accounts()), rows.c.actor.in_(charge.accounts()))
    return or_(lies(rows.c.place, charge.looking), and_(rows.c.place == "", people), rows.c.actor == charge.self_id)


__all__ = ["MOST_LINES", "AccessLine", "Look", "happened", "looks"]
