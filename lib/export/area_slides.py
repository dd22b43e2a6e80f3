"""An area's month as slides that people go on editing: real charts and tables, Thai set as Thai."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from lib.domain.slides import Slide
from lib.domain.thai_number import format_number
from lib.export.area_map import area_map
from lib.export.area_report import (
    AreaReport,
    change_words,
    changes_of,
    dated,
    definitions,
    grown_words,
    report_title,
    status_line,
    tile_beside,
)
from lib.export.map_slide import draw_map
from lib.export.work_paper import Paper
from lib.insight.country.area_state import Tile

if TYPE_CHECKING:
    from pptx.presentation import Presentation as Deck
    from pptx.slide import Slide as Page
    from pptx.table import Table
    from pptx.text.text import TextFrame

#: What Thai offices have; where it is missing PowerPoint takes another Thai face.
_FACE = "TH Sarabun New"
#: Rows of a table that fit a slide, bars of a chart, and names in a line.
_ROWS, _BARS, _NAMES = 11, 16, 24


def report_pptx(report: AreaReport, paper: Paper) -> bytes:
    """Slides of 16:9: those that the office chose for its wall, in that order, and what it all means."""
    from pptx import Presentation  # 60 ms; only when somebody downloads
    from pptx.util import Inches

    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(13.333), Inches(7.5)
    say = paper.say
    first = _slide(deck, report_title(report, paper), paper)
    _words(first, [report.sentence, "", status_line(report, paper), report.as_of], 1.6, 28)
    for slide in report.parts.slides:
        _POINTS[slide](deck, report, paper)
    last = _slide(deck, say("นิยาม"), paper)
    _words(last, [*definitions(paper), "", report.as_of], 1.6, 22)
    out = io.BytesIO()
    deck.save(out)
    return out.getvalue()


def _standing(deck: Deck, report: AreaReport, paper: Paper) -> None:
    say, state = paper.say, report.state
    tiles = [(say("ตำบลรูปธรรมที่พิสูจน์แล้ว"), state.tambons), (say("จังหวัดที่มีทีมขับเคลื่อน"), state.provinces)]
    _tiles(_slide(deck, report.sentence, paper), tiles, report, paper)


def _map(deck: Deck, report: AreaReport, paper: Paper) -> None:
    drawn = area_map(report.state, report.provinces, report.regions)
    if drawn is not None:
        title = paper.say("{place}: ตำบลรูปธรรมที่พิสูจน์แล้วอยู่ที่ไหน", place=report.state.name.text(paper.language))
        draw_map(_slide(deck, title, paper), drawn, _FACE)


def _ranking(deck: Deck, report: AreaReport, paper: Paper) -> None:
    say = paper.say
    rows = [r for r in report.state.rows if r.proved or r.reported][:_BARS]
    if rows:
        names = [r.name.text(paper.language) for r in rows]
        reported = say("รายงานแต่ยังไม่พิสูจน์")
        series = {say("พิสูจน์แล้ว"): [r.proved for r in rows], reported: [r.reported for r in rows]}
        _chart(_slide(deck, say("พิสูจน์แล้วและรายงานแล้ว"), paper), names, series)


def _changes(deck: Deck, report: AreaReport, paper: Paper) -> None:
    say, title = paper.say, paper.say("สิ่งที่เปลี่ยน")
    changes = [change_words(c, report, paper) for c in changes_of(report.state)]
    head = [say("พื้นที่"), say("เปลี่ยนเป็น"), say("เพราะ"), say("ขั้นเดิม"), say("ขั้นใหม่")]
    for start in range(0, len(changes), _ROWS):
        _table(_slide(deck, title, paper), head, changes[start : start + _ROWS])
    if not changes:
        _words(_slide(deck, title, paper), [say("ไม่มีตำบลหรือจังหวัดใดเปลี่ยนขั้นในช่วงนี้")], 1.6, 28)


def _to_do(deck: Deck, report: AreaReport, paper: Paper) -> None:
    say, state = paper.say, report.state
    silent = [r.name.text(paper.language) for r in state.silent] if not state.province else []
    lines = [
        dated(say("รอตรวจรับรอง {n} รายการ", n=format_number(len(state.todo.waiting))), report, paper),
        dated(say("ข้อมูลที่ต้องแก้ {n} รายการ", n=format_number(len(state.todo.amiss))), report, paper),
    ]
    if silent:
        lines.append(say("{n} จังหวัดยังไม่มีรายการของตำบลใด", n=format_number(len(silent))))
        lines.append(" · ".join(silent[:_NAMES]) + (" …" if len(silent) > _NAMES else ""))
    if state.teamless:
        lines.append(say("{n} จังหวัดยังไม่มีทีมที่พิสูจน์แล้ว", n=format_number(state.teamless)))
    _words(_slide(deck, say("สิ่งที่ต้องทำ"), paper), lines, 1.6, 28)


_POINTS: Final[dict[Slide, Callable[[Deck, AreaReport, Paper], None]]] = {
    Slide.STANDING: _standing,
    Slide.MAP: _map,
    Slide.RANKING: _ranking,
    Slide.CHANGES: _changes,
    Slide.TO_DO: _to_do,
}


def _slide(deck: Deck, title: str, paper: Paper) -> Page:
    from pptx.util import Inches

    slide = deck.slides.add_slide(deck.slide_layouts[6])
    box = slide.shapes.add_textbox(Inches(0.6), Inches(0.4), Inches(12.1), Inches(0.9))
    _fill(box.text_frame, [title], 36, bold=True)
    if paper.ribbon:
        mark = slide.shapes.add_textbox(Inches(9.3), Inches(0.05), Inches(3.9), Inches(0.4))
        _fill(mark.text_frame, [paper.ribbon], 18, bold=True, colour="C8553D")
    return slide


def _words(slide: Page, lines: Sequence[str], top: float, size: int) -> None:
    from pptx.util import Inches

    box = slide.shapes.add_textbox(Inches(0.6), Inches(top), Inches(12.1), Inches(2))
    _fill(box.text_frame, lines, size)


def _fill(frame: TextFrame, lines: Sequence[str], size: int, *, bold: bool = False, colour: str = "16302F") -> None:
    from pptx.dml.color import RGBColor
    from pptx.oxml.ns import qn
    from pptx.util import Pt

    frame.word_wrap = True
    for number, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        run = paragraph.add_run()
        run.text, run.font.size, run.font.bold, run.font.name = line, Pt(size), bold, _FACE
        run.font.color.rgb = RGBColor.from_string(colour)
        # PowerPoint sets Thai by the face of complex scripts.
        properties = run._r.get_or_add_rPr()
        properties.append(properties.makeelement(qn("a:cs"), {"typeface": _FACE}))


def _tiles(slide: Page, tiles: Sequence[tuple[str, Tile]], report: AreaReport, paper: Paper) -> None:
    from pptx.util import Inches

    for number, (label, tile) in enumerate(tiles):
        left = Inches(0.6 + 6.1 * number)
        box = slide.shapes.add_textbox(left, Inches(2.2), Inches(5.8), Inches(0.8))
        _fill(box.text_frame, [label], 26)
        figure = slide.shapes.add_textbox(left, Inches(2.9), Inches(5.8), Inches(1.6))
        _fill(figure.text_frame, [format_number(tile.count)], 88, bold=True, colour="1F6F78")
        below = slide.shapes.add_textbox(left, Inches(4.7), Inches(5.8), Inches(1.4))
        _fill(
            below.text_frame, [grown_words(report.state, tile, paper), " · ".join(tile_beside(tile, report, paper))], 22
        )


def _chart(slide: Page, names: Sequence[str], series: dict[str, list[int]]) -> None:
    from pptx.chart.data import CategoryChartData
    from pptx.dml.color import RGBColor
    from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION
    from pptx.util import Inches, Pt

    data = CategoryChartData()
    # The first bar of a horizontal chart stands at its foot.
    data.categories = list(reversed(names))
    for name, figures in series.items():
        data.add_series(name, list(reversed(figures)))
    frame = slide.shapes.add_chart(XL_CHART_TYPE.BAR_STACKED, Inches(0.6), Inches(1.3), Inches(12.1), Inches(5.9), data)
    chart = frame.chart
    chart.has_legend, chart.font.size, chart.font.name = True, Pt(16), _FACE
    chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
    plot = chart.plots[0]
    plot.gap_width, plot.overlap, plot.has_data_labels = 40, 100, True
    plot.data_labels.font.size = Pt(14)
    # Nothing is said of nothing.
    plot.data_labels.number_format, plot.data_labels.number_format_is_linked = "#,##0;-#,##0;;", False
    for one, colour in zip(plot.series, ("1F6F78", "CFE3E2"), strict=False):
        one.format.fill.solid()
        one.format.fill.fore_color.rgb = RGBColor.from_string(colour)


def _table(slide: Page, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    from pptx.util import Inches

    shape = slide.shapes.add_table(len(rows) + 1, len(head), Inches(0.6), Inches(1.4), Inches(12.1), Inches(0.4))
    for column, words in enumerate(head):
        _cell(shape.table, 0, column, words, bold=True)
    for number, row in enumerate(rows, start=1):
        for column, words in enumerate(row):
            _cell(shape.table, number, column, words, bold=False)


def _cell(table: Table, row: int, column: int, words: str, *, bold: bool) -> None:
    frame = table.cell(row, column).text_frame
    _fill(frame, [words], 18, bold=bold, colour="FFFFFF" if bold else "16302F")
