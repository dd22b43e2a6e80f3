"""The plans there are: find by cluster, product, region, state or any word; and begin a new one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import streamlit as st

from lib.domain.errors import ThunError
from lib.domain.thai_date import bangkok_today, fiscal_year
from lib.domain.thai_number import format_number
from lib.domain.thai_text import spelling
from lib.insight.canvas.library import CanvasCard, canvases
from lib.insight.choices import choices_of
from lib.insight.display_value import area_names
from lib.insight.lists import lists
from lib.intake.reading import Reading
from lib.schema.canvas import Canvas
from lib.schema.canvas_choices import CANVAS_STATES
from lib.schema.choices import CLUSTERS, COUNCIL_AREAS
from lib.schema.field import label
from lib.ui.canvas.numbers import figures
from lib.ui.form.questions import show_question
from lib.ui.form.state import Form, new_form_id
from lib.ui.frame.filters import choose, region
from lib.ui.frame.layout import filter_row
from lib.ui.frame.problems import show_error
from lib.ui.frame.safe import md
from lib.ui.frame.shell import Here

if TYPE_CHECKING:
    from lib.actions.canvas.acts import CanvasActs

_PAGE = 12


def open_canvas(canvas: str, part: str = "") -> None:
    """Put a canvas into the address ('' for the library)."""
    for name, value in (("canvas", canvas), ("part", part), ("step", "")):
        if value:
            st.query_params[name] = value
        else:
            st.query_params.pop(name, None)
    if not canvas:
        st.query_params.pop("code", None)


def show_library(here: Here) -> None:
    """Filters, then a card for each plan."""
    say = here.say
    shown = canvases(here.source)
    with filter_row(4) as places:
        with places[0]:
            wanted_region = region(here)
        with places[1]:
            cluster = choose(
                here,
                "cluster",
                say("คลัสเตอร์"),
                {o.value: o.label(here.language) for o in CLUSTERS},
                all_label=say("ทุกคลัสเตอร์"),
            )
        with places[2]:
            entries = lists(here.source).value.get("product", ())
            product = choose(
                here,
                "product",
                say("ผลิตภัณฑ์"),
                {e.value: e.name.text(here.language) for e in entries},
                all_label=say("ทุกประเภท"),
            )
        with places[3]:
            state = choose(
                here,
                "state",
                say("สถานะแผน"),
                {o.value: o.label(here.language) for o in CANVAS_STATES},
                all_label=say("ทุกสถานะ"),
            )
    search = st.text_input(
        say("ค้นจากทุกคำในแผน"), key="canvas.search", placeholder=say("เช่น ปลา ตลาดนัด ชื่อภาคี"), bind="query-params"
    )
    word = spelling(search or "")
    found = [
        c
        for c in shown.value
        if (not wanted_region or c.region == wanted_region)
        and (not cluster or c.cluster == cluster)
        and (not product or product in c.products)
        and (not state or c.state == state)
        and (not word or word in c.words)
    ]
    st.caption(f"{say('{n} แผน', n=format_number(len(found)))} · {here.as_of(shown)}")
    _cards(here, found)


def _cards(here: Here, found: Sequence[CanvasCard]) -> None:
    say = here.say
    if not found:
        st.info(say("ยังไม่มีแผนที่ตรงกับที่ค้น"), icon=":material/inbox:")
        return
    pages = -(-len(found) // _PAGE)
    page = st.pagination(pages, key="canvas.page", max_visible_pages=5) if pages > 1 else 1
    places = area_names(here.source).copy()
    for card in found[(page - 1) * _PAGE : page * _PAGE]:
        with st.container(border=True):
            place = places.get(card.area)
            level = f" · {say('แผนตำบล')}" if card.level == "tambon" else ""
            st.button(
                f"**{md(card.name)}**",
                key=f"open.{card.id}",
                type="tertiary",
                on_click=open_canvas,
                args=(card.id,),
                icon=":material/chevron_right:",
            )
            told = [
                md(card.group),
                md(place.text(here.language)) if place else "",
                label(CANVAS_STATES, card.state, here.language) + level,
                say("ตอบแล้ว {n} จาก 9 ขั้น", n=len(card.answered)),
            ]
            if card.quarters:
                told.append(say("ติดตามแล้ว {n} ไตรมาส", n=card.quarters))
            if card.surplus.high:
                amount = figures(card.surplus)
                told.append(
                    say("ได้ปีละ {n} บาท ยังไม่หักต้นทุน", n=amount)
                    if card.only_turnover
                    else say("เหลือปีละ {n} บาท", n=amount)
                )
            st.caption(" · ".join(t for t in told if t))


def begin_part(here: Here, acts: CanvasActs) -> None:
    """A new plan: group, place, year; or a copy of one that exists."""
    say = here.say
    with st.expander(say("เริ่มแผนใหม่"), icon=":material/add:", expanded=not _any(here)):
        form = _head_form(here)
        groups = choices_of(here.source, "organisation")
        form.choices = {"organisation": groups}
        show_question(here, form, "name", _typed)
        _place(here, acts, form)
        left, right = st.columns(2)
        with left:
            st.text_input(
                say("ชื่อกลุ่ม (ถ้ายังไม่อยู่ในทะเบียน)"), key="canvas.group", placeholder=say("เช่น กลุ่มแปรรูปปลาบ้านท่าอาจ")
            )
        with right:
            show_question(here, form, "organisation", _typed)
        left, right = st.columns(2)
        with left:
            show_question(here, form, "year", _typed)
        with right:
            show_question(here, form, "cluster", _typed)
        show_question(here, form, "level", _typed)
        origin = {c.id: c.name for c in canvases(here.source).value}
        copied = st.selectbox(
            say("เริ่มจากแผนที่มีอยู่ (ถ้าต้องการ)"),
            list(origin),
            index=None,
            key="canvas.copy",
            format_func=lambda v: origin.get(v, v),
            placeholder=say("ไม่คัดลอก เริ่มจากหน้าว่าง"),
        )
        if st.button(say("เริ่มทำแผน"), type="primary", icon=":material/play_arrow:"):
            _begin(here, acts, form, copied)


def _place(here: Here, acts: CanvasActs, form: Form) -> None:
    """The place as people say it, spelling forgiven; several in doubt are asked about."""
    say, found = here.say, st.session_state.get("canvas.found")

    def take(place: str) -> None:
        form.typed["area"] = place
        for name in (f"{form.id}.area", f"{form.id}.area.province"):
            st.session_state.pop(name, None)

    def look() -> None:
        reading = acts.place_meant(st.session_state["canvas.place"] or "", COUNCIL_AREAS)
        st.session_state["canvas.found"] = reading
        take(reading.value if reading.settled else "")

    st.text_input(
        say("พื้นที่ (พิมพ์ชื่อตำบล อำเภอ จังหวัด สะกดใกล้เคียงก็ได้)"),
        key="canvas.place",
        placeholder=say("เช่น ท่าสายลวด แม่สอด ตาก"),
        on_change=look,
    )
    with st.container():
        if isinstance(found, Reading) and not found.settled:
            if found.candidates:
                names = {c.value: c.label(here.language) for c in found.candidates}
                st.radio(
                    say("หมายถึงที่ใด"),
                    list(names),
                    format_func=names.__getitem__,
                    index=None,
                    key="canvas.meant",
                    on_change=lambda: take(st.session_state["canvas.meant"]),
                )
            elif found.why is not None:
                st.caption(f":red[{md(found.why.text(here.language))}]")
        name = area_names(here.source).get(str(form.typed.get("area") or ""))
        if name is not None:
            st.caption(f":green[:material/check_circle: {md(name.text(here.language))}]")
    with st.expander(say("หรือเลือกพื้นที่จากรายการ"), icon=":material/list:"):
        show_question(here, form, "area", _typed)


def _begin(here: Here, acts: CanvasActs, form: Form, copied: str | None) -> None:
    group = str(st.session_state.get("canvas.group") or "")
    try:
        made = acts.copy(copied, form.typed, group) if copied else acts.start(form.typed, group)
    except ThunError as error:
        show_error(here, error)
        return
    for name in ("_canvas_head", "canvas.group", "canvas.copy", "canvas.place", "canvas.found"):
        st.session_state.pop(name, None)
    here.wrote()
    open_canvas(made.canvas, "walk")
    st.rerun()


def _head_form(here: Here) -> Form:
    held = st.session_state.get("_canvas_head")
    if isinstance(held, Form):
        return held
    typed: dict[str, Any] = {"no_answer": {}, "level": "group", "year": str(fiscal_year(bangkok_today()))}
    form = st.session_state["_canvas_head"] = Form(new_form_id("canvas head"), Canvas, "", 0, typed)
    return form


def _typed(_form: Form) -> None:
    """What is typed into a plan's head before it begins stays in the session."""


def _any(here: Here) -> bool:
    return bool(canvases(here.source).value)


def code_part(here: Here) -> None:
    """Go on with a plan by its recovery code."""

    def opens() -> None:
        st.query_params["code"] = st.session_state["canvas.typed_code"]

    with st.expander(here.say("มีรหัสของแผน ทำต่อจากที่ค้างไว้"), icon=":material/key:"):
        st.text_input(
            here.say("รหัสของแผน"), key="canvas.typed_code", on_change=opens, placeholder=here.say("ตัวอักษรและเลข 12 ตัว")
        )
