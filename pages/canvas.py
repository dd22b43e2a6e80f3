"""แผนธุรกิจ: the nine-step canvas – find one, begin one, fill it in together, print, follow up."""

import streamlit as st

from lib.access.actors import holding
from lib.access.policy import Act
from lib.actions.acts import acts_of, canvas_acts_of
from lib.actions.canvas.filling import opened_by
from lib.domain.errors import NotAllowed
from lib.ui.canvas.library import begin_part, code_part, show_library
from lib.ui.canvas.page import show_canvas
from lib.ui.canvas.paper import show_paper
from lib.ui.frame.flash import say_saved
from lib.ui.frame.shell import open_page
from lib.ui.frame.window import window

here = open_page("canvas")
store, code = here.source.store, st.query_params.get("code", "")
opened, refused = "", ""
try:
    opened = opened_by(store, code, window()) if code else ""
except NotAllowed as error:
    refused = error.problems[0].text(here.language)
actor = holding(here.actor, opened)
acts = acts_of(store, actor)
say_saved(here)
if code and not opened:
    st.warning(refused or here.say("รหัสนี้ใช้ไม่ได้แล้วหรือพิมพ์ไม่ครบ ขอรหัสใหม่จากผู้ดูแลเวที"))
canvas = st.query_params.get("canvas", "") or opened
if canvas:
    show_canvas(here, canvas_acts_of(store, actor, canvas), canvas, show_paper)
else:
    if acts is not None and here.may(Act.WRITE, "canvas"):
        begin_part(here, acts.canvas)
    code_part(here)
    show_library(here)
