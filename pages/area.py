"""พื้นที่ของฉัน: a region, a province or the country in a month – the state, what changed, what waits, the report."""

import streamlit as st

from lib.actions.acts import acts_of
from lib.insight.country.calendar import month_calendar
from lib.insight.country.doings import last_words
from lib.insight.tambon.card import tambon_card
from lib.ui.country import area as parts
from lib.ui.country.area_view import open_area
from lib.ui.country.drawers import proof_drawer
from lib.ui.country.office import office_shelf
from lib.ui.country.province_map import BESIDE, choose_on_map
from lib.ui.country.tambon_card import leave_card, lie_where_it_lies, show_tambon
from lib.ui.country.tasks import my_tasks
from lib.ui.frame.flash import say_saved
from lib.ui.frame.layout import three_in_a_row
from lib.ui.frame.replay import replay
from lib.ui.frame.shell import open_page
from lib.ui.frame.sources import source_line

here = open_page("area")
say_saved(here)
asked = st.query_params.get("tambon", "")
card = tambon_card(here.source, asked, audience=here.audience) if asked else None
lie_where_it_lies(card)
view = open_area(here, compared=True, of_today=card is not None)
if card is not None and view.scope.province != card.place.province:
    # Another place was chosen in the bar: the card is left.
    leave_card()
    card, asked = None, ""
if card is not None:
    show_tambon(here, card)
    st.stop()
if asked:
    st.warning(here.say("ไม่พบตำบลนี้ ลิงก์อาจไม่ครบ"))
state, month = view.state, view.month
replay(here, month, "glance", lambda: parts.at_a_glance(here, state), *view.place, view.version)
ranked, drawn, changed = three_in_a_row()
with ranked:
    parts.ranked(here, view.progress.value, state, view.version)
with drawn:
    choose_on_map(here, view.progress.value, state, view.version, BESIDE)
with changed:
    parts.changed(here, state)
acts = acts_of(here.source.store, here.actor)
my_tasks(here, acts.records if acts else None, view.to_do, state, last_words(here.source))
days = month_calendar(here.source, view.scope.month)
replay(here, days, "timeline", lambda: parts.timeline(here, state, days.value), *view.place, view.scope.month.id)
office_shelf(here, acts.area if acts else None, state, month)
proof_drawer(here)
source_line(here, month, here.say("รายการที่บันทึกและตรวจรับรองในระบบ ตามวันที่ตรวจรับรอง"), view.about)
