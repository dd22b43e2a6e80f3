"""A forum is made in one press: head, agenda, groups and their plans; or nothing of it."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from lib.access.actors import OWN_MACHINE, READER
from lib.actions.forum import planning, running
from lib.domain.agendas import AGENDAS, Agenda
from lib.domain.errors import BadInput, NotAllowed, NotFound
from lib.domain.forum_wishes import GroupWish, Scene
from lib.store.opening import Store
from lib.store.tables import table
from tests.actions.forum.halls import GROUPS, TAMBON, made

HEAD = {"name": "เวทีใหม่", "area": TAMBON, "starts_on": "27 พ.ย. 2569"}


def count(store: Store, kind: str) -> int:
    with store.database.reading() as connection:
        return int(connection.scalar(select(func.count()).select_from(table(kind))) or 0)


def test_agenda_groups_plans_and_their_codes_come_with_it(store: Store) -> None:
    hall = made(store, plans=True).seen()
    assert [s.text for s in hall.plenum.steps] == [s.text for s in AGENDAS[Agenda.CBMC]]
    assert [s.canvas_step for s in hall.plenum.steps if s.tool == "canvas"] == [str(n) for n in range(1, 10)]
    assert [g.name for g in hall.plenum.groups] == list(GROUPS)
    assert all(g.canvas for g in hall.plenum.groups)
    assert count(store, "canvas_code") == len(GROUPS)
    assert hall.next_step == hall.plenum.steps[0]


@pytest.mark.parametrize("agenda", list(Agenda))
def test_every_agenda_begins_a_forum(store: Store, agenda: Agenda) -> None:
    assert planning.make(store, OWN_MACHINE, HEAD, agenda, [], 2570)


def test_a_wrong_row_or_day_makes_nothing_at_all(store: Store) -> None:
    twice = [GroupWish("กลุ่มทอผ้า", TAMBON), GroupWish("กลุ่ม ทอผ้า")]
    nowhere = [GroupWish("กลุ่มทอผ้า", TAMBON), GroupWish("กลุ่มปลา", "TH-999999")]
    for head, groups in (
        (HEAD, twice),
        (HEAD, nowhere),
        (HEAD, [GroupWish(f"กลุ่ม {n}") for n in range(61)]),
        ({**HEAD, "ends_on": "1 พ.ย. 2569"}, []),
        ({**HEAD, "name": ""}, []),
    ):
        with pytest.raises(BadInput):
            planning.make(store, OWN_MACHINE, head, Agenda.CBMC, groups, 2570)
    assert [count(store, kind) for kind in ("forum", "forum_group", "forum_step", "canvas", "organisation")] == [0] * 5


def test_more_groups_are_added_after_the_last_table(store: Store) -> None:
    hall = made(store)
    planning.add_groups(store, OWN_MACHINE, hall.forum, [GroupWish("กลุ่มเยาวชน", TAMBON)], 2570, len(GROUPS))
    last = hall.seen().plenum.groups[-1]
    assert (last.name, last.order, bool(last.canvas)) == ("กลุ่มเยาวชน", 4, True)


def test_what_happens_in_the_hall_raises_its_turn_and_is_for_who_runs_it(store: Store) -> None:
    hall = made(store)
    step, group = hall.seen().plenum.steps[1], hall.seen().plenum.groups[0]
    turns = [hall.seen().live.turn]
    for act in (
        lambda: running.go_to_step(store, OWN_MACHINE, hall.forum, step.id),
        lambda: running.say_to_all(store, OWN_MACHINE, hall.forum, "พัก 10 นาที"),
        lambda: running.lock_group(store, OWN_MACHINE, hall.forum, group.id, True),
    ):
        act()
        turns.append(hall.seen().live.turn)
    assert turns == sorted(set(turns))
    for act in (
        lambda: running.show_on_wall(store, OWN_MACHINE, hall.forum, Scene.AGENDA),
        lambda: running.set_wifi(store, OWN_MACHINE, hall.forum, "เวที", "12345678"),
        lambda: running.measure(store, OWN_MACHINE, hall.forum, 14.0, 2.4),
    ):
        act()
        assert hall.seen().live.turn == turns[-1], "phones have nothing new to show"
    live = hall.seen().live
    assert (live.step, live.message, live.scene, live.locked) == (step.id, "พัก 10 นาที", "agenda", (group.id,))
    assert (live.wifi_name, live.length, live.width) == ("เวที", 14.0, 2.4)
    running.lock_group(store, OWN_MACHINE, hall.forum, group.id, False)
    running.go_to_step(store, OWN_MACHINE, hall.forum, "")
    assert (hall.seen().live.locked, hall.seen().step) == ((), None)
    with pytest.raises(NotAllowed):
        running.go_to_step(store, READER, hall.forum, step.id)
    with pytest.raises(NotFound):
        running.go_to_step(store, OWN_MACHINE, hall.forum, group.id)
    for wrong in (
        lambda: running.say_to_all(store, OWN_MACHINE, hall.forum, "ก" * 201),
        lambda: running.set_wifi(store, OWN_MACHINE, hall.forum, "ก" * 64, ""),
        lambda: running.measure(store, OWN_MACHINE, hall.forum, 100.0, 2.0),
    ):
        with pytest.raises(BadInput):
            wrong()
    with pytest.raises(NotFound):
        running.require_hall(store, OWN_MACHINE, "fm-nothing")
