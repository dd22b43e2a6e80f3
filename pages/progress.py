"""ความก้าวหน้า: what is missing; province by province; the pace; tambons, silent provinces, years; the proof."""

from functools import partial

from lib.insight.areas import place
from lib.insight.country.doings import last_words
from lib.insight.records.ledger import proof_of
from lib.ui.country import progress as parts
from lib.ui.country import progress_lists as lists
from lib.ui.country.area_view import open_area
from lib.ui.country.drawers import proof_drawer
from lib.ui.form.proof import show_proof
from lib.ui.frame.layout import main_and_side
from lib.ui.frame.replay import kept, replay
from lib.ui.frame.shell import open_page
from lib.ui.frame.sources import source_line

here = open_page("progress")
view = open_area(here)
state, shown = view.state, view.progress
part = kept(here, shown.version, "part", lambda: view.part, *view.place)

replay(here, view.month, "gap", lambda: parts.the_gap(here, state), *view.place, view.version)
left, right = main_and_side()
with left:
    parts.ranked(here, shown.value, state, view.version)
with right:
    replay(here, view.month, "standing", lambda: parts.standing(here, state), *view.place, view.version)
    if not view.scope.is_past:
        pace = partial(parts.pace, here, part, state.goal)
        replay(here, shown, "pace", pace, *view.place, view.published.version)

shows = lists.choose_list(here)
if shows == "years":
    lists.year_table(here, shown, part, *view.place, view.scope.month.id)
elif shows == "quiet":
    lists.quiet_table(here, last_words(here.source), *view.place)
else:
    lists.tambon_table(here, shown, part, shows, *view.place, view.scope.month.id)
    area = lists.choose_tambon(here, part)
    found = place(here.source, area) if area else None
    if found:
        proof = proof_of(here.source, "tambon_progress", area, audience=here.audience)
        show_proof(here, found.name.text(here.language), proof)
proof_drawer(here)
source_line(here, shown, here.say("รายการที่บันทึกและตรวจรับรองในระบบ ผลที่เผยแพร่แสดงแยกไว้"), view.about)
