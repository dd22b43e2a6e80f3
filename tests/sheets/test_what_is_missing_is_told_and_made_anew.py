"""Words over the app's column, deleted columns and hidden tabs, lost headings: told where people look, and mended."""

from __future__ import annotations

import pytest

from lib.insight.sheets import books as sheets
from lib.insight.source import Source
from lib.sheets.layout import GUIDE, LISTS, SCRATCH
from lib.sheets.refusals import GoogleTrouble
from lib.store.opening import Store
from tests.sheets.conftest import Field, shared
from tests.sheets_double.server import Double

KIND = "organisation"


@pytest.fixture
def two(field: Field) -> Field:
    """Two groups, synced and quiet."""
    for n, name in enumerate(("กลุ่ม ก", "กลุ่ม ข"), 1):
        field.types(KIND, n, name=name, type="กลุ่ม/วิสาหกิจชุมชน", members=n)
    field.look()
    field.look()
    return field


def heading(field: Field, target: str) -> str:
    return str(field.cell(KIND, 0, target))


def problem(field: Field) -> str | None:
    (state,) = sheets.books(Source(field.store))
    return state.book.problem_th


@pytest.mark.parametrize("words", ["เสร็จแล้วค่ะ", "", "ok"])
def test_words_over_the_apps_own_column_are_put_right(two: Field, words: str) -> None:
    two.types(KIND, 1, _state=words)
    two.look()
    assert two.cell(KIND, 1, "_state") == "✓"
    two.types(KIND, 2, members="มากมาย")
    two.look()
    two.types(KIND, 2, _state="✓")
    two.look()
    assert str(two.cell(KIND, 2, "_state")).startswith("✗ จำนวนสมาชิก")


def test_a_deleted_column_is_told_over_the_apps_own_column_and_on_the_screen(two: Field) -> None:
    two.phone.deletes_column(two.tab(KIND).title, two.column(KIND, "members"))
    two.look()
    assert "จำนวนสมาชิก หายไป" in heading(two, "_state")
    assert "จำนวนสมาชิก" in str(problem(two))
    assert [s.record.members for s in two.stored(KIND)] == [1, 2]
    calls = len(two.google.calls)
    two.look()
    assert not any("batchUpdate" in c.what for c in two.google.calls[calls:]), "told once"
    assert "จำนวนสมาชิก" in str(problem(two)), "and as long as it is so"
    two.poller.fill(two.book.key)
    two.look()
    assert heading(two, "_state") == "ระบบบอกว่า"
    assert two.rows(KIND, "members") == [1, 2]
    assert problem(two) is None


def test_somebodys_own_heading_over_the_apps_column_is_left_alone(two: Field) -> None:
    two.types(KIND, 0, _state="ผลการรับ")
    two.phone.deletes_column(two.tab(KIND).title, two.column(KIND, "members"))
    two.look()
    assert heading(two, "_state") == "ผลการรับ"
    assert "จำนวนสมาชิก" in str(problem(two))


@pytest.mark.parametrize("title", [SCRATCH, LISTS])
def test_a_deleted_hidden_tab_is_made_anew_and_told(two: Field, title: str) -> None:
    two.phone.deletes_tab(title)
    two.poller.rounds.forget(two.book.key)
    two.edits(KIND, "กลุ่ม ก", note="จากระบบ")
    two.look()
    two.poller.tick()
    assert two.poller.finish(60)
    two.look()
    assert two.cell(KIND, 1, "note") == "จากระบบ"
    assert title in [s.title for s in two.book.sheets]
    last = sheets.last_filling(Source(two.store), two.book.key)
    assert last is not None
    assert any(f"{title} ถูกลบไป" in line.th for line in last.lines)
    rule = two.tab(KIND).at(1, two.column(KIND, "type")).rule
    assert rule is not None
    assert LISTS in rule["condition"]["values"][0]["userEnteredValue"]


def test_a_heading_row_that_is_put_back_looks_as_it_did(two: Field) -> None:
    tab, at = two.tab(KIND), two.column(KIND, "members")
    before = tab.at(0, at)
    two.phone.deletes_row(tab.title, 0)
    two.look()
    assert "ไม่มีหัวตาราง" in str(problem(two))
    two.poller.fill(two.book.key)
    assert two.tab(KIND).at(0, at) == before, "colours and notes too"
    assert problem(two) is None


def test_the_heading_is_no_row(two: Field) -> None:
    (state,) = sheets.books(Source(two.store))
    tab = next(t for t in state.book.tabs.values() if t["kind"] == KIND)
    assert tab["rows"] == 2
    assert state.rows == sum(t["rows"] for t in state.book.tabs.values())


def test_filling_in_while_columns_move_writes_over_nothing(two: Field) -> None:
    tab, at = two.tab(KIND), two.column(KIND, "members")
    two.phone.deletes_column(tab.title, at)
    two.phone.types_at(tab, 0, tab.width, "ของเรา")
    two.phone.types_at(tab, 1, tab.width - 1, "เก็บไว้")
    two.before_the_next_write(lambda: two.phone.inserts_column(tab.title, 0))
    two.poller.fill(two.book.key)
    two.look()
    own = next(c for c in range(tab.width) if tab.at(0, c).value == "ของเรา")
    assert tab.at(1, own).value == "เก็บไว้"
    assert two.rows(KIND, "members") == [1, 2]


def test_the_empty_tab_of_a_new_book_becomes_the_guide_and_nothing_typed_is_lost(
    google: Double, sqlite_store: Store
) -> None:
    field = shared(google, sqlite_store, fill=False)
    first = field.book.sheets[0]
    first.title = "Hoja 1"  # whatever Google calls it
    field.before_the_next_write(lambda: field.phone.types_at(first, 0, 0, "พิมพ์ไว้ก่อน"))
    field.poller.fill(field.book.key)
    assert next(s.title for s in field.book.sheets if not s.hidden) == GUIDE
    assert "Hoja 1" not in [s.title for s in field.book.sheets]
    assert "กรอกชีตนี้" in str(first.at(0, 0).value)
    assert "พิมพ์ไว้ก่อน" in [first.at(r, 0).value for r in range(first.last())]
    assert field.poller.fill(field.book.key) == []


def test_a_column_that_is_put_back_looks_like_one_of_its_own(two: Field) -> None:
    tab = two.tab(KIND)
    two.phone.deletes_column(tab.title, two.column(KIND, "members"))
    two.poller.fill(two.book.key)
    cell, state = tab.at(5, two.column(KIND, "members")), tab.at(5, two.column(KIND, "_state"))
    assert not (cell.style or {}).get("backgroundColor"), "not pale like the app's own column beside it"
    assert (state.style or {}).get("backgroundColor")
    assert cell.rule is None


def test_marks_put_on_columns_that_move_are_taken_back(two: Field) -> None:
    tab = two.tab(KIND)
    tab.metadata = [m for m in tab.metadata if m["metadataValue"] != "members"]  # a column typed anew by hand
    two.poller.rounds.forget(two.book.key)
    two.before_the_next_write(lambda: two.phone.inserts_column(tab.title, 0))
    with pytest.raises(GoogleTrouble, match="moving columns"):
        two.poller.fill(two.book.key)
    assert not [m for m in tab.metadata if m["metadataValue"] == "members"]
    two.poller.fill(two.book.key)
    assert heading(two, "members") == "จำนวนสมาชิก (คน)"
    assert [s.record.members for s in two.stored(KIND)] == [1, 2]
