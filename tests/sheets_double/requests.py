"""`spreadsheets.batchUpdate`: every kind of request that we or gspread send. All or nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.sheets_double import dimensions, marks, sorting, tabs, writing
from tests.sheets_double.book import Book
from tests.sheets_double.refusal import Refused, bad, unknown
from tests.sheets_double.sheet import Json
from tests.sheets_double.sorting import sort

__all__ = ["KINDS", "apply", "sort"]


def apply(book: Book, requests: list[Json], who: str) -> list[Json]:
    """Carry out requests in order; replies in the same order. The caller makes it atomic."""
    if requests:
        book.touched(who)
    replies = []
    for number, request in enumerate(requests):
        if len(request) != 1:
            raise bad(f"Invalid requests[{number}]: exactly one kind must be set")
        ((name, body),) = request.items()
        if name not in KINDS:
            raise unknown(f"the request {name}")
        try:
            replies.append(KINDS[name](book, body) or {})
        except Refused as error:
            error.message = f"Invalid requests[{number}].{name}: {error.message}"
            raise
    return replies


def _kept(name: str) -> Callable[[Book, Json], None]:
    """A request whose look we keep but never work out (borders)."""

    def keep(book: Book, body: Json) -> None:
        book.sheets[0].extras.setdefault(name, []).append(body)

    return keep


KINDS: dict[str, Callable[[Book, Json], Any]] = {
    "updateSpreadsheetProperties": tabs.of_the_book,
    "addSheet": tabs.add,
    "deleteSheet": tabs.delete,
    "duplicateSheet": tabs.duplicate,
    "updateSheetProperties": tabs.update,
    "updateCells": writing.update_cells,
    "repeatCell": writing.repeat_cell,
    "appendCells": writing.append_cells,
    "copyPaste": writing.copy_paste,
    "cutPaste": writing.cut_paste,
    "insertRange": writing.insert_range,
    "deleteRange": writing.delete_range,
    "findReplace": writing.find_replace,
    "setDataValidation": writing.validation,
    "insertDimension": dimensions.insert,
    "deleteDimension": dimensions.delete,
    "moveDimension": dimensions.move,
    "appendDimension": dimensions.append,
    "updateDimensionProperties": dimensions.update,
    "autoResizeDimensions": dimensions.auto_resize,
    "addDimensionGroup": dimensions.add_group,
    "updateDimensionGroup": dimensions.update_group,
    "deleteDimensionGroup": dimensions.delete_group,
    "sortRange": sorting.sort_range,
    "setBasicFilter": sorting.set_filter,
    "clearBasicFilter": sorting.clear_filter,
    "mergeCells": marks.merge,
    "unmergeCells": marks.unmerge,
    "addNamedRange": marks.add_name,
    "updateNamedRange": marks.update_name,
    "deleteNamedRange": marks.delete_name,
    "addProtectedRange": marks.add_protected,
    "updateProtectedRange": marks.update_protected,
    "deleteProtectedRange": marks.delete_protected,
    "createDeveloperMetadata": marks.create_metadata,
    "deleteDeveloperMetadata": marks.delete_metadata,
    "updateBorders": _kept("borders"),
}
