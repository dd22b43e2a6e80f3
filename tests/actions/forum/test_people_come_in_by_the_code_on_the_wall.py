"""Coming in: the door's code, a name, a group; once however often it is sent; the desk adds who has no phone."""

from __future__ import annotations

import pytest

from lib.access.actors import OWN_MACHINE, READER
from lib.actions.forum import ideas, joining, running
from lib.actions.records.saving import withdraw
from lib.domain.errors import BadInput, NotAllowed, NotFound
from lib.domain.forum_wishes import SeatWish
from lib.insight.forum.seats import participants
from lib.insight.source import Source
from lib.store.opening import Store
from tests.actions.forum.halls import made

KEY = "k" * 20


def test_the_code_opens_the_door_however_it_is_typed_until_it_is_shut(store: Store) -> None:
    hall = made(store)
    assert joining.enter(store, hall.code) == hall.forum
    assert joining.enter(store, f" {hall.code[:3]} {hall.code[3:].upper()} ") == hall.forum
    assert hall.seen().code == hall.code
    another = running.open_door(store, OWN_MACHINE, hall.forum)
    assert (joining.enter(store, hall.code), joining.enter(store, another)) == ("", hall.forum)
    running.shut_door(store, OWN_MACHINE, hall.forum)
    assert joining.enter(store, another) == ""
    assert running.door_of(store, hall.forum) == ""


def test_who_guesses_is_stopped_and_the_right_code_still_opens_for_others(store: Store) -> None:
    hall = made(store)
    for letter in "bcdfghjkmn":
        assert joining.enter(store, f"bbbbb{letter}", by="somebody") == ""
    with pytest.raises(NotAllowed):
        joining.enter(store, hall.code, by="somebody")
    assert joining.enter(store, hall.code, by="another") == hall.forum


def test_a_seat_is_taken_once_however_often_it_is_sent(store: Store) -> None:
    hall = made(store)
    group = hall.seen().plenum.groups[1].id
    wish = SeatWish("  ป้า​สมศรี  ใจดี ", group, 12)
    first, again = (joining.take_seat(store, hall.forum, wish, KEY) for _ in range(2))
    assert (first.record_id, first.again, again.again) == (again.record_id, False, True)
    (person,) = participants(Source(store), hall.forum)
    assert (person.sits.name, person.sits.group, person.sits.number, person.sits.way) == (
        "ป้าสมศรี ใจดี",
        group,
        12,
        "phone",
    )
    assert hall.seen().plenum.seats == {group: 1}


@pytest.mark.parametrize(
    "wish", [SeatWish(""), SeatWish("ก" * 81), SeatWish("ป้า", "fgr-nothing"), SeatWish("1103702071811")]
)
def test_a_name_that_is_none_takes_no_seat(store: Store, wish: SeatWish) -> None:
    hall = made(store)
    with pytest.raises(BadInput):
        joining.take_seat(store, hall.forum, wish, KEY)
    assert hall.seen().plenum.heads == 0


def test_a_number_is_one_persons_and_a_shut_door_lets_the_desk_in_only(store: Store) -> None:
    hall = made(store)
    hall.seat("ป้าสมศรี", 7)
    with pytest.raises(BadInput, match="taken"):
        hall.seat("ลุงบุญมา", 7)
    running.shut_door(store, OWN_MACHINE, hall.forum)
    with pytest.raises(NotAllowed):
        hall.seat("ลุงบุญมา", 8)
    added = joining.add_person(store, OWN_MACHINE, hall.forum, SeatWish("ลุงบุญมา", "", 8))
    assert [p.sits.way for p in participants(Source(store), hall.forum)] == ["phone", "desk"]
    withdraw(store, OWN_MACHINE, "forum_seat", added, "มาผิดเวที")
    assert hall.seen().plenum.heads == 1
    with pytest.raises(NotAllowed):
        joining.add_person(store, READER, hall.forum, SeatWish("แขก"))
    with pytest.raises(NotFound):
        joining.take_seat(store, "fm-nothing", SeatWish("แขก"), KEY)


def test_a_full_hall_says_so(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(joining, "MOST_SEATS", 1)
    hall = made(store)
    hall.seat("ป้าสมศรี")
    with pytest.raises(BadInput, match="full"):
        hall.seat("ลุงบุญมา")


def test_ideas_are_the_seats_own_sent_once_and_not_without_end(store: Store) -> None:
    hall = made(store)
    seat = hall.seat()
    step = hall.seen().plenum.steps[1].id
    running.go_to_step(store, OWN_MACHINE, hall.forum, step)
    for _ in range(2):
        ideas.send(store, hall.forum, seat, "ตลาดนัดวันเสาร์", KEY)
    (idea,) = hall.seen().plenum.ideas
    assert (idea.said.text, idea.said.step) == ("ตลาดนัดวันเสาร์", step)
    for number in range(1, ideas.MOST_OF_A_SEAT):
        ideas.send(store, hall.forum, seat, f"เรื่องที่ {number}", f"{KEY}{number}")
    with pytest.raises(BadInput, match="most"):
        ideas.send(store, hall.forum, seat, "เรื่องสุดท้าย", "z" * 20)
    with pytest.raises(BadInput):
        ideas.send(store, hall.forum, seat, "  ", "e" * 20)
    withdraw(store, OWN_MACHINE, "forum_seat", seat, "ออกไปแล้ว")
    with pytest.raises(NotAllowed):
        ideas.send(store, hall.forum, seat, "อีกเรื่อง", "g" * 20)
