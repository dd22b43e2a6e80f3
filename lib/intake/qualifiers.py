"""What a heading says beside its question: the unit, thousands or millions, which part, which year.

``งบประมาณ (ล้านบาท)`` is a budget, a million times as large; ``จำนวนสมาชิก (ชาย)`` is only some of the
members. A qualifier that changes the question is never cut away into a certain match: a person is
asked whether the column is meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

from lib.domain.thai_text import clean_text, spelling
from lib.intake.grid import is_blank
from lib.intake.units import Unit, unit_words
from lib.schema.field import Spec

BRACKETS = re.compile(r"\(([^)]*)\)|\[([^\]]*)\]|（([^）]*)）")
ONE = Decimal(1)
_SCALES = {
    "ล้าน": Decimal(1_000_000),
    "แสน": Decimal(100_000),
    "หมื่น": Decimal(10_000),
    "พัน": Decimal(1_000),
    "million": Decimal(1_000_000),
    "thousand": Decimal(1_000),
}
#: Words that name the whole of what other columns give in parts.
TOTAL = frozenset(spelling(w) for w in ("รวม", "รวมทั้งหมด", "รวมทั้งสิ้น", "ทั้งหมด", "ทั้งสิ้น", "ยอดรวม", "total", "sum", "all"))
#: Words that tell how to fill a column in, or what is understood anyway: they change no question.
_HARMLESS = frozenset(
    spelling(w)
    for w in (
        *("ถ้ามี", "หากมี", "ระบุ", "โปรดระบุ", "จำเป็น", "ต้องกรอก", "บังคับ", "required", "optional", "if any"),
        *("พ.ศ.", "ค.ศ.", "ปี พ.ศ.", "วัน/เดือน/ปี", "วันเดือนปี", "ว/ด/ป", "วดป", "dd/mm/yyyy", "yyyy-mm-dd", "d/m/y"),
        *("ภาษาไทย", "ไทย", "ชื่อเต็ม", "ตัวเลข", "เฉพาะตัวเลข", "จำนวน", "ตัวอย่าง", "wgs84", "องศาทศนิยม", "10 หลัก"),
    )
)
#: Words of a second heading line that give parts of what stands above them.
_PARTS = frozenset(
    spelling(w)
    for w in (
        *("ชาย", "หญิง", "ช", "ญ", "เด็ก", "ผู้ใหญ่", "male", "female"),
        *("ขอ", "เสนอ", "เสนอขอ", "ได้รับ", "อนุมัติ", "ได้รับอนุมัติ", "จัดสรร", "ใช้จริง", "เบิกจ่าย", "คงเหลือ"),
        *("แผน", "ผล", "เป้าหมาย", "เป้า", "จริง", "เดิม", "ใหม่", "ก่อน", "หลัง", "ร้อยละ", "%"),
        *("ต่อวัน", "ต่อเดือน", "ต่อปี", "รายเดือน", "รายปี"),
    )
)
_UNIT_SIGN = re.compile(r"^หน่วย\s*[:：]?\s*")
_SCALED = re.compile(rf"^({'|'.join(_SCALES)})\s*(.*)$")
_TRAILING = re.compile(
    rf"(?:^|[\s(\[:：ก-๙])({'|'.join(_SCALES)})\s*(บาท|คน|ไร่|ครัวเรือน|baht|thb)?\s*[)\]]?\s*$", re.IGNORECASE
)
_YEAR = re.compile(r"(?<!\d)(?:25\d\d|20\d\d|\d\d)(?!\d)")


def in_brackets(text: str) -> list[str]:
    """What stands in brackets in a heading."""
    return [clean_text(found.group(found.lastindex or 0)) for found in BRACKETS.finditer(text)]


def changes_nothing(qualifiers: Iterable[str], spec: Spec | None) -> bool:
    """Whether a question is the same without these qualifiers (or differs by a factor that is read)."""
    return all(_harmless(clean_text(q), spec) for q in qualifiers)


def _harmless(qualifier: str, spec: Spec | None) -> bool:
    bare = _UNIT_SIGN.sub("", qualifier)
    if not bare or spelling(bare) in _HARMLESS or spelling(bare) in TOTAL:
        return True
    if spec is None:
        return False
    return spelling(bare) in _units(spec) or _factor(bare, spec) is not None


def names_the_total(qualifiers: Iterable[str]) -> bool:
    """Whether one of them says that the column is the sum of others."""
    return any(spelling(q) in TOTAL for q in qualifiers)


def tells_a_year(text: str) -> bool:
    """Whether a group's heading tells its columns from the same ones of another year."""
    return _YEAR.search(text) is not None


def scale_of(heading: str, spec: Spec | None) -> Decimal:
    """By how much a column's figures have to be multiplied: 1,000,000 under ``งบประมาณ (ล้านบาท)``."""
    if spec is None or not is_quantity(spec):
        return ONE
    for qualifier in in_brackets(heading):
        if (factor := _factor(_UNIT_SIGN.sub("", qualifier), spec)) is not None:
            return factor
    found = _TRAILING.search(clean_text(heading))
    return _SCALES[found.group(1).lower()] if found and spelling(spec.th) != spelling(heading) else ONE


def is_qualifier_row(cells: Iterable[object]) -> bool:
    """Whether a row holds nothing but words that only make sense under a heading: (พันบาท), ชาย, รวม."""
    said = [cell for cell in cells if not is_blank(cell)]
    return bool(said) and all(isinstance(cell, str) and _only_qualifies(clean_text(cell)) for cell in said)


def _only_qualifies(text: str) -> bool:
    if BRACKETS.fullmatch(text):
        return True
    bare = _UNIT_SIGN.sub("", text)
    found = _SCALED.match(bare)
    return spelling(bare) in _PARTS | TOTAL or bool(found and spelling(found.group(2)) in _COMMON_UNITS)


def _factor(qualifier: str, spec: Spec) -> Decimal | None:
    """``ล้านบาท`` for a field in baht, ``ล้าน`` for any quantity."""
    found = _SCALED.match(clean_text(qualifier).casefold())
    if not found or not is_quantity(spec):
        return None
    word, unit = found.groups()
    return _SCALES[word] if not unit or spelling(unit) in _units(spec) else None


def is_quantity(spec: Spec) -> bool:
    """Whether a question asks how much or how many, so that figures of several rows add up."""
    return bool(spec.unit_th) and spec.unit_th not in ("%", "องศา")


def _units(spec: Spec) -> frozenset[str]:
    return frozenset(spelling(w) for w in unit_words(Unit(spec.unit_th, spec.unit_en)) if w)


_COMMON_UNITS = frozenset(spelling(w) for w in ("", "บาท", "คน", "ครัวเรือน", "ไร่", "กก.", "ตัน", "baht", "thb"))
