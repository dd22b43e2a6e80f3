"""The minutes as a DOCX that an office goes on writing in: headings, lists and tables of Word, Thai set as Thai."""

from __future__ import annotations

import io
from collections.abc import Sequence

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from lib.domain.thai_date import format_moment, format_time
from lib.domain.thai_number import format_number
from lib.export.forum_paper import (
    agenda_lines,
    as_jpeg,
    ballot_columns,
    ballot_rows,
    head_lines,
    how_cast,
    plan_lines,
    task_rows,
)
from lib.export.work_paper import Paper
from lib.insight.forum.minutes import Minutes

#: What Thai offices have; where it is missing Word takes another Thai face.
_FACE, _SIZE = "TH Sarabun New", 15


def minutes_docx(told: Minutes, paper: Paper, pictures: Sequence[bytes] = ()) -> bytes:
    """The minutes as a Word document, A4; `pictures`: photos as JPEG or WebP."""
    say, plenum = paper.say, told.hall.plenum
    document = _empty()
    heading = document.add_heading(f"{say('บันทึกการประชุม')} {told.hall.forum.name}", level=0)
    heading.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if paper.ribbon:
        document.add_paragraph(paper.ribbon).alignment = WD_ALIGN_PARAGRAPH.CENTER
    for line in head_lines(told, paper):
        document.add_paragraph(line)
    _numbered(document, say("กำหนดการ"), agenda_lines(told, paper))
    _numbered(document, say("มติของเวที"), [d.text for d in plenum.decisions if d.sort == "decision"])
    if told.ballots:
        document.add_heading(say("การลงคะแนน"), level=1)
    for ballot in told.ballots:
        document.add_heading(ballot.text, level=2)
        document.add_paragraph(how_cast(ballot, paper))
        _table(document, ballot_columns(ballot, paper), ballot_rows(ballot))
    _numbered(document, say("แผนที่รับรอง"), plan_lines(told, paper))
    if tasks := task_rows(told, paper):
        document.add_heading(say("งานที่ต้องทำ"), level=1)
        _table(document, [say("งาน"), say("ใครทำ"), say("กำหนดเสร็จ")], tasks)
    if told.ideas:
        document.add_heading(say("ความคิดจากเวที"), level=1)
    for step, heaps in told.ideas:
        document.add_heading(step or say("ทั่วไป"), level=2)
        for heap, said in heaps:
            if heap:
                document.add_paragraph(heap).runs[0].bold = True
            for text in said:
                document.add_paragraph(text, style="List Bullet")
    document.add_heading(say("ผู้เข้าร่วม {n} คน", n=format_number(len(told.people))), level=1)
    columns = [say("ที่"), say("ชื่อ"), say("กลุ่ม"), say("เข้ามาเวลา"), say("ลายมือชื่อ")]
    people = [
        [str(n), p.name, p.group, format_time(p.at, paper.language), ""] for n, p in enumerate(told.people, start=1)
    ]
    _table(document, columns, people)
    if pictures:
        document.add_heading(say("รูปจากเวที"), level=1)
    for picture in pictures:
        document.add_picture(io.BytesIO(as_jpeg(picture)), width=Mm(120))
    document.add_paragraph()
    for role in (say("ประธานเวที"), say("ผู้บันทึก")):
        document.add_paragraph(f"{say('ลงชื่อ')} ........................................ {role}")
    document.add_paragraph(say("พิมพ์เมื่อ {moment}", moment=format_moment(paper.made_at, paper.language)))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _empty() -> WordDocument:
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    for name in ("Normal", "Title", "Heading 1", "Heading 2", "List Bullet", "List Number", "Table Grid"):
        style = document.styles[name]
        style.font.name = _FACE
        # Word sets Thai by the face and size of complex scripts, which python-docx knows nothing of.
        properties = style.element.get_or_add_rPr()
        faces = properties.get_or_add_rFonts()
        for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
            faces.set(qn(script), _FACE)
        size = {"Title": 24, "Heading 1": 18, "Heading 2": 16}.get(name, _SIZE)
        style.font.size = Pt(size)
        complex_size = properties.find(qn("w:szCs"))
        if complex_size is None:
            complex_size = properties.makeelement(qn("w:szCs"), {})
            properties.append(complex_size)
        complex_size.set(qn("w:val"), str(size * 2))
    return document


def _numbered(document: WordDocument, title: str, lines: Sequence[str]) -> None:
    if not lines:
        return
    document.add_heading(title, level=1)
    for number, line in enumerate(lines, start=1):
        document.add_paragraph(f"{number}. {line}")


def _table(document: WordDocument, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    table = document.add_table(rows=1, cols=len(columns), style="Table Grid")
    for cell, words in zip(table.rows[0].cells, columns, strict=True):
        cell.text = words
        cell.paragraphs[0].runs[0].bold = True
    for row in rows:
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words
