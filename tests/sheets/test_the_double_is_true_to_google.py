"""The double behaves as Google does for any gspread program, and fails as Google does."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import gspread
import pytest
from gspread.exceptions import APIError

from tests.sheets.pointing import point_gspread_at
from tests.sheets_double import oracle
from tests.sheets_double.book import Book
from tests.sheets_double.phone import Forbidden, Phone
from tests.sheets_double.server import Double, Fault

EMAIL = "app@thun-double.iam.gserviceaccount.com"


@pytest.fixture
def plain(google: Double, monkeypatch: pytest.MonkeyPatch) -> Iterator[gspread.Client]:
    """gspread as anybody uses it, only its addresses changed."""
    point_gspread_at(google.url, monkeypatch)
    return gspread.service_account_from_dict(google.service_account(EMAIL))


@pytest.fixture
def book(google: Double) -> Book:
    return google.add("ทะเบียน", EMAIL)


def test_ordinary_gspread_programs_run(plain: gspread.Client, book: Book) -> None:
    assert [s.title for s in plain.openall()] == ["ทะเบียน"]
    tab = plain.open_by_key(book.key).sheet1
    tab.update([["ชื่อ", "โทร"], ["ก", "0812345678"], ["ข"]], "A1")
    assert tab.get_all_values() == [["ชื่อ", "โทร"], ["ก", "0812345678"], ["ข", ""]]
    tab.append_row(["ค", "๑๒"])
    assert tab.acell("A4").value == "ค"
    assert tab.get_all_records()[0] == {"ชื่อ": "ก", "โทร": 812345678}, "as harmful as it really is"
    tab.sort((1, "des"), range="A2:B4")
    assert tab.col_values(1) == ["ชื่อ", "ค", "ข", "ก"]
    other = plain.open_by_key(book.key).add_worksheet("อื่น", 10, 3)
    other.update_title("ใหม่")
    plain.open_by_key(book.key).del_worksheet(other)
    assert [w.title for w in plain.open_by_key(book.key).worksheets()] == ["ชีต1"]
    tab.batch_clear(["A2:B2"])
    assert tab.get("A2:B2") == [[]]
    tab.freeze(rows=1)
    tab.insert_row(["แทรก"], 2)
    tab.delete_rows(3)
    assert tab.row_values(2) == ["แทรก"]
    assert tab.find("ข").row == 3


def test_values_are_ragged_and_typed_as_google_types_them(plain: gspread.Client, book: Book) -> None:
    tab = plain.open_by_key(book.key).sheet1
    tab.update(
        [["1,200", "=1+2", "TRUE", "19/9/2566", "'007", "29/2/2567", "๑๒", "12%"]],
        "A1",
        value_input_option="USER_ENTERED",
    )
    raw = tab.get("A1:H1", value_render_option="UNFORMATTED_VALUE")[0]
    assert raw == [1200, 3, True, 243515, "007", "29/2/2567", "๑๒", 0.12]
    assert tab.get("A1:H1")[0][3] == "19/9/2566"
    assert tab.get("B1", value_render_option="FORMULA") == [["=1+2"]]
    tab.update([["=1+2", 0.5, None, ""]], "A1", raw=True)
    raw = tab.get("A1:D1", value_render_option="UNFORMATTED_VALUE")[0]
    assert raw == ["=1+2", 0.5, True], "null skips a cell, '' clears it, RAW evaluates nothing"
    assert tab.get("A5:C9") == [[]]
    reply = plain.http_client.values_get(book.key, "A5:C9")
    assert "values" not in reply


def test_append_sees_a_table_where_google_sees_one(plain: gspread.Client, book: Book) -> None:
    tab = plain.open_by_key(book.key).sheet1
    tab.update([["x", "", "y"]], "A1")
    tab.append_row(["1", "2", "3"], table_range="C1")
    assert tab.get("A2:E2") == [["", "", "1", "2", "3"]], "beside the column where the table is"
    tab.append_row(["4"], table_range="A1")
    assert tab.acell("A2").value == "4"


def test_a_batch_is_all_or_nothing(plain: gspread.Client, book: Book) -> None:
    sheet = plain.open_by_key(book.key)
    write: dict[str, Any] = {
        "updateCells": {
            "start": {"sheetId": 0, "rowIndex": 0, "columnIndex": 0},
            "fields": "userEnteredValue",
            "rows": [{"values": [{"userEnteredValue": {"stringValue": "=1+1"}}]}],
        }
    }
    with pytest.raises(APIError) as error:
        sheet.batch_update({"requests": [write, {"deleteSheet": {"sheetId": 99}}]})
    assert error.value.code == 400
    assert "requests[1]" in str(error.value)
    assert not book.sheets[0].at(0, 0).holds
    sheet.batch_update({"requests": [write]})
    assert book.sheets[0].at(0, 0).value == "=1+1"
    assert book.sheets[0].at(0, 0).formula is None


def test_unknown_calls_are_refused_loudly(plain: gspread.Client, book: Book) -> None:
    sheet = plain.open_by_key(book.key)
    with pytest.raises(APIError) as error:
        sheet.batch_update({"requests": [{"addChart": {"chart": {}}}]})
    assert error.value.code == 501
    with pytest.raises(APIError) as error:
        sheet.batch_update({"requests": [{"updateCells": {"nonsense": 1}}]})
    assert error.value.code == 400
    assert "unknown field nonsense" in str(error.value)
    with pytest.raises(APIError):
        plain.http_client.values_get(book.key, "A1", params={"valueRenderOption": "PRETTY"})


def test_errors_have_googles_bodies(google: Double, plain: gspread.Client, book: Book) -> None:
    stranger = google.add("ของคนอื่น")
    with pytest.raises(PermissionError):
        plain.open_by_key(stranger.key).sheet1.get("A1")
    with pytest.raises(gspread.SpreadsheetNotFound):
        plain.open_by_key("nothing-here")
    google.reads = 0
    with pytest.raises(APIError) as error:
        plain.http_client.values_get(book.key, "A1")
    assert error.value.code == 429
    assert error.value.error["status"] == "RESOURCE_EXHAUSTED"
    google.reads = 100
    google.faults = [Fault("html502")]
    with pytest.raises(APIError) as error:
        plain.http_client.values_get(book.key, "A1")
    assert error.value.code == -1
    google.faults = [Fault("503", when="after")]
    with pytest.raises(APIError):
        plain.http_client.values_update(book.key, "A1", {"valueInputOption": "RAW"}, {"values": [["ถึง"]]})
    assert book.sheets[0].at(0, 0).value == "ถึง", "applied, though nobody was told"


def test_columns_carry_their_metadata_where_they_go(plain: gspread.Client, book: Book) -> None:
    sheet, phone = plain.open_by_key(book.key), Phone(book)
    place = {"dimensionRange": {"sheetId": 0, "dimension": "COLUMNS", "startIndex": 1, "endIndex": 2}}
    sheet.batch_update(
        {
            "requests": [
                {
                    "createDeveloperMetadata": {
                        "developerMetadata": {
                            "metadataKey": "f",
                            "metadataValue": "name",
                            "location": place,
                            "visibility": "DOCUMENT",
                        }
                    }
                }
            ]
        }
    )
    phone.types("ชีต1", "B1", "ชื่อ")

    def column() -> int:
        found = sheet.fetch_sheet_metadata({"fields": "sheets(data(columnMetadata(developerMetadata(metadataValue))))"})
        (data,) = found["sheets"][0]["data"]
        return next(i for i, c in enumerate(data["columnMetadata"]) if "developerMetadata" in c)

    phone.inserts_column("ชีต1", 0)
    assert column() == 2
    assert book.sheets[0].at(0, 2).value == "ชื่อ"
    phone.moves_column("ชีต1", 2, 0)
    assert column() == 0
    assert book.sheets[0].at(0, 0).value == "ชื่อ"
    phone.deletes_column("ชีต1", 0)
    with pytest.raises(StopIteration):
        column()


def test_protection_stops_those_without_rights_and_warns_the_others(plain: gspread.Client, book: Book) -> None:
    def protect(column: int, **how: Any) -> dict[str, Any]:
        block = {"sheetId": 0, "startColumnIndex": column, "endColumnIndex": column + 1}
        return {"addProtectedRange": {"protectedRange": {"range": block, **how}}}

    plain.open_by_key(book.key).batch_update(
        {"requests": [protect(0, warningOnly=True), protect(1, editors={"users": [EMAIL]})]}
    )
    stranger = Phone(book, owner=False, who="somebody@example.org")
    stranger.types("ชีต1", "A2", "ผ่าน")
    with pytest.raises(Forbidden):
        stranger.types("ชีต1", "B2", "ไม่ผ่าน")
    with pytest.raises(Forbidden):
        stranger.sorts("ชีต1", 0, 1)
    with pytest.raises(Forbidden):
        stranger.deletes_row("ชีต1", 1)
    Phone(book).types("ชีต1", "B2", "เจ้าของผ่าน")


def test_the_oracle_finds_what_google_would_not_say() -> None:
    assert oracle.faults("sheets.v4", "ValueRange", {"range": "A1", "values": [["a"]]}) == []
    assert oracle.faults("sheets.v4", "ValueRange", {"values": ["a"]})
    assert oracle.faults("sheets.v4", "SheetProperties", {"sheetType": "PAPER"})
    assert oracle.faults("sheets.v4", "SheetProperties", {"sheetId": "1"})
