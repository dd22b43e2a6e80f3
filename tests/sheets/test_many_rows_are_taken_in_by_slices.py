"""Many new or changed rows go into the store bit by bit, and it comes to the same as all at once."""

from __future__ import annotations

from typing import Any

import pytest

from lib.sheets import slices
from tests.sheets.conftest import Field
from tests.sheets_double.cells import typed

KIND = "organisation"
TYPE = "กลุ่ม/วิสาหกิจชุมชน"
ROWS = 50


@pytest.fixture
def many(field: Field, monkeypatch: pytest.MonkeyPatch) -> Field:
    """Fifty groups, not looked at yet, and slices of eight."""
    monkeypatch.setattr(slices, "SLICE_ROWS", 8)
    for n in range(ROWS):
        said(field, n + 1, name=f"กลุ่ม {n:02}", type=TYPE, members=n + 1)
    return field


def said(field: Field, row: int, **cells: Any) -> None:
    tab = field.tab(KIND)
    for target, value in cells.items():
        at = field.column(KIND, target)
        tab.put(row, at, typed(tab.at(row, at), value))
    field.book.touched("leader")


def members(field: Field) -> dict[str, int | None]:
    return {s.record.name: s.record.members for s in field.stored(KIND)}


def test_every_row_becomes_a_record_once_and_is_answered(many: Field) -> None:
    said(many, 5, members="มากมาย")
    said(many, 40, name="กลุ่ม 02")  # the same as a row of an earlier slice
    many.look()
    states = {many.cell(KIND, r, "name"): str(many.cell(KIND, r, "_state")) for r in range(1, ROWS + 1)}
    assert states.pop("กลุ่ม 04").startswith("✗ จำนวนสมาชิก")
    assert str(many.cell(KIND, 40, "_state")).startswith("✗ รายการเดียวกับแถว")
    assert len(many.stored(KIND)) == ROWS - 1
    assert {words for name, words in states.items() if name != "กลุ่ม 02"} == {"✓"}
    ids = [many.cell(KIND, r, "id") for r in range(1, ROWS + 1) if r != 40]
    assert len(set(ids)) == ROWS - 1
    calls = len(many.google.calls)
    many.look()
    assert len(many.google.calls) == calls + 1, "nothing is left to be done"


def test_many_edits_arrive_and_what_the_app_changed_meanwhile_wins_nothing_by_it(many: Field) -> None:
    many.look()
    for n in range(ROWS):
        said(many, n + 1, members=n + 100)
    many.edits(KIND, "กลุ่ม 07", note="จากระบบ")
    many.look()
    many.look()
    assert members(many) == {f"กลุ่ม {n:02}": n + 100 for n in range(ROWS)}
    assert many.cell(KIND, 8, "note") == "จากระบบ"
    one = many.one(KIND, "กลุ่ม 07")
    assert (one.record.note, one.revision) == ("จากระบบ", 3), "made, edited in the app, edited on the sheet: each once"


def test_many_rows_that_exchange_what_they_say_are_no_edits(many: Field) -> None:
    many.look()
    before = {s.record.name: s.record.id for s in many.stored(KIND)}
    tab = many.tab(KIND)
    at = many.column(KIND, "name")
    many.phone.sorts_columns(tab.title, 1, tab.width, at, 1, down=True)
    many.look()
    many.look()
    assert {s.record.name: s.record.id for s in many.stored(KIND)} == before
    assert members(many) == {f"กลุ่ม {n:02}": n + 1 for n in range(ROWS)}


def test_a_form_saved_between_two_slices_is_seen_by_the_next(many: Field, monkeypatch: pytest.MonkeyPatch) -> None:
    real, taken = slices.take_in, []

    def taking(*given: Any) -> Any:
        if len(taken) == 2:
            many.saves(KIND, name="กลุ่ม 45", type="group", area="TH-250213", note="จากฟอร์ม")
        taken.append(given)
        return real(*given)

    monkeypatch.setattr(slices, "take_in", taking)
    many.look()
    many.look()
    assert len(taken) > 5
    assert len(many.stored(KIND)) == ROWS, "the row means the record that the form made"
    assert many.one(KIND, "กลุ่ม 45").record.note == "จากฟอร์ม"
    assert many.cell(KIND, 46, "id") == many.one(KIND, "กลุ่ม 45").record.id
    assert many.cell(KIND, 46, "note") == "จากฟอร์ม"


def test_rows_that_move_while_slices_are_taken_are_not_written_to(many: Field, monkeypatch: pytest.MonkeyPatch) -> None:
    real, taken = slices.take_in, []

    def taking(*given: Any) -> Any:
        taken.append(given)
        if len(taken) == 3:
            many.phone.inserts_row(many.tab(KIND).title, 1)
            said(many, 30, members=777)
        return real(*given)

    monkeypatch.setattr(slices, "take_in", taking)
    repaired = []
    noting = type(many.poller.rounds)._repair
    monkeypatch.setattr(type(many.poller.rounds), "_repair", lambda *given: repaired.extend(given[3]) or noting(*given))
    many.look()
    many.look()
    assert repaired == [], "nothing had to be put back"
    assert len(many.stored(KIND)) == ROWS
    ids = {many.cell(KIND, r, "name"): many.cell(KIND, r, "id") for r in range(2, ROWS + 2)}
    assert ids == {s.record.name: s.record.id for s in many.stored(KIND)}
    assert many.one(KIND, str(many.cell(KIND, 30, "name"))).record.members == 777


def test_cells_emptied_among_many_edits_ask_for_the_merges(many: Field) -> None:
    for n in range(ROWS):
        said(many, n + 1, note="เหมือนกัน")
    many.look()
    at = many.column(KIND, "note")
    many.phone.merges(many.tab(KIND).title, 20, at, 24, at + 1)
    for n in range(ROWS):
        said(many, n + 1, members=n + 200)
    many.look()
    many.look()
    assert {s.record.note for s in many.stored(KIND)} == {"เหมือนกัน"}
    assert members(many) == {f"กลุ่ม {n:02}": n + 200 for n in range(ROWS)}
