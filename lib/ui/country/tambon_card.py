"""A tambon's card: its ladder, its work and plans by year, the centre, the result, the people, the proof."""

from __future__ import annotations

import streamlit as st

from lib.domain.thai_date import format_date, format_year
from lib.domain.thai_number import format_number
from lib.insight.canvas.library import CanvasCard
from lib.insight.tambon.card import TambonCard
from lib.insight.tambon.workspace_list import WorkspaceCard
from lib.schema.canvas_choices import CANVAS_STATES
from lib.schema.field import label
from lib.schema.tambon_choices import SEVEN_STEPS
from lib.ui.country.progress_lists import rung_squares
from lib.ui.form.proof import show_proof
from lib.ui.frame.layout import cards_row
from lib.ui.frame.regions import region_name
from lib.ui.frame.safe import md
from lib.ui.frame.shell import Here, page_link

#: Which tambon's card stands in this session.
_SHOWN = "_card_shown"


def leave_card() -> None:
    """Back to the area that the tambon lies in."""
    st.query_params.pop("tambon", None)


def lie_where_it_lies(card: TambonCard | None) -> None:
    """Region and province of a tambon that was just opened, in the address: the bar above is of its place."""
    shown = card.place.id if card else ""
    if card is not None and st.session_state.get(_SHOWN) != shown:
        st.query_params["region"], st.query_params["province"] = card.region, card.place.province
    st.session_state[_SHOWN] = shown


def show_tambon(here: Here, card: TambonCard) -> None:
    """The whole card."""
    st.button(here.say("กลับไปดูทั้งพื้นที่"), on_click=leave_card, type="tertiary", icon=":material/arrow_back:")
    _head(here, card)
    left, right = st.columns(2, gap="large")
    with left:
        _works(here, card)
        _plans(here, card)
    with right:
        _result(here, card)
        _centres(here, card)
    show_proof(here, card.place.name.text(here.language), card.proof)


def _head(here: Here, card: TambonCard) -> None:
    say, standing = here.say, card.standing
    st.header(md(card.place.name.text(here.language)), anchor=False)
    where = [
        card.place.district.text(here.language),
        card.province_name.text(here.language),
        region_name(here.language, card.region),
    ]
    st.caption(" · ".join(md(w) for w in where if w))
    proved, reported = (standing.proved, standing.reported) if standing else (0, 0)
    names = {r.order: r.name.text(here.language) for r in card.rungs}
    cards = cards_row(4, 200)
    with cards.container(border=True, height="stretch"):
        st.metric(say("ขั้นที่พิสูจน์แล้ว"), rung_squares(standing, card.rungs))
        st.caption(names.get(proved) or say("ยังไม่พิสูจน์ขั้นใด"))
        if reported > proved:
            st.caption(say("รายงานถึง {rung}", rung=names.get(reported, "")))
    with cards.container(border=True, height="stretch"):
        if standing and standing.concrete_on:
            st.metric(say("เป็นรูปธรรมเมื่อ"), format_date(standing.concrete_on, here.language))
            st.caption(say("นับเข้าเป้าหมาย"))
        else:
            st.metric(say("เป็นรูปธรรมเมื่อ"), "–")
            st.caption(say("ยังไม่นับเข้าเป้าหมาย"))
    cards.metric(say("องค์กรและกลุ่มที่บันทึกไว้"), format_number(card.organisations), border=True)
    if card.leaders is not None:
        cards.metric(say("ผู้นำที่ผ่านการเรียนรู้"), format_number(card.leaders), border=True)


def _works(here: Here, card: TambonCard) -> None:
    say = here.say
    st.markdown(f"**{say('งานตำบล 7 ขั้น')}**")
    if not card.works:
        st.caption(say("ยังไม่มีพื้นที่ทำงานของตำบลนี้"))
    for one in card.works:
        page_link(here, "tambon", _work_words(here, one), ":material/footprint:", {"work": one.id})


def _work_words(here: Here, one: WorkspaceCard) -> str:
    year = format_year(one.year, here.language)
    if not one.step:
        return f"**{year}** {md(one.name)} · {here.say('ครบ 7 ขั้น')}"
    return f"**{year}** {md(one.name)} · {label(SEVEN_STEPS, one.step, here.language)}"


def _plans(here: Here, card: TambonCard) -> None:
    say = here.say
    st.markdown(f"**{say('แผนธุรกิจ')}**")
    if not card.plans:
        st.caption(say("ยังไม่มีแผนของตำบลนี้"))
    for one in card.plans:
        page_link(here, "canvas", _plan_words(here, one), ":material/lightbulb:", {"canvas": one.id})


def _plan_words(here: Here, one: CanvasCard) -> str:
    told = [f"**{format_year(one.year, here.language)}** {md(one.name)}", md(one.group)]
    told.append(label(CANVAS_STATES, one.state, here.language))
    if one.income.high:
        told.append(here.say("รายได้ปีละ {baht} บาท", baht=one.income.figures()))
    return " · ".join(t for t in told if t)


def _result(here: Here, card: TambonCard) -> None:
    say = here.say
    st.markdown(f"**{say('ผลสำรวจครัวเรือนที่เผยแพร่')}**")
    if card.result is None:
        st.caption(say("ยังไม่มีผลที่เผยแพร่"))
        return
    names = {"income": say("รายได้กลาง"), "expense": say("รายจ่ายกลาง"), "savings": say("เงินออมกลาง")}
    cards = cards_row(len(card.result.figures) or 1)
    for name, baht in card.result.figures:
        cards.metric(names[name], format_number(baht), border=True)
    st.caption(say("บาทต่อครัวเรือนต่อปี · ปี {year}", year=card.result.year_words(here.language)))
    work = next((w.id for w in card.works if w.year == card.result.year), "")
    page_link(here, "results", say("เปิดผลสำรวจ"), ":material/insights:", {"work": work} if work else None)


def _centres(here: Here, card: TambonCard) -> None:
    say = here.say
    inside = any(c.area == card.place.id for c in card.centres)
    st.markdown(f"**{say('ศูนย์บ่มเพาะในตำบล') if inside else say('ศูนย์บ่มเพาะในจังหวัด')}**")
    if not card.centres:
        st.caption(say("ไม่มีศูนย์ที่บันทึกไว้"))
    for one in card.centres[:5]:
        page_link(
            here,
            "centres",
            md(one.name),
            ":material/map:",
            {"centre": one.id, "region": one.region, "province": one.province},
        )
