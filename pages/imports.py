"""นำเข้า: an office's workbook, from upload through mapping, preview and questions to applied or undone."""

import streamlit as st

from lib.actions import importing, undoing
from lib.insight.quality import job_of, jobs, offices
from lib.ui import import_mapping, import_preview, import_questions, import_start
from lib.ui.desk import told
from lib.ui.import_desk import bound, preview_of
from lib.ui.safe import md
from lib.ui.said import say_saved
from lib.ui.shell import open_page

here = open_page("imports")
store, actor, say = here.source.store, here.actor, here.say
desk = bound(store, actor, importing, undoing)
say_saved(here)
job = job_of(here.source, st.query_params.get("job", "")) if actor.may_write else None

if not actor.may_write:
    st.info(say("เครื่องนี้ดูได้อย่างเดียว การนำเข้าทำที่เครื่องที่เปิดระบบ"), icon=":material/visibility:")
    import_start.template_part(here)
elif job is None:
    st.markdown(
        say("ส่งแฟ้ม Excel หรือ CSV ของสำนักงานแบบที่ใช้อยู่ได้เลย ระบบบอกก่อนว่าอะไรจะเปลี่ยน และย้อนได้ทั้งหมด")
    )
    import_start.hand_in(here, desk, offices(here.source))
    import_start.template_part(here)
    import_start.earlier(here, desk, [j for j in jobs(here.source) if j.state != "live"])
else:
    st.button(
        say("กลับไปที่การนำเข้าทั้งหมด"), on_click=import_start.open_job, args=("",), type="tertiary",
        icon=":material/arrow_back:",
    )  # fmt: skip
    st.markdown(f"**{md(job.file_name)}** · {md(job.office)}")
    if job.state in ("undone", "dropped"):
        st.info(say("การนำเข้านี้ปิดแล้ว ส่งแฟ้มใหม่เพื่อนำเข้าอีกครั้ง"), icon=":material/history:")
    elif import_mapping.mapping_part(here, desk, job) and job.state != "live":
        with told(here):
            seen = preview_of(here, desk, job.id, job.revision)
            import_preview.preview_part(here, desk, seen)
            st.subheader(say("3 ตอบข้อสงสัย"), anchor=False)
            import_questions.questions_part(here, desk, seen)
            st.subheader(say("4 นำเข้า"), anchor=False)
            import_preview.apply_part(here, desk, seen)
    if job.state == "applied":
        with told(here):
            import_start.undo_part(here, desk, job)
