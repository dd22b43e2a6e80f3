"""Steps 4 and 5: follow up each plan line, and see before and after by its indicator."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from lib.domain.thai_date import BANGKOK, format_date
from lib.domain.thai_number import format_number
from lib.insight.display_value import DisplayValues
from lib.insight.tambon.revisions import plan_revisions
from lib.insight.tambon.work import Indicator, Work
from lib.schema.field import label
from lib.schema.tambon_choices import FOLLOW_UP_STATES
from lib.schema.tambon_plan import PlanFollowUp
from lib.ui.form.lines import Lines, show_lines
from lib.ui.frame.charts import before_after, show
from lib.ui.frame.history_words import action_word, changed_lines
from lib.ui.frame.links import address_of
from lib.ui.frame.safe import md
from lib.ui.frame.shell import Here

#: Changes of the plan that are told; the others stand in each line's history.
_REVISIONS = 40

if TYPE_CHECKING:
    from lib.actions.tambon.acts import WorkspaceActs


def show_follow_up(here: Here, acts: WorkspaceActs | None, work: Work) -> None:
    """Every plan line with its follow-ups, and what changed."""
    say = here.say
    if not work.indicators:
        st.info(say("ยังไม่มีแผนงานให้ติดตาม เพิ่มที่ “แผน–รับรอง”"), icon=":material/checklist:")
        return
    _answer(here, work)
    for one in work.indicators:
        with st.container(border=True):
            st.markdown(f"**{md(one.line.text)}**")
            _before_after(here, one)
            mine = [s for s in work.parts["plan_follow_up"] if getattr(s.record, "line", "") == one.line.id]
            show_lines(
                here,
                acts.records if acts else None,
                Lines(
                    "plan_follow_up",
                    mine,
                    lambda f: _words(here, f),
                    preset={"work": work.work.id, "line": one.line.id},
                    add=say("บันทึกการติดตาม"),
                ),
            )
    _revisions(here, work)


def _revisions(here: Here, work: Work) -> None:
    """How the plan was changed after a meeting had certified it, from what to what."""
    say, language = here.say, here.language
    found = plan_revisions(here.source, work.work.id, audience=here.audience)
    if not found:
        return
    teller = DisplayValues(here.source, language)
    with st.expander(say("การปรับแผนหลังรับรอง ({n} ครั้ง)", n=format_number(len(found))), icon=":material/edit_note:"):
        for one in found[:_REVISIONS]:
            change = one.change
            told = [
                f"**{format_date(change.when.astimezone(BANGKOK).date(), language)}**",
                md(one.line),
                action_word(say, change.action),
                md(change.actor_label),
            ]
            lines = changed_lines(teller, "plan_line", change.fields)
            st.markdown("\n".join([" · ".join(t for t in told if t), "", *lines]))
        if len(found) > _REVISIONS:
            st.caption(say("และอีก {n} รายการ", n=format_number(len(found) - _REVISIONS)))


def _answer(here: Here, work: Work) -> None:
    told = work.indicators
    better = sum(i.improved is True for i in told)
    st.markdown(
        "#### "
        + here.say(
            "{better} จาก {n} ตัวชี้วัดดีขึ้นจากค่าตั้งต้น ถึงเป้าแล้ว {reached}",
            better=better,
            n=sum(bool(i.line.indicator) for i in told),
            reached=sum(i.reached is True for i in told),
        )
    )


def _before_after(here: Here, one: Indicator) -> None:
    say, line = here.say, one.line
    if not line.indicator:
        st.caption(say("แผนงานนี้ยังไม่มีตัวชี้วัด"))
        return
    last = one.last
    told = {True: say("ดีขึ้น"), False: say("ยังไม่ดีขึ้น"), None: say("ยังบอกไม่ได้")}[one.improved]
    st.caption(f"{md(line.indicator)} ({md(line.unit or '')}) · {told}")
    rows = [
        {"label": say("ค่าตั้งต้น"), "n": line.baseline, "c": "before"},
        {
            "label": say("ล่าสุด {day}", day=format_date(last.on_day, here.language)) if last else "",
            "n": last.value if last else None,
            "c": "now",
        },
        {"label": say("เป้า"), "n": line.target, "c": "target"},
    ]
    known = [r for r in rows if r["n"] is not None]
    if known:
        show(before_after(known), line.indicator, known)


def _words(here: Here, one: PlanFollowUp) -> str:
    told = [f"**{format_date(one.on_day, here.language)}**", label(FOLLOW_UP_STATES, one.state or "", here.language)]
    if one.value is not None:
        told.append(format_number(one.value, 0 if one.value == int(one.value) else 2))
    if one.spent is not None:
        told.append(here.say("ใช้เงิน {baht} บาท", baht=format_number(one.spent)))
    told.append(md(one.note or ""))
    if one.interviewed:
        told.append(here.say("สัมภาษณ์ {n} คน", n=format_number(one.interviewed)))
    if one.heard:
        told.append(f"“{md(one.heard)}”")
    if one.event:
        link = address_of(here, "records", kind="event", record=one.event)
        told.append(f"[{here.say('จากเวทีประเมินผล')}]({link})")
    return " · ".join(t for t in told if t)
