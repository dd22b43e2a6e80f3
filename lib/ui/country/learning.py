"""KSNB on the screen: how many leaders, in which rounds, and who gained what."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from lib.access.policy import Act
from lib.access.visible import visible
from lib.domain.thai_date import format_date, format_days
from lib.domain.thai_number import format_number
from lib.domain.thai_text import spelling
from lib.insight.country.learning import Learned, LearningOverview, LearningRound, learning
from lib.insight.country.published import published
from lib.insight.lists import lists
from lib.schema.choices import MODES
from lib.schema.field import label
from lib.ui.frame.layout import cards_row
from lib.ui.frame.safe import md
from lib.ui.frame.shell import Here, page_link

_PAGE = 20


def show_learning(here: Here) -> None:
    """Numbers, rounds, then the leaders one by one."""
    everything = here.actor.rights.everywhere(Act.READ, "learning")
    only = None if everything else visible(here.actor, "learning")
    say, shown = here.say, learning(here.source, only)
    told = shown.value
    page_link(here, "records", say("เพิ่มการเรียนรู้ของผู้นำ"), ":material/add:", {"kind": "learning", "record": "new"})
    if not told.learned:
        st.info(
            say("ยังไม่มีบันทึก เริ่มจากเพิ่มบุคคลและกิจกรรมอบรม แล้วบันทึกว่าใครได้ความรู้ (K) ทักษะ (S) เครือข่าย (N) อะไร"),
            icon=":material/school:",
        )
        return
    _numbers(here, told)
    with st.expander(say("รอบอบรม {n} รอบ", n=len(told.rounds)), icon=":material/event:"):
        cohorts = {e.value: e.name.text(here.language) for e in lists(here.source).value.get("training_cohort", ())}
        st.markdown("\n".join(f"- {_round(here, held, cohorts)}" for held in told.rounds))
    search = st.text_input(say("ค้นชื่อหรือเรื่อง"), key="learning.search")
    word = spelling(search or "")
    found = [
        o for o in told.learned if word in spelling(" ".join((o.person, o.event, o.knowledge, o.skill, o.network)))
    ]
    pages = max(1, -(-len(found) // _PAGE))
    page = st.pagination(pages, key="learning.page", max_visible_pages=5) if pages > 1 else 1
    for one in found[(page - 1) * _PAGE : page * _PAGE]:
        _one(here, one)
    st.caption(here.as_of(shown))


def _numbers(here: Here, told: LearningOverview) -> None:
    """What our own records count; what was published stands beside it and is never added."""
    say = here.say
    with cards_row(5):
        st.metric(say("ผู้นำ"), format_number(told.leaders))
        st.metric(say("ตำบลของผู้นำ"), format_number(told.tambons))
        st.metric(say("ได้ความรู้ (K)"), format_number(sum(bool(o.knowledge) for o in told.learned)))
        st.metric(say("ได้ทักษะ (S)"), format_number(sum(bool(o.skill) for o in told.learned)))
        st.metric(say("ได้เครือข่าย (N)"), format_number(sum(bool(o.network) for o in told.learned)))
    facts = published(here.source).value
    people, tambons = (facts.total(series) for series in ("leaders_trained_total", "tambons_trained_total"))
    if people and tambons:
        figures = {"people": format_number(people.value), "tambons": format_number(tambons.value)}
        st.caption(say("เผยแพร่ไว้ {people} คน {tambons} ตำบล เป็นคนละชุดกับที่บันทึกในระบบ ไม่นำมาบวกกัน", **figures))
    if told.asked:
        figures = {"n": format_number(told.moved), "all": format_number(told.asked)}
        st.caption(say("วิธีคิดเปลี่ยนไปทาง “เอาทุนเป็นตัวตั้ง” {n} จาก {all} คนที่บันทึกก่อนและหลัง", **figures))


def _round(here: Here, one: LearningRound, cohorts: Mapping[str, str]) -> str:
    say = here.say
    told = [
        f"**{md(one.name)}**",
        md(cohorts.get(one.cohort, one.cohort)),
        label(MODES, one.mode, here.language),
        format_days(one.starts_on, one.ends_on, here.language) if one.starts_on else "",
        say("{n} คน", n=format_number(one.leaders)),
        say("{n} ตำบล", n=format_number(one.tambons)),
        md(one.trainer),
    ]
    return " · ".join(t for t in told if t)


def _one(here: Here, one: Learned) -> None:
    say = here.say
    day = f" · {format_date(one.learned_on, here.language)}" if one.learned_on else ""
    with st.container(border=True):
        st.markdown(f"**{md(one.person)}** · {md(one.event)} · {label(MODES, one.mode, here.language)}{day}")
        for name, text in (
            (say("ความรู้ (K)"), one.knowledge),
            (say("ทักษะ (S)"), one.skill),
            (say("เครือข่าย (N)"), one.network),
        ):
            if text:
                st.markdown(f"- **{name}** {md(text)}")
