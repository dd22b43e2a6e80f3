"""ความก้าวหน้า: region → province → tambon by rung and year; pace; who is missing; the proof."""

from lib.insight.areas import place
from lib.insight.country.progress import progress
from lib.insight.country.published import published
from lib.insight.records.ledger import proof_of
from lib.ui.country import progress as parts
from lib.ui.country import progress_lists as lists
from lib.ui.country.published import published_charts
from lib.ui.form.proof import show_proof
from lib.ui.frame.filters import choose, province, region
from lib.ui.frame.layout import filter_row
from lib.ui.frame.provinces import province_names
from lib.ui.frame.replay import kept, replay
from lib.ui.frame.shell import open_page
from lib.ui.frame.sources import source_line

here = open_page("progress")
shown = progress(here.source, fresh=here.fresh)
facts = published(here.source, fresh=here.fresh)

with filter_row(3) as (first, second, third):
    with first:
        chosen_region = region(here)
    with second:
        names = province_names(here, shown, chosen_region)
        chosen_province = province(here, here.say("ชื่อจังหวัด"), names, here.say("ทุกจังหวัด"))
    with third:
        view = choose(here, "show", here.say("แสดงตำบล"), lists.views(here))
chosen = (chosen_region, chosen_province)
part = kept(here, shown.version, "part", lambda: shown.value.only(*chosen), *chosen)

replay(here, shown, "standing", lambda: parts.standing_card(here, part, facts.value, chosen), *chosen, facts.version)
replay(here, shown, "ladder", lambda: parts.ladder_chart(here, part, chosen), *chosen)
replay(here, shown, "pace", lambda: parts.pace_chart(here, part, facts.value, chosen), *chosen, facts.version)
lists.tambon_table(here, shown, part, view, *chosen)

area = lists.choose_tambon(here, part, chosen_province)
found = place(here.source, area) if area else None
if found:
    show_proof(
        here, found.name.text(here.language), proof_of(here.source, "tambon_progress", area, audience=here.audience)
    )

lists.year_table(here, shown, part, *chosen)
published_charts(here, facts)
source_line(here, shown, here.say("รายการที่บันทึกและตรวจรับรองในระบบ ผลที่เผยแพร่แสดงแยกไว้ท้ายหน้า"))
