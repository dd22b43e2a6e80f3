"""A rung is verified in the account's name, in its place, and not by who reported it – unless the region says so."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from lib.access.actors import OWN_MACHINE, Actor
from lib.access.policy import Grant, Role
from lib.actions.records.saving import save
from lib.actions.records.verifying import report_again, send_back, unlock, verify
from lib.domain.errors import NotAllowed
from lib.schema.history_words import Way
from lib.store import history, records, region_rules
from lib.store.opening import Store
from lib.store.tables import table

KIND, TAMBON = "tambon_progress", "TH-250213"


def officer(name: str, place: str = "CODI-BE", role: Role = Role.OFFICER) -> Actor:
    return Actor(f"acc-{name}", name, Way.FORM, (Grant(role, place),), account=f"acc-{name}", invitation=f"inv-{name}")


def reported(store: Store, by: Actor) -> str:
    step = save(store, by, KIND, {"area": TAMBON, "rung": "plan", "reached_on": "2026-01-05"}).record.id
    proof = {"name": "บันทึกประชุม", "proves_kind": KIND, "proves": step, "type": "note", "text": "มีมติ"}
    save(store, by, "evidence", proof)
    return step


def test_the_reporter_asks_somebody_else_and_the_name_is_the_accounts(store: Store) -> None:
    one, two = officer("หนึ่ง"), officer("สอง")
    step = reported(store, one)
    with pytest.raises(NotAllowed, match="somebody else"):
        verify(store, one, KIND, step, "ชื่อที่พิมพ์เอง")
    verify(store, two, KIND, step, "ชื่อที่พิมพ์เอง")
    with store.database.reading() as connection:
        stored = records.get(connection, KIND, step)
        sets = table("change_set")
        last = connection.execute(select(sets).order_by(sets.c.number.desc()).limit(1)).mappings().one()
        assert history.of_record(connection, KIND, step)[0].actor_label == "สอง"
    assert stored is not None
    assert stored.record.verified_by == "สอง"  # type: ignore[attr-defined]
    assert (last["actor"], last["invitation"]) == ("acc-สอง", "inv-สอง")


def test_who_hands_it_in_again_is_the_reporter_from_then_on(sqlite_store: Store) -> None:
    one, two = officer("หนึ่ง"), officer("สอง")
    step = reported(sqlite_store, one)
    send_back(sqlite_store, two, KIND, step, "ขาดรูป")
    report_again(sqlite_store, two, KIND, step)
    with pytest.raises(NotAllowed, match="somebody else"):
        verify(sqlite_store, two, KIND, step, "")
    verify(sqlite_store, one, KIND, step, "")


def test_who_unlocked_it_did_not_report_it(sqlite_store: Store) -> None:
    one, two = officer("หนึ่ง"), officer("สอง")
    step = reported(sqlite_store, one)
    verify(sqlite_store, two, KIND, step, "")
    unlock(sqlite_store, two, KIND, step, "พิมพ์ผิด")
    verify(sqlite_store, two, KIND, step, "")


def test_a_region_of_one_officer_may_say_otherwise_for_itself_alone(store: Store) -> None:
    one = officer("หนึ่ง")
    step = reported(store, one)
    with store.database.writing() as connection:
        region_rules.decide(connection, "CODI-N", region_rules.OWN_REPORT, allowed=True)
    with pytest.raises(NotAllowed):
        verify(store, one, KIND, step, "")
    with store.database.writing() as connection:
        region_rules.decide(connection, "CODI-BE", region_rules.OWN_REPORT, allowed=True)
        assert region_rules.allowing(connection, region_rules.OWN_REPORT) == ["CODI-BE", "CODI-N"]
    verify(store, one, KIND, step, "")
    with store.database.writing() as connection:
        region_rules.decide(connection, "CODI-BE", region_rules.OWN_REPORT, allowed=False)
        assert region_rules.allowing(connection, region_rules.OWN_REPORT) == ["CODI-N"]


def test_on_the_own_machine_nobody_is_told_apart(sqlite_store: Store) -> None:
    step = reported(sqlite_store, OWN_MACHINE)
    verify(sqlite_store, OWN_MACHINE, KIND, step, "สมชาย")


@pytest.mark.parametrize(
    "somebody", [officer("ไกล", "CODI-N"), officer("ทีม", TAMBON, Role.TEAM), officer("เครือข่าย", "TH-25", Role.NETWORK)]
)
def test_a_verdict_needs_the_right_to_it_there(sqlite_store: Store, somebody: Actor) -> None:
    step = reported(sqlite_store, officer("หนึ่ง"))
    for decide in (
        lambda: verify(sqlite_store, somebody, KIND, step, ""),
        lambda: send_back(sqlite_store, somebody, KIND, step, "เหตุผล"),
        lambda: unlock(sqlite_store, somebody, KIND, step, "เหตุผล"),
    ):
        with pytest.raises(NotAllowed):
            decide()
