"""เครือข่ายจังหวัด: how many have a team; provinces × rungs as a grid; the map; each province's team, plan, proof."""

from lib.insight.areas import place
from lib.insight.records.ledger import proof_of
from lib.ui.country import networks as parts
from lib.ui.country.area_view import open_area
from lib.ui.country.drawers import proof_drawer
from lib.ui.country.goals import team_goal
from lib.ui.country.province_map import choose_team_on_map
from lib.ui.form.proof import show_proof
from lib.ui.frame.filters import TABS, choose
from lib.ui.frame.layout import main_and_side
from lib.ui.frame.replay import replay
from lib.ui.frame.shell import open_page
from lib.ui.frame.sources import source_line

here = open_page("networks")
view = open_area(here)
state, shown = view.state, view.networks
left, right = main_and_side()
with right:
    replay(here, view.month, "how_many", lambda: team_goal(here, state), *view.place, view.version)
    choose_team_on_map(here, view.progress.value, shown.value, state, view.version)
with left:
    shows = choose(here, "show", here.say("แสดงจังหวัด"), parts.views(here), manner=TABS)
    fits = parts.chosen(shown.value, *view.place, shows)
    replay(here, shown, "grid", lambda: parts.ladder_grid(here, shown.value, fits), *view.place, shows)
parts.network_table(here, shown, fits, view.scope.month.id, *view.place, shows)
area = parts.choose_province(here, fits)
found = place(here.source, area) if area else None
if found:
    proof = proof_of(here.source, "provincial_network", area, audience=here.audience)
    show_proof(here, found.name.text(here.language), proof)
proof_drawer(here)
source_line(here, shown, here.say("รายการที่บันทึกและตรวจรับรองในระบบ ภาคของจังหวัดตามการแบ่งของ พอช."), view.about)
