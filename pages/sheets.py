"""ชีต: the connected Google Sheets, what clashes, the doctor. Google itself is never called here."""

import streamlit as st

from lib.access.policy import Act
from lib.actions.acts import acts_of
from lib.insight.sheets import books as sheets
from lib.ui.frame.flash import say_saved
from lib.ui.frame.shell import open_page
from lib.ui.sheets import books as parts

here = open_page("sheets")
say, acts = here.say, acts_of(here.source.store, here.actor)
say_saved(here)
acts = acts if here.may(Act.SHEETS) else None
found = sheets.books(here.source)
if not found:
    parts.empty_part(here)
else:
    st.markdown(say("ผู้นำกรอกในชีตจากโทรศัพท์ ระบบอ่านและเขียนกลับเอง หน้าจอทุกหน้าไม่ต้องรอ Google"))
    parts.books_part(here, acts.sheets if acts else None, found)
    parts.matters_part(here, acts.sheets if acts else None)
    if acts is not None:
        parts.doctor_part(here, acts.sheets)
