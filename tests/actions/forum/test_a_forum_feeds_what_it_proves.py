"""What a forum proves elsewhere: ranked problems, an event with its people, a quiz with its right answer."""

from __future__ import annotations

import pytest

from lib.access.actors import OWN_MACHINE, READER
from lib.actions.forum import ballots, feeding
from lib.actions.records.saving import save_typed
from lib.domain.errors import BadInput, NotAllowed, NotFound
from lib.insight.forum.minutes import minutes
from lib.insight.source import Source
from lib.store import records
from lib.store.opening import Store
from lib.store.tables import table
from tests.actions.forum.halls import TAMBON, made


def test_what_was_ranked_stands_on_the_list_of_problems_however_often_it_is_pressed(store: Store) -> None:
    hall = made(store)
    work = save_typed(
        store, OWN_MACHINE, "tambon_work", {"area": TAMBON, "year": "2570", "name": "นนทรี 2570"}
    ).record.id
    save_typed(store, OWN_MACHINE, "tambon_problem", {"work": work, "text": "น้ำ ดื่ม", "votes": "1"})
    ballot, seat = hall.ballot("one", offered="ตลาด\nน้ำดื่ม"), hall.seat()
    ballots.open_ballot(store, OWN_MACHINE, ballot)
    ballots.vote(store, hall.forum, ballot, seat, "word", [1])
    with pytest.raises(BadInput):
        feeding.rank_problems(store, OWN_MACHINE, ballot, work)
    ballots.close_ballot(store, OWN_MACHINE, ballot)
    ballots.count_hands(store, OWN_MACHINE, ballot, {"น้ำดื่ม": 9})
    for _ in range(2):
        assert feeding.rank_problems(store, OWN_MACHINE, ballot, work) == 2
    rows = table("tambon_problem")
    with store.database.reading() as connection:
        found = records.find(connection, "tambon_problem", rows.c.work == work)
    assert {(s.record.title(), getattr(s.record, "votes", None)) for s in found} >= {("ตลาด", 0)}
    assert sorted(getattr(s.record, "votes", None) for s in found)[-1] == 10
    with pytest.raises(NotFound):
        feeding.rank_problems(store, OWN_MACHINE, "fba-nothing", work)
    with pytest.raises(NotAllowed):
        feeding.rank_problems(store, READER, ballot, work)


def test_a_forum_is_an_event_with_as_many_people_as_came(store: Store) -> None:
    hall = made(store)
    first = feeding.note_event(store, OWN_MACHINE, hall.forum)
    hall.seat("ก")
    hall.seat("ข")
    assert feeding.note_event(store, OWN_MACHINE, hall.forum) == first
    with store.database.reading() as connection:
        stored = records.get(connection, "event", first)
    assert stored is not None
    event = stored.record
    assert (event.title(), getattr(event, "people", 0), getattr(event, "type", "")) == ("เวทีทำแผน", 2, "forum")
    with pytest.raises(NotAllowed):
        feeding.note_event(store, READER, hall.forum)


def test_a_quiz_tells_its_answer_with_its_result(store: Store) -> None:
    hall = made(store)
    with pytest.raises(BadInput):
        ballots.open_ballot(store, OWN_MACHINE, hall.ballot("quiz", offered="ก\nข", right="3"))
    ballot = hall.ballot("quiz", offered="ก\nข", right="2")
    seat = hall.seat()
    ballots.open_ballot(store, OWN_MACHINE, ballot)
    ballots.vote(store, hall.forum, ballot, seat, "word", [1])
    ballots.close_ballot(store, OWN_MACHINE, ballot)
    (told,) = minutes(Source(store), hall.seen(), "th").ballots
    assert [row[:2] for row in told.rows] == [("ข ✓", 1), ("ก", 0)]


def test_a_slip_is_enough_to_come_in(store: Store) -> None:
    hall = made(store)
    hall.seat("", 12)
    with store.database.reading() as connection:
        (sits,) = records.find(connection, "forum_seat")
    assert sits.record.title() == "เลข 12"
