"""แผนที่ศูนย์บ่มเพาะ: where the centres are, what is known of each province, the nearest one."""

from lib.insight.country.centres import centres
from lib.ui.country import centres as parts
from lib.ui.country.centre_map import map_fragment
from lib.ui.country.nearest import nearest_fragment
from lib.ui.frame.filters import choose, region
from lib.ui.frame.layout import filter_row
from lib.ui.frame.replay import replay
from lib.ui.frame.shell import open_page
from lib.ui.frame.sources import source_line

here = open_page("centres")
shown = centres(here.source, fresh=here.fresh)
told = shown.value

with filter_row(4) as (first, second, third, fourth):
    with first:
        chosen_region = region(here)
    with second:
        cluster = choose(here, "cluster", here.say("คลัสเตอร์"), parts.clusters(here), all_label=here.say("ทุกคลัสเตอร์"))
    with third:
        product = choose(
            here, "product", here.say("ผลิตภัณฑ์"), parts.products(here, told), all_label=here.say("ทุกผลิตภัณฑ์")
        )
    with fourth:
        year = choose(here, "year", here.say("เริ่มปีงบประมาณ"), parts.years(here, told), all_label=here.say("ทุกปี"))
chosen = (chosen_region, cluster, product, year)
fits = parts.chosen(told.centres, *chosen)

replay(here, shown, "coverage", lambda: parts.coverage_cards(here, told, fits, *chosen), *chosen)
map_fragment(here, shown, fits, chosen)
replay(here, shown, "unresolved", lambda: parts.unresolved_list(here, fits), *chosen)
nearest_fragment(here, told)
parts.centre_table(here, shown, fits, *chosen)
parts.coverage_table(here, shown, chosen_region)
source_line(here, shown, here.say("ศูนย์ที่มีชื่อในเอกสาร พอช. และที่บันทึกในระบบ ขอบเขตจังหวัดจาก Natural Earth"))
