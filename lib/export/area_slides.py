"""An area's month as slides that people go on editing: real charts and tables, Thai set as Thai."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING

from lib.domain.thai_number import format_number
from lib.export.area_report import (
    AreaReport,
    change_words,
    changes_of,
    definitions,
    grown_words,
    report_title,
    status_line,
)
from lib.export.work_paper import Paper
from lib.insight.country.area_state import AreaState, Tile

if TYPE_CHECKING:
    from pptx.presentation import Presentation as Deck
    from pptx.slide import Slide
    from pptx.table import Table
    from pptx.text.text import TextFrame

#: What Thai offices have; where it is missing PowerPoint takes another Thai face.
_FACE = "TH Sarabun New"
#: Rows of a table that fit a slide, and bars of a chart.
_ROWS, _BARS = 11, 16


def report_pptx(report: AreaReport, paper: Paper) -> bytes:
    """Slides of 16:9: where the area stands, its provinces or districts, what changed, what it all means."""
    from pptx import Presentation  # 60 ms; only when somebody downloads
    from pptx.util import Inches

    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(13.333), Inches(7.5)
    say, state = paper.say, report.state
    first = _slide(deck, report_title(report, paper), paper)
    _words(first, [report.sentence, "", status_line(report, paper)], 1.6, 28)
    _tiles(
        first, state, [(say("ตำบลรูปธรรมที่พิสูจน์แล้ว"), state.tambons), (say("จังหวัดที่มีทีมขับเคลื่อน"), state.provinces)], paper
    )
    rows = [r for r in state.rows if r.proved or r.reported][:_BARS]
    if rows:
        second = _slide(deck, say("พิสูจน์แล้วและรายงานแล้ว"), paper)
        names = [r.name.text(paper.language) for r in rows]
        series = {say("พิสูจน์แล้ว"): [r.proved for r in rows], say("รายงานแต่ยังไม่พิสูจน์"): [r.reported for r in rows]}
        _chart(second, names, series)
    changes = [change_words(c, report, paper) for c in changes_of(state)]
    head = [say("พื้นที่"), say("เปลี่ยนเป็น"), say("เพราะ"), say("ขั้นเดิม"), say("ขั้นใหม่")]
    for start in range(0, len(changes), _ROWS):
        _table(_slide(deck, say("สิ่งที่เปลี่ยน"), paper), head, changes[start : start + _ROWS])
    last = _slide(deck, say("นิยาม"), paper)
    _words(last, [*definitions(paper), "", report.as_of], 1.6, 22)
    out = io.BytesIO()
    deck.save(out)
    return out.getvalue()


def _slide(deck: Deck, title: str, paper: Paper) -> Slide:
    from pptx.util import Inches

    slide = deck.slides.add_slide(deck.slide_layouts[6])
    box = slide.shapes.add_textbox(Inches(0.6), Inches(0.4), Inches(12.1), Inches(0.9))
    _fill(box.text_frame, [title], 36, bold=True)
    if paper.ribbon:
        mark = slide.shapes.add_textbox(Inches(9.3), Inches(0.05), Inches(3.9), Inches(0.4))
        _fill(mark.text_frame, [paper.ribbon], 18, bold=True, colour="C8553D")
    return slide


def _words(slide: Slide, lines: Sequence[str], top: float, size: int) -> None:
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


def _tiles(slide: Slide, state: AreaState, tiles: Sequence[tuple[str, Tile]], paper: Paper) -> None:
    from pptx.util import Inches

    for number, (label, tile) in enumerate(tiles):
        box = slide.shapes.add_textbox(Inches(0.6 + 6.1 * number), Inches(4), Inches(5.8), Inches(2.6))
        of = paper.say("จาก {n}", n=format_number(tile.of)) if tile.of is not None else ""
        grown = grown_words(state, tile, paper)
        _fill(box.text_frame, [label], 24)
        figure = slide.shapes.add_textbox(Inches(0.6 + 6.1 * number), Inches(4.6), Inches(5.8), Inches(1.3))
        _fill(figure.text_frame, [format_number(tile.count)], 66, bold=True, colour="1F6F78")
        below = slide.shapes.add_textbox(Inches(0.6 + 6.1 * number), Inches(5.9), Inches(5.8), Inches(0.6))
        _fill(below.text_frame, [" · ".join(part for part in (of, grown) if part)], 22)


def _chart(slide: Slide, names: Sequence[str], series: dict[str, list[int]]) -> None:
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
    for one, colour in zip(plot.series, ("1F6F78", "CFE3E2"), strict=False):
        one.format.fill.solid()
        one.format.fill.fore_color.rgb = RGBColor.from_string(colour)


def _table(slide: Slide, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
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
