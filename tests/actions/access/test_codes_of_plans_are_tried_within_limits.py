"""Wrong codes are limited by who tries them; a hall full of strangers locks nobody out; the desk alone exchanges one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from lib.access.actors import OWN_MACHINE
from lib.access.policy import Role
from lib.actions.canvas import code_tries, filling
from lib.domain.errors import NotAllowed
from lib.store import access_events
from lib.store.opening import Store
from lib.store.tables import table
from tests.actions.access.conftest import OTHER_PROVINCE, TAMBON, Someone, Town

WRONG = "bcdf-bcdf-bc{:02d}"


@pytest.fixture
def begun(store: Store) -> filling.Started:
    return filling.start(store, OWN_MACHINE, {"name": "แผน", "area": TAMBON, "year": "2569"}, "กลุ่ม ก")


def refusals(store: Store) -> list[object]:
    with store.database.reading() as connection:
        return [e.detail["tries"] for e in access_events.events(connection, event="code_refused")]


def test_who_tries_many_wrong_codes_waits_and_nobody_else_does(store: Store, begun: filling.Started) -> None:
    for n in range(code_tries.OWN.most):
        assert filling.opened_by(store, WRONG.format(n + 22), "stranger") == ""
    with pytest.raises(NotAllowed):
        filling.opened_by(store, WRONG.format(99), "stranger")
    # Nor is it told whether a code is right.
    with pytest.raises(NotAllowed):
        filling.opened_by(store, begun.code, "stranger")
    assert filling.opened_by(store, begun.code, "somebody else") == begun.canvas
    assert refusals(store) == [10, 1]
    _later(store, code_tries.OWN.within)
    assert filling.opened_by(store, begun.code, "stranger") == begun.canvas


def test_the_same_wrong_code_on_each_rerun_of_a_page_is_one_try(store: Store, begun: filling.Started) -> None:
    for _ in range(30):
        assert filling.opened_by(store, WRONG.format(22), "a") == ""
        assert filling.opened_by(store, begun.code, "a") == begun.canvas
    assert refusals(store) == [1]


def test_a_storm_of_wrong_codes_locks_no_honest_window_out(
    store: Store, begun: filling.Started, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(code_tries, "TOGETHER", code_tries.TryLimit(20, timedelta(hours=1)))
    for n in range(25):
        filling.opened_by(store, WRONG.format(n + 22), f"robot {n}")
    assert len(refusals(store)) == 20, "the log does not grow with the storm"
    assert filling.opened_by(store, WRONG.format(98), "honest") == ""
    assert filling.opened_by(store, begun.code, "honest") == begun.canvas
    for n in range(2):
        filling.opened_by(store, WRONG.format(n + 70), "honest")
    with pytest.raises(NotAllowed):
        filling.opened_by(store, begun.code, "honest")


def test_the_desk_of_the_place_exchanges_a_code_and_nobody_else(
    store: Store, begun: filling.Started, town: Town, facilitator: Someone, leader: Someone
) -> None:
    invited = town.comes("ผู้กรอก", Role.FILLER, TAMBON, begun.canvas)
    elsewhere = town.comes("เวทีอื่น", Role.FACILITATOR, OTHER_PROVINCE)
    for nobody in (invited, elsewhere, leader):
        with pytest.raises(NotAllowed):
            filling.new_code(store, nobody.actor, begun.canvas)
    assert filling.opened_by(store, begun.code, "a") == begun.canvas
    fresh = filling.new_code(store, facilitator.actor, begun.canvas)
    assert filling.opened_by(store, begun.code, "a") == ""
    assert filling.opened_by(store, fresh, "a") == begun.canvas
    with store.database.reading() as connection:
        (told,) = access_events.events(connection, event="code_changed")
    assert (told.actor, told.place, told.detail["record"]) == (facilitator.account, TAMBON, begun.canvas)


def _later(store: Store, by: timedelta) -> None:
    rows = table("attempt")
    with store.database.writing() as connection:
        connection.execute(update(rows).values(at=datetime.now(UTC) - by))
