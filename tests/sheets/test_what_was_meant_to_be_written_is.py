"""Between our decision and its place on the Sheet: killed processes, and rows that Google swallows."""

from __future__ import annotations

import pytest

from lib.insight.sheets import books as sheets
from lib.insight.source import Source
from tests.sheets.conftest import Field, field_of


class Killed(BaseException):
    """The process is gone: nothing after this runs."""


@pytest.mark.parametrize("step", ["_write", "_note_outcome", "_finish"])
def test_a_process_killed_between_taking_in_and_writing_leaves_nothing_unsaid(
    field: Field, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    field.types("organisation", 1, name="กลุ่ม ก", type="กลุ่ม/วิสาหกิจชุมชน")
    field.look()
    field.look()
    field.edits("organisation", "กลุ่ม ก", note="จากระบบ")
    field.saves("organisation", name="กลุ่ม ข", type="group", area="TH-250213")

    def killed(*_args: object, **_more: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(type(field.poller.rounds), step, killed)
        with pytest.raises(Killed):
            field.poller.rounds.round(field.book.key)
    after = field_of(field.google, field.store, field.book)
    after.look()
    assert after.cell("organisation", 1, "note") == "จากระบบ"
    assert after.rows("organisation") == ["กลุ่ม ก", "กลุ่ม ข"]
    assert len(after.stored("organisation")) == 2


def test_an_added_row_that_nobody_ever_saw_withdraws_nothing_and_is_added_otherwise(field: Field) -> None:
    tab = field.tab("organisation")
    field.types("organisation", 1, name="กลุ่ม ก", type="กลุ่ม/วิสาหกิจชุมชน")
    field.look()
    tab.extras["swallows"] = True  # a filter stands on the tab
    field.saves("organisation", name="กลุ่ม ข", type="group", area="TH-250213")
    field.look()
    field.look()
    assert [s.record.name for s in field.stored("organisation")] == ["กลุ่ม ก", "กลุ่ม ข"]
    assert field.rows("organisation") == ["กลุ่ม ก", "กลุ่ม ข"], "put into a gap of its own"
    field.phone.deletes_row(tab.title, 2)
    field.look()
    assert field.one("organisation", "กลุ่ม ข").withdrawn, "once it was seen, deleting it is meant"


def test_a_tab_that_swallows_everything_is_told_and_left_alone(field: Field, monkeypatch: pytest.MonkeyPatch) -> None:
    from lib.sheets import writing

    monkeypatch.setattr(writing, "_inserted", lambda *_args: [])
    field.tab("organisation").extras["swallows"] = True
    field.saves("organisation", name="กลุ่ม ข", type="group", area="TH-250213")
    for _ in range(4):
        field.look()
    (state,) = sheets.books(Source(field.store))
    assert "ตัวกรอง" in str(state.book.problem_th)
    assert [s.record.name for s in field.stored("organisation")] == ["กลุ่ม ข"]
    writes = sum("batchUpdate" in c.what for c in field.google.calls)
    field.look()
    assert sum("batchUpdate" in c.what for c in field.google.calls) == writes, "it does not write for ever"
    monkeypatch.undo()
    field.tab("organisation").extras.clear()
    field.poller.fill(field.book.key)
    field.look()
    assert field.rows("organisation") == ["กลุ่ม ข"]
    (state,) = sheets.books(Source(field.store))
    assert state.book.problem_th is None
