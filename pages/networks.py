"""เครือข่ายจังหวัด: 76 provinces on their ladder, what each lacks; choropleth and table."""

from lib.insight.areas import place
from lib.insight.ledger import proof_of
from lib.insight.networks import networks
from lib.insight.published import published
from lib.ui import network_parts as parts
from lib.ui.filters import choose, region
from lib.ui.layout import filter_row
from lib.ui.proof import show_proof
from lib.ui.replay import replay
from lib.ui.shell import open_page
from lib.ui.sources import source_line

here = open_page("networks")
shown = networks(here.source, fresh=here.fresh)
facts = published(here.source, fresh=here.fresh)

with filter_row(2) as (first, second):
    with first:
        chosen_region = region(here)
    with second:
        view = choose(here, "show", here.say("แสดงจังหวัด"), parts.views(here))
fits = parts.chosen(shown.value, chosen_region, view)

replay(
    here,
    shown,
    "networks",
    lambda: parts.goal_and_map(here, shown.value, facts.value, chosen_region),
    chosen_region,
    facts.version,
)
parts.network_table(here, shown, fits, chosen_region, view)

area = parts.choose_province(here, fits)
found = place(here.source, area) if area else None
if found:
    show_proof(
        here, found.name.text(here.language), proof_of(here.source, "provincial_network", area)
    )
source_line(here, shown, here.say("รายการที่บันทึกและตรวจรับรองในระบบ ภาคของจังหวัดตามการแบ่งของ พอช."))
