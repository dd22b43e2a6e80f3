"""An area's month as a workbook to go on working with: numbers and dates as such, codes and ids, the filter written down."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from lib.domain.months import format_month
from lib.domain.thai_date import format_date
from lib.export.area_report import (
    AreaReport,
    changes_of,
    corrections_of,
    day_of_figures,
    definitions,
    proof_words,
    report_title,
    status_line,
)
from lib.export.sheets import day_format, write_cell
from lib.export.work_paper import Paper
from lib.insight.country.area_state import Tile
from lib.insight.country.month import PlaceChange

if TYPE_CHECKING:
    from xlsxwriter import Workbook


def report_xlsx(report: AreaReport, paper: Paper) -> bytes:
    """Sheets for the figures, the units, what changed, what waits, what is amiss, and what it all means."""
    import xlsxwriter  # 40 ms; only when somebody downloads

    out, say, state = io.BytesIO(), paper.say, report.state
    language = paper.language
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        sheets = _Sheets(book, say, paper.ribbon)
        end, today = (day_of_figures(report, paper, frozen=frozen) for frozen in (True, False))
        sheets.write(
            say("สรุป"),
            [say("เรื่อง"), say("จำนวน"), say("จาก"), say("เพิ่มในเดือน"), say("ไม่นับแล้ว"), say("ตัวเลข ณ วันที่")],
            [
                [say("ตำบลรูปธรรมที่พิสูจน์แล้ว"), *_figures(state.tambons), end],
                [say("จังหวัดที่มีทีมขับเคลื่อน"), *_figures(state.provinces), end],
                *[[words, n, None, None, None, end] for words, n in _beside(report, say)],
                *[[words, n, None, None, None, today] for words, n in _of_today(report, say)],
            ],
        )
        sheets.write(say("อำเภอ") if state.province else say("จังหวัด"), *_units(report, paper))
        head = [
            say("รหัสพื้นที่"),
            say("พื้นที่"),
            say("ชื่อจังหวัด"),
            say("เปลี่ยนเป็น"),
            say("เพราะ"),
            say("ขั้นเดิม"),
            say("ขั้นใหม่"),
            say("หลักฐาน"),
            say("รหัสรายการ"),
        ]
        for name, found in ((say("สิ่งที่เปลี่ยน"), changes_of(state)), (say("แก้หลังปิดเดือน"), corrections_of(state))):
            sheets.write(name, head, [_change_row(c, report, paper) for c in found])
        sheets.write(
            say("รอตรวจรับรอง"),
            [
                say("รหัสพื้นที่"),
                say("พื้นที่"),
                say("ชื่อจังหวัด"),
                say("ขั้น"),
                say("ถึงขั้นนี้เมื่อ"),
                say("หลักฐาน"),
                say("รหัสรายการ"),
                say("ข้อมูล ณ วันที่"),
            ],
            [
                [
                    w.place.id,
                    w.place.name.text(language),
                    report.provinces.get(w.place.province, ""),
                    w.rung.text(language),
                    w.reached_on,
                    len(w.evidence),
                    w.record_id,
                    today,
                ]
                for w in state.todo.waiting
            ],
        )
        sheets.write(
            say("ข้อมูลที่ต้องแก้"),
            [
                say("รหัสพื้นที่"),
                say("พื้นที่"),
                say("ชื่อจังหวัด"),
                say("รายการ"),
                say("ต้องแก้อะไร"),
                say("รหัสรายการ"),
                say("ข้อมูล ณ วันที่"),
            ],
            [
                [
                    a.place.id,
                    a.place.name.text(language),
                    report.provinces.get(a.place.province, ""),
                    a.name.text(language),
                    a.what.words(language),
                    a.record_id,
                    today,
                ]
                for a in state.todo.amiss
            ],
        )
        notes = [report_title(report, paper), status_line(report, paper), report.sentence, report.as_of]
        notes.append(
            say(
                "ตัวกรอง: {place} · {month}",
                place=state.name.text(language),
                month=format_month(state.month.month, language),
            )
        )
        notes += [*definitions(paper), say("ทำแฟ้มเมื่อ {day}", day=format_date(today, language))]
        sheets.write(say("ที่มา"), [say("ข้อความ")], [[note] for note in notes])
    return out.getvalue()


def _figures(tile: Tile) -> list[int | None]:
    return [tile.count, tile.of, tile.gained, tile.lost]


def _of_today(report: AreaReport, say: Callable[..., str]) -> list[tuple[str, int]]:
    """Figures that are known as of the day only, whatever month is told."""
    todo = report.state.todo
    return [(say("รอตรวจรับรอง"), len(todo.waiting)), (say("ข้อมูลที่ต้องแก้"), len(todo.amiss))]


def _beside(report: AreaReport, say: Callable[..., str]) -> list[tuple[str, int]]:
    """Figures beside the two that are counted, of the month's end like them."""
    state = report.state
    found = [
        (say("ตำบลที่รายงานแต่ยังไม่พิสูจน์"), state.tambons.reported),
        (say("จังหวัดที่รายงานทีมแต่ยังไม่พิสูจน์"), state.provinces.reported),
    ]
    return found if state.province else [*found, (say("จังหวัดที่ยังไม่มีรายการ"), len(state.silent))]


