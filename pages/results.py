"""ผลสำรวจ: what the households of a tambon told, as far as it may be told."""

import streamlit as st

from lib.actions.records import drafting, erasing, saving, verifying
from lib.actions.survey import households, odk, releasing
from lib.insight.tambon.work import work
from lib.ui.form.desk import record_desk
from lib.ui.frame.flash import say_saved
from lib.ui.frame.shell import open_page
from lib.ui.frame.work_choice import choose_work
from lib.ui.survey.result import show_results
from lib.ui.tambon.desk import house_desk

here = open_page("results")
store, actor = here.source.store, here.actor
records = record_desk(store, actor, saving, verifying, erasing, drafting, households)
desk = house_desk(records, store, actor, households, odk, releasing)
say_saved(here)
chosen = choose_work(here)
found = work(here.source, chosen, fresh=here.fresh).value if chosen else None
if found is not None:
    show_results(here, desk, found, may_write=actor.may_write)
elif chosen:
    st.warning(here.say("ไม่พบพื้นที่ทำงานนี้ อาจถูกถอนหรือลิงก์ไม่ครบ"))
