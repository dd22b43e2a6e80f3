"""ผลสำรวจ: what the households of a tambon told, as far as it may be told."""

import streamlit as st

from lib.access.policy import Act
from lib.actions.acts import acts_of
from lib.insight.tambon.work import area_of, work
from lib.ui.frame.flash import say_saved
from lib.ui.frame.shell import open_page
from lib.ui.survey.result import show_results
from lib.ui.survey.work_choice import choose_work

here = open_page("results")
acts = acts_of(here.source.store, here.actor)
say_saved(here)
chosen = choose_work(here)
here = here.within(area_of(here.source, chosen), "tambon_work")
may_release = here.may(Act.RELEASE, "household_survey")
found = work(here.source, chosen, audience=here.audience).value if chosen else None
if found is not None:
    show_results(here, acts.households if acts and may_release else None, found)
elif chosen:
    st.warning(here.say("ไม่พบพื้นที่ทำงานนี้ อาจถูกถอนหรือลิงก์ไม่ครบ"))
