"""The Sheets API: which call is answered by what, and with which schema."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.sheets_double import a1, oracle, tabs, values
from tests.sheets_double.book import Book
from tests.sheets_double.grids import told
from tests.sheets_double.refusal import Refused, bad, bad_field, unknown
from tests.sheets_double.replies import spreadsheet
from tests.sheets_double.requests import apply
from tests.sheets_double.sheet import Json

if TYPE_CHECKING:
    from tests.sheets_double.server import Double

Query = dict[str, list[str]]


def serve(google: Double, user: str, command: str, path: str, query: Query, message: Json) -> tuple[Any, str]:
    """The reply to a call, and the schema that it has."""
    message = _without_nulls(message)
    rest = path.removeprefix("/v4/spreadsheets").lstrip("/")
    if not rest and command == "POST":
        _checked("create", query, "Spreadsheet", message)
        return _create(google, message, user), "Spreadsheet"
    key, _, tail = rest.partition("/")
    key, _, verb = key.partition(":")
    reads = command == "GET" or tail.startswith("values:batchGet") or tail.endswith(":copyTo")
    book = google.book(key, user, write=not reads)
    if command == "GET" and not tail and not verb:
        _checked("get", query)
        whole = query.get("includeGridData", [""])[0].lower() == "true"
        fields = query.get("fields", [""])[0]
        return spreadsheet(book, query.get("ranges", []), fields, with_data=whole), "Spreadsheet"
    if command == "POST" and verb == "batchUpdate":
        _checked("batchUpdate", query, "BatchUpdateSpreadsheetRequest", message)
        return _batch(book, message, user), "BatchUpdateSpreadsheetResponse"
    if command == "POST" and tail.startswith("sheets/") and tail.endswith(":copyTo"):
        _checked("sheets.copyTo", query, "CopySheetToAnotherSpreadsheetRequest", message)
        target = google.book(message.get("destinationSpreadsheetId", ""), user, write=True)
        number = int(tail.removeprefix("sheets/").removesuffix(":copyTo"))
        return tabs.copy_to(book, number, target, user), "SheetProperties"
    if tail.startswith("values/"):
        return _values(book, user, command, tail.removeprefix("values/"), query, message)
    if tail.startswith("values:"):
        return _many_values(book, user, command, tail.removeprefix("values:"), query, message)
    raise unknown(f"{command} {path}")


def _create(google: Double, message: Json, user: str) -> Json:
    wanted = message.get("properties", {})
    book = google.add(wanted.get("title", "Untitled spreadsheet"), owner=user)
    book.locale, book.timezone = wanted.get("locale", book.locale), wanted.get("timeZone", book.timezone)
    first = book.sheets[0]
    for one in message.get("sheets", []):
        tabs.add(book, {"properties": one.get("properties", {})})
    if len(book.sheets) > 1:
        book.sheets.remove(first)
    return spreadsheet(book, [])


def _many_values(book: Book, user: str, command: str, verb: str, query: Query, message: Json) -> tuple[Any, str]:
    flat = {name: found[0] for name, found in query.items()}
    if command == "GET" and verb == "batchGet":
        _checked("values.batchGet", query)
        found = [values.get(book, one, flat) for one in query.get("ranges", [])]
        return {"spreadsheetId": book.key, "valueRanges": found}, "BatchGetValuesResponse"
    if command == "POST" and verb == "batchGetByDataFilter":
        _checked("values.batchGetByDataFilter", query, "BatchGetValuesByDataFilterRequest", message)
        if user == "anyone":
            raise Refused(
                401, "UNAUTHENTICATED", "API keys are not supported by this API. Expected OAuth2 access token"
            )
        return _by_filter(book, message), "BatchGetValuesByDataFilterResponse"
    if command == "POST" and verb == "batchUpdate":
        _checked("values.batchUpdate", query, "BatchUpdateValuesRequest", message)
        with book.all_or_nothing():
            done = [values.write(book, d.get("range", ""), d, message, user) for d in message.get("data", [])]
        return _sum_of(book, done), "BatchUpdateValuesResponse"
    if command == "POST" and verb == "batchClear":
        _checked("values.batchClear", query, "BatchClearValuesRequest", message)
        cleared = [values.clear(book, r, user)["clearedRange"] for r in message.get("ranges", [])]
        return {"spreadsheetId": book.key, "clearedRanges": cleared}, "BatchClearValuesResponse"
    raise unknown(f"{command} values:{verb}")


def _values(book: Book, user: str, command: str, text: str, query: Query, message: Json) -> tuple[Any, str]:
    flat = {name: found[0] for name, found in query.items()}
    if command == "GET":
        _checked("values.get", query)
        return values.get(book, text, flat), "ValueRange"
    if command == "PUT":
        _checked("values.update", query, "ValueRange", message)
        with book.all_or_nothing():
            reply = values.write(book, text, message, flat, user)
        return reply, "UpdateValuesResponse"
    if command == "POST" and text.endswith(":append"):
        _checked("values.append", query, "ValueRange", message)
        with book.all_or_nothing():
            reply = values.append(book, text.removesuffix(":append"), message, flat, user)
        return reply, "AppendValuesResponse"
    if command == "POST" and text.endswith(":clear"):
        _checked("values.clear", query, "ClearValuesRequest", message)
        return values.clear(book, text.removesuffix(":clear"), user), "ClearValuesResponse"
    raise unknown(f"{command} values/{text}")


def _checked(method: str, query: Query, schema: str = "", message: Any = None) -> None:
    """400 for what Google's description of the method does not know."""
    declared = oracle.document("sheets.v4")["resources"]["spreadsheets"]
    for part in method.split("."):
        declared = declared["resources"][part] if part in declared.get("resources", {}) else declared["methods"][part]
    wrong = oracle.query_faults("sheets.v4", declared, query)
    if schema == "ValueRange" and not isinstance(message.get("values", []), list):
        kind = "type.googleapis.com/google.protobuf.ListValue"
        raise bad_field("data.values", f"Invalid value at 'data.values' ({kind}), \"{message['values']}\"")
    if schema:
        wrong += oracle.faults("sheets.v4", schema, message)
    if wrong:
        raise bad(f"Invalid JSON payload received. {'; '.join(wrong[:3])}")


