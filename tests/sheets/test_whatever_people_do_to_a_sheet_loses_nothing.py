"""Sorting, inserting, deleting, moving, renaming, pasting, merging: rows stay who they are."""

from __future__ import annotations

import pytest

from lib.access.actors import OWN_MACHINE
from lib.actions.sheets.settling import settle
from lib.insight.sheets import books as sheets
from lib.insight.source import Source
from lib.store import history, sheet_matters
from tests.sheets.conftest import Connect, Field
from tests.sheets_double.phone import Phone


@pytest.fixture
def three(field: Field) -> Field:
    """Three groups, synced."""
    for n, name in enumerate(("กลุ่ม ก", "กลุ่ม ข", "กลุ่ม ค"), 1):
        field.types("organisation", n, name=name, type="กลุ่ม/วิสาหกิจชุมชน", members=n * 10, note=f"เล่า {n}")
    field.look()
    assert len(field.stored("organisation")) == 3
    return field


def ids(field: Field) -> dict[str, str]:
    return {s.record.name: s.record.id for s in field.stored("organisation")}


def test_sorting_moves_rows_and_changes_nothing(three: Field) -> None:
    before = ids(three)
    stranger = Phone(three.book, owner=False, who="somebody@example.org")
    stranger.sorts(three.tab("organisation").title, three.column("organisation", "name"), 1, down=True)
    three.look()
    assert three.rows("organisation") == ["กลุ่ม ค", "กลุ่ม ข", "กลุ่ม ก"]
    assert ids(three) == before
    three.types("organisation", 1, members=31)
    three.look()
    assert three.one("organisation", "กลุ่ม ค").record.members == 31


def test_columns_and_tabs_are_known_by_what_they_are_not_by_their_names(three: Field) -> None:
    tab = three.tab("organisation")
    three.phone.inserts_column(tab.title, 1)
    three.phone.moves_column(tab.title, three.column("organisation", "members"), 1)
    three.phone.types_at(tab, 0, three.column("organisation", "members"), "กี่คน")
    three.phone.renames_tab(tab.title, "กลุ่มของเรา")
    three.types("organisation", 2, members="๒๒")
    three.look()
    assert three.one("organisation", "กลุ่ม ข").record.members == 22
    three.edits("organisation", "กลุ่ม ข", members=23)
    three.look()
    assert three.cell("organisation", 2, "members") == 23


def test_inserted_rows_blank_lines_titles_and_notes_survive(three: Field) -> None:
    tab = three.tab("organisation")
    three.phone.inserts_row(tab.title, 0)
    three.phone.types_at(tab, 0, 2, "ทะเบียนกลุ่ม ปี 2567")
    three.phone.inserts_row(tab.title, 3)
    last = tab.last()
    three.phone.types_at(tab, last + 1, 2, "หมายเหตุ: ข้อมูลเบื้องต้น")
    three.types("organisation", 2, members=12)
    three.look()
    assert three.one("organisation", "กลุ่ม ก").record.members == 12
    assert len(three.stored("organisation")) == 3
    three.saves("organisation", name="กลุ่ม ง", type="group", area="TH-250213")
    three.look()
    assert tab.at(last + 1, 2).value == "หมายเหตุ: ข้อมูลเบื้องต้น"
    assert three.cell("organisation", tab.last() - 1, "name") == "กลุ่ม ง"


def test_a_row_deleted_and_typed_again_in_another_spelling_is_the_same_record(three: Field) -> None:
    before = ids(three)
    three.phone.deletes_row(three.tab("organisation").title, 2)
    three.types("organisation", 3, name="กลุ่ม-ข", type="กลุ่ม/วิสาหกิจชุมชน", members=99, note="พิมพ์ใหม่")
    three.look()
    again = three.one("organisation", "กลุ่ม-ข")
    assert again.record.id == before["กลุ่ม ข"]
    assert not again.withdrawn
    assert again.record.members == 99
    with three.store.database.reading() as connection:
        changes = history.of_record(connection, "organisation", again.record.id)
    assert not any(history.WITHDRAWN in change.fields for change in changes), "it never left the counts"
    three.look()
    assert three.cell("organisation", 3, "id") == again.record.id
    assert three.cell("organisation", 3, "_state") == "✓"


