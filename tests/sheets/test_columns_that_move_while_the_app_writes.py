"""Between our look and our writing columns are inserted, moved, deleted: nothing lands in another question."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from lib.sheets.refusals import GoogleTrouble
from lib.store import sheet_books
from tests.sheets.conftest import Field
from tests.sheets_double.server import Fault

KIND = "organisation"


@pytest.fixture
def two(field: Field) -> Field:
    """Two groups, synced and quiet, and a column of people's own with a phone number in it."""
    tab = field.tab(KIND)
    field.phone.types_at(tab, 0, tab.width, "โทรของเรา")
    for n, name in enumerate(("กลุ่ม ก", "กลุ่ม ข"), 1):
        field.types(KIND, n, name=name, type="กลุ่ม/วิสาหกิจชุมชน", members=n)
        field.phone.types_at(tab, n, tab.width - 1, f"โทร {n}")
    field.look()
    field.look()
    return field


def own_column(field: Field) -> int:
    tab = field.tab(KIND)
    return next(c for c in range(tab.width) if tab.at(0, c).value == "โทรของเรา")


def inserts_left(field: Field) -> None:
    field.phone.inserts_column(field.tab(KIND).title, 0)


def inserts_before_the_note(field: Field) -> None:
    field.phone.inserts_column(field.tab(KIND).title, field.column(KIND, "note"))


def moves_the_id(field: Field) -> None:
    field.phone.moves_column(field.tab(KIND).title, field.column(KIND, "id"), own_column(field) + 1)


def moves_own_to_the_front(field: Field) -> None:
    field.phone.moves_column(field.tab(KIND).title, own_column(field), 0)


def deletes_a_column(field: Field) -> None:
    field.phone.deletes_column(field.tab(KIND).title, field.column(KIND, "members"))


def hides_a_column(field: Field) -> None:
    field.tab(KIND).hidden_columns.add(field.column(KIND, "note"))


def inserts_and_sorts(field: Field) -> None:
    inserts_left(field)
    field.phone.sorts(field.tab(KIND).title, field.column(KIND, "name"), 1, down=True)


ACTS: list[Callable[[Field], None]] = [
    inserts_left,
    inserts_before_the_note,
    moves_the_id,
    moves_own_to_the_front,
    deletes_a_column,
    hides_a_column,
    inserts_and_sorts,
]


@pytest.mark.parametrize("lost", [False, True], ids=["answered", "answer lost"])
@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.__name__)
def test_nothing_lands_in_a_column_of_something_else(two: Field, act: Callable[[Field], None], lost: bool) -> None:
    two.edits(KIND, "กลุ่ม ก", note="จากระบบ")
    two.saves(KIND, name="กลุ่ม ค", type="group", area="TH-250213", note="ใหม่จากระบบ")
    two.types(KIND, 3, name="กลุ่ม ง", type="กลุ่ม/วิสาหกิจชุมชน")  # waits for its id
    two.phone.types_at(two.tab(KIND), 3, own_column(two), "โทร 3")
    two.before_the_next_write(lambda: act(two))
    if lost:
        two.google.faults = [Fault("503", "after", match=":batchUpdate")]
        with pytest.raises(GoogleTrouble):
            two.poller.rounds.round(two.book.key)
    for _ in range(4):
        two.poller.round(two.book.key)
    tab, phones = two.tab(KIND), own_column(two)
    rows = {two.cell(KIND, r, "name"): r for r in range(1, tab.last()) if two.cell(KIND, r, "name")}
    assert set(rows) == {"กลุ่ม ก", "กลุ่ม ข", "กลุ่ม ค", "กลุ่ม ง"}
    assert {n: tab.at(rows[n], phones).value for n in ("กลุ่ม ก", "กลุ่ม ข", "กลุ่ม ง")} == {
        "กลุ่ม ก": "โทร 1",
        "กลุ่ม ข": "โทร 2",
        "กลุ่ม ง": "โทร 3",
    }
    assert sum(tab.at(r, phones).holds for r in range(1, tab.last())) == 3, "nothing of ours in a column of theirs"
    stored = {s.record.name: s.record for s in two.stored(KIND)}
    assert set(stored) == set(rows)
    assert {n: s.note for n, s in stored.items()} == {
        "กลุ่ม ก": "จากระบบ",
        "กลุ่ม ข": None,
        "กลุ่ม ค": "ใหม่จากระบบ",
        "กลุ่ม ง": None,
    }
    for name, row in rows.items():
        assert two.cell(KIND, row, "id") == stored[name].id
        assert two.cell(KIND, row, "note") == stored[name].note
        assert (two.cell(KIND, row, "type"), two.cell(KIND, row, "_state")) == ("กลุ่ม/วิสาหกิจชุมชน", "✓")
    assert {n: stored[n].members for n in ("กลุ่ม ก", "กลุ่ม ข")} == {"กลุ่ม ก": 1, "กลุ่ม ข": 2}
    with two.store.database.reading() as connection:
        (book,) = sheet_books.books(connection)
    assert (book.repairs, book.sent) == ([], None)


def test_columns_moved_between_the_two_calls_of_a_read_are_noticed(two: Field) -> None:
    two.poller.rounds.forget(two.book.key)
    asked: list[str] = []

    def between() -> None:
        asked.append("")
        if len(asked) == 2:  # the book has said what its columns are, and has not been read yet
            inserts_left(two)

    two.google.between = between
    two.look()
    two.google.between = None
    assert {s.record.name: s.record.members for s in two.stored(KIND)} == {"กลุ่ม ก": 1, "กลุ่ม ข": 2}
    assert not [s for s in two.stored(KIND, withdrawn=True) if s.withdrawn]
    two.types(KIND, 1, members=11)
    two.look()
    assert two.one(KIND, "กลุ่ม ก").record.members == 11
