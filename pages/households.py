"""แบบครัวเรือน: fill in and check household forms; consent, paper and phones. Private."""

import streamlit as st

from lib.actions.records import drafting, erasing, saving, verifying
from lib.actions.survey import households, odk, releasing
from lib.insight.tambon.work import work
from lib.ui.form.desk import record_desk
from lib.ui.frame.flash import say_saved
from lib.ui.frame.shell import open_page
from lib.ui.frame.work_choice import choose_work
from lib.ui.survey.list import show_households
from lib.ui.tambon.desk import house_desk

here = open_page("households")
store, actor = here.source.store, here.actor
records = record_desk(store, actor, saving, verifying, erasing, drafting, households)
desk = house_desk(records, store, actor, households, odk, releasing)
say_saved(here)
if not actor.may_write:
    st.info(
        here.say("แบบครัวเรือนเป็นข้อมูลส่วนบุคคล เปิดได้เฉพาะผู้เก็บและผู้ดูแลข้อมูล ผลรวมดูได้ที่หน้า “ผลสำรวจ”"), icon=":material/lock:"
    )
    st.stop()
chosen = choose_work(here)
found = work(here.source, chosen, fresh=here.fresh).value if chosen else None
if found is not None:
    show_households(here, desk, found)
