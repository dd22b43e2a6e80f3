"""ผลที่เผยแพร่: what documents told before this app, by year and by region; never part of the own counts."""

from lib.insight.country.published import published
from lib.ui.country.published import published_charts
from lib.ui.frame.shell import open_page
from lib.ui.frame.sources import source_line

here = open_page("published")
shown = published(here.source)
published_charts(here, shown)
source_line(here, shown, here.say("เอกสารที่ พอช. เผยแพร่ พ.ศ. 2560–2566"))
