"""Reports that were kept as they were handed out, and the slides that offices chose for their wall."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, insert, inspect, select

from lib.store.tables import table


@dataclass(frozen=True)
class KeptReport:
    """One kept report; its file lies with the attached ones, by digest."""

    id: str
    #: An area's id (``TH-50``, ``CODI-N``); ``TH`` is the whole country.
    place: str
    #: Months as addresses name them (C.E.).
    month: str
    since: str
    #: ``pdf`` or ``xlsx``.
    form: str
    language: str
    #: Of the closed month; '' for one that was made while the month lasted.
    number: str
    digest: str
    #: Bytes.
    size: int
    made_at: datetime
    scheduled: bool


def keep(connection: Connection, new: KeptReport) -> None:
    """Note a report whose file is on the disk."""
    connection.execute(insert(table("kept_report")).values(**asdict(new)))


def kept(connection: Connection, report_id: str) -> KeptReport | None:
    """One of them; None when there is none."""
    rows = table("kept_report")
    found = connection.execute(select(rows).where(rows.c.id == report_id)).mappings().first()
    return KeptReport(**found) if found else None


def kept_of(connection: Connection, place: str) -> list[KeptReport]:
    """Reports of a place, the newest month first, then the newest made."""
    rows = table("kept_report")
    query = (
        select(rows)
        .where(rows.c.place == place)
        .order_by(rows.c.month.desc(), rows.c.made_at.desc(), rows.c.form, rows.c.id)
    )
    return [KeptReport(**row) for row in connection.execute(query).mappings()]


def places_kept(connection: Connection) -> frozenset[str]:
    """Places of which anything is kept."""
    return frozenset(connection.scalars(select(table("kept_report").c.place).distinct()))


def forget(connection: Connection, report_id: str) -> None:
    """One goes; its file follows when nothing else needs it."""
    rows = table("kept_report")
    connection.execute(delete(rows).where(rows.c.id == report_id))


def digests_of_reports(connection: Connection) -> set[str]:
    """Every file that a kept report needs; nothing on a database from before there were any."""
    rows = table("kept_report")
    if not inspect(connection).has_table(rows.name):
        return set()
    return set(connection.scalars(select(rows.c.digest)))


def choose_slides(connection: Connection, place: str, slides: Sequence[str], at: datetime) -> None:
    """Which slides a place's deck has, in their order; none: as everywhere."""
    rows = table("deck_order")
    connection.execute(delete(rows).where(rows.c.place == place))
    if slides:
        connection.execute(insert(rows).values(place=place, slides=list(slides), changed_at=at))


def chosen_slides(connection: Connection, places: Sequence[str]) -> list[str]:
    """The slides of the first of some places that has chosen; none where none has."""
    rows = table("deck_order")
    found = {r.place: r.slides for r in connection.execute(select(rows).where(rows.c.place.in_(places)))}
    return next((list(found[p]) for p in places if p in found), [])
