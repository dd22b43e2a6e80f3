"""The first tab of a book: how to fill it in, for whoever opens it on a phone."""

from __future__ import annotations

from lib.sheets.layout import GUIDE, Json, strings, tab_mark
from lib.sheets.reading import Snapshot

#: The number that Google gives the first tab of a new book, whatever it calls it.
_FIRST = 0


def guide_requests(seen: Snapshot, email: str, new_id: int) -> list[Json]:
    """Make the guide of a book that has none. `email`: whom it is shared with; `new_id`: a number for its tab."""
    lines = guide(email)
    sheet_id, made = _empty_first(seen, len(lines)) or (new_id, _tab_of_its_own(new_id))
    return [
        *made,
        tab_mark(sheet_id, GUIDE),
        {
            "updateCells": {
                "start": {"sheetId": sheet_id, "rowIndex": 0, "columnIndex": 0},
                "rows": strings(lines),
                "fields": "userEnteredValue",
            }
        },
        {
            "repeatCell": {
                "range": {"sheetId": sheet_id},
                "cell": {"userEnteredFormat": {"wrapStrategy": "WRAP", "textFormat": {"fontSize": 14}}},
                "fields": "userEnteredFormat",
            }
        },
        {
            "updateDimensionProperties": {
                "range": {"sheetId": sheet_id, "dimension": "COLUMNS", "startIndex": 0, "endIndex": 1},
                "properties": {"pixelSize": _WIDTH},
                "fields": "pixelSize",
            }
        },
    ]


#: A phone shows some 360 pixels; the lines wrap.
_WIDTH = 340


def _tab_of_its_own(sheet_id: int) -> list[Json]:
    grid = {"rowCount": 20, "columnCount": 1}
    return [{"addSheet": {"properties": {"sheetId": sheet_id, "title": GUIDE, "index": 0, "gridProperties": grid}}}]


def _empty_first(seen: Snapshot, lines: int) -> tuple[int, list[Json]] | None:
    """The empty tab that a new book begins with becomes the guide instead of standing in the way.

    What somebody types into it at this very moment is moved down, not written over.
    """
    others = [t for t in seen.meta.tabs if t.sheet_id != _FIRST]
    if others or _FIRST not in seen.empty:
        return None
    gap = {"sheetId": _FIRST, "dimension": "ROWS", "startIndex": 0, "endIndex": lines}
    properties = {"sheetId": _FIRST, "title": GUIDE, "index": 0}
    return _FIRST, [
        {"updateSheetProperties": {"properties": properties, "fields": "title,index"}},
        {"insertDimension": {"range": gap, "inheritFromBefore": False}},
    ]


def guide(email: str) -> list[list[str]]:
    """Lines of the first tab."""
    return [
        ["📱 กรอกชีตนี้จากโทรศัพท์"],
        ["1️⃣ เปิดด้วยแอป Google ชีต แล้วเลือกแท็บด้านล่าง  หัวที่พับไว้กด ➕ เหนือตารางเพื่อดู"],
        ["2️⃣ หนึ่งแถวคือหนึ่งรายการ  🟥 หัวสีแดง = ต้องกรอก  🟦 หัวสีเขียวน้ำทะเล = กรอกเมื่อทราบ  ⬜ หัวสีเทา = ระบบเขียนเอง"],
        ["3️⃣ ช่องที่มี ▾ แตะแล้วเลือกจากรายการ  📅 วันที่เขียนเช่น 19 ก.ย. 2566"],
        ["4️⃣ รอไม่กี่นาที ช่อง “ระบบบอกว่า” จะขึ้น ✓ = รับแล้ว  ✗ = บอกว่าช่องไหนต้องแก้ เพราะอะไร"],
        ["↕️ เรียง แทรก ลบ ย้าย ทำได้ทุกอย่าง  🗑️ ลบทั้งแถว = ถอนรายการ (นำกลับได้ที่หน้าย้อนเวลา)"],
        ["✅ ผลตรวจรับรองแก้ในชีตไม่ได้ ตรวจรับรองที่หน้าบันทึกของระบบ"],
        ["🤝 ระบบเข้าชีตนี้ในชื่อ " + email] if email else [""],
    ]
