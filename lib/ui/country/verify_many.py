"""Several reported rungs verified in one press: those that a person has ticked, each with its evidence in sight."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING

import streamlit as st

from lib.access.policy import Act
from lib.domain.errors import ThunError
from lib.domain.thai_date import format_date
from lib.domain.thai_number import format_number
from lib.insight.country.to_do import WaitingStep
from lib.insight.records.needs import needs_of
from lib.ui.country.place_words import place_words, province_names_of
from lib.ui.form.proof import evidence_line
from lib.ui.frame.flash import done
from lib.ui.frame.safe import md
from lib.ui.frame.shell import Here

if TYPE_CHECKING:
    from lib.actions.records.acts import RecordActs

#: Rungs that are offered at once: as many as one looks through in earnest.
MOST = 15
#: Of so many that wait: what each asks for is looked up one by one.
LOOKED_AT = 60


def verify_many(here: Here, acts: RecordActs, waiting: Sequence[WaitingStep]) -> None:
    """Rungs that nothing stands against, to be ticked and verified together; the others go one by one."""
    say = here.say
    ready = list(islice((step for step in waiting[:LOOKED_AT] if _is_ready(here, step)), MOST))
    names = province_names_of(here)
    if not ready:
        st.info(say("ไม่มีรายการที่หลักฐานครบพอให้ตรวจพร้อมกัน ตรวจทีละรายการแทน"), icon=":material/checklist:")
        return
    st.caption(say("แสดงเฉพาะขั้นที่มีหลักฐานและไม่ขาดอะไร ครั้งละไม่เกิน {n} รายการ", n=MOST))
    with st.form("verify_many", border=True):
        ticked = [step for step in ready if st.checkbox(_words(here, names, step), key=f"many.{step.record_id}")]
        who = here.actor.label
        if here.actor.account:
            st.caption(say("ตรวจรับรองในนาม {who}", who=md(who)))
        else:
            who = st.text_input(say("ชื่อผู้ตรวจรับรอง"), key="many.verifier", persist_state="session") or ""
        pressed = st.form_submit_button(
            say("ตรวจรับรองที่เลือก: หลักฐานยืนยันจริง"), type="primary", icon=":material/done_all:"
        )
    if not pressed:
        return
    if not ticked:
        st.warning(say("ยังไม่ได้เลือกรายการ"))
        return
    _decide(here, acts, ticked, who)


def _decide(here: Here, acts: RecordActs, ticked: Sequence[WaitingStep], who: str) -> None:
    """Each for itself: what one is refused for does not hold the others up."""
    refused = []
    for step in ticked:
        try:
            acts.verify(step.kind, step.record_id, who, "")
        except ThunError as error:
            why = " · ".join(p.text(here.language) for p in error.problems)
            refused.append(f"{md(step.place.name.text(here.language))}: {md(why)}")
    settled = len(ticked) - len(refused)
    if refused:
        st.error("\n".join(f"- {line}" for line in refused), icon=":material/block:")
        if settled:
            here.wrote()
            st.success(here.say("ตรวจรับรองแล้ว {n} รายการ", n=format_number(settled)))
        return
    done(here, here.say("ตรวจรับรองแล้ว {n} รายการ นับรวมตั้งแต่บัดนี้", n=format_number(settled)))


def _is_ready(here: Here, step: WaitingStep) -> bool:
    if not any(e.weighs for e in step.evidence) or not here.may_to(Act.VERIFY, step.kind, step.record_id):
        return False
    needs = needs_of(here.source, step.place.id, step.rung_id) if step.kind == "tambon_progress" else None
    return needs is None or needs.ready


def _words(here: Here, names: Mapping[str, str], step: WaitingStep) -> str:
    counts = f" · {here.say('นับเข้าเป้าหมาย')}" if step.counts else ""
    told = [f"**{md(place_words(here, names, step.place))}** · {md(step.rung.text(here.language))}{counts}"]
    told.append(format_date(step.reached_on, here.language))
    told += [md(step.note)] if step.note else []
    told += [evidence_line(here, e) for e in step.evidence]
    return " · ".join(told)
