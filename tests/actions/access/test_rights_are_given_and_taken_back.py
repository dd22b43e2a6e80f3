"""Nobody gives or takes what is not in the own charge, and somebody always looks after the system."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest

from lib.access.actors import OWN_MACHINE, READER
from lib.access.charge import jurisdiction_of
from lib.access.policy import COUNTRY, Act, Role
from lib.access.wishes import RightWish
from lib.actions.access import granting
from lib.actions.acts import acts_of
from lib.domain.errors import BadInput, NotAllowed, NotFound
from lib.domain.thai_date import bangkok_today
from lib.insight.access.people import people, waiting
from lib.insight.source import Source
from lib.store import accounts, login_sessions, region_rules
from lib.store.opening import Store
from tests.actions.access.conftest import OTHER_REGION, OTHER_TAMBON, PROVINCE, REGION, TAMBON, Someone, Town


def test_a_right_holds_from_the_next_click_and_ends_on_the_next(
    store: Store, officer: Someone, leader: Someone, town: Town
) -> None:
    given = granting.give(store, officer.actor, leader.account, RightWish("team", TAMBON))
    assert town.again(leader).rights.may(Act.WRITE, "tambon_work").allowed
    with pytest.raises(BadInput):
        granting.give(store, officer.actor, leader.account, RightWish("team", TAMBON))
    granting.take(store, officer.actor, given)
    assert not town.again(leader).rights.may(Act.WRITE, "tambon_work").allowed
    with pytest.raises(NotFound):
        granting.take(store, officer.actor, given)
    with pytest.raises(BadInput):
        granting.give(
            store, officer.actor, leader.account, RightWish("team", TAMBON, until=bangkok_today() - timedelta(days=1))
        )


def test_nobody_gives_or_takes_outside_the_own_charge(
    store: Store, officer: Someone, facilitator: Someone, leader: Someone, admin: Someone, town: Town
) -> None:
    north = town.comes("ภาคเหนือ", Role.OFFICER, OTHER_REGION)
    for actor, role, place in (
        (officer.actor, "leader", OTHER_TAMBON),
        (officer.actor, "officer", OTHER_REGION),
        (officer.actor, "country", COUNTRY),
        (facilitator.actor, "leader", TAMBON),
        (leader.actor, "leader", TAMBON),
        (READER, "leader", TAMBON),
    ):
        with pytest.raises(NotAllowed):
            granting.give(store, actor, leader.account, RightWish(role, place))
    for actor in (north.actor, facilitator.actor, READER):
        with pytest.raises(NotAllowed):
            granting.take(store, actor, leader.grant)
    with pytest.raises(NotAllowed):
        granting.take(store, officer.actor, admin.grant)
    granting.take(store, officer.actor, leader.grant)


def test_a_whole_account_is_closed_by_who_has_charge_of_all_of_it(
    store: Store, officer: Someone, leader: Someone, admin: Someone, town: Town
) -> None:
    with store.database.writing() as connection:
        accounts.grant(connection, leader.account, ("leader", OTHER_TAMBON, ""), ("test", "ทดสอบ"))
    for act in (granting.close, granting.open_again, granting.end_sessions):
        with pytest.raises(NotAllowed):
            act(store, officer.actor, leader.account)
    with pytest.raises(NotAllowed):
        granting.rename(store, officer.actor, leader.account, "ชื่อใหม่")
    granting.close(store, admin.actor, leader.account)
    assert not town.again(leader).may_write
    granting.open_again(store, admin.actor, leader.account)
    assert town.again(leader).may_write
    granting.rename(store, admin.actor, leader.account, "  ชื่อ   ใหม่ ")
    assert town.again(leader).label == "ชื่อ ใหม่"
    assert granting.end_sessions(store, admin.actor, leader.account) >= 2
    with store.database.reading() as connection:
        assert all(s.ended_at for s in login_sessions.of_account(connection, leader.account))
    with pytest.raises(BadInput):
        granting.rename(store, admin.actor, leader.account, " ")
    with pytest.raises(NotFound):
        granting.close(store, admin.actor, "acc-none")


def test_the_last_administrator_stays(store: Store, admin: Someone, town: Town) -> None:
    for act, what in ((granting.take, admin.grant), (granting.close, admin.account)):
        with pytest.raises(NotAllowed):
            act(store, admin.actor, what)
        with pytest.raises(NotAllowed):
            act(store, OWN_MACHINE, what)
    second = town.comes("ผู้ดูแลสอง", Role.COUNTRY, COUNTRY)
    granting.close(store, admin.actor, second.account)
    with pytest.raises(NotAllowed):
        granting.take(store, admin.actor, admin.grant)
    granting.open_again(store, admin.actor, second.account)
    granting.take(store, admin.actor, admin.grant)
    with pytest.raises(NotAllowed):
        granting.take(store, second.actor, second.grant)


def test_two_administrators_who_take_each_others_right_leave_one(store: Store, admin: Someone, town: Town) -> None:
    second = town.comes("ผู้ดูแลสอง", Role.COUNTRY, COUNTRY)
    together, ended = threading.Barrier(2), list[str]()

    def take(by: Someone, of: Someone) -> None:
        together.wait()
        try:
            granting.take(store, by.actor, of.grant)
        except NotAllowed:
            return
        ended.append(of.grant)

    threads = [threading.Thread(target=take, args=pair) for pair in ((admin, second), (second, admin))]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(ended) == 1


def test_a_region_decides_whether_a_reporter_verifies(
    store: Store, officer: Someone, facilitator: Someone, admin: Someone, town: Town
) -> None:
    narrow = town.comes("เจ้าหน้าที่จังหวัด", Role.OFFICER, PROVINCE)
    for nobody in (facilitator.actor, narrow.actor, READER):
        with pytest.raises(NotAllowed):
            granting.let_reporters_verify(store, nobody, REGION, allowed=True)
    with pytest.raises(NotAllowed):
        granting.let_reporters_verify(store, officer.actor, OTHER_REGION, allowed=True)
    granting.let_reporters_verify(store, officer.actor, REGION, allowed=True)
    with store.database.reading() as connection:
        assert region_rules.allows(connection, TAMBON, region_rules.OWN_REPORT)
        assert not region_rules.allows(connection, OTHER_TAMBON, region_rules.OWN_REPORT)
    granting.let_reporters_verify(store, admin.actor, REGION, allowed=False)
    with store.database.reading() as connection:
        assert not region_rules.allows(connection, TAMBON, region_rules.OWN_REPORT)
    with pytest.raises(BadInput):
        granting.let_reporters_verify(store, admin.actor, PROVINCE, allowed=True)


def test_people_are_seen_by_who_has_charge_of_them(
    store: Store, officer: Someone, facilitator: Someone, leader: Someone, admin: Someone, town: Town
) -> None:
    with store.database.writing() as connection:
        accounts.grant(connection, leader.account, ("leader", OTHER_TAMBON, ""), ("test", "ทดสอบ"))
        accounts.add(connection, "ยังไม่มีสิทธิ")
    source = Source(store)

    def seen(one: Someone) -> dict[str, list[str]]:
        return {p.name: [r.place for r in p.rights] for p in people(source, jurisdiction_of(one.actor))}

    assert seen(officer) == {"เจ้าหน้าที่ภาค": [REGION], "ผู้ดูแลเวที": [PROVINCE], "ผู้นำ": [TAMBON]}
    assert seen(facilitator) == {}
    assert len(seen(admin)) == 5
    assert seen(admin)["ผู้นำ"] == [TAMBON, OTHER_TAMBON]
    assert waiting(source) == 1
    (one,) = [p for p in people(source, jurisdiction_of(admin.actor)) if p.name == "ผู้นำ"]
    assert one.seen_at is not None
    assert (one.devices, one.by_link, one.closed) == (1, False, False)


def test_the_acts_are_for_who_may_invite(store: Store, officer: Someone, facilitator: Someone, leader: Someone) -> None:
    for someone, expected in ((officer, True), (facilitator, True), (leader, False)):
        acts = acts_of(store, someone.actor)
        assert acts is not None
        assert (acts.access is not None) == expected
