"""เครือข่ายจังหวัด: 76 provinces on their ladder, what each lacks; choropleth and table."""

from lib.insight.areas import place
from lib.insight.country.networks import networks
from lib.insight.country.published import published
from lib.insight.records.ledger import proof_of
from lib.ui.country import networks as parts
from lib.ui.form.proof import show_proof
from lib.ui.frame.filters import choose, region
from lib.ui.frame.layout import filter_row
from lib.ui.frame.replay import replay
from lib.ui.frame.shell import open_page
from lib.ui.frame.sources import source_line

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
        here, found.name.text(here.language), proof_of(here.source, "provincial_network", area, audience=here.audience)
    )
source_line(here, shown, here.say("รายการที่บันทึกและตรวจรับรองในระบบ ภาคของจังหวัดตามการแบ่งของ พอช."))
