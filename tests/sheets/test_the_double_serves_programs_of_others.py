"""The open double: what gspread's own tests and other people's programs ask of Google, over HTTP."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gspread
import pytest
from google.oauth2.credentials import Credentials
from gspread.exceptions import APIError
from gspread.utils import DateTimeOption, ExportFormat, MergeType, ValueInputOption, ValueRenderOption
from openpyxl import load_workbook

from tests.sheets.pointing import point_gspread_at
from tests.sheets_double.book import Book
from tests.sheets_double.server import Double

ROOT = Path(__file__).parents[2]


@pytest.fixture
def google() -> Iterator[Double]:
    """An open double; it has no quota to use up."""
    with Double(open=True, reads=0, writes=0).running() as double:
        yield double


@pytest.fixture
def file(google: Double, monkeypatch: pytest.MonkeyPatch) -> gspread.Spreadsheet:
    """A new workbook of somebody whose token the double never gave out."""
    point_gspread_at(google.url, monkeypatch)
    return gspread.authorize(Credentials("a token of somebody else's")).create("ของฉัน")


@pytest.fixture
def book(google: Double, file: gspread.Spreadsheet) -> Book:
    return google.books[file.id]


def sheets(file: gspread.Spreadsheet, fields: str) -> list[dict[str, Any]]:
    return list(file.fetch_sheet_metadata({"fields": f"sheets({fields})"})["sheets"])


def refused(call: Any, *args: Any, **kwargs: Any) -> str:
    with pytest.raises(APIError) as error:
        call(*args, **kwargs)
    assert error.value.code == 400
    return str(error.value.error["message"])


# The open double


def test_new_workbooks_are_as_googles_are(google: Double, file: gspread.Spreadsheet) -> None:
    assert (file.locale, file.timezone, file.sheet1.title) == ("en_US", "Etc/GMT", "Sheet1")
    assert "does not know the request addChart" in refused(file.batch_update, {"requests": [{"addChart": {}}]})
    refused(file.batch_update, {"requests": [{"updateCells": {}}]})
    with urllib.request.urlopen(f"{google.url}/v4/spreadsheets/{file.id}?fields=properties.title") as reply:
        assert json.load(reply) == {"properties": {"title": "ของฉัน"}}, "no token at all"


def test_it_starts_from_a_shell() -> None:
    command = [sys.executable, "-m", "tests.sheets_double", "--open", "--port", "0"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as shell:
        assert shell.stdout is not None
        url = shell.stdout.readline().split()[-1]
        with urllib.request.urlopen(f"{url}/v4/spreadsheets/1practice-spreadsheet") as reply:
            assert json.load(reply)["sheets"][0]["properties"]["title"] == "Sheet1"
        shell.terminate()


# Tabs


def test_tabs_are_copied_coloured_hidden_and_moved(file: gspread.Spreadsheet, book: Book) -> None:
    first = file.sheet1
    first.update([["ก"]], "A1")
    book.sheets[0].metadata.append(
        {"metadataId": 7, "metadataKey": "k", "metadataValue": "v", "visibility": "DOCUMENT"}
        | {"dimension": "COLUMNS", "start": 0, "end": 1}
    )
    again = file.duplicate_sheet(first.id, insert_sheet_index=1, new_sheet_name="อีก")
    assert again.acell("A1").value == "ก"
    (copied,) = book.sheet("อีก").metadata
    assert copied["metadataValue"] == "v"
    assert copied["metadataId"] != 7
    book.copies_metadata = False
    assert first.copy_to(file.id)["title"] == "Copy of Sheet1"
    assert book.sheet("Copy of Sheet1").metadata == []
    assert first.copy_to(file.id)["title"] == "Copy of Sheet1 2"
    again.update_tab_color("#FF007F")
    assert sheets(file, "properties(tabColorStyle)")[1]["properties"] == {
        "tabColorStyle": {"rgbColor": {"red": 1, "blue": 0.49803922}}
    }
    again.update_index(3)
    assert [w.title for w in file.worksheets()] == ["Sheet1", "Copy of Sheet1", "อีก", "Copy of Sheet1 2"]
    for tab in file.worksheets()[1:]:
        tab.hide()
    assert "can't hide all" in refused(first.hide)
    assert [w.title for w in file.worksheets(exclude_hidden=True)] == ["Sheet1"]


# What is laid over cells


def test_a_name_goes_where_its_cells_go(file: gspread.Spreadsheet) -> None:
    tab = file.sheet1
    tab.update([["ก", "ข"], ["1", "2"]], "B2")
    (made,) = tab.define_named_range("B2:C3", "รายชื่อ")["replies"]
    assert tab.get("รายชื่อ") == [["ก", "ข"], ["1", "2"]]
    tab.insert_row([], 1)
    assert tab.get("รายชื่อ").range == "Sheet1!B3:C4"
    names = file.fetch_sheet_metadata({"fields": "namedRanges"})["namedRanges"]
    assert names[0]["range"] == {"startRowIndex": 2, "endRowIndex": 4, "startColumnIndex": 1, "endColumnIndex": 3}, (
        "the first tab's number is left out"
    )
    assert "already exists" in refused(tab.define_named_range, "A1:A2", "รายชื่อ")
    assert "not a valid name" in refused(tab.define_named_range, "A1:A2", "B12")
    one = {"namedRangeId": made["addNamedRange"]["namedRange"]["namedRangeId"], "name": "ใหม่"}
    file.batch_update({"requests": [{"updateNamedRange": {"namedRange": one, "fields": "name"}}]})
    assert tab.get("ใหม่") == [["ก", "ข"], ["1", "2"]]
    tab.delete_named_range(one["namedRangeId"])
    assert "Unable to parse range" in refused(tab.get, "ใหม่")


def test_merges_of_every_kind(file: gspread.Spreadsheet, book: Book) -> None:
    tab = file.sheet1
    tab.update([["1", "2"], ["3", "4"]], "A1")
    tab.merge_cells("A1:B2", MergeType.merge_rows)
    assert book.sheets[0].merges == [(0, 0, 1, 2), (1, 0, 2, 2)]
    assert tab.get("A1:B2") == [["1"], ["3"]]
    assert "select all cells" in refused(tab.unmerge_cells, "A1:A2")
    tab.merge_cells("A1:B2", MergeType.merge_columns)
    assert book.sheets[0].merges == [(0, 0, 2, 1), (0, 1, 2, 2)]
    tab.merge_cells("A1:B2")
    assert book.sheets[0].merges == [(0, 0, 2, 2)]
    tab.unmerge_cells("A1:B2")
    assert "merges" not in file.fetch_sheet_metadata()["sheets"][0]


def test_groups_nest_and_grow(file: gspread.Spreadsheet) -> None:
    tab = file.sheet1
    tab.add_dimension_group_rows(1, 5)
    tab.add_dimension_group_rows(2, 4)
    tab.insert_row([], 4)

    def spans() -> list[tuple[int, int, int]]:
        found = [
            (g["range"]["startIndex"], g["range"]["endIndex"], g["depth"]) for g in tab.list_dimension_group_rows()
        ]
        return [(start, stop, depth) for start, stop, depth in found]

    assert spans() == [(1, 6, 1), (2, 5, 2)]
    tab.delete_dimension_group_rows(1, 6)
    assert spans() == [(2, 5, 1)]
    assert "no dimension group" in refused(tab.delete_dimension_group_rows, 0, 2)


def test_whoever_protects_a_range_is_an_editor_of_it(file: gspread.Spreadsheet) -> None:
    (made,) = file.sheet1.add_protected_range("A1:B2", ["somebody@example.org"])["replies"]
    assert made["addProtectedRange"]["protectedRange"]["editors"] == {"users": ["somebody@example.org"]}
    (one,) = sheets(file, "protectedRanges")[0]["protectedRanges"]
    assert one["editors"] == {"users": ["somebody@example.org", "anybody@double.invalid"]}
    assert "warningOnly" not in one, "what is false is left out"


# Filters


def test_a_filter_hides_rows_and_sorts_them(file: gspread.Spreadsheet) -> None:
    tab = file.sheet1
    tab.resize(6, 2)
    tab.update([["ชื่อ", "ปี"], ["ข", "1"], ["ก", "2"], ["ค", "1"]], "A1")
    wanted = {
        "range": {"sheetId": 0, "startRowIndex": 0, "endRowIndex": 4},
        "criteria": {"1": {"hiddenValues": ["2"]}},
        "sortSpecs": [{"dimensionIndex": 0, "sortOrder": "ASCENDING"}],
    }
    file.batch_update({"requests": [{"setBasicFilter": {"filter": wanted}}]})
    assert tab.col_values(1) == ["ชื่อ", "ก", "ข", "ค"], "hidden rows are still read"

    def hidden() -> list[int]:
        (data,) = sheets(file, "data(rowMetadata)")[0]["data"]
        return [i for i, row in enumerate(data["rowMetadata"]) if row.get("hiddenByFilter")]

    assert hidden() == [1]
    tab.insert_row([], 1)
    assert hidden() == [2]
    (told,) = (s["basicFilter"] for s in sheets(file, "basicFilter"))
    assert told["range"] == {"startRowIndex": 1, "endRowIndex": 5, "startColumnIndex": 0, "endColumnIndex": 2}
    tab.clear_basic_filter()
    assert hidden() == []
    assert "basicFilter" not in file.fetch_sheet_metadata()["sheets"][0]


# Cells


def test_cells_are_cut_copied_and_pushed_aside(file: gspread.Spreadsheet) -> None:
    tab = file.sheet1
    tab.update([["1", "2"], ["3", "4"]], "A1")
    tab.copy_range("A1:B1", "A3:B4")
    assert tab.get("A1:B4") == [["1", "2"], ["3", "4"], ["1", "2"], ["1", "2"]]
    tab.cut_range("A1:A2", "D1")
    assert tab.get("A1:D2") == [["", "2", "", "1"], ["", "4", "", "3"]]
    cell = {"sheetId": 0, "startRowIndex": 0, "endRowIndex": 1, "startColumnIndex": 1, "endColumnIndex": 2}
    file.batch_update({"requests": [{"insertRange": {"range": cell, "shiftDimension": "ROWS"}}]})
    assert tab.col_values(2) == ["", "2", "4", "2", "2"]
    file.batch_update({"requests": [{"deleteRange": {"range": cell, "shiftDimension": "COLUMNS"}}]})
    assert tab.row_values(1) == ["", "", "1"]


def test_tables_are_seen_as_googles_guide_describes(file: gspread.Spreadsheet) -> None:
    tab = file.sheet1
    for given, at in {
        "Sheet1": "B7",
        "B4": "B7",
        "C5:D5": "B7",
        "B2:D4": "B7",
        "A3:G10": "B7",
        "A1": "A3",
        "E4": "E4",
        "A4": "A4",
    }.items():
        tab.clear()
        tab.batch_update(
            [
                {"range": "A1:C2", "values": [["x", "y", "z"]] * 2},
                {"range": "B4:D6", "values": [["", "x", "y"], ["y", "z", ""], ["x", "y", "z"]]},
            ]
        )
        where = "'Sheet1'" if given == "Sheet1" else f"'Sheet1'!{given}"
        reply = file.values_append(where, {"valueInputOption": "RAW"}, {"values": [["ใหม่"]]})
        assert reply["updates"]["updatedRange"] == f"Sheet1!{at}", given


def test_what_is_typed_depends_on_the_locale(file: gspread.Spreadsheet) -> None:
    tab = file.sheet1

    def typed(text: str, cell: str) -> list[Any]:
        tab.update([[text]], cell, value_input_option=ValueInputOption.user_entered)
        ways = [
            (ValueRenderOption.formatted, DateTimeOption.serial_number),
            (ValueRenderOption.unformatted, DateTimeOption.serial_number),
            (ValueRenderOption.unformatted, DateTimeOption.formatted_string),
        ]
        return [tab.get(cell, value_render_option=v, date_time_render_option=d)[0][0] for v, d in ways]

    assert typed("2/1/2020", "A1") == ["2/1/2020", 43862, "2/1/2020"], "the first of February"
    file.update_locale("th_TH")
    assert typed("2/1/2020", "A2") == ["2/1/2020", 43832, "2/1/2020"], "the second of January"
    assert typed("1,234.5", "A3") == ["1,234.50", 1234.5, 1234.5]
    assert typed("2020-01-02", "A3")[0] == "2020-01-02", "a date where a number was"
    assert typed("12%", "A4") == ["12%", 0.12, 0.12]


def test_several_writes_count_each_row_and_column_once(file: gspread.Spreadsheet) -> None:
    reply = file.sheet1.batch_update([{"range": "A1:B1", "values": [["1", "2"]]}, {"range": "B4", "values": [["3"]]}])
    assert [reply[f"totalUpdated{what}"] for what in ("Rows", "Columns", "Cells", "Sheets")] == [2, 2, 3, 1]
    assert "tried writing to column [C]" in refused(file.sheet1.update, [["1", "2", "3"]], "A1:B1")


# Files


def test_files_are_copied_exported_imported_and_deleted(file: gspread.Spreadsheet, google: Double) -> None:
    account = file.client
    file.sheet1.update([["ก", "ข,ค"], ["ง"]], "A1")
    owner = gspread.authorize(Credentials("another"))
    copy = owner.copy(file.id)
    assert (copy.title, copy.sheet1.id, copy.sheet1.acell("B1").value) == ("Copy of ของฉัน", 0, "ข,ค")
    assert bytes(file.export(ExportFormat.CSV)).decode() == 'ก,"ข,ค"\r\nง,'
    assert load_workbook(io.BytesIO(file.export(ExportFormat.EXCEL)))["Sheet1"]["B1"].value == "ข,ค"
    owner.import_csv(file.id, "หนึ่ง,2\nสอง,3")
    (tab,) = owner.open_by_key(file.id).worksheets()
    assert (tab.title, tab.get()) == ("ของฉัน", [["หนึ่ง", "2"], ["สอง", "3"]])
    gone = account.request("delete", f"{google.url}/drive/v3/files/{copy.id}")
    assert (gone.status_code, gone.content) == (204, b"")
    with pytest.raises(gspread.SpreadsheetNotFound):
        owner.open_by_key(copy.id)


def test_files_are_found_by_name_and_shared_until_they_are_not(file: gspread.Spreadsheet) -> None:
    owner = gspread.authorize(Credentials("another"))
    owner.create("อื่น")
    assert owner.open("อื่น").title == "อื่น"
    assert len(owner.list_spreadsheet_files("ของฉัน")) == 1
    file.share("a@example.org", perm_type="user", role="reader", notify=False)
    assert [p["role"] for p in file.list_permissions()] == ["owner", "reader"]
    assert file.remove_permissions("a@example.org") == ["a@example.org"]
    assert [p["role"] for p in file.list_permissions()] == ["owner"]
