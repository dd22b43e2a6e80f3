"""What an office keeps of its area: the reports it handed out, and the slides of its wall."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING, Final

import streamlit as st

from lib.access.asking import may_in
from lib.access.policy import Act
from lib.domain.months import format_period
from lib.domain.places import COUNTRY_ID, id_of_part
from lib.domain.reports import MadeReport
from lib.domain.slides import Slide
from lib.domain.thai_date import format_moment
from lib.domain.thai_number import format_number
from lib.export.area_paper import report_pdf
from lib.export.area_workbook import report_xlsx
from lib.insight.country.area_state import AreaState
from lib.insight.country.kept import ReportOnFile, read_report, reports_of, slides_of
from lib.insight.country.month import MonthShown
from lib.insight.source import Shown
from lib.ui.country.area_report import Make, made_report
from lib.ui.frame.flash import done
from lib.ui.frame.light import light_pages_are_served
from lib.ui.frame.problems import shows_problems
from lib.ui.frame.shell import Here
from lib.ui.frame.tables import XLSX

if TYPE_CHECKING:
    from lib.actions.country.acts import AreaActs

#: Reports that are listed at once; the others on a press.
_LISTED: Final = 12
_FORMS: Final[dict[str, tuple[str, str, str, Make]]] = {
    "pdf": ("PDF", "application/pdf", ":material/picture_as_pdf:", report_pdf),
    "xlsx": ("Excel", XLSX, ":material/table_view:", report_xlsx),
}
_KIND: Final = "tambon_progress"


def office_shelf(here: Here, acts: AreaActs | None, state: AreaState, month: Shown[MonthShown]) -> None:
    """Kept reports of the area that is shown, and the slides that its office wants."""
    place = id_of_part(state.region, state.province)
    writes = acts if acts and may_in(here.source.store, here.actor, Act.VERIFY, place, _KIND).allowed else None
    kept_reports(here, writes, state, month)
    if writes is not None and light_pages_are_served():
        slide_order(here, writes, state)


def kept_reports(here: Here, acts: AreaActs | None, state: AreaState, month: Shown[MonthShown]) -> None:
    """The area's reports as they were handed out, the newest month first."""
    say, place = here.say, id_of_part(state.region, state.province)
    found = reports_of(here.source, place)
    handed = [list(several) for _, several in groupby(found, _together)]
    with st.expander(say("รายงานที่เก็บไว้ ({n})", n=format_number(len(handed))), icon=":material/inventory_2:"):
        st.caption(
            say(
                "พ้นเดือนแล้ว ระบบทำรายงานของประเทศและทุกภาคเก็บไว้เอง จังหวัดที่เคยเก็บรายงานไว้ครั้งหนึ่งก็ทำให้ทุกเดือน แฟ้มที่เก็บไม่เปลี่ยนตามการแก้ทีหลัง"
            )
        )
        if acts is not None:
            words = format_period(state.month.since, state.month.month, here.language)
            if st.button(say("เก็บรายงาน {month} ไว้ตอนนี้", month=words), icon=":material/archive:", key="office.keep"):
                _keep(here, acts, state, month)
        every = len(handed) <= _LISTED or st.toggle(say("แสดงทั้งหมด"), key="office.all")
        for several in handed if every else handed[:_LISTED]:
            _line(here, acts, several)


def _together(one: ReportOnFile) -> tuple[str, str, bool, str]:
    """What was made in one go stands in one line."""
    report = one.report
    made = "" if report.scheduled else report.made_at.isoformat()
    return report.month, report.since, report.scheduled, made


def _line(here: Here, acts: AreaActs | None, several: Sequence[ReportOnFile]) -> None:
    say, first = here.say, several[0]
    report = first.report
    with st.container(horizontal=True, vertical_alignment="center"):
        told = [
            f"**{format_period(first.since, first.month, here.language)}**",
            say("ทำเองเมื่อพ้นเดือน") if report.scheduled else say("เจ้าหน้าที่เก็บไว้"),
            format_moment(report.made_at, here.language),
            say("เลขที่ {number}", number=report.number) if report.number else "",
            "English" if report.language == "en" else "",
        ]
        st.markdown(" · ".join(t for t in told if t), width="stretch")
        for one in sorted(several, key=lambda o: o.report.form):
            words, mime, icon, _ = _FORMS[one.report.form]
            st.download_button(
                words,
                partial(read_report, here.source, one.report),
                f"{one.report.place}-{one.report.month}.{one.report.form}",
                mime,
                icon=icon,
                key=f"office.{one.report.id}",
                on_click="ignore",
                type="tertiary",
            )
        if acts is None or report.scheduled:
            return
        if st.button("", icon=":material/delete:", help=say("เอาออก"), key=f"office.{report.id}.out", type="tertiary"):
            _throw_away(here, acts, several)


def _keep(here: Here, acts: AreaActs, state: AreaState, month: Shown[MonthShown]) -> None:
    place, told, at = id_of_part(state.region, state.province), state.month, datetime.now(UTC)
    with shows_problems(here) as outcome, st.spinner(here.say("กำลังทำรายงาน…")):
        for form, (_, _, _, make) in _FORMS.items():
            content = made_report(here, state, month, make)
            report = MadeReport(place, told.month, told.since, form, here.language, told.number, content)
            acts.keep_report(report, at)
    if outcome.ok:
        done(here, here.say("เก็บรายงานแล้ว"))


def _throw_away(here: Here, acts: AreaActs, several: Sequence[ReportOnFile]) -> None:
    with shows_problems(here) as outcome:
        for one in several:
            acts.throw_away(one.report.id)
    if outcome.ok:
        done(here, here.say("เอารายงานออกแล้ว"))


def slide_order(here: Here, acts: AreaActs, state: AreaState) -> None:
    """Which slides the wall of this area has, in the order in which they are chosen."""
    say, place = here.say, id_of_part(state.region, state.province)
    now = list(slides_of(here.source, state.region, state.province))
    with st.expander(say("สไลด์ขึ้นจอของพื้นที่นี้"), icon=":material/slideshow:"):
        chosen = st.multiselect(
            say("แผ่นที่ขึ้นจอ ตามลำดับที่เลือก"),
            list(Slide),
            default=now,
            format_func=lambda s: s.words(here.language),
            placeholder=say("เลือกอย่างน้อยหนึ่งแผ่น"),
            key=f"office.slides.{place}",
        )
        st.caption(
            say("เอาแผ่นออกแล้วเลือกใหม่เพื่อย้ายไปท้าย แผ่น QR อยู่ท้ายเสมอ จังหวัดที่ไม่ได้เลือกเองใช้ของภาค แฟ้มสไลด์ใช้แผ่นและลำดับเดียวกัน")
        )
        keep, back = st.columns(2)
        with keep:
            pressed = st.button(say("บันทึกลำดับ"), icon=":material/save:", disabled=not chosen, key="office.slides.keep")
        with back:
            words = say("ใช้ตามลำดับปกติ") if place == COUNTRY_ID else say("ใช้ตามที่ส่วนกลางหรือภาคเลือก")
            usual = st.button(words, icon=":material/undo:", type="tertiary", key="office.slides.usual")
        if pressed or usual:
            with shows_problems(here) as outcome:
                acts.choose_slides(place, [] if usual else chosen)
            if outcome.ok:
                st.session_state.pop(f"office.slides.{place}", None)
                done(here, say("ตั้งสไลด์ของพื้นที่นี้แล้ว"))
