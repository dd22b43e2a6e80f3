"""Which column answers which question: what was recognised, and what a person has to say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from lib.insight.country.progress import progress
from lib.intake.tab_plan import Column, How, TabPlan, mapped
from lib.intake.targets import AS_NOTE, ID, PARENT, POINT, may_be_set, readable_kinds, targets_of
from lib.schema.record import specs
from lib.schema.registry import kind
from lib.ui.frame.flash import done
from lib.ui.frame.problems import shows_problems
from lib.ui.frame.provinces import province_names
from lib.ui.frame.safe import md
from lib.ui.frame.shell import Here

if TYPE_CHECKING:
    from lib.actions.imports.acts import ImportActs
    from lib.store.imports import Job


def mapping_part(here: Here, acts: ImportActs, job: Job) -> bool:
    """Every tab with its columns; True once all tabs are confirmed."""
    say = here.say
    plans = [TabPlan.from_json(p) for p in job.plans]
    ready = all(p.confirmed or not p.kind for p in plans) and any(p.kind for p in plans)
    st.subheader(say("1 จับคู่คอลัมน์"), anchor=False)
    if not any(p.kind for p in plans):
        st.warning(say("ยังไม่รู้ว่าแฟ้มนี้เป็นข้อมูลเรื่องใด เลือกประเภทข้อมูลของแต่ละแท็บ"), icon=":material/help:")
    for plan in plans:
        count = len(plan.used)
        state = (
            say("ไม่ใช้แท็บนี้")
            if not plan.kind
            else say("พร้อม ใช้ {n} คอลัมน์", n=count)
            if plan.confirmed
            else say("ต้องยืนยัน {n} คอลัมน์", n=len(plan.proposals))
        )
        title = f"{md(plan.tab)} → {md(kind_label(here, plan.kind))} · {state}"
        icon = ":material/check:" if plan.confirmed else ":material/help:"
        with st.expander(title, expanded=not plan.confirmed, icon=icon):
            _tab(here, acts, job, plan, plans)
    return ready


def kind_label(here: Here, kind_id: str) -> str:
    """Name of what a tab holds; nested rows by their own label."""
    if not kind_id:
        return "–"
    head, _, nested = kind_id.partition("/")
    name = kind(head).about.label(here.language)
    return f"{name}: {specs(kind(head))[nested].label(here.language)}" if nested else name


def _tab(here: Here, acts: ImportActs, job: Job, plan: TabPlan, plans: Sequence[TabPlan]) -> None:
    say = here.say
    left, right = st.columns(2)
    kinds = ["", *readable_kinds()]
    chosen = left.selectbox(
        say("แท็บนี้เป็นข้อมูลเรื่อง"),
        kinds,
        index=kinds.index(plan.kind),
        key=f"map.{job.id}.{plan.tab}.kind",
        format_func=lambda k: kind_label(here, k) if k else say("ไม่ใช้แท็บนี้"),
    )
    if chosen != plan.kind:
        with shows_problems(here) as outcome:
            acts.replan(job.id, plan.tab, chosen)
        if outcome.ok:
            st.rerun()
    if not plan.kind:
        return
    names = province_names(here, progress(here.source), "")
    provinces = ["", *names]
    province = right.selectbox(
        say("ทั้งแท็บเป็นของจังหวัด"),
        provinces,
        key=f"map.{job.id}.{plan.tab}.province",
        index=provinces.index(plan.province) if plan.province in provinces else 0,
        format_func=lambda p: names.get(p, say("แต่ละแถวบอกจังหวัดเอง")),
        help=say("ชื่อตำบลซ้ำกันทั่วประเทศ ถ้าแถวไม่บอกจังหวัด ระบบใช้จังหวัดนี้"),
    )
    st.caption(say("หัวตารางอยู่แถวที่ {row} รายการเริ่มแถวที่ {first}", row=plan.header_row + 1, first=plan.first_row + 1))
    choices = _columns(here, job, plan)
    if st.button(
        say("ยืนยันการจับคู่"),
        key=f"map.{job.id}.{plan.tab}.ok",
        icon=":material/check:",
        type="secondary" if plan.confirmed else "primary",
    ):
        made = replace(mapped(plan, choices), province=province, confirmed=True)
        with shows_problems(here) as outcome:
            acts.set_plan(job.id, [made if p.tab == plan.tab else p for p in plans])
        if outcome.ok:
            done(here, say("จำการจับคู่ของ {office} ไว้แล้ว", office=md(job.office)))


def _columns(here: Here, job: Job, plan: TabPlan) -> dict[int, str]:
    """A select box per column that is not plain; the recognised ones behind a switch."""
    say = here.say
    labels = target_labels(here, plan.kind)
    sure = [c for c in plan.columns if c.how in (How.LABEL, How.ALIAS, How.REMEMBERED, How.CHOSEN)]
    doubtful = [c for c in plan.columns if c not in sure and c.heading]
    if sure:
        lines = [f"{md(c.heading)} → **{md(labels.get(c.target, c.target))}**" for c in sure]
        st.markdown(" · ".join(lines))
    show_all = sure and st.toggle(say("แก้คอลัมน์ที่จับคู่แล้ว"), key=f"map.{job.id}.{plan.tab}.all", value=not plan.used)
    asked = [c for c in plan.columns if c.heading] if show_all else doubtful
    chosen: dict[int, str] = {}
    grid = st.columns(3)
    for n, column in enumerate(asked):
        with grid[n % 3]:
            chosen[column.index] = _one(here, job, plan, column, labels)
    taken = {c.index: c.target for c in plan.columns}
    return {i: t for i, t in chosen.items() if t != taken[i] or i in {c.index for c in plan.proposals}}


def _one(here: Here, job: Job, plan: TabPlan, column: Column, labels: dict[str, str]) -> str:
    targets = ["", *labels]
    mark = f" :orange-badge[{here.say('โปรดยืนยัน')}]" if column.how is How.PROPOSED else ""
    return str(
        st.selectbox(
            f"{md(column.heading)}{mark}",
            targets,
            key=f"map.{job.id}.{plan.tab}.{plan.kind}.{column.index}",
            index=targets.index(column.target) if column.target in targets else 0,
            format_func=lambda t: labels.get(t, here.say("ไม่ใช้คอลัมน์นี้")),
        )
    )


def target_labels(here: Here, kind_id: str) -> dict[str, str]:
    """Everything a column may answer, in words."""
    say = here.say
    parts = {"tambon": say("ตำบล"), "district": say("อำเภอ"), "province": say("จังหวัด")}
    fixed = {
        ID: say("รหัสระบบ"),
        PARENT: say("ชื่อหรือรหัสของรายการหลัก"),
        POINT: say("พิกัด (ละติจูด, ลองจิจูด)"),
        AS_NOTE: say("เก็บเป็นหมายเหตุ พร้อมหัวคอลัมน์"),
    }
    found = {}
    for target, spec in targets_of(kind_id).items():
        if spec is None:
            found[target] = fixed[target]
        elif "/" in target:
            found[target] = f"{spec.label(here.language)} – {parts[target.partition('/')[2]]}"
        elif may_be_set(spec):
            found[target] = spec.label(here.language)
    return found
