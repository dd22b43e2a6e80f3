"""ตำบล 7 ขั้น: each tambon's work step by step, from the first conversation to policy."""

import streamlit as st

from lib.actions.records import drafting, erasing, saving, verifying
from lib.actions.survey import households
from lib.actions.tambon import work as tambon_work
from lib.ui.form.desk import record_desk
from lib.ui.frame.flash import say_saved
from lib.ui.frame.shell import open_page
from lib.ui.tambon.desk import work_desk
from lib.ui.tambon.list import open_work, show_works
from lib.ui.tambon.page import show_work
from lib.ui.tambon.spread import show_policy

here = open_page("tambon")
store, actor, say = here.source.store, here.actor, here.say
records = record_desk(store, actor, saving, verifying, erasing, drafting, households)
desk = work_desk(records, store, actor, tambon_work)
say_saved(here)
work, part = st.query_params.get("work", ""), st.query_params.get("part", "")
if work:
    show_work(here, desk, work, may_write=actor.may_write)
elif part == "policy":
    st.button(say("ดูทุกตำบล"), on_click=open_work, args=("",), type="tertiary", icon=":material/arrow_back:")
    show_policy(here, desk, may_write=actor.may_write)
else:
    st.button(
        say("ข้อเสนอนโยบายรายจังหวัด"), on_click=open_work, args=("", "policy"), type="tertiary", icon=":material/policy:"
    )
    show_works(here, desk, may_write=actor.may_write)
