"""แบบครัวเรือน: fill in and check household forms; consent, paper and phones. Private."""

import streamlit as st

from lib.access.policy import Act
from lib.actions.acts import acts_of
from lib.insight.tambon.work import area_of, work
from lib.ui.frame.flash import say_saved
from lib.ui.frame.shell import open_page
from lib.ui.frame.why_not import say_why_not
from lib.ui.survey.list import show_households
from lib.ui.survey.work_choice import choose_work

here = open_page("households")
acts = acts_of(here.source.store, here.actor)
say_saved(here)
if acts is None or not here.may(Act.WRITE, "household_survey"):
    st.info(
        here.say("แบบครัวเรือนเป็นข้อมูลส่วนบุคคล เปิดได้เฉพาะผู้เก็บและผู้ดูแลข้อมูล ผลรวมดูได้ที่หน้า “ผลสำรวจ”"), icon=":material/lock:"
    )
    st.stop()
chosen = choose_work(here)
here = here.within(area_of(here.source, chosen), "tambon_work")
found = work(here.source, chosen, audience=here.audience).value if chosen else None
if found is not None and not here.may(Act.WRITE, "household_survey"):
    say_why_not(here, Act.WRITE, "household_survey")
elif found is not None:
    show_households(here, acts.households, found)