def _units(report: AreaReport, paper: Paper) -> tuple[list[str], list[list[object]]]:
    """Provinces, or districts of one: head and rows; without a column of codes where there is none."""
    say, state = paper.say, report.state
    unit = say("อำเภอ") if state.province else say("จังหวัด")
    coded = any(r.code for r in state.rows)
    reported = say("รายงานแต่ยังไม่พิสูจน์")
    head = [unit, say("พิสูจน์แล้ว"), reported, say("เปลี่ยนในเดือน")]
    rows: list[list[object]] = [
        [*([r.code] if coded else []), r.name.text(paper.language), r.proved, r.reported, r.grown] for r in state.rows
    ]
    return [say("รหัส"), *head] if coded else head, rows


def _change_row(one: PlaceChange, report: AreaReport, paper: Paper) -> list[object]:
    change, language = one.change, paper.language
    return [
        one.place.id,
        one.place.name.text(language),
        report.provinces.get(one.place.province, ""),
        change.what.words(language),
        change.why.words(language),
        report.rung(one.kind, change.then),
        report.rung(one.kind, change.now),
        proof_words(one, report, paper),
        change.record_id,
    ]


class _Sheets:
    """Sheets that print: landscape, heads repeated, filters on."""

    def __init__(self, book: Workbook, say: Callable[..., str], ribbon: str) -> None:
        self.book, self.ribbon = book, ribbon
        face = {"font_name": "Sarabun"}
        self.head = book.add_format({**face, "bold": True, "bottom": 1, "text_wrap": True})
        self.body = book.add_format(face)
        self.days = book.add_format(day_format(say))
        self.warn = book.add_format({**face, "bold": True, "font_color": "#c8553d"})

    def write(self, name: str, head: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
        sheet = self.book.add_worksheet(name[:31])
        top = 1 if self.ribbon else 0
        if self.ribbon:
            sheet.write_string(0, 0, self.ribbon, self.warn)
        for column, words in enumerate(head):
            longest = max((len(str(row[column])) for row in rows), default=0)
            sheet.set_column(column, column, min(max(len(words), longest) + 2, 60), self.body)
            sheet.write_string(top, column, words, self.head)
        for number, row in enumerate(rows, start=top + 1):
            for column, value in enumerate(row):
                write_cell(sheet, number, column, value, (self.body, self.days))
        sheet.autofilter(top, 0, top + max(len(rows), 1), len(head) - 1)
        sheet.freeze_panes(top + 1, 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(top)
