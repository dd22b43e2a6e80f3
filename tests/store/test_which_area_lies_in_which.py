"""The closure of areas: as made from scratch, as followed edit by edit, and as walked by hand the same."""

from __future__ import annotations

import json
import random
import zipfile

import pytest
from sqlalchemy import Connection, delete, select

from lib.access.actors import OWN_MACHINE
from lib.actions.records.saving import save, withdraw
from lib.schema.record import plain
from lib.store import backup, containment, records, restoring
from lib.store.opening import Store
from lib.store.tables import table


def walked(connection: Connection) -> set[tuple[str, str]]:
    """(outer, inner) by walking up from every area, in plain Python."""
    rows = table("area")
    found = connection.execute(select(rows.c.id, rows.c.parent, rows.c.province, rows.c.region, rows.c.members)).all()
    up: dict[str, set[str]] = {r.id: {o for o in (r.parent, r.province) if o and o != r.id} for r in found}
    for r in found:
        if r.region and r.id != f"CODI-{r.region}":
            up[r.id].add(f"CODI-{r.region}")
        for member in r.members or ():
            up.setdefault(member, set()).add(r.id)
    told = set()
    for area in up:
        reached, waiting = {area}, [area]
        while waiting:
            for outer in up.get(waiting.pop(), ()):
                if outer not in reached:
                    reached.add(outer)
                    waiting.append(outer)
        told |= {(outer, area) for outer in reached}
    return told


def kept(connection: Connection) -> set[tuple[str, str]]:
    inside = table("area_inside")
    return {(r.outer, r.inner) for r in connection.execute(select(inside.c.outer, inside.c.inner))}


def test_a_fresh_store_knows_where_every_tambon_lies(store: Store) -> None:
    with store.database.reading() as connection:
        assert kept(connection) == walked(connection)
        for outer in ("TH-250213", "TH-2502", "TH-25", "CODI-BE"):
            assert containment.contains(connection, outer, "TH-250213")
        assert not containment.contains(connection, "CODI-N", "TH-250213")
        assert not containment.contains(connection, "TH-250213", "TH-25")
        assert len(containment.areas_within(connection, ["TH-25"])) > 60


def test_it_follows_every_edit_of_an_area(store: Store) -> None:
    group = save(
        store, OWN_MACHINE, "area", {"name_th": "กลุ่มอันดามัน", "type": "province_group", "members": ["TH-81", "TH-82"]}
    )
    town = save(
        store,
        OWN_MACHINE,
        "area",
        {"name_th": "ทม.ทดสอบ", "type": "municipality", "parent": "TH-8101", "province": "TH-81"},
    )
    with store.database.reading() as connection:
        assert kept(connection) == walked(connection)
        assert containment.contains(connection, group.record.id, "TH-810101")
        assert containment.contains(connection, group.record.id, town.record.id)
        assert containment.contains(connection, "CODI-S", town.record.id)
    left = {**plain(group.record), "members": ["TH-82"]}
    save(store, OWN_MACHINE, "area", left, record_id=group.record.id)
    with store.database.reading() as connection:
        assert kept(connection) == walked(connection)
        assert not containment.contains(connection, group.record.id, "TH-810101")
        province = records.get(connection, "area", "TH-82")
    assert province is not None
    moved = {k: v for k, v in plain(province.record).items() if v is not None} | {"region": "N", "parent": "CODI-N"}
    save(store, OWN_MACHINE, "area", moved, record_id="TH-82")
    with store.database.reading() as connection:
        assert kept(connection) == walked(connection)
        assert containment.contains(connection, "CODI-N", "TH-820101")
        assert not containment.contains(connection, "CODI-S", "TH-820101")
    withdraw(store, OWN_MACHINE, "area", town.record.id, "ตั้งผิด")
    with store.database.reading() as connection:  # what lies there lies there still
        assert containment.contains(connection, "CODI-S", town.record.id)


@pytest.mark.no_cover
def test_random_edits_end_as_made_from_scratch(sqlite_store: Store) -> None:
    dice = random.Random(7)
    rows = table("area")
    for _ in range(25):
        with sqlite_store.database.writing() as connection:
            some = list(connection.scalars(select(rows.c.id).where(rows.c.id.like("TH-8%")).order_by(rows.c.id)))[:60]
            area, parent = dice.choice(some), dice.choice([*some, None])
            # Areas that say they lie in each other are a mistake, and no reason to go round for ever.
            connection.execute(rows.update().where(rows.c.id == area).values(parent=parent))
            containment.follow(connection, [area])
            assert kept(connection) == walked(connection)


def test_a_store_from_before_gets_it_when_it_is_opened(sqlite_store: Store) -> None:
    with sqlite_store.database.writing() as connection:
        whole = kept(connection)
        connection.execute(delete(table("area_inside")))
    containment.ensure(sqlite_store.database)
    with sqlite_store.database.reading() as connection:
        assert kept(connection) == whole


@pytest.mark.parametrize("of_before", [False, True], ids=["today", "from before it was left out"])
def test_a_backup_leaves_it_out_and_a_restore_makes_it(sqlite_store: Store, of_before: bool) -> None:
    """Four rows in five of a new store follow from the others: they need not be written, read and verified each day."""
    with sqlite_store.database.reading() as connection:
        before = kept(connection)
    file = backup.write_backup(sqlite_store.database, sqlite_store.backups)
    with zipfile.ZipFile(file) as bundle:
        entries = {name: bundle.read(name) for name in bundle.namelist()}
    assert "area_inside.jsonl" not in entries
    if of_before:
        told = json.loads(entries["manifest.json"])
        told["tables"].append("area_inside")
        told["counts"]["area_inside"] = 1
        entries["manifest.json"] = json.dumps(told).encode()
        entries["area_inside.jsonl"] = b'{"outer": "TH-25", "inner": "TH-8204"}\n'
        with zipfile.ZipFile(file, "w") as bundle:
            for name, content in entries.items():
                bundle.writestr(name, content)
    with sqlite_store.database.writing() as connection:
        connection.execute(delete(table("area_inside")))
    restoring.restore(sqlite_store, file)
    with sqlite_store.database.reading() as connection:
        assert kept(connection) == before == walked(connection)
