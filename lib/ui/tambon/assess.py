"""Assessing: eight characteristics, four levels of goals, four dimensions; the tambon's own view
beside the verifier's, and beside last year's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import streamlit as st

from lib.access.policy import Act
from lib.domain.seven_steps import STANDING
from lib.domain.thai_date import format_year
from lib.insight.tambon.work import Work, work
from lib.insight.tambon.workspace_list import works
from lib.schema.field import Option, label
from lib.schema.tambon_change import Assessment
from lib.schema.tambon_choices import ASSESSORS, CHARACTERISTICS, DIMENSIONS, GOALS_REACHED, LEVELS
from lib.ui.form.line_form import Part, part_form
from lib.ui.frame.safe import md
from lib.ui.frame.shell import Here
from lib.ui.records.verdict import role_switch

if TYPE_CHECKING:
    from lib.actions.tambon.acts import WorkspaceActs
    from lib.store.records import Stored

_OPEN = "_open_assessment"
_DOTS = {"": "○○○○", "1": "●○○○", "2": "●●○○", "3": "●●●○", "4": "●●●●"}
Views = Mapping[tuple[str, str], "Stored"]


@dataclass(frozen=True)
class Before:
    """What was assessed in an earlier year (B.E.; 0: none), seen from this year."""

    year: int
    views: Views
    this_year: int

    def words(self, here: Here, level: str) -> str:
        """A level of that year, under its name: only the year before is last year."""
        if self.year == self.this_year - 1:
            return here.say("ปีก่อน {dots}", dots=_DOTS[level])
        return here.say("ปี {year} {dots}", year=format_year(self.year, here.language), dots=_DOTS[level])


def show_assessment(here: Here, acts: WorkspaceActs | None, open_work: Work) -> None:
    """Three tables, one row an item, both views side by side."""
    say = here.say
    views = _views(open_work)
    older = _year_before(here, open_work)
    before = Before(older.work.year if older else 0, _views(older), open_work.work.year)
    _answer(here, views)
    if acts is not None:
        role_switch(here)
    groups = (
        (say("8 คุณลักษณะของชุมชน"), CHARACTERISTICS),
        (say("เป้าหมาย 4 ระดับ"), GOALS_REACHED),
        (say("ผลผลิต ผลลัพธ์ ผลกระทบ ใน 4 มิติ"), DIMENSIONS),
    )
    for title, items in groups:
        st.markdown(f"#### {title}")
        for item in items:
            _item(here, acts, open_work, item, views, before)


def _views(found: Work | None) -> Views:
    if found is None:
        return {}
    return {(a.view, a.item): s for s in found.parts["assessment"] if isinstance(a := s.record, Assessment)}


def _year_before(here: Here, found: Work) -> Work | None:
    """The workspace of the year before, or of the latest one before that."""
    older = [
        c
        for c in works(here.source, audience=here.audience).value
        if c.area == found.work.area and c.year < found.work.year
    ]
    last = max(older, key=lambda c: c.year, default=None)
    return work(here.source, last.id, audience=here.audience).value if last else None


def _level(views: Views, view: str, item: str) -> str:
    stored = views.get((view, item))
    return str(getattr(stored.record, "level", None) or "") if stored else ""


def _answer(here: Here, views: Views) -> None:
    counts = {
        v.value: sum(int(_level(views, v.value, i.value) or 0) >= STANDING for i in CHARACTERISTICS) for v in ASSESSORS
    }
    apart = [
        i
        for i in CHARACTERISTICS
        if (a := _level(views, "self", i.value)) and (b := _level(views, "verifier", i.value)) and a != b
    ]
    st.markdown(
        "#### "
        + here.say(
            "ถึงระดับ “{level}” ตามที่ตำบลเห็น {own} ข้อ ตามที่ผู้ตรวจเห็น {verifier} ข้อ จาก 8 · เห็นต่างกัน {apart} ข้อ",
            level=label(LEVELS, str(STANDING), here.language),
            own=counts["self"],
            verifier=counts["verifier"],
            apart=len(apart),
        )
    )


def _item(here: Here, acts: WorkspaceActs | None, found: Work, item: Option, views: Views, before: Before) -> None:
    say, view = here.say, "verifier" if here.may(Act.VERIFY, "assessment") else "self"
    with st.container(border=True):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{item.label(here.language)}**", width="stretch")
            if acts is not None:
                key = f"{view}.{item.value}"
                st.button(
                    say("ประเมิน"),
                    key=f"assess.{key}",
                    type="tertiary",
                    icon=":material/edit:",
                    on_click=_toggle,
                    args=(key,),
                )
        for place, one in zip(st.columns(2), ASSESSORS, strict=True):
            level, was = _level(views, one.value, item.value), _level(before.views, one.value, item.value)
            stored = views.get((one.value, item.value))
            told = [
                f"{one.label(here.language)}: {_DOTS[level]} {label(LEVELS, level, here.language) or say('ยังไม่ประเมิน')}"
            ]
            if was:
                told.append(before.words(here, was))
            because = getattr(stored.record, "because", None) if stored else None
            place.markdown(" · ".join([*told, md(because or "")]).rstrip(" ·"))
        if acts is not None and st.session_state.get(_OPEN) == f"{view}.{item.value}":
            given = {"work": found.work.id, "view": view, "item": item.value}
            name = f"assess.{found.work.id}.{view}.{item.value}"
            assessed = Part("assessment", name, views.get((view, item.value)), given)
            part_form(here, acts.records, assessed, after=lambda _: _toggle(""))


def _toggle(key: str) -> None:
    st.session_state[_OPEN] = "" if st.session_state.get(_OPEN) == key else key
