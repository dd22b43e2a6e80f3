"""A phone sends until it hears that it is kept: whatever got lost on the way, an answer is written once."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from lib.access.actors import OWN_MACHINE, READER, holding
from lib.access.asking import require_fill
from lib.actions.canvas import filling
from lib.actions.records.saving import save, withdraw
from lib.actions.records.sending import Kept, as_opened, once
from lib.domain.errors import BadInput, Conflict, NotFound
from lib.store import records, sent_answers
from lib.store.opening import Store
from lib.store.tables import table
from tests.actions.canvas.test_a_canvas_is_filled_in_together import TAMBON, begun, board

KEY = "k" * 22


def sent(store: Store, key: str, canvas: str, answers: dict[str, object], record_id: str = "", base: int = 0) -> Kept:
    writer = require_fill(store, holding(READER, canvas), canvas)
    typed = as_opened(store, "canvas_item", record_id, base, answers)
    return once(
        store,
        writer,
        key,
        "canvas_item",
        record_id,
        lambda actor: filling.put(store, actor, canvas, "canvas_item", typed, record_id=record_id, base_revision=base),
    )


def count(store: Store, name: str) -> int:
    with store.database.reading() as connection:
        return int(connection.scalar(select(func.count()).select_from(table(name))) or 0)


def test_a_lost_answer_makes_no_second_line(store: Store) -> None:
    canvas = begun(store).canvas
    first = sent(store, KEY, canvas, {"step": "1", "text": "ปลาไม่คาว"})
    sets = count(store, "change_set")
    again = sent(store, KEY, canvas, {"step": "1", "text": "ปลาไม่คาว"})
    assert (again.record_id, again.revision, again.again) == (first.record_id, 1, True)
    assert [r.text for r in board(store, canvas).of_step(1)] == ["ปลาไม่คาว"]
    assert count(store, "change_set") == sets


def test_the_key_is_its_senders(store: Store) -> None:
    one, other = begun(store).canvas, begun(store, name="อีกแผน").canvas
    sent(store, KEY, one, {"step": "1", "text": "ของเรา"})
    assert not sent(store, KEY, other, {"step": "1", "text": "ของเขา"}).again


def test_what_was_refused_leaves_its_key_free(store: Store) -> None:
    canvas = begun(store).canvas
    with pytest.raises(BadInput):
        sent(store, KEY, canvas, {"step": "5", "text": "ขายปลา", "gain": "income", "price": "แพง"})
    assert count(store, "sent_answer") == 0
    assert not sent(store, KEY, canvas, {"step": "5", "text": "ขายปลา", "gain": "income", "price": "80"}).again


def test_two_that_arrive_together_are_one(store: Store) -> None:
    canvas, found = begun(store).canvas, []

    def send() -> None:
        found.append(sent(store, KEY, canvas, {"step": "1", "text": "ปลาไม่คาว"}))

    threads = [threading.Thread(target=send) for _ in range(6)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len({k.record_id for k in found}) == 1
    assert sorted(k.again for k in found) == [False, *[True] * 5]
    assert len(board(store, canvas).of_step(1)) == 1


def test_an_answer_that_says_what_stands_there_is_kept_too(store: Store) -> None:
    canvas = begun(store).canvas
    line = sent(store, KEY, canvas, {"step": "1", "text": "ปลาไม่คาว"})
    same = sent(store, "s" * 22, canvas, {"text": "ปลาไม่คาว"}, line.record_id, 1)
    assert (same.revision, same.again) == (1, False)
    assert sent(store, "s" * 22, canvas, {"text": "ปลาไม่คาว"}, line.record_id, 1).again


def test_only_what_was_answered_counts_as_edited(store: Store) -> None:
    canvas = begun(store).canvas
    line = sent(store, KEY, canvas, {"step": "5", "text": "ขายปลา", "gain": "income", "price": "80", "units": "600"})
    on_another_phone = sent(store, "b" * 22, canvas, {"price": "90"}, line.record_id, 1)
    mine = sent(store, "c" * 22, canvas, {"units": "700"}, line.record_id, 1)
    assert (on_another_phone.revision, mine.revision) == (2, 3)
    (record,) = board(store, canvas).of_step(5)
    assert (record.price, record.units, record.text) == (90, 700, "ขายปลา")
    with pytest.raises(Conflict) as both:
        sent(store, "d" * 22, canvas, {"price": "100"}, line.record_id, 1)
    assert both.value.theirs == {"price": "90.00"}


def test_what_was_declined_and_then_answered_is_answered(store: Store) -> None:
    typed = as_opened(store, "household_survey", "", 0, {"no_answer": {"members": "unknown"}})
    assert typed["no_answer"]["members"] == "unknown"
    assert "members" not in as_opened(store, "household_survey", "", 0, {"members": "4"})["no_answer"]


def test_a_line_that_was_taken_away_does_not_come_back_by_being_typed_into(store: Store) -> None:
    canvas = begun(store).canvas
    line = sent(store, KEY, canvas, {"step": "1", "text": "ปลาไม่คาว"})
    filling.take_away(store, OWN_MACHINE, canvas, "canvas_item", line.record_id)
    with pytest.raises(NotFound):
        sent(store, "e" * 22, canvas, {"text": "ปลาสด"}, line.record_id, 1)
    group = {"name": "กลุ่ม ก", "type": "group", "area": TAMBON}
    made = save(store, OWN_MACHINE, "organisation", group).record
    withdraw(store, OWN_MACHINE, "organisation", made.id, "ซ้ำ")
    # Taken away after the form was put together: the transaction looks once more.
    late = replace(OWN_MACHINE, sending=KEY)
    with pytest.raises(NotFound):
        save(store, late, "organisation", {**group, "name": "กลุ่ม ข"}, record_id=made.id)
    with store.database.reading() as connection:
        stands = records.get(connection, "organisation", made.id)
    assert stands is not None
    assert stands.withdrawn


def test_a_key_that_could_be_guessed_is_none(store: Store) -> None:
    with pytest.raises(BadInput):
        sent(store, "1", begun(store).canvas, {"step": "1", "text": "ก"})


def test_keys_go_after_a_season(store: Store) -> None:
    sent(store, KEY, begun(store).canvas, {"step": "1", "text": "ก"})
    with store.database.writing() as connection:
        sent_answers.forget_old(connection, datetime.now(UTC) + timedelta(days=80))
    assert count(store, "sent_answer") == 1
    with store.database.writing() as connection:
        sent_answers.forget_old(connection, datetime.now(UTC) + timedelta(days=100))
    assert count(store, "sent_answer") == 0
