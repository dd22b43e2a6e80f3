"""Which rows of a tab are no records: totals, captions, notes, and whatever a second table holds.

They are told apart by their shape, not by a word: a group may well be called รวมพลังแม่บ้าน.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cached_property

from lib.domain.thai_text import clean_text, to_ascii_digits
from lib.domain.thai_text import name_key as key
from lib.intake.grid import Grid, is_blank, shown
from lib.intake.heading_words import headings_known
from lib.intake.tab_plan import Column, How, TabPlan

#: How a row that is no record begins, when hardly anything else stands in it.
_NOTE_WORDS = ("หมายเหตุ", "ที่มา", "สรุป", "ข้อมูล ณ", "ผู้จัดทำ", "ผู้รายงาน", "*", "note", "source", "ตารางที่", "ตาราง ")
#: A total by itself, with its count and unit, or of a place: ``รวมทั้งสิ้น 12 กลุ่ม``, ``รวม อ.นาดี``.
_TOTAL = re.compile(
    r"(?:ยอด|ผล)?รวม(?:ทั้ง(?:สิ้น|หมด)|ทุก\S*|เป็นเงิน|ย่อย|ยอด)?(?:\s*(?:[ตอจ]\.|ตำบล|อำเภอ|จังหวัด|ภาค)\S*)?"
    r"(?:\s*:?\s*[\d,.]+\s*[ก-๙.]{0,12})?"
    r"|ทั้ง(?:หมด|สิ้น)|สรุป|(?:grand |sub)?total",
    re.IGNORECASE,
)
_BEGINS_LIKE_A_TOTAL = re.compile(r"(?:ยอด|ผล)?รวม|ทั้งหมด|ทั้งสิ้น|total", re.IGNORECASE)
#: ``1 คน``, ``3,200 บาท``: a figure with at most one word.
_FIGURE = re.compile(r"[-+]?[\d,]+(?:\.\d+)?\s*[ก-๙a-zA-Z%.]{0,12}")
#: So many rows at the end of a column are added up to recognise a total.
_ADDED = 5_000


class RowsApart:
    """Tells the rows of one tab apart."""

    def __init__(self, grid: Grid, plan: TabPlan, required: set[str]) -> None:
        self.grid, self.plan, self.required = grid, plan, required
        self.heads = [key(c.heading) for c in plan.columns if c.heading]
        self.numbering = [c.index for c in plan.columns if c.how is How.IGNORED and c.heading]
        #: The first row of whatever stands below the table; the tab's length when nothing does.
        self.end = self._second_table()

    def is_no_record(self, number: int, filled: Sequence[Column], raws: Mapping[int, object]) -> bool:
        """Whether a row (its filled columns, and all raw cells by column) is told instead of read."""
        if number >= self.end:
            return True
        if len(filled) == len(self.heads) > 1:
            texts = [shown(raws[c.index]) for c in filled]
            if texts[0] and [key(t) for t in texts] == self.heads:
                return True
        return self._is_total(number, filled, raws) or self._is_note(filled, raws)

    def _is_total(self, number: int, filled: Sequence[Column], raws: Mapping[int, object]) -> bool:
        if not any(isinstance(raw := raws[c.index], str) and _BEGINS_LIKE_A_TOTAL.match(raw.lstrip()) for c in filled):
            return False
        texts = [t for c in filled if not _is_figure(t := clean_text(shown(raws[c.index])))]
        if len(texts) != 1 or not _BEGINS_LIKE_A_TOTAL.match(texts[0]):
            return False
        if _TOTAL.fullmatch(to_ascii_digits(texts[0])):
            return True
        skipped = self.numbered and all(is_blank(self.grid.at(number, c)) for c in self.numbering)
        return skipped or any(self._adds_up(number, c.index) for c in filled)

    def _adds_up(self, number: int, column: int) -> bool:
        """Whether a cell is the sum of at least two figures above it."""
        value = self.grid.at(number, column)
        if isinstance(value, bool) or not isinstance(value, (int, float)) or not value:
            return False
        above = [
            cell
            for row in range(max(self.plan.first_row, number - _ADDED), number)
            if isinstance(cell := self.grid.at(row, column), (int, float)) and not isinstance(cell, bool)
        ]
        return len(above) >= 2 and abs(sum(above) - value) < 1e-6 * max(1.0, abs(value))

    def _is_note(self, filled: Sequence[Column], raws: Mapping[int, object]) -> bool:
        if not self.required - {c.target.partition("/")[0] for c in filled if c.target}:
            return False
        first = clean_text(shown(raws[filled[0].index]))
        texts = [c for c in filled if not _is_figure(clean_text(shown(raws[c.index])))]
        if len(texts) <= 1 and first.casefold().startswith(_NOTE_WORDS):
            return True
        wide = len(self.plan.used) >= 3
        return wide and len(filled) == 1 and filled[0].target not in self.required

    @cached_property
    def numbered(self) -> bool:
        """Whether the table numbers its rows."""
        rows = [
            r
            for r in range(self.plan.first_row, len(self.grid.rows))
            if any(not is_blank(c) for c in self.grid.rows[r])
        ]
        given = sum(any(not is_blank(self.grid.at(r, c)) for c in self.numbering) for r in rows)
        return bool(self.numbering) and given > 0 and given >= len(rows) / 2 - 1

    def _second_table(self) -> int:
        """Where a heading row of another table stands below a blank row or a caption, its caption included."""
        rows = self.grid.rows
        for number in range(self.plan.first_row + 1, len(rows)):
            # Nearly every row of a list stands below a full one: looked at no further.
            if _says_two_things(rows[number - 1]) or not self._is_heading(rows[number]):
                continue
            above = [c for c in rows[number - 1] if not is_blank(c)]
            first = number - 1 if above and number - 1 >= self.plan.first_row else number
            alone = first == self.plan.first_row or all(is_blank(c) for c in rows[first - 1])
            if above and not alone and not _caption(above[0]):
                continue
            return first
        return len(rows)

    def _is_heading(self, row: Sequence[object]) -> bool:
        """Whether a row holds headings that some kind knows, other than this table's own."""
        cells = [c for c in row if not is_blank(c)]
        if len(cells) < 2 or not all(isinstance(c, str) for c in cells):
            return False
        words = [key(str(c)) for c in cells]
        known = sum(w in headings_known() for w in words)
        return known >= 2 and known * 2 >= len(cells) and words != self.heads


def _says_two_things(row: Sequence[object]) -> bool:
    found = 0
    for cell in row:
        if not is_blank(cell):
            found += 1
            if found == 2:
                return True
    return False


def _caption(cell: object) -> bool:
    return isinstance(cell, str) and clean_text(cell).casefold().startswith(("ตาราง", "รายชื่อ", "บัญชี", "ส่วนที่", "table"))


def _is_figure(text: str) -> bool:
    return not text or _FIGURE.fullmatch(to_ascii_digits(text)) is not None
