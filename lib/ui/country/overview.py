"""The parts of the first screen."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from lib.domain.thai_date import format_moment, format_year
from lib.domain.thai_number import format_number
from lib.insight.country.overview import Gap, Happening, Overview
from lib.schema.registry import kind
from lib.ui.country.goals import goal_card
from lib.ui.frame.history_words import action_word
from lib.ui.frame.layout import cards_row
from lib.ui.frame.safe import md
from lib.ui.frame.shell import Here, page_link


def goal_cards(here: Here, told: Overview) -> None:
    """The two goals side by side."""
    left, right = st.columns(2)
    for column, pair, unit in ((left, told.tambons, here.say("ตำบล")), (right, told.provinces, here.say("จังหวัด"))):
        if pair:
            with column:
                goal_card(here.say, *pair, unit)


def centre_cards(here: Here, told: Overview) -> None:
    """Centres named, the published count, and what is known of the provinces."""
    say, places = here.say, told.centres
    st.subheader(say("ศูนย์บ่มเพาะเศรษฐกิจและทุนชุมชน"), anchor=False)
    latest = told.published.latest("incubation_centres")
    cards = cards_row(5)
    cards.metric(say("มีชื่อในระบบ"), format_number(len(places.centres)), border=True)
    cards.metric(
        say("เผยแพร่ปี {year}", year=format_year(latest.year, here.language))
        if latest and latest.year
        else say("เผยแพร่"),
        format_number(latest.value if latest else None),
        border=True,
        help=md(latest.source) if latest else None,
    )
    cards.metric(say("จังหวัดที่มีศูนย์"), format_number(places.counted("has")), border=True)
    cards.metric(say("ยืนยันว่ายังไม่มี"), format_number(places.counted("none")), border=True)
    cards.metric(say("จังหวัดที่ยังไม่ทราบ"), format_number(places.counted("unknown")), border=True)


def gap_list(here: Here, gaps: Sequence[Gap]) -> None:
    """The biggest gaps, each with the way to its list."""
    st.subheader(here.say("ช่องว่างใหญ่ที่สุด"), anchor=False)
    if not gaps:
        st.success(here.say("ไม่พบช่องว่าง"), icon=":material/check_circle:")
        return
    with st.container(border=True):
        for gap in gaps:
            page_link(
                here,
                gap.page,
                label=f"**{format_number(gap.count)}** {gap.lack.words(here.language)}",
                icon=":material/arrow_forward:",
                query=gap.query or None,
            )


def happenings(here: Here, recent: Sequence[Happening]) -> None:
    """What people changed lately."""
    say = here.say
    st.subheader(say("เปลี่ยนแปลงล่าสุด"), anchor=False)
    if not recent:
        st.info(say("ยังไม่มีใครบันทึกข้อมูลในระบบ เริ่มที่หน้า “บันทึก”"), icon=":material/edit_note:")
        page_link(here, "records", label=say("บันทึกรายการแรก"), icon=":material/add:")
        return
    lines = [
        f"- {format_moment(h.at, here.language)} · {action_word(say, h.action)} · "
        f"{kind(h.kind).about.label(here.language)} · **{md(h.title.text(here.language))}**"
        for h in recent
    ]
    st.markdown("\n".join(lines))