def test_a_deleted_row_is_withdrawn_and_comes_back_by_undo(three: Field) -> None:
    title = three.tab("organisation").title
    kept = three.phone.sees(title)[2]
    three.phone.deletes_row(title, 2)
    three.look()
    assert three.one("organisation", "กลุ่ม ข").withdrawn
    three.phone.inserts_row(title, 2)
    for column, cell in enumerate(kept):
        three.tab("organisation").put(2, column, cell)
    three.look()
    assert not three.one("organisation", "กลุ่ม ข").withdrawn
    assert len(three.stored("organisation")) == 3


def test_an_emptied_tab_is_not_believed_until_somebody_says_so(three: Field) -> None:
    from lib.access.actors import OWN_MACHINE
    from lib.actions.sheets.books import believe

    tab = three.tab("organisation")
    for _ in range(3):
        three.phone.deletes_row(tab.title, 1)
    three.look()
    assert len(three.stored("organisation")) == 3
    assert tab.last() == 1, "nothing is written into a tab that is held"
    believe(three.store, OWN_MACHINE, three.book.key, tab.id)
    three.look()
    assert three.stored("organisation") == []
    assert len(three.stored("organisation", withdrawn=True)) == 3


def test_a_cleared_id_is_found_again_and_a_doubled_one_is_split(three: Field) -> None:
    before = ids(three)
    three.types("organisation", 2, id="")
    three.look()
    assert three.cell("organisation", 2, "id") == before["กลุ่ม ข"]
    three.phone.pastes_row(three.tab("organisation").title, 1, 4)
    three.look()
    assert ids(three) == before, "an exact copy is told, not counted twice"
    assert "แถว 2" in three.cell("organisation", 4, "_state")
    three.types("organisation", 4, name="กลุ่ม ง")
    three.look()
    after = ids(three)
    assert set(after) == {"กลุ่ม ก", "กลุ่ม ข", "กลุ่ม ค", "กลุ่ม ง"}
    assert len(set(after.values())) == 4
    assert three.cell("organisation", 1, "id") == before["กลุ่ม ก"]
    assert three.cell("organisation", 4, "id") == after["กลุ่ม ง"]


def test_a_lost_heading_row_and_a_deleted_tab_lose_nothing(three: Field) -> None:
    tab = three.tab("organisation")
    three.phone.deletes_row(tab.title, 0)
    three.types("organisation", 0, members=15)
    three.look()
    assert three.one("organisation", "กลุ่ม ก").record.members == 15
    told = three.poller.fill(three.book.key)
    assert any("หัวตาราง" in line.th for line in told)
    assert three.rows("organisation") == ["กลุ่ม ก", "กลุ่ม ข", "กลุ่ม ค"]
    three.phone.deletes_tab(tab.title)
    three.poller.rounds.forget(three.book.key)
    three.look()
    assert len(three.stored("organisation")) == 3
    three.poller.fill(three.book.key)
    three.look()
    assert sorted(three.rows("organisation")) == ["กลุ่ม ก", "กลุ่ม ข", "กลุ่ม ค"]
    assert len(three.stored("organisation")) == 3


def test_what_cannot_be_used_changes_nothing_and_is_told_beside_the_row(three: Field) -> None:
    three.types("organisation", 1, members="มากมาย")
    three.types("organisation", 2, name="")
    three.look()
    assert three.one("organisation", "กลุ่ม ก").record.members == 10
    assert three.one("organisation", "กลุ่ม ข").record.name == "กลุ่ม ข"
    assert three.cell("organisation", 1, "_state").startswith("✗ จำนวนสมาชิก")
    assert three.cell("organisation", 1, "members") == "มากมาย"
    three.types("organisation", 1, members="40 คน")
    three.look()
    assert three.one("organisation", "กลุ่ม ก").record.members == 40
    assert three.cell("organisation", 1, "_state") == "✓"


