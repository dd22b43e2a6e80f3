"""What can be printed or sent of a plan: made when it is asked for, never before."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from threading import Lock

import streamlit as st

from lib.config import forget_with
from lib.domain.errors import BadInput
from lib.export import canvas_paper
from lib.export.canvas_paper import PaperWords, Picture
from lib.export.sheets import Cell
from lib.insight.canvas.board import Board
from lib.insight.display_value import DisplayValues, area_names
from lib.insight.source import Source
from lib.schema.record import specs
from lib.schema.registry import kind
from lib.schema.seeing import seen_fields
from lib.ui.canvas.line import OpenCanvas
from lib.ui.canvas.steps import STEPS, step_question
from lib.ui.canvas.wall import box_lines, free_line
from lib.ui.frame.cells import stored_cell
from lib.ui.frame.speech import Words

_TABS = ("canvas_item", "canvas_activity", "canvas_partner", "canvas_cost", "canvas_trade", "canvas_follow_up")
#: Pictures kept for who looks again; some 300 KB each.
PICTURES = 24
#: Pictures by what they show. One is drawn at a time: a hall that asks at once gets the same one.
_drawn: dict[str, bytes] = {}
_guard, _drawing = Lock(), Lock()
forget_with(_drawn.clear)
_PDF, _PNG = "application/pdf", "image/png"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def show_paper(opened: OpenCanvas, link: str) -> None:
    """One button a document; the picture of the poster above them."""
    say, board = opened.here.say, opened.board
    made = partial(_words, opened, link)
    try:
        with st.spinner(say("กำลังจัดหน้า…")):
            poster = drawn(canvas_paper.picture(board, made()))
        st.image(poster, width="stretch")
    except BadInput as error:
        st.error(error.problems[0].text(opened.here.language), icon=":material/error:")
    name = f"cbmc-{opened.canvas}"
    with st.container(horizontal=True):
        _button(say("โปสเตอร์ A3 (PDF)"), lambda: canvas_paper.poster(board, made()), f"{name}-a3.pdf", _PDF)
        _button(say("ภาพสำหรับ LINE (PNG)"), lambda: drawn(card(say, opened.here.source, board)), f"{name}.png", _PNG)
        _button(say("สรุปหน้าเดียว A4 (PDF)"), lambda: canvas_paper.one_page(board, made()), f"{name}-a4.pdf", _PDF)
        _button(say("แบบเปล่าเขียนด้วยมือ (PDF)"), lambda: canvas_paper.blank(made(), board), f"{name}-blank.pdf", _PDF)
        _button(
            say("ตาราง (XLSX)"), lambda: canvas_paper.workbook(board, made(), _columns(opened)), f"{name}.xlsx", _XLSX
        )
    st.caption(
        say("QR บนเอกสารเปิดแผนนี้ ใครสแกนได้กรอกต่อได้ ถ้าไม่ต้องการ ให้เปลี่ยนรหัสที่ “ทำต่อบนเครื่องอื่น” หลังพิมพ์")
        if "code=" in link or "#" in link
        else ""
    )


def _button(label: str, make: Callable[[], bytes], name: str, mime: str) -> None:
    st.download_button(label, make, name, mime, icon=":material/download:", key=f"paper.{name}", on_click="ignore")


def _words(opened: OpenCanvas, link: str) -> PaperWords:
    here = opened.here
    return paper_words(here.say, here.source, opened.board, link)


def paper_words(say: Words, source: Source, board: Board, link: str) -> PaperWords:
    """What papers of a plan say in a language; `link`: what their QR opens, '' for none."""
    place = area_names(source).get(board.canvas.area)
    lines, praise = box_lines(say, board), free_line(say, board)
    if praise:
        lines[9].append((praise, ""))
    return PaperWords(
        say.language,
        say,
        steps_on_paper(say, source),
        lines,
        place.text(say.language) if place else "",
        say("ข้อมูลฝึกหัด ไม่ใช่ข้อมูลจริง") if source.store.is_practice else "",
        link,
        datetime.now(UTC),
    )


def card(say: Words, source: Source, board: Board) -> Picture:
    """The plan as a picture for a chat: what it would show."""
    return canvas_paper.card(board, paper_words(say, source, board, ""))


def drawn_before(one: Picture) -> bytes | None:
    """The picture, where somebody asked for the same one before."""
    with _guard:
        return _drawn.get(one.digest)


def drawn(one: Picture) -> bytes:
    """The picture; drawn once for everybody who asks for the same. A second of a core. Raises `BadInput`."""
    with _drawing:
        made = drawn_before(one) or one.drawn()
    with _guard:
        _drawn[one.digest] = made
        while len(_drawn) > PICTURES:
            del _drawn[next(iter(_drawn))]
    return made


def steps_on_paper(say: Words, source: Source) -> dict[int, tuple[str, str, str, str]]:
    """The nine steps with short name, wording, colour and question."""
    language = say.language
    return {
        s.number: (s.short(language), s.words(language), s.colour, step_question(source, s.number, language))
        for s in STEPS
    }


def _columns(opened: OpenCanvas) -> list[tuple[str, list[list[Cell | str]]]]:
    """Every field of every line, as people read it."""
    told = DisplayValues(opened.here.source, opened.here.language)
    tabs = []
    for kind_id in _TABS:
        model = kind(kind_id)
        names = seen_fields(opened.board.audience, kind_id, specs(model))
        names = [n for n in names if n not in ("canvas", "made_from", "order")]
        rows: list[list[Cell | str]] = [[told.label(kind_id, n) for n in names]]
        for record in opened.board.of(kind_id):
            rows.append([stored_cell(told, kind_id, n, getattr(record, n)) for n in names])
        tabs.append((model.about.label(opened.here.language), rows))
    return tabs
