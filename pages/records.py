"""บันทึก: add and correct records by forms from the schema; evidence, verdict, history, restore."""

import streamlit as st

from lib.access.actors import may_read_records
from lib.actions.records import drafting, erasing, saving, verifying
from lib.actions.survey import households
from lib.schema.registry import kinds_for_forms
from lib.ui.form.desk import record_desk
from lib.ui.frame.filters import choose
from lib.ui.frame.flash import say_saved
from lib.ui.frame.shell import open_page
from lib.ui.records import editor
from lib.ui.records import list as record_list

here = open_page("records")
store, actor, say = here.source.store, here.actor, here.say
desk = record_desk(store, actor, saving, verifying, erasing, drafting, households)
say_saved(here)
if not actor.may_write:
    st.info(say("เครื่องนี้ดูได้อย่างเดียว การบันทึกทำที่เครื่องที่เปิดระบบ"), icon=":material/visibility:")

kinds = {m.about.id: m.about for m in kinds_for_forms() if may_read_records(actor, m.about.id)}
kind_id = choose(here, "kind", say("ประเภทข้อมูล"), {k: a.label(here.language) for k, a in kinds.items()})
st.caption(kinds[kind_id].help(here.language))

record_id, code = st.query_params.get("record", ""), st.query_params.get("draft", "")
if not record_id:
    if actor.may_write:
        if kind_id == "evidence":
            st.caption(say("หลักฐานเพิ่มจากในรายการที่มันยืนยัน"))
        else:
            st.button(
                say("เพิ่มรายการใหม่"),
                type="primary",
                icon=":material/add:",
                on_click=record_list.open_record,
                args=(kind_id, "new"),
            )
        record_list.show_drafts(here, desk)
        editor.note_list(desk, kind_id)
    record_list.show_list(here, kind_id)
elif actor.may_write:
    editor.show_editor(here, desk, kind_id, record_id)
else:
    editor.show_reading(here, kind_id, record_id)
