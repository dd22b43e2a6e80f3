"""A list of one's own part is the same whether each record is asked where it lies or all of them at once."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import ColumnElement, Connection, update

from lib.access.actors import OWN_MACHINE, Actor
from lib.access.policy import COUNTRY, Grant, Role
from lib.access.visible import visible, visible_in_a_list
from lib.actions.records.saving import save, withdraw
from lib.insight.records.listing import listing
from lib.insight.source import Source
from lib.schema.history_words import Way
from lib.schema.seeing import Audience
from lib.store import wholly_inside
from lib.store.opening import Store, open_store
from lib.store.tables import table

KIND = "organisation"
HERE, NEAR, ELSEWHERE = "TH-250213", "TH-250204", "TH-500101"


def somebody(*grants: Grant) -> Actor:
    return Actor("acc-x", "ใคร", Way.FORM, grants, account="acc-x")


def added(store: Store, area: str | None, name: str, by: Actor = OWN_MACHINE) -> str:
    return save(store, by, KIND, {"name": name, "type": "group", "area": area}).record.id


def listed(store: Store, actor: Actor) -> set[str]:
    """What the list shows; the same as what each record says for itself, in lines and count."""
    found = {
        how: listing(Source(store), KIND, audience=Audience.WRITER, only=only)
        for how, only in (("at once", visible_in_a_list(actor, KIND)), ("each", each(actor)))
    }
    assert found["at once"] == found["each"]
    return {line.title.th for line in found["at once"].lines}


def each(actor: Actor) -> Callable[[Connection], ColumnElement[bool]]:
    return lambda _connection: visible(actor, KIND)


@pytest.fixture
def looked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Each time that the places of records were looked through."""
    found: list[str] = []
    look = wholly_inside._some_outside

    def watched(connection: Connection, kind_id: str, places: frozenset[str]) -> bool:
        found.append(kind_id)
        return look(connection, kind_id, places)

    monkeypatch.setattr(wholly_inside, "_some_outside", watched)
    return found


def test_it_follows_every_record_that_comes_moves_and_goes(store: Store, looked: list[str]) -> None:
    officer = somebody(Grant(Role.OFFICER, "CODI-BE"))
    assert listed(store, officer) == set()
    added(store, HERE, "หนึ่ง")
    moving = added(store, NEAR, "สอง")
    assert [listed(store, officer) for _ in range(3)] == [{"หนึ่ง", "สอง"}] * 3
    assert len(looked) == 2, "looked through once for each version"
    save(store, OWN_MACHINE, KIND, {"name": "สอง", "type": "group", "area": ELSEWHERE}, record_id=moving)
    assert listed(store, officer) == {"หนึ่ง"}
    withdraw(store, OWN_MACHINE, KIND, moving, "ย้าย")
    assert listed(store, officer) == {"หนึ่ง"}
    save(store, OWN_MACHINE, "person", {"name": "คนไกล", "area": ELSEWHERE})
    before = len(looked)
    assert listed(store, officer) == {"หนึ่ง"}
    assert len(looked) == before, "what others are is no concern of this list"


def test_it_follows_every_edit_of_an_area(store: Store) -> None:
    group = {"name_th": "กลุ่มตะวันออก", "type": "province_group", "members": ["TH-25"]}
    place = save(store, OWN_MACHINE, "area", group).record.id
    desk = somebody(Grant(Role.OFFICER, place))
    added(store, HERE, "หนึ่ง")
    assert listed(store, desk) == {"หนึ่ง"}
    save(store, OWN_MACHINE, "area", {**group, "members": ["TH-50"]}, record_id=place)
    assert listed(store, desk) == set()
    save(store, OWN_MACHINE, "area", {**group, "members": ["TH-50", "TH-25"]}, record_id=place)
    assert listed(store, desk) == {"หนึ่ง"}


def test_what_another_process_wrote_counts_at_once(sqlite_store: Store) -> None:
    officer = somebody(Grant(Role.OFFICER, "CODI-BE"))
    added(sqlite_store, HERE, "หนึ่ง")
    assert listed(sqlite_store, officer) == {"หนึ่ง"}
    elsewhere = open_store(str(sqlite_store.database.url), "own", sqlite_store.backups)
    added(elsewhere, ELSEWHERE, "ไกล")
    elsewhere.database.close()
    assert listed(sqlite_store, officer) == {"หนึ่ง"}


def test_a_record_that_lies_nowhere_is_in_nobodys_place(store: Store) -> None:
    officer = somebody(Grant(Role.OFFICER, "CODI-BE"))
    lost = added(store, HERE, "ไม่รู้ที่")
    rows = table(KIND)
    with store.database.writing() as connection:
        connection.execute(update(rows).where(rows.c.id == lost).values(area=None))
    added(store, HERE, "หนึ่ง")
    assert listed(store, officer) == {"หนึ่ง"}


@pytest.mark.parametrize(
    ("grants", "seen"),
    [
        ((), set()),
        ((Grant(Role.READER, COUNTRY),), set()),
        ((Grant(Role.COUNTRY, COUNTRY),), {"ของฉัน", "ใกล้", "ที่นี่"}),
        ((Grant(Role.OFFICER, "TH-25"),), {"ของฉัน", "ใกล้", "ที่นี่"}),
        ((Grant(Role.OFFICER, HERE), Grant(Role.OFFICER, NEAR)), {"ของฉัน", "ใกล้", "ที่นี่"}),
        ((Grant(Role.OFFICER, HERE),), {"ของฉัน", "ที่นี่"}),
        # Own records only, though all of them lie in the place.
        ((Grant(Role.LEADER, "TH-25"),), {"ของฉัน"}),
        ((Grant(Role.LEADER, "TH-25"), Grant(Role.OFFICER, NEAR)), {"ของฉัน", "ใกล้"}),
        # A right to one plan reaches nothing else in its place.
        ((Grant(Role.FILLER, "TH-25", "cv-1"),), set()),
        ((Grant(Role.OFFICER, "CODI-N"),), set()),
    ],
)
def test_every_right_reaches_as_far_as_before(sqlite_store: Store, grants: tuple[Grant, ...], seen: set[str]) -> None:
    mine = Actor("acc-x", "ใคร", Way.FORM, (Grant(Role.OFFICER, "TH-25"),), account="acc-x")
    added(sqlite_store, HERE, "ของฉัน", mine)
    added(sqlite_store, HERE, "ที่นี่")
    added(sqlite_store, NEAR, "ใกล้")
    assert listed(sqlite_store, somebody(*grants)) == seen
