"""แบบครัวเรือน: fill in and check household forms; consent, paper and phones. Private."""

import streamlit as st

from lib.actions import drafting, erasing, households, odk_import, releasing, saving, verifying
from lib.insight.tambon_work import work
from lib.ui.desk import record_desk
from lib.ui.house_page import show_households
from lib.ui.said import say_saved
from lib.ui.shell import open_page
from lib.ui.work_choice import choose_work
from lib.ui.work_desk import house_desk

here = open_page("households")
store, actor = here.source.store, here.actor
records = record_desk(store, actor, saving, verifying, erasing, drafting, households)
desk = house_desk(records, store, actor, households, odk_import, releasing)
say_saved(here)
if not actor.may_write:
    st.info(
        here.say("แบบครัวเรือนเป็นข้อมูลส่วนบุคคล เปิดได้เฉพาะผู้เก็บและผู้ดูแลข้อมูล ผลรวมดูได้ที่หน้า “ผลสำรวจ”"),
        icon=":material/lock:",
    )
    st.stop()
chosen = choose_work(here)
found = work(here.source, chosen, fresh=here.fresh).value if chosen else None
if found is not None:
    show_households(here, desk, found)