def _batch(book: Book, message: Json, user: str) -> Json:
    with book.all_or_nothing():
        replies = apply(book, message.get("requests", []), user)
        found: Json = {"spreadsheetId": book.key, "replies": replies}
        if message.get("includeSpreadsheetInResponse"):
            found["updatedSpreadsheet"] = spreadsheet(
                book, message.get("responseRanges", []), with_data=bool(message.get("responseIncludeGridData"))
            )
    return found


def _by_filter(book: Book, message: Json) -> Json:
    found = []
    for one in message.get("dataFilters", []):
        if "gridRange" in one:
            sheet, block = book.block_of(one["gridRange"])
            matched = {"gridRange": told(one["gridRange"])}
        elif "a1Range" in one:
            sheet, block = book.range(one["a1Range"])
            matched = {"a1Range": one["a1Range"]}
        else:
            raise unknown("data filters by developer metadata")
        text = a1.spell(sheet.title, *block)
        found.append({"valueRange": values.get(book, text, message), "dataFilters": [matched]})
    return {"spreadsheetId": book.key, "valueRanges": found}


def _sum_of(book: Book, done: list[Json]) -> Json:
    """The reply to several writes; a row or a column that two of them touch counts once."""
    rows, columns, sheets = set(), set(), set()
    for one in done:
        sheet, (top, left, _, _) = book.range(one["updatedRange"])
        sheets.add(sheet.id)
        rows |= {(sheet.id, top + r) for r in range(one.get("updatedRows", 0))}
        columns |= {(sheet.id, left + c) for c in range(one.get("updatedColumns", 0))}
    counts = {
        "totalUpdatedRows": len(rows),
        "totalUpdatedColumns": len(columns),
        "totalUpdatedCells": sum(d.get("updatedCells", 0) for d in done),
        "totalUpdatedSheets": len(sheets),
    }
    return {"spreadsheetId": book.key, **{name: count for name, count in counts.items() if count}, "responses": done}


def _without_nulls(message: Any) -> Any:
    """Fields that are null are as good as not there (cells of ``values`` excepted)."""
    if isinstance(message, dict):
        return {k: _without_nulls(v) for k, v in message.items() if v is not None}
    if isinstance(message, list):
        return [_without_nulls(v) if isinstance(v, dict) else v for v in message]
    return message
