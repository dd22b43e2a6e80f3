"""ยุทธศาสตร์: 4 × 3 goals with indicator, target, actual and evidence."""

from lib.insight.country.own_counts import own_counts
from lib.insight.country.published import published
from lib.ui.country.strategy import strategy_cards, strategy_table
from lib.ui.frame.replay import replay
from lib.ui.frame.shell import open_page
from lib.ui.frame.sources import source_line

here = open_page("strategy")
shown = published(here.source)

counts = own_counts(here.source)
replay(here, shown, "strategy", lambda: strategy_cards(here, shown.value.strategy, counts.value), counts.version)
strategy_table(here, shown, counts)
source_line(here, shown, here.say("ยุทธศาสตร์เศรษฐกิจฐานรากและทุนชุมชน ปีงบประมาณ 2564–2568"))
