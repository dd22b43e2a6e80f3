"""The tambon's plan: its lines, the meeting that certifies it, and the paper to sign."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import streamlit as st

from lib.access.policy import Act
from lib.domain.thai_date import format_date
from lib.domain.thai_number import format_number
from lib.export.work_paper import Paper, certificate
from lib.insight.display_value import area_names
from lib.insight.tambon.work import Work
from lib.intake.values import read_open
from lib.schema.field import label
from lib.schema.record import specs
from lib.schema.seeing import Audience
from lib.schema.tambon_choices import GOAL_LEVELS
from lib.schema.tambon_plan import PlanLine
from lib.schema.tambon_work import TambonWork
from lib.ui.form.chapters import show_chapters
from lib.ui.form.lines import Lines, show_lines
from lib.ui.frame.flash import done
from lib.ui.frame.light import light_path
from lib.ui.frame.problems import shows_problems
from lib.ui.frame.safe import md
from lib.ui.frame.share import app_address
from lib.ui.frame.shell import Here
from lib.ui.records.verdict import role_switch
from lib.ui.tambon.decide import ranked

if TYPE_CHECKING:
    from lib.actions.tambon.acts import WorkspaceActs


def show_plan(here: Here, acts: WorkspaceActs | None, work: Work) -> None:
    """Plan lines, then the certification."""
    say, head = here.say, work.work
    certified = head.plan_state == "certified"
    lines = work.of("plan_line")
    budget = sum(line.budget or 0 for line in lines)
    st.markdown(f"#### {say('{n} แผนงาน งบรวม {baht} บาท', n=len(lines), baht=format_number(budget))}")
    show_lines(
        here,
        acts.records if acts and not certified else None,
        Lines(
            "plan_line",
            work.parts["plan_line"],
            lambda line: plan_words(here, line),
            preset={"work": head.id},
            add=say("เพิ่มแผนงาน"),
            choices={
                "problem": {p.id: p.text for p in ranked(work)} or {"": "–"},
                "canvas": dict(work.canvases) or {"": "–"},
            },
        ),
    )
    st.markdown(f"#### {say('การรับรองของที่ประชุม')}")
    if certified:
        st.success(certified_words(here, head), icon=":material/verified:")
        if head.minutes:
            st.markdown(md(head.minutes))
        if head.change_asked:
            st.warning(f"{say('ทีมขอแก้แผนนี้')}: {md(head.change_asked)}", icon=":material/edit_note:")
            if acts is not None and st.button(say("ปิดคำขอนี้ ไม่แก้แผน"), key=f"ask.{head.id}.close", type="tertiary"):
                with shows_problems(here) as outcome:
                    acts.ask_to_change(head.id, "")
                if outcome.ok:
                    done(here, say("ปิดคำขอแล้ว"))
        if acts is not None:
            _unlock(here, acts, work)
            _ask_to_change(here, acts, work)
    elif acts is not None:
        _certify(here, acts, work)
    show_chapters(here, "tambon_work", head.id)
    st.download_button(
        say("ใบรับรองแผน (PDF)") if certified else say("ใบรับรองแผน ฉบับร่างก่อนประชุม (PDF)"),
        lambda: _paper(here, work),
        f"plan-{head.id}.pdf",
        "application/pdf",
        icon=":material/download:",
        on_click="ignore",
        key=f"plan.{head.id}.pdf",
    )


def plan_words(here: Here, line: PlanLine) -> str:
    """A plan line: what, measured how, from what to what, by whom."""
    say = here.say
    told_ = [f"**{md(line.text)}**", label(GOAL_LEVELS, line.level or "", here.language)]
    if line.indicator:
        values = f"{_figure(line.baseline)} → {_figure(line.target)} {md(line.unit or '')}"
        told_.append(f"{md(line.indicator)} {values}")
    if line.budget is not None:
        told_.append(say("งบ {baht} บาท", baht=format_number(line.budget)))
    if line.owner and here.audience is Audience.WRITER:
        told_.append(md(line.owner))
    if line.to_day:
        told_.append(say("ถึง {day}", day=format_date(line.to_day, here.language)))
    return " · ".join(t for t in told_ if t)


def _figure(value: float | None) -> str:
    return "–" if value is None else format_number(value, 0 if value == int(value) else 2)


def certified_words(here: Here, head: TambonWork) -> str:
    """Who certified the plan, when, with how many."""
    assert head.certified_on is not None
    return here.say(
        "{meeting} รับรองเมื่อ {day} ผู้เข้าร่วม {n} คน เห็นชอบ {yes} คน",
        meeting=md(head.certified_by or ""),
        day=format_date(head.certified_on, here.language),
        n=format_number(head.attendance or 0),
        yes=format_number(head.in_favour or 0),
    )


def _certify(here: Here, acts: WorkspaceActs, work: Work) -> None:
    say, key = here.say, f"certify.{work.work.id}"
    with st.container(border=True):
        by = st.text_input(say("ที่ประชุมที่รับรอง"), key=f"{key}.by", placeholder=say("เช่น ประชาคมตำบล"))
        on = st.text_input(say("รับรองเมื่อ"), key=f"{key}.on", placeholder=say("เช่น 19 ก.ย. 2566"))
        day = read_open(specs(TambonWork)["certified_on"], date, on).value if on else None
        if on:
            st.caption(
                say("อ่านว่า {day}", day=format_date(day, here.language, short=False))
                if day
                else say("อ่านวันที่ไม่ได้ เขียนเช่น 19 ก.ย. 2566 หรือ 19/9/2566")
            )
        left, right = st.columns(2)
        attendance = left.number_input(say("ผู้เข้าร่วมประชุม"), 0, 100_000, 0, key=f"{key}.n")
        in_favour = right.number_input(say("เห็นชอบ"), 0, 100_000, 0, key=f"{key}.yes")
        minutes = st.text_area(say("บันทึกการประชุม"), key=f"{key}.minutes", max_chars=4000)
        if st.button(say("บันทึกการรับรอง"), type="primary", icon=":material/verified:", key=f"{key}.go"):
            with shows_problems(here) as outcome:
                acts.certify(work.work.id, day, by or "", int(attendance), int(in_favour), minutes or "")
            if outcome.ok:
                done(here, say("รับรองแล้ว แผนนี้เก็บไว้ตามที่ที่ประชุมเห็น แก้ได้เมื่อปลดล็อก"))


def _unlock(here: Here, acts: WorkspaceActs, work: Work) -> None:
    say = here.say
    with st.popover(say("ปลดล็อกให้แก้ไข"), icon=":material/lock_open:", type="tertiary"):
        if not here.actor.account:
            role_switch(here)
        if not here.may(Act.VERIFY, "tambon_work"):
            st.caption(say("การตรวจรับรองเป็นหน้าที่ของเจ้าหน้าที่ภาค"))
            return
        why = st.text_input(say("เหตุผลที่ปลดล็อก"), key=f"unlock.{work.work.id}")
        if st.button(say("ปลดล็อก"), key=f"unlock.{work.work.id}.go"):
            with shows_problems(here) as outcome:
                acts.unlock_plan(work.work.id, why or "")
            if outcome.ok:
                done(here, say("ปลดล็อกแล้ว แผนกลับเป็นฉบับร่าง"))


def _ask_to_change(here: Here, acts: WorkspaceActs, work: Work) -> None:
    """Whoever may not unlock says what is to be changed: the plan stays as the meeting saw it until then."""
    say = here.say
    if here.may(Act.VERIFY, "tambon_work"):
        return
    with st.popover(say("ขอแก้แผนที่รับรองแล้ว"), icon=":material/edit_note:"):
        why = st.text_area(
            say("ขอแก้อะไร เพราะอะไร"), work.work.change_asked or "", key=f"ask.{work.work.id}", max_chars=2000
        )
        if st.button(say("ส่งคำขอ"), key=f"ask.{work.work.id}.go", type="primary"):
            with shows_problems(here) as outcome:
                acts.ask_to_change(work.work.id, why or "")
            if outcome.ok:
                done(here, say("ส่งคำขอแล้ว เจ้าหน้าที่ภาคเห็นที่หน้านี้"))


def _paper(here: Here, work: Work) -> bytes:
    full = area_names(here.source).get(work.work.area)
    place = (full or work.place).text(here.language)
    paper = Paper(
        here.language,
        here.say,
        place,
        here.practice_note,
        # Whoever holds the paper sees on a phone what is proved of this tambon.
        app_address(f"{light_path(practice=bool(here.practice_note))}/see/{work.work.area}"),
        datetime.now(UTC),
        names=here.audience is Audience.WRITER,
    )
    return certificate(work, paper)
