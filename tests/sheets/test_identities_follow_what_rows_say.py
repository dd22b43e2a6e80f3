"""Ids left behind by a sort, filled down, pasted over: history and verdicts stay with what was said."""

from __future__ import annotations

import pytest

from lib.access.actors import OWN_MACHINE
from lib.actions.sheets.books import believe
from lib.insight.sheets import books as sheets
from lib.insight.source import Source
from lib.intake.identity import KnownRow, SheetRow, identify
from tests.sheets.conftest import Field

NAMES = ("กลุ่ม ก", "กลุ่ม ข", "กลุ่ม ค", "กลุ่ม ง")
Said = dict[str, str]


@pytest.fixture
def four(field: Field) -> Field:
    """Four groups, synced; the last of them in the order of their names stands first."""
    for n, name in enumerate(reversed(NAMES), 1):
        field.types("organisation", n, name=name, type="กลุ่ม/วิสาหกิจชุมชน", members=n * 10, note=f"เล่า {name}")
    field.look()
    field.look()
    return field


def ids(field: Field) -> dict[str, str]:
    return {s.record.name: s.record.id for s in field.stored("organisation")}


def changes(field: Field) -> int:
    with field.store.database.reading() as connection:
        from sqlalchemy import text

        return int(connection.scalar(text("select count(*) from change")) or 0)


def on_the_sheet(field: Field) -> dict[str, str]:
    return {
        field.cell("organisation", r, "name"): field.cell("organisation", r, "id")
        for r in range(1, field.tab("organisation").last())
    }


def test_sorting_the_columns_one_sees_moves_no_name_to_another_record(four: Field) -> None:
    before, written = ids(four), changes(four)
    tab = four.tab("organisation")
    four.phone.sorts_columns(tab.title, 1, tab.width, four.column("organisation", "name"), 1)
    four.look()
    four.look()
    assert ids(four) == before
    assert changes(four) == written, "nothing was said anew, so nothing is written"
    assert on_the_sheet(four) == before
    four.types("organisation", 1, members=77)
    four.look()
    assert four.one("organisation", "กลุ่ม ก").record.members == 77


def test_sorting_and_editing_at_once_is_told_apart(four: Field) -> None:
    before = ids(four)
    tab = four.tab("organisation")
    four.phone.sorts_columns(tab.title, 1, tab.width, four.column("organisation", "name"), 1)
    four.types("organisation", 2, members=99)
    four.look()
    four.look()
    assert ids(four) == before
    assert {s.record.name: s.record.members for s in four.stored("organisation")} == {
        "กลุ่ม ก": 40,
        "กลุ่ม ข": 99,
        "กลุ่ม ค": 20,
        "กลุ่ม ง": 10,
    }


def test_names_sorted_without_the_rest_are_asked_about_once(four: Field) -> None:
    before, written = ids(four), changes(four)
    tab, at = four.tab("organisation"), four.column("organisation", "name")
    four.phone.sorts_columns(tab.title, at, at + 1, at, 1)
    four.look()
    assert (ids(four), changes(four)) == (before, written)
    (state,) = sheets.books(Source(four.store))
    assert state.book.held[str(tab.id)]["what"] == "mixed"
    calls = len(four.google.calls)
    for _ in range(3):
        four.poller.tick()
        assert four.poller.finish(60)
    assert len(four.google.calls) - calls <= 2, "a tab that waits for a person is not looked at all the time"
    four.phone.sorts_columns(tab.title, at, at + 1, at, 1, down=True)
    four.look()
    assert ids(four) == before
    (state,) = sheets.books(Source(four.store))
    assert state.book.held == {}, "undone on the sheet: nothing is asked any more"
    four.phone.sorts_columns(tab.title, at, at + 1, at, 1)
    four.look()
    believe(four.store, OWN_MACHINE, four.book.key, tab.id)
    four.look()
    assert ids(four)["กลุ่ม ก"] == before["กลุ่ม ง"], "somebody said that it is meant"


def test_an_id_filled_down_withdraws_nobody(four: Field) -> None:
    before = ids(four)
    tab = four.tab("organisation")
    four.phone.fills_down(tab.title, four.column("organisation", "id"), 1, 5)
    four.look()
    four.look()
    assert ids(four) == before
    assert on_the_sheet(four) == before


def test_an_id_filled_down_over_rows_that_were_edited_too(four: Field) -> None:
    before = ids(four)
    tab = four.tab("organisation")
    four.types("organisation", 2, members=5)
    four.types("organisation", 3, name="กลุ่ม ใหม่เอี่ยม")
    four.phone.fills_down(tab.title, four.column("organisation", "id"), 1, 5)
    four.look()
    four.look()
    after = ids(four)
    assert after["กลุ่ม ค"] == before["กลุ่ม ค"]
    assert after["กลุ่ม ใหม่เอี่ยม"] == before["กลุ่ม ข"], "the same place, and most of what it said"
    assert four.one("organisation", "กลุ่ม ค").record.members == 5
    assert not [s for s in four.stored("organisation", withdrawn=True) if s.withdrawn]


def row(number: int, id_text: str, **said: str) -> SheetRow:
    return SheetRow(number, id_text, str(sorted(said.items())), said)


def known(number: int, record_id: str, **said: str) -> KnownRow:
    return KnownRow(record_id, number, str(sorted(said.items())), said)


@pytest.mark.parametrize(
    ("now", "ids", "gone"),
    [
        # Two exchanged what they say.
        ([row(1, "a", n="B", x="2"), row(2, "b", n="A", x="1")], {1: "b", 2: "a"}, set()),
        # One row says what another said, whose own row is gone.
        ([row(1, "a", n="B", x="2")], {1: "b"}, {"a"}),
        # An id of another tab was pasted over one.
        ([row(1, "z", n="A", x="1"), row(2, "b", n="B", x="2")], {1: "a", 2: "b"}, set()),
        # A name was corrected to one that another had before: an edit.
        ([row(1, "a", n="B", x="1"), row(2, "b", n="C", x="2")], {1: "a", 2: "b"}, set()),
        # An empty row stood between, and went to the end when the columns that one sees were sorted.
        ([row(1, "", n="A", x="1"), row(2, "a", n="B", x="2"), row(3, "b")], {1: "a", 2: "b"}, set()),
        # A copy that was edited is somebody new, even when a row like it was deleted.
        ([row(1, "a", n="A", x="1"), row(5, "a", n="N", x="2")], {1: "a"}, {"b"}),
    ],
)
def test_rows_are_told_apart(now: list[SheetRow], ids: dict[int, str], gone: set[str]) -> None:
    found = identify([known(1, "a", n="A", x="1"), known(2, "b", n="B", x="2")], now, "n")
    assert found.ids == ids
    assert found.gone == gone
