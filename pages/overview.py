"""ภาพรวม: two goals, the centres, what changed lately, the biggest gaps."""

from lib.insight.country.overview import overview
from lib.ui.country.overview import centre_cards, gap_list, goal_cards, happenings
from lib.ui.frame.replay import replay
from lib.ui.frame.shell import open_page
from lib.ui.frame.sources import source_line

here = open_page("overview")
shown = overview(here.source, fresh=here.fresh)


def draw() -> None:
    goal_cards(here, shown.value)
    centre_cards(here, shown.value)
    gap_list(here, shown.value.gaps)
    happenings(here, shown.value.happenings)


replay(here, shown, "overview", draw)
source_line(here, shown, here.say("บันทึกในระบบ ร่วมกับเอกสารที่ พอช. เผยแพร่ พ.ศ. 2563–2566"))
