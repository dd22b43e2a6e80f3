"""บันทึก: add and correct records by forms from the schema; evidence, verdict, history, restore."""

import streamlit as st

from lib.access.actors import may_read_records
from lib.access.asking import may_to
from lib.access.policy import Act
from lib.actions.acts import acts_of
from lib.schema.registry import kinds_for_forms
from lib.ui.frame.filters import choose
from lib.ui.frame.flash import say_saved
from lib.ui.frame.shell import open_page
from lib.ui.frame.why_not import say_why_not
from lib.ui.records import editor
from lib.ui.records import list as record_list

here = open_page("records")
actor, say = here.actor, here.say
acts = acts_of(here.source.store, actor)
say_saved(here)
if acts is None:
    say_why_not(here, Act.WRITE)

kinds = {m.about.id: m.about for m in kinds_for_forms() if may_read_records(actor, m.about.id)}
kind_id = choose(here, "kind", say("ประเภทข้อมูล"), {k: a.label(here.language) for k, a in kinds.items()})
st.caption(kinds[kind_id].help(here.language))

record_id = st.query_params.get("record", "")
may_write = may_to(here.source.store, actor, Act.WRITE, kind_id, record_id)
if acts is not None and not may_write.allowed:
    st.info(may_write.why.text(here.language), icon=":material/visibility:")
    acts = None
if not record_id:
    if acts is not None:
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
        record_list.show_drafts(here, acts.records)
        editor.note_list(acts.records, kind_id)
    record_list.show_list(here, kind_id)
elif acts is not None:
    editor.show_editor(here, acts.records, kind_id, record_id)
else:
    editor.show_reading(here, kind_id, record_id)
