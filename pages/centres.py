"""แผนที่ศูนย์บ่มเพาะ: where the centres are, what is known of each province, the nearest one."""

from functools import partial

import streamlit as st

from lib.insight.country.centres import centres
from lib.ui.country import centres as parts
from lib.ui.country.area_view import open_area
from lib.ui.country.centre_map import map_fragment
from lib.ui.frame.filters import BARE, choose
from lib.ui.frame.layout import filter_row
from lib.ui.frame.replay import replay
from lib.ui.frame.shell import open_page
from lib.ui.frame.sources import source_line

here = open_page("centres")
view = open_area(here, of_today=True)
shown = centres(here.source)
told = shown.value

with st.container(key="centres_filters"), filter_row(3) as (first, second, third):
    with first:
        cluster = choose(
            here, "cluster", here.say("คลัสเตอร์"), parts.clusters(here), all_label=here.say("ทุกคลัสเตอร์"), manner=BARE
        )
    with second:
        products = parts.products(here, told)
        product = choose(here, "product", here.say("ผลิตภัณฑ์"), products, all_label=here.say("ทุกผลิตภัณฑ์"), manner=BARE)
    with third:
        years = parts.years(here, told)
        year = choose(here, "year", here.say("เริ่มปีงบประมาณ"), years, all_label=here.say("เริ่มปีใดก็ได้"), manner=BARE)
chosen = (*view.place, cluster, product, year)
fits = parts.chosen(told.centres, *chosen)

first = st.query_params.get("know", "") == "unresolved"
listed = partial(replay, here, shown, "unresolved", lambda: parts.unresolved_list(here, fits), *chosen)
if first:
    listed()
map_fragment(here, shown, fits, chosen)
if not first:
    listed()
parts.centre_table(here, shown, fits, *chosen)
parts.coverage_table(here, shown, *view.place)
source_line(here, shown, here.say("ศูนย์ที่มีชื่อในเอกสาร พอช. และที่บันทึกในระบบ ขอบเขตจังหวัดจาก Natural Earth"), view.about)
