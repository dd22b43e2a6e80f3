"""Why a cell or a row of a Sheet is not used as it stands, and how to put it right."""

from __future__ import annotations

from collections.abc import Iterable

from lib.domain.errors import Problem
from lib.intake.reading import Verdict
from lib.intake.row_read import RowRead
from lib.schema.field import Spec
from lib.store.sheet_rows import CellTrouble


def of_read(read: RowRead) -> tuple[CellTrouble, ...]:
    """Every cell of a row that was not taken as it stands."""
    found = []
    for cell in read.cells:
        why, fix = cell.reading.why, cell.reading.fix
        found.append(
            CellTrouble(
                cell.target.partition("/")[0],
                cell.reading.verdict.value,
                cell.said[:500],
                why.th if why else "",
                why.en if why else "",
                fix.th if fix else "",
                fix.en if fix else "",
            )
        )
    return tuple(found)


def of_problems(problems: Iterable[Problem]) -> tuple[CellTrouble, ...]:
    """Reasons why the row's record cannot be kept like this."""
    return tuple(_rejected(p.field or "", p.th, p.en, "", "") for p in problems)


def required(spec: Spec) -> CellTrouble:
    """A cell was emptied that has to say something."""
    return _rejected(
        spec.id,
        f"{spec.th} ว่างไม่ได้ ระบบยังใช้ค่าเดิม",
        f"{spec.en} cannot be empty; the last value stays in use",
        "ใส่ค่า หรือลบทั้งแถวถ้าเลิกใช้รายการนี้",
        "fill it in, or delete the whole row",
    )


def twice(row: int) -> CellTrouble:
    """Another row (counted from 0) is the same record already."""
    return _rejected(
        "",
        f"รายการเดียวกับแถว {row + 1}",
        f"The same record as row {row + 1}",
        "แก้ชื่อถ้าเป็นคนละรายการ หรือลบแถวนี้",
        "change its name if it is another one, or delete the row",
    )


def which_row() -> CellTrouble:
    """The row may be any of several records."""
    return CellTrouble(
        "",
        Verdict.QUESTION.value,
        "",
        "รหัสของแถวถูกลบ และมีหลายรายการที่คล้ายแถวนี้",
        "The row's id was deleted, and several records look like this row",
        "เลิกทำ (Undo) ในชีต หรือกรอกช่องที่ใช้แยกรายการให้ครบ",
        "undo it in the sheet, or fill in what tells them apart",
    )


def too_little() -> CellTrouble:
    """So little is left in a row that it looks like a note."""
    return _rejected(
        "",
        "แถวนี้เหลือข้อมูลไม่พอ ระบบยังใช้ค่าเดิมทั้งแถว",
        "Too little is left in this row; its last values stay in use",
        "ลบทั้งแถวถ้าเลิกใช้รายการนี้",
        "delete the whole row if the record is to go",
    )


def outside(place: str) -> Problem:
    """The record lies in a province that this book does not hold. `place`: field of its place."""
    return Problem(
        "อยู่นอกพื้นที่ของชีตนี้ บันทึกในชีตของจังหวัดนั้น",
        "lies outside of this sheet's area; put it into that province's sheet",
        place,
    )


def _rejected(field_id: str, why_th: str, why_en: str, fix_th: str, fix_en: str) -> CellTrouble:
    return CellTrouble(field_id, Verdict.REJECTED.value, "", why_th, why_en, fix_th, fix_en)
