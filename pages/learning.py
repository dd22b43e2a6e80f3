"""การเรียนรู้ผู้นำ: which leaders gained which knowledge, skills and network (KSNB)."""

import streamlit as st

from lib.access.actors import may_read_records
from lib.ui.country.learning import show_learning
from lib.ui.frame.shell import open_page

here = open_page("learning")
if may_read_records(here.actor, "learning"):
    show_learning(here)
else:
    st.info(here.say("ข้อมูลรายคนเปิดได้เฉพาะคนทำงานที่เครื่องที่เปิดระบบ"), icon=":material/visibility_off:")
