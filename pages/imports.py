"""นำเข้า: an office's workbook, from upload through mapping, preview and questions to applied or undone."""

import streamlit as st

from lib.access.policy import Act
from lib.actions.acts import acts_of
from lib.insight.records.quality import job_of, jobs, offices
from lib.ui.frame.flash import say_saved
from lib.ui.frame.problems import shows_problems
from lib.ui.frame.safe import md
from lib.ui.frame.shell import open_page
from lib.ui.frame.why_not import say_why_not
from lib.ui.imports import mapping, preview, questions, start
from lib.ui.imports.previews import preview_of

here = open_page("imports")
say, acts = here.say, acts_of(here.source.store, here.actor)
say_saved(here)
may_import = here.may(Act.IMPORT)
whose = "" if here.actor.rights.everywhere(Act.IMPORT) else here.actor.id
job = job_of(here.source, st.query_params.get("job", ""), whose) if acts and may_import else None

if acts is None or not may_import:
    say_why_not(here, Act.IMPORT)
    start.template_part(here)
elif job is None:
    st.markdown(say("ส่งแฟ้ม Excel หรือ CSV ของสำนักงานแบบที่ใช้อยู่ได้เลย ระบบบอกก่อนว่าอะไรจะเปลี่ยน และย้อนได้ทั้งหมด"))
    start.hand_in(here, acts.imports, offices(here.source))
    start.template_part(here)
    start.earlier(here, [j for j in jobs(here.source, whose=whose) if j.state != "live"])
else:
    st.button(
        say("กลับไปที่การนำเข้าทั้งหมด"), on_click=start.open_job, args=("",), type="tertiary", icon=":material/arrow_back:"
    )
    st.markdown(f"**{md(job.file_name)}** · {md(job.office)}")
    if job.state in ("undone", "dropped"):
        st.info(say("การนำเข้านี้ปิดแล้ว ส่งแฟ้มใหม่เพื่อนำเข้าอีกครั้ง"), icon=":material/history:")
    elif mapping.mapping_part(here, acts.imports, job) and job.state != "live":
        with shows_problems(here):
            seen = preview_of(here, acts.imports, job.id, job.revision)
            preview.preview_part(here, acts.imports, seen)
            st.subheader(say("3 ตอบข้อสงสัย"), anchor=False)
            questions.questions_part(here, acts.imports, seen)
            st.subheader(say("4 นำเข้า"), anchor=False)
            preview.apply_part(here, acts.imports, seen)
    if job.state == "applied":
        with shows_problems(here):
            start.undo_part(here, acts.imports, job)
