"""A new forum from one table: its head, an agenda to begin with, and the groups as they are pasted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from lib.domain.agendas import Agenda
from lib.domain.forum_wishes import GroupWish
from lib.domain.thai_date import bangkok_today, fiscal_year, format_date
from lib.insight.areas import place
from lib.insight.display_value import area_names
from lib.intake.reading import Reading
from lib.intake.typed import Typed
from lib.schema.choices import COUNCIL_AREAS
from lib.schema.forum import Forum
from lib.ui.form.questions import show_question
from lib.ui.form.state import Form, new_form_id
from lib.ui.frame.flash import say_next
from lib.ui.frame.problems import shows_problems
from lib.ui.frame.safe import md
from lib.ui.frame.shell import Here

if TYPE_CHECKING:
    from lib.actions.forum.acts import ForumActs

_FORM = "_forum_head"


@dataclass(frozen=True)
class GroupRow:
    """A pasted line as it was understood. `doubt`: the words of a place that is not known."""

    wish: GroupWish
    doubt: str = ""


def begin_forum(here: Here, acts: ForumActs, *, open_at_once: bool) -> None:
    """The form of a new forum."""
    say = here.say
    with st.expander(say("จัดเวทีใหม่"), icon=":material/add:", expanded=open_at_once):
        form = _head(here)
        show_question(here, form, "name", _stays)
        show_question(here, form, "area", _stays)
        left, middle, right = st.columns(3)
        with left:
            show_question(here, form, "starts_on", _stays)
        with middle:
            show_question(here, form, "ends_on", _stays)
        with right:
            show_question(here, form, "venue", _stays)
        show_question(here, form, "purpose", _stays)
        show_question(here, form, "responsible", _stays)
        agenda = st.selectbox(
            say("กำหนดการเริ่มจาก"),
            list(Agenda),
            format_func=lambda a: a.label(here.language),
            key="forum.agenda",
            help=say("แก้ เพิ่ม ลบ ได้ภายหลัง"),
        )
        text = st.text_area(
            say("กลุ่มหรือโต๊ะ บรรทัดละกลุ่ม วางจาก Excel ได้"),
            key="forum.groups",
            height=160,
            placeholder=say("กลุ่มแปรรูปปลาบ้านท่าอาจ, ท่าสายลวด แม่สอด ตาก"),
            help=say("หลังจุลภาคหรือแท็บคือตำบลของแผน ถ้าไม่ใส่และเวทีเป็นของตำบลเดียว ใช้ตำบลนั้น"),
        )
        plans = st.toggle(say("ทำแผนธุรกิจให้ทุกกลุ่มที่รู้ตำบล"), value=True, key="forum.plans")
        found = group_rows(here, acts, text or "", str(form.typed.get("area") or "")) if plans else _names(text or "")
        with st.container():
            _read_back(here, found)
        if st.button(say("สร้างเวที"), type="primary", icon=":material/groups:", key="forum.make"):
            _make(here, acts, form, agenda or Agenda.CBMC, found)


def group_rows(here: Here, acts: ForumActs, text: str, area: str) -> list[GroupRow]:
    """Pasted lines with their places; the forum's own where a line names none."""
    standing = place(here.source, area) if area else None
    own = area if standing is not None and standing.type in COUNCIL_AREAS else ""
    found = []
    for name, where in _lines(text):
        if not where:
            found.append(GroupRow(GroupWish(name, own)))
            continue
        reading: Reading = acts.place_meant(where, COUNCIL_AREAS)
        if reading.settled:
            found.append(GroupRow(GroupWish(name, str(reading.value))))
        else:
            found.append(GroupRow(GroupWish(name), where))
    return found


def _names(text: str) -> list[GroupRow]:
    return [GroupRow(GroupWish(name)) for name, _ in _lines(text)]


def _lines(text: str) -> list[tuple[str, str]]:
    found = []
    for line in text.splitlines():
        name, _, where = line.replace("\t", ",").replace("|", ",").partition(",")
        if name.strip():
            found.append((" ".join(name.split()), " ".join(where.replace(",", " ").split())))
    return found


def _read_back(here: Here, found: list[GroupRow]) -> None:
    """What was understood, before anything is made."""
    if not found:
        return
    say, names = here.say, area_names(here.source)
    doubts = [row for row in found if row.doubt]
    plans = sum(bool(row.wish.area) for row in found)
    st.caption(say("{n} กลุ่ม จะทำแผนธุรกิจ {plans} แผน", n=len(found), plans=plans))
    for row in doubts:
        st.warning(
            say(
                "“{group}”: ไม่แน่ใจว่า “{place}” คือที่ใด พิมพ์ตำบล อำเภอ จังหวัด ให้ครบ ถ้าไม่แก้ กลุ่มนี้จะยังไม่มีแผน",
                group=md(row.wish.name),
                place=md(row.doubt),
            )
        )
    placed = [row.wish for row in found if row.wish.area in names]
    shown = [f"{md(one.name)} · {md(names[one.area].text(here.language))}" for one in placed]
    if shown:
        st.markdown("\n".join(f"- {line}" for line in shown[:8]) + ("\n- …" if len(shown) > 8 else ""))


def _make(here: Here, acts: ForumActs, form: Form, agenda: Agenda, found: list[GroupRow]) -> None:
    with shows_problems(here) as outcome:
        made = acts.make(form.typed, agenda, [row.wish for row in found], fiscal_year(bangkok_today()))
    if outcome.ok:
        for name in (_FORM, "forum.groups", "forum.agenda"):
            st.session_state.pop(name, None)
        here.wrote()
        say_next(here.say("สร้างเวทีแล้ว เปิดรับคนได้จากหน้านี้"))
        st.query_params["forum"] = made
        st.rerun()


def _head(here: Here) -> Form:
    held = st.session_state.get(_FORM)
    if isinstance(held, Form):
        return held
    typed: Typed = {"no_answer": {}, "starts_on": format_date(bangkok_today(), here.language)}
    form = st.session_state[_FORM] = Form(new_form_id("forum head"), Forum, "", 0, typed)
    return form


def _stays(_form: Form) -> None:
    """What is typed before the forum is made stays in the session."""
