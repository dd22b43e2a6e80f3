"""What happened in a month, day by day: verdicts, certified plans, forums and trainings, released results."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, select

from lib.domain.ladders import Status
from lib.domain.months import Month
from lib.domain.sentence import Spoken
from lib.domain.thai_date import BANGKOK, BE_OFFSET, bangkok_today
from lib.insight.bilingual_name import Name
from lib.insight.country.month import LadderPlace, ladder_places
from lib.insight.lists import read_lists
from lib.insight.source import Shown, Source
from lib.store.ladder_then import LADDERS
from lib.store.tables import table

KINDS = (*LADDERS, "canvas", "tambon_work", "event", "household_survey", "survey_release", "list_item", "area")


class Happened(Spoken):
    """What a day brought to a place, with the words that stand before its name."""

    VERIFIED = "verified", "ตรวจรับรอง", "verified"
    CERTIFIED = "certified", "ที่ประชุมรับรองแผน", "a meeting certified the plan"
    HELD = "held", "จัดกิจกรรม", "held"
    RELEASED = "released", "เผยแพร่ผลสำรวจ", "released survey results"


@dataclass(frozen=True)
class DayEntry:
    """One thing that happened. `kind`, `record_id`: the way to it; '' for what is no record."""

    day: date
    what: Happened
    place: LadderPlace
    name: Name
    kind: str = ""
    record_id: str = ""


def month_calendar(source: Source, month: Month, *, fresh: bool = False) -> Shown[tuple[DayEntry, ...]]:
    """Everything of the country's month, the newest first: what readers may know."""
    name = f"calendar.{month.id}"
    return source.read(name, KINDS, lambda c: _build(c, month, ladder_places(source, c)), fresh=fresh)


def _build(connection: Connection, month: Month, places: Mapping[str, LadderPlace]) -> tuple[DayEntry, ...]:
    found = [
        *_verdicts(connection, month, places),
        *_dated(connection, month, places, "canvas", "certified_on", Happened.CERTIFIED),
        *_dated(connection, month, places, "tambon_work", "certified_on", Happened.CERTIFIED),
        *_dated(connection, month, places, "event", "starts_on", Happened.HELD),
        *_releases(connection, month, places),
    ]
    return tuple(sorted(found, key=lambda e: (-e.day.toordinal(), e.what, e.place.id, e.record_id)))


def _verdicts(connection: Connection, month: Month, places: Mapping[str, LadderPlace]) -> Iterator[DayEntry]:
    lists = read_lists(connection)
    for kind_id, ladder in LADDERS.items():
        names = {e.value: e.name for e in lists.get(ladder, ())}
        rows = table(kind_id)
        within = (rows.c.verified_at >= month.plus(-1).end) & (rows.c.verified_at < month.end)
        proved = (rows.c.status == Status.VERIFIED.value) & rows.c.withdrawn_at.is_(None)
        for row in connection.execute(select(rows).where(within, proved)).mappings():
            if row["area"] in places and row["rung"] in names:
                day, place = _day(row["verified_at"]), places[row["area"]]
                yield DayEntry(day, Happened.VERIFIED, place, names[row["rung"]], kind_id, row["id"])


def _dated(
    connection: Connection, month: Month, places: Mapping[str, LadderPlace], kind_id: str, field: str, what: Happened
) -> Iterator[DayEntry]:
    rows = table(kind_id)
    # A day to come has brought nothing yet.
    last = min(month.last, bangkok_today())
    within = rows.c[field].between(month.first, last) & rows.c.withdrawn_at.is_(None)
    query = select(rows.c.id, rows.c.name, rows.c.area, rows.c[field].label("day")).where(within)
    for row in connection.execute(query):
        if row.area in places:
            yield DayEntry(row.day, what, places[row.area], Name(row.name or "", ""), kind_id, row.id)


def _releases(connection: Connection, month: Month, places: Mapping[str, LadderPlace]) -> Iterator[DayEntry]:
    rows = table("survey_release")
    query = select(rows.c.area, rows.c.year, rows.c.made_at).where(
        rows.c.made_at >= month.plus(-1).end, rows.c.made_at < month.end
    )
    for row in connection.execute(query):
        if row.area in places:
            yield DayEntry(
                _day(row.made_at),
                Happened.RELEASED,
                places[row.area],
                Name(f"ปี {row.year}", f"of {row.year - BE_OFFSET}"),
            )


def _day(moment: datetime) -> date:
    return moment.astimezone(BANGKOK).date()
