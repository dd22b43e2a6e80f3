"""One open canvas: its name and group, its code, and the ways of looking at it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

import streamlit as st

from lib.access.policy import Act
from lib.domain.thai_date import format_year
from lib.export.paper.word_breaks import get_ready
from lib.insight.canvas.board import board
from lib.insight.display_value import area_names
from lib.schema.canvas_choices import CANVAS_STATES
from lib.schema.field import label
from lib.schema.seeing import Audience
from lib.ui.canvas.board import show_board
from lib.ui.canvas.follow import show_follow
from lib.ui.canvas.library import open_canvas
from lib.ui.canvas.line import CanvasPen, OpenCanvas, line_of, show_fields
from lib.ui.canvas.numbers import show_numbers
from lib.ui.canvas.rollup import show_rollup
from lib.ui.canvas.versions import show_versions
from lib.ui.canvas.walk import show_walk
from lib.ui.frame.light import light_below, light_pages_are_served, light_path, show_light
from lib.ui.frame.parts import choose_part
from lib.ui.frame.problems import shows_problems
from lib.ui.frame.safe import md
from lib.ui.frame.share import app_address, only_here, reachable, show_qr
from lib.ui.frame.shell import Here

if TYPE_CHECKING:
    from lib.actions.canvas.acts import CanvasActs

_HEAD = (
    ("name",),
    ("organisation",),
    ("area",),
    ("year", "cluster", "households"),
    ("products", "first_month"),
    ("note",),
)


def show_canvas(here: Here, acts: CanvasActs | None, canvas: str, paper: Callable[[OpenCanvas, str], None]) -> None:
    """The open canvas, read only without `acts`; `paper` draws what can be printed."""
    audience = here.audience_to("canvas", canvas) if acts is None else Audience.WRITER
    shown = board(here.source, canvas, audience=audience)
    if shown.value is None:
        st.button(here.say("ดูแผนทั้งหมด"), on_click=open_canvas, args=("",), type="tertiary")
        st.warning(here.say("ไม่พบแผนนี้ อาจถูกถอนหรือลิงก์ไม่ครบ"))
        return
    get_ready()
    opened = OpenCanvas(here, shown.value) if acts is None else CanvasPen(here, shown.value, acts)
    if here.projector:
        show_board(opened)
        return
    _title(opened)
    part = _part(opened)
    if isinstance(opened, CanvasPen) and part in _FILLED_IN:
        _FILLED_IN[part](opened)
    elif part == "board":
        show_board(opened)
    elif part == "numbers":
        show_numbers(opened)
    elif part == "follow":
        show_follow(opened, decides=_at_the_desk(opened))
    elif part == "versions":
        show_versions(opened)
    else:
        paper(opened, _address(opened))


def _at_the_desk(opened: OpenCanvas) -> bool:
    """Whether plans of this place are the person's to decide about, and not only this one to fill in."""
    return opened.here.within(opened.board.canvas.area, "canvas").may(Act.WRITE, "canvas")


def _walk(pen: CanvasPen) -> None:
    _code(pen)
    if light_pages_are_served():
        show_light(_light_address(pen), pen.here.say("ทำแผนทีละขั้น"))
    else:
        show_walk(pen)


def _light_address(pen: CanvasPen) -> str:
    """The same steps as on a phone: where the group stopped, or the step that the address asks for."""
    here = pen.here
    below, lang = light_below(practice=bool(here.practice_note)), "?lang=en" if here.language == "en" else ""
    if not _at_the_desk(pen):
        # Who came by the code brings it along, behind #.
        return f"{below}/plan{lang}#{pen.acts.code_of(pen.canvas)}"
    asked = st.query_params.get("step", "")
    return f"{below}/plan/{pen.canvas}" + (f"/{asked}" if asked.isdecimal() else "") + lang


