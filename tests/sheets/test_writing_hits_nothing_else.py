"""Between our look and our writing people sort, type and delete: what was hit is known and put right."""

from __future__ import annotations

import pytest

from lib.access.actors import OWN_MACHINE
from lib.actions.sheets.settling import settle
from lib.domain.errors import BadInput, NotFound
from lib.sheets.refusals import GoogleTrouble
from lib.store import sheet_books, sheet_matters
from tests.sheets.conftest import Field
from tests.sheets_double.server import Fault


@pytest.fixture
def two(field: Field) -> Field:
    """Two groups, synced and quiet."""
    for n, name in enumerate(("กลุ่ม ก", "กลุ่ม ข"), 1):
        field.types("organisation", n, name=name, type="กลุ่ม/วิสาหกิจชุมชน", members=n)
    field.look()
    return field


def matters(field: Field) -> list[sheet_matters.Matter]:
    with field.store.database.reading() as connection:
        return sheet_matters.matters(connection)


def book(field: Field) -> sheet_books.Book:
    with field.store.database.reading() as connection:
        (found,) = sheet_books.books(connection)
    return found


def test_a_row_that_moved_away_is_put_right(two: Field) -> None:
    two.edits("organisation", "กลุ่ม ก", note="ของ ก")
    title, column = two.tab("organisation").title, two.column("organisation", "name")
    two.before_the_next_write(lambda: two.phone.sorts(title, column, 1, down=True))
    two.look()
    two.look()
    assert {n: two.cell("organisation", two.row_of("organisation", n), "note") for n in ("กลุ่ม ก", "กลุ่ม ข")} == {
        "กลุ่ม ก": "ของ ก",
        "กลุ่ม ข": None,
    }
    assert two.one("organisation", "กลุ่ม ข").record.note is None
    assert book(two).repairs == []


def test_words_typed_into_the_very_cell_are_kept_beside(two: Field) -> None:
    two.edits("organisation", "กลุ่ม ก", note="จากระบบ")
    two.before_the_next_write(lambda: two.types("organisation", 1, note="จากมือถือ"))
    two.look()
    (matter,) = matters(two)
    assert (matter.what, matter.said) == ("overwritten", "จากมือถือ")
    assert two.cell("organisation", 1, "note") == "จากระบบ"
    settle(two.store, OWN_MACHINE, matter.id, take_sheet=True)
    two.look()
    assert two.cell("organisation", 1, "note") == "จากมือถือ"
    with pytest.raises(NotFound):
        settle(two.store, OWN_MACHINE, matter.id, take_sheet=False)


def test_a_new_row_that_moved_before_it_got_its_id_gets_it_in_the_end(two: Field) -> None:
    two.types("organisation", 3, name="กลุ่ม ค", type="กลุ่ม/วิสาหกิจชุมชน")
    title = two.tab("organisation").title
    two.before_the_next_write(lambda: two.phone.inserts_row(title, 1))
    two.look()
    two.look()
    assert len(two.stored("organisation")) == 3
    at = two.row_of("organisation", "กลุ่ม ค")
    assert two.cell("organisation", at, "id") == two.one("organisation", "กลุ่ม ค").record.id
    assert two.cell("organisation", 1, "id") is None, "the inserted row is empty again"


def test_a_tick_that_fell_into_an_empty_row_is_taken_from_there_and_from_no_other(two: Field) -> None:
    two.types("organisation", 2, members="มากมาย")
    title = two.tab("organisation").title
    two.before_the_next_write(lambda: two.phone.inserts_row(title, 2))
    for _ in range(3):
        two.look()
    assert [two.cell("organisation", r, "_state") for r in (1, 2)] == ["✓", None]
    assert str(two.cell("organisation", 3, "_state")).startswith("✗")


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_lost_answer_is_settled_by_the_next_look(two: Field, when: str) -> None:
    two.saves("organisation", name="กลุ่ม ค", type="group", area="TH-250213")
    two.edits("organisation", "กลุ่ม ก", note="จากระบบ")
    two.google.faults = [Fault("503", when, match=":batchUpdate")]
    with pytest.raises(GoogleTrouble):
        two.poller.rounds.round(two.book.key)
    assert book(two).sent is not None
    two.look()
    two.look()
    assert two.rows("organisation") == ["กลุ่ม ก", "กลุ่ม ข", "กลุ่ม ค"]
    assert two.cell("organisation", 1, "note") == "จากระบบ"
    assert len(two.stored("organisation")) == 3
    assert matters(two) == []


def test_a_refused_write_is_no_mystery(two: Field) -> None:
    two.edits("organisation", "กลุ่ม ก", note="จากระบบ")
    two.before_the_next_write(lambda: two.book.shared.update(dict.fromkeys(two.book.shared, "reader")))
    assert two.poller.round(two.book.key) is None
    assert book(two).sent is None
    assert book(two).state == "stopped"
    two.book.shared.update(dict.fromkeys(two.book.shared, "writer"))
    two.look()
    assert two.cell("organisation", 1, "note") == "จากระบบ"


def test_a_deletion_against_an_edit_waits_for_a_person(two: Field) -> None:
    two.edits("organisation", "กลุ่ม ก", note="เพิ่งแก้")
    two.phone.deletes_row(two.tab("organisation").title, 1)
    two.look()
    (matter,) = matters(two)
    assert (matter.field, matter.said) == ("", "ลบทั้งแถว")
    assert "กลุ่ม ก" in two.rows("organisation"), "it comes back until somebody decides"
    settle(two.store, OWN_MACHINE, matter.id, take_sheet=True)
    assert two.one("organisation", "กลุ่ม ก").withdrawn


def test_what_only_the_app_decides_cannot_be_taken_from_a_sheet(two: Field) -> None:
    two.types("tambon_progress", 1, area="ต.เขาไม้แก้ว อ.กบินทร์บุรี", rung="พื้นที่รูปธรรม", reached_on="19 ก.ย. 66")
    two.look()
    two.types("tambon_progress", 1, verified_by="ฉันเอง")
    two.look()
    (matter,) = matters(two)
    with pytest.raises(BadInput, match="only by verification"):
        settle(two.store, OWN_MACHINE, matter.id, take_sheet=True)
    settle(two.store, OWN_MACHINE, matter.id, take_sheet=False)
    assert matters(two) == []
