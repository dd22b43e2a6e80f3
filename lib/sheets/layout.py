"""How a kind's tab looks on a Google Sheet: its columns, and the requests that make or mend it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Protocol

from lib.intake.headings import headings, note_of
from lib.intake.targets import ID, STATE
from lib.schema.field import Spec
from lib.schema.record import Record, decided_by_the_app, shape
from lib.schema.registry import kind

Json = dict[str, Any]
#: Key of the developer metadata that says what a column or a tab is, whatever it is called.
META_KEY = "thun"
#: Names of the app's own tabs.
GUIDE, LISTS, SCRATCH = "อ่านก่อน", "_รายการ", "_ทุนชุมชน"
#: Heading of the column in which the app tells how a row fares.
STATE_HEADING = "ระบบบอกว่า"
#: Rows that are made ready to be typed into.
ROWS = 1_000
_TEAL, _TERRACOTTA, _GREY = (0.122, 0.435, 0.471), (0.784, 0.333, 0.239), (0.55, 0.6, 0.59)
_PALE = (0.945, 0.949, 0.945)
#: Widths of columns, pixels, by what stands in them; a phone shows some 360.
_NAME, _TEXT, _CHOICE, _FIGURE, _LONG = 150, 130, 120, 80, 200


class Dropdowns(Protocol):
    """What knows the dropdown of a question."""

    def rule(self, model: type[Record], spec: Spec) -> Json | None:
        """None when anything may be written."""


@dataclass(frozen=True)
class SheetColumn:
    """One column of a tab: what it answers, its heading, and how it behaves."""

    target: str
    text: str
    note: str = ""
    spec: Spec | None = None
    #: Filled in by the app; people only look.
    own: bool = False
    needed: bool = False
    #: Behind the short form: folded away until somebody wants it.
    folded: bool = False


def columns_of(kind_id: str) -> list[SheetColumn]:
    """Columns of a kind's tab, from the left: its short form, how the row fares, and what is folded away behind."""
    model = kind(kind_id)
    told = "✓ รับแล้ว · ✗ มีช่องที่ใช้ไม่ได้ พร้อมเหตุผล · ระบบเขียนเองภายในไม่กี่นาที"
    made: dict[str, SheetColumn] = {}
    for one in headings(model):
        assert one.spec is not None
        made[one.spec.id] = SheetColumn(one.spec.id, one.text, one.note, one.spec, needed=one.needed)
    in_sight = model.about.leaders or tuple(made)
    for name, spec in decided_by_the_app(model).items():
        made[name] = SheetColumn(name, spec.th, f"{note_of(model, spec)}\nระบบเป็นผู้กำหนด".strip(), spec, own=True)
    return [
        SheetColumn(ID, "รหัสระบบ", "ระบบใส่ให้เอง อย่าแก้", own=True),
        # The first two columns in sight are what a phone shows, and they are the leader's own.
        *(made.pop(name) for name in in_sight),
        SheetColumn(STATE, STATE_HEADING, told, own=True),
        *(replace(column, folded=True) for column in made.values()),
    ]


def lacking(kind_id: str, there: Collection[str]) -> list[SheetColumn]:
    """Columns of a kind's tab that are not `there` (targets)."""
    return [column for column in columns_of(kind_id) if column.target not in there]


def column_requests(
    model: type[Record], column: SheetColumn, sheet_id: int, at: int, dropdowns: Dropdowns, *, header_row: int
) -> list[Json]:
    """Everything that makes one column what it is; sent again it changes nothing."""
    block = {"sheetId": sheet_id, "startColumnIndex": at, "endColumnIndex": at + 1}
    body = {**block, "startRowIndex": header_row + 1}
    made: list[Json] = [
        heading_request(column, sheet_id, at, header_row),
        {
            "updateDimensionProperties": {
                "range": {"sheetId": sheet_id, "dimension": "COLUMNS", "startIndex": at, "endIndex": at + 1},
                "properties": {"pixelSize": width_of(model, column), "hiddenByUser": column.target == ID},
                "fields": "pixelSize,hiddenByUser",
            }
        },
        column_mark(sheet_id, at, column.target),
    ]
    style: Json = {}
    if column.own or (column.spec is not None and _is_text(model, column.spec)):
        style["numberFormat"] = {"type": "TEXT"}
    if column.own:
        style["backgroundColor"] = _rgb(_PALE)
        made.append(
            {
                "addProtectedRange": {
                    "protectedRange": {"range": block, "description": "ระบบเขียนช่องนี้เอง", "warningOnly": True}
                }
            }
        )
    if style:
        fields = ",".join(f"userEnteredFormat.{name}" for name in style)
        made.append({"repeatCell": {"range": body, "cell": {"userEnteredFormat": style}, "fields": fields}})
    if rule := rule_request(model, column, sheet_id, at, dropdowns, header_row):
        made.append(rule)
    return made


