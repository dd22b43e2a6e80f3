"""ตำบล 7 ขั้น: each tambon's work step by step, from the first conversation to policy."""

import streamlit as st

from lib.actions import drafting, erasing, households, saving, tambon_work, verifying
from lib.ui.desk import record_desk
from lib.ui.said import say_saved
from lib.ui.shell import open_page
from lib.ui.spread_part import show_policy
from lib.ui.work_desk import work_desk
from lib.ui.work_list import open_work, show_works
from lib.ui.work_page import show_work

here = open_page("tambon")
store, actor, say = here.source.store, here.actor, here.say
records = record_desk(store, actor, saving, verifying, erasing, drafting, households)
desk = work_desk(records, store, actor, tambon_work)
say_saved(here)
work, part = st.query_params.get("work", ""), st.query_params.get("part", "")
if work:
    show_work(here, desk, work, may_write=actor.may_write)
elif part == "policy":
    st.button(
        say("ดูทุกตำบล"),
        on_click=open_work,
        args=("",),
        type="tertiary",
        icon=":material/arrow_back:",
    )
    show_policy(here, desk, may_write=actor.may_write)
else:
    st.button(
        say("ข้อเสนอนโยบายรายจังหวัด"), on_click=open_work, args=("", "policy"), type="tertiary",
        icon=":material/policy:",
    )  # fmt: skip
    show_works(here, desk, may_write=actor.may_write)
