"""คุณภาพข้อมูล: every cell that could not be used and how to fix it, look-alikes, the trend."""

import streamlit as st

from lib.access.policy import Act
from lib.actions.acts import acts_of
from lib.insight.lists import lists
from lib.insight.records.quality import job_of
from lib.insight.sheets.books import book_of_job
from lib.ui.frame.filters import choose
from lib.ui.frame.flash import say_saved
from lib.ui.frame.shell import open_page
from lib.ui.records import quality as parts
from lib.ui.sheets.quality import sheet_part

here = open_page("quality")
say, acts = here.say, acts_of(here.source.store, here.actor)
say_saved(here)
shown = lists(here.source)
views = {"cells": say("ช่องที่ใช้ไม่ได้"), "duplicates": say("รายการที่อาจซ้ำกัน"), "trend": say("แนวโน้ม")}
view = choose(here, "show", say("ดู"), views)
if view == "cells":
    parts.cells_part(here, shown)
    whose = "" if here.actor.rights.everywhere(Act.IMPORT) else here.actor.id
    job = job_of(here.source, st.query_params.get("job", ""), whose) if acts else None
    book = book_of_job(here.source, job.id) if job is not None else None
    if acts and book is not None and here.may(Act.SHEETS):
        sheet_part(here, acts.sheets, book)
    elif acts and job is not None and job.state == "applied" and here.may(Act.IMPORT):
        parts.fix_part(here, acts.imports, job)
    elif acts:
        st.caption(say("เลือกแฟ้มเดียวเพื่อแก้ที่หน้านี้"))
elif view == "duplicates":
    parts.duplicates_part(here, acts.look_alikes if acts and here.may(Act.MERGE, "organisation") else None)
else:
    parts.trend_part(here, shown)
