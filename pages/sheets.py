"""ชีต: the connected Google Sheets, what clashes, the doctor. Google itself is never called here."""

import streamlit as st

from lib.actions.sheets import books as sheet_books
from lib.actions.sheets import settling
from lib.insight.sheets import books as sheets
from lib.ui.frame.flash import say_saved
from lib.ui.frame.shell import open_page
from lib.ui.sheets import books as parts

here = open_page("sheets")
store, actor, say = here.source.store, here.actor, here.say
say_saved(here)
desk = parts.sheet_desk(store, actor, sheet_books, settling)
found = sheets.books(here.source)
if not found:
    parts.empty_part(here)
else:
    st.markdown(say("ผู้นำกรอกในชีตจากโทรศัพท์ ระบบอ่านและเขียนกลับเอง หน้าจอทุกหน้าไม่ต้องรอ Google"))
    parts.books_part(here, desk, found)
    parts.matters_part(here, desk)
    if actor.may_write:
        parts.doctor_part(here, desk)
