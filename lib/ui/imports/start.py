"""The first part of an import: hand files in, get a template, see earlier imports."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from lib.domain.errors import ThunError
from lib.domain.thai_date import format_moment
from lib.domain.thai_number import format_number
from lib.export.template import to_template
from lib.insight.country.progress import progress
from lib.insight.imports.template_lists import template_lists
from lib.schema.registry import kinds_for_forms
from lib.ui.frame.flash import done
from lib.ui.frame.problems import shows_problems
from lib.ui.frame.provinces import province_names
from lib.ui.frame.safe import md
from lib.ui.frame.shell import Here
from lib.ui.frame.styles import uploader
from lib.ui.frame.tables import XLSX

if TYPE_CHECKING:
    from lib.actions.imports.acts import ImportActs
    from lib.store.imports import Job

#: Kinds that offices keep lists of; offered first in a template.
_USUAL = ("tambon_progress", "organisation", "event")


def hand_in(here: Here, acts: ImportActs, offices: Sequence[str]) -> None:
    """Whose file, and the files; each becomes an import of its own."""
    say = here.say
    office = st.text_input(
        say("แฟ้มของสำนักงานหรือเครือข่ายใด"),
        key="imports.office",
        max_chars=200,
        help=say("ระบบจำการจับคู่คอลัมน์ไว้ให้สำนักงานนี้ ครั้งต่อไปไม่ต้องจับคู่ใหม่"),
    )
    known = [name for name in offices if name != office][:12]
    if known:
        st.pills(
            say("สำนักงานที่เคยส่ง"),
            known,
            key="imports.known",
            format_func=md,
            on_change=_take_office,
            label_visibility="collapsed",
        )
    st.html(uploader(say("เลือกแฟ้ม")))
    round_ = st.session_state.get("imports.round", 0)
    files = st.file_uploader(
        say("แฟ้ม .xlsx หรือ .csv เลือกได้หลายแฟ้ม ไม่เกิน 25 MB ต่อแฟ้ม"),
        accept_multiple_files=True,
        key=f"imports.files.{round_}",
    )
    if not files or not st.button(say("อ่านแฟ้ม"), type="primary", icon=":material/upload_file:"):
        return
    if not (office or "").strip():
        st.error(say("บอกก่อนว่าแฟ้มของสำนักงานหรือเครือข่ายใด"), icon=":material/error:")
        return
    started = []
    for one in files:
        try:
            started.append(acts.start(office or "", one.name, one.getvalue()))
        except ThunError as error:
            lines = " ".join(p.text(here.language) for p in error.problems)
            st.error(f"**{md(one.name)}** – {md(lines)}", icon=":material/error:")
    if started:
        st.session_state["imports.round"] = round_ + 1
        if len(started) == 1 == len(files):
            open_job(started[0])
        if len(started) == len(files):
            done(here, say("อ่านแฟ้มแล้ว {n} แฟ้ม ยังไม่มีอะไรเปลี่ยนจนกว่าจะกดนำเข้า", n=len(started)))


def _take_office() -> None:
    """An office that was pressed becomes the typed one."""
    chosen = st.session_state.pop("imports.known", None)
    if chosen:
        st.session_state["imports.office"] = chosen


def open_job(job_id: str) -> None:
    """Put an import into the address; the page opens it."""
    if job_id:
        st.query_params["job"] = job_id
    else:
        st.query_params.pop("job", None)
    for key in [k for k in st.session_state if str(k).startswith(("map.", "ask.", "imports.page"))]:
        del st.session_state[key]


def template_part(here: Here) -> None:
    """An empty workbook with dropdowns, for the kinds and the province that are wanted."""
    say = here.say
    with st.expander(say("ยังไม่มีแฟ้ม ดาวน์โหลดแบบฟอร์ม Excel"), icon=":material/table_view:"):
        labels = {m.about.id: m.about.label(here.language) for m in kinds_for_forms()}
        for unfit in ("evidence", "area"):
            labels.pop(unfit, None)
        chosen = st.multiselect(
            say("ข้อมูลที่จะกรอก"),
            list(labels),
            default=list(_USUAL),
            key="imports.template.kinds",
            format_func=labels.__getitem__,
            placeholder=say("เลือกได้หลายข้อ"),
        )
        names = province_names(here, progress(here.source), "")
        province = st.selectbox(
            say("จังหวัด (ช่วยให้รายการตำบลสั้นลง)"),
            list(names),
            index=None,
            format_func=names.__getitem__,
            placeholder=say("ทั้งประเทศ"),
            key="imports.template.province",
        )
        if chosen:
            st.download_button(
                say("ดาวน์โหลดแบบฟอร์ม"),
                partial(_template, here, tuple(chosen), province or ""),
                file_name=f"thun-template{'-' + province if province else ''}.xlsx",
                mime=XLSX,
                icon=":material/download:",
                on_click="ignore",
            )


def _template(here: Here, kinds: tuple[str, ...], province: str) -> bytes:
    from lib.insight.display_value import area_names

    name = area_names(here.source)[province].th if province else ""
    say = here.say
    guide = [
        say("แบบฟอร์มทุนชุมชน") + (f" – {name}" if name else ""),
        say("1. กรอกแท็บละหนึ่งเรื่อง หนึ่งแถวคือหนึ่งรายการ ช่องหัวสีส้มที่มี * ต้องกรอก"),
        say("2. ชี้ที่หัวคอลัมน์เพื่ออ่านคำอธิบาย ช่องที่มีลูกศรเลือกจากรายการได้"),
        say("3. วันที่เขียนเช่น 19 ก.ย. 2566 ตัวเลขเขียน 1200 ช่องที่ไม่มีข้อมูลเว้นว่างไว้"),
        say("4. เสร็จแล้วส่งแฟ้มที่หน้า “นำเข้า” ระบบจะให้ดูก่อนทุกครั้งว่าอะไรจะเปลี่ยน"),
        here.practice_note,
    ]
    offered = template_lists(here.source, kinds, province)
    return to_template(kinds, offered, [g for g in guide if g], name, here.say)


def earlier(here: Here, jobs: Sequence[Job]) -> None:
    """Imports so far: those that wait, and those that were applied and can be undone."""
    say = here.say
    states = {"open": say("รอนำเข้า"), "applied": say("นำเข้าแล้ว"), "undone": say("ย้อนแล้ว"), "dropped": say("ยกเลิก")}
    if not jobs:
        return
    st.subheader(say("การนำเข้าที่ผ่านมา"), anchor=False)
    for job in jobs[:30]:
        counts = job.counts
        told_counts = (
            say(
                "ใหม่ {new} · เปลี่ยน {changed} · รอแก้ {waits}",
                new=format_number(counts.get("new", 0)),
                changed=format_number(counts.get("changed", 0)),
                waits=format_number(counts.get("waits", 0) + counts.get("rejected", 0)),
            )
            if counts
            else ""
        )
        moment = format_moment(job.applied_at or job.updated_at, here.language)
        parts = [md(job.office), states.get(job.state, ""), told_counts, moment]
        st.button(
            f"**{md(job.file_name)}** · {' · '.join(p for p in parts if p)}",
            key=f"job.{job.id}",
            on_click=open_job,
            args=(job.id,),
            type="tertiary",
            icon=":material/chevron_right:",
        )


def undo_part(here: Here, acts: ImportActs, job: Job) -> None:
    """Undo of an applied import, with what it would do first."""
    say = here.say
    with st.expander(say("ย้อนการนำเข้านี้ทั้งหมด"), icon=":material/undo:"):
        plan = acts.plan_undo(job.id)
        st.markdown(
            say(
                "จะถอนรายการที่เพิ่ม {new} รายการ คืนค่าเดิม {back} รายการ และคงไว้ {left} รายการที่มีผู้แก้ต่อแล้ว",
                new=format_number(len(plan.withdrawn)),
                back=format_number(len(plan.put_back)),
                left=format_number(len(plan.left)),
            )
        )
        if st.button(say("ย้อนการนำเข้า"), key=f"undo.{job.id}", icon=":material/undo:"):
            with shows_problems(here) as outcome:
                acts.undo(job.id)
            if outcome.ok:
                done(here, say("ย้อนการนำเข้าแล้ว ทุกอย่างยังอยู่ในประวัติ"))


__all__ = ["earlier", "hand_in", "open_job", "template_part", "undo_part"]
