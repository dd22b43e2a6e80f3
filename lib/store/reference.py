"""Published facts into the store: ``data/reference/*.csv`` and the gazetteer of places.

Rows that somebody edited here are never overwritten; untouched ones follow the files.
"""

from __future__ import annotations

import csv
import hashlib
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select, update

from lib.config import ROOT
from lib.domain.places import BANGKOK_ID, place_id
from lib.schema.area import Area
from lib.schema.choices import REGIONS
from lib.schema.history_words import Verb, Way
from lib.schema.problems import validate
from lib.schema.record import Record, plain, shape, specs
from lib.schema.registry import kind
from lib.store import containment, facts, history, records, versions
from lib.store.database import Database
from lib.store.process_lock import one_at_a_time
from lib.store.tables import table

REFERENCE = ROOT / "data" / "reference"
#: Kinds that have a reference file, in the order in which they refer to each other.
FILES = ("list_item", "target", "published_result", "strategy_goal", "incubation_centre")
WRITER = history.Writer("reference", "ข้อมูลเผยแพร่", Way.REFERENCE)
_FACT = "reference"


def seed(database: Database) -> bool:
    """Bring published facts up to date; True when anything had to be done.

    Of several processes that start at once one does it; the others wait and find it done.
    """
    wanted = fingerprint()
    if _stands(database, wanted):
        return False
    with one_at_a_time(database):
        if _stands(database, wanted):
            return False
        with database.writing() as connection:
            history.open_change_set(connection, WRITER, Verb.REFERENCE, wanted)
            for batch in (areas(), *(read_file(name) for name in FILES)):
                _follow(connection, batch)
            containment.rebuild(connection)
            facts.write(connection, _FACT, wanted)
    return True


def _stands(database: Database, wanted: str) -> bool:
    with database.reading() as connection:
        return facts.read(connection, _FACT) == wanted


@cache
def fingerprint() -> str:
    """Changes whenever a reference file or the gazetteer does."""
    import geothai  # 50 ms; needed only here

    digest = hashlib.sha256(geothai.DATA_VERSION.encode())
    for file in sorted(REFERENCE.glob("*.csv")):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def read_file(kind_id: str, folder: Path = REFERENCE) -> list[Record]:
    """Records of one reference file; raises `BadInput` naming the wrong field."""
    model = kind(kind_id)
    with (folder / f"{kind_id}.csv").open(encoding="utf-8", newline="") as lines:
        return [validate(model, _typed(model, row)) for row in csv.DictReader(lines)]


def areas() -> list[Record]:
    """Regions, provinces, districts and tambons with their codes (DOPA, through geothai)."""
    import geothai

    with (REFERENCE / "provinces.csv").open(encoding="utf-8", newline="") as lines:
        regions = {row["code"]: row for row in csv.DictReader(lines)}
    made: list[Record] = [
        Area(id=f"CODI-{o.value}", name_th=o.th, name_en=o.en, type="region", region=o.value) for o in REGIONS
    ]
    for one in geothai.provinces():
        known = regions[one.code]
        made.append(
            Area(
                id=place_id(one.code),
                name_th=one.name_th,
                name_en=one.name_en,
                type="province",
                code=one.code,
                parent=f"CODI-{known['region']}",
                province=place_id(one.code),
                region=known["region"],
                unconfirmed=known["unconfirmed"] == "true",
            )
        )
        for district in geothai.districts(one.code):
            made.append(_place(district, _type("district", one.code), one.code))
            made += [
                _place(sub, _type("tambon", one.code), district.code) for sub in geothai.subdistricts(district.code)
            ]
    return made


def _type(elsewhere: str, province_code: str) -> str:
    """Bangkok has districts and khwaeng where other provinces have amphoe and tambons."""
    in_bangkok = {"district": "bangkok_district", "tambon": "khwaeng"}
    return in_bangkok[elsewhere] if province_code == BANGKOK_ID[3:] else elsewhere


def _place(place: Any, area_type: str, parent_code: str) -> Area:
    return Area(
        id=place_id(place.code),
        name_th=place.name_th,
        name_en=place.name_en,
        type=area_type,
        code=place.code,
        parent=place_id(parent_code),
        province=place_id(place.code[:2]),
    )


def _typed(model: type[Record], row: dict[str, str]) -> dict[str, Any]:
    filled = {name: cell for name, cell in row.items() if cell}
    return {
        name: cell.split(";") if name in specs(model) and shape(model, name).many else cell
        for name, cell in filled.items()
    }


def _follow(connection: Connection, wanted: list[Record]) -> None:
    """Insert what is new, update what nobody has touched, withdraw what left the files."""
    kind_id = wanted[0].about.id
    rows = table(kind_id)
    standing = {row.id: row.revision for row in connection.execute(select(rows.c.id, rows.c.revision))}
    records.insert_new(connection, [r for r in wanted if r.id not in standing], records.PUBLISHED)
    kept = {r.id for r in wanted}
    gone = [i for i, revision in standing.items() if revision == 1 and i not in kept]
    if gone:
        left = rows.c.id.in_(gone) & (rows.c.origin == records.PUBLISHED)
        connection.execute(update(rows).where(left).values(withdrawn_at=datetime.now(UTC)))
    if standing:
        by_id = {s.record.id: plain(s.record) for s in records.find(connection, kind_id)}
        for record in wanted:
            if standing.get(record.id) == 1 and by_id.get(record.id) != plain(record):
                records.replace(connection, record, 1)
    versions.bump(connection, [(kind_id, versions.NOWHERE)])
