"""ตำบล 7 ขั้น: each tambon's work step by step, from the first conversation to policy."""

import streamlit as st

from lib.access.policy import Act
from lib.actions.acts import acts_of
from lib.insight.tambon.work import area_of
from lib.ui.frame.flash import say_saved
from lib.ui.frame.shell import open_page
from lib.ui.tambon.list import open_work, show_works
from lib.ui.tambon.page import show_work
from lib.ui.tambon.spread import show_policy

here = open_page("tambon")
say, acts = here.say, acts_of(here.source.store, here.actor)
say_saved(here)
work, part = st.query_params.get("work", ""), st.query_params.get("part", "")
if work:
    here = here.within(area_of(here.source, work), "tambon_work")
    show_work(here, acts.workspace if acts and here.may(Act.WRITE, "tambon_work") else None, work)
elif part == "policy":
    st.button(say("ดูทุกตำบล"), on_click=open_work, args=("",), type="tertiary", icon=":material/arrow_back:")
    show_policy(here, acts.records if acts and here.may(Act.WRITE, "policy_proposal") else None)
else:
    st.button(
        say("ข้อเสนอนโยบายรายจังหวัด"), on_click=open_work, args=("", "policy"), type="tertiary", icon=":material/policy:"
    )
    show_works(here, acts.workspace if acts and here.may(Act.WRITE, "tambon_work") else None)