def test_merged_cells_and_a_row_outside_of_the_sheets_area(three: Field) -> None:
    tab = three.tab("organisation")
    column = three.column("organisation", "note")
    three.phone.merges(tab.title, 1, column, 3, column + 1)
    three.types("organisation", 4, name="กลุ่มไกล", type="กลุ่ม/วิสาหกิจชุมชน", area="ต.ช้างเผือก อ.เมืองเชียงใหม่ จ.เชียงใหม่")
    three.look()
    assert three.one("organisation", "กลุ่ม ก").record.note == "เล่า 1"
    assert "กลุ่มไกล" not in ids(three)
    assert "นอกพื้นที่" in three.cell("organisation", 4, "_state")


def _same_notes(three: Field) -> tuple[str, int]:
    for row in (1, 2, 3):
        three.types("organisation", row, note="เหมือนกัน")
    three.look()
    three.look()
    return three.tab("organisation").title, three.column("organisation", "note")


def notes(three: Field) -> list[str | None]:
    return [s.record.note for s in three.stored("organisation")]


def test_merging_equal_cells_erases_nothing(three: Field) -> None:
    title, at = _same_notes(three)
    three.phone.merges(title, 1, at, 4, at + 1)
    calls = len(three.google.calls)
    three.look()
    assert notes(three) == ["เหมือนกัน"] * 3
    assert [three.cell("organisation", r, "_state") for r in (1, 2, 3)] == ["✓"] * 3
    assert sum("GET" in c.what for c in three.google.calls[calls:]) == 1, "merges are asked about once, with the values"


def test_merging_equal_types_leaves_no_row_to_be_mended(three: Field) -> None:
    at = three.column("organisation", "type")
    three.phone.merges(three.tab("organisation").title, 1, at, 4, at + 1)
    three.look()
    assert [three.cell("organisation", r, "_state") for r in (1, 2, 3)] == ["✓"] * 3


def test_a_blank_under_equal_words_is_asked_about(three: Field) -> None:
    title, at = _same_notes(three)
    three.phone.merges(title, 1, at, 3, at + 1)
    three.phone.unmerges(title)  # before anybody looked: what it took is gone from the sheet
    three.look()
    assert notes(three) == ["เหมือนกัน"] * 3
    assert three.cell("organisation", 2, "_state").startswith("รอเลือกค่า")
    with three.store.database.reading() as connection:
        (matter,) = sheet_matters.matters(connection)
    settle(three.store, OWN_MACHINE, matter.id, take_sheet=False)
    three.look()
    assert three.cell("organisation", 2, "note") == "เหมือนกัน"
    three.types("organisation", 3, note="")
    three.look()
    with three.store.database.reading() as connection:
        (matter,) = sheet_matters.matters(connection)
    settle(three.store, OWN_MACHINE, matter.id, take_sheet=True)
    three.look()
    assert notes(three) == ["เหมือนกัน", "เหมือนกัน", None]
    assert three.cell("organisation", 3, "_state") == "✓"


