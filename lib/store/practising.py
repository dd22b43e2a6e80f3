"""Fill the practice store with the invented country. Never touches the own store."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby

from sqlalchemy import Connection, delete, select

from lib.domain.release import list_version
from lib.domain.thai_date import BANGKOK, bangkok_today
from lib.domain.village_result import new_salt, result
from lib.practice.country import SEED, InventedPlace, confirmed_none, country
from lib.schema.history_words import Verb, Way
from lib.schema.household_result import share_tables
from lib.schema.ladders import TambonProgress
from lib.schema.record import Record
from lib.schema.registry import KINDS
from lib.store import containment, facts, history, household_rows, private_log, records, versions
from lib.store.database import Database
from lib.store.process_lock import one_at_a_time
from lib.store.province_shapes import province_points
from lib.store.tables import table, tables

WRITER = history.Writer("practice", "เครื่องสร้างข้อมูลฝึกหัด", Way.PRACTICE)
_FACT = "practice"
LATELY = 6


def fill(database: Database, seed: int = SEED, *, anew: bool = False) -> int:
    """Put the practice country in, once (or `anew`); returns the number of records written.

    Of several processes that start at once one does it; the others wait and find it done.
    """
    if not anew and _is_filled(database):
        return 0
    with one_at_a_time(database):
        return 0 if not anew and _is_filled(database) else _fill(database, seed)


def _is_filled(database: Database) -> bool:
    with database.reading() as connection:
        return bool(facts.read(connection, _FACT))


def _fill(database: Database, seed: int) -> int:
    with database.writing() as connection:
        _clear(connection)
        places = _places(connection)
        made = country(places, province_points(), bangkok_today(), seed)
        for kind_id, batch in groupby(
            sorted(made, key=lambda r: list(KINDS).index(r.about.id)), key=lambda r: r.about.id
        ):
            _write(connection, kind_id, list(batch))
        area = table("area")
        none = area.c.id.in_(confirmed_none(places, made, seed))
        # A second revision: the reference files leave it alone from now on.
        connection.execute(area.update().where(none).values(centre_coverage="none", revision=2))
        history.open_change_set(connection, WRITER, Verb.IMPORT, f"seed {seed}")
        _lately(connection, made)
        _release(connection)
        containment.rebuild(connection)
        versions.bump(connection, [(kind_id, versions.NOWHERE) for kind_id in (*KINDS, "survey_release")])
        facts.write(connection, _FACT, str(seed))
    return len(made)


def _write(connection: Connection, kind_id: str, batch: list[Record]) -> None:
    """Records of one kind; the newest rungs come last, as if typed over the years."""
    records.insert_new(connection, batch, records.OWN, _moment(bangkok_today() - timedelta(days=1)))


def _lately(connection: Connection, made: list[Record]) -> None:
    """The last verdicts as change-sets, so that "what changed" has something to tell."""
    steps = [s for s in made if isinstance(s, TambonProgress) and s.verified_at]
    for step in sorted(steps, key=lambda s: s.verified_at or datetime.min)[-LATELY:]:
        number = history.open_change_set(connection, WRITER, Verb.VERIFY)
        told = {"status": ("reported", "verified"), "verified_by": (None, step.verified_by)}
        history.note_changes(connection, number, [("tambon_progress", step.id, 1, told)])


def _release(connection: Connection) -> None:
    """A first release of each round, as its team would have made it."""
    rows = table("household_survey")
    rounds = connection.execute(select(rows.c.area, rows.c.year).distinct()).all()
    for area, year in rounds:
        homes = household_rows.read_round(connection, area, year, household_rows.counted(rows))
        salt = new_salt()
        found = result(homes, share_tables(), (), salt)
        if found.get("households"):
            private_log.add_release(
                connection,
                found.shown(),
                area=area,
                year=year,
                number=1,
                list_version=list_version(share_tables()),
                salt=salt,
                actor_label=WRITER.label,
                cells=found.as_told(),
            )


def _moment(day: date) -> datetime:
    return datetime.combine(day, time(9, 0), BANGKOK).astimezone(UTC)


def _clear(connection: Connection) -> None:
    """Everything but the published facts and the gazetteer."""
    for one in reversed(tables().sorted_tables):
        if "origin" in one.c:
            connection.execute(delete(one).where(one.c.origin == records.OWN))
        elif one.name != "data_version" and one.name != "store_fact":
            connection.execute(delete(one))
    known = table("store_fact")
    connection.execute(delete(known).where(known.c.key == _FACT))


def _places(connection: Connection) -> list[InventedPlace]:
    area, province = table("area").alias("a"), table("area").alias("p")
    query = (
        select(area.c.id, area.c.type, area.c.name_th, area.c.province, province.c.region)
        .join(province, province.c.id == area.c.province)
        .where(area.c.origin == records.PUBLISHED)
        .order_by(area.c.id)
    )
    return [InventedPlace(*row) for row in connection.execute(query)]
