"""แผนธุรกิจ: the nine-step canvas – find one, begin one, fill it in together, print, follow up."""

import streamlit as st

from lib.access.actors import holding, may_fill
from lib.actions.canvas import copying, filling, rolling, states, versions
from lib.actions.imports import lookups
from lib.ui.canvas.desk import canvas_desk
from lib.ui.canvas.library import begin_part, code_part, show_library
from lib.ui.canvas.page import show_canvas
from lib.ui.canvas.paper import show_paper
from lib.ui.frame.flash import say_saved
from lib.ui.frame.shell import open_page

here = open_page("canvas")
store, code = here.source.store, st.query_params.get("code", "")
opened = filling.opened_by(store, code) if code else ""
actor = holding(here.actor, opened)
desk = canvas_desk(store, actor, lookups, filling, copying, rolling, states, versions)
say_saved(here)
if code and not opened:
    st.warning(here.say("รหัสนี้ใช้ไม่ได้แล้วหรือพิมพ์ไม่ครบ ขอรหัสใหม่จากผู้ดูแลเวที"))
canvas = st.query_params.get("canvas", "") or opened
if canvas:
    show_canvas(here, desk, canvas, may_fill=may_fill(actor, canvas), paper=show_paper)
else:
    if actor.may_write:
        begin_part(here, desk)
    code_part(here)
    show_library(here)