@pytest.mark.parametrize("marked", [True, False], ids=["with its marks", "without"])
def test_a_tab_duplicated_as_a_backup_is_told_and_left_alone(three: Field, marked: bool) -> None:
    title = three.tab("organisation").title
    copy = three.phone.duplicates_tab(title, marked=marked)
    three.poller.rounds.forget(three.book.key)
    three.types("organisation", 1, members=11)
    three.look()
    three.look()
    assert three.one("organisation", "กลุ่ม ก").record.members == 11
    assert len(three.stored("organisation")) == 3
    assert copy.at(1, three.column("organisation", "members")).value == 10, "nothing is written to the copy"
    (state,) = sheets.books(Source(three.store))
    assert "สำเนาของ" in str(state.book.problem_th)
    assert state.unconfirmed == 0, "nobody is asked what it is"
    three.phone.types_at(copy, 1, three.column("organisation", "members"), 99)
    three.look()
    assert three.one("organisation", "กลุ่ม ก").record.members == 11
    three.phone.deletes_tab(copy.title)
    three.poller.rounds.forget(three.book.key)
    three.look()
    (state,) = sheets.books(Source(three.store))
    assert state.book.problem_th is None


def test_filling_again_changes_nothing_that_people_typed(three: Field) -> None:
    three.types("organisation", 0, members="กี่คน")
    before = three.phone.sees(three.tab("organisation").title)
    assert three.poller.fill(three.book.key) == []
    after = three.phone.sees(three.tab("organisation").title)
    assert [[c.value for c in line] for line in before] == [[c.value for c in line] for line in after]


def test_a_deleted_or_emptied_column_erases_nothing_and_is_filled_again(three: Field) -> None:
    tab = three.tab("organisation")
    three.phone.deletes_column(tab.title, three.column("organisation", "members"))
    told = three.poller.fill(three.book.key)
    assert any("จำนวนสมาชิก" in line.th for line in told)
    three.look()
    assert [s.record.members for s in three.stored("organisation")] == [10, 20, 30]
    assert three.rows("organisation", "members") == [10, 20, 30]
    for row in (1, 2, 3):
        three.types("organisation", row, note="")
    three.look()
    three.look()
    assert three.rows("organisation", "note") == ["เล่า 1", "เล่า 2", "เล่า 3"]
    three.types("organisation", 1, note="")
    three.look()
    assert three.one("organisation", "กลุ่ม ก").record.note is None, "one cleared cell is an answer"


def test_on_postgresql_as_well(connect: Connect, store: object) -> None:
    field = connect(store)
    field.types("organisation", 1, name="กลุ่ม ก", type="กลุ่ม/วิสาหกิจชุมชน")
    field.look()
    field.edits("organisation", "กลุ่ม ก", members=9)
    field.look()
    field.look()
    assert field.cell("organisation", 1, "members") == 9
    field.phone.deletes_row(field.tab("organisation").title, 1)
    field.look()
    # The only row of a tab: two are needed before a loss looks like an accident.
    assert field.one("organisation", "กลุ่ม ก").withdrawn


@pytest.mark.parametrize("word", ["#REF!", "#ERROR!", "Loading...", "กำลังโหลด..."])
def test_an_error_or_a_cell_still_loading_leaves_what_is_stored(three: Field, word: str) -> None:
    three.types("organisation", 1, members=word, note=word, name=word)
    three.look()
    kept = three.one("organisation", "กลุ่ม ก").record
    assert (kept.members, kept.note) == (10, "เล่า 1")
    assert three.cell("organisation", 1, "_state").startswith("✗")
    three.types("organisation", 1, members=11, note="เล่า 1", name="กลุ่ม ก")
    three.look()
    assert three.one("organisation", "กลุ่ม ก").record.members == 11
    assert three.cell("organisation", 1, "_state") == "✓"


def test_a_column_in_thousands_is_read_and_written_in_thousands(three: Field) -> None:
    tab = three.tab("organisation")
    three.phone.types_at(tab, 0, three.column("organisation", "members"), "จำนวนสมาชิก (พันคน)")
    three.types("organisation", 1, members=1.2)
    three.look()
    assert three.one("organisation", "กลุ่ม ก").record.members == 1200
    three.edits("organisation", "กลุ่ม ก", members=1500)
    three.look()
    assert three.cell("organisation", 1, "members") == 1.5
    three.look()
    assert three.one("organisation", "กลุ่ม ก").record.members == 1500