def width_of(model: type[Record], column: SheetColumn) -> int:
    """Pixels that a column's content needs."""
    spec = column.spec
    if spec is None or spec.id == model.about.title:
        return _NAME
    if spec.refers_to or spec.choice_list or spec.options:
        return _NAME if spec.refers_to == "area" else _CHOICE
    if shape(model, spec.id).python is not str:
        return _FIGURE
    return _LONG if spec.long_text else _TEXT


def heading_request(column: SheetColumn, sheet_id: int, at: int, row: int) -> Json:
    """A column's heading with its colour and the note that explains it."""
    colour = _GREY if column.own else _TERRACOTTA if column.needed else _TEAL
    style = {
        "backgroundColor": _rgb(colour),
        "wrapStrategy": "WRAP",
        "verticalAlignment": "TOP",
        "textFormat": {"bold": True, "foregroundColor": _rgb((1, 1, 1))},
    }
    cell = {"userEnteredValue": {"stringValue": column.text}, "note": column.note, "userEnteredFormat": style}
    return {
        "updateCells": {
            "start": {"sheetId": sheet_id, "rowIndex": row, "columnIndex": at},
            "rows": [{"values": [cell]}],
            "fields": "userEnteredValue,note,userEnteredFormat",
        }
    }


def column_mark(sheet_id: int, at: int, target: str) -> Json:
    """What makes a column known whatever it is called and wherever it is moved."""
    place = {"sheetId": sheet_id, "dimension": "COLUMNS", "startIndex": at, "endIndex": at + 1}
    return _marked(target, {"dimensionRange": place})


def tab_mark(sheet_id: int, value: str) -> Json:
    """What makes a tab known whatever it is called."""
    return _marked(value, {"sheetId": sheet_id})


def _marked(value: str, place: Json) -> Json:
    return {
        "createDeveloperMetadata": {
            "developerMetadata": {
                "metadataKey": META_KEY,
                "metadataValue": value,
                "visibility": "DOCUMENT",
                "location": place,
            }
        }
    }


def fold(sheet_id: int, columns: Sequence[SheetColumn]) -> list[Json]:
    """Fold away the columns of a new tab that stand behind its short form."""
    behind = [at for at, column in enumerate(columns) if column.folded]
    if not behind:
        return []
    place = {"sheetId": sheet_id, "dimension": "COLUMNS", "startIndex": behind[0], "endIndex": behind[-1] + 1}
    folded = {"range": place, "depth": 1, "collapsed": True}
    # The handle stands beside the short form: Google puts it behind the group with the first one.
    handle = {"sheetId": sheet_id, "gridProperties": {"columnGroupControlAfter": False}}
    return [
        {"addDimensionGroup": {"range": place}},
        {"updateSheetProperties": {"properties": handle, "fields": "gridProperties.columnGroupControlAfter"}},
        {"updateDimensionGroup": {"dimensionGroup": folded, "fields": "collapsed"}},
    ]


def longer(sheet_id: int, dimension: str, count: int) -> Json:
    """More rows (``ROWS``) or columns (``COLUMNS``) at the end of a tab."""
    return {"appendDimension": {"sheetId": sheet_id, "dimension": dimension, "length": count}}


def rule_request(
    model: type[Record], column: SheetColumn, sheet_id: int, at: int, dropdowns: Dropdowns, header_row: int
) -> Json | None:
    """The dropdown of a column, made anew."""
    rule = None if column.own or column.spec is None else dropdowns.rule(model, column.spec)
    if rule is None:
        return None
    body = {"sheetId": sheet_id, "startColumnIndex": at, "endColumnIndex": at + 1, "startRowIndex": header_row + 1}
    return {"setDataValidation": {"range": body, "rule": rule}}


def _is_text(model: type[Record], spec: Spec) -> bool:
    """Dates are text too: a Gregorian sheet takes a B.E. year for one far ahead."""
    return spec.format in ("phone", "code") or shape(model, spec.id).python in (date, str)


def strings(rows: Sequence[Sequence[Any]]) -> list[Json]:
    """RowData of typed values: nothing is ever evaluated."""
    return [{"values": [{"userEnteredValue": typed(v)} for v in row]} for row in rows]


def typed(value: Any) -> Json:
    """ExtendedValue; an empty one empties the cell."""
    if isinstance(value, bool):
        return {"boolValue": value}
    if isinstance(value, (int, float)):
        return {"numberValue": value}
    return {"stringValue": str(value)} if value not in ("", None) else {}


def from_typed(value: Mapping[str, Any] | None) -> Any:
    """The raw cell that an ExtendedValue is; '' for none."""
    for name, found in (value or {}).items():
        if name == "errorValue":
            return str(found.get("message") or found.get("type") or "#ERROR!")
        return found
    return ""


def _rgb(colour: tuple[float, float, float]) -> Json:
    return dict(zip(("red", "green", "blue"), colour, strict=True))
