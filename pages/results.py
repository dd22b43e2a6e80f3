"""ผลสำรวจ: what the households of a tambon told, as far as it may be told."""

import streamlit as st

from lib.actions import drafting, erasing, households, odk_import, releasing, saving, verifying
from lib.insight.tambon_work import work
from lib.ui.desk import record_desk
from lib.ui.result_part import show_results
from lib.ui.said import say_saved
from lib.ui.shell import open_page
from lib.ui.work_choice import choose_work
from lib.ui.work_desk import house_desk

here = open_page("results")
store, actor = here.source.store, here.actor
records = record_desk(store, actor, saving, verifying, erasing, drafting, households)
desk = house_desk(records, store, actor, households, odk_import, releasing)
say_saved(here)
chosen = choose_work(here)
found = work(here.source, chosen, fresh=here.fresh).value if chosen else None
if found is not None:
    show_results(here, desk, found, may_write=actor.may_write)
elif chosen:
    st.warning(here.say("ไม่พบพื้นที่ทำงานนี้ อาจถูกถอนหรือลิงก์ไม่ครบ"))
