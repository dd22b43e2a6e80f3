"""เกี่ยวกับ: where the numbers come from, what words mean, the dictionary, practice data."""

import streamlit as st

from lib.access.policy import Act
from lib.actions.acts import acts_of
from lib.domain.worlds import OWN, PRACTICE
from lib.insight.country.keeping import keeping
from lib.insight.country.published import published
from lib.insight.lists import lists
from lib.ui.country import about as parts
from lib.ui.country.keeping import show_keeping
from lib.ui.frame.flash import say_saved
from lib.ui.frame.replay import replay
from lib.ui.frame.session_choices import enter_world
from lib.ui.frame.shell import open_page

here = open_page("about")
say = here.say
say_saved(here)
facts = published(here.source)

with st.container(border=True):
    st.subheader(say("ข้อมูลฝึกหัด"), anchor=False)
    st.markdown(say("ลองใช้ทุกหน้าจอกับประเทศสมมติ แยกที่เก็บจากข้อมูลจริง ทุกหน้าและทุกแฟ้มที่ดาวน์โหลดมีป้ายบอก"))
    if here.source.store.is_practice:
        st.button(say("กลับไปข้อมูลจริง"), type="primary", on_click=enter_world, args=(OWN,), icon=":material/logout:")
    else:
        st.button(say("เปิดข้อมูลฝึกหัด"), on_click=enter_world, args=(PRACTICE,), icon=":material/school:")

parts.office(here)
entries = lists(here.source)
replay(here, entries, "definitions", lambda: parts.definitions(here, entries.value))
acts = acts_of(here.source.store, here.actor) if here.may(Act.SETTINGS) else None
if acts is not None and not here.source.store.is_practice:
    show_keeping(here, acts, keeping(here.source))
parts.sources(here, facts)
parts.dictionary(here, facts)
parts.settings_and_credits(here)
