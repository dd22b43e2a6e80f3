"""Under a record: every change, restorable, and withdrawal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from lib.access.policy import Act
from lib.domain.thai_date import format_moment
from lib.insight.display_value import DisplayValues
from lib.insight.records.ledger import Detail
from lib.schema.record import Record
from lib.ui.frame.flash import done
from lib.ui.frame.history_words import action_word, changed_lines, note_words
from lib.ui.frame.problems import shows_problems
from lib.ui.frame.safe import md
from lib.ui.frame.shell import Here
from lib.ui.records.list import open_record

if TYPE_CHECKING:
    from lib.actions.records.acts import RecordActs


def history_part(here: Here, acts: RecordActs, opened: Detail) -> None:
    """Every change, field by field, each revision restorable; and withdrawal."""
    say, record = here.say, opened.stored.record
    teller, kind_id = DisplayValues(here.source, here.language), record.about.id
    st.divider()
    with st.expander(say("ประวัติ ({n} ครั้ง)", n=len(opened.history)), icon=":material/history:"):
        for change in opened.history:
            st.markdown(
                f"**{say('ฉบับที่ {n}', n=change.revision)}** · {action_word(say, change.action)} · "
                f"{md(change.actor_label)} · {format_moment(change.when, here.language)}"
                + (f" · {md(note)}" if (note := note_words(say, change.action, change.note)) else "")
            )
            if lines := changed_lines(teller, kind_id, change.fields):
                st.markdown("\n".join(lines))
            if change.revision != opened.stored.revision or opened.stored.withdrawn:
                _restore_part(here, acts, opened, change.revision)
        if not opened.history:
            st.caption(say("ยังไม่มีการแก้ไขตั้งแต่เผยแพร่"))
    if not opened.stored.withdrawn:
        with st.expander(say("ถอนรายการนี้"), icon=":material/delete:"):
            why = st.text_input(say("เหตุผลที่ถอน"), key=f"withdraw.{record.id}")
            if st.button(say("ถอน (เรียกคืนได้จากประวัติ)"), key=f"withdraw.{record.id}.go"):
                with shows_problems(here) as outcome:
                    acts.withdraw(record.about.id, record.id, why or "")
                if outcome.ok:
                    open_record(record.about.id, record.id)
                    done(here, say("ถอนแล้ว ไม่ถูกนับ"))
    if record.about.private:
        _erase_part(here, acts, record)


def _restore_part(here: Here, acts: RecordActs, opened: Detail, revision: int) -> None:
    """What restoring a revision would change, then the button."""
    say, record = here.say, opened.stored.record
    with st.popover(say("คืนค่าเป็นฉบับที่ {n}", n=revision), icon=":material/settings_backup_restore:", type="tertiary"):
        teller = DisplayValues(here.source, here.language)
        kind_id = record.about.id
        lines = changed_lines(teller, kind_id, opened.against(revision))
        st.markdown("\n".join(lines) or say("ข้อมูลเหมือนเดิม รายการจะกลับมานับ"))
        if st.button(say("คืนค่า"), key=f"restore.{record.id}.{revision}", type="primary"):
            with shows_problems(here) as outcome:
                acts.restore(kind_id, record.id, revision)
            if outcome.ok:
                open_record(kind_id, record.id)
                done(here, say("คืนค่าแล้ว"))


def _erase_part(here: Here, acts: RecordActs, record: Record) -> None:
    """Erasure for good, at the wish of the person concerned; asked for twice. Not for who may not."""
    if not here.may_to(Act.ERASE, record.about.id, record.id):
        return
    say = here.say
    with st.expander(say("ลบถาวรตามสิทธิเจ้าของข้อมูล (PDPA)"), icon=":material/delete_forever:"):
        st.markdown(
            say(
                "เนื้อหาจะหายไปจากรายการ ประวัติ ร่าง และแฟ้มที่เคยนำเข้า เรียกคืนไม่ได้ เหลือเพียงว่าเคยมีรายการและลบเมื่อใด "
                "แฟ้มสำรองเก่าที่เก็บไว้นอกระบบต้องลบเอง ถ้านำกลับมา ระบบจะลบซ้ำให้"
            )
        )
        why = st.text_input(say("เหตุผล (ไม่ใส่ชื่อบุคคล)"), key=f"erase.{record.id}")
        sure = st.checkbox(say("เข้าใจแล้วว่าเรียกคืนไม่ได้"), key=f"erase.{record.id}.sure")
        if st.button(say("ลบถาวร"), key=f"erase.{record.id}.go", disabled=not sure):
            with shows_problems(here) as outcome:
                acts.erase(record.about.id, record.id, why or "")
            if outcome.ok:
                open_record(record.about.id, "")
                done(here, say("ลบถาวรแล้ว"))
