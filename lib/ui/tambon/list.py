"""All workspaces of a region: at which step, overdue, stuck the longest; and beginning a new one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from lib.domain.thai_date import bangkok_today, fiscal_year, format_year
from lib.domain.thai_number import format_number
from lib.export.sheets import OnlyInFile, OnlyOnScreen
from lib.insight.country.progress import progress
from lib.insight.survey.rounds import country
from lib.insight.tambon.workspace_list import WorkspaceCard, works
from lib.schema.choices import COUNCIL_AREAS, REGIONS
from lib.schema.field import Spec, label
from lib.schema.tambon_choices import SEVEN_STEPS, STEP_STATES
from lib.ui.form.area_picker import pick_area
from lib.ui.form.asking import Questions
from lib.ui.form.state import Form
from lib.ui.frame.cells import day_cell, year_cell
from lib.ui.frame.charts import bars, show
from lib.ui.frame.filters import choose, region
from lib.ui.frame.filters import province as choose_province
from lib.ui.frame.flash import done
from lib.ui.frame.problems import shows_problems
from lib.ui.frame.provinces import province_names
from lib.ui.frame.replay import replay
from lib.ui.frame.safe import md
from lib.ui.frame.shell import Here
from lib.ui.frame.tables import table

if TYPE_CHECKING:
    from lib.actions.tambon.acts import WorkspaceActs


def open_work(work: str, part: str = "") -> None:
    """Put a workspace (and a part of it) into the address; '' goes back to the list."""
    for name, value in (("work", work), ("part", part)):
        if value:
            st.query_params[name] = value
        else:
            st.query_params.pop(name, None)


def show_works(here: Here, acts: WorkspaceActs | None) -> None:
    """The regional view."""
    say = here.say
    shown = works(here.source, audience=here.audience)
    left, middle, right = st.columns(3)
    with left:
        in_region = region(here)
    with middle:
        names = province_names(here, progress(here.source), in_region)
        province = choose_province(here, say("จังหวัด"), names, say("ทุกจังหวัด"))
    years = sorted({c.year for c in shown.value}, reverse=True)
    with right:
        year = choose(
            here, "year", say("ปีงบประมาณ"), {str(y): format_year(y, here.language) for y in years}, all_label=say("ทุกปี")
        )
    cards = [
        c
        for c in shown.value
        if in_region in ("", c.region) and province in ("", c.province) and year in ("", str(c.year))
    ]
    if acts is not None:
        _begin(here, acts, first=not shown.value)
    if not cards:
        st.info(say("ยังไม่มีพื้นที่ทำงานที่ตรงกับตัวกรองนี้"), icon=":material/footprint:")
        return
    _open_one(here, cards)
    filters = (in_region, province, year)
    replay(here, shown, "works.head", lambda: _head(here, cards), *filters)
    _stuck(here, cards)
    table(
        here, shown, "works", say("ตำบลตามขั้นงาน"), lambda: _rows(here, cards), say("พื้นที่ทำงานของตำบลในระบบนี้"), *filters
    )
    _country(here)


def _country(here: Here) -> None:
    """Household forms of the whole country by region and round: counts of forms, no answers."""
    say = here.say
    shown = country(here.source, audience=here.audience)
    if not shown.value:
        return
    regions = {o.value: o.label(here.language) for o in REGIONS}
    with st.expander(say("แบบครัวเรือนทั้งประเทศ"), icon=":material/home_work:"):
        table(
            here,
            shown,
            "survey_country",
            say("แบบครัวเรือนตามภาคและรอบ"),
            lambda: [
                {
                    say("รหัสภาค"): OnlyInFile(r.region),
                    say("ภาค"): regions.get(r.region, "–"),
                    say("ปี"): year_cell(r.year, here.language),
                    say("ตำบล"): r.tambons,
                    say("แบบที่เก็บ"): r.forms,
                    say("ยินยอม"): r.consented,
                    say("ตรวจแล้ว"): r.checked,
                }
                for r in shown.value
            ],
            say("พื้นที่ทำงานของตำบลในระบบนี้"),
        )


def _head(here: Here, cards: list[WorkspaceCard]) -> None:
    say, today = here.say, bangkok_today()
    stuck = [c for c in cards if c.state == "blocked"]
    longest = max(stuck, key=lambda c: c.stuck_days(today), default=None)
    answer = say(
        "{n} ตำบลกำลังทำงาน ติดขัด {stuck} เลยกำหนด {late}",
        n=len(cards),
        stuck=len(stuck),
        late=sum(c.overdue > 0 for c in cards),
    )
    if longest:
        answer += " · " + say(
            "ติดนานที่สุด {place} {days} วัน", place=md(longest.place.text(here.language)), days=longest.stuck_days(today)
        )
    st.markdown(f"#### {answer}")
    counts = {s.value: sum(c.step == s.value for c in cards) for s in SEVEN_STEPS}
    rows = [{"label": f"{s.value} {s.label(here.language)}", "n": counts[s.value]} for s in SEVEN_STEPS]
    finished = sum(not c.step for c in cards)
    if finished:
        rows.append({"label": say("ครบ 7 ขั้น"), "n": finished})
    show(bars(rows, say("ตำบลที่อยู่ขั้นนี้"), horizontal=True), say("ตำบลที่อยู่ขั้นนี้"), rows)


def _stuck(here: Here, cards: list[WorkspaceCard]) -> None:
    """What needs somebody today: stuck the longest first, then overdue."""
    today = bangkok_today()
    urgent = sorted(
        (c for c in cards if c.state == "blocked" or c.overdue), key=lambda c: (-c.stuck_days(today), -c.overdue)
    )[:5]
    for card in urgent:
        why = (
            here.say("ติดมา {days} วัน: {what}", days=card.stuck_days(today), what=md(card.blocker or "–"))
            if card.state == "blocked"
            else here.say("เลยกำหนด {n} เรื่อง", n=card.overdue)
        )
        st.button(
            f"{md(card.place.text(here.language))} · {here.say('ขั้น {n}', n=card.step or 7)} · {why}",
            key=f"urgent.{card.id}",
            type="tertiary",
            icon=":material/priority_high:",
            on_click=open_work,
            args=(card.id, "steps"),
        )


def _rows(here: Here, cards: list[WorkspaceCard]) -> list[dict[str, object]]:
    say, today = here.say, bangkok_today()
    return [
        {
            say("รหัสพื้นที่ทำงาน"): OnlyInFile(c.id),
            say("รหัสตำบล"): OnlyInFile(c.area),
            say("ตำบล"): c.place.text(here.language),
            say("ปี"): year_cell(c.year, here.language),
            say("ขั้น"): label(SEVEN_STEPS, c.step, here.language) or say("ครบ 7 ขั้น"),
            say("สถานะ"): label(STEP_STATES, c.state, here.language) if c.step else "",
            say("ติดกี่วัน"): c.stuck_days(today) or "",
            say("เลยกำหนด"): c.overdue or "",
            say("ครัวเรือน"): OnlyOnScreen(
                f"{format_number(c.visited)}/{format_number(c.to_visit)}" if c.to_visit or c.visited else ""
            ),
            say("ครัวเรือนที่เก็บแล้ว"): OnlyInFile(c.visited),
            say("ครัวเรือนที่ต้องเก็บ"): OnlyInFile(c.to_visit),
            say("กำหนดเสร็จ"): day_cell(c.due, here.language),
            say("ทำอะไรต่อ"): c.next_action,
        }
        for c in sorted(cards, key=lambda c: (-c.stuck_days(today), -c.overdue, c.step or "8"))
    ]


def _open_one(here: Here, cards: list[WorkspaceCard]) -> None:
    names = {c.id: f"{c.place.text(here.language)} · {format_year(c.year, here.language)}" for c in cards}
    chosen = st.selectbox(
        here.say("เปิดพื้นที่ทำงาน"),
        list(names),
        format_func=names.__getitem__,
        index=None,
        placeholder=here.say("พิมพ์ชื่อตำบล"),
        key="tambon.open",
    )
    if chosen:
        del st.session_state["tambon.open"]
        open_work(chosen)
        st.rerun()


def _begin(here: Here, acts: WorkspaceActs, *, first: bool) -> None:
    say = here.say
    with st.expander(say("เริ่มพื้นที่ทำงานของตำบล"), icon=":material/add:", expanded=first):
        from lib.schema.tambon_work import TambonWork

        form = st.session_state.setdefault("_begin_work", Form("begin_work", TambonWork, "", 0, {"no_answer": {}}))
        spec = Spec(
            say("ตำบล/เทศบาล/เขต"), say("ตำบล/เทศบาล/เขต"), refers_to="area", area_types=COUNCIL_AREAS, id="area"
        )
        pick_area(Questions.of(here, form, lambda _: None), spec, spec.th)
        year = st.number_input(say("ปีงบประมาณ (พ.ศ.)"), 2540, 2700, fiscal_year(bangkok_today()), key="begin_work.year")
        if st.button(say("เริ่ม 7 ขั้น"), type="primary", key="begin_work.go", icon=":material/play_arrow:"):
            made = ""
            with shows_problems(here):
                made = acts.begin(form.typed.get("area") or "", int(year))
            if made:
                del st.session_state["_begin_work"]
                open_work(made, "steps")
                done(here, say("เริ่มแล้ว ครบทั้ง 7 ขั้น ใส่เจ้าของงานและกำหนดเสร็จได้เลย"))
