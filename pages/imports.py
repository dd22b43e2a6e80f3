"""นำเข้า: an office's workbook, from upload through mapping, preview and questions to applied or undone."""

import streamlit as st

from lib.actions.imports import importing, undoing
from lib.insight.records.quality import job_of, jobs, offices
from lib.ui.form.desk import told
from lib.ui.frame.flash import say_saved
from lib.ui.frame.safe import md
from lib.ui.frame.shell import open_page
from lib.ui.imports import mapping, preview, questions, start
from lib.ui.imports.desk import bound, preview_of

here = open_page("imports")
store, actor, say = here.source.store, here.actor, here.say
desk = bound(store, actor, importing, undoing)
say_saved(here)
job = job_of(here.source, st.query_params.get("job", "")) if actor.may_write else None

if not actor.may_write:
    st.info(say("เครื่องนี้ดูได้อย่างเดียว การนำเข้าทำที่เครื่องที่เปิดระบบ"), icon=":material/visibility:")
    start.template_part(here)
elif job is None:
    st.markdown(say("ส่งแฟ้ม Excel หรือ CSV ของสำนักงานแบบที่ใช้อยู่ได้เลย ระบบบอกก่อนว่าอะไรจะเปลี่ยน และย้อนได้ทั้งหมด"))
    start.hand_in(here, desk, offices(here.source))
    start.template_part(here)
    start.earlier(here, desk, [j for j in jobs(here.source) if j.state != "live"])
else:
    st.button(
        say("กลับไปที่การนำเข้าทั้งหมด"), on_click=start.open_job, args=("",), type="tertiary", icon=":material/arrow_back:"
    )
    st.markdown(f"**{md(job.file_name)}** · {md(job.office)}")
    if job.state in ("undone", "dropped"):
        st.info(say("การนำเข้านี้ปิดแล้ว ส่งแฟ้มใหม่เพื่อนำเข้าอีกครั้ง"), icon=":material/history:")
    elif mapping.mapping_part(here, desk, job) and job.state != "live":
        with told(here):
            seen = preview_of(here, desk, job.id, job.revision)
            preview.preview_part(here, desk, seen)
            st.subheader(say("3 ตอบข้อสงสัย"), anchor=False)
            questions.questions_part(here, desk, seen)
            st.subheader(say("4 นำเข้า"), anchor=False)
            preview.apply_part(here, desk, seen)
    if job.state == "applied":
        with told(here):
            start.undo_part(here, desk, job)