def _title(opened: OpenCanvas) -> None:
    here, head = opened.here, opened.board.canvas
    place = area_names(here.source).get(head.area)
    st.subheader(md(head.name), anchor=False)
    told = [
        md(opened.board.group),
        md(place.text(here.language)) if place else "",
        here.say("ปีงบ {year}", year=format_year(head.year, here.language)),
        label(CANVAS_STATES, head.state, here.language),
    ]
    if opened.board.credits:
        told.append(here.say("ต่อยอดจาก “{name}”", name=md(opened.board.credits)))
    st.caption(" · ".join(t for t in told if t))


def _part(opened: OpenCanvas) -> str:
    """The way of looking, kept in the address."""
    say, may_fill = opened.here.say, isinstance(opened, CanvasPen)
    parts = {"board": say("กระดาน"), "numbers": say("ตัวเลขของแผน")}
    if may_fill:
        parts = {"walk": say("ทำทีละขั้น"), **parts}
    if opened.board.canvas.level == "tambon" and may_fill:
        parts["rollup"] = say("รวมแผน")
    parts |= {"follow": say("รับรอง–ติดตาม"), "paper": say("พิมพ์"), "versions": say("ฉบับ")}
    if may_fill:
        parts["head"] = say("หัวแผน")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(say("ดูแผนทั้งหมด"), on_click=open_canvas, args=("",), type="tertiary", icon=":material/arrow_back:")
        return choose_part(say("มุมมอง"), "canvas.part", parts, next(iter(parts)))


def _address(opened: OpenCanvas) -> str:
    """Where this very canvas is opened for filling in: for QR codes and the recovery code."""
    base = urlsplit(reachable(st.context.url or ""))
    path = base.path.rsplit("/", 1)[0] + "/canvas"
    code = opened.acts.code_of(opened.canvas) if isinstance(opened, CanvasPen) else ""
    if code and light_pages_are_served():
        # A phone's page: the code stands behind #, where no server, log or preview sees it.
        return app_address(f"{light_path(practice=bool(opened.here.practice_note))}/plan#{code}")
    query = urlencode({"canvas": opened.canvas, **({"code": code} if code else {})})
    return f"{base.scheme}://{base.netloc}{path}?{query}"


def _code(pen: CanvasPen) -> None:
    say = pen.here.say
    with st.popover(say("ทำต่อบนเครื่องอื่น"), icon=":material/qr_code_2:", on_change="rerun", key="canvas.code") as opened:
        if not opened.open:
            return
        address = _address(pen)
        show_qr(say, address)
        st.code(pen.acts.code_of(pen.canvas), language=None)
        st.caption(say("สแกน หรือเปิดหน้า “แผนธุรกิจ” แล้วพิมพ์รหัสนี้ ทำต่อจากที่ค้างไว้ได้ ใครมีรหัสกรอกแผนนี้ได้"))
        if only_here(address):
            st.caption(
                say(
                    "ตอนนี้เปิดได้เฉพาะเครื่องนี้ จะให้โทรศัพท์ใน Wi-Fi เดียวกันกรอกได้ เปิดระบบด้วย `python3 run.py -- --server.address 0.0.0.0`"
                )
            )
        if _at_the_desk(pen):
            _change_code(pen)


def _change_code(pen: CanvasPen) -> None:
    """A new code ends the old one, on paper too: only the desk gives it, and says that it means it."""
    say = pen.here.say
    st.caption(say("ถ้าเปลี่ยนรหัส รหัสเดิมและ QR ที่พิมพ์ไปแล้วใช้ไม่ได้ทันที ทุกกลุ่มต้องสแกนใหม่"))
    sure = st.checkbox(say("เข้าใจแล้ว เปลี่ยนรหัสของแผนนี้"), key="canvas.code.sure")
    if st.button(say("เปลี่ยนรหัสใหม่"), key="canvas.code.new", type="tertiary", disabled=not sure):
        with shows_problems(pen.here) as outcome:
            pen.acts.new_code(pen.canvas)
        if outcome.ok:
            st.session_state.pop("canvas.code.sure", None)
            st.rerun()


def _head(pen: CanvasPen) -> None:
    show_fields(pen, line_of(pen, pen.board.head), _HEAD)


#: Parts that are filled in → what draws them.
_FILLED_IN = {"walk": _walk, "rollup": show_rollup, "head": _head}
