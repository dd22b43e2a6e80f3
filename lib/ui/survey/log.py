"""Who looked at the households' forms of a round, and when."""

from __future__ import annotations

import streamlit as st

from lib.domain.thai_date import format_moment
from lib.insight.survey.rounds import forms, looks_at
from lib.insight.tambon.work import Work
from lib.ui.frame.shell import Here
from lib.ui.frame.tables import draw_rows


def show_log(here: Here, work: Work) -> None:
    """Newest first; a household by its code, never by an answer."""
    say = here.say
    looks = looks_at(here.source, place=work.work.area)
    st.markdown("#### " + say("เปิดดู {n} ครั้งล่าสุด", n=len(looks)))
    if not looks:
        st.info(say("ยังไม่มีใครเปิดดูแบบของรอบนี้"), icon=":material/visibility:")
        return
    codes = {f.id: f.code for f in forms(here.source, work.work.area, work.work.year)}
    acts = {"open": say("เปิดแบบ"), "list": say("เปิดรายการ"), "export": say("ขอสำเนา")}
    draw_rows(
        [
            {
                say("เมื่อ"): format_moment(look.at, here.language),
                say("ใคร"): look.actor_label,
                say("ทำอะไร"): acts.get(look.act, look.act),
                say("ครัวเรือน"): codes.get(look.record_id, "–"),
            }
            for look in looks
        ],
        say("ใครเปิดดูแบบครัวเรือน"),
    )
