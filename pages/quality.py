"""คุณภาพข้อมูล: every cell that could not be used and how to fix it, look-alikes, the trend."""

from functools import partial

import streamlit as st

from lib.actions.imports import importing, undoing
from lib.actions.records import merging
from lib.actions.sheets import books, settling
from lib.insight.lists import lists
from lib.insight.records.quality import job_of
from lib.insight.sheets.books import book_of_job
from lib.ui.frame.filters import choose
from lib.ui.frame.flash import say_saved
from lib.ui.frame.shell import open_page
from lib.ui.imports.desk import ImportDesk, bound
from lib.ui.records import quality as parts
from lib.ui.sheets.books import sheet_desk
from lib.ui.sheets.quality import sheet_part

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
        sheet_part(here, sheet_desk(store, actor, books, settling), book)
    elif job is not None and job.state == "applied":
        parts.fix_part(here, desk, job)
    elif actor.may_write:
        st.caption(say("เลือกแฟ้มเดียวเพื่อแก้ที่หน้านี้"))
elif view == "duplicates":
    parts.duplicates_part(
        here, parts.MergeDesk(partial(merging.merge, store, actor), partial(merging.call_distinct, store, actor))
    )
else:
    parts.trend_part(here, shown)
