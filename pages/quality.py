"""คุณภาพข้อมูล: every cell that could not be used and how to fix it, look-alikes, the trend."""

from functools import partial

import streamlit as st

from lib.actions import importing, merging, sheet_books, sheet_settling, undoing
from lib.insight.lists import lists
from lib.insight.quality import job_of
from lib.insight.sheets import book_of_job
from lib.ui import quality_parts as parts
from lib.ui.filters import choose
from lib.ui.import_desk import ImportDesk, bound
from lib.ui.said import say_saved
from lib.ui.sheet_parts import sheet_desk
from lib.ui.sheet_quality import sheet_part
from lib.ui.shell import open_page

here = open_page("quality")
say, store, actor = here.say, here.source.store, here.actor
say_saved(here)
desk: ImportDesk = bound(store, actor, importing, undoing)
shown = lists(here.source, fresh=here.fresh)
views = {"cells": say("ช่องที่ใช้ไม่ได้"), "duplicates": say("รายการที่อาจซ้ำกัน"), "trend": say("แนวโน้ม")}
view = choose(here, "show", say("ดู"), views)
if view == "cells":
    parts.cells_part(here, shown)
    job = job_of(here.source, st.query_params.get("job", "")) if actor.may_write else None
    book = book_of_job(here.source, job.id) if job is not None else None
    if book is not None:
        sheet_part(here, sheet_desk(store, actor, sheet_books, sheet_settling), book)
    elif job is not None and job.state == "applied":
        parts.fix_part(here, desk, job)
    elif actor.may_write:
        st.caption(say("เลือกแฟ้มเดียวเพื่อแก้ที่หน้านี้"))
elif view == "duplicates":
    parts.duplicates_part(
        here,
        parts.MergeDesk(
            partial(merging.merge, store, actor), partial(merging.call_distinct, store, actor)
        ),
    )
else:
    parts.trend_part(here, shown)
