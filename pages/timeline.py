"""ย้อนเวลา: records as they were on any day, and what or who changed them."""

import streamlit as st

from lib.access.actors import may_read_records
from lib.access.policy import Act
from lib.actions.acts import acts_of
from lib.insight.country.progress import progress
from lib.insight.records.quality import offices
from lib.insight.source import Shown
from lib.schema.registry import KINDS, kinds_for_forms
from lib.ui.frame.filters import choose
from lib.ui.frame.flash import say_saved
from lib.ui.frame.history_words import source_words
from lib.ui.frame.provinces import province_names
from lib.ui.frame.shell import open_page
from lib.ui.records import timeline as parts
from lib.ui.sheets.timeline import sheet_part

here = open_page("timeline")
say = here.say
say_saved(here)
st.markdown(say("ดูข้อมูลตามที่เคยเป็นในวันใดก็ได้ และดูว่าอะไรหรือใครเปลี่ยน จะคืนค่ารายการใด เปิดประวัติของรายการนั้นในหน้าบันทึก"))
kinds = {
    m.about.id: m.about.label(here.language)
    for m in kinds_for_forms()
    if may_read_records(here.actor, m.about.id) and not m.about.many
}
views = {"then": say("ข้อมูล ณ วันหนึ่ง"), "changes": say("สิ่งที่เปลี่ยนระหว่างสองวัน"), "sheet": say("ชีต ณ รอบอ่านหนึ่ง")}
since, today = parts.default_days()
left, middle, right = st.columns(3)
with left:
    view = choose(here, "show", say("ดู"), views)
told = progress(here.source)
version = here.source.version((*KINDS,))
shown = Shown(None, version, told.as_of)
if view == "then":
    with middle:
        kind_id = choose(here, "kind", say("ประเภทข้อมูล"), kinds)
    with right:
        names = province_names(here, told, "")
        province = choose(here, "province", say("จังหวัด"), names, all_label=say("ทั้งประเทศ"))
    with left:
        day = parts.pick_day(here, "day", say("ณ สิ้นวันที่"), today)
    known = {name: name for name in offices(here.source)} if here.may(Act.IMPORT) else {}
    with middle:
        office = choose(here, "office", say("แฟ้มของสำนักงาน"), known, all_label=say("ทุกแหล่ง"))
    parts.then_part(here, shown, kind_id, day, province, office)
elif view == "sheet":
    acts = acts_of(here.source.store, here.actor)
    sheet_part(here, shown, acts.sheets if acts and here.may(Act.SHEETS) else None)
else:
    with middle:
        kind_id = choose(here, "kind", say("ประเภทข้อมูล"), kinds, all_label=say("ทุกประเภท"))
        start = parts.pick_day(here, "since", say("หลังวันที่"), since)
    with right:
        by = choose(here, "by", say("มาทาง"), source_words(say), all_label=say("ทุกทาง"))
        end = parts.pick_day(here, "until", say("ถึงสิ้นวันที่"), today)
    parts.changes_part(here, shown, [kind_id] if kind_id else list(kinds), start, end, by)
